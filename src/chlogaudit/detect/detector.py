"""What a detector is: a type, the keys and path words that speak for it, and three ways to look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from chlogaudit.detect.view import View
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.letters import unaccented

_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[\x80-\xff]+")


class Where(Enum):
    """What kind of text a view stands in; decides how much context a shape needs."""

    PATH = "path"
    VALUE = "value"  # of a key
    AGENT = "agent"
    TEXT = "text"  # prose of a message, or anything unknown


@dataclass(frozen=True, slots=True)
class Slot:
    """
    One named value: query parameter, cookie, form field, JSON member, ``key: value`` of a message.

    ``names`` is the key without case and separators, then its shorter ends (``billingfirstname``, ``firstname``,
    ``name``); ``words`` are the path's segments in the same form; ``siblings`` the other keys.
    """

    names: tuple[str, ...]
    view: View  # decoded
    words: tuple[str, ...] = ()
    siblings: frozenset[str] = frozenset()
    kind: str = "query"  # query, cookie, json, message

    @property
    def name(self) -> str:
        """The whole key in plain form."""
        return self.names[0] if self.names else ""


class Path:
    """The segments of a path without parameters and empty ones: their plain forms, and, when asked for, their views."""

    __slots__ = ("_segments", "_whole", "last", "words")

    def __init__(self, whole: View) -> None:
        self._whole = whole
        self._segments: tuple[View, ...] | None = None
        text = whole.text[:_LONGEST]
        self.words, self.last = _words_once(text) if len(text) <= ONCE else _words(text)

    @property
    def segments(self) -> tuple[View, ...]:
        """As many as ``words``, decoded."""
        if self._segments is None:
            found = []
            position = 0
            for raw in self._whole.text[:_LONGEST].split("/"):
                end = position + len(raw)
                if raw:
                    cut = raw.find(";")
                    stop = end if cut < 0 else position + cut
                    found.append(self._whole.sub(position, stop).percent_decoded(plus=False))
                position = end + 1
            self._segments = tuple(found)
        return self._segments


_LONGEST = 4096  # of a path; what comes after is looked at for shapes alone


ONCE = 256  # what is longer is not remembered: the same path or value seldom comes again, and memory is bounded


def _words(path: str) -> tuple[tuple[str, ...], str]:
    """The plain forms of a path's segments, and the last one decoded."""
    decoded = [_decoded_segment(raw) for raw in path.split("/") if raw]
    return tuple(map(plain, decoded)), decoded[-1] if decoded else ""


_words_once = lru_cache(maxsize=4096)(_words)


def _decoded_segment(raw: str) -> str:
    if ";" in raw:
        raw = raw.partition(";")[0]
    return View(raw).percent_decoded(plus=False).text if "%" in raw or "&" in raw or "\\" in raw else raw


class Hit(NamedTuple):
    """Something found, in raw offsets."""

    start: int
    end: int
    type: IdType
    confidence: float
    why: str


Hits = Iterable[Hit]


@dataclass(frozen=True, slots=True)
class Detector:
    """
    One type's rules.

    ``keys`` are plain key names that may stand at the end of a longer key, ``exact`` those that must be the whole
    key; ``path_words`` the plain segments after which to look. Keys of up to three letters count as
    exact: longer words end in them. ``triggers`` are the literals of which one must stand in a value for ``text`` to
    find anything that the sieve's counters do not see (numbers in groups, ``@``, ...); ``prose`` are those that count
    only in texts without a digit, ``agent`` only in user agents, ``requests`` only in URLs, and ``openings`` in those only
    where a pair follows or a later segment with a figure. All are written as ``detect.triggers`` reads them. Order in the registry is priority.
    """

    type: IdType
    slot: Callable[[Slot, str], Hits] | None = None
    path: Callable[[Path, int], Hits] | None = None
    text: Callable[[View, Where, str], Hits] | None = None
    keys: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    path_words: frozenset[str] = frozenset()
    triggers: frozenset[str] = field(default=frozenset())
    prose: frozenset[str] = field(default=frozenset())
    agent: frozenset[str] = field(default=frozenset())
    requests: frozenset[str] = field(default=frozenset())
    openings: frozenset[str] = field(default=frozenset())


