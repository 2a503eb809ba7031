"""What the redaction of blocks speaks of: edits, tallies, originals, and the arena of replacement texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine.api import Bytes, Ints
from chlogaudit.model.finding import IdType

Flags = NDArray[np.bool_]
_EPOCH = date(1970, 1, 1)
_LAST = 2932896  # 9999-12-31 in days


@dataclass(slots=True)
class Tally:
    """What was redacted: identifiers by type, lines, and lines that fit no format. ``a + b`` in any grouping."""

    changes: Counter[IdType] = field(default_factory=Counter)
    lines: int = 0
    unparsed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.changes + other.changes, self.lines + other.lines, self.unparsed + other.unparsed)


@dataclass(slots=True)
class Originals:
    """Identifiers that stood in a log before it was redacted, for the search of what replaces it."""

    values: dict[IdType, set[bytes]] = field(default_factory=dict)

    def add(self, kind: IdType, value: bytes) -> None:
        """Remember one."""
        self.values.setdefault(kind, set()).add(value)

    def __len__(self) -> int:
        return sum(map(len, self.values.values()))

    def drain(self) -> dict[IdType, set[bytes]]:
        """Those remembered since the last time; they are forgotten here."""
        values, self.values = self.values, {}
        return values


Edits: TypeAlias = tuple[Ints, Ints, Ints, Ints, Bytes]  # starts, ends, offsets, lengths, arena: see Engine.splice


def day_name(day: int) -> str:
    """``2026-03-14`` of days since 1970; "" for a day that is unknown."""
    return (_EPOCH + timedelta(days=day)).isoformat() if 0 <= day <= _LAST else ""


class Arena:
    """Replacement texts end to end; grows by doubling, new texts are staged until the array is asked for."""

    __slots__ = ("_array", "_known", "_staged", "_used")

    def __init__(self) -> None:
        self._array: Bytes = np.zeros(1 << 16, np.uint8)
        self._used = 0
        self._staged = bytearray()
        self._known: dict[bytes, int] = {}

    def __len__(self) -> int:
        return self._used + len(self._staged)

    def put(self, text: bytes) -> int:
        """The offset of ``text``; short texts, which markers are, are kept once."""
        if len(text) > 24:
            at = len(self)
            self._staged += text
            return at
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = len(self)
            self._staged += text
        return found

    def array(self) -> Bytes:
        """All texts as one array, which later texts do not change."""
        if self._staged:
            need = len(self)
            if need > len(self._array):
                grown = np.zeros(max(need, 2 * len(self._array)), np.uint8)
                grown[: self._used] = self._array[: self._used]
                self._array = grown
            self._array[self._used : need] = np.frombuffer(self._staged, np.uint8)
            self._used = need
            self._staged = bytearray()
        return self._array
