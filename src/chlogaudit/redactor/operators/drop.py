"""drop: a short visible marker of the type stands where the identifier stood."""

from __future__ import annotations

from dataclasses import dataclass

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.markers import COOKIE, MARKERS, NO_ADDRESS, NO_PORT, SECRET
from chlogaudit.redactor.operators.interface import ADDRESS_FIELDS, Context

# Fields in which the slot, not the type, decides the marker.
_SLOTS = {
    Holds.PORT: NO_PORT,
    Holds.COOKIE: COOKIE,
    Holds.SECRET: SECRET,
    Holds.REFERER: b"-",
    Holds.USER_AGENT: b"-",
} | dict.fromkeys(ADDRESS_FIELDS, NO_ADDRESS)


@dataclass(frozen=True, slots=True)
class Drop:
    """Replace a value by its marker (``chlogaudit.redactor.markers``)."""

    name: str = "drop"
    fields: frozenset[Holds] = ADDRESS_FIELDS | {
        Holds.IDENT,
        Holds.USER,
        Holds.REFERER,
        Holds.USER_AGENT,
        Holds.COOKIE,
        Holds.SECRET,
        Holds.PORT,
    }
    types: frozenset[IdType] = frozenset(IdType)
    repeatable: bool = True
    reversible: bool = False

    def __call__(self, _value: bytes, context: Context) -> bytes:
        """The marker; an address slot gets ``0.0.0.0``, as analysers refuse a line whose client is no address."""
        return (_SLOTS.get(context.holds) if context.whole else None) or MARKERS[context.type]