def hit(view: View, start: int, end: int, kind: IdType, confidence: float, why: str) -> Hit:
    """A hit on ``view.text[start:end]``."""
    raw_start, raw_end = view.span(start, end)
    return Hit(raw_start, raw_end, kind, confidence, why)


def whole(view: View, kind: IdType, confidence: float, why: str) -> Iterator[Hit]:
    """A hit on all of ``view`` but the blanks and quotes around it."""
    text = view.text
    start, end = 0, len(text)
    while start < end and text[start] in " \t\"'":
        if text[start] == " " and kind is IdType.PHONE and is_plus(view, start):
            break
        start += 1
    while end > start and text[end - 1] in " \t\"'":
        end -= 1
    if end > start:
        yield hit(view, start, end, kind, confidence, why)


def is_plus(view: View, at: int) -> bool:
    """Whether a blank was a ``+``, raw or encoded once too little for where it stands: ``tel=+49...`` means the plus."""
    start, end = view.span(at, at + 1)
    root = view
    while root.parent is not None:
        root = root.parent
    raw = root.text[start:end]
    return raw == "+" or raw.lower().endswith("2b")


def words(text: str) -> frozenset[str]:
    """A list of words as a set; how the detectors write their dictionaries."""
    return frozenset(text.split())


# What query languages hang to the name of a field, and what says nothing of its values: filter[name][contains]=, last_name__iexact=
OPERATORS = words(
    "eq contains icontains contain startswith istartswith endswith iendswith beginswith exact iexact like ilike cont match matches equals equal"
)


@lru_cache(maxsize=4096)
def plain(key: str) -> str:
    """A key or segment without case, ``_``, ``-`` and quotes."""
    if not key.isascii():
        key = _without_accents(key)
    return key.lower().replace("_", "").replace("-", "").replace("]", "").replace('"', "").replace("'", "").strip()


def _without_accents(key: str) -> str:
    r"""A key of bytes of UTF-8: ``pr\xc3\xa9nom`` is ``prenom``."""
    try:
        return unaccented(key.encode("latin-1").decode()).encode().decode("latin-1")
    except UnicodeError:
        return key


@lru_cache(maxsize=4096)
def key_names(key: str) -> tuple[str, ...]:
    """
    The plain form of a key and of its shorter ends.

    ``billing[firstName]`` gives ``billingfirstname``-less ``firstname`` and ``name``: brackets and dots part names
    of their own, case and separators part words. Last comes what a member is of: ``card[number]`` is a ``cardnumber``.
    """
    key = key[-96:]
    if not key.isascii():
        key = _without_accents(key)
    full = plain(key)
    if not full:
        return ()
    tail = re.split(r"[\[.$:]", key.rstrip("]"))
    named = [part for part in tail if part and not plain(part).isdigit()][-3:]
    if len(named) > 1 and plain(named[-1]) in OPERATORS:
        del named[-1]
    named = named[-2:]
    parts = _CAMEL.findall(named[-1] if named else "")
    if len(parts) > 1 and parts[-1].lower() in OPERATORS:
        del parts[-1]
    ends = ["".join(parts[at:]).lower() for at in range(len(parts))]
    if len(parts) > 1 and parts[-1].isdigit():  # one of several: phone_2, lastName1
        ends += ["".join(parts[at:-1]).lower() for at in range(len(parts) - 1)]
    return tuple(dict.fromkeys([full, *ends, "".join(plain(part) for part in named)]))


def as_identifier(found: Hit) -> Identifier:
    """The public form of a hit."""
    return Identifier(found.start, found.end, found.type, found.confidence, "", found.why)
