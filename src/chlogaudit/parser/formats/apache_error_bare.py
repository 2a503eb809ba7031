"""What httpd says before its error log is open: a message without a time."""

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Shape

FORMAT = LogFormat(
    "apache_error_bare",
    "error",
    "apache",
    (
        Literal(b"AH"),
        Field("message_id", Holds.PLAIN, Shape.INT),
        Literal(b": "),
        Field("message", Holds.MESSAGE, Shape.REST),
    ),
    says="Messages that httpd writes at start, before its error log is open: number and text, no time.",
)
SAMPLE = b"AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using 192.0.2.9"
