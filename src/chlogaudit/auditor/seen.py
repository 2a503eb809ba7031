"""What a control may look at, and how it says what it found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from chlogaudit.auditor import public
from chlogaudit.auditor.evidence import Evidence, Hit, LogEvidence, Spot
from chlogaudit.auditor.nouns import widened
from chlogaudit.auditor.words import FIELDS, commands, path_of, type_words, when
from chlogaudit.model.finding import ControlResult, Finding, IdType, Place, Severity, SourceFacts, Status
from chlogaudit.model.receipt import Receipt
from chlogaudit.policy import ControlSpec, Policy, Suppression


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
    text_sha256: str = ""
    receipts_file: str = ""
    chain_break: str = ""  # where the chain of receipts does not hold, and why
    shared: frozenset[str] = frozenset()  # templates that so many clients sent that their words name nobody

    @property
    def lines(self) -> int:
        """Lines looked at."""
        return sum(source.lines for source in self.sources)

    @property
    def today(self) -> dt.date:
        """The day of the audit, in UTC."""
        return dt.datetime.fromtimestamp(self.now, dt.UTC).date()

    def spec(self, control: str) -> ControlSpec:
        """A control as the policy declares it."""
        return self.policy.controls[control]

    def suppression(self, found: Finding) -> Suppression | None:
        """The suppression that covers a finding today, by its template in full or as it is shown."""
        return self.policy.suppression(found, self.today) or self.policy.suppression(public.shown(found), self.today)

    def path(self, template: str) -> str:
        """A template as it may be shown."""
        return template if template in self.shared else public.template(template)

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

    A control of kind ``part`` has evidence and no proof, so it never passes: where it found nothing it is inconclusive.
    """
    spec = seen.spec(control)
    ordered = sorted(findings, key=lambda f: (-f.severity, -f.count, f.place.source, f.place.line, f.fingerprint))
    # Set aside here and not afterwards, or a control that has nothing else would pass on logs that it could not decide on.
    entries = [(one, seen.suppression(one)) for one in ordered]
    found = tuple(one for one, entry in entries if entry is None)
    aside = tuple((one, entry.says()) for one, entry in entries if entry is not None)
    excuses = f"{len(aside):,} finding{'s' if len(aside) > 1 else ''} suppressed by name" if aside else ""
    undecided = seen.undecided()
    if found:
        status, reason = worst, ""
    elif undecided:
        status, reason = Status.INCONCLUSIVE, undecided
    elif spec.kind == "part":
        status, reason = (
            Status.INCONCLUSIVE,
            f"nothing{' else' if aside else ''} was found, and that is evidence, not proof",
        )
    else:
        status, reason = Status.PASS, ""
    return ControlResult(
        spec.id, spec.clause, spec.title, spec.kind, status, spec.severity,
        evidence="; ".join(part for part in (population, note, excuses) if part), reason=reason, remedy=spec.remedy,
        findings=found, suppressed=aside,
    )  # fmt: skip


