"""The rewriter: one profile, one key source, and a column of replacements for every kind of field."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np

from chlogaudit.detect import find_free
from chlogaudit.engine import Engine
from chlogaudit.engine.api import MISSING, Bytes, Ids, Ints
from chlogaudit.engine.seal import Sealer
from chlogaudit.facts import Part, Scanned, times
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.keys import KeySource, epoch_of
from chlogaudit.redactor.profile import IDENTIFYING, Profile
from chlogaudit.redactor.tokens import CLIENT_DOMAIN
from chlogaudit.redactor.value import redact_value
from chlogaudit.scan.column import ALWAYS_DATED, DATED, KEEP, Column
from chlogaudit.scan.judge import LINE, Answer, Ask, Asked, Judge, later
from chlogaudit.scan.nouns import Arena, Edits, Originals, Tally, day_name
from chlogaudit.scan.splice import spliced

_LAST = 2932896  # 9999-12-31 in days
_LINES = 32  # lines that fit no format and are asked about at once
_IDENTIFYING = frozenset(IDENTIFYING)


@dataclass(slots=True)
class _Look:
    """Values of a block to be looked up in a column: their rows of the part, where they stand, and then their ids."""

    column: Column
    place: int
    rows: slice | Ints
    starts: Ints
    ends: Ints
    day: Ints
    ids: Ids = field(default_factory=lambda: np.zeros(0, np.int32))
    awaited: list[_Awaited] = field(default_factory=list)


class _Awaited(NamedTuple):
    """Values that were asked about, and what waits for the answer."""

    ids: Ints
    asked: Asked
    answer: Callable[[], Answer]


@dataclass(slots=True)
class _Searched:
    """The lines of one format of a block, their fields looked up."""

    part: Part
    wanted: list[int]  # columns that can identify a visitor
    looks: list[_Look]


@dataclass(slots=True)
class Begun:
    """A block whose values are being judged; ``edits`` when they had to be waited for before they were asked for."""

    scanned: Scanned
    searched: list[_Searched]
    lines: list[_Awaited]
    edits: Edits | None = None


def _look_up(data: Bytes, looks: list[_Look]) -> None:
    for look in looks:
        look.ids = look.column.look(data, look.starts, look.ends, look.day)


def one_by_one(tasks: Sequence[Callable[[], object]]) -> None:
    """Run tasks here."""
    for task in tasks:
        task()


class Rewriter:
    """
    Redacts blocks with one profile and one key source; keeps what it has worked out, bounded by ``cap`` bytes.

    Not for two threads at once; ``together`` may run tasks of its own at the same time, and ``ask`` have values judged elsewhere.
    What a line becomes depends on that line alone, so dropping the tables never shows.
    """

    def __init__(
        self,
        engine: Engine,
        profile: Profile,
        keys: KeySource,
        *,
        agent: Callable[[bytes], bytes] | None = None,
        cap: int = 128 << 20,
        remember: bool = False,
    ) -> None:
        self.engine = engine
        self.profile = profile
        self.keys = keys
        self.judge = Judge(profile, keys, agent=agent, remember=remember)
        self.ask: Ask = later(self.judge)
        self.arena = Arena()
        self.sealer = Sealer.make(CLIENT_DOMAIN) if profile.fields[Holds.CLIENT] == "token" else None
        self._key_numbers: dict[int, int] = {}
        self._epochs: dict[str, int] = {}
        self.originals = Originals()
        self.remember = remember
        self.together: Callable[[Sequence[Callable[[], object]]], None] = one_by_one
        self._cap = cap
        self._columns: dict[tuple[Holds, str, bool, bool], Column] = {}
        self._days: dict[int, str] = {}
        self._past = Tally()
        self._open: deque[Begun] = deque()

    def day(self, number: int) -> str:
        """The name of a day; "" where it is unknown."""
        if number not in self._days:
            self._days[number] = day_name(number)
        return self._days[number]

    def key_numbers(self, days: Ints) -> Ints:
        """The sealer's number of the key of each day; new epochs' keys are fetched."""
        if self.sealer is None:
            raise AssertionError("key numbers without a sealer")
        distinct, place = np.unique(days, return_inverse=True)
        for day in distinct.tolist():
            if day not in self._key_numbers:
                epoch = epoch_of(self.day(day), self.profile.epoch)
                if epoch not in self._epochs:
                    key = self.keys.key(epoch)
                    self._epochs[epoch] = self.sealer.add_key(key.id, key.secret)
                self._key_numbers[day] = self._epochs[epoch]
        return np.array([self._key_numbers[day] for day in distinct.tolist()], np.int64)[place]

    def wholly(self, holds: Holds) -> bool:
        """Whether a field of this kind is treated as a whole, so that every value must be looked at."""
        return self.profile.for_field(holds).name not in {"keep", "cut"}

    def tally(self) -> Tally:
        """What was redacted so far."""
        now = Counter[IdType]()
        for column in self._columns.values():
            now += column.changes()
        return self._past + Tally(now)

    def edits(self, scanned: Scanned) -> Edits:
        """What ``Engine.splice`` needs to redact a block: spans in order, and their replacements in an arena."""
        return self.finish(self.begin(scanned))

    def begin(self, scanned: Scanned) -> Begun:
        """Look the values of a block up and ask about the new ones; blocks are finished in the order in which they were begun."""
        self._make_room()
        self._past.lines += len(scanned.starts)
        self._past.unparsed += len(scanned.unparsed)
        begun = Begun(scanned, [self._search(scanned, part) for part in scanned.parts], self._ask_lines(scanned))
        self._open.append(begun)
        return begun

    def finish(self, begun: Begun) -> Edits:
        """The edits of a block, when all its values are judged."""
        if begun.edits is not None:
            return begun.edits
        if self._open.popleft() is not begun:
            raise AssertionError("blocks finished out of order")
        scanned = begun.scanned
        found = [self._part_edits(scanned, searched) for searched in begun.searched]
        found.append(self._line_edits(scanned, begun.lines))
        starts, ends, offsets, lengths = (np.concatenate(column) for column in zip(*found, strict=True))
        if len(found) > 2 or (len(found) == 2 and len(found[1][0])):
            order = np.argsort(starts, kind="stable")
            starts, ends, offsets, lengths = starts[order], ends[order], offsets[order], lengths[order]
        return starts, ends, offsets, lengths, self.arena.array()

    def rewrite(self, scanned: Scanned) -> bytes:
        """A block redacted."""
        redacted, again = spliced(self.engine, scanned, self.edits(scanned))
        self.count(again)
        return redacted

    def count(self, changes: Counter[IdType]) -> None:
        """Add what `spliced` replaced to what was redacted."""
        self._past.changes += changes

    def rewrite_free(self, data: bytes, before: int, after: int) -> bytes:
        """
        The own part of a window of an over-long line, which stands between ``before`` and ``after`` bytes of its neighbours.

        An identifier across an edge is replaced in the window where it begins and dropped in the one where it goes on.
        """
        stop = len(data) - after
        out, at = [], before
        for start, end, text, counts in _pieces(data, self.profile, self.keys):
            if end <= before or start >= stop:
                continue
            if start >= before:
                out += [data[at:start], text]
                self._past.changes += counts
            at = max(at, min(end, stop))
        if before == 0:
            self._past.lines += 1
            self._past.unparsed += 1
        return b"".join([*out, data[at:stop]])

    def _make_room(self) -> None:
        held = sum(column.values.size + 24 * len(column.offsets) for column in self._columns.values())
        if held + 2 * len(self.arena) > self._cap:
            while self._open:
                begun = self._open[0]
                begun.edits = self.finish(begun)
            self._past = self.tally()
            self._columns.clear()
            self.arena = Arena()

    def _column(self, holds: Holds, name: str, *, number: bool, dated: bool) -> Column:
        key = holds, name, number, dated
        if key not in self._columns:
            self._columns[key] = Column(self, holds, name, number=number, dated=dated)
        return self._columns[key]

    def _search(self, scanned: Scanned, part: Part) -> _Searched:
        wanted = [i for i, column in enumerate(part.fields) if column.holds in _IDENTIFYING]
        _, day, _ = times(self.engine, scanned.data, part)
        day = np.where((day < 0) | (day > _LAST), MISSING, day)
        looks = list(self._looks(part, wanted, day))
        # Two columns of one kind and name share a table, which is not for two threads at once.
        tables: dict[int, list[_Look]] = {}
        for look in looks:
            tables.setdefault(id(look.column), []).append(look)
        self.together([partial(_look_up, scanned.data, members) for members in tables.values()])
        for look in looks:
            look.awaited = [_Awaited(ids, asked, self.ask(asked)) for ids, asked in look.column.ask(look.ids, look.day)]
        return _Searched(part, wanted, looks)

    def _part_edits(self, scanned: Scanned, searched: _Searched) -> tuple[Ints, Ints, Ints, Ints]:
        part, wanted = searched.part, searched.wanted
        shape = (len(part.spans.lines), len(wanted))
        offsets, lengths = np.full(shape, KEEP, np.int64), np.zeros(shape, np.int64)
        for look in searched.looks:
            self._hear(look)
        for look in searched.looks:
            offsets[look.rows, look.place], lengths[look.rows, look.place] = self._of(look, scanned.data)
        chosen = np.flatnonzero(offsets.reshape(-1) >= 0)
        starts = part.spans.starts[:, wanted].reshape(-1)[chosen]
        ends = part.spans.ends[:, wanted].reshape(-1)[chosen]
        offsets, lengths = offsets.reshape(-1)[chosen], lengths.reshape(-1)[chosen]
        if part.spans.quoted is not None:  # keys of JSON stand in any order
            order = np.argsort(starts, kind="stable")
            return starts[order], ends[order], offsets[order], lengths[order]
        return starts, ends, offsets, lengths

    def _hear(self, look: _Look) -> None:
        """Wait for what is said of new values; what depends on the day goes to the column that has the values of each day."""
        column = look.column
        for awaited in look.awaited:
            for value, day, made in column.hear(awaited.ids, awaited.asked, awaited.answer()):
                self._by_day(column).expect(value, day, made)

    def _by_day(self, column: Column) -> Column:
        return self._column(column.holds, column.name, number=column.number, dated=True)

    def _looks(self, part: Part, wanted: list[int], day: Ints) -> Iterator[_Look]:
        """What is to be looked up in which column; a JSON key's strings and numbers apart."""
        for place, index in enumerate(wanted):
            what = part.fields[index]
            dated = what.holds in ALWAYS_DATED
            starts, ends = part.column(index)
            if part.spans.quoted is None:
                column = self._column(what.holds, what.name, number=False, dated=dated)
                yield _Look(column, place, slice(None), starts, ends, day)
                continue
            for number in (False, True):
                rows = np.flatnonzero((starts != MISSING) & (part.spans.quoted[:, index] != number))
                if len(rows):
                    column = self._column(what.holds, what.name, number=number, dated=dated)
                    yield _Look(column, place, rows, starts[rows], ends[rows], day[rows])

    def _of(self, look: _Look, data: Bytes) -> tuple[Ints, Ints]:
        offsets, lengths = look.column.replacements(look.ids)
        rows = np.flatnonzero(offsets == DATED)
        if len(rows):
            dated = self._by_day(look.column)
            ids = dated.look(data, look.starts[rows], look.ends[rows], look.day[rows])
            for new, asked in dated.ask(ids, look.day[rows]):
                dated.hear(new, asked, self.judge(asked))
            offsets[rows], lengths[rows] = dated.replacements(ids)
        return offsets, lengths

    def _ask_lines(self, scanned: Scanned) -> list[_Awaited]:
        lines = scanned.unparsed
        awaited = []
        for at in range(0, len(lines), _LINES):
            some = lines[at : at + _LINES]
            texts = [
                scanned.data[start:end].tobytes()
                for start, end in zip(scanned.starts[some].tolist(), scanned.ends[some].tolist(), strict=True)
            ]
            asked = Asked(Holds.TEXT, "", False, True, texts, [""] * len(texts), bytes([LINE]) * len(texts))
            awaited.append(_Awaited(some, asked, self.ask(asked)))
        return awaited

    def _line_edits(self, scanned: Scanned, awaited: list[_Awaited]) -> tuple[Ints, Ints, Ints, Ints]:
        rows = []
        for lines, _, wait in awaited:
            answer = wait()
            for at, made in sorted(answer.made.items()):
                line = lines[at]
                rows.append((scanned.starts[line], scanned.ends[line], self.arena.put(made.text), len(made.text)))
                self._past.changes.update(dict(made.counts))
            for kind, identifier in answer.originals:
                self.originals.add(kind, identifier)
        table = np.array(rows, np.int64).reshape(-1, 4)
        return table[:, 0], table[:, 1], table[:, 2], table[:, 3]


def _pieces(line: bytes, profile: Profile, keys: KeySource) -> Iterator[tuple[int, int, bytes, Counter[IdType]]]:
    """What replaces each identifier of a piece of a line, in order."""
    at = 0
    for identifier in find_free(line):
        if identifier.start < at:
            continue
        at = identifier.end
        raw = line[identifier.start : identifier.end]
        alone = (Identifier(0, len(raw), identifier.type),)
        text, counts = redact_value(raw, Holds.TEXT, "", "", alone, profile, keys)
        if text != raw:
            yield identifier.start, identifier.end, text, counts
