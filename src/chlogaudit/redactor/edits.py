"""Edits of one value: stretches and what stands in their place, merged where they touch, applied in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chlogaudit.model.finding import IdType
from chlogaudit.redactor.markers import MARKERS

_BACKSLASH = 0x5C


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """``text`` stands in place of ``[start, end)``; ``type`` is counted, None where something goes that is no identifier."""

    start: int
    end: int
    text: bytes
    type: IdType | None = None


def apply(value: bytes, edits: Iterable[Edit]) -> bytes:
    """The value with its edits, given in order and not overlapping; every other byte is as it was."""
    out: list[bytes] = []
    at = 0
    for edit in edits:
        out += (value[at : edit.start], edit.text)
        at = edit.end
    out.append(value[at:])
    return b"".join(out)


def merge(edits: Iterable[Edit]) -> list[Edit]:
    """
    The edits in order and apart: of two that overlap, the one that covers the other stays.

    Where neither does, both stretches go together: an identifier's text stands there, its type's marker when both were
    identifiers, since an operator saw only a part of what goes.
    """
    out: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end, e.type is not None)):
        last = out[-1] if out else None
        if last is None or edit.start >= last.end:
            out.append(edit)
        elif edit.end > last.end:
            out[-1] = _joined(last, edit)
    return out


def _joined(left: Edit, right: Edit) -> Edit:
    if left.type is None:
        return Edit(left.start, right.end, right.text, right.type)
    text = left.text if right.type is None else MARKERS[left.type]
    return Edit(left.start, right.end, text, left.type)


def whole_escapes(value: bytes, start: int, end: int) -> tuple[int, int]:
    r"""
    A stretch widened so that it cuts no backslash from what it escapes.

    Half of ``\"`` left behind would close a quoted field or a JSON string.
    """
    if _escaped(value, start, 0):
        start -= 1
    if end < len(value) and _escaped(value, end, start):
        end += 1
    return start, end


def outside(places: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """
    A stretch widened by every place that it cuts; None when it lies within one place.

    ``places`` are in order and apart.
    """
    for left, right in places:
        if left <= start and end <= right:
            return None
        if left < end and start < right:
            start, end = min(start, left), max(end, right)
    return start, end


def _escaped(value: bytes, at: int, low: int) -> bool:
    """Whether the byte at a place is escaped by an odd run of backslashes before it, none of them left of ``low``."""
    run = at
    while run > low and value[run - 1] == _BACKSLASH:
        run -= 1
    return (at - run) % 2 == 1
