"""Unpack gzip, bzip2, xz and zstandard streams piece by piece: many members, bounded memory, no damage unseen."""

from __future__ import annotations

import bz2
import lzma
from collections.abc import Callable, Iterator
from typing import Protocol, cast

from chlogaudit.errors import Incomplete
from chlogaudit.files.source import Compression

PIECE = 256 << 10  # bytes asked of a decompressor at once: a bomb of any ratio stays small, and a piece in the cache
_XZ_MEMORY = 256 << 20  # xz -9 needs 65 MiB; a header may ask for 4 GiB
_ZSTD_WINDOW = 1 << 27  # what the zstd command itself accepts without --long or --memory
_ZSTD_SLICE = 1024  # 4 packed bytes can hold 128 KiB (RFC 8878, 3.1.1.2.2, RLE blocks): 32 MiB a slice at the worst


class Member(Protocol):
    """One compressed member, as the standard library's bz2 and lzma have it."""

    @property
    def eof(self) -> bool:
        """Whether the member ended."""

    @property
    def needs_input(self) -> bool:
        """Whether more packed bytes are needed before anything can come out."""

    @property
    def unused_data(self) -> bytes:
        """Packed bytes after the member's end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Unpack; at most ``max_length`` bytes come out, the rest waits inside."""


class _Zstd:
    """A zstandard frame in the shape of a Member; ``max_length`` may be passed by one slice's worth."""

    def __init__(self) -> None:
        import zstandard

        self._frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self._waiting = b""
        self._at = 0

    @property
    def eof(self) -> bool:
        """Whether the frame ended."""
        return self._frame.eof

    @property
    def needs_input(self) -> bool:
        """Whether all packed bytes were used."""
        return self._at >= len(self._waiting)

    @property
    def unused_data(self) -> bytes:
        """Packed bytes after the frame's end."""
        return self._frame.unused_data + self._waiting[self._at :]

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Unpack slice by slice until there is enough."""
        if data:
            self._waiting, self._at = self._waiting[self._at :] + data, 0
        out: list[bytes] = []
        size = 0
        while not self._frame.eof and self._at < len(self._waiting) and (max_length < 0 or size < max_length):
            part = self._frame.decompress(self._waiting[self._at : self._at + _ZSTD_SLICE])
            self._at += _ZSTD_SLICE
            out.append(part)
            size += len(part)
        return b"".join(out)


_GZIP_HEAD = b"\x1f\x8b"


def _gzip() -> Member:
    from isal import igzip_lib

    member: Member = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
    return member


def _xz() -> Member:
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def _open_member(kind: Compression) -> tuple[Callable[[], Member], tuple[type[Exception], ...]]:
    """How a member of this kind is opened, and which exceptions mean damage."""
    if kind is Compression.GZIP:
        from isal import igzip_lib

        # The stubs declare the class as an instance of Exception.
        return _gzip, (cast("type[Exception]", igzip_lib.IsalError), ValueError)
    if kind is Compression.BZIP2:
        return bz2.BZ2Decompressor, (OSError, ValueError)
    if kind is Compression.XZ:
        return _xz, (lzma.LZMAError,)
    import zstandard

    return _Zstd, (zstandard.ZstdError,)


def unpack(packed: Iterator[bytes], kind: Compression, name: str) -> Iterator[bytes]:
    """
    Unpack all members of a stream, in pieces of about ``PIECE`` bytes.

    What could be unpacked is yielded; then ``Incomplete`` is raised if the stream is cut, damaged, or followed by
    bytes that are no member. Zero bytes after a member are padding (tapes; xz-file-format 2.2) and not damage.
    """
    new, damage = _open_member(kind)
    member: Member | None = None
    whole = 0
    rest = b""
    ended = False
    while True:
        if not rest:
            rest = next(packed, b"")
            ended = not rest
        if member is None:
            rest = rest.lstrip(b"\0") if whole else rest
            if not rest and ended:
                break
            if not rest:
                continue
            if whole and kind is Compression.GZIP and not rest.startswith(_GZIP_HEAD[: len(rest)]):
                raise Incomplete(_damage(name, kind, whole))  # too short, maybe, for the unpacker to say so
            member = new()
        if ended:
            raise Incomplete(f"{name} ends in the middle of its {kind} stream: it is truncated.")
        try:
            yield from _pump(member, rest)
        except damage as error:
            raise Incomplete(_damage(name, kind, whole)) from error
        rest = b""
        if member.eof:
            rest, member, whole = member.unused_data, None, whole + 1
    if not whole:
        raise Incomplete(f"{name} ends before its {kind} stream begins: it is truncated.")


def _pump(member: Member, packed: bytes) -> Iterator[bytes]:
    """Give a member bytes and take all that comes out, piece by piece."""
    piece = member.decompress(packed, PIECE)
    while piece:
        yield piece
        piece = b"" if member.eof or member.needs_input else member.decompress(b"", PIECE)


def _damage(name: str, kind: Compression, whole: int) -> str:
    if whole:
        return f"{name} holds bytes after its {kind} stream that are damaged or something else."
    return f"{name} is damaged: its {kind} stream does not unpack or its checksum is wrong."
