"""Laws 1 and 7: both engines agree on every verdict and span, and pieces and spans make up the line."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chlogaudit.engine import Spans, load
from chlogaudit.engine.api import MISSING
from chlogaudit.model.format import Literal, LogFormat, Option
from chlogaudit.parser.formats import BY_NAME, FORMATS, SAMPLES
from engine_lines import CUSTOM, JSON, JSON_LINES, LINES, TEXT_FORMATS, mutated

FAST, REFERENCE = load("fast"), load("reference")
ENGINES = (FAST, REFERENCE)


def spans_of(engine, data: bytes, fmt: LogFormat, lines: list[int] | None = None) -> Spans:
    """The spans of all, or some, lines of ``data``."""
    array = np.frombuffer(data, np.uint8)
    starts, ends = engine.find_lines(array)
    wanted = np.arange(len(starts)) if lines is None else np.array(lines, np.int64)
    return engine.find_spans(array, starts, ends, wanted, fmt)


def same(left: Spans, right: Spans) -> None:
    """Assert that two results are equal to the last offset."""
    assert left.columns == right.columns
    assert left.lines.tolist() == right.lines.tolist()
    assert left.starts.tolist() == right.starts.tolist()
    present = left.starts != MISSING
    assert np.array_equal(left.ends[present], right.ends[present])
    assert (left.quoted is None) == (right.quoted is None)
    if left.quoted is not None and right.quoted is not None:
        assert left.quoted[present].tolist() == right.quoted[present].tolist()


def agree(data: bytes, formats: tuple[LogFormat, ...]) -> int:
    """Assert that both engines say the same of every line under every format; how many verdicts were a fit."""
    fits = 0
    for fmt in formats:
        left, right = (spans_of(engine, data, fmt) for engine in ENGINES)
        same(left, right)
        fits += len(left.lines)
    return fits


def rebuilt(line: bytes, spans: Spans, row: int, base: int) -> bool:
    """Whether literals and spans put end to end make up the line, but for blanks around it."""
    column, at = 0, base + len(line) - len(line.lstrip(b" \t"))
    stop = base + len(line)
    starts, ends = spans.starts[row], spans.ends[row]

    def walk(pieces) -> bool:
        nonlocal column, at
        for piece in pieces:
            if isinstance(piece, Literal):
                if line[at - base : at - base + len(piece.text)] != piece.text:
                    return False
                at += len(piece.text)
            elif isinstance(piece, Option):
                width = sum(not isinstance(inner, Literal) for inner in piece.pieces)
                if not width:  # of literals alone: there if they stand there
                    text = b"".join(inner.text for inner in piece.pieces)
                    at += len(text) if line[at - base :].startswith(text) else 0
                elif all(starts[column : column + width] == MISSING):
                    column += width
                elif not walk(piece.pieces):
                    return False
            else:
                if starts[column] != at or not at <= ends[column] <= stop:
                    return False
                at = int(ends[column])
                column += 1
        return True

    return walk(spans.format.pieces) and column == len(spans.columns) and line[at - base :].strip(b" \t\r") == b""


@settings(max_examples=250)
@given(st.lists(mutated(), min_size=1, max_size=12))
@example(list(LINES))
@example([b""])
@example([b"\0", b"\xff", b" ", b"\r", b'"'])
def test_engines_agree_on_mutated_lines(lines):
    """Law 7, for every text format, whatever became of the line."""
    agree(b"\n".join(lines), TEXT_FORMATS)


@settings(max_examples=250)
@given(st.lists(mutated(JSON_LINES), min_size=1, max_size=8))
@example(list(JSON_LINES))
def test_engines_agree_on_json_lines(lines):
    """Law 7 for JSON: broken, deep, doubled keys, escapes at the end; paths, spans and quotes."""
    agree(b"\n".join(lines), JSON)


@pytest.mark.parametrize("line", JSON_LINES, ids=range(len(JSON_LINES)))
def test_engines_agree_on_one_json_line(line):
    """The same line by line, so that no line hides another's columns."""
    agree(line, JSON)


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_engines_agree_on_any_bytes(data):
    """Law 7 on bytes that are no log at all."""
    agree(data, (*FORMATS, *CUSTOM))


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_sample_fits_its_format(fmt):
    """Both engines fit the sample line; agreement on a refusal would prove little."""
    assert agree(SAMPLES[fmt.name], (fmt,)) == 1


def test_custom_formats_fit_something():
    """Every custom format has a line here that fits it."""
    for fmt in CUSTOM:
        assert agree(b"\n".join(LINES), (fmt,)) >= 1, fmt.name


@settings(max_examples=250)
@given(st.lists(mutated(), min_size=1, max_size=8))
@example(list(LINES))
@example([SAMPLES["apache_error_clf"].replace(b":24259", b":\\24259")])
def test_pieces_and_spans_make_up_the_line(lines):
    """Law 1: a line cut at its spans and joined with the format's literals is the line."""
    data = b"\n".join(lines)
    array = np.frombuffer(data, np.uint8)
    for fmt in TEXT_FORMATS:
        spans = spans_of(FAST, data, fmt)
        starts, ends = FAST.find_lines(array)
        for row, line in enumerate(spans.lines.tolist()):
            assert rebuilt(data[starts[line] : ends[line]], spans, row, int(starts[line])), fmt.name


def test_some_lines_only():
    """Only the wanted lines are looked at, and they keep their numbers."""
    data = b"\n".join([SAMPLES["combined"]] * 4)
    for engine in ENGINES:
        assert spans_of(engine, data, BY_NAME["combined"], [1, 3]).lines.tolist() == [1, 3]
        assert spans_of(engine, data, BY_NAME["combined"], []).starts.shape == (0, 9)


@given(st.binary(max_size=120))
@example(b"")
@example(b"\n")
@example(b"a\n\n\r\nb")
@example(b"\xe2\x80\xa8\x0b\x0c\x85\n")
def test_lines(data):
    """Only a newline ends a line; joined again the lines are the bytes."""
    array = np.frombuffer(data, np.uint8)
    left, right = FAST.find_lines(array), REFERENCE.find_lines(array)
    assert left[0].tolist() == right[0].tolist()
    assert left[1].tolist() == right[1].tolist()
    lines = [data[a:b] for a, b in zip(*left, strict=True)]

    assert b"\n".join(lines) + (b"\n" if data.endswith(b"\n") else b"") == data


@pytest.mark.parametrize("size", [15, 16, 17, 4095, 70_000])
def test_long_lines(size):
    """A field of any length, and quotes and backslashes at its very end."""
    head, tail = b'192.0.2.1 - - [09/Mar/2026:10:00:00 +0000] "GET /', b' HTTP/1.1" 200 5'
    middles = [b"a" * size, b'\\"' * size, b"\\\\" * size, b'"' * size, b" " * size, b"a" * size + b"\\"]

    agree(b"\n".join(head + middle + tail for middle in middles), TEXT_FORMATS)


def content(path: Path) -> bytes:
    """The bytes of a log."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def test_engines_agree_on_the_samples(sample_logs):
    """Law 7 on every line of every sample log under every named format."""
    for path in sorted(p for p in sample_logs.rglob("*") if p.is_file()):
        assert agree(content(path)[:40_000], (*FORMATS, *CUSTOM)) > 10, path


def test_engines_agree_on_real_logs(shared):
    """Law 7 on the heads and tails of real logs."""
    paths = sorted(p for p in (shared / "logs").rglob("*") if p.is_file())
    for path in paths:
        try:
            data = content(path)
        except (OSError, EOFError):
            continue
        agree(data[:4000], FORMATS)
        agree(data[-3000:], FORMATS)
