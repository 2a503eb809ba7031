"""Take identifiers that are known by now out of redacted bytes, wherever and however they stand there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from chlogaudit.errors import Incomplete
from chlogaudit.jobs.decodings import decodings
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.again import is_release
from chlogaudit.redactor.markers import MARKERS

_MOST: Final = 2000
_ESCAPED_BEFORE: Final = rb"(?<=%[0-9A-Fa-f]{2})|(?<=\\x[0-9A-Fa-f]{2})|(?<=\\u00[0-9A-Fa-f]{2})|(?<=\\[bfnrtv])"
_DIGITS: Final = rb"0-9"
_WORD: Final = rb"0-9A-Za-z"
_NUMERIC: Final = re.compile(rb"[0-9.]+")


class Known:
    """
    Replaces values by the markers of their types, raw, percent-encoded once or twice, or escaped with a backslash.

    For what a redaction recognised in one place and missed in another: an address in a field of its own in one line, in the
    middle of a word in the next. What is replaced depends on the log as a whole, so a stream cannot have this.
    """

    def __init__(self, name: str, values: Mapping[IdType, frozenset[bytes]]) -> None:
        self._kinds = {value: kind for kind in sorted(values) for value in values[kind]}
        if len(self._kinds) > _MOST:
            raise Incomplete(
                f"{name}: {len(self._kinds):,} identifiers stand in places where none is looked for. "
                "Give its format with --log-format."
            )
        ordered = sorted(self._kinds, key=lambda value: (-len(value), value))
        self._pattern = re.compile(b"|".join(b"(" + _anyhow(value) + b")" for value in ordered))
        self._ordered = ordered
        self.changes: Counter[IdType] = Counter()

    def replace(self, data: bytes) -> bytes:
        """``data``, whole lines, without the values; counts in ``changes``."""

        def marker(match: re.Match[bytes]) -> bytes:
            value = self._ordered[(match.lastindex or 1) - 1]
            if _NUMERIC.fullmatch(value) and is_release(match.string, match.start()):
                return match[0]
            self.changes[self._kinds[value]] += 1
            return MARKERS[self._kinds[value]]

        there = _present(self._ordered, data)
        if not there:
            return data
        # The expression tries every value at every byte, so it sees only the lines that hold one.
        lines = data.split(b"\n")
        for number, line in enumerate(lines):
            if _present(there, line):
                lines[number] = self._pattern.sub(marker, line)
        return b"\n".join(lines)


def _present(values: list[bytes], data: bytes) -> list[bytes]:
    """Which of the values stand in bytes, in any encoding and either case."""
    texts = [text.lower() for text in decodings(data)] if values else []
    return [value for value in values if any(value in text for text in texts)]


def _anyhow(value: bytes) -> bytes:
    """An expression for a value in any encoding and either case, as a whole."""
    inside = _DIGITS if _NUMERIC.fullmatch(value) else _WORD
    body = b"".join(_byte(byte) for byte in value)
    return rb"(?:(?<![" + inside + rb"])|" + _ESCAPED_BEFORE + rb")" + body + rb"(?![" + inside + rb"])"


def _byte(byte: int) -> bytes:
    plain = {bytes([byte]).lower(), bytes([byte]).upper()}
    codes = b"|".join(rb"%%(?:25)?%s|\\x%s|\\u00%s" % (code, code, code) for code in {_hex(char) for char in plain})
    return b"(?:" + b"|".join(re.escape(char) for char in sorted(plain)) + b"|" + codes + b")"


def _hex(char: bytes) -> bytes:
    """Both digits of a byte's code in either case."""
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in char.hex()).encode()
