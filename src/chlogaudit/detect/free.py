"""Find identifiers in a line that no format fits: guess its pieces by their form, then look into each as its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chlogaudit.detect import ip, message
from chlogaudit.detect.detector import Hit, Slot, Where, hit, key_names, plain, whole, words
from chlogaudit.detect.find import _LOOKS, _in_windows, settle, text_in
from chlogaudit.detect.handle import is_handle
from chlogaudit.detect.parts import claimed
from chlogaudit.detect.structure import members
from chlogaudit.detect.user_prose import is_prose
from chlogaudit.detect.view import View, raw_view
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Holds

_WINDOW = 16_384
# host ident user [time] — anywhere in the line's head, because some servers put a virtual host or a tag before it.
_CLF = re.compile(
    r"(?:^|(?<=[\s\"]))([^\s\"\[\]]{2,255}) ([^\s\"]{1,255}) ([^\s\"\[\]]{1,128}) (?=\[\d{1,2}/[A-Za-z]{3}/\d{4}:)"
)
# The word between the client and the time or the request, whatever parts them; a dash or the site may stand before it.
_BETWEEN = re.compile(
    r"(?:^|(?<=[\s\"]))([0-9A-Fa-f:.]{3,45})(?:[|;,\t ](?:-|[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}))?[|;,\t ]\(?([A-Za-z][\w.@\\+-]{1,64})\)?[|;,\t ]"
    r"(?=[\"\[]?(?:\d{4}-\d\d-\d\d|\d{1,2}/[A-Za-z]{3}/\d{4})|(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS) |\{\d{1,4} vars)"
)
_SITE = re.compile(r"^www\.|\.(?:com|net|org|info|biz|io|eu|example|[a-z]{2})$")
# The same with every field in quotes.
_CLF_QUOTED = re.compile(
    r"^\"([^\s\"\[\]]{2,255})\"[ ,;\t]\"?([^\"]{1,255}?)\"?[ ,;\t]\"?([^\"\[\]\r\n]{1,128}?)\"?[ ,;\t](?=\"?\[?\d{1,2}/[A-Za-z]{3}/\d{4}:)"
)
_CLF_BLANKS = re.compile(
    r"^\"?([^\s\"\[\]]{2,255}) ([^\s\"]{1,255}) ([^\[\]\"\r\n]{1,128}?) (?=\[\d{1,2}/[A-Za-z]{3}/\d{4}:)"
)
_HEAD = re.compile(
    r"(?:^|\s|\")((?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f.]{0,15}(?:%\w{1,16})?|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?(?=[\s,\"]|$)"
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)(?:"|\\?$)', re.DOTALL)  # the last may be cut off
_REQUEST = re.compile(r"[A-Z_-]{3,20} +(?:[/*?\\]|[a-z][a-z0-9+.-]{1,12}://|\S{1,4000} +HTTP/|[\w.-]{3,253}:\d{1,5}\b)")
_AGENT = re.compile(
    r"(?:Mozilla|Opera|curl|Wget|python-requests|Go-http-client|okhttp|Dalvik|[A-Za-z][\w .-]{1,40})/\d"
)
_COOKIES = re.compile(r"[\w.%-]{1,64}=(?:[^;=]{1,2000}|[^;&,\s]{1,2000})(?:; ?|$)")
_LIST = re.compile(
    r"(?:[0-9A-Fa-f:.]{3,45}|unknown)(?::\d{1,5})?(?:, ?(?:[0-9A-Fa-f:.]{3,45}|unknown)(?::\d{1,5})?){0,20}$"
)
_KEY_BEFORE = re.compile(r"(?:^|[\s,;{\[(])([A-Za-z_][\w.-]{0,40})[=:] ?$")
_KEYS: dict[str, Holds] = {}
for _holds, _names in (
    (
        Holds.CLIENT,
        "client clientip remoteaddr remotehost remoteip ip clientaddress clientaddr srcip host_ip peer realip xrealip remote clienthost downstreamremoteaddress sourceaddress sourceip cip realipremoteaddr proxyprotocoladdr",
    ),
    (Holds.FORWARDED, "xforwardedfor httpxforwardedfor forwarded forwardedfor xff httpforwarded"),
    (Holds.USER, "user remoteuser username clientusername auth userid authuser remoteuserid ident remotelogname uid"),
    (Holds.REQUEST, "request requestline req message_request"),
    (
        Holds.URL,
        "path uri url requesturi requesturl requestpath target urlpath query querystring args requestquery routepath",
    ),
    (Holds.REFERER, "referer referrer httpreferer httpreferrer requestreferer referrerurl"),
    (Holds.USER_AGENT, "ua useragent agent httpuseragent requestuseragent"),
    (Holds.COOKIE, "cookie cookies httpcookie setcookie"),
    (Holds.SECRET, "authorization httpauthorization proxyauthorization"),
    (
        Holds.HOST,
        "host server servername httphost vhost virtualhost domain hostname upstream upstreamaddr upstreamhost backend node nodename origin serveraddr localip pod serveraddress",
    ),
    (Holds.PORT, "remoteport clientport"),
    (Holds.MESSAGE, "message msg error err log detail exception"),
):
    for _name in _names.split():
        _KEYS[plain(_name)] = _holds


def find_free(line: bytes) -> tuple[Identifier, ...]:
    """
    Identifiers in a whole line of unknown form.

    Misses fewer addresses than ``find`` on known fields would, at the price of a false one now and then: it is used
    where nothing is known and redaction must fail closed.
    """
    if not line:
        return ()
    if len(line) <= _WINDOW:
        return settle(_line(raw_view(line), ""))
    return settle(_in_windows(line, _line, ""))


def _line(view: View, _column: str) -> Iterator[Hit]:
    text = view.text
    if text.lstrip()[:1] == "{" and '"' in text:
        yield from _json(view)
        yield from _addresses(view)
        return
    head = _CLF.search(text) or _CLF_QUOTED.match(text) or _CLF_BLANKS.match(text)
    if head is not None:
        yield from _LOOKS[Holds.CLIENT](view.sub(*head.span(1)), "")
        for group in (2, 3):
            yield from _LOOKS[Holds.USER](view.sub(*head.span(group)), "")
        yield from _heads(view, head.start(1))
        yield from _pieces(view, head.end())
    elif _QUOTED.search(text) and _REQUEST.search(text) and not re.match(r"\d{4}/\d\d/\d\d |\[\w{3} \w{3} \d", text):
        yield from _heads(view, len(text.partition('"')[0]))
        yield from _pieces(view, 0)
    else:
        yield from _heads(view, 0)
        who = _BETWEEN.search(text, 0, 400)
        if (
            who is not None
            and ip.speaks_of(who.group(1)) is not None
            and not (who.group(2).isupper() or _SITE.search(who.group(2)) or is_prose(who.group(2)))
        ):
            yield hit(view, *who.span(2), IdType.USER, 0.7, "stands between client and time")
        yield from _LOOKS[Holds.MESSAGE](view, "")
    yield from _addresses(view)


def look(view: View) -> Iterator[Hit]:
    """Fields that follow one that a format took to be the last: by their form, or as a line of their own."""
    if _CLF.search(view.text) is not None:
        yield from _line(view, "")
    else:
        yield from _pieces(view, 0)


def piece(view: View, *, lists: bool = False) -> Iterator[Hit]:
    """One quoted field, read as what it looks like; as a forwarded list only where ``lists`` allows."""
    holds = _kind(view.text)
    if holds is Holds.TEXT and is_handle(view.text):  # a column for the account that a program noted
        yield from whole(view, IdType.USER, 0.6, "column that reads as an account")
    yield from _LOOKS[Holds.TEXT if holds is Holds.FORWARDED and not lists else holds](view, "")


def _heads(view: View, stop: int) -> Iterator[Hit]:
    """Addresses that open a line, before its first quote or the client's slot."""
    opening = re.match(r"\s*\"?([0-9A-Fa-f:.]{3,45}(?:%\w{1,16})?)(?::\d{1,5})?(?=[\s,;|\"]|$)", view.text)
    if opening is not None and ip.speaks_of(opening.group(1).partition("%")[0]) is not None:
        yield hit(view, *opening.span(1), IdType.CLIENT_IP, 0.98, "opens the line")
    for match in _HEAD.finditer(view.text, 0, stop):
        if ip.speaks_of(match.group(1).partition("%")[0]) is not None:
            yield hit(view, *match.span(1), IdType.CLIENT_IP, 0.9, "stands before the request")


