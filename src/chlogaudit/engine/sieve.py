r"""
Tell in one pass which values can hold an identifier at all, so that detection looks only at those.

What ``chlogaudit.detect.find`` finds, the sieve flags (a property test holds it to that); what it flags may hold
nothing. It reads each value decoded (percent, ``\\xHH``, ``\\u00HH``, however nested) through an automaton of the
detectors' literals and beside it counts what has no literal: digits in groups, dotted and colon-separated numbers,
decimals, long mixed runs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chlogaudit.model.format import Holds
from chlogaudit.model.letters import unaccented

_URL, _AGENT, _TEXT = 1, 2, 4
EVERY = 0  # of a table: every value is flagged but the empty ones and ``-``
SEARCH = 8  # a pattern that only says: here a search phrase begins
WORD = 16  # a path word: counts where a segment follows, and else where a pair does
OPENING = 32  # a part of a path that counts where a pair follows, or a later segment with a figure
ROUTE = 64  # a key whose value stands for a path
_LETTERS, _DIGIT, _EQUAL, _DOT, _MARK, _OTHER = 0, 26, 27, 28, 29, 30
_CLASSES = 31
_SKIP = 255
_SKIPPED = b"_-[])\"'"
_KINDS: dict[Holds, int] = {
    Holds.REQUEST: _URL,
    Holds.URL: _URL,
    Holds.REFERER: _URL,
    Holds.USER_AGENT: _AGENT,
    Holds.MESSAGE: _TEXT,
    Holds.TEXT: _TEXT,
}


class Table(NamedTuple):
    """
    The automaton of all triggers: ``step`` has shape (states, classes), ``ends`` the kinds that a state ends a trigger of.

    ``kind`` is URL, AGENT or TEXT; 0 flags every value but the empty ones and ``-``.
    """

    step: NDArray[np.uint16] | NDArray[np.uint32]
    ends: NDArray[np.uint8]
    classes: NDArray[np.uint8]
    kind: int


@lru_cache(maxsize=1)
def byte_classes() -> NDArray[np.uint8]:
    """Of every byte its symbol, its value as a hexadecimal digit (255: none), and its marks.

    Mark 1: a dotted number after it can be an address in a user agent; mark 2: it may stand inside a number. The last
    three rows hold the symbols of bytes that follow C3, C4 and C5: the letters of Latin alphabets with accents.
    """
    classes = np.full((6, 256), 255, np.uint8)
    classes[2] = 0
    for byte in range(256):
        char = chr(byte)
        classes[0, byte] = _OTHER if byte >= 0x80 else _MARK
        if byte < 0x80 and char.isalpha():
            classes[0, byte] = _LETTERS + ord(char.lower()) - ord("a")
        elif byte < 0x80 and char.isdigit():
            classes[0, byte] = _DIGIT
        if byte < 0x80 and char in "0123456789abcdefABCDEF":
            classes[1, byte] = int(char, 16)
    classes[0, list(b"=:")] = _EQUAL
    classes[0, ord(".")] = _DOT
    classes[0, list(_SKIPPED)] = _SKIP
    classes[2, list(b"(=@[,;/")] |= 1
    classes[2, list(b" -.+()")] |= 2
    for lead in (0xC3, 0xC4, 0xC5):
        classes[lead - 0xC0] = classes[0]
        for byte in range(0x80, 0xC0):
            base = unaccented(bytes((lead, byte)).decode()).lower()
            if base.isascii():
                classes[lead - 0xC0, byte] = _LETTERS + ord(base) - ord("a")
    return classes


def compile_patterns(patterns: dict[str, int]) -> tuple[NDArray[np.uint16] | NDArray[np.uint32], NDArray[np.uint8]]:
    """
    Aho and Corasick's automaton over the symbols, with every transition filled in.

    At the beginning of a pattern ``=`` stands for ``/``: what begins a word begins it after either, or after letters of
    other scripts.
    """
    parents, symbols, depths, ends = _trie(patterns)
    step = np.zeros((len(ends), _CLASSES), np.uint16 if len(ends) <= 1 << 16 else np.uint32)
    fail = np.zeros(len(ends), np.int64)
    for depth in range(
        1, int(depths.max()) + 1
    ):  # breadth first: what a state falls back on is shorter, so it is complete
        states = np.flatnonzero(depths == depth)
        above, by = parents[states], symbols[states]
        if depth > 1:
            fail[states] = step[fail[above], by]
        step[above, by] = states
        if depth == 1:
            step[0, _EQUAL] = step[0, _MARK]
        step[states] = step[fail[states]]
        ends[states] |= ends[fail[states]]
    step[:, _OTHER] = step[0, _MARK]
    return step, ends


def _trie(
    patterns: dict[str, int],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Of each state the one before it, the symbol between them, its depth and the kinds that end in it; 0 is the root."""
    code = {chr(ord("a") + at): at for at in range(26)} | {"0": _DIGIT, "=": _EQUAL, ".": _DOT, "/": _MARK}
    known: dict[int, int] = {}  # the state after a state and a symbol
    found, ends = [(0, 0, 0)], [0]
    for pattern, kinds in patterns.items():
        state = 0
        for depth, char in enumerate("/" + pattern[1:] if pattern[0] == "=" else pattern, 1):
            step = state * _CLASSES + code[char]
            after = known.get(step)
            if after is None:
                after = known[step] = len(ends)
                found.append((state, code[char], depth))
                ends.append(0)
            state = after
        ends[state] |= kinds
    parents, symbols, depths = np.array(found, np.int64).T
    return parents, symbols, depths, np.array(ends, np.uint8)


