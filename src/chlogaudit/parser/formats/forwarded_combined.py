"""Combined with a list of addresses, as X-Forwarded-For has it, in the client's place; one address alone is combined."""

from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats.shared import FORWARDED, VHOST_COMBINED

FORMAT = LogFormat(
    "forwarded_combined",
    "access",
    "",
    (*FORWARDED, *VHOST_COMBINED[1:]),
    says="Combined with the X-Forwarded-For header in the client's place: the first address is the visitor's, proxies follow.",
)
SAMPLE = (
    b'192.0.2.1, 198.51.100.7 - - [10/Oct/2025:13:55:36 +0000] "GET /login HTTP/1.1" 200 615 '
    b'"https://www.example.com/" "curl/8.5.0"'
)
