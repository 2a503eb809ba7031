"""The distinct values of a run and what is derived from them, shared by all panels; derived once per distinct value."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from chlogaudit.analyzer.bounded import Known
from chlogaudit.engine import Engine, Values
from chlogaudit.engine.api import MISSING, Bytes, Ids, Ints
from chlogaudit.facts import Span

SMALL, SMALL_BYTES = 1 << 16, 8 << 20
"""A table with fewer values and bytes goes on growing when memory is full: methods, hours, browsers."""


_NONE: Ids = np.full(1, -1, np.int32)


class Derived:
    """A number per value of a table, by a function of its bytes; the function's results are the labels."""

    __slots__ = ("_function", "_ids", "_of", "_source", "names")

    def __init__(self, source: Values, function: Callable[[bytes], str | None]) -> None:
        self._source = source
        self._function = function
        self._of: Ids = _NONE  # the last stands for the id -1
        self._ids: dict[str, int] = {}
        self.names: list[str] = []  # the labels by derived id

    def of(self, ids: Ids) -> Ids:
        """The derived ids of values given by id; -1 for id -1 and where the function says None."""
        have, need = len(self._of) - 1, len(self._source)
        if need > have:
            fresh = np.empty(need - have, np.int32)
            for at in range(have, need):
                label = self._function(self._source[at])
                fresh[at - have] = -1 if label is None else self._id(label)
            self._of = np.concatenate([self._of[:-1], fresh, _NONE])
        return self._of[ids]

    def _id(self, label: str) -> int:
        found = self._ids.get(label)
        if found is None:
            found = self._ids[label] = len(self.names)
            self.names.append(label)
        return found


class Tables:
    """Tables of distinct values by name, and derived numbers by name; made when first asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._values: dict[str, Values] = {}
        self._derived: dict[str, Derived] = {}
        self._parts: dict[str, Ids] = {}  # by name: the id of each value's part, and last that for the id -1
        self._known: dict[str, Known] | None = None

    def freeze(self) -> None:
        """Take no new values into large tables from now on: what they do not hold has the id -1."""
        self._known = {}

    def find(self, name: str, data: Bytes, starts: Ints, ends: Ints) -> Ids:
        """Ids of values in the table ``name``, to which new ones are added unless it is large and the tables are frozen."""
        values = self.values(name)
        if self._known is None or (len(values) < SMALL and values.size < SMALL_BYTES):
            return values.intern(data, starts, ends)
        if name not in self._known:
            self._known[name] = Known(self.engine, values)
        return self._known[name].find(data, starts, ends)

    def values(self, name: str) -> Values:
        """The table called ``name``."""
        if name not in self._values:
            self._values[name] = self.engine.values()
        return self._values[name]

    def intern(self, name: str, data: Bytes, span: Span | None, count: int) -> Ids:
        """Ids of a column's values in the table ``name``; -1 for every line where there is no such column."""
        if span is None:
            return np.full(count, MISSING, np.int32)
        return self.find(name, data, *span)

    def derived(self, name: str, source: str, function: Callable[[bytes], str | None]) -> Derived:
        """The derivation called ``name`` of the table ``source``."""
        if name not in self._derived:
            self._derived[name] = Derived(self.values(source), function)
        return self._derived[name]

    def endings(self, paths: Ids) -> Ids:
        """Ids (table ``ending``) of the extensions of paths given by id; -1 for id -1."""
        return self._part("ending", "path", self.engine.endings, paths)

    def origins(self, referers: Ids, data: Bytes, span: Span | None) -> Ids:
        """
        Ids (table ``origin``) of the origins of referers without their query, given by id and by their places.

        Once the referers take no new values their places are looked at, because a new one may have a known origin.
        """
        if self._known is None or span is None:
            return self._part("origin", "referer", self.engine.origins, referers)
        return self.find("origin", data, *self.engine.origins(data, *span))

    def _part(self, name: str, source: str, cut: Callable[[Bytes, Ints, Ints], Span], ids: Ids) -> Ids:
        """Ids (table ``name``) of a part of values of the table ``source``, cut once per distinct value."""
        table = self.values(source)
        of = self._parts.get(name, _NONE)
        have = len(of) - 1
        if len(table) > have:
            data, starts, ends = table.view()
            fresh = self.values(name).intern(data, *cut(data, starts[have:], ends[have:]))
            of = self._parts[name] = np.concatenate([of[:-1], fresh, _NONE])
        return of[ids]

    def made(self, name: str) -> Derived:
        """A derivation that was asked for before."""
        return self._derived[name]

    def those(
        self, name: str, source: str, function: Callable[[bytes], str | None], ids: Ids, data: Bytes, span: Span | None
    ) -> NDArray[np.bool_]:
        """
        Which values of the table ``source``, given by id and by their places, the function does not say None of.

        Values that the table no longer takes are asked for by their bytes: a filter holds, memory full or not.
        """
        flags = self.derived(name, source, function).of(ids) >= 0
        if self._known is not None and span is not None:
            left = np.flatnonzero((ids < 0) & (span[0] != MISSING))
            values = self.engine.values()
            at = values.intern(data, span[0][left], span[1][left])
            flags[left] = np.array([function(values[i]) is not None for i in range(len(values))], np.bool_)[at]
        return flags

    def runs(self, name: str, column: Ints) -> Ids:
        """Dense ids of numbers that come in runs, such as the hours of a log; -1 counts as a value of its own."""
        if not len(column):
            return np.zeros(0, np.int32)
        heads = np.flatnonzero(np.append(True, column[1:] != column[:-1]))
        return np.repeat(self.triples(name, column[heads]), np.diff(np.append(heads, len(column))))

    def triples(self, name: str, *columns: Ids | Ints) -> Ids:
        """Dense ids of tuples of numbers; -1 parts count as a value of their own."""
        packed = np.ascontiguousarray(np.stack([np.asarray(c, np.int32) for c in columns], axis=1))
        width = packed.shape[1] * 4
        starts = np.arange(len(packed), dtype=np.int64) * width
        return self.find(name, packed.view(np.uint8).reshape(-1), starts, starts + width)

    def visitor_parts(self) -> NDArray[np.int32]:
        """Client id, user agent id and day of each visitor; shape (visitors, 3)."""
        data, _, ends = self.values("visitor").view()
        return data[: int(ends[-1]) if len(ends) else 0].view(np.int32).reshape(-1, 3)

    def persons(self) -> Ints:
        """For each visitor, a number of its client and user agent without the day; not dense, but as small as it can be."""
        rows = self.visitor_parts()
        return (rows[:, 0].astype(np.int64) + 1) * (len(self.values("agent")) + 1) + rows[:, 1] + 1

    @property
    def size(self) -> int:
        """Bytes held by all tables."""
        return sum(values.size for values in self._values.values())
