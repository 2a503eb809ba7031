"""What an audit gathers while it reads: where identifiers stand, and the facts of each log that controls ask for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from chlogaudit.auditor.clients import HASH, LOCAL, RAW, Kinds
from chlogaudit.auditor.columns import Column, is_internal, safe_column, spot_of
from chlogaudit.auditor.nouns import DAY, HELD_CLIENTS, HOUR, LATE, OLDEST, Hit, LogEvidence, Spot, Watched
from chlogaudit.auditor.order import Order
from chlogaudit.auditor.watched import Paths
from chlogaudit.detect import find_free, mask
from chlogaudit.engine import Engine
from chlogaudit.engine.api import MISSING, Ids, Ints
from chlogaudit.facts import Facts, Part, Scanned, Span, first_byte_spans
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
HELD_HOSTS = 10_000  # virtual hosts of one log; a scanner that makes up names does not fill the memory
_LOW, _HIGH = np.iinfo(np.int64).min, np.iinfo(np.int64).max


class Evidence:
    """
    Gathers over logs, one after the other, the blocks of each in their order.

    ``template`` names a path without its variable parts; ``is_ours`` recognises what a redaction leaves behind; ``watched``
    maps a kind of request to the paths that belong to it. ``spots`` and ``watched`` hold a hit for each log, by its name.
    """

    def __init__(
        self,
        engine: Engine,
        template: Callable[[bytes], str],
        is_ours: Callable[[bytes], bool],
        watched: Mapping[str, re.Pattern[bytes]],
    ) -> None:
        self._engine = engine
        self._template = template
        self._is_ours = is_ours
        self._watch_for = watched
        self._host_ids = {"": 0}
        self.logs: list[LogEvidence] = []
        self.spots: dict[Spot, dict[str, Hit]] = {}
        self.watched: dict[tuple[str, str], dict[str, Watched]] = {}
        self.forget()
        self._restart()

    def forget(self) -> None:
        """Drop the tables of values; what was found stays."""
        self._columns: dict[tuple[Holds, str], Column] = {}
        self._paths = Paths(self._engine, self._watch_for, self._template)
        self._clients = Kinds(self._engine, self._is_ours, addresses=True)
        self._users = Kinds(self._engine, self._is_ours, addresses=False)
        self._servers = Kinds(self._engine, Kinds.of_servers(self._is_ours), addresses=False)

    @property
    def size(self) -> int:
        """Bytes held, for the memory cap."""
        columns = sum(column.size for column in self._columns.values())
        return columns + self._paths.size + self._clients.size + self._users.size + self._servers.size

    def _restart(self) -> None:
        self._order = Order()
        self._hosts = self._engine.values()
        self._host_hours: list[Ints] = []

    def begin(self, source: str) -> LogEvidence:
        """Start with the next log."""
        self.logs.append(LogEvidence(source))
        self._restart()
        return self.logs[-1]

    def end(self) -> None:
        """Finish the current log."""
        log = self.logs[-1]
        self._order.end(log)
        if self._host_hours:
            for pair in _distinct(np.concatenate(self._host_hours)).tolist():
                host = self._hosts[pair >> 32][:255].decode("latin-1").lower().partition(":")[0].removeprefix("www.")
                log.host_hours.setdefault(host, set()).add(pair & 0xFFFFFFFF)
        self._restart()

    def add(
        self, scanned: Scanned, first_line: int, facts: Sequence[tuple[Part, Facts]], hashes: NDArray[np.uint64]
    ) -> None:
        """
        Gather from one block; ``first_line`` is the 1-based number of its first line, ``hashes`` are those of its lines that are
        not empty.
        """
        log = self.logs[-1]
        log.lines += len(scanned.starts)
        log.unparsed += len(scanned.unparsed)
        facts = [(part, _with_real_times(log, found)) for part, found in facts]
        self._order.add(log, scanned, facts, hashes)
        for part, found in facts:
            log.kind = found.kind
            self._times(log, found)
            client = self._who(log, found, first_line)
            self._watch(log, found, client, first_line)
            for index in range(len(part.fields)):
                self._column(log, part, index, found, first_line)
        for line in scanned.unparsed.tolist():
            self._free(log, scanned.data[scanned.starts[line] : scanned.ends[line]].tobytes(), first_line + line)

    def add_window(self, data: bytes, line: int) -> None:
        """Gather from a piece of a line that is too long to be parsed."""
        self._free(self.logs[-1], data, line)

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
        if found.host is not None:
            log.names_host = True
            ids = self._hosts.intern(found.data, *found.host)[known]
            named = (ids >= 0) & (ids < HELD_HOSTS) & (seconds >= 0)
            pairs = (ids[named].astype(np.int64) << 32) | np.minimum(seconds[named] // HOUR, 0xFFFFFFFF)
            self._host_hours.append(_distinct(pairs))

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
            if len(hashed) and not log.hashed_clients:
                log.hashed_line = first_line + int(hashed[0])
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

    def _watch(self, log: LogEvidence, found: Facts, client: Ints, first_line: int) -> None:
        """Count requests of watched kinds that were answered 2xx with a body, the machine's own left out."""
        if found.target is None:
            return
        good = (found.status >= 200) & (found.status < 300) & (found.size != 0) & (client != LOCAL)
        rows = np.flatnonzero(good & (found.target[0] != MISSING))
        targets = found.target[0][rows], found.target[1][rows]
        ids = self._paths.intern(found.data, *first_byte_spans(found.data, targets, ord("?")))
        if not self._paths.any:
            return
        at = np.flatnonzero(self._paths.flags[ids])
        rows, ids = rows[at], ids[at]
        for row, path, sender in zip(rows.tolist(), ids.tolist(), self._clients_of(found, rows), strict=True):
            outside = not self._is_inside(found, row)
            line, size, second = first_line + int(found.lines[row]), int(found.size[row]), int(found.second[row])
            for key in self._paths.kinds(path):
                hit = self.watched.setdefault(key, {}).setdefault(log.source, Watched(source=log.source))
                hit.take(line, size, second, sender, outside=outside)

    def _is_inside(self, found: Facts, row: int) -> bool:
        """Whether the client of a row is of a private network; a token looks like one, and may be anybody's."""
        if found.client is None or found.client[0][row] == MISSING:
            return False
        client = found.data[found.client[0][row] : found.client[1][row]].tobytes()
        return is_internal(client) and not self._is_ours(client)

    def _column(self, log: LogEvidence, part: Part, index: int, found: Facts, first_line: int) -> None:
        field = part.fields[index]
        log.columns[safe_column(field.name)] = field.holds
        body = field.holds is Holds.TEXT and _BODY.search(field.name) is not None
        if field.holds is Holds.ADDRESS:
            self._inner(log, part.column(index), found, field.name)
        if field.holds not in SEARCHED:
            return
        key = field.holds, field.name
        if key not in self._columns:
            self._columns[key] = Column(self._engine, *key, self._template, self._is_ours, self._host_ids)
        column = self._columns[key]
        ids = column.intern(found.data, *part.column(index))
        if field.holds in RECORDED or body:
            self._recorded(log, column.see_filled(), ids, found, safe_column(field.name), first_line)
        if field.holds is Holds.REFERER:
            self._referers(log, column, ids)
        if field.holds in {Holds.MESSAGE, Holds.TEXT}:
            self._homes(log, column, ids, found, first_line)
        if column.judged.found:
            self._search(log, column, ids, found, first_line)

    def _inner(self, log: LogEvidence, span: Span, found: Facts, name: str) -> None:
        kinds = self._servers.of(found.data, *span)
        lines = int(((kinds == RAW) & (span[1] - span[0] > 1)).sum())
        if lines:
            log.inner[safe_column(name)] += lines

    def _recorded(
        self, log: LogEvidence, filled: NDArray[np.bool_], ids: Ids, found: Facts, name: str, first_line: int
    ) -> None:
        rows = np.flatnonzero((ids >= 0) & filled[np.maximum(ids, 0)]) if len(filled) else np.zeros(0, np.int64)
        if len(rows):
            log.filled_line.setdefault(name, first_line + int(found.lines[rows[0]]))
            log.filled[name] += len(rows)

    def _referers(self, log: LogEvidence, column: Column, ids: Ids) -> None:
        hosts = column.see_hosts()
        if not len(hosts):
            return
        counts = np.bincount(hosts[ids[ids >= 0]], minlength=1)
        names = list(self._host_ids)
        for at in np.flatnonzero(counts).tolist():
            if at:
                log.referers[names[at]] += int(counts[at])

    def _homes(self, log: LogEvidence, column: Column, ids: Ids, found: Facts, first_line: int) -> None:
        at_home = column.see_homes()
        if not len(at_home):
            return
        rows = np.flatnonzero((ids >= 0) & at_home[np.maximum(ids, 0)])
        if len(rows):
            log.homes_line = log.homes_line or first_line + int(found.lines[rows[0]])
            log.homes += len(rows)

    def _search(self, log: LogEvidence, column: Column, ids: Ids, found: Facts, first_line: int) -> None:
        """Count the identifiers of the lines whose value holds some, once a distinct value of the block."""
        rows = np.flatnonzero((ids >= 0) & column.judged.flags[np.maximum(ids, 0)])
        if not len(rows):
            return
        order = rows[np.argsort(ids[rows], kind="stable")]
        values = ids[order]
        begins = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
        counts = np.diff(np.append(begins, len(order)))
        second = found.second[order]
        low = np.minimum.reduceat(np.where(second == MISSING, _HIGH, second), begins)
        high = np.maximum.reduceat(np.where(second == MISSING, _LOW, second), begins)
        lines = found.lines[order[begins]] + first_line
        clients = self._clients_of(found, order)
        for value, begin, count, line, first, last in zip(
            *(values[begins].tolist(), begins.tolist(), counts.tolist(), lines.tolist(), low.tolist(), high.tolist()),
            strict=True,
        ):
            for spot, one in column.marks(value):
                hit = self._hit(spot, log.source)
                if hit.count == 0 or line < hit.line:
                    raw = column.judged.values[value]
                    hit.line, hit.example = line, mask(raw[one.start : one.end], one.type)
                hit.count += count
                if len(hit.clients) < HELD_CLIENTS:
                    hit.clients.update(clients[begin : begin + min(count, HELD_CLIENTS)])
                if first <= last:
                    hit.first = first if hit.first is None or first < hit.first else hit.first
                    hit.last = last if hit.last is None or last > hit.last else hit.last
                if spot.holds is Holds.REFERER:
                    hit.hosts[column.host(value)] += count

    def _clients_of(self, found: Facts, rows: Ints) -> list[int]:
        """Who sent each of the rows, as a number; all the same where no client is told, so that they count as one."""
        if found.client is None:
            return [0] * len(rows)
        starts, ends = found.client[0][rows], found.client[1][rows]
        told = starts != MISSING
        hashes = np.zeros(len(rows), np.uint64)
        hashes[told] = self._engine.hashes(found.data, starts[told], ends[told])
        return hashes.tolist()

    def _hit(self, spot: Spot, source: str) -> Hit:
        logs = self.spots.get(spot)
        if logs is None:
            logs = self.spots[spot] = {}
        hit = logs.get(source)
        if hit is None:
            hit = logs[source] = Hit(source=source)
        return hit

    def _free(self, log: LogEvidence, line: bytes, number: int) -> None:
        """Search a line that fits no format."""
        for one in find_free(line):
            raw = line[one.start : one.end]
            if self._is_ours(raw):
                continue
            log.unparsed_types[one.type] += 1
            if one.type not in {IdType.CLIENT_IP, IdType.IP, IdType.PORT}:
                hit = self._hit(spot_of(line, one, Holds.TEXT, "", ""), log.source)
                if hit.count == 0 or number < hit.line:
                    hit.line, hit.example = number, mask(raw, one.type)
                hit.count += 1

    def shared(self, k: int) -> frozenset[str]:
        """The templates (``Spot.where``, and those of watched paths) that at least ``k`` distinct clients sent."""
        clients: dict[str, set[int]] = {}
        for spot, logs in self.spots.items():
            clients.setdefault(spot.where, set()).update(*(hit.clients for hit in logs.values()))
        for (_, template), seen in self.watched.items():
            clients.setdefault(template, set()).update(*(hit.clients for hit in seen.values()))
        return frozenset(where for where, who in clients.items() if len(who) >= k)

    def hits(self) -> Iterator[tuple[Spot, dict[str, Hit]]]:
        """All spots in an order of their own, whatever the order of the logs."""
        for spot in sorted(self.spots):
            yield spot, self.spots[spot]

    def own_hosts(self) -> frozenset[str]:
        """Hosts of the sites that these logs are of: virtual hosts, and the one that most referers of a log name."""
        named = Counter(host for log in self.logs for host in log.host_hours)
        return frozenset(named) | {log.own_site for log in self.logs if log.own_site}


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


__all__ = ["DAY", "HOUR", "LATE", "RECORDED", "SEARCHED", "Evidence", "Hit", "LogEvidence", "Spot", "Watched"]
