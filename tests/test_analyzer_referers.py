"""Referers: sites, origins and key phrases."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.analyzer import referers

SITES = [
    (b"https://www.example.com/a?b", "example.com"),
    (b"http://EXAMPLE.com", "example.com"),
    (b"http://www.example.co.uk./", "example.co.uk"),
    (b"https://www.com/", "www.com"),
    (b"https://shop.example.com:8443/", "shop.example.com:8443"),
    (b"https://example.com:443/", "example.com"),
    (b"http://example.com:80/", "example.com"),
    (b"http://example.com:99999/", ""),
    (b"https://jane:secret@example.com/", "example.com"),
    (b"https://jane@mail.example@example.com/", "example.com"),
    (b"https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
    ("https://bücher.example/".encode(), "bücher.example"),
    (b"android-app://com.example.mail/", "com.example.mail"),
    (b"http://192.0.2.1/x", "(address)"),
    (b"http://192.0.2.1:8080/x", "(address)"),
    (b"http://[2001:db8::1]:8080/", "(address)"),
    (b"http://3221225985/", "(address)"),
    (b"http://0xc0.0.2.1/", "(address)"),
    (b"http://ip-192-0-2-1.isp.example/", "(address)"),
    (b"http://intranet/wiki", "(internal)"),
    (b"http://build.corp/", "(internal)"),
    (b"http://nas.fritz.home.arpa/", "(internal)"),
    (b"-", ""),
    (b"", ""),
    (b"example.com/page", ""),
    (b"() { :; }; echo", ""),
    (b"http://exa mple.com/", ""),
    (b"http://\xff\xfe.example/", ""),
    (b"http://<script>.example/", ""),
    (b"http:///path", ""),
]


@pytest.mark.parametrize(("referer", "expected"), SITES)
def test_site(referer: bytes, expected: str) -> None:
    """The site is the host alone, and no address, user name or inner name leaves."""
    assert referers.site(referer) == expected


@given(
    st.binary(max_size=120),
    st.sampled_from(
        [
            b"",
            b"http://",
            b"https://www.",
            b"http://a@",
            b"https://google.com/?q=",
            b"https://baidu.com/?wd=%FF",
            b"http://[",
        ]
    ),
)
def test_any_bytes(noise: bytes, before: bytes) -> None:
    """For any bytes all three end in a result; a site and a phrase hold no control character; a cut referer stays cut."""
    referer = before + noise
    site, cut, phrase = referers.site(referer), referers.origin_and_path(referer), referers.phrase(referer)

    assert all(unicodedata.category(c)[0] not in "CZ" for c in site)
    assert "@" not in site
    assert referers.origin_and_path(cut) == cut
    assert b"?" not in cut
    assert phrase is None or (
        0 < len(phrase) <= 100 and all(c == " " or unicodedata.category(c)[0] not in "CZ" for c in phrase)
    )


def test_origin_and_path() -> None:
    """Query, fragment, user name and path parameters go; every other byte stays as written."""
    assert (
        referers.origin_and_path(b"https://jane:pw@Example.com:8443/A%20b;jsessionid=1?q=2#3")
        == b"https://Example.com:8443/A%20b"
    )
    assert referers.origin_and_path(b"http://example.com") == b"http://example.com"
    assert referers.origin_and_path(b"http://example.com/\xff") == b"http://example.com/\xff"
    assert referers.origin_and_path(b"-") == b""


PHRASES = [
    (b"https://www.google.com/search?q=Cheap+%22log%22%20audit&hl=en", 'cheap "log" audit'),
    (b"https://www.google.co.uk/search?hl=en&q=a", "a"),
    (b"https://www.google.com/#q=late", "late"),
    (b"https://www.bing.com/search?q=x&form=QBLH", "x"),
    (b"https://search.yahoo.com/search?p=y", "y"),
    (b"https://yandex.ru/search/?text=%D0%BB%D0%BE%D0%B3", "лог"),
    (b"https://yandex.ru/search/?text=%EB%EE%E3", "лог"),
    (b"https://www.baidu.com/s?wd=%C8%D5%D6%BE", "日志"),
    (b"https://www.baidu.com/s?wd=a%FF", "a\ufffd"),
    (b"https://duckduckgo.com/?q=z", "z"),
    (b"https://www.google.com/url?q=", None),
    (b"https://www.google.com/", None),
    (b"https://mail.google.com/mail/?q=jane", None),
    (b"https://example.com/?q=a", None),
    (b"https://google.example.com/?q=a", None),
    (b"-", None),
    (b"https://www.google.com/search?q=jane.doe%40example.com+phone", "{email} phone"),
    (b"https://www.google.com/search?q=call+%2B49+170+1234567", "call {number}"),
    (b"https://www.google.com/search?q=a%1b%5b31mb", "a\\u001b[31mb"),
    (b"https://www.google.com/search?q=%E2%80%AEevil", "\\u202eevil"),
]


@pytest.mark.parametrize(("referer", "expected"), PHRASES)
def test_phrase(referer: bytes, expected: str | None) -> None:
    """What was asked is read out of search engines' referers only, with what identifies named and what acts shown."""
    assert referers.phrase(referer) == expected


def test_phrase_is_cut() -> None:
    """A phrase is at most 100 characters, escapes counted."""
    found = referers.phrase(b"https://www.google.com/search?q=" + b"%00" * 500)

    assert found is not None
    assert len(found) == 100
