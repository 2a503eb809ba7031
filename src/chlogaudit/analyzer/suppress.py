"""Withhold what would single somebody out from a traffic report before it is handed on; docs/exports.md states the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TypeAlias, overload

from chlogaudit.analyzer.disclosure import Cells
from chlogaudit.analyzer.linked import Sheet, linked_sheets
from chlogaudit.errors import UsageError
from chlogaudit.model.traffic import Panel, Row, Totals, TrafficReport

_FEW = 20  # times k visitors; below, random tables of the tests had cells that linear programming could work out
WITHHELD = -1  # a total that may not be told; renderers write "withheld" and machine formats null

Heat: TypeAlias = Mapping[tuple[str, int], int] | None


@overload
def suppress(
    given: TrafficReport, k: int, rounding: int | None = None, heat_visitors: Heat = None
) -> TrafficReport: ...
@overload
def suppress(given: Sequence[Panel], k: int, rounding: int | None = None) -> tuple[Panel, ...]: ...
def suppress(
    given: TrafficReport | Sequence[Panel], k: int, rounding: int | None = None, heat_visitors: Heat = None
) -> TrafficReport | tuple[Panel, ...]:
    """
    Withhold every row behind which fewer than ``k`` visitors stand, and as many more as it takes to keep it so.

    Give it whole panels, before any limit on rows. A row whose visitors are not counted is withheld. What was done is
    told in ``Panel.withheld`` and, where it may be, ``withheld_hits``. ``k = 1`` withholds nothing.

    ``rounding`` rounds every published count to its multiples. It is needed for reports on the same lines (a month beside
    its days, a virtual host beside all of them), and for each of them: what one withholds may be the difference of two
    others, and none can know of the others.

    Of a whole report it also does the totals that are one panel's sum, the heat map and the period before.
    ``heat_visitors`` counts the distinct visitors of each (day, hour); without it the map is withheld, because its cells
    cannot be shown to be large. A report on fewer than ``k`` visitors is withheld whole; one on fewer than twenty times
    ``k`` is rounded to ``k`` at least, because in so small a table several sums together may narrow a cell down.
    """
    _check(k, rounding)
    cells = Cells(k)
    if isinstance(given, TrafficReport):
        if k > 1 and given.totals.visitors < _FEW * k:
            rounding = max(k, rounding or 0)
        sheets = linked_sheets(cells, given.panels, given.totals)
        cells.close()
        return _published_report(given, cells, sheets, (k, rounding), heat_visitors)
    sheets = linked_sheets(cells, given, None)
    cells.close()
    return tuple(_published(cells, sheet, k, rounding) for sheet in sheets)


def _check(k: int, rounding: int | None) -> None:
    if k < 1:
        raise UsageError("k counts visitors: give 1 or more (1 withholds nothing).")
    if rounding is not None and rounding < 1:
        raise UsageError("Rounding goes to multiples of a whole number: give 1 or more.")


def _published(cells: Cells, sheet: Sheet, k: int, rounding: int | None) -> Panel:
    """The panel as it may be handed on."""
    panel = sheet.panel
    kept = [r for r, c in zip(panel.rows, sheet.rows, strict=True) if not cells.withheld[c]]
    hidden = [c for c in sheet.rows if cells.withheld[c] and c != sheet.sum]
    told = sheet.whole and not cells.withheld[sheet.sum] and len(hidden) > 1
    hits = sum(cells.hits[c] for c in hidden)
    rows = tuple(_coarse(r, k, rounding) for r in kept)
    if rounding or (hidden and sheet.whole and not told):
        base = sum(r.hits for r in rows if r.visitors is not None) + (_rounded(hits, rounding) if told else 0)
        rows = tuple(replace(r, share=min(1.0, round(r.hits / base, 6)) if base else 0.0) for r in rows)
    return replace(
        panel,
        rows=rows,
        withheld=panel.withheld + len(panel.rows) - len(kept),
        withheld_hits=_rounded(hits, rounding) if told else None if hidden else panel.withheld_hits,
        total_rows=max(panel.total_rows, len(panel.rows) + panel.withheld),
    )


def _coarse(row: Row, k: int, rounding: int | None) -> Row:
    """A published row: counts rounded when asked; the moment of its first and last hit is one visitor's, so only the day."""
    if k > 1:
        row = replace(row, first=row.first[:10], last=row.last[:10])
    if not rounding:
        return row
    mean = max(1, (row.bytes or 0) // max(1, row.hits))
    unit = rounding << mean.bit_length()  # bytes of about as many hits as the hits are rounded by
    return replace(
        row,
        hits=_rounded(row.hits, rounding),
        visitors=None if row.visitors is None else _rounded(row.visitors, rounding),
        bytes=None if row.bytes is None else _rounded(row.bytes, unit),
        more=tuple(_rounded(v, rounding) if isinstance(v, int) else v for v in row.more),
    )


def _rounded(value: int, base: int | None) -> int:
    """The multiple of ``base`` next to ``value``; what is there stays there, because zero would be a statement."""
    if not base or value <= 0:
        return value
    return max(base, (value + base // 2) // base * base)


_PARTS = {"not_found": "not_found", "static_files": "static", "bots": "bots"}


def _published_report(
    report: TrafficReport, cells: Cells, sheets: Sequence[Sheet], rules: tuple[int, int | None], heat_visitors: Heat
) -> TrafficReport:
    """The report as it may be handed on; ``rules`` are k and the rounding."""
    k, rounding = rules
    if k > 1 and report.totals.visitors < k:
        return _nothing(report, k)
    totals = report.totals
    for sheet in sheets:
        name = _PARTS.get(sheet.panel.id, "")
        if not name or not sheet.rows or not sheet.whole:
            continue
        rest = getattr(totals, name) - cells.hits[sheet.sum]
        if cells.withheld[sheet.sum] or 0 < rest < k:
            totals = _with(totals, {name: WITHHELD})
    panels = tuple(_published(cells, s, k, rounding) for s in sheets)
    heat, note = _published_heat(report, panels, k, rounding, heat_visitors)
    before = report.previous
    return replace(
        report,
        k=k,
        totals=_rounded_totals(totals, rounding),
        panels=panels,
        heat=heat,
        notes=(*report.notes, *note, *_rounding_note(rounding), *_MORE_NOTE[: cells.gave_up]),
        previous=_rounded_totals(before, rounding) if before is not None and before.visitors >= k else None,
        sources=tuple(replace(s, first=s.first[:10], last=s.last[:10]) for s in report.sources)
        if k > 1
        else report.sources,
    )


def _published_heat(
    report: TrafficReport,
    panels: Sequence[Panel],
    k: int,
    rounding: int | None,
    visitors: Heat,
) -> tuple[tuple[tuple[str, int, int], ...], tuple[str, ...]]:
    """
    The heat map as it may be handed on, and what to say of it.

    Its cells stand in two sums each. Rather than withholding neighbours, all are rounded: a picture needs no more, and
    what is left of a sum is then never exact. Empty cells are left out like small ones, so that neither can be told.
    """
    if k <= 1 or not report.heat:
        return tuple((d, h, _rounded(n, rounding)) for d, h, n in report.heat), ()
    if visitors is None:
        return (), ("The map of days and hours is withheld: the visitors of its cells were not counted.",)
    gone: set[str] = set()
    for before, after in zip(report.panels, panels, strict=True):
        if before.id in {"days", "hours"}:
            gone |= {r.key for r in before.rows} - {r.key for r in after.rows}
    base = max(k, rounding or 0)
    cells = tuple(
        (day, hour, _rounded(hits, base))
        for day, hour, hits in report.heat
        if visitors.get((day, hour), 0) >= k and day not in gone and f"{hour:02d}" not in gone
    )
    return cells, (
        f"In the map of days and hours, counts are rounded to {base}, and hours with fewer than {k} visitors are left out.",
    )


def _rounded_totals(totals: Totals, base: int | None) -> Totals:
    """All counts rounded; the sum of the lines is that of its rounded parts, so that it still adds up."""
    if not base:
        return totals
    parts = {n: _rounded(getattr(totals, n), base) for n in ("fitting", "unparsed", "empty")}
    others = ("hits", "visitors", "unique_urls", "not_found", "static", "bots", "filtered", "error_lines")
    sent = totals.bytes
    if sent is not None:
        sent = _rounded(sent, base << max(1, sent // max(1, totals.hits)).bit_length())
    counts = {n: _rounded(getattr(totals, n), base) for n in others}
    return replace(_with(totals, parts | counts), bytes=sent, lines=sum(parts.values()))


def _with(totals: Totals, counts: Mapping[str, int]) -> Totals:
    """The same totals with other counts, by name."""
    return Totals(**(asdict(totals) | dict(counts)))


def _rounding_note(base: int | None) -> tuple[str, ...]:
    return (f"Counts are rounded to multiples of {base}, so sums may differ a little.",) if base else ()


_MORE_NOTE = (
    (
        "More rows are withheld than may be needed: too many depend on each other to find the fewest. Fewer panels (--panel)"
        " may show more."
    ),
)


def _nothing(report: TrafficReport, k: int) -> TrafficReport:
    """A report on so few visitors that nothing of it may be told but what was not read."""
    hidden = dict.fromkeys(
        (
            "lines",
            "fitting",
            "filtered",
            "error_lines",
            "hits",
            "visitors",
            "unique_urls",
            "not_found",
            "static",
            "bots",
        ),
        WITHHELD,
    )
    totals = replace(_with(report.totals, hidden), bytes=WITHHELD, log_bytes=WITHHELD, first="", last="")
    panels = tuple(
        replace(
            p, rows=(), withheld=p.withheld + len(p.rows), withheld_hits=None, total_rows=max(p.total_rows, len(p.rows))
        )
        for p in report.panels
    )
    sources = tuple(
        replace(s, lines=WITHHELD, fitting=WITHHELD, bytes=WITHHELD, first="", last="") for s in report.sources
    )
    note = f"Fewer than {k} visitors stand behind the whole report; nothing of it is published."
    return replace(
        report, k=k, totals=totals, panels=panels, sources=sources, heat=(), previous=None, notes=(*report.notes, note)
    )
