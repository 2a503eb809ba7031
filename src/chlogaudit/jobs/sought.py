"""The identifiers of a log that must not stand in what replaces it, as hashes of what would be seen of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine import Engine
from chlogaudit.engine.api import Bytes, Ints
from chlogaudit.engine.lookalikes import EMAIL, HOST, NUMBER, RUN, V4, V6
from chlogaudit.jobs.decodings import decodings
from chlogaudit.jobs.hashes import Distinct, Hashes
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.addresses import names_nobody

_LOOKED_FOR: Final[Mapping[IdType, tuple[int, ...]]] = {
    IdType.CLIENT_IP: (V4, V6, HOST),
    IdType.IP: (V4, V6),
    IdType.EMAIL: (EMAIL,),
    IdType.TOKEN: (RUN,),
    IdType.SESSION_ID: (RUN,),
    IdType.DEVICE_ID: (RUN,),
    IdType.CLICK_ID: (RUN,),
    IdType.IBAN: (RUN,),
    IdType.PAYMENT_CARD: (NUMBER,),
    IdType.PHONE: (NUMBER,),
}
# The same bytes are another thing where they look like another thing.
_SALTS: Final = np.random.default_rng().integers(0, 1 << 63, 6, np.uint64)
_DIGITS: Final = b"0123456789"
_BEYOND: Final = b"_-abcdefghijklmnopqrstuvwxyz"


class Sought:
    """
    Hashes of a log's originals, by type, each seen as its type is written: eight bytes for one, however long it is.

    The hash is seeded and has 64 bits. Equal bytes have equal hashes, so that nothing is missed. That other bytes have one of them,
    too, happens to less than one log in a million, and then an innocent word is taken for an original. ``kept`` are types that the profile leaves in.
    """

    def __init__(self, engine: Engine, kept: frozenset[IdType] = frozenset()) -> None:
        self.engine = engine
        self._kept = kept
        self._hashes: dict[IdType, Distinct] = {}

    def take(self, originals: Mapping[IdType, Collection[bytes]]) -> None:
        """Take originals, as they stood in the log."""
        for kind, values in originals.items():
            if values and kind in _LOOKED_FOR and kind not in self._kept:
                for text in decodings(b"\n".join(values)):
                    lines = b"\n".join([line.strip(b"[]") for line in text.lower().split(b"\n")])
                    for hashes in self._forms(np.frombuffer(lines, np.uint8), kind):
                        self._hashes.setdefault(kind, Distinct()).put(hashes)

    def by_type(self) -> dict[IdType, Hashes]:
        """All hashes, sorted, in an order of types that is always the same."""
        return {kind: self._hashes[kind].all() for kind in _LOOKED_FOR if kind in self._hashes}

    @property
    def forms(self) -> int:
        """Which lookalikes are to be searched: a bit for each form."""
        return sum(1 << form for form in {form for kind in self.by_type() for form in _LOOKED_FOR[kind]})

    def _forms(self, text: Bytes, kind: IdType) -> Iterator[Hashes]:
        """Hashes of what of the lines of ``text``, each a value, would be seen of them if they stood somewhere."""
        wanted = sum(1 << form for form in _LOOKED_FOR[kind])
        for starts, ends, forms in self.engine.lookalikes(text, wanted):
            whole = (starts == 0) | (text[starts - 1] == ord("\n"))
            whole &= (ends == len(text)) | (text[np.minimum(ends, len(text) - 1)] == ord("\n"))
            tells = np.where(forms == RUN, _tells(self.engine, text, starts, ends), whole)
            if kind is IdType.PHONE:  # ten digits are also a time, a size, an article
                tells &= text[starts] == ord("+")
            fours = np.flatnonzero(tells & (forms == V4))
            names = (forms == HOST) & ~np.isin(starts, starts[fours])
            # A name without a digit may be the site's own, which calls itself.
            tells &= (forms != HOST) | (names & self.engine.has_any(text, starts, ends, _DIGITS))
            tells[[at for at in fours.tolist() if names_nobody(text[starts[at] : ends[at]].tobytes())]] = False
            yield seen(self.engine, text, starts[tells], ends[tells], forms[tells])


def _tells(engine: Engine, text: Bytes, starts: Ints, ends: Ints) -> NDArray[np.bool_]:
    """Which runs are neither words nor plain numbers."""
    return engine.has_any(text, starts, ends, _DIGITS) & engine.has_any(text, starts, ends, _BEYOND)


def seen(engine: Engine, text: Bytes, starts: Ints, ends: Ints, forms: Bytes) -> Hashes:
    """The hashes of lookalikes of a text in small letters."""
    hashes: Hashes = engine.hashes(text, starts, ends) ^ _SALTS[forms]
    return hashes


class Table:
    """Sorted hashes with a rough sieve before them, which most lookalikes do not pass."""

    def __init__(self, sought: Sought) -> None:
        self._kinds = sought.by_type()
        self._all = np.unique(np.concatenate([np.zeros(0, np.uint64), *self._kinds.values()]))
        bits = max(16, (8 * len(self._all)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._sieve = np.zeros(1 << bits, np.bool_)
        self._sieve[self._all >> self._shift] = True

    def __len__(self) -> int:
        return len(self._all)

    def among(self, hashes: Hashes) -> Ints:
        """The indices of those that are sought."""
        near = np.flatnonzero(self._sieve[hashes >> self._shift])
        if not len(near):
            return near
        places = np.searchsorted(self._all, hashes[near])
        found: Ints = near[self._all[np.minimum(places, len(self._all) - 1)] == hashes[near]]
        return found

    def kind(self, value: np.uint64) -> IdType:
        """The first type that a hash, one of those sought, belongs to."""
        for kind, hashes in self._kinds.items():
            at = int(np.searchsorted(hashes, value))
            if at < len(hashes) and hashes[at] == value:
                return kind
        raise KeyError("a hash that is not sought")
