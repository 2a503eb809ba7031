"""Where a redacted stream goes: standard output or a file that SIGHUP opens anew; SIGTERM ends it when all is written."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import BinaryIO

from chlogaudit.errors import Incomplete

Sink = Callable[[bytes], None]


class _Output:
    """A file appended to; opened anew before the next bytes when a rotation asked for it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = self._open()
        self.reopen = False

    def _open(self) -> int:
        try:
            fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
        except OSError as error:
            raise Incomplete(f"{self._path} cannot be opened: {error.strerror}.") from error
        self._broken_off = _broken_off(fd, self._path)
        return fd

    def write(self, data: bytes) -> None:
        """Append all of it."""
        if self.reopen:
            self.reopen = False
            fresh = self._open()
            os.close(self._fd)
            self._fd = fresh
        if self._broken_off and data:
            self._broken_off = False
            data = b"\n" + data
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._fd, view) :]
            except OSError as error:
                raise Incomplete(f"{self._path} cannot be written: {error.strerror}.") from error

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)


def _broken_off(fd: int, path: str) -> bool:
    """Whether a file ends within a line, as a full disk or a kill leaves it: what is appended must not become a part of that line."""
    status = os.fstat(fd)
    if not (stat.S_ISREG(status.st_mode) and status.st_size):
        return False
    try:
        reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False  # we may append to it and not read it: then nothing can be told
    try:
        return os.pread(reading, 1, status.st_size - 1) != b"\n"
    finally:
        os.close(reading)


@contextmanager
def open_stream(path: str | None, stdout: BinaryIO, *, told: bool = False) -> Iterator[Sink]:
    """
    A sink for redacted bytes. ``told``: a reader that goes away is an error, not just the end.

    Whoever feeds the stream closes it when all is said, so SIGTERM does not end us at once: what is in the pipe is read and
    written first. It makes standard input non-blocking, which ends the reading when the pipe is empty.
    """

    def drain(_number: int, _frame: FrameType | None) -> None:
        os.set_blocking(0, False)

    before = [(signal.SIGTERM, signal.signal(signal.SIGTERM, drain))]
    output = _Output(path) if path is not None else None
    if output is not None:

        def again(_number: int, _frame: FrameType | None) -> None:
            output.reopen = True

        before.append((signal.SIGHUP, signal.signal(signal.SIGHUP, again)))
    try:
        if output is not None:
            yield output.write
        else:

            def write(data: bytes) -> None:
                try:
                    stdout.write(data)
                    stdout.flush()
                except BrokenPipeError:
                    if not told:
                        raise
                    # Python flushes once more when it ends, and would end with a code of its own.
                    os.dup2(os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC), stdout.fileno())
                    raise Incomplete("nobody reads the output any more; what came after it was not written.") from None

            yield write
    finally:
        for number, handler in before:
            signal.signal(number, handler)
        if output is not None:
            output.close()
