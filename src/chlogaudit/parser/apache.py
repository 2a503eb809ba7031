"""Apache's ``LogFormat`` strings, compiled into pieces; the columns are named as apache-log-parser names them."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from functools import cache

from chlogaudit.errors import FormatError
from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Option, Piece, Shape
from chlogaudit.parser.assemble import assemble, is_object, joined
from chlogaudit.parser.directives import BY_ARGUMENT, DIRECTIVES, Rule, argument_rule
from chlogaudit.parser.headers import key
from chlogaudit.parser.strftime import one_time, time_pieces

# server/util.c and modules/loggers/mod_log_config.c, parse_log_item: any order of <, >, !, status codes and {argument}.
_DIRECTIVE = re.compile(r"%(?P<modifiers>(?:[<>!,]|[0-9]|\{[^}]*\})*)(?P<letter>\^[A-Za-z]{2}|[A-Za-z%])?", re.DOTALL)
_LINE = re.compile(r"\s*(?:LogFormat|TransferLog)\s+", re.IGNORECASE)
_BRACKETS = (Literal(b"["), Literal(b"]"))


def compile_apache(source: str, name: str = "custom") -> LogFormat:
    """
    Compile any ``LogFormat`` string: bare, in the quotes of ``httpd.conf`` with its escapes, or the whole directive.

    A column that stands twice is numbered (``remote_host_2``). Where both the original and the final status are
    logged, ``status`` is the final one and ``status_original`` the other; ``%<`` and ``%>`` of other directives that
    name the less usual request get ``_original`` or ``_final``. Raises FormatError with the place in ``source``.
    """
    text, moved = unquote(source)
    parts: list[Piece] = []
    at = 0
    matches = list(_DIRECTIVE.finditer(text))
    both = _both_statuses(matches)
    for match in matches:
        if match.start() > at:
            parts.append(Literal(text[at : match.start()].encode()))
        at = match.end()
        try:
            parts.extend(_directive(match, text[at : at + 1], both))
        except FormatError as error:
            place = match.start() + moved
            raise FormatError(f"At character {place + 1} of the format: {error}", place) from None
    parts.append(Literal(text[at:].encode()))
    escape = "json" if is_object(text) else ""
    return LogFormat(name, "access", "apache", assemble(one_time(joined(parts))), source, escape=escape)


def unquote(source: str) -> tuple[str, int]:
    r"""
    Return the bare format string and how far its first byte stands from that of ``source``.

    httpd undoes escapes twice: ``\"`` and ``\\`` when it reads the quoted word (server/util.c, substring_conf), then
    ``\t``, ``\n``, ``\r`` and ``\\`` when it compiles the format (mod_log_config.c, parse_log_misc_string).
    """
    line = _LINE.match(source)
    moved = line.end() if line else len(source) - len(source.lstrip(" \t"))
    text = source[moved:].rstrip("\r\n")
    word = re.match(r"([\"'])((?:\\.|(?!\1)[^\\])*)\1[ \t]*([^\s%\"']*)[ \t]*$", text, re.DOTALL)
    if word and (line or not re.fullmatch(r"%[^%]*", word[2])):
        text, moved = re.sub(r"\\([\\\"'])", r"\1", word[2]), moved + 1
    elif line:
        text = text.split(None, 1)[0] if " " not in text.strip() else text
    else:
        text = text.replace('\\"', '"')
    known = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    text = re.sub(r"\\([tnr\\])", lambda m: known[m[1]], text)
    if "\n" in text:
        raise FormatError("The format writes entries of more than one line; only formats of one line can be read.", 0)
    return text, moved


def _both_statuses(matches: list[re.Match[str]]) -> bool:
    """Tell whether the format logs the original status and the final one."""
    modifiers = [m["modifiers"] for m in matches if m["letter"] == "s"]
    return any(">" in m for m in modifiers) and any(">" not in m for m in modifiers)


def _directive(match: re.Match[str], after: str, both: bool) -> list[Piece]:
    """Compile one directive; ``after`` is the character that follows it."""
    letter, modifiers = match["letter"], match["modifiers"]
    if letter is None:
        raise FormatError("a % is followed by no directive; write %% for a percent sign.")
    if letter == "%":
        return [Literal(b"%")]
    arguments = re.findall(r"\{([^}]*)\}", modifiers)
    argument = arguments[-1] if arguments else None
    conditional = re.search(r"[0-9]", re.sub(r"\{[^}]*\}", "", modifiers)) is not None
    if letter == "t" and argument is None and not conditional:
        return [
            _BRACKETS[0],
            Field("time_received", Holds.TIME, Shape.TIME_CLF, match[0], may_be_empty=False),
            _BRACKETS[1],
        ]
    if letter == "t" and argument is not None:
        return time_pieces(argument, match[0], after)
    rule = _rule(letter, argument)
    field = Field(_column(letter, argument), rule.holds, rule.shape, match[0], rule.may_be_empty)
    if conditional:  # writes "-" where the status is not in the list
        word = field.shape in {Shape.INT, Shape.NUMBER, Shape.WORD}
        field = replace(field, may_be_empty=True) if word else replace(field, shape=Shape.TOKEN)
    field = replace(field, name=field.name + _suffix(letter, modifiers, both))
    if letter == "q":  # empty, or begins with the question mark
        return [Option((Literal(b"?"), field))]
    return [field]


def _suffix(letter: str, modifiers: str, both: bool) -> str:
    """Tell the original request's value from the final one's where the format asks for the less usual."""
    final = modifiers.rfind(">") > modifiers.rfind("<")
    if letter == "s":
        return "_original" if both and not final else ""
    # "%s, %U, %T, %D and %r look at the original request; all others at the final one" (mod_log_config).
    if letter in "UTDr":
        return "_final" if final else ""
    return "_original" if "<" in modifiers and not final else ""


def _rule(letter: str, argument: str | None) -> Rule:
    """Look a directive up. Raises FormatError when httpd has none such."""
    if argument is not None:
        rule = argument_rule(letter, argument)
        if rule is not None:
            return rule
    elif letter in DIRECTIVES:
        return DIRECTIVES[letter]
    shown = f"%{{...}}{letter}" if argument is not None else f"%{letter}"
    bare = " ".join(f"%{d}" for d in sorted(DIRECTIVES))
    raise FormatError(
        f"{shown} is no LogFormat directive; known are {bare} and %{{...}} before {' '.join(sorted(BY_ARGUMENT))}."
    )


@cache
def _column(letter: str, argument: str | None) -> str:
    """
    Name a directive's column as apache-log-parser does, and those that it does not know in the same spirit.

    The library stumbles over names that make no regular-expression group (``%{a.b}e``) and strips no status lists.
    """
    own = DIRECTIVES[letter].name if argument is None else argument_rule(letter, argument).name  # type: ignore[union-attr]
    if own:
        return own
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own escapes, on Python 3.12 and later
        from apache_log_parser import get_fieldnames

        names: tuple[str, ...] = get_fieldnames(f"%{letter}" if argument is None else f"%{{{key(argument)}}}{letter}")
    return names[0]
