"""Find out what a report's figures add up to: rows to panels, days to months, and one thing that two panels show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from chlogaudit.analyzer.disclosure import Cells
from chlogaudit.model.traffic import Panel, Row, Totals

# A visitor is one address with one user agent on one day, so these tell visitors apart and their visitors add up.
_KINDS_OF_VISITOR = frozenset({"hosts", "browsers", "systems", "devices", "bots", "ai_crawlers"})
_VISITOR_IS_IN_ONE_ROW = _KINDS_OF_VISITOR | {"days", "months", "weekdays"}
_IN_THE_SUMMARY = frozenset({"not_found", "static_files", "bots"})


@dataclass(slots=True)
class Sheet:
    """One panel among the cells: the cells of its rows, and that of its sum."""

    panel: Panel
    rows: list[int]
    sum: int
    whole: bool  # all rows of the panel are here, and they add up to it


def linked_sheets(cells: Cells, panels: Sequence[Panel], totals: Totals | None) -> list[Sheet]:
    """Enter the panels into ``cells`` with all sums that are known to hold between them."""
    everything = totals.hits if totals else max((sum(max(0, r.hits) for r in p.rows) for p in panels), default=0)
    # The same thing under the same name with the same figures in two panels is one cell: bots and AI crawlers, say.
    known: dict[tuple[str, int, int | None], int] = {}
    # So is the sum of two panels that have the same one: lines with a request have a method and a kind of content.
    sums: dict[int, int] = {}
    sheets: list[Sheet] = []
    for panel in panels:
        own = _sum_row(panel)
        rows: list[int] = []
        here: set[int] = set()
        for row in panel.rows:
            if row is own:
                rows.append(-1)
                continue
            name = (row.key, row.hits, row.visitors)
            if name not in known or known[name] in here:
                known[name] = cells.add(max(0, row.hits), row.visitors)
            rows.append(known[name])
            here.add(known[name])
        counted = [c for c in rows if c >= 0]
        hits = sum(cells.hits[c] for c in counted)
        # A panel's sum speaks of at least as many visitors as its largest row; of more only where none is in two rows.
        behind = max((cells.visitors[c] for c in counted), default=0)
        if len(counted) > 1 and panel.id in _VISITOR_IS_IN_ONE_ROW:
            behind = sum(cells.visitors[c] for c in counted)
        if hits not in sums:
            sums[hits] = cells.add(hits, behind, fixed=hits == everything, spare=True)
        total = sums[hits]
        cells.widen(total, behind, spare=panel.id not in _IN_THE_SUMMARY)
        cut = panel.total_rows > len(panel.rows) + panel.withheld
        sheets.append(Sheet(panel, [total if c < 0 else c for c in rows], total, not cut))
    for sheet in sheets:
        _link(cells, sheet, sheets)
    for hits, total in sums.items():
        if 0 < hits < everything:  # hits that a panel leaves out are told by its sum, so they are a cell like any other
            rest = everything - hits
            whole = cells.add(everything, cells.k, fixed=True)
            cells.equate(whole, (total, cells.add(rest, min(rest, cells.k), spare=True)))
    _link_sums(cells, sheets, everything)
    return sheets


def _sum_row(panel: Panel) -> Row | None:
    """The row that stands for all the others, such as "(all requests)": no visitors of its own, hits of all."""
    for row in panel.rows[:1]:
        if row.visitors is None and len(panel.rows) > 1 and row.hits == sum(max(0, r.hits) for r in panel.rows[1:]):
            return row
    return None


def _link(cells: Cells, sheet: Sheet, sheets: Sequence[Sheet]) -> None:
    """State what the rows of one panel add up to: rows of the same panel, rows of up to two others, or just its sum."""
    if not sheet.rows:
        return
    linked = 0
    for other in sheets:
        if linked < 2 and _link_pair(cells, sheet, other):
            linked += 1
            sheet.whole = sheet.whole and other is not sheet
    if linked or not sheet.whole:
        return
    rows = (c for c in sheet.rows if c != sheet.sum)
    cells.equate(sheet.sum, rows, adds=sheet.panel.id in _KINDS_OF_VISITOR)


def _link_pair(cells: Cells, sheet: Sheet, other: Sheet) -> bool:
    """Find out whether rows of ``sheet`` add up to the rows of ``other``; the figures themselves must bear it out."""
    if other is not sheet and len(other.rows) >= len(sheet.rows):
        return False
    parents = {_plain(r.key): c for r, c in zip(other.panel.rows, other.rows, strict=True)}
    for group in _GROUPS:
        if not any(group(r) in parents for r in sheet.panel.rows[:1000]):
            continue
        members: dict[str, list[int]] = {}
        for row, cell in zip(sheet.panel.rows, sheet.rows, strict=True):
            name = group(row)
            if name and not (other is sheet and name == _plain(row.key)):
                members.setdefault(name, []).append(cell)
        members = {n: m for n, m in members.items() if n in parents}
        if not members or (other is not sheet and sum(map(len, members.values())) != len(sheet.rows)):
            continue
        if all(sum(cells.hits[c] for c in m) == cells.hits[parents[n]] for n, m in members.items()):
            for name, m in members.items():
                cells.equate(parents[name], m)
            return True
    return False


def _plain(key: str) -> str:
    """A key as groups name it; days of the week by three letters, however a panel spells them."""
    return key[:3].lower() if key.lower() in _WEEKDAYS else key


def _weekday(row: Row) -> str:
    try:
        return date.fromisoformat(row.key).strftime("%a").lower() if len(row.key) == 10 else ""
    except ValueError:
        return ""


_WEEKDAYS = frozenset(
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905  reads better
)
_GROUPS: tuple[Callable[[Row], str], ...] = (
    lambda row: _plain(row.parent) if row.parent else "",  # the panel says so itself
    lambda row: row.key[:7] if len(row.key) == 10 and row.key[4:8:3] == "--" else "",  # a day's month
    _weekday,
    lambda row: f"{row.key[:1]}xx" if row.key[:3].isdigit() else "",  # a status code's class
)
# Panels that share out the hits between them.
_SHARED_OUT = (
    ("requests", "static_files", "not_found"),
    ("browsers", "bots"),
    ("systems", "bots"),
    ("devices", "bots"),
)


def _link_sums(cells: Cells, sheets: Sequence[Sheet], everything: int) -> None:
    """State what the sums of panels add up to, where the figures bear it out, and that 404 is the sum of "not found"."""
    by_id = {s.panel.id: s for s in sheets if s.rows and s.whole}
    for names in _SHARED_OUT:
        sums = [by_id[n].sum for n in names if n in by_id]
        if len(sums) == len(names) and sum(cells.hits[c] for c in sums) == everything:
            cells.equate(cells.add(everything, cells.k, fixed=True), sums)
    if "statuses" in by_id and "not_found" in by_id:
        status, lost = by_id["statuses"], by_id["not_found"].sum
        for row, cell in zip(status.panel.rows, status.rows, strict=True):
            if row.key[:3] == "404" and cells.hits[cell] == cells.hits[lost]:
                cells.widen(lost, cells.visitors[cell], spare=False)
                cells.equate(lost, (cell,))
