"""How a person's name reads: its words, what stands between them, and what speaks against it."""

from __future__ import annotations

import re

from chlogaudit.detect.called import PAIRS
from chlogaudit.detect.given_names import COMMON, FAMOUS, GIVEN, PARTICLES, SURE, SURNAMES, fold
from chlogaudit.detect.view import View

CALLED = FAMOUS | PAIRS


TOKEN = re.compile(r"[A-Za-z\x80-\xff'.\u2019]+")


NOT_NAME = re.compile(r"[0-9<>{}()\[\]\\/|$%#^*=;:!?&~`@_]")


def as_meant(view: View) -> str:
    """The characters that the bytes mean; bytes that are no UTF-8 stand for themselves (cp1251, latin-1)."""
    if view.text.isascii():
        return view.text
    try:
        return view.text.encode("latin-1").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return view.text


def split_up(text: str) -> list[str]:
    """The words of a name, without marks."""
    return [part for part in re.split(r"[\s+,._-]+", text.strip().strip("\"'")) if part]


def is_name(text: str, *, least: int, sure: bool) -> bool:
    """Whether all of ``text`` reads as a person's name; ``sure`` asks for capitals or a known given name."""
    if not 2 <= len(text) <= 80 or NOT_NAME.search(text) or text.count(".") > 3:
        return False
    parts = split_up(text)
    if not least <= len(parts) <= 6:
        return False
    folded = [fold(part) for part in parts]
    if any(word in COMMON and word not in GIVEN for word in folded if word not in PARTICLES):
        return False
    if not sure:
        return True
    if any(word in SURE for word in folded) or (folded[0] in GIVEN and len(parts) > 1):
        return True
    return all(part[:1].isupper() or not part[:1].islower() or part in PARTICLES for part in parts) and len(parts) >= 2


def bare_word(token: re.Match[str]) -> str:
    """A word in small letters without accents and marks."""
    return fold(as_meant(View(token.group())).strip(".'"))


def name_end(text: str, tokens: list[re.Match[str]], at: int) -> int:
    """Index of the last token of the name that begins at ``at``; 0 when none does."""
    first = bare_word(tokens[at])
    if first not in GIVEN or len(first) < 3:
        return 0
    end = at + 1
    while (
        end < len(tokens)
        and _gap(text, tokens[end - 1], tokens[end])
        and (bare_word(tokens[end]) in PARTICLES or bare_word(tokens[end]) in SURE or len(bare_word(tokens[end])) == 1)
        and end < at + 3
    ):
        end += 1
    if (
        end >= len(tokens)
        or not _gap(text, tokens[end - 1], tokens[end])
        or (is_common(bare_word(tokens[end])) and bare_word(tokens[end]) not in SURNAMES)
    ):
        end -= 1
        if end <= at or bare_word(tokens[end]) not in SURE:
            return 0
    last = bare_word(tokens[end])
    if len(last) < 3 or f"{first} {bare_word(tokens[at + 1])}" in CALLED:
        return 0
    capitals = tokens[at].group()[0].isupper() and tokens[end].group()[0].isupper() and len(tokens) <= 4
    return end if first in SURE or capitals or last in SURNAMES else 0


def is_common(word: str) -> bool:
    """Whether a word is one of the language, or too short to tell."""
    return word in COMMON or len(word) < 3


def _gap(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Only one blank, ``+``, ``-`` or ``_`` (or a comma and a blank) stands between two words of a name."""
    return text[one.end() : other.start()] in (" ", "+", "-", "_", ", ")
