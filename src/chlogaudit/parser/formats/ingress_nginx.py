"""The access log of Kubernetes' ingress-nginx."""

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Option, Shape
from chlogaudit.parser.formats.shared import COMBINED_OPEN, QUOTE_SPACE, SPACE

FORMAT = LogFormat(
    "ingress_nginx",
    "access",
    "nginx",
    (
        *COMBINED_OPEN,
        QUOTE_SPACE,
        Field("bytes_rx", Holds.BYTES, Shape.INT, "$request_length"),
        SPACE,
        Field("time_s", Holds.DURATION, Shape.NUMBER, "$request_time"),
        Literal(b" ["),
        Field("proxy_upstream_name", Holds.PLAIN, Shape.TOKEN, "$proxy_upstream_name"),
        Literal(b"] "),
        Option(  # since 0.22
            (
                Literal(b"["),
                Field("proxy_alternative_upstream_name", Holds.PLAIN, Shape.TOKEN, "$proxy_alternative_upstream_name"),
                Literal(b"] "),
            )
        ),
        Field("upstream_addr", Holds.ADDRESS, Shape.LIST, "$upstream_addr"),
        SPACE,
        Field("upstream_response_length", Holds.PLAIN, Shape.LIST, "$upstream_response_length"),
        SPACE,
        Field("upstream_response_time", Holds.PLAIN, Shape.LIST, "$upstream_response_time"),
        SPACE,
        Field("upstream_status", Holds.PLAIN, Shape.LIST, "$upstream_status"),
        SPACE,
        Field("request_id", Holds.PLAIN, Shape.WORD, "$req_id"),
    ),
    says="ingress-nginx' upstreaminfo: combined, then request length and time, and what the upstreams answered.",
)
SAMPLE = (
    b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0000] "GET /api/v1/orders HTTP/2.0" 200 812 "-" "okhttp/4.12.0" 215 0.034 '
    b"[shop-api-8080] [] 10.42.0.7:8080, 10.42.0.8:8080 0, 812 0.010, 0.024 502, 200 4f1c9a0de2b34c55a8e1b7d6f0923c11"
)
