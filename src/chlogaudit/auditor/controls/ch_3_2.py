"""CH-3.2: technical coordinates of hosts in logs that are handed on: inner addresses and names, home folders, upstreams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chlogaudit.auditor.seen import Problem, Seen, grouped, in_fields, not_checked, result
from chlogaudit.model.finding import ControlResult, Finding, IdType

CONTROL = "CH-3.2"


def check(seen: Seen) -> ControlResult:
    """Judge logs that leave the house; of others only say how much would have to go first."""
    found = _coordinates(seen)
    total = sum(one.count for one in found)
    words = f"{total:,} inner addresses, host names, home folders and upstreams in {seen.lines:,} lines"
    if not seen.handed_on:
        why = "nobody said that these logs are handed on (--handed-on)"
        return not_checked(seen, CONTROL, why, f"{words} would have to be redacted first" if total else words)
    return result(seen, CONTROL, found, words)


def _coordinates(seen: Seen) -> list[Finding]:
    found = in_fields(seen, CONTROL, (IdType.HOSTNAME_INTERNAL,))
    found += in_fields(seen, CONTROL, (IdType.IP, IdType.CLIENT_IP), wanted=lambda spot: spot.internal)
    return found + [replace(one, type="coordinate") for one in grouped(seen, CONTROL, _columns(seen))]


def _columns(seen: Seen) -> Iterator[Problem]:
    for log in seen.evidence.logs:
        for column, lines in sorted(log.inner.items()):
            words = f"field {column} holds addresses of servers"
            yield Problem(f"address {column}", log.source, words, field=column, count=lines)
        if log.homes:
            yield Problem("home", log.source, "home folders are named", log.homes_line, count=log.homes)
