"""The report job: logs in, a TrafficReport out."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np

import chlogaudit
from chlogaudit.analyzer.panels import COUNTED, MEASURED
from chlogaudit.analyzer.suppress import suppress
from chlogaudit.analyzer.traffic import Options, Traffic, iso
from chlogaudit.engine.api import MISSING
from chlogaudit.errors import UsageError
from chlogaudit.facts import Facts, times
from chlogaudit.files.memory import give_back_early
from chlogaudit.jobs.logs import Log, Reading, drop_copies, open_log, open_logs, read_parts
from chlogaudit.model.traffic import Totals, TrafficReport
from chlogaudit.run import behind, helpers


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What to report: counting options, the smallest number of visitors behind a cell, how to call it."""

    counting: Options = field(default_factory=Options)
    rows: int = 1000  # of a panel, at most, once small counts are suppressed
    k: int = 10
    title: str = "Traffic report"
    siblings: bool = False
    filters: tuple[str, ...] = ()  # in words
    rounding: int | None = None
    window: Window = field(default_factory=lambda: Window())  # noqa: PLW0108  defined below


@dataclass(frozen=True, slots=True)
class Window:
    """The last so many seconds before the newest entry, and whether to compare with the period before."""

    last: int | None = None
    compare: bool = False


def check_panels(names: Sequence[str]) -> None:
    """Raise UsageError for a panel that does not exist."""
    known = [spec.id for spec in COUNTED] + [panel.ID for panel in MEASURED]
    for name in names:
        if name not in known:
            raise UsageError(f"There is no panel {name!r}; the panels are {', '.join(known)}.")


def report(paths: Sequence[str], reading: Reading, options: ReportOptions) -> TrafficReport:
    """Read all logs and report. Raises NothingToRead; what could not be read is in the report (``complete`` false)."""
    begun = time.monotonic()
    give_back_early()
    logs, skipped = open_logs(paths, reading, siblings=options.siblings)
    logs, copies = drop_copies(logs)
    counting = _windowed(options, logs, reading)
    with helpers(reading.threads) as together, behind(reading.threads) as later:
        traffic = Traffic(reading.engine, counting, secrets.token_bytes(16), together, later)
        error_lines = count(logs, reading, traffic)
    made = assemble(logs, traffic, options, time.monotonic() - begun, error_lines)
    if options.window.compare:
        before = _before(counting, options, logs, reading)
        made = replace(made, previous=before)
    notes = tuple(f"{item.name}: {item.why}" for item in (*skipped, *copies))
    return replace(made, notes=(*made.notes, *notes))


def _windowed(options: ReportOptions, logs: Sequence[Log], reading: Reading) -> Options:
    """The counting options with ``--last`` made a point in time; reads the logs once for their newest entry."""
    counting = options.counting
    if options.window.last is None:
        return counting
    newest = newest_entry(logs, reading)
    if newest is None:
        return counting
    return replace(counting, filters=replace(counting.filters, since=newest - options.window.last + 1))


def newest_entry(logs: Sequence[Log], reading: Reading) -> int | None:
    """The newest entry of all logs, in UTC seconds; None when no line has a time."""
    for log in logs:
        trial = open_log(log.source, reading)
        for part in read_parts(trial, reading):
            if part.scanned is None:
                continue
            for lines in part.scanned.parts:
                widen(log, times(reading.engine, part.scanned.data, lines)[0])
    return max((log.last for log in logs if log.last is not None), default=None)


def _before(counting: Options, options: ReportOptions, logs: Sequence[Log], reading: Reading) -> Totals:
    """The totals of the period before the report's own, just as long."""
    since, until = counting.filters.since, counting.filters.until
    if since is None:
        raise UsageError("--compare needs to know the period: give --since or --last.")
    if until is None:
        until = max((log.last for log in logs if log.last is not None), default=since) + 1
    earlier = replace(counting.filters, since=since - (until - since), until=since)
    traffic = Traffic(reading.engine, replace(counting, filters=earlier, panels=("days",)), secrets.token_bytes(16))
    again = [open_log(log.source, reading) for log in logs]
    errors = count(again, reading, traffic)
    return assemble(again, traffic, replace(options, k=1), 0.0, errors).totals


def count(logs: Sequence[Log], reading: Reading, traffic: Traffic) -> int:
    """Add all access-log lines to ``traffic``; returns the number of error-log lines met."""
    errors = 0
    for log in logs:
        for part in read_parts(log, reading, with_facts=True):
            errors += count_block(log, part.facts, traffic)
    return errors


def count_block(log: Log, block: Iterable[Facts], traffic: Traffic) -> int:
    """Add the access-log lines of one block to ``traffic``; returns the number of its error-log lines."""
    errors = 0
    for found in block:
        widen(log, found.second)
        if found.kind == "error":
            errors += len(found.lines)
        else:
            traffic.add(found)
    return errors


def widen(log: Log, seconds: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Widen a log's first and last entry."""
    known = seconds[seconds != MISSING]
    if len(known):
        low, high = int(known.min()), int(known.max())
        log.first = low if log.first is None else min(log.first, low)
        log.last = high if log.last is None else max(log.last, high)


def assemble(
    logs: Sequence[Log], traffic: Traffic, options: ReportOptions, seconds: float, errors: int
) -> TrafficReport:
    """The report of what was counted, small counts suppressed."""
    totals = Totals(
        lines=sum(log.lines for log in logs), fitting=sum(log.fitting for log in logs),
        unparsed=sum(log.unparsed for log in logs), empty=sum(log.empty for log in logs), hits=traffic.hits,
        visitors=traffic.visitors, bytes=traffic.bytes if traffic.has_bytes else None, unique_urls=traffic.unique_paths,
        not_found=traffic.not_found, static=traffic.static, bots=traffic.bots,
        first=iso(traffic.first), last=iso(traffic.last), log_bytes=sum(log.bytes for log in logs), seconds=seconds,
        filtered=traffic.filtered, error_lines=errors,
    )  # fmt: skip
    heat = traffic.heat()
    made = TrafficReport(
        version=chlogaudit.__version__, created=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        title=options.title, totals=totals, panels=traffic.panels(), sources=tuple(log.facts() for log in logs), k=options.k,
        counting="goaccess" if options.counting.goaccess else "chlogaudit", filters=options.filters,
        heat=tuple((day, hour, hits) for (day, hour), (hits, _) in heat.items()),
        notes=traffic.notes, complete=not any(log.problem for log in logs),
    )  # fmt: skip
    of_cell = {cell: visitors for cell, (_, visitors) in heat.items()}
    return shortened(suppress(made, options.k, options.rounding, of_cell), options.rows)


def shortened(made: TrafficReport, rows: int) -> TrafficReport:
    """
    The report with at most ``rows`` rows a panel; ``total_rows`` still tells how many there were.

    Days and months stand in the order of the calendar: of those the newest stay.
    """
    return replace(
        made,
        panels=tuple(
            replace(panel, rows=panel.rows[-rows:] if panel.id in {"days", "months"} else panel.rows[:rows])
            for panel in made.panels
        ),
    )
