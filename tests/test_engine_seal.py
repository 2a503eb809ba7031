"""The sealing kernel makes the very tokens that the redactor makes one by one."""

from __future__ import annotations

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


def test_zero_groups() -> None:
    """Among 200,000 tokens are all shapes of zero groups; each is written as inet_ntop writes it."""
    values = [b"192.0.2.%d" % n for n in range(200_000)]
    keys = [n % 3 for n in range(len(values))]

    made = sealed(values, keys)

    assert any(b"::" in token for token in made)
    assert made == address_tokens(values, [KEYS[key] for key in keys], IdType.CLIENT_IP)