@lru_cache(maxsize=8)
def table_for(holds: Holds, patterns: tuple[tuple[str, int], ...]) -> Table:
    """The table for values of one kind; ``chlogaudit.detect.triggers.table`` calls this with the detectors' patterns."""
    step, ends = _automaton(patterns)
    return Table(step, ends, byte_classes(), _KINDS.get(holds, 0))


@lru_cache(maxsize=2)
def _automaton(
    patterns: tuple[tuple[str, int], ...],
) -> tuple[NDArray[np.uint16] | NDArray[np.uint32], NDArray[np.uint8]]:
    return compile_patterns(dict(patterns))


def _scan(
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
    step: NDArray[np.uint16] | NDArray[np.uint32],
    ends: NDArray[np.uint8],
    classes: NDArray[np.uint8],
    kind: int,
    out: NDArray[np.uint8],
) -> None:
    """
    Put 1 into ``out[i]`` when ``data[starts[i]:stops[i]]`` may hold an identifier, 2 when only a search phrase in it may, else 0.

    Plain Python that numba compiles; both run the same lines. Counters: ``digits`` and ``groups`` of a number with
    separators, ``dots`` of a dotted one, ``colons`` of a hexadecimal one, ``pairs`` of two-digit hexadecimal groups,
    ``fine`` decimals, ``iban`` letters and digits from a boundary, ``run`` of base64 characters after ``=``.
    """
    for value in range(len(starts)):
        at, end = starts[value], stops[value]
        if kind == 0:
            out[value] = 1 if end - at > 1 or (end - at == 1 and data[at] != 45) else 0
            continue
        found = 0
        asked = paired = False
        opened = 0
        query = 0  # 1 in a query, where words of paths mean something only where ``routed``; 2 in a fragment
        routed = 0  # 1 behind a slash, 2 in the value of a key like ``route``
        state = step[0, _MARK]
        before = 63  # the byte before, decoded; a value may open with a key or with base64
        earlier = 0  # and the one before that
        digits = groups = size = gap = lead = plus = 0
        dots = colons = pairs = hexes = fine = fraction = iban = run = mixed = 0
        context = quad = 32  # the byte before a dotted number, one blank apart
        while at < end:
            byte = int(data[at])
            at += 1
            # Decode, however deep: %2540 is %40 is @.
            escaped = False
            if byte == 37 or byte == 92:
                escaped = byte == 37
                if byte == 92:
                    if kind == _TEXT:
                        found = 1
                        break
                    after = int(data[at]) if at < end else 0
                    if (
                        after == 120
                        and at + 2 < end
                        and classes[1, data[at + 1]] < 16
                        and classes[1, data[at + 2]] < 16
                    ):
                        byte = int(classes[1, data[at + 1]]) * 16 + int(classes[1, data[at + 2]])
                        at += 3
                        escaped = True
                    elif (
                        after == 117
                        and at + 4 < end
                        and classes[1, data[at + 1]] < 16
                        and classes[1, data[at + 2]] < 16
                        and classes[1, data[at + 3]] < 16
                        and classes[1, data[at + 4]] < 16
                    ):
                        byte = int(classes[1, data[at + 3]]) * 16 + int(classes[1, data[at + 4]])
                        if data[at + 1] != 48 or data[at + 2] != 48 or byte >= 0x80:
                            found = 1  # a letter of more than one byte
                            break
                        at += 5
                        escaped = True
                    elif after == 47 or after == 34:
                        continue
                    elif after == 120 or after == 117:
                        found = 1  # \\x\\x32F: an escape that only another one completes
                        break
                while byte == 37:
                    if at + 1 < end and classes[1, data[at]] < 16 and classes[1, data[at + 1]] < 16:
                        byte = int(classes[1, data[at]]) * 16 + int(classes[1, data[at + 1]])
                        at += 2
                    elif at < end and (data[at] == 37 or data[at] == 92 or data[at] == 117):
                        found = 1  # %25%34%30, %\x34\x30, %u0040: escapes made of escapes
                        break
                    elif at + 1 < end and classes[1, data[at]] < 16 and (data[at + 1] == 37 or data[at + 1] == 92):
                        found = 1
                        break
                    else:
                        escaped = False
                        break
                if found == 1 or (escaped and byte == 92):
                    found = 1
                    break
            if byte == 64 or (byte == 35 and before == 38) or (byte == 34 and kind == _AGENT):
                found = 1
                break
            symbol = letter = int(classes[0, byte])
            digit = symbol == _DIGIT
            if byte >= 0x80:  # letters with accents count as those without
                if 0xC3 <= before <= 0xC5 and byte < 0xC0:
                    letter = int(classes[before - 0xC0, byte])
                elif 0xC3 <= byte <= 0xC5:
                    letter = _SKIP
            if kind == _AGENT and byte == 61 and before == 32:
                found = 1  # a condition of SQL: key = 'x'
                break
            if symbol == _MARK and (byte == 47 or byte == 92):
                routed = max(routed, 1)
            if kind == _TEXT and symbol == _MARK and classes[0, before] == _EQUAL:
                found = 1  # key: value
                break
            # //192.0.2.1 and //3221225985 name hosts; /(S(...)) holds a session.
            if (digit and before == 47 and earlier == 47) or (byte == 40 and earlier == 40):
                found = 1
                break
            if letter != _SKIP and not (digit and 48 <= before <= 57):
                state = step[state, letter]
                if ends[state]:
                    if kind == _URL and at < end and data[at] == 40 and symbol > _DIGIT:
                        # key=(word): what redaction leaves, and no value of anything.
                        stop = at + 1
                        while stop < end and (97 <= data[stop] <= 122 or data[stop] == 95):
                            stop += 1
                        if stop > at + 1 and stop < end and data[stop] == 41:
                            at = stop + 1
                            state = step[0, _MARK]
                            earlier = before = 41
                            digits = groups = size = gap = lead = plus = 0
                            dots = colons = pairs = hexes = fraction = iban = run = mixed = 0
                            continue
                    if ends[state] & kind:
                        found = 1
                        break
                    if kind == _URL and routed == 2 and ends[state] & (WORD | OPENING):
                        found = 1  # the word may count for the pairs before it
                        break
                    if kind == _URL and ends[state] & ROUTE:
                        routed = 2
                    if kind == _URL and ends[state] & WORD:
                        if byte == 47 or byte == 59 or escaped:
                            # Does the path end here: with the value, before a query, or before a request's protocol?
                            last = not escaped and (at == end or data[at] == 63 or data[at] == 35)
                            if (
                                not last
                                and 7 <= end - at <= 10
                                and 65 <= data[starts[value]] <= 90
                                and data[at] == 32
                                and data[at + 1] == 72
                                and data[at + 2] == 84
                                and data[at + 3] == 84
                                and data[at + 4] == 80
                                and data[at + 5] == 47
                            ):
                                stop = at + 6
                                while stop < end and (48 <= data[stop] <= 57 or data[stop] == 46):
                                    stop += 1
                                last = stop == end and not escaped
                            if not last:
                                found = 1
                                break
                        paired = paired or routed > 0 or query != 1
                    if kind == _URL and ends[state] & OPENING and (routed > 0 or query != 1):
                        paired = True
                        opened = max(opened, 1)
                    asked = asked or (ends[state] & SEARCH != 0 and kind != _AGENT)
            if paired and symbol == _EQUAL:
                found = 1
                break
            if symbol == _MARK:
                if byte == 38 and not escaped:
                    routed = 0
                elif byte == 63 and not escaped and query == 0:
                    query = 1
                    routed = 2 if routed == 2 else 0
                elif byte == 35:
                    query = 2
            if opened > 0 and (byte == 47 or (digit and opened == 2)):
                if digit:
                    found = 1
                    break
                opened = 2
            # Within a word nothing is counted: most bytes end here.
            if run == 0 and iban == 0 and symbol < _DIGIT and classes[1, byte] == 255 and classes[0, before] <= _DIGIT:
                hexes = pairs = colons = dots = fraction = digits = groups = size = plus = 0
                context = earlier = before = byte
                continue
            # Base64 is looked into where it is all of a value.
            if run > 0 or (byte != 47 and (before == 61 or before == 34 or before == 63 or before == 58)):
                if symbol < _EQUAL or byte == 43 or byte == 47 or byte == 45 or byte == 95:
                    run += 1
                    if 65 <= byte <= 90:
                        mixed |= 1
                    elif 97 <= byte <= 122:
                        mixed |= 2
                    if run >= 16 and mixed == 3 and kind != _AGENT:
                        found = 1
                        break
                else:
                    run = 0
                    mixed = 0
            # Hexadecimal groups parted by colons (addresses) or of two digits each (hardware addresses).
            if classes[1, byte] < 16:
                hexes += 1
            else:
                if byte == 58:
                    colons += 1
                    if (before == 58 or colons >= 6) and kind != _AGENT:
                        found = 1
                        break
                elif byte != 46:
                    colons = 0
                if (byte == 58 or byte == 45) and hexes == 2:
                    pairs += 1
                    if pairs >= 5:
                        found = 1
                        break
                else:
                    pairs = 0
                hexes = 0
            if digit:
                if kind == _TEXT:
                    found = 1
                    break
                if size == 0:
                    if dots == 0:
                        quad = context
                    if digits == 0:
                        lead = byte
                    else:
                        groups += 1
                elif digits == 1 and lead == 48 and byte == 48:
                    plus = 2  # 00 stands for +
                digits += 1
                size += 1
                gap = 0
                if plus > 0:
                    plus += 1
                if fraction > 0:
                    fraction += 1
                    if fraction == 4:
                        fine += 1
                if kind == _URL:
                    if (
                        fine >= 2
                        or (digits >= 13 and 50 <= lead <= 54)
                        or digits >= 17
                        or (digits >= 9 and groups >= 1 and size >= 3)
                        or (digits >= 9 and groups >= 2)
                        or plus >= 8
                        or dots >= 3
                    ):
                        found = 1
                        break
                elif dots >= 3 and classes[2, quad] & 1:
                    found = 1
                    break
            else:
                fraction = 0
                if byte == 46 and size > 0:
                    fraction = 1
                    dots += 1
                else:
                    dots = 0
                size = 0
                gap += 1
                if gap > 2 or not classes[2, byte] & 2:
                    if not (byte == 47 and plus > 0 and gap <= 2):
                        plus = 0
                    digits = 0
                    groups = 0
                if byte == 43:
                    plus = 1
                    gap = 0
                if byte != 32 or before == 32 or 48 <= before <= 57:
                    context = 1 if byte == 47 and before != 47 else byte
            # Letters, letters, digits, digits, then eleven and more: an account number of ISO 13616.
            if symbol <= _DIGIT:
                if iban == 0:
                    iban = 1 if not digit and classes[0, before] > _DIGIT else 0
                elif iban == 1:
                    iban = 2 if not digit else 0
                elif iban < 4:
                    iban = iban + 1 if digit else 0
                else:
                    iban += 1
                    if iban >= 15 and kind == _URL:
                        found = 1
                        break
            elif iban < 4 or before == byte or not (byte == 32 or byte == 43 or byte == 45):
                iban = 0
            earlier = before
            before = byte
        last_words = kind | WORD | OPENING if kind == _URL and routed == 2 else kind
        if found == 0 and ends[step[state, _MARK]] & last_words:
            found = 1
        out[value] = found if found == 1 or not asked else 2


def may_hold_py(value: bytes, table: Table) -> bool:
    """The same without numba, for one value."""
    out = np.zeros(1, np.uint8)
    bounds = np.array([0, len(value)], np.int64)
    data = np.frombuffer(value, np.uint8)
    _scan(data, bounds[:1], bounds[1:], table.step, table.ends, table.classes, table.kind, out)
    return bool(out[0])


def may_hold(
    data: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64], table: Table
) -> NDArray[np.uint8]:
    """
    For each value ``data[starts[i]:ends[i]]`` 1 when it may hold an identifier, 2 when only a search phrase in it may, else 0.

    Without numba every value is flagged: looking is then cheaper than sieving.
    """
    out = np.ones(len(starts), np.uint8)
    kernel = _kernel()
    if kernel is not None:
        kernel(data, starts, ends, table.step, table.ends, table.classes, table.kind, out)
    return out


@lru_cache(maxsize=1)
def _kernel() -> Callable[..., None] | None:
    """``_scan`` compiled; None where numba is missing."""
    try:
        from chlogaudit.engine.kernel import kernel
    except ImportError:
        return None
    compiled: Callable[..., None] = kernel(_scan)
    return compiled
