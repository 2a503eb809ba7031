"""What an operator is: bytes of one identifier (or of one whole field) in, bytes that stand in its place out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.keys import EpochKey, KeySource, epoch_of


@dataclass(frozen=True, slots=True)
class Context:
    """
    Where a value stands; ``whole`` tells a whole field (or an entry of its list) from an identifier inside one.

    ``day`` is the calendar day as written in its line (``YYYY-MM-DD``, anything else: unknown), ``unit`` the epoch of keys.
    ``agent`` names a user agent's family and major version (``Firefox/115``); without it such a cut says ``Other``.
    """

    type: IdType
    holds: Holds
    day: str
    keys: KeySource
    unit: str = "day"
    in_json_number: bool = False
    whole: bool = False
    agent: Callable[[bytes], bytes] | None = None

    @property
    def key(self) -> EpochKey:
        """The key of the epoch in which ``day`` lies."""
        return self.keys.key(epoch_of(self.day, self.unit))


class Operator(Protocol):
    """
    One way to treat an identifier.

    ``fields`` and ``types`` are what it may be chosen for; ``repeatable`` tells whether doing it twice is doing it once
    (where not, only a receipt tells that a file was done); ``reversible`` whether the key gives the original back.
    Calling it never raises, whatever the bytes.
    """

    @property
    def name(self) -> str:
        """The word in a policy file."""

    @property
    def fields(self) -> frozenset[Holds]:
        """Kinds of fields that it can treat as a whole."""

    @property
    def types(self) -> frozenset[IdType]:
        """Types of identifiers that it can treat inside a field."""

    @property
    def repeatable(self) -> bool:
        """Whether a second application changes nothing."""

    @property
    def reversible(self) -> bool:
        """Whether the key gives the original back."""

    def __call__(self, value: bytes, context: Context, /) -> bytes:
        """What stands in place of ``value``."""


ADDRESS_FIELDS = frozenset((Holds.CLIENT, Holds.FORWARDED, Holds.ADDRESS))
ADDRESS_TYPES = frozenset((IdType.CLIENT_IP, IdType.IP))
