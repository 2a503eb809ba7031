"""Apache 2.4's error log, as its default ErrorLogFormat writes it."""

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Option, Piece, Shape

REFERER = b", referer: "
TIME = Field("time_received", Holds.TIME, Shape.TIME_ERROR, "%{u}t", may_be_empty=False)
LEVEL = Field("level", Holds.LEVEL, Shape.WORD, "%l")
CLIENT = Field("remote_host", Holds.CLIENT, Shape.WORD, "%a", may_be_empty=False)
# server/log.c, do_errorlog_default: the referer comes last, so a message that forges one changes nothing.
MESSAGE: tuple[Piece, ...] = (
    Field("message", Holds.MESSAGE, Shape.TOKEN_LAST, "%M", last=REFERER),
    Option((Literal(REFERER), Field("request_header_referer", Holds.REFERER, Shape.REST, "%{Referer}i"))),
)
ERRNO = Option(
    (
        Literal(b"("),
        Field("error_number", Holds.PLAIN, Shape.INT, "%E"),
        Literal(b")"),
        Field("error_text", Holds.TEXT, Shape.TOKEN, "%E"),
        Literal(b": "),
    )
)
BODY: tuple[Piece, ...] = (
    # An option holds no option; [pid 9:tid 8] and [client 192.0.2.1:80] are therefore opened and closed by options.
    Option((Literal(b":tid "), Field("pid_tid", Holds.PLAIN, Shape.INT, "%T"))),
    Literal(b"] "),
    Option(
        (
            Field("source_file", Holds.TEXT, Shape.WORD, "%F", may_be_empty=False),
            Literal(b"("),
            Field("source_line", Holds.PLAIN, Shape.INT, "%F"),
            Literal(b"): "),
        )
    ),
    ERRNO,
    Option((Literal(b"[client "), CLIENT)),
    Option((Literal(b":"), Field("server_port_remote", Holds.PORT, Shape.INT, "%a"), Literal(b"] "))),
    Option((Literal(b"] "),)),
    Option(
        (
            Literal(b"[remote "),
            Field("upstream_addr", Holds.ADDRESS, Shape.WORD, "%a", may_be_empty=False),
            Literal(b"] "),
        )
    ),
    *MESSAGE,
)


def _format(name: str, time: Field, says: str) -> LogFormat:
    """The default format with one way or another to write the time."""
    module = Field("module", Holds.PLAIN, Shape.WORD, "%m")
    pid = Field("pid", Holds.PLAIN, Shape.INT, "%P")
    head = (Literal(b"["), time, Literal(b"] ["), module, Literal(b":"), LEVEL, Literal(b"] [pid "), pid)
    return LogFormat(name, "error", "apache", (*head, *BODY), says=says)


FORMAT = _format(
    "apache_error",
    TIME,
    "Apache 2.4's error log: time, module and level, process and thread, client with port, message, referer.",
)
SAMPLE = (
    b"[Fri Oct 10 13:55:36.318615 2025] [authz_core:error] [pid 9:tid 140597881775872] mod_authz_core.c(820): "
    b"(13)Permission denied: [client 2001:db8::7:50752] AH01630: client denied by server configuration: /srv/www/x, "
    b"referer: https://www.example.com/start"
)
CLF_TIME = _format(
    "apache_error_clf",
    Field("time_received", Holds.TIME, Shape.TIME_CLF, "%t", may_be_empty=False),
    "Apache 2.4's error log with the time as in the access log.",
)
CLF_TIME_SAMPLE = b"[10/Oct/2025:13:55:36 +0200] [core:alert] [pid 12] [client 192.0.2.1:24259] script not found"
ISO_TIME = _format(
    "apache_error_iso",
    Field("time_received", Holds.TIME, Shape.TOKEN, "%{cu}t", may_be_empty=False, strftime="%Y-%m-%d %H:%M:%S.%f"),
    "Apache 2.4's error log with the compact time that %{cu}t in an ErrorLogFormat gives.",
)
ISO_TIME_SAMPLE = (
    b"[2025-10-10 13:55:36.138633] [php:error] [pid 12] [client 192.0.2.1:24259] PHP Fatal error: out of memory"
)
