"""Write a log packed as it was: one compressor a kind, in a thread of its own, the same bytes for the same content."""

from __future__ import annotations

import bz2
import lzma
import queue
import threading
from collections.abc import Callable
from typing import Protocol

from chlogaudit.files.source import Compression

_WAITING = 4  # blocks that may wait for the compressor
_GZIP_LEVEL = 2  # of isal's 0..3; about as fast as 1 and never larger


class Writer(Protocol):
    """Takes a log's bytes in order."""

    def write(self, data: bytes) -> None:
        """Take bytes. An error of the sink may come out here or at ``close``."""

    def close(self) -> None:
        """Write what is left and the trailer; raises what went wrong."""

    def abandon(self) -> None:
        """Stop; nothing more reaches the sink."""


class Packer(Protocol):
    """What zlib's, bz2's, lzma's and zstandard's compressors have in common."""

    def compress(self, data: bytes, /) -> bytes:
        """Pack; may keep bytes back."""

    def flush(self) -> bytes:
        """Give what was kept back, and the end of the stream."""


class _Plain:
    def compress(self, data: bytes, /) -> bytes:
        return data

    def flush(self) -> bytes:
        return b""


def _packer(kind: Compression) -> Packer:
    packer: Packer
    if kind is Compression.GZIP:
        from isal import isal_zlib

        # wbits 31: a gzip header with no name and time 0, so that the same content gives the same file.
        packer = isal_zlib.compressobj(_GZIP_LEVEL, wbits=31)
    elif kind is Compression.BZIP2:
        packer = bz2.BZ2Compressor()
    elif kind is Compression.XZ:
        packer = lzma.LZMACompressor(format=lzma.FORMAT_XZ)
    elif kind is Compression.ZSTD:
        import zstandard

        packer = zstandard.ZstdCompressor(level=3, write_checksum=True).compressobj()
    else:
        packer = _Plain()
    return packer


class ThreadedWriter:
    """Packs and writes in a thread of its own, so that whoever redacts does not wait for it."""

    def __init__(self, kind: Compression, sink: Callable[[bytes], None]) -> None:
        self._packer = _packer(kind)
        self._sink = sink
        self._waiting: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self._error: BaseException | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chlogaudit-write", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Hand bytes over; waits while the thread is too far behind."""
        self._raise()
        if data:
            self._waiting.put(data)

    def close(self) -> None:
        """Wait until everything is written."""
        self._waiting.put(None)
        self._thread.join()
        self._raise()

    def abandon(self) -> None:
        """Stop the thread; what waits is thrown away."""
        self._stopped.set()
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        while (data := self._waiting.get()) is not None:
            self._step(data)
        self._step(None)

    def _step(self, data: bytes | None) -> None:
        """Pack and write; after the first error only the queue is emptied, so that nobody waits for a dead thread."""
        if self._error is not None or self._stopped.is_set():
            return
        try:
            packed = self._packer.flush() if data is None else self._packer.compress(data)
            if packed:
                self._sink(packed)
        except BaseException as error:  # noqa: BLE001  raised again in the thread that writes
            self._error = error


def open_writer(kind: Compression, sink: Callable[[bytes], None]) -> Writer:
    """Open a writer of this kind; ``sink`` takes packed bytes in order, called from one other thread."""
    return ThreadedWriter(kind, sink)
