"""CH-2.1: the record is complete and accurate: gaps, repetitions, disorder, future times, unparsed lines, broken files."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.auditor.evidence import HOUR, LogEvidence
from chlogaudit.auditor.seen import Seen, finding, result, when
from chlogaudit.model.finding import ControlResult, Finding, Place, Severity, SourceFacts

CONTROL = "CH-2.1"
_MANY = 0.05  # of a log's lines out of order or repeated: a sign of logs put together twice, not of busy seconds
_SHOWN = 5  # gaps told one by one


def check(seen: Seen) -> ControlResult:
    """Judge every log by what its lines and times show."""
    found: list[Finding] = []
    for log, facts in zip(seen.evidence.logs, seen.sources, strict=True):
        found += _reading(seen, facts)
        found += _times(seen, log)
        found += _gaps(seen, log)
    logs = len(seen.sources)
    return result(
        seen, CONTROL, found, f"{seen.lines:,} lines of {logs:,} logs looked at for gaps, order, repetition and times"
    )


def _reading(seen: Seen, facts: SourceFacts) -> Iterator[Finding]:
    if facts.problem:
        yield finding(seen, CONTROL, Place(facts.source), facts.problem, mark="unreadable", severity=Severity.HIGH)
    limit = seen.policy.limits.unparsed_share
    if facts.lines and facts.unparsed / facts.lines > limit:
        share = facts.unparsed / facts.lines
        words = f"{facts.unparsed:,} of {facts.lines:,} lines ({share:.1%}) fit no format; {limit:.1%} are allowed"
        yield finding(seen, CONTROL, Place(facts.source), words, count=facts.unparsed, mark="unparsed")


def _times(seen: Seen, log: LogEvidence) -> Iterator[Finding]:
    late = seen.now + int(seen.policy.limits.future_minutes * 60)
    if log.last is not None and log.last > late:
        yield finding(
            seen, CONTROL, Place(log.source), f"entries up to {when(log.last)}, which is in the future", mark="future"
        )
    if log.timed and log.backward / log.timed > _MANY:
        words = f"{log.backward:,} of {log.timed:,} entries are older than one before them"
        yield finding(seen, CONTROL, Place(log.source), words, count=log.backward, mark="order", severity=Severity.LOW)
    if log.repeated is not None and log.lines and log.repeated / log.lines > _MANY:
        words = f"{log.repeated:,} of {log.lines:,} lines repeat an earlier line of the same log"
        yield finding(
            seen, CONTROL, Place(log.source), words, count=log.repeated, mark="repeated", severity=Severity.LOW
        )


def _gaps(seen: Seen, log: LogEvidence) -> Iterator[Finding]:
    hours = sorted(log.hours)
    limit = seen.policy.limits.gap_hours
    gaps = [(a, b) for a, b in zip(hours, hours[1:], strict=False) if b - a - 1 >= limit]
    if log.kind != "access":
        return  # an error log is silent while nothing goes wrong
    for begin, end in gaps[:_SHOWN]:
        words = f"no entry for {end - begin - 1} hours after {when((begin + 1) * HOUR)}"
        yield finding(seen, CONTROL, Place(log.source), words, mark=f"gap {begin}", severity=Severity.LOW)
    if len(gaps) > _SHOWN:
        words = f"{len(gaps) - _SHOWN} more gaps of {limit:g} hours and longer"
        yield finding(
            seen, CONTROL, Place(log.source), words, count=len(gaps) - _SHOWN, mark="gaps", severity=Severity.LOW
        )
