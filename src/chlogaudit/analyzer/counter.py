"""Counting one panel: hits, bytes, first and last second, and distinct visitors per key."""

from __future__ import annotations

import numpy as np

from chlogaudit.analyzer.batch import Batch
from chlogaudit.engine import Engine
from chlogaudit.engine.api import Cells, Ids, Ints


class Counter:
    """
    Counts lines by key id.

    ``by_visitor`` promises that the key depends on the visitor alone (day, client, user agent): then a visitor counts
    where it is first met, and no set of pairs is needed.
    """

    def __init__(self, engine: Engine, *, by_visitor: bool) -> None:
        self._engine = engine
        self._pairs = None if by_visitor else engine.pair_set()
        self.cells = Cells()
        self._visitors: Ints = np.zeros(0, np.int64)
        self.top = 0  # one more than the highest id met
        self._frozen = False

    def freeze(self) -> None:
        """Forget who was counted: hits go on, distinct visitors stay what they are."""
        self._frozen, self._pairs = True, None

    def add(self, ids: Ids, lines: Batch, within: Ids | None = None) -> None:
        """
        Count each line under its id; -1 is not counted.

        ``within`` may tell a visitor's keys apart in place of the ids, by fewer numbers: all that a visitor does happens on
        one day, so the hour tells the same of it as day and hour do.
        """
        if not len(ids):
            return
        self.top = max(self.top, int(ids.max()) + 1)
        if self.top > len(self._visitors):
            grown = np.zeros(max(self.top, len(self._visitors) * 3 // 2), np.int64)
            grown[: len(self._visitors)] = self._visitors
            self._visitors = grown
        self._engine.reduce(ids, lines.size, lines.second, self.cells)
        if self._frozen:
            return
        new = lines.fresh if self._pairs is None else self._pairs.add(ids if within is None else within, lines.visitor)
        self._engine.count_marked(ids, new, self._visitors)

    @property
    def hits(self) -> Ints:
        """Hits per id."""
        return self.cells.hits[: self.top]

    @property
    def visitors(self) -> Ints:
        """Distinct visitors per id."""
        return self._visitors[: self.top]

    @property
    def size(self) -> int:
        """Bytes held."""
        pairs = 0 if self._pairs is None else self._pairs.size
        return pairs + self.cells.hits.nbytes * 4 + self._visitors.nbytes
