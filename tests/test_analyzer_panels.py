"""Every panel: a tiny log in, its rows out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chlogaudit.analyzer import stays
from chlogaudit.analyzer.panels import COUNTED, MEASURED
from traffic_logs import CHROME, FIREFOX, GOOGLEBOT, GPTBOT, entry, make_report, panel

MORNING, NIGHT, NEXT = "14/Mar/2026:10:00:00 +0000", "14/Mar/2026:23:30:00 +0000", "15/Mar/2026:00:10:00 +0000"
OTHER = "192.0.2.2"
Rows = list[tuple[str, int, int | None]]

# Panel -> lines, and (key, hits, distinct visitors) of its rows in order. Five lines without more say little else.
CASES: dict[str, tuple[list[str], Rows]] = {
    "days": (
        [entry(), entry("/a"), entry(client=OTHER), entry(time=NEXT)],
        [("2026-03-14", 3, 2), ("2026-03-15", 1, 1)],
    ),
    "months": (
        [entry(), entry(time=NEXT), entry(time="01/Apr/2026:00:00:00 +0000")],
        [("2026-03", 2, 2), ("2026-04", 1, 1)],  # one visitor of two days is two
    ),
    "hours": (
        [entry(), entry(time="15/Mar/2026:10:59:59 +0200"), entry(time=NIGHT), entry(time=NIGHT, client=OTHER)],
        [("10", 2, 2), ("23", 2, 2)],  # the hour as written, whatever the zone
    ),
    "weekdays": (
        [entry(), entry(time="21/Mar/2026:10:00:00 +0000"), entry(time=NEXT)],
        [("Saturday", 2, 2), ("Sunday", 1, 1)],
    ),
    "requests": (
        [entry("/a?x=1"), entry("/a?x=2"), entry("/b"), entry("/c.css"), entry("/gone", status=404)],
        [("/a", 2, 1), ("/b", 1, 1)],
    ),
    "static_files": (
        [entry("/c.css?v=1"), entry("/c.css?v=2", client=OTHER), entry("/a"), entry("/gone.png", status=404)],
        [("/c.css", 2, 2)],
    ),
    "not_found": (
        [entry("/gone", status=404), entry("/gone.png", status=404), entry("/gone", status=404), entry("/a")],
        [("/gone", 2, 1), ("/gone.png", 1, 1)],
    ),
    "statuses": (
        [entry(), entry(status=404), entry(status=499, client=OTHER), entry(client=OTHER)],
        [("200 OK", 2, 2), ("404 Not Found", 1, 1), ("499 Client closed the connection first (nginx)", 1, 1)],
    ),
    "vhosts": (
        [f"{host}:443 {entry()}" for host in ("www.example.com", "example.net", "example.net")],
        [("example.net", 2, 1), ("www.example.com", 1, 1)],
    ),
    "hosts": (
        [entry(), entry(), entry(client="2001:db8:1:2::3"), entry(client="fd12:3456:789a::1"), entry(client="a.example.com")],
        [("192.0.2.0/24 h-*", 2, 1), ("(name) h-*", 1, 1), ("2001:db8:1::/48 h-*", 1, 1), ("fd12:3456:789a::1", 1, 1)],
    ),
    "referrers": (
        [entry(referer="https://www.example.org/a?q=1"), entry(referer="https://www.example.org/a?q=2"), entry()],
        [("https://www.example.org/a", 2, 1)],
    ),
    "sites": (
        [entry(referer="https://www.example.org/a"), entry(referer="http://example.org/b"), entry(referer="android-app://x/")],
        [("example.org", 2, 1), ("(internal)", 1, 1)],
    ),
    "phrases": (
        [entry(referer="https://www.google.com/search?q=Oak+Shelf"), entry(referer="https://www.bing.com/search?q=oak%20shelf")],
        [("oak shelf", 2, 1)],
    ),
    "browsers": (
        [entry(), entry("/a"), entry(agent=CHROME), entry(agent="-")],
        [("Firefox", 2, 1), ("Chrome Mobile", 1, 1)],
    ),
    "systems": ([entry(), entry(agent=CHROME), entry(agent="-")], [("Android", 1, 1), ("Linux", 1, 1)]),
    "devices": (
        [entry(), entry(agent=CHROME), entry(agent=GOOGLEBOT), entry(agent=GOOGLEBOT)],
        [("bot", 2, 1), ("desktop", 1, 1), ("phone", 1, 1)],
    ),
    "bots": (
        [entry(), entry(agent=GOOGLEBOT), entry(agent=GOOGLEBOT), entry(agent=GPTBOT)],
        [("Googlebot", 2, 1), ("GPTBot", 1, 1)],
    ),
    "ai_crawlers": ([entry(), entry(agent=GOOGLEBOT), entry(agent=GPTBOT)], [("GPTBot", 1, 1)]),
    "methods": ([entry(), entry(), entry(method="POST")], [("GET", 2, 1), ("POST", 1, 1)]),
    "protocols": ([entry(), entry(), entry(protocol="HTTP/2.0")], [("HTTP/1.1", 2, 1), ("HTTP/2.0", 1, 1)]),
    "mimes": (
        [entry("/"), entry("/a.css"), entry("/b.css"), entry("/c.PNG?x")],
        [("text/css", 2, 1), ("(no extension)", 1, 1), ("image/png", 1, 1)],
    ),
    "users": ([entry(user="ann"), entry(user="ann"), entry(user="bob"), entry()], [("u-*", 2, 1), ("u-*", 1, 1)]),
    "entry_pages": (
        [entry("/"), entry("/b", time="14/Mar/2026:10:05:00 +0000"), entry("/a", time="14/Mar/2026:11:00:00 +0000"),
         entry("/x", agent=GOOGLEBOT)],
        [("/", 1, 1), ("/a", 1, 1)],
    ),
    "exit_pages": (
        [entry("/"), entry("/b", time="14/Mar/2026:10:05:00 +0000"), entry("/c.css", time="14/Mar/2026:10:05:01 +0000")],
        [("/b", 1, 1)],
    ),
    "visits": (
        [entry("/"), entry("/b", time="14/Mar/2026:10:04:00 +0000"), entry("/", client=OTHER), entry("/", time=NIGHT),
         entry("/", time="15/Mar/2026:00:00:00 +0000")],  # a visit goes on over midnight
        [("one page", 1, 1), ("2-5 min", 1, 1), ("15-30 min", 1, 1)],
    ),
}  # fmt: skip


def shown(made: list[tuple[str, int, int | None]]) -> Rows:
    """Rows with the random part of a token as a star; those that tie on it in the order of what is left."""
    rows = [(re.sub(r"\b([hu])-[0-9a-f]{10}\b", r"\1-*", key), hits, visitors) for key, hits, visitors in made]
    return sorted(rows, key=lambda row: (-row[1], row[0])) if any("-*" in row[0] for row in rows) else rows


@pytest.mark.parametrize("name", CASES)
def test_rows(name: str, tmp_path: Path) -> None:
    """Key, hits and distinct visitors of each row, in the panel's order."""
    lines, expected = CASES[name]
    found = panel(make_report(tmp_path / "access.log", lines), name)

    assert found.absent == ""
    assert shown([(row.key, row.hits, row.visitors) for row in found.rows]) == expected


