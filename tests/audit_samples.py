"""Made-up audits for the tests of renderers: every status, every state, and strangers' text in every place."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TypeVar

from chlogaudit.model.finding import AuditReport, ControlResult, Finding, Identifier, Place, SourceFacts, Status
from chlogaudit.policy import Policy, load, settle

T = TypeVar("T")
TODAY = dt.date(2026, 11, 22)
POLICY = b"""extends = "clusters-host"

[retention]
raw_days = 14
set_by = "A. Example"

[controls."CH-6.1"]
not_applicable = "no log is kept for longer than a day"

[[suppression]]
control = "CH-1.1"
match = "/newsletter/confirm*"
owner = "A. Example"
reason = "a role account of ours"
expires = 2027-01-31

[[suppression]]
control = "CH-9.2"
match = "/collect"
owner = "B. Example"
reason = "being removed"
expires = 2026-06-30

[[attestation]]
control = "CH-8.2"
by = "A. Example"
date = 2026-11-01
expires = 2027-11-01
basis = "contracts reviewed, none passes contact data on"
"""


def policy() -> Policy:
    """A policy file that uses everything a policy file can say."""
    return load(POLICY, "example.toml")


def sample() -> AuditReport:
    """An audit with every status; all data made up."""
    rules = policy()
    results = settle(rules, _judged(rules), TODAY, rules.text_sha256)
    return AuditReport(
        version="0.1.0",
        created="2026-11-22T04:15:00+00:00",
        policy=rules.title,
        policy_digest=rules.digest,
        text_digest=rules.text_sha256,
        sources=SOURCES,
        results=results,
        headline=rules.headline(results),
        clauses=rules.clauses,
        notes=("The retention period of redacted logs is the tool's default.",),
    )


SOURCES = (
    SourceFacts(
        *("logs/shop.example.com/access.log.1", ("combined",), 0.9991, 1_204_331, 1_203_200, 1_131, 0, 345_600_123),
        first="2026-11-15T00:00:01+00:00",
        last="2026-11-21T23:59:59+00:00",
    ),
    SourceFacts(
        "logs/shop.example.com/error.log.1", ("apache_error",), 1.0, 812, 812, 0, 0, 160_020, note="in local time"
    ),
    SourceFacts(
        *("logs/mail.example.net/access.log.2.gz", ("vhost_combined",), 0.97, 48_402, 48_402, 0, 0, 9_001_221),
        first="2026-11-08T00:00:04+00:00",
        last="2026-11-11T13:02:10+00:00",
        problem="the compressed file ends too early",
    ),
)


def _judged(rules: Policy) -> list[ControlResult]:
    """What controls would have said."""
    email = Finding(
        *("CH-1.1", "1", rules.controls["CH-1.1"].severity),
        Place("logs/shop.example.com/access.log.1", 17, "request_first_line"),
        1_204,
        "e-mail address in parameter `email` of /newsletter/{x}",
        example="j***@e***.com",
        type="email",
        template="/newsletter/{x}",
        first="2026-11-15T00:12:01+00:00",
        last="2026-11-21T22:00:00+00:00",
        fingerprint="a1b2c3d4e5f60718",
    )
    several = (
        email,
        dataclasses.replace(
            email,
            place=Place("logs/mail.example.net/access.log.2.gz", 40_233, "request_header_referer"),
            count=3,
            message="phone number in a referer, path /contact",
            example="+49***",
            type="phone",
            template="/contact",
            fingerprint="0f0e0d0c0b0a0908",
        ),
        dataclasses.replace(email, template="/newsletter/confirm/{x}", fingerprint="1111111111111111", count=2),
    )
    card = dataclasses.replace(
        email,
        control="CH-3.1",
        clause="3",
        severity=rules.controls["CH-3.1"].severity,
        count=1,
        message="payment card in parameter `cc` of /pay",
        example="411111******1111",
        type="payment_card",
        template="/pay",
        fingerprint="2222222222222222",
    )
    mode = Finding(
        *("CH-7.1", "7", rules.controls["CH-7.1"].severity, Place("logs/shop.example.com/error.log.1"), 1),
        "everybody on the host can read it (mode 0644)",
        others=(Place("logs/other.log"), Place("logs/third.log", 7, "message")),
        remedy="Run the commands below as root:\nchmod 0640 logs/shop.example.com/error.log.1\ncreate 0640 root adm",
        fingerprint="3333333333333333",
    )
    return [
        judged(rules, "CH-0.1", Status.PASS, evidence="0 identifiers in 4,211 characters of output"),
        judged(rules, "CH-0.2", Status.PASS, evidence="0 published logs among 1,204,331 requests"),
        judged(rules, "CH-1.1", Status.FAIL, findings=several),
        judged(rules, "CH-2.1", Status.INCONCLUSIVE, reason="a log is incomplete: the compressed file ends too early"),
        judged(rules, "CH-3.1", Status.FAIL, findings=(card,)),
        judged(rules, "CH-5.1", Status.WARN, evidence="oldest entry 14 days old", reason="default of the tool"),
        judged(rules, "CH-7.1", Status.FAIL, findings=(mode,)),
    ]


def judged(rules: Policy, control: str, status: Status, **more: object) -> ControlResult:
    """A result of a control as the policy declares it."""
    spec = rules.controls[control]
    base = ControlResult(control, spec.clause, spec.title, spec.kind, status, spec.severity, remedy=spec.remedy)
    return dataclasses.replace(base, **more)


def hostile(text: str) -> AuditReport:
    """The sample with ``text`` in every place to which a log, a file's name or a policy file can bring words."""
    return _with(sample(), text)


_OURS = frozenset({"control", "clause", "kind", "version", "created", "first", "last", "clauses", "fingerprint"})


def _with(value: T, text: str, name: str = "") -> T:
    if name in _OURS or isinstance(value, Status | Identifier):
        return value
    if isinstance(value, str):
        return text + value + text
    if isinstance(value, tuple):
        return tuple(_with(v, text, name) for v in value)
    if dataclasses.is_dataclass(value):
        return dataclasses.replace(
            value, **{f.name: _with(getattr(value, f.name), text, f.name) for f in dataclasses.fields(value)}
        )
    return value
