"""Kernels that read one column: times, numbers, request lines; and those that count and splice. Twins: ``engine.reference``."""

from __future__ import annotations

import numpy as np

from chlogaudit.engine.kernel import inlined, kernel
from chlogaudit.engine.program import SHAPE_CODE
from chlogaudit.engine.spankernel import digits, four, fraction, month, time_end, two
from chlogaudit.model.format import Shape

_CLF = SHAPE_CODE[Shape.TIME_CLF]
_ISO = SHAPE_CODE[Shape.TIME_ISO]
_ERROR = SHAPE_CODE[Shape.TIME_ERROR]
_NGINX = SHAPE_CODE[Shape.TIME_NGINX]
_EPOCH = SHAPE_CODE[Shape.TIME_EPOCH]


@inlined
def day_number(year, mon, day):
    """Days since 1970-01-01 of a proleptic Gregorian date (the era-based formula; a day 31 of a short month runs over)."""
    y = year - 1 if mon <= 2 else year
    era = y // 400
    yoe = y - era * 400
    mp = (mon + 9) % 12
    doy = (153 * mp + 2) // 5 + day - 1
    doe = yoe * 365 + yoe // 4 - yoe // 100 + doy
    return era * 146097 + doe - 719468


@kernel
def times(data, starts, ends, shape, seconds, days, clocks):
    """Leaves UTC seconds, the day as written and the second of that day; -1 thrice where no time stands."""
    for i in range(starts.shape[0]):
        seconds[i] = -1
        days[i] = -1
        clocks[i] = -1
        pos = starts[i]
        end = ends[i]
        if pos < 0 or time_end(data, pos, end, shape) != end:
            continue
        offset = np.int64(0)
        if shape == _EPOCH:
            stop = digits(data, pos, end)
            if stop - pos > 11:
                continue
            s = np.int64(0)
            for j in range(pos, stop):
                s = s * 10 + (np.int64(data[j]) - 48)
            seconds[i] = s
            days[i] = s // 86400
            clocks[i] = s % 86400
            continue
        if shape == _CLF:
            day = day_number(four(data, pos + 7), month(data, pos + 3), two(data, pos))
            at = pos + 12
            offset = two(data, pos + 22) * 3600 + two(data, pos + 24) * 60
            if data[pos + 21] == 45:
                offset = -offset
        elif shape == _ISO:
            day = day_number(four(data, pos), two(data, pos + 5), two(data, pos + 8))
            at = pos + 11
            zone = fraction(data, pos + 19, end)
            if data[zone] != 90:
                minutes = zone + 4 if data[zone + 3] == 58 else zone + 3
                offset = two(data, zone + 1) * 3600 + two(data, minutes) * 60
                if data[zone] == 45:
                    offset = -offset
        elif shape == _ERROR:
            number = two(data, pos + 8)
            if number < 0:
                number = np.int64(data[pos + 9]) - 48
            day = day_number(four(data, end - 4), month(data, pos + 4), number)
            at = pos + 11
        else:
            day = day_number(four(data, pos), two(data, pos + 5), two(data, pos + 8))
            at = pos + 11
        s = two(data, at + 6)
        clock = two(data, at) * 3600 + two(data, at + 3) * 60 + (59 if s == 60 else s)
        days[i] = day
        clocks[i] = clock
        seconds[i] = day * 86400 + clock - offset


@kernel
def integers(data, starts, ends, out):
    """Leaves the whole part of each decimal number, -1 where there is none."""
    for i in range(starts.shape[0]):
        out[i] = -1
        pos = starts[i]
        end = ends[i]
        if pos < 0 or pos == end:
            continue
        stop = digits(data, pos, end)
        if stop == pos or stop - pos > 18 or fraction(data, stop, end) != end:
            continue
        n = np.int64(0)
        for j in range(pos, stop):
            n = n * 10 + (np.int64(data[j]) - 48)
        out[i] = n


