"""The kernel behind ``engine.lookalikes``: everything in a text that has the form of an identifier, in one pass."""

from __future__ import annotations

import numpy as np

from chlogaudit.engine.kernel import inlined, kernel
from chlogaudit.engine.lookalikes import EMAIL, HOST, NUMBER, RUN, V4, V6

_LETTER, _DIGIT, _DOT, _COLON, _AT, _OTHER = range(6)  # groups of bytes; the first two make words
_ROOM = 256  # more than any place of a text adds
_GROUPS = np.full(256, _OTHER, np.uint8)
_GROUPS[list(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-")] = _LETTER
_GROUPS[list(b"0123456789")] = _DIGIT
_GROUPS[list(b".:@")] = [_DOT, _COLON, _AT]
_HEX = np.zeros(256, np.bool_)
_HEX[list(b"0123456789abcdefABCDEF")] = True
_NUMERIC = np.zeros(256, np.bool_)
_NUMERIC[list(b"0123456789 -")] = True
_PLAIN = np.zeros(256, np.bool_)  # after which an e-mail does not begin anew
_PLAIN[list(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")] = True
_DOMAIN = _PLAIN.copy()
_DOMAIN[list(b".-")] = True
_NO_LOCAL = np.zeros(256, np.bool_)  # what the local part of an e-mail cannot hold
_NO_LOCAL[list(b" \t\n\r\f\v\"'<>()[]{}=&?;,:/\\|%")] = True


@inlined
def v4_start(data, dot):
    """Where one to three digits before a dot begin; the dot itself where there are none, or more."""
    s = dot
    while s > 0 and dot - s < 4 and _GROUPS[data[s - 1]] == _DIGIT:
        s -= 1
    return s if dot - s < 4 else dot


@inlined
def v4_end(data, dot):
    """The end of the three numbers that follow a first dot, of one to three digits each; -1 where they do not."""
    n = data.shape[0]
    p = dot
    for _ in range(3):
        if p >= n or data[p] != 46:
            return np.int64(-1)
        p += 1
        first = p
        while p < n and p - first < 4 and _GROUPS[data[p]] == _DIGIT:
            p += 1
        if p == first or p - first > 3:
            return np.int64(-1)
    return p


@inlined
def v6_start(data, colon):
    """Where what may be an IPv6 address begins whose first colon this is; -1 where there is none."""
    s = colon
    while s > 0 and colon - s < 5 and _HEX[data[s - 1]]:
        s -= 1
    if colon - s > 4 or (s > 0 and (data[s - 1] == 58 or data[s - 1] == 46)):
        return np.int64(-1)
    return s


@inlined
def v6_end(data, start, colon):
    """The end of what may be an IPv6 address, perhaps with an IPv4 one behind; -1 where there is none."""
    n = data.shape[0]
    p = colon
    while p < n and p - start < 39 and (_HEX[data[p]] or data[p] == 58):
        p += 1
    if p - start < 2:
        return np.int64(-1)
    if p + 3 < n and data[p] == 46:
        q = p + 1
        while q < n and q - p - 1 < 15 and (_GROUPS[data[q]] == _DIGIT or data[q] == 46):
            q += 1
        if q - p - 1 >= 3:
            p = q
    return p


@inlined
def host_end(data, dot):
    """The end of a dotted name whose first label ends at a dot; -1 where two to ten more do not follow."""
    n = data.shape[0]
    labels = 0
    p = dot
    while labels < 10 and p + 1 < n and data[p] == 46 and _GROUPS[data[p + 1]] <= _DIGIT:
        first = p + 1
        p = first
        while p < n and p - first < 63 and _GROUPS[data[p]] <= _DIGIT:
            p += 1
        labels += 1
    return p if labels >= 2 else np.int64(-1)


@inlined
def add_numbers(data, at, starts, ends, kinds, count):
    """Add the numbers of 8 to 26 digits, blanks and hyphens that begin at a digit; with a plus before it also with that."""
    n = data.shape[0]
    if at + 7 >= n or not _NUMERIC[data[at + 7]]:
        return count
    p = at + 1
    while p < n and p - at < 26:
        if _GROUPS[data[p]] == _DIGIT:
            last = p + 1 == n or p - at == 25 or _GROUPS[data[p + 1]] != _DIGIT
            if last and p - at >= 7:
                starts[count], ends[count], kinds[count] = at, p + 1, NUMBER
                count += 1
                if at > 0 and data[at - 1] == 43:
                    starts[count], ends[count], kinds[count] = at - 1, p + 1, NUMBER
                    count += 1
        elif not _NUMERIC[data[p]]:
            break
        p += 1
    return count


@inlined
def add_emails(data, at, starts, ends, kinds, count):
    """Add the e-mail addresses around an ``@``: from as far back as it goes, and from behind each mark on."""
    n = data.shape[0]
    d = at + 1
    while d < n and d - at <= 255:
        if not _DOMAIN[data[d]]:
            break
        d += 1
    if d - at <= 3:
        return count
    s = at
    while s > 0 and at - s < 64 and not _NO_LOCAL[data[s - 1]]:
        s -= 1
    bare = d
    while bare - at > 4 and (data[bare - 1] == 46 or data[bare - 1] == 45):
        bare -= 1
    first = s
    while s < at:
        if s == first or not _PLAIN[data[s - 1]]:
            starts[count], ends[count], kinds[count] = s, d, EMAIL
            count += 1
            if bare < d:
                starts[count], ends[count], kinds[count] = s, bare, EMAIL
                count += 1
        s += 1
    return count


@kernel
def find_lookalikes(data, wanted, state, starts, ends, kinds):
    """
    Fill ``starts``, ``ends`` and ``kinds`` from the place ``state[0]`` on; returns how many were found.

    Stops where there is no room for what a place may add; ``state`` then says where to go on: the place, where the word
    around it begins, and where the last name ended. Places at which nothing begins or ends are passed over.
    """
    n = data.shape[0]
    room = starts.shape[0] - _ROOM
    numbers = wanted & (1 << NUMBER)
    count = 0
    at = state[0]
    word = state[1]
    taken = state[2]
    before = _GROUPS[data[at - 1]] if at > 0 else _OTHER
    while at < n and count <= room:
        group = _GROUPS[data[at]]
        if group <= _DIGIT:
            if before > _DIGIT:
                word = at
            if numbers and group == _DIGIT and before != _DIGIT:
                count = add_numbers(data, at, starts, ends, kinds, count)
            at += 1
            if numbers:
                while at < n and _GROUPS[data[at]] == group:
                    at += 1
            else:
                while at < n and _GROUPS[data[at]] <= _DIGIT:
                    at += 1
            before = group
            continue
        if before <= _DIGIT:
            if at - word >= 16 and wanted & (1 << RUN):
                starts[count], ends[count], kinds[count] = word, at, RUN
                count += 1
            if group == _DOT:
                if wanted & (1 << V4):
                    first = v4_start(data, at)
                    end = v4_end(data, at) if first < at else np.int64(-1)
                    if end >= 0:
                        starts[count], ends[count], kinds[count] = first, end, V4
                        count += 1
                if wanted & (1 << HOST):
                    first = max(word, at - 63, taken)
                    end = host_end(data, at) if first < at else np.int64(-1)
                    if end >= 0:
                        starts[count], ends[count], kinds[count] = first, end, HOST
                        count += 1
                        taken = end
        if group == _COLON and wanted & (1 << V6):
            first = v6_start(data, at)
            end = v6_end(data, first, at) if first >= 0 else np.int64(-1)
            if end >= 0:
                starts[count], ends[count], kinds[count] = first, end, V6
                count += 1
        if group == _AT and wanted & (1 << EMAIL):
            count = add_emails(data, at, starts, ends, kinds, count)
        before = group
        at += 1
    if at >= n and before <= _DIGIT and n - word >= 16 and wanted & (1 << RUN):
        starts[count], ends[count], kinds[count] = word, n, RUN
        count += 1
    state[0] = at
    state[1] = word
    state[2] = taken
    return count
