"""Make the edits of a block, and drop what stands in a line once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from chlogaudit.engine import Engine
from chlogaudit.engine.api import Bytes
from chlogaudit.engine.repeats import repeats
from chlogaudit.facts import Scanned, first_byte_spans
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.again import SOUGHT, can_be_sought, without
from chlogaudit.scan.nouns import Edits


def spliced(engine: Engine, scanned: Scanned, edits: Edits) -> tuple[bytes, Counter[IdType]]:
    """
    A block with its edits made, and what went beyond them: an identifier of a line that stands in it once more.

    What a rewriter's edits replaced in the client's, a forwarded list's or the user's field is dropped wherever else it
    stands in that line. Keeps no state: for any thread.
    """
    again = _repeated(scanned, edits)
    counts: Counter[IdType] = Counter()
    if not again:
        return engine.splice(scanned.data, *edits), counts
    starts, ends, offsets, lengths, arena = edits
    out, at, edit = [], 0, 0
    for line in sorted(again):
        first, last = int(scanned.starts[line]), int(scanned.ends[line])
        low, high = np.searchsorted(starts, (first, last)).tolist()
        rest = slice(edit, low)
        out.append(
            engine.splice(
                scanned.data[at:first], starts[rest] - at, ends[rest] - at, offsets[rest], lengths[rest], arena
            )
        )
        texts = _texts(scanned.data, first, last, edits, slice(low, high))
        out.extend(without(text, again[line], counts) for text in texts)
        at, edit = last, high
    rest = slice(edit, len(starts))
    out.append(
        engine.splice(scanned.data[at:], starts[rest] - at, ends[rest] - at, offsets[rest], lengths[rest], arena)
    )
    return b"".join(out), counts


def _texts(data: Bytes, first: int, last: int, edits: Edits, which: slice) -> Iterator[bytes]:
    """The pieces of a redacted line: what was kept and what was put in, by turns."""
    starts, ends, offsets, lengths, arena = edits
    at = first
    for start, end, offset, length in zip(
        starts[which].tolist(), ends[which].tolist(), offsets[which].tolist(), lengths[which].tolist(), strict=True
    ):
        yield data[at:start].tobytes()
        yield arena[offset : offset + length].tobytes()
        at = end
    yield data[at:last].tobytes()


def _repeated(scanned: Scanned, edits: Edits) -> dict[int, dict[bytes, IdType]]:
    """Per line of the block the values that were replaced in their own field and stand elsewhere too."""
    edited = edits[0]
    found: dict[int, dict[bytes, IdType]] = {}
    for part in scanned.parts:
        lines = part.spans.lines
        bounds = scanned.starts[lines], scanned.ends[lines]
        for index, column in enumerate(part.fields):
            kind = SOUGHT.get(column.holds)
            if kind is None:
                continue
            span = part.column(index)
            if column.holds is Holds.FORWARDED:
                span = first_byte_spans(scanned.data, span, ord(","))
            for row in repeats(scanned.data, *bounds, *span).tolist():
                start, end = int(span[0][row]), int(span[1][row])
                at = int(np.searchsorted(edited, start))
                value = scanned.data[start:end].tobytes()
                if at < len(edited) and edited[at] == start and can_be_sought(value, kind):
                    found.setdefault(int(lines[row]), {})[value] = kind
    return found
