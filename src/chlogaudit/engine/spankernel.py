"""The kernels that mark fields: one pass per line, op by op, no backtracking. Twin: the pattern of ``parser.regex``."""

from __future__ import annotations

import numpy as np

from chlogaudit.engine.kernel import inlined, kernel
from chlogaudit.engine.program import FIELD, LIT, OPT, SHAPE_CODE
from chlogaudit.model.format import Shape

_LIT, _FIELD, _OPT = LIT, FIELD, OPT
_TOKEN = SHAPE_CODE[Shape.TOKEN]
_WORD = SHAPE_CODE[Shape.WORD]
_LIST = SHAPE_CODE[Shape.LIST]
_QUOTED = SHAPE_CODE[Shape.QUOTED]
_INT = SHAPE_CODE[Shape.INT]
_NUMBER = SHAPE_CODE[Shape.NUMBER]
_CLF = SHAPE_CODE[Shape.TIME_CLF]
_ISO = SHAPE_CODE[Shape.TIME_ISO]
_ERROR = SHAPE_CODE[Shape.TIME_ERROR]
_NGINX = SHAPE_CODE[Shape.TIME_NGINX]
_EPOCH = SHAPE_CODE[Shape.TIME_EPOCH]
_TOKEN_LAST = SHAPE_CODE[Shape.TOKEN_LAST]
_REST = SHAPE_CODE[Shape.REST]


@inlined
def literal_at(data, pos, end, literals, offset, length):
    """Whether ``literals[offset:offset+length]`` stands at ``pos``."""
    if pos + length > end:
        return False
    for i in range(length):
        if data[pos + i] != literals[offset + i]:
            return False
    return True


@inlined
def digits(data, pos, end):
    """End of the run of decimal digits from ``pos``."""
    while pos < end and 48 <= data[pos] <= 57:
        pos += 1
    return pos


@inlined
def two(data, pos):
    """The number that two digits write, or -1."""
    a = np.int64(data[pos]) - 48
    b = np.int64(data[pos + 1]) - 48
    if a < 0 or a > 9 or b < 0 or b > 9:
        return -1
    return a * 10 + b


@inlined
def four(data, pos):
    """The number that four digits write, or -1."""
    a = two(data, pos)
    b = two(data, pos + 2)
    if a < 0 or b < 0:
        return -1
    return a * 100 + b


@inlined
def month(data, pos):
    """1..12 for the English three-letter month at ``pos``, or 0."""
    a, b, c = data[pos], data[pos + 1], data[pos + 2]
    if a == 74:  # J
        if b == 97 and c == 110:
            return 1
        if b == 117 and c == 110:
            return 6
        if b == 117 and c == 108:
            return 7
    elif a == 70:  # F
        if b == 101 and c == 98:
            return 2
    elif a == 77:  # M
        if b == 97 and c == 114:
            return 3
        if b == 97 and c == 121:
            return 5
    elif a == 65:  # A
        if b == 112 and c == 114:
            return 4
        if b == 117 and c == 103:
            return 8
    elif a == 83:  # S
        if b == 101 and c == 112:
            return 9
    elif a == 79:  # O
        if b == 99 and c == 116:
            return 10
    elif a == 78:  # N
        if b == 111 and c == 118:
            return 11
    elif a == 68 and b == 101 and c == 99:
        return 12
    return 0


@inlined
def weekday(data, pos):
    """Whether an English three-letter weekday stands at ``pos``."""
    a, b, c = data[pos], data[pos + 1], data[pos + 2]
    if a == 77:
        return b == 111 and c == 110
    if a == 84:
        return (b == 117 and c == 101) or (b == 104 and c == 117)
    if a == 87:
        return b == 101 and c == 100
    if a == 70:
        return b == 114 and c == 105
    if a == 83:
        return (b == 97 and c == 116) or (b == 117 and c == 110)
    return False


@inlined
def clock(data, pos, end):
    """End of ``HH:MM:SS`` at ``pos``, or -1; second 60 is a leap second."""
    if pos + 8 > end or data[pos + 2] != 58 or data[pos + 5] != 58:
        return -1
    h, m, s = two(data, pos), two(data, pos + 3), two(data, pos + 6)
    if h < 0 or h > 23 or m < 0 or m > 59 or s < 0 or s > 60:
        return -1
    return pos + 8


@inlined
def fraction(data, pos, end):
    """End of an optional ``.digits`` at ``pos``."""
    if pos < end and data[pos] == 46:
        stop = digits(data, pos + 1, end)
        if stop > pos + 1:
            return stop
    return pos


@inlined
def day_fits(number):
    """Whether a day of a month can have this number."""
    return 1 <= number <= 31


