"""Pairs that are passed over because nothing in them can speak of anybody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.detect import find
from chlogaudit.detect.claims import is_dull
from chlogaudit.detect.detector import Slot, key_names
from chlogaudit.detect.parts import _slot
from chlogaudit.detect.people import asks_password
from chlogaudit.detect.registry import BY_EXACT, BY_KEY
from chlogaudit.detect.view import View
from chlogaudit.model.format import Holds

KEYS = st.sampled_from(sorted({*BY_KEY, *BY_EXACT})) | st.from_regex(r"[A-Za-z_]{1,12}", fullmatch=True)
VALUES = st.from_regex(r"[A-Za-z0-9]{1,9}", fullmatch=True)
PLACES = st.sampled_from(("", "reset", "users", "sms", "search", "collect", "invite"))


@given(KEYS, VALUES, PLACES, st.lists(KEYS, max_size=3))
def test_a_dull_pair_holds_nothing_wherever_it_stands(key: str, value: str, place: str, others: list[str]) -> None:
    """Whatever path and keys stand beside it, no detector says a thing of a pair that is passed over."""
    names = key_names(key)
    siblings = frozenset(key_names(other)[0] for other in others if key_names(other))
    if is_dull(names, value) and not asks_password(siblings):  # beside a password no pair is passed over
        assert not list(_slot(Slot(names, View(value), (place,), siblings)))


def test_beside_a_password_short_values_are_looked_at() -> None:
    """The other field of a form that logs in is found whatever its key and however short."""
    value = b"/?a=anna&loginpassword=hunter2"

    assert [value[one.start : one.end] for one in find(value, Holds.URL)] == [b"anna", b"hunter2"]
    assert is_dull(key_names("a"), "anna")


def test_what_may_speak_is_not_dull() -> None:
    """A key that a detector knows, six digits in a row, a value to decode and a long one are all looked at."""
    assert is_dull(key_names("page"), "3")
    assert is_dull(key_names("size"), "xl40")
    assert not is_dull(key_names("email"), "3")
    assert not is_dull(key_names("page"), "123456")
    assert not is_dull(key_names("page"), "a%40b")
    assert not is_dull(key_names("page"), "abcdefghij")
    assert not is_dull(key_names("entry.17"), "Jane")


def test_a_dull_pair_still_counts_as_a_neighbour() -> None:
    """``first`` means a name only beside ``last``, which is dull itself when its value is short."""
    assert find(b"GET /form?rec=1&idsite=2&_id=0123456789abcdef HTTP/1.1", Holds.REQUEST)
    assert not find(b"GET /form?_id=0123456789abcdef HTTP/1.1", Holds.REQUEST)


@given(st.from_regex(r"[a-z_]{1,16}", fullmatch=True), KEYS)
def test_a_word_in_brackets_is_what_redaction_left(word: str, key: str) -> None:
    """``email=(email)`` and the like hold nothing under any key."""
    assert not find(f"GET /x?{key}=({word}) HTTP/1.1".encode(), Holds.REQUEST)


def test_a_page_with_number_and_title_is_no_key() -> None:
    """Shops and help desks put the row before the title; after a word for keys that is still a page."""
    for target in ("/shop/hook/product/205519-pillow-hook", "/ticket/12345-how-to-start", "/hook/77-lamp"):
        assert not find(f"GET {target} HTTP/1.1".encode(), Holds.REQUEST)
    assert find(b"GET /hook/a8Kd92mXqPz1 HTTP/1.1", Holds.REQUEST)


def test_what_is_remembered_is_found_again_at_its_own_place():
    """The same path, pair and escape found once are found wherever they stand next, and context still decides."""
    for value in (
        b"/users/jane.doe42/edit?email=jane%40example.com",
        b"/long/before/users/jane.doe42/edit?x=1&y=2&email=jane%40example.com",
        b"/?next=%2Fusers%2Fjane.doe42%2Fedit%3Femail%3Djane%2540example.com",
    ):
        for _ in range(2):
            found = find(value, Holds.URL)
            told = {(one.type.value, value[one.start : one.end].replace(b"%2540", b"%40")) for one in found}
            assert ("email", b"jane%40example.com") in told
            assert ("user", b"jane.doe42") in told

    assert find(b"/reset?x=Zk4tLq9xW2mP", Holds.URL)
    assert not find(b"/list?x=Zk4tLq9xW2mP", Holds.URL)
    number = b"/a?tel=+4915112345678"
    for value in (b"/a?tel=%204915112345678", number, number):
        (one,) = find(value, Holds.URL)
    assert number[one.start : one.end] == b"+4915112345678"
