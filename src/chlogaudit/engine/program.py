"""A log format as a small program of numbers, which the span kernel interprets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chlogaudit.model.format import Field, Literal, LogFormat, Option, Piece, Shape
from chlogaudit.parser.regex import follow

LIT, FIELD, OPT, OPT_END = range(4)
SHAPES = tuple(Shape)
SHAPE_CODE = {shape: code for code, shape in enumerate(SHAPES)}
NO_SHAPE = -1


@dataclass(frozen=True, slots=True)
class FieldProgram:
    """
    ``ops[n, 8]``, ``alternatives[m, 6]`` and the literals' bytes, as the kernel in ``engine.spankernel`` reads them.

    Rows of ``ops``: (LIT, offset, length), (FIELD, shape, column, first alternative, last alternative, may be empty,
    offset and length of ``last``), (OPT, jump when it does not fit, first column, last column), (OPT_END).
    Rows of ``alternatives``: offset and length of a literal, shape code of the self-ending field after it or -1,
    offset and length of the literal after that, whether the line must end there.
    """

    ops: NDArray[np.int32]
    alternatives: NDArray[np.int32]
    literals: NDArray[np.uint8]
    columns: tuple[str, ...]


class _Pool:
    """Bytes put end to end."""

    def __init__(self) -> None:
        self.data = bytearray(b"\0")  # never empty: kernels index it

    def put(self, text: bytes) -> tuple[int, int]:
        at = len(self.data)
        self.data += text
        return at, len(text)


def compile_program(log_format: LogFormat) -> FieldProgram:
    """The field program of a text format."""
    pool = _Pool()
    ops: list[tuple[int, ...]] = []
    alternatives: list[tuple[int, ...]] = []
    columns: list[str] = []

    def one(piece: Literal | Field, behind: tuple[Piece, ...]) -> None:
        if isinstance(piece, Literal):
            ops.append((LIT, *pool.put(piece.text), 0, 0, 0, 0, 0))
            return
        first = len(alternatives)
        for after in follow((piece, *behind), 0):
            code = NO_SHAPE if after.shape is None else SHAPE_CODE[after.shape]
            alternatives.append((*pool.put(after.literal), code, *pool.put(after.then), int(after.must_be_end)))
        ops.append(
            (
                FIELD,
                SHAPE_CODE[piece.shape],
                len(columns),
                first,
                len(alternatives),
                int(piece.may_be_empty),
                *pool.put(piece.last),
            )
        )
        columns.append(piece.name)

    pieces = log_format.pieces
    for at, piece in enumerate(pieces):
        if isinstance(piece, Option):
            head = len(ops)
            ops.append((OPT, 0, len(columns), 0, 0, 0, 0, 0))
            for inner, part in enumerate(piece.pieces):
                one(part, piece.pieces[inner + 1 :] + pieces[at + 1 :])
            ops.append((OPT_END, 0, 0, 0, 0, 0, 0, 0))
            ops[head] = (OPT, len(ops), ops[head][2], len(columns), 0, 0, 0, 0)
        else:
            one(piece, pieces[at + 1 :])
    return FieldProgram(
        np.array(ops, np.int32).reshape(-1, 8),
        np.array(alternatives, np.int32).reshape(-1, 6),
        np.frombuffer(bytes(pool.data), np.uint8),
        tuple(columns),
    )
