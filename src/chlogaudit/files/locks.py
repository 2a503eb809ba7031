"""Locks that die with the process that holds them."""

from __future__ import annotations

import fcntl

from chlogaudit.errors import Locked
from chlogaudit.files.layer import DISK, Layer


def lock(fd: int, what: str, layer: Layer = DISK, *, shared: bool = False) -> None:
    """
    Take the lock of an open file or raise ``Locked`` at once; closing the descriptor gives it back.

    ``shared``: a file may be opened and locked a second time before the first descriptor is closed, without a gap.
    """
    try:
        layer.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Locked(f"Another run is working on {what}; let it end, then run again.") from error
