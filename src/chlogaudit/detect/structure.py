"""Cut a value into its named values and paths: URLs, query strings, cookies, JSON, and all of these inside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chlogaudit.detect.claims import is_dull
from chlogaudit.detect.detector import Path, Slot, Where, key_names, plain, words
from chlogaudit.detect.people import asks_password
from chlogaudit.detect.view import View

_MAX_DEPTH = 4
_LONG_KEY = 14
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,14}:(?=//)|(?<![^\s=\"'(<])(?=//[A-Za-z0-9\[])")
_AUTHORITY_END = re.compile(r"[/?#\s\"'<>|\\^`{}]")
_PAIR = re.compile(r"(?:^|(?<=[&;?]))([^&;=?\s][^&;=]{0,127})=([^&]+)")
_QUERY_LIKE = re.compile(r"^[?&]?[A-Za-z_][\w.%\[\]-]{0,60}=[^=]")
_INNER_PAIR = re.compile(r"[&?;][A-Za-z_][\w.%\[\]-]{0,60}=")
_COOKIE = re.compile(r"([^=;,\s]{1,128})=(\"[^\"]*\"|[^;]+)")
_MEMBER = re.compile(
    r"""(?:"((?:[^"\\]|\\.){1,80})"|'([^'\\]{1,80})')(?::| ?=>)\s{0,8}"""
    r"""(?:"((?:[^"\\]|\\.){0,4000})"|'([^'\\]{0,4000})'|(-?[\d][\d.]{0,40}))"""
)
_HOST = re.compile(r"[A-Za-z0-9][\w-]*(?:\.[A-Za-z][\w-]*)+:\d{1,5}$")
_BASE64 = re.compile(r"[A-Za-z0-9+][A-Za-z0-9+/_-]{15,4000}={0,2}$")
# Where mailings are counted, segments carry the reader's address in base64: /track/open/amFuZUBleGFtcGxlLmNvbQ/x.png
CODED_AFTER = words(
    "track tracking open opens click clicks pixel beacon newsletter newsletters mailing mailings nl wf webversion optout unsubscribe unsub"
)
_CODED = re.compile(
    r"(?<=/)(?=[^/]{0,60}[0-9])(?=[^/]{0,60}[A-Z])(?=[^/]{0,60}[a-z])[A-Za-z0-9_-]{16,400}={0,2}(?=/|$)"
)
_SHORTEST_CODED = 20
_MIXED = re.compile(r"(?=[^a-z]*[a-z])[^A-Z]*[A-Z]")
# Conditions in query languages: assignee = jane, userName eq "jane", (uid=jane), author:jane.
_CONDITION = re.compile(
    r"(?<![\w.=&?])(user(?:_?name)?|login|assignee|reporter|owner|author|creator|(?:first|last|full|sur|given|family)_?name|name|e?mail|phone|uid|cn|samaccountname)"
    r" ?(?:=|:| eq | ~ )\s?(?:\"([^\"]{2,80})\"|'([^']{2,80})'|([\w.@+-]{2,64})(?![\w(]))",
    re.IGNORECASE,
)
# Where one program serves all pages, these keys say what the path says elsewhere: index.php?route=account/reset
ROUTES = frozenset(
    {
        "route",
        "dispatch",
        "action",
        "act",
        "view",
        "task",
        "controller",
        "module",
        "mod",
        "mode",
        "mainpage",
        "page",
        "do",
        "option",
        "cmd",
        "rt",
        "fc",
        "site",
        "section",
    }
)
_ROUTE_WORD = re.compile(r"[A-Za-z][A-Za-z_-]{2,40}")
# index.php?/users/jane/edit, index.php?account-confirmation/jane/email&c=...
_BARE_ROUTE = re.compile(r"/?[A-Za-z][\w.-]*(?:/[\w.%@+-]+)+/?(?=&|$)")
# uid=jane,ou=people,dc=example: an entry of a directory.
_DIRECTORY_NAME = re.compile(r"(?:uid|cn|mail|samaccountname)=[^,&=]{1,80}, ?(?:ou|dc|o|cn|c)=", re.IGNORECASE)
_RDN = re.compile(r"(?:^|, ?)(uid|mail|samaccountname|cn)=([^,&=]{2,80})", re.IGNORECASE)
_MATRIX = re.compile(r";([A-Za-z][\w.-]{0,40})=([^;/?#&]+)")


@dataclass(slots=True)
class Parts:
    """What a value is made of; ``texts`` are the pieces to search for shapes, each with the key it belongs to."""

    slots: list[Slot] = field(default_factory=list)
    paths: list[View] = field(default_factory=list)
    hosts: list[tuple[View, View | None]] = field(default_factory=list)  # host with port, userinfo
    texts: list[tuple[View, Where, str]] = field(default_factory=list)


