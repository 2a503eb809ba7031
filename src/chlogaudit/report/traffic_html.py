"""Write a traffic report as one HTML page that runs nothing and loads nothing, for a screen, a phone or paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

from chlogaudit.model.traffic import Panel, Row, Totals, TrafficReport
from chlogaudit.report import traffic_charts as charts
from chlogaudit.report import traffic_words as words
from chlogaudit.report.safe import shown

if TYPE_CHECKING:
    from markupsafe import Markup

LARGEST = 1_000_000  # bytes; a mail gateway's and a phone's patience
_FIRST_ROWS = 10
_LONGEST = 160
_LONG = 40  # a key for which half the page is too narrow
_MOST_DAYS = 42  # of a heat map by date; a longer one is by day of the week
_WIDE, _NARROW = 640, 343
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Card:
    """One figure of the summary."""

    name: str
    value: str
    aside: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart in two sizes, with the words that stand for it where it cannot be seen."""

    caption: str
    alternative: str
    large: Markup
    small: Markup


@dataclass(frozen=True, slots=True)
class Head:
    """Heading of a column, and the class of its cells."""

    title: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; ``bar`` is the length of its bar in per cent, ``full`` the key where ``key`` is cut."""

    key: str
    full: str
    bar: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One panel as the page shows it."""

    title: str
    charts: tuple[Chart, ...]
    heads: tuple[Head, ...]
    rows: tuple[Line, ...]
    more: tuple[Line, ...]
    summary: str
    remarks: str
    wide: bool


def render_html(report: TrafficReport) -> str:
    """Write ``report`` as one page under a megabyte; where that takes it, panels show fewer rows and say so."""
    for rows in (100, 50, 25, 10, 5, 2):
        page = _page(report, rows)
        if len(page.encode()) < LARGEST:
            break
    return page


def _page(report: TrafficReport, rows: int) -> str:
    import jinja2
    from markupsafe import Markup

    home = files("chlogaudit.report").joinpath("templates")
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(home.joinpath("traffic.html").read_text("utf-8"))
    css = Markup(home.joinpath("traffic.css").read_text("utf-8"))  # noqa: S704  our own file
    many = len(report.sources)
    return template.render(
        css=css,
        title=_cut(shown(report.title)) or "Traffic",
        version=shown(report.version)[:40],
        created=_cut(shown(report.created)),
        period=_cut(words.period(report)),
        logs=f"{many} {'log' if many == 1 else 'logs'}, {words.size(report.totals.log_bytes)}",
        filters=[_cut(shown(f)) for f in report.filters[:20]],
        complete=report.complete,
        trouble=[_cut(t, 400) for t in words.problems(report)[:40]],
        cards=_cards(report.totals, report.previous),
        reconciled=_reconciled(report),
        privacy=words.privacy(report),
        counting=words.counting(report),
        heat=_heat(report),
        panels=[_sheet(p, rows) for p in report.panels if p.rows or p.withheld],
        absent=[(_cut(t), _cut(r)) for t, r in words.absent_panels(report)],
        sources=[
            {
                "name": _cut(shown(s.source)),
                "formats": _cut(", ".join(shown(f) for f in s.formats)),
                "lines": words.count(s.lines),
                "unparsed": words.count(s.unparsed),
                "size": words.size(s.bytes),
            }
            for s in report.sources[:rows]
        ],
        sources_more=f"{words.count(many - rows)} more logs were read." if many > rows else "",
    )


def _cut(text: str, longest: int = _LONGEST) -> str:
    """Cut in the middle what would make a page of its own."""
    return text if len(text) <= longest else f"{text[: longest * 2 // 3]}…{text[-(longest // 3) :]}"


def _cards(now: Totals, before: Totals | None) -> list[Card]:
    def change(new: int | None, old: int | None) -> str:
        if new is None or old is None or new < 0 or old <= 0:
            return ""
        return f"{(new - old) / old * 100:+.1f} % on the period before"

    def share(part: int) -> str:
        return f"{words.percent(part / now.hits)} of hits" if now.hits > 0 and part >= 0 else ""

    return [
        Card("Hits", words.count(now.hits), change(now.hits, before.hits if before else None)),
        Card("Visitors", words.count(now.visitors), change(now.visitors, before.visitors if before else None)),
        Card("Sent", words.size(now.bytes), change(now.bytes, before.bytes if before else None)),
        Card("Pages and files", words.count(now.unique_urls), "distinct paths"),
        Card("Not found", words.count(now.not_found), share(now.not_found)),
        Card("Static files", words.count(now.static), share(now.static)),
        Card("Bots", words.count(now.bots), share(now.bots)),
        Card("Lines read", words.count(now.lines), words.size(now.log_bytes)),
    ]


