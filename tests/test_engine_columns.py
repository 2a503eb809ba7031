"""Law 7 for what is read of single columns: times, numbers, request lines, extensions, origins, hashes, splices, counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chlogaudit.engine import load
from chlogaudit.engine.api import MISSING, Cells
from chlogaudit.model.format import Shape

FAST, REFERENCE = load("fast"), load("reference")
ENGINES = (FAST, REFERENCE)
TIMES = (Shape.TIME_CLF, Shape.TIME_ISO, Shape.TIME_ERROR, Shape.TIME_NGINX, Shape.TIME_EPOCH)


def column(values: list[bytes | None]):
    """Bytes with the starts and ends of values; one stands at the very end of the array, with nothing behind it."""
    data, starts, ends = bytearray(), [], []
    for value in values:
        starts.append(MISSING if value is None else len(data))
        data += value or b""
        ends.append(MISSING if value is None else len(data))
        if value is not values[-1]:
            data += b"7"  # a digit: a reader that runs over an end would take it along
    return np.frombuffer(bytes(data), np.uint8), np.array(starts, np.int64), np.array(ends, np.int64)


def both(name: str, values: list[bytes | None], *more):
    """What both engines make of values; asserts that it is the same."""
    results = []
    for engine in ENGINES:
        got = getattr(engine, name)(*column(values), *more)
        results.append(got if isinstance(got, tuple) else (got,))
    for left, right in zip(*results, strict=True):
        np.testing.assert_array_equal(left, right)
        assert left.dtype == right.dtype
    return [array.tolist() for array in results[0]]


def mutations(samples: list[bytes], alphabet: bytes) -> st.SearchStrategy[list[bytes | None]]:
    """Lists of samples with some bytes overwritten or cut off, of noise from the alphabet, and of nothing."""

    @st.composite
    def one(draw: st.DrawFn) -> bytes:
        value = bytearray(draw(st.sampled_from(samples)))
        for _ in range(draw(st.integers(0, 3))):
            if value:
                value[draw(st.integers(0, len(value) - 1))] = draw(st.sampled_from(list(alphabet)))
        stop = draw(st.one_of(st.just(len(value)), st.integers(0, len(value))))
        return bytes(value[:stop]) + draw(st.sampled_from([b"", b"", b" ", b"0", b"\xff"]))

    noise = st.lists(st.sampled_from(list(alphabet)), max_size=12).map(bytes)
    return st.lists(st.one_of(one(), one(), noise, st.none()), min_size=1, max_size=12)


STAMPS: dict[Shape, list[bytes]] = {
    Shape.TIME_CLF: [
        b"10/Oct/2000:13:55:36 -0700", b"31/Dec/2016:23:59:60 +0000", b"31/Feb/2026:00:00:00 +0000",
        b"01/Jan/0000:00:00:00 +0000", b"29/Mar/2026:02:30:00 +0100", b"25/Oct/2026:02:30:00 +0200",
        b"31/Dec/9999:23:59:59 -1200", b"01/Jan/1970:00:00:00 +0001", b"28/Feb/2024:12:00:00 +0545",
    ],
    Shape.TIME_ISO: [
        b"2000-10-10T13:55:36Z", b"2000-10-10T13:55:36.123456+02:00", b"2000-10-10T13:55:36-0730",
        b"2016-12-31T23:59:60.5Z", b"0000-02-30T00:00:00Z", b"2026-03-29T02:30:00.1+01:00",
    ],
    Shape.TIME_ERROR: [
        b"Wed Oct 11 14:32:52 2000", b"Mon Mar  9 10:00:00.123456 2026", b"Sat Dec 31 23:59:60 2016",
        b"Sun Feb 31 00:00:00 2026", b"Sat Jan 01 00:00:00 0000",
    ],
    Shape.TIME_NGINX: [b"2000/10/11 14:32:52", b"2016/12/31 23:59:60", b"0000/01/01 00:00:00", b"2026/02/31 10:00:00"],
    Shape.TIME_EPOCH: [b"0", b"1773050400", b"1773050400.123", b"99999999999", b"999999999999", b"1.", b".5", b"00001"],
}  # fmt: skip


@pytest.mark.parametrize("shape", TIMES)
def test_times_of_samples(shape):
    """Every stamp is read, by both alike, and also under every other shape."""
    seconds, _, _ = both("times", [*STAMPS[shape], None, b"-", b""], shape)
    if shape is not Shape.TIME_EPOCH:
        assert all(second != MISSING for second in seconds[: len(STAMPS[shape])])
    for other in TIMES:
        both("times", STAMPS[shape], other)


@settings(max_examples=200)
@given(st.data())
def test_times_agree(data):
    """No byte of a stamp can be changed so that the engines read it differently."""
    shape = data.draw(st.sampled_from(TIMES))
    values = data.draw(mutations(STAMPS[shape], b"0123456789:/-+.TZ JFebMarAprOctDecWdSun"))
    both("times", values, shape)


@pytest.mark.parametrize(
    ("shape", "value", "utc", "day", "clock"),
    [
        (Shape.TIME_CLF, b"09/Mar/2026:23:30:00 -0130", (2026, 3, 10, 1, 0, 0), (2026, 3, 9), 84600),
        (Shape.TIME_CLF, b"09/Mar/2026:00:30:00 +0130", (2026, 3, 8, 23, 0, 0), (2026, 3, 9), 1800),
        (Shape.TIME_CLF, b"31/Dec/2016:23:59:60 +0000", (2016, 12, 31, 23, 59, 59), (2016, 12, 31), 86399),
        (Shape.TIME_CLF, b"31/Feb/2026:00:00:00 +0000", (2026, 3, 3, 0, 0, 0), (2026, 3, 3), 0),
        (Shape.TIME_CLF, b"29/Feb/2000:00:00:00 +0000", (2000, 2, 29, 0, 0, 0), (2000, 2, 29), 0),
        (Shape.TIME_ISO, b"2026-10-25T02:30:00+02:00", (2026, 10, 25, 0, 30, 0), (2026, 10, 25), 9000),
        (Shape.TIME_ISO, b"2026-10-25T02:30:00+0100", (2026, 10, 25, 1, 30, 0), (2026, 10, 25), 9000),
        (Shape.TIME_ERROR, b"Mon Mar  9 10:00:00.5 2026", (2026, 3, 9, 10, 0, 0), (2026, 3, 9), 36000),
        (Shape.TIME_NGINX, b"2026/03/09 10:00:00", (2026, 3, 9, 10, 0, 0), (2026, 3, 9), 36000),
        (Shape.TIME_EPOCH, b"1773050400.9", (2026, 3, 9, 10, 0, 0), (2026, 3, 9), 36000),
    ],
)
def test_times_mean_what_they_say(shape, value, utc, day, clock):
    """UTC by the line's own offset; the day and the second of it as written; 60 is 59; a day too many runs over."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    seconds, days, clocks = both("times", [value], shape)

    assert epoch + timedelta(seconds=seconds[0]) == datetime(*utc, tzinfo=UTC)
    assert epoch + timedelta(days=days[0]) == datetime(*day, tzinfo=UTC)
    assert clocks == [clock]


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_times_are_those_of_the_calendar(moment, minutes):
    """Every second of the calendar is read as Python reads it."""
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][moment.month - 1]
    text = f"{moment:%d}/{month}/{moment.year:04d}:{moment:%H:%M:%S} {offset}".encode()
    seconds, days, clocks = both("times", [text], Shape.TIME_CLF)
    passed = moment.replace(microsecond=0) - datetime(1970, 1, 1)  # noqa: DTZ001

    assert (days, clocks) == ([passed.days], [passed.seconds])
    assert seconds == [passed.days * 86400 + passed.seconds - minutes * 60]


