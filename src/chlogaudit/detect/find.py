"""Find the identifiers in one field: cut it into named values, paths, hosts and texts, ask the detectors, settle overlaps."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from chlogaudit.detect import device, email, hostname, iban, ip, message, name, postal, prose, session, token, user
from chlogaudit.detect.claims import OF_COOKIES, claims, column_names, is_unnamed, tells
from chlogaudit.detect.detector import ONCE, Hit, Path, Slot, Where, as_identifier, hit, key_names, whole, words
from chlogaudit.detect.handle import is_handle
from chlogaudit.detect.people import is_record
from chlogaudit.detect.registry import BY_PATH_WORD, TEXTS
from chlogaudit.detect.structure import Parts, add_cookies, add_members, add_nested, add_query, add_url
from chlogaudit.detect.validators import has_digit, is_nothing, is_random
from chlogaudit.detect.view import View, raw_view
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Holds

# Longer values are searched in windows; servers cut request lines at 8 kB by default.
_WINDOW = 16_384
_OVERLAP = 1_024
_PLAIN_REQUEST = re.compile(r"[A-Z]{2,20} (\S+) HTTP/[0-9.]{1,4}")
_REQUEST = re.compile(r"[A-Za-z_-]{2,20} +(\S.*?)(?: +HTTP/[\d.]{1,4})?\s*$", re.DOTALL)
_URL_IN_TEXT = re.compile(
    r"(?:https?|ftps?|wss?|ldaps?|rmi|smb|jdbc:[a-z]{2,12}|postgres(?:ql)?|mysql|redis|amqp|mongodb)://[^\s\"'<>)\]},]{3,4000}"
)
_TARGET_IN_TEXT = re.compile(
    r"(?:\b(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|CONNECT|PROPFIND) +|(?<=[\s\"'(`=]))(/[^\s\"'<>)`]*[?;][^\s\"'<>)`]{2,4000}|(?<=[A-Z] )/[^\s\"'<>)`]{2,4000})"
)
_COOKIES_IN_TEXT = re.compile(r"\b(?:[Ss]et-)?[Cc]ookie2?: ([^\"\r\n\]]{3,4000})")
# args: "name=Jane+Doe&plz=80331", where no path stands before it
_QUERY_IN_TEXT = re.compile(
    r"(?<![^\s\"'`(\[])[A-Za-z_][\w.%\[\]-]{0,60}=[^\s\"'`&<>]{0,400}(?:&[A-Za-z_][\w.%\[\]-]{0,60}=[^\s\"'`&<>]{0,400}){1,60}"
)
_CLIENT = re.compile(
    r"(?:\[client |\bclient: ?|\bclient=|\bremote(?:_addr)?[ =:]|\bfrom client )\"?([0-9A-Fa-f:.]{3,45}|[A-Za-z0-9.-]{4,253})"
)
_FORWARDED = re.compile(
    r"\s*(?:(for|by|host|proto|secret)=)?\"?(?:\[([^\]]*)\](?::\d{1,5})?|([^,;\"\s]+))\"?\s*(?:[,;:]|$)", re.IGNORECASE
)
_BLANK = re.compile(r"\s")
_BARE_WORD = re.compile(r"[(<]?([\w.@-]{3,64})[)>]?$")
# Servers write a name and their port before the client; clients have no such port.
_SITE = re.compile(r"(?=[^A-Za-z]*[A-Za-z])[\w-]{1,63}(?:\.[\w-]{1,63})+:(?:80|443|8080|8443)")
# Logins of POP and IRC that reach a web server; what follows USER the sieve cannot tell from a path.
_LOGIN = re.compile(r"(?:(?:APOP|NICK) ([^\s:]{2,64})|(?:PASS|AUTH (?:PLAIN|LOGIN)) (\S{2,256}))(?=\s|$)")
_A_LIST = re.compile(
    r"\s*\"?(?:(?:for|by|host|proto|secret)=|\[?[0-9A-Fa-f:.]{3,45}(?:[\]%,;\s\":]|$)|unknown|hidden|localhost|-|_|[\w-]{1,63}(?:\.[\w-]{1,63})+\.?(?:[,;:\s\"]|$))",
    re.IGNORECASE,
)
_BARE_QUOTE = re.compile(r"(?<!\\)\"")
_NEXT_FIELD = re.compile(r"(?<!\\)\"(?= )")
_ESCAPED = re.compile(r"\\x[0-9A-Fa-f]{2}")


def find(value: bytes, holds: Holds, name_: str = "") -> tuple[Identifier, ...]:
    """
    Identifiers in the raw value of one field.

    ``value`` is as written in the log, escapes included; ``holds`` says what the field is and ``name_`` is its
    column. Offsets are bytes of ``value``; the result is sorted and does not overlap.
    """
    if not value or value in (b"-", b'""', b'"-"'):
        return ()
    look = _LOOKS.get(holds)
    if look is None:
        return ()
    if len(value) <= _WINDOW:
        return settle(look(raw_view(value), name_))
    return settle(_in_windows(value, look, name_))


def _in_windows(value: bytes, look: Callable[[View, str], Iterator[Hit]], column: str) -> Iterator[Hit]:
    """Windows begin at a delimiter where there is one, so that a key is not parted from its value."""
    start = 0
    size = len(value)
    while start < size:
        stop = min(size, start + _WINDOW)
        after = _next_window(value, stop) if stop < size else size
        # Two distinct bytes make no identifier of any kind: an address has a dot, a letter or digit, and a boundary.
        piece = value[start:stop]
        for found in look(raw_view(piece), column) if len(set(piece)) > 2 else ():
            # What touches the window's end may go on; the next window sees it whole.
            if stop == size or found.end < len(piece) or found.start + start < after:
                yield found._replace(start=found.start + start, end=found.end + start)
        start = after


def _next_window(value: bytes, stop: int) -> int:
    """Where the window after one that ended at ``stop`` begins."""
    begin = stop - _OVERLAP
    return max(
        begin, *(value.rfind(mark, begin, stop - _OVERLAP // 2) for mark in (b"&", b"?", b";", b" ", b",", b"/"))
    )


def settle(hits: Iterator[Hit]) -> tuple[Identifier, ...]:
    """Sorted and without overlaps: the surer wins, then the longer; what sticks out of a loser is kept."""
    found_all = list(hits)
    if len(found_all) > 1:
        found_all = list(dict.fromkeys(found_all))  # what two detectors are equally sure of is the first one's
    if len(found_all) < 2:
        return tuple(as_identifier(found) for found in found_all if found.end > found.start)
    ranked = sorted(found_all, key=lambda found: (-found.confidence, found.start - found.end, found.start))
    kept: list[Hit] = []
    starts: list[int] = []  # of kept hits, in order; they never overlap
    for found in ranked:
        for start, end in _gaps(kept, starts, found):
            at = bisect_left(starts, start)
            starts.insert(at, start)
            kept.insert(at, found if (start, end) == (found.start, found.end) else found._replace(start=start, end=end))
    return tuple(as_identifier(found) for found in kept)


def _gaps(kept: list[Hit], starts: list[int], found: Hit) -> tuple[tuple[int, int], ...]:
    """What of a hit is free: all of it, or its ends where a surer hit covers the rest."""
    if found.end <= found.start:
        return ()
    first = bisect_right(starts, found.start)
    if first and kept[first - 1].end > found.start:
        first -= 1
    last = bisect_left(starts, found.end)
    if first >= last:
        return ((found.start, found.end),)
    low, high = kept[first].start, kept[last - 1].end
    ends: tuple[tuple[int, int], ...] = ((found.start, low), (high, found.end))
    if found.type is IdType.EMAIL:
        ends = ends[:1]  # a domain without what stood before it is nobody's
    return tuple((start, end) for start, end in ends if end - start >= _LEFTOVER and found.confidence >= _SURE)


_LEFTOVER = 6  # shorter ends of an overlapped hit tell nothing
_SURE = 0.8


# One field of each kind ---------------------------------------------------------------------------------------------


def _client(view: View, _column: str) -> Iterator[Hit]:
    text = view.text.strip().strip('"')
    if text in ("", "-", "unix:", "localhost") or _SITE.fullmatch(text):
        return
    start = view.text.find(text)
    bare = text[1:].partition("]")[0] if text[0] == "[" else text
    start += text[0] == "["
    address = ip.IPV4.match(bare)
    if address is not None and (address.end() == len(bare) or bare[address.end()] == ":"):
        bare = address.group()
    numeric = re.fullmatch(r"[0-9A-Fa-f:.]+(?:%[\w.-]+)?", bare) is not None and ("." in bare or ":" in bare)
    if numeric and ip.speaks_of(bare.partition("%")[0]) is None:
        return
    if numeric or (("." in bare or any(char.isalpha() for char in bare)) and not re.search(r"[\s/]", bare)):
        yield hit(view, start, start + len(bare), IdType.CLIENT_IP, 1.0, "field of the client")


def _forwarded(view: View, _column: str) -> Iterator[Hit]:
    quote = _NEXT_FIELD.search(view.text) if '"' in view.text else None
    if quote is not None:  # more columns than the format knows
        from chlogaudit.detect.free import look

        yield from _forwarded(view.sub(0, quote.start()), _column)
        yield from look(view.sub(quote.start() + 1, len(view.text)))
        return
    if _A_LIST.match(view.text) is None:  # credentials, cookies or a body in the place where most log this list
        from chlogaudit.detect.free import piece

        yield from piece(view)
        return
    if device.is_tracked(view.text):
        yield from whole(view, IdType.DEVICE_ID, 0.97, "form of mod_usertrack")
        return
    for match in _FORWARDED.finditer(view.text):
        label = (match.group(1) or "for").lower()
        group = 2 if match.group(2) is not None else 3
        value = match.group(group)
        if label in ("proto", "host", "secret") or not value:
            continue
        port = re.match(r"(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$", value)
        value = port.group(1) if port else value
        if value[0] == "_" or value.lower() in ("unknown", "-", "hidden", "localhost"):
            continue
        numeric = re.fullmatch(r"[0-9A-Fa-f:.]+(?:%[\w.-]+)?", value) is not None and ("." in value or ":" in value)
        if (numeric and ip.speaks_of(value.partition("%")[0])) or (
            not numeric and re.fullmatch(r"[\w.-]+\.(?:[A-Za-z][\w-]+|_\w+)\.?", value)
        ):
            begin = match.start(group)
            kind = IdType.IP if label == "by" else IdType.CLIENT_IP
            yield hit(view, begin, begin + len(value), kind, 0.99, "entry of a forwarded list")
        elif not numeric:
            yield from _texts(view.sub(*match.span(group)).percent_decoded(plus=False), Where.TEXT, "")


def _user(view: View, _column: str) -> Iterator[Hit]:
    text = view.unescaped().percent_decoded(plus=False)
    bare = text.text.strip().strip('"')
    if not bare.strip("- ") or bare.lower() in ("null", "none", "(null)", "undefined", "nil"):
        return
    if ip.speaks_of(bare) is not None:  # behind a virtual host that stands in the client's place
        yield from whole(view, IdType.CLIENT_IP, 1.0, "address in the place of a user")
        return
    if re.match(r"www\.[\w-]+\.", bare):  # the site, in a format that opens otherwise
        return
    if text.text.startswith("- "):
        yield from _user(view.sub(2, len(view.text)), _column)
        return
    found = list(email._in_text(text, Where.VALUE, "")) if "@" in bare else []  # noqa: SLF001 - same room
    if found and sum(one.end - one.start for one in found) >= len(view.text) - 2:
        yield from found
    else:
        yield from whole(view, IdType.USER, 1.0, "field of the user")


def _request(view: View, column: str) -> Iterator[Hit]:
    match = _PLAIN_REQUEST.fullmatch(view.text) or _REQUEST.match(view.text)
    if match is not None and _LOGIN.match(view.text) is None:
        yield from _url(view.sub(*match.span(1)), column)
    elif view.text[:1] == "/":  # the target alone
        yield from _url(view, column)
    else:
        yield from _judge(_rest(view.unescaped()))


def _url(view: View, _column: str) -> Iterator[Hit]:
    parts = Parts()
    raw = view.unescaped()
    text = raw.text
    if (
        "//unix:" in text[:20]
    ):  # nginx writes the sockets of upstreams so, and what it asked of them: http://unix:/run/x.sock:/path
        socket = text.find(":/", text.find("//unix:") + 8)
        if socket >= 0:
            yield from _texts(raw.sub(0, socket), Where.VALUE, "")
            yield from _url(raw.sub(socket + 1, len(text)), _column)
        else:
            yield from _texts(raw, Where.VALUE, "")
        return
    if not (text[:1] == "/" or "://" in text or text[:1] in "?*" or "?" in text or "=" in text):
        if re.match(r"(?:\[[0-9A-Fa-f:.]+\]|(?:\d{1,3}\.){3}\d{1,3}|[A-Za-z][\w.-]+):\d+$", text):  # CONNECT host:port
            parts.hosts.append((raw, None))
        yield from _judge(parts)
        yield from _judge(_rest(raw))
        return
    if text[:1] == "?" or (
        text[:1] not in "/*" and "://" not in text and "=" in text and "/" not in text.partition("=")[0]
    ):
        add_query(parts, raw.sub(1, len(text)) if text[:1] == "?" else raw, ())
    else:
        add_url(parts, raw)
    blank = _BLANK.search(text)
    if blank is not None:  # not a URL to the end: injected commands, spaces nobody encoded
        parts.texts.append((raw.sub(blank.start(), len(text)).percent_decoded(plus=True), Where.VALUE, ""))
    yield from _judge(parts)


def _rest(raw: View) -> Parts:
    """What stands where a request or URL should, and is none: other protocols, probes, broken clients."""
    parts = Parts()
    login = _LOGIN.match(raw.text)
    if login is not None:
        parts.slots.append(
            Slot(("user" if login[1] else "password",), raw.sub(*login.span(login.lastindex or 2)), kind="json")
        )
    parts.texts.append((raw.percent_decoded(plus=False), Where.VALUE, ""))
    if raw.text[:1] in ("{", "["):
        add_members(parts, raw, (), depth=2)
    for match in _URL_IN_TEXT.finditer(raw.text):
        add_url(parts, raw.sub(*match.span()), depth=1)
    parts.slots.extend(message.pairs(raw))
    return parts


def _agent(view: View, column: str) -> Iterator[Hit]:
    quote = _BARE_QUOTE.search(view.text) if '"' in view.text else None
    if quote is not None:  # more than an agent: fields that the format does not know, or a line glued to this one
        from chlogaudit.detect.free import look

        yield from _agent(view.sub(0, quote.start()), column)
        yield from look(view.sub(quote.end(), len(view.text)))
        return
    raw = view.unescaped().percent_decoded(plus=False)
    text = raw.text
    yield from _texts(raw, Where.AGENT, "")
    if "${" in text or "() {" in text:  # no agent, but commands that an attacker wants run
        for start, end, sure in ip.addresses(raw, Where.TEXT):
            yield hit(raw, start, end, IdType.IP, sure, "address in an injected command")
    if "=" in text or "${" in text or "() {" in text:
        parts = Parts()
        for match in _URL_IN_TEXT.finditer(text):
            add_url(parts, raw.sub(*match.span()))
        # Only hosts and what a key claims: the page that an agent names is its maker's.
        named = Parts(hosts=parts.hosts)
        found = list(_judge(named))
        for slot in (*parts.slots, *message.pairs(raw)):
            found += _claimed(replace(slot, words=(), siblings=frozenset()))
        yield from (one for one in found if one.type not in _NOT_OF_AGENTS)


_NOT_OF_AGENTS = (IdType.PAYMENT_CARD, IdType.NAME, IdType.POSTAL_ADDRESS, IdType.IBAN, IdType.EMAIL)


def _cookie(view: View, column: str) -> Iterator[Hit]:
    parts = Parts()
    raw = view.unescaped()
    wanted = OF_COOKIES.match(column)
    if ("=" in raw.text and wanted is None) or re.match(r"[\w.-]{1,40}=.*;", raw.text):
        add_cookies(parts, raw)
    else:
        key = wanted.group(1) if wanted else "cookie"
        parts.slots.append(Slot(key_names(key), raw.percent_decoded(plus=False), kind="cookie"))
    yield from _judge(parts)


def _secret(view: View, _column: str) -> Iterator[Hit]:
    scheme = re.match(
        r"\s*\"?(?:Bearer|Basic|Digest|Token|ApiKey|Negotiate|NTLM|AWS4-HMAC-SHA256)\s+", view.text, re.IGNORECASE
    )
    start = scheme.end() if scheme else 0
    if not is_nothing(view.text[start:]):
        yield from whole(view.sub(start, len(view.text)), IdType.TOKEN, 1.0, "field of credentials")


def _host(view: View, _column: str) -> Iterator[Hit]:
    """Host fields and our own addresses, one or a list (nginx parts upstreams by comma or colon and blanks)."""
    for match in re.finditer(r"[^\s,\"]+", view.text):
        part = view.sub(*match.span())
        if "//unix:" in part.text:
            yield from _texts(part, Where.VALUE, "")
        elif "//" in part.text:
            yield from _url(part, "")
        elif part.text.startswith("unix:"):
            yield from _texts(part, Where.VALUE, "")
        else:
            yield from ip.in_host(part)
            yield from hostname.in_host(part)


def _port(view: View, _column: str) -> Iterator[Hit]:
    if view.text.strip().isdigit():
        yield from whole(view, IdType.PORT, 1.0, "port of the client")


# A whole line of an access log inside a text, as Docker's json-file driver and log shippers pack it.
_LOGGED = re.compile(r"\S [^\s\"]{1,255} [^\"\[\]\s]{1,128} \[\d{1,2}/[A-Za-z]{3}/\d{4}:")


def _message(view: View, _column: str) -> Iterator[Hit]:
    yield from text_in(view, "", always=True)


def text_in(view: View, column: str, *, always: bool = False, in_line: bool = False) -> Iterator[Hit]:
    """
    Prose, or a value of unknown form: URLs, pairs, members and shapes in it; a telling column name counts as key.

    ``in_line`` is said of the text between the fields of a logged line, which is not taken for such a line itself again.
    """
    raw = (
        view.unescaped() if "\\x" in view.text or '\\"' in view.text or "\\u" in view.text or "&" in view.text else view
    )
    parts = Parts()
    if column and OF_COOKIES.match(column):
        yield from _cookie(view, column)
    elif column and tells(column):
        parts.slots.append(Slot(column_names(column), raw.percent_decoded(plus=True)))
    if raw.text[:1] == "/" and _BLANK.search(raw.text) is None:
        add_url(parts, raw, depth=1)
    add_prose(parts, raw)
    if is_unnamed(column):
        word = _BARE_WORD.match(raw.text)
        if word is not None and is_handle(word[1], sure=True):
            yield hit(raw, *word.span(1), IdType.USER, 0.6, "column that reads as an account")
    if always or "client" in raw.text:
        for match in _CLIENT.finditer(raw.text):
            value = match.group(1)
            bare = value if value.count(":") != 1 else value.partition(":")[0]
            named = match.group()[0] == "[" and text_is_host(bare) and raw.text[match.end() : match.end() + 1] == "]"
            if named or ip.speaks_of(bare) is not None:
                yield hit(
                    raw, match.start(1), match.start(1) + len(bare), IdType.CLIENT_IP, 0.99, "named as the client"
                )
    if not in_line and " [" in raw.text and _LOGGED.search(raw.text) is not None:
        from chlogaudit.detect.free import look

        yield from look(raw)
    yield from _judge(parts)
    yield from name.in_quotes(raw)
    yield from prose.names(raw)
    yield from prose.accounts(raw)
    for path in message.files(raw):
        yield from _file(path)


def text_is_host(text: str) -> bool:
    """A name with a dot and a letter at least: what Apache resolved a client to."""
    return re.fullmatch(r"(?=[^A-Za-z]*[A-Za-z])[\w-]{1,63}(?:\.[\w-]{1,63})+", text) is not None


def add_prose(parts: Parts, raw: View) -> None:
    """Take a text apart: what stands in it as URL, pair or member, and the whole for shapes."""
    text = raw.text
    decoded = raw.percent_decoded(plus=False) if "%" in text else raw
    parts.texts.append((decoded, Where.TEXT, ""))
    if "://" in text:
        for match in _URL_IN_TEXT.finditer(text):
            add_url(parts, raw.sub(*match.span()), depth=1)
    if "/" in text:
        for match in _TARGET_IN_TEXT.finditer(text):
            add_url(parts, raw.sub(*match.span(1)), depth=1)
    if "ookie: " in text:
        for match in _COOKIES_IN_TEXT.finditer(text):
            add_cookies(parts, raw.sub(*match.span(1)))
    if "&" in text:
        for match in _QUERY_IN_TEXT.finditer(text):
            add_query(parts, raw.sub(*match.span()), (), depth=1)
    parts.slots.extend(message.pairs(raw))
    parts.slots.extend(message.said(raw))
    if "{" in text or "=>" in text or "': " in text:
        add_members(parts, raw, (), depth=2)
    if len(text) > 20 and "&" in text and "=" in text and " " not in text[:40]:
        add_nested(parts, raw, (), depth=1)


_LOOKS: dict[Holds, Callable[[View, str], Iterator[Hit]]] = {
    Holds.CLIENT: _client,
    Holds.FORWARDED: _forwarded,
    Holds.IDENT: _user,
    Holds.USER: _user,
    Holds.REQUEST: _request,
    Holds.URL: _url,
    Holds.REFERER: _url,
    Holds.USER_AGENT: _agent,
    Holds.COOKIE: _cookie,
    Holds.SECRET: _secret,
    Holds.MESSAGE: _message,
    Holds.TEXT: text_in,
    Holds.ADDRESS: _host,
    Holds.HOST: _host,
    Holds.PORT: _port,
}


# The parts of a value ------------------------------------------------------------------------------------------------


def _judge(parts: Parts) -> Iterator[Hit]:
    for host, userinfo in parts.hosts:
        plain_host = host.percent_decoded(plus=False)
        yield from ip.in_host(plain_host)
        yield from hostname.in_host(plain_host)
        if userinfo is not None:
            yield from user.in_userinfo(userinfo)
            yield from token.in_userinfo(userinfo)
    for path in parts.paths:
        yield from _moved(_path_once(path.text), path) if _comes_again(path) else _path(Path(path))
    for slot in parts.slots:
        if _comes_again(slot.view):
            yield from _moved(_slot_once(slot.names, slot.view.text, slot.words, slot.siblings, slot.kind), slot.view)
        else:
            yield from _slot(slot)
    for path in parts.paths:
        yield from _moved(_shapes_once(path.text), path) if _comes_again(path) else _shapes(path)
    for view, where, key in parts.texts:
        yield from _texts(view, where, key)


def _moved(found: tuple[Hit, ...], view: View) -> Iterator[Hit]:
    """Hits with offsets in the text of ``view``, moved to where that stands in the raw value."""
    for one in found:
        start, end = view.span(one.start, one.end)
        yield one._replace(start=start, end=end)


def _comes_again(view: View) -> bool:
    """Whether to remember what is found in a path or value; only the raw value tells whether a blank in it was a plus."""
    return len(view.text) <= ONCE and " " not in view.text


@lru_cache(maxsize=1 << 13)
def _path_once(text: str) -> tuple[Hit, ...]:
    return tuple(_path(Path(View(text))))


@lru_cache(maxsize=1 << 13)
def _shapes_once(text: str) -> tuple[Hit, ...]:
    return tuple(_shapes(View(text)))


@lru_cache(maxsize=1 << 13)
def _slot_once(
    names: tuple[str, ...], text: str, words_: tuple[str, ...], siblings: frozenset[str], kind: str
) -> tuple[Hit, ...]:
    return tuple(_slot(Slot(names, View(text), words_, siblings, kind)))


def _shapes(path: View) -> Iterator[Hit]:
    return _texts(path.percent_decoded(plus=False), Where.PATH, "")


def _slot(slot: Slot) -> Iterator[Hit]:
    """What the key claims; the shapes in the value where no key claims it."""
    if _MARKER.fullmatch(slot.view.text):
        return
    found = _claimed(slot)
    if slot.kind == "said":  # a colon says less than a sign of equality: programs say "password: expired", too
        yield from (one for one in found if one.type in _SAYABLE and _reads(one.type, slot))
        return
    if not found:
        found = [
            *name.any_slot(slot),
            *token.any_slot(slot),
            *session.any_slot(slot),
            *user.any_slot(slot),
            *postal.any_slot(slot),
        ]
        found += _texts(slot.view, Where.VALUE, slot.name)
    yield from found


# Where a blank before an address is a blank and no plus of the address.
_PHRASES = words(
    "q query s search text message msg body comment subject title term keyword keywords wd kw note content"
)


def _reads(kind: IdType, slot: Slot) -> bool:
    """Whether a value that stands behind a colon reads like what its key promises: "Address: line too long" does not."""
    if kind is IdType.NAME:
        return name.is_plain(slot)
    return kind is not IdType.POSTAL_ADDRESS or has_digit(slot.view.text)


_SAYABLE = frozenset(
    {IdType.NAME, IdType.PHONE, IdType.POSTAL_ADDRESS, IdType.POSTCODE, IdType.NATIONAL_ID, IdType.BIRTH_DATE}
    | {IdType.ACCOUNT_NO, IdType.PAYMENT_CARD, IdType.IBAN, IdType.EMAIL}
)


# A word in round brackets is what redaction leaves, and no value of anything; the sieve passes over it, too.
_MARKER = re.compile(r"\([a-z_]+\)")


def _claimed(slot: Slot) -> list[Hit]:
    """Hits of the first detector that the key speaks for and that accepts the value."""
    if slot.name not in _PHRASES and slot.kind != "said" and email.is_tagged(slot.view):
        return list(whole(slot.view, IdType.EMAIL, 0.9, "address with a tag after a raw plus"))
    found = _proven(slot.view)
    if found:
        return found
    for ask, key in claims(slot.names):
        found = list(ask(slot, key))
        if found:
            return found
    if slot.kind == "cookie":
        return _cookie_value(slot)
    return _numbered_by_path(slot) if slot.words and slot.name in _NUMBERS else []


_NUMBERS = words("nr no num number nummer numero numer")


def _numbered_by_path(slot: Slot) -> list[Hit]:
    """``/matrikel?nr=1198822``, ``/passport.php?no=…``: the path says of what the number is."""
    for ask, key in claims(key_names(f"{slot.words[-1].partition('.')[0]}_{slot.name}")):
        found = list(ask(slot, key))
        if found:
            return found
    return []


def _cookie_value(slot: Slot) -> list[Hit]:
    """Cookies under names that nobody knows, told by the form of name and value."""
    text = slot.view.text
    if session.cookie_is_session(slot.name) and len(text) >= 8 and not is_nothing(text):
        return list(whole(slot.view, IdType.SESSION_ID, 0.85, "cookie of a session"))
    if token.cookie_logs_in(slot.name) and is_random(text, 10) and has_digit(text):
        return list(whole(slot.view, IdType.TOKEN, 0.8, "cookie of a login"))
    if slot.name.endswith("uid") and 2 <= len(text) <= 9 and text.isdigit():
        return list(whole(slot.view, IdType.USER, 0.7, "cookie with the number of an account"))
    if device.cookie_is_device(slot.name, text):
        return list(whole(slot.view, IdType.DEVICE_ID, 0.8, "cookie that tells visitors apart"))
    if slot.name == "cookie" and is_random(text, 10) and has_digit(text):
        return list(whole(slot.view, IdType.DEVICE_ID, 0.7, "logged cookie"))
    return []


def _proven(view: View) -> list[Hit]:
    """What its form alone proves, when it is all of the value: then no key can make it anything else."""
    text = view.text
    if "@" in text:
        detector = email.DETECTOR
    elif len(text) >= 15 and text[:2].isalpha() and text[2:4].isdigit():
        detector = iban.DETECTOR
    else:
        return []
    found = list(detector.text(view, Where.VALUE, "")) if detector.text else []
    start, end = view.span(0, len(text))
    return found if len(found) == 1 and found[0].end - found[0].start >= end - start - 2 else []


def _path(path: Path) -> Iterator[Hit]:
    for at, word in enumerate(path.words[:-1]):
        detectors = BY_PATH_WORD.get(word)
        if detectors is None:
            if is_record(word):
                yield from user.in_record(path, at)
            continue
        for detector in detectors:
            if detector.path is not None:
                found = list(detector.path(path, at))
                if found:
                    yield from found
                    break
    if "." in path.last:
        yield from name.in_filename(path.segments[-1], path.words[-2:-1])


def _file(path: Path) -> Iterator[Hit]:
    """A file that was asked for, under its name on the disk: folders of programs are called like accounts, so those need a figure."""
    for at, word in enumerate(path.words[:-1]):
        for detector in BY_PATH_WORD.get(word, ()):
            if detector in (user.DETECTOR, token.DETECTOR, session.DETECTOR) and detector.path is not None:
                text = path.segments[at + 1].text
                if word in _CALENDARS or has_digit(text) or "." in text or is_handle(text):
                    yield from detector.path(path, at)
            elif detector is name.DETECTOR and detector.path is not None:
                yield from detector.path(path, at)
    if "." in path.last:
        yield from name.in_filename(path.segments[-1], path.words[-2:-1])


_CALENDARS = words("dav calendars addressbooks mailboxes caldav carddav")

# What every shape of a value has: one of its marks, six digits in a row or a number in groups, or a long token.
_SHAPED = re.compile(
    r"[@:+\\/]|\d{6}|\d\.\d|\d[ ()-]\d\d|[A-Za-z0-9_.-]{15}|[A-Z]{2} \d\d|\.(?:lan|corp|local|intra|internal)(?::|$)"
)

# The same for paths: figures, an address, a session in brackets, or the opening of a key.
_PATH_SHAPED = re.compile(
    r"[@0-9(]|eyJ|xox|_live_|_test_|BEGIN|\.ics|gh[pousr]_|gl[a-z]{2,5}-|--at--|sess|sid|stok|zenid|\.(?:lan|local|corp|int(?:ernal|ra))"
)


def _texts(view: View, where: Where, key: str) -> Iterator[Hit]:
    """Hits of every detector that knows a shape."""
    shaped = _SHAPED if where is Where.VALUE else _PATH_SHAPED if where is Where.PATH else None
    if len(view.text) < 4 or (shaped is not None and shaped.search(view.text) is None):
        return
    for detector in TEXTS:
        yield from detector.text(view, where, key)  # type: ignore[misc]
