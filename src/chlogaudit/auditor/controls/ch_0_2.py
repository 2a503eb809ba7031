"""CH-0.2: logs, backups of logs and status pages that a web server handed out."""

from __future__ import annotations

from chlogaudit.auditor.seen import Problem, Seen, grouped, not_checked, result
from chlogaudit.auditor.watched import PUBLISHED
from chlogaudit.model.finding import ControlResult, Status

CONTROL = "CH-0.2"


def check(seen: Seen) -> ControlResult:
    """Look for 2xx answers with a body to anybody but the machine itself, and for logs below a document root."""
    requests = sum(log.lines - log.unparsed for log in seen.evidence.logs if log.kind == "access")
    problems = [
        Problem(
            f"answered {template}", hit.source, f"{seen.path(template)} was answered 2xx", hit.line, "status", hit.count,
            first=hit.first, last=hit.last,
        )
        for (kind, template), hits in sorted(seen.evidence.watched.items()) if kind == PUBLISHED
        for hit in hits.values()
    ]  # fmt: skip
    found = grouped(seen, CONTROL, problems)
    below = sum(bool(access.document_root) for access in seen.access.values())
    if not requests and not below:
        return not_checked(seen, CONTROL, "no access log was given, and only access logs show what was handed out")
    words = f"{sum(one.count for one in found):,} answers on paths of logs and status pages among {requests:,} requests"
    note = f"{below:,} logs lie below a document root (CH-7.1)" if below else ""
    made = result(seen, CONTROL, found, words, note=note)
    if below and made.status is Status.PASS:
        from dataclasses import replace

        return replace(made, status=Status.WARN, reason="a log below a document root can be fetched even if nobody did")
    return made
