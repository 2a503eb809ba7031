"""ipcrypt-deterministic: one reversible AES block an address; needs the epoch's key to undo."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from chlogaudit.redactor.addresses import Address
from chlogaudit.redactor.ipcrypt import DETERMINISTIC_KEY, encrypt_deterministic
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.redactor.operators.interface import Encrypts


def deterministic_key(key: EpochKey) -> bytes:
    """The AES key for this operator, apart from every other use of the epoch's secret."""
    return hmac.digest(key.secret, b"ipcrypt-deterministic\0", "sha256")[:DETERMINISTIC_KEY]


@dataclass(frozen=True, slots=True)
class IpcryptDeterministic(Encrypts):
    """Encrypt an address: IPv6 comes out for all but a few."""

    name: str = "ipcrypt-deterministic"

    def many(self, addresses: Sequence[Address], key: EpochKey) -> list[Address]:
        """Many addresses of one epoch in one call of the library."""
        return encrypt_deterministic(addresses, deterministic_key(key))