@inlined
def exponent_at(data, pos, end):
    """1 or -1, the sign of the exponent of one or two digits that stands at ``pos`` (``e-05``), or 0 where none does."""
    if pos + 1 >= end or (data[pos] != 69 and data[pos] != 101):
        return 0
    at = pos + 1
    if data[at] == 43 or data[at] == 45:
        at += 1
    count = digits(data, at, end) - at
    if count < 1 or count > 2:
        return 0
    return -1 if data[pos + 1] == 45 else 1


@kernel
def decimals(data, starts, ends, out):
    """Leaves the sum of the decimal numbers in each value, NaN where it holds none."""
    for i in range(starts.shape[0]):
        out[i] = np.nan
        pos = starts[i]
        end = ends[i]
        if pos < 0:
            continue
        total = 0.0
        seen = False
        while pos < end:
            if not 48 <= data[pos] <= 57:
                pos += 1
                continue
            n = 0.0
            while pos < end and 48 <= data[pos] <= 57:
                n = n * 10.0 + (np.float64(data[pos]) - 48.0)
                pos += 1
            if pos + 1 < end and data[pos] == 46 and 48 <= data[pos + 1] <= 57:
                pos += 1
                part = 0.0
                scale = 1.0
                while pos < end and 48 <= data[pos] <= 57:
                    if scale < 1e18:  # further digits change nothing, and would overflow
                        part = part * 10.0 + (np.float64(data[pos]) - 48.0)
                        scale *= 10.0
                    pos += 1
                n += part / scale
            sign = exponent_at(data, pos, end)
            if sign != 0:
                pos += 1 if 48 <= data[pos + 1] <= 57 else 2
                power = 0
                while pos < end and 48 <= data[pos] <= 57:
                    power = power * 10 + (np.int64(data[pos]) - 48)
                    pos += 1
                n *= 10.0 ** (sign * power)
            total += n
            seen = True
        if seen:
            out[i] = total


@inlined
def token_byte(c):
    """Whether a byte may stand in an HTTP token (RFC 9110, 5.6.2)."""
    if 48 <= c <= 57 or 65 <= c <= 90 or 97 <= c <= 122:
        return True
    return (
        c == 33
        or (35 <= c <= 39)
        or c == 42
        or c == 43
        or c == 45
        or c == 46
        or (94 <= c <= 96)
        or c == 124
        or c == 126
    )


@kernel
def requests(data, starts, ends, cuts):
    """Leaves in ``cuts[6, n]`` starts and ends of method, target and protocol, -1 where it is no request line."""
    for i in range(starts.shape[0]):
        for k in range(6):
            cuts[k, i] = -1
        pos = starts[i]
        end = ends[i]
        if pos < 0:
            continue
        at = pos
        while at < end and token_byte(data[at]):
            at += 1
        if at == pos or at + 1 >= end or data[at] != 32:
            continue
        target = at + 1
        stop = end  # where the target ends
        back = end
        while back > target and (48 <= data[back - 1] <= 57 or data[back - 1] == 46):
            back -= 1
        protocol = back - 5
        if (
            back < end
            and data[back] != 46
            and data[end - 1] != 46
            and protocol - 1 > target
            and data[protocol - 1] == 32
            and data[protocol] == 72
            and data[protocol + 1] == 84
            and data[protocol + 2] == 84
            and data[protocol + 3] == 80
            and data[protocol + 4] == 47
        ):
            stop = protocol - 1
        else:
            protocol = -1
            good = data[target] == 47 or data[target] == 42
            j = target
            while not good and j + 2 < end:
                good = data[j] == 58 and data[j + 1] == 47 and data[j + 2] == 47
                j += 1
            if not good:
                continue
        cuts[0, i] = pos
        cuts[1, i] = at
        cuts[2, i] = target
        cuts[3, i] = stop
        if protocol >= 0:
            cuts[4, i] = protocol
            cuts[5, i] = end


