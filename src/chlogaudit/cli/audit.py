"""``chlogaudit audit``: findings by clause."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from chlogaudit.cli.policy import policy_option, read_policy
from chlogaudit.cli.shared import (
    Asked,
    file_behind,
    form_of,
    paths_argument,
    progress,
    reading_options,
    there,
    write_output,
)
from chlogaudit.errors import EXIT_FINDINGS, EXIT_OK, Incomplete, UsageError

FORMATS = ("table", "json", "sarif", "csv", "markdown", "html")
_SUFFIXES = {".json": "json", ".sarif": "sarif", ".csv": "csv", ".md": "markdown", ".html": "html", ".htm": "html"}
LEVELS = ("info", "low", "medium", "high", "critical", "never")


@click.command()
@paths_argument
@reading_options
@policy_option
@click.option("--policy-text", metavar="FILE", type=click.Path(dir_okay=False),
              help="The policy text in force; controls written for another text say so.")  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default=None, help="Default: table, or by --output's suffix."
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, readable=False),
    help="Write there instead of to the terminal.",
)
@click.option("--fail-on", type=click.Choice(LEVELS), default="medium", show_default=True,
              help="Exit with 1 from this severity of a failed control on.")  # fmt: skip
@click.option("--baseline", metavar="FILE", type=click.Path(dir_okay=False),
              help="An earlier JSON report: say what is new, gone and still there.")  # fmt: skip
@click.option("--receipts", metavar="FILE", help="Where receipts of redactions are kept. Default: the state folder.")
@click.option("--siblings", is_flag=True, help="Read the other rotations of each file named, too.")
@click.option("--handed-on", is_flag=True, help="Judge the files as something that leaves the house (CH-8.1, CH-3.2).")
@click.option(
    "-q", "--quiet", is_flag=True, help="Print only when there is something to say; --output is written all the same."
)
def audit(
    paths: tuple[str, ...],
    asked: Asked,
    policy_file: str | None,
    policy_text: str | None,
    form: str | None,
    output: str | None,
    fail_on: str,
    baseline: str | None,
    receipts: str | None,
    siblings: bool,
    handed_on: bool,
    quiet: bool,
) -> int:
    """Audit logs against the privacy policy, clause by clause."""
    from hashlib import sha256

    from chlogaudit.jobs.audit import AuditOptions, undecided, unread, worst
    from chlogaudit.jobs.audit import audit as job
    from chlogaudit.jobs.receipts import receipts_for
    from chlogaudit.model.finding import Severity
    from chlogaudit.report.audit_outputs import compare, findings_of, render
    from chlogaudit.report.audit_terminal import render_terminal
    from chlogaudit.report.traffic_terminal import screen_of

    form = form or form_of(output, _SUFFIXES, "table")
    policy = read_policy(policy_file)
    digest = sha256(_read(policy_text)).hexdigest() if policy_text else ""
    earlier = b"" if baseline is None else _read(baseline)
    if baseline is not None:
        findings_of(earlier, baseline)  # what is no report is said before hours of reading
    known = receipts_for(paths, os.environ, there(receipts), siblings=siblings)
    options = AuditOptions(
        policy,
        text_sha256=digest,
        siblings=siblings,
        receipts=known.receipts,
        digests=known.digests,
        handed_on=handed_on,
        receipts_file=known.file,
        chain_break=known.chain_break,
    )
    with progress(wanted=not quiet) as advance:
        made = job(paths, asked.reading(advance, output=file_behind(output)), options)
    if baseline is not None:
        made = compare(made, earlier, baseline)
    highest = worst(made)
    failed = fail_on != "never" and highest is not None and highest >= Severity[fail_on.upper()]
    problems, open_ = unread(made), undecided(made)
    if output is not None or not quiet or failed or problems or open_:
        if form == "table":
            screen = screen_of(sys.stdout, os.environ) if output is None else None
            write_output(render_terminal(made, screen, quiet=quiet), output)
        else:
            write_output(render(made, form), output)
    for problem in problems:
        click.echo(f"chlogaudit: {problem}", err=True)
    if open_ and not problems:
        controls = ", ".join(result.control for result in open_)
        click.echo(f"chlogaudit: not decided: {controls} ({open_[0].reason})", err=True)
    if problems or (open_ and not failed):
        return Incomplete.exit_code
    return EXIT_FINDINGS if failed else EXIT_OK


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
