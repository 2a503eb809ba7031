"""Follow a log that grows: whole lines as they come, through rotation (another file under the name) and truncation."""

from __future__ import annotations

import os
from collections.abc import Iterator

from chlogaudit.errors import Incomplete
from chlogaudit.files.layer import DISK, Layer
from chlogaudit.files.source import open_regular, shown

PIECE = 4 << 20
LONGEST = 8 << 20  # bytes of a line without an end that are held


class Follower:
    r"""
    One path, read from its beginning and then on.

    ``read`` gives what came since it was called last, as bytes that end in ``\n``. When another file stands under the
    name, the old one is read to its end first, its last line too if it has no newline. When the file shrank it is read
    anew from its beginning: that is what copytruncate does. A name that is not there for a moment is waited for.
    """

    def __init__(self, path: str, layer: Layer = DISK) -> None:
        self._path = path
        self._layer = layer
        self._fd: int | None = open_regular(path, layer)
        self._at = 0
        self._begun = b""  # of a line whose end is not written yet

    def read(self) -> Iterator[bytes]:
        """All whole lines that came since the last time. Raises Incomplete for a disk that fails."""
        while True:
            yield from self._rest()
            if not self._replaced():
                return
            if self._begun:
                yield self._begun + b"\n"
            self.close()
            try:
                self._fd = open_regular(self._path, self._layer)
            except Incomplete:
                return  # gone for the moment, or not ours to read yet: asked again next time

    def close(self) -> None:
        """Let go of the file."""
        if self._fd is not None:
            self._layer.close(self._fd)
        self._fd, self._at, self._begun = None, 0, b""

    def _rest(self) -> Iterator[bytes]:
        if self._fd is None:
            return
        if self._layer.fstat(self._fd).st_size < self._at:
            self._at, self._begun = 0, b""
        while True:
            try:
                piece = self._layer.pread(self._fd, PIECE, self._at)
            except OSError as error:
                raise Incomplete(f"{shown(self._path)} cannot be read: {error.strerror}.") from None
            if not piece:
                return
            self._at += len(piece)
            data = self._begun + piece
            end = data.rfind(b"\n") + 1
            if not end and len(data) > LONGEST:
                end = len(data)
            self._begun = data[end:]
            if end:
                yield data[:end]

    def _replaced(self) -> bool:
        """Whether the name now belongs to another file than the one that is open, or to one for the first time."""
        try:
            now = os.stat(self._path)  # noqa: PTH116  a name may be any bytes
        except OSError:
            return False
        if self._fd is None:
            return True
        ours = self._layer.fstat(self._fd)
        return (now.st_dev, now.st_ino) != (ours.st_dev, ours.st_ino)
