"""The HTML report: one small page that runs nothing, loads nothing and shows log text as text."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from chlogaudit.model.traffic import Panel, Row
from chlogaudit.report.safe import shown
from chlogaudit.report.traffic_charts import LEVELS, level, level_limit, nice_scale
from chlogaudit.report.traffic_html import LARGEST, render_html
from test_report_traffic_sample import HOSTILE, hostile, sample

VOID = {"meta", "link", "br", "img", "hr", "input"}
PAGE = render_html(sample())
ATTACKED = render_html(hostile())


class _Page(HTMLParser):
    """Collects what a page is made of, and checks that elements close in the order in which they opened."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_attacks_add_no_element_and_no_attribute() -> None:
    """The page of the attacks has no element and no attribute name that the ordinary page has not."""
    ours, theirs = _Page(PAGE), _Page(ATTACKED)

    assert theirs.names <= ours.names
    assert {(t, n) for t, n, _ in theirs.attributes} <= {(t, n) for t, n, _ in ours.attributes} | {("th", "title")}
    assert not theirs.names & {
        "script",
        "iframe",
        "object",
        "embed",
        "img",
        "form",
        "base",
        "foreignobject",
        "use",
        "image",
        "a-",
    }


@pytest.mark.parametrize("page", [PAGE, ATTACKED], ids=["sample", "hostile"])
def test_nothing_runs_and_nothing_is_loaded(page: str) -> None:
    """No handler, no script, no address but fragments of the page itself; the policy forbids the rest."""
    parsed = _Page(page)

    assert "default-src 'none'" in page
    assert not [n for _, n, _ in parsed.attributes if n.startswith("on")]
    assert all(
        v.startswith("#") or v == "data:,"
        for _, n, v in parsed.attributes
        if n in {"href", "src", "xlink:href", "action"}
    )
    styles = [v for _, n, v in parsed.attributes if n == "style"]
    assert all(re.fullmatch(r"(width:[0-9.]+%|(fill|background):var\(--h[0-6]\))", v) for v in styles)
    css = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(css) == 1
    assert "url(" not in css[0]
    assert "@import" not in css[0]


def test_log_text_is_shown_as_it_is() -> None:
    """The attacks can be read on the page, word for word."""
    text = "".join(_Page(ATTACKED).text)

    for bad in HOSTILE:
        if 1 < len(bad) < 100:
            assert shown(bad) in text


@pytest.mark.parametrize("page", [PAGE, ATTACKED], ids=["sample", "hostile"])
def test_the_page_is_small(page: str) -> None:
    """Under a megabyte."""
    assert len(page.encode()) < LARGEST


def test_thousands_of_long_rows_still_fit() -> None:
    """A report of thirty panels with a thousand rows of long paths shows fewer rows rather than growing."""
    rows = tuple(Row(f"/{i}/" + "x" * 400, 9000 - i, 50, 10**9, "2026-10-01", "2026-10-02", 0.001) for i in range(1000))
    panels = tuple(Panel(f"p{i}", f"Panel {i}", "Path", rows, total_rows=5000) for i in range(30))

    page = render_html(replace(sample(), panels=panels))

    assert len(page.encode()) < LARGEST
    assert "more rows" in page


def test_charts_have_words_and_tables() -> None:
    """Every chart is a named figure, hidden itself from those who cannot see it, with its figures in a table."""
    parsed = _Page(PAGE)
    names = [v for t, n, v in parsed.attributes if t == "figure" and n == "aria-label"]

    assert len(names) == PAGE.count("<figure") == 5
    assert any("the highest is 2026-10-06 Tue" in n for n in names)
    assert PAGE.count("<svg") == PAGE.count('aria-hidden="true"') == 10
    assert PAGE.count("Figures of this chart") == 3


def test_missing_hours_keep_their_place() -> None:
    """Hours that have no row, or none that may be shown, stand in the chart as gaps, so that 18:00 is where it belongs."""
    hours = next(p for p in sample().panels if p.chart == "hours")
    report = replace(sample(), panels=(replace(hours, rows=hours.rows[9:20], withheld=13),), heat=())

    page = render_html(report)

    assert page.count("<title>03: 0 hits</title>") == 2  # large and small
    assert page.count("<title>18: ") == 4  # hits and visitors, large and small


def test_headings_make_an_outline() -> None:
    """One title, then one heading a section; every link of the list of panels has its target."""
    parsed = _Page(PAGE)
    ids = {v for _, n, v in parsed.attributes if n == "id"}

    assert PAGE.count("<h1") == 1
    assert {v[1:] for t, n, v in parsed.attributes if t == "a" and n == "href"} <= ids
    assert len([v for _, n, v in parsed.attributes if n == "id"]) == len(ids)


