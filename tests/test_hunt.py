"""The hunt finds a log's own originals in what is to replace it, however they stand there, and where they stand first."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.engine import Engine, fast, reference
from chlogaudit.files.blocks import Block
from chlogaudit.jobs.hunt import Hunt, StillThere
from chlogaudit.jobs.sought import Sought
from chlogaudit.model.finding import IdType

ORIGINALS = {
    IdType.CLIENT_IP: {b"192.0.2.77", b"2001:db8::17", b"host-17.dsl.example.net"},
    IdType.EMAIL: {b"jane.roe@mail.example"},
    IdType.TOKEN: {b"9f86d081884c7d659a2feaa0c55ad015"},
    IdType.PAYMENT_CARD: {b"4111 1111 1111 1111"},
    IdType.PHONE: {b"+49 30 1234567"},
}
VALUES = sorted((value, kind) for kind, values in ORIGINALS.items() for value in values)
CLEAN = [
    b'fd00::1 - - [14/Mar/2026:13:55:36 +0100] "GET /a HTTP/1.1" 200 5 "-" "Mozilla/5.0 Chrome/103.0.0.0"\n',
    b"what it was 20260314 4111 200 1024 /a%20b?c=d%2525 \\x22\n",
    b"\n",
    b"\xff\x00\t\x0b \\u0041\n",
]


def blocks(*data: bytes) -> list[Block]:
    """Blocks of a log."""
    return [Block("log", number, 0, 0, one) for number, one in enumerate(data)]


def hunt_for(originals: dict[IdType, set[bytes]], kept: frozenset[IdType] = frozenset(), engine: Engine = fast) -> Hunt:
    """A hunt for originals."""
    sought = Sought(engine, kept)
    sought.take(originals)
    return Hunt("log", sought)


def through(hunt: Hunt, data: list[Block]) -> None:
    """Search blocks."""
    line = 0
    for block in data:
        hunt.note(hunt.search(block.data), line)
        line += block.own.count(b"\n")
    hunt.end()


def every_byte(value: bytes) -> bytes:
    """A value with each of its bytes percent-encoded."""
    return b"".join(b"%%%02x" % byte for byte in value)


@pytest.mark.parametrize("engine", [fast, reference])
@pytest.mark.parametrize(("value", "kind"), VALUES)
@pytest.mark.parametrize(
    "written",
    [
        bytes,
        bytes.upper,
        every_byte,
        lambda value: every_byte(every_byte(value)),
        lambda value: b"".join(b"\\x%02X" % byte for byte in value),
        lambda value: quote(value, safe="").encode(),
    ],
)
def test_what_stands_in_any_encoding_is_found_with_its_line(value, kind, written, engine) -> None:
    """Raw, in capitals, encoded once or twice, escaped; in the second block, among lines that were seen before."""
    found = b"x /a?b=" + written(value) + b"&c=d y\n"
    hunt = hunt_for(ORIGINALS, engine=engine)
    with pytest.raises(StillThere, match=f"line {2 * len(CLEAN) + 1:,} ") as caught:
        through(hunt, blocks(b"".join(CLEAN), b"".join(CLEAN) + found + found))

    assert kind in caught.value.left


def test_a_log_without_them_passes_and_so_do_types_that_are_kept() -> None:
    """Nothing is found in clean lines; what the profile keeps is not looked for."""
    through(hunt_for(ORIGINALS), blocks(b"".join(CLEAN)))
    through(hunt_for(ORIGINALS, frozenset({IdType.EMAIL})), blocks(b"jane.roe@mail.example\n"))


@given(st.lists(st.tuples(st.sampled_from([*CLEAN, *(value for value, _ in VALUES)]), st.booleans()), max_size=12))
def test_how_lines_are_cut_into_blocks_changes_nothing(pieces: list[tuple[bytes, bool]]) -> None:
    """One block or many: the same is found."""
    data: list[bytes] = [b""]
    for piece, cut in pieces:
        data[-1] += piece.rstrip(b"\n") + b"\n"
        if cut:
            data.append(b"")

    def left(parts: list[bytes]) -> object:
        hunt = hunt_for(ORIGINALS)
        try:
            through(hunt, blocks(*parts))
        except StillThere as found:
            return found.left
        return None

    there = any(value in b"".join(data) for value, _ in VALUES)
    assert left(data) == left([b"".join(data)])
    assert (left(data) is not None) == there


@given(st.lists(st.sampled_from(VALUES), max_size=8), st.integers(0, 8))
def test_what_is_sought_may_come_in_parts(values: list[tuple[bytes, IdType]], cut: int) -> None:
    """Taken at once or bit by bit: the same is looked for."""
    at_once, in_parts = Sought(fast), Sought(fast)
    at_once.take({kind: {value for value, its in values if its is kind} for _, kind in values})
    for some in values[:cut], values[cut:]:
        for value, kind in some:
            in_parts.take({kind: {value}})
    assert in_parts.forms == at_once.forms
    assert {kind: set(hashes.tolist()) for kind, hashes in in_parts.by_type().items()} == {
        kind: set(hashes.tolist()) for kind, hashes in at_once.by_type().items()
    }


@pytest.mark.parametrize(
    ("kind", "value", "line"),
    [
        (IdType.CLIENT_IP, b"103.0.0.0", b"Chrome/103.0.0.0"),
        (IdType.CLIENT_IP, b"127.0.0.1", b"127.0.0.1"),
        (IdType.CLIENT_IP, b"shop.example.org", b"shop.example.org"),
        (IdType.CLIENT_IP, b"192.0.2.7:80", b"192.0.2.70"),
        (IdType.TOKEN, b"1234567890123456789", b"1234567890123456789"),
        (IdType.TOKEN, b"a-word-without-any-figure", b"a-word-without-any-figure"),
        (IdType.PHONE, b"030 1234567", b"030 1234567"),
        (IdType.USER, b"jane.roe.17.example.net", b"jane.roe.17.example.net"),
    ],
)
def test_what_may_stand_for_something_else_is_not_sought(kind: IdType, value: bytes, line: bytes) -> None:
    """Releases, this machine, the site's own name, times and sizes, words; a user may be called as a page is."""
    through(hunt_for({kind: {value}}), blocks(line + b"\n"))
    with pytest.raises(StillThere):
        through(hunt_for({IdType.CLIENT_IP: {b"103.0.0.0"}}), blocks(line + b" 103.0.0.0\n"))


def test_a_bracketed_address_is_sought_bare() -> None:
    """As it would stand elsewhere."""
    with pytest.raises(StillThere):
        through(hunt_for({IdType.CLIENT_IP: {b"[2001:db8::17]"}}), blocks(b"peer=2001:db8::17\n"))
