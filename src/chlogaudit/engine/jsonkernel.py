"""JSON lines: raw offsets of every leaf value, without unescaping a byte. Twin: ``parser.jsonlines.leaves``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine.api import MISSING, Bytes, Ints, Spans
from chlogaudit.engine.kernel import inlined, kernel
from chlogaudit.engine.valuekernel import hash_bytes
from chlogaudit.model.format import LogFormat
from chlogaudit.parser.jsonlines import DEPTH, leaves

_DEPTH = DEPTH
_SEED = np.uint64(0x51ED270B9F3C8D1B)  # paths are few; their hashes only have to differ from each other
_KEY, _VALUE, _AFTER, _KEY_OR_END, _VALUE_OR_END, _DONE = range(6)


@inlined
def string_end(data, pos, end):
    """Place of the closing quote of the string whose first byte is at ``pos``, or -1; a backslash takes a byte along."""
    while pos < end:
        c = data[pos]
        if c == 34:
            return pos
        pos += 2 if c == 92 else 1
    return -1


@inlined
def blanks(data, pos, end):
    """First place from ``pos`` that is no JSON white space."""
    while pos < end and (data[pos] == 32 or data[pos] == 9 or data[pos] == 13):
        pos += 1
    return pos


@inlined
def bare_end(data, pos, end):
    """End of a number, ``true``, ``null`` or what a template wrote in its place (``-``, ``0.1, 0.2`` is none)."""
    while pos < end:
        c = data[pos]
        if not (48 <= c <= 57 or 65 <= c <= 90 or 97 <= c <= 122 or c == 43 or c == 45 or c == 46 or c == 95):
            return pos
        pos += 1
    return pos


@kernel
def one_object(data, pos, end, line, count, lines, starts, ends, quoted, paths, kinds, bases, indices):
    """
    Leaves the leaves of one line from index ``count`` on. Returns the new count, -1 if it is no object, -2 if full.

    ``kinds``, ``bases`` and ``indices`` are room for one entry a level; made by the caller, because a kernel that makes arrays
    needs numba at run time.
    """
    room = lines.shape[0]
    depth = 0
    pos = blanks(data, pos, end)
    if pos >= end or data[pos] != 123:
        return -1
    kinds[0] = 123
    bases[0] = np.uint64(0)
    path = np.uint64(0)
    pos += 1
    state = _KEY_OR_END
    while state != _DONE:
        pos = blanks(data, pos, end)
        if pos >= end:
            return -1
        c = data[pos]
        if (state == _KEY_OR_END and c == 125) or (state == _VALUE_OR_END and c == 93):
            pos += 1
            depth -= 1
            state = _DONE if depth < 0 else _AFTER
        elif state == _KEY or state == _KEY_OR_END:
            if c != 34:
                return -1
            stop = string_end(data, pos + 1, end)
            if stop < 0:
                return -1
            path = hash_bytes(data, pos + 1, stop, bases[depth] ^ _SEED)
            pos = blanks(data, stop + 1, end)
            if pos >= end or data[pos] != 58:
                return -1
            pos += 1
            state = _VALUE
        elif state == _VALUE or state == _VALUE_OR_END:
            if kinds[depth] == 91:
                path = bases[depth]
                if indices[depth] > 0:
                    path = (path ^ np.uint64(indices[depth])) * np.uint64(0x9E3779B97F4A7C15)
            if c == 123 or c == 91:
                depth += 1
                if depth >= _DEPTH:
                    return -1
                kinds[depth] = c
                bases[depth] = path
                indices[depth] = 0
                pos += 1
                state = _KEY_OR_END if c == 123 else _VALUE_OR_END
                continue
            is_string = c == 34
            if is_string:
                start = pos + 1
                stop = string_end(data, start, end)
                if stop < 0:
                    return -1
                pos = stop + 1
            else:
                start = pos
                stop = bare_end(data, pos, end)
                if stop == start:
                    return -1
                pos = stop
            if count >= room:
                return -2
            lines[count] = line
            starts[count] = start
            ends[count] = stop
            quoted[count] = is_string
            paths[count] = path
            count += 1
            state = _AFTER
        elif c == 44:
            pos += 1
            if kinds[depth] == 123:
                state = _KEY
            else:
                indices[depth] += 1
                state = _VALUE
        elif (c == 125 and kinds[depth] == 123) or (c == 93 and kinds[depth] == 91):
            pos += 1
            depth -= 1
            state = _DONE if depth < 0 else _AFTER
        else:
            return -1
    return count if blanks(data, pos, end) == end else -1


@kernel
def all_objects(
    data,
    line_starts,
    line_ends,
    wanted,
    begin,
    lines,
    starts,
    ends,
    quoted,
    paths,
    count,
    fitting,
    fits,
    kinds,
    bases,
    indices,
):
    """Leaves the leaves of every wanted line from ``begin`` on. Returns (index reached, leaves, lines that fit)."""
    k = begin
    while k < wanted.shape[0]:
        line = wanted[k]
        got = one_object(
            data,
            line_starts[line],
            line_ends[line],
            fits,
            count,
            lines,
            starts,
            ends,
            quoted,
            paths,
            kinds,
            bases,
            indices,
        )
        if got == -2:
            return k, count, fits
        if got >= 0:
            count = got
            fitting[fits] = line
            fits += 1
        k += 1
    return k, count, fits


def find_json(data: Bytes, starts: Ints, ends: Ints, lines: Ints, log_format: LogFormat) -> Spans:
    """
    Spans of JSON lines; one column per path met, in the order of first appearance.

    A line that writes the same path twice does not fit: only one of the two could be shown, and the other would
    be forgotten by a redaction.
    """
    room = max(1024, len(lines) * 32)
    fitting = np.empty(len(lines), np.int64)
    at, count, fits = 0, 0, 0
    row = np.empty(room, np.int64)
    leaf_start = np.empty(room, np.int64)
    leaf_end = np.empty(room, np.int64)
    leaf_quoted = np.empty(room, np.bool_)
    leaf_path = np.empty(room, np.uint64)
    levels = np.empty(_DEPTH, np.uint8), np.empty(_DEPTH, np.uint64), np.empty(_DEPTH, np.int64)
    while True:
        at, count, fits = all_objects(
            data,
            starts,
            ends,
            lines,
            at,
            row,
            leaf_start,
            leaf_end,
            leaf_quoted,
            leaf_path,
            count,
            fitting,
            fits,
            *levels,
        )
        if at == len(lines):
            break
        row, leaf_start, leaf_end, leaf_quoted, leaf_path = (
            np.concatenate([a, np.empty_like(a)]) for a in (row, leaf_start, leaf_end, leaf_quoted, leaf_path)
        )
    paths, first, column = np.unique(leaf_path[:count], return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(paths), np.int64)
    rank[order] = np.arange(len(paths))
    columns = tuple(_path_at(data, starts, ends, fitting, row, int(first[k])) for k in order)
    column = rank[column] if count else np.zeros(0, np.int64)
    return _assemble(log_format, columns, fitting[:fits], row[:count], column, leaf_start, leaf_end, leaf_quoted)


def _path_at(data: Bytes, starts: Ints, ends: Ints, fitting: Ints, row: Ints, leaf: int) -> str:
    """The path of a leaf as text, from the reference tokenizer."""
    line = int(fitting[row[leaf]])
    begin = int(starts[line])
    first = leaf
    while first > 0 and row[first - 1] == row[leaf]:
        first -= 1
    found = leaves(data[begin : int(ends[line])].tobytes())
    if found is None:
        raise AssertionError("the engines disagree on a JSON line")
    return found[leaf - first].path


def _assemble(
    log_format: LogFormat,
    columns: tuple[str, ...],
    fitting: Ints,
    row: Ints,
    column: Ints,
    leaf_start: Ints,
    leaf_end: Ints,
    leaf_quoted: NDArray[np.bool_],
) -> Spans:
    """A table of lines by columns out of the flat list of leaves; lines with a path twice are left out."""
    shape = (len(fitting), len(columns))
    table_start = np.full(shape, MISSING, np.int64)
    table_end = np.full(shape, MISSING, np.int64)
    table_quoted = np.zeros(shape, np.bool_)
    cells = row * max(len(columns), 1) + column
    table_start.reshape(-1)[cells] = leaf_start[: len(row)]
    table_end.reshape(-1)[cells] = leaf_end[: len(row)]
    table_quoted.reshape(-1)[cells] = leaf_quoted[: len(row)]
    per_line = np.bincount(row, minlength=len(fitting))
    whole = (table_start != MISSING).sum(axis=1) == per_line
    return Spans(log_format, columns, fitting[whole], table_start[whole], table_end[whole], table_quoted[whole])
