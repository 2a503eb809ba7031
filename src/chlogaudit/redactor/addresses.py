"""Addresses as logs write them: with ports, brackets, zones, percent signs; which of them name nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final, TypeAlias
from urllib.parse import unquote_to_bytes

Address: TypeAlias = IPv4Address | IPv6Address

# 45 bytes is the longest text of an address, a zone id has at most 15 (IFNAMSIZ), a port 5; percent-encoding triples.
_LONGEST: Final = 3 * 80
_BRACKETED = re.compile(rb"\[([^\]\[]{2,64})\](?::([0-9]{1,5}))?")
_V4_PORT = re.compile(rb"([0-9]{1,3}(?:\.[0-9]{1,3}){3}):([0-9]{1,5})")

# What servers write where there is no visitor: no value, this machine, a local socket, RFC 7239's "unknown".
NOBODY: Final = frozenset(
    (b"", b"-", b'""', b"localhost", b"unknown", b"unix:", b"127.0.0.1", b"::1", b"::", b"0.0.0.0", b"::ffff:127.0.0.1")
)


@dataclass(frozen=True, slots=True)
class Written:
    """One address as logged: its ``text`` without brackets, port and percent signs, what it means, the port's digits."""

    text: bytes
    address: Address
    port: bytes = b""


def read_address(value: bytes) -> Written | None:
    """
    The address that a value is, or None.

    Reads ``192.0.2.1``, ``192.0.2.1:80``, ``[2001:db8::1]:80``, ``2001:db8::1%eth0`` and percent-encoded forms. IPv6 with a
    port but without brackets (httpd's error log) cannot be told from a longer address and is read as an address.
    """
    if not 2 <= len(value) <= _LONGEST:
        return None
    if b"%" in value and b"%25" not in value:
        value = unquote_to_bytes(value)
    text, port = value, b""
    if match := _BRACKETED.fullmatch(value) or _V4_PORT.fullmatch(value):
        text, port = match[1], match[2] or b""
    try:
        address = ip_address(text.decode("ascii"))
    except ValueError:  # UnicodeDecodeError is one
        return None
    return Written(text, address, port)


def plain(address: Address) -> Address:
    """The address without zone id, an IPv4-mapped one as the IPv4 address that it is."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        return IPv6Address(int(address))
    return address


def names_nobody(value: bytes) -> bool:
    """Tell whether a client value names no visitor: nothing logged, this machine (loopback), or no address (0.0.0.0, ::)."""
    if value in NOBODY:
        return True
    if not value.startswith((b"127.", b"::", b"0", b"[", b"localhost:", b"unix:")):
        return False
    if value.startswith((b"localhost:", b"unix:")):
        return value.removeprefix(b"localhost:").isdigit() or value.startswith(b"unix:/")
    written = read_address(value)
    if written is None:
        return False
    address = plain(written.address)
    return address.is_loopback or address.is_unspecified
