"""Apache's ``%{format}t``: times by strftime, and the six words that httpd adds to it."""

from __future__ import annotations

import re

from chlogaudit.errors import FormatError
from chlogaudit.model.format import Field, Holds, Literal, Piece, Shape

# mod_log_config since 2.4: the whole time in that unit, or the fraction of the second.
_WORDS: dict[str, tuple[str, Shape]] = {
    "sec": ("time_received", Shape.TIME_EPOCH),
    "msec": ("time_received_msec", Shape.INT),
    "usec": ("time_received_usec", Shape.INT),
    "msec_frac": ("time_msec_frac", Shape.INT),
    "usec_frac": ("time_usec_frac", Shape.INT),
}
# Patterns whose output has an exact shape of its own.
_SHAPES: dict[str, Shape] = {
    "%d/%b/%Y:%H:%M:%S %z": Shape.TIME_CLF,
    "%d/%b/%Y:%T %z": Shape.TIME_CLF,
    "%Y-%m-%dT%H:%M:%S%z": Shape.TIME_ISO,
    "%Y-%m-%dT%H:%M:%SZ": Shape.TIME_ISO,
    "%FT%T%z": Shape.TIME_ISO,
    "%FT%TZ": Shape.TIME_ISO,
    "%s": Shape.TIME_EPOCH,
}
_CONVERSION = re.compile(r"%[EO_^#0-]*[A-Za-z%+]")


def time_pieces(argument: str, directive: str, after: str) -> list[Piece]:
    """
    Compile ``%{argument}t``.

    Text before the first conversion and after the last is literal. A pattern that itself contains the character that
    follows it (``after``) becomes several columns, one per stretch without it, because a field ends where that stands.
    """
    name = "time_received"
    when, _, rest = argument.partition(":")
    if when in {"begin", "end"}:
        argument = rest
        name = "time_end" if when == "end" else name
    if argument in _WORDS:
        column, shape = _WORDS[argument]
        return [Field(column.replace("time_received", name), Holds.TIME, shape, directive)]
    if not argument:
        return [Literal(b"["), Field(name, Holds.TIME, Shape.TIME_CLF, directive), Literal(b"]")]
    return _pattern_pieces(argument, directive, after, name)


def _pattern_pieces(pattern: str, directive: str, after: str, name: str) -> list[Piece]:
    """Compile a strftime pattern."""
    found = [m for m in _CONVERSION.finditer(pattern) if m[0] != "%%"]
    if not found:  # nobody writes a constant; the suites of other parsers use such names for a pattern not known
        return [Field(name, Holds.TIME, Shape.TOKEN, directive, strftime=pattern)]
    if re.search(r"%[EO_^#0-]*[nt]", pattern):
        raise FormatError("a time with a line break or tab in it cannot be read.")
    start, end = found[0].start(), found[-1].end()
    if pattern.endswith("Z") and pattern[start:] in _SHAPES:
        end = len(pattern)
    before, core, behind = pattern[:start], pattern[start:end], pattern[end:]
    if core in {"%z", "%Z"}:
        name = "time_zone"
    pieces: list[Piece] = [Literal(_plain(before))]
    epoch = re.fullmatch(r"%s([^%]+)(%[zZ])", core)
    if epoch:  # no strptime reads %s
        pieces.append(Field(name, Holds.TIME, Shape.TIME_EPOCH, directive))
        pieces.append(Literal(epoch[1].encode()))
        pieces.append(Field("time_zone", Holds.TIME, Shape.TOKEN, directive, strftime=epoch[2]))
    elif core in _SHAPES:
        pieces.append(Field(name, Holds.TIME, _SHAPES[core], directive, may_be_empty=False, strftime=core))
    else:
        cut = behind[:1] or after
        stretches = core.split(cut) if cut and not cut.isalnum() and cut != "%" else [core]
        for i, stretch in enumerate(stretches):
            if i:
                pieces.append(Literal(cut.encode()))
            pieces.append(Field(name, Holds.TIME, Shape.TOKEN, directive, strftime=stretch))
    return [*pieces, Literal(_plain(behind))]


def _plain(text: str) -> bytes:
    """The literal part of a pattern, as bytes."""
    return text.replace("%%", "%").encode()
