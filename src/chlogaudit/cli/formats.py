"""``chlogaudit formats``: the formats that are known, which one a log has, and what a format string records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from chlogaudit.cli.shared import Asked, InOrder, format_names, paths_argument
from chlogaudit.errors import EXIT_OK, Incomplete

if TYPE_CHECKING:
    from chlogaudit.jobs.logs import Log
    from chlogaudit.model.format import Recognised


@click.group(cls=InOrder, invoke_without_command=True)
@click.pass_context
def formats(context: click.Context) -> None:
    """
    Log formats: list them, detect them, explain them.

    Without a subcommand, lists the named formats in the order in which they are tried.
    """
    if context.invoked_subcommand is not None:
        return
    from chlogaudit.parser.formats import FORMATS

    rows = [(f.name, f.kind, f.server or "any", f.says) for f in FORMATS]
    _table(("name", "log", "server", "what a line says"), rows)
    click.echo(
        "\nAny other: --log-format with an Apache LogFormat or an nginx log_format string, verbatim, or --from-config FILE."
    )


@formats.command()
@paths_argument
def detect(paths: tuple[str, ...]) -> int:
    """
    Tell which formats logs have, and how sure that is.

    The share is that of the sampled lines that have the format. Exit code 4: a log has none, or cannot be read.
    """
    from chlogaudit.jobs.logs import open_logs
    from chlogaudit.report.safe import shown

    logs, skipped = open_logs(paths, Asked(jobs=0, engine="reference").reading())
    rows = []
    unsure = []
    for log in logs:
        found = _of_stream(log) if log.source.is_stdin else log.recognised
        name = shown(log.source.name)
        if log.problem:
            click.echo(f"chlogaudit: {log.problem}", err=True)
        elif not found.formats and found.confidence == 0:
            unsure.append(name)
        rows.append(_row(name, found, log.problem))
    _table(("log", "formats", "sure", "why"), rows)
    for other in skipped:
        click.echo(f"skipped {shown(other.name)}: {shown(other.why)}", err=True)
    if unsure:
        click.echo(f"chlogaudit: no known format fits {', '.join(unsure)}; give it with --log-format.", err=True)
    return Incomplete.exit_code if unsure or any(log.problem for log in logs) else EXIT_OK


def _of_stream(log: Log) -> Recognised:
    """The formats of standard input, by its first block."""
    from chlogaudit.files.blocks import read_blocks
    from chlogaudit.parser.recognise import recognise

    for block in read_blocks(log.source, size=1 << 20):
        return recognise(block.own)
    return recognise(b"")


def _row(name: str, found: Recognised, problem: str) -> tuple[str, str, str, str]:
    """Formats with their shares; the reason where there is more to say than that every line has the one format."""
    shares = [(f.name, share) for f, share in zip(found.formats, found.shares, strict=True) if share >= 0.005]
    names = ", ".join(f"{n} {100 * share:.0f} %" for n, share in shares) or ", ".join(f.name for f in found.formats)
    clear = found.confidence == 1 and len(shares) == 1
    sure = f"{100 * found.confidence:.1f} %" if found.sampled else "-"
    return name, names or "none", sure, problem or ("" if clear else found.why)


@formats.command()
@click.argument("log_format", metavar="FORMAT", shell_complete=format_names)
def explain(log_format: str) -> None:
    """
    Tell what a format records and which of its fields identify a visitor.

    FORMAT is a named format, or an Apache LogFormat or nginx log_format string, verbatim.
    """
    from chlogaudit.parser.explain import explain as rows_of
    from chlogaudit.parser.explain import remarks
    from chlogaudit.parser.text import named_or_compiled
    from chlogaudit.report.safe import shown

    fmt = named_or_compiled(log_format)
    server = {"apache": "Apache", "nginx": "nginx"}.get(fmt.server, "any server")
    click.echo(f"{fmt.name}: {fmt.kind} log, {server}{'. ' + fmt.says if fmt.says else ''}")
    if fmt.source:
        click.echo(f"  {shown(fmt.source)}")
    rows = [(shown(r.directive), r.column, r.type, r.identifies, r.says) for r in rows_of(fmt)]
    if rows:
        click.echo()
        _table(("directive", "column", "type", "identifies", "holds"), rows)
    click.echo()
    for remark in remarks(fmt):
        click.echo(remark)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns side by side; the last one is not padded, so that nothing is cut where it is piped."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head) - 1)]
    for line in lines:
        click.echo(
            "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]]).rstrip()
        )
