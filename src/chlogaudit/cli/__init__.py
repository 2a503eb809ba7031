"""The command line: options in, exit code out. The only room that knows click."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path

import click

from chlogaudit import __version__
from chlogaudit.cli import audit, formats, keys, policy, redact, report, verify
from chlogaudit.cli.shared import InOrder
from chlogaudit.errors import EXIT_BUG, EXIT_INTERRUPTED, ChlogauditError, Incomplete, NothingToRead, UsageError

COMMANDS: tuple[click.Command, ...] = (
    audit.audit,
    report.report,
    redact.redact,
    verify.verify,
    formats.formats,
    policy.policy,
    keys.keys,
)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="chlogaudit")
def cli() -> None:
    """
    Keep web-server logs honest.

    Audits Apache and nginx logs against a privacy policy clause by clause, reports traffic without exposing a visitor, and
    redacts visitor identifiers. Exit codes: 0 done, 1 findings, 2 usage, 3 nothing to read, 4 incomplete, 5 refused for safety,
    6 another run holds the lock, 70 our own bug, 130 interrupted.
    """


for _command in COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Run the command line and exit; every error becomes one sentence on standard error and its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    deaf = _fill_closed_streams()
    if sys.stdout is None:  # the next file opened would take its number, and what is meant for the reader
        _say("standard output is closed, so nothing was done; give it /dev/null if nobody is to read it.")
        return UsageError.exit_code
    if deaf and "-" in arguments:
        _say("standard input is closed, so there is nothing to read; pipe a log in, or name a file.")
        return NothingToRead.exit_code
    try:
        code = cli.main(arguments, prog_name="chlogaudit", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted; nothing was left half written.")
        return EXIT_INTERRUPTED
    except ChlogauditError as error:
        _say(str(error))
        return error.exit_code
    except BrokenPipeError:
        # The reader went away, as `head` does. Python would complain again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in _NO_ROOM or error.filename is not None:
            return _bug(error)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _say(f"the output could not be written: {error.strerror}.")
        return Incomplete.exit_code
    except Exception as error:  # noqa: BLE001  the last resort: a bug must not print what it was working on
        return _bug(error)
    return code if isinstance(code, int) else 0


def _fill_closed_streams() -> bool:
    """
    Put /dev/null where standard input or error is closed: the next file opened would take its number, and be written to.

    Tells whether standard input was closed.
    """
    deaf = sys.stdin is None
    if deaf:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  for as long as the process lives
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    return deaf


# What a full disk or a broken device says; files are opened with their name, standard output has none.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EBADF)


def _bug(error: Exception) -> int:
    _say(
        f"a bug of ours ({_where(error)}). Nothing was replaced. Please report it with these words; no log line is in them."
    )
    return EXIT_BUG


def _where(error: Exception) -> str:
    """Kind and place of an exception; never its message, which may quote a log."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "chlogaudit" in frame.filename] or list(frames)
    return f"{type(error).__name__} in {ours[-1].filename.rsplit('chlogaudit', 1)[-1].lstrip('/')}:{ours[-1].lineno}"


def _say(text: str) -> None:
    click.echo(f"chlogaudit: {text}", err=True)
