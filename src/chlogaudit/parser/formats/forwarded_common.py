"""Common with a list of addresses, as X-Forwarded-For has it, in the client's place; one address alone is common."""

from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats.shared import FORWARDED, VHOST_COMMON

FORMAT = LogFormat(
    "forwarded_common",
    "access",
    "",
    (*FORWARDED, *VHOST_COMMON[1:]),
    says="Common with the X-Forwarded-For header in the client's place: the first address is the visitor's, proxies follow.",
)
SAMPLE = b'192.0.2.1, 198.51.100.7, 10.0.0.5 - alice [10/Oct/2025:13:55:36 +0000] "GET /login HTTP/1.1" 200 615'
