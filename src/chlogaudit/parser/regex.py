r"""
A format as one regular expression over bytes: the single definition of where a field ends.

The reference engine and the recognition use the expression; the fast engine compiles the same rules from ``follow``.

*A field ends at the first place where what must follow it stands.* What must follow is a tuple of alternatives, each
at most: a literal, a self-ending shape, another literal, the end of the line. A line may begin with ``[ \t]*`` and end
in ``[ \t\r]*``. Every group is atomic: there is no way back over a field once it has ended, so a line is read in
linear time and a kernel can do the same op by op.

What is repeated possessively is atomic itself, ``(?>...)*+`` and never ``(?:...)*+``: before 3.11.5 Python's ``re`` loses its
place where a repeated group fails half way (python/cpython#106052), and Debian 12 has 3.11.2.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from chlogaudit.model.format import SELF_ENDING, Field, Literal, LogFormat, Option, Piece, Shape


class After(NamedTuple):
    """One alternative of what must follow: ``literal``, then ``shape``, then ``then``, then the end of the line."""

    literal: bytes
    shape: Shape | None = None
    then: bytes = b""
    must_be_end: bool = False


_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK = rb"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)"
_DAY = rb"(?:0[1-9]|[12][0-9]|3[01])"
_END = rb"[ \t\r]*+\Z"
_AT_END = After(b"", must_be_end=True)

# The exact grammar of the shapes that end by themselves; greedy, nothing is given back.
GRAMMAR: dict[Shape, bytes] = {
    Shape.INT: rb"(?>-?[0-9]++|-)",
    Shape.NUMBER: rb"(?>-?[0-9]++(?>\.[0-9]++)?+|-)",
    Shape.TIME_CLF: rb"(?>" + _DAY + rb"/" + _MONTH + rb"/[0-9]{4}:" + _CLOCK + rb" [+-][0-9]{4})",
    Shape.TIME_ISO: rb"(?>[0-9]{4}-(?:0[1-9]|1[0-2])-"
    + _DAY
    + rb"T"
    + _CLOCK
    + rb"(?>\.[0-9]++)?+(?:Z|[+-][0-9]{2}:?[0-9]{2}))",
    Shape.TIME_ERROR: rb"(?>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) "
    + _MONTH
    + rb" (?: [1-9]|"
    + _DAY
    + rb") "
    + _CLOCK
    + rb"(?>\.[0-9]++)?+ [0-9]{4})",
    Shape.TIME_NGINX: rb"(?>[0-9]{4}/(?:0[1-9]|1[0-2])/" + _DAY + rb" " + _CLOCK + rb")",
    Shape.TIME_EPOCH: rb"(?>[0-9]++(?>\.[0-9]++)?+)",
}

# The bytes that a shape which does not end by itself may take, as the inside of a character class to exclude.
_NOT: dict[Shape, bytes] = {
    Shape.TOKEN: rb"\n",
    Shape.WORD: rb'\s"',
    Shape.LIST: rb'\s"',
    Shape.QUOTED: rb"\\\n",
}
# What it may take besides, in one step. A joiner of LIST that begins with a blank is taken wherever it stands.
_PAIR: dict[Shape, bytes] = {Shape.QUOTED: rb"\\[^\n]", Shape.LIST: rb", "}
_JOINER = rb" : "
_TO_END = rb"(?>[^\n]*[^ \t\r\n])?+"


def follow(pieces: tuple[Piece, ...], i: int) -> tuple[After, ...]:
    """
    Return what must stand after ``pieces[i]``, as alternatives in the order in which they are tried.

    For a field inside an option pass the option's pieces with those that come after the option appended.
    """
    out: list[After] = []
    for after in _begin(pieces[i + 1 :]):
        if after not in out:
            out.append(after)
    if len(out) > 1:  # free text after an option: only the option's beginning can end the field
        out = [a for a in out if a != After(b"")]
    bare = [a.literal for a in out if a.shape is None and not a.must_be_end]
    # An alternative that only narrows a shorter one adds nothing.
    return tuple(a for a in out if not any(a.literal.startswith(b) and a != After(b) for b in bare))


def _begin(pieces: tuple[Piece, ...]) -> list[After]:
    """What a line's remainder made of ``pieces`` can begin with."""
    if not pieces:
        return [_AT_END]
    head, rest = pieces[0], pieces[1:]
    if isinstance(head, Option):
        return _begin(head.pieces + rest) + _begin(rest)
    if isinstance(head, Literal):
        if rest and isinstance(rest[0], Field) and rest[0].shape not in SELF_ENDING:
            return [After(head.text)]
        return [a._replace(literal=head.text + a.literal) for a in _begin(rest)]
    if head.shape not in SELF_ENDING:
        return [After(b"")]
    if rest and isinstance(rest[0], Literal):
        return [After(b"", head.shape, rest[0].text, len(rest) == 1)]
    return [After(b"", head.shape, b"", not rest)]


