"""The format ``main`` of nginx' packaged configuration."""

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Shape
from chlogaudit.parser.formats.shared import COMBINED_OPEN, without_ident

FORMAT = LogFormat(
    "nginx_main",
    "access",
    "nginx",
    (
        *without_ident(COMBINED_OPEN),
        Literal(b'" "'),
        Field("request_header_x_forwarded_for", Holds.FORWARDED, Shape.QUOTED, "$http_x_forwarded_for"),
        Literal(b'"'),
    ),
    source=(
        '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" '
        '"$http_user_agent" "$http_x_forwarded_for"'
    ),
    says="Combined, then the X-Forwarded-For header in quotes: main of nginx' packages and of its container image.",
)
SAMPLE = b'10.0.0.5 - - [10/Oct/2025:13:55:36 +0000] "GET /login HTTP/1.1" 200 615 "-" "curl/8.5.0" "192.0.2.1, 198.51.100.7"'
