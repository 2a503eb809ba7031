"""The watch job: a report on a log that grows, made anew whenever there is something new."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence

from chlogaudit.analyzer.traffic import Traffic
from chlogaudit.errors import NothingToRead, UsageError
from chlogaudit.facts import facts, scan_lines
from chlogaudit.files.find import look
from chlogaudit.files.follow import Follower
from chlogaudit.files.source import Compression
from chlogaudit.jobs.logs import Log, Reading, open_log
from chlogaudit.jobs.report import ReportOptions, assemble, count_block
from chlogaudit.model.traffic import TrafficReport

# Visits are cut from all page requests at once, which takes too long to do every second.
PANELS = ("statuses", "requests", "not_found", "sites", "bots", "hours")


def watch(
    paths: Sequence[str],
    reading: Reading,
    options: ReportOptions,
    show: Callable[[TrafficReport], None],
    wait: Callable[[], bool],
) -> None:
    """
    Count what the log holds, show the report, and again with what came since after each ``wait``, until that is false.

    Raises UsageError for anything but one plain log; an interrupt goes through to the caller.
    """
    log = _only(paths, reading)
    traffic = Traffic(reading.engine, options.counting, secrets.token_bytes(16))
    follower = Follower(log.source.path)
    begun, errors = time.monotonic(), 0
    try:
        while True:
            for data in follower.read():
                scanned = scan_lines(reading.engine, data, log.formats)
                log.count(scanned)
                log.bytes += len(data)
                found = [facts(reading.engine, scanned, part) for part in scanned.parts]
                errors += count_block(log, found, traffic)
            show(assemble([log], traffic, options, time.monotonic() - begun, errors))
            if not wait():
                return
    finally:
        follower.close()


def _only(paths: Sequence[str], reading: Reading) -> Log:
    sources = look(paths).sources
    if len(sources) != 1 or sources[0].is_stdin:
        raise UsageError("--watch follows one log; name one file.")
    source = sources[0]
    if source.compression is not Compression.PLAIN:
        raise UsageError(
            f"{source.name} is packed, so nothing more will be written to it; --watch follows a plain log."
        )
    log = open_log(source, reading)
    if log.problem:
        raise NothingToRead(log.problem)
    return log
