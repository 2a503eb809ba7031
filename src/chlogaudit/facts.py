"""
What a block of lines holds: lines tried against formats in turn, and each line's facts by what they mean.

Everything above works on ``Scanned`` and ``Facts``; nothing above asks which server wrote a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import partial

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine import Engine, Spans
from chlogaudit.engine.api import MISSING, Bytes, Ids, Ints
from chlogaudit.model.format import Field, Holds, LogFormat, Shape
from chlogaudit.parser.columns import TimeParts, time_parts
from chlogaudit.parser.jsonkeys import json_fields
from chlogaudit.parser.moments import read_any_moment, read_moment
from chlogaudit.parser.strftime import PER_SECOND

Span = tuple[Ints, Ints]  # starts and ends of one column, a row per line

# Where several columns hold the same, the first of these that a format has speaks for it.
_SPEAKS: dict[Holds, tuple[str, ...]] = {
    Holds.CLIENT: ("remote_host", "remote_ip"),
    Holds.STATUS: ("status",),
    Holds.BYTES: ("response_bytes_clf", "response_bytes", "bytes_tx"),
    Holds.DURATION: ("time_us", "time_s", "time_ms"),
    Holds.HOST: ("server_name", "server_name2", "request_header_host"),
    Holds.URL: ("request_url", "url_path"),
    Holds.REFERER: ("request_header_referer",),
    Holds.USER_AGENT: ("request_header_user_agent",),
    Holds.USER: ("remote_user",),
    Holds.TLS: ("extension_ssl_protocol", "ssl_protocol"),
    Holds.TIME: ("time_received",),
    Holds.PROTOCOL: ("protocol",),
    Holds.METHOD: ("method",),
}
_TIMES = (Shape.TIME_CLF, Shape.TIME_ISO, Shape.TIME_EPOCH, Shape.TIME_NGINX, Shape.TIME_ERROR)


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of a block that fit one format, with the field behind each of the spans' columns."""

    spans: Spans
    fields: tuple[Field, ...]

    def column(self, index: int) -> Span:
        """Starts and ends of a column, contiguous."""
        return np.ascontiguousarray(self.spans.starts[:, index]), np.ascontiguousarray(self.spans.ends[:, index])

    def speaker(self, holds: Holds) -> int | None:
        """The column that speaks for ``holds``: the preferred name, else the first; None where no column holds it."""
        wanted = _SPEAKS.get(holds, ())
        found = [i for i, field in enumerate(self.fields) if field.holds is holds]
        found.sort(key=lambda i: wanted.index(self.fields[i].name) if self.fields[i].name in wanted else len(wanted))
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Scanned:
    """
    One block, every line with its verdict.

    ``starts`` and ``ends`` are those of all lines; each line is in exactly one of a part, ``unparsed`` and ``empty``
    (indices into the block's lines).
    """

    data: Bytes
    starts: Ints
    ends: Ints
    parts: tuple[Part, ...]
    unparsed: Ints
    empty: Ints


def scan_lines(engine: Engine, data: bytes | Bytes, formats: tuple[LogFormat, ...]) -> Scanned:
    """Try every line against ``formats`` in turn; the first that fits has it."""
    array = np.frombuffer(data, np.uint8) if isinstance(data, bytes) else data
    starts, ends = _without_marks(array, *engine.find_lines(array))
    rest = np.arange(len(starts))
    parts = []
    blank = np.zeros(len(starts), np.bool_)
    for line in np.flatnonzero(ends - starts <= 2).tolist():
        blank[line] = not array[starts[line] : ends[line]].tobytes().strip()
    empty = np.flatnonzero(blank)
    if len(empty):
        rest = np.flatnonzero(~blank)
    for log_format in formats:
        if not len(rest):
            break
        spans = engine.find_spans(array, starts, ends, rest, log_format)
        if len(spans.lines):
            parts.append(Part(spans, _fields(spans)))
            left = np.ones(len(starts), np.bool_)
            left[spans.lines] = False
            rest = rest[left[rest]]
    return Scanned(array, starts, ends, tuple(parts), rest, empty)


