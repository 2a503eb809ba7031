"""A block of lines redacted: replacements worked out once per distinct value, spliced into the bytes in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chlogaudit.detect import find, find_free, flagged, sieve_table
from chlogaudit.engine import Engine
from chlogaudit.engine.api import MISSING, Bytes, Ids, Ints
from chlogaudit.engine.repeats import repeats
from chlogaudit.engine.seal import WIDTH, Sealer
from chlogaudit.facts import Part, Scanned, first_byte_spans, times
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Field, Holds
from chlogaudit.redactor.again import SOUGHT, can_be_sought, without
from chlogaudit.redactor.keys import EpochKey, KeySource, epoch_of
from chlogaudit.redactor.profile import IDENTIFYING, Profile
from chlogaudit.redactor.tokens import CLIENT_DOMAIN
from chlogaudit.redactor.value import redact_clients, redact_value, redact_wholly

Flags = NDArray[np.bool_]
_EPOCH = date(1970, 1, 1)
_LAST = 2932896  # 9999-12-31 in days
_FINAL = 20_000
_KEEP, _DATED = -1, -2  # instead of an offset: nothing changes; what it becomes depends on the day
_ALWAYS_DATED = frozenset({Holds.CLIENT, Holds.USER, Holds.IDENT, Holds.FORWARDED, Holds.ADDRESS})


@dataclass(slots=True)
class Tally:
    """What was redacted: identifiers by type, lines, and lines that fit no format. ``a + b`` in any grouping."""

    changes: Counter[IdType] = field(default_factory=Counter)
    lines: int = 0
    unparsed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.changes + other.changes, self.lines + other.lines, self.unparsed + other.unparsed)


@dataclass(slots=True)
class Originals:
    """Identifiers that stood in a log before it was redacted, for the search of what replaces it."""

    values: dict[IdType, set[bytes]] = field(default_factory=dict)

    def add(self, kind: IdType, value: bytes) -> None:
        """Remember one."""
        self.values.setdefault(kind, set()).add(value)


Edits: TypeAlias = tuple[Ints, Ints, Ints, Ints, Bytes]  # starts, ends, offsets, lengths, arena: see Engine.splice


class _Asked:
    """A key source that remembers whether it was asked."""

    def __init__(self, keys: KeySource) -> None:
        self._keys = keys
        self.asked = False

    def key(self, epoch: str) -> EpochKey:
        """The key of an epoch."""
        self.asked = True
        return self._keys.key(epoch)


def day_name(day: int) -> str:
    """``2026-03-14`` of days since 1970; "" for a day that is unknown."""
    return (_EPOCH + timedelta(days=day)).isoformat() if 0 <= day <= _LAST else ""


class _Arena:
    """Replacement texts end to end; grows by doubling, new texts are staged until the array is asked for."""

    __slots__ = ("_array", "_known", "_staged", "_used")

    def __init__(self) -> None:
        self._array: Bytes = np.zeros(1 << 16, np.uint8)
        self._used = 0
        self._staged = bytearray()
        self._known: dict[bytes, int] = {}

    def __len__(self) -> int:
        return self._used + len(self._staged)

    def put(self, text: bytes) -> int:
        """The offset of ``text``; short texts, which markers are, are kept once."""
        if len(text) > 24:
            at = len(self)
            self._staged += text
            return at
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = len(self)
            self._staged += text
        return found

    def array(self) -> Bytes:
        """All texts as one array, which later texts do not change."""
        if self._staged:
            need = len(self)
            if need > len(self._array):
                grown = np.zeros(max(need, 2 * len(self._array)), np.uint8)
                grown[: self._used] = self._array[: self._used]
                self._array = grown
            self._array[self._used : need] = np.frombuffer(self._staged, np.uint8)
            self._used = need
            self._staged = bytearray()
        return self._array


class _Column:
    """The replacements of one column's distinct values; ``dated`` values are those of one day each."""

    __slots__ = (
        "_clients",
        "_counts",
        "_final",
        "_hits",
        "_made",
        "_rewriter",
        "dated",
        "holds",
        "lengths",
        "name",
        "number",
        "offsets",
        "values",
    )

    def __init__(self, rewriter: Rewriter, holds: Holds, name: str, *, number: bool, dated: bool) -> None:
        self._rewriter = rewriter
        self.holds, self.name, self.number, self.dated = holds, name, number, dated
        self.values = rewriter.engine.values()
        self.offsets: Ints = np.zeros(0, np.int64)
        self.lengths: Ints = np.zeros(0, np.int64)
        self._made = 0
        self._counts: dict[int, Counter[IdType]] = {}
        self._final: set[bytes] = set()  # redacted texts that redacting again does not change
        self._hits: Ints = np.zeros(0, np.int64)
        self._clients: Ints = np.zeros(0, np.int64)  # ids whose replacement is a client's token

    def replacements(self, data: Bytes, starts: Ints, ends: Ints, day: Ints) -> tuple[Ints, Ints]:
        """Offset into the arena (or _KEEP, _DATED) and length of what replaces each value."""
        ids = self.values.intern(data, starts, ends, day if self.dated else None)
        if len(self.values) > self._made:
            self._make()
        known = np.maximum(ids, 0)
        offsets = np.where(ids >= 0, self.offsets[known], _KEEP) if len(self.offsets) else np.full(len(ids), _KEEP)
        lengths = self.lengths[known] if len(self.lengths) else np.zeros(len(ids), np.int64)
        self._count(ids, offsets)
        return offsets, lengths

    def _count(self, ids: Ids, offsets: Ints) -> None:
        changed = ids[offsets >= 0]
        if len(changed):
            self._hits += np.bincount(changed, minlength=len(self._hits))

    def _make(self) -> None:
        count = len(self.values)
        fresh = range(self._made, count)
        grown = count - len(self.offsets)
        if grown > 0:
            grown = max(grown, len(self.offsets))
            self.offsets = np.concatenate([self.offsets, np.full(grown, _KEEP, np.int64)])
            self.lengths = np.concatenate([self.lengths, np.zeros(grown, np.int64)])
            self._hits = np.concatenate([self._hits, np.zeros(grown, np.int64)])
        if self.holds is Holds.CLIENT and not self.number:
            self._make_clients(fresh)
        else:
            self._make_others(fresh)
        self._made = count

    def _make_clients(self, fresh: range) -> None:
        rewriter = self._rewriter
        slow = self._seal(fresh)
        values = [self.values[at] for at in slow]
        days = [rewriter.day(self.values.extra_of(at)) for at in slow]
        texts = redact_clients(values, days, rewriter.profile, rewriter.keys)
        for at, value, text in zip(slow, values, texts, strict=True):
            if text != value:
                self._set(at, text, Counter({IdType.CLIENT_IP: 1}))
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

    def _make_others(self, fresh: range) -> None:
        rewriter = self._rewriter
        data, starts, ends = self.values.view()
        part = slice(fresh.start, fresh.stop)
        if rewriter.wholly(self.holds):
            maybe = np.ones(len(fresh), np.bool_)
        else:
            table = sieve_table(self.holds)
            maybe = flagged(data, starts[part], ends[part], table)
            if rewriter.profile.for_field(self.holds).name != "keep":
                maybe = self._cut(fresh, maybe, rewriter.engine.has_any(data, starts[part], ends[part], _CUT))
        for at in (np.flatnonzero(maybe) + fresh.start).tolist():
            value = self.values[at]
            asked = _Asked(rewriter.keys)
            day = rewriter.day(self.values.extra_of(at)) if self.dated else ""
            text, counts = self._redacted(value, day, asked)
            if rewriter.remember and (text != value or asked.asked):
                for identifier in find(value, self.holds, self.name):
                    rewriter.originals.add(identifier.type, value[identifier.start : identifier.end])
            if asked.asked and not self.dated:
                self.offsets[at] = _DATED
            elif text != value:
                self._set(at, text, counts)

    def _redacted(self, value: bytes, day: str, keys: KeySource) -> tuple[bytes, Counter[IdType]]:
        """
        One value redacted until nothing is left to redact.

        Many values become the same text once their identifiers are gone; that it is final is found out once.
        """
        rewriter = self._rewriter
        profile, agent = rewriter.profile, rewriter.agent
        if not self.number:
            found = find(value, self.holds, self.name)
            text, counts = redact_value(value, self.holds, self.name, day, found, profile, keys, agent=agent)
            if text == value or text in self._final or not profile.repeatable:
                return text, counts
            found = find(text, self.holds, self.name)
            if redact_value(text, self.holds, self.name, day, found, profile, keys, agent=agent)[0] == text:
                if len(self._final) < _FINAL:
                    self._final.add(text)
                return text, counts
        return redact_wholly(
            value, self.holds, self.name, day, find, profile, keys, agent=agent, in_json_number=self.number
        )

    def _cut(self, fresh: range, maybe: Flags, cuttable: Flags) -> Flags:
        """
        Cut the values from which the field's operator takes something; which of all values are to be searched.

        Most identifiers of referers stand in the query that goes, so what is left is sieved once more before it is searched.
        """
        rewriter = self._rewriter
        rows = np.flatnonzero(cuttable)
        values = [self.values[fresh.start + row] for row in rows.tolist()]
        texts = [
            redact_value(
                value, self.holds, self.name, "", (), rewriter.profile, rewriter.keys, in_json_number=self.number
            )[0]
            for value in values
        ]
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        joined = np.frombuffer(b"".join(texts) + b"\0", np.uint8)
        left = flagged(
            joined, np.concatenate([np.zeros(1, np.int64), ends[:-1]])[: len(ends)], ends, sieve_table(self.holds)
        )
        search = maybe & ~cuttable
        for row, value, text, again in zip(rows.tolist(), values, texts, left.tolist(), strict=True):
            if again or (rewriter.remember and maybe[row]):
                search[row] = True
            elif text != value:
                self._set(fresh.start + row, text, Counter())
        return search

    def _set(self, at: int, text: bytes, counts: Counter[IdType]) -> None:
        self.offsets[at] = self._rewriter.arena.put(text)
        self.lengths[at] = len(text)
        self._counts[at] = counts

    def changes(self) -> Counter[IdType]:
        """Identifiers by type that were replaced so far."""
        total: Counter[IdType] = Counter()
        for at, counts in self._counts.items():
            for kind, number in counts.items():
                total[kind] += number * int(self._hits[at])
        if len(self._clients):
            total[IdType.CLIENT_IP] += int(self._hits[self._clients].sum())
        return total


