"""Facts about columns that every reader of them shares: the kind of value, and where an entry's time is."""

from __future__ import annotations

import re
from typing import NamedTuple

from chlogaudit.model.format import SELF_ENDING, Field, Holds, Literal, LogFormat, Shape
from chlogaudit.parser.regex import GRAMMAR
from chlogaudit.parser.strftime import PER_SECOND, strptime_of

_TIMES = frozenset(
    {Shape.TIME_CLF, Shape.TIME_ISO, Shape.TIME_ERROR, Shape.TIME_NGINX, Shape.TIME_EPOCH},
)
_WHOLE = frozenset({Holds.STATUS, Holds.BYTES, Holds.PORT})
# Columns written by servers as whole numbers although no control or panel counts with them.
_INTEGERS = frozenset(
    {
        "server_port",
        "pid",
        "pid_tid",
        "num_keepalives",
        "connection",
        "request_count",
        "retries",
        "source_line",
        "error_number",
    }
)


def dtype(field: Field) -> str:
    """Return ``int``, ``float``, ``time`` or ``text``: what ``read_logs`` makes of the column."""
    if field.holds is Holds.TIME:
        return "int" if field.shape is Shape.INT and field.strftime not in PER_SECOND else "time"
    if field.holds is Holds.IDENT:
        return "text"
    if field.shape is Shape.NUMBER or (field.holds is Holds.DURATION and field.shape is not Shape.INT):
        return "float"
    if field.shape is Shape.INT or field.holds in _WHOLE or field.name in _INTEGERS:
        return "int"
    return "text"


class TimeParts(NamedTuple):
    """
    Where the time of an entry stands: fields ``first`` to ``last`` of the format, with literals between.

    ``shape`` is set when it is one field of a known shape; else ``pattern`` is for strptime, over the bytes from the
    start of the first field to the end of the last.
    """

    first: int
    last: int
    shape: Shape | None
    pattern: str


def time_parts(fmt: LogFormat) -> TimeParts | None:
    """
    Find the time at which the request was received; None where the format logs none.

    httpd can write one time with several directives (``[%{%d/%b/%Y:%T}t.%{msec_frac}t %{%z}t]``): those that only
    literals separate belong together. A single field with a known shape comes first.
    """
    fields = fmt.fields
    for i, field in enumerate(fields):
        if field.holds is Holds.TIME and field.shape in _TIMES and field.name in {"time_received", "time_received_2"}:
            return TimeParts(i, i, field.shape, "")
    at, run, pattern = -1, -1, ""
    found: list[TimeParts] = []
    gap = ""
    for piece in fmt.pieces:
        if isinstance(piece, Literal):
            gap = piece.text.decode("utf-8", "surrogateescape").replace("%", "%%")
            continue
        if not isinstance(piece, Field):
            at += sum(isinstance(p, Field) for p in piece.pieces)
            run = -1
            continue
        at += 1
        part = strptime_of(piece)
        if part is None:
            run = -1
        elif run < 0:
            run, pattern = at, part
            found.append(TimeParts(run, at, None, pattern))
        else:
            pattern += gap + part
            found[-1] = TimeParts(run, at, None, pattern)
    return next((t for t in found if "%" in t.pattern), None)


def time_shape(value: bytes) -> Shape | None:
    """Return the shape of a whole time value, for the keys of JSON logs that do not tell; None when it is no time."""
    for shape in (Shape.TIME_ISO, Shape.TIME_CLF, Shape.TIME_EPOCH, Shape.TIME_NGINX, Shape.TIME_ERROR):
        if shape in SELF_ENDING and re.fullmatch(GRAMMAR[shape], value):
            return shape
    return None
