"""The list of all forms in which an audit can be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chlogaudit.errors import UsageError
from chlogaudit.model.finding import AuditReport
from chlogaudit.report.audit_baseline import compare, findings_of
from chlogaudit.report.audit_csv import render_csv
from chlogaudit.report.audit_html import render_html
from chlogaudit.report.audit_json import render_json
from chlogaudit.report.audit_markdown import render_markdown
from chlogaudit.report.audit_sarif import render_sarif
from chlogaudit.report.audit_terminal import render_terminal


@dataclass(frozen=True, slots=True)
class Output:
    """One form: its name on the command line, the suffix of its files, and what writes it."""

    name: str
    suffix: str
    render: Callable[[AuditReport], bytes | str]


OUTPUTS: tuple[Output, ...] = (
    Output("table", ".txt", render_terminal),
    Output("json", ".json", render_json),
    Output("sarif", ".sarif", render_sarif),
    Output("csv", ".csv", render_csv),
    Output("markdown", ".md", render_markdown),
    Output("html", ".html", render_html),
)
FORMATS: tuple[str, ...] = tuple(o.name for o in OUTPUTS)


def render(report: AuditReport, format: str) -> bytes | str:  # noqa: A002  the option's own name
    """Write ``report`` in the form called ``format``; UsageError names those there are."""
    for output in OUTPUTS:
        if output.name == format:
            return output.render(report)
    raise UsageError(f"There is no audit format of that name; choose one of {', '.join(FORMATS)}.")


__all__ = ["FORMATS", "OUTPUTS", "Output", "compare", "findings_of", "render", "render_terminal"]
