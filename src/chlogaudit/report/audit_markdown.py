"""Write an audit as Markdown that also reads well as plain text in a mail."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.model.finding import AuditReport, ControlResult, Finding
from chlogaudit.report import audit_words as words
from chlogaudit.report.safe import markdown_cell as cell
from chlogaudit.report.safe import markdown_code as code

MOST = 50  # findings listed for one control; JSON, CSV and SARIF have all
REMEDIES = 10


def render_markdown(report: AuditReport) -> str:
    """Headings by clause, a table of findings for each control that has some."""
    return "\n".join(_lines(words.harmless(report))) + "\n"


def _lines(report: AuditReport) -> Iterator[str]:
    yield f"# Audit against {cell(report.policy)}"
    yield ""
    yield f"{cell(words.population(report))}. Made {cell(report.created)} by chlogaudit {cell(report.version)},"
    yield f"policy digest {code(report.policy_digest[:16])}."
    yield ""
    yield "| | | |"
    yield "|--:|:--|:--|"
    for number, name, meaning in words.headline(report):
        yield f"| **{number}** | {name} | {meaning} |"
    yield ""
    yield f"{words.severities(report)}."
    if report.baseline:
        yield ""
        yield f"{cell(words.against_baseline(report))}."
    for problem in words.incomplete(report):
        yield ""
        yield f"**Not read whole:** {cell(problem)}"
    for clause in words.by_clause(report):
        yield ""
        yield f"## {clause.title}: {cell(clause.words)}" if clause.words else f"## {clause.title}"
        for result in clause.results:
            yield from _control(report, result)
    if gone := words.gone(report):
        yield from ("", "## Gone since the baseline", "")
        yield from (f"- {cell(text)}" for _, text in gone)
    yield from _sources(report)
    if report.notes:
        yield from ("", "## Notes", "")
        yield from (f"- {cell(note)}" for note in report.notes)


def _control(report: AuditReport, result: ControlResult) -> Iterator[str]:
    yield ""
    yield f"### {words.WORDS[result.status]}: {result.control} {cell(result.title)}"
    yield ""
    yield f"Severity {result.severity.label}, {words.KINDS.get(result.kind, result.kind)}."
    for label, text in words.explanation(result):
        yield f"{label.capitalize()}: {cell(text)}."
    if result.findings:
        yield ""
        states = "| State " if report.baseline else ""
        yield f"| Severity {states}| Count | Finding | Place | Example |"
        yield f"|:--{'|:--' if report.baseline else ''}|--:|:--|:--|:--|"
        yield from (_row(report, f) for f in result.findings[:MOST])
        if len(result.findings) > MOST:
            yield ""
            yield f"and {words.plural(len(result.findings) - MOST, 'more finding')}."
    for finding, by in result.suppressed:
        yield ""
        yield f"Suppressed by {cell(by)}: {_what(finding)} ({code(words.place(finding.place))})"
    remedies = words.remedies(result)
    for remedy in remedies[:REMEDIES]:
        yield ""
        first, *rest = remedy.split("\n")
        yield f"**To do:** {cell(first)}"
        if rest:
            yield ""
            yield from (f"    {line}" for line in rest)
    if len(remedies) > REMEDIES:
        yield ""
        yield f"and {len(remedies) - REMEDIES} more of the kind."


def _row(report: AuditReport, finding: Finding) -> str:
    state = f"| {words.state(report, finding)} " if report.baseline else ""
    example = code(finding.example) if finding.example else ""
    where = " ".join(part for part in (code(words.place(finding.place)), words.elsewhere(finding)) if part)
    return (
        f"| {finding.severity.label} {state}| {words.count(finding.count)} | {_what(finding)} | {where} | {example} |"
    )


def _what(finding: Finding) -> str:
    """What was found, and on which URLs."""
    return f"{cell(finding.message)}, {code(finding.template)}" if finding.template else cell(finding.message)


def _sources(report: AuditReport) -> Iterator[str]:
    if not report.sources:
        return
    yield from ("", "## Logs read", "", "| Log | Format | Lines | Not understood | Period |", "|:--|:--|--:|--:|:--|")
    for source in report.sources:
        formats = cell(", ".join(source.formats) or "none")
        span = cell(words.period(source.first, source.last))
        yield f"| {code(source.source)} | {formats} | {words.count(source.lines)} | {words.count(source.unparsed)} | {span} |"