def _reconciled(report: TrafficReport) -> str:
    """Where every line went, those that no panel counts included."""
    more = ((report.totals.filtered, "filtered out"), (report.totals.error_lines, "lines of error logs"))
    aside = ", ".join(f"{words.count(n)} {what}" for n, what in more if n)
    return words.reconciled(report) + (f"; of the fitting ones {aside}" if aside else "")


def _sheet(panel: Panel, most: int) -> Sheet:
    """Lay a panel out: its charts, the first rows, and the others behind a fold."""
    rows = panel.rows[:most]
    first = _FIRST_ROWS
    heads, cells = _columns(panel, rows)
    top = max((r.hits for r in rows), default=0)
    lines = [
        Line(
            key=_cut(_day(r.key)) or "(empty)",
            full=shown(r.key)[:1000] if len(r.key) > _LONGEST else "",
            bar=f"{100 * r.hits / top:.1f}" if panel.chart != "none" and len(rows) > 1 and r.hits > 0 else "",
            cells=cells[i],
        )
        for i, r in enumerate(rows)
    ]
    drawn = _time_charts(panel)
    if drawn:
        lines = [Line(x.key, x.full, "", x.cells) for x in lines]
        first = 0
    return Sheet(
        title=_cut(shown(panel.title)),
        charts=drawn,
        heads=heads,
        rows=tuple(lines[:first]),
        more=tuple(lines[first:]),
        summary="Figures of this chart" if first == 0 else f"{words.count(len(lines) - first)} more rows",
        remarks=_cut(" ".join(words.panel_remarks(panel, len(rows))), 1000),
        wide=len(heads) > 6 or any(len(line.key) > _LONG for line in lines[:first]),
    )


def _day(key: str) -> str:
    try:
        return f"{key} {_WEEKDAYS[date.fromisoformat(key).weekday()]}" if len(key) == 10 else shown(key)
    except ValueError:
        return shown(key)


def _columns(panel: Panel, rows: Sequence[Row]) -> tuple[tuple[Head, ...], list[tuple[str, ...]]]:
    """Headings and cells of a panel; a column that knows nothing is left out."""
    named = [Head(_cut(shown(panel.key), 40)), Head(words.hits_of(panel)), Head("Share", "share")]
    columns: list[list[str]] = [[words.count(r.hits) for r in rows], [words.percent(r.share) for r in rows]]

    def add(head: Head, values: list[str]) -> None:
        if any(v.strip("- ") for v in values):
            named.append(head)
            columns.append(values)

    if any(r.parent and r.parent != r.key for r in rows):
        named.insert(1, Head("Group", "t group"))
        columns.insert(0, [_cut(shown(r.parent), 60) for r in rows])
    add(Head("Visitors"), [words.count(r.visitors) for r in rows])
    add(Head("Sent"), [words.size(r.bytes) for r in rows])
    for i, name in enumerate(panel.columns):
        own = [r.more[i] if i < len(r.more) else None for r in rows]
        text = any(isinstance(v, str) for v in own)
        add(Head(_cut(words.sentence(shown(name)), 40), "t" if text else ""), [_cut(words.number(v)) for v in own])
    if panel.chart not in {"line", "hours"}:
        add(Head("Seen", "when"), [_seen(r) for r in rows])
    return tuple(named), list(zip(*columns, strict=True))


def _seen(row: Row) -> str:
    """From which day to which day."""
    first, last = (_label(words.moment(t)[:10]) for t in (row.first, row.last))
    return first if first == last else f"{first} to {last}"


def _time_charts(panel: Panel) -> tuple[Chart, ...]:
    """Charts of a panel of days, months or hours: hits, and visitors where they are counted."""
    if panel.chart not in {"line", "hours"} or len(panel.rows) < 2:
        return ()
    rows = panel.rows[-366:]
    if panel.chart == "hours":  # an hour without a row keeps its place, or the scale would lie
        known = {r.key: r for r in rows}
        rows = tuple(known.get(f"{h:02d}", Row(f"{h:02d}", 0, 0, None)) for h in range(24))
    out = [_bars(panel, rows, "Hits", [max(0, r.hits) for r in rows])]
    if all(r.visitors is not None for r in rows):
        out.append(_bars(panel, rows, "Visitors", [max(0, r.visitors or 0) for r in rows]))
    return tuple(out)


