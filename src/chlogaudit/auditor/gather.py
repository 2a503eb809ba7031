"""Blocks of one log after the other, read into what they show: detection and judgement once a distinct value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from chlogaudit.auditor.clients import HASH, RAW, Kinds
from chlogaudit.auditor.columns import Column, harmless, safe_column, spot_of
from chlogaudit.auditor.count import Hashes, count_finds, count_watched, groups
from chlogaudit.auditor.log import LogEvidence, Recorded
from chlogaudit.auditor.nouns import DAY, HELD_CLIENTS, HOUR, OLDEST
from chlogaudit.auditor.watched import Watch
from chlogaudit.detect import find_free, mask
from chlogaudit.engine import Engine
from chlogaudit.engine.api import MISSING, Bytes, Ids, Ints
from chlogaudit.facts import Facts, Part, Scanned, Span
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds

# Fields in which identifiers have no business; the client's own field is judged by age (CH-5.1, CH-5.2).
SEARCHED = frozenset(
    {
        *(Holds.REQUEST, Holds.URL, Holds.REFERER, Holds.USER_AGENT, Holds.COOKIE, Holds.SECRET, Holds.MESSAGE),
        *(Holds.TEXT, Holds.USER, Holds.IDENT),
    }
)
# Fields that operations can do without; it matters whether they hold anything at all.
RECORDED = frozenset({Holds.COOKIE, Holds.SECRET})
_BODY = re.compile(r"(?:^|_)(?:body|post_?data|payload)(?:_|$)")


class Gatherer:
    """
    Reads blocks into the evidence of a log or of a piece of one: ``begin``, ``add`` each block in order, ``end``.

    What it keeps from log to log are tables of distinct values and what was said of each; they change no evidence, so
    ``forget`` may drop them at any time. ``template`` names a path without its variable parts; ``is_ours`` recognises what a
    redaction leaves behind; ``watched`` maps a kind of request to the paths that belong to it; ``enough`` is the number of
    distinct clients from which on none are told apart.
    """

    def __init__(
        self,
        engine: Engine,
        template: Callable[[bytes], str],
        is_ours: Callable[[bytes], bool],
        watched: Mapping[str, re.Pattern[bytes]],
        enough: int,
    ) -> None:
        self._engine = engine
        self._template = template
        self._is_ours = is_ours
        self._watch = Watch(engine, watched, lambda path: harmless(template(path)))
        self._enough = min(enough, HELD_CLIENTS)
        self._host_ids = {"": 0}
        self._columns: dict[tuple[Holds, str], Column] = {}
        self.forget()
        self.begin("")

    def forget(self) -> None:
        """Drop the tables of values; what was found stays."""
        self._settle_finds()
        self._columns = {}
        self._clients = Kinds(self._engine, self._is_ours, addresses=True)
        self._users = Kinds(self._engine, self._is_ours, addresses=False)
        self._servers = Kinds(self._engine, Kinds.of_servers(self._is_ours), addresses=False)

    @property
    def size(self) -> int:
        """Bytes held, for the memory cap."""
        columns = sum(column.size for column in self._columns.values())
        return columns + self._clients.size + self._users.size + self._servers.size

    def begin(self, source: str, *, begins: bool = True) -> None:
        """Start with the next log, or with a piece of one that has lines before it where it does not ``begins``."""
        self._log = LogEvidence(source, self._enough, begins)
        self._hosts = self._engine.values()
        self._host_hours: list[Ints] = []
        self._referers: Ints = np.zeros(0, np.int64)  # lines by the id of their referer's host

    def end(self) -> LogEvidence:
        """What the blocks since ``begin`` show."""
        self._settle_finds()
        log = self._log
        pairs = _distinct(np.concatenate([np.zeros(0, np.int64), *self._host_hours]))
        for host, group in groups(pairs >> 32):
            name = self._hosts[host][:255].decode("latin-1").lower().partition(":")[0].removeprefix("www.")
            log.serve(name, set((pairs[group] & 0xFFFFFFFF).tolist()))
        told = np.flatnonzero(self._referers[1:]) + 1
        if len(told):
            names = list(self._host_ids)
            log.referers.update({names[at]: int(self._referers[at]) for at in told.tolist()})
        return log

    def add(self, scanned: Scanned, facts: Sequence[tuple[Part, Facts]], hashes: Hashes) -> None:
        """Gather from one block; ``hashes`` are those of its lines that are not empty."""
        log = self._log
        log.lines += len(scanned.starts)
        log.unparsed += len(scanned.unparsed)
        facts = [(part, _with_real_times(log, found)) for part, found in facts]
        seconds = np.full(len(scanned.starts), MISSING, np.int64)
        for _, found in facts:
            seconds[found.lines] = found.second
        if log.order is not None:
            log.order.add(seconds[scanned.ends > scanned.starts], hashes)
        self._serve(log, scanned.data, facts)
        first_line = log.passed + 1
        for part, found in facts:
            log.kinds[found.kind] += len(found.lines)
            self._times(log, found)
            kinds = self._who(log, found, first_line)
            asked = part.speaker(Holds.URL)
            asked = part.speaker(Holds.REQUEST) if asked is None else asked
            for index in range(len(part.fields)):
                self._column(log, part, index, found, first_line, kinds if index == asked else None)
        for line in scanned.unparsed.tolist():
            self._free(log, scanned.data[scanned.starts[line] : scanned.ends[line]].tobytes(), first_line + line)
        log.passed += len(scanned.starts)

    def add_window(self, data: bytes, ends: int) -> None:
        """Gather from a piece of a line that is too long to be parsed; ``ends`` of a line in it, 0 or 1."""
        self._free(self._log, data, self._log.passed + 1)
        self._log.passed += ends

    def _times(self, log: LogEvidence, found: Facts) -> None:
        known = found.second != MISSING
        seconds = found.second[known]
        if not len(seconds):
            return
        low, high = int(seconds.min()), int(seconds.max())
        log.first = low if log.first is None else min(log.first, low)
        log.last = high if log.last is None else max(log.last, high)
        log.timed += len(seconds)
        log.hours.update(_distinct(seconds // HOUR).tolist())

    def _serve(self, log: LogEvidence, data: Bytes, facts: Sequence[tuple[Part, Facts]]) -> None:
        """Note the hours of the virtual hosts, in the order of the lines, whatever their formats: the first ones are held."""
        told = [(found.lines, *found.host, found.second) for _, found in facts if found.host is not None]
        if not told:
            return
        log.names_host = True
        lines, starts, ends, seconds = map(np.concatenate, zip(*told, strict=True))
        keep = np.flatnonzero(seconds >= 0)
        if len(told) > 1:
            keep = keep[np.argsort(lines[keep])]
        ids = self._hosts.intern(data, starts[keep], ends[keep]).astype(np.int64)
        hours = np.minimum(seconds[keep] // HOUR, 0xFFFFFFFF)
        self._host_hours.append(_distinct(((ids << 32) | hours)[ids >= 0]))

    def _who(self, log: LogEvidence, found: Facts, first_line: int) -> Ints:
        """Count raw clients and users; returns the kind of each line's client."""
        raw = np.zeros(len(found.lines), np.bool_)
        kinds = np.full(len(found.lines), -1, np.int64)
        if found.client is not None:
            kinds = self._clients.of(found.data, *found.client)
            raw |= kinds == RAW
            log.clients += int((kinds >= 0).sum())
            log.raw_clients += int((kinds == RAW).sum())
            hashed = found.lines[kinds == HASH]
            if len(hashed):
                log.hashed_line = _first_of(log.hashed_line, first_line + int(hashed[0]))
            log.hashed_clients += len(hashed)
        if found.user is not None:
            users = self._users.of(found.data, *found.user) == RAW
            log.users += int(users.sum())
            raw |= users
        if raw.any():
            seconds = found.second[raw]
            known = np.sort(seconds[seconds != MISSING])
            log.raw_days[None] += len(seconds) - len(known)
            if len(known):
                low = int(known[0])
                log.raw_first = low if log.raw_first is None else min(log.raw_first, low)
                days = known // DAY
                begins = np.flatnonzero(np.concatenate([[True], days[1:] != days[:-1]]))
                counts = np.diff(np.append(begins, len(days)))
                log.raw_days.update(dict(zip(days[begins].tolist(), counts.tolist(), strict=True)))
        return kinds

    def _column(
        self, log: LogEvidence, part: Part, index: int, found: Facts, first_line: int, asked_by: Ints | None
    ) -> None:
        """Gather from a column; ``asked_by`` are the kinds of the clients where it tells what was asked for."""
        field = part.fields[index]
        recorded = safe_column(field.name), field.holds
        log.columns.add(recorded)
        body = field.holds is Holds.TEXT and _BODY.search(field.name) is not None
        if field.holds is Holds.ADDRESS:
            self._inner(log, part.column(index), found, recorded)
        if field.holds not in SEARCHED:
            return
        key = field.holds, field.name
        if key not in self._columns:
            self._columns[key] = Column(self._engine, *key, self._template, self._is_ours, self._host_ids, self._watch)
        column = self._columns[key]
        ids = column.intern(found.data, *part.column(index))
        if asked_by is not None:
            count_watched(log, column, ids, found, asked_by, first_line, self._clients_of, self._is_ours)
        if field.holds in RECORDED or body:
            self._recorded(log, column.see_filled(), ids, found, recorded, first_line)
        if field.holds is Holds.REFERER:
            self._refer(column, ids)
        if field.holds in {Holds.MESSAGE, Holds.TEXT}:
            self._homes(log, column, ids, found, first_line)
        if column.judged.found:
            self._search(column, ids, found, first_line)

    def _inner(self, log: LogEvidence, span: Span, found: Facts, recorded: Recorded) -> None:
        kinds = self._servers.of(found.data, *span)
        lines = int(((kinds == RAW) & (span[1] - span[0] > 1)).sum())
        if lines:
            log.inner[recorded[0]] += lines

    def _recorded(
        self, log: LogEvidence, filled: NDArray[np.bool_], ids: Ids, found: Facts, recorded: Recorded, first_line: int
    ) -> None:
        rows = np.flatnonzero((ids >= 0) & filled[np.maximum(ids, 0)]) if len(filled) else np.zeros(0, np.int64)
        if len(rows):
            line = first_line + int(found.lines[rows[0]])
            log.filled_line[recorded] = _first_of(log.filled_line.get(recorded, 0), line)
            log.filled[recorded] += len(rows)

    def _refer(self, column: Column, ids: Ids) -> None:
        hosts = column.see_hosts()
        if len(hosts):
            counts = np.bincount(hosts[ids[ids >= 0]], minlength=len(self._referers))
            counts[: len(self._referers)] += self._referers
            self._referers = counts

    def _homes(self, log: LogEvidence, column: Column, ids: Ids, found: Facts, first_line: int) -> None:
        at_home = column.see_homes()
        if not len(at_home):
            return
        rows = np.flatnonzero((ids >= 0) & at_home[np.maximum(ids, 0)])
        if len(rows):
            log.homes_line = _first_of(log.homes_line, first_line + int(found.lines[rows[0]]))
            log.homes += len(rows)

    def _search(self, column: Column, ids: Ids, found: Facts, first_line: int) -> None:
        """Note the lines whose value holds identifiers."""
        rows = np.flatnonzero((ids >= 0) & column.judged.flags[np.maximum(ids, 0)])
        if len(rows):
            column.finds.append(
                (ids[rows], found.lines[rows] + first_line, found.second[rows], self._clients_of(found, rows))
            )

    def _settle_finds(self) -> None:
        """Count the identifiers of the lines noted so far, once a distinct value."""
        for column in self._columns.values():
            if column.finds:
                count_finds(self._log, column, *map(np.concatenate, zip(*column.finds, strict=True)))
                column.finds = []

    def _clients_of(self, found: Facts, rows: Ints) -> Hashes:
        """Who sent each of the rows, as a number; all the same where no client is told, so that they count as one."""
        hashes = np.zeros(len(rows), np.uint64)
        if found.client is not None:
            starts, ends = found.client[0][rows], found.client[1][rows]
            told = starts != MISSING
            hashes[told] = self._engine.hashes(found.data, starts[told], ends[told])
        return hashes

    def _free(self, log: LogEvidence, line: bytes, number: int) -> None:
        """Search a line that fits no format."""
        for one in find_free(line):
            raw = line[one.start : one.end]
            if self._is_ours(raw):
                continue
            log.unparsed_types[one.type] += 1
            if one.type not in {IdType.CLIENT_IP, IdType.IP, IdType.PORT}:
                hit = log.hit(spot_of(line, one, Holds.TEXT, "", ""))
                if hit.count == 0 or number < hit.line:
                    hit.line, hit.example = number, mask(raw, one.type)
                hit.count += 1


def _with_real_times(log: LogEvidence, found: Facts) -> Facts:
    """The same without the times that no web server can have written."""
    unset = (found.second < OLDEST) & (found.second != MISSING)
    if not unset.any():
        return found
    log.unset += int(unset.sum())
    return replace(found, second=np.where(unset, MISSING, found.second))


def _distinct(numbers: Ints) -> Ints:
    """The distinct numbers, in order. numpy's own way of it hashes, which is three times as slow here."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _first_of(known: int, line: int) -> int:
    """The smaller number of a line; 0 is none."""
    return min(known, line) if known else line


__all__ = ["RECORDED", "SEARCHED", "Gatherer"]
