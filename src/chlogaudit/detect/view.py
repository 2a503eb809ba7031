"""Decoded views of raw bytes that know where every decoded character stands in the raw value."""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_right
from collections.abc import Callable

# What servers write for bytes they do not log as they are: httpd \xHH and \" \\ (ap_escape_logitem), nginx \xHH,
# JSON \uHHHH and \/.
_LOG = re.compile(r'\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(["\\/]))')
_PERCENT = re.compile(r"%(?:([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))")
_BYTES = {high + low: chr(int(high + low, 16)) for high in "0123456789ABCDEFabcdef" for low in "0123456789ABCDEFabcdef"}
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]{1,4})|#([0-9]{1,5})|(amp|quot|lt|gt|commat|apos));")
_NAMED = {"amp": "&", "quot": '"', "lt": "<", "gt": ">", "commat": "@", "apos": "'"}
_MAX_LAYERS = 3


class View:
    """
    Text (latin-1: one character a byte) and the way back to the raw value that it was made from.

    ``span(i, j)`` gives the raw byte offsets of the characters ``i`` to ``j`` of ``text``. Views are made by slicing
    (``sub``) and decoding; where an escape shifted the offsets is worked out when a span is first asked for.
    """

    __slots__ = ("escapes", "fixed", "off", "parent", "shifts", "text")

    def __init__(
        self,
        text: str,
        parent: View | None = None,
        off: int = 0,
        escapes: _Escapes | None = None,
        fixed: tuple[int, int] | None = None,
    ) -> None:
        self.text = text
        self.parent = parent
        self.off = off
        self.escapes = escapes
        self.shifts: tuple[list[int], list[int]] | None = None
        self.fixed = fixed

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of ``text[start:end]``; the whole token where the text was base64."""
        view: View | None = self
        while view is not None:
            if view.fixed is not None:
                start, end = view.fixed
            elif view.escapes is not None and view.parent is not None:
                if view.shifts is None:
                    view.shifts = _shifts(view.parent.text, *view.escapes)
                made, read = view.shifts
                at = bisect_right(made, start) - 1
                start = read[at] + start - made[at]
                at = bisect_right(made, end) - 1
                end = read[at] + end - made[at]
            start += view.off
            end += view.off
            view = view.parent
        return start, end

    def sub(self, start: int, end: int) -> View:
        """The characters ``start`` to ``end`` as a view of their own."""
        return View(self.text[start:end], self, start)

    def unescaped(self) -> View:
        r"""Without the server's escapes (``\xHH``, ``\uHHHH``, ``\"``) and without HTML entities."""
        view = self
        if "\\" in view.text:
            view = _decoded(view, _OF_LOGS)
        if "&" in view.text and ";" in view.text:
            view = _decoded(view, _OF_HTML)
        return view

    def percent_decoded(self, *, plus: bool) -> View:
        """With percent escapes resolved, also doubled ones; ``plus`` makes the first layer's ``+`` a blank."""
        view = self
        text = view.text
        if plus and "+" in text:
            text = _resolved(text.replace("+", " "))
            view = View(text, view, 0, _OF_URLS)
        for _ in range(_MAX_LAYERS):
            if "%" not in text:
                break
            after = _resolved(text)
            if after == text:
                break
            text = after
            view = View(text, view, 0, _OF_URLS)
        return view.unescaped() if "&" in text or "\\" in text else view

    def from_base64(self) -> View | None:
        """The decoded text when this is base64 or base64url of printable text, else None."""
        token = self.text.rstrip("=").replace("-", "+").replace("_", "/")
        if len(token) % 4 == 1:
            return None
        try:
            data = base64.b64decode(token + "=" * (-len(token) % 4), validate=True)
        except (binascii.Error, ValueError):
            return None
        if not data or any(byte < 32 and byte not in (9, 10, 13) for byte in data):
            return None
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return View(data.decode("latin-1"), self, 0, fixed=(0, len(self.text)))


def _from_log(match: re.Match[str]) -> str:
    byte, unit, plain = match.groups()
    if byte:
        return chr(int(byte, 16))
    return _utf8(int(unit, 16)) if unit else plain or ""


def _from_percent(match: re.Match[str]) -> str:
    byte, unit = match.groups()
    return chr(int(byte, 16)) if byte else _utf8(int(unit, 16))


def _from_entity(match: re.Match[str]) -> str:
    hexa, number, name = match.groups()
    if name:
        return _NAMED[name]
    return _utf8(min(int(hexa, 16) if hexa else int(number), 0xFFFF))


def _utf8(code: int) -> str:
    """The UTF-8 bytes of a code point as latin-1 text; lone surrogates keep their three bytes."""
    return chr(code).encode("utf-8", "surrogatepass").decode("latin-1")


_Escapes = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_OF_LOGS: _Escapes = (_LOG, _from_log)
_OF_HTML: _Escapes = (_ENTITY, _from_entity)
_OF_URLS: _Escapes = (_PERCENT, _from_percent)


def _resolved(text: str) -> str:
    """One layer of percent escapes resolved."""
    if "%u" in text:
        return _PERCENT.sub(_from_percent, text)
    first, *others = text.split("%")
    parts = [first]
    for part in others:
        byte = _BYTES.get(part[:2])
        parts.append("%" + part if byte is None else byte + part[2:])
    return "".join(parts)


def _decoded(view: View, escapes: _Escapes) -> View:
    """Replace every escape; returns ``view`` itself when there is none."""
    pattern, resolve = escapes
    text, count = pattern.subn(resolve, view.text)
    return View(text, view, 0, escapes) if count else view


def _shifts(
    text: str, pattern: re.Pattern[str], resolve: Callable[[re.Match[str]], str]
) -> tuple[list[int], list[int]]:
    """Places in the decoded text, and in ``text``, from which on both go on alike."""
    made_at, read_at = [0], [0]
    last = made = 0
    for match in pattern.finditer(text):
        begin, stop = match.span()
        new = resolve(match)
        made += begin - last
        # Characters after the first of a longer replacement stand at the escape's start, so that no span cuts it.
        for more in range(1, len(new)):
            made_at.append(made + more)
            read_at.append(begin)
        made += len(new)
        made_at.append(made)
        read_at.append(stop)
        last = stop
    return made_at, read_at


def raw_view(value: bytes) -> View:
    """The raw value itself."""
    return View(value.decode("latin-1"))
