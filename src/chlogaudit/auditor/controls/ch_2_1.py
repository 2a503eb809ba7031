"""CH-2.1: the record is complete and accurate: gaps, repetitions, disorder, future times, unparsed lines, broken files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from chlogaudit.auditor.evidence import HOUR, LogEvidence
from chlogaudit.auditor.seen import Problem, Seen, grouped, result, when
from chlogaudit.model.finding import ControlResult, Severity, SourceFacts

CONTROL = "CH-2.1"
_MANY = 0.05  # of a log's lines out of order or repeated: a sign of logs put together twice, not of busy seconds


def check(seen: Seen) -> ControlResult:
    """Judge every log by what its lines and times show."""
    problems: list[Problem] = []
    for log, facts in zip(seen.evidence.logs, seen.sources, strict=True):
        problems += (*_reading(seen, facts), *_times(seen, log), *_gaps(seen, log))
    words = f"{seen.lines:,} lines of {len(seen.sources):,} logs looked at for gaps, order, repetition and times"
    return result(seen, CONTROL, grouped(seen, CONTROL, problems), words)


def _reading(seen: Seen, facts: SourceFacts) -> Iterator[Problem]:
    if facts.problem:
        yield Problem(
            "unreadable", facts.source, facts.problem, severity=Severity.HIGH, many="could not be read to the end"
        )
    limit = seen.policy.limits.unparsed_share
    if facts.lines and facts.unparsed / facts.lines > limit:
        share = facts.unparsed / facts.lines
        words = f"{facts.unparsed:,} of {facts.lines:,} lines ({share:.1%}) fit no format; {limit:.1%} are allowed"
        yield Problem(
            "unparsed",
            facts.source,
            words,
            count=facts.unparsed,
            many=f"more than {limit:.1%} of the lines fit no format",
        )


def _times(seen: Seen, log: LogEvidence) -> Iterator[Problem]:
    late = seen.now + int(seen.policy.limits.future_minutes * 60)
    if log.last is not None and log.last > late:
        yield Problem(
            "future",
            log.source,
            f"entries up to {when(log.last)}, which is in the future",
            many="entries in the future",
        )
    if log.timed and log.backward / log.timed > _MANY:
        words = f"{log.backward:,} of {log.timed:,} entries are older than one before them"
        yield Problem(
            "order",
            log.source,
            words,
            count=log.backward,
            severity=Severity.LOW,
            many="entries are older than one before them",
        )
    if log.repeated is not None and log.lines and log.repeated / log.lines > _MANY:
        words = f"{log.repeated:,} of {log.lines:,} lines repeat an earlier line of the same log"
        yield Problem(
            "repeated",
            log.source,
            words,
            count=log.repeated,
            severity=Severity.LOW,
            many="lines repeat an earlier line of the same log",
        )


def _gaps(seen: Seen, log: LogEvidence) -> Iterator[Problem]:
    hours = sorted(log.hours)
    limit = seen.policy.limits.gap_hours
    gaps = [(b - a - 1, a) for a, b in pairwise(hours) if b - a - 1 >= limit]
    if not gaps or log.kind != "access":
        return  # an error log is silent while nothing goes wrong
    longest, begin = max(gaps)
    words = f"no entry for {longest:,} hours after {when((begin + 1) * HOUR)}"
    if len(gaps) > 1:
        words += f", and {len(gaps) - 1:,} more gaps of {limit:g} hours and longer"
    yield Problem(
        "gap",
        log.source,
        words,
        count=len(gaps),
        severity=Severity.LOW,
        many=f"gaps of {limit:g} hours and longer, the longest of the first log {longest:,}",
    )
