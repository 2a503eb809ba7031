"""CH-5.2: entries past the raw period that still hold what the redaction profile takes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chlogaudit.auditor.controls.ch_5_1 import SET_DAYS
from chlogaudit.auditor.nouns import DAY
from chlogaudit.auditor.seen import Problem, Seen, command_for, grouped, result
from chlogaudit.auditor.words import type_words
from chlogaudit.model.finding import ControlResult, Status
from chlogaudit.model.format import Holds
from chlogaudit.policy import Operator

CONTROL = "CH-5.2"


def check(seen: Seen) -> ControlResult:
    """Count entries older than the raw period with a raw client or user, and identifiers of the types that a profile drops."""
    keep = seen.policy.retention
    before = seen.now - keep.raw_days * DAY
    old = [log for log in seen.evidence.logs if log.first is not None and log.first < before]
    found = grouped(seen, CONTROL, (*_clients(seen, before), *_inside(seen, before)))
    words = f"{len(old):,} of {len(seen.evidence.logs):,} logs have entries older than {keep.raw_days} days"
    note = "retention days are the tool's default until somebody sets them by name" if keep.warning else ""
    made = result(seen, CONTROL, found, words, worst=Status.WARN if keep.warning else Status.FAIL, note=note)
    if made.status is Status.PASS and keep.warning:
        return replace(made, status=Status.WARN, reason=keep.warning, remedy=SET_DAYS)
    return made


def _clients(seen: Seen, before: int) -> Iterator[Problem]:
    days = seen.policy.retention.raw_days
    for log in seen.evidence.logs:
        count = sum(lines for day, lines in log.raw_days.items() if day is not None and (day + 1) * DAY <= before)
        command = command_for(seen, "chlogaudit redact --in-place", log.source)
        if count:
            words = f"clients or users are still raw on entries older than {days} days"
            yield Problem("raw", log.source, words, count=count, remedy=command)
        if log.last is not None and log.last < before and log.unparsed_types:
            words = f"lines that fit no format still hold identifiers, in logs older than {days} days"
            yield Problem("unparsed", log.source, words, count=log.unparsed_types.total())


def _inside(seen: Seen, before: int) -> Iterator[Problem]:
    """Identifiers inside of fields, a problem a type and log; the user field is counted with the clients."""
    profile, days = seen.policy.profile("default"), seen.policy.retention.raw_days
    for spot, hits in seen.evidence.hits():
        if profile.types[spot.type] is Operator.KEEP or spot.holds in {Holds.USER, Holds.IDENT}:
            continue
        for source, hit in hits.items():
            if hit.first is not None and hit.first < before:
                words = f"{type_words(spot.type)} still in logs with entries older than {days} days"
                yield Problem(
                    f"inside {spot.type.value}",
                    source,
                    words,
                    hit.line,
                    spot.column,
                    hit.count,
                    None,
                    "",
                    hit.first,
                    hit.last,
                )
