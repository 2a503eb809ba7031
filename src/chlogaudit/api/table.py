"""Lines as a table: each distinct value of a column is made into a Python value once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine import Engine, Values
from chlogaudit.engine.api import MISSING, Bytes, Ids, Ints
from chlogaudit.facts import Part, Span, first_byte_spans, shaped_times, whole_time
from chlogaudit.jobs.logs import Log, Reading, read_parts
from chlogaudit.model.format import Field, Holds, LogFormat, Shape
from chlogaudit.parser.columns import dtype, time_parts
from chlogaudit.parser.moments import read_any_moment, read_moment
from chlogaudit.parser.strftime import PER_SECOND

if TYPE_CHECKING:
    import pandas as pd

_SPLIT = ("request_method", "request_url", "request_http_ver")
_DASH = ord("-")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_YEARS = ("%Y", "%y", "%s", "%c", "%G")  # a pattern without one of these tells no moment
# Seconds since 1970 of the years 1 to 9999, which Python's times can hold.
_FIRST, _LAST = -62135596800, 253402300799


class _Reader(NamedTuple):
    """How the values of a column are read: the kind of result, and for times their shape or strptime pattern."""

    kind: str
    shape: Shape | None = None
    pattern: str = ""
    json: bool = False


@dataclass(slots=True)
class _Column:
    """The values of one column that are read alike: the distinct ones, and which row has which."""

    distinct: Values
    rows: list[Ints] = field(default_factory=list)
    ids: list[Ids] = field(default_factory=list)


class Table:
    """Rows of lines, columns of distinct values; nothing is made of a value more than once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._columns: dict[str, dict[_Reader, _Column]] = {}
        self._sources: list[tuple[str, int]] = []
        self._lines: list[Ints] = []
        self._fits: list[NDArray[np.bool_]] = []
        self.rows = 0

    def announce(self, log_format: LogFormat) -> None:
        """Make the columns of a format, so that they are there even if no line fits."""
        for name, reader in _columns(log_format, log_format.fields):
            self._column(name, reader)

    def add(self, log: Log, reading: Reading) -> None:
        """Add all lines of a log."""
        before = self.rows
        for part in read_parts(log, reading):
            block = part.block
            if part.scanned is None:  # a line too long for any format, in windows: it is one row
                if block.before == 0:
                    self._add_rows(np.array([block.first_line], np.int64), np.zeros(1, np.bool_))
                continue
            count = len(part.scanned.starts)
            fits = np.zeros(count, np.bool_)
            for lines in part.scanned.parts:
                fits[lines.spans.lines] = True
                self._add_part(part.scanned.data, lines)
            self._add_rows(np.arange(block.first_line, block.first_line + count), fits)
        self._sources.append((log.source.name, self.rows - before))

    def _add_rows(self, lines: Ints, fits: NDArray[np.bool_]) -> None:
        self._lines.append(lines)
        self._fits.append(fits)
        self.rows += len(lines)

    def _add_part(self, data: Bytes, part: Part) -> None:
        rows = part.spans.lines + self.rows
        spans = _spans(self._engine, data, part)
        for name, reader in _columns(part.spans.format, part.fields):
            starts, ends = spans[name]
            present = np.flatnonzero((starts >= 0) & ~_is_dash(data, starts, ends))
            column = self._column(name, reader)
            column.rows.append(rows[present])
            column.ids.append(column.distinct.intern(data, starts[present], ends[present]))

    def _column(self, name: str, reader: _Reader) -> _Column:
        readers = self._columns.setdefault(name, {})
        if reader not in readers:
            readers[reader] = _Column(self._engine.values())
        return readers[reader]

    def frame(self) -> pd.DataFrame:
        """The table."""
        import pandas as pd

        names, counts = [name for name, _ in self._sources], [count for _, count in self._sources]
        made: dict[str, pd.Series] = {
            "source": pd.Series(np.repeat(np.array(names, object), counts), dtype=object),
            "line": pd.Series(np.concatenate([np.zeros(0, np.int64), *self._lines])),
            "fits": pd.Series(np.concatenate([np.zeros(0, np.bool_), *self._fits])),
        }
        for name, readers in self._columns.items():
            kinds = {reader.kind for reader in readers}
            kind = next(iter(kinds)) if len(kinds) == 1 else "float" if kinds == {"int", "float"} else "text"
            made[name] = self._series(kind, readers)
        return pd.DataFrame(made)

    def _series(self, kind: str, readers: dict[_Reader, _Column]) -> pd.Series:
        import pandas as pd

        out: NDArray[np.generic] = np.full(self.rows, _NONE[kind], _TYPES[kind])
        known = np.zeros(self.rows, np.bool_)
        for reader, column in readers.items():
            values = _read(self._engine, column.distinct, kind, reader)
            for rows, ids in zip(column.rows, column.ids, strict=True):
                out[rows] = values[ids]
                known[rows] = True
        if kind == "time":
            return pd.Series(out.view("datetime64[us]")).dt.tz_localize("UTC")
        if kind == "int":
            return pd.Series(pd.arrays.IntegerArray(out.astype(np.int64), (out == _NONE["int"]) | ~known))
        return pd.Series(out, dtype=_TYPES[kind])


