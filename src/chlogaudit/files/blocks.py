r"""
Cut a log into blocks of whole lines, packed or not, with bounded memory whatever the file holds.

Only the byte ``\n`` ends a line. Plain files are read with pread, not mapped: a mapped log that a server truncates
kills the reader with SIGBUS.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, Protocol

from chlogaudit.errors import Incomplete
from chlogaudit.files.ahead import ahead
from chlogaudit.files.layer import DISK, Layer
from chlogaudit.files.source import Compression, Source, compression_of, may_be_packed, open_regular
from chlogaudit.files.unpack import unpack

SIZE = 4 << 20
MAX_LINE = 8 << 20
OVERLAP = 64 << 10
_PACKED = 256 << 10  # packed bytes read at once
_PROBE = 64 << 10  # bytes looked at for the last newline before a plain block is read
_MANY = 4096  # parts of a block that is not full yet


@dataclass(frozen=True, slots=True)
class Block:
    r"""
    Whole lines of a source, or one window of a line that is longer than ``max_line``.

    ``data[before : len(data) - after]`` is the block's own part (``own``): joined over all blocks these are the file,
    byte for byte. ``offset`` (of the own part, in the unpacked bytes) and ``first_line`` (1-based) say where it stands.

    For whole lines ``before == after == 0`` and every line ends in ``\n``, the file's last one perhaps not. For a
    window (``whole_lines`` false) ``before`` and ``after`` count bytes of the same line that the neighbours own, so
    that a pattern of up to ``overlap`` bytes that crosses an edge is seen whole from both sides. A consumer changes only
    its own part: it writes a replacement where the pattern begins and drops the pattern's bytes where it goes on.
    Where windows are cut depends on ``max_line`` alone, never on ``size``.
    """

    source: str
    index: int
    offset: int
    first_line: int
    data: bytes
    whole_lines: bool = True
    before: int = 0
    after: int = 0

    @property
    def own(self) -> bytes:
        """The bytes that belong to this block; ``data`` itself for whole lines."""
        if self.whole_lines:
            return self.data
        return self.data[self.before : len(self.data) - self.after]


class Share(NamedTuple):
    """The bytes of a plain file from ``first`` up to ``end``, whole lines."""

    first: int
    end: int


class Digest(Protocol):
    """What hashlib's objects can do, as far as it is needed."""

    def update(self, data: bytes, /) -> None:
        """Take bytes."""


def read_blocks(
    source: Source,
    *,
    size: int = SIZE,
    max_line: int = MAX_LINE,
    overlap: int = OVERLAP,
    eager: bool = False,
    numbered: bool = True,
    share: Share | None = None,
    digest: Digest | None = None,
    layer: Layer = DISK,
) -> Iterator[Block]:
    """
    Read a source as blocks of about ``size`` bytes.

    ``share`` of a plain file, one of ``shares``, is read instead of all of it; offsets and lines then count from its start.

    ``eager`` hands lines on as they arrive (pipes) instead of filling blocks. Without ``numbered`` no lines are counted
    and every ``first_line`` is 0, which reads a plain file five times as fast. ``digest`` is fed the bytes as stored.
    A plain file is read up to the size that it had when it was opened. Raises ``Incomplete``, after the last whole
    line that could be read, when the stream is cut or damaged, the file shrinks, or the disk fails; an unfinished
    line before the damage is not handed on, since its rest is unknown.
    """
    if source.problem:
        raise Incomplete(source.problem)
    fd = source.fd
    if fd is None:
        fd = 0 if source.is_stdin else open_regular(source.path, layer)
    try:
        pieces = _pieces(source, fd, size=_piece_size(size, max_line), share=share, digest=digest, layer=layer)
        cutter = _Cutter(source.name, size=size, max_line=max_line, overlap=overlap, eager=eager, numbered=numbered)
        yield from cutter.cut(pieces)
    finally:
        if source.fd is None and not source.is_stdin:
            layer.close(fd)


