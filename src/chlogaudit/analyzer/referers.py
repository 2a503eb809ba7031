"""Referers: which site a visitor came from, and what was asked there when it was a search engine."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote_to_bytes

ADDRESS = "(address)"
INTERNAL = "(internal)"

_LONGEST = 8192
_URL = re.compile(
    rb"([A-Za-z][A-Za-z0-9+.-]{1,20}://)(?:[^/?#\\]{0,1000}@)?(\[[^\]/?#]{1,60}\]|[^/?#:@\\]{1,253})(?::(\d{0,5}))?(?=[/?#\\]|$)"
)
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,20}[\w-]{1,63}")
# Written as a number, as numbers with dots, or built from the numbers of an address as providers name their lines.
_NUMBERS = re.compile(
    r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}|.*(?<!\d)\d{1,3}([.-])\d{1,3}\1\d{1,3}\1\d{1,3}(?!\d).*"
)
# Most hosts: nothing in them can be an address or a port.
_SIMPLE = re.compile(
    rb"https?://(?:www\.)?((?:[a-z][a-z-]{0,61}\.){1,6}(?!local|lan\b|internal|intranet|corp|home|arpa|private)[a-z]{2,18})(?:[/?#]|$)"
)
_INSIDE = (".local", ".lan", ".internal", ".intranet", ".corp", ".home", ".localdomain", ".home.arpa", ".private")

# The label before the top-level domain(s), and the parameters that hold what was asked, as the engines' own pages use
# them. Old parameters stay: logs are old, too.
_ENGINES = {
    "google": ("q", "as_q"),
    "bing": ("q",),
    "duckduckgo": ("q",),
    "yahoo": ("p", "va"),
    "yandex": ("text", "query"),
    "ya": ("text",),
    "baidu": ("wd", "word", "kw"),
    "sogou": ("query", "keyword"),
    "so": ("q",),
    "sm": ("q",),
    "naver": ("query",),
    "daum": ("q",),
    "seznam": ("q",),
    "mail": ("q",),
    "rambler": ("query",),
    "ecosia": ("q",),
    "startpage": ("query", "q"),
    "qwant": ("q",),
    "brave": ("q",),
    "kagi": ("q",),
    "mojeek": ("q",),
    "ask": ("q",),
    "aol": ("q", "query"),
    "lycos": ("q", "query"),
    "msn": ("q",),
    "live": ("q",),
    "altavista": ("q",),
    "web": ("q", "su"),
    "gmx": ("q", "su"),
    "t-online": ("q",),
    "metager": ("eingabe",),
    "swisscows": ("query",),
    "presearch": ("q",),
    "you": ("q",),
    "perplexity": ("q",),
    "dogpile": ("q",),
    "onet": ("qt", "q"),
    "virgilio": ("qs",),
    "searx": ("q",),
}
# Parts of those companies where the same parameter holds a person's mail or files.
_NOT_SEARCH = frozenset(
    {"mail", "e", "webmail", "docs", "drive", "accounts", "calendar", "login", "groups", "translate", "outlook"}
)
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu"})
_EMAIL = re.compile(r"\S{1,80}@\S{1,80}")
_LONG_NUMBER = re.compile(r"\+?\d(?:[ ./()-]{0,2}\d){4,}")
_PHRASE = 100
# What engines wrote before all of them wrote UTF-8.
_CHARSETS = {
    "baidu": "gb18030",
    "sogou": "gb18030",
    "so": "gb18030",
    "yandex": "cp1251",
    "rambler": "cp1251",
    "mail": "cp1251",
}


def site(referer: bytes) -> str:
    """
    Name the site of a referer: its host in small letters, without a leading "www.", user name, and port 80 or 443.

    Other ports stay. Internationalised names stay as written. "" for what is no URL, ``ADDRESS`` for a host that is an
    address or is named after one, ``INTERNAL`` for a name that only means something inside a network.
    """
    simple = _SIMPLE.match(referer)
    if simple:
        return simple[1].decode("ascii")
    found = _URL.match(referer[:_LONGEST])
    if not found:
        return ""
    raw, port = found[2], found[3]
    if raw[:1] == b"[":
        return ADDRESS
    try:
        host = raw.decode().lower().removesuffix(".")
    except UnicodeDecodeError:
        return ""
    if _NUMBERS.fullmatch(host):
        return ADDRESS
    if host.endswith(_INSIDE) or re.fullmatch(r"[\w-]{1,63}", host):
        return INTERNAL
    if not _HOST.fullmatch(host):
        return ""
    host = host.removeprefix("www.") if host.count(".") > 1 else host
    if not port or int(port) in {80, 443}:
        return host
    return f"{host}:{int(port)}" if int(port) < 65536 else ""


def origin_and_path(referer: bytes) -> bytes:
    """
    Cut a referer down to origin and path: no user name, no query, no fragment, no path parameters (";jsessionid=").

    The bytes that stay are as written. b"" for what is no URL.
    """
    found = _URL.match(referer[:_LONGEST])
    if not found:
        return b""
    port = b":" + found[3] if found[3] else b""
    rest = re.match(rb"[^?#;]*", referer[found.end() :])
    return found[1] + found[2] + port + (rest[0] if rest else b"")


def phrase(referer: bytes) -> str | None:
    r"""
    Give what was asked of a search engine, or None when the referer is none's or does not tell.

    At most 100 characters, control and direction characters as ``\uXXXX``; addresses and long numbers in it are named,
    not shown: people search for people.
    """
    if b"=" not in referer:
        return None
    found = _URL.match(referer[:_LONGEST])
    engine = _engine(found[2]) if found else ""
    if not found or not engine:
        return None
    query = re.split(rb"[?#&]", referer[found.end() : found.end() + _LONGEST])[1:]
    values = dict(part.partition(b"=")[::2] for part in reversed(query))
    raw = next((values[key] for key in map(str.encode, _ENGINES[engine]) if values.get(key)), None)
    return (_shown(raw, _CHARSETS.get(engine, "latin-1")) or None) if raw else None


def is_engine(origin: bytes) -> bool:
    """Say whether a referer's origin (scheme and host) is a search engine's."""
    found = _URL.match(origin[:_LONGEST])
    return bool(found and _engine(found[2]))


def _engine(host: bytes) -> str:
    """Give the engine's label in ``host``, or "" when it is none's or a part of the company that is no search."""
    labels = host.decode("latin-1").lower().split(".")
    if len(labels) < 2 or (len(labels) > 2 and labels[0] in _NOT_SEARCH):
        return ""
    label = labels[-3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else -2]
    return label if label in _ENGINES else ""


def _shown(raw: bytes, charset: str) -> str:
    plain = unquote_to_bytes(raw[:2000].replace(b"+", b" "))
    try:
        text = plain.decode()
    except UnicodeDecodeError:
        text = plain.decode(charset, "replace")
    text = " ".join(text.split(" ")).strip().lower()
    text = _LONG_NUMBER.sub("{number}", _EMAIL.sub("{email}", text))
    shown = "".join(
        c if c == " " or unicodedata.category(c)[0] not in "CZ" else f"\\u{ord(c):04x}" for c in text[:_PHRASE]
    )
    return shown if len(shown) <= _PHRASE else shown[: _PHRASE - 3] + "..."
