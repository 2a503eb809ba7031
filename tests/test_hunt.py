"""The hunt finds a log's own originals in what is to replace it, however they stand there, and where they stand first."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.files.blocks import Block
from chlogaudit.jobs.hunt import Hunt, StillThere
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


def every_byte(value: bytes) -> bytes:
    """A value with each of its bytes percent-encoded."""
    return b"".join(b"%%%02x" % byte for byte in value)


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
def test_what_stands_in_any_encoding_is_found_with_its_line(value, kind, written) -> None:
    """Raw, in capitals, encoded once or twice, escaped; in the second block, among lines that were seen before."""
    found = b"x /a?b=" + written(value) + b"&c=d y\n"
    hunt = Hunt("log", ORIGINALS)
    with pytest.raises(StillThere, match=f"line {2 * len(CLEAN) + 1:,} ") as caught:
        hunt.through(blocks(b"".join(CLEAN), b"".join(CLEAN) + found + found))

    assert kind in caught.value.left


def test_a_log_without_them_passes_and_so_do_types_that_are_kept() -> None:
    """Nothing is found in clean lines; what the profile keeps is not looked for."""
    Hunt("log", ORIGINALS).through(blocks(b"".join(CLEAN)))
    Hunt("log", ORIGINALS, frozenset({IdType.EMAIL})).through(blocks(b"jane.roe@mail.example\n"))


@given(st.lists(st.tuples(st.sampled_from([*CLEAN, *(value for value, _ in VALUES)]), st.booleans()), max_size=12))
def test_how_lines_are_cut_into_blocks_changes_nothing(pieces: list[tuple[bytes, bool]]) -> None:
    """One block or many: the same is found."""
    data: list[bytes] = [b""]
    for piece, cut in pieces:
        data[-1] += piece.rstrip(b"\n") + b"\n"
        if cut:
            data.append(b"")

    def left(parts: list[bytes]) -> object:
        hunt = Hunt("log", ORIGINALS)
        try:
            hunt.through(blocks(*parts))
        except StillThere as found:
            return found.left
        return None

    there = any(value in b"".join(data) for value, _ in VALUES)
    assert left(data) == left([b"".join(data)])
    assert (left(data) is not None) == there
