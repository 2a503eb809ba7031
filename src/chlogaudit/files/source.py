"""One log as found: its path, the name people see, and how its bytes are packed. Opens it without ever blocking."""

# Names may be any bytes; os functions keep them as given and cost no Path object a file.
# ruff: noqa: PTH122

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from enum import StrEnum

from chlogaudit.errors import Incomplete
from chlogaudit.files.layer import DISK, Layer


class Compression(StrEnum):
    """How a file's bytes are packed; told by its first bytes, never by its name."""

    PLAIN = "plain"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "zstd"


HEAD = 512  # bytes that tell what a file is; the magic of tar stands at 257
_MAGIC: tuple[tuple[bytes, Compression], ...] = (
    (b"\x1f\x8b\x08", Compression.GZIP),  # RFC 1952, 2.3.1
    (b"\xfd7zXZ\x00", Compression.XZ),  # xz-file-format 2.1.1.1
    (b"\x28\xb5\x2f\xfd", Compression.ZSTD),  # RFC 8878, 3.1.1
)
_BZIP2_AFTER_LEVEL = (b"\x31\x41\x59\x26\x53\x59", b"\x17\x72\x45\x38\x50\x90")  # a block, or the end of an empty file
_SUFFIX = {".gz": Compression.GZIP, ".bz2": Compression.BZIP2, ".xz": Compression.XZ, ".zst": Compression.ZSTD}


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file it is and which state of it: any write, truncation, rotation or replacement changes one of these."""

    dev: int
    ino: int
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Source:
    """
    One log to read.

    ``name`` is safe to print: control characters and broken encodings are escaped. ``problem`` says why it cannot be
    read; reading it then raises ``Incomplete``. ``fd``: read this descriptor (left open) instead of opening ``path``.
    """

    path: str
    name: str
    compression: Compression = Compression.PLAIN
    is_stdin: bool = False
    problem: str = ""
    fd: int | None = None


STDIN = Source("-", "(standard input)", is_stdin=True)


def identity(fd: int, layer: Layer = DISK) -> Identity:
    """Read the identity of an open file."""
    return identity_of(layer.fstat(fd))


def identity_of(status: os.stat_result) -> Identity:
    """Take the identity from a status."""
    return Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def shown(path: str) -> str:
    """Write a path so that printing it can neither fail nor move a cursor."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def compression_of(head: bytes, path: str = "") -> Compression:
    """
    Tell the packing from a file's first bytes.

    A file too short to show its magic is what its name says when its bytes agree so far: a ``.gz`` cut after one byte
    is a truncated gzip, not a plain log of one byte.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:3] == b"BZh" and head[3:4] in b"123456789" and head[4:10] in _BZIP2_AFTER_LEVEL:
        return Compression.BZIP2
    # RFC 8878, 3.1.2: a skippable frame may stand before the first real one.
    if len(head) >= 4 and head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50:
        return Compression.ZSTD
    named = _SUFFIX.get(os.path.splitext(path)[1].lower(), Compression.PLAIN)
    return named if named is not Compression.PLAIN and _may_begin(head, named) else Compression.PLAIN


def may_be_packed(head: bytes) -> bool:
    """Tell whether a stream that began with these bytes may yet turn out to be packed: its magic is not whole yet."""
    return any(_may_begin(head, kind) for kind in Compression if kind is not Compression.PLAIN)


def _may_begin(head: bytes, kind: Compression) -> bool:
    """Tell whether these few bytes (all that the file has) are the beginning of a file of this kind."""
    if kind is Compression.BZIP2:
        ways = tuple(b"BZh%d" % level + after for level in range(1, 10) for after in _BZIP2_AFTER_LEVEL)
        return any(way.startswith(head) for way in ways)
    return any(magic.startswith(head) for magic, of in _MAGIC if of is kind)


def what_is(mode: int) -> str:
    """Say what kind of thing a mode describes, with its article; empty for a regular file."""
    kinds = {
        stat.S_IFIFO: "a FIFO",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
        stat.S_IFDIR: "a folder",
        stat.S_IFLNK: "a symbolic link",
    }
    return kinds.get(stat.S_IFMT(mode), "")


def open_regular(path: str, layer: Layer = DISK) -> int:
    """
    Open a regular file for reading, links followed; what is no regular file is refused without waiting for it.

    Raises ``Incomplete`` for what cannot be opened and what is not a file.
    """
    name = shown(path)
    try:
        # O_NONBLOCK: opening a FIFO without a writer would wait for ever. O_NOCTTY: a terminal must not become ours.
        fd = layer.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        raise Incomplete(f"{name} cannot be opened: {error.strerror}.") from error
    kind = what_is(layer.fstat(fd).st_mode)
    if kind:
        layer.close(fd)
        raise Incomplete(f"{name} is {kind}, not a log file; to read a stream, pipe it in and pass -.")
    return fd
