"""
The literals without which no detector finds anything, in the alphabet of the sieve.

The sieve reads a value decoded and folded into few symbols: letters without case; ``0`` for a run of digits; ``=`` for
``=`` and ``:``; ``.``; ``/`` for every other mark and for both ends of the value. ``_ - [ ] ) " '`` are not there at
all, so that ``first_name=``, ``firstName":`` and ``user[first-name]=`` read alike. ``^`` in a trigger stands for any
of ``/ = .`` before it; at the beginning ``/`` stands for ``=``, too. What has no literal (numbers in groups, ``@``,
addresses) the sieve counts by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from chlogaudit.detect import morphemes, phrase
from chlogaudit.detect.claims import is_unnamed, tells
from chlogaudit.detect.detector import OPERATORS
from chlogaudit.detect.registry import BY_EXACT, BY_KEY, BY_PATH_WORD, DETECTORS
from chlogaudit.detect.structure import CODED_AFTER, ROUTES

if TYPE_CHECKING:
    from chlogaudit.engine.sieve import Table
    from chlogaudit.model.format import Holds

URL, AGENT, TEXT = 1, 2, 4
SEARCH, WORD, OPENING, ROUTE = 8, 16, 32, 64  # as in the sieve, where it is said what they mean
SKIPPED = "_-[])\"'"
_DROPPED = {ord(char): None for char in SKIPPED}


def symbols(word: str) -> str:
    """A plain word as the sieve reads it."""
    folded = word.lower()
    return folded if folded.isalpha() else re.sub(r"[0-9]+", "0", folded).translate(_DROPPED)


def patterns() -> dict[str, int]:
    """Every pattern with the kinds of values in which it counts."""
    found: dict[str, int] = {}

    def add(word: str, kinds: int) -> None:
        if word.startswith("^"):
            for mark in "/.":
                add(mark + word[1:], kinds)
        else:
            found[word] = found.get(word, 0) | kinds

    for key in BY_KEY:
        add(symbols(key) + "=", URL | AGENT | TEXT)
        add(symbols(key + "0") + "=", URL | AGENT | TEXT)
    for key in BY_EXACT:
        if key not in _BESIDE_OTHERS:
            kinds = SEARCH if key in phrase.KEYS else URL | AGENT | TEXT
            add(f"/{symbols(key)}=", kinds)
    for word in BY_PATH_WORD:
        kinds = SEARCH if word in phrase.PATH_WORDS else WORD | TEXT
        add(f"/{symbols(word)}/", kinds)
        add(f"/{symbols(word)}.", kinds)
    for detector in DETECTORS:
        for words, kinds in (
            (detector.triggers, URL | AGENT | TEXT),
            (detector.requests, URL | TEXT),
            (detector.openings, OPENING | TEXT),
            (detector.prose, TEXT),
            (detector.agent, AGENT),
        ):
            for word in words:
                add(symbols(word), kinds)
    for words, kinds in ((morphemes.TRIGGERS, URL | AGENT | TEXT), (morphemes.HEADS, URL | TEXT)):
        for word in words:
            add(symbols(word), kinds)
    for key in ROUTES:
        add(f"/{symbols(key)}=", ROUTE)
    for word in CODED_AFTER:
        add(f"/{word}/", OPENING | TEXT)
    for word in OPERATORS:
        add(f"{word}=", URL | TEXT)
    add("value=", TEXT)
    for word in ("/quot/", "/commat/", "/apos/"):
        add(word, URL | AGENT | TEXT)
    return {word: kinds for word, kinds in found.items() if not _covered(word, kinds, found)}


def _covered(word: str, kinds: int, others: dict[str, int]) -> bool:
    """Whether a pattern that begins or ends this one flags all that it would flag."""
    parts = [*[word[at:] for at in range(1, len(word) - 1)], *[word[:at] for at in range(2, len(word))]]
    if others.keys().isdisjoint(parts):
        return False
    need = kinds & (URL | AGENT | TEXT) | (URL if kinds > TEXT else 0)
    return any(not need & ~others.get(part, 0) for part in parts)


# ``id=`` stands in half of all query strings; it counts only beside a path word, a position or a password.
_BESIDE_OTHERS = frozenset({"id", "p", "ref", "reference", "booking", "reservation", "confirmationnumber"})


@lru_cache(maxsize=1)
def _sorted_patterns() -> tuple[tuple[str, int], ...]:
    return tuple(sorted(patterns().items()))


@lru_cache(maxsize=256)
def table(holds: Holds, column: str = "") -> Table:
    """
    What ``chlogaudit.engine.sieve.may_hold`` needs for values of this kind.

    A ``column`` of free values whose name says what they are (``password``, ``first_name``), or that has no name, needs none
    of their literals: every value of it is flagged.
    """
    from chlogaudit.engine.sieve import EVERY, table_for

    if column and holds.value == "text" and (tells(column) or is_unnamed(column)):
        return table_for(holds, _sorted_patterns())._replace(kind=EVERY)

    return table_for(holds, _sorted_patterns())
