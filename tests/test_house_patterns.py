"""Every regular expression of the house means the same on every Python from 3.11.0 on."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser as parser  # type: ignore[attr-defined]  # the only reader of patterns there is

import chlogaudit
from chlogaudit.parser.formats import FORMATS
from chlogaudit.parser.regex import pattern


def _patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """All compiled expressions that stand in modules, and those of the named formats."""
    for found in pkgutil.walk_packages(chlogaudit.__path__, "chlogaudit."):
        if found.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, re.Pattern):
                yield f"{found.name}.{name}", value
    yield from ((f"format {fmt.name}", pattern(fmt)) for fmt in FORMATS if fmt.pieces)


def _repeats(tree: object) -> Iterator[object]:
    """The bodies of all possessive repeats."""
    if isinstance(tree, parser.SubPattern):
        for op, argument in tree:
            if str(op) == "POSSESSIVE_REPEAT":
                yield argument[2]
            yield from _repeats(argument)
    elif isinstance(tree, tuple | list):
        for item in tree:
            yield from _repeats(item)


def _is_safe(body: object) -> bool:
    """One byte of a set, or an atomic group: nothing in it can fail half way and be tried otherwise."""
    assert isinstance(body, parser.SubPattern)
    return len(body) == 1 and str(body[0][0]) in {"IN", "LITERAL", "NOT_LITERAL", "ANY", "ATOMIC_GROUP"}


def test_possessive_repeats_are_of_one_byte_or_atomic() -> None:
    """
    ``(?:...)*+`` loses its place in Python 3.11.0 to 3.11.4 (python/cpython#106052), Debian 12's among them.

    There no line fitted any format, and nothing said why.
    """
    wrong = [
        name
        for name, one in _patterns()
        if not all(
            map(
                _is_safe,
                _repeats(
                    parser.parse(one.pattern, one.flags & ~re.UNICODE if isinstance(one.pattern, bytes) else one.flags)
                ),
            )
        )
    ]

    assert wrong == []


def test_the_walk_sees_what_is_wrong() -> None:
    """An expression of the kind that was lost is found, those that replaced it are not."""
    assert not all(map(_is_safe, _repeats(parser.parse(r"(x(?:(?! q)[^\n])*+) q"))))
    assert all(map(_is_safe, _repeats(parser.parse(r"(x(?>(?! q)[^\n])*+)[ab]*+ q"))))
