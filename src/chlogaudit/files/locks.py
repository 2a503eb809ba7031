"""Locks that die with the process that holds them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from chlogaudit.errors import Incomplete, Locked
from chlogaudit.files.layer import DISK, Layer
from chlogaudit.files.source import shown


def lock(fd: int, what: str, layer: Layer = DISK) -> None:
    """Take the lock of an open file or raise ``Locked`` at once; closing the descriptor gives it back."""
    try:
        layer.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Locked(f"Another run is working on {what}; let it end, then run again.") from error


@contextmanager
def run_lock(path: str, layer: Layer = DISK) -> Iterator[None]:
    """
    Hold the lock of a whole run, on a file made for it.

    The file stays: removing a lock file lets two runs hold locks on two files of one name.
    """
    try:
        fd = layer.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise Incomplete(f"The lock {shown(path)} cannot be opened: {error.strerror}.") from error
    try:
        lock(fd, shown(path), layer)
        yield
    finally:
        layer.close(fd)
