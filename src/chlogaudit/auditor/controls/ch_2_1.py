"""CH-2.1: the record is complete and accurate: gaps, repetitions, disorder, future times, unparsed lines, broken files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from chlogaudit.auditor.evidence import HOUR, LATE, LogEvidence
from chlogaudit.auditor.seen import Problem, Seen, grouped, result
from chlogaudit.auditor.words import logs_words, when
from chlogaudit.model.finding import ControlResult, Severity, SourceFacts

CONTROL = "CH-2.1"
_MANY = 0.05  # of a log's lines: single ones jump back or come again where a server restarts or a clock is set
_WHOLE = "Restore the file from a copy that is whole: what is missing can be neither judged nor redacted"
_FORMAT = "Name the format of these lines with --log-format or --from-config; lines that no format fits are only searched freely"
_CLOCK = "Set the clock of the machine that wrote it, and keep it set (NTP)"
_APART = (
    "Find out why one log holds the lines of several or of several clocks: write one log a server, and do not join logs"
)
_AGAIN = "Find out what put the same lines into the log again (logs joined by hand, copytruncate), and keep one copy"
_TWICE = "Look for two access_log or CustomLog directives that write into one file, and take one out"
_SILENT = "See whether the server was down, asked for nothing, or the rotation lost the lines of that time"


def check(seen: Seen) -> ControlResult:
    """Judge every log by what its lines and times show."""
    problems: list[Problem] = []
    for log, facts in zip(seen.evidence.logs, seen.sources, strict=True):
        problems += (*_reading(seen, facts), *_times(seen, log), *_gaps(seen, log))
    words = f"{seen.lines:,} lines of {logs_words(len(seen.sources))} looked at for gaps, order, repetition and times"
    return result(seen, CONTROL, grouped(seen, CONTROL, problems), words)


def _reading(seen: Seen, facts: SourceFacts) -> Iterator[Problem]:
    if facts.problem:
        yield Problem(
            "unreadable", facts.source, facts.problem, severity=Severity.HIGH, many="could not be read to the end", remedy=_WHOLE
        )  # fmt: skip
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
            remedy=_FORMAT,
        )


def _times(seen: Seen, log: LogEvidence) -> Iterator[Problem]:
    late = seen.now + int(seen.policy.limits.future_minutes * 60)
    if log.last is not None and log.last > late:
        yield Problem(
            "future",
            log.source,
            f"entries up to {when(log.last)}, which is in the future",
            many="entries in the future",
            remedy=_CLOCK,
        )
    if log.unset:
        yield Problem(
            "unset",
            log.source,
            f"{log.unset:,} entries are dated before 1990, by a clock that was not set",
            count=log.unset,
            many="entries are dated before 1990, by a clock that was not set",
            remedy=_CLOCK,
        )
    if log.timed and log.backward / log.timed > _MANY:
        words = (
            f"{log.backward:,} of {log.timed:,} entries are more than {LATE // 60} minutes older than one before them"
        )
        yield Problem(
            "order",
            log.source,
            words,
            count=log.backward,
            severity=Severity.LOW,
            many=f"entries are more than {LATE // 60} minutes older than one before them",
            remedy=_APART,
        )
    if log.repeated and log.repeated / log.lines > _MANY:
        words = f"{log.repeated:,} of {log.lines:,} lines repeat an earlier part of the same log"
        yield Problem(
            "repeated",
            log.source,
            words,
            count=log.repeated,
            severity=Severity.LOW,
            many="lines repeat an earlier part of the same log",
            remedy=_AGAIN,
        )
    if log.doubled:
        words = f"nearly every one of {log.lines:,} lines stands there twice"
        yield Problem(
            "doubled",
            log.source,
            words,
            count=log.doubled,
            severity=Severity.LOW,
            many="nearly every line stands there twice",
            remedy=_TWICE,
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
        remedy=_SILENT,
    )
