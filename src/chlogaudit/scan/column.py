"""The replacements of one column: worked out once per distinct value, kept while memory lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from chlogaudit.detect import find, flagged, sieve_table
from chlogaudit.engine import Engine
from chlogaudit.engine.api import Bytes, Ids, Ints
from chlogaudit.engine.seal import WIDTH, Sealer
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.keys import EpochKey, KeySource
from chlogaudit.redactor.profile import Profile
from chlogaudit.redactor.value import cut_values, redact_clients, redact_value, redact_wholly
from chlogaudit.scan.nouns import Arena, Flags, Originals

_FINAL = 20_000
KEEP, DATED = -1, -2  # instead of an offset: nothing changes; what it becomes depends on the day
_CUT = b"?#@%;\\"  # where a referer can have a query, a fragment or userinfo, also encoded


class Owner(Protocol):
    """What a column needs of the rewriter whose it is."""

    engine: Engine
    profile: Profile
    keys: KeySource
    agent: Callable[[bytes], bytes] | None
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

    def found_before(self, column: Column, value: bytes, found: tuple[Identifier, ...]) -> None:
        """Hand what was found in a value to the column that makes its replacements day by day."""


class _Asked:
    """A key source that remembers whether it was asked."""

    def __init__(self, keys: KeySource) -> None:
        self._keys = keys
        self.asked = False

    def key(self, epoch: str) -> EpochKey:
        """The key of an epoch."""
        self.asked = True
        return self._keys.key(epoch)


class _Edited(NamedTuple):
    """A value that was redacted once."""

    at: int  # its id
    value: bytes
    day: str
    text: bytes
    counts: Counter[IdType]


class Column:
    """The replacements of one column's distinct values; ``dated`` values are those of one day each."""

    __slots__ = (
        "_clients",
        "_counts",
        "_final",
        "_hits",
        "_known",
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

    def __init__(self, rewriter: Owner, holds: Holds, name: str, *, number: bool, dated: bool) -> None:
        self._rewriter = rewriter
        self.holds, self.name, self.number, self.dated = holds, name, number, dated
        self.values = rewriter.engine.values()
        self.offsets: Ints = np.zeros(0, np.int64)
        self.lengths: Ints = np.zeros(0, np.int64)
        self._made = 0
        self._counts: dict[int, Counter[IdType]] = {}
        self._final: set[bytes] = set()  # redacted texts that redacting again does not change
        self._known: dict[bytes, tuple[Identifier, ...]] = {}
        self._hits: Ints = np.zeros(0, np.int64)
        self._clients: Ints = np.zeros(0, np.int64)  # ids whose replacement is a client's token

    def look(self, data: Bytes, starts: Ints, ends: Ints, day: Ints) -> Ids:
        """Ids of values, for ``replacements``; without the interpreter's lock, so columns may look side by side."""
        return self.values.intern(data, starts, ends, day if self.dated else None)

    def replacements(self, ids: Ids) -> tuple[Ints, Ints]:
        """Offset into the arena (or KEEP, DATED) and length of what replaces each value."""
        if len(self.values) > self._made:
            self._make()
        known = np.maximum(ids, 0)
        offsets = np.where(ids >= 0, self.offsets[known], KEEP) if len(self.offsets) else np.full(len(ids), KEEP)
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
            self.offsets = np.concatenate([self.offsets, np.full(grown, KEEP, np.int64)])
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
            maybe = flagged(data, starts[part], ends[part], sieve_table(self.holds, self.name))
            if rewriter.profile.for_field(self.holds).name != "keep":
                maybe = self._cut(fresh, maybe, rewriter.engine.has_any(data, starts[part], ends[part], _CUT))
        changed = [
            edited for at in (np.flatnonzero(maybe) + fresh.start).tolist() if (edited := self._edited(at)) is not None
        ]
        for edited, again in zip(changed, self._unfinished([edited.text for edited in changed]), strict=True):
            text, counts = self._wholly(edited) if again else (edited.text, edited.counts)
            if text != edited.value:
                self._set(edited.at, text, counts)

    def _edited(self, at: int) -> _Edited | None:
        """One value redacted once; None where nothing changes, or where what changes depends on the day."""
        rewriter = self._rewriter
        value = self.values[at]
        asked = _Asked(rewriter.keys)
        day = rewriter.day(self.values.extra_of(at)) if self.dated else ""
        found = self._known.pop(value, None) if self._known else None
        if found is None:
            found = find(value, self.holds, self.name)
        text, counts = redact_value(
            value,
            self.holds,
            self.name,
            day,
            found,
            rewriter.profile,
            asked,
            agent=rewriter.agent,
            in_json_number=self.number,
        )
        if rewriter.remember and (text != value or asked.asked):
            for identifier in found:
                rewriter.originals.add(identifier.type, value[identifier.start : identifier.end])
        if asked.asked and not self.dated:
            self.offsets[at] = DATED
            rewriter.found_before(self, value, found)
            return None
        return None if text == value else _Edited(at, value, day, text, counts)

    def expect(self, value: bytes, found: tuple[Identifier, ...]) -> None:
        """What the detectors say of a value that is soon to come."""
        self._known[value] = found

    def _unfinished(self, texts: list[bytes]) -> list[bool]:
        """Which of the redacted texts have to be redacted once more, as far as the sieve can tell; none with ipcrypt."""
        if not self._rewriter.profile.repeatable or not texts:
            return [False] * len(texts)
        if self.number:
            return [True] * len(texts)
        return list(map(bool, self._sieved(texts)))

    def _sieved(self, texts: list[bytes]) -> Flags:
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])[: len(ends)]
        return flagged(
            np.frombuffer(b"".join(texts) + b"\0", np.uint8), starts, ends, sieve_table(self.holds, self.name)
        )

    def _wholly(self, edited: _Edited) -> tuple[bytes, Counter[IdType]]:
        """One value redacted until nothing is left to redact; that a text is final is found out once."""
        rewriter = self._rewriter
        holds, name, profile, agent = self.holds, self.name, rewriter.profile, rewriter.agent
        text = edited.text
        if text in self._final:
            return text, edited.counts
        if not self.number:
            found = find(text, holds, name)
            if redact_value(text, holds, name, edited.day, found, profile, rewriter.keys, agent=agent)[0] == text:
                if len(self._final) < _FINAL:
                    self._final.add(text)
                return text, edited.counts
        return redact_wholly(
            edited.value,
            holds,
            name,
            edited.day,
            find,
            profile,
            rewriter.keys,
            agent=agent,
            in_json_number=self.number,
        )

    def _cut(self, fresh: range, maybe: Flags, cuttable: Flags) -> Flags:
        """
        Cut the values from which the field's operator takes something; which of all values are to be searched.

        Most identifiers of referers stand in the query that goes, so what is left is sieved once more before it is searched.
        """
        rewriter = self._rewriter
        rows = np.flatnonzero(cuttable)
        values = [self.values[fresh.start + row] for row in rows.tolist()]
        texts = cut_values(values, self.holds, rewriter.profile, rewriter.keys)
        search = maybe & ~cuttable
        for row, value, text, again in zip(rows.tolist(), values, texts, self._sieved(texts).tolist(), strict=True):
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
