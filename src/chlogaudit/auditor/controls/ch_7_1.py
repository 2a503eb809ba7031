"""CH-7.1: who can read the logs: mode, owner, group, access list, folders above, document roots."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.auditor.seen import Access, Seen, finding, not_checked, result
from chlogaudit.model.finding import ControlResult, Finding, Place, Severity

CONTROL = "CH-7.1"


def check(seen: Seen) -> ControlResult:
    """Judge each log file; what comes from a pipe has no permissions."""
    if not seen.access:
        return not_checked(seen, CONTROL, "no file was given, only standard input")
    found = [one for source, access in sorted(seen.access.items()) for one in _judge(seen, source, access)]
    return result(seen, CONTROL, found, f"permissions of {len(seen.access):,} log files")


def _judge(seen: Seen, source: str, access: Access) -> Iterator[Finding]:
    place = Place(source)
    mode = f"{access.mode & 0o7777:04o}"
    if access.mode & 0o007:
        can = "write" if access.mode & 0o002 else "read"
        yield finding(seen, CONTROL, place, f"mode {mode}: everybody on this machine may {can} it", mark="others",
                      remedy=f"chmod o= {source}; in logrotate: create 0640 {access.owner} {access.group}")  # fmt: skip
    if access.mode & 0o020:
        yield finding(seen, CONTROL, place, f"mode {mode}: the group {access.group} may change it", mark="group write",
                      severity=Severity.MEDIUM, remedy=f"chmod g-w {source}")  # fmt: skip
    if access.mode & 0o040 and access.group not in seen.policy.groups:
        allowed = ", ".join(seen.policy.groups) or "none"
        yield finding(seen, CONTROL, place, f"the group {access.group} may read it; allowed groups: {allowed}", mark="group",
                      severity=Severity.MEDIUM,
                      remedy=f"chgrp {next(iter(seen.policy.groups), 'adm')} {source}, or allow the group in the policy file")  # fmt: skip
    for name in access.acl:
        yield finding(seen, CONTROL, place, f"its access list lets {name} read it", mark=f"acl {name}", severity=Severity.MEDIUM,
                      remedy=f"setfacl -b {source}")  # fmt: skip
    for folder in access.open_parents:
        yield finding(seen, CONTROL, place, f"everybody may write in {folder} above it", mark="parent", severity=Severity.HIGH,
                      remedy=f"chmod o-w {folder}")  # fmt: skip
    if access.document_root:
        yield finding(seen, CONTROL, place, f"it lies below {access.document_root}, which a web server publishes",
                      mark="document root", severity=Severity.CRITICAL, remedy="move it out of the document root")  # fmt: skip
