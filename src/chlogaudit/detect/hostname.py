"""Internal host names: names under suffixes that exist only inside networks, or with a label that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chlogaudit.detect.detector import Detector, Hit, Hits, Slot, Where, hit, words
from chlogaudit.detect.validators import speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

# RFC 6762 appendix G and RFC 8375, and what clouds and clusters add.
_SUFFIXES = words(
    "local lan corp internal intranet intra localdomain private home priv localnet domain ads workgroup dmz mgmt office consul intern lokal svc"
)
_LABELS = words("int internal intra intranet corp lan priv mgmt dmz private")
_NAME = re.compile(
    r"(?<![\w@./%\\-])((?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,15})\.?(?![\w.-])"
)
_SIGNS = (*tuple(f".{label}" for label in sorted(_SUFFIXES | _LABELS)), ".home.arpa", ".fritz.box")
_KEYS = words(
    "host hostname server servername node machine computer computername workstation backend upstream proxy ldap ldapserver smtphost"
    " dbhost database domain domaincontroller origin endpoint site pod instance nodename serverhost gateway target cluster printer"
)
# MySQL names an account by its user and the machine that it came from.
_ACCOUNT_HOST = re.compile(r"'@'((?!localhost')[A-Za-z][\w.-]{2,200})'")
# A segment or a value of its own; two labels alone may be a file: config.local
_OWN = re.compile(
    r"(?:^|(?<=/))((?:[a-z0-9-]{1,63}\.){2,6}(?:local|lan|corp|internal|intranet|intra|localdomain)|(?=[a-z-]*[0-9])[a-z0-9-]{2,63}\.(?:local|lan|corp|internal|intranet))(?::[0-9]{1,5})?(?=/|$)",
    re.IGNORECASE,
)
_ENDS = (".local", ".lan", ".corp", ".intern", ".intra")
# Packages and classes of programs are written the other way round: jdk.internal.misc, com.example.internal.Pool
_PACKAGE = re.compile(r"(?:java|javax|jakarta|jdk|sun|kotlin|scala|com|org)\.(?=.*\.)|.*\.[A-Z][a-z]+(?:[A-Z][a-z]+)+$")
_UNC = re.compile(r"(?<![\w\\])\\\\([A-Za-z][\w.-]{2,62})\\(?=[\w$])")

# What a resolver was asked for is a host whatever it looks like: nginx, PHP and curl, Node, Go, Python.
_UNRESOLVED = re.compile(r"['\"]? could not be resolved\b")
_SOUGHT = re.compile(
    r"(?:getaddrinfo for|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|lookup|[Cc]ould not resolve(?: host)?:?|[Ff]ailed to resolve) ['\"]?$"
)


def is_internal(name: str) -> bool:
    """Whether a host name can only be one of an inner network."""
    labels = name.lower().rstrip(".").split(".")
    if len(labels) < 2 or labels[0] == "localhost":
        return False
    if labels[-1] in _SUFFIXES or name.lower().endswith((".home.arpa", ".fritz.box")):
        return labels[-2:] != ["localhost", "localdomain"]
    return len(labels) >= 3 and any(label in _LABELS for label in labels[1:-1] or labels[:1])


def in_host(view: View) -> Iterator[Hit]:
    """The host of a URL or a host field, a port behind it allowed."""
    name = view.text.partition(":")[0]
    if "." in name and re.match(r"[A-Za-z0-9_.-]{4,253}$", name) and is_internal(name):
        yield hit(view, 0, len(name), IdType.HOSTNAME_INTERNAL, 0.95, "internal host")


def _in_slot(slot: Slot, _name: str) -> Hits:
    return list(in_host(slot.view))


def _in_text(view: View, where: Where, _key: str) -> Hits:
    text = view.text
    if where in (Where.PATH, Where.VALUE):
        for match in _OWN.finditer(text) if speaks(text, _ENDS) else ():
            yield hit(view, *match.span(1), IdType.HOSTNAME_INTERNAL, 0.75, "internal host as a segment or value")
    if where is not Where.TEXT:
        return
    for match in _NAME.finditer(text) if speaks(text, _SIGNS) else ():
        name = match.group(1)
        if is_internal(name) and not _is_member(text, match):
            yield hit(view, *match.span(1), IdType.HOSTNAME_INTERNAL, 0.85, "internal host named in a text")
    if "'@'" in text:
        for match in _ACCOUNT_HOST.finditer(text):
            yield hit(view, *match.span(1), IdType.HOSTNAME_INTERNAL, 0.8, "machine that a database account came from")
    if "\\\\" in text:
        for match in _UNC.finditer(text):
            yield hit(view, *match.span(1), IdType.HOSTNAME_INTERNAL, 0.7, "server of a network share")


def _is_member(text: str, match: re.Match[str]) -> bool:
    """``config.local`` and ``app.internal(...)`` are files and code: one label before the suffix needs a digit or a port."""
    name = match.group(1)
    after = text[match.end() : match.end() + 1]
    if after == "(" or _PACKAGE.match(name):
        return True
    if _UNRESOLVED.match(text, match.end()) or _SOUGHT.search(text[max(0, match.start() - 40) : match.start()]):
        return False
    return name.count(".") == 1 and not (re.search(r"\d|-", name) or (after in ":/" and after))


DETECTOR = Detector(
    IdType.HOSTNAME_INTERNAL,
    slot=_in_slot,
    text=_in_text,
    keys=_KEYS,
    triggers=frozenset(
        f".{label}{after}" for label in (*_SUFFIXES, *_LABELS, "home.arpa", "fritz.box") for after in (".", "/", "=")
    ),
)
