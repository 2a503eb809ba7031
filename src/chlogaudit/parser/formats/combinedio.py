"""Combined with the bytes on the wire."""

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Shape
from chlogaudit.parser.formats.shared import COMBINED_OPEN, QUOTE_SPACE

FORMAT = LogFormat(
    "combinedio",
    "access",
    "apache",
    (
        *COMBINED_OPEN,
        QUOTE_SPACE,
        Field("bytes_rx", Holds.BYTES, Shape.INT, "%I"),
        Literal(b" "),
        Field("bytes_tx", Holds.BYTES, Shape.INT, "%O"),
    ),
    source='%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %I %O',
    says="Combined, then the bytes received and sent, headers included (mod_logio).",
)
SAMPLE = (
    b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "POST /form HTTP/1.1" 302 - '
    b'"https://www.example.com/form" "curl/8.5.0" 911 412'
)
