"""ipcrypt-pfx: reversible and prefix-preserving, so that networks can still be compared; needs the epoch's key to undo."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from chlogaudit.redactor.addresses import Address
from chlogaudit.redactor.ipcrypt import PREFIX_KEY, encrypt_prefix
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.redactor.operators.interface import Encrypts


def prefix_key(key: EpochKey) -> bytes:
    """The two AES keys for this operator, apart from every other use of the epoch's secret."""
    return hmac.digest(key.secret, b"ipcrypt-pfx\0", "sha256")[:PREFIX_KEY]


@dataclass(frozen=True, slots=True)
class IpcryptPrefix(Encrypts):
    """Encrypt an address: one of the same version comes out."""

    name: str = "ipcrypt-pfx"

    def many(self, addresses: Sequence[Address], key: EpochKey) -> list[Address]:
        """Many addresses of one epoch in one call of the library."""
        return encrypt_prefix(addresses, prefix_key(key))