CACHE = '{"time":"2026-03-14T10:00:00+00:00","remote_addr":"192.0.2.1","request":"GET / HTTP/1.1","status":200,"body_bytes_sent":5,"upstream_cache_status":"%s","ssl_protocol":"%s","request_time":%s}\n'


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cache", [("HIT", 2, 1), ("MISS", 1, 1)]),
        ("tls", [("TLSv1.3", 2, 1), ("TLSv1.2", 1, 1)]),
        ("response_times", [("(all requests)", 3, None), ("/", 3, 1)]),
    ],
)
def test_rows_of_json_lines(name: str, expected: Rows, tmp_path: Path) -> None:
    """What a combined log does not hold comes from JSON lines."""
    lines = [CACHE % row for row in (("HIT", "TLSv1.3", 0.1), ("HIT", "TLSv1.3", 0.2), ("MISS", "TLSv1.2", 3))]
    found = panel(make_report(tmp_path / "access.log", lines), name)

    assert [(row.key, row.hits, row.visitors) for row in found.rows] == expected


def test_every_panel_has_a_case() -> None:
    """A new panel without rows here would be counted by nobody."""
    others = {"cache", "tls", "response_times"}

    assert CASES.keys() | others == {spec.id for spec in COUNTED} | {module.ID for module in MEASURED}


def test_bytes_first_last_and_share(tmp_path: Path) -> None:
    """A row's bytes are summed, "-" is nothing; its first and last entry are UTC; its share is of the panel's hits."""
    lines = [
        entry(size=100, time="14/Mar/2026:12:00:00 +0200"),
        entry(size="-"),
        entry(size=1, time=NEXT),
        entry(status=304),
    ]
    row = panel(make_report(tmp_path / "access.log", lines), "statuses").rows[0]

    assert (row.hits, row.bytes, row.share) == (3, 101, 0.75)
    assert (row.first, row.last) == ("2026-03-14T10:00:00Z", "2026-03-15T00:10:00Z")


