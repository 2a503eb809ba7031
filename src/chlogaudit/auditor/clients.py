"""Clients and users of the lines: raw, masked or tokens, told once per distinct value."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from chlogaudit.engine import Engine
from chlogaudit.engine.api import Bytes, Ids, Ints

OURS, RAW, HASH, LOCAL = range(4)
_BARE_HASH = re.compile(
    rb"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})", re.IGNORECASE
)
_MASKED = re.compile(rb"(?:[0-9]{1,3}\.){3}0|[0-9A-Fa-f:]+::(?:/[0-9]{1,3})?|0\.0\.0\.0")
_BETWEEN = re.compile(
    rb"[, ]+(?:: )?"
)  # ngx_http_upstream_module: commas between servers, colons between groups of them
_LOCAL = frozenset({b"::1", b"localhost", b"ip6-localhost", b"unix:"})


class Kinds:
    """
    Who the distinct values of a client or user column are: OURS (a token, a marker, or masked), RAW, HASH (a bare one, which
    everybody can undo for addresses) or LOCAL (the machine itself).
    """

    __slots__ = ("_addresses", "_is_ours", "_kinds", "_values")

    def __init__(self, engine: Engine, is_ours: Callable[[bytes], bool], *, addresses: bool) -> None:
        self._values = engine.values()
        self._is_ours = is_ours
        self._addresses = addresses
        self._kinds: Ints = np.zeros(0, np.int64)

    def of(self, data: Bytes, starts: Ints, ends: Ints) -> Ints:
        """The kind of each value; -1 where the column is missing."""
        ids: Ids = self._values.intern(data, starts, ends)
        if len(self._values) > len(self._kinds):
            self._judge()
        if not len(self._kinds):
            return np.full(len(ids), -1, np.int64)
        return np.where(ids >= 0, self._kinds[np.maximum(ids, 0)], -1)

    def _judge(self) -> None:
        have, count = len(self._kinds), len(self._values)
        fresh = np.full(count - have, RAW, np.int64)
        for at in self._unclear(have, count).tolist():
            fresh[at - have] = self._kind(self._values[at])
        self._kinds = np.concatenate([self._kinds, fresh])

    def _unclear(self, have: int, count: int) -> Ints:
        """The values that must be looked at: all but dotted numbers that are neither masked nor the machine's own."""
        if not self._addresses:
            return np.arange(have, count)
        data, starts, ends = self._values.view()
        starts, ends = starts[have:count], ends[have:count]
        long = ends - starts >= 7
        first, last, before = (np.where(long, data[np.where(long, at, 0)], 0) for at in (starts, ends - 1, ends - 2))
        plain = long & (ends - starts <= 15) & (first >= ord("1")) & (first <= ord("9"))
        plain &= (before != ord(".")) | (last != ord("0"))
        machine = (first == ord("1")) & (data[np.where(long, starts + 2, 0)] == ord("7"))
        dotted = np.zeros(len(starts), np.bool_)
        for place in (1, 2, 3):
            dotted |= data[np.where(long, starts + place, 0)] == ord(".")
        return np.flatnonzero(~(plain & dotted & ~machine)) + have

    def _kind(self, value: bytes) -> int:
        if self._is_ours(value):
            return OURS
        if not self._addresses:
            return RAW
        if value in _LOCAL or value.startswith(b"127."):
            return LOCAL
        if _MASKED.fullmatch(value):
            return OURS
        return HASH if _BARE_HASH.fullmatch(value) else RAW

    @staticmethod
    def of_servers(is_ours: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
        """
        Whether a field of servers' addresses tells of none: all are ours, masked or the machine's own.

        It may be a URL, and several where several servers were tried: ``[a]:80, b:80 : c:80``.
        """

        def tells_nothing(address: bytes) -> bool:
            local = address in _LOCAL or address.startswith(b"127.")
            return local or is_ours(address) or _MASKED.fullmatch(address) is not None

        def all_ours(value: bytes) -> bool:
            pieces = (one.rpartition(b"://")[2].partition(b"/")[0] for one in _BETWEEN.split(value))
            return all(
                tells_nothing(one.strip(b"[]")) or tells_nothing(one.rpartition(b":")[0].strip(b"[]"))
                for one in pieces
                if one not in {b"", b"-"}
            )

        return all_ours

    @property
    def size(self) -> int:
        """Bytes held, for the memory cap."""
        return self._values.size + 8 * len(self._kinds)


__all__ = ["HASH", "LOCAL", "OURS", "RAW", "Kinds"]