@kernel
def time_end(data, pos, end, shape):
    """End of the time of ``shape`` that stands at ``pos``, or -1."""
    if shape == _CLF:  # 10/Oct/2000:13:55:36 -0700
        if pos + 26 > end or data[pos + 2] != 47 or data[pos + 6] != 47 or data[pos + 11] != 58:
            return -1
        if not day_fits(two(data, pos)) or month(data, pos + 3) == 0 or four(data, pos + 7) < 0:
            return -1
        if clock(data, pos + 12, end) < 0 or data[pos + 20] != 32:
            return -1
        if (data[pos + 21] != 43 and data[pos + 21] != 45) or four(data, pos + 22) < 0:
            return -1
        return pos + 26
    if shape == _ISO:  # 2000-10-10T13:55:36.123+02:00
        if pos + 20 > end or data[pos + 4] != 45 or data[pos + 7] != 45:
            return -1
        if four(data, pos) < 0 or not 1 <= two(data, pos + 5) <= 12 or not day_fits(two(data, pos + 8)):
            return -1
        if data[pos + 10] != 84 or clock(data, pos + 11, end) < 0:
            return -1
        at = fraction(data, pos + 19, end)
        if at < end and data[at] == 90:
            return at + 1
        if at + 5 > end or (data[at] != 43 and data[at] != 45) or two(data, at + 1) < 0:
            return -1
        if data[at + 3] == 58:
            return at + 6 if at + 6 <= end and two(data, at + 4) >= 0 else -1
        return at + 5 if two(data, at + 3) >= 0 else -1
    if shape == _ERROR:  # Wed Oct 11 14:32:52.123456 2000
        if pos + 24 > end or data[pos + 3] != 32 or data[pos + 7] != 32 or data[pos + 10] != 32:
            return -1
        if not weekday(data, pos) or month(data, pos + 4) == 0:
            return -1
        number = two(data, pos + 8)
        if number < 0 and data[pos + 8] == 32 and 48 <= data[pos + 9] <= 57:  # ctime pads with a blank
            number = np.int64(data[pos + 9]) - 48
        if not day_fits(number) or clock(data, pos + 11, end) < 0:
            return -1
        at = fraction(data, pos + 19, end)
        if at + 5 > end or data[at] != 32 or four(data, at + 1) < 0:
            return -1
        return at + 5
    if shape == _NGINX:  # 2000/10/11 14:32:52
        if pos + 19 > end or data[pos + 4] != 47 or data[pos + 7] != 47 or data[pos + 10] != 32:
            return -1
        if four(data, pos) < 0 or not 1 <= two(data, pos + 5) <= 12 or not day_fits(two(data, pos + 8)):
            return -1
        return clock(data, pos + 11, end)
    if shape == _EPOCH:
        stop = digits(data, pos, end)
        if stop == pos:
            return -1
        return fraction(data, stop, end)
    return -1


@kernel
def self_end(data, pos, end, shape):
    """End of the self-ending field of ``shape`` at ``pos``, or -1 where none stands."""
    if shape == _INT or shape == _NUMBER:
        at = pos
        if at < end and data[at] == 45:
            at += 1
        stop = digits(data, at, end)
        if stop == at:
            return pos + 1 if at > pos else -1  # a lone "-" is a missing number
        return fraction(data, stop, end) if shape == _NUMBER else stop
    return time_end(data, pos, end, shape)


@inlined
def follows(data, pos, end, text_end, alternatives, first, last, literals):
    """Whether what must follow a field stands at ``pos``; from ``text_end`` on the line holds only blanks."""
    for a in range(first, last):
        length = alternatives[a, 1]
        if not literal_at(data, pos, end, literals, alternatives[a, 0], length):
            continue
        at = pos + length
        shape = alternatives[a, 2]
        if shape >= 0:
            at = self_end(data, at, end, shape)
            if at < 0:
                continue
        length = alternatives[a, 4]
        if not literal_at(data, at, end, literals, alternatives[a, 3], length):
            continue
        if alternatives[a, 5] and at + length < text_end:
            continue
        return True
    return False


@inlined
def skip_plain(data, at, end, shape, head):
    """First place from ``at`` with ``head`` or a byte that means something in ``shape``, or ``end``."""
    # Unsigned indices: with signed ones every access first looks for a negative index.
    i = np.uint64(at)
    stop = np.uint64(end)
    one = np.uint64(1)
    if shape == _QUOTED:
        while i < stop and data[i] != head and data[i] != 92:
            i += one
    elif shape == _TOKEN:
        while i < stop and data[i] != head:
            i += one
    else:
        while i < stop and data[i] > 34 and data[i] != head and data[i] != 44:
            i += one
    return np.int64(i)


