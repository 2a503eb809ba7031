"""Find where an identifier of a line stands in it once more: in a URL, a referer, a user agent, between the fields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import names_nobody
from chlogaudit.redactor.edits import Edit, apply
from chlogaudit.redactor.markers import MARKERS, WORDS
from chlogaudit.redactor.tokens import is_token

SOUGHT: Final = {Holds.CLIENT: IdType.CLIENT_IP, Holds.FORWARDED: IdType.CLIENT_IP, Holds.USER: IdType.USER}

_V4: Final = re.compile(rb"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_V6: Final = re.compile(rb"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[0-9A-Za-z_.-]{1,16})?")
_NAME: Final = re.compile(rb"[0-9A-Za-z_-]{1,63}(?:\.[0-9A-Za-z_-]{1,63}){1,20}")
_USER: Final = re.compile(rb"(?=.*[A-Za-z])(?=.*[0-9._@+-])[^\s\"]{6,128}", re.DOTALL)
# What a browser writes before its release; `Chrome/103.0.0.0` names no visitor, whoever has the address 103.0.0.0.
_PRODUCT: Final = re.compile(
    rb"(?:Chrom(?:e|ium)|CriOS|Edg(?:e|A|iOS)?|OPR|OPT|Version|Firefox|FxiOS|Safari|YaBrowser|Vivaldi|SamsungBrowser"
    rb"|UCBrowser|MiuiBrowser|Whale|HeadlessChrome|Electron|QQBrowser|GSA|Silk)/$"
)
_LONGEST_PRODUCT: Final = 18


def can_be_sought(value: bytes, kind: IdType) -> bool:
    """
    Tell whether a value can be told from ordinary words wherever it stands.

    A client: an address, or a host name with a dot. A user: six bytes and more with a digit or a mark among letters, so that
    a user called ``admin`` does not forbid ``/admin``. Tokens, markers and what names nobody are not sought.
    """
    if value in WORDS or is_token(value) or names_nobody(value):
        return False
    if kind is IdType.USER:
        return _USER.fullmatch(value) is not None
    return bool(_V4.fullmatch(value) or _V6.fullmatch(value) or _NAME.fullmatch(value))


def without(text: bytes, sought: Mapping[bytes, IdType], counts: Counter[IdType]) -> bytes:
    """``text`` with the marker of its type for each value sought; adds to ``counts`` what was replaced."""
    for value in sorted(sought, key=len, reverse=True):
        kind = sought[value]
        edits = [Edit(start, end, MARKERS[kind], kind) for start, end in places(text, value)]
        if edits:
            text = apply(text, edits)
            counts[kind] += len(edits)
    return text


def is_release(text: bytes, at: int) -> bool:
    """Tell whether the number at a place of a text is a browser's release."""
    return _PRODUCT.search(text[max(0, at - _LONGEST_PRODUCT) : at]) is not None


def places(text: bytes, value: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each place where ``value`` stands in ``text`` as a whole, not as a part of a longer one."""
    digits = _V4.fullmatch(value) is not None
    at = text.find(value)
    while at >= 0:
        end = at + len(value)
        before, after = text[at - 1 : at] if at else b"", text[end : end + 1]
        if digits:
            whole = not before.isdigit() and not after.isdigit()
            whole = whole and not is_release(text, at)
        else:
            whole = not before.isalnum() and not after.isalnum() and not (before == b":" and b":" in value)
        if whole:
            yield at, end
        at = text.find(value, end if whole else at + 1)
