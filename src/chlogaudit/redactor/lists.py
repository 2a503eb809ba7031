"""Fields that hold several values (forwarded lists, address lists, cookie headers): which stretch gets which text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import names_nobody, read_address
from chlogaudit.redactor.edits import Edit
from chlogaudit.redactor.markers import COOKIE
from chlogaudit.redactor.operators import Context, Operator

# An atom ends at what separates entries and parameters; httpd writes a quote as \", nginx as \x22, JSON as \u0022.
_ATOM: Final = re.compile(rb'\\(?:"|x22|u0022)|(?P<atom>(?:[^\s,;"=\\]|\\(?!"|x22|u0022))+)')
_KEYS: Final = frozenset((b"for", b"by", b"host", b"proto"))  # RFC 7239, section 5
_SPEAKING: Final = re.compile(rb"[0-9A-Za-z\x80-\xff]")  # without such a byte an atom is punctuation

_ITEM: Final = re.compile(rb"[^;]+")
# Names of cookies stay when they look like names: RFC 6265's token without the percent sign, not too long.
_NAMED: Final = re.compile(rb"(\s*[!#$&'*+.^_`|~0-9A-Za-z-]{1,64}=)(.*?)(\s*)", re.DOTALL)
_HEADERS: Final = ("header_cookie", "http_cookie")


def address_edits(value: bytes, operator: Operator, context: Context, *, keep_port: bool) -> list[Edit]:
    """
    Every entry of a forwarded list or of a list of our own addresses, treated by an operator.

    In a forwarded list, whatever is no parameter's name and no ``host`` or ``proto`` is taken for a client, host name or
    not; in a list of our own addresses only what is an address.
    """
    edits: list[Edit] = []
    key = b""
    for match in _ATOM.finditer(value):
        atom = match["atom"]
        if atom is None:  # an escaped quote, taken whole so that its letters are no entry
            continue
        if context.holds is Holds.FORWARDED and atom.lower() in _KEYS and value[match.end() : match.end() + 1] == b"=":
            key = atom.lower()
            continue
        inside, key = key, b""
        if inside in {b"host", b"proto"} or not _SPEAKING.search(atom) or names_nobody(atom):
            continue
        # by= is the proxy's own address, not a client's.
        at = replace(context, type=IdType.IP) if inside == b"by" else context
        text = _entry(atom, operator, at, keep_port=keep_port, brackets=inside in {b"for", b"by"})
        if text != atom:
            edits.append(Edit(match.start(), match.end(), text, at.type))
    return edits


def cookie_edits(value: bytes, name: str, operator: Operator, context: Context) -> list[Edit]:
    """
    The values of a cookie header, or the whole of a field that holds one cookie's value.

    ``name`` is the column's: only a header has names worth keeping, and a single value may hold an equals sign itself.
    """
    marker = operator(value, context)
    if not (name.lower() == "cookie" or name.lower().endswith(_HEADERS)):
        return [Edit(0, len(value), marker, IdType.SESSION_ID)] if value != marker else []
    edits: list[Edit] = []
    for item in _ITEM.finditer(value):
        start, end = item.span()
        if named := _NAMED.fullmatch(item[0]):
            start, end = start + named.end(1), start + named.end(2)
        else:
            start += len(item[0]) - len(item[0].lstrip())
            end -= len(item[0]) - len(item[0].rstrip())
        if start < end and value[start:end] != COOKIE:
            edits.append(Edit(start, end, marker, IdType.SESSION_ID))
    return edits


def _entry(atom: bytes, operator: Operator, context: Context, *, keep_port: bool, brackets: bool) -> bytes:
    """One entry: the address in it treated, in brackets where RFC 7239 or a port asks for them, its port kept or not."""
    written = read_address(atom)
    if written is None:
        return operator(atom, context) if context.holds is Holds.FORWARDED else atom
    text = operator(written.text, context)
    port = written.port if keep_port else b""
    if b":" in text and (port or brackets or atom.startswith(b"[")):
        text = b"[" + text + b"]"
    return text + b":" + port if port else text