@kernel
def reduce_cells(ids, weights, seconds, hits, total, first, last):
    """Adds each line to the cell of its id: one hit, its bytes, its second."""
    for i in range(ids.shape[0]):
        k = ids[i]
        if k < 0:
            continue
        hits[k] += 1
        if weights[i] > 0:
            total[k] += weights[i]
        s = seconds[i]
        if s >= 0:
            first[k] = min(first[k], s)
            last[k] = max(last[k], s)


@kernel
def count_marked(ids, marked, counts):
    """Adds one to the count of each id that is marked."""
    for i in range(ids.shape[0]):
        k = ids[i]
        if k >= 0 and marked[i]:
            counts[k] += 1


@inlined
def copy_bytes(source, first, target, at, size):
    """Copies bytes; a slice on the left would have numba allocate memory, which code without numba cannot."""
    i, j = np.uint64(first), np.uint64(at)
    for k in range(np.uint64(max(size, 0))):
        target[j + k] = source[i + k]


@kernel
def splice(data, starts, ends, offsets, lengths, arena, out):
    """Copies ``data`` to ``out`` with each span replaced by its piece of the arena. Returns the bytes written."""
    pos = np.int64(0)
    at = np.int64(0)
    for i in range(starts.shape[0]):
        stop = starts[i]
        n = stop - pos
        copy_bytes(data, pos, out, at, n)
        at += n
        base = offsets[i]
        n = lengths[i]
        copy_bytes(arena, base, out, at, n)
        at += n
        pos = ends[i]
    n = data.shape[0] - pos
    copy_bytes(data, pos, out, at, n)
    return at + n


@kernel
def has_any(data, starts, ends, table, out):
    """Leaves whether any byte of each value is one that ``table[256]`` marks."""
    for i in range(starts.shape[0]):
        out[i] = False
        for j in range(starts[i], ends[i]):
            if table[data[j]]:
                out[i] = True
                break


@kernel
def cut_before(data, starts, ends, stop, out_ends):
    """Leaves the end of each value or, where it holds the byte ``stop``, the first place of that."""
    for i in range(starts.shape[0]):
        end = ends[i]
        out_ends[i] = end
        if starts[i] < 0:
            continue
        # Unsigned indices: with signed ones every access first looks for a negative index.
        at = np.uint64(starts[i])
        last = np.uint64(end)
        while at < last and data[at] != stop:
            at += np.uint64(1)
        out_ends[i] = np.int64(at)


@kernel
def endings(data, starts, ends, out_starts, out_ends):
    """
    Leaves the span of each path's extension with its dot: a letter and at most seven letters or digits.

    A path without one leaves its first byte; one that does not begin with ``/`` or holds ``;`` or ``#`` is left whole.
    """
    for i in range(starts.shape[0]):
        start, end = starts[i], ends[i]
        out_starts[i] = start
        out_ends[i] = end
        if start < 0 or start == end or data[start] != 47:
            continue
        plain = True
        for j in range(start, end):
            if data[j] == 59 or data[j] == 35:
                plain = False
                break
        if not plain:
            continue
        out_ends[i] = start + 1
        j = end
        while j > start and end - j < 8:
            c = data[j - 1]
            if not (48 <= c <= 57 or 65 <= c <= 90 or 97 <= c <= 122):
                break
            j -= 1
        if j < end and data[j - 1] == 46 and not 48 <= data[j] <= 57:
            out_starts[i] = j - 1
            out_ends[i] = end


@kernel
def origins(data, starts, ends, out_ends):
    """Leaves the end of each URL's origin: before the first ``/``, ``?``, ``#`` or backslash after ``://``; no ``://``: its end."""
    for i in range(starts.shape[0]):
        end = ends[i]
        out_ends[i] = end
        if starts[i] < 0:
            continue
        j = starts[i]
        stop = min(end, j + 24)
        while j + 2 < stop and not (data[j] == 58 and data[j + 1] == 47 and data[j + 2] == 47):
            j += 1
        if j + 2 >= stop:
            continue
        j += 3
        while j < end and data[j] != 47 and data[j] != 63 and data[j] != 35 and data[j] != 92:
            j += 1
        out_ends[i] = j
