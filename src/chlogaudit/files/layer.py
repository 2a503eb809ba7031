"""The system calls that this room makes, behind one door, so that tests can make any of them fail."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import functools
import os
from collections.abc import Callable
from typing import Protocol

_RENAME_EXCHANGE = 2  # linux/fs.h


class Layer(Protocol):
    """
    What files, replacements, keys and receipts ask of the operating system.

    Every method is the call of its name: descriptors in, `OSError` on failure, short writes and reads allowed.
    """

    def open(self, path: str, flags: int, mode: int = 0o600, *, dir_fd: int | None = None) -> int:
        """Open; ``O_CLOEXEC`` is always added."""

    def close(self, fd: int) -> None:
        """Close."""

    def fstat(self, fd: int) -> os.stat_result:
        """Status of an open file."""

    def lstat(self, name: str, *, dir_fd: int | None = None) -> os.stat_result:
        """Status of a name, links not followed."""

    def listdir(self, fd: int) -> list[str]:
        """Names in an open folder."""

    def read(self, fd: int, count: int) -> bytes:
        """Read at the descriptor's place."""

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        """Read at ``offset``."""

    def write(self, fd: int, data: memoryview) -> int:
        """Write; may take less than all."""

    def fsync(self, fd: int) -> None:
        """Make durable."""

    def ftruncate(self, fd: int, length: int) -> None:
        """Cut to ``length``."""

    def rename(self, old: str, new: str, *, dir_fd: int) -> None:
        """Rename within one folder, replacing."""

    def exchange(self, one: str, other: str, *, dir_fd: int) -> None:
        """Exchange two names within one folder in one step; not every kernel and file system can."""

    def unlink(self, name: str, *, dir_fd: int) -> None:
        """Remove a name."""

    def fchmod(self, fd: int, mode: int) -> None:
        """Set permission bits."""

    def fchown(self, fd: int, uid: int, gid: int) -> None:
        """Set owner and group."""

    def utime(self, fd: int, times: tuple[int, int]) -> None:
        """Set access and modification time, nanoseconds."""

    def listxattr(self, fd: int) -> list[str]:
        """Names of extended attributes."""

    def getxattr(self, fd: int, name: str) -> bytes:
        """One extended attribute."""

    def setxattr(self, fd: int, name: str, value: bytes) -> None:
        """Set one extended attribute."""

    def removexattr(self, fd: int, name: str) -> None:
        """Remove one extended attribute."""

    def fstatvfs(self, fd: int) -> os.statvfs_result:
        """Free space of the file system."""

    def flock(self, fd: int, operation: int) -> None:
        """Take or leave an advisory lock; it dies with the process."""


class Disk:
    """The real one."""

    def open(self, path: str, flags: int, mode: int = 0o600, *, dir_fd: int | None = None) -> int:
        """Open; ``O_CLOEXEC`` is always added."""
        return os.open(path, flags | os.O_CLOEXEC, mode, dir_fd=dir_fd)

    def close(self, fd: int) -> None:
        """Close."""
        os.close(fd)

    def fstat(self, fd: int) -> os.stat_result:
        """Status of an open file."""
        return os.fstat(fd)

    def lstat(self, name: str, *, dir_fd: int | None = None) -> os.stat_result:
        """Status of a name, links not followed."""
        return os.stat(name, dir_fd=dir_fd, follow_symlinks=False)

    def listdir(self, fd: int) -> list[str]:
        """Names in an open folder."""
        return os.listdir(fd)

    def read(self, fd: int, count: int) -> bytes:
        """Read at the descriptor's place."""
        return os.read(fd, count)

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        """Read at ``offset``."""
        return os.pread(fd, count, offset)

    def write(self, fd: int, data: memoryview) -> int:
        """Write; may take less than all."""
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """Make durable."""
        os.fsync(fd)

    def ftruncate(self, fd: int, length: int) -> None:
        """Cut to ``length``."""
        os.ftruncate(fd, length)

    def rename(self, old: str, new: str, *, dir_fd: int) -> None:
        """Rename within one folder, replacing."""
        os.rename(old, new, src_dir_fd=dir_fd, dst_dir_fd=dir_fd)

    def exchange(self, one: str, other: str, *, dir_fd: int) -> None:
        """Exchange two names within one folder in one step; ENOSYS where the C library does not know how."""
        call = _renameat2()
        if call(dir_fd, os.fsencode(one), dir_fd, os.fsencode(other), _RENAME_EXCHANGE) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))

    def unlink(self, name: str, *, dir_fd: int) -> None:
        """Remove a name."""
        os.unlink(name, dir_fd=dir_fd)

    def fchmod(self, fd: int, mode: int) -> None:
        """Set permission bits."""
        os.fchmod(fd, mode)

    def fchown(self, fd: int, uid: int, gid: int) -> None:
        """Set owner and group."""
        os.fchown(fd, uid, gid)

    def utime(self, fd: int, times: tuple[int, int]) -> None:
        """Set access and modification time, nanoseconds."""
        os.utime(fd, ns=times)

    def listxattr(self, fd: int) -> list[str]:
        """Names of extended attributes."""
        return os.listxattr(fd)

    def getxattr(self, fd: int, name: str) -> bytes:
        """One extended attribute."""
        return os.getxattr(fd, name)

    def setxattr(self, fd: int, name: str, value: bytes) -> None:
        """Set one extended attribute."""
        os.setxattr(fd, name, value)

    def removexattr(self, fd: int, name: str) -> None:
        """Remove one extended attribute."""
        os.removexattr(fd, name)

    def fstatvfs(self, fd: int) -> os.statvfs_result:
        """Free space of the file system."""
        return os.fstatvfs(fd)

    def flock(self, fd: int, operation: int) -> None:
        """Take or leave an advisory lock; it dies with the process."""
        fcntl.flock(fd, operation)


DISK = Disk()


@functools.cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int]:
    """renameat2(2), which Python does not offer. In glibc since 2.28."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError as error:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from error
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    call.restype = ctypes.c_int
    found: Callable[[int, bytes, int, bytes, int], int] = call
    return found


def write_all(layer: Layer, fd: int, data: bytes) -> None:
    """Write every byte, however short the single writes are. A write of nothing would loop for ever: it is an error."""
    rest = memoryview(data)
    while rest:
        taken = layer.write(fd, rest)
        if taken <= 0:
            raise OSError(5, "the file system took no bytes")
        rest = rest[taken:]
