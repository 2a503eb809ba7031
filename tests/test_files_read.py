"""Finding, reading, cutting and packing logs."""
# Helpers explain themselves; a block under `raises` holds a whole replacement; names are compared as the system lists them.
# ruff: noqa: D103, PERF401, PT012, PTH119

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import os
import resource
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chlogaudit.errors import Incomplete, NothingToRead
from chlogaudit.files import blocks as blocks_module
from chlogaudit.files.ahead import ahead
from chlogaudit.files.blocks import Block, read_blocks
from chlogaudit.files.find import find_sources, look, rotation
from chlogaudit.files.source import Compression, Source, compression_of, identity, shown
from chlogaudit.files.writer import open_writer

PACKERS: dict[Compression, Callable[[bytes], bytes]] = {
    Compression.GZIP: gzip.compress,
    Compression.BZIP2: bz2.compress,
    Compression.XZ: lambda data: lzma.compress(data, preset=1),
    Compression.ZSTD: zstandard.ZstdCompressor(write_checksum=True).compress,
}
SUFFIXES = {Compression.GZIP: ".gz", Compression.BZIP2: ".bz2", Compression.XZ: ".xz", Compression.ZSTD: ".zst"}
LINE = b'192.0.2.7 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5\n'


def content(blocks: Iterator[Block]) -> bytes:
    return b"".join(block.own for block in blocks)


def source_of(path: Path) -> Source:
    return find_sources([str(path)])[0]


def until_damage(source: Source, **kwargs: int) -> tuple[bytes, str]:
    """What could be read, and the complaint."""
    parts: list[bytes] = []
    try:
        for block in read_blocks(source, **kwargs):
            parts.append(block.own)
    except Incomplete as error:
        return b"".join(parts), str(error)
    return b"".join(parts), ""


# Cutting


@given(
    data=st.binary(max_size=400)
    | st.lists(st.sampled_from([b"a", b"\n", b"bc", b"\r\n", b"\0", "\u2028".encode()])).map(b"".join),
    size=st.integers(1, 60),
    max_line=st.integers(1, 60),
    overlap=st.integers(0, 20),
)
@settings(max_examples=200, deadline=None)
def test_own_parts_are_the_file(tmp_path_factory, data, size, max_line, overlap):
    """Any bytes, any sizes: the own parts joined are the file, lines are whole up to the limit, numbers are right."""
    path = tmp_path_factory.mktemp("cut") / "a.log"
    path.write_bytes(data)
    at = 0
    for index, block in enumerate(
        read_blocks(Source(str(path), "a.log"), size=size, max_line=max_line, overlap=overlap)
    ):
        assert (block.index, block.offset) == (index, at)
        assert block.first_line == data[:at].count(b"\n") + 1
        assert block.data == data[at - block.before : at + len(block.own) + block.after]
        if block.whole_lines:
            assert at == 0 or data[at - 1 : at] == b"\n"
            assert block.own.endswith(b"\n") or at + len(block.own) == len(data)
            assert all(len(line) <= max_line for line in block.own.split(b"\n"))
        else:
            line = data[data.rfind(b"\n", 0, at) + 1 :].split(b"\n")[0]
            assert len(line) >= max_line
            assert b"\n" not in block.data[:-1]
        at += len(block.own)

    assert at == len(data)


@given(
    data=st.lists(st.sampled_from([b"a" * 7, b"\n", b"b" * 30, b"\n\n", b"c" * 90])).map(b"".join),
    sizes=st.tuples(st.integers(1, 200), st.integers(1, 200)),
)
@example(data=b"c" * 90 + b"\n\n" + b"a" * 14 + b"b" * 30, sizes=(1, 34))
@settings(max_examples=120, deadline=None)
def test_windows_do_not_depend_on_the_block_size(tmp_path_factory, data, sizes):
    """A long line is cut into the same windows whatever the block size is (law 2), from plain and from packed files."""
    folder = tmp_path_factory.mktemp("windows")
    (folder / "a.log").write_bytes(data)
    (folder / "a.log.gz").write_bytes(gzip.compress(data))
    seen = [
        [
            (b.offset, b.data, b.before, b.after)
            for b in read_blocks(source_of(path), size=size, max_line=40, overlap=8)
            if not b.whole_lines
        ]
        for size in sizes
        for path in (folder / "a.log", folder / "a.log.gz")
    ]

    assert all(windows == seen[0] for windows in seen)


