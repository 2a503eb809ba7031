"""Put a format's parts in order: one literal between two fields, shapes by their quotes, one name per column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chlogaudit.errors import FormatError
from chlogaudit.model.format import SELF_ENDING, Field, Holds, Literal, Option, Piece, Shape

_BLANKS = b" \t\r"
_WHOLLY = frozenset({Holds.CLIENT, Holds.FORWARDED, Holds.IDENT, Holds.USER, Holds.COOKIE, Holds.SECRET})
_URLS = frozenset({Holds.REQUEST, Holds.URL, Holds.REFERER})
_RUNS_ON = frozenset({Shape.INT, Shape.NUMBER, Shape.TIME_EPOCH})
_BY_QUOTES = frozenset({Shape.TOKEN, Shape.WORD, Shape.LIST})


def assemble(parts: Iterable[Piece], *, shapes: bool = True) -> tuple[Piece, ...]:
    """
    Return the pieces of a format; ``shapes`` are taken from the quotes around fields unless they are known already.

    Raises FormatError when there is no field, because then nothing could be read.
    """
    pieces = _trim(joined(parts))
    if not any(isinstance(p, Field | Option) for p in pieces):
        raise FormatError("The format names no field; write at least one directive such as %h or $remote_addr.", 0)
    return unique_names(_shapes_by_quotes(pieces) if shapes else pieces)


def is_object(template: str) -> bool:
    """Tell whether a format string is the template of a JSON object."""
    text = template.strip()
    return text.startswith("{") and text.endswith("}") and '"' in text and ":" in text


def joined(parts: Iterable[Piece]) -> list[Piece]:
    """Return the parts with literals that touch joined, and fields that nothing separates."""
    out: list[Piece] = []
    for part in parts:
        last = out[-1] if out else None
        if isinstance(part, Literal) and isinstance(last, Literal):
            out[-1] = Literal(last.text + part.text)
        elif isinstance(part, Field) and isinstance(last, Field) and _inseparable(last, part):
            out[-1] = _merged(last, part)
        elif not isinstance(part, Literal) or part.text:
            out.append(part)
    return out


def _inseparable(a: Field, b: Field) -> bool:
    """Tell whether nothing in a line says where ``a`` ends and ``b`` begins."""
    return a.shape not in SELF_ENDING and (b.shape not in SELF_ENDING or b.shape in _RUNS_ON)


def _merged(a: Field, b: Field) -> Field:
    """One column for two values that nothing separates, as sensitive as the more sensitive of them."""
    kinds = {a.holds, b.holds}
    if kinds & _WHOLLY:
        holds = a.holds if len(kinds) == 1 else Holds.SECRET
    elif kinds & _URLS:
        holds = Holds.URL
    else:
        holds = a.holds if len(kinds) == 1 else Holds.TEXT
    return Field(f"{a.name}__{b.name}", holds, Shape.TOKEN, a.directive + b.directive)


def _trim(pieces: list[Piece]) -> list[Piece]:
    """Drop blanks at both ends: every line may begin and end with them anyway."""
    out = list(pieces)
    if out and isinstance(out[0], Literal):
        out[0] = Literal(out[0].text.lstrip(b" \t"))
    if out and isinstance(out[-1], Literal):
        out[-1] = Literal(out[-1].text.rstrip(_BLANKS))
    return [p for p in out if not isinstance(p, Literal) or p.text]


def _shapes_by_quotes(pieces: list[Piece]) -> list[Piece]:
    """Give fields that stand in double quotes the shape QUOTED: there a backslash takes the next byte with it."""
    out: list[Piece] = []
    inside = False
    for i, piece in enumerate(pieces):
        if isinstance(piece, Literal):
            inside ^= piece.text.count(b'"') % 2 == 1
            out.append(piece)
        elif isinstance(piece, Option):
            out.append(Option(tuple(_quoted(p) if inside and isinstance(p, Field) else p for p in piece.pieces)))
        else:
            between = _ends(pieces, i - 1, -1) == b'"' == _ends(pieces, i + 1, 0)
            out.append(_quoted(piece) if inside or between else piece)
    return out


def _ends(pieces: list[Piece], i: int, at: int) -> bytes:
    """The byte of the literal at ``i`` that touches its neighbour; empty when there is no literal."""
    piece = pieces[i] if 0 <= i < len(pieces) else None
    return piece.text[at:][:1] if isinstance(piece, Literal) else b""


def _quoted(field: Field) -> Field:
    """The same field between double quotes, where it may be empty."""
    return replace(field, shape=Shape.QUOTED, may_be_empty=True) if field.shape in _BY_QUOTES else field


def unique_names(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Number the second and later columns of one name: ``status``, ``status_2``, ``status_3``."""
    taken: set[str] = set()

    def named(field: Field) -> Field:
        name, n = field.name, 1
        while name in taken:
            n += 1
            name = f"{field.name}_{n}"
        taken.add(name)
        return field if name == field.name else replace(field, name=name)

    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Field):
            out.append(named(piece))
        elif isinstance(piece, Option):
            out.append(Option(tuple(named(p) if isinstance(p, Field) else p for p in piece.pieces)))
        else:
            out.append(piece)
    return tuple(out)
