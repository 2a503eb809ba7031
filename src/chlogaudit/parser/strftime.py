"""Apache's ``%{format}t``: times by strftime, and the six words that httpd adds to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chlogaudit.errors import FormatError
from chlogaudit.model.format import Field, Holds, Literal, Piece, Shape

# mod_log_config since 2.4: the whole time in that unit, or the fraction of the second.
_WORDS: dict[str, tuple[str, Shape]] = {
    "sec": ("time_received", Shape.TIME_EPOCH),
    "msec": ("time_received", Shape.INT),
    "usec": ("time_received", Shape.INT),
    "msec_frac": ("time_msec_frac", Shape.INT),
    "usec_frac": ("time_usec_frac", Shape.INT),
}
# How many of them make a second; a field of such a time has the word as its ``strftime``.
PER_SECOND = {"msec": 1000, "usec": 1_000_000}
# C99 and glibc conversions that stand for others in the C locale; Python's strptime knows none of them so.
_COMPOSED: dict[str, str] = {
    "T": "%H:%M:%S", "R": "%H:%M", "F": "%Y-%m-%d", "D": "%m/%d/%y", "r": "%I:%M:%S %p", "c": "%a %b %e %H:%M:%S %Y",
    "x": "%m/%d/%y", "X": "%H:%M:%S", "h": "%b", "e": "%d", "k": "%H", "l": "%I", "P": "%p",
}  # fmt: skip
# Patterns whose output has an exact shape of its own.
_SHAPES: dict[str, Shape] = {
    "%d/%b/%Y:%H:%M:%S %z": Shape.TIME_CLF,
    "%Y-%m-%dT%H:%M:%S%z": Shape.TIME_ISO,
    "%Y-%m-%dT%H:%M:%SZ": Shape.TIME_ISO,
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
        unit = argument if argument in PER_SECOND else ""
        return [Field(column.replace("time_received", name), Holds.TIME, shape, directive, strftime=unit)]
    if not argument:
        return [Literal(b"["), Field(name, Holds.TIME, Shape.TIME_CLF, directive), Literal(b"]")]
    return _pattern_pieces(_spelled_out(argument), directive, after, name)


def _spelled_out(pattern: str) -> str:
    """The same pattern in conversions that strptime knows; flags such as ``%-d`` change nothing in reading."""

    def one(match: re.Match[str]) -> str:
        letter = match[0][-1]
        return _spelled_out(_COMPOSED[letter]) if letter in _COMPOSED else "%" + letter

    return _CONVERSION.sub(one, pattern)


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
            # Not empty: a day such as " 3" begins with the blank that ends the field before it.
            pieces.append(Field(name, Holds.TIME, Shape.TOKEN, directive, may_be_empty=False, strftime=stretch))
    return [*pieces, Literal(_plain(behind))]


def one_time(parts: list[Piece]) -> list[Piece]:
    """
    Join the directives of one time, and the literals between them, to one field with one strptime pattern.

    Not where the literal behind them also stands inside: the field would end there.
    """
    out: list[Piece] = []
    i = 0
    while i < len(parts):
        run = _run(parts, i)
        behind = parts[i + run] if i + run < len(parts) else None
        whole = _joined(parts[i : i + run], behind.text if isinstance(behind, Literal) else b"") if run else None
        if whole is None or isinstance(behind, Field):
            out.append(parts[i])
            i += 1
        else:
            out.append(whole)
            i += run
    return out


def _run(parts: list[Piece], i: int) -> int:
    """How many pieces from ``i`` on are fields of one time, with single literals between or none."""
    end = i
    while end < len(parts):
        part = parts[end]
        if not isinstance(part, Field) or strptime_of(part) is None:
            break
        end += 1
        end += end < len(parts) and isinstance(parts[end], Literal)
    while end > i and isinstance(parts[end - 1], Literal):
        end -= 1
    return end - i


def _joined(run: Sequence[Piece], behind: bytes) -> Field | None:
    """One field for a run; None where what stands behind also stands inside, or nothing can read it."""
    first = run[0]
    assert isinstance(first, Field)
    directive = "".join(p.directive for p in run if isinstance(p, Field))
    pattern = "".join(
        (strptime_of(p) or "") if isinstance(p, Field) else p.text.decode().replace("%", "%%")
        for p in run
        if isinstance(p, Field | Literal)
    )
    if first.shape is Shape.TIME_EPOCH:
        return replace(first, directive=directive) if pattern == "%s.%f" else None
    if first.shape is not Shape.TOKEN or not first.strftime or "%s" in pattern:
        return None
    inside = re.sub(r"%[A-Za-z]", "\0", pattern).replace("%%", "%").encode()
    if behind and behind in inside:
        return None
    return replace(first, directive=directive, may_be_empty=False, strftime=pattern)


def strptime_of(field: Field) -> str | None:
    """The strptime pattern of one field of a time; None when it is none."""
    if field.holds is not Holds.TIME:
        return None
    if field.strftime:
        return field.strftime if "%" in field.strftime else None
    if field.shape is Shape.TIME_EPOCH:
        return "%s"
    return "%f" if field.name.startswith(("time_msec_frac", "time_usec_frac")) else None


def _plain(text: str) -> bytes:
    """The literal part of a pattern, as bytes."""
    return text.replace("%%", "%").encode()
