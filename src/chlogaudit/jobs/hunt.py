"""
Search a redacted log, by other means than it was redacted by, for what it must not hold.

No engine, no field and no verdict of a detector is used here: plain regular expressions over whole blocks, as written and
decoded as often as a URL may be encoded, pick out everything that looks like an identifier; none of it may be one of those
that stood in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_to_bytes

from chlogaudit.errors import Incomplete
from chlogaudit.files.blocks import Block
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.addresses import names_nobody
from chlogaudit.redactor.again import is_release

# Every start of four numbers is tried, so that 192.0.2.1 is found in 7.192.0.2.1 too.
_V4: Final = re.compile(rb"(?<![0-9])(?=([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![0-9]))")
_V6: Final = re.compile(rb"(?<![0-9A-Fa-f:.])((?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{2,39}(?:\.[0-9.]{3,15})?)")
_EMAIL: Final = re.compile(rb"[^\s\"'<>()\[\]{}=&?;,:/\\|%]{1,64}@[A-Za-z0-9.-]{3,255}")
_RUN: Final = re.compile(rb"[A-Za-z0-9_-]{16,}")
_NUMBER: Final = re.compile(rb"(?<![0-9])\+?[0-9](?:[0-9 -]{6,24})[0-9]")
_HOST: Final = re.compile(rb"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){2,10}")

_ADDRESSES: Final = (_V4, _V6)
_LOOKED_FOR: Final[Mapping[IdType, tuple[re.Pattern[bytes], ...]]] = {
    IdType.CLIENT_IP: (*_ADDRESSES, _HOST),
    IdType.IP: _ADDRESSES,
    IdType.EMAIL: (_EMAIL,),
    IdType.TOKEN: (_RUN,),
    IdType.SESSION_ID: (_RUN,),
    IdType.DEVICE_ID: (_RUN,),
    IdType.CLICK_ID: (_RUN,),
    IdType.IBAN: (_RUN,),
    IdType.PAYMENT_CARD: (_NUMBER,),
    IdType.PHONE: (_NUMBER,),
}
_ESCAPE: Final = re.compile(rb"\\x([0-9A-Fa-f]{2})|\\u00([0-9A-Fa-f]{2})")
_ROUNDS: Final = 2  # a URL in a URL is encoded twice
_MOST_WORDS: Final = 200_000  # that are remembered as searched


class StillThere(Incomplete):
    """Identifiers of the original still stand in what was to replace it: ``left`` has them by type."""

    def __init__(self, message: str, left: Mapping[IdType, frozenset[bytes]]) -> None:
        super().__init__(message)
        self.left = left


@dataclass(slots=True)
class _Wanted:
    """The identifiers that one pattern would show, with the type of each."""

    values: set[bytes] = field(default_factory=set)
    kinds: dict[IdType, set[bytes]] = field(default_factory=dict)

    def kind(self, value: bytes) -> IdType:
        return next(kind for kind, values in self.kinds.items() if value in values)


class Hunt:
    """Looks for a log's own original identifiers in what is to replace it; ``left`` has those that were met, by type."""

    def __init__(
        self, name: str, originals: Mapping[IdType, set[bytes]], kept: frozenset[IdType] = frozenset()
    ) -> None:
        self._name = name
        self._wanted: dict[re.Pattern[bytes], _Wanted] = {}
        self._ours = True  # whether every IPv6 address that begins with fd is a token
        for kind, values in originals.items():
            for pattern in _LOOKED_FOR.get(kind, ()) if kind not in kept else ():
                forms = {form for value in values for form in sought_forms(value, kind, pattern)}
                if forms:
                    wanted = self._wanted.setdefault(pattern, _Wanted())
                    wanted.values |= forms
                    wanted.kinds[kind] = forms
        self.left: dict[IdType, set[bytes]] = {}
        self._line = 0
        self._searched: set[bytes] = set()

    def through(self, blocks: Iterable[Block]) -> None:
        """Search all blocks; StillThere, after the last one, when any identifier was met."""
        line = 1
        for block in blocks:
            self._search(block.data, line)
            line += block.own.count(b"\n")
        if self.left:
            raise StillThere(
                f"{self._name}: an identifier of the original still stands in line {self._line:,} of the redacted log.",
                {kind: frozenset(values) for kind, values in self.left.items()},
            )

    def _search(self, data: bytes, line: int) -> None:
        """
        Search whole lines, or a window of one, of which the first is number ``line``.

        Only numbers are looked for across blanks; for all else each distinct word is searched once.
        """
        for pattern, wanted in self._wanted.items():
            if pattern is _NUMBER:
                for text in decodings(data):
                    self._meet(pattern.findall(text), wanted, pattern, text, data, line)
        words = set(data.split()) - self._searched
        if len(self._searched) > _MOST_WORDS:
            self._searched.clear()
        self._searched |= words
        for text in decodings(b"\n".join(words)):
            for pattern, wanted in self._wanted.items():
                if pattern is not _NUMBER:
                    self._meet(pattern.findall(text), wanted, pattern, text, data, line)

    def _meet(
        self, candidates: list[bytes], wanted: _Wanted, pattern: re.Pattern[bytes], text: bytes, data: bytes, line: int
    ) -> None:
        """Note which of what a pattern found in ``text`` is wanted; ``data`` is what it was made of."""
        if pattern is _EMAIL:
            candidates = [address for found in candidates for address in _addresses(found)]
        for value in wanted.values.intersection(candidate.lower() for candidate in candidates):
            if _stands(value, text, pattern):
                self.left.setdefault(wanted.kind(value), set()).add(value)
                self._line = self._line or line + _line_of(value, data)


