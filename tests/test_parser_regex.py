"""Where a field ends: the grammar of formats, its laws and its limits."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Option, Shape
from chlogaudit.parser.formats import FORMATS, SAMPLES
from chlogaudit.parser.regex import GRAMMAR, After, follow, pattern
from chlogaudit.parser.text import compile_format

TEXT_FORMATS = [f for f in FORMATS if not f.json]
SPACE = Literal(b" ")


def field(name: str, shape: Shape, *, empty: bool = True, last: bytes = b"") -> Field:
    """A field of any kind."""
    return Field(name, Holds.TEXT, shape, may_be_empty=empty, last=last)


def fmt(*pieces: Literal | Field | Option) -> LogFormat:
    """A format of these pieces."""
    return LogFormat("test", "access", "", tuple(pieces))


def values(form: LogFormat, line: bytes) -> list[bytes | None] | None:
    """What the fields hold; None where the line does not fit."""
    match = pattern(form).match(line)
    return list(match.groups()) if match else None


def cut(form: LogFormat, line: bytes) -> bytes:
    """The line put together again from what stands between the fields and the fields."""
    match = pattern(form).match(line)
    assert match is not None
    spans = [match.span(i + 1) for i in range(len(form.fields)) if match.start(i + 1) >= 0]
    assert spans == sorted(spans)
    out, at = b"", 0
    for start, end in spans:
        out += line[at:start] + line[start:end]
        at = end
    return out + line[at:]


def test_a_field_ends_at_the_first_place_where_what_must_follow_stands() -> None:
    """A user with blanks ends before the bracketed time, not at the first blank and not at a bracket of his own."""
    form = compile_format('%h %l %u %t "%r" %>s %b')
    line = b'192.0.2.1 - jo [x] doe [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5'

    assert values(form, line)[2] == b"jo [x] doe"


def test_a_quote_inside_quotes_is_tolerated_where_nothing_of_the_format_follows() -> None:
    """User agents in their own quotes, and requests with a quote that the server did not escape."""
    form = compile_format('"%r" %>s "%{User-Agent}i"')

    assert values(form, b'"GET /"x" HTTP/1.1" 200 ""Mozilla""') == [b'GET /"x" HTTP/1.1', b"200", b'"Mozilla"']


def test_a_backslash_takes_the_next_byte_with_it() -> None:
    r"""``\"`` ends nothing, even where what must follow stands behind it."""
    form = compile_format('"%r" %>s')

    assert values(form, rb'"GET /\" 200 HTTP/1.1" 404') == [rb"GET /\" 200 HTTP/1.1", b"404"]
    assert values(form, rb'"GET /\" 200') is None


def test_lists_take_their_joiners_with_them() -> None:
    """Nginx joins the answers of several upstreams by a comma, and those after an internal redirect by a colon."""
    form = compile_format("$upstream_addr $upstream_status")

    assert values(form, b"10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80 502, 200 : 200") == [
        b"10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80",
        b"502, 200 : 200",
    ]


def test_words_hold_no_blank_and_no_quote() -> None:
    """A host is one word; a quoted line is another format."""
    form = fmt(field("a", Shape.WORD, empty=False), SPACE, field("b", Shape.REST))

    assert values(form, b"host rest of it") == [b"host", b"rest of it"]
    assert values(form, b'"host rest') is None


def test_may_be_empty_is_kept() -> None:
    """A field that may not be empty takes at least a byte."""
    form = fmt(Literal(b"<"), field("a", Shape.TOKEN, empty=False), Literal(b">"))

    assert values(form, b"<>") is None
    assert values(form, b"<a>") == [b"a"]


def test_an_option_is_there_or_not() -> None:
    """Nothing is taken of an option that does not fit, and a field before it may end at it or behind it."""
    form = fmt(field("a", Shape.TOKEN), Option((Literal(b":"), field("p", Shape.INT))), SPACE, field("b", Shape.TOKEN))

    assert values(form, b"host:80 x") == [b"host", b"80", b"x"]
    assert values(form, b"host x") == [b"host", None, b"x"]
    assert values(form, b"2001:db8::1:80 x") == [b"2001:db8::1", b"80", b"x"]


