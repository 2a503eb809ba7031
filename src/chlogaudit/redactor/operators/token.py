"""token: a keyed pseudonym, the same for the same bytes within one epoch and unrelated across epochs and types."""

from __future__ import annotations

from dataclasses import dataclass

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import names_nobody
from chlogaudit.redactor.markers import WORDS
from chlogaudit.redactor.operators.interface import ADDRESS_FIELDS, ADDRESS_TYPES, Context
from chlogaudit.redactor.tokens import LETTERS, is_token, token


@dataclass(frozen=True, slots=True)
class Token:
    """Replace a value by its token (``chlogaudit.redactor.tokens``)."""

    name: str = "token"
    fields: frozenset[Holds] = ADDRESS_FIELDS | {Holds.IDENT, Holds.USER}
    types: frozenset[IdType] = ADDRESS_TYPES | frozenset(LETTERS)
    repeatable: bool = True
    reversible: bool = False

    def __call__(self, value: bytes, context: Context) -> bytes:
        """The token of the bytes as written; a token, a marker and an address that names nobody stay."""
        if is_token(value) or value in WORDS:
            return value
        if context.type in ADDRESS_TYPES and names_nobody(value):
            return value
        return token(value, context.type, context.key)
