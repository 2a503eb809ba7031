"""CH-8.3: lists of contacts fetched in bulk: large or many 2xx answers on paths that look like exports."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.auditor.seen import Problem, Seen, grouped, not_checked, result
from chlogaudit.auditor.watched import EXPORT
from chlogaudit.model.finding import ControlResult, Status

CONTROL = "CH-8.3"
MANY = 100  # answers on one such path in one log: fetched piece by piece


def check(seen: Seen) -> ControlResult:
    """Name the paths; whether the fetcher was an outsider, a person must say."""
    requests = sum(log.lines - log.unparsed for log in seen.evidence.logs if log.kind == "access")
    if not requests:
        return not_checked(seen, CONTROL, "no access log was given")
    found = grouped(seen, CONTROL, _bulk(seen))
    words = f"{len(found):,} export-like paths with large or many answers among {requests:,} requests"
    return result(seen, CONTROL, found, words, worst=Status.WARN)


def _bulk(seen: Seen) -> Iterator[Problem]:
    limit = seen.policy.limits.export_bytes
    for (kind, template), hits in sorted(seen.evidence.watched.items()):
        for hit in hits.values() if kind == EXPORT else ():
            if hit.most >= limit:
                words = f"{seen.path(template)} gave away bodies of up to {hit.most:,} bytes"
            elif hit.count >= MANY:
                words = f"{seen.path(template)} was answered {hit.count:,} times, {hit.bytes:,} bytes together"
            else:
                continue
            yield Problem(
                f"export {template}", hit.source, words, hit.line, "status", hit.count, None, "", hit.first, hit.last
            )
