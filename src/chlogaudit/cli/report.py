"""``chlogaudit report``: traffic-pattern summaries."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chlogaudit.cli.shared import (
    Asked,
    file_behind,
    form_of,
    paths_argument,
    progress,
    reading_options,
    seconds_of,
    write_output,
)
from chlogaudit.errors import Incomplete, UsageError

if TYPE_CHECKING:
    from chlogaudit.analyzer.filters import Filters
    from chlogaudit.jobs.logs import Reading
    from chlogaudit.jobs.report import ReportOptions
    from chlogaudit.model.traffic import TrafficReport

FORMATS = ("terminal", "html", "json", "csv", "xlsx", "parquet", "markdown")
_SUFFIXES = {
    ".html": "html", ".htm": "html", ".json": "json", ".xlsx": "xlsx", ".md": "markdown", ".parquet": "parquet",
}  # fmt: skip


@click.command()
@paths_argument
@reading_options
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default=None, help="Default: terminal, or by --output's suffix."
)
@click.option("-o", "--output", metavar="PATH", help="Write there instead of to the terminal; csv: a folder.")
@click.option(
    "--since", metavar="TIME", help="Only entries from this time on (ISO 8601; UTC unless it says otherwise)."
)
@click.option("--until", metavar="TIME", help="Only entries before this time.")
@click.option("--last", metavar="SPAN", help="Only the last 24h, 7d, 90m ..., counted back from the newest entry.")
@click.option("--vhost", "vhosts", multiple=True, metavar="PATTERN", help="Only these virtual hosts (shell pattern).")
@click.option(
    "--status", "statuses", multiple=True, metavar="CODE", help="Only these status codes, or classes such as 4xx."
)
@click.option("--path", "patterns", multiple=True, metavar="PATTERN", help="Only these paths (shell pattern).")
@click.option("--exclude-bots", is_flag=True, help="Leave out what calls itself a bot.")
@click.option("--panel", "panels", multiple=True, metavar="ID", help="Only these panels.")
@click.option(
    "--top", type=click.IntRange(1), metavar="N", default=10, show_default=True, help="Rows per panel on the terminal."
)
@click.option("--k", "k", type=click.IntRange(1), metavar="K", default=None, help="Smallest number of visitors behind a published cell. "
              "Default: 10 in what is handed on, 1 on the terminal.")  # fmt: skip
@click.option(
    "--round", "rounding", type=click.IntRange(2), default=None, metavar="N", help="Round counts to multiples of N."
)
@click.option("--compare", is_flag=True, help="Compare with the period before (needs --since or --last).")
@click.option("--counting", type=click.Choice(["chlogaudit", "goaccess"]), default="chlogaudit", show_default=True,
              help="goaccess: an answer 4xx makes nobody a visitor.")  # fmt: skip
@click.option("--memory", type=click.IntRange(1), default=576, show_default=True, metavar="MIB",
              help="What counting may hold; beyond it the report is approximate and says so.")  # fmt: skip
@click.option("--siblings", is_flag=True, help="Read the other rotations of each file named, too.")
@click.option(
    "--watch",
    is_flag=True,
    help="Follow one growing log on the terminal, through rotation, until Ctrl-C (exit code 0).",
)
@click.option("--title", default="Traffic report", help="Heading of the report.")
@click.option("-q", "--quiet", is_flag=True, help="One screen; nothing on standard error when nothing is wrong.")
def report(
    paths: tuple[str, ...],
    asked: Asked,
    form: str | None,
    output: str | None,
    since: str | None,
    until: str | None,
    last: str | None,
    vhosts: tuple[str, ...],
    statuses: tuple[str, ...],
    patterns: tuple[str, ...],
    exclude_bots: bool,
    panels: tuple[str, ...],
    top: int,
    k: int | None,
    rounding: int | None,
    compare: bool,
    counting: str,
    memory: int,
    siblings: bool,
    watch: bool,
    title: str,
    quiet: bool,
) -> int:
    """Summarise traffic: visitors, pages, referring sites, status codes, browsers, bots and more."""
    form = form or form_of(output, _SUFFIXES, "terminal")
    on_screen = form == "terminal"
    from chlogaudit.analyzer.traffic import Options
    from chlogaudit.jobs.report import ReportOptions, Window, check_panels
    from chlogaudit.jobs.report import report as job

    check_panels(panels)
    if output in {None, "-"} and form == "csv":
        raise UsageError("A csv report is a folder of files; name one with --output.")
    if output is None and form in {"xlsx", "parquet"}:
        raise UsageError(f"A report as {form} is a binary file; name one with --output.")
    filters, words = _filters(since, until, vhosts, statuses, patterns, exclude_bots=exclude_bots)
    span = _span(last) if last else None
    words = (*([f"the last {last}"] if last else []), *words)
    k = k if k is not None else (1 if on_screen else 10)
    options = ReportOptions(
        Options(
            filters,
            published=k > 1,
            goaccess=counting == "goaccess",
            limit=top if on_screen and k == 1 else 0,
            panels=panels,
            memory=memory << 20,
        ),
        k=k,
        title=title,
        siblings=siblings,
        filters=words,
        rounding=rounding,
        window=Window(span, compare),
    )
    if watch:
        if not on_screen or output is not None or last or compare or siblings:
            raise UsageError(
                "--watch shows one log on the terminal; leave out --format, --output, --last, --compare and --siblings."
            )
        return _watch(paths, asked.reading(), options)
    with progress(wanted=not quiet) as advance:
        made = job(paths, asked.reading(advance, output=file_behind(output)), options)
    if on_screen:
        from chlogaudit.report.traffic_terminal import render_terminal, screen_of

        screen = screen_of(sys.stdout, os.environ) if output is None else None
        write_output(render_terminal(made, screen, quiet=quiet, rows=top), output)
    else:
        from chlogaudit.report import traffic_outputs

        if traffic_outputs.output(form).write_folder is not None:
            traffic_outputs.write_folder(made, Path(str(output)), form)
        else:
            write_output(traffic_outputs.render(made, form), output)
    problems = [source.problem for source in made.sources if source.problem]
    for problem in problems:
        click.echo(f"chlogaudit: {problem}", err=True)
    return Incomplete.exit_code if problems else 0


def _watch(paths: tuple[str, ...], reading: Reading, options: ReportOptions) -> int:
    """Show the short report anew every second or two until Ctrl-C, which is how a watch ends well."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        raise UsageError("--watch needs a terminal; without one, leave it out.")
    import time

    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    from chlogaudit.jobs.watch import PANELS
    from chlogaudit.jobs.watch import watch as job
    from chlogaudit.report.traffic_terminal import render_terminal, screen_of

    counting = replace(options.counting, panels=options.counting.panels or PANELS)
    with Live(console=Console(), screen=True, auto_refresh=False, vertical_overflow="crop") as live:
        shown = time.monotonic()

        def show(made: TrafficReport) -> None:
            nonlocal shown
            text = render_terminal(made, screen_of(sys.stdout, os.environ), quiet=True)
            live.update(
                Text.from_ansi(f"{text}\n{time.strftime('%H:%M:%S')}  Ctrl-C ends.", no_wrap=True), refresh=True
            )
            shown = time.monotonic()

        def wait() -> bool:
            time.sleep(max(1.0, time.monotonic() - shown))
            return True

        try:
            job(paths, reading, replace(options, counting=counting), show, wait)
        except KeyboardInterrupt:
            return 0
    return 0