NUMBERS = [b"0", b"200", b"-", b"", b"-5", b"007", b"123456789012345678", b"1234567890123456789", b"1.5", b"1.", b".5", b"1 2",
           b"0.010, 0.024", b"0.1 : 0.2", b"10ms", b"12abc", b"1.2.3", b"1,000", b"+3", b"-, 0.5", b"1e5", b"1.5e-05"]  # fmt: skip


@given(mutations(NUMBERS, b"0123456789.-,: e+"))
@example(NUMBERS)
def test_integers_agree(values):
    """Whole parts, or that there is none."""
    both("integers", values)


def test_integers():
    """Digits, with a fraction perhaps; 18 of them at most; nothing else."""
    (found,) = both("integers", [*NUMBERS, None])

    assert dict(zip(NUMBERS, found, strict=False)) == {
        b"0": 0, b"200": 200, b"-": -1, b"": -1, b"-5": -1, b"007": 7, b"123456789012345678": 123456789012345678,
        b"1234567890123456789": -1, b"1.5": 1, b"1.": -1, b".5": -1, b"1 2": -1, b"0.010, 0.024": -1, b"0.1 : 0.2": -1,
        b"10ms": -1, b"12abc": -1, b"1.2.3": -1, b"1,000": -1, b"+3": -1, b"-, 0.5": -1, b"1e5": -1, b"1.5e-05": -1,
    }  # fmt: skip
    assert found[-1] == MISSING