# Hosts that open a chat with whom their path names.
_CHATS = words("wa.me api.whatsapp.com web.whatsapp.com t.me viber.com signal.me")


def add_url(parts: Parts, view: View, *, depth: int = 0) -> None:
    """
    Take a URL or request target apart.

    ``view`` holds the log's own escapes resolved, but not percent escapes: ``&`` and ``=`` must still mean what
    they meant to the server.
    """
    text = view.text
    start = 0
    scheme = _SCHEME.match(text)
    if scheme is not None or text.startswith("//"):
        begin = (scheme.end() if scheme else 0) + 2
        start = _add_authority(parts, view, begin)
        if text[begin:start].lower() in _CHATS:
            parts.texts.append((view.sub(begin, len(text)).percent_decoded(plus=False), Where.PATH, ""))
    query = text.find("?", start)
    fragment = text.find("#", start)
    stop = len(text) if query < 0 else query
    if 0 <= fragment < stop:
        stop = fragment
    words = _add_path(parts, view, start, stop)
    if query >= 0 and (fragment < 0 or query < fragment):
        end = fragment if fragment >= 0 else len(text)
        add_query(parts, view.sub(query + 1, end), words, depth=depth)
    if fragment >= 0:
        add_fragment(parts, view.sub(fragment + 1, len(text)), words, depth=depth)


def add_fragment(parts: Parts, view: View, words: tuple[str, ...], *, depth: int) -> None:
    """Fragments do not travel to servers, yet single-page referers and broken clients write them."""
    if "=" in view.text:
        start = view.text.find("?") + 1
        add_query(parts, view.sub(start, len(view.text)), words, depth=depth)
    elif "/" in view.text:
        query = view.text.find("?")
        _add_path(parts, view, 0, query if query >= 0 else len(view.text))


def _add_authority(parts: Parts, view: View, start: int) -> int:
    """Host and userinfo from ``start``; gives where the path begins."""
    end = _AUTHORITY_END.search(view.text, start)
    stop = end.start() if end else len(view.text)
    at = view.text.rfind("@", start, stop)
    user = view.sub(start, at) if at >= 0 else None
    parts.hosts.append((view.sub(at + 1 if at >= 0 else start, stop), user))
    return stop


def _add_path(parts: Parts, view: View, start: int, stop: int) -> tuple[str, ...]:
    """Segments, matrix parameters, and the whole path as text; gives the plain words for the query's context."""
    whole = view.sub(start, stop)
    text = whole.text
    path = Path(whole)
    for match in _MATRIX.finditer(text) if ";" in text else ():
        value = whole.sub(match.start(2), match.end(2)).percent_decoded(plus=False)
        parts.slots.append(Slot(key_names(match.group(1)), value, path.words))
    parts.paths.append(whole)
    if len(text) > _SHORTEST_CODED and not CODED_AFTER.isdisjoint(path.words):
        for match in _CODED.finditer(text):
            inner = whole.sub(*match.span()).from_base64()
            if inner is not None:
                parts.texts.append((inner, Where.VALUE, ""))
    return path.words


def add_query(parts: Parts, view: View, words: tuple[str, ...], *, depth: int = 0) -> None:
    """Pairs of a query string; a query without a pair is one text."""
    siblings: list[str] = []
    routes: list[str] = []
    dull: list[tuple[tuple[str, ...], tuple[int, int]]] = []
    route = _BARE_ROUTE.match(view.text)
    if route is not None:
        words = (*words, *_add_path(parts, view, *route.span()))
    named: list[tuple[tuple[str, ...], View]] = []
    last = 0
    for match in _PAIR.finditer(view.text):
        key, text = match.groups()
        last = match.end()
        names = key_names(_inner_key(key) if "%" in key or "?" in key else key)
        if names:
            siblings.append(names[0])
            if names[0] in ROUTES:
                routes += map(plain, _ROUTE_WORD.findall(text, 0, 80))
        if "@" in key or "%" in key or "." in key or len(key) > _LONG_KEY:  # a key that is an identifier itself
            parts.texts.append((view.sub(*match.span(1)).percent_decoded(plus=True), Where.VALUE, ""))
        if is_dull(names, text):
            dull.append((names, match.span(2)))
            continue
        value = view.sub(match.start(2), last)
        semi = _MATRIX.search(text) if ";" in text else None
        if semi is not None:  # ; parts pairs too, but only where a key follows
            add_query(parts, value.sub(semi.start() + 1, len(text)), words, depth=depth)
            value = value.sub(0, semi.start())
        named.append((names, value.percent_decoded(plus=True)))
    if not last:
        if view.text:
            text = view.percent_decoded(plus=True)
            parts.texts.append((text, Where.VALUE, ""))
            if _HOST.match(text.text):
                parts.hosts.append((text, None))
            if depth < _MAX_DEPTH and text.text != view.text:
                add_nested(parts, text, words, depth=depth + 1)
        return
    if last < len(view.text) - 1:
        parts.texts.append((view.sub(last, len(view.text)).percent_decoded(plus=True), Where.VALUE, ""))
    others = frozenset(siblings)
    if dull and asks_password(others):
        named += [(names, view.sub(*span)) for names, span in dull]
    words = (*words, *routes)
    for names, value in named:
        parts.slots.append(Slot(names, value, words, others))
        if depth < _MAX_DEPTH:
            add_nested(parts, value, words, depth=depth + 1)


