"""The kernel behind ``engine.seal``: two SHA-256 a value from padded states, written as RFC 5952 text."""

from __future__ import annotations

import numpy as np

from chlogaudit.engine.kernel import inlined, kernel
from chlogaudit.engine.words import Outside

_CONTEXT = 112
_WIDTH = 40
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
# Bound by name when ``engine.seal`` has found the library, so that the machine code can be kept.
_update = Outside("chlogaudit_SHA256_Update", "int32", "uintp", "uintp", "uintp")
_final = Outside("chlogaudit_SHA256_Final", "int32", "uintp", "uintp")


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
def seal(
    data_at, starts, ends, keys, inner, outer, heads, context, context_at, digest, digest_at, address, out, lengths
):
    """
    Leaves token ``i`` in ``out[i * 40:]`` and its length in ``lengths[i]``.

    ``data_at`` is the place of the values' bytes; ``context``, ``digest`` and ``address`` are room for 128, 32 and 16 bytes, the
    first two with their places.
    """
    for i in range(starts.shape[0]):
        k = keys[i]
        for j in range(_CONTEXT):
            context[j] = inner[k, j]
        _update(np.uintp(context_at), np.uintp(data_at) + np.uintp(starts[i]), np.uintp(ends[i] - starts[i]))
        _final(np.uintp(digest_at), np.uintp(context_at))
        for j in range(_CONTEXT):
            context[j] = outer[k, j]
        _update(np.uintp(context_at), np.uintp(digest_at), np.uintp(32))
        _final(np.uintp(digest_at), np.uintp(context_at))
        for j in range(6):
            address[j] = heads[k, j]
        for j in range(10):
            address[6 + j] = digest[j]
        at = i * _WIDTH
        lengths[i] = write_address(address, out, at) - at
