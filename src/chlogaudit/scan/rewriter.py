"""The rewriter: one profile, one key source, and a column of replacements for every kind of field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

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
from chlogaudit.redactor.value import redact_value, redact_wholly
from chlogaudit.scan.column import DATED, KEEP, Column
from chlogaudit.scan.nouns import Arena, Edits, Originals, Tally, day_name
from chlogaudit.scan.splice import spliced

_LAST = 2932896  # 9999-12-31 in days
_ALWAYS_DATED = frozenset({Holds.CLIENT, Holds.USER, Holds.IDENT, Holds.FORWARDED, Holds.ADDRESS})
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

    Not for two threads at once; ``together`` may run tasks of its own at the same time. What a line becomes depends on that line alone, so dropping the tables never shows.
    """

    def __init__(
        self,
        engine: Engine,
        profile: Profile,
        keys: KeySource,
        *,
        agent: Callable[[bytes], bytes] | None = None,
        cap: int = 192 << 20,
        remember: bool = False,
    ) -> None:
        self.engine = engine
        self.profile = profile
        self.keys = keys
        self.agent = agent
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
        self._make_room()
        self._past.lines += len(scanned.starts)
        self._past.unparsed += len(scanned.unparsed)
        found = [self._part_edits(scanned, part) for part in scanned.parts]
        found.append(self._free_edits(scanned))
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
            self._past = self.tally()
            self._columns.clear()
            self.arena = Arena()

    def _column(self, holds: Holds, name: str, *, number: bool, dated: bool) -> Column:
        key = holds, name, number, dated
        if key not in self._columns:
            self._columns[key] = Column(self, holds, name, number=number, dated=dated)
        return self._columns[key]

    def found_before(self, column: Column, value: bytes, found: tuple[Identifier, ...]) -> None:
        """Hand what was found in a value to the column that makes its replacements day by day."""
        self._column(column.holds, column.name, number=column.number, dated=True).expect(value, found)

    def _part_edits(self, scanned: Scanned, part: Part) -> tuple[Ints, Ints, Ints, Ints]:
        wanted = [i for i, column in enumerate(part.fields) if column.holds in _IDENTIFYING]
        _, day, _ = times(self.engine, scanned.data, part)
        day = np.where((day < 0) | (day > _LAST), MISSING, day)
        shape = (len(part.spans.lines), len(wanted))
        offsets, lengths = np.full(shape, KEEP, np.int64), np.zeros(shape, np.int64)
        looks = list(self._looks(part, wanted, day))
        # Two columns of one kind and name share a table, which is not for two threads at once.
        tables: dict[int, list[_Look]] = {}
        for look in looks:
            tables.setdefault(id(look.column), []).append(look)
        self.together([partial(_look_up, scanned.data, members) for members in tables.values()])
        for look in looks:
            offsets[look.rows, look.place], lengths[look.rows, look.place] = self._of(look, scanned.data)
        chosen = np.flatnonzero(offsets.reshape(-1) >= 0)
        starts = part.spans.starts[:, wanted].reshape(-1)[chosen]
        ends = part.spans.ends[:, wanted].reshape(-1)[chosen]
        offsets, lengths = offsets.reshape(-1)[chosen], lengths.reshape(-1)[chosen]
        if part.spans.quoted is not None:  # keys of JSON stand in any order
            order = np.argsort(starts, kind="stable")
            return starts[order], ends[order], offsets[order], lengths[order]
        return starts, ends, offsets, lengths

    def _looks(self, part: Part, wanted: list[int], day: Ints) -> Iterator[_Look]:
        """What is to be looked up in which column; a JSON key's strings and numbers apart."""
        for place, index in enumerate(wanted):
            what = part.fields[index]
            dated = what.holds in _ALWAYS_DATED
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
        column = look.column
        offsets, lengths = column.replacements(look.ids)
        rows = np.flatnonzero(offsets == DATED)
        if len(rows):
            dated = self._column(column.holds, column.name, number=column.number, dated=True)
            ids = dated.look(data, look.starts[rows], look.ends[rows], look.day[rows])
            offsets[rows], lengths[rows] = dated.replacements(ids)
        return offsets, lengths

    def _free_edits(self, scanned: Scanned) -> tuple[Ints, Ints, Ints, Ints]:
        rows = []
        for line in scanned.unparsed.tolist():
            base = int(scanned.starts[line])
            text = scanned.data[base : scanned.ends[line]].tobytes()
            redacted, counts = redact_wholly(text, Holds.TEXT, "", "", _find_free, self.profile, self.keys)
            if redacted != text:
                rows.append((base, base + len(text), self.arena.put(redacted), len(redacted)))
                self._past.changes += counts
                for identifier in find_free(text) if self.remember else ():
                    self.originals.add(identifier.type, text[identifier.start : identifier.end])
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


def _find_free(value: bytes, _holds: Holds, _name: str) -> tuple[Identifier, ...]:
    return find_free(value)
