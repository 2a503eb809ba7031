"""Combined followed by columns of the operator's own."""

from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats.shared import COMBINED_OPEN, EXTRA, QUOTE_SPACE

FORMAT = LogFormat(
    "combined_plus",
    "access",
    "",
    (*COMBINED_OPEN, QUOTE_SPACE, EXTRA),
    says="Combined, then anything: the rest of the line is one column, in which identifiers are looked for.",
)
SAMPLE = b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5120 "-" "curl/8.5.0" www.example.com 443 "-" + 1068'
