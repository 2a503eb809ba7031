"""Distinct values of a column with the identifiers in them: detectors run once per distinct value, and only where one may be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chlogaudit.detect import find, flagged, sieve_table
from chlogaudit.engine import Engine, Values
from chlogaudit.engine.api import Bytes, Ids, Ints
from chlogaudit.model.finding import Identifier
from chlogaudit.model.format import Holds


class Judged:
    """
    A table of the values of one column (``holds``, ``name``) and what the detectors say of each.

    ``found[id]`` has the identifiers of the values that hold any; ``flags[id]`` is true for just those ids.
    """

    __slots__ = ("_engine", "_holds", "_judged", "_name", "flags", "found", "values")

    def __init__(self, engine: Engine, holds: Holds, name: str) -> None:
        self._engine = engine
        self._holds = holds
        self._name = name
        self._judged = 0
        self.values: Values = engine.values()
        self.found: dict[int, tuple[Identifier, ...]] = {}
        self.flags: NDArray[np.bool_] = np.zeros(0, np.bool_)

    def intern(self, data: Bytes, starts: Ints, ends: Ints) -> Ids:
        """Ids of the values, new ones judged; -1 where the column is missing."""
        ids = self.values.intern(data, starts, ends)
        count = len(self.values)
        if count > self._judged:
            self._judge(count)
        return ids

    def _judge(self, count: int) -> None:
        if count > len(self.flags):
            grown = np.zeros(max(count, 2 * len(self.flags)), np.bool_)
            grown[: len(self.flags)] = self.flags
            self.flags = grown
        data, starts, ends = self.values.view()
        fresh = slice(self._judged, count)
        maybe = flagged(data, starts[fresh], ends[fresh], sieve_table(self._holds, self._name))
        for at in (np.flatnonzero(maybe) + self._judged).tolist():
            identifiers = find(self.values[at], self._holds, self._name)
            if identifiers:
                self.found[at] = identifiers
                self.flags[at] = True
        self._judged = count

    @property
    def size(self) -> int:
        """Bytes held, for memory caps."""
        return self.values.size + 400 * len(self.found)
