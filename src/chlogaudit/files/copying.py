"""Write a copy that appears under its name when it is whole and verified, and not before."""
# Works by folder descriptors, which pathlib cannot.
# ruff: noqa: PTH100, PTH103, PTH119, PTH120

from __future__ import annotations

import os

from chlogaudit.errors import Incomplete
from chlogaudit.files.folders import open_folder
from chlogaudit.files.layer import DISK, Layer
from chlogaudit.files.source import Compression, shown
from chlogaudit.files.successor import Maker, Successor
from chlogaudit.files.temporaries import tidy

_MODE = 0o640


class Copying(Maker):
    """
    One copy; use as a context manager. ``path`` is its name; one that exists is replaced, folders are made.

    Content is taken, verified and rewritten as by a `Successor`. Leaving without ``commit()`` leaves nothing. Raises ``Incomplete``.
    """

    def __init__(self, path: str, kind: Compression, layer: Layer = DISK) -> None:
        self.path = os.path.abspath(path)
        self.name = shown(path)
        self.notes: list[str] = []
        self._kind = kind
        self._layer = layer
        self._folder = -1

    def _open(self) -> None:
        parent = os.path.dirname(self.path)
        os.makedirs(parent, mode=0o750, exist_ok=True)
        self._folder = open_folder(parent, self._layer)
        tidy(self._folder, self._layer)
        self._new = Successor(self._folder, self.path, self.name, self._kind, self._layer)

    def commit(self) -> None:
        """Give the copy its name and mode, and return when both are on the disk."""
        new, layer = self.new, self._layer
        if not new.verified:
            raise RuntimeError("commit() before the copy was verified")
        layer.fchmod(new.fd, _MODE)
        layer.fsync(new.fd)
        layer.rename(new.temporary, os.path.basename(self.path), dir_fd=self._folder)
        new.temporary = ""
        layer.fsync(self._folder)

    def _clean_up(self) -> None:
        try:
            if self._new is not None:
                self._new.discard()
                self.notes += self._new.notes
        finally:
            if self._folder >= 0:
                self._layer.close(self._folder)
            self._folder = -1

    def _gave_up(self, error: OSError) -> Incomplete:
        return Incomplete(f"{self.name} could not be written: {error.strerror or 'the system refused'}.")
