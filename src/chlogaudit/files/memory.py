"""How much memory there is for more processes, and that what is freed is given back."""

from __future__ import annotations

import ctypes
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")  # of a container: its own group is mounted there (cgroups(7), version 2)

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # mallopt(3)
_LARGE = 6 << 20  # more than a block that is read: those come and go all the time, and each would be zeroed anew


def give_back_early() -> None:
    """
    Let the system have large arrays back as soon as they are freed.

    glibc raises the size from which it does so with each large array that is freed, up to 32 MiB (mallopt(3)); what tables leave
    behind as they grow stays with the process then: a quarter of a report's memory. Other C libraries are left alone. It holds for
    the whole process and costs time, so only jobs call it whose tables grow large.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
        mallopt(_M_ARENA_MAX, 2)  # else each thread keeps what it frees for itself


def available(meminfo: Path = _MEMINFO, cgroup: Path = _CGROUP) -> int | None:
    """Bytes that may be used without swapping or being killed for it; None where the system does not tell."""
    known = [room for room in (_in_machine(meminfo), _in_group(cgroup)) if room is not None]
    return min(known, default=None)


def _in_machine(meminfo: Path) -> int | None:
    try:
        lines = meminfo.read_text("ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)


def _in_group(cgroup: Path) -> int | None:
    try:
        most, used = ((cgroup / name).read_text("ascii").strip() for name in ("memory.max", "memory.current"))
    except OSError:
        return None
    return max(0, int(most) - int(used)) if most.isdigit() else None  # "max": no limit
