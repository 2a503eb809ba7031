"""Keys in a dictionary, for tests of the redactor: random-looking, the same for the same name, never stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from chlogaudit.redactor.keys import EpochKey


def key_of(name: str) -> EpochKey:
    """A key that depends on nothing but its name."""
    digest = hashlib.sha256(name.encode()).digest()
    return EpochKey(digest[:5], digest)


@dataclass
class Keys:
    """A ``KeySource`` that remembers what it was asked for."""

    asked: list[str] = field(default_factory=list)

    def key(self, epoch: str) -> EpochKey:
        """The key of an epoch."""
        self.asked.append(epoch)
        return key_of(epoch)
