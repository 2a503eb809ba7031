"""CH-7.1: who can read the logs: mode, owner, group, access list, folders above, document roots."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.auditor.seen import Access, Problem, Seen, grouped, not_checked, result
from chlogaudit.auditor.words import logs_words, path_of
from chlogaudit.model.finding import ControlResult, Severity

CONTROL = "CH-7.1"


def check(seen: Seen) -> ControlResult:
    """Judge each log file; what comes from a pipe has no permissions."""
    if not seen.access:
        return not_checked(seen, CONTROL, "no file was given, only standard input")
    problems = [one for source, access in sorted(seen.access.items()) for one in _judge(seen, source, access)]
    return result(seen, CONTROL, grouped(seen, CONTROL, problems), f"permissions of {logs_words(len(seen.access))}")


def _judge(seen: Seen, source: str, access: Access) -> Iterator[Problem]:
    mode, path = f"{access.mode & 0o7777:04o}", path_of(source)
    group = next(iter(seen.policy.groups), "adm") if access.group not in seen.policy.groups else access.group
    if access.mode & 0o006:
        can = "write" if access.mode & 0o002 else "read"
        yield Problem(
            f"others {mode}", source, f"mode {mode}: everybody on this machine may {can} it",
            remedy=f"chmod 0640 {path}  # and in logrotate: create 0640 {access.owner} {group}",
        )  # fmt: skip
    if access.mode & 0o020 and not access.mode & 0o002:
        words = f"mode {mode}: the group {access.group} may change it"
        yield Problem(
            f"group write {mode} {access.group}", source, words, severity=Severity.MEDIUM, remedy=f"chmod g-w {path}"
        )
    if access.mode & 0o040 and access.group not in seen.policy.groups:
        allowed = ", ".join(seen.policy.groups) or "none"
        words = f"the group {access.group} may read it; allowed groups: {allowed}"
        yield Problem(f"group {access.group}", source, words, severity=Severity.MEDIUM, remedy=f"chgrp {group} {path}")
    for name in access.acl:
        words = f"its access list lets {name} read it"
        yield Problem(f"acl {name}", source, words, severity=Severity.MEDIUM, remedy=f"setfacl -b {path}")
    for folder in access.open_parents:
        words = f"everybody may write in {folder} above it"
        yield Problem(f"parent {folder}", source, words, severity=Severity.HIGH, remedy=f"chmod o-w {path_of(folder)}")
    if access.document_root:
        yield Problem(
            f"document root {access.document_root}", source, f"it lies below {access.document_root}, which a web server publishes",
            severity=Severity.CRITICAL, remedy=f"mv {path} /var/log/  # out of the document root",
        )  # fmt: skip
