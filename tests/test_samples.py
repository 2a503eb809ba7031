"""The samples are ours: made by a script, in reserved ranges, one of every kind of trouble that real logs hold."""

from __future__ import annotations

import gzip
import ipaddress
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_logs"
DOCUMENTATION = [
    ipaddress.ip_network(n)
    for n in (
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "2001:db8::/32",
        "10.0.0.0/8",
        "127.0.0.0/8",
        "0.0.0.0/32",
    )
]


def is_address(text: str) -> bool:
    """A time of day has the shape of an IPv6 address, and too few parts."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def content(path: Path) -> bytes:
    """The bytes a reader gets, whatever the file is packed in."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def files(folder: Path) -> dict[str, Path]:
    """Relative name -> path of every file under a folder."""
    return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}


def test_script_reproduces_every_file(tmp_path: Path) -> None:
    """Nobody edits a sample by hand: the script writes the same files with the same content (compressed bytes may differ by zlib)."""
    subprocess.run([sys.executable, str(ROOT / "benchmarks" / "make_samples.py"), str(tmp_path)], check=True)
    made, kept = files(tmp_path), files(SAMPLES)

    assert made.keys() == kept.keys()
    for name, path in made.items():
        assert content(path) == content(kept[name]), name


@pytest.mark.parametrize("path", files(SAMPLES).values(), ids=files(SAMPLES).keys())
def test_size_is_for_people(path: Path) -> None:
    """Every sample is long enough to show a rhythm and short enough to read."""
    assert 150 <= content(path).count(b"\n") <= 600


@pytest.mark.parametrize("path", files(SAMPLES).values(), ids=files(SAMPLES).keys())
def test_addresses_are_reserved(path: Path) -> None:
    """No address that could be anybody's: documentation ranges, private ranges, loopback; product versions apart."""
    text = content(path).decode("latin-1")
    text = re.sub(r"[A-Za-z]+/\d+(\.\d+)+", "", text)  # Chrome/145.0.0.0 is not an address
    v4 = re.findall(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", text)
    v6 = re.findall(r"(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}(?![\w:])", text)
    strange = {a for a in (*v4, *v6) if is_address(a) and not any(ipaddress.ip_address(a) in n for n in DOCUMENTATION)}

    assert not strange


@pytest.mark.parametrize("path", files(SAMPLES).values(), ids=files(SAMPLES).keys())
def test_domains_are_reserved(path: Path) -> None:
    """No host that exists: every URL and every e-mail address is under example.com, .net or .org."""
    text = content(path).decode("latin-1").replace("%40", "@")
    hosts = re.findall(r"(?:https?|ldap)://([^/:\s\"?]+)", text) + re.findall(r"\w@([a-z][\w.-]*\.[a-z]{2,})\b", text)
    hosts = [h for h in hosts if not re.fullmatch(r"[\d.]+", h) and not h.endswith(".png")]
    strange = {h for h in hosts if not re.search(r"(^|\.)example\.(com|net|org)(\.png)?$", h)}

    assert not strange


KINDS = {
    "a visitor's IPv6 address": rb"^2001:db8:[0-9a-f:]+ - ",
    "a network card's number in an address": rb"21b:44ff:fe",
    "a host name as client": rb"dsl-192-0-2-\d+\.pool\.example\.net - ",
    "a virtual host in front": rb"^alpha\.example\.org:443 ",
    "a forwarded list": rb'"[0-9a-f.:]+, 10\.20\.0\.\d"$',
    "HTTP/2": rb'HTTP/2\.0" 200',
    "CRLF": rb"\r$",
    "raw latin-1": "müller".encode("latin-1"),
    "raw binary": rb"\x80\xff\x01",
    "an escaped TLS hello": rb'"\\x16\\x03\\x01',
    "no request": rb'"-" 400 ',
    "an empty line": rb"^\n",
    "a line that is no log line": rb"^server restarted by hand",
    "JSON": rb'^\{"time_iso8601":',
    "ingress": rb"\[shop-web-8080\] \[\] 10\.42\.",
    "an encoded e-mail": rb"jane\.doe%40example\.com",
    "an e-mail encoded twice": rb"%2540example",
    "a card": rb"4111111111111111",
    "an IBAN": rb"GB33BUKB20201555555555",
    "a telephone number": rb"tel=%2B44\+20\+7946",
    "an e-mail in a referer": rb"_from=anna\.schmidt%40example",
    "a JWT": rb"token=eyJ",
    "a search in Cyrillic": rb"q=%D0%BB",
    "an authenticated user": rb" - alice \[",
    "a user in an error log": rb"AH01617: user alice:",
    "a user who forges a client": rb'user "x, client: 127\.0\.0\.1" was not found',
    "a database's complaint": rb"Duplicate entry '[a-z.-]+@example\.com'",
    "a crawler": rb"Googlebot/2\.1",
    "an AI crawler": rb"GPTBot/1\.3",
    "a crawler's own address": rb"contact ops@example\.net",
    "a picture that looks like an e-mail": rb"logo@2x\.png",
    "an upstream": rb'upstream: "http://10\.0\.4\.',
}


@pytest.mark.parametrize("pattern", KINDS.values(), ids=KINDS.keys())
def test_every_kind_of_trouble_is_there(pattern: bytes) -> None:
    """The samples show what LOGS.md of the design warns of; a golden test can rely on each."""
    assert any(re.search(pattern, content(p), re.MULTILINE) for p in files(SAMPLES).values())


def test_rhythm_and_week() -> None:
    """Every day of the week is there, and the night is quieter than the evening."""
    text = b"".join(content(p) for p in files(SAMPLES).values() if "shop/access" in p.as_posix())
    days = set(re.findall(rb"\[(\d\d)/Mar/2026", text))
    hours = [int(h) for h in re.findall(rb"/Mar/2026:(\d\d)", text)]

    assert days == {b"09", b"10", b"11", b"12", b"13", b"14", b"15"} | (days & {b"16"})
    assert sum(2 <= h < 6 for h in hours) * 3 < sum(18 <= h < 22 for h in hours)
