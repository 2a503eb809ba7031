r"""Make text that a stranger wrote harmless to show: on a terminal, in a spreadsheet, in Markdown, in HTML.

Whoever sends a request writes a line of the log, so a path, a referer or a file's own name may hold terminal
escapes, characters that turn the reading direction around, formulas or markup. Nothing here trusts anything; every
renderer of the house sends all text that is not its own through here.
"""

from __future__ import annotations

import re
import unicodedata

# Printable by Python's book, yet drawn as nothing at all: the part of Unicode's Default_Ignorable_Code_Point that is
# not a format character, and the blank braille cell. They hide text inside text.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
# Three marks on one letter occur in real writing; a pile of them paints over the lines above and below.
_MARKS_ON_ONE_LETTER = 3
# https://owasp.org/www-community/attacks/CSV_Injection names these and their full-width twins, which Excel folds.
_FORMULA = re.compile("[\\s'\"]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
_MARKUP = re.compile(r"[\\`*\[\]<>&|~$]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|(?<=www)\.|:(?=//)")
_BLOCK_START = re.compile(r"[#+\-=]|[0-9]+(?=[.)](?:\s|$))")


def shown(text: str | bytes) -> str:
    r"""
    Write ``text`` so that every character of it is visible and none acts.

    Bytes are read as UTF-8; those that are not (also as lone surrogates from ``surrogateescape``) come out as ``\xHH``,
    control characters too, all else that is unseen, reorders or is unassigned as ``\uHHHH`` or ``\UHHHHHHHH``. A backslash
    stays as it is, because logs are full of the servers' own ``\xHH``. ``shown(shown(x)) == shown(x)``.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "surrogateescape")
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    marks = _MARKS_ON_ONE_LETTER  # a mark that opens the text would sit on what stands before it
    for char in text:
        if not char.isprintable() or _UNSEEN.match(char):
            out.append(_escape(char))
            marks = 0
            continue
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        out.append(_escape(char) if marks > _MARKS_ON_ONE_LETTER else char)
    return "".join(out)


def _escape(char: str) -> str:
    """Spell one character in ASCII; a byte smuggled in as a surrogate is spelled as that byte."""
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def csv_cell(text: str | bytes) -> str:
    """
    Write ``text`` as a cell that no spreadsheet takes for a formula.

    Quoting does not help there: the quotes are gone before the cell is judged. The apostrophe is the sign for "text"
    in all of them. Numbers need no guard: give them to the ``csv`` module as numbers.
    """
    text = text.decode("utf-8", "surrogateescape") if isinstance(text, bytes) else text
    return "'" + shown(text) if _FORMULA.match(text) else shown(text)


def markdown_cell(text: str | bytes) -> str:
    """Write ``text`` so that it stands in a table cell, list item or paragraph of Markdown as itself: no markup, no link."""
    plain = shown(text)
    escaped = _MARKUP.sub(lambda m: "\\" + m.group(), plain)
    if start := _BLOCK_START.match(escaped):
        place = start.end() if start.group()[0].isdigit() else 0
        escaped = escaped[:place] + "\\" + escaped[place:]
    return escaped


def markdown_code(text: str | bytes) -> str:
    """Write ``text`` as a code span that may stand in a table cell; the fence is longer than any run of backticks in it."""
    plain = shown(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest or not plain.strip() or plain != plain.strip() else ""
    return f"{fence}{pad}{plain}{pad}{fence}"
