"""Traefik's common log format."""

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Shape
from chlogaudit.parser.formats.shared import COMBINED_OPEN, QUOTE_SPACE

FORMAT = LogFormat(
    "traefik",
    "access",
    "",
    (
        *COMBINED_OPEN,
        QUOTE_SPACE,
        Field("request_count", Holds.NUMBER, Shape.INT, "RequestCount"),
        Literal(b' "'),
        Field("router_name", Holds.PLAIN, Shape.QUOTED, "RouterName"),
        Literal(b'" "'),
        Field("upstream_url", Holds.ADDRESS, Shape.QUOTED, "ServiceURL"),
        Literal(b'" '),
        Field("time_ms", Holds.DURATION, Shape.NUMBER, "Duration"),
        Literal(b"ms"),
    ),
    says="Combined, then the number of the request, router, server and duration: Traefik's default.",
)
SAMPLE = b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/2.0" 302 32 "-" "-" 17 "web@docker" "http://10.0.0.2:3001" 10ms'
