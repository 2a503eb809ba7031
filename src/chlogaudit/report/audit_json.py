"""Write an audit as JSON of a fixed, versioned shape, apart from the model so that the model may change."""

from __future__ import annotations

import json
from typing import TypeAlias

from chlogaudit.model.finding import AuditReport, ControlResult, Finding, SourceFacts
from chlogaudit.report import audit_words as words

SCHEMA = "chlogaudit-audit/1"
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def render_json(report: AuditReport) -> str:
    """ASCII only, so that no reader meets a byte or character it cannot take; ``schemas/audit-1.json`` tells the shape."""
    report = words.harmless(report)
    base = report.baseline
    document: Json = {
        "schema": SCHEMA,
        "tool": {"name": "chlogaudit", "version": report.version},
        "created": report.created,
        "policy": {"name": report.policy, "digest": report.policy_digest, "text_digest": report.text_digest},
        "headline": {
            "passed": report.headline.passed,
            "automated": report.headline.automated,
            "attested": report.headline.attested,
            "open": report.headline.open,
        },
        "clauses": [{"id": number, "words": text} for number, text in report.clauses],
        "controls": [_control(report, r) for r in report.results],
        "sources": [_source(s) for s in report.sources],
        "notes": list(report.notes),
        "baseline": None
        if base is None
        else {
            "name": base.name,
            "new": list(base.new),
            "gone": [{"fingerprint": mark, "words": text} for mark, text in words.gone(report)],
            "same": list(base.same),
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _control(report: AuditReport, result: ControlResult) -> Json:
    return {
        "control": result.control,
        "clause": result.clause,
        "title": result.title,
        "kind": result.kind,
        "status": result.status.value,
        "severity": result.severity.label,
        "evidence": result.evidence,
        "reason": result.reason,
        "remedy": result.remedy,
        "findings": [_finding(report, f) for f in result.findings],
        "suppressed": [{"by": by, "finding": _finding(report, f)} for f, by in result.suppressed],
    }


def _finding(report: AuditReport, finding: Finding) -> Json:
    return {
        "severity": finding.severity.label,
        "source": finding.place.source,
        "line": finding.place.line or None,
        "field": finding.place.field,
        "others": [{"source": p.source, "line": p.line or None, "field": p.field} for p in finding.others],
        "count": finding.count,
        "type": finding.type,
        "template": finding.template,
        "message": finding.message,
        "example": finding.example,
        "remedy": finding.remedy,
        "first": finding.first,
        "last": finding.last,
        "fingerprint": words.fingerprint(finding),
        "state": {"": None, words.NEW: "new", words.SAME: "same"}[words.state(report, finding)],
    }


def _source(source: SourceFacts) -> Json:
    return {
        "source": source.source,
        "formats": list(source.formats),
        "confidence": round(source.confidence, 4),
        "lines": source.lines,
        "fitting": source.fitting,
        "unparsed": source.unparsed,
        "empty": source.empty,
        "bytes": source.bytes,
        "first": source.first,
        "last": source.last,
        "problem": source.problem,
        "note": source.note,
    }
