"""The order of a log's entries, and the lines that stand in it twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chlogaudit.auditor.nouns import LATE, LogEvidence
from chlogaudit.engine.api import MISSING
from chlogaudit.facts import Facts, Part, Scanned

HELD_HASHES = 20_000_000  # 8 bytes each; beyond it repeated lines are not counted
_NEARLY, _FEW = 0.9, 20  # share of kinds of lines, and the fewest that are a share of anything


class Order:
    """What one log's blocks, given in their order, show of ``backward``, ``repeated`` and ``doubled`` lines."""

    __slots__ = ("_hashes", "_held", "_late", "_newest")

    def __init__(self) -> None:
        self._newest: int = np.iinfo(np.int64).min
        self._hashes: list[NDArray[np.uint64]] = []
        self._late: list[NDArray[np.uint64]] = []  # of these, those of entries that are LATE
        self._held = 0

    def add(
        self, log: LogEvidence, scanned: Scanned, facts: Sequence[tuple[Part, Facts]], hashes: NDArray[np.uint64]
    ) -> None:
        """Take a block in; ``hashes`` are those of its lines that are not empty."""
        late = self._find_late(log, scanned, facts)
        self._held += len(scanned.starts)
        if self._held > HELD_HASHES:
            log.repeated = None
            self._hashes, self._late = [], []
        elif log.repeated is not None:
            self._hashes.append(hashes)
            self._late.append(hashes[late[scanned.ends > scanned.starts]])

    def end(self, log: LogEvidence) -> None:
        """Count what needs all blocks."""
        if log.repeated is not None and self._hashes:
            log.repeated, log.doubled = _again(np.concatenate(self._hashes), np.concatenate(self._late))

    def _find_late(self, log: LogEvidence, scanned: Scanned, facts: Sequence[tuple[Part, Facts]]) -> NDArray[np.bool_]:
        """Which lines are older than one before them by more than LATE, in the order of the lines."""
        late = np.zeros(len(scanned.starts), np.bool_)
        seconds = np.full(len(scanned.starts), MISSING, np.int64)
        for _, found in facts:
            seconds[found.lines] = found.second
        known = np.flatnonzero(seconds != MISSING)
        if not len(known):
            return late
        newest = np.maximum.accumulate(np.concatenate([np.array([self._newest]), seconds[known]]))
        late[known] = seconds[known] + LATE < newest[:-1]
        log.backward += int(late.sum())
        self._newest = int(newest[-1])
        return late


def _again(hashes: NDArray[np.uint64], late: NDArray[np.uint64]) -> tuple[int, int]:
    """
    How many of the ``late`` lines stand elsewhere too, and how many lines are beyond the first of their kind where nine of ten
    stand an even number of times.

    Equal lines close together prove nothing: a browser that asks for one picture four times in a second writes four of them.
    """
    hashes.sort()
    begins = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]]))
    even = int((np.diff(np.append(begins, len(hashes))) % 2 == 0).sum())
    times = np.searchsorted(hashes, late, "right") - np.searchsorted(hashes, late, "left")
    doubled = len(begins) >= _FEW and even / len(begins) > _NEARLY
    return int((times > 1).sum()), len(hashes) - len(begins) if doubled else 0


__all__ = ["HELD_HASHES", "Order"]
