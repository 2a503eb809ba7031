"""
Search a redacted log, by other means than it was redacted by, for what it must not hold.

No engine, no field, no detector's verdict of the redaction is used here: plain regular expressions over whole blocks pick out
everything that looks like an identifier, decoded as often as a URL may be encoded, and none of it may be one of the identifiers
that stood in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from chlogaudit.errors import Incomplete
from chlogaudit.files.blocks import Block
from chlogaudit.jobs.logs import Reading
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import LogFormat
from chlogaudit.redactor.profile import Profile
from chlogaudit.scan import Originals

_V4 = re.compile(rb"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9])")
_V6 = re.compile(rb"(?<![0-9A-Fa-f:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:[0-9]{0,3}(?:\.[0-9]{1,3}){3})?")
_EMAIL = re.compile(rb"[^\s\"'<>()\[\]{}=&?;,:/\\]{1,64}(?:@|%40|%2540)[A-Za-z0-9.-]{3,255}")
_WORD = re.compile(rb"[A-Za-z0-9_.~+/=-]{16,}")
_NUMBER = re.compile(rb"\+?[0-9][0-9 ().-]{6,40}[0-9]")
_LOOKED_FOR = {
    IdType.CLIENT_IP: (_V4, _V6),
    IdType.IP: (_V4, _V6),
    IdType.EMAIL: (_EMAIL,),
    IdType.TOKEN: (_WORD,),
    IdType.SESSION_ID: (_WORD,),
    IdType.PAYMENT_CARD: (_NUMBER,),
    IdType.IBAN: (_WORD,),
    IdType.PHONE: (_NUMBER,),
}
_ENCODED = re.compile(rb"%[0-9A-Fa-f]{2}|\\x[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(rb"\\x([0-9A-Fa-f]{2})")


class Hunt:
    """Looks for a file's own original identifiers in what is to replace it."""

    def __init__(
        self, originals: Originals, formats: tuple[LogFormat, ...], reading: Reading, profile: Profile
    ) -> None:
        del formats, reading
        self._wanted: dict[re.Pattern[bytes], set[bytes]] = {}
        for kind, values in originals.values.items():
            if profile.types.get(kind) == "keep":
                continue
            for pattern in _LOOKED_FOR.get(kind, ()):
                known = self._wanted.setdefault(pattern, set())
                for value in values:
                    known.update(form for form in _forms(value) if pattern.fullmatch(form))

    def through(self, blocks: Iterable[Block]) -> None:
        """Search all blocks; Incomplete names the kind and the line of the first identifier that still stands there."""
        line = 1
        for block in blocks:
            for text in _decodings(block.data):
                self._search(text, line)
            line += block.data.count(b"\n")

    def _search(self, text: bytes, line: int) -> None:
        for pattern, wanted in self._wanted.items():
            if not wanted:
                continue
            left = wanted.intersection(pattern.findall(text))
            if left:
                at = min(text.find(value) for value in left)
                number = line + text.count(b"\n", 0, at)
                raise Incomplete(
                    f"an identifier of the original still stands in line {number:,} of the redacted log; nothing was replaced."
                )


def _forms(value: bytes) -> Iterator[bytes]:
    """An identifier as written and decoded."""
    yield value
    decoded = value
    for _ in range(2):
        decoded = unquote_to_bytes(decoded)
        yield decoded


def _decodings(data: bytes) -> Iterator[bytes]:
    """A block as written, and decoded once and twice where anything in it is encoded."""
    yield data
    for _ in range(2):
        if not _ENCODED.search(data):
            return
        data = unquote_to_bytes(_ESCAPE.sub(rb"%\1", data))
        yield data


__all__ = ["Hunt", "Originals"]
