"""truncate: the network of an address stays and its host part becomes zero."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, ip_network

from chlogaudit.redactor.addresses import Address, plain
from chlogaudit.redactor.operators.interface import Context, OnAddress


@dataclass(frozen=True, slots=True)
class Truncate(OnAddress):
    """Keep the first ``v4`` or ``v6`` bits of an address."""

    name: str = "truncate"
    v4: int = 24
    v6: int = 48

    def other(self, address: Address, _context: Context) -> Address:
        """The first address of the network."""
        return self.network(address)

    def network(self, address: Address) -> Address:
        """The address with its host part zero; a mapped one is cut as the IPv4 address that it is, and written as one."""
        address = plain(address)
        bits = self.v4 if isinstance(address, IPv4Address) else self.v6
        return ip_network((address, bits), strict=False).network_address
