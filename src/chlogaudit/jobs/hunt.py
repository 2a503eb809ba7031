"""
Search a redacted log, by other means than it was redacted by, for what it must not hold.

No field and no verdict of a detector is used here: everything in whole blocks that looks like an identifier, as written and
decoded as often as a URL may be encoded, is held against those that stood in the original. None of it may be one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from chlogaudit.engine.lookalikes import V4
from chlogaudit.errors import Incomplete
from chlogaudit.jobs.decodings import decodings
from chlogaudit.jobs.sought import Sought, Table, seen
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.again import is_release


class StillThere(Incomplete):
    """Identifiers of the original still stand in what was to replace it: ``left`` has them by type."""

    def __init__(self, message: str, left: Mapping[IdType, frozenset[bytes]]) -> None:
        super().__init__(message)
        self.left = left


@dataclass(frozen=True, slots=True)
class Met:
    """What was met in some lines: identifiers by type, and the line of the first, from 0 on; -1 where there is none."""

    left: dict[IdType, set[bytes]]
    line: int = -1


class Hunt:
    """Looks for a log's own original identifiers in what is to replace it."""

    def __init__(self, name: str, sought: Sought) -> None:
        self._name = name
        self._engine = sought.engine
        self._forms = sought.forms
        self._table = Table(sought)
        self._left: dict[IdType, set[bytes]] = {}
        self._line = -1

    def note(self, met: Met, line: int) -> None:
        """Remember what was met in lines of which the first has this number, from 0 on; those before it were noted before."""
        for kind, values in met.left.items():
            self._left.setdefault(kind, set()).update(values)
        if self._line < 0 <= met.line:
            self._line = line + met.line

    def end(self) -> None:
        """StillThere when any identifier was noted."""
        if self._left:
            raise StillThere(
                f"{self._name}: an identifier of the original still stands in line {self._line + 1:,} of the redacted log.",
                {kind: frozenset(values) for kind, values in self._left.items()},
            )

    def search(self, data: bytes) -> Met:
        """Search whole lines, or a window of one; from any thread."""
        left: dict[IdType, set[bytes]] = {}
        line = -1
        for number, text in enumerate(decodings(data) if len(self._table) else ()):
            places = self._meet(text, left)
            if places and line < 0:
                start, end = min(places)
                line = text.count(b"\n", 0, start) if number == 0 else _line_of(text[start:end].lower(), data)
        return Met(left, line)

    def _meet(self, text: bytes, left: dict[IdType, set[bytes]]) -> list[tuple[int, int]]:
        """Put into ``left`` what of a text is sought; where it stands."""
        places = []
        small = np.frombuffer(text.lower(), np.uint8)
        for starts, ends, forms in self._engine.lookalikes(small, self._forms):
            hashes = seen(self._engine, small, starts, ends, forms)
            for at in self._table.among(hashes).tolist():
                start, end = int(starts[at]), int(ends[at])
                if forms[at] == V4 and is_release(text, start):
                    continue
                left.setdefault(self._table.kind(hashes[at]), set()).add(small[start:end].tobytes())
                places.append((start, end))
        return places


def _line_of(value: bytes, written: bytes) -> int:
    """The 0-based line in which a value stands, encoded or not."""
    for number, line in enumerate(written.split(b"\n")):
        if any(value in text.lower() for text in decodings(line)):
            return number
    return 0


__all__ = ["Hunt", "Met", "StillThere"]
