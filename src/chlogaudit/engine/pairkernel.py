"""An exact set of pairs of numbers: words of bits for the left sides met first, a table for the others. Twin: a set."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine.api import Ids
from chlogaudit.engine.kernel import kernel

_BITS = 64  # left sides that have a bit
_DENSE = 1 << 26  # right sides from here on are too sparse for a word each
_RANKED = 1 << 22  # left sides from here on get no bit
_UNMET, _NO_BIT = -1, -2
_SMALL = 1 << 16  # slots of a table that grows by four, not by two


@kernel
def add_pairs(left, right, begin, rank, ranks, bits, slots, count, fresh):
    """
    Add pairs from index ``begin`` on. Returns (index reached, left sides that have a bit, pairs held in ``slots``).

    The first 64 left sides get a bit each, ``rank[left]``, in their right side's word; other pairs are hashed into ``slots``.
    Stops where the words end or the slots are three quarters full.
    """
    mask = np.uint64(slots.shape[0] - 1)
    limit = slots.shape[0] * 3 // 4
    i = begin
    while i < left.shape[0]:
        if left[i] < 0 or right[i] < 0:
            fresh[i] = False
            i += 1
            continue
        mine = rank[left[i]] if left[i] < rank.shape[0] else _NO_BIT
        if mine == _UNMET:
            mine = ranks if ranks < _BITS else _NO_BIT
            rank[left[i]] = mine
            if mine >= 0:
                ranks += 1
        if mine >= 0 and right[i] < _DENSE:
            if right[i] >= bits.shape[0]:
                return i, ranks, count
            bit = np.uint64(1) << np.uint64(mine)
            fresh[i] = (bits[right[i]] & bit) == 0
            bits[right[i]] |= bit
            i += 1
            continue
        if count >= limit:
            return i, ranks, count
        pair = (np.uint64(left[i]) << np.uint64(32)) | np.uint64(right[i])
        key = pair + np.uint64(1)  # 0 marks an empty slot
        h = key * np.uint64(0x9E3779B97F4A7C15)
        h ^= h >> np.uint64(32)
        slot = h & mask
        new = True
        while slots[slot] != 0:
            if slots[slot] == key:
                new = False
                break
            slot = (slot + np.uint64(1)) & mask
        if new:
            slots[slot] = key
            count += 1
        fresh[i] = new
        i += 1
    return i, ranks, count


@kernel
def move_pairs(old, slots):
    """Fill a larger empty table of pairs."""
    mask = np.uint64(slots.shape[0] - 1)
    for i in range(old.shape[0]):
        key = old[i]
        if key == 0:
            continue
        h = key * np.uint64(0x9E3779B97F4A7C15)
        h ^= h >> np.uint64(32)
        slot = h & mask
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = key


class FastPairs:
    """
    ``engine.api.PairSet`` over the kernels above.

    The 64 left sides met first cost 8 bytes per right side for all of them, and most panels have no more; other pairs cost 8
    bytes each, in a table at most three quarters full.
    """

    __slots__ = ("_bits", "_count", "_rank", "_ranks", "_slots")

    def __init__(self) -> None:
        self._rank: NDArray[np.int8] = np.zeros(0, np.int8)
        self._ranks = 0
        self._bits: NDArray[np.uint64] = np.zeros(0, np.uint64)
        self._slots: NDArray[np.uint64] = np.zeros(1024, np.uint64)
        self._count = 0

    def add(self, left: Ids, right: Ids) -> NDArray[np.bool_]:
        """Add pairs; see ``PairSet``."""
        fresh = np.empty(len(left), np.bool_)
        if not len(left):
            return fresh
        more = min(int(left.max()) + 1, _RANKED) - len(self._rank)
        if more > 0:
            self._rank = np.concatenate([self._rank, np.full(max(more, len(self._rank) // 2), _UNMET, np.int8)])
        at = 0
        while True:
            at, self._ranks, self._count = add_pairs(
                left, right, at, self._rank, self._ranks, self._bits, self._slots, self._count, fresh
            )
            if at == len(left):
                return fresh
            if left[at] < len(self._rank) and self._rank[left[at]] >= 0 and right[at] < _DENSE:
                need = int(right[right < _DENSE].max()) + 1
                more = max(need, len(self._bits) * 5 // 4) - len(self._bits)
                self._bits = np.concatenate([self._bits, np.zeros(more, np.uint64)])
            else:
                slots = np.zeros(len(self._slots) * (4 if len(self._slots) < _SMALL else 2), np.uint64)
                move_pairs(self._slots, slots)
                self._slots = slots

    def __len__(self) -> int:
        return self._count + int(np.bitwise_count(self._bits).sum())

    @property
    def size(self) -> int:
        """Bytes held."""
        return int(self._slots.nbytes + self._bits.nbytes + self._rank.nbytes)

    def pairs(self) -> tuple[Ids, Ids]:
        """All pairs."""
        keys = self._slots[self._slots != 0] - np.uint64(1)
        met = np.flatnonzero(self._bits)
        small = np.unpackbits(self._bits[met].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
        right, bit = np.nonzero(small)
        having = np.flatnonzero(self._rank >= 0)
        of_bit = np.zeros(_BITS, np.int32)
        of_bit[self._rank[having]] = having
        return (
            np.concatenate([of_bit[bit], (keys >> np.uint64(32)).astype(np.int32)]),
            np.concatenate([met[right].astype(np.int32), (keys & np.uint64(0xFFFFFFFF)).astype(np.int32)]),
        )
