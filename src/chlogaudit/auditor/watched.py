"""Requests that controls watch for when they are answered 2xx: published logs, exports of contacts, tracking endpoints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from chlogaudit.auditor.columns import harmless
from chlogaudit.engine import Engine
from chlogaudit.engine.api import Bytes, Ids, Ints

PUBLISHED = "published"
EXPORT = "export"
TRACKING = "tracking"

_DATA = rb"(?:csv|tsv|xlsx?|ods|vcf|ldif|sql|json|xml|mdb|zip|gz|tgz|bz2|xz|zst)"
_PEOPLE = rb"(?:contacts?|customers?|clients?|users?|members?|subscribers?|addresses|addressbook|orders?|kunden|mitglieder|leads?|people|employees)"
WATCHED: Mapping[str, re.Pattern[bytes]] = {
    PUBLISHED: re.compile(
        rb"/(?:[^/]*(?:access|error|vhosts?)[_.-]?log(?:[._-][0-9]{1,8})?(?:\.(?:gz|bz2|xz|zst|zip|txt))?"
        rb"|[^/]{1,80}\.log(?:\.[0-9]{1,3})?(?:\.(?:gz|bz2|xz|zst))?|server-status|server-info|nginx_status|stub_status"
        rb"|awstats[0-9][^/]*\.txt|webalizer\.(?:current|hist)|logs/)\Z",
        re.IGNORECASE,
    ),
    EXPORT: re.compile(
        rb"/(?:[^?]{0,200}[/_.-])?"
        + _PEOPLE
        + rb"[/_.-](?:[^/]{0,40}[/_.-])?(?:export|download|dump|backup)[^/]{0,40}\Z"
        rb"|/(?:[^/]{0,40}[_.-])?(?:export|dump|backup|" + _PEOPLE + rb")(?:[_.-][^/]{0,40})?\." + _DATA + rb"\Z",
        re.IGNORECASE,
    ),
    TRACKING: re.compile(
        rb"/(?:(?:matomo|piwik)\.(?:php|js)|(?:g/)?collect|__utm\.gif|gtag/js|analytics\.js|ga\.js|pixel(?:\.gif|\.png)?"
        rb"|beacon(?:\.gif)?|track(?:ing)?(?:\.gif|\.php|\.png)|fbevents\.js|hit\.gif|plausible/api/event)\Z",
        re.IGNORECASE,
    ),
}
# No path belongs to a kind without one of these, in small letters; a test holds the patterns to that.
LITERALS = (
    *(
        b".log",
        b"_log",
        b"-log",
        b"accesslog",
        b"errorlog",
        b"vhostlog",
        b"vhostslog",
        b"/logs/",
        b"server-",
        b"_status",
    ),
    *(b"awstats", b"webalizer", b"export", b"download", b"dump", b"backup"),
    *(
        b".csv",
        b".tsv",
        b".xls",
        b".ods",
        b".vcf",
        b".ldif",
        b".sql",
        b".json",
        b".xml",
        b".mdb",
        b".zip",
        b".gz",
        b".tgz",
    ),
    *(
        b".bz2",
        b".xz",
        b".zst",
        b"matomo",
        b"piwik",
        b"collect",
        b"__utm",
        b"gtag",
        b"analytics.js",
        b"ga.js",
        b"pixel",
    ),
    *(b"beacon", b"track", b"fbevents", b"hit.gif", b"plausible"),
)


class Paths:
    """The distinct paths met, and of which watched kinds each is; ``flags`` tells of each id whether of any."""

    __slots__ = ("_kinds", "_known", "_patterns", "_template", "_values", "any", "flags")

    def __init__(
        self, engine: Engine, patterns: Mapping[str, re.Pattern[bytes]], template: Callable[[bytes], str]
    ) -> None:
        self._values = engine.values()
        self._patterns = patterns
        self._template = template
        self._kinds: dict[int, tuple[tuple[str, str], ...]] = {}
        self._known = 0
        self.flags: NDArray[np.bool_] = np.zeros(1, np.bool_)
        self.any = False

    def intern(self, data: Bytes, starts: Ints, ends: Ints) -> Ids:
        """Ids of the paths; new ones are judged."""
        ids = self._values.intern(data, starts, ends)
        if len(self._values) > self._known:
            self._judge()
        return ids

    def kinds(self, at: int) -> tuple[tuple[str, str], ...]:
        """Kind and template of a flagged path."""
        return self._kinds[at]

    def _judge(self) -> None:
        count = len(self._values)
        if count > len(self.flags):
            grown = np.zeros(max(count, 2 * len(self.flags)), np.bool_)
            grown[: len(self.flags)] = self.flags
            self.flags = grown
        for at in self._maybe(count):
            value = self._values[at]
            kinds = tuple(kind for kind, pattern in self._patterns.items() if pattern.search(value))
            if kinds:
                name = harmless(self._template(value))
                self._kinds[at] = tuple((kind, name) for kind in kinds)
                self.flags[at] = self.any = True
        self._known = count

    def _maybe(self, count: int) -> list[int]:
        """New paths that hold one of the literals; all of them stand end to end, and finding a literal is one pass."""
        data, starts, ends = self._values.view()
        starts = starts[self._known : count]
        base = int(starts[0])
        blob = data[base : int(ends[count - 1])].tobytes().lower()
        places = [place for literal in LITERALS for place in _places(blob, literal)]
        found = np.searchsorted(starts, np.array(places, np.int64) + base, "right") - 1
        return sorted(set((found + self._known).tolist()))

    @property
    def size(self) -> int:
        """Bytes held, for the memory cap."""
        return self._values.size + len(self.flags)


def _places(blob: bytes, literal: bytes) -> Iterator[int]:
    at = blob.find(literal)
    while at >= 0:
        yield at
        at = blob.find(literal, at + 1)


__all__ = ["EXPORT", "PUBLISHED", "TRACKING", "WATCHED", "Paths"]
