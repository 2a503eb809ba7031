"""What an audit says: identifiers, findings, results of controls."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class IdType(StrEnum):
    """Types of identifiers; the labels of the shared span set plus four of our own."""

    CLIENT_IP = "client_ip"
    IP = "ip"
    USER = "user"
    EMAIL = "email"
    PHONE = "phone"
    PAYMENT_CARD = "payment_card"
    IBAN = "iban"
    NAME = "name"
    POSTAL_ADDRESS = "postal_address"
    POSTCODE = "postcode"
    GEO = "geo"
    SESSION_ID = "session_id"
    DEVICE_ID = "device_id"
    CLICK_ID = "click_id"
    TOKEN = "token"  # noqa: S105
    HOSTNAME_INTERNAL = "hostname_internal"
    BIRTH_DATE = "birth_date"
    NATIONAL_ID = "national_id"
    VEHICLE_REG = "vehicle_reg"
    ACCOUNT_NO = "account_no"
    PORT = "port"


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """
    One identifier: ``start`` and ``end`` are byte offsets into the raw value or line, as written (still encoded).

    ``confidence`` is 0..1; ``field`` the column it stands in; ``why`` the detector's reason, without the value.
    """

    start: int
    end: int
    type: IdType
    confidence: float = 1.0
    field: str = ""
    why: str = ""


class Severity(IntEnum):
    """How bad; ordered, so that ``--fail-on`` is a comparison."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The word people read."""
        return self.name.lower()


class Status(StrEnum):
    """What a control came to. What cannot be proven is never PASS."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    WARN = "warn"
    INCONCLUSIVE = "inconclusive"
    NOT_CHECKED = "not_checked"
    ATTESTED = "attested"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a source as given by the user, a 1-based line (0: the source as a whole) and a column."""

    source: str
    line: int = 0
    field: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing found, grouped by URL template and parameter where it has them. Holds no identifier, ever.

    ``fingerprint`` is stable from run to run (control, source-independent template, type), for baselines.
    ``first`` and ``last`` are ISO times of the entries; ``others`` the first place in each other log that has it, by name.
    """

    control: str
    clause: str
    severity: Severity
    place: Place
    count: int
    message: str
    example: str = ""  # masked
    remedy: str = ""
    type: str = ""
    template: str = ""
    first: str = ""
    last: str = ""
    fingerprint: str = ""
    others: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class ControlResult:
    """What one control came to. ``evidence`` states the population of a pass; ``reason`` is mandatory where not decided."""

    control: str
    clause: str
    title: str
    kind: str  # auto, part, att
    status: Status
    severity: Severity
    evidence: str = ""
    reason: str = ""
    remedy: str = ""
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[tuple[Finding, str], ...] = ()  # with "owner: reason (until date)"


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What was read of one source. ``lines == fitting + scrubbed + empty``."""

    source: str
    formats: tuple[str, ...]
    confidence: float
    lines: int
    fitting: int
    unparsed: int
    empty: int
    bytes: int
    first: str = ""
    last: str = ""
    problem: str = ""  # why it is incomplete or was skipped; empty when whole
    note: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """The three numbers: automated controls passed of total, attested, open."""

    passed: int
    automated: int
    attested: int
    open: int


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All that a renderer of an audit needs; plain data."""

    version: str
    created: str
    policy: str
    policy_digest: str
    text_digest: str
    sources: tuple[SourceFacts, ...]
    results: tuple[ControlResult, ...]
    headline: Headline
    clauses: tuple[tuple[str, str], ...]  # id, our own short words
    notes: tuple[str, ...] = ()
    baseline: Baseline | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Baseline:
    """How this audit differs from an earlier one, by fingerprint."""

    name: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    same: tuple[str, ...]
