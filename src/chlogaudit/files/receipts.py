"""The proof that redactions leave behind: one JSON line a step, each holding the hash of the line before."""
# Works by descriptors, so that no other file can slip in under the name.
# ruff: noqa: PTH100, PTH119, PTH120, PTH123

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from chlogaudit.errors import Incomplete, NothingToRead, Refused
from chlogaudit.files.folders import open_folder
from chlogaudit.files.layer import DISK, Layer, write_all
from chlogaudit.files.places import make_folder
from chlogaudit.files.source import shown, what_is
from chlogaudit.model.receipt import Receipt

_STEP = 64 << 10
_NAMES = {field.name for field in fields(Receipt)}


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the file: its 1-based number, its own sha256, and what it says; None when it is no receipt."""

    line: int
    sha256: str
    receipt: Receipt | None


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and why."""

    line: int
    why: str


class Receipts:
    """A receipts file; appending is safe for parallel runs, and what `append` returned from is on the disk."""

    def __init__(self, path: str, layer: Layer = DISK) -> None:
        self.path = os.path.abspath(path)
        self.notes: list[str] = []
        self._layer = layer

    def append(self, receipt: Receipt) -> Receipt:
        """
        Chain a receipt to the last line and add it; returns it with ``previous`` filled in.

        When the disk fails the file is cut back to what it was and ``Incomplete`` is raised. An unfinished last line
        (a run died in the middle of writing it, so nobody relied on it) is removed, which ``notes`` tells.
        """
        name = shown(self.path)
        try:
            make_folder(os.path.dirname(self.path))
            folder = open_folder(os.path.dirname(self.path), self._layer)
            try:
                return self._append(receipt, folder)
            finally:
                self._layer.close(folder)
        except OSError as error:
            raise Incomplete(f"The receipt could not be added to {name}: {error.strerror}.") from error

    def _append(self, receipt: Receipt, folder: int) -> Receipt:
        layer = self._layer
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
        fd = layer.open(os.path.basename(self.path), flags, 0o600, dir_fd=folder)
        try:
            self._check(layer.fstat(fd))
            layer.flock(fd, fcntl.LOCK_EX)
            size = self._whole(fd)
            last = self._last_line(fd, size)
            chained = replace(receipt, previous=hashlib.sha256(last).hexdigest() if size else "")
            try:
                write_all(layer, fd, to_line(chained))
                layer.fsync(fd)
            except OSError:
                layer.ftruncate(fd, size)
                raise
            if not size:
                layer.fsync(folder)
            return chained
        finally:
            layer.close(fd)

    def _check(self, status: os.stat_result) -> None:
        name = shown(self.path)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{name} is {what_is(status.st_mode)}, not a receipts file; nothing was written.")
        if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o022:
            raise Refused(f"{name} can be written by others, so it would prove nothing; chmod and chown it first.")

    def _whole(self, fd: int) -> int:
        """Size of the file up to its last newline; what stands behind is cut off."""
        size = self._layer.fstat(fd).st_size
        end = self._newline_before(fd, size) + 1
        if end != size:
            self._layer.ftruncate(fd, end)
            self.notes.append(f"{shown(self.path)}: an unfinished last line of {size - end} bytes was removed.")
        return end

    def _last_line(self, fd: int, size: int) -> bytes:
        """The last line, without its newline."""
        start = self._newline_before(fd, size - 1) + 1
        line = b""
        while len(line) < size - 1 - start:
            line += self._layer.pread(fd, size - 1 - start - len(line), start + len(line))
        return line

    def _newline_before(self, fd: int, end: int) -> int:
        """Place of the last newline before ``end``; -1 when there is none."""
        while end > 0:
            start = max(0, end - _STEP)
            place = self._layer.pread(fd, end - start, start).rfind(b"\n")
            if place >= 0:
                return start + place
            end = start
        return -1


def to_line(receipt: Receipt) -> bytes:
    """Write a receipt as its line; the same receipt always gives the same bytes."""
    # Not asdict: its deep copies made thousands of receipts cost seconds at the start of every audit and verify.
    parts = {name: getattr(receipt, name) for name in _NAMES}
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii") + b"\n"


def read_chain(path: str) -> tuple[Link, ...]:
    """Read all lines of a receipts file; an unfinished last one is there with no receipt."""
    try:
        with open(path, "rb") as file:
            lines = file.read().split(b"\n")
    except FileNotFoundError as error:
        raise NothingToRead(f"There are no receipts at {shown(path)}.") from error
    except OSError as error:
        raise Incomplete(f"The receipts at {shown(path)} cannot be read: {error.strerror}.") from error
    torn = lines.pop()
    links = [Link(n, hashlib.sha256(line).hexdigest(), _receipt(line)) for n, line in enumerate(lines, 1)]
    if torn:
        links.append(Link(len(links) + 1, hashlib.sha256(torn).hexdigest(), None))
    return tuple(links)


def check_chain(links: Sequence[Link]) -> Break | None:
    """
    Name the first break of a chain; None when it holds.

    A chain cannot know of lines that were cut off at its end: compare the last line's hash with one kept elsewhere.
    """
    previous = ""
    for link in links:
        if link.receipt is None:
            return Break(link.line, "it is not a receipt, or not a whole one")
        if link.receipt.previous != previous:
            why = (
                "the line before it was changed, removed or put in" if link.line > 1 else "lines before it were removed"
            )
            return Break(link.line, why)
        previous = link.sha256
    return None


def unfinished(links: Sequence[Link]) -> tuple[Receipt, ...]:
    """
    Receipts of intent that no receipt of the deed follows.

    The run ended in between: the file is the old one (``sha256_before``) or the new one (``sha256_after``).
    """
    waiting: dict[tuple[str, str], Receipt] = {}
    for link in links:
        if link.receipt is None:
            continue
        key = (link.receipt.path, link.receipt.sha256_before)
        if link.receipt.state == "intent":
            waiting[key] = link.receipt
        else:
            waiting.pop(key, None)
            waiting.pop((link.receipt.path, ""), None)  # an intent that was written before the hash was known
    return tuple(waiting.values())


def _receipt(line: bytes) -> Receipt | None:
    try:
        read = json.loads(line)
    except ValueError:
        return None
    if not isinstance(read, dict) or set(read) != _NAMES or not isinstance(read["key_ids"], list):
        return None
    read["key_ids"] = tuple(read["key_ids"])
    receipt = Receipt(**read)
    return receipt if to_line(receipt) == line + b"\n" else None
