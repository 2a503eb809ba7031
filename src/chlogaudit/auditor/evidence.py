"""What an audit gathers while it reads: where identifiers stand, and the facts of each log that controls ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from chlogaudit.detect import find_free, mask
from chlogaudit.engine import Engine
from chlogaudit.engine.api import MISSING, Ids, Ints
from chlogaudit.facts import Facts, Part, Scanned, Span, first_byte_spans
from chlogaudit.judged import Judged
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Holds

# Fields in which identifiers have no business; the client's own field is judged by age (CH-5.1, CH-5.2).
SEARCHED = frozenset(
    {Holds.REQUEST, Holds.URL, Holds.REFERER, Holds.USER_AGENT, Holds.COOKIE, Holds.SECRET, Holds.MESSAGE, Holds.TEXT}
)
_KEY = re.compile(rb"(?:^|[?&;/ ])([A-Za-z0-9_.\[\]-]{1,40})(?:=|%3[Dd])[^?&;=]{0,200}$")
HELD_HASHES = 20_000_000  # 8 bytes each; beyond it repeated lines are not counted
HOUR = 3600


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """What findings are grouped by: type, column, URL template and the parameter that held it."""

    type: IdType
    column: str
    holds: Holds
    template: str
    parameter: str


@dataclass(slots=True)
class Hit:
    """How often a spot was hit, where first, when, and a masked example. ``answered`` counts 2xx responses."""

    count: int = 0
    source: str = ""
    line: int = 0
    first: int | None = None
    last: int | None = None
    example: str = ""
    sources: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Watched:
    """Requests of a kind that a control watches: how many, by path template, with bytes, first place and times."""

    count: int = 0
    bytes: int = 0
    source: str = ""
    line: int = 0
    first: int | None = None
    last: int | None = None


@dataclass(slots=True)
class LogEvidence:
    """What one log shows. Seconds are UTC; ``hours`` are the hours since 1970 that have an entry."""

    source: str
    kind: str = "access"
    lines: int = 0
    unparsed: int = 0
    backward: int = 0  # entries older than the newest before them in the file
    timed: int = 0
    first: int | None = None
    last: int | None = None
    hours: set[int] = field(default_factory=set)
    host_hours: dict[str, set[int]] = field(default_factory=dict)
    repeated: int | None = 0  # lines that stand more than once, beyond their first; None: too many lines to tell
    clients: int = 0  # lines with a client
    raw_clients: int = 0  # of these, clients that are neither tokens nor masked
    hashed_clients: int = 0  # of these, clients that look like a bare hash
    users: int = 0  # lines with an authenticated user that is no token
    columns: dict[str, Holds] = field(default_factory=dict)
    unparsed_types: dict[IdType, int] = field(default_factory=dict)


class Evidence:
    """
    Gathers over logs, one after the other, each block in any order but for ``backward``.

    ``template`` names a path without its variable parts; ``is_token`` recognises the redactor's own tokens; ``watched`` maps
    a kind of request to the paths that belong to it.
    """

    def __init__(
        self,
        engine: Engine,
        template: Callable[[bytes], str],
        is_token: Callable[[bytes], bool],
        watched: dict[str, re.Pattern[bytes]],
    ) -> None:
        self._engine = engine
        self._template = template
        self._is_token = is_token
        self._patterns = watched
        self._judged: dict[tuple[Holds, str], Judged] = {}
        self._paths = Judged(engine, Holds.PLAIN, "")
        self._kinds: dict[int, tuple[str, ...]] = {}
        self._kinds_known = 0
        self._clients = engine.values()
        self._client_kind: Ints = np.zeros(0, np.int64)
        self._hashes: list[np.ndarray[tuple[int], np.dtype[np.uint64]]] = []
        self._held = 0
        self._newest = np.iinfo(np.int64).min
        self.logs: list[LogEvidence] = []
        self.spots: dict[Spot, Hit] = {}
        self.watched: dict[tuple[str, str], Watched] = {}

    def begin(self, source: str) -> LogEvidence:
        """Start with the next log."""
        self.logs.append(LogEvidence(source))
        self._newest = np.iinfo(np.int64).min
        self._hashes, self._held = [], 0
        return self.logs[-1]

    def end(self) -> None:
        """Finish the current log."""
        log = self.logs[-1]
        if log.repeated is not None and self._hashes:
            held = np.concatenate(self._hashes)
            log.repeated = len(held) - len(np.unique(held))
        self._hashes = []

    def add(self, scanned: Scanned, first_line: int, facts: list[tuple[Part, Facts]]) -> None:
        """Gather from one block; ``first_line`` is the 1-based number of its first line."""
        log = self.logs[-1]
        log.lines += len(scanned.starts)
        log.unparsed += len(scanned.unparsed)
        self._repeats(log, scanned)
        self._order(log, scanned, facts)
        for part, found in facts:
            log.kind = found.kind
            self._times(log, found)
            self._who(log, found)
            self._watch(log, found, first_line)
            for index, column in enumerate(part.fields):
                log.columns[column.name] = column.holds
                if column.holds in SEARCHED:
                    self._search(log, part, index, found, first_line)
        for line in scanned.unparsed.tolist():
            self._free(log, scanned.data[scanned.starts[line] : scanned.ends[line]].tobytes(), first_line + line)

    def add_window(self, data: bytes, line: int) -> None:
        """Gather from a piece of a line that is too long to be parsed."""
        log = self.logs[-1]
        self._free(log, data, line)

    def _repeats(self, log: LogEvidence, scanned: Scanned) -> None:
        self._held += len(scanned.starts)
        if self._held > HELD_HASHES:
            log.repeated = None
            self._hashes = []
        elif log.repeated is not None:
            full = scanned.ends > scanned.starts
            self._hashes.append(self._engine.hashes(scanned.data, scanned.starts[full], scanned.ends[full]))

    def _order(self, log: LogEvidence, scanned: Scanned, facts: list[tuple[Part, Facts]]) -> None:
        """Count entries that are older than one before them, in the order of the lines."""
        seconds = np.full(len(scanned.starts), MISSING, np.int64)
        for _, found in facts:
            seconds[found.lines] = found.second
        seconds = seconds[seconds != MISSING]
        if not len(seconds):
            return
        newest = np.maximum.accumulate(np.concatenate([np.array([self._newest]), seconds]))
        log.backward += int((seconds < newest[:-1]).sum())
        self._newest = int(newest[-1])

    def _times(self, log: LogEvidence, found: Facts) -> None:
        seconds = found.second[found.second != MISSING]
        if not len(seconds):
            return
        low, high = int(seconds.min()), int(seconds.max())
        log.first = low if log.first is None else min(log.first, low)
        log.last = high if log.last is None else max(log.last, high)
        log.timed += len(seconds)
        log.hours.update(np.unique(seconds // HOUR).tolist())
        if found.host is not None:
            values = self._engine.values()
            ids = values.intern(found.data, *found.host)
            for at in range(len(values)):
                mine = np.unique(found.second[(ids == at) & (found.second != MISSING)] // HOUR)
                log.host_hours.setdefault(values[at][:255].decode("latin-1").lower(), set()).update(mine.tolist())

    def _who(self, log: LogEvidence, found: Facts) -> None:
        if found.client is not None:
            ids = self._clients.intern(found.data, *found.client)
            have = len(self._client_kind)
            if len(self._clients) > have:
                more = [self._kind(self._clients[at]) for at in range(have, len(self._clients))]
                self._client_kind = np.concatenate([self._client_kind, np.array(more, np.int64)])
            kinds = self._client_kind[ids[ids >= 0]]
            log.clients += len(kinds)
            log.raw_clients += int((kinds == _RAW).sum())
            log.hashed_clients += int((kinds == _HASH).sum())
        if found.user is not None:
            starts, ends = found.user
            for at in np.flatnonzero(starts != MISSING).tolist():
                log.users += not self._is_token(found.data[starts[at] : ends[at]].tobytes())

    def _kind(self, client: bytes) -> int:
        if self._is_token(client) or client.endswith((b".0", b"::")) or client in {b"127.0.0.1", b"::1"}:
            return _MASKED
        return _HASH if _BARE_HASH.fullmatch(client) else _RAW

    def _watch(self, log: LogEvidence, found: Facts, first_line: int) -> None:
        if found.target is None:
            return
        path = first_byte_spans(found.data, found.target, ord("?"))
        ids = self._paths.values.intern(found.data, *path)
        for at in range(self._kinds_known, len(self._paths.values)):
            value = self._paths.values[at]
            kinds = tuple(kind for kind, pattern in self._patterns.items() if pattern.search(value))
            if kinds:
                self._kinds[at] = kinds
        self._kinds_known = len(self._paths.values)
        if not self._kinds:
            return
        good = (found.status >= 200) & (found.status < 300)
        for row in np.flatnonzero(np.isin(ids, list(self._kinds)) & good).tolist():
            template = self._template(self._paths.values[int(ids[row])])
            for kind in self._kinds[int(ids[row])]:
                hit = self.watched.setdefault((kind, template), Watched())
                if hit.count == 0:
                    hit.source, hit.line = log.source, first_line + int(found.lines[row])
                hit.count += 1
                hit.bytes += max(int(found.size[row]), 0)
                hit.first, hit.last = _widened(hit.first, hit.last, int(found.second[row]))

    def _search(self, log: LogEvidence, part: Part, index: int, found: Facts, first_line: int) -> None:
        column = part.fields[index]
        key = column.holds, column.name
        judged = self._judged.setdefault(key, Judged(self._engine, *key))
        ids = judged.intern(found.data, *part.column(index))
        rows = np.flatnonzero((ids >= 0) & judged.flags[np.maximum(ids, 0)]) if judged.found else np.zeros(0, np.int64)
        if not len(rows):
            return
        order = rows[np.argsort(ids[rows], kind="stable")]
        edges = np.flatnonzero(np.append(True, ids[order][1:] != ids[order][:-1]))
        for start, stop in zip(edges, np.append(edges[1:], len(order)), strict=True):
            members = order[start:stop]
            value = judged.values[int(ids[members[0]])]
            seconds = found.second[members]
            seconds = seconds[seconds != MISSING]
            span = (int(seconds.min()), int(seconds.max())) if len(seconds) else (None, None)
            line = first_line + int(found.lines[members].min())
            for identifier in judged.found[int(ids[members[0]])]:
                self._hit(log, identifier, value, column.name, column.holds, len(members), line, span)

    def _hit(
        self,
        log: LogEvidence,
        identifier: Identifier,
        value: bytes,
        column: str,
        holds: Holds,
        count: int,
        line: int,
        span: tuple[int | None, int | None],
    ) -> None:
        spot = Spot(
            identifier.type, column, holds, self._template_of(value, holds), parameter_of(value, identifier.start)
        )
        hit = self.spots.setdefault(spot, Hit())
        if hit.count == 0 or (hit.source == log.source and line < hit.line):
            hit.source, hit.line = log.source, line
            hit.example = mask(value[identifier.start : identifier.end], identifier.type)
        hit.count += count
        hit.sources.add(log.source)
        for second in span:
            if second is not None:
                hit.first, hit.last = _widened(hit.first, hit.last, second)

    def _template_of(self, value: bytes, holds: Holds) -> str:
        if holds is Holds.REQUEST:
            words = value.split(b" ")
            return self._template(words[1]) if len(words) > 1 else ""
        if holds in {Holds.URL, Holds.REFERER}:
            return self._template(value)
        return ""

    def _free(self, log: LogEvidence, line: bytes, number: int) -> None:
        """Search a line that fits no format."""
        for identifier in find_free(line):
            log.unparsed_types[identifier.type] = log.unparsed_types.get(identifier.type, 0) + 1
            if identifier.type not in {IdType.CLIENT_IP, IdType.IP, IdType.PORT}:
                self._hit(log, identifier, line, "", Holds.TEXT, 1, number, (None, None))

    @property
    def size(self) -> int:
        """Bytes held, for the memory cap."""
        return sum(judged.size for judged in self._judged.values()) + self._paths.size + self._clients.size

    def forget(self) -> None:
        """Drop the tables of values; what was found stays."""
        self._judged.clear()
        self._paths = Judged(self._engine, Holds.PLAIN, "")
        self._kinds, self._kinds_known = {}, 0
        self._clients = self._engine.values()
        self._client_kind = np.zeros(0, np.int64)


_MASKED, _RAW, _HASH = range(3)
_BARE_HASH = re.compile(
    rb"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})", re.IGNORECASE
)


def _widened(first: int | None, last: int | None, second: int) -> tuple[int | None, int | None]:
    if second == MISSING:
        return first, last
    return (second if first is None else min(first, second)), (second if last is None else max(last, second))


def parameter_of(value: bytes, start: int) -> str:
    """The name of the parameter in whose value offset ``start`` lies, "" outside of parameters."""
    match = _KEY.search(value[max(0, start - 256) : start])
    return match[1].decode("ascii") if match else ""


__all__ = ["SEARCHED", "Evidence", "Hit", "Ids", "LogEvidence", "Span", "Spot", "Watched", "parameter_of"]
