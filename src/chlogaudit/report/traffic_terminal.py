"""Print a traffic report on a terminal or into a mail: tables, bars and words that fit the width, safe for any text."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, TextIO

from chlogaudit.model.traffic import Panel, TrafficReport
from chlogaudit.report import traffic_words as words
from chlogaudit.report.safe import shown
from chlogaudit.report.traffic_columns import Column, columns_of, cut, fit, pad

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROWEST, WIDEST = 60, 200
_STATUS_STYLE = {"2": "green", "3": "cyan", "4": "yellow", "5": "red"}
_QUIET_PANELS = ("requests", "not_found", "sites", "bots")


@dataclass(frozen=True, slots=True)
class Screen:
    """Where the report will be read: columns of a line, colours or none, whether block and box characters can be shown."""

    width: int = 80
    colour: bool = False
    unicode: bool = True


def screen_of(stream: TextIO, environ: Mapping[str, str]) -> Screen:
    """Ask ``stream`` and ``environ`` (``NO_COLOR``, ``FORCE_COLOR``, ``COLUMNS``, ``TERM``) what can be shown."""
    terminal = stream.isatty()
    colour = (terminal and environ.get("TERM") != "dumb") or bool(environ.get("FORCE_COLOR"))
    columns = environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns):
        width = int(columns)
    else:
        width = shutil.get_terminal_size((80, 24)).columns if terminal else 80
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "").replace("_", "")
    return Screen(
        width=max(NARROWEST, min(WIDEST, width)),
        colour=colour and not environ.get("NO_COLOR"),
        unicode=encoding in {"utf8", "utf8sig", "utf16", "utf32"},
    )


def render_terminal(report: TrafficReport, screen: Screen | None = None, *, quiet: bool = False, rows: int = 10) -> str:
    """Write ``report`` for ``screen``: the whole of it with up to ``rows`` rows a panel, or one screen when ``quiet``."""
    screen = screen or Screen()
    page = _Page(screen)
    _summary(page, report, quiet=quiet)
    if quiet:
        _short(page, report)
    else:
        for panel in report.panels:
            if panel.rows or panel.withheld:
                _panel(page, panel, rows)
        _absent(page, report)
    _closing(page, report)
    return page.text()


class _Page:
    """Lines of one width; the only place that touches rich's console. No markup, no highlighting, no emoji."""

    def __init__(self, screen: Screen) -> None:
        from rich.console import Console

        self.screen = screen
        self.gap = words.THIN if screen.unicode else ","
        self._out = StringIO()
        self.console: Console = Console(
            file=self._out,
            width=max(NARROWEST, min(WIDEST, screen.width)),
            force_terminal=screen.colour,
            color_system="standard" if screen.colour else None,
            no_color=not screen.colour,
            markup=False,
            highlight=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    @property
    def width(self) -> int:
        return self.console.width

    def line(self, text: str | Text = "", style: str = "") -> None:
        """Print one paragraph, folded at the width."""
        from rich.text import Text

        self.console.print(Text(text, style=style) if isinstance(text, str) else text, soft_wrap=False)

    def indented(self, text: str, style: str = "dim", by: int = 2) -> None:
        """Print a paragraph that keeps its indent on every line of it."""
        from rich.padding import Padding
        from rich.text import Text

        self.console.print(Padding(Text(text, style=style), (0, 0, 0, by), expand=False))

    def heading(self, title: str, aside: str = "") -> None:
        """Print a title over a rule, with a remark at its right end where it fits."""
        from rich.text import Text

        rule = "─" if self.screen.unicode else "-"
        title = cut(title, self.width - 8, self.screen.unicode)
        room = self.width - len(title) - len(aside) - 3
        text = Text()
        text.append(title, style="bold")
        if room >= 3:
            text.append(" " + rule * (room + (0 if aside else 1)) + " ", style="dim")
            text.append(aside, style="dim")
        text.rstrip()
        if self._out.tell():
            self.line()
        self.console.print(text, no_wrap=True, crop=True)

    def text(self) -> str:
        """All that was printed, without blanks at line ends and in ASCII where nothing else can be shown."""
        written = "\n".join(line.rstrip(" ") for line in self._out.getvalue().splitlines()) + "\n"
        return written if self.screen.unicode else _ascii(written)


def _ascii(text: str) -> str:
    """Spell what is beyond ASCII the way ``shown`` spells what cannot be seen."""
    plain = text.translate({0x2026: "~", 0x202F: ",", 0xA0: " ", 0x2013: "-", 0x2014: "-", 0x2212: "-", 0xB7: "|"})
    return plain.encode("ascii", "backslashreplace").decode("ascii")


def _summary(page: _Page, report: TrafficReport, *, quiet: bool) -> None:
    """The overall summary: what was read, where each line went, and the totals beside those of the period before."""
    totals, before, gap = report.totals, report.previous, page.gap
    page.heading(shown(report.title) or "Traffic")
    logs = f"{len(report.sources)} {'log' if len(report.sources) == 1 else 'logs'}"
    took = f"{words.size(totals.log_bytes)} in {words.duration(totals.seconds)}"
    page.line(f"{words.period(report)} · {logs}, {took}", "dim")
    if not report.complete:
        page.line("INCOMPLETE: not everything could be read; see the end.", "bold yellow")
    if report.filters:
        page.line("Only: " + ", ".join(shown(f) for f in report.filters))
    if not quiet:
        page.line()
    facts: list[tuple[str, str, str]] = [
        ("Lines read", words.count(totals.lines, gap), "= " + words.reconciled(report, gap)),
        ("Hits", words.count(totals.hits, gap), _change(totals.hits, before.hits if before else None)),
        ("Visitors", words.count(totals.visitors, gap), _change(totals.visitors, before.visitors if before else None)),
        ("Sent", words.size(totals.bytes), _change(totals.bytes, before.bytes if before else None)),
        (
            "Pages and files",
            words.count(totals.unique_urls, gap),
            _change(totals.unique_urls, before.unique_urls if before else None),
        ),
        ("Not found", words.count(totals.not_found, gap), _of(totals.not_found, totals.hits)),
        ("Static files", words.count(totals.static, gap), _of(totals.static, totals.hits)),
        ("Bots", words.count(totals.bots, gap), _of(totals.bots, totals.hits)),
    ]
    if quiet:
        facts = [f for f in facts if f[0] not in {"Pages and files", "Static files"}]
    if totals.filtered:
        facts.insert(1, ("Filtered out", words.count(totals.filtered, gap), ""))
    if totals.error_lines:
        facts.insert(1, ("Error-log lines", words.count(totals.error_lines, gap), ""))
    label, figure = max(len(f[0]) for f in facts), max(len(f[1]) for f in facts)
    for name, value, aside in facts:
        _fact(page, name.ljust(label), value.rjust(figure), aside)
    _hours(page, report, label, quiet=quiet)


def _fact(page: _Page, name: str, value: str, aside: str) -> None:
    from rich.text import Text

    text = Text()
    text.append(f"  {name}  ")
    text.append(value, style="bold")
    if aside:
        room = page.width - text.cell_len - 2
        if len(aside) <= room:
            text.append("  " + aside, style="dim")
        else:
            page.console.print(text)
            page.indented(aside, by=4)
            return
    page.console.print(text)


def _hours(page: _Page, report: TrafficReport, label: int, *, quiet: bool) -> None:
    """A sparkline of the day; hours that were withheld are dots, because a low bar would be a statement."""
    hours = words.by_hour(report)
    known = tuple(h if h is not None else 0 for h in hours)
    if not any(known):
        return
    wide = 2 if page.width >= 72 + label - 15 and not quiet else 1
    line = words.sparkline(known, page.screen.unicode)
    drawn = "".join(("·" if hours[i] is None else sign) * wide for i, sign in enumerate(line))
    top = max(range(24), key=lambda h: known[h])
    scale = "".join(f"{h:02d}".ljust(6 * wide) for h in (0, 6, 12, 18))
    if quiet:
        page.line(f"  {'Hits by hour'.ljust(label)}  {drawn}  most at {top:02d}:00")
        return
    page.line()
    page.line(f"  {'Hits by hour'.ljust(label)}  {drawn}")
    page.line(f"  {' ' * label}  {scale}most at {top:02d}:00", "dim")


def _change(now: int | None, before: int | None) -> str:
    """How a total compares with the period before."""
    if now is None or before is None or now < 0 or before < 0:
        return ""
    if before == 0:
        return "none in the period before"
    return f"{(now - before) / before * 100:+.1f} % on the period before"


def _of(part: int, whole: int) -> str:
    return f"{words.percent(part / whole)} of hits" if whole > 0 and part >= 0 else ""


def _panel(page: _Page, panel: Panel, limit: int) -> None:
    """One panel as a table whose columns and bars fit the width, and what it leaves out."""
    from rich.text import Text

    rows = words.chosen(panel, limit)
    total = max(panel.total_rows, len(panel.rows) + panel.withheld)
    aside = f"{len(rows)} of {words.count(total, page.gap)}" if total > len(rows) else ""
    page.heading(shown(panel.title), aside)
    if rows:
        placed = fit(columns_of(panel, rows, page.gap, page.screen.unicode), page.width - 2)
        page.line("  " + "  ".join(pad(c.title, c) for c in placed).rstrip(), "dim")
        for i in range(len(rows)):
            text = Text("  ")
            for c in placed:
                text.append("" if c is placed[0] else "  ")
                text.append(pad(c.cells[i], c), style=_style(panel, rows[i].key, c))
            text.rstrip()
            page.console.print(text, no_wrap=True, crop=True)
    else:
        page.indented("Nothing that may be shown.", "")
    remarks = list(words.panel_remarks(panel, max(0, panel.total_rows - panel.withheld), page.gap))
    if remarks:
        page.indented(" ".join(remarks))


def _style(panel: Panel, key: str, column: Column) -> str:
    if column.name == "bar":
        return _STATUS_STYLE.get(key[:1], "cyan") if panel.id == "statuses" else "cyan"
    return "" if column.name in {"key", "hits"} else "dim" if column.name in {"first", "last", "share"} else ""


def _short(page: _Page, report: TrafficReport) -> None:
    """The one-screen form: classes of answers in one line and the top three of what matters most."""
    status = next((p for p in report.panels if p.id == "statuses" and p.rows), None)
    lines = []
    if status is not None:
        classes: dict[str, int] = {}
        for row in status.rows:
            classes[f"{row.key[:1]}xx"] = classes.get(f"{row.key[:1]}xx", 0) + max(0, row.hits)
        answers = ", ".join(f"{shown(c)} {words.count(n, page.gap)}" for c, n in sorted(classes.items()))
        lines.append(("Answers", answers))
    panels = [p for name in _QUIET_PANELS for p in report.panels if p.id == name and p.rows]
    label = max((len(title) for title in ("Answers", *(shown(p.title) for p in panels))), default=0)
    lines += [(shown(p.title), _top_three(page, p, page.width - label - 4)) for p in panels]
    page.line()
    for title, text in lines:
        page.line("  " + cut(f"{title.ljust(label)}  {text}", page.width - 2, page.screen.unicode))


def _top_three(page: _Page, panel: Panel, room: int) -> str:
    """The first three keys with their hits, all cut alike where they would not fit."""
    text = ""
    for width in range(28, 7, -1):
        parts = (
            f"{cut(shown(r.key), width, page.screen.unicode)} {words.count(r.hits, page.gap)}" for r in panel.rows[:3]
        )
        text = ", ".join(parts)
        if len(text) <= room:
            break
    return text


def _absent(page: _Page, report: TrafficReport) -> None:
    """Name the panels that have nothing to show, by reason, so that nobody looks for them."""
    reasons: dict[str, list[str]] = {}
    for title, reason in words.absent_panels(report):
        reasons.setdefault(reason, []).append(title)
    if not reasons:
        return
    page.heading("Not in these logs")
    for reason, titles in reasons.items():
        page.indented(f"{', '.join(titles)}: {reason.rstrip('.')}.", "")


def _closing(page: _Page, report: TrafficReport) -> None:
    """What a reader must know about the figures; trouble first."""
    trouble = words.problems(report)
    if not report.complete:
        page.heading("INCOMPLETE")
    elif trouble:
        page.heading("Please note")
    for sentence in trouble:
        page.indented(sentence, "yellow")
    page.line()
    page.line(words.privacy(report, page.gap), "" if report.k <= 1 else "dim")
    page.line(words.counting(report), "dim")