def test_a_pattern_across_a_window_edge_is_seen_whole(tmp_path):
    """Every pattern no longer than the overlap stands whole in some window's data, wherever it lies."""
    for place in range(100):
        path = tmp_path / "a.log"
        path.write_bytes(b"x" * place + b"SECRET" + b"x" * (200 - place))

        assert any(b"SECRET" in b.data for b in read_blocks(source_of(path), max_line=16, overlap=6))


def test_only_newline_ends_a_line(tmp_path):
    """CR, NUL, U+2028 and every other of the 256 bytes stay inside their line."""
    data = bytes(b for b in range(256) if b != 10) + b"\r\n" + "\u2028\x85".encode() + b"\nend"
    path = tmp_path / "a.log"
    path.write_bytes(data)
    blocks = list(read_blocks(source_of(path), size=1))

    assert b"".join(b.data for b in blocks) == data
    assert [b.data.count(b"\n") for b in blocks] == [1, 1, 0]


def test_reading_is_bounded_for_a_huge_line_and_a_bomb(tmp_path):
    """100 MB without a newline, and 256 MB of zeros in a small gzip or zstandard file: less than 120 MB above the start."""
    (tmp_path / "line.log").write_bytes(b"A" * (100 << 20))
    chunk = zstandard.ZstdCompressor().compress(b"\0" * (64 << 20))
    (tmp_path / "bomb.log.zst").write_bytes(chunk * 4)
    with gzip.open(tmp_path / "bomb.log.gz", "wb", compresslevel=1) as file:
        for _ in range(256):
            file.write(b"\0" * (1 << 20))
    code = """
        import resource, sys
        from chlogaudit.files.blocks import read_blocks
        from chlogaudit.files.find import find_sources
        import isal.igzip_lib, zstandard
        def peak():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        start = peak()
        total = sum(len(b.own) for b in read_blocks(find_sources([sys.argv[1]])[0]))
        print(total >> 20, peak() - start)
    """
    for name, size in (("line.log", 100), ("bomb.log.gz", 256), ("bomb.log.zst", 256)):
        out = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / name)],
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split()
        assert int(out[0]) == size
        assert int(out[1]) < 120, f"{name} took {out[1]} MiB"


# Packing


@pytest.mark.parametrize("kind", PACKERS)
def test_every_cut_is_incomplete_and_yields_what_was_whole(tmp_path, kind):
    """A packed file cut anywhere never reads as whole: its whole lines come out, then Incomplete (HAZARDS, truncated)."""
    data = b"".join(b"192.0.2.%d line %d\n" % (n % 256, n * n) for n in range(40))
    packed = PACKERS[kind](data)
    path = tmp_path / f"a.log{SUFFIXES[kind]}"
    for cut in range(len(packed)):
        path.write_bytes(packed[:cut])
        read, complaint = until_damage(source_of(path))

        assert complaint, f"cut at {cut} of {len(packed)} passed for whole"
        assert data.startswith(read)
        assert read == b"" or read.endswith(b"\n")
    path.write_bytes(packed)

    assert until_damage(source_of(path)) == (data, "")


