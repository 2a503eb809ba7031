"""What an audit gathers, as nouns: where identifiers stand, requests that are watched, and the facts of one log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from chlogaudit.engine.api import MISSING
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds

HOUR = 3600
DAY = 86400
# Seconds by which an entry may be older than one before it: a server writes an entry when its request ends, so that a slow
# download stands behind quicker requests that began later.
LATE = 300
# 1990-01-01: no web server wrote before it, so such a time is that of a clock that was not set, and tells no age.
OLDEST = 631_152_000
# Clients kept of one spot: no policy asks for more behind a number that means anything.
HELD_CLIENTS = 1000


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """
    What findings are grouped by: type, column, URL template and the parameter that held it.

    ``internal`` tells addresses of private networks from those of the world, and accounts that own a home folder on the server
    from those of visitors; ``in_host`` addresses that are the host of a URL and so a server's. Both are false for every other
    type.
    """

    type: IdType
    column: str
    holds: Holds
    template: str
    parameter: str
    internal: bool = False
    in_host: bool = False

    @property
    def where(self) -> str:
        """Template and parameter in one: what a finding is named by."""
        return f"{self.template}?{self.parameter}=" if self.parameter else self.template


@dataclass(slots=True)
class Hit:
    """How often a spot was hit in one log, where first, when, a masked example, and for referers: on whose page."""

    count: int = 0
    source: str = ""
    line: int = 0
    first: int | None = None
    last: int | None = None
    example: str = ""
    hosts: Counter[str] = field(default_factory=Counter)
    clients: set[int] = field(default_factory=set)  # hashes of those who sent it, up to HELD_CLIENTS and some

    def widen(self, low: int | None, high: int | None) -> None:
        """Take the seconds of an entry in."""
        self.first, self.last = widened(self.first, self.last, low, high)


@dataclass(slots=True)
class Watched:
    """
    Requests of a kind that a control watches, in one log: how many, their bytes together and the most of one, first place and
    times.
    """

    count: int = 0
    outside: int = 0  # of these, those whose client is of no private network
    bytes: int = 0
    most: int = 0
    source: str = ""
    line: int = 0
    first: int | None = None
    last: int | None = None
    clients: set[int] = field(default_factory=set)

    def take(self, line: int, size: int, second: int, sender: int, *, outside: bool) -> None:
        """Count one such request; ``size`` and ``second`` may be MISSING."""
        self.line = line if self.count == 0 else min(self.line, line)
        self.count += 1
        self.outside += outside
        self.bytes += max(size, 0)
        self.most = max(self.most, size)
        if len(self.clients) < HELD_CLIENTS:
            self.clients.add(sender)
        self.first, self.last = widened(self.first, self.last, second, second)


@dataclass(slots=True)
class LogEvidence:
    """
    What one log shows. Seconds are UTC; ``hours`` are the hours since 1970 that have an entry.

    ``raw_days`` counts lines with a raw client or user by day since 1970; lines without a time are under None.
    """

    source: str
    kind: str = "access"
    lines: int = 0
    unparsed: int = 0
    backward: int = 0  # entries older than the newest before them in the file by more than LATE
    timed: int = 0
    first: int | None = None
    last: int | None = None
    hours: set[int] = field(default_factory=set)
    host_hours: dict[str, set[int]] = field(default_factory=dict)
    names_host: bool = False  # whether its lines say which virtual host was asked for
    repeated: int | None = (
        0  # of the ``backward`` lines, those that stand elsewhere in the log too; None: too many lines to tell
    )
    unset: int = 0  # entries dated before OLDEST; for all else they have no time
    doubled: int = 0  # lines beyond the first of their kind where nearly each stands an even number of times, else 0
    clients: int = 0  # lines with a client
    raw_clients: int = 0  # of these, clients that are neither tokens nor masked
    hashed_clients: int = 0  # of these, clients that look like a bare hash
    hashed_line: int = 0  # the first of these
    users: int = 0  # lines with an authenticated user that is no token
    raw_days: Counter[int | None] = field(default_factory=Counter)
    raw_first: int | None = None  # the oldest of these lines
    columns: dict[str, Holds] = field(default_factory=dict)
    filled: Counter[str] = field(default_factory=Counter)  # lines on which a column that nobody needs has a value
    filled_line: dict[str, int] = field(default_factory=dict)
    homes: int = 0  # lines that name a home folder
    homes_line: int = 0
    inner: Counter[str] = field(
        default_factory=Counter
    )  # lines that tell a server's or an upstream's address, by column
    referers: Counter[str] = field(default_factory=Counter)  # lines by the host of their referer
    unparsed_types: Counter[IdType] = field(default_factory=Counter)

    @property
    def own_site(self) -> str:
        """The host that most referers of this log name, where that is half of them: a site's own pages; else ""."""
        if not self.referers:
            return ""
        host, most = max(self.referers.items(), key=lambda item: (item[1], item[0]))
        return host if 2 * most >= self.referers.total() else ""


def widened(first: int | None, last: int | None, low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """A span of seconds with another taken in; MISSING and None take nothing in."""
    for second in (low, high):
        if second is None or second == MISSING:
            continue
        first = second if first is None else min(first, second)
        last = second if last is None else max(last, second)
    return first, last


__all__ = ["DAY", "HELD_CLIENTS", "HOUR", "LATE", "OLDEST", "Hit", "LogEvidence", "Spot", "Watched", "widened"]
