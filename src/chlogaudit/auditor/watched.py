"""Requests that controls watch for when they are answered 2xx: published logs, exports of contacts, tracking endpoints."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np

from chlogaudit.engine import Engine
from chlogaudit.engine.api import MISSING, Bytes, Ints

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


class Watch:
    """Tells which of many values ask for a path of a watched kind; ``name`` gives the harmless template of a path."""

    __slots__ = ("_engine", "_name", "_patterns")

    def __init__(self, engine: Engine, patterns: Mapping[str, re.Pattern[bytes]], name: Callable[[bytes], str]) -> None:
        self._engine = engine
        self._patterns = patterns
        self._name = name

    def judge(self, data: Bytes, starts: Ints, ends: Ints, *, requests: bool) -> dict[int, tuple[tuple[str, str], ...]]:
        """Kinds and templates of the values that are of any, by their place; values are request lines or their targets."""
        maybe = np.flatnonzero(self._engine.has_literal(data, starts, ends, LITERALS))
        starts, ends = starts[maybe], ends[maybe]
        if requests:
            _, _, starts, ends, _, _ = self._engine.requests(data, starts, ends)
        _, stops = self._engine.cut_before(data, starts, ends, ord("?"))
        out = {}
        for at, start, stop in zip(maybe.tolist(), starts.tolist(), stops.tolist(), strict=True):
            path = data[start:stop].tobytes() if start != MISSING else b""
            kinds = tuple(kind for kind, pattern in self._patterns.items() if pattern.search(path))
            if kinds:
                out[at] = tuple((kind, self._name(path)) for kind in kinds)
        return out


__all__ = ["EXPORT", "PUBLISHED", "TRACKING", "WATCHED", "Watch"]
