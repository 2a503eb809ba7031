"""Lay the policy's own word over what the controls found: what nobody checked, what somebody stated, what is excused."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import replace

from chlogaudit.model.finding import ControlResult, Finding, Place, Status
from chlogaudit.policy.model import ControlSpec, Policy, Suppression

TEXT_CONTROL = "CH-C.1"


def settle(
    policy: Policy, results: Iterable[ControlResult], today: dt.date, text_sha256: str = ""
) -> tuple[ControlResult, ...]:
    """
    Give every declared control its final result, in the order of the clauses.

    ``text_sha256`` is the digest of the policy text in force, "" when no text was given. A control without a result is
    attested, declared not applicable, or ``not_checked`` with the reason. Suppressed findings move aside, and a failure
    that only they made is a pass (of evidence without proof: undecided); an expired suppression is a failure of its own. When the text in force is neither
    the pinned nor an accepted one, no control that was checked against the old text keeps a pass.
    """
    found = {r.control: r for r in results}
    changed = bool(text_sha256) and not policy.reviewed(text_sha256)
    out = []
    for spec in policy.controls.values():
        result = found.get(spec.id) or _unchecked(policy, spec, today, text_sha256)
        if spec.not_applicable:
            result = _empty(spec, Status.NOT_APPLICABLE, spec.not_applicable)
        result = _suppressed(policy, result, today)
        if changed and spec.id != TEXT_CONTROL and result.status in {Status.PASS, Status.ATTESTED}:
            result = replace(
                result, status=Status.NOT_CHECKED, reason="mapping not reviewed: the policy text has changed"
            )
        out.append(_with_expired(policy, result, today))
    return tuple(out)


def _empty(spec: ControlSpec, status: Status, reason: str = "", evidence: str = "") -> ControlResult:
    return ControlResult(
        *(spec.id, spec.clause, spec.title, spec.kind, status, spec.severity),
        evidence=evidence,
        reason=reason,
        remedy=spec.remedy,
    )


def _unchecked(policy: Policy, spec: ControlSpec, today: dt.date, text_sha256: str) -> ControlResult:
    """What a control comes to that no code has judged."""
    if spec.id == TEXT_CONTROL:
        return _text(policy, spec, text_sha256)
    if statement := policy.attestation(spec.id, today):
        words = (
            f"{statement.by} on {statement.date.isoformat()}, until {statement.expires.isoformat()}: {statement.basis}"
        )
        return _empty(spec, Status.ATTESTED, evidence=words)
    if spec.kind != "att":
        return _empty(spec, Status.NOT_CHECKED, "this version has no check for it yet")
    past = [a for a in policy.attestations if a.control == spec.id and a.expires < today]
    if past:
        last = max(past, key=lambda a: a.expires)
        return _empty(spec, Status.NOT_CHECKED, f"the statement of {last.by} expired on {last.expires.isoformat()}")
    return _empty(spec, Status.NOT_CHECKED, "logs cannot show it, and nobody has stated it in the policy file")


def _text(policy: Policy, spec: ControlSpec, text_sha256: str) -> ControlResult:
    """Judge CH-C.1: whether the text in force is the one that the controls were written for."""
    if not text_sha256:
        return _empty(spec, Status.NOT_CHECKED, "no policy text was given to compare with the pinned one")
    if text_sha256 == policy.text_sha256:
        return _empty(spec, Status.PASS, evidence=f"the text is the pinned one (sha256 {text_sha256[:12]}...)")
    for entry in policy.accepted:
        if entry.sha256 == text_sha256:
            words = f"accepted by {entry.by} on {entry.date.isoformat()} (sha256 {text_sha256[:12]}...)"
            return _empty(spec, Status.PASS, evidence=words)
    message = f"the policy text has changed (sha256 {text_sha256[:12]}...), and nobody has accepted it by name"
    finding = _finding(spec.id, spec, Place("policy text"), message, text_sha256)
    return replace(_empty(spec, Status.FAIL), findings=(finding,))


def _suppressed(policy: Policy, result: ControlResult, today: dt.date) -> ControlResult:
    """Move the findings aside that somebody answers for."""
    kept: list[Finding] = []
    aside: list[tuple[Finding, str]] = list(result.suppressed)
    for finding in result.findings:
        entry = policy.suppression(finding, today)
        if entry:
            aside.append((finding, entry.says()))
        else:
            kept.append(finding)
    if len(kept) == len(result.findings):
        return result
    status, evidence = result.status, result.evidence
    if not kept and status in {Status.FAIL, Status.WARN}:
        status = Status.PASS if result.kind == "auto" else Status.INCONCLUSIVE
        said = f"{len(aside)} finding{'s' if len(aside) > 1 else ''} suppressed by name, no other"
        evidence = f"{said}; {evidence}" if evidence else said
    reason = result.reason
    if status is Status.INCONCLUSIVE and not reason:
        reason = "nothing else was found, and that is evidence, not proof"
    return replace(
        result, status=status, evidence=evidence, reason=reason, findings=tuple(kept), suppressed=tuple(aside)
    )


def _with_expired(policy: Policy, result: ControlResult, today: dt.date) -> ControlResult:
    """Add one failure for each suppression of this control that is past its date."""
    past = [s for s in policy.expired(today) if s.control == result.control]
    if not past:
        return result
    spec = policy.controls[result.control]
    return replace(
        result, status=Status.FAIL, findings=(*result.findings, *(_expiry(policy, spec, entry) for entry in past))
    )


def _expiry(policy: Policy, spec: ControlSpec, entry: Suppression) -> Finding:
    message = f"a suppression of {entry.owner} expired on {entry.expires.isoformat()}"
    finding = _finding(spec.id, spec, Place(policy.name, entry.line), message, entry.match)
    return replace(finding, remedy="Fix what it excused, or renew it in the policy file with a new date")


def _finding(control: str, spec: ControlSpec, place: Place, message: str, mark: str) -> Finding:
    fingerprint = hashlib.sha256(f"{control}\0policy\0{mark}".encode()).hexdigest()[:16]
    return Finding(
        *(control, spec.clause, spec.severity, place, 1, message),
        remedy=spec.remedy,
        type="policy",
        fingerprint=fingerprint,
    )
