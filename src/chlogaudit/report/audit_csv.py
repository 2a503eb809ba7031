"""Write an audit as one CSV table: a row for each finding, and one for each control that has none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from chlogaudit.model.finding import AuditReport, ControlResult, Finding
from chlogaudit.report import audit_words as words
from chlogaudit.report.safe import csv_cell

COLUMNS = (
    *("clause", "control", "title", "kind", "status", "severity", "state", "count", "type", "source", "line", "field"),
    *(
        "logs",
        "other_places",
        "template",
        "example",
        "first",
        "last",
        "message",
        "evidence",
        "reason",
        "remedy",
        "suppressed_by",
        "fingerprint",
    ),
)
PLACES = 100  # of other logs in one cell: Excel takes 32,767 characters; JSON has all


def render_csv(report: AuditReport) -> bytes:
    """CRLF as RFC 4180 has it; no cell is a formula; a byte-order mark only where needed, since Excel reads Latin-1 without."""
    report = words.harmless(report)
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for result in report.results:
        for row in _rows(report, result):
            writer.writerow([_cell(row.get(column, "")) for column in COLUMNS])
    for mark, text in words.gone(report):
        control, _, message = text.partition(" ")
        row = {"control": control, "state": "gone", "message": message, "fingerprint": mark}
        writer.writerow([_cell(row.get(column, "")) for column in COLUMNS])
    text = out.getvalue()
    return text.encode("ascii" if text.isascii() else "utf-8-sig")


def _cell(value: str | int) -> str | int:
    return value if isinstance(value, int) else csv_cell(value)


def _rows(report: AuditReport, result: ControlResult) -> Iterator[dict[str, str | int]]:
    """All rows of one control."""
    common: dict[str, str | int] = {
        "clause": result.clause,
        "control": result.control,
        "title": result.title,
        "kind": result.kind,
        "status": result.status.value,
        "severity": result.severity.label,
        "evidence": result.evidence,
        "reason": result.reason,
        "remedy": " / ".join(result.remedy.split("\n")),
    }
    for finding in result.findings:
        yield common | _finding(finding) | {"state": words.state(report, finding)}
    for finding, by in result.suppressed:
        yield common | _finding(finding) | {"suppressed_by": by}
    if not result.findings and not result.suppressed:
        yield common


def _others(finding: Finding) -> str:
    """The places in other logs, as many as a cell is sure to hold."""
    more = f" | and {len(finding.others) - PLACES} more" if len(finding.others) > PLACES else ""
    return " | ".join(words.place(one) for one in finding.others[:PLACES]) + more


def _finding(finding: Finding) -> dict[str, str | int]:
    own: dict[str, str | int] = {
        "severity": finding.severity.label,
        "count": finding.count,
        "type": finding.type,
        "source": finding.place.source,
        "line": finding.place.line or "",
        "field": finding.place.field,
        "logs": 1 + len(finding.others),
        "other_places": _others(finding),
        "template": finding.template,
        "example": finding.example,
        "first": finding.first,
        "last": finding.last,
        "message": finding.message,
        "fingerprint": words.fingerprint(finding),
    }
    return own | ({"remedy": " / ".join(finding.remedy.split("\n"))} if finding.remedy else {})
