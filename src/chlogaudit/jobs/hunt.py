"""
Search a redacted log, by other means than it was redacted by, for what it must not hold.

No field and no verdict of a detector is used here: everything in whole blocks that looks like an identifier, as written and
decoded as often as a URL may be encoded, is held against those that stood in the original. None of it may be one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from chlogaudit.engine.lookalikes import V4
from chlogaudit.errors import Incomplete
from chlogaudit.files.blocks import Block
from chlogaudit.jobs.decodings import decodings
from chlogaudit.jobs.sought import Sought, Table, seen
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.again import is_release


class StillThere(Incomplete):
    """Identifiers of the original still stand in what was to replace it: ``left`` has them by type."""

    def __init__(self, message: str, left: Mapping[IdType, frozenset[bytes]]) -> None:
        super().__init__(message)
        self.left = left


class Hunt:
    """Looks for a log's own original identifiers in what is to replace it; ``left`` has those that were met, by type."""

    def __init__(self, name: str, sought: Sought) -> None:
        self._name = name
        self._engine = sought.engine
        self._forms = sought.forms
        self._table = Table(sought)
        self.left: dict[IdType, set[bytes]] = {}
        self._line = 0

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
        """Search whole lines, or a window of one, of which the first is number ``line``."""
        if not len(self._table):
            return
        for number, text in enumerate(decodings(data)):
            places = self._meet(text)
            if places and not self._line:
                start, end = min(places)
                before = data.count(b"\n", 0, start) if number == 0 else _line_of(text[start:end].lower(), data)
                self._line = line + before

    def _meet(self, text: bytes) -> list[tuple[int, int]]:
        """Note what of a text is sought; where it stands."""
        places = []
        small = np.frombuffer(text.lower(), np.uint8)
        for starts, ends, forms in self._engine.lookalikes(small, self._forms):
            hashes = seen(self._engine, small, starts, ends, forms)
            for at in self._table.among(hashes).tolist():
                start, end = int(starts[at]), int(ends[at])
                if forms[at] == V4 and is_release(text, start):
                    continue
                self.left.setdefault(self._table.kind(hashes[at]), set()).add(small[start:end].tobytes())
                places.append((start, end))
        return places


def _line_of(value: bytes, written: bytes) -> int:
    """The 0-based line in which a value stands, encoded or not."""
    for number, line in enumerate(written.split(b"\n")):
        if any(value in text.lower() for text in decodings(line)):
            return number
    return 0


__all__ = ["Hunt", "StillThere"]
