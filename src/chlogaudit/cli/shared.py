"""Options that several commands share, and what they make of them."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chlogaudit.errors import Incomplete, UsageError

if TYPE_CHECKING:
    from chlogaudit.jobs.logs import Reading
    from chlogaudit.model.format import LogFormat


class InOrder(click.Group):
    """A group that lists its commands in the order in which they were added, each with its whole first sentence."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Return the names, not sorted."""
        return list(self.commands)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands; click would cut their sentences to one line."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(limit=200)) for name, one in self.commands.items()])


def _named(_: click.Context, __: click.Parameter, paths: tuple[str, ...]) -> tuple[str, ...]:
    """The paths. Raises UsageError for one without a name, as an unset variable of a script leaves it."""
    if "" in paths:
        raise UsageError("A path is empty; look at the variable that it comes from.")
    return paths


# The type is there for the shell's completion of file names.
paths_argument = click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(readable=False), callback=_named
)


def format_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The named formats that begin so, for the shell's completion."""
    from chlogaudit.parser.formats import BY_NAME

    return sorted(name for name in BY_NAME if name.startswith(incomplete.lower()))


@dataclass(frozen=True, slots=True)
class Asked:
    """How the user wants logs to be read, as given; ``reading`` checks it and loads what it needs."""

    log_formats: tuple[str, ...] = ()
    from_config: str | None = None
    jobs: int | None = None
    engine: str = "auto"

    def reading(
        self, advance: Callable[[str, int], None] = lambda _name, _done: None, *, output: tuple[int, int] | None = None
    ) -> Reading:
        """
        The same with formats compiled and the engine loaded.

        ``advance`` hears how far each log is read; ``output`` is the file that the result goes to (`file_behind`).
        """
        from chlogaudit.engine import load
        from chlogaudit.jobs.logs import Reading
        from chlogaudit.parser.text import named_or_compiled
        from chlogaudit.run import workers

        formats = tuple(named_or_compiled(text) for text in self.log_formats)
        if self.from_config is not None:
            formats += formats_of(self.from_config)
        threads = workers() if self.jobs is None else self.jobs
        return Reading(load(self.engine), formats, threads, progress=advance, output=output)


def reading_options(command: Callable[..., int]) -> Callable[..., int]:
    """Options on how logs are read, formats and threads; the command gets them as ``asked``."""

    @wraps(command)
    def with_asked(
        log_formats: tuple[str, ...], from_config: str | None, jobs: int | None, engine: str, **others: object
    ) -> int:
        return command(asked=Asked(log_formats, from_config, jobs, engine), **others)

    made: Callable[..., int] = with_asked
    for option in reversed((  # the first decorated is the last in the help
        click.option(
            "--log-format", "log_formats", metavar="FORMAT", multiple=True, shell_complete=format_names,
            help="A named format, or an Apache LogFormat or nginx log_format string, verbatim. May be given again; lines are "
            "tried in turn. Without it, formats are recognised per file.",
        ),
        click.option(
            "--from-config", metavar="FILE", type=click.Path(dir_okay=False),
            help="Read the formats out of an nginx or Apache configuration.",
        ),
        click.option(
            "--jobs", type=click.IntRange(0, 64), default=None, metavar="N",
            help="Threads; 0 for none. Default: one per processor.",
        ),
        click.option("--engine", type=click.Choice(["auto", "fast", "reference"]), default="auto", hidden=True),
    )):  # fmt: skip
        made = option(made)
    return made


def formats_of(path: str) -> tuple[LogFormat, ...]:
    """The formats that a server's configuration file declares."""
    from chlogaudit.parser.config import read_config

    def read(name: str) -> bytes:
        try:
            return Path(name).read_bytes()
        except OSError as error:
            raise UsageError(f"{name} cannot be read: {error.strerror}.") from None

    def matching(pattern: str) -> list[str]:
        import glob

        return sorted(glob.glob(pattern))  # noqa: PTH207  patterns of configurations may be absolute

    found = read_config(path, read, matching)
    if not found.formats:
        raise UsageError(f"{path} declares no log format; give the string itself with --log-format.")
    return tuple(found.formats.values())


