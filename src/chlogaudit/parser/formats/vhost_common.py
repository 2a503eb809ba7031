"""Common after the virtual host, with its port or without."""

from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats.shared import SERVER, SPACE, VHOST_COMMON
from chlogaudit.parser.formats.vhost_combined import PORT

FORMAT = LogFormat(
    "vhost_common",
    "access",
    "apache",
    (SERVER, PORT, SPACE, *VHOST_COMMON),
    says="The virtual host, its port where it is logged, then common.",
)
SAMPLE = b'shop.example.org 2001:db8::7 - - [10/Oct/2025:13:55:36 +0200] "HEAD / HTTP/1.0" 301 -'