@pytest.mark.parametrize("kind", PACKERS)
def test_lines_before_a_cut_are_handed_on(tmp_path, kind):
    """Of a large truncated file nearly all that is there comes out."""
    rows = b"".join(os.urandom(20).hex().encode() + b"\n" for _ in range(30_000))
    packed = PACKERS[kind](rows)
    path = tmp_path / f"a.log{SUFFIXES[kind]}"
    path.write_bytes(packed[: len(packed) * 3 // 4])
    read, complaint = until_damage(source_of(path))

    assert "truncated" in complaint
    assert rows.startswith(read)
    assert len(read) > len(rows) // 2 - (1 << 19)


@pytest.mark.parametrize("kind", PACKERS)
def test_members_are_joined_padding_passes_garbage_does_not(tmp_path, kind):
    """Many members read as one file; zeros behind are padding; other bytes behind are Incomplete after the content."""
    one, two = PACKERS[kind](LINE), PACKERS[kind](LINE * 2)
    path = tmp_path / f"a.log{SUFFIXES[kind]}"
    path.write_bytes(one + two)
    assert until_damage(source_of(path)) == (LINE * 3, "")
    path.write_bytes(one + two + b"\0" * 512)
    assert until_damage(source_of(path)) == (LINE * 3, "")
    path.write_bytes(one + b"trailing garbage")
    read, complaint = until_damage(source_of(path))

    assert read == LINE
    assert complaint


@pytest.mark.parametrize("kind", PACKERS)
def test_a_flipped_bit_is_never_taken_for_content(tmp_path, kind):
    """Each byte of a packed file with one bit flipped: Incomplete, or the very same content (bits of no meaning)."""
    packed = PACKERS[kind](LINE * 5)
    path = tmp_path / f"a.log{SUFFIXES[kind]}"
    for place in range(10, len(packed)):
        bad = bytearray(packed)
        bad[place] ^= 0x10
        path.write_bytes(bad)
        read, complaint = until_damage(source_of(path))

        assert complaint or read == LINE * 5, f"byte {place}"


@pytest.mark.parametrize("kind", Compression)
@given(parts=st.lists(st.binary(max_size=50), max_size=8))
@settings(max_examples=20, deadline=None)
def test_packed_in_packed_out(tmp_path_factory, kind, parts):
    """Law 6: what a writer of a kind writes is of that kind and reads back as what was written, and does not vary."""
    path = tmp_path_factory.mktemp("pack") / "a.log"
    stored = []
    for _ in range(2):
        out: list[bytes] = []
        writer = open_writer(kind, out.append)
        for part in parts:
            writer.write(part)
        writer.close()
        stored.append(b"".join(out))
    path.write_bytes(stored[0])

    assert stored[0] == stored[1]
    assert kind is Compression.PLAIN or compression_of(stored[0]) is kind
    assert until_damage(Source(str(path), "a", kind)) == (b"".join(parts), "")


def test_a_writer_tells_its_sinks_error_and_does_not_hang():
    """A sink that fails makes write or close raise, however much is still written."""

    def full(_: bytes) -> None:
        raise OSError(28, "No space left on device")

    writer = open_writer(Compression.PLAIN, full)
    with pytest.raises(OSError, match="No space"):
        for _ in range(100):
            writer.write(LINE)
        writer.close()
    writer.abandon()


def test_digest_is_of_the_bytes_as_stored(tmp_path):
    """The digest that a reader is given sees the packed bytes, each once."""
    for name, data in (("a.log", LINE * 1000), ("a.log.gz", gzip.compress(LINE * 1000))):
        (tmp_path / name).write_bytes(data)
        digest = hashlib.sha256()
        read = content(read_blocks(source_of(tmp_path / name), size=500, digest=digest))

        assert (read, digest.digest()) == (LINE * 1000, hashlib.sha256(data).digest())


# Streams and live files


def test_a_shrinking_file_is_incomplete(tmp_path):
    """A copytruncate in the middle of reading is told, and no line is made up."""
    path = tmp_path / "a.log"
    path.write_bytes(LINE * 1000)
    blocks = read_blocks(source_of(path), size=1000)
    next(blocks)
    os.truncate(path, 0)

    with pytest.raises(Incomplete, match="shorter"):
        list(blocks)


def test_a_growing_file_is_read_to_where_it_ended(tmp_path):
    """Lines that arrive while reading wait for the next run."""
    path = tmp_path / "a.log"
    path.write_bytes(LINE * 100)
    blocks = read_blocks(source_of(path), size=1000)
    first = next(blocks)
    with path.open("ab") as file:
        file.write(LINE)

    assert first.own + content(blocks) == LINE * 100


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_standard_input_is_unpacked_by_its_bytes(pack):
    """A stream's packing is told by its first bytes; no name is needed."""
    code = (
        "import sys\nfrom chlogaudit.files.blocks import read_blocks\nfrom chlogaudit.files.find import find_sources\n"
    )
    code += "for b in read_blocks(find_sources(['-'])[0]): sys.stdout.buffer.write(b.own)"
    done = subprocess.run([sys.executable, "-c", code], input=pack(LINE * 50), capture_output=True, check=True)

    assert done.stdout == LINE * 50


def test_eager_hands_lines_on_at_once():
    """In a pipe each line is handed on when it is there, not when a block is full."""
    out, into = os.pipe()
    try:
        blocks = read_blocks(Source("-", "pipe", fd=out), eager=True)
        for text in (b"one\n", b"two\nthree\n"):
            os.write(into, text)
            assert next(blocks).data == text
        os.write(into, b"half")
        os.close(into)

        assert [b.data for b in blocks] == [b"half"]
    finally:
        os.close(out)


def test_a_line_that_comes_byte_by_byte_is_one_line(monkeypatch):
    """However small the pieces, the blocks are those of the whole, and few pieces are held."""
    monkeypatch.setattr(blocks_module, "_MANY", 3)
    out, into = os.pipe()
    try:
        blocks = read_blocks(Source("-", "pipe", fd=out), eager=True)
        wanted = LINE + b"no end"

        def write() -> None:
            for place in range(len(wanted)):
                os.write(into, wanted[place : place + 1])
                time.sleep(0.0005)
            os.close(into)

        thread = threading.Thread(target=write)
        thread.start()
        read = [b.data for b in blocks]
        thread.join()
    finally:
        os.close(out)

    assert read == [LINE, b"no end"]


def test_a_pipe_that_is_told_to_end_is_emptied_first():
    """What is in the pipe comes out before the end; a pipe that was non-blocking to begin with is waited for."""
    out, into = os.pipe()
    try:
        os.set_blocking(out, False)
        blocks = read_blocks(Source("-", "pipe", fd=out), eager=True)
        threading.Timer(0.1, os.write, (into, b"one\n")).start()
        assert next(blocks).data == b"one\n"
        os.write(into, b"two\nrest")
        os.set_blocking(out, False)

        assert [b.data for b in blocks] == [b"two\n", b"rest"]
    finally:
        os.close(out)
        os.close(into)


def test_leaving_a_reader_early_ends_its_thread(tmp_path):
    """No thread stays behind when the consumer stops."""
    path = tmp_path / "a.log.gz"
    path.write_bytes(gzip.compress((os.urandom(1 << 16).hex().encode() + b"\n") * 160))
    blocks = read_blocks(source_of(path), size=1000)
    next(blocks)
    blocks.close()

    assert not [t for t in threading.enumerate() if t.name == "chlogaudit-read"]


def test_ahead_raises_where_it_happened():
    """Items before an exception come out before it."""

    def items() -> Iterator[bytes]:
        yield b"1"
        raise Incomplete("broken")

    given_out = ahead(items())

    assert next(given_out) == b"1"
    with pytest.raises(Incomplete, match="broken"):
        next(given_out)


# Finding


def test_rotation_order_is_newest_first(tmp_path):
    """Newest first: the live name, dates downwards, numbers as numbers; logs of one folder by name."""
    names = [
        "access.log",
        "access.log-20260315",
        "access.log-20260314.gz",
        "access.log.1",
        "access.log.2.gz",
        "access.log.10.gz",
        "error.log",
        "error.log.1",
    ]
    for name in names:
        (tmp_path / name).write_bytes(LINE)

    assert [os.path.basename(s.path) for s in find_sources([str(tmp_path)])] == names


@pytest.mark.parametrize(
    "name, rotated",
    [
        ("access.log", False),
        ("access_log", False),
        ("error.log.gz", False),
        ("site-2.log", False),
        ("v1.2.log", False),
        ("192.0.2.10", False),
        ("access.log.1", True),
        ("access.log.2.gz", True),
        ("access.log-20260314", True),
        ("access_log.1700000000", True),
        ("access.log-20260314-17.gz", True),
        ("access.2026-03-14.log", True),
        ("access-2026-03-14.log.zst", True),
    ],
)
def test_rotated_names(name, rotated):
    """Which names say that a log was rotated away."""
    assert rotation(name).rotated is rotated


def test_folders_leave_out_what_is_no_log_and_say_so(tmp_path):
    """Dot names, our temporaries, archives, pictures and pipes are no logs; all but dot names are mentioned."""
    for name in (".hidden", ".chlogaudit-0123456789abcdef.tmp", "a.zip", "page.html", "access.log"):
        (tmp_path / name).write_bytes(LINE)
    (tmp_path / "odd.log").write_bytes(b"PK\x03\x04 archive")
    os.mkfifo(tmp_path / "pipe.log")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "other.log").write_bytes(LINE)
    found = look([str(tmp_path)])

    assert [os.path.basename(s.path) for s in found.sources] == ["access.log", "other.log"]
    assert sorted(os.path.basename(s.name) for s in found.skipped) == ["a.zip", "odd.log", "page.html", "pipe.log"]


def test_a_file_met_twice_is_read_once(tmp_path):
    """Named, matched, in its folder, linked: still one log."""
    path = tmp_path / "access.log"
    path.write_bytes(LINE)
    (tmp_path / "same.log").symlink_to(path)
    found = look([str(path), str(tmp_path / "*.log"), str(tmp_path)])

    assert [s.path for s in found.sources] == [str(path)]
    assert all("same file" in s.why for s in found.skipped)


def test_siblings_are_the_other_rotations(tmp_path):
    """One name brings the log's rotations and no other log."""
    for name in ("access.log", "access.log.1", "access.log.2.gz", "other.log", "access.log.old.zip"):
        (tmp_path / name).write_bytes(LINE)
    names = [os.path.basename(s.path) for s in find_sources([str(tmp_path / "access.log")], siblings=True)]

    assert names == ["access.log", "access.log.1", "access.log.2.gz"]


def test_a_folder_that_a_pattern_matches_is_searched(tmp_path):
    """A quoted pattern finds what the shell's expansion of it would."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "access.log").write_bytes(LINE)

    assert [s.path for s in find_sources([str(tmp_path / "s*")])] == [str(tmp_path / "site" / "access.log")]


def test_packing_is_told_by_bytes_not_by_name(tmp_path):
    """A plain file called .gz is plain, a gzip called .log is a gzip."""
    (tmp_path / "a.log.gz").write_bytes(LINE)
    (tmp_path / "b.log").write_bytes(gzip.compress(LINE))

    assert [s.compression for s in find_sources([str(tmp_path)])] == [Compression.PLAIN, Compression.GZIP]


def test_what_is_missing_is_named(tmp_path):
    """A path that is not there, a pattern without matches and an empty folder are errors that name it."""
    for path in (tmp_path / "none.log", tmp_path / "*.log", tmp_path):
        with pytest.raises(NothingToRead, match=str(tmp_path).replace("*", r"\*")):
            find_sources([str(path)])


def test_fifos_and_devices_do_not_block(tmp_path):
    """A FIFO without a writer is refused at once, as a problem of that source alone."""
    os.mkfifo(tmp_path / "pipe")
    sources = find_sources([str(tmp_path / "pipe"), "/dev/zero"])

    assert ["a FIFO" in sources[0].problem, "a device" in sources[1].problem] == [True, True]
    with pytest.raises(Incomplete):
        list(read_blocks(sources[0]))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_does_not_hide_the_others(tmp_path):
    """What cannot be opened is a problem of its own source."""
    (tmp_path / "a.log").write_bytes(LINE)
    (tmp_path / "b.log").write_bytes(LINE)
    (tmp_path / "a.log").chmod(0)

    assert [bool(s.problem) for s in find_sources([str(tmp_path)])] == [True, False]


def test_names_cannot_move_a_cursor(tmp_path):
    """Control characters, bidirectional marks and broken encodings in a file's name are shown escaped."""
    raw = os.fsencode(tmp_path) + b"/\x1b[2Ja\xff\xe2\x80\xae.log"
    Path(os.fsdecode(raw)).write_bytes(LINE)
    name = find_sources([str(tmp_path)])[0].name

    assert name.endswith(r"\x1b[2Ja\xff\u202e.log")
    assert shown("plain/path.log") == "plain/path.log"


def test_identity_changes_with_every_write(tmp_path):
    """Growth, truncation and replacement are told apart from rest."""
    path = tmp_path / "a.log"
    path.write_bytes(LINE)
    fd = os.open(path, os.O_RDONLY)
    try:
        before = identity(fd)
        assert identity(fd) == before
        with path.open("ab") as file:
            file.write(LINE)
        assert identity(fd) != before
    finally:
        os.close(fd)


def test_memory_is_measured_in_kib():
    """The bound above is only worth something if ru_maxrss is KiB, as on Linux."""
    assert 4_000 < resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 8_000_000
