"""One JSON object a line, cut into the raw spans of its values; the plain twin of the engine's JSON kernel."""

from __future__ import annotations

import re
from typing import NamedTuple

DEPTH = 32  # objects and arrays in one another; deeper is no log line
_BLANKS = re.compile(rb"[ \t\r]*+")
_STRING = re.compile(rb'([^"\\]*+(?>\\[\s\S][^"\\]*+)*+)"')
# A number, true, null, or what a template without quotes wrote in its place: "-".
_BARE = re.compile(rb"[0-9A-Za-z+\-._]++")
_SPECIAL = re.compile(r"[.\[\\]")


class Leaf(NamedTuple):
    """A value that is no object and no array: ``start`` and ``end`` are its raw bytes without its quotes."""

    path: str
    start: int
    end: int
    quoted: bool


class _Open:
    """An object or array that has been begun: the path before its members, and how many it had."""

    __slots__ = ("index", "is_object", "path", "root")

    def __init__(self, path: str, *, is_object: bool, root: bool = False) -> None:
        self.path = path
        self.is_object = is_object
        self.root = root
        self.index = 0

    def member(self, key: bytes) -> str:
        """The path of the member ``key``; a dot, bracket or backslash in a key is marked, so that no two paths meet."""
        name = _SPECIAL.sub(r"\\\g<0>", key.decode("utf-8", "surrogateescape"))
        return name if self.root else f"{self.path}.{name}"

    def element(self) -> str:
        """The path of the element whose turn it is; the first is the array itself."""
        return f"{self.path}[{self.index}]" if self.index else self.path


def leaves(line: bytes) -> list[Leaf] | None:
    """
    Return every leaf of the object that ``line`` is, in order; None when the line is not one whole JSON object.

    A path is like ``request.headers.User-Agent``; index 0 of an array is left out, later ones read ``[1]``. Nothing is
    unescaped: the offsets are those of the raw bytes. Escapes in strings are not checked, only stepped over.
    """
    at = _skip(line, 0)
    if line[at : at + 1] != b"{":
        return None
    out: list[Leaf] = []
    stack = [_Open("", is_object=True, root=True)]
    at += 1
    fresh = True
    while stack:
        at = _skip(line, at)
        here = stack[-1]
        closing = b"}" if here.is_object else b"]"
        if not fresh or line[at : at + 1] == closing:
            if line[at : at + 1] == closing:
                stack.pop()
                at, fresh = at + 1, False
                continue
            if line[at : at + 1] != b",":
                return None
            here.index += 1
            at = _skip(line, at + 1)
        value = _value_at(line, at, here)
        if value is None:
            return None
        path, at = value
        head = line[at : at + 1]
        fresh = head in {b"{", b"["}
        if fresh:
            if len(stack) >= DEPTH:
                return None
            stack.append(_Open(path, is_object=head == b"{"))
            at += 1
            continue
        leaf = _leaf(line, at, path)
        if leaf is None:
            return None
        out.append(leaf)
        at = leaf.end + leaf.quoted
    return out if _skip(line, at) == len(line) else None


def _skip(line: bytes, at: int) -> int:
    """The first place from ``at`` on that is no blank."""
    match = _BLANKS.match(line, at)
    return match.end() if match else at


def _value_at(line: bytes, at: int, here: _Open) -> tuple[str, int] | None:
    """The path of the next value and where it begins; None when a key or colon is missing."""
    if not here.is_object:
        return here.element(), at
    key = _STRING.match(line, at + 1) if line[at : at + 1] == b'"' else None
    if key is None:
        return None
    at = _skip(line, key.end())
    if line[at : at + 1] != b":":
        return None
    return here.member(key[1]), _skip(line, at + 1)


def _leaf(line: bytes, at: int, path: str) -> Leaf | None:
    """The string or bare word at ``at``."""
    if line[at : at + 1] == b'"':
        text = _STRING.match(line, at + 1)
        return Leaf(path, text.start(1), text.end(1), quoted=True) if text else None
    bare = _BARE.match(line, at)
    return Leaf(path, bare.start(), bare.end(), quoted=False) if bare else None
