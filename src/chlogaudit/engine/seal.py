"""
HMAC-SHA256 of many short values as IPv6 texts, by the system's libcrypto called from a kernel.

One call of Python's hmac costs more than the hash; a log has a million clients and days. Where there is no libcrypto with these
functions, ``Sealer.make`` gives None and the redactor hashes one by one. Twin: ``redactor.tokens.address_tokens``.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine.api import Bytes, Ints

WIDTH = 40  # an IPv6 text has at most 39 bytes
_NAMES = ("libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib")
_FUNCTIONS = ("SHA256_Init", "SHA256_Update", "SHA256_Final")
_CONTEXT = 128  # SHA256_CTX has 112 bytes (openssl/sha.h)
_BLOCK = 64


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL | None:
    """libcrypto, if it has SHA-256's own functions (OpenSSL may be built without them)."""
    for name in _NAMES:
        try:
            library = ctypes.CDLL(name)
            for function in _FUNCTIONS:
                getattr(library, function)
        except (OSError, AttributeError):
            continue
        return library
    return None


@lru_cache(maxsize=1)
def _kernel() -> Any | None:
    """The compiled kernel; None without numba or libcrypto."""
    library = _library()
    if library is None:
        return None
    try:
        from llvmlite import binding

        from chlogaudit.engine import sealkernel
    except ImportError:
        return None
    for function in _FUNCTIONS:
        address = ctypes.cast(getattr(library, function), ctypes.c_void_p).value
        if address is None:
            return None
        binding.add_symbol(f"chlogaudit_{function}", address)
    return sealkernel.seal


class Sealer:
    """Tokens under several keys: each a public id of 5 bytes and a secret; ``domain`` goes before every value."""

    def __init__(self, library: ctypes.CDLL, kernel: Any, domain: bytes) -> None:
        self._library = library
        self._kernel = kernel
        self._domain = domain
        self._inner: NDArray[np.uint8] = np.zeros((0, _CONTEXT), np.uint8)
        self._outer: NDArray[np.uint8] = np.zeros((0, _CONTEXT), np.uint8)
        self._heads: NDArray[np.uint8] = np.zeros((0, 6), np.uint8)

    @classmethod
    def make(cls, domain: bytes) -> Sealer | None:
        """A sealer, or None where this machine cannot."""
        library, kernel = _library(), _kernel()
        return None if library is None or kernel is None else cls(library, kernel, domain)

    def __len__(self) -> int:
        return len(self._heads)

    def add_key(self, key_id: bytes, secret: bytes) -> int:
        """Take a key of at most 64 bytes; its number. The padded states are made once (RFC 2104, section 4)."""
        if len(secret) > _BLOCK:
            raise ValueError("a secret longer than SHA-256's block")
        padded = secret.ljust(_BLOCK, b"\0")
        inner = self._state(bytes(b ^ 0x36 for b in padded) + self._domain)
        outer = self._state(bytes(b ^ 0x5C for b in padded))
        self._inner = np.vstack([self._inner, inner])
        self._outer = np.vstack([self._outer, outer])
        self._heads = np.vstack([self._heads, np.frombuffer(b"\xfd" + key_id, np.uint8)])
        return len(self._heads) - 1

    def _state(self, data: bytes) -> NDArray[np.uint8]:
        context = np.zeros((1, _CONTEXT), np.uint8)
        place = ctypes.c_void_p(context.ctypes.data)
        self._library.SHA256_Init(place)
        self._library.SHA256_Update(place, ctypes.c_char_p(data), ctypes.c_size_t(len(data)))
        return context

    def seal(self, data: Bytes, starts: Ints, ends: Ints, keys: Ints) -> tuple[bytes, Ints]:
        """The tokens of values, token ``i`` from ``i * WIDTH`` on, and their lengths."""
        out = np.zeros(len(starts) * WIDTH, np.uint8)
        lengths = np.zeros(len(starts), np.int64)
        context, digest, address = np.zeros(128, np.uint8), np.zeros(32, np.uint8), np.zeros(16, np.uint8)
        self._kernel(
            data.ctypes.data, starts, ends, keys, self._inner, self._outer, self._heads, context, context.ctypes.data,
            digest, digest.ctypes.data, address, out, lengths,
        )  # fmt: skip
        return out.tobytes(), lengths
