"""Formats out of configurations: continuations, quotes, comments, includes, cycles."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chlogaudit.parser.config import Declared, read_config

NGINX = {
    "/etc/nginx/nginx.conf": b"""
# log_format commented '$status';
http {
    log_format main '$remote_addr - $remote_user [$time_local] "$request" '  # two strings
                    '$status "$http_referer"';
    log_format j escape=json '{"a":"${remote_addr}","s":$status}';
    access_log /var/log/nginx/access.log main buffer=32k;
    access_log off;
    map $uri $x { "~^/a{2};" 1; default 0; }
    error_log /var/log/nginx/error.log warn;
    include sites/*.conf;
    include mime.types;
}
""",
    "/etc/nginx/sites/a.conf": b"server { access_log /var/log/nginx/a.log; include sites/a.conf; include ../nginx/nginx.conf; }",
    "/etc/nginx/sites/b.conf": b"server { access_log /var/log/nginx/b.json j; }",
}
APACHE = {
    "/etc/apache2/apache2.conf": rb"""
ServerRoot "/etc/apache2"
# LogFormat "%s" commented
LogFormat "%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \
    \"%{User-Agent}i\"" combined
  logformat "%v %h" odd
<VirtualHost *:80>
    CustomLog ${APACHE_LOG_DIR}/access.log combined env=!dontlog
    CustomLog "|/usr/bin/rotatelogs /x/%Y.log 86400" "%h %t \"%r\""
    TransferLog logs/transfer.log
    ErrorLog "/var/log/apache2/error.log"
</VirtualHost>
IncludeOptional sites/*.conf
IncludeOptional nothing/*.conf
Include missing.conf
LogFormat "%Q" wrong
""",
    "/etc/apache2/sites/a.conf": b"Include apache2.conf\r\nInclude sites/a.conf\r\nCustomLog /b.log odd\r\n",
}


def read(files: dict[str, bytes], first: str) -> Declared:
    """Read a configuration out of a table of files."""

    def normal(name: str) -> str:
        return name.replace("/sites/../nginx/", "/").replace("/nginx/../nginx/", "/nginx/")

    def find(wanted: str) -> list[str]:
        return sorted(f for f in files if fnmatch.fnmatch(f, normal(wanted)))

    lookup: Callable[[str], bytes] = files.__getitem__
    return read_config(first, lookup, find)


def test_nginx() -> None:
    """Formats by name with their columns, and which log has which; unnamed logs are combined."""
    found = read(NGINX, "/etc/nginx/nginx.conf")

    assert {name: [f.name for f in form.fields][:3] for name, form in found.formats.items()} == {
        "main": ["remote_host", "remote_user", "time_received"],
        "j": ["remote_host", "status"],
        "combined": ["remote_host", "remote_user", "time_received"],
        "nginx_error": ["time_received", "level", "pid"],
    }
    assert found.logs == [
        ("/var/log/nginx/access.log", "main"),
        ("/var/log/nginx/error.log", "nginx_error"),
        ("/var/log/nginx/a.log", "combined"),
        ("/var/log/nginx/b.json", "j"),
    ]
    assert len(found.problems) == 1
    assert "mime.types" in found.problems[0]


def test_apache() -> None:
    """Continued lines, escaped quotes, formats in place, the default of a TransferLog, problems said and not swallowed."""
    found = read(APACHE, "/etc/apache2/apache2.conf")

    assert {name: len(form.fields) for name, form in found.formats.items()} == {
        "combined": 9, "odd": 2, "custom_1": 3, "common": 7, "apache_error": len(found.formats["apache_error"].fields),
    }  # fmt: skip
    assert found.logs == [
        ("${APACHE_LOG_DIR}/access.log", "combined"),
        ("|/usr/bin/rotatelogs /x/%Y.log 86400", "custom_1"),
        ("logs/transfer.log", "common"),
        ("/var/log/apache2/error.log", "apache_error"),
        ("/b.log", "odd"),
    ]
    assert [("missing.conf" in p, "wrong" in p) for p in found.problems] == [(True, False), (False, True)]


def test_an_unnamed_format_is_what_a_transfer_log_writes() -> None:
    """LogFormat without a nickname sets the default of later TransferLogs."""
    found = read({"/c": b'TransferLog /a\nLogFormat "%h %t"\nTransferLog /b\n'}, "/c")

    assert found.logs == [("/a", "common"), ("/b", "custom_1")]
    assert [f.name for f in found.formats["custom_1"].fields] == ["remote_host", "time_received"]


@pytest.mark.parametrize(
    "text", [b"", b"nothing here\n", b"\x00\xff\n", b"log_format x", b"log_format x '$a", b"LogFormat\n"]
)
def test_a_configuration_without_formats_declares_none(text: bytes) -> None:
    """No format is no error here: the caller says so."""
    assert read({"/c": text}, "/c").formats == {}


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="log_format LogFormat access_log CustomLog include '\"$%hs{};#\\\n", max_size=120))
def test_any_configuration_ends_in_a_result(text: str) -> None:
    """Nothing that stands in a configuration raises."""
    read({"/c": text.encode(), "/h": b""}, "/c")
