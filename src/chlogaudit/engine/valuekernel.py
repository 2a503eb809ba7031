"""Distinct values in an open-addressing table over an arena of bytes. Twin: a dictionary (``engine.reference``)."""

from __future__ import annotations

import secrets

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine.api import Bytes, Ids, Ints
from chlogaudit.engine.kernel import inlined, kernel
from chlogaudit.engine.words import load64

_SEED = np.uint64(secrets.randbits(64))  # hash flooding is an attack on a log tool
_K = np.uint64(0x9E3779B97F4A7C15)
_M = np.uint64(0xD6E8FEB86659FD93)
_EMPTY = -1
_SMALL = 1 << 16  # slots of a table that grows by four, not by two
_RUN = 64  # values whose places are touched before they are looked up


@inlined
def short_word(data, at, size):
    """One to seven bytes as a number; a loop over them would cost several times as much."""
    if at + 8 <= data.shape[0]:
        return load64(data, at) & ((np.uint64(1) << np.uint64(8 * size)) - np.uint64(1))
    w = np.uint64(0)
    for j in range(size):
        w |= np.uint64(data[at + j]) << np.uint64(8 * j)
    return w


@inlined
def hash_bytes(data, start, end, seed):
    """A seeded 64-bit hash of ``data[start:end]``."""
    k = np.uint64(0x9E3779B97F4A7C15)
    m = np.uint64(0xD6E8FEB86659FD93)
    h = seed ^ (np.uint64(end - start) * m)
    at = start
    while at + 8 < end:
        h = (h ^ load64(data, at)) * k
        h ^= h >> np.uint64(31)
        at += 8
    w = np.uint64(0)
    if end - start >= 8:
        w = load64(data, end - 8)  # overlaps the word before, which costs less than single bytes
    elif end > start:
        w = short_word(data, start, end - start)
    h = (h ^ w) * k
    h ^= h >> np.uint64(29)
    h *= m
    h ^= h >> np.uint64(32)
    return h


@inlined
def same_bytes(left, at, right, start, size):
    """Whether ``size`` bytes from two places are the same."""
    j = 0
    if size >= 8:
        while j + 8 < size:
            if load64(left, at + j) != load64(right, start + j):
                return False
            j += 8
        return load64(left, at + size - 8) == load64(right, start + size - 8)
    return size == 0 or short_word(left, at, size) == short_word(right, start, size)


@kernel
def hash_all(data, starts, ends, seed, out):
    """Hash every value."""
    for i in range(starts.shape[0]):
        out[i] = hash_bytes(data, starts[i], ends[i], seed)


@kernel
def intern(data, starts, ends, extra, begin, seed, slots, hashes, offsets, extras, arena, count, ahead, out):
    """
    Look values up from index ``begin`` on and add the new ones. Returns (index reached, number of values).

    Stops before the value for which the table is half full or the arena has no room; the caller makes room. A slot holds
    31 bits of the hash above the 32 of the value's number. ``offsets`` has one entry more than there are values: the end of
    the last. Tables are larger than the processor's caches, so the places that a run of values needs are touched one after
    the other before any is worked on: the memory then brings them side by side. ``ahead`` is room for that, three numbers
    for each value of a run; what it holds decides nothing.
    """
    mask = np.uint64(slots.shape[0] - 1)
    limit = slots.shape[0] // 2
    room = hashes.shape[0]
    dated = extra.shape[0] > 0
    run = ahead.shape[0] // 3
    n = starts.shape[0]
    first = begin
    while first < n:
        last = min(first + run, n)
        for i in range(first, last):
            if starts[i] >= 0:
                more = extra[i] if dated else np.int64(0)
                ahead[i - first] = hash_bytes(data, starts[i], ends[i], seed ^ np.uint64(more))
        for i in range(first, last):
            h = ahead[i - first]
            entry = slots[h & mask]
            ahead[run + i - first] = np.uint64(entry & np.int64(0xFFFFFFFF)) if entry >= 0 else np.uint64(0)
        for i in range(first, last):
            k = ahead[run + i - first]
            ahead[2 * run + i - first] = np.uint64(offsets[k] + (extras[k] if dated else 0))
        for i in range(first, last):
            at = offsets[ahead[run + i - first]]
            if at < arena.shape[0]:
                ahead[2 * run + i - first] = np.uint64(arena[at])
        for i in range(first, last):
            start = starts[i]
            if start < 0:
                out[i] = -1
                continue
            size = ends[i] - start
            more = extra[i] if dated else np.int64(0)
            h = ahead[i - first]
            tag = np.int64(h >> np.uint64(33))
            slot = h & mask
            found = np.int64(-1)
            entry = slots[slot]
            while entry >= 0:
                if entry >> 32 == tag:
                    k = entry & np.int64(0xFFFFFFFF)
                    if offsets[k + 1] - offsets[k] == size and (not dated or extras[k] == more):
                        if same_bytes(arena, offsets[k], data, start, size):
                            found = k
                            break
                slot = (slot + np.uint64(1)) & mask
                entry = slots[slot]
            if found < 0:
                if count >= limit or count >= room or offsets[count] + size > arena.shape[0]:
                    return i, count
                base = offsets[count]
                for j in range(size):
                    arena[base + j] = data[start + j]
                hashes[count] = h
                if dated:
                    extras[count] = more
                offsets[count + 1] = base + size
                slots[slot] = (tag << 32) | count
                found = np.int64(count)
                count += 1
            out[i] = found
        first = last
    return n, count


