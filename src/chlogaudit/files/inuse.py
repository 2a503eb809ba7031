"""Tell whether a log is still being written, as far as the system lets us see."""
# Walks /proc by name.
# ruff: noqa: PTH116, PTH123, PTH208

from __future__ import annotations

import errno
import fcntl
import os
import signal
from collections.abc import Iterator

from chlogaudit.files.source import shown


def writer_of(fd: int) -> str:
    """
    Name a process that has this file open for writing; empty when none can be seen.

    First the kernel is asked: it grants a read lease (fcntl(2), F_SETLEASE) only on a file that nobody has open for
    writing, and that also covers processes that we may not look into. ``/proc`` then tells who it is, and stands in
    where leases are not to be had (another's file, NFS).
    """
    leased = _can_lease(fd)
    if leased is True:
        return ""
    status = os.fstat(fd)
    for who in _openers(status.st_dev, status.st_ino):
        return who
    return "another process" if leased is False else ""


def _can_lease(fd: int) -> bool | None:
    """Whether a read lease could be had; None where that tells nothing."""
    try:
        # Were the lease broken in this instant, the default signal would be SIGIO, which kills; SIGURG is ignored.
        fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return False if error.errno == errno.EAGAIN else None
    fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return True


def _openers(dev: int, ino: int) -> Iterator[str]:
    """Processes that have the file open for writing, from ``/proc/PID/fd`` and ``/proc/PID/fdinfo`` (proc(5))."""
    try:
        pids = [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return  # no /proc here: nothing can be seen, which the caller's answer says
    for pid in pids:
        try:
            numbers = os.listdir(f"/proc/{pid}/fd")
        except OSError:
            continue  # another user's process, or it has just ended
        if any(_writes(pid, number, dev, ino) for number in numbers):
            yield f"process {pid} ({_command(pid)})"


def _writes(pid: str, number: str, dev: int, ino: int) -> bool:
    try:
        status = os.stat(f"/proc/{pid}/fd/{number}")
        if (status.st_dev, status.st_ino) != (dev, ino):
            return False
        with open(f"/proc/{pid}/fdinfo/{number}", encoding="ascii") as info:
            flags = next((line.split()[1] for line in info if line.startswith("flags:")), "0")
    except OSError:
        return False  # closed in the meantime
    return int(flags, 8) & os.O_ACCMODE != os.O_RDONLY


def _command(pid: str) -> str:
    try:
        with open(f"/proc/{pid}/comm", "rb") as file:
            return shown(os.fsdecode(file.read().strip()))
    except OSError:
        return "ended"