def _contrast(one: str, two: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_can_be_told_apart(theme: int) -> None:
    """Text has a contrast of at least 4.5 to all it stands on, bars of 1.5 to the page, in light and dark."""
    block = re.findall(r":root\{(.*?)\}", PAGE)[theme]
    colours = dict(re.findall(r"--(\w+):(#\w+)", block))

    pairs = [
        ("text", "bg"),
        ("text", "soft"),
        ("text", "rowbar"),
        ("text", "warn"),
        ("muted", "bg"),
        ("muted", "soft"),
        ("accent", "bg"),
    ]
    assert {
        p: _contrast(colours[p[0]], colours[p[1]]) for p in pairs if _contrast(colours[p[0]], colours[p[1]]) < 4.5
    } == {}
    assert _contrast(colours["bar"], colours["bg"]) >= 2.3
    assert _contrast(colours["h6"], colours["h0"]) >= 7


def test_shades_grow_with_the_value() -> None:
    """A shade is between none and the last, never falls, and its limit has that shade."""
    shades = [level(v, 1000) for v in range(1001)]

    assert shades == sorted(shades)
    assert (shades[0], shades[1], shades[-1]) == (0, 1, LEVELS)
    assert all(level(level_limit(s, 1000), 1000) == s for s in range(1, LEVELS + 1))


@pytest.mark.parametrize("top", [0, 1, 2, 3, 7, 10, 99, 100, 101, 12_345, 10**15])
def test_scales_are_round_and_reach_the_top(top: int) -> None:
    """The scale has two to six marks, of whole numbers, and the last is not below the largest value."""
    end, marks = nice_scale(top)

    assert 2 <= len(marks) <= 6
    assert end >= top
    assert all(m == int(m) for m in marks)


def test_a_bare_report_is_a_page() -> None:
    """No panels, no sources, no heat map: still a page that closes all it opens."""
    page = render_html(replace(sample(), panels=(), sources=(), heat=(), notes=(), filters=(), previous=None))

    assert "Days and hours" not in _Page(page).text


def test_no_import_hook_stays() -> None:
    """Pygal leaves a finder behind that makes every later failing import warn; drawing takes it away again."""
    assert not [f for f in sys.meta_path if type(f).__module__ == "pygal"]


CHROMIUM = shutil.which("chromium")


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_chromium_runs_nothing_and_asks_for_nothing(tmp_path: Path) -> None:
    """In headless Chromium the page of the attacks logs no console message, opens no dialog and sends no request."""
    page = tmp_path / "report.html"
    page.write_text(ATTACKED, encoding="utf-8")
    log = tmp_path / "net.json"

    done = subprocess.run(
        [CHROMIUM or "", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}",
         f"--log-net-log={log}", "--virtual-time-budget=3000", "--dump-dom", page.as_uri()],
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 0
    assert b"CONSOLE" not in done.stderr
    assert b"alert" in done.stdout
    assert b"192.0.2.66" not in log.read_bytes()
    assert b"<script" not in done.stdout.lower()


PDFTOTEXT = shutil.which("pdftotext")


@pytest.mark.skipif(CHROMIUM is None or PDFTOTEXT is None, reason="needs Chromium and pdftotext")
def test_the_page_prints_whole(tmp_path: Path) -> None:
    """On paper every panel, row and figure of the open tables is there, none cut off or broken, and no page is left empty."""
    report = sample()
    page, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(render_html(report), encoding="utf-8")
    subprocess.run(
        [CHROMIUM or "", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         "--virtual-time-budget=3000", f"--print-to-pdf={paper}", page.as_uri()],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    done = subprocess.run(
        [PDFTOTEXT or "", "-layout", str(paper), "-"], capture_output=True, text=True, timeout=60, check=True
    )
    sheets = [sheet for sheet in done.stdout.split("\f") if sheet.strip()]
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    text = "".join(done.stdout.split())

    assert all(len(sheet.split()) > 12 for sheet in sheets)  # more than the browser's own head and foot
    for panel in (p for p in report.panels if p.rows and not p.absent):
        assert panel.title in lines, panel.title
        if panel.chart in {"line", "hours"}:
            continue  # its table is folded away behind the chart
        for row in panel.rows[:10]:
            key = "".join(shown(row.key).split())  # a long one stands on several lines, with figures between
            assert key[:12] in text, (panel.id, key)
            assert key[-5:] in text, (panel.id, key)
            assert not row.share or any(f"{row.share:.1%}".replace("%", " %") in line for line in lines), (
                panel.id,
                row.share,
            )


def test_the_legend_names_no_shade_that_cannot_be() -> None:
    """Where hours below k are withheld, no colour is said to stand for fewer hits than any hour shows."""
    heat = tuple((f"2026-03-{d:02d}", h, 10 * (1 + (d * h) % 7)) for d in (9, 10, 11) for h in range(24))
    text = render_html(replace(sample(), heat=heat, k=10))

    limits = [int(n) for n in re.findall(r"</i>to (\d+)</li>", text)]
    assert limits[-1] == 70
    assert all(limit >= 10 for limit in limits)