_NAT = np.iinfo(np.int64).min
_NONE = {"time": _NAT, "int": _NAT, "float": np.nan, "text": None}
_TYPES: dict[str, type] = {"time": np.int64, "int": np.int64, "float": np.float64, "text": object}


def _columns(log_format: LogFormat, fields: Sequence[Field]) -> Iterator[tuple[str, _Reader]]:
    """The columns that lines of a format give, in order: its fields, each request line followed by its three parts."""
    names = {one.name for one in fields}
    whole = None if log_format.json else time_parts(log_format)
    json = log_format.json or log_format.escape == "json"
    for at, one in enumerate(fields):
        if whole is not None and whole.shape is None and at == whole.first:
            yield one.name, _Reader("time", None, whole.pattern)
        else:
            part = whole is not None and whole.first < at <= whole.last
            yield one.name, _reader(one, json=json, part=part)
        if one.holds is Holds.REQUEST:
            for name in _split_names(one):
                if name not in names:
                    yield name, _Reader("text", json=json)


def _split_names(request: Field) -> tuple[str, ...]:
    """The columns of the parts of a request line; a second request line (``%<r``) has its number behind them."""
    return tuple(name + request.name.removeprefix("request_first_line") for name in _SPLIT)


def _reader(one: Field, *, json: bool, part: bool) -> _Reader:
    kind = dtype(one)
    undated = "%" in one.strftime and not any(code in one.strftime for code in _YEARS)
    if kind == "time" and (part or undated):
        kind = "text"  # a time of day or a zone alone is no moment
    if kind == "time":
        shaped = one.shape in _SHAPED or not one.strftime
        return _Reader("time", one.shape if shaped else None, "" if shaped else one.strftime)
    return _Reader(kind, json=json)


def _spans(engine: Engine, data: Bytes, part: Part) -> dict[str, Span]:
    """Starts and ends of every column that ``_columns`` names."""
    found: dict[str, Span] = {}
    for at, one in enumerate(part.fields):
        starts, ends = part.column(at)
        if part.spans.quoted is not None:
            starts = np.where(_is_null(data, starts, ends) & ~part.spans.quoted[:, at], MISSING, starts)
        # nginx' escape=json and others write "" where a text format has "-".
        if part.spans.quoted is not None or part.spans.format.escape:
            starts = np.where(starts == ends, MISSING, starts)
        if one.holds is Holds.REQUEST:
            ms, me, us, ue, vs, ve = engine.requests(data, starts, ends)
            version = np.where(vs == MISSING, MISSING, vs + len("HTTP/"))
            for name, span in zip(_split_names(one), ((ms, me), (us, ue), (version, ve)), strict=True):
                found.setdefault(name, span)
        found[one.name] = starts, ends
    whole = None if part.spans.format.json else time_parts(part.spans.format)
    if whole is not None and whole.shape is None:
        found[part.fields[whole.first].name] = whole_time(part, whole)
    return found


