"""``chlogaudit redact``: strip or pseudonymise identifiers."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from glob import has_magic
from typing import TYPE_CHECKING

import click

from chlogaudit.cli.policy import policy_option, read_policy
from chlogaudit.cli.shared import Asked, file_behind, older_option, paths_argument, progress, reading_options
from chlogaudit.errors import EXIT_FINDINGS, EXIT_OK, UsageError

if TYPE_CHECKING:
    from chlogaudit.jobs.redact import Redacted


@click.command()
@paths_argument
@reading_options
@policy_option
@click.option("--profile", default="default", metavar="NAME", show_default=True,
              help="A redaction profile of the policy: default, strict, or one of your own.")  # fmt: skip
@click.option(
    "--output-dir", metavar="DIR", help="Write copies there under their own names, packed as the originals are."
)
@click.option(
    "--in-place", is_flag=True, help="Replace the files safely: verified, receipted, or untouched with a reason."
)
@click.option("-o", "--output", metavar="FILE", help="Append the redacted stream to this file; SIGHUP opens it anew.")
@older_option
@click.option("--unparsed", type=click.Choice(["scrub", "refuse"]), default="scrub", show_default=True,
              help="Lines that fit no format: scrub them by format-free search (exit code 1), or refuse the log.")  # fmt: skip
@click.option(
    "--not-in-use",
    is_flag=True,
    help="Let --in-place replace logs without a rotation suffix: no server writes to them.",
)
@click.option(
    "--dry-run", is_flag=True, help="Write nothing; say what would change per file and type, with masked examples."
)
@click.option("--receipts", metavar="FILE", help="Where receipts are kept. Default: the state folder.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def redact(
    paths: tuple[str, ...],
    asked: Asked,
    policy_file: str | None,
    profile: str,
    output_dir: str | None,
    in_place: bool,
    output: str | None,
    older_than: int | None,
    unparsed: str,
    not_in_use: bool,
    dry_run: bool,
    receipts: str | None,
    quiet: bool,
) -> int:
    """
    Redact logs: to standard output by default; - is a filter for piped logs.

    Exit codes: 0 done; 1 done, but lines fitted no format and were scrubbed by search alone; 4 a log was left alone because it
    could not be read or proven; 5 refused for safety; 6 another run holds the lock.
    """
    if sum((output_dir is not None, in_place, output is not None, dry_run)) > 1:
        raise UsageError("Choose one of --output-dir, --in-place, --output and --dry-run.")
    from chlogaudit.files.keys import KeyStore
    from chlogaudit.files.places import receipts_file
    from chlogaudit.files.receipts import Receipts
    from chlogaudit.jobs import redact as job
    from chlogaudit.redactor.profile import from_table

    policy = read_policy(policy_file)
    options = job.RedactOptions(
        from_table(policy.profile(profile).table()), unparsed == "refuse", older_than,
        time.time(), not_in_use, policy.digest,
    )  # fmt: skip
    store = KeyStore.from_environment(
        os.environ, logs=[path for path in paths if os.path.lexists(path) or has_magic(path)]
    )
    done: list[Redacted] = []
    with progress(wanted=not quiet and paths != ("-",)) as advance:
        reading = asked.reading(advance)
        if in_place:
            kept = Receipts(receipts or receipts_file(os.environ, os.geteuid()))
            from chlogaudit.jobs.in_place import in_place as replace_all

            gather(replace_all(paths, reading, options, store, kept), done)
        elif output_dir is not None:
            from chlogaudit.jobs.copies import to_folder

            gather(to_folder(paths, output_dir, reading, options, store), done)
        elif dry_run:
            from chlogaudit.jobs.preview import preview

            done = preview(paths, reading, options, store, click.echo)
        else:
            from chlogaudit.files.stream import open_stream

            output = None if output == "-" else output
            reading = replace(reading, output=file_behind(output))
            with open_stream(output, sys.stdout.buffer, told="-" in paths) as sink:
                done = job.to_sink(paths, reading, options, job.UsedKeys(store), sink)
    for note in store.notes:
        click.echo(f"chlogaudit: {note}", err=True)
    streamed = not (in_place or output_dir is not None or dry_run)
    return tell(done, quiet=quiet or streamed, streamed=streamed, told=dry_run)


def without(source: str, why: str) -> str:
    """A reason without the log's name at its beginning, where the name stands before it already."""
    if why.startswith(f"{source}: "):
        return why[len(source) + 2 :]
    return f"it {why[len(source) + 1 :]}" if why.startswith(f"{source} ") else why


def gather(outcomes: Iterable[Redacted], done: list[Redacted]) -> None:
    """Collect what becomes of each log; when the run is interrupted, tell first which were done until then."""
    try:
        done.extend(outcomes)
    except KeyboardInterrupt:
        tell(done, quiet=False)
        raise


def tell(done: list[Redacted], *, quiet: bool, streamed: bool = False, told: bool = False) -> int:
    """
    Say on standard error what became of each log; the worst exit code.

    ``streamed``: what could be read of a log was written before the reading failed. ``told``: a preview has said already
    what would be replaced, line by line.
    """
    from chlogaudit.report.audit_words import plural
    from chlogaudit.report.safe import shown

    code = EXIT_OK
    for one in done:
        name = shown(one.source)
        changes = ", ".join(f"{number:,} {kind.value}" for kind, number in sorted(one.changes.items()) if number)
        if one.exit_code:
            what = (
                "is not whole, and was written as far as it could be read"
                if streamed and one.lines
                else "was left alone"
            )
            click.echo(f"chlogaudit: {name} {what}: {without(one.source, one.why)}", err=True)
        elif one.state == "skipped":
            if not quiet:
                click.echo(f"{name}: skipped, {one.why}", err=True)
        elif not (quiet or told):
            what = (
                "unchanged"
                if one.state == "unchanged"
                else f"{plural(one.lines, 'line')}; {changes or 'nothing to replace'}"
            )
            click.echo(f"{name}: {what}", err=True)
        if one.unparsed and not one.exit_code:
            fit = plural(one.unparsed, "line fits no format and", "lines fit no format and")
            were = "would be" if told else "was" if one.unparsed == 1 else "were"
            click.echo(f"chlogaudit: {name}: {fit} {were} scrubbed by search alone", err=True)
            code = max(code, EXIT_FINDINGS)
        for note in one.notes:
            click.echo(f"chlogaudit: {name}: {note}", err=True)
        code = max(code, one.exit_code)
    return code
