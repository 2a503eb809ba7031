"""
Replace a log so that a reader sees the old bytes or the new, never a mixture, and nobody is led astray.

The steps and their order are those of docs/security/replacing.md. No copy of the old file is kept: it would be the raw
data again.
"""
# Works by folder descriptors, which pathlib cannot.
# ruff: noqa: PTH100, PTH119, PTH120

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from chlogaudit.errors import Incomplete, Locked, Refused
from chlogaudit.files.belongings import copy_belongings
from chlogaudit.files.blocks import MAX_LINE, OVERLAP, SIZE, Block, read_blocks
from chlogaudit.files.find import rotation
from chlogaudit.files.folders import check_folder, open_folder
from chlogaudit.files.inuse import writer_of
from chlogaudit.files.layer import DISK, Layer, write_all
from chlogaudit.files.locks import lock
from chlogaudit.files.source import HEAD, Source, compression_of, identity_of, shown, what_is
from chlogaudit.files.swap import Ends, Swap, is_named
from chlogaudit.files.temporaries import new_name, tidy
from chlogaudit.files.writer import Writer, open_writer

_SPARE = 1 << 20  # bytes of free space beyond the file's own size
_TRIES = 3  # at opening a file that other runs keep replacing


@dataclass(frozen=True, slots=True)
class Replaced:
    """A replacement that is done: sizes and lower-case hex sha256 of the bytes as stored."""

    path: str
    size_before: int
    size_after: int
    sha256_before: str
    sha256_after: str
    notes: tuple[str, ...] = ()


