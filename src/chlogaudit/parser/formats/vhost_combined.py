"""Combined after the virtual host, with its port or without."""

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Option, Shape
from chlogaudit.parser.formats.shared import SERVER, SPACE, VHOST_COMBINED

PORT = Option((Literal(b":"), Field("server_port", Holds.PLAIN, Shape.INT, "%p")))

FORMAT = LogFormat(
    "vhost_combined",
    "access",
    "apache",
    (SERVER, PORT, SPACE, *VHOST_COMBINED),
    says=(
        "The virtual host, its port where it is logged, then combined; Debian writes its other_vhosts_access.log so. "
        "Debian logs the bytes sent (%O) where others log the size (%b); no line tells which, so the column is the size."
    ),
)
SAMPLE = (
    b'www.example.com:443 192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 4875 '
    b'"-" "Mozilla/5.0 (compatible; examplebot/1.0; +https://bot.example.net/)"'
)
