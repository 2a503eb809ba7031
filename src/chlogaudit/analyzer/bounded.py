"""What is counted once memory is full: values are looked up and no longer added, and visitors are estimated by a sketch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine.api import MISSING, Ids, Ints

if TYPE_CHECKING:
    from datasketches import hll_sketch

    from chlogaudit.engine import Engine, Values
    from chlogaudit.engine.api import Bytes

_LOG_SIZE = 14  # 2**14 registers of a byte
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, odd: multiplying by it loses nothing
Hashes = NDArray[np.uint64]


class Known:
    """The values of a table by their hashes. Two of ten million share one of 64 bits with a chance of 1 in 400 thousand."""

    def __init__(self, engine: Engine, values: Values) -> None:
        self._engine = engine
        hashes = engine.hashes(*values.view()) if len(values) else np.zeros(0, np.uint64)
        order = np.argsort(hashes)
        self._hashes, self._ids = hashes[order], order.astype(np.int32)

    def find(self, data: Bytes, starts: Ints, ends: Ints) -> Ids:
        """The ids of the given values; -1 for those that the table does not hold."""
        out = np.full(len(starts), -1, np.int32)
        there = np.flatnonzero(starts != MISSING)
        if not len(there) or not len(self._hashes):
            return out
        hashes = self._engine.hashes(data, starts[there], ends[there])
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        out[there] = np.where(self._hashes[at] == hashes, self._ids[at], -1)
        return out


class Estimate:
    """Distinct visitors by a HyperLogLog sketch (Apache DataSketches): a visitor is the hash of client, user agent and day."""

    def __init__(self) -> None:
        import datasketches

        self._sketch: hll_sketch = datasketches.hll_sketch(_LOG_SIZE, datasketches.HLL_8)

    def add(self, clients: Hashes, agents: Hashes, days: Ints) -> None:
        """Meet visitors, each as often as one likes."""
        mixed = (clients ^ (agents << np.uint64(1) | agents >> np.uint64(63))) + days.astype(np.uint64)
        for value in np.unique((mixed ^ mixed >> np.uint64(29)) * _SPREAD).tolist():
            self._sketch.update(value)

    @property
    def count(self) -> int:
        """About how many there were."""
        return int(self._sketch.get_estimate() + 0.5)

    @property
    def error(self) -> float:
        """The relative error that 95 of 100 estimates keep."""
        about = self._sketch.get_estimate()
        return float(self._sketch.get_upper_bound(2) / about - 1) if about else 0.0


def hashes_or_none(engine: Engine, data: Bytes, starts: Ints, ends: Ints) -> Hashes:
    """Hashes of values, 0 where there is none."""
    out = np.zeros(len(starts), np.uint64)
    there = np.flatnonzero(starts != MISSING)
    if len(there):
        out[there] = engine.hashes(data, starts[there], ends[there])
    return out
