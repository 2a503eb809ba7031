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

from chlogaudit.errors import Incomplete, Refused
from chlogaudit.files.belongings import copy_belongings
from chlogaudit.files.blocks import MAX_LINE, OVERLAP, SIZE, Block, read_blocks
from chlogaudit.files.find import rotation
from chlogaudit.files.folders import check_folder, open_folder
from chlogaudit.files.inuse import writer_of
from chlogaudit.files.layer import DISK, Layer
from chlogaudit.files.locks import lock
from chlogaudit.files.source import HEAD, Source, compression_of, identity_of, shown, what_is
from chlogaudit.files.successor import Maker, Successor
from chlogaudit.files.swap import Ends, Swap, is_named
from chlogaudit.files.temporaries import tidy

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


class Replacing(Maker):
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
        self._folder = self._old = -1
        self._swap: Swap | None = None
        self._before = hashlib.sha256()
        self._read = False

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
        kind = compression_of(self._layer.pread(self._old, HEAD, 0), self.path)
        self.source = Source(self.path, self.name, kind, fd=self._old)
        self._new = Successor(self._folder, self.path, self.name, kind, self._layer)

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

    # Putting it in place

    def planned(self) -> Replaced:
        """What `commit` will return: sizes and hashes for the receipt of intent, known once the new file is verified."""
        if not (self._read and self.new.verified):
            raise RuntimeError("the hashes are known when the old file was read and the new one verified")
        return Replaced(
            self.path,
            self._identity.size,
            self.new.size,
            self._before.hexdigest(),
            self.new.sha256,
            tuple(self.notes),
        )

    def commit(self) -> Replaced:
        """
        Put the new file in the old one's place and return when both are on the disk.

        Once the old file is removed there is no way back: what fails after it (the folder's sync) raises ``Incomplete``
        with the new file in place. In every other case the old one stands under its name.
        """
        if not (self._read and self.new.verified):
            raise RuntimeError("commit() before the old file was read and the new one verified")
        layer, new = self._layer, self.new
        # Who may read it is copied as it is now, not as it was when a long run began; the times as they were before we read.
        status = layer.fstat(self._old)
        times = (self._status.st_atime_ns, self._status.st_mtime_ns)
        self.notes += copy_belongings(self._old, new.fd, status, times, self.name, layer)
        layer.fsync(new.fd)
        ends = Ends(self._folder, self._base, self.name, self._old, new.fd, self._identity, status, new.size)
        self._swap, new.temporary = Swap(ends, new.temporary, layer, self._in_use), ""
        try:
            self._swap.run()
        finally:
            self._undo()
        return self.planned()

    def _undo(self) -> None:
        """Undo what of a swap is left to undo: nothing after one that did its work."""
        if self._swap is not None:
            self._swap.undo()
            self.notes += self._swap.notes
            self._swap = None

    # Ends

    def _clean_up(self) -> None:
        """Give everything back, whatever happened; each step is tried even when the one before it fails."""
        try:
            self._undo()
        except OSError as error:
            self.notes.append(f"{self.name}: its temporary could not be removed: {error.strerror}.")
        finally:
            if self._new is not None:
                self._new.discard()
                self.notes += self._new.notes
            for fd in (self._old, self._folder):
                self._close(fd)
            self._old = self._folder = -1

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
