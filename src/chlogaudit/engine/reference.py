"""The reference engine: small, obviously right, plain ``re`` and dictionaries; also the fallback where numba cannot run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine.api import MISSING, Bytes, Cells, Ids, Ints, Spans
from chlogaudit.engine.lookalikes import by_expressions
from chlogaudit.model.format import LogFormat, Shape
from chlogaudit.parser.jsonlines import leaves
from chlogaudit.parser.regex import GRAMMAR, pattern

name = "reference"

_MONTHS = {m: i for i, m in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_CLF = re.compile(rb"(\d\d)/(\w{3})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_ISO = re.compile(rb"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))")
_ERROR = re.compile(rb"\w{3} (\w{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d)(?:\.\d+)? (\d{4})")
_NGINX = re.compile(rb"(\d{4})/(\d\d)/(\d\d) (\d\d):(\d\d):(\d\d)")
_NUMBER = re.compile(rb"\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2}(?!\d))?")
_WHOLE = re.compile(rb"(\d{1,18})(?:\.\d+)?")
_REQUEST = re.compile(
    rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (?:([\s\S]+) (HTTP/[0-9](?:[0-9.]*[0-9])?)|((?=[/*]|[\s\S]*://)[\s\S]+))"
)


def find_lines(data: Bytes) -> tuple[Ints, Ints]:
    """Start and end of every line; see ``Engine.find_lines``."""
    starts, ends, at = [], [], 0
    raw = data.tobytes()
    while at < len(raw):
        end = raw.find(b"\n", at)
        end = len(raw) if end < 0 else end
        starts.append(at)
        ends.append(end)
        at = end + 1
    return np.array(starts, np.int64), np.array(ends, np.int64)


def find_spans(data: Bytes, starts: Ints, ends: Ints, lines: Ints, log_format: LogFormat) -> Spans:
    """Mark fields; see ``Engine.find_spans``."""
    if log_format.json:
        return _find_json(data, starts, ends, lines, log_format)
    expression = pattern(log_format)
    fitting, first, last = [], [], []
    for line in lines.tolist():
        base = int(starts[line])
        match = expression.fullmatch(data[base : int(ends[line])].tobytes())
        if match:
            spans = [match.span(group) for group in range(1, expression.groups + 1)]
            fitting.append(line)
            first.append([base + s if s >= 0 else MISSING for s, _ in spans])
            last.append([base + e if e >= 0 else MISSING for _, e in spans])
    shape = (len(fitting), expression.groups)
    columns = tuple(field.name for field in log_format.fields)
    return Spans(log_format, columns, _ints(fitting), _ints(first).reshape(shape), _ints(last).reshape(shape))


def _find_json(data: Bytes, starts: Ints, ends: Ints, lines: Ints, log_format: LogFormat) -> Spans:
    found = []
    columns: dict[str, int] = {}
    for line in lines.tolist():
        base = int(starts[line])
        line_leaves = leaves(data[base : int(ends[line])].tobytes())
        if line_leaves is None:
            continue
        for leaf in line_leaves:
            columns.setdefault(leaf.path, len(columns))
        if len({leaf.path for leaf in line_leaves}) == len(line_leaves):
            found.append((line, base, line_leaves))
    shape = (len(found), len(columns))
    first, last, quoted = (
        np.full(shape, MISSING, np.int64),
        np.full(shape, MISSING, np.int64),
        np.zeros(shape, np.bool_),
    )
    for row, (_, base, line_leaves) in enumerate(found):
        for leaf in line_leaves:
            at = row, columns[leaf.path]
            first[at], last[at], quoted[at] = base + leaf.start, base + leaf.end, leaf.quoted
    return Spans(log_format, tuple(columns), _ints([line for line, _, _ in found]), first, last, quoted)


def _ints(numbers: object) -> Ints:
    return np.array(numbers, np.int64)


class DictValues:
    """``engine.api.Values`` over a dictionary."""

    def __init__(self) -> None:
        self._ids: dict[tuple[bytes, int], int] = {}
        self._keys: list[tuple[bytes, int]] = []
        self.size = 0

    def intern(self, data: Bytes, starts: Ints, ends: Ints, extra: Ints | None = None) -> Ids:
        """Ids of the values; see ``Values``."""
        out = np.full(len(starts), -1, np.int32)
        for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            if start < 0:
                continue
            key = data[start:end].tobytes(), 0 if extra is None else int(extra[i])
            found = self._ids.setdefault(key, len(self._keys))
            if found == len(self._keys):
                self._keys.append(key)
                self.size += len(key[0]) + 200  # about what a dictionary entry costs
            out[i] = found
        return out

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, index: int) -> bytes:
        if index < 0:
            raise IndexError(index)
        return self._keys[index][0]

    def extra_of(self, index: int) -> int:
        """The extra number of a value."""
        return self._keys[index][1]

    def extras(self) -> Ints:
        """The extra numbers of all values."""
        return _ints([extra for _, extra in self._keys])

    def view(self) -> tuple[Bytes, Ints, Ints]:
        """All values as bytes, starts and ends."""
        ends = np.cumsum([len(value) for value, _ in self._keys], dtype=np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), ends])[: len(self._keys)]
        return np.frombuffer(b"".join(value for value, _ in self._keys) or b"\0", np.uint8), starts, ends


class SetPairs:
    """``engine.api.PairSet`` over a set."""

    def __init__(self) -> None:
        self._pairs: set[tuple[int, int]] = set()

    def add(self, left: Ids, right: Ids) -> NDArray[np.bool_]:
        """Add pairs; see ``PairSet``."""
        fresh = np.zeros(len(left), np.bool_)
        for i, pair in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
            if min(pair) >= 0 and pair not in self._pairs:
                self._pairs.add(pair)
                fresh[i] = True
        return fresh

    def __len__(self) -> int:
        return len(self._pairs)

    @property
    def size(self) -> int:
        """Bytes held, about."""
        return 200 * len(self._pairs)

    def pairs(self) -> tuple[Ids, Ids]:
        """All pairs."""
        both = np.array(sorted(self._pairs), np.int32).reshape(-1, 2)
        return both[:, 0], both[:, 1]


def values() -> DictValues:
    """A new table of distinct values."""
    return DictValues()


def pair_set() -> SetPairs:
    """A new set of pairs."""
    return SetPairs()


def _each(data: Bytes, starts: Ints, ends: Ints) -> list[bytes | None]:
    pairs = zip(starts.tolist(), ends.tolist(), strict=True)
    return [data[start:end].tobytes() if start >= 0 else None for start, end in pairs]


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01; years from 0 (``datetime`` begins with 1) and days past a month's end are allowed."""
    y = year - (month <= 2)
    era, yoe = divmod(y, 400)
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + (153 * ((month + 9) % 12) + 2) // 5 + day - 719469


