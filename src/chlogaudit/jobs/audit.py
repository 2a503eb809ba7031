"""The audit job: logs in, an AuditReport out."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import chlogaudit
from chlogaudit.auditor.controls import CONTROLS, OVER_ALL
from chlogaudit.auditor.public import published
from chlogaudit.auditor.seen import Access, Leftover, Seen
from chlogaudit.errors import ChlogauditError, NothingToRead
from chlogaudit.files.facts import facts as access_facts
from chlogaudit.jobs.gather import gather, opened
from chlogaudit.jobs.leftovers import find_leftovers
from chlogaudit.jobs.logs import Log, Reading, open_logs
from chlogaudit.model.finding import AuditReport, ControlResult, Severity, Status
from chlogaudit.model.receipt import Receipt
from chlogaudit.policy import Policy, settle


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """
    What an audit is judged by. ``text_sha256`` is the digest of the policy text in force, "" when none was given; ``now`` UTC
    seconds; ``receipts`` and what was found with them as ``jobs.receipts`` gives them; ``handed_on`` when the files are to
    leave the house.
    """

    policy: Policy
    now: float = field(default_factory=time.time)
    text_sha256: str = ""
    siblings: bool = False
    receipts: Mapping[str, Receipt] | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    handed_on: bool = False
    receipts_file: str = ""
    chain_break: str = ""


def audit(paths: Sequence[str], reading: Reading, options: AuditOptions) -> AuditReport:
    """Read all logs and judge them. Raises NothingToRead; what could not be read is in the report."""
    leftovers = find_leftovers(paths)
    passed = {leftover.source for leftover in leftovers}
    try:
        logs, skipped = open_logs(paths, reading, siblings=options.siblings, several=opened(reading))
    except NothingToRead:
        if not leftovers:
            raise
        logs, skipped = [], []
    logs = [log for log in logs if log.source.path not in passed]
    evidence = gather(logs, reading, options.policy.k)
    seen = Seen(
        evidence, options.policy, tuple(log.facts() for log in logs), int(options.now), _access(logs), leftovers,
        options.receipts, options.digests, options.handed_on, options.text_sha256, options.receipts_file, options.chain_break,
        evidence.shared(options.policy.k),
    )  # fmt: skip
    notes = tuple(f"{item.name}: {item.why}" for item in skipped if item.name not in passed)
    return judge(seen, options, notes)


def _access(logs: Iterable[Log]) -> dict[str, Access]:
    out = {}
    for log in logs:
        if log.source.is_stdin:
            continue
        try:
            found = access_facts(log.source.path)
        except ChlogauditError:
            continue  # it could not be read either, which its facts say
        acl = tuple(f"the {entry.kind} {entry.name}" for entry in found.acl if entry.rights & 4)
        mode = (found.mode & ~0o070) | (found.group_rights << 3)
        out[log.source.name] = Access(mode, found.owner, found.group, acl, found.open_parents, found.document_root)
    return out


def judge(seen: Seen, options: AuditOptions, notes: tuple[str, ...]) -> AuditReport:
    """Run every control that exists over what was seen, and lay the policy's own word over the results."""
    policy = options.policy
    today = seen.today
    checked = [published(check(seen), seen.shared) for name, check in CONTROLS.items() if name in policy.controls]
    checked = [one for one in checked if not _stated(one, policy, today)]
    checked += [check(seen, checked, notes) for name, check in OVER_ALL.items() if name in policy.controls]
    results = settle(policy, checked, today, options.text_sha256)
    return AuditReport(
        version=chlogaudit.__version__,
        created=dt.datetime.fromtimestamp(options.now, dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        policy=policy.title, policy_digest=policy.digest, text_digest=options.text_sha256 or policy.text_sha256,
        sources=seen.sources, results=results, headline=policy.headline(results), clauses=policy.clauses, notes=notes,
    )  # fmt: skip


def _stated(result: ControlResult, policy: Policy, today: dt.date) -> bool:
    """Whether somebody stated what these logs could not show, so that the statement speaks."""
    open_ = result.status is Status.NOT_CHECKED or (result.status is Status.INCONCLUSIVE and not result.findings)
    return open_ and result.kind != "auto" and policy.attestation(result.control, today) is not None


def worst(report: AuditReport) -> Severity | None:
    """The highest severity among findings of controls that failed; None without any."""
    failing = (result for result in report.results if result.status is Status.FAIL)
    return max((finding.severity for result in failing for finding in result.findings), default=None)


def undecided(report: AuditReport) -> tuple[ControlResult, ...]:
    """
    Automated controls that ran and could not decide. Evidence without proof decides nothing by its nature, and of a night
    without an entry there is nothing to decide.
    """
    if not any(source.lines for source in report.sources):
        return ()
    return tuple(one for one in report.results if one.status is Status.INCONCLUSIVE and one.kind == "auto")


def unread(report: AuditReport) -> tuple[str, ...]:
    """Why some source could not be read to its end."""
    return tuple(source.problem for source in report.sources if source.problem)


__all__ = ["AuditOptions", "Leftover", "audit", "judge", "undecided", "unread", "worst"]
