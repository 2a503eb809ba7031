"""What user agents claim: browsers, systems, devices and bots."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.analyzer import agents, crawlers

_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"

PEOPLE = [
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36", "Chrome", "129", "Windows", "desktop"),
    ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox", "130", "Ubuntu", "desktop"),
    (f"{_IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Mobile Safari", "17", "iOS", "phone"),
    ("Mozilla/5.0 (iPad; CPU OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.1 Mobile/15E148 Safari/604.1",
     "Mobile Safari", "16", "iOS", "tablet"),
    (f"Mozilla/5.0 (Linux; Android 14; SM-S911B) {_CHROME} Mobile Safari/537.36", "Chrome Mobile", "129", "Android", "phone"),
    (f"Mozilla/5.0 (Linux; Android 13; SM-X700) {_CHROME} Safari/537.36", "Chrome", "129", "Android", "tablet"),
    (f"Mozilla/5.0 (Linux; Android 9; CUBOT_X19) {_CHROME} Mobile Safari/537.36", "Chrome Mobile", "129", "Android", "phone"),
    (f"Mozilla/5.0 (Linux; Android 9; ROBOT SPIDER 5 Build/PPR1) {_CHROME} Mobile Safari/537.36", None, None, "Android", "phone"),
    (f"{_IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0.0.30.109;FBBV/1;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5;FBLC/de_DE]",
     "Facebook", "480", "iOS", "phone"),
    (f"{_IPHONE} Mobile/15E148 Instagram 340.0.0.20.90 (iPhone14,5; iOS 17_5; de_DE; de; scale=3.00; 1170x2532; 1)", "Instagram", "340", "iOS",
     "phone"),
    (f"Mozilla/5.0 (Linux; Android 12; M2101K6G; wv) {_CHROME} Mobile Safari/537.36 [Pinterest/Android]", None, None, "Android", "phone"),
    (f"Mozilla/5.0 (Linux; Android 11; SM-A125F; wv) {_CHROME} Mobile Safari/537.36;DaumApps/7.6.0 DaumDevice/mobile", None, None, "Android",
     "phone"),
    (f"Mozilla/5.0 (Linux; Android 10; V1901A) {_CHROME} Mobile Safari/537.36 SogouMSE,SogouMobileBrowser/5.30", None, None, "Android", "phone"),
    ("Microsoft Office Word/16.80.1 (Mac OS/14.0; Desktop; en-US; NonAppStore; Apple/Mac14,7)", None, None, None, "desktop"),
    ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; .NET CLR 2.0.50727)", "IE", "8", "Windows", "desktop"),
    ("Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.16", "Opera", "12", "Windows", "desktop"),
    ("Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/538.1 (KHTML, like Gecko) Version/6.0 TV Safari/538.1", None, None, "Tizen", "tv"),
    ("Mozilla/5.0 (PlayStation 5 3.11) AppleWebKit/605.1.15 (KHTML, like Gecko)", None, None, None, "other"),
    ("Nokia6300/2.0 (07.21) Profile/MIDP-2.0 Configuration/CLDC-1.1", None, None, None, "phone"),
    ("Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1", "Lynx", "2", None, "desktop"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "browser", "major", "system", "device"), PEOPLE)
def test_people(text: str, browser: str | None, major: str | None, system: str | None, device: str) -> None:
    """People's programs are nobody's bot, with their browser, system and device; phones named like robots included."""
    found = agents.classify(text.encode())

    assert not found.bot
    assert (found.bot_name, found.bot_kind, found.operator, found.purpose) == ("", "", "", "")
    assert found.device == device
    assert browser in {None, found.browser}
    assert major in {None, found.browser_version}
    assert system in {None, found.system}


BOTS = [
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot", "search", "Google"),
    (f"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) {_CHROME} Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://x)",
     "Googlebot", "search", "Google"),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot", "GPTBot", "ai_training", "OpenAI"),
    ("Mozilla/5.0 (compatible; ChatGPT-User/1.0; +https://openai.com/bot)", "ChatGPT-User", "ai_assistant", "OpenAI"),
    ("Mozilla/5.0 (compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot)", "OAI-SearchBot", "ai_search", "OpenAI"),
    ("Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)", "ClaudeBot", "ai_training", "Anthropic"),
    ("Mozilla/5.0 (compatible; Claude-SearchBot/1.0)", "Claude-SearchBot", "ai_search", "Anthropic"),
    ("CCBot/2.0 (https://commoncrawl.org/faq/)", "CCBot", "ai_training", "Common Crawl"),
    ("meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)", "meta-externalagent", "ai_training", "Meta"),
    ("Mozilla/5.0+(compatible;+UptimeRobot/2.0;+http://www.uptimerobot.com/)", "UptimeRobot", "monitor", "UptimeRobot"),
    ("curl/8.5.0", "curl", "library", ""),
    ("python-requests/2.32.3", "python-requests", "library", ""),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/129.0.0.0 Safari/537.36", "HeadlessChrome", "library",
     ""),
    ("ExampleCrawler/0.1 (+https://example.com/crawler)", "ExampleCrawler", "other", ""),
    ("example-uptime-monitor/3", "example-uptime-monitor", "monitor", ""),
    ("Xyzzy", "Xyzzy", "other", ""),
    ("Mozilla/5.0 (compatible; Frobnicate/1.0)", "Frobnicate", "other", ""),
    ("jane.doe@example.com", "(unnamed)", "other", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "kind", "operator"), BOTS)
def test_bots(text: str, name: str, kind: str, operator: str) -> None:
    """Bots are found by table, word or shape, with what is known of them, and a name is never an address."""
    found = agents.classify(text.encode())

    assert found.bot
    assert found.device == "bot"
    assert (found.bot_name, found.bot_kind, found.operator) == (name, kind, operator)
    assert bool(found.purpose) == any(name in {c.token, c.label} for c in crawlers.CRAWLERS)


def test_listed_bots_tell_what_the_list_knows() -> None:
    """A bot that only crawler-user-agents knows comes with its site as operator and the list's sentence as purpose."""
    found = agents.classify(b"Turnitin (https://example.com/x)")

    assert (found.bot_name, found.operator) == ("Turnitin", "turnitin.com")
    assert found.purpose


