"""E-mail addresses, wherever they stand; file names, package scopes, handles and expressions with ``@`` are left alone."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Slot, Where, hit, whole, words
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_LOCAL = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~.\x80-\xff-"
# Lengths are those of RFC 5321 (64 before the @, 63 a label); bounded, so the search stays linear.
_AT_DOMAIN = re.compile(
    r"@((?:[A-Za-z0-9\x80-\xff](?:[A-Za-z0-9\x80-\xff-]{0,62}[A-Za-z0-9\x80-\xff])?\.){1,8}"
    r"(?:xn--[A-Za-z0-9-]{2,59}|[A-Za-z\x80-\xff]{2,24}))(?![A-Za-z0-9\x80-\xff_])"
)
_JOINTS = frozenset("=&?'`{|}#$!")
_LOCAL_CHARS = frozenset("!#$%&'*+=?^_`{|}~.-") | {chr(code) for code in range(128, 256)}
# Endings of files and members that stand after an @ in paths and scripts, and that are no top-level domain in use.
_FILES = words(
    "png jpg jpeg gif svg webp avif ico bmp css scss less js mjs cjs ts tsx jsx map json html htm xhtml php asp aspx jsp xml"
    " txt pdf woff woff2 ttf eot otf mp4 mp3 webm ogg wav gz tgz bz2 xz jar war exe dll bin min max"
    " getruntime exec default tostring getclass forname"
    " rc jxl heic vue wasm lottie service socket timer mount slice scope"
)
# What follows an @ in place of a domain: a release (core@1.2.3-alpha.next), a density of pixels (bg@1.5x.png).
_RELEASE = re.compile(r"v?\d+\.\d+[.-]|\d(?:\.\d+)?x\.")
_KEYS = words(
    "email mail emailaddress mailaddress useremail emailid correo correoelectronico courriel adressemail adresseemail mailadresse"
    " emailadresse epost eposta sahkoposti posta emailaddr emladdr loginemail replyto mailfrom mailto rcpt rcptto eml emlu"
    " subscriberemail contactemail billingemail guestemail emails vemail emailadres"
)
_BOT = re.compile(r"bot|crawl|spider|slurp|https?:|mailto:|\+|fetch|scan|monitor|search|archiv", re.IGNORECASE)
_MAILMAN = re.compile(
    r"(?:^|/)([\w.+-]{1,64}--at--(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24})(?![\w-])"
)
_TAGGED = re.compile(r"[A-Za-z0-9._-]{1,40} [A-Za-z0-9._-]{1,40}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}$")
_BARE = re.compile(r"[^\s@<>\"'(),;:/?]{1,64} ?@[^\s@<>\"'(),;:]{1,255}$")


def _local_start(text: str, at: int) -> int:
    """Where the local part before the ``@`` at ``at`` begins; ``at`` when there is none."""
    start = at
    least = max(0, at - 64)
    while start > least and (text[start - 1].isalnum() or text[start - 1] in _LOCAL_CHARS):
        start -= 1
    # What joins keys and values or wraps text may not begin an address, although RFC 5322 allows it.
    while start < at and not (text[start].isalnum() or text[start] == "_" or text[start] >= "\x80"):
        start += 1
    if not _JOINTS.isdisjoint(text[start:at]):
        start = max(text.rfind(mark, start, at) for mark in _JOINTS) + 1
    return start


def _in_text(view: View, where: Where, _key: str) -> Hits:
    text = view.text
    if where is Where.PATH and "--at--" in text:
        for match in _MAILMAN.finditer(text):
            yield hit(view, *match.span(1), IdType.EMAIL, 0.9, "address as Mailman writes it")
    if "@" not in text:
        return
    for match in _AT_DOMAIN.finditer(text):
        at = match.start()
        start = _local_start(text, at)
        if start < at and text[at - 1] != "." and _is_address(text, start, match, where):
            yield hit(view, start, match.end(), IdType.EMAIL, 0.95, "address with a domain")


def _is_address(text: str, start: int, domain: re.Match[str], where: Where) -> bool:
    ending = domain.group(1).rpartition(".")[2].lower()
    before = text[start - 1] if start else ""
    if "**" in text[start : domain.end()]:
        return False  # masked
    if ending in _FILES or before == "@" or _RELEASE.match(domain.group(1)):
        return False  # logo@2x.png, @scope@1.2.3, @user@server.example
    if before == ":" and text[max(0, start - 5) : start].lower() == "acct:":
        return False
    if before and before in "/:" and "://" in text[max(0, start - 60) : start] and where is not Where.PATH:
        return False  # userinfo of a URL, judged by the token detector
    if text[domain.end() : domain.end() + 1] in ("(", "@"):
        return False  # @java.lang.Runtime@getRuntime().exec
    if text[start : domain.start()] in ("git", "hg", "svn") and text[domain.end() : domain.end() + 1] in (":", "/"):
        return False  # the account of a server of repositories: git@example.org:group/project
    if where is Where.AGENT:
        return _BOT.search(text) is None  # operators publish their address in the agents of their robots
    return True


def is_tagged(view: View) -> bool:
    """``jane+news@example.com`` as all of a value: the raw plus was decoded to a blank, but meant itself."""
    return "@" in view.text and _TAGGED.match(view.text) is not None


def _in_slot(slot: Slot, name: str) -> Hits:
    """Under a key for addresses a raw ``+`` became a blank, and odd domains are addresses too."""
    text = slot.view.text.strip()
    if (
        name not in ("e", "m")
        and "@" in text
        and "**" not in text  # masked
        and len(text) <= 320
        and text.count("@") == 1
        and _BARE.match(text.replace(" ", "+", 3))
    ):
        return list(whole(slot.view, IdType.EMAIL, 0.98, "key for e-mail addresses"))
    return _in_text(slot.view, Where.VALUE, "")


DETECTOR = Detector(
    IdType.EMAIL,
    slot=_in_slot,
    text=_in_text,
    keys=_KEYS,
    exact=words("e m"),
    requests=words("/mailman /options/ /pipermail"),
)