def _inner_key(key: str) -> str:
    """A key decoded; some queries were encoded once more as a whole, so it may carry the pair before it: ``%26ad%5fid``."""
    decoded = View(key).percent_decoded(plus=False).text
    for mark in "&?":
        decoded = decoded.rpartition(mark)[2]
    return decoded


def add_nested(parts: Parts, view: View, words: tuple[str, ...], *, depth: int) -> None:
    """What a decoded value may hold in turn: JSON, a URL, a query string, base64 of one of these."""
    text = view.text
    if len(text) < 5:
        return
    if ("{" in text or "[" in text) and ('":' in text or "':" in text or "=>" in text):
        add_members(parts, view, words, depth=depth)
        return
    for match in _CONDITION.finditer(text) if " " in text or ":" in text or "(" in text else ():
        parts.slots.append(
            Slot(key_names(match[1]), view.sub(*match.span(match.lastindex or 1)), words, kind="condition")
        )
    if _DIRECTORY_NAME.match(text):
        for match in _RDN.finditer(text):
            parts.slots.append(Slot(key_names(match[1]), view.sub(*match.span(2)), words, kind="condition"))
        return
    scheme = _SCHEME.search(text) if "//" in text else None
    if scheme is not None:
        for match in _SCHEME.finditer(text):
            # All of a value is a URL to its end: blanks in its query were encoded once less than its marks.
            blank = None if match.start() == 0 and "?" in text else re.search(r"[\s\"'<>]", text[match.end() :])
            end = match.end() + blank.start() if blank else len(text)
            add_url(parts, view.sub(match.start(), end), depth=depth)
            if depth > 1:
                break
        return
    if text[0] == "/" and ("?" in text or text.count("/") > 1):
        add_url(parts, view, depth=depth)
    elif _QUERY_LIKE.match(text):
        add_query(parts, view, words, depth=depth)
    elif _INNER_PAIR.search(text):
        add_query(parts, view.sub(re.search(r"[&?;]", text).start() + 1, len(text)), words, depth=depth)  # type: ignore[union-attr]
    elif _BASE64.match(text) and _MIXED.match(text):
        inner = view.from_base64()
        if inner is not None:
            parts.texts.append((inner, Where.VALUE, ""))
            add_nested(parts, inner, words, depth=depth + 1)


def add_cookies(parts: Parts, view: View) -> None:
    """``k=v; k=v`` of a Cookie or Set-Cookie header."""
    for match in _COOKIE.finditer(view.text):
        value = view.sub(match.start(2), match.end(2)).percent_decoded(plus=False)
        parts.slots.append(Slot(key_names(match.group(1)), value, kind="cookie"))
        add_nested(parts, value, (), depth=2)


def add_members(parts: Parts, view: View, words: tuple[str, ...], *, depth: int) -> None:
    """Members of JSON or of a Python or PHP dump, strings and numbers alike, however deep."""
    found = list(members(view))
    siblings = frozenset(plain(key) for key, _ in found)
    for key, value in found:
        parts.slots.append(Slot(key_names(key), value, words, siblings, "json"))
        if depth < _MAX_DEPTH:
            add_nested(parts, value.percent_decoded(plus=False), words, depth=depth + 1)
    parts.texts.append((view, Where.TEXT, ""))


def members(view: View) -> Iterator[tuple[str, View]]:
    """Keys and values of the members of a JSON-like text; values still escaped as JSON does are resolved."""
    for match in _MEMBER.finditer(view.text):
        key = match.group(1) or match.group(2)
        for group in (3, 4, 5):
            if match.group(group):
                yield key, view.sub(match.start(group), match.end(group)).unescaped()
