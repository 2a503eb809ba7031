"""Common with referer and user agent: the default of nginx, and of most Apache packages."""

from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats.shared import COMBINED

FORMAT = LogFormat(
    "combined",
    "access",
    "apache",
    COMBINED,
    source='%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"',
    says="Common with referer and user agent; nginx writes it when no other format is named.",
)
SAMPLE = (
    b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET /shop?item=7 HTTP/2.0" 200 5120 '
    b'"https://www.example.com/" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"'
)
