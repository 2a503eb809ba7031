"""
Names of the temporaries that replacements write, and what becomes of those that killed runs left.

A temporary has two names in its life. While it is written it is ``.chlogaudit-<random>.tmp``. Once it is verified and on
the disk it is ``.chlogaudit-<random>-<identities>.swap``, and then changes names with the log: from that instant until it is
removed the log's original stands under this name. The identities of both files in it tell a later run what it has met.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass

from chlogaudit.errors import Locked
from chlogaudit.files.inuse import writer_of
from chlogaudit.files.layer import DISK, Layer
from chlogaudit.files.locks import lock
from chlogaudit.files.source import Identity, identity_of

_WRITTEN = re.compile(r"^\.chlogaudit-[0-9a-f]{16}\.tmp$")
_SWAPPED = re.compile(r"^\.chlogaudit-[0-9a-f]{16}" + 5 * r"-([0-9a-f]{1,16})" + r"\.swap$")
_64_BITS = (1 << 64) - 1  # a time before 1970 is negative


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many leftovers were removed, and the names under which those were kept that hold what nobody has read."""

    removed: int = 0
    kept: tuple[str, ...] = ()


def new_name() -> str:
    """Make up a name: hidden, and outside of every rotation's pattern."""
    return f".chlogaudit-{secrets.token_hex(8)}.tmp"


def swap_name(old: Identity, new: Identity) -> str:
    """Make up a name under which two files are about to change places; at most 119 characters."""
    told = (old.ino, old.size, old.mtime_ns & _64_BITS, new.ino, new.size)
    return f".chlogaudit-{secrets.token_hex(8)}-{'-'.join(f'{number:x}' for number in told)}.swap"


def kept_name() -> str:
    """Make up a name that people see and the next redaction of the folder takes for a rotated log."""
    return f"chlogaudit-kept-{secrets.token_hex(8)}.log.1"


def is_leftover(name: str) -> bool:
    """Whether a name is one of ours; the file may belong to a run that is under way."""
    return _WRITTEN.match(name) is not None or _SWAPPED.match(name) is not None


def leftovers(path: str) -> list[str]:
    """Paths of what killed runs left in a folder; what a run that is under way holds locked is none."""
    with os.scandir(path) as entries:
        names = sorted(
            entry.name for entry in entries if is_leftover(entry.name) and entry.is_file(follow_symlinks=False)
        )
    return [place for place in (os.path.join(path, name) for name in names) if not _is_held(place)]  # noqa: PTH118  any bytes


def _is_held(path: str) -> bool:
    """Whether a run holds the lock of a file; one that cannot be opened is taken for left."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return True  # its run has just ended
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False


def tidy(folder: int, layer: Layer = DISK, in_use: Callable[[int], str] = writer_of) -> Tidied:
    """
    Finish in an open folder what a killed run of ours began.

    Ours: the name, a regular file of one name, our user's or given away by us as root. Left: nobody holds its lock. What is
    removed: a successor that never got its log's name, and an original whose verified successor has it. What is kept, under a
    name that people see: a file of neither kind, that is one that somebody wrote to or put there in the instant of the exchange.
    While another run exchanges names here nothing is touched.
    """
    names = [name for name in layer.listdir(folder) if is_leftover(name)]
    if not names:
        return Tidied()
    try:
        lock(folder, "the folder", layer)
    except Locked:
        return Tidied()
    try:
        ends = [_end(name, folder, layer, in_use) for name in names]
    finally:
        layer.flock(folder, fcntl.LOCK_UN)
    return Tidied(ends.count(""), tuple(end for end in ends if end))


def _end(name: str, folder: int, layer: Layer, in_use: Callable[[int], str]) -> str | None:
    """Remove a leftover ("") or keep it (its new name); None when it is not ours, or its run lives or has just ended."""
    try:
        status = layer.lstat(name, dir_fd=folder)
        if not stat.S_ISREG(status.st_mode) or os.geteuid() not in (0, status.st_uid):
            return None
        fd = layer.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except FileNotFoundError:
        return None
    try:
        lock(fd, name, layer)
        swapped = _SWAPPED.match(name)
        if swapped is None and status.st_nlink != 1:
            return None
        if swapped is None or (_is_spent(swapped, layer.fstat(fd)) and not in_use(fd)):
            layer.unlink(name, dir_fd=folder)
            return ""
        kept = kept_name()
        layer.rename(name, kept, dir_fd=folder)
    except (Locked, FileNotFoundError):
        return None
    finally:
        layer.close(fd)
    return kept


def _is_spent(swapped: re.Match[str], status: os.stat_result) -> bool:
    """Whether a file is, unchanged, one of the two that its name speaks of: the original is here only when it was replaced."""
    ino, size, time, new_ino, new_size = (int(number, 16) for number in swapped.groups())
    has = identity_of(status)
    old = (has.ino, has.size, has.mtime_ns & _64_BITS) == (ino, size, time)
    return (old or (has.ino, has.size) == (new_ino, new_size)) and status.st_nlink == 1
