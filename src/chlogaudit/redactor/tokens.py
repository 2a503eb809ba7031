"""
Tokens: keyed pseudonyms that a second run, any analyser and a person recognise.

An address becomes an IPv6 unique-local address (RFC 4193) of ``fd``, the 5-byte id of its epoch's key and 10 bytes of
HMAC-SHA256; other types become a letter, a hyphen and the same 15 bytes in base 32. docs/tokens.md has the reasons.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from socket import AF_INET6, inet_ntop, inet_pton  # two pure functions of it; ipaddress takes ten times as long
from typing import Final

from chlogaudit.model.finding import IdType
from chlogaudit.redactor.keys import ID_BYTES, EpochKey, sealed_id

MAC_BYTES: Final = 10
ADDRESS_TYPES: Final = frozenset((IdType.CLIENT_IP, IdType.IP))
LETTERS: Final = {IdType.USER: b"u-", IdType.SESSION_ID: b"s-", IdType.DEVICE_ID: b"d-"}

_BLOCK: Final = 64  # SHA-256's, RFC 2104's B
_ADDRESS = rb"fd[0-9a-f]{2}(?::[0-9a-f]{1,4}|:){2,7}"
_TEXT = rb"[usd]-[a-z2-7]{24}"
_TOKEN = re.compile(rb"(?:" + _ADDRESS + rb"|" + _TEXT + rb")")
# A token in a longer word is none: the rest of the word could be the identifier. A port may follow, as httpd writes it.
_INSIDE = re.compile(
    rb"(?<![0-9A-Za-z:.])" + _ADDRESS + rb"(?=:[0-9]{1,5}(?![0-9A-Za-z:.])|(?![0-9A-Za-z:.%]))"
    rb"|(?<![0-9A-Za-z])" + _TEXT + rb"(?![0-9A-Za-z])"
)


def address_tokens(
    values: Sequence[bytes], keys: Sequence[EpochKey], id_type: IdType = IdType.CLIENT_IP
) -> list[bytes]:
    """
    The tokens of many values of one type, each with the key of its own epoch; ``len(keys) == len(values)``.

    The MAC covers the type, a NUL and the value as written (no type's name holds a NUL), so equal bytes of two types
    share nothing. The two padded states of HMAC are made once a key, which makes it three times as fast as ``hmac.digest``.
    """
    domain = _domain(id_type)
    heads: dict[EpochKey, tuple[bytes, hashlib._Hash, hashlib._Hash]] = {}
    last = None
    out: list[bytes] = []
    for value, key in zip(values, keys, strict=True):
        if key is not last:
            last = key
            if key not in heads:
                heads[key] = (b"\xfd" + key.id, *_padded(key.secret))
            head, inner, outer = heads[key]
        one = inner.copy()
        one.update(domain + value)
        two = outer.copy()
        two.update(one.digest())
        out.append(inet_ntop(AF_INET6, head + two.digest()[:MAC_BYTES]).encode())
    return out


def token(value: bytes, id_type: IdType, key: EpochKey) -> bytes:
    """The token of one value: an address for the address types, text for the types in ``LETTERS``; KeyError for others."""
    mac = hmac.digest(key.secret, _domain(id_type) + value, "sha256")[:MAC_BYTES]
    if id_type in ADDRESS_TYPES:
        return inet_ntop(AF_INET6, b"\xfd" + key.id + mac).encode()
    return LETTERS[id_type] + base64.b32encode(key.id + mac).lower()


def is_token(value: bytes) -> bool:
    """
    Tell whether a value is exactly a token of ours, made with whatever key.

    It is canonical text whose key id carries the right check bytes. Somebody who builds such a text by hand is left as
    is: it is an address that no network routes and that its maker chose, so it tells of nobody.
    """
    if not _TOKEN.fullmatch(value):
        return False
    if value[1:2] == b"-":
        return _sealed(base64.b32decode(value[2:].upper())[:ID_BYTES])
    try:
        packed = inet_pton(AF_INET6, value.decode("ascii"))
    except OSError:
        return False
    return _sealed(packed[1 : 1 + ID_BYTES]) and inet_ntop(AF_INET6, packed).encode() == value


def token_places(value: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of every token that stands in a value as a word of its own, from left to right."""
    for match in _INSIDE.finditer(value):
        if is_token(match[0]):
            yield match.span()


def _domain(id_type: IdType) -> bytes:
    return id_type.value.encode() + b"\0"


CLIENT_DOMAIN: Final = _domain(IdType.CLIENT_IP)


def _sealed(key_id: bytes) -> bool:
    return sealed_id(key_id) == key_id


def _padded(secret: bytes) -> tuple[hashlib._Hash, hashlib._Hash]:
    """SHA-256 after the inner and the outer padded key (RFC 2104, section 2)."""
    if len(secret) > _BLOCK:
        secret = hashlib.sha256(secret).digest()
    block = secret.ljust(_BLOCK, b"\0")
    return hashlib.sha256(bytes(b ^ 0x36 for b in block)), hashlib.sha256(bytes(b ^ 0x5C for b in block))
