"""Combined after the virtual host, followed by columns of the operator's own."""

from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats.shared import EXTRA, QUOTE_SPACE, SERVER, SPACE, VHOST_COMBINED
from chlogaudit.parser.formats.vhost_combined import PORT

FORMAT = LogFormat(
    "vhost_combined_plus",
    "access",
    "",
    (SERVER, PORT, SPACE, *VHOST_COMBINED[:-1], QUOTE_SPACE, EXTRA),
    says="The virtual host, combined, then anything: the rest of the line is one column, in which identifiers are looked for.",
)
SAMPLE = b'www.example.com:443 192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 5120 "-" "curl/8.5.0" 1068 "-" TLSv1.3'
