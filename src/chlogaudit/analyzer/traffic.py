"""The tally of a report: every panel counted over batches added in any order, and the report's plain data made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import numpy as np
from numpy.typing import NDArray

from chlogaudit.analyzer.batch import Batch, Behind, Together, at_once, batch, number_visitors, one_by_one
from chlogaudit.analyzer.bounded import Estimate, hashes_or_none
from chlogaudit.analyzer.counter import Counter
from chlogaudit.analyzer.filters import NO_FILTERS, Filters
from chlogaudit.analyzer.panels import COUNTED, days, entry_pages, exit_pages, response_times, visits
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.stays import LIMIT, Stays, Visits
from chlogaudit.analyzer.tables import Tables
from chlogaudit.analyzer.view import View
from chlogaudit.engine import Engine
from chlogaudit.engine.api import MISSING, Cells, Ids, Ints
from chlogaudit.facts import Facts
from chlogaudit.model.traffic import Panel, Row

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Options:
    """
    How to count and show. ``goaccess`` counts visitors as GoAccess does without ``--4xx-to-unique-count``: a request
    answered 4xx makes nobody a visitor. ``limit`` rows per panel, 0 for all; ``panels`` by id, all when empty.
    """

    filters: Filters = NO_FILTERS
    published: bool = False
    goaccess: bool = False
    limit: int = 0
    panels: tuple[str, ...] = ()
    memory: int = 576 << 20  # bytes that counting may hold before it takes no new values


class Traffic:
    """
    Adds the facts of access-log lines; ``panels`` may be asked for at any time.

    ``together`` may run tasks at once. ``behind`` may run them while the caller goes on: the panels of one part are counted
    while the values of the next are looked up.
    """

    def __init__(
        self, engine: Engine, options: Options, salt: bytes, together: Together = one_by_one, behind: Behind = at_once
    ) -> None:
        self._together = together
        self._behind = behind
        self._wait = behind(())
        self._counted = 0  # bytes held by the counters that are counted behind, when that was last known
        self._options = options
        self.tables = Tables(engine)
        self.view = View(self.tables, published=options.published, salt=salt)
        self._specs = [spec for spec in COUNTED if not options.panels or spec.id in options.panels]
        self._counters = {spec.id: Counter(engine, by_visitor=spec.by_visitor) for spec in self._specs}
        self._latency = response_times.Latency(engine)
        self._stays = Stays()
        self._seen: set[str] = set()
        self._heat = Counter(engine, by_visitor=False)
        self.hits = self.bytes = self.visitors = self.not_found = self.static = self.bots = self.filtered = 0
        self.has_bytes = False
        self._estimate: Estimate | None = None
        self._exact = 0  # hits counted before memory was full
        self.first = np.iinfo(np.int64).max
        self.last = np.iinfo(np.int64).min

    def wants(self, panel: str) -> bool:
        """Whether a panel was asked for."""
        return not self._options.panels or panel in self._options.panels

    def add(self, facts: Facts) -> None:
        """Count the lines of one part of an access log."""
        lines = batch(self.tables, facts, self._together)
        whole = np.ones(len(lines.second), np.bool_)
        if self._options.filters:
            keep = self._options.filters.keep(self.view, lines, facts)
            self.filtered += int((~keep).sum())
            lines, whole = lines.take(keep), keep
        if not len(lines.second):
            return
        lines = number_visitors(self.tables, lines) if not self._options.goaccess else self._without_4xx(lines)
        self._see(facts)
        self._totals(lines)
        tasks = [
            partial(self._counters[spec.id].add, spec.keys(self.view, lines), lines)
            for spec in self._specs
            if getattr(facts, _NEEDS[spec.needs]) is not None
        ]
        if self.wants(response_times.ID):
            self._latency.add(self.view, lines)
        if any(self.wants(panel.ID) for panel in (entry_pages, exit_pages, visits)):
            self._stays.add(self.view, lines)
        clock = (lines.clock // 3600).astype(np.int32)  # MISSING stays -1
        hour = np.where(clock < 0, -1, lines.day * 24 + clock)
        tasks.append(partial(self._heat.add, self.tables.runs("heat", hour), lines, clock))
        self._settle()
        self._wait = self._behind(tasks)
        if self._estimate is not None:
            self._add_visitors(self._estimate, facts, whole)
        elif self.size > self._options.memory:
            self._settle()
            self._freeze()

    def _settle(self) -> None:
        """
        Wait for what is counted behind.

        Only here is its size looked at: were it looked at while it grows, the point at which memory is full, and with it an
        approximate report, would depend on the threads.
        """
        self._wait()
        self._counted = sum(counter.size for counter in (*self._counters.values(), self._heat))

    def _freeze(self) -> None:
        """Memory is full: go on with the values that are known, and estimate the visitors from here on."""
        self._exact = self.hits
        self._stays.stop()
        for counter in (*self._counters.values(), self._heat, self._latency.counter):
            counter.freeze()
        self._estimate = Estimate()
        clients, agents = (
            np.append(hashes_or_none(self.tables.engine, *self.tables.values(name).view()), np.uint64(0))
            for name in ("client", "agent")
        )
        visitors = self.tables.visitor_parts()
        for at in range(0, len(visitors), _AT_ONCE):  # memory is full
            parts = visitors[at : at + _AT_ONCE]
            self._estimate.add(clients[parts[:, 0]], agents[parts[:, 1]], parts[:, 2].astype(np.int64))
        self.tables.freeze()

    def _add_visitors(self, estimate: Estimate, facts: Facts, keep: NDArray[np.bool_]) -> None:
        if self._options.goaccess:
            keep = keep & ((facts.status < 400) | (facts.status > 499))
        none = np.full(len(facts.lines), MISSING, np.int64)
        clients, agents = (
            hashes_or_none(self.tables.engine, facts.data, *(span or (none, none)))[keep]
            for span in (facts.client, facts.agent)
        )
        estimate.add(clients, agents, facts.day[keep])
        self.visitors = estimate.count

    @property
    def approximate(self) -> str:
        """What is not exact in rows since memory was full; "" when all of it is."""
        if self._estimate is None:
            return ""
        return (
            f"memory was full after {self._exact:,} hits: values first met later have no row, rows count the visitors"
            " before that only, static files and bots are at least so many"
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What a report must say of its totals."""
        if self._estimate is None:
            return ()
        mebibytes = self._options.memory >> 20
        said = (
            f"Approximate: counting needed more than {mebibytes:,} MiB (--memory); the visitors of the summary are an estimate"
            f" within {self._estimate.error:.1%} (95 of 100 times), and {self.approximate}. Hits, bytes, days and status codes are"
            " exact."
        )
        return (said,)

    def _without_4xx(self, lines: Batch) -> Batch:
        """Number the visitors among the lines that were not answered 4xx; the others have none."""
        counted = (lines.status < 400) | (lines.status > 499)
        numbered = number_visitors(self.tables, lines.take(counted))
        visitor = np.full(len(lines.second), -1, np.int32)
        fresh = np.zeros(len(lines.second), np.bool_)
        visitor[counted], fresh[counted] = numbered.visitor, numbered.fresh
        return replace(lines, visitor=visitor, fresh=fresh)

    def _see(self, facts: Facts) -> None:
        self._seen.update(name for name in _NEEDS.values() if getattr(facts, name) is not None)

    def _totals(self, lines: Batch) -> None:
        self.hits += len(lines.second)
        self.visitors += int(lines.fresh.sum())
        known = lines.size[lines.size != MISSING]
        self.has_bytes = self.has_bytes or bool(len(known))
        self.bytes += int(known.sum())
        self.not_found += int((lines.status == 404).sum())
        self.static += int(self.view.is_static(lines).sum())
        self.bots += int(self.view.is_bot(lines).sum())
        seconds = lines.second[lines.second != MISSING]
        if len(seconds):
            self.first = min(self.first, int(seconds.min()))
            self.last = max(self.last, int(seconds.max()))

    def counter(self, panel: str) -> Counter:
        """What was counted for a panel, by the ids of its keys. Raises KeyError for one that was not asked for."""
        self._settle()
        return self._counters[panel]

    @property
    def unique_paths(self) -> int:
        """Distinct paths requested."""
        return len(self.tables.values("path"))

    @property
    def size(self) -> int:
        """Bytes held, for the memory cap."""
        return self.tables.size + self._counted + self._latency.counter.size + self._stays.size

    def panels(self) -> tuple[Panel, ...]:
        """All panels in their order; those that no format here records are absent with the reason."""
        self._settle()
        out = [self._panel(spec) for spec in self._specs]
        out += [panel for panel in self._measured() if self.wants(panel.id)]
        return tuple(out)

    def heat(self) -> dict[tuple[str, int], tuple[int, int]]:
        """Hits and distinct visitors per day and hour as written, in order."""
        self._settle()
        table = self.tables.values("heat")
        cells = {}
        for key, hits in enumerate(self._heat.hits.tolist()):
            hour = int.from_bytes(table[key], "little", signed=True)
            if hits and 0 <= hour // 24 <= days.LAST:
                day = (_EPOCH + timedelta(days=hour // 24)).isoformat()
                cells[day, hour % 24] = hits, int(self._heat.visitors[key])
        return dict(sorted(cells.items()))

    def _panel(self, spec: PanelSpec) -> Panel:
        counter = self._counters[spec.id]
        rows = self._rows(counter, spec)
        absent = "" if _NEEDS[spec.needs] in self._seen else f"no format here records it ({_WORDS[spec.needs]})"
        limit = self._options.limit
        shown = rows[:limit] if limit and spec.order == "hits" else rows
        return Panel(
            spec.id,
            spec.title,
            spec.key,
            tuple(shown),
            spec.columns,
            spec.chart,
            len(rows),
            approximate="" if absent else self.approximate,
            note=spec.note,
            absent=absent,
        )

    def _rows(self, counter: Counter, spec: PanelSpec) -> list[Row]:
        hits = counter.hits
        keys = np.flatnonzero(hits)
        total = int(hits.sum())
        order = keys if spec.order == "key" else keys[np.argsort(-hits[keys], kind="stable")]
        limit = self._options.limit
        if limit and spec.order == "hits" and len(order) > limit:
            ties = _leading(order, counter.cells, limit)
            head = [self._row(counter, spec, int(key), total) for key in ties]
            head.sort(key=lambda row: (-row.hits, row.key))
            return head[:limit] + [_UNSHOWN] * (len(order) - min(limit, len(head)))
        rows = [self._row(counter, spec, int(key), total) for key in order]
        if spec.order == "hits":
            rows.sort(key=lambda row: (-row.hits, row.key))
        return rows

    def _row(self, counter: Counter, spec: PanelSpec, key: int, total: int) -> Row:
        cells = counter.cells
        label = spec.label(self.view, key)
        return Row(
            label,
            int(cells.hits[key]),
            int(counter.visitors[key]),
            int(cells.bytes[key]) if self.has_bytes else None,
            iso(int(cells.first[key])),
            iso(int(cells.last[key])),
            int(cells.hits[key]) / total if total else 0.0,
            spec.more(self.view, key) if spec.more else (),
            spec.parent(label) if spec.parent else "",
        )

    def _measured(self) -> list[Panel]:
        full = f"not counted: more than {LIMIT:,} page requests" if self._stays.full else ""
        if self._estimate is not None:
            full = "not counted: memory was full"
        if "client" not in self._seen or "agent" not in self._seen:
            full = "no format here records it (clients and user agents, which make a visit)"
        stays = self._stays.cut(self.tables.persons())
        panels = [
            self._visit_panel(entry_pages.ID, entry_pages.TITLE, entry_pages.KEY, entry_pages.keys(stays), stays, full),
            self._visit_panel(exit_pages.ID, exit_pages.TITLE, exit_pages.KEY, exit_pages.keys(stays), stays, full),
            self._visit_panel(visits.ID, visits.TITLE, visits.KEY, visits.keys(stays), stays, full, visits.LABELS),
        ]
        return [self._times_panel(), *panels]

    def _visit_panel(
        self, name: str, title: str, key: str, keys: Ids, stays: Visits, absent: str, labels: tuple[str, ...] = ()
    ) -> Panel:
        cells, engine = Cells(), self.tables.engine
        engine.reduce(keys, stays.size, stays.start, cells)
        visitors = np.zeros(len(cells.hits), np.int64)
        engine.count_marked(keys, engine.pair_set().add(keys, stays.visitor), visitors)
        found = np.flatnonzero(cells.hits)
        total = int(cells.hits.sum())
        limit = 0 if labels else self._options.limit
        most = found[np.argsort(-cells.hits[found], kind="stable")]
        if limit and len(most) > limit:
            most = _leading(most, cells, limit)
        rows = [
            Row(
                labels[value] if labels else self.view.path_label(value), int(cells.hits[value]), int(visitors[value]),
                int(cells.bytes[value]) if self.has_bytes else None,
                iso(int(cells.first[value])), iso(int(cells.last[value])), int(cells.hits[value]) / total,
            )
            for value in ([] if absent else most.tolist())
        ]  # fmt: skip
        rows.sort(key=(lambda row: labels.index(row.key)) if labels else (lambda row: (-row.hits, row.key)))
        shown = rows[:limit] if limit else rows
        note = "hits are visits; bots left out; a visit ends after 30 minutes without a page"
        return Panel(name, title, key, tuple(shown), (), "bars", 0 if absent else len(found), note=note, absent=absent)

    def _times_panel(self) -> Panel:
        absent = "" if self._latency.seen else "no format here records it (time taken)"
        found = self._latency.rows(self.view) if self._latency.seen else {}
        slowest = [key for key in found if key >= 0]
        slowest.sort(key=lambda key: (-found[key][2], self.view.path_label(key)))
        limit = self._options.limit or len(slowest)
        counter = self._latency.counter
        rows = []
        for key in [response_times.ALL, *slowest[:limit]] if found else []:
            whole = key == response_times.ALL
            label = "(all requests)" if whole else self.view.path_label(key)
            hits = int(counter.hits.sum()) if whole else int(counter.hits[key + 1])
            visitors = None if whole else int(counter.visitors[key + 1])
            rows.append(Row(label, hits, visitors, None, share=hits / max(int(counter.hits.sum()), 1), more=found[key]))
        said = (f"percentiles within {response_times.ERROR:.0%}", *([self.approximate] if self._estimate else []))
        return Panel(
            response_times.ID, response_times.TITLE, response_times.KEY, tuple(rows), response_times.COLUMNS, "none",
            len(found), approximate="; ".join(said) if found else "", absent=absent,
            note="slowest by 95th percentile first",
        )  # fmt: skip


def iso(second: int) -> str:
    """A UTC second as ISO 8601, "" for one that no calendar has."""
    if not -62135596800 <= second <= 253402300799:
        return ""
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")


def _leading(order: Ints, cells: Cells, limit: int) -> Ints:
    """
    The first ``limit`` keys of those in the order of their hits, and those that tie with the last of them.

    Ties are decided by the label, never by the order in which blocks came. Labels cost time: of hundreds of ties the
    earliest are taken.
    """
    hits = cells.hits[order]
    edge = hits[limit - 1]
    ties: Ints = order[hits >= edge]
    if len(ties) > _MANY:
        first = np.where(hits[: len(ties)] > edge, np.iinfo(np.int64).min, cells.first[ties])
        ties = ties[first <= np.partition(first, limit - 1)[limit - 1]]
    return ties


_UNSHOWN = Row("", 0, None, None)
_MANY = 200
_AT_ONCE = 1 << 17  # visitors
# Batch column -> the Facts attribute that must be recorded, and how people call it.
_NEEDS = {
    "day": "second", "path": "target", "status": "status", "host": "host", "client": "client", "referer": "referer",
    "agent": "agent", "method": "method", "protocol": "protocol", "user": "user", "cache": "cache", "tls": "tls",
}  # fmt: skip
_WORDS = {
    "day": "the time", "path": "the request", "status": "the status", "host": "the virtual host", "client": "the client",
    "referer": "the referer", "agent": "the user agent", "method": "the method", "protocol": "the protocol",
    "user": "the user", "cache": "the cache status", "tls": "TLS",
}  # fmt: skip