class Rewriter:
    """
    Redacts blocks with one profile and one key source; keeps what it has worked out, bounded by ``cap`` bytes.

    Not for two threads at once. What a line becomes depends on that line alone, so dropping the tables never shows.
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
        self.arena = _Arena()
        self.sealer = Sealer.make(CLIENT_DOMAIN) if profile.fields[Holds.CLIENT] == "token" else None
        self._key_numbers: dict[int, int] = {}
        self._epochs: dict[str, int] = {}
        self.originals = Originals()
        self.remember = remember
        self._cap = cap
        self._columns: dict[tuple[Holds, str, bool, bool], _Column] = {}
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
            self.arena = _Arena()

    def _column(self, field: Field, *, number: bool, dated: bool) -> _Column:
        key = field.holds, field.name, number, dated
        if key not in self._columns:
            self._columns[key] = _Column(self, field.holds, field.name, number=number, dated=dated)
        return self._columns[key]

    def _part_edits(self, scanned: Scanned, part: Part) -> tuple[Ints, Ints, Ints, Ints]:
        wanted = [i for i, column in enumerate(part.fields) if column.holds in _IDENTIFYING]
        _, day, _ = times(self.engine, scanned.data, part)
        day = np.where((day < 0) | (day > _LAST), MISSING, day)
        shape = (len(part.spans.lines), len(wanted))
        offsets, lengths = np.full(shape, _KEEP, np.int64), np.zeros(shape, np.int64)
        for place, index in enumerate(wanted):
            starts, ends = part.column(index)
            column = part.fields[index]
            if part.spans.quoted is None:
                offsets[:, place], lengths[:, place] = self._of(column, scanned.data, starts, ends, day, number=False)
                continue
            for number in (False, True):
                rows = np.flatnonzero((starts != MISSING) & (part.spans.quoted[:, index] != number))
                if len(rows):
                    offsets[rows, place], lengths[rows, place] = self._of(
                        column, scanned.data, starts[rows], ends[rows], day[rows], number=number
                    )
        chosen = np.flatnonzero(offsets.reshape(-1) >= 0)
        starts = part.spans.starts[:, wanted].reshape(-1)[chosen]
        ends = part.spans.ends[:, wanted].reshape(-1)[chosen]
        offsets, lengths = offsets.reshape(-1)[chosen], lengths.reshape(-1)[chosen]
        if part.spans.quoted is not None:  # keys of JSON stand in any order
            order = np.argsort(starts, kind="stable")
            return starts[order], ends[order], offsets[order], lengths[order]
        return starts, ends, offsets, lengths

    def _of(
        self, column: Field, data: Bytes, starts: Ints, ends: Ints, day: Ints, *, number: bool
    ) -> tuple[Ints, Ints]:
        dated = column.holds in _ALWAYS_DATED
        offsets, lengths = self._column(column, number=number, dated=dated).replacements(data, starts, ends, day)
        rows = np.flatnonzero(offsets == _DATED)
        if len(rows):
            offsets[rows], lengths[rows] = self._column(column, number=number, dated=True).replacements(
                data, starts[rows], ends[rows], day[rows]
            )
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


_CUT = b"?#@%;\\"  # where a referer can have a query, a fragment or userinfo, also encoded
_IDENTIFYING = frozenset(IDENTIFYING)


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
