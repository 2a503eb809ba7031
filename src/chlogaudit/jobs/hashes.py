"""Sets of hashes: twelve bytes for a value, however long it is and however many there are."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Tags = NDArray[np.int32]

_FEW: Final = 1 << 16


class Distinct:
    """
    The distinct ones of all hashes that it was given, each with a number that was given with it.

    They are sorted together whenever they have doubled, so that adding one costs the same on average however many there are.
    """

    __slots__ = ("_fresh", "_hashes", "_tags", "_waiting")

    def __init__(self) -> None:
        self._hashes: Hashes = np.zeros(0, np.uint64)
        self._tags: Tags = np.zeros(0, np.int32)
        self._fresh: list[tuple[Hashes, Tags]] = []
        self._waiting = 0

    def put(self, hashes: Hashes, tags: Tags | None = None) -> None:
        """Take hashes; a tag is the same wherever its hash is."""
        self._fresh.append((hashes, np.zeros(len(hashes), np.int32) if tags is None else tags))
        self._waiting += len(hashes)
        if self._waiting > max(_FEW, len(self._hashes)):
            self._settle()

    def update(self, other: Distinct) -> None:
        """Take what another one has."""
        self.put(other.all(), other.tags())

    def all(self) -> Hashes:
        """All of them, sorted."""
        self._settle()
        return self._hashes

    def tags(self) -> Tags:
        """The number of each, in the same order."""
        self._settle()
        return self._tags

    def __len__(self) -> int:
        return len(self.all())

    def _settle(self) -> None:
        if not self._fresh:
            return
        hashes, tags = zip((self._hashes, self._tags), *self._fresh, strict=True)
        self._hashes, first = np.unique(np.concatenate(hashes), return_index=True)
        self._tags = np.concatenate(tags)[first]
        self._fresh, self._waiting = [], 0
