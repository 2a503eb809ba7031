"""A made-up traffic report of a week, with documentation addresses only, that the tests of every renderer share."""

from __future__ import annotations

import random
from dataclasses import replace

from chlogaudit.model.finding import SourceFacts
from chlogaudit.model.traffic import Panel, Row, Totals, TrafficReport

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "]]><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{7*7}}{% raw %}",
    "<a href=http://192.0.2.66/>x</a>",
    "<link rel=stylesheet href=http://192.0.2.66/x.css>",
    "url(http://192.0.2.66/x)",
    "![x](http://192.0.2.66/x.png)",
    "[bold red]FAKE PASS[/]",
    "[/x]",
    "\x1b[31mred\x1b[0m\x1b]0;owned\x07",
    "\x9b31m",
    "a\r\nb\tc\x00d",
    "\udcff\udc80 raw bytes",
    "\ud800 lone",
    "\u202egnp.exe\u2066",
    '=HYPERLINK("http://192.0.2.66/","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "|pipe| `code` *bold* _it_ # head",
    "x" * 5000,
    "ширина 幅 🙂 e\u0301",
    "",
    " ",
)


def _rows(
    keys: list[str], hits: int, seed: int, *, visitors: bool = True, parents: dict[str, str] | None = None
) -> tuple[Row, ...]:
    """Split ``hits`` over ``keys``, falling off as traffic does; shares add up to one."""
    chance = random.Random(seed)
    weights = [1 / (i + 1) ** 1.1 * chance.uniform(0.8, 1.2) for i in range(len(keys))]
    whole = sum(weights)
    parts = sorted((max(1, int(hits * w / whole)) for w in weights), reverse=True)
    parts[0] += hits - sum(parts)
    return tuple(
        Row(
            key=key,
            hits=part,
            visitors=max(1, part // chance.randint(3, 9)) if visitors else None,
            bytes=part * chance.randint(800, 42_000),
            first=f"2026-10-0{chance.randint(1, 3)}T{chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}:07+00:00",
            last=f"2026-10-0{chance.randint(5, 7)}T{chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}:41+00:00",
            share=part / hits,
            parent=(parents or {}).get(key, ""),
        )
        for key, part in zip(keys, parts, strict=True)
    )


def _timed(keys: list[str], weights: list[float], hits: int) -> tuple[Row, ...]:
    """Split ``hits`` over the days or hours in ``keys`` by ``weights``."""
    whole = sum(weights)
    parts = [int(hits * w / whole) for w in weights]
    parts[0] += hits - sum(parts)
    return tuple(
        Row(
            key,
            part,
            part // 5,
            part * 18_223,
            share=part / hits,
            first="2026-10-01T00:00:01+00:00",
            last="2026-10-07T23:59:58+00:00",
        )
        for key, part in zip(keys, parts, strict=True)
    )


HITS = 1_203_417
_DAY = [3, 2, 1.4, 1, 1, 1.6, 3, 5, 8, 10, 11, 11.5, 11, 11.4, 12, 11, 10, 9, 8, 8.5, 9, 8, 6, 4]


def sample() -> TrafficReport:
    """A realistic week of ``www.example.com``, suppressed at k = 10."""
    days = [f"2026-10-0{d}" for d in range(1, 8)]
    pages = ["/", "/index.html", "/pricing", "/orders/{id}", "/login", "/search", "/blog/{slug}",
             "/docs/install/linux/packages/verify-the-signature-of-a-downloaded-archive.html", "/api/v1/items/{id}", "/about", "/contact",
             "/api/v1/items/{id}/reviews", "/feed.xml", "/robots.txt"]  # fmt: skip
    heat = tuple(
        (day, hour, int(HITS / 7 * _DAY[hour] / sum(_DAY) * (0.6 if i in (2, 3) else 1.1)))
        for i, day in enumerate(days)
        for hour in range(24)
        if not (i == 4 and 2 <= hour <= 4)
    )
    ua = "A user agent is a claim; anybody can send any"
    families = {
        "Chrome 129": "Chrome",
        "Chrome 128": "Chrome",
        "Safari 17": "Safari",
        "Firefox 131": "Firefox",
        "Edge 129": "Edge",
    }
    timing = tuple(
        replace(r, more=(0.0123 * (i + 1), 0.008 * (i + 1), 0.06 * (i + 1), 1.25 * (i + 1), 12.5 * (i + 1)))
        for i, r in enumerate(_rows(["/search", "/orders/{id}", "/api/v1/items/{id}", "/login", "/"], 402_112, 11))
    )
    crawlers = tuple(
        replace(r, more=(operator, purpose))
        for r, (operator, purpose) in zip(
            _rows(["GPTBot", "Googlebot", "bingbot", "ClaudeBot", "AhrefsBot", "CCBot"], 182_990, 12),
            [
                ("OpenAI", "AI training"),
                ("Google", "search"),
                ("Microsoft", "search"),
                ("Anthropic", "AI training"),
                ("Ahrefs", "SEO"),
                ("Common Crawl", "open data set"),
            ],
            strict=True,
        )
    )
    panels = (
        Panel("days", "Visitors per day", "Day", _timed(days, [1, 1.1, 0.7, 0.6, 1.2, 1.25, 1.15], HITS), chart="line", total_rows=7),
        Panel("hours", "Hours of the day", "Hour", _timed([f"{h:02d}" for h in range(24)], _DAY, HITS), chart="hours", total_rows=24),
        Panel("requests", "Requested pages", "Path", _rows(pages, 804_112, 1), total_rows=4_812, withheld=1_903, withheld_hits=6_100),
        Panel("static_files", "Static files", "File", _rows(["/static/app.js", "/static/site.css", "/favicon.ico", "/img/logo.svg"], 392_000, 2), total_rows=212, withheld=31, withheld_hits=199),
        Panel("not_found", "Not found", "Path", _rows(["/wp-login.php", "/.env", "/xmlrpc.php", "/old/{id}.html"], 21_220, 3), total_rows=803, withheld=700, withheld_hits=2_810),
        Panel("hosts", "Visitors' networks", "Network", _rows(["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8:17::/48"], HITS, 4), total_rows=3_001, withheld=2_100, withheld_hits=90_112, note="Addresses are cut to their network", approximate="counted by a sketch, 1.6 % standard error"),
        Panel("vhosts", "Virtual hosts", "Host", _rows(["www.example.com", "shop.example.com", "api.example.net"], HITS, 5), total_rows=3),
        Panel("sites", "Referring sites", "Site", _rows(["search.example.org", "news.example.net", "forum.example.org"], 91_002, 6), total_rows=310, withheld=200, withheld_hits=540),
        Panel("phrases", "Key phrases", "Phrase", (), absent="the referers of these logs hold no search terms"),
        Panel("statuses", "Status codes", "Status", _rows(["200 OK", "304 Not Modified", "301 Moved Permanently", "404 Not Found", "500 Internal Server Error", "403 Forbidden"], HITS, 7), total_rows=6),
        Panel("methods", "Methods and protocols", "Method", _rows(["GET HTTP/2.0", "GET HTTP/1.1", "POST HTTP/2.0", "HEAD HTTP/1.1"], HITS, 8), total_rows=9, withheld=5),
        Panel("browsers", "Browsers", "Browser", _rows(list(families), 1_020_427, 9, parents=families), total_rows=61, withheld=40, withheld_hits=812, note=ua),
        Panel("systems", "Operating systems", "System", _rows(["Windows", "Android", "iOS", "macOS", "Linux"], 1_020_427, 10), total_rows=9, note=ua),
        Panel("bots", "Bots and AI crawlers", "Bot", crawlers, columns=("Operator", "Purpose"), total_rows=40, withheld=12, withheld_hits=90, note=ua),
        Panel("response_times", "Response times", "Path", timing, columns=("Mean s", "p50 s", "p95 s", "p99 s", "Max s"), total_rows=2_011, withheld=808),
        Panel("users", "Users", "User", (), total_rows=4, withheld=4, withheld_hits=None),
        Panel("entry_pages", "Entry pages", "Path", _rows(pages[:6], 150_112, 13), total_rows=60, withheld=31, withheld_hits=402, note="hits are visits"),
        Panel("exit_pages", "Exit pages", "Path", _rows(pages[:6], 150_112, 14), total_rows=63, withheld=30, withheld_hits=388, note="hits are visits"),
        Panel("visits", "Visits by length", "Length", _rows(["one page", "0-30 s", "30 s-2 min", "over an hour"], 150_112, 15), total_rows=4, note="hits are visits"),
        Panel("cache", "Cache status", "Status", (), absent="no format of these logs records it"),
        Panel("tls", "TLS", "Version", (), absent="no format of these logs records it"),
    )  # fmt: skip
    totals = Totals(1_204_331, 1_203_900, 400, 31, HITS, 231_002, 18_223_911_004, 9_811, 21_220, 392_000, 182_990,
                    "2026-10-01T00:00:01+00:00", "2026-10-07T23:59:58+00:00", 432_013_312, 1.34, filtered=483)  # fmt: skip
    sources = (
        SourceFacts("/var/log/nginx/access.log.1", ("combined",), 1.0, 900_331, 899_990, 310, 31, 322_013_312, totals.first, totals.last),
        SourceFacts("/var/log/nginx/access.log.2.gz", ("combined", "vhost_combined"), 0.99, 304_000, 303_910, 90, 0, 110_000_000,
                    problem="the gzip stream ends early; 304,000 lines were read"),
    )  # fmt: skip
    return TrafficReport(
        version="0.1.0",
        created="2026-10-08T04:00:02+00:00",
        title="Traffic of www.example.com",
        totals=totals,
        panels=panels,
        sources=sources,
        k=10,
        counting="chlogaudit",
        filters=("since 2026-10-01",),
        notes=("access.log.3 holds the same bytes as access.log.2.gz and was counted once.",),
        heat=heat,
        previous=replace(totals, hits=1_100_000, visitors=240_000, bytes=17_000_000_000, unique_urls=9_000),
        complete=False,
    )


def hostile() -> TrafficReport:
    """The sample with an attack in every field that may hold a stranger's text."""
    report = sample()
    rows = tuple(Row(bad, 1000 - i, 50, 100, bad, bad, 0.01, (bad, 3, 1.5, None), bad) for i, bad in enumerate(HOSTILE))
    panels = tuple(
        Panel(
            bad,
            bad,
            bad,
            rows,
            (bad, "n", "f", bad + "2"),
            ("bars", "line", "hours", "none")[i % 4],
            99,
            3,
            40,
            bad,
            bad,
        )
        for i, bad in enumerate(HOSTILE)
    )
    absent = tuple(Panel(f"absent{i}", bad, bad, (), absent=bad or "-") for i, bad in enumerate(HOSTILE))
    sources = tuple(SourceFacts(bad, (bad,), 0.5, 1, 1, 0, 0, 9, bad, bad, bad, bad) for bad in HOSTILE)
    bad = "".join(HOSTILE[:20])
    return replace(
        report,
        version=bad,
        created=bad,
        title=bad,
        panels=(*report.panels, *panels, *absent),
        sources=sources,
        counting=bad,
        filters=HOSTILE,
        notes=HOSTILE,
        heat=tuple((bad, i % 30 - 2, 5) for i, bad in enumerate(HOSTILE)),
        totals=replace(report.totals, first=bad, last=bad),
    )


def test_sample_adds_up() -> None:
    """The sample keeps the promises of the model, so that the renderers' tests stand on firm ground."""
    totals = sample().totals

    assert totals.lines == totals.fitting + totals.unparsed + totals.empty
    assert all(p.total_rows >= len(p.rows) + p.withheld for p in sample().panels)
