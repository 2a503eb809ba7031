"""Visits: what one visitor requests with pauses of at most half an hour; pages only, bots left out."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import MISSING, Ids, Ints

PAUSE = 1800  # seconds; AWStats and Matomo end a visit after the same pause
LIMIT = 8_000_000  # page hits held (24 bytes each)
_GROUP = 1_000_000  # page hits sorted at once


@dataclass(frozen=True, slots=True)
class Visits:
    """One row per visit: visitor, first and last path, first second, length in seconds, pages, bytes."""

    visitor: Ids
    entry: Ids
    exit: Ids
    start: Ints
    length: Ints
    pages: Ints
    size: Ints


_NO_IDS: Ids = np.zeros(0, np.int32)
_NONE: Ints = np.zeros(0, np.int64)
_NO_VISITS = Visits(_NO_IDS, _NO_IDS, _NO_IDS, _NONE, _NONE, _NONE, _NONE)


class Stays:
    """Collects page hits; visits are cut when all of them are known, since logs are not in order."""

    def __init__(self) -> None:
        self._rows: list[tuple[Ids, Ids, Ints, Ints]] = []
        self._held = 0
        self.full = False

    def add(self, view: View, lines: Batch) -> None:
        """Take the page hits of a batch."""
        pages = view.is_page(lines) & ~view.is_bot(lines) & (lines.second != MISSING) & (lines.client >= 0)
        pages &= (lines.status < 300) | (lines.status == 304)
        keep = np.flatnonzero(pages)
        if self.full or not len(keep):
            return
        if self._held + len(keep) > LIMIT:
            self.stop()
            return
        self._held += len(keep)
        paths = view.paths(lines)[keep]
        self._rows.append((paths, lines.visitor[keep], lines.second[keep], lines.size[keep]))

    def stop(self) -> None:
        """Give the page hits up: what is missing from a visit makes it another."""
        self.full = True
        self._rows.clear()
        self._held = 0

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._held * 24

    def cut(self, persons: Ints) -> Visits:
        """
        Cut the page hits into visits; ``persons`` numbers the client and user agent of each visitor, whatever the day.

        Persons are taken in groups, so that what sorting needs beside the page hits is bounded.
        """
        if not self._rows:
            return _NO_VISITS
        groups = -(-self._held // _GROUP)
        found = [self._cut_group(persons, number, groups) for number in range(groups)]
        if groups == 1:
            return found[0]
        return Visits(*(np.concatenate([getattr(v, f.name) for v in found]) for f in fields(Visits)))

    def _cut_group(self, persons: Ints, number: int, groups: int) -> Visits:
        """The visits of the persons whose number leaves ``number`` when divided by ``groups``."""
        paths, visitors, seconds, sizes = [], [], [], []
        for path, visitor, second, size in self._rows:
            mine = persons[visitor] % groups == number
            paths.append(path[mine])
            visitors.append(visitor[mine])
            seconds.append(second[mine])
            sizes.append(size[mine])
        visitor = np.concatenate(visitors)
        if not len(visitor):
            return _NO_VISITS
        return _visits(persons[visitor], np.concatenate(paths), visitor, np.concatenate(seconds), np.concatenate(sizes))


def _visits(person: Ints, path: Ids, visitor: Ids, second: Ints, size: Ints) -> Visits:
    """The visits of some persons, of whom at least one page hit is given."""
    order = _by_time(person, second, path)
    person, path, visitor = person[order], path[order], visitor[order]
    second, size = second[order], size[order]
    new = np.ones(len(person), np.bool_)
    new[1:] = (person[1:] != person[:-1]) | (second[1:] - second[:-1] > PAUSE)
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(person)) - 1
    total = np.add.reduceat(np.maximum(size, 0).astype(np.int64), first)
    return Visits(
        visitor[first], path[first], path[last], second[first], second[last] - second[first], last - first + 1, total
    )


def _by_time(person: Ints, second: Ints, path: Ids) -> Ints:
    """The order by person and second; the path decides ties, so that the order in which blocks arrived never shows."""
    low, high = int(second.min()), int(second.max())
    bits = (high - low).bit_length()
    if bits + int(person.max()).bit_length() > 63:  # times a century apart
        return np.lexsort((path, second, person))
    # One sort of one number is several times as fast as three of three.
    both = (person << bits) | (second - low)
    order = np.argsort(both)
    both = both[order]
    same = both[1:] == both[:-1]
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    if len(tied):
        order[tied] = order[tied][np.lexsort((path[order[tied]], both[tied]))]
    return order