def not_checked(seen: Seen, control: str, reason: str, evidence: str = "") -> ControlResult:
    """A control that did not run, or that had nothing to run on."""
    spec = seen.spec(control)
    return ControlResult(
        *(spec.id, spec.clause, spec.title, spec.kind, Status.NOT_CHECKED, spec.severity),
        evidence=evidence,
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
    others: tuple[Place, ...] = (),
) -> Finding:
    """A finding; ``mark`` is what makes it the same finding in the next run, beside control, type and template."""
    spec = seen.spec(control)
    print_of = sha256(f"{control}\0{type}\0{template}\0{mark}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Finding(
        control, spec.clause, spec.severity if severity is None else severity, place, count, message,
        example=hit.example if hit else "", remedy=remedy or spec.remedy, type=type, template=template,
        first=when(hit.first) if hit else "", last=when(hit.last) if hit else "", fingerprint=print_of, others=others,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """
    What is wrong with one log: ``mark`` names the problem, the same for every log that has it; ``words`` say it of one log.

    ``many`` says it of several logs, where ``words`` have numbers that are true of one only. ``remedy`` is what to do about
    this problem or a command for this log, "" where the control's own remedy says it all.
    """

    mark: str
    source: str
    words: str
    line: int = 0
    field: str = ""
    count: int = 1
    severity: Severity | None = None
    remedy: str = ""
    first: int | None = None
    last: int | None = None
    many: str = ""


def grouped(seen: Seen, control: str, problems: Iterable[Problem]) -> list[Finding]:
    """
    One finding for each problem, whatever the number of logs that have it: the first is its place, the ``others`` follow.

    Logs that a suppression names stand apart from those it does not.
    """
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alone = finding(seen, control, Place(problem.source), "", mark=problem.mark)
        groups.setdefault((problem.mark, excused(seen, alone)), []).append(problem)
    out = []
    for (mark, _), members in sorted(groups.items()):
        members.sort(key=lambda one: (one.source, one.line))
        first = members[0]
        places = {one.source: Place(one.source, one.line, one.field) for one in reversed(members)}
        others = tuple(places[source] for source in sorted(places) if source != first.source)
        words = first.many or first.words if others else first.words
        low, high = None, None
        for one in members:
            low, high = widened(low, high, one.first, one.last)
        made = finding(
            seen, control, Place(first.source, first.line, first.field), words, mark=mark, severity=first.severity,
            count=sum(one.count for one in members), remedy=commands([one.remedy for one in members if one.remedy]),
            others=others,
        )  # fmt: skip
        out.append(replace(made, first=when(low), last=when(high)))
    return out


def command_for(seen: Seen, command: str, source: str) -> str:
    """A command on a log's path, "" for what is no file."""
    return f"{command} {path_of(source)}" if source in seen.access else ""


def excused(seen: Seen, found: Finding) -> str:
    """What tells the suppression that covers a finding today from others; "" where none does."""
    if not seen.policy.suppressions:
        return ""
    entry = seen.suppression(found)
    return f"{entry.line} {entry.match} {entry.owner}" if entry else ""


def in_fields(
    seen: Seen,
    control: str,
    types: Iterable[IdType],
    *,
    wanted: Callable[[Spot], bool] = lambda _spot: True,
    severity: Severity | None = None,
    remedy: str = "",
) -> list[Finding]:
    """Findings for identifiers of ``types`` that stand in fields where they have no business, grouped by spot."""
    kinds = frozenset(types)
    out = []
    for spot, hits in seen.evidence.hits():
        if spot.type in kinds and wanted(spot):
            out += spot_findings(seen, control, spot, hits, severity, remedy=remedy)
    return out


def spot_findings(
    seen: Seen,
    control: str,
    spot: Spot,
    hits: Mapping[str, Hit],
    severity: Severity | None = None,
    says: str = "",
    remedy: str = "",
) -> list[Finding]:
    """The finding of one spot over all logs; two where a suppression names some of the logs."""
    template = spot.where
    mark = f"{spot.column}{' internal' if spot.internal else ''}{' host' if spot.in_host else ''}"
    groups: dict[str, list[Hit]] = {}
    for source in sorted(hits):
        alone = finding(seen, control, Place(source), "", type=spot.type.value, template=template, mark=mark)
        groups.setdefault(excused(seen, alone), []).append(hits[source])
    out = []
    for _, members in sorted(groups.items()):
        total = Hit(sum(hit.count for hit in members), members[0].source, members[0].line, example=members[0].example)
        for hit in members:
            total.widen(hit.first, hit.last)
        out.append(
            finding(
                seen, control, Place(total.source, total.line, spot.column), says or spot_words(seen, spot), count=total.count, hit=total,
                type=spot.type.value, template=template, mark=mark, severity=severity, remedy=remedy,
                others=tuple(Place(hit.source, hit.line, spot.column) for hit in members[1:]),
            )
        )  # fmt: skip
    return out


def parameter_words(seen: Seen, spot: Spot) -> str:
    """``parameter q``; "" where the spot is outside of parameters."""
    name = spot.parameter if spot.where in seen.shared else public.name(spot.parameter)
    return f"parameter {name}" if name else ""


def spot_words(seen: Seen, spot: Spot) -> str:
    """``email in parameter q of the referer``."""
    field_ = FIELDS.get(spot.holds.value, f"field {spot.column}" if spot.column else "line that fits no format")
    kind = f"{'internal ' if spot.internal else ''}{type_words(spot.type)}"
    if spot.internal and spot.type is IdType.USER:
        kind = "owner of a home folder"
    parameter = parameter_words(seen, spot)
    return f"{kind} in {parameter} of the {field_}" if parameter else f"{kind} in the {field_}"


__all__ = [
    "Access",
    "Leftover",
    "LogEvidence",
    "Problem",
    "Seen",
    "command_for",
    "excused",
    "finding",
    "grouped",
    "in_fields",
    "not_checked",
    "parameter_words",
    "result",
    "spot_findings",
    "spot_words",
]
