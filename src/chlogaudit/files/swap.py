"""
Put a verified successor under a log's name, look at the log once more, and put it back if it is not what was read.

The names are exchanged in one step (renameat2(2), ``RENAME_EXCHANGE``), so that whatever stands under the log's name in that
instant (another process may just have rotated, cut or continued the log) is not covered but stands under the successor's
hidden name, where it can be looked at before anything is removed.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from chlogaudit.errors import Incomplete, Locked, Refused
from chlogaudit.files.layer import Layer, write_all
from chlogaudit.files.locks import lock
from chlogaudit.files.source import Identity, identity_of
from chlogaudit.files.temporaries import kept_name, swap_name

_LOOKS, _PAUSE = 50, 0.02  # seconds between looks at a writer that came in the moment of the exchange
_PIECE, _MOST = 1 << 20, 64 << 20
# No such call in the kernel, not for this file system (NFS, FUSE, FAT, old ZFS), or forbidden by a container's filter.
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


@dataclass(frozen=True, slots=True)
class Ends:
    """
    The two files of an exchange: open folder, name of the log in it, both files open for reading only.

    ``before`` is the log as it was read, ``status`` its status when its rights were copied, ``size`` that of the successor.
    """

    folder: int
    base: str
    name: str  # the log's, for messages
    old: int
    new: int
    before: Identity
    status: os.stat_result
    size: int


class Swap:
    """
    One exchange. ``run`` does it or raises; after an error `undo` brings everything back. ``place`` is the hidden name.

    Raises ``Refused`` when the log changed, ``Incomplete`` when something is left to be done by the user.
    """

    def __init__(self, ends: Ends, place: str, layer: Layer, in_use: Callable[[int], str]) -> None:
        self.place = place
        self.notes: list[str] = []
        self._ends = ends
        self._layer = layer
        self._in_use = in_use
        self._begun = False

    def run(self) -> None:
        """Exchange the names, see that the log is still what was read, and remove it."""
        layer, ends = self._layer, self._ends
        self._lock_folder()
        place = swap_name(ends.before, identity_of(layer.fstat(ends.new)))
        layer.rename(self.place, place, dir_fd=ends.folder)
        self.place = place
        self._look(ends.base)
        new = layer.fstat(ends.new)
        if not is_named(place, new, ends.folder, layer) or new.st_size != ends.size or new.st_nlink != 1:
            raise Refused(f"{ends.name}: someone touched its successor; nothing was written. Look who can write there.")
        self._begun = True
        if self._exchange():
            layer.fsync(ends.folder)
            self._look(place)
            layer.unlink(place, dir_fd=ends.folder)
        self.place = ""
        try:
            layer.fsync(ends.folder)
            self._look_after()
            layer.flock(ends.folder, fcntl.LOCK_UN)
        except OSError as error:
            raise Incomplete(
                f"{ends.name} is replaced, but whether its folder is on the disk is unknown: {error.strerror}."
            ) from error

    def undo(self) -> None:
        """
        Leave the log under its own name and nothing under the hidden one, wherever `run` was stopped.

        What others wrote to the successor while it had the log's name is appended to the log.
        """
        layer, ends = self._layer, self._ends
        if not self.place:
            return
        new = layer.fstat(ends.new)
        if self._begun and self._exists() and not is_named(self.place, new, ends.folder, layer):
            if is_named(ends.base, new, ends.folder, layer):
                self._exchange_back()
            if not is_named(self.place, new, ends.folder, layer):
                self._keep()
        there = self._exists()
        if there:
            layer.unlink(self.place, dir_fd=ends.folder)
        self.place = ""
        if self._begun and there:
            self._save_late_lines(ends.new, ends.size)

    def _lock_folder(self) -> None:
        """Keep runs that tidy up from taking a name away while files change places."""
        for _ in range(_LOOKS):
            try:
                lock(self._ends.folder, "the folder", self._layer)
            except Locked:
                time.sleep(_PAUSE)
            else:
                return
        raise Locked(f"Another run keeps the folder of {self._ends.name} locked; let it end, then run again.")

    def _look(self, place: str) -> None:
        """Refuse unless the file under ``place`` is the log as it was read, closed as it was, and nobody writes to it."""
        ends = self._ends
        who = self._in_use(ends.old)
        if who:
            raise Refused(f"{ends.name} is open for writing by {who}; nothing was written. Rotate it first.")
        old = self._layer.fstat(ends.old)
        same = identity_of(old) == ends.before and _access(old) == _access(ends.status) and old.st_nlink == 1
        if not same or not is_named(place, old, ends.folder, self._layer):
            raise self._changed()

    def _exchange(self) -> bool:
        """Exchange the names; False when only a plain rename was to be had, which leaves nothing to look at."""
        ends = self._ends
        try:
            self._layer.exchange(self.place, ends.base, dir_fd=ends.folder)
        except FileNotFoundError as error:
            raise self._changed() from error
        except OSError as error:
            if error.errno not in _CANNOT:
                raise
            self.notes.append(
                f"this kernel or file system cannot exchange two names ({error.strerror}), so it was renamed over; "
                "do not rotate logs while they are redacted here."
            )
            self._layer.rename(self.place, ends.base, dir_fd=ends.folder)
            return False
        return True

    def _exchange_back(self) -> None:
        try:
            self._layer.exchange(self.place, self._ends.base, dir_fd=self._ends.folder)
        except OSError as error:
            left, self.place = self.place, ""
            raise Incomplete(
                f"{self._ends.name} is replaced, but what stood under its name is still beside it as {left} "
                f"({error.strerror}); the next redaction in that folder sees to it."
            ) from error
        time.sleep(_PAUSE)  # for who has looked the name up and not yet opened the file

    def _look_after(self) -> None:
        """
        Tell what happened to the old file when nothing could be put back any more, and save what was written to it.

        After an exchange this finds a process at most that had looked the name up before it and opens the file only now.
        """
        ends = self._ends
        old = self._layer.fstat(ends.old)
        if old.st_nlink:
            raise Incomplete(
                f"{ends.name} was moved in the moment of its replacement: the original has another name now, and a file "
                "that was new under its own is covered. Do not rotate while a redaction runs."
            )
        if old.st_size < ends.before.size:
            raise Incomplete(
                f"{ends.name} was cut in the moment of its replacement: its redacted lines are all still there. "
                "Do not rotate while a redaction runs."
            )
        late, who = self._save_late_lines(ends.old, ends.before.size)
        if late or who:
            still = f" {who} still writes to the old file: reload it now." if who else ""
            raise Incomplete(
                f"{ends.name} was written to in the moment of its replacement; {late} bytes were appended "
                f"unredacted.{still} Rotate it, then run again."
            )

    def _save_late_lines(self, orphan: int, start: int) -> tuple[int, str]:
        """
        Append to the log what was written to a file without a name behind ``start``: how many bytes, and who still writes.

        Who has it open is given a second to end.
        """
        for _ in range(_LOOKS):
            if not (who := self._in_use(orphan)):
                break
            time.sleep(_PAUSE)
        late = b""
        while len(late) < _MOST and (piece := self._layer.pread(orphan, _PIECE, start + len(late))):
            late += piece
        if late:
            fd = self._opened_to_append()
            try:
                write_all(self._layer, fd, late)
                self._layer.fsync(fd)
            finally:
                self._layer.close(fd)
        return len(late), who

    def _opened_to_append(self) -> int:
        """The file that now has the log's name; one of its own, seen by people, where that cannot be written."""
        ends, flags = self._ends, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            return self._layer.open(ends.base, flags, dir_fd=ends.folder)
        except OSError:
            kept = kept_name()
            self.notes.append(f"lines written in the moment of its replacement are in {kept} beside it.")
            return self._layer.open(kept, flags | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=ends.folder)

    def _keep(self) -> None:
        """Give what cannot be put back, because others moved names again meanwhile, a name that people see."""
        kept, ends = kept_name(), self._ends
        self._layer.rename(self.place, kept, dir_fd=ends.folder)
        self.place = ""
        raise Incomplete(
            f"{ends.name} was moved by others again and again in the moment of its replacement; what could not be put "
            f"back is {kept} beside it. Look at both."
        )

    def _changed(self) -> Refused:
        return Refused(
            f"{self._ends.name} changed while it was read; nothing was written. Rotate it first, then run again."
        )

    def _exists(self) -> bool:
        try:
            self._layer.lstat(self.place, dir_fd=self._ends.folder)
        except FileNotFoundError:
            return False
        return True


def is_named(name: str, status: os.stat_result, folder: int, layer: Layer) -> bool:
    """Tell whether a name in the folder means this very file."""
    try:
        there = layer.lstat(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (status.st_dev, status.st_ino)


def _access(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mode, status.st_uid, status.st_gid
