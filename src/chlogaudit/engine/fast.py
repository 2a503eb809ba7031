"""The fast engine: ``engine.api.Engine`` over compiled kernels."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine import (
    columnkernel,
    jsonkernel,
    literalkernel,
    lookalikekernel,
    pairkernel,
    spankernel,
    valuekernel,
)
from chlogaudit.engine.api import MISSING, Bytes, Cells, Ids, Ints, Spans
from chlogaudit.engine.program import SHAPE_CODE, FieldProgram, compile_program
from chlogaudit.model.format import LogFormat, Shape

name = "fast"
_AT_ONCE = 1 << 16  # lookalikes


@functools.lru_cache(maxsize=256)
def _program(log_format: LogFormat) -> FieldProgram:
    return compile_program(log_format)


def find_lines(data: Bytes) -> tuple[Ints, Ints]:
    """Start and end of every line; see ``Engine.find_lines``."""
    ends = np.flatnonzero(data == 10)
    starts = np.empty(len(ends) + 1, np.int64)
    starts[0] = 0
    starts[1:] = ends + 1
    if len(data) and data[-1] != 10:
        return starts, np.append(ends, len(data))
    return starts[:-1], ends


def find_spans(data: Bytes, starts: Ints, ends: Ints, lines: Ints, log_format: LogFormat) -> Spans:
    """Mark fields; see ``Engine.find_spans``."""
    if log_format.json:
        return jsonkernel.find_json(data, starts, ends, lines, log_format)
    program = _program(log_format)
    width = len(program.columns)
    found_starts = np.empty((len(lines), width), np.int64)
    found_ends = np.empty((len(lines), width), np.int64)
    fitting = np.empty(len(lines), np.int64)
    count = spankernel.find_spans(
        data,
        starts,
        ends,
        lines,
        program.ops,
        program.alternatives,
        program.literals,
        found_starts,
        found_ends,
        fitting,
    )
    return Spans(log_format, program.columns, fitting[:count], found_starts[:count], found_ends[:count])


def values() -> valuekernel.FastValues:
    """A new table of distinct values."""
    return valuekernel.FastValues()


def pair_set() -> pairkernel.FastPairs:
    """A new set of pairs."""
    return pairkernel.FastPairs()


def times(data: Bytes, starts: Ints, ends: Ints, shape: Shape) -> tuple[Ints, Ints, Ints]:
    """Seconds, days and clocks; see ``Engine.times``."""
    seconds = np.empty(len(starts), np.int64)
    days = np.empty(len(starts), np.int64)
    clocks = np.empty(len(starts), np.int64)
    columnkernel.times(data, starts, ends, SHAPE_CODE[shape], seconds, days, clocks)
    return seconds, days, clocks


def integers(data: Bytes, starts: Ints, ends: Ints) -> Ints:
    """Whole numbers; see ``Engine.integers``."""
    out = np.empty(len(starts), np.int64)
    columnkernel.integers(data, starts, ends, out)
    return out


def decimals(data: Bytes, starts: Ints, ends: Ints) -> NDArray[np.float64]:
    """Decimal numbers; see ``Engine.decimals``."""
    out = np.empty(len(starts), np.float64)
    columnkernel.decimals(data, starts, ends, out)
    return out


def requests(data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Method, target and protocol; see ``Engine.requests``."""
    cuts = np.empty((6, len(starts)), np.int64)
    columnkernel.requests(data, starts, ends, cuts)
    return cuts[0], cuts[1], cuts[2], cuts[3], cuts[4], cuts[5]


def splice(data: Bytes, starts: Ints, ends: Ints, offsets: Ints, lengths: Ints, arena: Bytes) -> bytes:
    """Replace spans; see ``Engine.splice``."""
    size = len(data) + int(lengths.sum()) - int((ends - starts).sum())
    out = np.empty(size, np.uint8)
    written = columnkernel.splice(data, starts, ends, offsets, lengths, arena, out)
    if written != size:
        raise AssertionError("spans overlap or are out of order")
    return out.tobytes()


def hashes(data: Bytes, starts: Ints, ends: Ints) -> NDArray[np.uint64]:
    """Seeded hashes; see ``Engine.hashes``."""
    return valuekernel.seeded_hashes(data, starts, ends)


def lookalikes(data: Bytes, wanted: int) -> Iterator[tuple[Ints, Ints, Bytes]]:
    """What has the form of an identifier; see ``Engine.lookalikes``."""
    state = np.zeros(3, np.int64)
    starts, ends, kinds = np.empty(_AT_ONCE, np.int64), np.empty(_AT_ONCE, np.int64), np.empty(_AT_ONCE, np.uint8)
    while state[0] < len(data):
        count = lookalikekernel.find_lookalikes(data, wanted, state, starts, ends, kinds)
        yield starts[:count], ends[:count], kinds[:count]


def reduce(ids: Ids, weights: Ints, seconds: Ints, cells: Cells) -> None:
    """Count lines into cells; see ``Engine.reduce``."""
    if len(ids):
        cells.grow(int(ids.max()) + 1)
        columnkernel.reduce_cells(ids, weights, seconds, cells.hits, cells.bytes, cells.first, cells.last)


def has_any(data: Bytes, starts: Ints, ends: Ints, wanted: bytes) -> NDArray[np.bool_]:
    """Which values hold any of the wanted bytes; see ``Engine.has_any``."""
    table = np.zeros(256, np.bool_)
    table[list(wanted)] = True
    out = np.empty(len(starts), np.bool_)
    columnkernel.has_any(data, starts, ends, table, out)
    return out


def has_literal(data: Bytes, starts: Ints, ends: Ints, literals: tuple[bytes, ...]) -> NDArray[np.bool_]:
    """Which values hold any of the literals; see ``Engine.has_literal``."""
    out = np.empty(len(starts), np.bool_)
    literalkernel.has_literal(data, starts, ends, *literalkernel.automaton(literals), out)
    return out


def count_marked(ids: Ids, marked: NDArray[np.bool_], counts: Ints) -> None:
    """Count marked ids; see ``Engine.count_marked``."""
    columnkernel.count_marked(ids, marked, counts)


def cut_before(data: Bytes, starts: Ints, ends: Ints, stop: int) -> tuple[Ints, Ints]:
    """Spans up to a byte; see ``Engine.cut_before``."""
    out = np.empty(len(starts), np.int64)
    columnkernel.cut_before(data, starts, ends, stop, out)
    return starts, out


def endings(data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Spans of extensions; see ``Engine.endings``."""
    out_starts, out_ends = np.empty(len(starts), np.int64), np.empty(len(starts), np.int64)
    columnkernel.endings(data, starts, ends, out_starts, out_ends)
    return out_starts, out_ends


def origins(data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Spans of origins; see ``Engine.origins``."""
    out = np.empty(len(starts), np.int64)
    columnkernel.origins(data, starts, ends, out)
    return starts, out


__all__ = [
    "MISSING",
    "count_marked",
    "cut_before",
    "decimals",
    "endings",
    "find_lines",
    "find_spans",
    "has_any",
    "has_literal",
    "hashes",
    "integers",
    "lookalikes",
    "name",
    "origins",
    "pair_set",
    "reduce",
    "requests",
    "splice",
    "times",
    "values",
]
