"""CH-5.1: nothing is kept longer than the policy's days, by the oldest line of a log and never by its file's time."""

from __future__ import annotations

from chlogaudit.auditor.seen import Seen, finding, result, when
from chlogaudit.model.finding import ControlResult, Finding, Place, Status

CONTROL = "CH-5.1"
_DAY = 86400


def check(seen: Seen) -> ControlResult:
    """Compare the oldest entry of each log with the days allowed for what it holds, raw or redacted."""
    keep = seen.policy.retention
    found: list[Finding] = []
    for log in seen.evidence.logs:
        if log.first is None:
            continue
        raw = log.raw_clients > 0 or log.users > 0
        allowed = keep.raw_days if raw else keep.redacted_days
        age = (seen.now - log.first) // _DAY
        if age > allowed:
            kind = "raw" if raw else "redacted"
            words = f"oldest entry {when(log.first)[:10]} is {age:,} days old; {kind} logs may be kept {allowed} days"
            if keep.warning:
                words += f" ({keep.warning})"
            found.append(finding(seen, CONTROL, Place(log.source), words, mark="age"))
    dated = sum(log.first is not None for log in seen.evidence.logs)
    words = f"{dated:,} logs judged by their oldest entry"
    note = "retention days are the tool's default until somebody sets them by name" if keep.warning else ""
    worst = Status.WARN if keep.warning else Status.FAIL
    made = result(seen, CONTROL, found, words, worst=worst, note=note)
    if made.status is Status.PASS and keep.warning:
        from dataclasses import replace

        return replace(made, status=Status.WARN, reason=keep.warning)
    return made
