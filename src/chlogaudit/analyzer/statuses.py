"""What a status code means: its reason and its class, with the codes that only servers' logs know."""

from __future__ import annotations

from http import HTTPStatus

_GROUPS = {
    0: "0 No answer",
    1: "1xx Informational",
    2: "2xx Success",
    3: "3xx Redirection",
    4: "4xx Client error",
    5: "5xx Server error",
}
# nginx logs these and never sends them (src/http/ngx_http_request.h); the others come from proxies and load balancers.
_OTHERS = {
    0: "No status was sent",
    419: "Page Expired (Laravel)",
    420: "Enhance Your Calm",
    430: "Request Header Fields Too Large (Shopify)",
    440: "Login Time-out (IIS)",
    444: "No Response: nginx closed the connection",
    449: "Retry With (IIS)",
    450: "Blocked by Windows Parental Controls",
    460: "Client closed the connection before the load balancer's time-out (AWS)",
    463: "More than 30 addresses in X-Forwarded-For (AWS)",
    494: "Request header too large (nginx)",
    495: "Client certificate is wrong (nginx)",
    496: "Client certificate is missing (nginx)",
    497: "Plain HTTP sent to an HTTPS port (nginx)",
    498: "Invalid Token",
    499: "Client closed the connection first (nginx)",
    509: "Bandwidth Limit Exceeded",
    520: "Origin gave an unknown error (Cloudflare)",
    521: "Origin is down (Cloudflare)",
    522: "Origin did not connect in time (Cloudflare)",
    523: "Origin is unreachable (Cloudflare)",
    524: "Origin did not answer in time (Cloudflare)",
    525: "TLS handshake with the origin failed (Cloudflare)",
    526: "Origin's certificate is invalid (Cloudflare)",
    529: "Site is overloaded",
    530: "Site is frozen, or another Cloudflare error",
    561: "Sign-in at the identity provider failed (AWS)",
    598: "Network read time-out",
    599: "Network connect time-out",
}
# The wording of some reasons changed between Python versions (RFC 9110); one wording keeps reports comparable.
_RENAMED = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    418: "I'm a teapot",
    422: "Unprocessable Content",
}
_REASONS = {status.value: status.phrase for status in HTTPStatus} | _OTHERS | _RENAMED


def reason(code: int) -> str:
    """Say what ``code`` means; "Unknown status" for a code that nobody registered."""
    return _REASONS.get(code, "Unknown status")


def group(code: int) -> str:
    """Say which class ``code`` belongs to, such as "2xx Success"; "Not a status" outside 100..599 and 0."""
    if code == 0:
        return _GROUPS[0]
    return _GROUPS.get(code // 100, "Not a status") if code >= 100 else "Not a status"