def _bars(panel: Panel, rows: Sequence[Row], what: str, values: list[int]) -> Chart:
    names = [_label(r.key) for r in rows]
    tips = [f"{_cut(_day(r.key), 40)}: {words.count(v)} {what.lower()}" for r, v in zip(rows, values, strict=True)]
    top = max(range(len(values)), key=lambda i: values[i])
    caption = f"{what} by {shown(panel.key).lower()[:40]}"
    return Chart(
        caption,
        f"Bar chart, {caption.lower()}: {len(rows)} bars, the highest is {tips[top]}.",
        _safe(charts.bars(names, values, tips, (_WIDE, 190), max(1, -(-len(rows) // 12)))),
        _safe(charts.bars(names, values, tips, (_NARROW, 170), max(1, -(-len(rows) // 6)))),
    )


def _label(key: str) -> str:
    """A label that is short and, for pygal, unlike its neighbours: ``1 Oct``."""
    try:
        when = date.fromisoformat(key) if len(key) == 10 else None
    except ValueError:
        when = None
    return f"{when.day} {when:%b}" if when else _cut(shown(key), 16)


def _safe(svg: str) -> Markup:
    """An SVG that pygal wrote; its texts were escaped by its XML library."""
    from markupsafe import Markup

    return Markup(svg)  # noqa: S704  see above


def _heat(report: TrafficReport) -> dict[str, object] | None:
    """The map of days and hours, by date or, for long periods, by day of the week."""
    cells = [(d, h, n) for d, h, n in report.heat if 0 <= h < 24]
    days = sorted({d for d, _, _ in cells})
    by_week = len(days) > _MOST_DAYS
    if len(days) < 2:
        return None
    if by_week:
        cells = [(_label_week(d), h, n) for d, h, n in cells]
        days = [w for w in _WEEKDAYS if any(d == w for d, _, _ in cells)]
    found: dict[tuple[str, int], int] = {}
    for day, hour, hits in cells:
        found[day, hour] = found.get((day, hour), 0) + max(0, hits)
    table = [[found.get((d, h), 0) for h in range(24)] for d in days]
    names = [d if by_week else _short_day(d) for d in days]
    tips = [
        [f"{n} {h:02d}:00: {words.count(v)} hits" for h, v in enumerate(row)]
        for n, row in zip(names, table, strict=True)
    ]
    hours = [f"{h:02d}" for h in range(24)]
    top = max(v for row in table for v in row)
    least = min((v for row in table for v in row if v), default=0)
    place = next((i, row.index(top)) for i, row in enumerate(table) if top in row)
    height = 34 + 22 * len(days)
    return {
        "caption": "all weeks together" if by_week else "by day",
        "alternative": f"Heat map of hits by day and hour; the busiest is {tips[place[0]][place[1]]}.",
        "large": _safe(charts.heat_map((names, hours), table, tips, (860, height), 1)),
        "small": _safe(charts.heat_map((names, hours), table, tips, (_NARROW, 34 + 17 * len(days)), 4)),
        "shades": [
            {"level": s, "says": _shade(s, top, report.k)}
            for s in range(charts.LEVELS + 1)
            # A shade that no hour can have would only raise questions: what is withheld looks like none.
            if s == 0 or charts.level_limit(s, top) > max(charts.level_limit(s - 1, top), least - 1)
        ],
        "first": "Day",
        "hours": hours,
        "rows": [
            {"name": n, "cells": [words.count(v) if v else "" for v in row]}
            for n, row in zip(names, table, strict=True)
        ],
    }


def _short_day(day: str) -> str:
    """A day as the heat map calls it: ``Thu 1 Oct``."""
    week = _label_week(day)
    return f"{week} {_label(day)}" if week else _cut(shown(day), 20)


def _label_week(day: str) -> str:
    try:
        return _WEEKDAYS[date.fromisoformat(day).weekday()]
    except ValueError:
        return ""


def _shade(shade: int, top: int, k: int) -> str:
    if shade == 0:
        return "none" if k <= 1 else "none, or withheld"
    return f"to {words.count(charts.level_limit(shade, top))}"
