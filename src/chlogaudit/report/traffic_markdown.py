"""Write a traffic report as Markdown for a mail or a wiki: short tables, and no text that turns into markup or a link."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.model.traffic import Panel, Row, TrafficReport
from chlogaudit.report import traffic_words as words
from chlogaudit.report.safe import markdown_cell

_ROWS = 10
_LONGEST_KEY = 80


def render_markdown(report: TrafficReport) -> str:
    """Write the summary and the first ten rows of each panel (all days and hours), in GitHub's dialect of tables."""
    return "\n".join((*_head(report), *_panels(report), *_foot(report))) + "\n"


def _head(report: TrafficReport) -> Iterator[str]:
    totals, before = report.totals, report.previous
    yield f"# {_text(report.title) or 'Traffic'}"
    yield ""
    yield f"{_text(words.period(report))}"
    if report.filters:
        yield ""
        yield "Only: " + ", ".join(_text(f) for f in report.filters)
    trouble = words.problems(report)
    if trouble:
        yield ""
        yield "**Incomplete:**" if not report.complete else "**Please note:**"
        yield ""
        yield from (f"- {_text(t)}" for t in trouble)
    yield ""
    yield "| | |" if before is None else "| | | period before |"
    yield "|:--|--:|" if before is None else "|:--|--:|--:|"
    facts = (
        ("Hits", words.count(totals.hits), before and words.count(before.hits)),
        ("Visitors", words.count(totals.visitors), before and words.count(before.visitors)),
        ("Sent", words.size(totals.bytes), before and words.size(before.bytes)),
        ("Not found", words.count(totals.not_found), before and words.count(before.not_found)),
        ("Static files", words.count(totals.static), before and words.count(before.static)),
        ("Bots", words.count(totals.bots), before and words.count(before.bots)),
        ("Lines read", words.count(totals.lines), before and words.count(before.lines)),
    )
    for name, now, then in facts:
        yield f"| {name} | {now} |" if before is None else f"| {name} | {now} | {then} |"
    yield ""
    left_out = f" {words.count(totals.filtered)} filtered out." if totals.filtered else ""
    yield f"Lines read: {words.reconciled(report)}.{left_out}"


def _panels(report: TrafficReport) -> Iterator[str]:
    for panel in report.panels:
        if not panel.rows and not panel.withheld:
            continue
        yield ""
        yield f"## {_text(panel.title)}"
        yield ""
        rows = words.chosen(panel, _ROWS)
        if rows:
            yield from _table(panel, rows)
        remarks = " ".join(_text(r) for r in words.panel_remarks(panel, len(rows)))
        if remarks:
            yield from ["", remarks] if rows else [remarks]


def _table(panel: Panel, rows: tuple[Row, ...]) -> Iterator[str]:
    visitors = any(r.visitors is not None for r in rows)
    sent = any(r.bytes is not None for r in rows)
    heads = [_text(panel.key), words.hits_of(panel), "Share"]
    heads += ["Visitors"] * visitors + ["Sent"] * sent
    sides = [":--", *["--:"] * (len(heads) - 1)]
    for at, column in enumerate(panel.columns):
        heads.append(_text(words.sentence(column)))
        sides.append(":--" if any(isinstance(v, str) for r in rows for v in r.more[at : at + 1]) else "--:")
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join(sides)}|"
    for row in rows:
        key = row.key if len(row.key) <= _LONGEST_KEY else row.key[: _LONGEST_KEY - 1] + "…"
        cells = [_text(key) or "(empty)", words.count(row.hits), words.percent(row.share)]
        cells += [words.count(row.visitors)] * visitors + [words.size(row.bytes)] * sent
        own = [row.more[i] if i < len(row.more) else None for i in range(len(panel.columns))]
        cells += [_text(v) if isinstance(v, str) else words.number(v) for v in own]
        yield f"| {' | '.join(cells)} |"


def _foot(report: TrafficReport) -> Iterator[str]:
    for title, reason in words.absent_panels(report):
        yield ""
        yield f"{_text(title)}: {_text(reason)}."
    yield ""
    yield "---"
    yield ""
    yield f"{words.privacy(report)} {words.counting(report)} chlogaudit {_text(report.version)}, {_text(report.created)}."


def _text(text: str) -> str:
    return markdown_cell(text)