_MARK = b"\xef\xbb\xbf"  # a byte order mark, which editors and log viewers of Windows write; it belongs to no field


def _without_marks(data: Bytes, starts: Ints, ends: Ints) -> Span:
    """Lines without the byte order mark that stands before the first of a file, and where files were joined."""
    marked = np.flatnonzero(ends - starts >= len(_MARK))
    for k, byte in enumerate(_MARK):
        marked = marked[data[starts[marked] + k] == byte]
    if len(marked):
        starts = starts.copy()
        starts[marked] += len(_MARK)
    return starts, ends


def _fields(spans: Spans) -> tuple[Field, ...]:
    if spans.format.json:
        return json_fields(spans.columns)
    return spans.format.fields


@dataclass(frozen=True, slots=True)
class Facts:
    """
    What the lines of a part say, by meaning; None where the format does not record it.

    ``lines`` are indices into the block's lines. ``second`` is UTC, ``day`` the day as written, ``clock`` the second of that
    day (MISSING where unknown); ``seconds_taken`` the time to serve in seconds, NaN where unknown.
    """

    data: Bytes
    kind: str  # access or error
    lines: Ints
    second: Ints
    day: Ints
    clock: Ints
    status: Ints
    size: Ints
    client: Span | None
    user: Span | None
    method: Span | None
    target: Span | None
    protocol: Span | None
    request: Span | None
    referer: Span | None
    agent: Span | None
    host: Span | None
    cache: Span | None
    tls: Span | None
    seconds_taken: NDArray[np.float64] | None

    def take(self, keep: NDArray[np.bool_]) -> Facts:
        """The same for some of the lines."""
        changed: dict[str, object] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, tuple):
                changed[item.name] = value[0][keep], value[1][keep]
            elif isinstance(value, np.ndarray) and item.name != "data":
                changed[item.name] = value[keep]
        return replace(self, **changed)  # type: ignore[arg-type]


_PER_SECOND = {"time_us": 1e-6, "time_ms": 1e-3, "duration_ns": 1e-9}


def facts(engine: Engine, scanned: Scanned, part: Part) -> Facts:
    """The facts of one part."""
    data = scanned.data
    count = len(part.spans.lines)
    missing = np.full(count, MISSING, np.int64)

    def span(holds: Holds) -> Span | None:
        column = part.speaker(holds)
        return None if column is None else _unless_dash(data, part.column(column))

    def numbers(holds: Holds) -> Ints:
        column = part.speaker(holds)
        return missing if column is None else engine.integers(data, *part.column(column))

    second, day, clock = times(engine, data, part)
    request = span(Holds.REQUEST)
    method, target, protocol = span(Holds.METHOD), span(Holds.URL), span(Holds.PROTOCOL)
    if request is not None:
        ms, me, ts, te, ps, pe = engine.requests(data, *request)
        method, target, protocol = method or (ms, me), target or (ts, te), protocol or (ps, pe)
    taken = part.speaker(Holds.DURATION)
    seconds_taken = None
    if taken is not None:
        seconds_taken = engine.decimals(data, *part.column(taken)) * _PER_SECOND.get(part.fields[taken].name, 1.0)
    return Facts(
        data, part.spans.format.kind, part.spans.lines, second, day, clock, numbers(Holds.STATUS), numbers(Holds.BYTES),
        span(Holds.CLIENT), span(Holds.USER), method, target, protocol, request, span(Holds.REFERER),
        span(Holds.USER_AGENT), span(Holds.HOST), span(Holds.CACHE), span(Holds.TLS), seconds_taken,
    )  # fmt: skip


def _unless_dash(data: Bytes, span: Span) -> Span:
    """The span with a logged ``-`` and an empty value as missing."""
    starts, ends = span
    length = ends - starts
    none = length == 0
    one = np.flatnonzero(length == 1)
    none[one] = data[starts[one]] == ord("-")
    if not none.any():
        return span
    starts = starts.copy()
    starts[none | (starts == MISSING)] = MISSING
    return starts, ends


