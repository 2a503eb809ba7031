"""Tell people in plain lines what a policy file says, and what in it is past its date."""

from __future__ import annotations

import datetime as dt
import textwrap

from chlogaudit.model.finding import IdType
from chlogaudit.policy import ControlSpec, Operator, Policy

WIDTH = 80
_KINDS = {
    "auto": "automated: the tool can prove it",
    "part": "evidence only: the tool shows, a person decides",
    "att": "by statement: logs cannot show it, a named person states it",
}


def describe(policy: Policy) -> list[str]:
    """The whole policy: clauses with their controls, profiles, numbers, exceptions."""
    lines = [policy.title, f"digest {policy.digest}", f"policy text sha256 {policy.text_sha256}", ""]
    for clause, words in policy.clauses:
        lines += _hanging(f"{clause:>3}  ", words)
        for spec in policy.controls.values():
            if spec.clause == clause:
                apart = ", not applicable" if spec.not_applicable else ""
                lines += _hanging(f"     {spec.id:<8}{spec.kind:<5}{spec.severity.label:<9}", f"{spec.title}{apart}")
    lines += ["", "Redaction profiles"]
    for profile in policy.profiles.values():
        lines.append(f"  {profile.name} (a key for each {profile.epoch.value})")
        for operator in Operator:
            fields = [h.value for h, o in profile.fields.items() if o is operator and operator is not Operator.KEEP]
            types = [t.value for t in IdType if profile.types[t] is operator]
            parts = [f"{kind} {', '.join(names)}" for kind, names in (("fields", fields), ("types", types)) if names]
            if parts:
                lines += _hanging(f"    {operator.value:<22}", "; ".join(parts))
    return [*lines, "", *_numbers(policy), *_exceptions(policy)]


def _numbers(policy: Policy) -> list[str]:
    who = f"set by {policy.retention.set_by}" if policy.retention.set_by else f"warn: {policy.retention.warning}"
    limits = policy.limits
    return [
        f"Raw logs {policy.retention.raw_days} days, redacted logs {policy.retention.redacted_days} days ({who})",
        f"Published numbers stand for at least {policy.k} visitors",
        f"Groups that may read logs: {', '.join(policy.groups)}",
        f"Limits: {limits.unparsed_share:.2%} of lines not understood, gaps of {limits.gap_hours:g} hours,",
        (
            f"  {limits.future_minutes:g} minutes in the future, clocks {limits.clock_days:g} days apart, "
            f"exports of {limits.export_bytes:,} bytes"
        ),
    ]


def _exceptions(policy: Policy) -> list[str]:
    lines: list[str] = []
    for entry in policy.suppressions:
        lines += _hanging("  ", f"{entry.control} suppressed for {entry.match}, {entry.says()}")
    for statement in policy.attestations:
        until = statement.expires.isoformat()
        lines += _hanging("  ", f"{statement.control} stated by {statement.by} until {until}: {statement.basis}")
    for accepted in policy.accepted:
        text = f"policy text {accepted.sha256[:16]} accepted by {accepted.by} on {accepted.date.isoformat()}"
        lines += _hanging("  ", text)
    return ["", "Exceptions", *lines] if lines else []


def page(policy: Policy, spec: ControlSpec) -> list[str]:
    """One control: what, why, how to fix."""
    clause = dict(policy.clauses).get(spec.clause, "")
    kind = _KINDS[spec.kind]
    lines = [f"{spec.id}: {spec.title}", ""]
    lines += _hanging("clause    ", f"{spec.clause}, {clause}")
    lines += [f"severity  {spec.severity.label}", *_hanging("kind      ", kind)]
    if spec.not_applicable:
        lines += _hanging("declared  ", f"not applicable: {spec.not_applicable}")
    for heading, text in (("What is checked", spec.what), ("Why", spec.why), ("How to fix", spec.remedy)):
        if text:
            lines += ["", heading, *_hanging("  ", text)]
    return lines


def complaints(policy: Policy, today: dt.date, text_sha256: str = "") -> list[str]:
    """What in the policy file needs somebody: expired exceptions, a changed text. ``text_sha256`` "": no text given."""
    out = [
        f"{policy.name}:{s.line}: the suppression of {s.control} for {s.match} expired on {s.expires.isoformat()}; "
        f"ask {s.owner}."
        for s in policy.expired(today)
    ]
    out += [
        f"{policy.name}:{a.line}: what {a.by} stated on {a.control} expired on {a.expires.isoformat()}; ask again."
        for a in policy.attestations
        if a.expires < today and policy.attestation(a.control, today) is None
    ]
    if text_sha256 and not policy.reviewed(text_sha256):
        out.append(
            f"{policy.name}: the policy text has changed (sha256 {text_sha256}); compare it with the controls, then run: "
            "chlogaudit policy accept TEXT --by NAME"
        )
    return out


def _hanging(head: str, text: str) -> list[str]:
    """Wrap ``text`` behind ``head``, further lines indented by as much."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [head.rstrip()]