def _pieces(view: View, start: int) -> Iterator[Hit]:
    """Quoted pieces, each as what it looks like, and the text between them."""
    text = view.text
    last = start
    for match in _QUOTED.finditer(text, start):
        yield from _between(view, last, match.start())
        last = match.end()
        field = view.sub(*match.span(1))
        key = _KEY_BEFORE.search(text, max(start, match.start() - 42), match.start())
        if key is not None:
            yield from _member(key.group(1), field)
            continue
        yield from piece(field, lists=True)
    yield from _between(view, last, len(text))


def _between(view: View, start: int, end: int) -> Iterator[Hit]:
    text = view.text[start:end]
    if len(text) < 4:
        return
    piece = view.sub(start, end)
    for match in _HEAD.finditer(text):
        if ip.speaks_of(match.group(1).partition("%")[0]) is not None:
            yield hit(piece, *match.span(1), IdType.IP, 0.85, "address between the fields")
    if '"' in text or "=" in text or "/" in text or "@" in text:
        yield from text_in(piece, "", in_line=True)


def _kind(text: str) -> Holds:
    if _REQUEST.match(text) and not _AGENT.match(text):
        return Holds.REQUEST
    if re.match(r"[a-z][a-z0-9+.-]{1,12}://", text) or text[:1] == "/":
        return Holds.REFERER
    if _LIST.match(text) and ("." in text or ":" in text):
        return Holds.FORWARDED
    if _AGENT.match(text):
        return Holds.USER_AGENT
    if re.match(r"(?:Bearer|Basic|Digest|Token) ", text):
        return Holds.SECRET
    if _COOKIES.match(text) and " " not in text.partition("=")[0]:
        return Holds.COOKIE
    return Holds.TEXT