@kernel
def open_end(data, pos, end, text_end, shape, alternatives, first, last, literals, empty):
    """End of the TOKEN, WORD, LIST or QUOTED field that starts at ``pos``: the first place where what follows stands."""
    single = last - first == 1 and alternatives[first, 1] > 0
    head = literals[alternatives[first, 0]] if single else np.uint8(0)
    at = pos
    while True:
        if single:
            at = skip_plain(data, at, end, shape, head)
        if shape == _LIST and (
            at > pos or empty
        ):  # a joiner that begins with a blank would else be taken for what follows
            while at + 2 < end and data[at] == 32 and data[at + 1] == 58 and data[at + 2] == 32:
                at += 3
        if (at > pos or empty) and (not single or (at < end and data[at] == head)):
            if follows(data, at, end, text_end, alternatives, first, last, literals):
                return at
        if at >= end:
            return -1
        c = data[at]
        if shape == _QUOTED:
            if c == 92:
                if at + 1 >= end:
                    return -1
                at += 2
                continue
        elif shape != _TOKEN:
            if shape == _LIST and c == 44 and at + 1 < end and data[at + 1] == 32:
                at += 2
                continue
            if c == 32 or c == 34 or (9 <= c <= 13):
                return -1
        at += 1


@inlined
def token_last_end(data, pos, end, text_end, literals, offset, length):
    """The last place from ``pos`` on where the literal stands, else the end of the text."""
    at = end - length
    while at >= pos:
        if literal_at(data, at, end, literals, offset, length):
            return at
        at -= 1
    return max(pos, text_end)


@kernel
def one_line(data, pos, end, text_end, ops, alternatives, literals, starts, ends):
    """Run the program over one line; fills its row of starts and ends. True: it fits."""
    option_pos = np.int64(-1)
    option = 0
    i = 0
    n = ops.shape[0]
    for c in range(starts.shape[0]):
        starts[c] = -1
        ends[c] = -1
    while i < n:
        kind = ops[i, 0]
        good = True
        if kind == _LIT:
            length = ops[i, 2]
            good = literal_at(data, pos, end, literals, ops[i, 1], length)
            if good:
                pos += length
        elif kind == _FIELD:
            shape = ops[i, 1]
            column = ops[i, 2]
            empty = ops[i, 5] != 0
            first = ops[i, 3]
            to_end = shape == _REST or (
                shape == _TOKEN
                and ops[i, 4] - first == 1
                and alternatives[first, 5]
                and alternatives[first, 1] + alternatives[first, 4] == 0
                and alternatives[first, 2] < 0
            )
            if to_end or shape == _TOKEN_LAST:
                if to_end:
                    stop = max(pos, text_end)
                else:
                    stop = token_last_end(data, pos, end, text_end, literals, ops[i, 6], ops[i, 7])
                if not empty and (pos >= end or data[pos] == 32 or data[pos] == 9 or data[pos] == 13):
                    stop = np.int64(-1)
            elif shape == _TOKEN or shape == _WORD or shape == _LIST or shape == _QUOTED:
                stop = open_end(data, pos, end, text_end, shape, alternatives, first, ops[i, 4], literals, empty)
            else:
                stop = self_end(data, pos, end, shape)
            good = stop >= pos
            if good:
                starts[column] = pos
                ends[column] = stop
                pos = stop
        elif kind == _OPT:
            option_pos = pos
            option = i
        else:
            option_pos = np.int64(-1)
        if good:
            i += 1
        elif option_pos >= 0:
            pos = option_pos
            option_pos = np.int64(-1)
            for c in range(ops[option, 2], ops[option, 3]):
                starts[c] = -1
                ends[c] = -1
            i = ops[option, 1]
        else:
            return False
    return pos >= text_end


@kernel
def find_spans(data, line_starts, line_ends, lines, ops, alternatives, literals, starts, ends, fitting):
    """Run the program over ``lines``; rows of those that fit are packed to the front. Returns how many fit."""
    count = 0
    for k in range(lines.shape[0]):
        line = lines[k]
        pos = line_starts[line]
        end = line_ends[line]
        text_end = end
        while text_end > pos and (data[text_end - 1] == 32 or data[text_end - 1] == 9 or data[text_end - 1] == 13):
            text_end -= 1
        while pos < end and (data[pos] == 32 or data[pos] == 9):
            pos += 1
        if one_line(data, pos, end, text_end, ops, alternatives, literals, starts[count], ends[count]):
            fitting[count] = line
            count += 1
    return count
