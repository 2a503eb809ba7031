"""Apache 2.2's error log: no process, no port."""

from chlogaudit.model.format import Literal, LogFormat, Option
from chlogaudit.parser.formats.apache_error import CLIENT, ERRNO, LEVEL, MESSAGE, TIME

FORMAT = LogFormat(
    "apache_error_22",
    "error",
    "apache",
    (
        *(Literal(b"["), TIME, Literal(b"] ["), LEVEL, Literal(b"] ")),
        *(Option((Literal(b"[client "), CLIENT, Literal(b"] "))), ERRNO, *MESSAGE),
    ),
    says="Apache 2.2's error log: time, level, client, message, referer.",
)
SAMPLE = b"[Fri Oct 10 13:55:36 2025] [error] [client 192.0.2.1] File does not exist: /srv/www/favicon.ico"
