"""nginx' error log: a message, then what the server was doing for whom."""

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Option, Shape

_CLIENT = b", client: "


def _quoted(key: str, name: str, holds: Holds) -> Option:
    """One quoted value of the tail."""
    return Option((Literal(f', {key}: "'.encode()), Field(name, holds, Shape.QUOTED, key), Literal(b'"')))


FORMAT = LogFormat(
    "nginx_error",
    "error",
    "nginx",
    (
        Field("time_received", Holds.TIME, Shape.TIME_NGINX, "time", may_be_empty=False),
        Literal(b" ["),
        Field("level", Holds.LEVEL, Shape.WORD, "level"),
        Literal(b"] "),
        Field("pid", Holds.PLAIN, Shape.INT, "pid"),
        Literal(b"#"),
        Field("pid_tid", Holds.PLAIN, Shape.INT, "tid"),
        Literal(b": "),
        Option((Literal(b"*"), Field("connection", Holds.NUMBER, Shape.INT, "connection"), Literal(b" "))),
        # A visitor's user name may hold ", client: 127.0.0.1"; the server's own comes after it.
        Field("message", Holds.MESSAGE, Shape.TOKEN_LAST, "message", last=_CLIENT),
        Option((Literal(_CLIENT), Field("remote_host", Holds.CLIENT, Shape.WORD, "client", may_be_empty=False))),
        Option((Literal(b", server: "), Field("server_name", Holds.HOST, Shape.TOKEN, "server"))),
        _quoted("login", "remote_user", Holds.USER),  # the mail proxy's
        _quoted("request", "request_first_line", Holds.REQUEST),
        _quoted("subrequest", "subrequest", Holds.URL),
        _quoted("upstream", "upstream_url", Holds.URL),
        _quoted("host", "request_header_host", Holds.HOST),
        _quoted("referrer", "request_header_referer", Holds.REFERER),
        Option((Literal(b", "), Field("extra", Holds.TEXT, Shape.REST, "", may_be_empty=False))),
    ),
    says="nginx' error log: time, level, process, message, then client, server, request, upstream, host and referrer.",
)
SAMPLE = (
    b'2025/10/10 13:55:36 [error] 31#31: *7 open() "/srv/www/favicon.ico" failed (2: No such file or directory), '
    b'client: 192.0.2.1, server: www.example.com, request: "GET /favicon.ico HTTP/1.1", host: "www.example.com", '
    b'referrer: "https://www.example.com/start?x=1"'
)