# Keys that are also things' names, and those that say beside them that a person is meant.
_ANY_NAMES = words("name nom nome naam")
_GIVEN_NAMES = words("prenom prenoms vorname firstname givenname voornaam")


def _json(view: View) -> Iterator[Hit]:
    """Members by what their keys hold; others are texts under their key."""
    found = list(members(view))
    keys = frozenset(plain(key) for key, _ in found)
    for key, value in found:
        yield from _member(key, value)
        if plain(key) in _ANY_NAMES and not keys.isdisjoint(_GIVEN_NAMES):
            yield from claimed(Slot(key_names(key), value, siblings=keys, kind="json"))
    for slot in message.nested(view):
        yield from claimed(slot)


def _member(key: str, value: View) -> Iterator[Hit]:
    """A value under its key, as what the key says it holds."""
    holds = _by_key(key)
    if holds is Holds.REQUEST and not _REQUEST.match(value.text):
        holds = Holds.URL
    if holds is Holds.USER and plain(key) in ("ident", "uid") and not value.text.strip("-"):
        return
    if holds is Holds.USER_AGENT and not any(char.isalpha() for char in value.text):
        holds = Holds.HOST  # nginx's own template calls the upstream's address so
    yield from _LOOKS[holds or Holds.TEXT](value, "" if holds else key)


def _by_key(key: str) -> Holds | None:
    """By the whole key or its last member; by the end of a longer one where that can mean nothing else."""
    told = _KEYS.get(plain(key.rpartition(".")[2]) if "." in key else plain(key))
    if told is not None:
        return told
    for name in key_names(key)[1:]:
        told = _KEYS.get(name)
        if told in _TELLING and len(name) > 2:
            return told
    return None


_TELLING = (Holds.URL, Holds.REFERER, Holds.USER_AGENT, Holds.COOKIE, Holds.FORWARDED, Holds.SECRET)


def _addresses(view: View) -> Iterator[Hit]:
    """What a scrubbed line must not keep: every plausible address, product versions left out by their context."""
    for start, end, _ in ip.addresses(view, Where.TEXT):
        yield hit(view, start, end, IdType.IP, 0.5, "address in a line of unknown form")
    for start, end in ip.fours_but_releases(view):
        yield hit(view, start, end, IdType.IP, 0.4, "address in a line of unknown form")
