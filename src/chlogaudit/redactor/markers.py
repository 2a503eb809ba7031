"""
Markers: the short visible words that stand where an identifier was dropped.

Round brackets, not square ones: they are legal in every part of a URL (``[`` in the authority makes urllib raise), in grok's
path pattern, in JSON, in a token slot; they open no field of an Apache error line, no markup of a terminal library, no
formula of a spreadsheet. The set is closed, so a marker that a visitor types holds nothing but its type's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from chlogaudit.model.finding import IdType

MARKERS: Final = {id_type: b"(" + id_type.value.encode() + b")" for id_type in IdType}
COOKIE: Final = b"(cookie)"
SECRET: Final = b"(secret)"
WITHHELD: Final = b"(withheld)"  # a value that kept yielding identifiers, dropped whole
NO_ADDRESS: Final = b"0.0.0.0"
NO_PORT: Final = b"0"  # a port stands in number slots and behind colons, where a word breaks parsers
MARKERS[IdType.PORT] = NO_PORT

WORDS: Final = frozenset(MARKERS.values()) - {NO_PORT} | {COOKIE, SECRET, WITHHELD}

_WORD = re.compile(rb"|".join(re.escape(word) for word in sorted(WORDS)))


def marker_places(value: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of every marker that stands in a value, from left to right."""
    return (match.span() for match in _WORD.finditer(value))
