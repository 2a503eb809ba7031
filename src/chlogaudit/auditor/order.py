"""The order of a log's entries, and the lines that stand in it twice."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chlogaudit.auditor.nouns import LATE
from chlogaudit.engine.api import MISSING, Ints

HELD_HASHES = 20_000_000  # 8 bytes each; beyond it repeated lines are not counted
_NEARLY, _FEW = 0.9, 20  # share of kinds of lines, and the fewest that are a share of anything
_NEVER, _ALWAYS = np.iinfo(np.int64).min, np.iinfo(np.int64).max


class _Run(NamedTuple):
    """Lines that follow each other: their hashes, and the seconds of those that a newer entry before them all would make late."""

    hashes: NDArray[np.uint64]
    open: Ints  # _ALWAYS for a line that is late already or has no time; empty where nothing stands before


class Order:
    """
    What lines, given in their order, show of ``backward``, repeated and doubled ones. ``join`` is associative.

    ``begins``: nothing stands before them, so that it is settled which of them are late.
    """

    __slots__ = ("_begins", "_held", "_late", "_newest", "_runs", "backward")

    def __init__(self, begins: bool) -> None:
        self._begins = begins
        self._newest: int = _NEVER
        self._runs: list[_Run] = []
        self._late: list[NDArray[np.uint64]] = []  # hashes of the entries that are LATE
        self._held = 0
        self.backward = 0

    def add(self, seconds: Ints, hashes: NDArray[np.uint64]) -> None:
        """Take in the lines right behind these, without empty ones: second (or MISSING) and hash of each."""
        late = self._find_late(seconds)
        self.backward += int(late.sum())
        self._held += len(hashes)
        self._late.append(hashes[late])
        left = np.where(late | (seconds == MISSING), _ALWAYS, seconds) if not self._begins else seconds[:0]
        self._runs.append(_Run(hashes, left))
        self._forget()

    def join(self, other: Order) -> None:
        """Take in the lines right behind these; the other is used up."""
        before = self._newest
        for hashes, open_ in other._runs:
            left = open_
            if before != _NEVER and len(open_):
                late = open_ < before - LATE
                if late.any():
                    self.backward += int(late.sum())
                    if len(hashes):
                        self._late.append(hashes[late])
                    left = np.where(late, _ALWAYS, open_)
            self._runs.append(_Run(hashes, left[:0] if self._begins else left))
        self._newest = max(before, other._newest)
        self.backward += other.backward
        self._late += other._late
        self._held += other._held
        self._forget()

    def again(self) -> tuple[int | None, int]:
        """How many late lines stand elsewhere too (None: too many lines to tell), and how many lines are doubled."""
        if self._held > HELD_HASHES:
            return None, 0
        if not self._held:
            return 0, 0
        return _again(np.concatenate([run.hashes for run in self._runs]), np.concatenate(self._late))

    def _forget(self) -> None:
        """Hold no hashes of more lines than can be told apart; the seconds are still needed."""
        if self._held > HELD_HASHES:
            none = np.zeros(0, np.uint64)
            self._late = []
            self._runs = [_Run(none, run.open) for run in self._runs if len(run.open)]

    def _find_late(self, seconds: Ints) -> NDArray[np.bool_]:
        """Which lines are older than one before them by more than LATE."""
        late = np.zeros(len(seconds), np.bool_)
        known = np.flatnonzero(seconds != MISSING)
        if len(known):
            told = seconds[known]
            newest = np.maximum.accumulate(np.concatenate([np.array([self._newest]), told]))
            late[known] = told + LATE < newest[:-1]
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
