"""truncate: the network of an address stays and its host part becomes zero."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, ip_network

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import Address, names_nobody, plain, read_address
from chlogaudit.redactor.markers import MARKERS, NO_ADDRESS, WORDS
from chlogaudit.redactor.operators.interface import ADDRESS_FIELDS, ADDRESS_TYPES, Context
from chlogaudit.redactor.tokens import is_token


@dataclass(frozen=True, slots=True)
class Truncate:
    """Keep the first ``v4`` or ``v6`` bits of an address."""

    name: str = "truncate"
    v4: int = 24
    v6: int = 48
    fields: frozenset[Holds] = ADDRESS_FIELDS
    types: frozenset[IdType] = ADDRESS_TYPES
    repeatable: bool = True
    reversible: bool = False

    def __call__(self, value: bytes, context: Context) -> bytes:
        """The first address of the network. What is no address (a resolved host name) is dropped; so are port and zone."""
        if names_nobody(value) or is_token(value) or value in WORDS:
            return value
        written = read_address(value)
        if written is None:
            return NO_ADDRESS if context.whole else MARKERS[context.type]
        return str(self.network(written.address)).encode()

    def network(self, address: Address) -> Address:
        """The address with its host part zero; a mapped one is cut as the IPv4 address that it is, and written as one."""
        address = plain(address)
        bits = self.v4 if isinstance(address, IPv4Address) else self.v6
        return ip_network((address, bits), strict=False).network_address
