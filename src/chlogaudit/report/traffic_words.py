"""The words and figures that every traffic renderer shares: counts, sizes, shares, and what a report leaves out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime

from chlogaudit.model.traffic import Panel, Row, TrafficReport
from chlogaudit.report.safe import shown

THIN = "\N{NARROW NO-BREAK SPACE}"
_IEC = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
_SPARKS = "▁▂▃▄▅▆▇█"
_SPARKS_ASCII = "_.-=+*#@"
WITHHELD = -1  # a total that would single somebody out; analyzer.suppress sets it, every renderer says "withheld"


def count(value: int | None, gap: str = THIN) -> str:
    """Write a count with a thin gap every three digits; "withheld" and "not counted" have signs of their own."""
    if value is None:
        return "-"
    if value < 0:
        return "withheld"
    return f"{value:,}".replace(",", gap)


def size(value: int | None) -> str:
    """Write a number of bytes in IEC units with three significant digits."""
    if value is None:
        return "-"
    if value < 0:
        return "withheld"
    if value < 1024:
        return f"{value} B"
    # 1023.95 of a unit would round up to four digits: take the next unit then.
    power = min(int(math.log2(value)) // 10, len(_IEC) - 1)
    if value / 1024**power >= 999.5 and power + 1 < len(_IEC):
        power += 1
    amount = value / 1024**power
    digits = 2 if amount < 9.995 else 1 if amount < 99.95 else 0
    return f"{amount:.{digits}f} {_IEC[power]}"


def percent(share: float) -> str:
    """Write a share 0..1; what is there but rounds to nothing says so."""
    if not math.isfinite(share):
        return "-"
    if 0 < share < 0.0005:
        return "<0.1 %"
    return f"{share * 100:.1f} %"


def number(value: str | float | None, gap: str = THIN) -> str:
    """Write a panel's own column: text made harmless, whole numbers grouped, others with three significant digits."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, int):
        return count(value, gap) if value >= 0 else str(value)
    if not math.isfinite(value):
        return "-"
    magnitude = math.floor(math.log10(abs(value))) if value else 0
    return f"{value:,.{max(0, min(3, 2 - magnitude))}f}".replace(",", gap)


def duration(seconds: float) -> str:
    """Write how long a run took."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02d} s"


def moment(iso: str) -> str:
    """Write an ISO time for people: ``2026-10-01 13:55``; what is not a time comes back harmless."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return shown(iso)
    if len(iso) <= 10:
        return when.strftime("%Y-%m-%d")
    return (when.astimezone(UTC) if when.tzinfo else when).strftime("%Y-%m-%d %H:%M")


def period(report: TrafficReport) -> str:
    """Write from when to when the entries run."""
    first, last = moment(report.totals.first), moment(report.totals.last)
    if not first and not last:
        return "period withheld" if report.totals.hits == WITHHELD else "no dated entries"
    return f"{first} to {last} UTC"


