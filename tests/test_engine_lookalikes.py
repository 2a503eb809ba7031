"""What has the form of an identifier is found wherever it stands: by the kernel as by plain expressions."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chlogaudit.engine import fast, reference
from chlogaudit.engine.lookalikes import EMAIL, HOST, NUMBER, RUN, V4, V6

ALL = (1 << 6) - 1
PIECES = [
    *(bytes([byte]) for byte in b"0123456789abfgz_-.:@+ \n/\"'<%\xff\xe9"),
    b"192.0.2.7", b"2001:db8::17", b"::ffff:192.0.2.1", b"jane.roe@mail.example", b"host-17.dsl.example.net",
    b"4111 1111 1111 1111", b"+49 30 1234567", b"a" * 17, b"b" * 63, b"c." * 12, b"5" * 26, b"x@", b"0" * 15,
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)
# A search that stands alone, for each kind: whatever it shows must be among what is found.
ONCE = {
    V4: rb"(?<![0-9])(?=([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![0-9]))",
    V6: rb"(?<![0-9A-Fa-f:.])((?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{2,39}(?:\.[0-9.]{3,15})?)",
    EMAIL: rb"([^\s\"'<>()\[\]{}=&?;,:/\\|%]{1,64}@[A-Za-z0-9.-]{3,255})",
    RUN: rb"([A-Za-z0-9_-]{16,})",
    NUMBER: rb"(?<![0-9])(\+?[0-9](?:[0-9 -]{6,24})[0-9])",
    HOST: rb"([A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){2,10})",
}


def found(engine: object, text: bytes, wanted: int = ALL) -> set[tuple[int, int, int]]:
    """Start, end and kind of all."""
    data = np.frombuffer(text, np.uint8)
    return {
        row
        for starts, ends, kinds in engine.lookalikes(data, wanted)  # type: ignore[attr-defined]
        for row in zip(starts.tolist(), ends.tolist(), kinds.tolist(), strict=True)
    }


@settings(max_examples=400, deadline=None)
@given(TEXTS | st.binary(max_size=60), st.integers(0, ALL))
@example(b"a.b@" + b"c" * 254 + b".-", ALL)
def test_both_engines_find_the_same(text: bytes, wanted: int) -> None:
    """Any bytes, any kinds asked for."""
    assert found(fast, text, wanted) == found(reference, text, wanted)


@pytest.mark.parametrize("engine", [fast, reference])
@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_no_less_than_a_plain_search_shows(engine: object, text: bytes) -> None:
    """Each match of each expression, tried from left to right, is among what is found."""
    shown = {
        (*match.span(1), kind)
        for kind, pattern in ONCE.items()
        for match in re.finditer(pattern, text)
        # Two addresses that share an @ are found one by one.
        if kind != EMAIL or match[1].count(b"@") == 1
    }
    assert shown <= found(engine, text)


def test_what_stands_in_the_middle_is_found_too() -> None:
    """A card behind a status, an address before the end of a sentence and behind a mark."""
    text = b"200 4111111111111111 x_jane@example.org. +49 30 1234567"
    shown = {text[start:end] for start, end, _ in found(fast, text)}
    assert shown >= {b"4111111111111111", b"jane@example.org", b"+49 30 1234567", b"49 30 1234567"}


def test_more_than_fits_at_once() -> None:
    """A text full of lookalikes is gone through in several steps, of which none loses or repeats any."""
    text = b"1 a@b.c.de 192.0.2.1 host-1.example.net 0123456789abcdef-0 2001:db8::1 " * 9000
    one = found(fast, text[: len(text) // 9000])
    rows = [row for part in fast.lookalikes(np.frombuffer(text, np.uint8), ALL) for row in zip(*part, strict=True)]
    assert len(rows) == len(set(rows))
    assert len({kind for _, _, kind in rows}) == 6
    assert set(map(tuple, np.array(rows).tolist())) == found(reference, text)
    assert len(rows) >= len(one) * 9000 > 1 << 16
