"""What a log counts to before and after a redaction: lines, hits, bytes, and distinct visitors of each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine import Engine
from chlogaudit.engine.api import MISSING, Bytes
from chlogaudit.facts import Facts, Span, facts
from chlogaudit.jobs.hashes import Distinct, Hashes
from chlogaudit.jobs.logs import Part

_DAY: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no two days and no two clients become one
_AGENT: Final = np.uint64(0xC2B2AE3D27D4EB4F)


class Numbers:
    """
    The numbers of one log, or of a part of it: ``a.add(b)`` in any grouping.

    ``lines`` counts every line; hits, bytes and statuses those that fit a format. An address is a client's value on one
    day, a visitor an address with one user agent. ``proven`` are those that no redaction may change. Distinct ones are told apart
    by seeded hashes of 64 bits: among a million two are taken for one in one log of thirty million.
    """

    def __init__(self) -> None:
        self.lines = 0
        self._sums: Counter[str] = Counter()
        self._hits: Counter[int] = Counter()
        self._bytes: Counter[int] = Counter()
        self._addresses = Distinct()  # with their days
        self._visitors = Distinct()

    def watch(self, engine: Engine, parts: Iterable[Part]) -> Iterator[Part]:
        """Count parts as they go by."""
        for part in parts:
            self.count(engine, part)
            yield part

    def add(self, other: Numbers) -> None:
        """Add the numbers of another part of the log."""
        self.lines += other.lines
        self._sums.update(other._sums)
        self._hits.update(other._hits)
        self._bytes.update(other._bytes)
        self._addresses.update(other._addresses)
        self._visitors.update(other._visitors)

    def count(self, engine: Engine, part: Part) -> None:
        """Count a part."""
        if part.scanned is None:
            self.lines += part.block.own.count(b"\n")
            return
        self.lines += len(part.scanned.starts)
        for lines in part.scanned.parts:
            self._count_lines(engine, facts(engine, part.scanned, lines))

    def _count_lines(self, engine: Engine, known: Facts) -> None:
        count = len(known.lines)
        addresses = _hashes(engine, known.data, known.client, count) + known.day.astype(np.uint64) * _DAY
        self._addresses.put(addresses, known.day.astype(np.int32))
        self._visitors.put(addresses * _AGENT + _hashes(engine, known.data, known.agent, count))
        self._sums["hits"] += count
        self._sums["bytes"] += int(known.size[known.size != MISSING].sum())
        self._sums["status"] += int(known.status[known.status != MISSING].sum())
        days, which = np.unique(known.day, return_inverse=True)
        sizes = np.zeros(len(days), np.int64)
        np.add.at(sizes, which, np.maximum(known.size, 0))
        for day, hits, size in zip(days.tolist(), np.bincount(which).tolist(), sizes.tolist(), strict=True):
            self._hits[day] += hits
            self._bytes[day] += size

    def proven(self) -> tuple[dict[str, int], dict[int, tuple[int, int, int]]]:
        """Sums, and per day hits, bytes and distinct addresses."""
        addresses = Counter(self._addresses.tags().tolist())
        return dict(self._sums), {day: (self._hits[day], self._bytes[day], addresses[day]) for day in self._hits}

    @property
    def visitors(self) -> int:
        """Distinct visitors of all days: address, user agent and day."""
        return len(self._visitors)

    def all(self) -> dict[str, int]:
        """The numbers of a receipt."""
        return {**self._sums, "days": len(self._hits), "addresses": len(self._addresses), "visitors": self.visitors}


def _hashes(engine: Engine, data: Bytes, span: Span | None, count: int) -> Hashes:
    """A hash of each value of a column; 1 where there is none."""
    if span is None:
        return np.ones(count, np.uint64)
    starts, ends = span
    missing: NDArray[np.bool_] = starts == MISSING
    found = engine.hashes(data, np.where(missing, 0, starts), np.where(missing, 0, ends))
    out: Hashes = np.where(missing, np.uint64(1), found)
    return out
