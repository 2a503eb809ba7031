"""Find the identifiers in one field: cut it into named values, paths, hosts and texts, ask the detectors, settle overlaps."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace

from chlogaudit.detect import device, email, hostname, ip, message, prose
from chlogaudit.detect.claims import OF_COOKIES, column_names, is_unnamed, tells
from chlogaudit.detect.detector import Hit, Slot, Where, as_identifier, hit, key_names, whole
from chlogaudit.detect.handle import is_handle
from chlogaudit.detect.name_prose import in_quotes
from chlogaudit.detect.parts import claimed, file, judge, texts
from chlogaudit.detect.structure import Parts, add_cookies, add_members, add_nested, add_query, add_url
from chlogaudit.detect.validators import is_nothing
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
            yield from texts(view.sub(*match.span(group)).percent_decoded(plus=False), Where.TEXT, "")


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
        yield from judge(_rest(view.unescaped()))


def _url(view: View, _column: str) -> Iterator[Hit]:
    parts = Parts()
    raw = view.unescaped()
    text = raw.text
    if (
        "//unix:" in text[:20]
    ):  # nginx writes the sockets of upstreams so, and what it asked of them: http://unix:/run/x.sock:/path
        socket = text.find(":/", text.find("//unix:") + 8)
        if socket >= 0:
            yield from texts(raw.sub(0, socket), Where.VALUE, "")
            yield from _url(raw.sub(socket + 1, len(text)), _column)
        else:
            yield from texts(raw, Where.VALUE, "")
        return
    if not (text[:1] == "/" or "://" in text or text[:1] in "?*" or "?" in text or "=" in text):
        if re.match(r"(?:\[[0-9A-Fa-f:.]+\]|(?:\d{1,3}\.){3}\d{1,3}|[A-Za-z][\w.-]+):\d+$", text):  # CONNECT host:port
            parts.hosts.append((raw, None))
        yield from judge(parts)
        yield from judge(_rest(raw))
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
    yield from judge(parts)


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
    yield from texts(raw, Where.AGENT, "")
    if "${" in text or "() {" in text:  # no agent, but commands that an attacker wants run
        for start, end, sure in ip.addresses(raw, Where.TEXT):
            yield hit(raw, start, end, IdType.IP, sure, "address in an injected command")
    if "=" in text or "${" in text or "() {" in text:
        parts = Parts()
        for match in _URL_IN_TEXT.finditer(text):
            add_url(parts, raw.sub(*match.span()))
        # Only hosts and what a key claims: the page that an agent names is its maker's.
        named = Parts(hosts=parts.hosts)
        found = list(judge(named))
        for slot in (*parts.slots, *message.pairs(raw)):
            found += claimed(replace(slot, words=(), siblings=frozenset()))
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
    yield from judge(parts)


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
            yield from texts(part, Where.VALUE, "")
        elif "//" in part.text:
            yield from _url(part, "")
        elif part.text.startswith("unix:"):
            yield from texts(part, Where.VALUE, "")
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
    yield from judge(parts)
    yield from in_quotes(raw)
    yield from prose.names(raw)
    yield from prose.accounts(raw)
    for path in message.files(raw):
        yield from file(path)


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