def _piece_size(size: int, max_line: int) -> int:
    """
    Bytes in a piece, at most: what the cutter counts on.

    A buffer that is not yet full plus one piece is then never longer than ``max_line``, so only a line that grew over
    several pieces, the first in the buffer, can be too long.
    """
    return max(1, min(size, max_line // 2))


@contextmanager
def held(source: Source, *, layer: Layer = DISK) -> Iterator[Source]:
    """The source with its file open: what is read of it then is of this file, whatever takes its name meanwhile."""
    fd = open_regular(source.path, layer)
    try:
        yield replace(source, fd=fd)
    finally:
        layer.close(fd)


def shares(source: Source, size: int, *, layer: Layer = DISK) -> list[Share]:
    """
    Cut a plain file that is ``held`` at beginnings of lines into shares of about ``size`` bytes.

    All of it that is there now is in one of them. What is no regular file, or packed, has none.
    """
    if source.fd is None or source.compression is not Compression.PLAIN:
        return []
    status = layer.fstat(source.fd)
    if not stat.S_ISREG(status.st_mode):
        return []
    cuts = [0]
    for at in range(size, status.st_size, size):
        newline = _pread(source.fd, _PROBE, at - 1, source.name, layer).find(b"\n")
        if newline >= 0 and at + newline > cuts[-1]:
            cuts.append(at + newline)
    return [Share(*bounds) for bounds in pairwise([*cuts, status.st_size]) if bounds[0] < bounds[1]]


def _pieces(
    source: Source, fd: int, *, size: int, share: Share | None, digest: Digest | None, layer: Layer
) -> Iterator[bytes]:
    """Unpacked bytes in pieces of any length up to about ``size``."""
    status = layer.fstat(fd)
    kind = source.compression
    if source.is_stdin or not stat.S_ISREG(status.st_mode):
        raw = _fed(_stream(fd, source.name, layer), digest)
        head = next(raw, b"")
        kind = compression_of(head) if source.is_stdin else kind
        raw = _put_back(head, raw)
        return _small(raw, size) if kind is Compression.PLAIN else ahead(_small(unpack(raw, kind, source.name), size))
    if kind is Compression.PLAIN:
        plain = _plain(fd, share or Share(0, status.st_size), size, source.name, layer)
        return plain if digest is None else ahead(_fed(plain, digest))
    raw = _fed(_stored(fd, source.name, layer), digest)
    return ahead(_small(unpack(raw, kind, source.name), size))


def _plain(fd: int, share: Share, size: int, name: str, layer: Layer) -> Iterator[bytes]:
    """
    Read a share of a regular file in pieces that end with a newline where there is one.

    The place to cut is looked up first in a few bytes, so that the piece itself is read once and never copied.
    """
    at, end = share
    while at < end:
        want = min(size, end - at)
        if at + want < end:
            look = min(want, _PROBE)
            newline = _pread(fd, look, at + want - look, name, layer).rfind(b"\n")
            want -= look - newline - 1 if newline >= 0 else 0
        piece = _pread(fd, want, at, name, layer)
        if not piece:
            raise Incomplete(f"{name} became shorter while it was read; read it again when nothing rotates it.")
        yield piece
        at += len(piece)


def _pread(fd: int, count: int, at: int, name: str, layer: Layer) -> bytes:
    try:
        return layer.pread(fd, count, at)
    except OSError as error:
        raise Incomplete(f"{name} cannot be read: {error.strerror}.") from error


def _stored(fd: int, name: str, layer: Layer) -> Iterator[bytes]:
    """Bytes of a regular file as stored, from its start."""
    at = 0
    while piece := _pread(fd, _PACKED, at, name, layer):
        yield piece
        at += len(piece)


def _stream(fd: int, name: str, layer: Layer) -> Iterator[bytes]:
    """
    Bytes of a pipe as they come; the first piece is long enough to tell the packing unless the stream is shorter.

    A pipe that is made non-blocking while it is read (`files.stream` does so when it is asked to end) ends when it is empty.
    One that came to us so is made blocking first: its being empty means nothing.
    """
    first, told = b"", False
    os.set_blocking(fd, True)
    while True:
        try:
            piece = layer.read(fd, _PACKED)
        except BlockingIOError:
            break
        except OSError as error:
            raise Incomplete(f"{name} cannot be read: {error.strerror}.") from error
        if not piece:
            break
        # Only a stream that may still turn out to be packed has to wait for its next bytes; log lines go on at once.
        first += piece
        if not told and may_be_packed(first):
            continue
        yield first
        first, told = b"", True
    if first:
        yield first


def _put_back(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from rest


def _fed(pieces: Iterator[bytes], digest: Digest | None) -> Iterator[bytes]:
    """Show every piece to the digest."""
    for piece in pieces:
        if digest is not None:
            digest.update(piece)
        yield piece


def _small(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Cut pieces down to ``size``; the cutter counts on that."""
    for piece in pieces:
        if len(piece) <= size:
            yield piece
        else:
            yield from (piece[at : at + size] for at in range(0, len(piece), size))


class _Cutter:
    """Cuts pieces into blocks; keeps at most one block and one line of ``max_line`` bytes."""

    def __init__(self, name: str, *, size: int, max_line: int, overlap: int, eager: bool, numbered: bool) -> None:
        self._name = name
        self._size = _piece_size(size, max_line)
        self._max_line = max_line
        self._overlap = overlap
        self._eager = eager
        self._index = 0
        self._offset = 0
        self._numbered = numbered
        self._line = 1 if numbered else 0

    def cut(self, pieces: Iterator[bytes]) -> Iterator[Block]:
        """Yield the blocks of a stream whose pieces are no longer than `_piece_size` allows."""
        parts: list[bytes] = []  # joined only when a block is full: each byte is copied once
        held = 0
        first = -1  # place of the first newline in the parts
        try:
            for piece in pieces:
                if not parts and piece.endswith(b"\n") and (self._eager or 2 * len(piece) >= self._size):
                    yield self._lines(piece)
                    continue
                if first < 0 and (place := piece.find(b"\n")) >= 0:
                    first = held + place
                parts.append(piece)
                held += len(piece)
                if len(parts) > _MANY:  # someone writes byte by byte; a list of them would cost forty times their size
                    parts = [b"".join(parts)]
                if held < self._size and not self._eager:
                    continue
                if first > self._max_line or (first < 0 and held > self._max_line):
                    buffer = bytearray().join(parts)
                    yield from self._windows(buffer, pieces)
                    rest = bytes(buffer)
                elif first < 0:
                    continue
                else:
                    whole, rest = _part_lines(parts)
                    yield self._lines(whole)
                parts = [rest] if rest else []
                held = len(rest)
                first = rest.find(b"\n")
        except Incomplete:
            if first >= 0:
                yield self._lines(_part_lines(parts)[0])
            raise
        if parts:
            yield self._lines(b"".join(parts))

    def _lines(self, data: bytes) -> Block:
        block = Block(self._name, self._index, self._offset, self._line, data)
        self._index += 1
        self._offset += len(data)
        if self._numbered:
            self._line += data.count(b"\n")
        return block

    def _windows(self, buffer: bytearray, pieces: Iterator[bytes]) -> Iterator[Block]:
        """Yield the long line that ``buffer`` begins with; leaves in ``buffer`` what follows the line."""
        end = buffer.find(b"\n") + 1  # 0: not yet seen
        start = 0  # of the next window's own part, in the buffer
        while True:
            # One byte more than needed, so that a window is never the last without being known to be.
            while not end and len(buffer) <= start + self._max_line + self._overlap:
                piece = next(pieces, b"")
                seen = len(buffer)
                buffer += piece
                newline = buffer.find(b"\n", seen)
                end = newline + 1 if newline >= 0 else 0 if piece else len(buffer)
            stop = min(start + self._max_line, end) if end else start + self._max_line
            before = min(self._overlap, start)
            until = min(stop + self._overlap, end or len(buffer))
            data = bytes(buffer[start - before : until])
            yield Block(self._name, self._index, self._offset, self._line, data, False, before, until - stop)
            self._index += 1
            self._offset += stop - start
            if stop == end:
                self._line += self._numbered
                del buffer[:end]
                return
            start = min(self._overlap, stop)
            if end:
                end -= stop - start
            del buffer[: stop - start]


def _part_lines(parts: list[bytes]) -> tuple[bytes, bytes]:
    """The whole lines in these parts, and the beginning of the next; there is a newline in them."""
    end = parts[-1].rfind(b"\n") + 1
    if end:
        return b"".join((*parts[:-1], parts[-1][:end])), parts[-1][end:]
    joined = b"".join(parts)
    end = joined.rfind(b"\n") + 1
    return joined[:end], joined[end:]