def _offset(sign: bytes | None, hours: bytes | None, minutes: bytes | None) -> int:
    if sign is None or hours is None or minutes is None:
        return 0
    return (-1 if sign == b"-" else 1) * (int(hours) * 3600 + int(minutes) * 60)


def _clock(hour: bytes, minute: bytes, second: bytes) -> int:
    return int(hour) * 3600 + int(minute) * 60 + min(int(second), 59)


def _time(value: bytes, shape: Shape) -> tuple[int, int, int]:
    """UTC seconds, day and clock of one time that is known to be of ``shape``."""
    if shape is Shape.TIME_EPOCH:
        whole = value.split(b".")[0]
        if len(whole) > 11:
            return MISSING, MISSING, MISSING
        return int(whole), *divmod(int(whole), 86400)
    offset = 0
    if shape is Shape.TIME_CLF:
        d, mon, y, h, m, s, *zone = _groups(_CLF, value)
        day, clock, offset = _days(int(y), _MONTHS[mon], int(d)), _clock(h, m, s), _offset(*zone)
    elif shape is Shape.TIME_ISO:
        y, mo, d, h, m, s, *zone = _groups(_ISO, value)
        day, clock, offset = _days(int(y), int(mo), int(d)), _clock(h, m, s), _offset(*zone)
    elif shape is Shape.TIME_ERROR:
        mon, d, h, m, s, y = _groups(_ERROR, value)
        day, clock = _days(int(y), _MONTHS[mon], int(d)), _clock(h, m, s)
    else:
        y, mo, d, h, m, s = _groups(_NGINX, value)
        day, clock = _days(int(y), int(mo), int(d)), _clock(h, m, s)
    return day * 86400 + clock - offset, day, clock


def _groups(expression: re.Pattern[bytes], value: bytes) -> tuple[bytes, ...]:
    match = expression.fullmatch(value)
    if match is None:
        raise AssertionError("the grammar of times and its reading differ")
    return match.groups()


def times(data: Bytes, starts: Ints, ends: Ints, shape: Shape) -> tuple[Ints, Ints, Ints]:
    """Seconds, days and clocks; see ``Engine.times``."""
    grammar = re.compile(GRAMMAR[shape])
    out = [
        _time(value, shape) if value is not None and grammar.fullmatch(value) else (MISSING, MISSING, MISSING)
        for value in _each(data, starts, ends)
    ]
    table = _ints(out).reshape(-1, 3)
    return table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy()


def integers(data: Bytes, starts: Ints, ends: Ints) -> Ints:
    """Whole numbers; see ``Engine.integers``."""
    found = [_WHOLE.fullmatch(value or b"") for value in _each(data, starts, ends)]
    return _ints([int(match[1]) if match else MISSING for match in found])


