"""CH-5.1: nothing is kept longer than the policy's days, by the oldest line of a log and never by its file's time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chlogaudit.auditor.nouns import DAY
from chlogaudit.auditor.seen import Problem, Seen, command_for, grouped, result
from chlogaudit.auditor.words import when
from chlogaudit.model.finding import ControlResult, Severity, Status

CONTROL = "CH-5.1"
SET_DAYS = "Decide the days, and set raw_days, redacted_days and set_by under [retention] in the policy file"
_DELETE = "Delete redacted logs past their own period; a report made before (chlogaudit report) keeps their numbers"


def check(seen: Seen) -> ControlResult:
    """Compare the oldest entry of each log with the days allowed for what it holds, raw or redacted."""
    keep = seen.policy.retention
    found = grouped(seen, CONTROL, (*_too_old(seen), *_newest(seen)))
    written = [log for log in seen.evidence.logs if log.lines]
    dated = sum(log.first is not None for log in written)
    words = f"{dated:,} of {len(written):,} logs that are not empty judged by their oldest entry"
    note = "retention days are the tool's default until somebody sets them by name" if keep.warning else ""
    made = result(seen, CONTROL, found, words, worst=Status.WARN if keep.warning else Status.FAIL, note=note)
    if made.status is Status.PASS and dated < len(written):
        return replace(made, status=Status.INCONCLUSIVE, reason="not every log has entries with a time")
    if made.status is Status.PASS and keep.warning:
        return replace(made, status=Status.WARN, reason=keep.warning, remedy=SET_DAYS)
    return made


def _too_old(seen: Seen) -> Iterator[Problem]:
    keep = seen.policy.retention
    for log in seen.evidence.logs:
        if log.first is None:
            continue
        # A line that fits no format has no time: it counts as old as the log's oldest.
        raw = log.first if log.unparsed_types or log.hashed_clients else log.raw_first
        for kind, since, allowed in (("raw", raw, keep.raw_days), ("redacted", log.first, keep.redacted_days)):
            if since is None or seen.now - since <= allowed * DAY:
                continue
            age = (seen.now - since) // DAY
            old = f"{age:,} days old" if age > allowed else f"more than {allowed} days old"
            words = f"oldest {kind} entry {when(since)[:10]} is {old}; {kind} logs may be kept {allowed} days"
            # Without --older-than, which goes by the newest entry: this log is due by its oldest.
            remedy = command_for(seen, "chlogaudit redact --in-place", log.source) if kind == "raw" else _DELETE
            yield Problem(
                f"age {kind}",
                log.source,
                words,
                remedy=remedy,
                first=since,
                last=log.last,
                many=f"{kind} entries older than the {allowed} days that {kind} logs may be kept",
            )
            break


def _newest(seen: Seen) -> Iterator[Problem]:
    """Ages mean nothing where the host's clock is behind the newest entry by more than the policy's days."""
    for log in seen.evidence.logs:
        if log.last is not None and log.last - seen.now > seen.policy.limits.clock_days * DAY:
            words = "its newest entry is ahead of this machine's clock, so its age cannot be trusted"
            yield Problem("clock", log.source, words, severity=Severity.MEDIUM)
