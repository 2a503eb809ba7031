"""What an operator is: bytes of one identifier (or of one whole field) in, bytes that stand in its place out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import Address, names_nobody, read_address
from chlogaudit.redactor.keys import EpochKey, KeySource, epoch_of
from chlogaudit.redactor.markers import MARKERS, NO_ADDRESS, WORDS
from chlogaudit.redactor.tokens import is_token


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


@dataclass(frozen=True, slots=True)
class OnAddress(ABC):
    """An operator that makes another address of an address; what is none (a resolved host name) is dropped."""

    name: str
    fields: frozenset[Holds] = ADDRESS_FIELDS
    types: frozenset[IdType] = ADDRESS_TYPES
    repeatable: bool = True
    reversible: bool = False

    def __call__(self, value: bytes, context: Context) -> bytes:
        """The other address as text; port and zone id are dropped. Tokens, markers and what names nobody stay."""
        if names_nobody(value) or is_token(value) or value in WORDS:
            return value
        written = read_address(value)
        if written is None:
            return NO_ADDRESS if context.whole else MARKERS[context.type]
        return str(self.other(written.address, context)).encode()

    @abstractmethod
    def other(self, address: Address, context: Context) -> Address:
        """The address that stands in place of one."""


@dataclass(frozen=True, slots=True)
class Encrypts(OnAddress):
    """An operator that encrypts addresses with the epoch's key, which undoes it."""

    repeatable: bool = False
    reversible: bool = True

    def other(self, address: Address, context: Context) -> Address:
        """One address encrypted."""
        return self.many([address], context.key)[0]

    @abstractmethod
    def many(self, addresses: Sequence[Address], key: EpochKey) -> list[Address]:
        """Many addresses of one epoch in one call of the library."""
