"""NCSA common log format."""

from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats.shared import COMMON

FORMAT = LogFormat(
    "common",
    "access",
    "apache",
    COMMON,
    source='%h %l %u %t "%r" %>s %b',
    says="Client, ident, user, time, request line, status and size: the oldest format, still the default of many servers.",
)
SAMPLE = b'192.0.2.1 - alice [10/Oct/2025:13:55:36 +0200] "GET /index.html HTTP/1.1" 200 2326'