def test_token_last_ends_at_the_last_place() -> None:
    """A message that forges the mark before which it ends stays whole."""
    form = fmt(
        field("m", Shape.TOKEN_LAST, last=b", client: "), Option((Literal(b", client: "), field("c", Shape.WORD)))
    )

    assert values(form, b"user x, client: 192.0.2.9, client: 192.0.2.1") == [b"user x, client: 192.0.2.9", b"192.0.2.1"]
    assert values(form, b"no tail at all") == [b"no tail at all", None]


@pytest.mark.parametrize("line", [b" %b", b"\t%b \r", b"%b\t \r\r"])
def test_blanks_at_both_ends_belong_to_no_field(line: bytes) -> None:
    """Leading blanks, trailing ones and a carriage return are nobody's."""
    form = fmt(field("a", Shape.TOKEN), SPACE, field("b", Shape.TOKEN))

    assert values(form, line.replace(b"%b", b"x y z")) == [b"x", b"y z"]


def test_no_field_spans_lines() -> None:
    """A newline is in no field of any shape."""
    for shape in (Shape.TOKEN, Shape.WORD, Shape.LIST, Shape.QUOTED, Shape.REST):
        assert values(fmt(field("a", shape)), b"a\nb") is None


GOOD = {
    Shape.INT: [b"0", b"-", b"-1", b"007"],
    Shape.NUMBER: [b"0.25", b"-", b"3", b"-0.1"],
    Shape.TIME_CLF: [b"29/Feb/2024:23:59:60 +0000", b"01/Jan/1970:00:00:00 -1130"],
    Shape.TIME_ISO: [b"2025-10-10T13:55:36Z", b"2025-10-10T13:55:36.123456+02:00", b"2025-10-10T13:55:36-0700"],
    Shape.TIME_ERROR: [b"Fri Oct 10 13:55:36 2025", b"Wed Oct  1 13:55:36.000001 2025"],
    Shape.TIME_NGINX: [b"2025/10/10 13:55:36"],
    Shape.TIME_EPOCH: [b"1760104536", b"1760104536.123"],
}
BAD = {
    Shape.INT: [b"", b"1.5", b"--", b"+1", b"1a"],
    Shape.NUMBER: [b"", b".5", b"1.", b"1e5"],
    Shape.TIME_CLF: [b"32/Jan/2025:00:00:00 +0000", b"00/Jan/2025:00:00:00 +0000", b"10/OCT/2025:13:55:36 +0200",
                     b"10/Oct/2025:24:00:00 +0200", b"10/Oct/2025:13:60:36 +0200", b"10/Oct/2025:13:55:61 +0200",
                     b"10/Oct/2025:13:55:36 0200", b"1/Oct/2025:13:55:36 +0200"],
    Shape.TIME_ISO: [b"2025-10-10 13:55:36Z", b"2025-13-10T13:55:36Z", b"2025-10-10T13:55:36"],
    Shape.TIME_ERROR: [b"Fri Oct 32 13:55:36 2025", b"Fri Oct 1 13:55:36 2025"],
    Shape.TIME_NGINX: [b"2025/13/10 13:55:36", b"2025-10-10 13:55:36"],
    Shape.TIME_EPOCH: [b"-1", b"1.", b""],
}  # fmt: skip


@pytest.mark.parametrize("shape", list(GOOD))
def test_shapes_that_end_by_themselves(shape: Shape) -> None:
    """Exact grammars: what they take and what they do not."""
    whole = re.compile(GRAMMAR[shape])

    assert [v for v in GOOD[shape] if not whole.fullmatch(v)] == []
    assert [v for v in BAD[shape] if whole.fullmatch(v)] == []


