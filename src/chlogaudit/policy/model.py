"""What a policy file says, as frozen data: clauses, controls, profiles, numbers, exceptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chlogaudit.errors import PolicyError
from chlogaudit.model.finding import ControlResult, Finding, Headline, IdType, Severity, Status
from chlogaudit.model.format import Holds

# What a profile decides; every other kind of field is written by the server from a closed set and is kept.
FIELDS = (
    *(
        Holds.CLIENT,
        Holds.FORWARDED,
        Holds.IDENT,
        Holds.USER,
        Holds.REQUEST,
        Holds.URL,
        Holds.REFERER,
        Holds.USER_AGENT,
    ),
    *(Holds.COOKIE, Holds.SECRET, Holds.MESSAGE, Holds.TEXT, Holds.ADDRESS, Holds.HOST, Holds.PORT),
    *(Holds.METHOD, Holds.PROTOCOL),
)


class Operator(StrEnum):
    """What may be done to an identifier or a field."""

    KEEP = "keep"
    DROP = "drop"
    TOKEN = "token"  # noqa: S105  the operator's name, not a secret
    CUT = "cut"
    CUT_ORIGIN = "cut-origin"
    CUT_AGENT = "cut-agent"
    TRUNCATE = "truncate"
    TRUNCATE_STRICT = "truncate-strict"
    IPCRYPT_PFX = "ipcrypt-pfx"
    IPCRYPT_DETERMINISTIC = "ipcrypt-deterministic"


class Epoch(StrEnum):
    """How long one key lives, by the calendar as written in the line."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class ControlSpec:
    """One control as declared. ``kind`` is auto, part or att; ``not_applicable`` the declared reason, else ""; what, why: prose."""

    id: str
    clause: str
    kind: str
    severity: Severity
    title: str
    remedy: str
    not_applicable: str = ""
    what: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """
    Which operator treats which field and which type.

    Both mappings are total: ``fields`` over ``Holds`` (those that cannot identify anybody are KEEP), ``types`` over
    ``IdType``. KEEP on a field keeps the field; identifiers found inside are still treated by their type.
    """

    name: str
    fields: Mapping[Holds, Operator]
    types: Mapping[IdType, Operator]
    epoch: Epoch

    def table(self) -> dict[str, object]:
        """The same in plain words, as the redactor reads it: it may not know this room's nouns by more than their names."""
        return {
            "name": self.name,
            "epoch": self.epoch.value,
            "fields": {holds.value: self.fields[holds].value for holds in FIELDS},
            "types": {kind.value: operator.value for kind, operator in self.types.items()},
        }


@dataclass(frozen=True, slots=True)
class Retention:
    """Days by the oldest entry. ``set_by`` names who decided; empty: they are the tool's own defaults."""

    raw_days: int
    redacted_days: int
    set_by: str

    @property
    def warning(self) -> str:
        """Why a pass by these days is only a warning; empty when somebody has set them by name."""
        return "" if self.set_by else "default of the tool"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a control stops being able to decide, or starts to complain. Shares are 0..1."""

    unparsed_share: float
    gap_hours: float
    future_minutes: float
    clock_days: float
    export_bytes: int


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding somebody answers for. ``match`` is a glob over its template, source or fingerprint; ``line`` is 1-based."""

    control: str
    match: str
    owner: str
    reason: str
    expires: dt.date
    line: int = 0

    def says(self) -> str:
        """The words that stand beside a suppressed finding."""
        return f"{self.owner}: {self.reason} (until {self.expires.isoformat()})"


@dataclass(frozen=True, slots=True)
class Attestation:
    """What a named person stated, since logs cannot show it."""

    control: str
    by: str
    date: dt.date
    expires: dt.date
    basis: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A policy text that somebody compared the controls with."""

    sha256: str
    by: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Policy:
    """
    Everything a run is judged by. ``digest`` is the sha256 of what it means, whatever the file's layout or comments.

    ``name`` is the file's name as given, ``title`` what it calls itself. Nothing here knows the date: ask with one.
    """

    name: str
    title: str
    text_sha256: str
    clauses: tuple[tuple[str, str], ...]
    controls: Mapping[str, ControlSpec]
    profiles: Mapping[str, Profile]
    retention: Retention
    k: int
    groups: tuple[str, ...]
    limits: Limits
    suppressions: tuple[Suppression, ...]
    attestations: tuple[Attestation, ...]
    accepted: tuple[Acceptance, ...]
    digest: str

    def profile(self, name: str) -> Profile:
        """The profile of that name; PolicyError names those there are."""
        if name not in self.profiles:
            raise PolicyError(f"{self.name}: no redaction profile {name!r}; it has {', '.join(sorted(self.profiles))}.")
        return self.profiles[name]

    def reviewed(self, text_sha256: str) -> bool:
        """Whether the controls were written for, or accepted by name for, the policy text of that digest."""
        return text_sha256 == self.text_sha256 or any(a.sha256 == text_sha256 for a in self.accepted)

    def attestation(self, control: str, today: dt.date) -> Attestation | None:
        """The newest statement on ``control`` that holds on ``today``."""
        holding = (a for a in self.attestations if a.control == control and a.date <= today <= a.expires)
        return max(holding, key=lambda a: (a.date, a.expires), default=None)

    def suppression(self, finding: Finding, today: dt.date) -> Suppression | None:
        """The suppression that covers ``finding`` on ``today``; the last day counts."""
        from fnmatch import fnmatchcase

        names = [n for n in (finding.template, finding.place.source, finding.fingerprint) if n]
        for entry in self.suppressions:
            fits = entry.control == finding.control and any(fnmatchcase(n, entry.match) for n in names)
            if fits and today <= entry.expires:
                return entry
        return None

    def expired(self, today: dt.date) -> tuple[Suppression, ...]:
        """Suppressions past their date: the audit must fail on them, used or not."""
        return tuple(s for s in self.suppressions if s.expires < today)

    def headline(self, results: Iterable[ControlResult]) -> Headline:
        """
        The three numbers.

        Automated are the ``auto`` controls that apply; attested those a person stated; open those that nothing has
        decided: inconclusive, not checked, or declared and without any result.
        """
        found = {r.control: r for r in results}
        applying = [r for r in found.values() if r.status is not Status.NOT_APPLICABLE]
        auto = {r.control for r in applying if r.kind == "auto"}
        missing = {c for c in self.controls if c not in found and not self.controls[c].not_applicable}
        return Headline(
            passed=sum(r.status is Status.PASS for r in applying if r.kind == "auto"),
            automated=len(auto | {c for c in missing if self.controls[c].kind == "auto"}),
            attested=sum(r.status is Status.ATTESTED for r in applying),
            open=sum(r.status in {Status.INCONCLUSIVE, Status.NOT_CHECKED} for r in applying) + len(missing),
        )