def test_bots_tell_operator_and_purpose(tmp_path: Path) -> None:
    """Who runs a crawler and what for stands beside it, and that a user agent is a claim."""
    found = panel(make_report(tmp_path / "access.log", [entry(agent=GPTBOT)]), "ai_crawlers")

    assert found.columns == ("kind", "operator", "purpose")
    assert found.rows[0].more[:2] == ("ai_training", "OpenAI")
    assert "claim" in found.note


def test_status_rows_have_their_class(tmp_path: Path) -> None:
    """Codes are grouped by class."""
    found = panel(make_report(tmp_path / "access.log", [entry(status=503)]), "statuses")

    assert found.rows[0].parent == "5xx Server error"


def test_published_rows_are_coarser(tmp_path: Path) -> None:
    """In what is handed on, paths are templates, referers sites, hosts prefixes."""
    lines = [entry("/orders/1234", referer="https://example.org/u/1"), entry("/orders/99", client="192.0.2.77")]
    made = make_report(tmp_path / "access.log", lines, published=True)

    assert [row.key for row in panel(made, "requests").rows] == ["/orders/{id}"]
    assert [row.key for row in panel(made, "referrers").rows] == ["example.org"]
    assert [(row.key, row.visitors) for row in panel(made, "hosts").rows] == [("192.0.2.0/24", 2)]


def test_absent_panel_says_why(tmp_path: Path) -> None:
    """A panel whose column no format here records says so and has no rows."""
    common = re.sub(r' "-" ".*"$', "", entry().strip()) + "\n"
    made = make_report(tmp_path / "access.log", [common] * 3)

    for name in ("browsers", "sites", "tls", "response_times", "visits"):
        assert panel(made, name).absent.startswith("no format here records it"), name
        assert panel(made, name).rows == (), name


def test_limit_keeps_the_largest_and_counts_all(tmp_path: Path) -> None:
    """``limit`` rows are those with the most hits; ``total_rows`` tells how many there are; ties fall to the label."""
    lines = [entry(f"/{name}") for name in "edcbaab"]
    found = panel(make_report(tmp_path / "access.log", lines, limit=3), "requests")

    assert [row.key for row in found.rows] == ["/a", "/b", "/c"]
    assert found.total_rows == 5


def test_same_user_agent_on_two_clients_is_two_visitors(tmp_path: Path) -> None:
    """A visitor is an address with a user agent on a day: each of the three tells visitors apart."""
    lines = [entry(), entry(client=OTHER), entry(agent=CHROME), entry(time=NEXT), entry(agent=FIREFOX)]

    assert make_report(tmp_path / "access.log", lines).totals.visitors == 4


def test_of_thousands_of_ties_the_earliest_are_shown(tmp_path: Path) -> None:
    """Keys with one hit each are not all written out to choose among: the first come, whatever the order of the lines."""
    lines = [
        entry(f"/{n}", client=f"10.0.{n >> 8}.{n & 255}", time=f"14/Mar/2026:10:{n // 60 % 60:02}:{n % 60:02} +0000")
        for n in range(3000)
    ]
    for given in (lines, lines[::-1]):
        made = make_report(tmp_path / "access.log", given, limit=3)
        for name in ("requests", "entry_pages", "exit_pages"):
            found = panel(made, name)

            assert [row.key for row in found.rows] == ["/0", "/1", "/2"]
            assert found.total_rows == 3000


def test_visits_are_the_same_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few page hits are sorted at once, visits are the same."""
    lines = [
        entry(f"/{n % 7}", client=f"10.0.0.{n % 23}", time=f"14/Mar/2026:{n % 24:02}:{n * 7 % 60:02}:{n % 60:02} +0000")
        for n in range(500)
    ]
    found = []
    for group in (1_000_000, 60, 1):
        monkeypatch.setattr(stays, "_GROUP", group)
        made = make_report(tmp_path / "access.log", lines)
        found.append([panel(made, name).rows for name in ("entry_pages", "exit_pages", "visits")])

    assert found[0][0]
    assert found[0] == found[1] == found[2]


def test_an_address_in_the_place_of_a_virtual_host_is_no_name(tmp_path, capfd):
    """Where X-Real-IP stands before the proxy's address, the visitor's is shown as all are: by prefix, never whole."""
    from chlogaudit.cli import run

    log = tmp_path / "access.log"
    log.write_bytes(
        b"".join(
            b'%s 10.0.0.1 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl"\n' % host
            for host in (b"198.51.100.23", b"2001:db8:7::23", b"www.example.com")
        )
    )

    for form in (["--panel", "vhosts"], ["--k", "1", "--format", "json"]):
        assert run(["report", *form, str(log)]) == 0
        said = capfd.readouterr().out
        assert "198.51.100.23" not in said
        assert "2001:db8:7::23" not in said
        assert "www.example.com" in said
        assert "198.51.10" in said
