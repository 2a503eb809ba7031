"""The replacements of one column: worked out once per distinct value, kept while memory lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chlogaudit.detect import sieve_table
from chlogaudit.engine import Engine
from chlogaudit.engine.api import Bytes, Ids, Ints
from chlogaudit.engine.seal import WIDTH, Sealer
from chlogaudit.engine.sieve import may_hold
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.keys import KeySource
from chlogaudit.redactor.profile import Profile
from chlogaudit.redactor.value import redact_clients
from chlogaudit.scan.judge import CUT, LOOK, Answer, Asked, Made
from chlogaudit.scan.nouns import Arena, Originals

KEEP, DATED = -1, -2  # instead of an offset: nothing changes; what it becomes depends on the day
ALWAYS_DATED = frozenset({Holds.CLIENT, Holds.USER, Holds.IDENT, Holds.FORWARDED, Holds.ADDRESS})
_CUT = b"?#@%;\\"  # where a referer can have a query, a fragment or userinfo, also encoded
_TOGETHER = 512  # values that are asked about at once


class Owner(Protocol):
    """What a column needs of the rewriter whose it is."""

    engine: Engine
    profile: Profile
    keys: KeySource
    arena: Arena
    sealer: Sealer | None
    originals: Originals
    remember: bool

    def day(self, number: int) -> str:
        """The name of a day; "" where it is unknown."""

    def key_numbers(self, days: Ints) -> Ints:
        """The sealer's number of the key of each day."""

    def wholly(self, holds: Holds) -> bool:
        """Whether a field of this kind is treated as a whole."""


