"""Decoded views of raw bytes that know where every decoded character stands in the raw value."""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_right

# What servers write for bytes they do not log as they are: httpd \xHH and \" \\ (ap_escape_logitem), nginx \xHH,
# JSON \uHHHH and \/.
_LOG = re.compile(r'\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(["\\/]))')
_PERCENT = re.compile(r"%(?:([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))|(\+)")
_PERCENT_ONLY = re.compile(r"%(?:([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))()")
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]{1,4})|#([0-9]{1,5})|(amp|quot|lt|gt|commat|apos));")
_NAMED = {"amp": "&", "quot": '"', "lt": "<", "gt": ">", "commat": "@", "apos": "'"}
_MAX_LAYERS = 3


class View:
    """
    Text (latin-1: one character a byte) and the way back to the raw value that it was made from.

    ``span(i, j)`` gives the raw byte offsets of the characters ``i`` to ``j`` of ``text``. Views are made by slicing
    (``sub``) and decoding; each holds only the places where an escape shifted the offsets.
    """

    __slots__ = ("dst", "fixed", "off", "parent", "src", "text")

    def __init__(
        self,
        text: str,
        parent: View | None = None,
        off: int = 0,
        shifts: tuple[list[int], list[int]] | None = None,
        fixed: tuple[int, int] | None = None,
    ) -> None:
        self.text = text
        self.parent = parent
        self.off = off
        self.dst: list[int] | None = shifts[0] if shifts is not None else None
        self.src: list[int] | None = shifts[1] if shifts is not None else None
        self.fixed = fixed

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of ``text[start:end]``; the whole token where the text was base64."""
        view: View | None = self
        while view is not None:
            if view.fixed is not None:
                start, end = view.fixed
            elif view.dst is not None and view.src is not None:
                at = bisect_right(view.dst, start) - 1
                start = view.src[at] + start - view.dst[at]
                at = bisect_right(view.dst, end) - 1
                end = view.src[at] + end - view.dst[at]
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
            view = _decoded(view, _LOG, _from_log)
        if "&" in view.text and ";" in view.text:
            view = _decoded(view, _ENTITY, _from_entity)
        return view

    def percent_decoded(self, *, plus: bool) -> View:
        """With percent escapes resolved, also doubled ones; ``plus`` makes the first layer's ``+`` a blank."""
        view = self
        if plus and "+" in view.text:
            view = _decoded(view, _PERCENT, _from_percent)
        for _ in range(_MAX_LAYERS):
            if "%" not in view.text:
                break
            after = _decoded(view, _PERCENT_ONLY, _from_percent)
            if after is view:
                break
            view = after
        return view.unescaped() if "&" in view.text or "\\" in view.text else view

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
    byte, unit, plus = match.groups()
    if byte:
        return chr(int(byte, 16))
    return _utf8(int(unit, 16)) if unit else " " if plus else ""


def _from_entity(match: re.Match[str]) -> str:
    hexa, number, name = match.groups()
    if name:
        return _NAMED[name]
    return _utf8(min(int(hexa, 16) if hexa else int(number), 0xFFFF))


def _utf8(code: int) -> str:
    """The UTF-8 bytes of a code point as latin-1 text; lone surrogates keep their three bytes."""
    return chr(code).encode("utf-8", "surrogatepass").decode("latin-1")


def _decoded(view: View, pattern: re.Pattern[str], resolve: object) -> View:
    """Replace every match of ``pattern``; returns ``view`` itself when there is none."""
    text = view.text
    parts: list[str] = []
    dst, src = [0], [0]
    last = made = 0
    for match in pattern.finditer(text):
        begin, stop = match.span()
        new = resolve(match)  # type: ignore[operator]
        parts.append(text[last:begin])
        parts.append(new)
        made += begin - last
        # Characters after the first of a longer replacement stand at the escape's start, so that no span cuts it.
        for more in range(1, len(new)):
            dst.append(made + more)
            src.append(begin)
        made += len(new)
        dst.append(made)
        src.append(stop)
        last = stop
    if not last:
        return view
    parts.append(text[last:])
    return View("".join(parts), view, 0, (dst, src))


def raw_view(value: bytes) -> View:
    """The raw value itself."""
    return View(value.decode("latin-1"))
