"""Bytes of a log as written and decoded: as often as a URL may be encoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

_ESCAPE: Final = re.compile(rb"\\x([0-9A-Fa-f]{2})|\\u00([0-9A-Fa-f]{2})")
_ROUNDS: Final = 2  # a URL in a URL is encoded twice


def decodings(data: bytes) -> Iterator[bytes]:
    """Bytes as written, then the lines of them in which something is encoded, decoded once and twice."""
    yield data
    for _ in range(_ROUNDS):
        if b"%" not in data and b"\\" not in data:
            return
        data = b"\n".join(line for line in data.split(b"\n") if b"%" in line or b"\\" in line)
        plain = unquote_to_bytes(_ESCAPE.sub(rb"%\1\2", data).replace(b"\\/", b"/"))
        if plain == data:
            return
        data = plain
        yield data
