"""Check digits and shapes that more than one detector needs; python-stdnum does the arithmetic."""

from __future__ import annotations

import re
from functools import lru_cache

_RANDOM = re.compile(r"[A-Za-z0-9_\-.~+/=:|%!*]{6,}$")
_WORDY = re.compile(r"[a-z]+(?:[-_][a-z]+)*$|[A-Z]?[a-z]+$|[A-Z][a-z]+(?:[A-Z][a-z]+)*$")
_MASKED = re.compile(
    r"[*xX\u2022.#\-_]{3,}$|\*{2,}|\[?(?:redacted|filtered|hidden|masked|removed|secret)\]?$", re.IGNORECASE
)
_ATTACK = re.compile(
    r"['\"] ?\W{0,3}(?:or|and|union|select|having|waitfor|sleep|rlike|\|\|)\b|\bunion\b.{0,20}\bselect\b|--\s*$|\|\||\$[({]|<[A-Za-z/!?]|\.\./|%00|/etc/|`|\bsleep\(",
    re.IGNORECASE,
)
_NOTHINGS = """
- -- true false null none nil nan undefined yes no on off 0 1 n/a na unknown anonymous empty default all any asc desc required optional
todos todas todo toda tous toutes tout alle alles tutti tutte wszystkie wszystko vse hepsi tum kaikki alla
"""
NO_VALUE = frozenset(_NOTHINGS.split())

_DIGIT = re.compile("[0-9]")
_NO_CAPITALS = re.compile("[^A-Z]+")
_NO_LETTERS = re.compile("[^A-Za-z]+")
_NO_DIGITS = re.compile("[^0-9]+")


def luhn(digits: str) -> bool:
    """ISO/IEC 7812 check digit."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = ord(char) - 48
        if place % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def digits_of(text: str) -> str:
    """Only the digits."""
    return text if text.isascii() and text.isdigit() else _NO_DIGITS.sub("", text)


def has_digit(text: str) -> bool:
    """Whether an ASCII digit stands in it."""
    return _DIGIT.search(text) is not None


def speaks(text: str, marks: tuple[str, ...]) -> bool:
    """Whether one of ``marks`` (lower case) stands in it: a quick look before a slow pattern."""
    low = text.lower()
    for mark in marks:  # noqa: SIM110  a loop takes half the time of any() over a generator, and this runs per phrase
        if mark in low:
            return True
    return False


def is_nothing(text: str) -> bool:
    """Empty, a switch, a placeholder, or masked by whoever wrote it."""
    bare = text.strip().strip("\"'")
    return not bare or bare.lower() in NO_VALUE or _MASKED.match(bare) is not None or bare[0] in "<{$(" or "{{" in bare


def is_attack(text: str) -> bool:
    """Injected code in place of a value: scanners send it to every parameter, and it names nobody."""
    return _ATTACK.search(text) is not None


def is_random(text: str, least: int = 8) -> bool:
    """Looks issued by a machine: long enough, one token, and no plain word or phrase."""
    if len(text) < least or _RANDOM.match(text) is None:
        return False
    figures = len(digits_of(text))
    letters = len(_NO_LETTERS.sub("", text))
    if figures and letters:
        return True
    if figures:
        return figures >= least
    if _WORDY.match(text):
        return len(text) >= 24 and not ("-" in text or "_" in text)
    upper = len(_NO_CAPITALS.sub("", text))
    return (0 < upper < letters and len(text) >= 8) or (upper == letters and len(text) >= 16)


# A part of a slug: a short number, a word with or without one (day2, 256gb, iphone12pro), a figure or two beside a letter.
_SLUG_PART = re.compile(
    r"[0-9]{1,5}|(?:19|20)[0-9]{6}|[A-Za-z]{1,3}[0-9]{0,2}|[a-z]?[0-9]{1,4}[a-z]{1,3}|[0-9]{1,4}x[0-9]{1,4}"
    r"|(?:[A-Za-z][a-z]{3,}[0-9]{1,4})+[a-z]{0,3}|[A-Za-z][a-z]{2,}[0-9]{0,4}"
)
_SPOKEN = re.compile(r"[A-Za-z][a-z]{3,}")
_UNSPOKEN = re.compile(r"[^aeiouy]{7}|^[^aeiouy]+$")


def is_wordy(text: str) -> bool:
    """
    Whether people wrote this for people, numbers and all: ``keynote-2026``, ``dark-theme-v2``, ``spring2026``.

    Each part is a word or a short number, one at least a word of four letters or more that can be spoken; issued codes
    mix letters and figures within a part, or are in capitals.
    """
    parts = [part for part in re.split(r"[-_. +]", text) if part]
    if not parts or len(text) > 120 or not all(map(_SLUG_PART.fullmatch, parts)):
        return False
    spoken = _SPOKEN.findall(text)
    return bool(spoken) and not any(_UNSPOKEN.search(word.lower()) for word in spoken)


_COUNTRIES = """
AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE EG ES FI FK FO FR GB GE GI GL GR GT HR HU IE IL IQ IS IT JO KW KZ LB LC
LI LT LU LV LY MC MD ME MK MN MR MT MU NI NL NO OM PK PL PS PT QA RO RS RU SA SC SD SE SI SK SM SO ST SV TL TN TR UA VA VG XK YE
"""


@lru_cache(maxsize=1)
def known_schemes() -> frozenset[str]:
    """Country codes that issue IBANs."""
    return frozenset(_COUNTRIES.split())
