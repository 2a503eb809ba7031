"""Names of the temporaries that replacements write, and the removal of those that killed runs left."""

from __future__ import annotations

import os
import re
import secrets
import stat

from chlogaudit.errors import Locked
from chlogaudit.files.layer import DISK, Layer
from chlogaudit.files.locks import lock

_OURS = re.compile(r"^\.chlogaudit-[0-9a-f]{16}\.tmp$")


def new_name() -> str:
    """Make up a name: hidden, and outside of every rotation's pattern."""
    return f".chlogaudit-{secrets.token_hex(8)}.tmp"


def remove_stale(folder: int, layer: Layer = DISK) -> int:
    """
    Remove temporaries that a killed run of ours left in an open folder; returns how many.

    Ours: the name, a regular file of one name, our user's or given away by us as root. Stale: nobody holds its lock.
    """
    names = [name for name in layer.listdir(folder) if _OURS.match(name)]
    return sum(_remove_unlocked(name, folder, layer) for name in names)


def _remove_unlocked(name: str, folder: int, layer: Layer) -> bool:
    """Remove one if it is ours and stale; False when not, or when its run has just ended and taken it along."""
    try:
        status = layer.lstat(name, dir_fd=folder)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1 or os.geteuid() not in (0, status.st_uid):
            return False
        fd = layer.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except FileNotFoundError:
        return False
    try:
        lock(fd, name, layer)
        layer.unlink(name, dir_fd=folder)
    except (Locked, FileNotFoundError):
        return False
    finally:
        layer.close(fd)
    return True
