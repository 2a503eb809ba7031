"""What lines say, by meaning: verdicts, times in one field or several, what a dash is, which column speaks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.engine import load
from chlogaudit.engine.api import MISSING
from chlogaudit.facts import facts, first_byte_spans, read_moment, scan_lines, times
from chlogaudit.parser.formats import BY_NAME, FORMATS, SAMPLES
from chlogaudit.parser.text import compile_format

ENGINES = (load("fast"), load("reference"))


@given(st.lists(st.one_of(st.sampled_from([*SAMPLES.values(), b"", b" ", b"\r"]), st.binary(max_size=30)), max_size=8))
def test_every_line_has_one_verdict(lines):
    """Each line is in just one of the parts, the unparsed and the empty."""
    data = b"\n".join(lines)
    for engine in ENGINES:
        scanned = scan_lines(engine, data, FORMATS)
        seen = [*scanned.unparsed.tolist(), *scanned.empty.tolist()]
        for part in scanned.parts:
            seen += part.spans.lines.tolist()
        assert sorted(seen) == list(range(len(scanned.starts)))


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize(
    ("fmt", "value"),
    [
        ("%h %t", b"[09/Mar/2026:11:00:00 +0100]"),
        ("%h %{%a %b %d %H:%M:%S}t %{%Y}t", b"Mon Mar 09 10:00:00 2026"),
        ("%h %{%d/%b/%Y %T}t.%{usec_frac}t", b"09/Mar/2026 10:00:00.999999"),
        ("%h [%{%d/%b/%Y:%T}t.%{msec_frac}t %{%z}t]", b"[09/Mar/2026:08:30:00.250 -0130]"),
        ("%h %{%Y-%m-%d}t %{%T}t", b"2026-03-09 10:00:00"),
        ("%h %{sec}t %{msec_frac}t", b"1773050400 250"),
        ("%h %{msec}t", b"1773050400250"),
        ("%h %{usec}t", b"1773050400250000"),
        ("%h %{end:sec}t", b"1773050400"),
    ],
)
def test_a_time_however_it_is_written(engine, fmt, value):
    """The second in UTC is the same, whether it is one directive or five."""
    scanned = scan_lines(engine, b"192.0.2.1 " + value, (compile_format(fmt),))
    second, day, clock = times(engine, scanned.data, scanned.parts[0])

    assert second.tolist() == [1773050400]
    assert day.tolist() == [1773050400 // 86400]
    assert 0 <= clock[0] < 86400


@pytest.mark.parametrize(
    "value", [b"", b"-", b"32/Mar/2026:10:00:00", b"09/Mar/2026:10:00:00x", b"\xff", b"09/M\xe4r/2026:10:00:00"]
)
def test_no_time_is_missing(value):
    """What the pattern cannot read is no time, and nothing raises."""
    assert read_moment(value, "%d/%b/%Y:%H:%M:%S") is None
    assert read_moment(value, "%s.%f") is None


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_a_dash_is_nothing(engine):
    """A logged dash or an empty value is no client, user, referer or agent."""
    line = b'- - - [09/Mar/2026:10:00:00 +0000] "-" - - "-" ""'
    scanned = scan_lines(engine, line, (BY_NAME["combined"],))
    known = facts(engine, scanned, scanned.parts[0])

    assert known.status.tolist() == known.size.tolist() == [MISSING]
    for span in (known.client, known.user, known.method, known.target, known.referer, known.agent):
        assert span is not None
        assert span[0].tolist() == [MISSING]


@given(st.binary(max_size=40), st.integers(0, 255))
def test_spans_are_cut_before_the_first_byte(data, stop):
    """A span ends before the first such byte in it, or where it ended."""
    array = np.frombuffer(data, np.uint8)
    starts, ends = np.array([0, MISSING, len(data) // 2]), np.array([len(data), MISSING, len(data)])
    begin, end = first_byte_spans(array, (starts, ends), stop)

    assert begin.tolist() == starts.tolist()
    assert data[0 : end[0]] == data.partition(bytes([stop]))[0]
    assert data[begin[2] : end[2]] == data[len(data) // 2 :].partition(bytes([stop]))[0]
