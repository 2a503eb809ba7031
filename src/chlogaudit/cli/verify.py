"""``chlogaudit verify``: prove that redacted logs hold nothing they should not, and that receipts match files."""

from __future__ import annotations

import os
import time

import click

from chlogaudit.cli.policy import policy_option, read_policy
from chlogaudit.cli.shared import Asked, older_option, paths_argument, progress, reading_options, there
from chlogaudit.errors import EXIT_FINDINGS, EXIT_OK, Incomplete


@click.command()
@paths_argument
@reading_options
@policy_option
@click.option(
    "--profile", default="default", metavar="NAME", show_default=True, help="The profile that they were redacted with."
)
@older_option
@click.option("--receipts", metavar="FILE", help="Where receipts are kept. Default: the state folder.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def verify(
    paths: tuple[str, ...],
    asked: Asked,
    policy_file: str | None,
    profile: str,
    older_than: int | None,
    receipts: str | None,
    quiet: bool,
) -> int:
    """
    Prove that redacted logs are redacted, and that receipts match the files and each other.

    Exit codes: 0 all proven; 1 something is left, changed, or the chain of receipts breaks; 4 a log cannot be read.
    """
    from chlogaudit.files.places import receipts_file
    from chlogaudit.jobs.redact import RedactOptions
    from chlogaudit.jobs.verify import verify as job
    from chlogaudit.redactor.profile import from_table
    from chlogaudit.report.audit_words import plural
    from chlogaudit.report.safe import shown

    rules = from_table(read_policy(policy_file).profile(profile).table())
    options = RedactOptions(rules, older_than=older_than, now=time.time())
    place = there(receipts) or receipts_file(os.environ, os.geteuid())
    with progress(wanted=not quiet) as advance:
        done, broken = job(paths, asked.reading(advance), options, place)
    code = Incomplete.exit_code if any(one.unread for one in done) else EXIT_OK
    for one in done:
        name = shown(one.source)
        for kind, number in sorted(one.left.items()):
            click.echo(f"{name}: {number:,} {kind.value} left, first in line {one.first[kind]:,}")
        if one.problem:
            click.echo(
                f"chlogaudit: {shown(one.problem)}" if one.unread else f"{name}: {shown(one.problem)}", err=one.unread
            )
        if one.skipped and not one.unread:
            if not quiet:
                click.echo(f"{name}: skipped, {one.skipped}")
        elif not one.proven:
            code = max(code, EXIT_FINDINGS)
        elif not quiet:
            click.echo(f"{name}: nothing left in {plural(one.lines, 'line')}; {one.receipt}")
    if broken is not None:
        click.echo(f"{shown(place)}: the chain of receipts breaks at line {broken.line}: {broken.why}")
        code = max(code, EXIT_FINDINGS)
    return code
