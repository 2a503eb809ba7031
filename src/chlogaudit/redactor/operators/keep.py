"""keep: the bytes stay; in a field that holds free text, the identifiers inside are still treated by their types."""

from __future__ import annotations

from dataclasses import dataclass

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.operators.interface import Context


@dataclass(frozen=True, slots=True)
class Keep:
    """Leave a value as it is."""

    name: str = "keep"
    fields: frozenset[Holds] = frozenset(Holds)
    types: frozenset[IdType] = frozenset(IdType)
    repeatable: bool = True
    reversible: bool = True

    def __call__(self, value: bytes, _context: Context) -> bytes:
        """The value."""
        return value
