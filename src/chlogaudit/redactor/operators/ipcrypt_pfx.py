"""ipcrypt-pfx: reversible and prefix-preserving, so that networks can still be compared; needs the epoch's key to undo."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import Address, names_nobody, read_address
from chlogaudit.redactor.ipcrypt import PREFIX_KEY, encrypt_prefix
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.redactor.markers import MARKERS, NO_ADDRESS, WORDS
from chlogaudit.redactor.operators.interface import ADDRESS_FIELDS, ADDRESS_TYPES, Context
from chlogaudit.redactor.tokens import is_token


def prefix_key(key: EpochKey) -> bytes:
    """The two AES keys for this operator, apart from every other use of the epoch's secret."""
    return hmac.digest(key.secret, b"ipcrypt-pfx\0", "sha256")[:PREFIX_KEY]


@dataclass(frozen=True, slots=True)
class IpcryptPrefix:
    """Encrypt an address; what is no address (a resolved host name) is dropped."""

    name: str = "ipcrypt-pfx"
    fields: frozenset[Holds] = ADDRESS_FIELDS
    types: frozenset[IdType] = ADDRESS_TYPES
    repeatable: bool = False
    reversible: bool = True

    def __call__(self, value: bytes, context: Context) -> bytes:
        """The encrypted address as text, of the same version as before; port and zone id are dropped."""
        if names_nobody(value) or is_token(value) or value in WORDS:
            return value
        written = read_address(value)
        if written is None:
            return NO_ADDRESS if context.whole else MARKERS[context.type]
        return str(self.many([written.address], context.key)[0]).encode()

    def many(self, addresses: Sequence[Address], key: EpochKey) -> list[Address]:
        """Many addresses of one epoch in one call of the library."""
        return encrypt_prefix(addresses, prefix_key(key))