def sought_forms(value: bytes, kind: IdType, pattern: re.Pattern[bytes]) -> Iterator[bytes]:
    """What of an identifier, in small letters and decoded, ``pattern`` would show if it stood somewhere."""
    for form in dict.fromkeys(text.strip(b"[]").lower() for text in decodings(value)):
        if pattern is _RUN:
            yield from (
                run for run in _RUN.findall(form) if any(48 <= byte <= 57 for byte in run) and not run.isdigit()
            )
        elif pattern is _V4 and kind in {IdType.CLIENT_IP, IdType.IP}:
            if _whole(_V4, form) and not names_nobody(form):
                yield form
        elif pattern is _HOST:
            # A name without a digit may be the site's own, which calls itself.
            if _whole(_HOST, form) and not _whole(_V4, form) and any(48 <= byte <= 57 for byte in form):
                yield form
        elif pattern is _NUMBER and kind is IdType.PHONE and not form.startswith(b"+"):
            continue  # ten digits are also a time, a size, an article
        elif _whole(pattern, form):
            yield form


def decodings(data: bytes) -> Iterator[bytes]:
    """Bytes as written, then the lines of them in which something is encoded, decoded once and twice."""
    yield data
    for _ in range(_ROUNDS):
        data = b"\n".join(line for line in data.split(b"\n") if b"%" in line or b"\\" in line)
        plain = unquote_to_bytes(_ESCAPE.sub(rb"%\1\2", data).replace(b"\\/", b"/"))
        if plain == data:
            return
        data = plain
        yield data


def _addresses(found: bytes) -> Iterator[bytes]:
    """What looks like an e-mail, and the same from behind each mark of its local part on: ``x_jane@...`` holds ``jane@...``."""
    yield found
    for mark in re.finditer(rb"[^A-Za-z0-9@](?=[^@]+@)", found):
        yield found[mark.end() :]


def _whole(pattern: re.Pattern[bytes], form: bytes) -> bool:
    match = pattern.match(form)
    return match is not None and (match[match.lastindex or 0] == form)


def _stands(value: bytes, text: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Whether a value stands anywhere in another part than a browser's release number."""
    if pattern is not _V4:
        return True
    at = text.find(value)
    while at >= 0:
        whole = not text[at - 1 : at].isdigit() and not text[at + len(value) : at + len(value) + 1].isdigit()
        if whole and not is_release(text, at):
            return True
        at = text.find(value, at + 1)
    return False


def _line_of(value: bytes, written: bytes) -> int:
    """The 0-based line in which a value stands, encoded or not."""
    for number, line in enumerate(written.split(b"\n")):
        if any(value in text.lower() for text in decodings(line)):
            return number
    return 0


__all__ = ["Hunt", "StillThere", "decodings"]