class Column:
    """
    The replacements of one column's distinct values; ``dated`` values are those of one day each.

    Values are looked up (``look``), the new ones are asked about (``ask``), and when all answers up to theirs were heard
    (``hear``), their replacements are known.
    """

    __slots__ = (
        "_asked",
        "_clients",
        "_counts",
        "_expected",
        "_hits",
        "_rewriter",
        "dated",
        "holds",
        "lengths",
        "name",
        "number",
        "offsets",
        "values",
    )

    def __init__(self, rewriter: Owner, holds: Holds, name: str, *, number: bool, dated: bool) -> None:
        self._rewriter = rewriter
        self.holds, self.name, self.number, self.dated = holds, name, number, dated
        self.values = rewriter.engine.values()
        # Of each value and, last, of none: the id of a value that is missing is -1.
        self.offsets: Ints = np.full(1, KEEP, np.int64)
        self.lengths: Ints = np.zeros(1, np.int64)
        self._asked = 0
        self._counts: dict[int, tuple[tuple[IdType, int], ...]] = {}
        self._expected: dict[tuple[bytes, str], Made] = {}  # of values that are soon to come
        self._hits: Ints = np.zeros(1, np.int64)
        self._clients: Ints = np.zeros(0, np.int64)  # ids whose replacement is a client's token

    def look(self, data: Bytes, starts: Ints, ends: Ints, day: Ints) -> Ids:
        """Ids of values, for ``replacements``; without the interpreter's lock, so columns may look side by side."""
        return self.values.intern(data, starts, ends, day if self.dated else None)

    def ask(self, ids: Ids, day: Ints) -> Iterator[tuple[Ints, Asked]]:
        """What is to be asked about the values that were never met before, and their ids; ``day`` is that of each id."""
        # Ids are given in order, so a new value is first met where an id is greater than all before it.
        highest = np.maximum.accumulate(np.concatenate([np.array([self._asked - 1], np.int32), ids]))
        rows = np.flatnonzero(highest[1:] > highest[:-1])
        if not len(rows):
            return
        first, self._asked = self._asked, self._asked + len(rows)
        self._make_room()
        if self.holds is Holds.CLIENT and not self.number:
            self._make_clients(range(first, self._asked))
            return
        yield from self._questions(first, self._how(slice(first, self._asked)), day[rows])

    def _questions(self, first: int, how: NDArray[np.uint8], day: Ints) -> Iterator[tuple[Ints, Asked]]:
        """Those of the values from ``first`` on that are to be judged, some at a time."""
        data, starts, ends = self.values.view()
        chosen = np.flatnonzero(how)
        for at in range(0, len(chosen), _TOGETHER):
            some = chosen[at : at + _TOGETHER]
            ids = some + first
            base = int(starts[ids[0]])
            text = data[base : ends[ids[-1]]].tobytes()
            values = [
                text[start:end]
                for start, end in zip((starts[ids] - base).tolist(), (ends[ids] - base).tolist(), strict=True)
            ]
            days = [self._rewriter.day(number) for number in day[some].tolist()]
            asked = Asked(self.holds, self.name, self.number, self.dated, values, days, how[some].tobytes())
            yield (ids, asked) if not self._expected else self._unexpected(ids, asked)

    def expect(self, value: bytes, day: str, made: Made) -> None:
        """What becomes of a value that is soon to come."""
        self._expected[value, day] = made

    def _unexpected(self, ids: Ints, asked: Asked) -> tuple[Ints, Asked]:
        """What is left to be asked about."""
        left = []
        for at, key in enumerate(zip(asked.values, asked.days, strict=True)):
            made = self._expected.pop(key, None)
            if made is None:
                left.append(at)
            elif made.text != asked.values[at]:
                self._set(int(ids[at]), made)
        values, days = [asked.values[at] for at in left], [asked.days[at] for at in left]
        return ids[left], asked._replace(values=values, days=days, how=bytes([asked.how[at] for at in left]))

    def _how(self, part: slice) -> NDArray[np.uint8]:
        """How each value is to be judged, 0 where it stays as it is."""
        rewriter = self._rewriter
        data, starts, ends = self.values.view()
        starts, ends = starts[part], ends[part]
        if rewriter.wholly(self.holds) or (self.dated and self.holds not in ALWAYS_DATED):
            return np.full(len(starts), LOOK, np.uint8)
        how = may_hold(data, starts, ends, sieve_table(self.holds, self.name))
        if rewriter.profile.for_field(self.holds).name != "keep":
            how[rewriter.engine.has_any(data, starts, ends, _CUT)] |= CUT
        return how

    def hear(self, ids: Ints, asked: Asked, answer: Answer) -> list[tuple[bytes, str, Made]]:
        """Take what was said of values; gives those that become something else on other days, with what they become on theirs."""
        of_day = []
        for at, made in answer.made.items():
            value = asked.values[at]
            if made.of_day:
                self.offsets[ids[at]] = DATED
                of_day.append((value, asked.days[at], made))
            elif made.text != value:
                self._set(int(ids[at]), made)
        originals = self._rewriter.originals
        for kind, identifier in answer.originals:
            originals.add(kind, identifier)
        return of_day

    def replacements(self, ids: Ids) -> tuple[Ints, Ints]:
        """Offset into the arena (or KEEP, DATED) and length of what replaces each value."""
        offsets = self.offsets[ids]
        self._rewriter.engine.count_marked(ids, offsets >= 0, self._hits)
        return offsets, self.lengths[ids]

    def _make_room(self) -> None:
        """Places for the replacements of all values asked about, and one more."""
        grown = self._asked + 1 - len(self.offsets)
        if grown > 0:
            grown = max(grown, len(self.offsets))
            self.offsets = np.concatenate([self.offsets, np.full(grown, KEEP, np.int64)])
            self.lengths = np.concatenate([self.lengths, np.zeros(grown, np.int64)])
            self._hits = np.concatenate([self._hits, np.zeros(grown, np.int64)])

    def _make_clients(self, fresh: range) -> None:
        rewriter = self._rewriter
        slow = self._seal(fresh)
        values = [self.values[at] for at in slow]
        days = [rewriter.day(self.values.extra_of(at)) for at in slow]
        texts = redact_clients(values, days, rewriter.profile, rewriter.keys)
        for at, value, text in zip(slow, values, texts, strict=True):
            if text != value:
                self._set(at, Made(text, ((IdType.CLIENT_IP, 1),)))
        if rewriter.remember:
            for at in fresh:
                if self.offsets[at] >= 0:
                    rewriter.originals.add(IdType.CLIENT_IP, self.values[at])

    def _seal(self, fresh: range) -> list[int]:
        """
        Make the tokens of all plain clients at once; the ids that are left.

        A value that begins with a digit from 1 to 9, and not with ``127.``, is no marker, no token and no loopback address,
        so ``redact_clients`` makes a token of it, too.
        """
        sealer = self._rewriter.sealer
        if sealer is None:
            return list(fresh)
        data, starts, ends = self.values.view()
        starts, ends = starts[fresh.start : fresh.stop], ends[fresh.start : fresh.stop]
        full = ends > starts
        head = np.where(full, data[np.minimum(starts, len(data) - 1)], 0)
        plain = (head >= ord("1")) & (head <= ord("9"))
        loop = plain & (head == ord("1")) & (ends - starts >= 4)
        at = starts[loop]
        plain[
            np.flatnonzero(loop)[(data[at + 1] == ord("2")) & (data[at + 2] == ord("7")) & (data[at + 3] == ord("."))]
        ] = False
        rows = np.flatnonzero(plain)
        if len(rows):
            days = self.values.extras()[fresh.start : fresh.stop][rows]
            text, lengths = sealer.seal(data, starts[rows], ends[rows], self._rewriter.key_numbers(days))
            base = self._rewriter.arena.put(text)
            self.offsets[fresh.start + rows] = base + np.arange(len(rows)) * WIDTH
            self.lengths[fresh.start + rows] = lengths
            self._clients = np.concatenate([self._clients, fresh.start + rows])
        return (fresh.start + np.flatnonzero(~plain)).tolist()

    def _set(self, at: int, made: Made) -> None:
        self.offsets[at] = self._rewriter.arena.put(made.text)
        self.lengths[at] = len(made.text)
        if made.counts:
            self._counts[at] = made.counts

    def changes(self) -> Counter[IdType]:
        """Identifiers by type that were replaced so far."""
        total: Counter[IdType] = Counter()
        for at, counts in self._counts.items():
            for kind, number in counts:
                total[kind] += number * int(self._hits[at])
        if len(self._clients):
            total[IdType.CLIENT_IP] += int(self._hits[self._clients].sum())
        return total