@contextmanager
def progress(*, wanted: bool) -> Iterator[Callable[[str, int], None]]:
    """A progress bar on standard error while logs are read; nothing where that is no terminal."""
    if not wanted or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _name, _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn, TransferSpeedColumn
    from rich.text import Text

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def advance(name: str, done: int) -> None:
            if name not in tasks:
                for old in tasks.values():
                    bars.update(old, visible=False)
                tasks[name] = bars.add_task(Text(name[-40:]).plain, total=_size(name))
            bars.update(tasks[name], completed=done, visible=True)  # several logs may be under way

        yield advance


def _size(name: str) -> int | None:
    """How many bytes a plain log has; unknown for packed ones and for standard input."""
    path = Path(name)
    return path.stat().st_size if path.is_file() and path.suffix not in {".gz", ".bz2", ".xz", ".zst"} else None


def seconds_of(text: str, complaint: str) -> int:
    """Seconds of ``24h``, ``7d``, ``90m``, ``2w``; UsageError with ``complaint`` for anything else."""
    units = {"m": 60, "h": 3600, "d": 86400, "w": 604800}
    if not text[:-1].isdecimal() or text[-1:] not in units:
        raise UsageError(complaint)
    return int(text[:-1]) * units[text[-1]]


# Kinds of files that a table would not be: whoever names one of them expects something else than text.
_OTHERS = frozenset(
    [
        ".csv",
        ".tsv",
        ".xls",
        ".xlsx",
        ".ods",
        ".parquet",
        ".pdf",
        ".doc",
        ".docx",
        ".odt",
        ".xml",
        ".yaml",
        ".yml",
        ".sarif",
        ".jsonl",
        ".ndjson",
        ".png",
        ".svg",
    ]
)


def form_of(output: str | None, suffixes: Mapping[str, str], plain: str) -> str:
    """The format that ``--output``'s suffix asks for, ``plain`` for any other name; UsageError for a kind of file that we do not write."""
    suffix = Path(output).suffix.lower() if output else ""
    if suffix in suffixes:
        return suffixes[suffix]
    if suffix in _OTHERS:
        raise UsageError(
            f"{output}: by its suffix this command writes {', '.join(suffixes)}; name another form with --format."
        )
    return plain


def there(receipts: str | None) -> str | None:
    """The receipts file that was named; UsageError when there is none: a mistyped name would prove nothing."""
    if receipts is None or os.path.lexists(receipts):
        return receipts
    from chlogaudit.report.safe import shown

    raise UsageError(
        f"There are no receipts at {shown(receipts)}; without --receipts those of the state folder are read."
    )


def file_behind(output: str | None) -> tuple[int, int] | None:
    """Device and inode of the file that ``--output`` or standard output goes to; None for a new file, a pipe, a device."""
    try:
        status = os.fstat(1) if output is None or output == "-" else os.stat(output)  # noqa: PTH116  fstat beside it
    except OSError:
        return None  # not there yet, or closed: whoever writes says so
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _age(_: click.Context, __: click.Parameter, text: str | None) -> int | None:
    return seconds_of(text, "--older-than is an age such as 7d, 24h, 2w or 90m.") if text else None


older_option = click.option(
    "--older-than", metavar="AGE", callback=_age, help="Only logs whose newest entry is older than 7d, 24h ..."
)


def write_output(content: str | bytes, output: str | None) -> None:
    """Write to a file whole (a temporary is renamed over it), to a device or pipe, or to standard output."""
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if output is None or output == "-":
        if isinstance(content, str):
            stream = sys.stdout
            encoding = stream.encoding or "ascii"
            click.echo(
                content.encode(encoding, "backslashreplace").decode(encoding), nl=not content.endswith("\n"), color=True
            )
        else:
            sys.stdout.buffer.write(data)
        return
    target = Path(output)
    if target.exists() and not target.is_file():  # a device, a pipe: never to be replaced by a file
        _write_through(target, data)
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        # Whoever closed yesterday's report to others wants today's closed, too.
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        temporary.touch(0o666 if mode is None else 0o600)
        temporary.write_bytes(data)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _unwritable(output, error) from None


def _write_through(target: Path, data: bytes) -> None:
    try:
        with target.open("wb") as stream:
            stream.write(data)
    except OSError as error:
        raise _unwritable(str(target), error) from None


def _unwritable(name: str, error: OSError) -> UsageError | Incomplete:
    """A full or broken disk leaves the work undone; any other reason is the name that was given."""
    kind = Incomplete if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG} else UsageError
    return kind(f"{name} cannot be written: {error.strerror}.")
