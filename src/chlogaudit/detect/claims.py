"""Which detectors a key speaks for, and the pairs of which nobody needs to take notice."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from chlogaudit.detect import name
from chlogaudit.detect.detector import Hits, Slot, key_names
from chlogaudit.detect.morphemes import by_parts
from chlogaudit.detect.registry import BY_EXACT, BY_KEY

# Too short for any shape and for what ``any_slot`` of a detector takes for random, with fewer than six digits in a row,
# and nothing in it that could be decoded or taken apart.
_DULL = re.compile(r"(?!.{0,3}[0-9]{6})[A-Za-z0-9]{1,9}")


@lru_cache(maxsize=8192)
def claims(names: tuple[str, ...]) -> tuple[tuple[Callable[[Slot, str], Hits], str], ...]:
    """What to ask of a slot whose key has these names, in order, each with the name that spoke for it."""
    listed = tuple(
        (detector.slot, key)
        for at, key in enumerate(names)
        for detector in (*(BY_EXACT.get(key, ()) if at == 0 else ()), *BY_KEY.get(key, ()))
        if detector.slot is not None
    )
    return listed + by_parts(names)


# What a column's name begins with that says where the value was, not what it is: request_header_x, query_x, body.x.
_WHERE = re.compile(
    r"(?:\w+_)?(?:query|form|body|params?|payload|fields|details|extra|context|properties|attributes|formdata|args?)[._](?=[A-Za-z])",
    re.IGNORECASE,
)
# Objects of name and value hold the names of headers in the one and their values in the other.
_OF_HEADERS = re.compile(r"header(?:s|list)?(?:[_.]\d+)?[_.](?:name|key)(?:_\d+)?$", re.IGNORECASE)
_PREFIXES = ("requestheader", "responseheader", "requestcookie", "env", "note", "cookie", "http", "argument")


@lru_cache(maxsize=1024)
def column_names(column: str) -> tuple[str, ...]:
    """The plain names of a column, as ``key_names`` gives those of a key."""
    if _OF_HEADERS.search(column):
        return ()
    place = _WHERE.match(column)
    names = key_names(column[place.end() :] if place else column)
    for prefix in _PREFIXES:
        if names and names[0].startswith(prefix):
            names = (names[0][len(prefix) :], *names[1:])
    return names


# A column for one cookie: cookie_sid, request_cookies._ga
OF_COOKIES = re.compile(r"(?:[a-z]+[_.]){0,3}cookies?[_.](.+)$")


@lru_cache(maxsize=1024)
def tells(column: str) -> bool:
    """Whether a column's name alone says that its values may be identifiers, whatever they look like."""
    if OF_COOKIES.match(column):
        return True
    names = column_names(column)
    return bool(names) and (names[0] in BY_EXACT or any(key in BY_KEY for key in names))


def is_unnamed(column: str) -> bool:
    """Whether a column has no name but a number, as the formats have that are read off the lines of a log."""
    return column.startswith("column_") and column[7:].isdigit()


@lru_cache(maxsize=8192)
def _mute(names: tuple[str, ...]) -> bool:
    return not claims(names) and not (names and name.is_form_field(names))


def is_dull(names: tuple[str, ...], value: str) -> bool:
    """
    Whether a raw pair of a query can hold nothing, whatever stands around it: ``page=3``, ``size=xl``.

    Its key counts all the same, as a neighbour of others.
    """
    return _mute(names) and _DULL.fullmatch(value) is not None