def sparkline(values: tuple[int, ...], unicode: bool = True) -> str:
    """Draw one character a value; zero is a blank, so that a gap looks like one."""
    signs = _SPARKS if unicode else _SPARKS_ASCII
    top = max(values, default=0)
    if top <= 0:
        return " " * len(values)
    return "".join(" " if v <= 0 else signs[min(len(signs) - 1, v * len(signs) // (top + 1))] for v in values)


def by_hour(report: TrafficReport) -> tuple[int | None, ...]:
    """Hits of the 24 hours of the day, from the panel of hours, else from the heat map; None where withheld."""
    panel = next((p for p in report.panels if p.chart == "hours"), None)
    hours: list[int | None] = [None if panel and panel.withheld else 0] * 24
    if panel is None or not panel.rows:
        for _day, hour, hits in report.heat:
            if 0 <= hour < 24:
                hours[hour] = (hours[hour] or 0) + hits
        return tuple(hours)
    for row in panel.rows:
        digits = row.key.split(":", 1)[0].strip()
        if digits.isascii() and digits.isdigit() and int(digits) < 24:
            hours[int(digits)] = row.hits
    return tuple(hours)


def reconciled(report: TrafficReport, gap: str = THIN) -> str:
    """Say where every line that was read went."""
    t = report.totals
    parts = f"{count(t.fitting, gap)} fitting + {count(t.unparsed, gap)} unparsed + {count(t.empty, gap)} empty"
    if t.lines < 0 or t.lines == t.fitting + t.unparsed + t.empty:
        return parts
    return f"{parts} (DO NOT ADD UP to {count(t.lines, gap)}: report this as a bug)"


def panel_remarks(panel: Panel, shown_rows: int, gap: str = THIN) -> Iterator[str]:
    """Say in sentences what a panel does not show beyond ``shown_rows``, and what its figures are worth."""
    hidden = panel.total_rows - panel.withheld - shown_rows
    if hidden > 0:
        yield f"{count(hidden, gap)} more {'row' if hidden == 1 else 'rows'}."
    if panel.withheld:
        hits = f", {count(panel.withheld_hits, gap)} hits together" if panel.withheld_hits is not None else ""
        yield f"{_rows(panel.withheld, gap)} withheld{hits}."
    if panel.approximate:
        yield f"Approximate: {shown(panel.approximate).rstrip('.')}."
    if panel.note:
        yield sentence(shown(panel.note).rstrip(".")) + "."


def sentence(text: str) -> str:
    """The same with a capital first letter, unless it is a name such as ``p95``."""
    return text if text[1:2].isdigit() else text[:1].upper() + text[1:]


def absent_panels(report: TrafficReport) -> Iterator[tuple[str, str]]:
    """Titles and reasons of the panels that have nothing to show."""
    for panel in report.panels:
        if panel.absent:
            yield shown(panel.title), shown(panel.absent)


def privacy(report: TrafficReport, gap: str = THIN) -> str:
    """Say what protects the visitors in this report, or that nothing does."""
    if report.k <= 1:
        return "Small counts are shown (k = 1): for the operators' own eyes, not to be handed on."
    withheld = sum(p.withheld for p in report.panels)
    said = f"At least {report.k} distinct visitors stand behind each published row"
    if not withheld:
        return f"{said}; none had to be withheld."
    return f"{said}; {_rows(withheld, gap)} {'is' if withheld == 1 else 'are'} withheld so that no smaller one can be worked out."


def _rows(number: int, gap: str) -> str:
    return f"{count(number, gap)} {'row' if number == 1 else 'rows'}"


def counting(report: TrafficReport) -> str:
    """Say by which rules hits and visitors were counted."""
    if report.counting == "goaccess":
        return "Counted as GoAccess does."
    return "A visitor is one address with one user agent on one day."


def problems(report: TrafficReport) -> tuple[str, ...]:
    """All that a reader must know before trusting the figures: what was not read, and the run's own notes."""
    # Most reasons begin with the log's name.
    out = [
        shown(s.problem if s.problem.startswith(s.source) else f"{s.source}: {s.problem}")
        for s in report.sources
        if s.problem
    ]
    if not report.complete and not out:
        out.append("Not everything could be read; the figures are too low.")
    if report.totals.unparsed:
        lines = "line" if report.totals.unparsed == 1 else "lines"
        share = f" ({percent(report.totals.unparsed / report.totals.lines)})" if report.totals.lines > 0 else ""
        fit = "fits no format and is" if lines == "line" else "fit no format and are"
        out.append(f"{count(report.totals.unparsed)} {lines}{share} {fit} not in the figures.")
    return (*out, *(shown(n) for n in report.notes))


_OF_VISITS = frozenset({"entry_pages", "exit_pages", "visits"})


def hits_of(panel: Panel) -> str:
    """What a panel's hits are to people: of a few panels they are visits."""
    return "Visits" if panel.id in _OF_VISITS else "Hits"


_MOST = 31  # days of a month: as many rows as a panel in the order of the calendar shows whole
_CALENDAR = frozenset({"days", "months", "hours", "weekdays"})


def chosen(panel: Panel, limit: int) -> tuple[Row, ...]:
    """The rows to show: the largest, or of a panel in the order of the calendar all of them, at most the newest ``_MOST``."""
    return panel.rows[-_MOST:] if panel.id in _CALENDAR else panel.rows[:limit]
