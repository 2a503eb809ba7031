"""
Write an audit as SARIF 2.1.0, the format that code-scanning pages and security dashboards read.

Made by hand: sarif-om has had no release since 2019, sarif-pydantic would bring pydantic along for one file. The tests
hold the result to the official schema instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias
from urllib.parse import quote

from chlogaudit.model.finding import AuditReport, ControlResult, Finding, Place, Severity, Status
from chlogaudit.report import audit_words as words
from chlogaudit.report.safe import shown

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Severity.INFO: "note",
    Severity.LOW: "note",
    Severity.MEDIUM: "warning",
    Severity.HIGH: "error",
    Severity.CRITICAL: "error",
}
# Code-scanning pages sort by this property: above 9 critical, 7 high, 4 medium, above 0 low; information has none.
_SCORES = {
    Severity.LOW: "2.0",
    Severity.MEDIUM: "5.0",
    Severity.HIGH: "8.0",
    Severity.CRITICAL: "9.5",
}
RELATED = 100  # places in other logs of one result: as many as code-scanning pages show
_STATES = {words.NEW: "new", words.SAME: "unchanged"}


def render_sarif(report: AuditReport) -> str:
    """
    One run: the controls as rules, each finding as a result, suppressed ones marked so.

    Readers of SARIF show every result as an alarm, so what passed, is open or is gone stands in the run's properties.
    """
    indexes = {r.control: i for i, r in enumerate(report.results)}
    results = [r for result in report.results for r in _results(report, result, indexes[result.control])]
    controls: list[Json] = [
        {"id": r.control, "status": r.status.value, "evidence": shown(r.evidence), "reason": shown(r.reason)}
        for r in report.results
    ]
    run: dict[str, Json] = {
        "tool": {
            "driver": {
                "name": "chlogaudit",
                "version": shown(report.version),
                "rules": [_rule(r) for r in report.results],
            }
        },
        "automationDetails": {"id": "chlogaudit/audit/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "artifacts": [{"location": {"uri": _uri(s.source)}, "roles": ["analysisTarget"]} for s in report.sources],
        "results": results,
        "properties": {
            "policy": shown(report.policy),
            "policyDigest": shown(report.policy_digest),
            "controlsPassed": report.headline.passed,
            "controlsAutomated": report.headline.automated,
            "controlsAttested": report.headline.attested,
            "controlsOpen": report.headline.open,
            "controls": controls,
            "gone": [shown(text) for _, text in words.gone(report)],
        },
    }
    return json.dumps({"$schema": _URI, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True) + "\n"


def _rule(result: ControlResult) -> Json:
    remedy = _message(result.remedy or result.title)
    return {
        "id": result.control,
        "name": result.control.replace("-", "").replace(".", "_"),
        "shortDescription": {"text": _message(result.title)},
        "fullDescription": {"text": _message(f"{result.title} (clause {result.clause} of the privacy policy)")},
        "help": {"text": remedy},
        "defaultConfiguration": {"level": _LEVELS[result.severity]},
        "properties": {
            "tags": ["security", "privacy", f"clause-{shown(result.clause)}"],
            "precision": "high" if result.kind == "auto" else "medium",
            **({"security-severity": _SCORES[result.severity]} if result.severity in _SCORES else {}),
        },
    }


def _invocation(report: AuditReport) -> Json:
    notes: list[Json] = [
        {"level": "warning", "message": {"text": _message(text)}, "descriptor": {"id": "incomplete"}}
        for text in words.incomplete(report)
    ]
    notes += [{"level": "note", "message": {"text": _message(n)}, "descriptor": {"id": "note"}} for n in report.notes]
    return {
        "executionSuccessful": not words.incomplete(report),
        "toolExecutionNotifications": notes,
        "properties": {"created": shown(report.created)},
    }


def _results(report: AuditReport, result: ControlResult, index: int) -> Iterator[Json]:
    for finding in result.findings:
        yield _result(report, finding, index) | _baseline(words.state(report, finding))
    for finding, by in result.suppressed:
        excuse: Json = [{"kind": "external", "status": "accepted", "justification": _message(by)}]
        yield _result(report, finding, index) | _baseline(words.state(report, finding)) | {"suppressions": excuse}
    if result.status is Status.FAIL and not result.findings:
        source = report.sources[0].source if report.sources else "-"
        message = result.reason or result.evidence or result.title
        whole = Finding(result.control, result.clause, result.severity, Place(source), 1, message)
        yield _result(report, whole, index) | _baseline(words.state(report, whole))


def _baseline(state: str) -> dict[str, Json]:
    return {"baselineState": _STATES[state]} if state else {}


def _result(report: AuditReport, finding: Finding, index: int) -> dict[str, Json]:
    physical: dict[str, Json] = {"artifactLocation": {"uri": _uri(finding.place.source)}}
    physical["region"] = _region(report, finding.place)
    location: dict[str, Json] = {"physicalLocation": physical}
    if finding.place.field:
        location["logicalLocations"] = [{"name": shown(finding.place.field), "kind": "member"}]
    example = f" Example: {finding.example}" if finding.example else ""
    where = f" ({finding.template})" if finding.template else ""
    more = f", {words.elsewhere(finding)}" if finding.others else ""
    out: dict[str, Json] = {
        "ruleId": finding.control,
        "ruleIndex": index,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(f"{words.count(finding.count)} x {finding.message}{where}{more}.{example}")},
        "locations": [location],
        "occurrenceCount": max(1, finding.count),
        "partialFingerprints": _fingerprints(finding),
        "properties": {
            "clause": shown(finding.clause),
            "type": shown(finding.type),
            "template": shown(finding.template),
            "remedy": _message(finding.remedy),
            "first": shown(finding.first),
            "last": shown(finding.last),
        },
    }
    if finding.others:
        related: list[Json] = [
            {
                "id": number,
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(other.source)},
                    "region": _region(report, other),
                },
            }
            for number, other in enumerate(finding.others[:RELATED], 1)
        ]
        out["relatedLocations"] = related
    return out


def _fingerprints(finding: Finding) -> dict[str, Json]:
    """
    Our own mark, and the one by which code-scanning pages tell an alert from a new one.

    GitHub makes the second out of the line's text where a file has none, and opens one alert a run where it cannot: logs lie in
    no repository.
    """
    mark = shown(words.fingerprint(finding))
    return {"chlogauditFinding/v1": mark, "primaryLocationLineHash": f"{mark}:1"}


def _region(report: AuditReport, where: Place) -> Json:
    """The line, or all lines where the log as a whole is meant: GitHub leaves out results that have none."""
    if where.line:
        return {"startLine": where.line}
    lines = next((s.lines for s in report.sources if s.source == where.source), 0)
    return {"startLine": 1, "endLine": lines} if lines else {"startLine": 1}


def _message(text: str) -> str:
    """Text of a message; ``[words](target)`` would be a link there (SARIF 3.11.6), and no log may set one."""
    return "\n".join(shown(line) for line in text.split("\n")).replace("](", "] (")


def _uri(source: str) -> str:
    """The source as a URI reference; any byte of a file's name survives, and a colon does not become a scheme."""
    path = quote(source.encode("utf-8", "surrogateescape" if _escaped(source) else "surrogatepass"), safe="/~")
    return f"file://{path}" if path.startswith("/") else path


def _escaped(source: str) -> bool:
    """Whether all surrogates in a name are undecodable bytes, as the system hands them over."""
    return all(0xDC80 <= ord(c) <= 0xDCFF for c in source if "\ud800" <= c <= "\udfff")
