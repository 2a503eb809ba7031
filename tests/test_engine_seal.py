"""The sealing kernel makes the very tokens that the redactor makes one by one."""

from __future__ import annotations

import hmac
from socket import AF_INET6, inet_ntop

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chlogaudit.engine.seal import WIDTH, Sealer
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.redactor.tokens import CLIENT_DOMAIN, address_tokens

KEYS = [EpochKey(bytes([n]) * 5, bytes(range(n, n + 32))) for n in range(3)]


def sealed(values: list[bytes], keys: list[int]) -> list[bytes]:
    """Tokens by the kernel."""
    sealer = Sealer.make(CLIENT_DOMAIN)
    if sealer is None:
        pytest.skip("no libcrypto with SHA-256's own functions, or no numba")
    for key in KEYS:
        sealer.add_key(key.id, key.secret)
    ends = np.cumsum([len(value) for value in values], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    data = np.frombuffer(b"".join(values) + b"\0", np.uint8)
    out, lengths = sealer.seal(data, starts, ends, np.array(keys, np.int64))
    return [out[i * WIDTH : i * WIDTH + int(lengths[i])] for i in range(len(values))]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=200), st.integers(0, 2)), min_size=1, max_size=40))
def test_any_values(pairs: list[tuple[bytes, int]]) -> None:
    """For any bytes and keys the kernel's tokens are ``address_tokens``' own."""
    values, keys = [value for value, _ in pairs], [key for _, key in pairs]

    assert sealed(values, keys) == address_tokens(values, [KEYS[key] for key in keys], IdType.CLIENT_IP)


@pytest.mark.parametrize("key_id", [b"\1\0\0\0\0", b"\0\0\0\0\1", b"\0\0\0\0\0", b"\1\0\0\2\0", b"\1\2\3\4\5"])
def test_zero_groups(key_id: bytes) -> None:
    """Runs of zero groups are written as inet_ntop writes them."""
    sealer = Sealer.make(CLIENT_DOMAIN)
    if sealer is None:
        pytest.skip("no libcrypto with SHA-256's own functions, or no numba")
    number = sealer.add_key(key_id, bytes(32))
    data = np.frombuffer(b"192.0.2.1", np.uint8)

    out, lengths = sealer.seal(data, np.array([0]), np.array([9]), np.array([number]))

    mac = hmac.digest(bytes(32), CLIENT_DOMAIN + b"192.0.2.1", "sha256")[:10]
    assert out[: int(lengths[0])].decode() == inet_ntop(AF_INET6, b"\xfd" + key_id + mac)