def _filters(
    since: str | None,
    until: str | None,
    vhosts: tuple[str, ...],
    statuses: tuple[str, ...],
    patterns: tuple[str, ...],
    *,
    exclude_bots: bool,
) -> tuple[Filters, tuple[str, ...]]:
    """The filters and how to say them."""
    from chlogaudit.analyzer.filters import Filters

    for status in statuses:
        if not (status.isdigit() and len(status) == 3) and not (
            len(status) == 3 and status[0] in "12345" and status[1:] == "xx"
        ):
            raise UsageError(f"--status takes a code such as 404 or a class such as 4xx, not {status!r}.")
    first, end = _moment(since) if since else None, _moment(until) if until else None
    if first is not None and end is not None and first >= end:
        raise UsageError(f"--since {since} is not before --until {until}, so no entry can be in between.")
    words = [
        *([f"since {since}"] if since else []),
        *([f"until {until}"] if until else []),
        *(f"virtual host {v}" for v in vhosts),
        *(f"status {s}" for s in statuses),
        *(f"path {p}" for p in patterns),
        *(["without bots"] if exclude_bots else []),
    ]
    made = Filters(
        first,
        end,
        tuple(v.lower() for v in vhosts),
        statuses,
        patterns,
        exclude_bots,
    )
    return made, tuple(words)


def _moment(text: str) -> int:
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no time; write it as 2026-03-14 or 2026-03-14T22:00+01:00.") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _span(text: str) -> int:
    """Seconds of ``24h``, ``7d``, ``90m``, ``2w``."""
    complaint = f"{text!r} is no span of time; write it as 24h, 7d, 2w or 90m."
    seconds = seconds_of(text, complaint)
    if seconds == 0:
        raise UsageError(complaint)
    return seconds
