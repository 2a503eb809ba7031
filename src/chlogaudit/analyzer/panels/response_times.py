"""Time taken to serve: mean, percentiles and maximum over all requests and per path."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.counter import Counter
from chlogaudit.analyzer.view import View
from chlogaudit.engine import Engine
from chlogaudit.engine.api import Ids, Ints

ID, TITLE, KEY = "response_times", "Response times", "Path"
COLUMNS = ("mean s", "p50 s", "p95 s", "p99 s", "max s")
ERROR = 0.01
_GAMMA = (1 + ERROR) / (1 - ERROR)  # DDSketch: a value in bucket i is within ERROR of its middle
_FINEST = 1e-6  # seconds; nobody logs finer
_LOWEST = math.ceil(math.log(_FINEST) / math.log(_GAMMA))
ALL = -2  # the key of all requests together


def _grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    """The array with at least ``size`` places, the new ones zero."""
    if len(array) >= size:
        return array
    return np.concatenate([array, np.zeros(max(size - len(array), len(array)), array.dtype)])


class Latency:
    """Counts of logarithmic buckets per path: mergeable in any order, percentiles within ERROR, the maximum exact."""

    def __init__(self, engine: Engine) -> None:
        self.counter = Counter(engine, by_visitor=False)  # by path id + 1, 0 for requests without a path
        self._counts: Ints = np.zeros(0, np.int64)
        self._micros: Ints = np.zeros(0, np.int64)  # per path; whole microseconds, so that no order of adding shows
        self._most: NDArray[np.float64] = np.zeros(0)
        self.seen = False

    def add(self, view: View, lines: Batch) -> None:
        """Count the lines whose time is known."""
        if lines.taken is None:
            return
        known = np.flatnonzero(np.isfinite(lines.taken) & (lines.taken >= 0) & (lines.taken < 1e9))
        if not len(known):
            return
        self.seen = True
        taken = lines.taken[known]
        bucket = np.ceil(np.log(np.maximum(taken, _FINEST)) / math.log(_GAMMA)).astype(np.int64) - _LOWEST
        path = view.paths(lines)[known]
        ids = view.tables.triples("latency", path, bucket)
        if (ids < 0).any():  # memory is full: what was measured before stands
            return
        self._counts = _grown(self._counts, len(view.tables.values("latency")))
        self._counts += np.bincount(ids, minlength=len(self._counts))
        slot = path + 1
        chosen = np.zeros(len(lines.taken), np.bool_)
        chosen[known] = True
        self.counter.add(slot.astype(np.int32), lines.take(chosen))
        self._micros = _grown(self._micros, int(slot.max()) + 1)
        self._most = _grown(self._most, int(slot.max()) + 1)
        np.add.at(self._micros, slot, np.rint(taken * 1e6).astype(np.int64))
        np.maximum.at(self._most, slot, taken)

    def rows(self, view: View) -> dict[int, tuple[float, ...]]:
        """Mean, p50, p95, p99 and maximum in seconds by path id, ``ALL`` included."""
        data, starts, ends = view.tables.values("latency").view()
        count = len(starts)
        if not count:
            return {}
        pairs = np.frombuffer(data[: int(ends[-1])].tobytes(), np.int32).reshape(count, 2)
        out = {}
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        path, bucket, number = pairs[order, 0], pairs[order, 1], self._counts[:count][order]
        edges = np.flatnonzero(np.append(True, path[1:] != path[:-1]))
        for start, stop in zip(edges, np.append(edges[1:], count), strict=True):
            key = int(path[start])
            micros, most = int(self._micros[key + 1]), float(self._most[key + 1])
            out[key] = self._row(micros, most, bucket[start:stop], number[start:stop])
        whole = np.argsort(bucket, kind="stable")
        out[ALL] = self._row(int(self._micros.sum()), float(self._most.max()), bucket[whole], number[whole])
        return out

    @staticmethod
    def _row(micros: int, most: float, bucket: Ids, number: Ints) -> tuple[float, ...]:
        total = int(number.sum())
        below = np.cumsum(number)
        quantiles = []
        for share in (0.5, 0.95, 0.99):
            at = int(np.searchsorted(below, math.ceil(share * total)))
            middle = 2 * _GAMMA ** (int(bucket[at]) + _LOWEST) / (_GAMMA + 1)
            quantiles.append(round(min(middle, most), 6))
        return (round(micros / total / 1e6, 6), *quantiles, round(most, 6))
