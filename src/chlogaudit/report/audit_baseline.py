"""Compare an audit with an earlier JSON report: what is new, what is gone, what is still there."""

from __future__ import annotations

import json
from dataclasses import replace

from chlogaudit.errors import UsageError
from chlogaudit.model.finding import AuditReport, Baseline
from chlogaudit.report.audit_words import fingerprint
from chlogaudit.report.safe import shown

FAMILY = "chlogaudit-audit/"
_READS = frozenset({"chlogaudit-audit/1"})
_LONGEST = 200  # characters of a text taken over from a file that anybody may have written


def compare(report: AuditReport, earlier_json: bytes, name: str) -> AuditReport:
    """
    Fill ``report.baseline`` from an earlier report in this tool's JSON.

    Findings are the same when their fingerprints are; suppressed ones count on neither side. Entries of ``gone`` are
    the fingerprint, a blank, and the words of the earlier finding. UsageError names a file that is no such report.
    """
    earlier = findings_of(earlier_json, name)
    now = {fingerprint(f) for r in report.results for f in r.findings}
    baseline = Baseline(
        name=shown(name),
        new=tuple(sorted(now - set(earlier))),
        gone=tuple(f"{mark} {earlier[mark]}" for mark in sorted(set(earlier) - now)),
        same=tuple(sorted(now & set(earlier))),
    )
    return replace(report, baseline=baseline)


def findings_of(data: bytes, name: str) -> dict[str, str]:
    """The fingerprints of an earlier report with control and message of each. UsageError names a file that is no such report."""
    try:
        document: object = json.loads(data)
    except (ValueError, RecursionError):
        raise UsageError(f"{shown(name)} is not JSON; give a report written with --format json.") from None
    schema = document.get("schema") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(schema, str) or not schema.startswith(FAMILY):
        raise UsageError(f"{shown(name)} is no audit report of chlogaudit; give one written with --format json.")
    if schema not in _READS:
        raise UsageError(
            f"{shown(name)} is of version {shown(schema[:40])}, which this version cannot read; write it anew."
        )
    try:
        return {
            _text(finding["fingerprint"]).replace(" ", ""): _words(result["control"], finding)
            for result in document["controls"]
            for finding in result["findings"]
        }
    except (KeyError, TypeError):
        raise UsageError(f"{shown(name)} lacks parts of an audit report; was it edited? Write it anew.") from None


def _words(control: str, finding: dict[str, str]) -> str:
    """What an earlier finding said, and of which URLs."""
    message, template = finding["message"], finding.get("template", "")
    return _text(f"{control} {message}, {template}" if template else f"{control} {message}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return shown(value[:_LONGEST])
