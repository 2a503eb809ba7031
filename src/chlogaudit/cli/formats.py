"""``chlogaudit formats``: the formats that are known, which one a log has, and what a format string records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from chlogaudit.cli.shared import Asked, paths_argument
from chlogaudit.errors import Incomplete


@click.group(invoke_without_command=True)
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
def detect(paths: tuple[str, ...]) -> None:
    """
    Tell which formats logs have, and how sure that is.

    The share is that of the sampled lines that have the format. Exit code 4 when a log named by you has none.
    """
    from chlogaudit.jobs.logs import open_logs
    from chlogaudit.report.safe import shown

    logs, skipped = open_logs(paths, Asked(jobs=0, engine="reference").reading())
    rows = []
    unsure = 0
    for log in logs:
        found = log.recognised
        unsure += not found.formats
        names = ", ".join(
            f"{f.name} {100 * share:.0f} %"
            for f, share in zip(found.formats, found.shares, strict=True)
            if share >= 0.005
        )
        names = names or ", ".join(f.name for f in found.formats)
        rows.append(
            (shown(log.source.name), names or "none", f"{100 * found.confidence:.1f} %", log.problem or found.why)
        )
    _table(("log", "formats", "sure", "why"), rows)
    for other in skipped:
        click.echo(f"skipped {shown(other.name)}: {shown(other.why)}", err=True)
    if unsure:
        raise Incomplete(f"{unsure} of {len(logs)} logs have no format that is known; give it with --log-format.")


@formats.command()
@click.argument("log_format", metavar="FORMAT")
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
