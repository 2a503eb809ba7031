"""One JSON object a line, whatever its keys."""

from chlogaudit.model.format import LogFormat

FORMAT = LogFormat(
    "json",
    "access",
    "",
    json=True,
    says="One JSON object a line: Caddy, Traefik, Envoy, Apache and others; columns are named by the keys met.",
)
SAMPLE = (
    b'{"ts":1760104536.25,"request":{"client_ip":"192.0.2.1","method":"GET","host":"www.example.com","uri":"/a?b=1",'
    b'"headers":{"User-Agent":["curl/8.5.0"]}},"status":200,"size":512}'
)
