"""What is counted of the lines of a block: identifiers by spot, and requests that are watched, once a distinct value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from chlogaudit.auditor.clients import LOCAL
from chlogaudit.auditor.columns import Column, is_internal
from chlogaudit.auditor.log import LogEvidence
from chlogaudit.auditor.nouns import Watched, united
from chlogaudit.detect import mask
from chlogaudit.engine.api import MISSING, Ids, Ints
from chlogaudit.facts import Facts
from chlogaudit.model.format import Holds

_LOW, _HIGH = np.iinfo(np.int64).min, np.iinfo(np.int64).max
Hashes = NDArray[np.uint64]
SendersOf = Callable[[Facts, Ints], Hashes]  # who sent some rows


def count_finds(log: LogEvidence, column: Column, ids: Ids, lines: Ints, second: Ints, clients: Hashes) -> None:
    """Count the identifiers of lines, once a distinct value."""
    order = np.argsort(ids, kind="stable")
    ids, second, clients = ids[order], second[order], clients[order]
    begins = np.flatnonzero(np.concatenate([[True], ids[1:] != ids[:-1]]))
    counts = np.diff(np.append(begins, len(order)))
    low = np.minimum.reduceat(np.where(second == MISSING, _HIGH, second), begins)
    high = np.maximum.reduceat(np.where(second == MISSING, _LOW, second), begins)
    lines = np.minimum.reduceat(lines[order], begins)
    for value, begin, count, line, first, last in zip(
        *(ids[begins].tolist(), begins.tolist(), counts.tolist(), lines.tolist(), low.tolist(), high.tolist()),
        strict=True,
    ):
        for spot, one in column.marks(value):
            hit = log.hit(spot)
            if hit.count == 0 or line < hit.line:
                raw = column.judged.values[value]
                hit.line, hit.example = line, mask(raw[one.start : one.end], one.type)
            hit.count += count
            if hit.clients is not None:
                hit.clients = united(hit.clients, set(clients[begin : begin + count].tolist()), log.enough)
            if first <= last:
                hit.first = first if hit.first is None or first < hit.first else hit.first
                hit.last = last if hit.last is None or last > hit.last else hit.last
            if spot.holds is Holds.REFERER:
                hit.hosts[column.host(value)] += count


def count_watched(
    log: LogEvidence,
    column: Column,
    ids: Ids,
    found: Facts,
    asked_by: Ints,
    first_line: int,
    senders_of: SendersOf,
    is_ours: Callable[[bytes], bool],
) -> None:
    """Count requests of watched kinds that were answered 2xx with a body, the machine's own left out."""
    flags = column.see_watched()
    if not column.watched:
        return
    good = (found.status >= 200) & (found.status < 300) & (found.size != 0) & (asked_by != LOCAL)
    rows = np.flatnonzero(good & (ids >= 0) & flags[np.maximum(ids, 0)])
    if not len(rows):
        return
    senders = senders_of(found, rows)
    outside = ~_are_inside(found, rows, senders, is_ours)
    for value, group in groups(ids[rows]):
        at = rows[group]
        size, second = found.size[at], found.second[at]
        second = second[second != MISSING]
        more = Watched(
            len(at), int(outside[group].sum()), int(np.maximum(size, 0).sum()), max(int(size.max()), 0), log.source,
            first_line + int(found.lines[at].min()), int(second.min()) if len(second) else None,
            int(second.max()) if len(second) else None, set(senders[group].tolist()),
        )  # fmt: skip
        for key in column.watched[value]:
            log.watched.setdefault(key, Watched(source=log.source)).join(more, log.enough)


def _are_inside(found: Facts, rows: Ints, senders: Hashes, is_ours: Callable[[bytes], bool]) -> NDArray[np.bool_]:
    """Whether the clients of rows are of private networks; a token looks like one, and may be anybody's."""
    if found.client is None:
        return np.zeros(len(rows), np.bool_)
    starts, ends = found.client
    _, first, which = np.unique(senders, return_index=True, return_inverse=True)
    told = [found.data[max(starts[row], 0) : max(ends[row], 0)].tobytes() for row in rows[first].tolist()]
    inside = np.array([is_internal(client) and not is_ours(client) for client in told], np.bool_)
    return inside[which]


def groups(numbers: Ints | Ids) -> Iterator[tuple[int, Ints]]:
    """Each distinct number with its places, in order."""
    if not len(numbers):
        return
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    yield from zip(ordered[begins].tolist(), np.split(order, begins[1:]), strict=True)


__all__ = ["Hashes", "count_finds", "count_watched", "groups"]