def test_plus_for_blanks() -> None:
    """IIS writes blanks as plus signs; the claim is the same."""
    plain = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36".encode()

    assert agents.classify(plain.replace(b" ", b"+")) == agents.classify(plain)


@pytest.mark.parametrize("value", [b"", b"-", b" ", b'"-"'])
def test_nobody(value: bytes) -> None:
    """A missing user agent is nobody's, not a bot's."""
    assert agents.classify(value) == agents.NOBODY


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=60).map(lambda noise: b"Mozilla/5.0 (" + noise + b"bot")))
def test_any_bytes(value: bytes) -> None:
    """Any bytes are classified; a bot has a name and a kind, a person neither."""
    found = agents.classify(value)

    assert found.bot == bool(found.bot_name) == bool(found.bot_kind) == (found.device == "bot")
    assert found.bot_kind in {"", *crawlers.KINDS}


@pytest.mark.parametrize(
    "piece", [b"a", b"1", b" ", b"(", b";", b"@", b".", b"bot", b"Android 1; ", b"Mozilla/5.0 (", b"\xff", b"a@"]
)
def test_long_values_are_cheap(piece: bytes) -> None:
    """A megabyte of one thing costs no more than 50 ms: only the first thousand bytes are read."""
    agents.classify(b"warm")
    value = piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    agents.classify(value)

    assert time.perf_counter() - start < 0.05


def test_table_is_whole() -> None:
    """Each crawler of the table is found under its own name, with a known kind and a sentence on its purpose."""
    tokens = [crawler.token.lower() for crawler in crawlers.CRAWLERS]
    assert len(set(tokens)) == len(tokens)
    for crawler in crawlers.CRAWLERS:
        found = agents.classify(f"Mozilla/5.0 (compatible; {crawler.token}1.0)".encode())
        assert (found.bot_name, found.bot_kind) == (crawler.label, crawler.kind)
        assert crawler.kind in crawlers.KINDS
        assert crawler.purpose.endswith(".")
