"""IP addresses: in the client's slot and forwarded lists, in host positions, under keys, in messages; versions are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from socket import AF_INET, AF_INET6, inet_pton  # a pure function of it; ipaddress takes ten times as long

from chlogaudit.detect.detector import Detector, Hit, Hits, Slot, Where, hit, words
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
# ASCII: any other byte beside an address, text or not, is no part of it.
IPV4 = re.compile(rf"(?<![\w.])(?<![\w.]-){_OCTET}(?:\.{_OCTET}){{3}}(?![\w]|\.\w|-\w)", re.ASCII)
IPV6 = re.compile(
    r"(?<![\w:.])(?=[0-9A-Fa-f:.]{5})(?=[0-9A-Fa-f:.]{0,8}:)((?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|\d{1,3}(?:\.\d{1,3}){3})?)(%[A-Za-z0-9._-]{1,16})?(?![\w:]|\.\d)",
    re.ASCII,
)
# Names of fields whose dotted numbers are releases, not addresses.
_VERSIONS = words(
    "v ver version build release rel rev revision oid os osversion appversion app firmware fw sdk sdkversion clientversion av"
    " browserversion browser chrome chromeversion engine kernel driver update from to since tag section chapter para clause"
    " appver buildnumber plugin pluginversion wp php mysql api apiversion protocol edition patch uav bv osv sv cv lib lang skin"
)
_VERSION_WORDS = words(
    "builds build releases release versions version v download downloads tags tag dist packages package changelog docs updates"
    " firmware drivers archive ver rel docset sections chapter oid oids sdk branches tree blob"
)
# Before the name of what was released: /download/firefox/115.8.0.1/
_RELEASED = words("download downloads releases release dist builds packages firmware drivers versions")
_KEYS = words(
    "ip ipaddress ipaddr ipadresse clientip remoteip userip visitorip remoteaddr remotehost clientaddress realip srcip dstip"
    " sourceip destip hostip publicip localip lanip wanip ipv4 ipv6 myip addr host server usrip fromip toip peer gateway dns"
    " serverip srcaddr dstaddr xforwardedfor xrealip cfconnectingip xclientip trueclientip gw domain target bindip whois"
)
_BEFORE_VERSION = re.compile(
    r"(?:version|ver|v|release|build|rev|rv|revision|firmware|update|msie|php|openssl|kernel|android|windows nt|nginx|apache|php/|section|oid)"
    r"(?:[ :=.]{0,2}|[\"']?: ?[\"'`]|=[\"'`]| \(Value: ?[`'\"])$",
    re.IGNORECASE,
)
# Words of messages before the address of a machine: ``connect to 10.0.0.5``, ``rhost=10.0.0.5``, ``:8080 (10.0.0.5)``.
_SAID_HOST = re.compile(
    r"(?:\b(?:to|from|at|by|host|rhost|ip|address|addr|peer|server|backend|upstream|resolver|gateway|rip|lip|client|remote|proxy|dst|src|node)[ =:]{1,2}|:\d{1,5} )[\[(\"']?$",
    re.IGNORECASE,
)
_AGENT_BEFORE = re.compile(r"(?:[(=@\[,;] ?|//)$")
_PORT = re.compile(r"^(.*?)(?::\d{1,5})?$", re.DOTALL)


def speaks_of(text: str) -> bytes | None:
    """The packed address that ``text`` writes, when it points at a host: loopback, unspecified and truncated ones do not."""
    try:
        packed = inet_pton(AF_INET6 if ":" in text else AF_INET, text)
    except (OSError, ValueError):
        return None
    inner = packed[12:] if packed.startswith(_MAPPED) else packed
    return packed if _is_whole(inner) else None


_MAPPED = b"\0" * 10 + b"\xff\xff"
_HERE = b"\0" * 15 + b"\1"
# Broadcast, and where every machine of a cloud asks for its own description (AWS, Azure, Google; Alibaba): nobody's.
_OF_ALL = (b"\xff" * 4, bytes((169, 254, 169, 254)), bytes((169, 254, 170, 2)), bytes((100, 100, 100, 200)))


def _is_whole(packed: bytes) -> bool:
    """
    Whether an address names one host.

    Where the host part is gone it does not: a last octet of 0, or 64 and more zero bits at the end of an IPv6 address.
    """
    if len(packed) == 4:
        return packed[3] != 0 and packed[0] != 127 and not 224 <= packed[0] <= 239 and packed not in _OF_ALL
    return packed[0] != 0xFF and packed != _HERE and any(packed[8:])


def _is_small(text: str) -> bool:
    """All parts below 32: release numbers look like this, assigned addresses seldom do."""
    return all(int(part) < 32 for part in text.split("."))


def _fours(view: View, where: Where, key: str) -> Iterator[tuple[int, int, float]]:
    text = view.text
    for match in IPV4.finditer(text):
        start, end = match.span()
        if speaks_of(match.group()) is None:
            continue
        before = text[max(0, start - 24) : start]
        hosted = (
            before.endswith(("//", "@"))
            or (where is Where.TEXT and _SAID_HOST.search(before) is not None)
            or (text[end : end + 1] == ":" and text[end + 1 : end + 2].isdigit())
        )
        keyed = key in _KEYS
        if where is Where.AGENT and (_AGENT_BEFORE.search(before) is None or _is_small(match.group())):
            continue
        if not hosted and not keyed:
            if (
                _BEFORE_VERSION.search(before)
                or key in _VERSIONS
                or (_is_small(match.group()) and not (where is Where.TEXT and match.group().startswith("10.")))
            ):
                continue
            if where is Where.TEXT and _is_product(before):
                continue
            if where is Where.PATH and not _own_segment(text, start, end):
                continue
        yield start, end, 0.95 if hosted or keyed else 0.7


def _is_product(before: str) -> bool:
    """``OpenSSL/``, before 1.1.1.24; not ``HIER_DIRECT/``, before the server that a proxy asked."""
    return (
        before[-1:] == "/"
        and before[-2:-1].isalpha()
        and not before.endswith(("DIRECT/", "PARENT/", "_HIT/", "_MISS/"))
    )


def fours_but_releases(view: View) -> Iterator[tuple[int, int]]:
    """Every IPv4 address but those that a word before them calls a release: for lines of which nothing else is known."""
    for match in IPV4.finditer(view.text) if "." in view.text else ():
        before = view.text[max(0, match.start() - 16) : match.start()]
        if not _is_product(before) and _BEFORE_VERSION.search(before) is None and speaks_of(match.group()) is not None:
            yield match.span()


def _own_segment(text: str, start: int, end: int) -> bool:
    """A path names an address by a segment of its own that does not follow a word for releases."""
    if text[end : end + 1] not in ("", "/", ":", "?", ";") or (start and text[start - 1] not in "/=:"):
        return False
    before = re.split(r"[/=]", text[max(0, start - 60) : start].rstrip("/=").lower())
    return before[-1] not in _VERSION_WORDS and (len(before) < 2 or before[-2] not in _RELEASED)


def _sixes(view: View) -> Iterator[tuple[int, int, float]]:
    text = view.text
    if "::" not in text and text.count(":") < 7:
        return
    for match in IPV6.finditer(text):
        number = match.group(1)
        start, end = match.span(1)
        if (
            speaks_of(number) is not None
            and len(number) > 4
            and ("::" in number or number.count(":") == 7 or "." in number)
        ):
            yield start, match.end() if match.group(2) else end, 0.95
        elif number.endswith(":") and speaks_of(number[:-1]) is not None and number.count(":") > 2:
            yield start, end - 1, 0.9


def addresses(view: View, where: Where, key: str = "") -> Iterator[tuple[int, int, float]]:
    """Places of plausible addresses in ``view`` with the confidence of each."""
    if "." in view.text:
        yield from _fours(view, where, key)
    if ":" in view.text and where is not Where.AGENT:
        yield from _sixes(view)


def _in_text(view: View, where: Where, key: str) -> Hits:
    for start, end, confidence in addresses(view, where, key):
        yield hit(view, start, end, IdType.IP, confidence, "address by its shape and place")


def _in_slot(slot: Slot, name: str) -> Hits:
    """Under a key for addresses the decimal and hexadecimal forms count too."""
    found = list(_in_text(slot.view, Where.VALUE, name))
    return found or list(as_number(slot.view)) if name in _NUMERIC else found


_NUMERIC = words("ip ipaddress ipaddr clientip remoteip userip srcip dstip remoteaddr ipv4 visitorip")
_ONE_NUMBER = re.compile(r"(0[xX][0-9A-Fa-f]{8}|[0-9]{8,10})(?::\d{1,5})?$")
_PARTED = re.compile(
    r"((?:0[xX][0-9A-Fa-f]{1,2}|0[0-7]{1,3}|\d{1,3})(?:\.(?:0[xX][0-9A-Fa-f]{1,2}|0[0-7]{1,3}|\d{1,3})){3})(?::\d{1,5})?$"
)


def as_number(view: View) -> Iterator[Hit]:
    """An IPv4 address written as one number, or with octal or hexadecimal parts, as inet_aton reads it."""
    text = view.text
    one = _ONE_NUMBER.match(text)
    if one is not None:
        number = int(one.group(1), 0 if one.group(1)[:2].lower() == "0x" else 10)
        if 0x01000000 <= number <= 0xDFFFFFFF and number >> 24 != 127:
            yield hit(view, *one.span(1), IdType.IP, 0.8, "address written as a number")
        return
    parted = _PARTED.match(text)
    if parted is not None and ("x" in text.lower() or re.search(r"(?:^|\.)0\d", text)):
        yield hit(view, *parted.span(1), IdType.IP, 0.8, "address with octal or hexadecimal parts")


def in_host(view: View) -> Iterator[Hit]:
    """The host of a URL or a host field: ``192.0.2.1:8080``, ``[2001:db8::1]``, ``3221225985``."""
    text = view.text
    if text.startswith("["):
        close = text.find("]")
        inner = text[1 : close if close > 0 else None].partition("%")[0]
        if speaks_of(inner) is not None:
            yield hit(view, 1, close if close > 0 else len(text), IdType.IP, 0.98, "address as host")
        return
    match = _PORT.match(text) if text.count(":") < 2 else None  # an IPv6 address without its brackets
    bare = match.group(1) if match else text
    if speaks_of(bare) is not None:
        yield hit(view, 0, len(bare), IdType.IP, 0.98, "address as host")
    else:
        yield from as_number(view)


DETECTOR = Detector(
    IdType.IP,
    slot=_in_slot,
    text=_in_text,
    keys=_KEYS,
    agent=words("////=/ jndi"),  # () { :;}; and ${jndi:
)
