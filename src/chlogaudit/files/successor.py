"""The file that is to take a log's place or to be its copy: written beside it, closed to others, read back from the disk."""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from chlogaudit.errors import Incomplete, Locked
from chlogaudit.files.blocks import SIZE, Block, read_blocks
from chlogaudit.files.layer import Layer, write_all
from chlogaudit.files.locks import lock
from chlogaudit.files.source import Compression, Source
from chlogaudit.files.swap import is_named
from chlogaudit.files.temporaries import new_name
from chlogaudit.files.writer import Writer, open_writer

_TRIES = 3  # at making a temporary that other runs keep tidying away


class Successor:
    """
    One temporary in an open folder, locked, 0600 until somebody gives it another mode.

    ``write`` takes content in order, ``verify`` reads it back from the disk, ``rewrite`` changes what was written by writing it
    anew. ``discard`` removes it, unless ``temporary`` was emptied by who gave it a name of its own. ``fd`` is open for reading
    only from ``verify`` on. ``size`` and ``sha256`` are of the bytes as stored. Raises ``OSError`` for a disk that fails.
    """

    def __init__(self, folder: int, path: str, name: str, kind: Compression, layer: Layer) -> None:
        self.path = path
        self.name = name
        self.notes: list[str] = []
        self.fd = -1
        self.temporary = ""
        self.verified = False
        self._folder = folder
        self._kind = kind
        self._layer = layer
        self._earlier = (-1, "")
        self._begin()

    def _begin(self) -> None:
        self.size = self._sum = 0
        self._digest = hashlib.sha256()
        self.verified = self._finished = False
        self._writer: Writer | None = None
        try:
            self._make_temporary()
        except BaseException:
            self.discard()
            raise
        self._writer = open_writer(self._kind, self._sink)

    def _make_temporary(self) -> None:
        """Make the temporary and lock it; again under another name if a run that tidies up took it for stale before that."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        for _ in range(_TRIES):
            self.temporary = new_name()
            self.fd = self._layer.open(self.temporary, flags, 0o600, dir_fd=self._folder)
            self._layer.fchmod(self.fd, 0o600)  # a umask of 0777 would have taken even that
            try:
                lock(self.fd, self.name, self._layer, shared=True)
            except Locked:
                pass  # the tidying run holds it, and removes it
            else:
                if is_named(self.temporary, self._layer.fstat(self.fd), self._folder, self._layer):
                    return
            self._close(self.fd)
            self.fd = -1
        raise Locked(f"Other runs keep tidying up where {self.name} is; let them end, then run again.")

    @property
    def sha256(self) -> str:
        """Lower-case hex, of the bytes as they were read back."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        """Take the next bytes, unpacked."""
        if self._writer is None or self._finished:
            raise RuntimeError("write() outside of the replacement")
        self._writer.write(data)

    def _sink(self, packed: bytes) -> None:
        self._sum = _crc32(packed, self._sum)
        write_all(self._layer, self.fd, packed)
        self.size += len(packed)

    def verify(self, check: Callable[[Iterator[Block]], None], *, size: int = SIZE, numbered: bool = False) -> None:
        """
        Finish the file and read it back whole.

        ``check`` is given its blocks and raises when it finds what must not stand there; what it leaves unread is read
        too. Then length and checksum of what came back must be those of what was written.
        """
        if self._writer is None:
            raise RuntimeError("verify() outside of the replacement")
        self._finished = True
        self._writer.close()
        self._open_for_reading()
        self._digest = hashlib.sha256()
        back = _Back(self._digest)
        blocks = read_blocks(self._source(), size=size, numbered=numbered, digest=back, layer=self._layer)
        check(blocks)
        for _ in blocks:
            pass
        if (back.size, back.sum) != (self.size, self._sum):
            raise Incomplete(f"{self.name}: its successor did not read back as it was written; nothing was replaced.")
        self.verified = True

    def rewrite(self, change: Callable[[bytes], bytes]) -> None:
        """Write the file once more, as ``change`` makes it of its whole lines (or windows of a very long one); to be verified again."""
        if not self._finished:
            raise RuntimeError("rewrite() before the file was written and looked at")
        source = self._source()
        self._earlier = (self.fd, self.temporary)
        self.fd, self.temporary = -1, ""
        self._begin()
        for block in read_blocks(source, numbered=False, layer=self._layer):
            self.write(change(block.own))
        fd, temporary = self._earlier
        self._layer.unlink(temporary, dir_fd=self._folder)  # a failure ends the replacement, and is tried again then
        self._earlier = (-1, "")
        self._close(fd)

    def discard(self) -> None:
        """Give everything back, whatever happened; the removal is tried even when closing fails."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None
        try:
            self._remove(self._earlier[1])
            self._remove(self.temporary)
        finally:
            self.temporary = ""
            for fd in (self._earlier[0], self.fd):
                self._close(fd)
            self.fd, self._earlier = -1, (-1, "")

    def _source(self) -> Source:
        return Source(self.path, f"the new {self.name}", self._kind, fd=self.fd)

    def _open_for_reading(self) -> None:
        """Keep the file open for reading only: nobody writes to it any more, and who does later is seen by that."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        fd = self._layer.open(self.temporary, flags, dir_fd=self._folder)
        try:
            lock(fd, self.name, self._layer, shared=True)
        except BaseException:
            self._close(fd)
            raise
        self.fd, written = fd, self.fd
        self._layer.close(written)

    def _remove(self, temporary: str) -> None:
        try:
            if temporary:
                self._layer.unlink(temporary, dir_fd=self._folder)
        except FileNotFoundError:
            pass
        except OSError as error:
            self.notes.append(f"{self.name}: its temporary could not be removed: {error.strerror}.")

    def _close(self, fd: int) -> None:
        """Close. What had to be on the disk was synced before, so an error here loses nothing; it is noted."""
        try:
            if fd >= 0:
                self._layer.close(fd)
        except OSError as error:
            self.notes.append(f"{self.name}: closing a file failed: {error.strerror}.")


class _Back:
    """Counts what is read back, and feeds it to the hash that the receipt will state."""

    def __init__(self, into: hashlib._Hash) -> None:
        self._into = into
        self.size = 0
        self.sum = 0

    def update(self, data: bytes, /) -> None:
        """Take bytes."""
        self._into.update(data)
        self.size += len(data)
        self.sum = _crc32(data, self.sum)


def _crc32(data: bytes, value: int) -> int:
    from isal import isal_zlib

    result: int = isal_zlib.crc32(data, value)
    return result


class Maker(ABC):
    """
    Who makes a successor inside of a with statement: what is done to it is handed on.

    Leaving cleans up, and so does failing to enter; what the disk says is then told by ``_gave_up``.
    """

    _new: Successor | None = None

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException as error:
            self._clean_up()
            if isinstance(error, OSError):
                raise self._gave_up(error) from error
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clean_up()
        if isinstance(error, OSError):
            raise self._gave_up(error) from error

    @abstractmethod
    def _open(self) -> None:
        """Make the successor, and what it needs."""

    @abstractmethod
    def _clean_up(self) -> None:
        """Leave nothing open, and nothing that has no name of its own."""

    @abstractmethod
    def _gave_up(self, error: OSError) -> Incomplete:
        """What became of the work when the disk failed."""

    @property
    def new(self) -> Successor:
        """The successor while it has no name of its own."""
        if self._new is None:
            raise RuntimeError("there is a successor inside of the with statement only")
        return self._new

    def write(self, data: bytes) -> None:
        """Take the next bytes of the new content, unpacked."""
        self.new.write(data)

    def verify(self, check: Callable[[Iterator[Block]], None], *, size: int = SIZE, numbered: bool = False) -> None:
        """Finish the new file and read it back whole; see `Successor.verify`."""
        self.new.verify(check, size=size, numbered=numbered)

    def rewrite(self, change: Callable[[bytes], bytes]) -> None:
        """Write the new file once more from itself; see `Successor.rewrite`."""
        self.new.rewrite(change)