def _is_dash(data: Bytes, starts: Ints, ends: Ints) -> NDArray[np.bool_]:
    one: NDArray[np.bool_] = ends - starts == 1
    one[one] = data[starts[one]] == _DASH
    return one


def _is_null(data: Bytes, starts: Ints, ends: Ints) -> NDArray[np.bool_]:
    null: NDArray[np.bool_] = (ends - starts == 4) & (starts >= 0)
    rows = np.flatnonzero(null)
    for k, byte in enumerate(b"null"):
        null[rows] &= data[starts[rows] + k] == byte
    return null


def _read(engine: Engine, values: Values, kind: str, reader: _Reader) -> NDArray[np.generic]:
    """The distinct values of a column as what the table holds."""
    data, starts, ends = values.view()
    if kind == "time":
        return _times(engine, values, reader)
    if kind == "text":
        texts = [_text(values[i], json_text=reader.json) for i in range(len(values))]
        out = np.empty(len(texts), object)
        out[:] = texts
        return out
    minus = np.zeros(len(values), np.bool_)
    some = np.flatnonzero(ends > starts)
    minus[some] = data[starts[some]] == _DASH
    starts = starts + minus
    if kind == "float":
        return np.where(minus, -1.0, 1.0) * engine.decimals(data, starts, ends)
    numbers = engine.integers(data, starts, ends)
    return np.where(numbers == MISSING, _NAT, np.where(minus, -numbers, numbers))


def _text(value: bytes, *, json_text: bool) -> str:
    """A value as text: in JSON without its escapes where they can be undone, else as logged."""
    text = value.decode("utf-8", "surrogateescape")
    if not json_text or "\\" not in text:
        return text
    try:
        read = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return text
    # Half of a surrogate pair would be taken for a byte that is no UTF-8, or for none.
    return read if isinstance(read, str) and _SURROGATES.findall(read) == _SURROGATES.findall(text) else text


def _times(engine: Engine, values: Values, reader: _Reader) -> Ints:
    """Microseconds since 1970 in UTC."""
    if reader.pattern in PER_SECOND:
        numbers = engine.integers(*values.view())
        good = (numbers != MISSING) & (numbers <= _LAST * PER_SECOND[reader.pattern])
        return np.where(good, numbers * (1_000_000 // PER_SECOND[reader.pattern]), _NAT)
    if reader.pattern:
        return np.array([_micros(read_moment(values[i], reader.pattern)) for i in range(len(values))], np.int64)
    data, starts, ends = values.view()
    if reader.shape in _SHAPED:
        seconds, _, _ = engine.times(data, starts, ends, reader.shape)
    else:
        seconds, _, _ = shaped_times(engine, data, starts, ends)
    good = (seconds != MISSING) & (seconds >= _FIRST) & (seconds <= _LAST)
    micros = np.where(good, seconds * 1_000_000 + _fractions(data, starts, ends), _NAT)
    if reader.shape not in _SHAPED:
        for i in np.flatnonzero(~good).tolist():
            micros[i] = _micros(read_any_moment(values[i]))
    return micros


_SHAPED = (Shape.TIME_CLF, Shape.TIME_ISO, Shape.TIME_ERROR, Shape.TIME_NGINX, Shape.TIME_EPOCH)


def _micros(moment: datetime | None) -> int:
    if moment is None:
        return _NAT
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    passed = aware - datetime(1970, 1, 1, tzinfo=UTC)
    return (passed.days * 86400 + passed.seconds) * 1_000_000 + passed.microseconds


def _fractions(data: Bytes, starts: Ints, ends: Ints) -> Ints:
    """Microseconds behind the first dot of each time; digits beyond them are cut off."""
    _, dots = first_byte_spans(data, (starts, ends), ord("."))
    out = np.zeros(len(starts), np.int64)
    going = dots < ends
    for place in range(6):
        at = dots + 1 + place
        going = going & (at < ends)
        digit = np.zeros(len(starts), np.int64)
        digit[going] = data[at[going]].astype(np.int64) - ord("0")
        going &= (digit >= 0) & (digit <= 9)
        out += np.where(going, digit, 0) * 10 ** (5 - place)
    return out
