"""cut: a referer loses its query, fragment and userinfo; a user agent all but family and major version."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.operators.interface import Context

# JSON may write / as \/ and ? or # as an escape; a referer may be percent-encoded as a whole.
_PLAIN = re.compile(rb"(?:[A-Za-z][A-Za-z0-9+.-]{0,31}:)?(?:\\?/){2}")
_ENCODED = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,31}%3[Aa](?:%2[Ff]){2}")
_TAIL = re.compile(rb"[?#]|\\u00(?:3[Ff]|23)")
_TAIL_ENCODED = re.compile(rb"[?#]|\\u00(?:3[Ff]|23)|%3[Ff]|%23")
_AUTHORITY_END = re.compile(rb"\\?/|\\")
_AUTHORITY_END_ENCODED = re.compile(rb"\\?/|\\|%2[Ff]")
_AT = re.compile(rb"@|%40|\\u0040")

# What a cut user agent looks like, so that a second run knows it: a product and a comment.
_CUT_AGENT = re.compile(rb"[A-Za-z][A-Za-z0-9 ._-]{0,39}(?:/[0-9]{1,5})? \(agent\)")
_AGENT = re.compile(rb"[A-Za-z][A-Za-z0-9 ._-]{0,39}(?:/[0-9]{1,5})?")


def referer_cuts(value: bytes, *, origin_only: bool = False) -> list[tuple[int, int]]:
    """The stretches of a referer that go, in order and apart: userinfo with its ``@``, then everything from the query on."""
    scheme = _PLAIN.match(value)
    encoded = None if scheme else _ENCODED.match(value)
    tail = (_TAIL_ENCODED if encoded else _TAIL).search(value)
    end = tail.start() if tail else len(value)
    cuts: list[tuple[int, int]] = []
    start = scheme or encoded
    if start and start.end() <= end:
        stop = (_AUTHORITY_END_ENCODED if encoded else _AUTHORITY_END).search(value, start.end(), end)
        authority = stop.start() if stop else end
        ats = [at.end() for at in _AT.finditer(value, start.end(), authority)]
        if ats:
            cuts.append((start.end(), ats[-1]))
        if origin_only:
            end = authority
    elif origin_only:
        end = 0  # a referer without an origin
    if end < len(value):
        cuts.append((end, len(value)))
    return cuts


@dataclass(frozen=True, slots=True)
class CutReferer:
    """Keep origin and path of a referer, or the origin alone."""

    name: str = "cut"
    origin_only: bool = False
    fields: frozenset[Holds] = frozenset((Holds.REFERER,))
    types: frozenset[IdType] = frozenset()
    repeatable: bool = True
    reversible: bool = False

    def __call__(self, value: bytes, _context: Context) -> bytes:
        """The referer without what ``referer_cuts`` names; ``-`` when nothing stays."""
        if value == b"-":
            return value
        out, at = [], 0
        for start, end in referer_cuts(value, origin_only=self.origin_only):
            out.append(value[at:start])
            at = end
        return b"".join((*out, value[at:])) or (b"-" if value else b"")


@dataclass(frozen=True, slots=True)
class CutAgent:
    """Keep the family and the major version of a user agent: ``Firefox/115 (agent)``."""

    name: str = "cut-agent"
    fields: frozenset[Holds] = frozenset((Holds.USER_AGENT,))
    types: frozenset[IdType] = frozenset()
    repeatable: bool = True
    reversible: bool = False

    def __call__(self, value: bytes, context: Context) -> bytes:
        """What ``context.agent`` says, when it is a plain product name; ``Other (agent)`` else."""
        if value in {b"", b"-"} or _CUT_AGENT.fullmatch(value):
            return value
        said = context.agent(value) if context.agent else b"Other"
        return (said if _AGENT.fullmatch(said) else b"Other") + b" (agent)"
