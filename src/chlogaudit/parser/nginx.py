"""nginx' ``log_format`` strings, compiled into pieces; a variable's column has the name of its Apache twin."""

from __future__ import annotations

import re

from chlogaudit.errors import FormatError
from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Option, Piece, Shape
from chlogaudit.parser.assemble import assemble, is_object
from chlogaudit.parser.variables import variable_rule

_VARIABLE = re.compile(r"\$(?:\{([A-Za-z0-9_]+)\}|([A-Za-z0-9_]+))")
_LINE = re.compile(r"\s*log_format\s+(\S+)\s+", re.DOTALL)
_ESCAPE = re.compile(r"escape=(default|json|none)\s+")
_SAID = re.compile(r"\s*(?:log_format\s+\S+\s+)?escape=(default|json|none)\s", re.DOTALL)
# core/ngx_conf_file.c, ngx_conf_read_token: the same escapes between either kind of quotes and outside them.
_UNESCAPE = re.compile(r"\\([\"'\\trn])")
_KNOWN = {"t": "\t", "r": "\r", "n": "\n"}
_STRING = re.compile(
    r"\s*(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|(#[^\n]*(?:\n|$))|([^\s;\"'#][^\s;]*))", re.DOTALL
)


def compile_nginx(source: str, name: str = "custom") -> LogFormat:
    """
    Compile any ``log_format`` string: bare, as the quoted strings of a configuration, or the whole directive.

    JSON templates are literals and quoted fields like any other. Raises FormatError with the place in ``source``.
    """
    text, moved = unquote(source)
    escape = _escape(source, text)
    parts: list[Piece] = []
    at = 0
    for match in _VARIABLE.finditer(text):
        _literal(parts, text[at : match.start()], at + moved)
        at = match.end()
        parts.append(_field(match, escape))
    _literal(parts, text[at:], at + moved)
    return LogFormat(name, "access", "nginx", assemble(_optional_queries(parts)), source, escape=escape)


def _escape(source: str, text: str) -> str:
    """
    How values are escaped: as the directive says, else as JSON where the template is an object.

    Only the string of a JSON template is handed on, most often, without the directive that says ``escape=json``.
    """
    said = _SAID.match(source)
    if said:
        return "" if said[1] == "default" else said[1]
    return "json" if is_object(text) else ""


def unquote(source: str) -> tuple[str, int]:
    """Return the bare format string and how far its first byte stands from that of ``source`` (0 when joined)."""
    line = _LINE.match(source)
    text = source[line.end() :] if line else source.strip()
    escape = _ESCAPE.match(text)
    text = text[escape.end() :] if escape else text
    strings = _strings(text) if line or escape or text.startswith("'") or _one_string(text) else None
    if strings is None:
        strings = [text]
    text = _UNESCAPE.sub(lambda m: _KNOWN.get(m[1], m[1]), "".join(strings))
    if "\n" in text.strip("\r\n"):
        raise FormatError("The format writes entries of more than one line; only formats of one line can be read.", 0)
    return text.strip("\r\n"), (source.find(strings[0]) if len(strings) == 1 else 0)


def _one_string(text: str) -> bool:
    """Tell whether the text is one string in double quotes, and not a format that begins and ends in quoted fields."""
    return re.fullmatch(r"\"(?:\\.|[^\"\\])*\"\s*;?", text, re.DOTALL) is not None and text.count("$") > 1


def _strings(text: str) -> list[str] | None:
    """The strings of a directive up to its semicolon; None when the text is something else."""
    out: list[str] = []
    at = 0
    while match := _STRING.match(text, at):
        if match[3] is None:
            out.append(next(g for g in (match[1], match[2], match[4]) if g is not None))
        at = match.end()
    rest = text[at:].strip()
    return out if out and rest in {"", ";"} else None


def _literal(parts: list[Piece], text: str, place: int) -> None:
    """Add literal text. Raises FormatError for a ``$`` that begins no variable."""
    if "$" in text:
        at = place + text.index("$")
        raise FormatError(f"At character {at + 1} of the format: a $ is followed by no variable's name.", at)
    parts.append(Literal(text.encode()))


def _field(match: re.Match[str], escape: str) -> Piece:
    """Compile one variable."""
    variable = (match[1] or match[2]).lower()
    rule = variable_rule(variable)
    field = Field(rule.name or variable, rule.holds, rule.shape, "$" + variable, rule.may_be_empty)
    # http/modules/ngx_http_log_module.c: where escape is json or none, a variable without a value writes nothing, not "-".
    if escape and rule.shape in {Shape.INT, Shape.NUMBER} and rule.holds in {Holds.NUMBER, Holds.PORT}:
        return Option((field,))
    return field


def _optional_queries(parts: list[Piece]) -> list[Piece]:
    """``$is_args$args`` stand together or not at all, and begin with the question mark."""
    out: list[Piece] = []
    for part in parts:
        last = out[-2] if len(out) > 1 else None
        if (
            isinstance(part, Field)
            and part.name == "query_string"
            and isinstance(last, Field)
            and last.directive == "$is_args"
            and out[-1] == Literal(b"")
        ):
            out[-2:] = [Option((Literal(b"?"), part))]
        else:
            out.append(part)
    return out