def _looks(after: After) -> bytes:
    """Write one alternative as a regular expression."""
    shape = GRAMMAR[after.shape] if after.shape is not None else b""
    return re.escape(after.literal) + shape + re.escape(after.then) + (_END if after.must_be_end else b"")


def _body(field: Field, after: tuple[After, ...]) -> bytes:
    """Write one field, without its group."""
    shape = field.shape
    if shape in SELF_ENDING:
        return GRAMMAR[shape]
    least = b"" if field.may_be_empty else rb"(?=[^ \t\r\n])"  # a field to the end of the line begins with no blank
    to_end = least + _TO_END
    if shape is Shape.REST or (shape is Shape.TOKEN and after == (_AT_END,)):
        return to_end  # for a TOKEN the same place, found without a look at every byte
    if shape is Shape.TOKEN_LAST:
        return least + rb"(?>[^\n]*(?=" + re.escape(field.last) + rb")|" + _TO_END + rb")"
    stop = b"|".join(_looks(a) for a in after)
    first = b"" if field.may_be_empty else _step(shape)
    return first + rb"(?>" + _more(shape, after) + rb")*+(?=" + stop + rb")"


def _step(shape: Shape, besides: bytes = b"") -> bytes:
    """One step of a shape, whatever follows; ``besides`` are bytes that it does not take."""
    one = rb"[^" + _NOT[shape] + besides + rb"]"
    return rb"(?:" + _PAIR[shape] + rb"|" + one + rb")" if shape in _PAIR else one


def _more(shape: Shape, after: tuple[After, ...]) -> bytes:
    """One step of a shape where nothing of ``after`` stands."""
    stop = b"|".join(_looks(a) for a in after)
    heads = b"".join(sorted({a.literal[:1] for a in after}))
    if shape is Shape.LIST:
        return _JOINER + rb"|(?!" + stop + rb")" + _step(shape)
    if all(a.literal for a in after) and b"\\" not in heads:
        # The same, without a look at bytes that nothing of ``after`` begins with.
        heads = re.escape(heads)
        one = rb"[^" + _NOT[shape] + heads + rb"]++|(?!" + stop + rb")(?=[" + heads + rb"])[^" + _NOT[shape] + rb"]"
        return _PAIR[shape] + rb"|" + one if shape in _PAIR else one
    if _AT_END in after and shape is not Shape.WORD:
        # The end is looked for once in a run of blanks, not at each of them: a line of blanks stays linear.
        others = b"|".join(_looks(a) for a in after if a != _AT_END)
        none = rb"(?!" + others + rb")" if others else b""
        return none + _step(shape, rb" \t\r") + rb"|(?!" + _END + rb")(?>" + none + rb"[ \t\r])++"
    return rb"(?!" + stop + rb")" + _step(shape)


def _write(pieces: tuple[Piece, ...], tail: tuple[Piece, ...], number: int) -> tuple[bytes, int]:
    """Write pieces that ``tail`` follows; ``number`` is that of the next field."""
    out = b""
    for i, piece in enumerate(pieces):
        if isinstance(piece, Literal):
            out += re.escape(piece.text)
        elif isinstance(piece, Field):
            body = _body(piece, follow(pieces[i:] + tail, 0))
            out += b"(?P<f%d>%s)" % (number, body)
            number += 1
        else:
            inner, number = _write(piece.pieces, pieces[i + 1 :] + tail, number)
            out += rb"(?>" + inner + rb")?+"
    return out, number


@lru_cache(maxsize=256)
def pattern(fmt: LogFormat) -> re.Pattern[bytes]:
    """
    Return the expression that fits one line of ``fmt`` whole, without its newline.

    Use ``match(data, start, end)``; the groups are ``f0``, ``f1``, ... in the order of ``fmt.fields``, with the span
    ``(-1, -1)`` inside an option that is absent. A JSON format has no pieces: see ``parser.jsonlines``.
    """
    body, _ = _write(fmt.pieces, (), 0)
    return re.compile(rb"[ \t]*+" + body + _END)
