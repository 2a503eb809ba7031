"""Files of other log tools among the paths given, which hold visitors' data of their own."""

from __future__ import annotations

# Walks by name and reads a few bytes of each file.
# ruff: noqa: PTH118, PTH119
import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from chlogaudit.auditor.seen import Leftover

_HEAD = 2048
_ADDRESSES = "every client address (unless it was told to mask them), agents and URLs"
_MAGIC: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (
        re.compile(rb"AWSTATS DATA FILE"),
        "AWStats history",
        "client addresses and host names, authenticated users and referers of a whole month",
    ),
    (
        re.compile(rb"# Webalizer V"),
        "Webalizer state (webalizer.current)",
        "client addresses and host names, URLs, referers and users of the running month",
    ),
    # As GoAccess 1.7 writes them; a report's title can be changed, its JSON and CSV cannot.
    (re.compile(rb"<title>Server(?:&nbsp;| )Statistics</title>"), "GoAccess report", _ADDRESSES),
    (re.compile(rb"\A\s*\{\s*\"general\":\s*\{\s*\"start_date\""), "GoAccess report", _ADDRESSES),
    (re.compile(rb"\A\"0\",,\"general\","), "GoAccess report", _ADDRESSES),
)
# Named by the types of key and value, and packed by tpl, whose files begin so.
_GOACCESS = re.compile(r"(?:I32|IGKV|IGLP|IGSL|II08|II32|IISU|IS32|IU64|SI08|SI32|SU64|U648)_[A-Z0-9_]{2,60}\.db")


def find_leftovers(paths: Sequence[str]) -> tuple[Leftover, ...]:
    """Recognise AWStats histories, GoAccess databases and reports, and Webalizer states by their first bytes and names."""
    out = []
    for path in sorted(set(_files(paths))):
        name = os.path.basename(path)
        head = _head(path)
        if head is None:
            continue
        out += [Leftover(path, tool, holds) for magic, tool, holds in _MAGIC if magic.search(head)]
        if _GOACCESS.fullmatch(name) and head.startswith(b"tpl"):
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
        else:
            yield from _files([one for one in glob.glob(path) if one != path])  # noqa: PTH207  patterns may be absolute
