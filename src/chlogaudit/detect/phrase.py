"""Whether a search phrase is worth a closer look: it holds a given name, a number or letters of other scripts."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

import numpy as np
from numpy.typing import NDArray

from chlogaudit.detect import name, postal
from chlogaudit.detect.given_names import GIVEN
from chlogaudit.detect.postal import may_be_place
from chlogaudit.detect.registry import BY_EXACT, BY_KEY, BY_PATH_WORD
from chlogaudit.engine.sieve import Table, may_hold
from chlogaudit.model.finding import IdType

# Keys that do no more than begin a search phrase, in which names and streets are all that is looked for.
KEYS = frozenset(
    key
    for key in name.SEARCH - name.WEAK
    if key not in BY_KEY
    and {detector.type for detector in BY_EXACT.get(key, ())} <= {IdType.NAME, postal.DETECTOR.type}
)
# Path words after which a person's name may be a segment, and nothing else is looked for.
PATH_WORDS = frozenset(word for word, found in BY_PATH_WORD.items() if set(found) == {name.DETECTOR})
_VALUES = re.compile(
    rb"(?:^|[?&;/=])(?:" + b"|".join(sorted(key.encode() for key in KEYS if key.isascii())) + rb")=([^&;#\"\s]*)",
    re.IGNORECASE,
)
_SEGMENTS = re.compile(
    rb"[/=](?:"
    + b"|".join(sorted(word.encode() for word in PATH_WORDS if word.isascii()))
    + rb")[/?.=]([^/?&;#\"\s]*)",
    re.IGNORECASE,
)
# Separators that are encoded themselves: a URL in a value, or a query encoded once more.
_NESTED = re.compile(rb"%(?:25|2[36Ff]|3[BbDdFf])|\\\\")
_WORDS = re.compile(rb"[a-z]+")
_PIECES = frozenset(piece.encode() for word in GIVEN if word.isascii() for piece in re.findall("[a-z]+", word))
_ODD = re.compile(rb"[\x80-\xff\\%]")


def worth(value: bytes) -> bool:
    """
    Whether a value of which only a search phrase may hold an identifier may really hold one.

    Never false where ``find`` finds something; what cannot be read simply is worth a look.
    """
    if _NESTED.search(value):
        return True
    phrases = [unquote_to_bytes(phrase) for phrase in _VALUES.findall(value)]
    segments = [unquote_to_bytes(segment) for segment in _SEGMENTS.findall(value)]
    if not phrases and not segments:
        return True
    return any(_may_name(phrase) for phrase in (*phrases, *segments)) or any(
        may_be_place(phrase.replace(b"+", b" ").decode("latin-1").strip()) for phrase in phrases
    )


def _may_name(phrase: bytes) -> bool:
    return bool(_ODD.search(phrase)) or not _PIECES.isdisjoint(_WORDS.findall(phrase.lower()))


def flagged(
    data: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64], table: Table
) -> NDArray[np.bool_]:
    """The values that may hold an identifier: the sieve's verdicts, search phrases read once more."""
    verdicts = may_hold(data, starts, ends, table)
    for at in np.flatnonzero(verdicts == 2).tolist():
        verdicts[at] = worth(data[starts[at] : ends[at]].tobytes())
    worthy: NDArray[np.bool_] = verdicts != 0
    return worthy
