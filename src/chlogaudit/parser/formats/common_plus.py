"""Common followed by columns of the operator's own."""

from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats.shared import COMMON, EXTRA, SPACE

FORMAT = LogFormat(
    "common_plus",
    "access",
    "",
    (*COMMON, SPACE, EXTRA),
    says="Common, then anything: the rest of the line is one column, in which identifiers are looked for.",
)
SAMPLE = b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5120 0.034 hit www.example.com'