class Replacing:
    """
    One file's replacement; use as a context manager.

    ``blocks()`` reads the old file, ``write()`` takes the new content in order, ``verify()`` reads it back from the
    disk, ``commit()`` puts it in place. Leaving without ``commit()`` leaves the file as it was, times included, and
    no temporary. Raises ``Refused``, ``Locked`` or ``Incomplete``; in each case the old file is untouched.

    ``allow_current`` lets a name without a rotation suffix pass (a copy that no server writes to); a process that has
    the file open for writing is refused all the same.
    """

    def __init__(
        self,
        path: str,
        *,
        allow_current: bool = False,
        layer: Layer = DISK,
        in_use: Callable[[int], str] = writer_of,
    ) -> None:
        self.path = os.path.abspath(path)
        self.name = shown(path)
        self.source = Source(self.path, self.name)
        self.notes: list[str] = []
        self._base = os.path.basename(self.path)
        self._allow_current = allow_current
        self._layer = layer
        self._in_use = in_use
        self._folder = self._old = self._new = -1
        self._temporary = ""
        self._swap: Swap | None = None
        self._writer: Writer | None = None
        self._before = hashlib.sha256()
        self._after = hashlib.sha256()
        self._read = self._finished = self._verified = False
        self._written = 0

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

    # Before anything is read

    def _open(self) -> None:
        self._folder = open_folder(os.path.dirname(self.path), self._layer)
        if not rotation(self._base).rotated and not self._allow_current:
            raise Refused(
                f"{self.name} is the newest of its rotation and may be in use; nothing was written. "
                "Rotate it first, or say that no server writes to it: --not-in-use."
            )
        for _ in range(_TRIES):
            if self._open_old():
                break
        else:
            raise Refused(f"{self.name} keeps being replaced by others; nothing was written. Run again later.")
        self._identity = identity_of(self._status)
        self._refuse_in_use()
        room = self._layer.fstatvfs(self._folder)
        free = (room.f_bfree if os.geteuid() == 0 else room.f_bavail) * room.f_frsize
        if free < self._status.st_size + _SPARE:
            raise Incomplete(f"{self.name}: there is no space for its successor; nothing was written. Free some first.")
        for kept in tidy(self._folder, self._layer).kept:
            self.notes.append(f"a run that was killed in the moment of a rename left what is {kept} beside it now.")
        self._make_temporary()
        kind = compression_of(self._layer.pread(self._old, HEAD, 0), self.path)
        self.source = Source(self.path, self.name, kind, fd=self._old)
        self._writer = open_writer(kind, self._sink)

    def _open_old(self) -> bool:
        """Open and lock the log; False when another run put a new file in its place in the meantime."""
        status = self._layer.lstat(self._base, dir_fd=self._folder)
        self._check(status)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
        self._old = self._layer.open(self._base, flags, dir_fd=self._folder)
        self._status = self._layer.fstat(self._old)
        self._check(self._status)
        lock(self._old, self.name, self._layer)
        if is_named(self._base, self._status, self._folder, self._layer):
            self._status = self._layer.fstat(self._old)
            return True
        self._layer.close(self._old)
        self._old = -1
        return False

    def _check(self, status: os.stat_result) -> None:
        """Refuse what is no plain file of one name that only its owner's side may write."""
        kind = what_is(status.st_mode)
        if kind:
            raise Refused(f"{self.name} is {kind}, not a log file; nothing was written. Name the file itself.")
        if status.st_nlink > 1:
            raise Refused(
                f"{self.name} has {status.st_nlink} names (hard links); the others would keep the old bytes. "
                "Nothing was written. Remove the other names first."
            )
        if status.st_mode & stat.S_IWOTH:
            raise Refused(f"{self.name} is writable by everybody; nothing was written. Take that right away first.")
        check_folder(self._layer.fstat(self._folder), status.st_uid, self.name)

    def _refuse_in_use(self) -> None:
        who = self._in_use(self._old)
        if who:
            raise Refused(f"{self.name} is open for writing by {who}; nothing was written. Rotate it first.")

    def _make_temporary(self) -> None:
        """Make the temporary and lock it; again under another name if a run that tidies up took it for stale before that."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        for _ in range(_TRIES):
            self._temporary = new_name()
            self._new = self._layer.open(self._temporary, flags, 0o600, dir_fd=self._folder)
            self._layer.fchmod(self._new, 0o600)  # a umask of 0777 would have taken even that
            try:
                lock(self._new, self.name, self._layer, shared=True)
            except Locked:
                pass  # the tidying run holds it, and removes it
            else:
                if is_named(self._temporary, self._layer.fstat(self._new), self._folder, self._layer):
                    return
            self._close(self._new)
            self._new = -1
        raise Locked(f"Other runs keep tidying up where {self.name} is; let them end, then run again.")

    # Content

    def blocks(
        self, *, size: int = SIZE, max_line: int = MAX_LINE, overlap: int = OVERLAP, numbered: bool = False
    ) -> Iterator[Block]:
        """Read the old file from its start; once, and to its end before `commit`."""
        if self._read:
            raise RuntimeError("the old file was read already")
        yield from read_blocks(
            self.source,
            size=size,
            max_line=max_line,
            overlap=overlap,
            numbered=numbered,
            digest=self._before,
            layer=self._layer,
        )
        self._read = True

    def write(self, data: bytes) -> None:
        """Take the next bytes of the new content, unpacked."""
        if self._writer is None or self._finished:
            raise RuntimeError("write() outside of the replacement")
        self._writer.write(data)

    def _sink(self, packed: bytes) -> None:
        self._sum = _crc32(packed, self._sum)
        write_all(self._layer, self._new, packed)
        self._written += len(packed)

    _sum = 0

    def verify(self, check: Callable[[Iterator[Block]], None], *, size: int = SIZE, numbered: bool = False) -> None:
        """
        Finish the new file and read it back whole.

        ``check`` is given its blocks and raises when it finds what must not stand there; what it leaves unread is read
        too. Then length and checksum of what came back must be those of what was written.
        """
        if self._writer is None:
            raise RuntimeError("verify() outside of the replacement")
        self._finished = True
        self._writer.close()
        self._open_for_reading()
        back = _Back(self._after)
        temporary = Source(self.path, f"the new {self.name}", self.source.compression, fd=self._new)
        blocks = read_blocks(temporary, size=size, numbered=numbered, digest=back, layer=self._layer)
        check(blocks)
        for _ in blocks:
            pass
        if (back.size, back.sum) != (self._written, self._sum):
            raise Incomplete(f"{self.name}: its successor did not read back as it was written; nothing was replaced.")
        self._verified = True

    def _open_for_reading(self) -> None:
        """Keep the new file open for reading only: nobody writes to it any more, and who does later is seen by that."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        fd = self._layer.open(self._temporary, flags, dir_fd=self._folder)
        try:
            lock(fd, self.name, self._layer, shared=True)
        except BaseException:
            self._close(fd)
            raise
        self._new, written = fd, self._new
        self._layer.close(written)

    # Putting it in place

    def planned(self) -> Replaced:
        """What `commit` will return: sizes and hashes for the receipt of intent, known once the new file is verified."""
        if not (self._read and self._verified):
            raise RuntimeError("the hashes are known when the old file was read and the new one verified")
        return Replaced(
            self.path,
            self._identity.size,
            self._written,
            self._before.hexdigest(),
            self._after.hexdigest(),
            tuple(self.notes),
        )

    def commit(self) -> Replaced:
        """
        Put the new file in the old one's place and return when both are on the disk.

        Once the old file is removed there is no way back: what fails after it (the folder's sync) raises ``Incomplete``
        with the new file in place. In every other case the old one stands under its name.
        """
        if not (self._read and self._verified):
            raise RuntimeError("commit() before the old file was read and the new one verified")
        layer = self._layer
        # Who may read it is copied as it is now, not as it was when a long run began; the times as they were before we read.
        status = layer.fstat(self._old)
        times = (self._status.st_atime_ns, self._status.st_mtime_ns)
        self.notes += copy_belongings(self._old, self._new, status, times, self.name, layer)
        layer.fsync(self._new)
        ends = Ends(
            self._folder, self._base, self.name, self._old, self._new, self._identity, status, self._written
        )  # fmt: skip
        self._swap = Swap(ends, self._temporary, layer, self._in_use)
        try:
            self._swap.run()
        finally:
            self._undo()
        return self.planned()

    def _undo(self) -> None:
        """After a swap that did its work there is nothing to undo."""
        if self._swap is not None:
            self._temporary = ""
            self._swap.undo()
            self.notes += self._swap.notes
            self._swap = None

    # Ends

    def _clean_up(self) -> None:
        """Give everything back, whatever happened; the temporary's removal is tried even when closing fails."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None
        try:
            self._undo()
            if self._temporary:
                self._layer.unlink(self._temporary, dir_fd=self._folder)
        except FileNotFoundError:
            pass
        except OSError as error:
            self.notes.append(f"{self.name}: its temporary could not be removed: {error.strerror}.")
        finally:
            self._temporary = ""
            for fd in (self._new, self._old, self._folder):
                self._close(fd)
            self._new = self._old = self._folder = -1

    def _close(self, fd: int) -> None:
        """Close. What had to be on the disk was synced before, so an error here loses nothing; it is noted."""
        try:
            if fd >= 0:
                self._layer.close(fd)
        except OSError as error:
            self.notes.append(f"{self.name}: closing a file failed: {error.strerror}.")

    def _gave_up(self, error: OSError) -> Incomplete:
        return Incomplete(f"{self.name} was not replaced: {error.strerror or 'the system refused'}.")


def replacing(
    path: str, *, allow_current: bool = False, layer: Layer = DISK, in_use: Callable[[int], str] = writer_of
) -> Replacing:
    """Begin the replacement of one file; see `Replacing`."""
    return Replacing(path, allow_current=allow_current, layer=layer, in_use=in_use)


def _access(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mode, status.st_uid, status.st_gid


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
