"""CH-9.2: signs of tracking by other means than server logs: endpoints, analytics cookies and device ids, click ids."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.auditor.nouns import Spot
from chlogaudit.auditor.seen import Problem, Seen, grouped, in_fields, result
from chlogaudit.auditor.watched import TRACKING
from chlogaudit.model.finding import ControlResult, IdType, Severity, Status
from chlogaudit.model.format import Holds

CONTROL = "CH-9.2"
_CLICKS = (
    "Advertisers add click ids to their links: leave them out of the log or redact them (chlogaudit redact does), and say in "
    "the policy that advertisements are measured"
)


def check(seen: Seen) -> ControlResult:
    """Name the signs; a tracker that reports to another server leaves none here."""
    found = grouped(seen, CONTROL, _endpoints(seen))
    found += in_fields(seen, CONTROL, (IdType.DEVICE_ID,), wanted=_follows)
    found += in_fields(seen, CONTROL, (IdType.CLICK_ID,), severity=Severity.LOW, remedy=_CLICKS)
    words = f"{sum(one.count for one in found):,} signs of tracking in {seen.lines:,} lines"
    note = "trackers that report elsewhere leave no line here"
    return result(seen, CONTROL, found, words, worst=Status.WARN, note=note)


def _follows(spot: Spot) -> bool:
    """A device's id in the path is what was asked for (a telephone's configuration); trackers use parameters and cookies."""
    return bool(spot.parameter) or spot.holds not in {Holds.REQUEST, Holds.URL, Holds.REFERER, Holds.MESSAGE}


def _endpoints(seen: Seen) -> Iterator[Problem]:
    for (kind, template), hits in sorted(seen.evidence.watched.items()):
        for hit in hits.values() if kind == TRACKING else ():
            words = f"{seen.path(template)} collects"
            yield Problem(
                f"tracker {template}", hit.source, words, hit.line, "status", hit.count, None, "", hit.first, hit.last
            )
