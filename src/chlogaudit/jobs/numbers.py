"""What a log counts to before and after a redaction: lines, hits, bytes, and distinct visitors of each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from chlogaudit.analyzer.tables import Tables
from chlogaudit.engine.api import MISSING, Ids, Ints
from chlogaudit.facts import Facts, facts, scan_lines
from chlogaudit.files.blocks import Block
from chlogaudit.jobs.logs import Part, Reading
from chlogaudit.model.format import LogFormat


class Numbers:
    """
    The numbers of one log.

    ``lines`` counts every line; hits, bytes and statuses those that fit a format. An address is a client's value on one
    day, a visitor an address with one user agent. ``proven`` are those that no redaction may change.
    """

    def __init__(self, reading: Reading) -> None:
        self._engine = reading.engine
        self._tables = Tables(reading.engine)
        self.lines = 0
        self._sums: Counter[str] = Counter()
        self._hits: Counter[int] = Counter()
        self._bytes: Counter[int] = Counter()

    def watch(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Count parts as they go by."""
        for part in parts:
            self._add(part)
            yield part

    def watch_blocks(self, blocks: Iterable[Block], formats: tuple[LogFormat, ...]) -> Iterator[Block]:
        """Count blocks as they go by."""
        for block in blocks:
            self._add(Part(block, scan_lines(self._engine, block.data, formats) if block.whole_lines else None))
            yield block

    def _add(self, part: Part) -> None:
        if part.scanned is None:
            self.lines += part.block.own.count(b"\n")
            return
        self.lines += len(part.scanned.starts)
        for lines in part.scanned.parts:
            self._add_lines(facts(self._engine, part.scanned, lines))

    def _add_lines(self, known: Facts) -> None:
        count = len(known.lines)
        client = self._tables.intern("client", known.data, known.client, count)
        agent = self._tables.intern("agent", known.data, known.agent, count)
        address = self._tables.triples("address", client, known.day)
        self._tables.triples("visitor", address, agent)
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
        addresses = Counter(self._days_of_addresses().tolist())
        return dict(self._sums), {day: (self._hits[day], self._bytes[day], addresses[day]) for day in self._hits}

    def _days_of_addresses(self) -> Ints | Ids:
        data, starts, _ = self._tables.values("address").view()
        if not len(starts):
            return np.zeros(0, np.int32)
        places = starts[:, np.newaxis] + np.arange(4, 8)  # a pair of 32-bit numbers: the client, the day
        return np.ascontiguousarray(data[places]).view(np.int32).reshape(-1)

    @property
    def visitors(self) -> int:
        """Distinct visitors of all days: address, user agent and day."""
        return len(self._tables.values("visitor"))

    def all(self) -> dict[str, int]:
        """The numbers of a receipt."""
        addresses = len(self._tables.values("address"))
        return {**self._sums, "days": len(self._hits), "addresses": addresses, "visitors": self.visitors}