@given(mutations(NUMBERS, b"0123456789.-,: e+"))
@example(NUMBERS)
def test_decimals_agree(values):
    """Sums of the numbers in a value, to the last bits that addition leaves open."""
    left, right = (engine.decimals(*column(values)) for engine in ENGINES)

    np.testing.assert_allclose(left, right, rtol=1e-12)


def test_decimals():
    """A number, the sum of a list, a number with an exponent; nothing where there is none."""
    values = [
        b"0.25",
        b"0.010, 0.024",
        b"-",
        b"",
        b"10ms",
        b"0.1 : 0.2",
        b"1.5e-05",
        b"2E3",
        b"1e5, 1",
        b"0." + b"5" * 400,
        None,
    ]
    for engine in ENGINES:
        found = engine.decimals(*column(values))
        np.testing.assert_allclose(
            found, [0.25, 0.034, np.nan, np.nan, 10, 0.3, 1.5e-05, 2000, 100001, 5 / 9, np.nan], rtol=1e-12
        )


REQUESTS = [b"GET / HTTP/1.1", b"GET /a b HTTP/2.0", b"GET /", b"PRI * HTTP/2.0", b"OPTIONS * HTTP/1.0", b"GET  / HTTP/1.1",
            b"CONNECT example.com:443 HTTP/1.1", b"GET https://example.com/ HTTP/1.1", b"GET https://example.com/", b"-", b"",
            b"\\x16\\x03\\x01", b"\x16\x03", b"GET", b"GET ", b"GET / HTTP/", b"GET / HTTP/1.", b"GET / HTTP/.1", b"get /x",
            b"M-SEARCH * HTTP/1.1", b"GET / HTTP/1.1 HTTP/1.1", b"GET HTTP/1.1", b"GET x HTTP/3", b" GET / HTTP/1.1", b"GET x",
            b"GET //", b"GET /HTTP/1.1", b"GET  HTTP/1.1", b"GET a://", b"GET ://", b"GET / http/1.1", b"GET / HTTP/1.1 "]  # fmt: skip


