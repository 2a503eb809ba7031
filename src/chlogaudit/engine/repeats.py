"""Tell in one pass in which lines one of their own values stands a second time."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from chlogaudit.engine.api import Bytes, Ints

_SHORTEST = 4
_SLOTS = 4096


def _scan(data: Bytes, starts: Ints, ends: Ints, value_starts: Ints, value_ends: Ints, seen: Ints, out: Ints) -> int:
    """
    Leaves in ``out`` the rows whose value stands again in their line; returns how many.

    A value of n bytes has n - 2 triples of bytes, and wherever it stands, a probe at every (n - 2)th byte meets one of
    them: so of n - 2 places only one is looked at. ``seen`` marks the triples of the row at hand by the row's number.
    """
    count = 0
    for row in range(starts.shape[0]):
        start = value_starts[row]
        size = value_ends[row] - start
        if start < 0 or size < _SHORTEST:
            continue
        step = size - 2
        for at in range(start, start + step):
            seen[_slot(data, at)] = row + 1
        stop = ends[row]
        at = starts[row] + size - 3
        found = False
        while at + 2 < stop and not found:
            if seen[_slot(data, at)] == row + 1:
                first = max(at - size + 3, starts[row])
                last = min(at, stop - size)
                for begin in range(first, last + 1):
                    if begin == start or data[begin] != data[start]:
                        continue
                    same = 1
                    while same < size and data[begin + same] == data[start + same]:
                        same += 1
                    if same == size:
                        found = True
                        break
            at += step
        if found:
            out[count] = row
            count += 1
    return count


def _slot(data: Bytes, at: int) -> np.uint32:
    triple = (
        np.uint32(data[at]) | (np.uint32(data[at + 1]) << np.uint32(8)) | (np.uint32(data[at + 2]) << np.uint32(16))
    )
    return np.uint32(triple * np.uint32(2654435761)) >> np.uint32(20)


def repeats_py(data: Bytes, starts: Ints, ends: Ints, value_starts: Ints, value_ends: Ints) -> Ints:
    """The same without numba."""
    raw = data.tobytes()
    rows = []
    for row, (start, end, first, last) in enumerate(
        zip(starts.tolist(), ends.tolist(), value_starts.tolist(), value_ends.tolist(), strict=True)
    ):
        if first < 0 or last - first < _SHORTEST:
            continue
        at = raw.find(raw[first:last], start, end)
        if at == first:
            at = raw.find(raw[first:last], first + 1, end)
        if at >= 0:
            rows.append(row)
    return np.array(rows, np.int64)


def repeats(data: Bytes, starts: Ints, ends: Ints, value_starts: Ints, value_ends: Ints) -> Ints:
    """
    Rows whose value ``data[value_starts:value_ends]`` stands again within ``data[starts:ends]``, overlaps with itself counted.

    Values shorter than four bytes and those with a start of MISSING are not looked for.
    """
    kernel = _kernel()
    if kernel is None:
        return repeats_py(data, starts, ends, value_starts, value_ends)
    out = np.empty(len(starts), np.int64)
    count = kernel(data, starts, ends, value_starts, value_ends, np.zeros(_SLOTS, np.int64), out)
    return out[:count]


@lru_cache(maxsize=1)
def _kernel() -> Callable[..., int] | None:
    """``_scan`` compiled; None where numba is missing."""
    global _slot  # noqa: PLW0603  a kernel calls kernels only
    try:
        from chlogaudit.engine.kernel import inlined, kernel
    except ImportError:
        return None
    _slot = inlined(_slot)
    compiled: Callable[..., int] = kernel(_scan)
    return compiled
