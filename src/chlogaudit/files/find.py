"""Find the logs that paths, folders and patterns name, in the order of their rotation, each once."""

# Names may be any bytes; os functions keep them as given and cost no Path object a file.
# ruff: noqa: PTH112, PTH113, PTH116, PTH118, PTH119, PTH207, PTH208

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chlogaudit.errors import Incomplete, NothingToRead
from chlogaudit.files.layer import DISK
from chlogaudit.files.source import HEAD, STDIN, Source, compression_of, open_regular, shown, what_is

_PACKED = r"(?:\.(?:gz|bz2|xz|zst))?$"
# logrotate(8): .1 … and dateext (-20260314, with hours or seconds behind by dateformat); rotatelogs(8): any strftime or
# the seconds since 1970 behind a dot.
_NUMBERED = re.compile(r"^(?![\d.]+$)(.+?)\.(\d{1,5})" + _PACKED)
_DATED = re.compile(r"^(.+?)[-._](\d{4}-?\d\d-?\d\d(?:[-_T.]?\d{1,10}){0,3}|1\d{9})((?:\.log)?)" + _PACKED)
_PLAIN = re.compile(r"^(.+?)" + _PACKED)
_OTHER_NAMES = re.compile(
    r"\.(?:zip|7z|rar|tar|tgz|tbz2?|txz|tar\.\w+|html?|php|css|js|png|jpe?g|gif|svg|ico|webp|pdf|docx?|xlsx?|db|sqlite3?|pid|"
    r"sock|conf|cfg|ini|toml|ya?ml|py|pyc|sh|pl|so|deb|rpm|swp|journal|lock|key|pem|crt|parquet|md|Z|lz4|br)$"
    r"|^(?:wtmp|btmp|lastlog|faillog|tallylog|receipts\.jsonl)(?:[.-].*)?$",
    re.IGNORECASE,
)
_OTHER_MAGIC = (
    b"PK\x03\x04",
    b"\x7fELF",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"SQLite format 3\x00",
    b"LPKSHHRH",
    b"GIF8",
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a folder that was not taken for a log, and why; or a log that was named twice."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """The logs to read (those with a ``problem`` cannot be) and what was passed over."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Rotation:
    """A log's name without what rotation added; ``number`` and ``date`` are None and "" for the newest, unrotated one."""

    stem: str
    number: int | None = None
    date: str = ""

    @property
    def rotated(self) -> bool:
        """Whether the name carries a rotation suffix, so that no server writes to it any more by this name."""
        return self.number is not None or bool(self.date)


def rotation(name: str) -> Rotation:
    """Read a file name (no folder): ``access.log.2.gz`` is number 2 of ``access.log``."""
    if match := _NUMBERED.match(name):
        return Rotation(match[1], number=int(match[2]))
    if match := _DATED.match(name):
        return Rotation(match[1] + match[3], date=re.sub(r"\D", "", match[2]))
    match = _PLAIN.match(name)
    return Rotation(match[1] if match else name)


def find_sources(paths: Sequence[str], *, siblings: bool = False) -> list[Source]:
    """Find the logs alone; see `look`."""
    return list(look(paths, siblings=siblings).sources)


def look(paths: Sequence[str], *, siblings: bool = False) -> Found:
    """
    Find logs.

    A path is a file, a folder (searched to the bottom; dot names, links to folders and what is plainly no log are left
    out), a pattern, or ``-``. ``siblings`` adds the other rotations of every file named. A file met twice, by whatever
    names, is read once. Raises ``NothingToRead`` for a path that is not there, or when nothing is found at all.
    """
    found: list[Source] = []
    skipped: list[Skipped] = []
    seen: dict[tuple[int, int], str] = {}
    for path in paths:
        for item in _under(path, siblings=siblings):
            if isinstance(item, Skipped):
                skipped.append(item)
            elif (known := _met(item, seen)) is not None:
                skipped.append(Skipped(item.name, f"the same file as {known}"))
            else:
                found.append(item)
    if not found:
        if not paths:
            raise NothingToRead("No path was given; name a log, a folder or a pattern.")
        raise NothingToRead(f"No log found in {', '.join(map(shown, paths))}{_passed_over(skipped)}")
    return Found(tuple(found), tuple(skipped))


def _passed_over(skipped: list[Skipped]) -> str:
    """The end of a sentence about a folder without logs: what is there instead, and what to do if it is a log."""
    if not skipped:
        return ": nothing is there that could be one."
    more = f", and {len(skipped) - 1:,} more were passed over" if len(skipped) > 1 else ""
    return f" ({skipped[0].name}: {skipped[0].why}{more}); name a file itself to have it read."


def _met(source: Source, seen: dict[tuple[int, int], str]) -> str | None:
    """Name under which this very file was met before; remembers it otherwise."""
    if source.is_stdin:
        key = (-1, -1)
    else:
        try:
            status = os.stat(source.path)
        except OSError:
            return None  # its problem is in the source, or will be when it is read
        key = (status.st_dev, status.st_ino)
    if key in seen:
        return seen[key]
    seen[key] = source.name
    return None


def _under(path: str, *, siblings: bool) -> Iterator[Source | Skipped]:
    """What one path names."""
    if path == "-":
        yield STDIN
    elif os.path.isdir(path):
        yield from _in_folder(path)
    elif os.path.lexists(path):
        yield _source(path)
        if siblings:
            yield from _siblings(path)
    elif glob.has_magic(path):
        matches = sorted((m for m in glob.iglob(path, recursive=True) if os.path.lexists(m)), key=_order)
        if not matches:
            raise NothingToRead(
                f"Nothing matches {shown(path)}; look at the pattern, and at whether you may see the folder."
            )
        for match in matches:
            yield from _in_folder(match) if os.path.isdir(match) else _checked(match)
    else:
        raise NothingToRead(f"{shown(path)} does not exist; name a log, a folder or a pattern.")


def _in_folder(top: str) -> Iterator[Source | Skipped]:
    """Everything below a folder that may be a log."""
    unreadable: list[OSError] = []
    for folder, inner, files in os.walk(top, onerror=unreadable.append):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for path in sorted((os.path.join(folder, name) for name in files if not name.startswith(".")), key=_order):
            yield from _checked(path)
    for error in unreadable:
        name = shown(str(error.filename))
        yield Source(str(error.filename), name, problem=f"{name} cannot be searched: {error.strerror}.")


def _siblings(path: str) -> Iterator[Source]:
    """The other rotations of the log at ``path``."""
    folder, own = os.path.split(path)
    stem = rotation(own).stem
    try:
        names = [name for name in os.listdir(folder or ".") if name != own and not name.startswith(".")]
    except OSError as error:
        name = shown(folder)
        yield Source(folder, name, problem=f"{name} cannot be searched for rotated logs: {error.strerror}.")
        return
    for name in sorted((n for n in names if rotation(n).stem == stem), key=_order):
        if os.path.isfile(os.path.join(folder, name)):
            yield _source(os.path.join(folder, name))


def _order(path: str) -> tuple[str, str, int, int, tuple[int, ...], str]:
    """Sort key: folder, log, then newest first: no suffix, dates downwards, numbers upwards."""
    folder, name = os.path.split(path)
    turn = rotation(name)
    kind = 2 if turn.number is not None else 1 if turn.date else 0
    return folder, turn.stem, kind, turn.number or 0, tuple(-ord(c) for c in turn.date), name


def _checked(path: str) -> Iterator[Source | Skipped]:
    """A file that nobody named: taken unless it is plainly no log."""
    name = shown(path)
    if _OTHER_NAMES.search(os.path.basename(path)):
        yield Skipped(name, "its name is not a log's")
        return
    try:
        kind = what_is(os.stat(path).st_mode)
    except OSError as error:
        yield Source(path, name, problem=f"{name} cannot be read: {error.strerror}.")
        return
    if kind:
        yield Skipped(name, f"it is {kind}")
        return
    source, head = _opened(path)
    if head.startswith(_OTHER_MAGIC) or head[257:262] == b"ustar":
        yield Skipped(name, "its content is not a log's")
        return
    yield source


def _source(path: str) -> Source:
    return _opened(path)[0]


def _opened(path: str) -> tuple[Source, bytes]:
    """A source with its packing told, and its first bytes; its problem when it cannot be opened."""
    source = Source(path, shown(path))
    try:
        fd = open_regular(path)
    except Incomplete as error:
        return replace(source, problem=str(error)), b""
    try:
        head = DISK.pread(fd, HEAD, 0)
    except OSError as error:
        return replace(source, problem=f"{source.name} cannot be read: {error.strerror}."), b""
    finally:
        DISK.close(fd)
    return replace(source, compression=compression_of(head, path)), head