@settings(max_examples=200)
@given(mutations(REQUESTS, b"GET /*:HTP1.0 \\\xff\0-"))
@example(REQUESTS)
def test_requests_agree(values):
    """Method, target and protocol are cut alike."""
    both("requests", values)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (b"GET /a?b HTTP/1.1", (b"GET", b"/a?b", b"HTTP/1.1")),
        (b"GET /a b HTTP/2.0", (b"GET", b"/a b", b"HTTP/2.0")),
        (b"GET /", (b"GET", b"/", None)),
        (b"PRI * HTTP/2.0", (b"PRI", b"*", b"HTTP/2.0")),
        (b"CONNECT example.com:443 HTTP/1.1", (b"CONNECT", b"example.com:443", b"HTTP/1.1")),
        (b"GET https://example.com/", (b"GET", b"https://example.com/", None)),
        (b"\\x16\\x03\\x01", (None, None, None)),
        (b"-", (None, None, None)),
        (b"GET", (None, None, None)),
    ],
)
def test_requests(line, parts):
    """What is a request line, and its three parts."""
    cuts = both("requests", [line])
    found = tuple(None if cuts[i][0] < 0 else line[cuts[i][0] : cuts[i + 1][0]] for i in (0, 2, 4))

    assert found == parts


PATHS = [b"/a.html", b"/a.b/c", b"/", b"", b"/x.", b"/.x", b"/a.tar.gz", b"/a.123", b"/a.mp3", b"/a.toolongext", b"/a.eightchr",
         b"/a.ninechars", b"a.html", b"/a;b.html", b"/a#b.html", b"/a.h\xffml", b"/A.PNG", b"/a..js", b"*", b"/."]  # fmt: skip


@given(mutations(PATHS, b"/.;#aZ0\xff"))
@example(PATHS)
def test_endings_agree(values):
    """Extensions are found alike."""
    both("endings", values)


def test_endings():
    """An extension with its dot, the first byte of a path without one, the whole of what is no plain path."""
    found = []
    for path in PATHS:
        starts, ends = both("endings", [path])
        found.append(path[starts[0] : ends[0]])

    assert found == [
        b".html", b"/", b"/", b"", b"/", b".x", b".gz", b"/", b".mp3", b"/", b".eightchr", b"/", b"a.html", b"/a;b.html",
        b"/a#b.html", b"/", b".PNG", b".js", b"*", b"/",
    ]  # fmt: skip


URLS = [b"https://example.com/a?b", b"http://example.com", b"-", b"", b"://x/y", b"example.com/a", b"a" * 21 + b"://x/y",
        b"a" * 22 + b"://x/y", b"android-app://com.example/x", b"http://a?b", b"http://a#b", b"http://a\\b", b"x:/y", b"http:///a",
        b"http://a://b/c", b"://", b"a://"]  # fmt: skip


@given(mutations(URLS, b":/?#\\ahtp."))
@example(URLS)
def test_origins_agree(values):
    """Origins end alike."""
    both("origins", values)


def test_origins():
    """Scheme and host; the whole value where no scheme stands near its beginning."""
    values = [b"https://example.com/a?b", b"http://a?b", b"example.com/a", b"a" * 22 + b"://x/y"]
    starts, ends = both("origins", values)

    assert [end - start for start, end in zip(starts, ends, strict=True)] == [19, 8, 13, 28]


@given(st.lists(st.one_of(st.none(), st.binary(max_size=12)), min_size=1), st.integers(0, 255))
@example([b"/a?b?c", b"", None, b"?", b"/a"], ord("?"))
def test_cut_before_agrees(values, stop):
    """A value ends before the first such byte, alike."""
    starts, ends = both("cut_before", values, stop)

    for value, start, end in zip(values, starts, ends, strict=True):
        assert value is None or end - start == len(value.split(bytes([stop]))[0])


@given(st.lists(st.one_of(st.none(), st.binary(max_size=12)), min_size=1), st.binary(max_size=4))
def test_has_any_agrees(values, wanted):
    """Whether any byte is there is said alike, and rightly."""
    (found,) = both("has_any", values, wanted)

    assert found == [bool(set(value or b"") & set(wanted)) for value in values]


