"""CH-0.2: logs, backups of logs and status pages that a web server handed out."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.auditor.seen import Problem, Seen, grouped, not_checked, result
from chlogaudit.auditor.watched import PUBLISHED
from chlogaudit.auditor.words import logs_words
from chlogaudit.model.finding import ControlResult, Severity, Status

CONTROL = "CH-0.2"


def check(seen: Seen) -> ControlResult:
    """Look for 2xx answers with a body to anybody but the machine itself, and for logs below a document root."""
    requests = sum(log.lines - log.unparsed for log in seen.evidence.logs if log.kind == "access")
    found = grouped(seen, CONTROL, _problems(seen))
    below = sum(bool(access.document_root) for access in seen.access.values())
    if not requests and not below:
        return not_checked(seen, CONTROL, "no access log was given, and only access logs show what was handed out")
    words = f"{sum(one.count for one in found):,} answers on paths of logs and status pages among {requests:,} requests"
    note = f"{logs_words(below)} below a document root (CH-7.1)" if below else ""
    made = result(seen, CONTROL, found, words, note=note)
    if below and made.status is Status.PASS:
        from dataclasses import replace

        return replace(made, status=Status.WARN, reason="a log below a document root can be fetched even if nobody did")
    return made


def _problems(seen: Seen) -> Iterator[Problem]:
    """What only private networks asked for may be a monitor's; behind a load balancer that hides its clients it may be anybody's."""
    for (kind, template), hits in sorted(seen.evidence.watched.items()):
        for hit in hits.values() if kind == PUBLISHED else ():
            inside = "" if hit.outside else ", to addresses of private networks only"
            yield Problem(
                f"answered {template}{' inside' if inside else ''}", hit.source, f"{seen.path(template)} was answered 2xx{inside}",
                hit.line, "status", hit.count, Severity.LOW if inside else None, first=hit.first, last=hit.last,
            )  # fmt: skip
