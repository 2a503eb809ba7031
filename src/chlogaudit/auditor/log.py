"""What one log shows, or a piece of one; what pieces show is joined to what the log shows, wherever it was cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from chlogaudit.auditor.nouns import Hit, Spot, Watched, widened
from chlogaudit.auditor.order import Order
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds

HELD_HOSTS = 10_000  # virtual hosts of one log; a scanner that makes up names does not fill the memory
Recorded = tuple[str, Holds]  # a column by the name that it is shown by, and what it holds


@dataclass(slots=True)
class LogEvidence:
    """
    What the lines of one log show, or those of a piece of it: whole lines, the first of which is number 1.

    ``join`` is associative, and a piece without lines changes nothing. Seconds are UTC; ``hours`` are the hours since 1970 that
    have an entry. ``raw_days`` counts lines with a raw client or user by day since 1970; lines without a time are under None.
    ``begins``: nothing stands before it, so what is kept for that has gone. ``enough``: distinct clients that make a word
    everybody's; beyond these none are told apart.
    """

    source: str
    enough: int = 1
    begins: bool = True
    passed: int = 0  # ends of lines passed: what the numbers of the lines behind it begin from
    lines: int = 0
    kinds: Counter[str] = field(default_factory=Counter)  # lines by the kind of their format
    unparsed: int = 0
    timed: int = 0
    first: int | None = None
    last: int | None = None
    hours: set[int] = field(default_factory=set)
    host_hours: dict[str, set[int]] = field(default_factory=dict)  # the first HELD_HOSTS of the log
    names_host: bool = False  # whether its lines say which virtual host was asked for
    order: Order | None = None  # None once it is finished
    backward: int = 0  # entries older than the newest before them in the file by more than LATE
    # of the ``backward`` lines, those that stand elsewhere in the log too; None: too many lines to tell
    repeated: int | None = 0
    doubled: int = 0  # lines beyond the first of their kind where nearly each stands an even number of times, else 0
    unset: int = 0  # entries dated before OLDEST; for all else they have no time
    clients: int = 0  # lines with a client
    raw_clients: int = 0  # of these, clients that are neither tokens nor masked
    hashed_clients: int = 0  # of these, clients that look like a bare hash
    hashed_line: int = 0  # the first of these
    users: int = 0  # lines with an authenticated user that is no token
    raw_days: Counter[int | None] = field(default_factory=Counter)
    raw_first: int | None = None  # the oldest of these lines
    columns: set[Recorded] = field(default_factory=set)
    filled: Counter[Recorded] = field(default_factory=Counter)  # lines on which a column that nobody needs has a value
    filled_line: dict[Recorded, int] = field(default_factory=dict)
    homes: int = 0  # lines that name a home folder
    homes_line: int = 0
    # lines that tell a server's or an upstream's address, by column
    inner: Counter[str] = field(default_factory=Counter)
    referers: Counter[str] = field(default_factory=Counter)  # lines by the host of their referer
    unparsed_types: Counter[IdType] = field(default_factory=Counter)
    spots: dict[Spot, Hit] = field(default_factory=dict)
    watched: dict[tuple[str, str], Watched] = field(default_factory=dict)  # by kind and template

    def __post_init__(self) -> None:
        if self.order is None:
            self.order = Order(self.begins)

    @property
    def kind(self) -> str:
        """Access or error: what most lines are."""
        return "error" if self.kinds["error"] > self.kinds["access"] else "access"

    @property
    def own_site(self) -> str:
        """The host that most referers of this log name, where that is half of them: a site's own pages; else ""."""
        if not self.referers:
            return ""
        host, most = max(self.referers.items(), key=lambda item: (item[1], item[0]))
        return host if 2 * most >= self.referers.total() else ""

    def hit(self, spot: Spot) -> Hit:
        """The hit of a spot, a new one where there was none."""
        hit = self.spots.get(spot)
        if hit is None:
            hit = self.spots[spot] = Hit(source=self.source)
        return hit

    def serve(self, host: str, hours: set[int]) -> None:
        """Take in hours in which a virtual host was asked for."""
        held = self.host_hours.get(host)
        if held is not None:
            held |= hours
        elif not self.begins or len(self.host_hours) < HELD_HOSTS:
            self.host_hours[host] = hours

    def join(self, other: LogEvidence) -> None:
        """Take in what the lines right behind these show. The other is used up, and neither is finished."""
        other._move(self.passed)
        self.passed += other.passed
        self.lines += other.lines
        self.unparsed += other.unparsed
        self.timed += other.timed
        self.unset += other.unset
        self.first, self.last = widened(self.first, self.last, other.first, other.last)
        self.hours |= other.hours
        for host, hours in other.host_hours.items():
            self.serve(host, hours)
        self.names_host = self.names_host or other.names_host
        if self.order is not None and other.order is not None:
            self.order.join(other.order)
        self._join_people(other)
        self.columns |= other.columns
        self.homes_line = self.homes_line or other.homes_line
        self.homes += other.homes
        self.filled_line = other.filled_line | self.filled_line
        for mine, more in (
            (self.filled, other.filled),
            (self.inner, other.inner),
            (self.referers, other.referers),
            (self.kinds, other.kinds),
        ):
            mine.update(more)  # type: ignore[arg-type]
        for spot, hit in other.spots.items():
            self.hit(spot).join(hit, self.enough)
        for key, watched in other.watched.items():
            self.watched.setdefault(key, Watched(source=self.source)).join(watched, self.enough)

    def _join_people(self, other: LogEvidence) -> None:
        self.clients += other.clients
        self.raw_clients += other.raw_clients
        self.hashed_clients += other.hashed_clients
        self.hashed_line = self.hashed_line or other.hashed_line
        self.users += other.users
        self.raw_days.update(other.raw_days)
        self.raw_first, _ = widened(self.raw_first, None, other.raw_first, None)
        self.unparsed_types.update(other.unparsed_types)

    def _move(self, by: int) -> None:
        """Number the lines as if so many stood before them."""
        self.hashed_line += by if self.hashed_line else 0
        self.homes_line += by if self.homes_line else 0
        self.filled_line = {column: line + by for column, line in self.filled_line.items()}
        for hit in self.spots.values():
            hit.line += by
        for watched in self.watched.values():
            watched.line += by

    def finish(self) -> None:
        """Count what needs all lines, and drop what was kept for it."""
        if self.order is not None:
            self.backward = self.order.backward
            self.repeated, self.doubled = self.order.again()
            self.order = None


__all__ = ["HELD_HOSTS", "LogEvidence", "Recorded"]