def test_follow_is_what_the_engine_compiles() -> None:
    """Literal, self-ending shape, literal, end of line; nothing past that; each option's beginning."""
    number, token = field("n", Shape.INT), field("t", Shape.TOKEN)

    assert follow((token, SPACE, number, SPACE, token), 0) == (After(b" ", Shape.INT, b" "),)
    assert follow((token, SPACE, number), 0) == (After(b" ", Shape.INT, b"", must_be_end=True),)
    assert follow((token, SPACE, token, SPACE, number), 0) == (After(b" "),)
    assert follow((token, Literal(b'"')), 0) == (After(b'"', must_be_end=True),)
    assert follow((token,), 0) == (After(b"", must_be_end=True),)
    option = Option((Literal(b"?"), token))
    assert follow((token, option, Literal(b" x")), 0) == (After(b"?"), After(b" x", must_be_end=True))
    assert follow((token, option, token), 0) == (After(b"?"),)


BYTES = st.binary(max_size=40).map(lambda b: b.replace(b"\n", b" "))
PIECES = st.sampled_from(
    [
        b'"',
        b" ",
        b"[",
        b"]",
        b"-",
        b", client: ",
        b"\\",
        b"10/Oct/2025:13:55:36 +0200",
        b"200",
        b"192.0.2.1",
        b": ",
        b"(1)",
    ]
)


@pytest.mark.parametrize("form", TEXT_FORMATS, ids=lambda f: f.name)
@settings(max_examples=60, deadline=None)
@given(junk=st.lists(st.tuples(st.integers(0, 400), st.one_of(BYTES, PIECES)), max_size=4))
def test_law_1_cutting_and_joining(form: LogFormat, junk: list[tuple[int, bytes]]) -> None:
    """Spans are in order and inside the line, for samples into which anything has been put; nothing raises."""
    line = SAMPLES[form.name]
    for place, what in junk:
        at = place % (len(line) + 1)
        line = line[:at] + what + line[at:]
    for other in TEXT_FORMATS:
        if pattern(other).match(line):
            assert cut(other, line) == line


@settings(max_examples=200, deadline=None)
@given(line=st.binary(max_size=200))
def test_any_bytes_end_in_a_verdict(line: bytes) -> None:
    """No format raises on anything, and a newline never ends up inside a field."""
    for form in TEXT_FORMATS:
        match = pattern(form).match(line)
        if match:
            assert all(b"\n" not in (value or b"") for value in match.groups())


@pytest.mark.parametrize(
    "unit",
    [b" ", b'"', b'" ', b"1", b"a(1", b", client: ", b"[client ", b": ", b"\\", b" : ", b'" 200 ', b"\r", b', host: "'],
)
def test_long_lines_cost_linear_time(unit: bytes) -> None:
    """A hostile line of 200 kB is decided by every format in a blink; quadratic would take minutes."""
    line = unit * (200_000 // len(unit))
    start = time.perf_counter()
    for form in TEXT_FORMATS:
        pattern(form).match(line)
        pattern(form).match(SAMPLES[form.name][:-2] + line)

    assert time.perf_counter() - start < 5


def test_generated_lines_come_apart_again() -> None:
    """A line written from known values gives these values back."""
    rng = random.Random(7)
    form = compile_format('%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"')
    for _ in range(500):
        given_values = [
            f"192.0.2.{rng.randrange(256)}".encode(),
            b"-",
            rng.choice([b"-", b"alice", b"jo doe", b""]),
            b"%02d/Oct/2025:13:55:%02d +0200" % (rng.randrange(1, 32), rng.randrange(61)),
            rng.choice([b"GET / HTTP/1.1", b"-", b"", rb"\x16\x03", rb"GET /\"x HTTP/1.0"]),
            b"%d" % rng.randrange(100, 600),
            rng.choice([b"-", b"0", b"512"]),
            rng.choice([b"-", b"https://www.example.com/?q=a b"]),
            rng.choice([b"-", b"curl/8", b'"quoted"', rb"back\\slash"]),
        ]
        line = b'%b %b %b [%b] "%b" %b %b "%b" "%b"' % tuple(given_values)

        assert values(form, line) == given_values