def times(engine: Engine, data: Bytes, part: Part) -> tuple[Ints, Ints, Ints]:
    """Second, day and clock of each line, of a time that is written as one field or as several."""
    whole = None if part.spans.format.json else time_parts(part.spans.format)
    if whole is not None and whole.shape is None:
        return _read_times(engine, data, *whole_time(part, whole), partial(read_moment, pattern=whole.pattern))
    column = part.speaker(Holds.TIME)
    if column is None:
        none = np.full(len(part.spans.lines), MISSING, np.int64)
        return none, none, none
    field = part.fields[column]
    starts, ends = part.column(column)
    if field.shape in _TIMES:
        return engine.times(data, starts, ends, field.shape)
    if field.strftime in PER_SECOND:
        found = engine.integers(data, starts, ends)
        second = np.where(found == MISSING, MISSING, found // PER_SECOND[field.strftime])
        none = second == MISSING
        return second, np.where(none, MISSING, second // 86400), np.where(none, MISSING, second % 86400)
    if field.strftime:
        return _read_times(engine, data, starts, ends, partial(read_moment, pattern=field.strftime))
    return any_times(engine, data, starts, ends)


def whole_time(part: Part, whole: TimeParts) -> Span:
    """From the start of a time's first field to the end of its last, with the literals between."""
    starts, ends = part.column(whole.first)[0], part.column(whole.last)[1]
    starts[ends == MISSING] = MISSING
    return starts, ends


def any_times(engine: Engine, data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
    """Times of a column that does not tell how it writes them, as keys of JSON logs: each shape is tried, then others."""
    second, day, clock = shaped_times(engine, data, starts, ends)
    left = np.flatnonzero((second == MISSING) & (starts != MISSING))
    if len(left):
        second[left], day[left], clock[left] = _read_times(engine, data, starts[left], ends[left], read_any_moment)
    return second, day, clock


def shaped_times(engine: Engine, data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
    """The same by the shapes alone that the engine knows."""
    second, day, clock = engine.times(data, starts, ends, _TIMES[0])
    for shape in _TIMES[1:]:
        left = np.flatnonzero(second == MISSING)
        if not len(left):
            break
        second[left], day[left], clock[left] = engine.times(data, starts[left], ends[left], shape)
    return second, day, clock


_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  the day as written has no zone


def _read_times(
    engine: Engine, data: Bytes, starts: Ints, ends: Ints, read: Callable[[bytes], datetime | None]
) -> tuple[Ints, Ints, Ints]:
    """Times that are read one distinct value at a time."""
    values = engine.values()
    ids = values.intern(data, starts, ends)
    table = np.array([_parts_of(read(values[i])) for i in range(len(values))], np.int64).reshape(-1, 3)
    table = np.vstack([table, np.full((1, 3), MISSING)])  # id -1
    return table[ids, 0], table[ids, 1], table[ids, 2]


def _parts_of(moment: datetime | None) -> tuple[int, int, int]:
    if moment is None:
        return MISSING, MISSING, MISSING
    offset = moment.utcoffset() or timedelta()
    passed = moment.replace(tzinfo=None) - _EPOCH
    return (passed - offset) // timedelta(seconds=1), passed.days, passed.seconds


def first_byte_spans(data: Bytes, span: Span, stop: int) -> Span:
    """Each span cut before its first byte ``stop``, if it has one."""
    starts, ends = span
    places = np.flatnonzero(data == stop)
    if not len(places):
        return span
    next_place = np.append(places, len(data))[np.searchsorted(places, np.maximum(starts, 0))]
    return starts, np.where(starts == MISSING, ends, np.minimum(ends, np.maximum(next_place, starts)))


__all__ = [
    "Facts",
    "Ids",
    "Part",
    "Scanned",
    "Span",
    "any_times",
    "facts",
    "first_byte_spans",
    "scan_lines",
    "shaped_times",
    "times",
    "whole_time",
]
