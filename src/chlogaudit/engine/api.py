"""What an engine can do; the fast one and the reference one both keep this contract to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chlogaudit.model.format import LogFormat, Shape

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Ids = NDArray[np.int32]

MISSING = -1  # start of a field that a line does not have; also "no number", "no time"


@dataclass(frozen=True, slots=True)
class Spans:
    """
    Where the fields of the lines of one format are.

    ``lines`` are the indices (into the block's lines) that fit ``format``; ``starts`` and ``ends`` have shape
    ``(len(lines), len(columns))`` and are offsets from the start of the block's bytes, MISSING where an optional
    field is not there. ``quoted`` (JSON only, else None) tells whether a value stands in quotes.
    """

    format: LogFormat
    columns: tuple[str, ...]
    lines: Ints
    starts: Ints
    ends: Ints
    quoted: NDArray[np.bool_] | None = None


class Values(Protocol):
    """
    The exact distinct values of one column in the order in which they were first met.

    A value is its bytes and an ``extra`` number (the day, where the same bytes mean another value on another day).
    """

    def intern(self, data: Bytes, starts: Ints, ends: Ints, extra: Ints | None = None) -> Ids:
        """Ids (from 0, dense) of the given values; new ones are added. A start of MISSING gives -1."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> bytes: ...

    def extra_of(self, index: int) -> int:
        """The extra number of a value."""

    def extras(self) -> Ints:
        """The extra numbers of all values, in the order of their ids."""

    def view(self) -> tuple[Bytes, Ints, Ints]:
        """All values as one array of bytes with starts and ends; valid until the next intern."""

    @property
    def size(self) -> int:
        """Bytes held, for memory caps."""


class PairSet(Protocol):
    """An exact set of pairs of non-negative numbers below 2**31."""

    def add(self, left: Ids, right: Ids) -> NDArray[np.bool_]:
        """Add the pairs; tells for each whether it was new (a pair given twice is new once). -1 on a side: never new."""

    def __len__(self) -> int: ...

    def pairs(self) -> tuple[Ids, Ids]:
        """All pairs, in no order."""

    @property
    def size(self) -> int:
        """Bytes held, for memory caps."""


class Engine(Protocol):
    """The functions of an engine; ``chlogaudit.engine.fast`` and ``chlogaudit.engine.reference`` have them all."""

    name: str

    def find_lines(self, data: Bytes) -> tuple[Ints, Ints]:
        """Start and end of every line; the newline belongs to neither. A last line without one counts when not empty."""

    def find_spans(self, data: Bytes, starts: Ints, ends: Ints, lines: Ints, log_format: LogFormat) -> Spans:
        """Mark the fields of those of ``lines`` that fit ``log_format``."""

    def values(self) -> Values:
        """A new empty table of distinct values."""

    def pair_set(self) -> PairSet:
        """A new empty set of pairs."""

    def times(self, data: Bytes, starts: Ints, ends: Ints, shape: Shape) -> tuple[Ints, Ints, Ints]:
        """
        Seconds since 1970 in UTC, the day as written (days since 1970), and the second of the day as written.

        Shapes without a zone are taken as UTC. MISSING (all three) where there is no time; second 60 counts as 59.
        """

    def integers(self, data: Bytes, starts: Ints, ends: Ints) -> Ints:
        """Whole part of a decimal number; MISSING for ``-``, an empty or a missing field, or more than 18 digits."""

    def decimals(self, data: Bytes, starts: Ints, ends: Ints) -> NDArray[np.float64]:
        """A decimal number (of a list, the sum); NaN where there is none."""

    def requests(self, data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        """
        Cut request lines: starts and ends of method, target and protocol, MISSING where it is no request line.

        A request line is a method (RFC 9110 token), one blank, a target, and optionally a blank and ``HTTP/x[.y]``
        at the end; without a protocol the target starts with ``/`` or ``*`` or holds ``://``.
        """

    def splice(self, data: Bytes, starts: Ints, ends: Ints, offsets: Ints, lengths: Ints, arena: Bytes) -> bytes:
        """``data`` with each ``[start, end)``, given in order and not overlapping, replaced by a piece of ``arena``."""

    def hashes(self, data: Bytes, starts: Ints, ends: Ints) -> NDArray[np.uint64]:
        """A seeded 64-bit hash of every value; equal bytes give equal hashes within one process."""

    def lookalikes(self, data: Bytes, wanted: int) -> Iterator[tuple[Ints, Ints, Bytes]]:
        """
        Starts, ends and kinds of everything in a text that has the form of an identifier, in no order; each part is valid until the next.

        ``wanted`` has the bit ``1 << kind`` set of each kind of ``engine.lookalikes`` that is asked for.
        """

    def endings(self, data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """
        Spans of the paths' extensions with their dots (a letter, then at most seven letters or digits).

        The first byte for a path without one; the whole for one that does not begin with ``/`` or holds ``;`` or ``#``.
        """

    def cut_before(self, data: Bytes, starts: Ints, ends: Ints, stop: int) -> tuple[Ints, Ints]:
        """Spans of the values before their first byte ``stop``; the whole for a value that does not hold it."""

    def origins(self, data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """Spans of the URLs' origins; the whole for a value that has no ``://`` in its first 24 bytes."""

    def has_any(self, data: Bytes, starts: Ints, ends: Ints, wanted: bytes) -> NDArray[np.bool_]:
        """Which values hold any of the ``wanted`` bytes."""

    def has_literal(self, data: Bytes, starts: Ints, ends: Ints, literals: tuple[bytes, ...]) -> NDArray[np.bool_]:
        """Which values hold any of the ``literals``, which are in small letters, in small or capital letters of ASCII."""

    def count_marked(self, ids: Ids, marked: NDArray[np.bool_], counts: Ints) -> None:
        """Add one to ``counts`` of each marked id, as often as it is marked; MISSING is nobody's."""

    def reduce(self, ids: Ids, weights: Ints, seconds: Ints, cells: Cells) -> None:
        """Count every id once, add its weight (MISSING: none) and widen its first and last second (MISSING: none)."""


class Cells:
    """Hits, bytes, first and last second per id; grows with the ids."""

    __slots__ = ("bytes", "first", "hits", "last")

    def __init__(self) -> None:
        self.hits: Ints = np.zeros(0, np.int64)
        self.bytes: Ints = np.zeros(0, np.int64)
        self.first: Ints = np.zeros(0, np.int64)
        self.last: Ints = np.zeros(0, np.int64)

    def grow(self, size: int) -> None:
        """Make room for ids below ``size``."""
        have = len(self.hits)
        if size <= have:
            return
        more = max(size, have * 3 // 2, 64) - have
        self.hits = np.concatenate([self.hits, np.zeros(more, np.int64)])
        self.bytes = np.concatenate([self.bytes, np.zeros(more, np.int64)])
        self.first = np.concatenate([self.first, np.full(more, np.iinfo(np.int64).max)])
        self.last = np.concatenate([self.last, np.full(more, np.iinfo(np.int64).min)])
