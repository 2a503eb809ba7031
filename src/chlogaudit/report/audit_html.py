"""Write an audit as one HTML page for the officer: no script, no request to anywhere, fit for paper."""

from __future__ import annotations

from chlogaudit.model.finding import AuditReport
from chlogaudit.report import audit_words as words

PLACES = 50  # of other logs listed for one finding
MOST = 200  # findings listed for one control, so that a page stays a page; JSON, CSV and SARIF have all


def render_html(report: AuditReport) -> str:
    """Markup comes from the template alone; whatever a log or a file's name brings is text (autoescape)."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("chlogaudit.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    report = words.harmless(report)
    page = environment.get_template("audit.html").render(
        report=report, clauses=tuple(words.by_clause(report)), words=words, most=MOST, places=PLACES
    )
    return page if page.endswith("\n") else page + "\n"
