"""The words that every audit renderer shares: statuses, places, counts, the headline, and a report made harmless."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import TypeVar

from chlogaudit.model.finding import AuditReport, ControlResult, Finding, Place, Severity, Status
from chlogaudit.report.safe import shown

T = TypeVar("T")
NEW, SAME = "new", "still there"
WORDS = {
    Status.PASS: "PASS",
    Status.FAIL: "FAIL",
    Status.WARN: "WARN",
    Status.INCONCLUSIVE: "INCONCLUSIVE",
    Status.NOT_CHECKED: "NOT CHECKED",
    Status.ATTESTED: "ATTESTED",
    Status.NOT_APPLICABLE: "NOT APPLICABLE",
}
MEANINGS = {
    Status.PASS: "proven by the tool, over the population stated",
    Status.FAIL: "proven not to hold; each place is listed",
    Status.WARN: "holds only so far, or by a default that nobody has set",
    Status.INCONCLUSIVE: "the tool looked and could not decide; the reason is stated",
    Status.NOT_CHECKED: "the tool did not look; the reason is stated",
    Status.ATTESTED: "logs cannot show it; a named person stated it",
    Status.NOT_APPLICABLE: "declared in the policy file, with the reason",
}
KINDS = {"auto": "automated", "part": "evidence only", "att": "by statement"}
_MAY_HAVE_LINES = frozenset({"remedy"})  # ours, and a list of commands reads badly in one line


def harmless(value: T) -> T:
    """
    Copy a report (or any part of it) with every text made harmless by ``shown``.

    Line ends survive in remedies alone, which are the tool's own words.
    """
    return _harmless(value, "")


def _harmless(value: T, name: str) -> T:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        lines = value.split("\n") if name in _MAY_HAVE_LINES else [value]
        return "\n".join(map(shown, lines))  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_harmless(v, name) for v in value)  # type: ignore[return-value]
    if isinstance(value, Finding) and not value.fingerprint:
        # Made before the texts change, or the same finding would have another mark in every form.
        value = dataclasses.replace(value, fingerprint=fingerprint(value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _harmless(getattr(value, f.name), f.name) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    return value


def count(value: int) -> str:
    """Write a count with commas every three digits."""
    return f"{value:,}"


def plural(value: int, one: str, many: str = "") -> str:
    """Write a count with its noun."""
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def place(where: Place) -> str:
    """Write ``file:line:field``, without the parts that are not known."""
    parts = [where.source or "-", str(where.line) if where.line else "", where.field]
    return ":".join(p for p in parts if p)


def elsewhere(finding: Finding) -> str:
    """Say in how many other files the same was found; "" where in none."""
    return f"and in {plural(len(finding.others), 'other file')}" if finding.others else ""


def period(first: str, last: str) -> str:
    """Write from when to when, by days where the times differ in more than the hour, else by minutes."""
    if not first or not last or first[:16] == last[:16]:
        return (first or last)[:16].replace("T", " ")
    return (
        f"{first[:10]} to {last[:10]}" if first[:10] != last[:10] else f"{first[:10]} {first[11:16]} to {last[11:16]}"
    )


def fingerprint(finding: Finding) -> str:
    """The finding's own mark, or one made of what does not change from run to run."""
    if finding.fingerprint:
        return finding.fingerprint
    mark = "\0".join((finding.control, finding.type, finding.template or finding.place.field or finding.message))
    return sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause with its controls, in the order in which people read them."""

    id: str
    words: str
    results: tuple[ControlResult, ...]

    @property
    def title(self) -> str:
        """What the clause is called: the two paragraphs before clause 1 have no number in the text."""
        return {"0": "Preamble", "C": "Preamble, change of policy"}.get(self.id, f"Clause {self.id}")


def by_clause(report: AuditReport) -> Iterator[Clause]:
    """All clauses that have controls; controls of a clause that the report does not name come last."""
    named = dict(report.clauses)
    order = [*named, *dict.fromkeys(r.clause for r in report.results if r.clause not in named)]
    for clause in order:
        results = tuple(r for r in report.results if r.clause == clause)
        if results:
            yield Clause(clause, named.get(clause, ""), results)


def headline(report: AuditReport) -> tuple[tuple[str, str, str], ...]:
    """The three numbers: the number, its name, what it means."""
    numbers = report.headline
    found = Counter(r.status for r in report.results)
    waiting = sum(r.kind == "att" and r.status is Status.NOT_CHECKED for r in report.results)
    more = f"; {count(waiting)} more can only be stated" if waiting else ""
    looked = f"{count(found[Status.INCONCLUSIVE])} looked at, {count(found[Status.NOT_CHECKED])} not"
    return (
        (f"{numbers.passed} of {numbers.automated}", "automated controls passed", "proven on the logs that were read"),
        (str(numbers.attested), "attested", f"a named person stated it{more}"),
        (str(numbers.open), "open", f"not decided: {looked}"),
    )


def failed(report: AuditReport) -> bool:
    """Whether any control failed."""
    return any(r.status is Status.FAIL for r in report.results)


def severities(report: AuditReport) -> str:
    """How many controls failed and warn, and how many findings there are, the worst first; suppressed ones apart."""
    statuses = Counter(r.status for r in report.results)
    controls = f"{plural(statuses[Status.FAIL], 'control')} failed" if failed(report) else "No control failed"
    if statuses[Status.WARN]:
        controls += f", {count(statuses[Status.WARN])} {'warns' if statuses[Status.WARN] == 1 else 'warn'}"
    found = Counter(f.severity for r in report.results for f in r.findings)
    aside = sum(len(r.suppressed) for r in report.results)
    parts = [f"{count(found[s])} {s.label}" for s in sorted(Severity, reverse=True) if found[s]]
    text = f"{plural(sum(found.values()), 'finding')}: {', '.join(parts)}" if parts else "no findings"
    return f"{controls}; {text} ({count(aside)} suppressed by name)" if aside else f"{controls}; {text}"


def population(report: AuditReport) -> str:
    """What was read: logs, lines, the time they span."""
    lines = sum(s.lines for s in report.sources)
    firsts = [s.first for s in report.sources if s.first]
    lasts = [s.last for s in report.sources if s.last]
    words = f"{plural(len(report.sources), 'log')}, {plural(lines, 'line')}"
    span = period(min(firsts), max(lasts)) if firsts and lasts else ""
    return f"{words}, {span}" if span else words


def incomplete(report: AuditReport) -> tuple[str, ...]:
    """Each log that was not read whole, with the reason."""
    return tuple(f"{s.source}: {s.problem}" for s in report.sources if s.problem)


def state(report: AuditReport, finding: Finding) -> str:
    """Whether a finding is new since the baseline or still there; "" without a baseline."""
    if report.baseline is None:
        return ""
    mark, marks = fingerprint(finding), report.baseline.new
    at = bisect_left(marks, mark)  # sorted by `compare`; a search through all would cost their number squared
    return NEW if at < len(marks) and marks[at] == mark else SAME


def against_baseline(report: AuditReport) -> str:
    """How the audit differs from the earlier one, in one line; "" without a baseline."""
    base = report.baseline
    if base is None:
        return ""
    # One fault in eleven logs is eleven findings and one mark, so that a log more is no new fault.
    alike = sum(len(r.findings) for r in report.results) > len(base.new) + len(base.same)
    kinds = ", the same in several logs counted once" if alike else ""
    return f"Since {base.name}: {len(base.new)} new, {len(base.gone)} gone, {len(base.same)} still there{kinds}"


def gone(report: AuditReport) -> tuple[tuple[str, str], ...]:
    """Findings of the baseline that are no more: fingerprint, and control with message."""
    if report.baseline is None:
        return ()
    parted = (entry.partition(" ") for entry in report.baseline.gone)
    return tuple((mark, words) for mark, _, words in parted)


def explanation(result: ControlResult) -> tuple[tuple[str, str], ...]:
    """What stands below a control: the population of a pass, the reason of an open one."""
    pairs = (
        ("stated by" if result.status is Status.ATTESTED else "evidence", result.evidence),
        ("reason", result.reason),
    )
    return tuple((label, text) for label, text in pairs if text)


def wants_remedy(result: ControlResult) -> bool:
    """Whether there is something to do: not where all is well, nor where nothing was found or looked at."""
    if result.status is Status.NOT_CHECKED:
        return result.kind == "att"
    return result.status in {Status.FAIL, Status.WARN}


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one control that say the same of several places, the first of them speaking for all."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that speaks for the group."""
        return self.findings[0]

    @property
    def count(self) -> int:
        """How often the thing was found in all places."""
        return sum(f.count for f in self.findings)

    @property
    def period(self) -> str:
        """From the first entry of all places to the last."""
        firsts = [f.first for f in self.findings if f.first]
        lasts = [f.last for f in self.findings if f.last]
        return period(min(firsts, default=""), max(lasts, default=""))


def groups(report: AuditReport, result: ControlResult) -> tuple[Group, ...]:
    """Findings by message, in the order of their first; new ones and old ones stay apart."""
    found: dict[tuple[str, Severity, str], list[Finding]] = {}
    for finding in result.findings:
        found.setdefault((finding.message, finding.severity, state(report, finding)), []).append(finding)
    return tuple(Group(tuple(same)) for same in found.values())


def remedies(result: ControlResult) -> tuple[str, ...]:
    """What to do about a control: its findings' own remedies where they have some, else the control's."""
    own = tuple(dict.fromkeys(f.remedy for f in result.findings if f.remedy))
    return own or ((result.remedy,) if result.remedy and wants_remedy(result) else ())
