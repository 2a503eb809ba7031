"""What an audit gathers, as nouns: where identifiers stand, and requests that are watched. What two of the same say can be joined."""

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
# Clients told apart of one spot, at most: no policy asks for more behind a number that means anything.
HELD_CLIENTS = 1000
Clients = set[int] | None  # hashes of those who sent something; None: as many as somebody asked for, and maybe more


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
    clients: Clients = field(default_factory=set)

    def widen(self, low: int | None, high: int | None) -> None:
        """Take the seconds of an entry in."""
        self.first, self.last = widened(self.first, self.last, low, high)

    def join(self, other: Hit, enough: int) -> None:
        """Take in hits of the same spot on other lines; lines are numbered alike."""
        if other.count and (not self.count or other.line < self.line):
            self.line, self.example = other.line, other.example
        self.count += other.count
        self.widen(other.first, other.last)
        self.hosts.update(other.hosts)
        self.clients = united(self.clients, other.clients, enough)


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
    clients: Clients = field(default_factory=set)

    def join(self, other: Watched, enough: int) -> None:
        """Take in requests of the same kind on other lines; lines are numbered alike."""
        self.line = min(self.line, other.line) if self.count and other.count else self.line or other.line
        self.count += other.count
        self.outside += other.outside
        self.bytes += other.bytes
        self.most = max(self.most, other.most)
        self.first, self.last = widened(self.first, self.last, other.first, other.last)
        self.clients = united(self.clients, other.clients, enough)


def united(left: Clients, right: Clients, enough: int) -> Clients:
    """Who is on either side, told apart as long as they are fewer than ``enough``."""
    if left is None or right is None:
        return None
    both = left | right
    return both if len(both) < enough else None


def widened(first: int | None, last: int | None, low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """A span of seconds with another taken in; MISSING and None take nothing in."""
    for second in (low, high):
        if second is None or second == MISSING:
            continue
        first = second if first is None else min(first, second)
        last = second if last is None else max(last, second)
    return first, last


__all__ = ["DAY", "HELD_CLIENTS", "HOUR", "LATE", "OLDEST", "Clients", "Hit", "Spot", "Watched", "united", "widened"]