def decimals(data: Bytes, starts: Ints, ends: Ints) -> NDArray[np.float64]:
    """Decimal numbers; see ``Engine.decimals``."""
    found = [_NUMBER.findall(value or b"") for value in _each(data, starts, ends)]
    return np.array([sum(float(n) for n in numbers) if numbers else np.nan for numbers in found], np.float64)


def requests(data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Method, target and protocol; see ``Engine.requests``."""
    out = np.full((6, len(starts)), MISSING, np.int64)
    for i, value in enumerate(_each(data, starts, ends)):
        match = _REQUEST.fullmatch(value) if value is not None else None
        if match is None:
            continue
        target = 2 if match[2] is not None else 4
        spans = [match.span(1), match.span(target), match.span(3)]
        flat = [edge for span in spans for edge in span]
        out[:, i] = [edge + int(starts[i]) if edge >= 0 else MISSING for edge in flat]
    return out[0], out[1], out[2], out[3], out[4], out[5]


def splice(data: Bytes, starts: Ints, ends: Ints, offsets: Ints, lengths: Ints, arena: Bytes) -> bytes:
    """Replace spans; see ``Engine.splice``."""
    raw, pool, out, pos = data.tobytes(), arena.tobytes(), [], 0
    for start, end, offset, length in zip(
        starts.tolist(), ends.tolist(), offsets.tolist(), lengths.tolist(), strict=True
    ):
        out += [raw[pos:start], pool[offset : offset + length]]
        pos = end
    return b"".join([*out, raw[pos:]])


def hashes(data: Bytes, starts: Ints, ends: Ints) -> NDArray[np.uint64]:
    """Seeded hashes; see ``Engine.hashes``."""
    digests = [blake2b(value or b"", digest_size=8).digest() for value in _each(data, starts, ends)]
    return np.array([int.from_bytes(digest, "little") for digest in digests], np.uint64)


def lookalikes(data: Bytes, wanted: int) -> Iterator[tuple[Ints, Ints, Bytes]]:
    """What has the form of an identifier; see ``Engine.lookalikes``."""
    return by_expressions(data, wanted)


def reduce(ids: Ids, weights: Ints, seconds: Ints, cells: Cells) -> None:
    """Count lines into cells; see ``Engine.reduce``."""
    for k, weight, second in zip(ids.tolist(), weights.tolist(), seconds.tolist(), strict=True):
        if k < 0:
            continue
        cells.grow(k + 1)
        cells.hits[k] += 1
        cells.bytes[k] += max(weight, 0)
        if second >= 0:
            cells.first[k] = min(cells.first[k], second)
            cells.last[k] = max(cells.last[k], second)


def has_any(data: Bytes, starts: Ints, ends: Ints, wanted: bytes) -> NDArray[np.bool_]:
    """Which values hold any of the wanted bytes; see ``Engine.has_any``."""
    return np.array([bool(set(value or b"") & set(wanted)) for value in _each(data, starts, ends)], np.bool_)


def has_literal(data: Bytes, starts: Ints, ends: Ints, literals: tuple[bytes, ...]) -> NDArray[np.bool_]:
    """Which values hold any of the literals; see ``Engine.has_literal``."""
    values = [(value or b"").lower() for value in _each(data, starts, ends)]
    return np.array([any(literal in value for literal in literals) for value in values], np.bool_)


_ENDING = re.compile(rb"\.[A-Za-z][A-Za-z0-9]{0,7}\Z")
_ORIGIN = re.compile(rb"[\s\S]{0,21}?://[^/?#\\]*")


def count_marked(ids: Ids, marked: NDArray[np.bool_], counts: Ints) -> None:
    """Count marked ids; see ``Engine.count_marked``."""
    for k in ids[marked & (ids >= 0)].tolist():
        counts[k] += 1


def cut_before(data: Bytes, starts: Ints, ends: Ints, stop: int) -> tuple[Ints, Ints]:
    """Spans up to a byte; see ``Engine.cut_before``."""
    out = ends.copy()
    for i, value in enumerate(_each(data, starts, ends)):
        at = (value or b"").find(stop)
        if at >= 0:
            out[i] = starts[i] + at
    return starts, out


def endings(data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Spans of extensions; see ``Engine.endings``."""
    out_starts, out_ends = starts.copy(), ends.copy()
    for i, value in enumerate(_each(data, starts, ends)):
        if not value or not value.startswith(b"/") or b";" in value or b"#" in value:
            continue
        match = _ENDING.search(value)
        out_starts[i] = starts[i] + (match.start() if match else 0)
        out_ends[i] = ends[i] if match else starts[i] + 1
    return out_starts, out_ends


def origins(data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Spans of origins; see ``Engine.origins``."""
    out = ends.copy()
    for i, value in enumerate(_each(data, starts, ends)):
        match = _ORIGIN.match(value or b"")
        if match:
            out[i] = starts[i] + match.end()
    return starts, out