@kernel
def rehash(hashes, count, slots):
    """Fill a larger empty slot table."""
    mask = np.uint64(slots.shape[0] - 1)
    for k in range(count):
        slot = hashes[k] & mask
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = (np.int64(hashes[k] >> np.uint64(33)) << 32) | k


_NO_EXTRA: Ints = np.zeros(0, np.int64)


class FastValues:
    """``engine.api.Values`` over the kernels above."""

    __slots__ = ("_ahead", "_arena", "_count", "_extras", "_hashes", "_offsets", "_slots")

    def __init__(self) -> None:
        self._slots: Ints = np.full(256, _EMPTY, np.int64)
        self._ahead: NDArray[np.uint64] = np.zeros(3 * _RUN, np.uint64)
        self._hashes: NDArray[np.uint64] = np.zeros(128, np.uint64)
        self._offsets: Ints = np.zeros(129, np.int64)
        self._extras: Ints = _NO_EXTRA  # made when the first extra number comes
        self._arena: Bytes = np.zeros(4096, np.uint8)
        self._count = 0

    def intern(self, data: Bytes, starts: Ints, ends: Ints, extra: Ints | None = None) -> Ids:
        """Ids of the values; see ``Values``."""
        out = np.empty(len(starts), np.int32)
        at = 0
        more = _NO_EXTRA if extra is None else extra
        if extra is not None and not len(self._extras):
            self._extras = np.zeros(len(self._hashes), np.int64)
        while True:
            at, self._count = intern(
                data, starts, ends, more, at, _SEED, self._slots, self._hashes, self._offsets, self._extras,
                self._arena, self._count, self._ahead, out,
            )  # fmt: skip
            if at == len(starts):
                return out
            self._grow(int(ends[at] - starts[at]))

    def _grow(self, size: int) -> None:
        """Make room for at least one more value of ``size`` bytes."""
        if self._count * 2 >= len(self._slots):
            self._slots = np.full(len(self._slots) * (4 if len(self._slots) < _SMALL else 2), _EMPTY, np.int64)
            rehash(self._hashes, self._count, self._slots)
        if self._count >= len(self._hashes):
            more = len(self._hashes) // 2
            self._hashes = np.concatenate([self._hashes, np.zeros(more, np.uint64)])
            if len(self._extras):
                self._extras = np.concatenate([self._extras, np.zeros(more, np.int64)])
            self._offsets = np.concatenate([self._offsets, np.zeros(more, np.int64)])
        used = int(self._offsets[self._count])
        if used + size > len(self._arena):
            arena = np.zeros(max(used + size, len(self._arena) * 3 // 2), np.uint8)
            arena[:used] = self._arena[:used]
            self._arena = arena

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> bytes:
        if not 0 <= index < self._count:
            raise IndexError(index)
        return self._arena[self._offsets[index] : self._offsets[index + 1]].tobytes()

    def extra_of(self, index: int) -> int:
        """The extra number of a value."""
        return int(self._extras[index]) if len(self._extras) else 0

    def extras(self) -> Ints:
        """The extra numbers of all values."""
        return self._extras[: self._count] if len(self._extras) else np.zeros(self._count, np.int64)

    def view(self) -> tuple[Bytes, Ints, Ints]:
        """All values as bytes, starts and ends."""
        return self._arena, self._offsets[: self._count], self._offsets[1 : self._count + 1]

    @property
    def size(self) -> int:
        """Bytes held."""
        return int(
            self._slots.nbytes + self._hashes.nbytes + self._offsets.nbytes + self._extras.nbytes + self._arena.nbytes
        )


def seeded_hashes(data: Bytes, starts: Ints, ends: Ints) -> NDArray[np.uint64]:
    """See ``Engine.hashes``."""
    out = np.empty(len(starts), np.uint64)
    hash_all(data, starts, ends, _SEED, out)
    return out
