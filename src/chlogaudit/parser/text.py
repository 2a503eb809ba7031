"""A format string of either server: which language it is written in, compiled."""

from __future__ import annotations

import re

from chlogaudit.errors import FormatError, UsageError
from chlogaudit.model.format import LogFormat
from chlogaudit.parser.apache import compile_apache
from chlogaudit.parser.formats import BY_NAME
from chlogaudit.parser.nginx import compile_nginx

_NGINX = re.compile(r"\$\{?[a-z_]", re.IGNORECASE)
_APACHE = re.compile(r"%(?:[<>!,0-9]|\{[^}]*\})*(?:\^[A-Za-z]{2}|[A-Za-z%])")


def compile_format(source: str, name: str = "custom") -> LogFormat:
    """
    Compile ``source`` as nginx' ``log_format`` when it names a ``$variable``, else as Apache's ``LogFormat``.

    Raises FormatError when it is neither.
    """
    nginx, apache = _NGINX.search(source), _APACHE.search(source)
    if re.match(r"\s*LogFormat\s", source, re.IGNORECASE) or (apache and not nginx):
        return compile_apache(source, name)
    if nginx:
        return compile_nginx(source, name)
    if apache is None and "%" in source:
        return compile_apache(source, name)  # says which directive is wrong
    raise FormatError(
        "This is no format: it names no Apache directive such as %h and no nginx variable such as $status.", 0
    )


def named_or_compiled(text: str) -> LogFormat:
    """
    A named format, or a format string compiled by the server whose language it speaks.

    Raises UsageError where it is neither, FormatError where it is a string that cannot be understood.
    """
    known = BY_NAME.get(text.lower())
    if known is not None:
        return known
    if "%" not in text and "$" not in text:
        raise UsageError(
            f"No format is called {text!r}, and it is no format string. Named formats: {', '.join(BY_NAME)}."
        )
    return compile_format(text)
