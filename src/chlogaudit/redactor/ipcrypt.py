"""
ipcrypt: reversible encryption of addresses, for incident work (draft-denis-ipcrypt, "deterministic" and "pfx").

Both work on the 16-byte form (IPv4 as ::ffff:a.b.c.d) with AES-128 and are batched: one call of the library a key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import Final

from chlogaudit.redactor.addresses import Address

_BITS: Final = 128
_MAPPED: Final = 0xFFFF << 32
_MAPPED_BITS: Final = 96
DETERMINISTIC_KEY: Final = 16
PREFIX_KEY: Final = 32


def encrypt_deterministic(addresses: Sequence[Address], key: bytes) -> list[Address]:
    """One AES block each; an IPv4 address may become IPv6. ``key`` has 16 bytes."""
    return [_address(number) for number in _blocks(_numbers(addresses), key, decrypt=False)]


def decrypt_deterministic(addresses: Sequence[Address], key: bytes) -> list[Address]:
    """The inverse of ``encrypt_deterministic``."""
    return [_address(number) for number in _blocks(_numbers(addresses), key, decrypt=True)]


def encrypt_prefix(addresses: Sequence[Address], key: bytes) -> list[Address]:
    """
    Prefix-preserving: addresses that share n leading bits share n leading bits afterwards; IPv4 stays IPv4.

    ``key`` has 32 bytes, two AES keys. Bit n of the result is bit n of the address flipped by the last bit of
    AES(k1, prefix) xor AES(k2, prefix), where the block ``prefix`` is a one followed by the n bits before it.
    """
    numbers = _numbers(addresses)
    blocks = {(1 << n) | (number >> (_BITS - n)) for number in numbers for n in range(_first_bit(number), _BITS)}
    flips = _flips(sorted(blocks), key)
    return [_address(_flipped(number, flips)) for number in numbers]


def decrypt_prefix(addresses: Sequence[Address], key: bytes) -> list[Address]:
    """The inverse of ``encrypt_prefix``; bit by bit, as each block needs the bits before it in clear."""
    numbers = _numbers(addresses)
    clear = [_MAPPED >> 32 if _first_bit(number) else 0 for number in numbers]
    for n in range(_BITS):
        at = [i for i, number in enumerate(numbers) if n >= _first_bit(number)]
        flips = _flips(sorted({(1 << n) | clear[i] for i in at}), key) if at else {}
        for i in at:
            bit = (numbers[i] >> (_BITS - 1 - n)) & 1
            clear[i] = clear[i] << 1 | (bit ^ flips[(1 << n) | clear[i]])
    return [_address(number) for number in clear]


def _numbers(addresses: Sequence[Address]) -> list[int]:
    return [int(a) | (_MAPPED if isinstance(a, IPv4Address) else 0) for a in addresses]


def _address(number: int) -> Address:
    return IPv4Address(number & 0xFFFFFFFF) if _first_bit(number) else IPv6Address(number)


def _first_bit(number: int) -> int:
    """The first bit that is encrypted: the mapped prefix of an IPv4 address stays."""
    return _MAPPED_BITS if number >> 32 == _MAPPED >> 32 else 0


def _flipped(number: int, flips: dict[int, int]) -> int:
    for_bits = 0
    for n in range(_first_bit(number), _BITS):
        for_bits |= flips[(1 << n) | (number >> (_BITS - n))] << (_BITS - 1 - n)
    return number ^ for_bits


def _flips(blocks: Sequence[int], key: bytes) -> dict[int, int]:
    """The last bit of AES(k1, block) xor AES(k2, block), by block."""
    ones = _blocks(blocks, key[:16], decrypt=False)
    twos = _blocks(blocks, key[16:], decrypt=False)
    return {block: (one ^ two) & 1 for block, one, two in zip(blocks, ones, twos, strict=True)}


def _blocks(numbers: Sequence[int], key: bytes, *, decrypt: bool) -> list[int]:
    """Each number as one AES block, all in one call."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    # ECB over independent blocks is AES itself, which is what the draft asks for; equal addresses shall stay equal.
    cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 -- see above
    run: Callable[[bytes], bytes] = (cipher.decryptor() if decrypt else cipher.encryptor()).update
    out = run(b"".join(number.to_bytes(16) for number in numbers))
    return [int.from_bytes(out[i : i + 16]) for i in range(0, len(out), 16)]
