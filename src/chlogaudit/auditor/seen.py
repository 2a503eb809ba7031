"""What a control may look at, and how it says what it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from chlogaudit.auditor.evidence import Evidence, Hit, LogEvidence, Spot
from chlogaudit.model.finding import ControlResult, Finding, IdType, Place, Severity, SourceFacts, Status
from chlogaudit.model.receipt import Receipt
from chlogaudit.policy import ControlSpec, Policy


@dataclass(frozen=True, slots=True)
class Access:
    """Who can get at a log file. ``acl`` lists the named users and groups that an access list lets read."""

    mode: int
    owner: str
    group: str
    acl: tuple[str, ...] = ()
    open_parents: tuple[str, ...] = ()  # folders above it that everybody may write in
    document_root: str = ""  # the folder that a server publishes and that holds it


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file of another tool that holds visitors' data: what it is, and what it holds, in words."""

    source: str
    tool: str
    holds: str


@dataclass(frozen=True, slots=True)
class Seen:
    """
    Everything that was seen. ``now`` is UTC seconds; ``access`` by source; ``receipts`` by source, None where no receipts
    file was found; ``digests`` are the sha256 of sources that have a receipt. ``handed_on``: these files are to leave the house.
    """

    evidence: Evidence
    policy: Policy
    sources: tuple[SourceFacts, ...]
    now: int
    access: Mapping[str, Access] = field(default_factory=dict)
    leftovers: tuple[Leftover, ...] = ()
    receipts: Mapping[str, Receipt] | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    handed_on: bool = False

    @property
    def lines(self) -> int:
        """Lines looked at."""
        return sum(source.lines for source in self.sources)

    def spec(self, control: str) -> ControlSpec:
        """A control as the policy declares it."""
        return self.policy.controls[control]

    def undecided(self) -> str:
        """Why nothing can be proven of these logs; "" where it can."""
        broken = [source.source for source in self.sources if source.problem]
        if broken:
            return f"not all was read: {broken[0]}" + (f" and {len(broken) - 1} more" if len(broken) > 1 else "")
        unparsed = sum(source.unparsed for source in self.sources)
        limit = self.policy.limits.unparsed_share
        if self.lines and unparsed / self.lines > limit:
            return f"{unparsed:,} of {self.lines:,} lines fit no format, more than the {limit:.1%} allowed"
        if not self.lines:
            return "no line was read"
        return ""


def result(
    seen: Seen,
    control: str,
    findings: Iterable[Finding],
    population: str,
    *,
    worst: Status = Status.FAIL,
    note: str = "",
) -> ControlResult:
    """
    What a control came to: ``worst`` where it found something, inconclusive where it found nothing in logs that could not be
    read whole, else a pass that states its ``population``. ``note`` is said in every case.
    """
    spec = seen.spec(control)
    found = tuple(sorted(findings, key=lambda f: (-f.severity, -f.count, f.place.source, f.place.line, f.fingerprint)))
    undecided = seen.undecided()
    status, reason = (worst, "") if found else (Status.INCONCLUSIVE, undecided) if undecided else (Status.PASS, "")
    return ControlResult(
        spec.id, spec.clause, spec.title, spec.kind, status, spec.severity,
        evidence="; ".join(part for part in (population, note) if part), reason=reason, remedy=spec.remedy, findings=found,
    )  # fmt: skip


def not_checked(seen: Seen, control: str, reason: str) -> ControlResult:
    """A control that did not run."""
    spec = seen.spec(control)
    return ControlResult(
        spec.id,
        spec.clause,
        spec.title,
        spec.kind,
        Status.NOT_CHECKED,
        spec.severity,
        reason=reason,
        remedy=spec.remedy,
    )


def finding(
    seen: Seen,
    control: str,
    place: Place,
    message: str,
    *,
    count: int = 1,
    mark: str = "",
    severity: Severity | None = None,
    hit: Hit | None = None,
    type: str = "",  # noqa: A002  the noun's own field
    template: str = "",
    remedy: str = "",
) -> Finding:
    """A finding; ``mark`` is what makes it the same finding in the next run, beside control, type and template."""
    spec = seen.spec(control)
    print_of = sha256("\0".join((control, type, template, mark)).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Finding(
        control, spec.clause, spec.severity if severity is None else severity, place, count, message,
        example=hit.example if hit else "", remedy=remedy or spec.remedy, type=type, template=template,
        first=when(hit.first) if hit else "", last=when(hit.last) if hit else "", fingerprint=print_of,
    )  # fmt: skip


def when(second: int | None) -> str:
    """A UTC second as ISO 8601, "" where unknown."""
    from datetime import UTC, datetime

    if second is None or not -62135596800 <= second <= 253402300799:
        return ""
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")


def in_fields(
    seen: Seen,
    control: str,
    types: Iterable[IdType],
    *,
    columns: frozenset[str] | None = None,
    severity: Severity | None = None,
) -> list[Finding]:
    """Findings for identifiers of ``types`` that stand in fields where they have no business, grouped by spot."""
    wanted = frozenset(types)
    out = []
    for spot, hit in seen.evidence.spots.items():
        if spot.type not in wanted or (columns is not None and spot.column not in columns):
            continue
        out.append(spot_finding(seen, control, spot, hit, severity))
    return out


def spot_finding(seen: Seen, control: str, spot: Spot, hit: Hit, severity: Severity | None = None) -> Finding:
    """The finding of one spot."""
    where = f"parameter {spot.parameter} of the {_FIELD.get(spot.holds.value, spot.column)}" if spot.parameter else (
        f"the {_FIELD.get(spot.holds.value, spot.column or 'line')}"
    )  # fmt: skip
    files = f", in {len(hit.sources)} logs" if len(hit.sources) > 1 else ""
    words = spot.type.value.replace("_", " ")
    template = f"{spot.template}?{spot.parameter}=" if spot.parameter else spot.template
    return finding(
        seen, control, Place(hit.source, hit.line, spot.column), f"{words} in {where}{files}", count=hit.count, hit=hit,
        type=spot.type.value, template=template, mark=spot.column, severity=severity,
    )  # fmt: skip


_FIELD = {
    "request": "request", "url": "request", "referer": "referer", "user_agent": "user agent", "message": "error message",
    "cookie": "cookie", "text": "line",
}  # fmt: skip

__all__ = [
    "Access",
    "Leftover",
    "LogEvidence",
    "Seen",
    "finding",
    "in_fields",
    "not_checked",
    "result",
    "spot_finding",
    "when",
]
