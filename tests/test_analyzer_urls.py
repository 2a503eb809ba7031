"""URL templates, paths and kinds of files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chlogaudit.analyzer import mime, urls

TEMPLATES = [
    (b"/", "/"),
    (b"/index.html", "/index.html"),
    (b"/index.html?user=jane", "/index.html"),
    (b"/orders/12345", "/orders/{id}"),
    (b"/orders/12345/lines/7/", "/orders/{id}/lines/{id}/"),
    (b"/img/98765.png", "/img/{id}.png"),
    (b"/items/550e8400-e29b-41d4-a716-446655440000", "/items/{uuid}"),
    (b"/files/0123456789abcdef0123.bin", "/files/{hash}.bin"),
    (b"/2024/05/12/a-title", "/{date}/a-title"),
    (b"/2024/05/a-title", "/{date}/a-title"),
    (b"/backup-2024-05-12.tar.gz", "/backup-{date}.tar.gz"),
    (b"/day/20240512", "/day/{date}"),
    (b"/mail/jane.doe@example.com/read", "/mail/{email}/read"),
    (b"/mail/jane.doe%40example.com/read", "/mail/{email}/read"),
    (b"/mail/jane.doe%2540example.com/read", "/mail/{email}/read"),
    (b"/users/jane", "/users/{user}"),
    (b"/users/jane/orders/77", "/users/{user}/orders/{id}"),
    (b"/user/login", "/user/login"),
    (b"/u/42", "/u/{user}"),
    (b"/profile/Jane_Doe.png", "/profile/{user}.png"),
    (b"/dav/calendars/jdoe/home/", "/dav/calendars/{user}/home/"),
    (b"/~jane/index.html", "/~{user}/index.html"),
    (b"/%7Ejane/", "/~{user}/"),
    (b"/@jane", "/{user}"),
    (b"/wiki/User:Jane_Doe", "/wiki/User:{user}"),
    (b"/reset/Zk3mP0qRsT9uVwXy", "/reset/{token}"),
    (b"/v/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "/v/{token}"),
    (b"/dl/Zk3mP0qRsT9uVwXyA1b2", "/dl/{token}"),
    (b"/call/+491701234567", "/call/{id}"),
    (b"/call/%2B491701234567", "/call/{id}"),
    (b"/at/48.13743,11.57549", "/at/{id}"),
    (b"/from/192.0.2.17", "/from/{id}"),
    (b"/from/2001:db8::17", "/from/{id}"),
    (b"/files/198-JANE%20DOE.pdf", "/files/{text}.pdf"),
    (b"/search/jane+doe", "/search/{text}"),
    (b"/set/lat=48.1", "/set/lat={value}"),
    (b"/page;jsessionid=0A1B2C3D", "/page"),
    (b"/page&id=5", "/page"),
    (b"/page%3Fid=5", "/page"),
    (b"/img/logo@2x.png", "/img/logo@2x.png"),
    (b"/npm/jquery@3.6.0/dist/jquery.min.js", "/npm/jquery@{id}/dist/jquery.min.js"),
    (b"/js/jquery-3.6.0.min.js", "/js/jquery-{id}.min.js"),
    (b"/css/bootstrap5.css", "/css/bootstrap5.css"),
    (b"/AccountSettingsController", "/AccountSettingsController"),
    (b"/caf\xc3\xa9", "/caf%C3%A9"),
    (b"/caf%c3%a9", "/caf%C3%A9"),
    (rb"/caf\xc3\xa9", "/caf%C3%A9"),
    (b"/a\x1b[31m", "/a%1B%5B31m"),
    (b"http://example.com/orders/5?x=1", "/orders/{id}"),
    (b"http://example.com", "/"),
    (b"example.com:443", "{host}"),
    (b"*", "*"),
    (b"", urls.NOT_A_PATH),
    (b"-", urls.NOT_A_PATH),
    (b"\x16\x03\x01", urls.NOT_A_PATH),
]


@pytest.mark.parametrize(("url", "expected"), TEMPLATES)
def test_template(url: bytes, expected: str) -> None:
    """What varies from visitor to visitor is named, the rest stays."""
    found = urls.template(url)

    assert found == expected


PIECES = st.sampled_from(
    [b"/", b"users", b"reset", b"{id}", b"{", b"}", b"%", b"25", b"%40", b"@", b"~", b".", b"..", b"-", b"_", b"=", b"2024", b"05", b"a1B2", b"\xff",
     b"jane", b".png", b"+", b":", b"4111111111111111", b"%2F", b"%257e", b"User:", b"search", b"\\x", b"http://", b"\r\n", b"eyJ", b"12", b"x"]
)  # fmt: skip
HOSTILE = st.one_of(
    st.binary(max_size=300),
    st.lists(PIECES, max_size=14).map(b"".join),
    st.lists(PIECES, max_size=14).map(lambda p: b"/" + b"".join(p)),
)


@given(HOSTILE)
@example(b"/" + b"a" * 10_000)
@example(b"/" + b"12/" * 3_000)
def test_template_laws(url: bytes) -> None:
    """For any bytes: short, printable ASCII, no at sign but a picture's or a package's, no long number, and its own template."""
    found = urls.template(url)

    assert len(found) <= 200
    assert re.fullmatch(r"[ -~]*", found)
    assert not re.search(r"\d{4}", re.sub(r"%[0-9A-F]{2}", "", found))
    assert not re.search(r"@(?![1-4]x\.|\{id\})", found)
    assert urls.template(found.encode()) == found


SECRETS = [
    b"jane.doe@example.com", b"jane%2Edoe%40example.com", b"4111111111111111", b"DE89370400440532013000", b"+49-170-1234567",
    b"550e8400-e29b-41d4-a716-446655440000", b"203.0.113.77", b"2001:db8::8a2e:370:7334", b"ghp_0123456789abcdefABCDEF0123456789abcd",
    b"AKIAIOSFODNN7EXAMPLE", b"GA1.2.1234567890.1600000000", b"Jane%20Doe", b"00:1b:44:11:3a:b7",
]  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("around", [b"/a/%s", b"/a/%s/b", b"/a/%s.html", b"/users/%s", b"/a/x=%s", b"/a?e=%s"])
def test_template_keeps_no_identifier(secret: bytes, around: bytes) -> None:
    """Whatever identifies by its form is gone from the template, wherever it stands."""
    found = urls.template(around % secret).encode()

    assert secret not in found
    assert not any(piece in found for piece in re.split(rb"[^A-Za-z0-9]", secret) if len(piece) >= 5)


def test_path_cuts_query_and_origin() -> None:
    """The path is what stands between the origin and the query, byte for byte."""
    assert urls.path(b"/a;b=1?c#d") == b"/a;b=1"
    assert urls.path(b"https://jane:secret@example.com:8443/a?c") == b"/a"
    assert urls.path(b"https://example.com?c") == b"/"
    assert urls.path(b"\x00\xff?") == b"\x00\xff"


def test_static_and_page() -> None:
    """Files of a page are static, documents are pages, and what is neither (an interface's answer) is none of both."""
    assert urls.is_static(b"/a/LOGO.PNG?v=3")
    assert urls.is_static(b"/a.min.js;v=1")
    assert not urls.is_static(b"/a/css")
    assert urls.is_page(b"/")
    assert urls.is_page(b"/a/b")
    assert urls.is_page(b"/a.php?x=b.png")
    assert not urls.is_page(b"/a.png")
    assert not urls.is_page(b"/a.json")
    assert not urls.is_static(b"/a.json")
    assert not urls.is_page(b"-")
    assert not urls.STATIC & urls.PAGES


@given(st.binary(max_size=200))
def test_never_both(url: bytes) -> None:
    """No URL is a static file and a page; none raises."""
    assert not (urls.is_static(url) and urls.is_page(url))
    assert mime.of(url)


def test_static_holds_goaccess_list() -> None:
    """Whatever GoAccess' shipped configuration calls a static file is one here."""
    configuration = Path("/etc/goaccess/goaccess.conf")
    if not configuration.exists():
        pytest.skip("goaccess is not installed")
    theirs = set(re.findall(rb"^static-file \.(\w+)", configuration.read_bytes(), re.MULTILINE))

    assert theirs
    assert theirs <= urls.STATIC


def test_mime_by_extension() -> None:
    """The extension decides, capitals or not, and its absence is said."""
    assert mime.of(b"/a.PNG?x") == "image/png"
    assert mime.of(b"/a.woff2") == "font/woff2"
    assert mime.of(b"/a") == mime.NONE
    assert mime.of(b"/a.b/") == mime.NONE
    assert mime.of(b"/a.qqq") == mime.OTHER
    assert mime.group("image/png") == "image"
    assert mime.group(mime.OTHER) == mime.OTHER


# The standard library keeps older or unofficial names for these; ours are the registered ones or the ones in use.
ELSEWHERE = {
    b"xsl", b"vcf", b"ico", b"eps", b"tgz", b"cjs", b"ts", b"wav", b"aac", b"webp", b"avif", b"js", b"mjs", b"sh", b"dll", b"bin", b"exe",
    b"bmp", b"svgz", b"rtf", b"jfif", b"m4a", b"opus", b"flac", b"xml", b"heic",
}  # fmt: skip


def test_mime_agrees_with_the_standard_library() -> None:
    """Our frozen table differs from ``mimetypes`` only where that is known."""
    import mimetypes

    theirs = mimetypes._types_map_default  # type: ignore[attr-defined]  # the map without the machine's own files
    differ = {e for e, kind in mime._TYPES.items() if theirs.get("." + e.decode(), kind) != kind}

    assert differ <= ELSEWHERE
