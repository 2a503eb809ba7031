"""The list of all forms in which a traffic report can be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chlogaudit.errors import UsageError
from chlogaudit.model.traffic import TrafficReport
from chlogaudit.report.traffic_csv import write_csv_folder
from chlogaudit.report.traffic_html import render_html
from chlogaudit.report.traffic_json import render_json
from chlogaudit.report.traffic_markdown import render_markdown
from chlogaudit.report.traffic_parquet import render_parquet
from chlogaudit.report.traffic_terminal import render_terminal
from chlogaudit.report.traffic_xlsx import render_xlsx


@dataclass(frozen=True, slots=True)
class Output:
    """
    One form. ``render`` makes a whole file, ``write_folder`` a folder of them; each form has one of the two.

    ``shared`` tells whether it is meant to be handed on: then ``analyzer.suppress`` must have been at work, or the
    operator must have asked for ``k = 1``.
    """

    name: str
    suffix: str
    render: Callable[[TrafficReport], bytes | str] | None = None
    write_folder: Callable[[TrafficReport, str | Path], tuple[Path, ...]] | None = None
    shared: bool = True


OUTPUTS: tuple[Output, ...] = (
    Output("terminal", ".txt", render=render_terminal, shared=False),
    Output("html", ".html", render=render_html),
    Output("json", ".json", render=render_json),
    Output("csv", "", write_folder=write_csv_folder),
    Output("xlsx", ".xlsx", render=render_xlsx),
    Output("parquet", ".parquet", render=render_parquet),
    Output("markdown", ".md", render=render_markdown),
)
FORMATS: tuple[str, ...] = tuple(o.name for o in OUTPUTS)


def output(name: str) -> Output:
    """The form called ``name``."""
    for form in OUTPUTS:
        if form.name == name:
            return form
    raise UsageError(f"There is no report format of that name; choose one of {', '.join(FORMATS)}.")


def render(report: TrafficReport, name: str) -> bytes | str:
    """Write ``report`` in the form called ``name``; bytes where the format is binary or fixes its own encoding."""
    form = output(name)
    if form.render is None:
        raise UsageError(f"The {form.name} report is a folder of files; name one with --output.")
    return form.render(report)


def write_folder(report: TrafficReport, path: str | Path, name: str = "csv") -> tuple[Path, ...]:
    """Write ``report`` as a folder of files and return them."""
    form = output(name)
    if form.write_folder is None:
        raise UsageError(f"The {form.name} report is one file, not a folder.")
    return form.write_folder(report, path)
