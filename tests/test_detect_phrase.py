"""Search phrases that are let pass hold nothing that the detectors would find."""

from __future__ import annotations

from urllib.parse import quote, quote_plus

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chlogaudit.detect import find, flagged, sieve_table
from chlogaudit.detect.phrase import KEYS, worth
from chlogaudit.model.format import Holds

WORDS = st.sampled_from(
    [
        "oak",
        "lamp",
        "jane",
        "rosalind",
        "Pemberton",
        "anna",
        "maria",
        "López",
        "O'Neil",
        "von",
        "der",
        "street",
        "high",
        "12",
        "221b",
        "Baker",
        "SW1A",
        "1AA",
        "Hauptstraße",
        "weg",
        "7",
        "desk",
        "müller",
        "Иван",
        "Петров",
        "jean-luc",
        "d'arcy",
        "10115",
        "Berlin",
        "rue",
        "de",
        "la",
        "Paix",
        "calle",
        "mayor",
        "shelf",
        "page",
        "order",
    ]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


def is_flagged(value: bytes, holds: Holds = Holds.REQUEST) -> bool:
    """Whether one value is looked at."""
    data = np.frombuffer(value + b"\0", np.uint8)
    return bool(flagged(data, np.array([0]), np.array([len(value)]), sieve_table(holds))[0])


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(sorted(KEYS)), PHRASES, st.sampled_from([quote, quote_plus, lambda text: quote(quote(text))]))
@example("q", "rosalind pemberton solicitor york", quote_plus)
@example("query", "flat SW1A 1AA rent", quote_plus)
def test_what_is_found_is_flagged(key, phrase, encode):
    """Law: what ``find`` finds in a search phrase, however encoded, is looked at."""
    value = f"GET /search?{key}={encode(phrase)}&page=2 HTTP/1.1".encode()

    if find(value, Holds.REQUEST):
        assert is_flagged(value)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["search", "find", "lookup", "people", "patients"]), PHRASES)
def test_names_in_paths_are_flagged(word, phrase):
    """Law: the same for a segment behind a path word."""
    value = f"GET /{word}/{quote(phrase.replace(' ', '-'))} HTTP/1.1".encode()

    if find(value, Holds.REQUEST):
        assert is_flagged(value)


@pytest.mark.parametrize(
    "value",
    [
        b"GET /search?q=oak+lamp+11458&page=2&sort=price&order=ascending HTTP/1.1",
        b"GET /search?page=2&sort=price HTTP/1.1",
        b"GET /find?term=desk HTTP/2.0",
    ],
)
def test_plain_searches_pass(value):
    """Words of the trade with numbers are let pass: most search logs are nothing else."""
    assert not find(value, Holds.REQUEST)
    assert not is_flagged(value)


def test_what_cannot_be_read_is_worth_a_look():
    """A value in which no phrase is found is never let pass."""
    assert worth(b"GET /x HTTP/1.1")


def test_searches_that_differ_in_their_numbers_are_judged_alike_and_right():
    """What was let pass once under one number says nothing of other words, lengths of numbers or other numbers that find."""
    assert not worth(b"/search?q=desk+12345")
    assert not worth(b"/search?q=desk+98760")
    assert worth(b"/search?q=9234+AB")
    assert find(b"/search?q=9234+AB", Holds.URL)
    assert worth(b"/search?q=SW9A+8AA")
    assert find(b"/search?q=SW9A+8AA", Holds.URL)
    assert not worth(b"/search?q=SW98A+8AA")
    assert worth(b"/search?q=22+baker+street")
    assert find(b"/search?q=22+baker+street", Holds.URL)
