"""Find the line on which a key of a TOML file stands, because tomllib tells no positions.

No second TOML grammar is kept for that. A statement (a table header, or a key with its value) begins on a line of its
own, and a TOML file cut after a whole statement is a TOML file again. So the file is taken apart by asking tomllib
itself: the shortest run of lines that it accepts is one statement. Libraries that keep layout (tomlkit) were looked at:
they tell no line either.
"""

from __future__ import annotations

import re
import tomllib
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
_MOST = 4_000_000  # characters read again and again for one statement


def key_lines(text: str) -> dict[Path, int]:
    """
    Map each key path of a valid TOML file to its 1-based line.

    Elements of an array of tables have their index in the path; keys inside an inline value get the statement's line.
    Work is quadratic in the length of one statement only.
    """
    lines = text.split("\n")
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    start = 0
    while start < len(lines):
        end, statement = _statement(lines, start)
        if lines[start].lstrip(" \t").startswith("["):
            table = _header(statement, counts, many=lines[start].lstrip(" \t").startswith("[["))
            _note(found, table, start + 1)
        else:
            for inner in _paths(statement):
                _note(found, table + inner, start + 1)
        start = end
    return found


def _statement(lines: list[str], start: int) -> tuple[int, dict[str, object]]:
    """
    Return the first line after the statement that begins at ``start``, and what it says by itself.

    A statement over so many lines that trying them all would cost seconds ends the search: what follows has no lines.
    """
    spent = 0
    for end in range(start + 1, len(lines) + 1):
        piece = "\n".join(lines[start:end]) + "\n"  # a carriage return counts as a line's end only before a newline
        spent += len(piece)
        if spent > _MOST:
            break
        try:
            return end, tomllib.loads(piece)
        except tomllib.TOMLDecodeError:
            continue
    return len(lines), {}


def _header(statement: dict[str, object], counts: dict[Path, int], *, many: bool) -> Path:
    """Turn what ``[a.b]`` or ``[[a.b]]`` says into the path of the table it opens."""
    path: Path = ()
    value: object = statement
    while isinstance(value, dict) and value:
        key, value = next(iter(value.items()))
        path = (*path, str(key))
        if isinstance(value, list):  # only the last key of [[...]]
            value = None
        elif path in counts and not (isinstance(value, dict) and not value):
            path = (*path, counts[path] - 1)  # a table below the newest element
    if many:
        counts[path] = counts.get(path, 0) + 1
        path = (*path, counts[path] - 1)
    return path


def _paths(value: object, path: Path = ()) -> list[Path]:
    """All key paths inside a value."""
    out: list[Path] = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            out.extend(_paths(inner, (*path, str(key))))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            out.extend(_paths(inner, (*path, index)))
    return out


def _note(found: dict[Path, int], path: Path, line: int) -> None:
    """Keep the first line of a path, and of each path above it that has none yet."""
    for length in range(1, len(path) + 1):
        found.setdefault(path[:length], line)


def line_of(found: dict[Path, int], path: Path) -> int:
    """The line of ``path``, or of the nearest table above it; 1 for the file as a whole."""
    return next((found[path[:n]] for n in range(len(path), 0, -1) if path[:n] in found), 1)


def error_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line that tomllib complains about; an unexpected end is the last line."""
    if match := re.search(r"at line (\d+), column", str(error)):
        return int(match.group(1))
    return text.rstrip("\n").count("\n") + 1
