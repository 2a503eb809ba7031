"""Keys of pseudonyms as the redactor sees them: one independent random secret an epoch, handed in by whoever stores them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from chlogaudit.errors import UsageError

ID_BYTES: Final = 5
RANDOM_BYTES: Final = 3
SECRET_BYTES: Final = 32
UNITS: Final = ("day", "week", "month")
UNDATED: Final = "undated"  # the epoch of a line whose day cannot be read

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def sealed_id(random: bytes) -> bytes:
    """
    The 5-byte public id of a key: the first 3 bytes of ``random`` and 2 check bytes computed from them.

    The check bytes let anybody tell a token of ours from a unique-local address of a real network without any key,
    also long after the key was destroyed: a network's own random prefix passes by chance once in 65,536.
    """
    head = random[:RANDOM_BYTES]
    return head + hashlib.sha256(b"chlogaudit epoch id\0" + head).digest()[: ID_BYTES - RANDOM_BYTES]


@dataclass(frozen=True, slots=True)
class EpochKey:
    """
    The key of one epoch: a public ``id`` that stands in every token, and the ``secret`` that makes them.

    ``id`` is 5 bytes and is sealed on the way in (``sealed_id``), so any 5 random bytes may be given. The secret
    never shows in a repr. ValueError when a length is wrong.
    """

    id: bytes
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.id) != ID_BYTES:
            raise ValueError(f"the id of a key has {ID_BYTES} bytes")
        if len(self.secret) < SECRET_BYTES:
            raise ValueError(f"the secret of a key has at least {SECRET_BYTES} bytes")
        object.__setattr__(self, "id", sealed_id(self.id))


class KeySource(Protocol):
    """Where keys come from; ``chlogaudit.files`` keeps them in a folder, tests in a dictionary."""

    def key(self, epoch: str) -> EpochKey:
        """The key of an epoch as ``epoch_of`` names it; the same key each time it is asked for in one run."""


def epoch_of(day: str, unit: str = "day") -> str:
    """
    The name of the epoch in which a day lies: ``2026-03-26``, ``2026-W13`` (ISO week) or ``2026-03``.

    ``day`` is the calendar day as written in the line, ``YYYY-MM-DD``; anything else belongs to ``UNDATED``.
    UsageError for a unit that is none of ``UNITS``.
    """
    if unit not in UNITS:
        raise UsageError(f"the epoch of keys is one of {', '.join(UNITS)}")
    if not _DAY.fullmatch(day):
        return UNDATED
    try:
        parsed = date.fromisoformat(day)
    except ValueError:  # 2026-02-30 is what some log says
        return UNDATED
    if unit == "day":
        return day
    if unit == "month":
        return day[:7]
    year, week, _ = parsed.isocalendar()
    return f"{year:04d}-W{week:02d}"
