"""The sieve flags whatever detection finds, decodes as deep as it does, and lets the ordinary pass."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.detect import find, sieve_table
from chlogaudit.detect.registry import BY_EXACT, BY_KEY, BY_PATH_WORD
from chlogaudit.engine.sieve import may_hold, may_hold_py
from chlogaudit.model.format import Holds

SHARED = Path(__file__).parents[1].parent / "shared"
SIEVED = (Holds.URL, Holds.REQUEST, Holds.REFERER, Holds.USER_AGENT, Holds.MESSAGE, Holds.TEXT)
VALUES = (
    "jane@example.com", "jane%40example.com", "jane%2540example.com", "+49 151 12345678", "%2B4915112345678", "Jane Doe", "Jane+Doe",
    "4111111111111111", "4111 1111 1111 1111", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "52.5200,13.4050", "52.5200%2C13.4050",
    "192.0.2.7", "2001:db8::5", "%32001:db8::5", "3221225985", "a0:20:a6:1b:2c:3d", "A0-20-A6-1B-2C-3D", "529.982.247-25", "078-05-1120",
    "131052-308T", "811228-9874", "11010519491231002X", "ghp_0123456789abcdefghijABCDEFGHIJ", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.abcDEF_1",
    "AKIAIOSFODNN7EXAMPLE", "amFuZUBleGFtcGxlLmNvbQ==", "1985-07-14", "SW1A 1AA", "10115", "Hauptstr. 5, 10115 Berlin", "3f9a8b7c6d5e4f3a2b1c",
    "38400000-8cf0-11bd-b23e-10b96e40000d", "s1049921", "hunter2", "john smith", "db01.internal", "http://db01.corp.lan/x", "//192.0.2.9/a",
    "http://bob:pw@example.com/", "(201) 555-0123", "201-555-0123", "/home/jane/x.log", "C:\\Users\\jane\\x", "acct:jane@example.org",
    "@jane:example.org", '{"email":"a@example.org","first_name":"Jo"}', "x", "", "-", "12", "a b c", "cv-jane-doe.pdf", "1700000000.123",
)  # fmt: skip
FRAMES = (
    "/{word}/{value}", "/{word}/{value}/edit", "/?{key}={value}", "/a/{word}?{key}={value}&x=1", "/a;{key}={value}?b", "/x?a[{key}]={value}",
    "{key}={value}", "https://example.com/{word}/{value}?{key}={value}#/{word}/{value}", "/?next=%2F{word}%2F{value}%3F{key}%3D{value}",
    "user {value} {key}={value}", "{key}: {value}", "{value}", "Mozilla/5.0 ({key}={value}; {value})", "App/1.0 ({key}:{value}; x) Chrome/121.0.0.0",
    "{{'{key}': '{value}'}}", "Failing row contains (1, {value}, Doe)", "GET /{word}/{value}?{key}={value} HTTP/1.1", "//{value}/a", "/(S({value}))/x",
    "/docs/{value}.pdf", "Value: `{value}' ARGS:{key} (Value: `{value}')", "session {key}={value}", "Mr. {value}", "imei {value} serial: {value}",
)  # fmt: skip


# Keys that no detector lists and that are read by their parts.
MADE = (
    "telefon_privat", "wlan_key", "user_pin", "persnr", "kundenkennung", "reisepassnummer", "vertragskonto_nr", "plz_ort", "lieferplz", "aktions_code", "gebdatum", "wohnstrasse",
    "meinkennwort", "geraete_serial", "passagier1_nom", "guests[2][firstName]", "pr\u00e9nom", "imi\u0119", "t%C3%A9l\u00e9phone",
)  # fmt: skip


def flags(values, holds):
    """What the fast sieve says of each value."""
    lengths = np.array([len(value) for value in values], np.int64)
    stops = np.cumsum(lengths)
    data = np.frombuffer(b"".join(values) or b"\0", np.uint8)
    return may_hold(data, stops - lengths, stops, sieve_table(holds))


@st.composite
def framed(draw):
    """A value that may identify, in a place where values stand, with some characters escaped."""
    words = sorted(BY_PATH_WORD)
    keys = sorted(BY_KEY) + sorted(BY_EXACT) + list(MADE) * 40
    text = draw(st.sampled_from(FRAMES)).format(
        word=draw(st.sampled_from(words)), key=draw(st.sampled_from(keys)), value=draw(st.sampled_from(VALUES))
    )
    escape = draw(st.sampled_from(["%{:02x}", "%{:02X}", "%25{:02x}", "\\x{:02X}", "\\u00{:02x}"]))
    for at in draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=3)):
        if text[at : at + 1] not in ("", "\\", "%") and text[at].isascii():
            text = text[:at] + escape.format(ord(text[at])) + text[at + 1 :]
    return text.encode()


@given(framed(), st.sampled_from(SIEVED))
def test_what_is_found_is_flagged(value, holds):
    """Law: detection after the sieve finds what detection alone finds."""
    if find(value, holds):
        assert may_hold_py(value, sieve_table(holds))


@given(st.lists(st.binary(max_size=60) | framed(), min_size=1, max_size=8), st.sampled_from(SIEVED))
def test_twins_agree(values, holds):
    """The kernel and its twin in plain Python give the same flags for any bytes, and never read past a value."""
    table = sieve_table(holds)

    assert [flag != 0 for flag in flags(values, holds)] == [may_hold_py(value, table) for value in values]


@pytest.mark.parametrize(
    "value",
    [b"/img/logo.png", b"/2026/04/02/ten-tips?page=2&sort=price", b"/style/grid-12-24.css?ver=6.4.3", b"/", b"", b"-"],
)
def test_ordinary_urls_pass(value):
    """Pages, pictures and paging hold no trigger."""
    assert not may_hold_py(value, sieve_table(Holds.URL))


@pytest.mark.parametrize(
    "value",
    [
        b"/bed/linen-12?colour=hook&size=26",
        b"https://www.example.org/list?colour=account&page=2&size=feed",
        b"GET /blog/feed/ HTTP/1.1",
        b"/blog/user/?",
    ],
)
def test_words_of_paths_count_in_paths(value):
    """A word that speaks for the segment after it says nothing as the value of a parameter, nor as the last segment."""
    assert not may_hold_py(value, sieve_table(Holds.REQUEST))


@pytest.mark.parametrize(
    "value",
    [
        b"/index.php?x=Zk4tLq9xW2mP&route=unsubscribe",
        b"/index.php?route=unsubscribe&x=Zk4tLq9xW2mP",
        b"/x?id=12345&page=citizen",
        b"/newsletter.html?x=7KXM-29QP-LLF4",
        b"/?u=%2Fusers%2F12345",
        b"/?u=/users/12345&x=2",
        b"GET /users/ 12345 HTTP/1.1",
        "/a?x=\u00abghp_0123456789abcdefghijABCDEFGHIJ01".encode(),
    ],
)
def test_words_that_stand_for_paths_count_everywhere(value):
    """Behind a slash, in the value of a key that routes (for the pairs before it, too), and behind letters of other scripts."""
    assert find(value, Holds.REQUEST)
    assert may_hold_py(value, sieve_table(Holds.REQUEST))


def test_conditions_in_agents_are_looked_at():
    """What is injected as an agent may name an account as a query of a database does."""
    value = b"SELECT 1 FROM u WHERE user_login = 'jane.doe' LIMIT 1"

    assert find(value, Holds.USER_AGENT)
    assert may_hold_py(value, sieve_table(Holds.USER_AGENT))


def test_agents_pass():
    """Four-part versions of browsers are no addresses."""
    agents = [
        b"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0.0.0 Safari/537.36",
        b"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:124.0) Gecko/20100101 Firefox/124.0",
        b"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        b"curl/8.5.0",
    ]

    assert not flags(agents, Holds.USER_AGENT).any()


def test_other_fields_are_always_looked_at():
    """A field that is wholly an identifier needs no sieve; only the empty and the missing are let pass."""
    assert list(flags([b"192.0.2.1", b"-", b"", b"jane"], Holds.CLIENT)) == [1, 0, 0, 1]


def test_room_for_more_words():
    """States are numbers of 16 bits; a tenth of them is left for words to come."""
    assert len(sieve_table(Holds.URL).step) <= 59_000


def real_values():
    """Distinct URLs and user agents of the shared logs."""
    if not (SHARED / "logs").is_dir():
        pytest.skip("../shared/logs is not there")
    urls, agents = set(), set()
    pattern = re.compile(rb'"[A-Z]{3,7} ([^" ]+)[^"]*" \d{3} \S+(?: "[^"]*" "([^"]*)")?')
    for path in sorted((SHARED / "logs").glob("*/*access*"))[:40]:
        if path.suffix == ".gz":
            continue
        for url, agent in pattern.findall(path.read_bytes()[:400_000]):
            urls.add(url)
            agents.add(agent)
    return sorted(urls), sorted(agents)


def test_selective_and_lawful_on_real_logs():
    """At most a tenth of real URLs and 2 % of real agents are looked at, and nothing found there was let pass."""
    urls, agents = real_values()
    flagged = flags(urls, Holds.URL)
    agent_flags = flags(agents, Holds.USER_AGENT)

    assert flagged.mean() <= 0.10
    assert agent_flags.mean() <= 0.02
    passed = [url for url, flag in zip(urls, flagged, strict=True) if not flag]
    assert not [number for number, url in enumerate(passed[:4000]) if find(url, Holds.URL)]
