"""Judge distinct values: what is found in each and what stands in its place; needs no table, so any process can do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from chlogaudit.detect import find, find_free, sieve_table, worth
from chlogaudit.engine.sieve import may_hold
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.keys import EpochKey, KeySource
from chlogaudit.redactor.profile import Profile
from chlogaudit.redactor.tokens import is_token
from chlogaudit.redactor.value import cut_values, redact_value, redact_wholly

LOOK, IF_WORTH = 1, 2  # the sieve's verdicts: search the value, or search it if its search phrase is worth that
CUT = 4  # the operator of the field takes something from the value
LINE = 8  # the value is a line that fits no format
_FINAL = 20_000


class Asked(NamedTuple):
    """
    Values of one column to be judged; ``how`` has a byte of the marks above for each.

    ``days`` are theirs (``2026-03-14``); where values are not ``dated`` those on which they were first met.
    """

    holds: Holds
    name: str
    number: bool
    dated: bool
    values: Sequence[bytes]
    days: Sequence[str]
    how: bytes


class Made(NamedTuple):
    """What stands in place of a value, and how many identifiers of which type went; ``of_day``: on that day alone."""

    text: bytes
    counts: tuple[tuple[IdType, int], ...]
    of_day: bool = False


class Answer(NamedTuple):
    """What becomes of values by their places among those asked about; those not named stay. ``originals`` when remembered."""

    made: dict[int, Made]
    originals: tuple[tuple[IdType, bytes], ...]


Ask: TypeAlias = Callable[[Asked], Callable[[], Answer]]  # begins to judge; what it gives waits for the answer


class _Watched:
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

    at: int  # its place among the values
    value: bytes
    day: str
    text: bytes
    counts: Counter[IdType]
    of_day: bool


class Judge:
    """Judges values with one profile and one key source; ``remember``: tell the identifiers that went, too."""

    def __init__(
        self, profile: Profile, keys: KeySource, *, agent: Callable[[bytes], bytes] | None, remember: bool
    ) -> None:
        self.keys = keys
        self._profile = profile
        self._agent = agent
        self._remember = remember
        self._final: dict[tuple[Holds, str], set[bytes]] = {}  # redacted texts that redacting again does not change

    def __call__(self, asked: Asked) -> Answer:
        """What becomes of the values."""
        made: dict[int, Made] = {}
        originals: list[tuple[IdType, bytes]] = []
        edited = []
        for at in (*self._worth_a_look(asked), *self._cut(asked, made)):
            one, found = self._edited(asked, at)
            if self._remember and (one.of_day or one.text != one.value):
                originals += [(identifier.type, one.value[identifier.start : identifier.end]) for identifier in found]
            if one.text != one.value:
                edited.append(one)
            elif one.of_day:
                made[at] = Made(one.text, (), one.of_day)
        for one, again in zip(edited, self._unfinished(asked, [one.text for one in edited]), strict=True):
            text, counts = self._wholly(asked, one) if again else (one.text, one.counts)
            if one.of_day or text != one.value:
                made[one.at] = Made(text, tuple(counts.items()), one.of_day)
        for at, how in enumerate(asked.how):
            if how == LINE:
                self._line(at, asked.values[at], made, originals)
        return Answer(made, tuple(originals))

    def _worth_a_look(self, asked: Asked) -> list[int]:
        return [at for at, how in enumerate(asked.how) if how == LOOK or (how == IF_WORTH and worth(asked.values[at]))]

    def _cut(self, asked: Asked, made: dict[int, Made]) -> list[int]:
        """
        Cut the values from which the field's operator takes something; the places of those that are to be searched.

        Most identifiers of referers stand in the query that goes, so what is left is sieved before it is searched.
        """
        places = [at for at, how in enumerate(asked.how) if how & CUT]
        texts = cut_values([asked.values[at] for at in places], asked.holds, self._profile, self.keys)
        search = []
        for at, text, again in zip(places, texts, self._sieved(asked, texts), strict=True):
            if again or (self._remember and self._maybe(asked, at)):
                search.append(at)
            elif text != asked.values[at]:
                made[at] = Made(text, ())
        return search

    @staticmethod
    def _maybe(asked: Asked, at: int) -> bool:
        how = asked.how[at] & ~CUT
        return how == LOOK or (how == IF_WORTH and worth(asked.values[at]))

    def _edited(self, asked: Asked, at: int) -> tuple[_Edited, tuple[Identifier, ...]]:
        """One value redacted once; of a value that is not of a day already, whether what it becomes depends on the day."""
        value, day = asked.values[at], asked.days[at]
        keys = _Watched(self.keys)
        found = find(value, asked.holds, asked.name)
        text, counts = redact_value(
            value,
            asked.holds,
            asked.name,
            day,
            found,
            self._profile,
            keys,
            agent=self._agent,
            in_json_number=asked.number,
        )
        of_day = keys.asked and not asked.dated
        return _Edited(at, value, day if of_day or asked.dated else "", text, counts, of_day), found

    def _unfinished(self, asked: Asked, texts: list[bytes]) -> Sequence[bool]:
        """Which of the redacted texts have to be redacted once more, as far as the sieve can tell; none with ipcrypt."""
        if not self._profile.repeatable:
            return [False] * len(texts)
        if asked.number:
            return [True] * len(texts)
        return self._sieved(asked, texts)

    def _sieved(self, asked: Asked, texts: Sequence[bytes]) -> Sequence[bool]:
        """Which of the texts may hold an identifier."""
        if not texts:
            return []
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
        data = np.frombuffer(b"".join(texts) + b"\0", np.uint8)
        verdicts = may_hold(data, starts, ends, sieve_table(asked.holds, asked.name)).tolist()
        return [
            verdict == LOOK or (verdict == IF_WORTH and worth(text))
            for verdict, text in zip(verdicts, texts, strict=True)
        ]

    def _wholly(self, asked: Asked, edited: _Edited) -> tuple[bytes, Counter[IdType]]:
        """One value redacted until nothing is left to redact; that a text is final is found out once."""
        holds, name, profile, agent = asked.holds, asked.name, self._profile, self._agent
        text = edited.text
        known = self._final.setdefault((holds, name), set())
        if text in known or (not asked.number and is_token(text)):  # no operator touches a token
            return text, edited.counts
        if not asked.number:
            found = find(text, holds, name)
            if redact_value(text, holds, name, edited.day, found, profile, self.keys, agent=agent)[0] == text:
                if len(known) < _FINAL:
                    known.add(text)
                return text, edited.counts
        return redact_wholly(
            edited.value,
            holds,
            name,
            edited.day,
            find,
            profile,
            self.keys,
            agent=agent,
            in_json_number=asked.number,
        )

    def _line(self, at: int, text: bytes, made: dict[int, Made], originals: list[tuple[IdType, bytes]]) -> None:
        redacted, counts = redact_wholly(text, Holds.TEXT, "", "", _find_free, self._profile, self.keys)
        if redacted != text:
            made[at] = Made(redacted, tuple(counts.items()))
            if self._remember:
                originals += [(found.type, text[found.start : found.end]) for found in find_free(text)]


def _find_free(value: bytes, _holds: Holds, _name: str) -> tuple[Identifier, ...]:
    return find_free(value)


def later(judge: Callable[[Asked], Answer]) -> Ask:
    """Judge here, when the answer is wanted."""

    def ask(asked: Asked) -> Callable[[], Answer]:
        return lambda: judge(asked)

    return ask
