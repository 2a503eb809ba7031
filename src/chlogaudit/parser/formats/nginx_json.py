"""nginx' ``escape=json`` templates: the variables' names as keys."""

from chlogaudit.model.format import LogFormat

FORMAT = LogFormat(
    "nginx_json",
    "access",
    "nginx",
    json=True,
    says="One JSON object a line with nginx' variables as keys, as written by log_format with escape=json.",
)
SAMPLE = (
    b'{"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"192.0.2.1","remote_user":"","request":"GET /a?b=1 HTTP/1.1",'
    b'"status":200,"body_bytes_sent":512,"http_referer":"","http_user_agent":"curl/8.5.0","request_time":0.034}'
)
