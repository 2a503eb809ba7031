"""Whether a search phrase is worth a closer look: it holds a given name, a number or letters of other scripts."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

import numpy as np
from numpy.typing import NDArray

from chlogaudit.detect import name, postal
from chlogaudit.detect.given_names import GIVEN
from chlogaudit.detect.postal import may_be_postcode, may_be_street
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
PATH_WORDS = frozenset(word for word, found in BY_PATH_WORD.items() if set(found) == {name.DETECTOR}) - name.NAMED
# Searches differ in their numbers more than in their words, and no number but its length matters; 1 stands for each figure.
_ALIKE = bytes.maketrans(b"023456789", b"111111111")
_ONCE = 256  # longer values are not remembered
_KEYS = frozenset(form for key in KEYS if key.isascii() for form in (key.encode(), key.encode().translate(_ALIKE)))
_PAIRS = re.compile(rb"[?&;/=]([^?&;/=\s]{1,%d})(?==([^&;#\"\s]*))" % max(map(len, _KEYS)))
_SEGMENTS = re.compile(
    rb"[/=](?:"
    + b"|".join(
        sorted(
            {form for word in PATH_WORDS if word.isascii() for form in (word.encode(), word.encode().translate(_ALIKE))}
        )
    )
    + rb")[/?.=]([^/?&;#\"\s]*)",
    re.IGNORECASE,
)
# Separators that are encoded themselves: a URL in a value, or a query encoded once more.
_NESTED = re.compile(rb"%(?:25|2[36Ff]|3[BbDdFf])|\\\\")
_WORDS = re.compile(rb"[a-z]+")
_PIECES = frozenset(piece.encode() for word in GIVEN if word.isascii() for piece in re.findall("[a-z]+", word))
_FIGURES = re.compile(rb"[0-9]+")
_ODD = re.compile(rb"[\x80-\xff\\%]")


def worth(value: bytes) -> bool:
    """
    Whether a value of which only a search phrase may hold an identifier may really hold one.

    Never false where ``find`` finds something; what cannot be read simply is worth a look.
    """
    if b"%" in value:
        return _worth(value)
    value = value.translate(_ALIKE)
    return _worth_once(value) if len(value) <= _ONCE else _worth(value)


def _worth(value: bytes) -> bool:
    if _NESTED.search(value):
        return True
    phrases = [unquote_to_bytes(phrase) for key, phrase in _PAIRS.findall(b"?" + value) if key.lower() in _KEYS]
    segments = [unquote_to_bytes(segment) for segment in _SEGMENTS.findall(value)]
    if not phrases and not segments:
        return True
    return any(map(_may_hold, phrases)) or any(_may_name(segment) for segment in segments)


_worth_once = lru_cache(maxsize=1 << 14)(_worth)


def _may_hold(phrase: bytes) -> bool:
    folded = _FIGURES.sub(b"0", phrase)
    if _may_name(folded):
        return True
    return b"0" in folded and (_may_be_street(folded) or may_be_postcode(_text(phrase)))


# Phrases differ in their numbers more than in their words.
@lru_cache(maxsize=4096)
def _may_name(phrase: bytes) -> bool:
    return bool(_ODD.search(phrase)) or not _PIECES.isdisjoint(_WORDS.findall(phrase.lower()))


@lru_cache(maxsize=4096)
def _may_be_street(phrase: bytes) -> bool:
    return may_be_street(_text(phrase))


def _text(phrase: bytes) -> str:
    return phrase.replace(b"+", b" ").decode("latin-1").strip()


def flagged(
    data: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64], table: Table
) -> NDArray[np.bool_]:
    """The values that may hold an identifier: the sieve's verdicts, search phrases read once more."""
    verdicts = may_hold(data, starts, ends, table)
    asked = np.flatnonzero(verdicts == 2)
    for at, start, end in zip(asked.tolist(), starts[asked].tolist(), ends[asked].tolist(), strict=True):
        verdicts[at] = worth(data[start:end].tobytes())
    worthy: NDArray[np.bool_] = verdicts != 0
    return worthy
