"""Files of other log tools among the paths given, which hold visitors' data of their own."""

from __future__ import annotations

# Walks by name and reads a few bytes of each file.
# ruff: noqa: PTH118, PTH119
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from chlogaudit.auditor.seen import Leftover

_HEAD = 200
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (
        b"AWSTATS DATA FILE",
        "AWStats history",
        "client addresses and host names, authenticated users and referers of a whole month",
    ),
    (
        b"# Webalizer V",
        "Webalizer state (webalizer.current)",
        "client addresses and host names, URLs, referers and users of the running month",
    ),
)
_GOACCESS = ("SI32_", "IGKV", "IGLP", "SI08_", "IISU", "II32_")


def find_leftovers(paths: Sequence[str]) -> tuple[Leftover, ...]:
    """Recognise AWStats histories, GoAccess databases and Webalizer states by their first bytes or their names."""
    out = []
    for path in sorted(set(_files(paths))):
        name = os.path.basename(path)
        head = _head(path)
        if head is None:
            continue
        out += [Leftover(path, tool, holds) for magic, tool, holds in _MAGIC if magic in head]
        if name.endswith(".db") and name.startswith(_GOACCESS):
            holds = "every client address unmasked, agents, URLs and the first lines of the log"
            out.append(Leftover(path, "GoAccess database", holds))
    return tuple(out)


def _head(path: str) -> bytes | None:
    """The first bytes of a regular file; None for anything else, and for what is the reading's to report."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return os.pread(fd, _HEAD, 0) if stat.S_ISREG(os.fstat(fd).st_mode) else None
    except OSError:
        return None
    finally:
        os.close(fd)


def _files(paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        given = Path(path)
        if given.is_dir():
            for folder, _, names in os.walk(path):
                yield from (os.path.join(folder, name) for name in names)
        elif given.is_file():
            yield path