@given(
    st.lists(
        st.one_of(st.none(), st.text("abAB.[{@\xe4", max_size=12).map(lambda text: text.encode("latin-1"))), min_size=1
    ),
    st.lists(st.text("ab.[@", min_size=1, max_size=5).map(str.encode), min_size=1, max_size=5).map(tuple),
)
@example([b"aab", b"ab", b"AAB"], (b"aaa", b"ab"))
@example([b"ababaa"], (b"abaa",))
def test_has_literal_agrees(values, literals):
    """Whether one of the literals stands in a value, in capitals too, is said alike, and rightly."""
    (found,) = both("has_literal", values, literals)

    assert found == [any(literal in (value or b"").lower() for literal in literals) for value in values]


@given(st.lists(st.one_of(st.none(), st.binary(max_size=40)), min_size=1, max_size=30))
@example([b"", b"a", b"\0", b"a\0", b"aaaaaaaa", b"aaaaaaaab", b"aaaaaaaa\0", b"a" * 16, b"a" * 17])
def test_equal_values_have_equal_hashes(values):
    """Within an engine a hash stands for its bytes: equal where they are equal and, in practice, only there."""
    for engine in ENGINES:
        found = engine.hashes(*column(values)).tolist()
        known = [(value, code) for value, code in zip(values, found, strict=True) if value is not None]

        assert len({code for _, code in known}) == len({value for value, _ in known})
        assert len(set(known)) == len({value for value, _ in known})


@st.composite
def edits(draw: st.DrawFn):
    """Bytes with spans in order, an arena, and the pieces of it that replace them."""
    data, arena = draw(st.binary(max_size=60)), draw(st.binary(max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=12)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    pieces = []
    for _ in spans:
        offset = draw(st.integers(0, len(arena)))
        pieces.append((offset, draw(st.integers(0, len(arena) - offset))))
    return data, arena, spans, pieces


@given(edits())
def test_splice(case):
    """Law 5: what replaces a span is its piece, and every byte outside of spans stays."""
    data, arena, spans, pieces = case
    expected, at = b"", 0
    for (start, end), (offset, length) in zip(spans, pieces, strict=True):
        expected += data[at:start] + arena[offset : offset + length]
        at = end
    expected += data[at:]
    table, texts = (np.array(rows, np.int64).reshape(-1, 2) for rows in (spans, pieces))
    for engine in ENGINES:
        got = engine.splice(
            np.frombuffer(data, np.uint8), table[:, 0].copy(), table[:, 1].copy(), texts[:, 0].copy(), texts[:, 1].copy(),
            np.frombuffer(arena, np.uint8),
        )  # fmt: skip

        assert got == expected


@given(st.lists(st.tuples(st.integers(-1, 90), st.booleans()), max_size=40))
def test_count_marked(lines):
    """Each id counts as often as it is marked, by both engines."""
    ids = np.array([key for key, _ in lines], np.int32)
    marked = np.array([flag for _, flag in lines], np.bool_)
    for engine in ENGINES:
        counts = np.zeros(91, np.int64)
        engine.count_marked(ids, marked, counts)

        assert counts.tolist() == [lines.count((key, True)) for key in range(91)]


LINES = st.lists(st.tuples(st.integers(-1, 300), st.integers(-1, 2**40), st.integers(-1, 2**34)), max_size=60)


@given(LINES, st.integers(0, 60))
def test_reduce(lines, cut):
    """Counts are the same from both engines, in one go and in two."""
    found = []
    for engine in ENGINES:
        for parts in ([lines], [lines[:cut], lines[cut:]]):
            cells = Cells()
            for part in parts:
                ids, weights, seconds = (
                    (np.array(column, np.int64) for column in zip(*part, strict=True))
                    if part
                    else [np.zeros(0, np.int64)] * 3
                )
                engine.reduce(ids.astype(np.int32), weights, seconds, cells)
            top = max((key for key, _, _ in lines), default=-1) + 1
            found.append([getattr(cells, name)[:top].tolist() for name in ("hits", "bytes", "first", "last")])

    assert all(one == found[0] for one in found)
    for key in {key for key, _, _ in lines if key >= 0}:
        assert found[0][0][key] == sum(k == key for k, _, _ in lines)
        assert found[0][1][key] == sum(max(w, 0) for k, w, _ in lines if k == key)
