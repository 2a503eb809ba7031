"""The kernel behind ``engine.seal``: two SHA-256 a value from padded states, written as RFC 5952 text."""

from __future__ import annotations

import numpy as np
from numba import types

from chlogaudit.engine.kernel import inlined, kernel

_CONTEXT = 112
_WIDTH = 40
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
# Bound by name when ``engine.seal`` has found the library, so that the machine code can be cached.
_update = types.ExternalFunction("chlogaudit_SHA256_Update", types.int32(types.uintp, types.uintp, types.uintp))
_final = types.ExternalFunction("chlogaudit_SHA256_Final", types.int32(types.uintp, types.uintp))


@inlined
def write_group(group, out, at):
    """Writes one group of an address without leading zeros; returns the place after it."""
    begun = False
    for k in range(4):
        digit = (group >> (12 - 4 * k)) & 15
        if digit or begun or k == 3:
            out[at] = _HEX[digit]
            at += 1
            begun = True
    return at


@inlined
def write_address(address, out, at):
    """Writes 16 bytes as inet_ntop does: the first longest run of two or more zero groups as ``::``. Returns the end."""
    best = -1
    longest = 1
    run = 0
    for g in range(8):
        if address[2 * g] == 0 and address[2 * g + 1] == 0:
            run += 1
            if run > longest:
                longest = run
                best = g - run + 1
        else:
            run = 0
    g = 0
    while g < 8:
        if g == best:
            out[at] = 58
            at += 1
            if g + longest == 8:
                out[at] = 58
                at += 1
            g += longest
            continue
        if g > 0:
            out[at] = 58
            at += 1
        at = write_group((np.int64(address[2 * g]) << 8) | np.int64(address[2 * g + 1]), out, at)
        g += 1
    return at


@kernel
def seal(data, starts, ends, keys, inner, outer, heads, out, lengths):
    """Leaves token ``i`` in ``out[i * 40:]`` and its length in ``lengths[i]``."""
    context = np.empty(128, np.uint8)
    digest = np.empty(32, np.uint8)
    address = np.empty(16, np.uint8)
    context_at = context.ctypes.data
    digest_at = digest.ctypes.data
    data_at = data.ctypes.data
    for i in range(starts.shape[0]):
        k = keys[i]
        for j in range(_CONTEXT):
            context[j] = inner[k, j]
        _update(context_at, data_at + np.uintp(starts[i]), np.uintp(ends[i] - starts[i]))
        _final(digest_at, context_at)
        for j in range(_CONTEXT):
            context[j] = outer[k, j]
        _update(context_at, digest_at, np.uintp(32))
        _final(digest_at, context_at)
        for j in range(6):
            address[j] = heads[k, j]
        for j in range(10):
            address[6 + j] = digest[j]
        at = i * _WIDTH
        lengths[i] = write_address(address, out, at) - at
