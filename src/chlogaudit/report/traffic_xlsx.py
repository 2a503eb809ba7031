"""Write a traffic report as one workbook: a sheet a panel, numbers and dates as such, text that is never a formula."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from chlogaudit.model.traffic import TrafficReport
from chlogaudit.report.safe import shown
from chlogaudit.report.traffic_tables import tables

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | float | datetime | None

# https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
_LONGEST_TEXT = 32_767
_MOST_ROWS = 1_048_575  # and one of headings
_EARLIEST = datetime(1900, 3, 1)  # noqa: DTZ001  a spreadsheet's date has no zone; before it Excel's calendar has a false day
_FORMATS = {"share": "0.0%", "first": "yyyy-mm-dd hh:mm", "last": "yyyy-mm-dd hh:mm"}


def render_xlsx(report: TrafficReport) -> bytes:
    """Write ``report`` as an Office Open XML workbook."""
    import xlsxwriter

    out = BytesIO()
    # Each cell is written by its type below; this turns off every way in which the library would guess one from text.
    guess_nothing = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": False, **guess_nothing})
    book.set_properties(
        {"title": shown(report.title)[:255], "comments": "Written by chlogaudit", "created": _created(report)}
    )
    styles = _styles(book)
    for name, frame in tables(report, _text).items():
        _sheet(book.add_worksheet(name), frame, styles)
    book.close()
    return out.getvalue()


def _text(text: str) -> str:
    """Text that a cell can hold: no control characters, and no more than fit."""
    plain = shown(text)
    return plain if len(plain) <= _LONGEST_TEXT else plain[: _LONGEST_TEXT - 1] + "…"


def _created(report: TrafficReport) -> datetime:
    """The report's own time, so that the same report gives the same file."""
    try:
        when = datetime.fromisoformat(report.created)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return when if when.year >= 1900 else datetime(2000, 1, 1, tzinfo=UTC)


def _styles(book: Workbook) -> dict[str, Format]:
    styles = {name: book.add_format({"num_format": form}) for name, form in _FORMATS.items()}
    styles["count"] = book.add_format({"num_format": "#,##0"})
    styles["real"] = book.add_format({"num_format": "#,##0.000"})
    styles["head"] = book.add_format({"bold": True, "bottom": 1})
    return styles


def _sheet(sheet: Worksheet, frame: pd.DataFrame, styles: dict[str, Format]) -> None:
    """Write one frame: headings that stay in sight, a filter, columns as wide as what they hold, bars behind the hits."""
    rows = min(len(frame), _MOST_ROWS)
    for x, name in enumerate(frame.columns):
        sheet.write_string(0, x, str(name), styles["head"])
        widest = len(str(name)) + 3
        for y, value in enumerate(_cells(frame[name])[:rows], start=1):
            widest = max(widest, _write(sheet, (y, x), value, str(name), styles))
        sheet.set_column(x, x, min(60, widest + 1))
        if name == "hits" and rows > 1:
            sheet.conditional_format(1, x, rows, x, {"type": "data_bar", "bar_color": "#9EC5E8"})
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, rows, len(frame.columns) - 1)


def _cells(column: pd.Series) -> list[Cell]:
    """The values of a column as plain Python, None where missing."""
    import pandas as pd

    values: list[Cell] = column.astype(object).where(column.notna(), None).tolist()
    return [v.to_pydatetime() if isinstance(v, pd.Timestamp) else v for v in values]


def _write(sheet: Worksheet, place: tuple[int, int], value: Cell, name: str, styles: dict[str, Format]) -> int:
    """Write one cell by its type; returns about how wide it is."""
    row, column = place
    if value is None:
        return 0
    if isinstance(value, str):
        sheet.write_string(row, column, value)
        return len(value)
    if isinstance(value, datetime):
        if value < _EARLIEST:
            sheet.write_string(row, column, value.isoformat(" "))
        else:
            sheet.write_datetime(row, column, value, styles.get(name, styles["first"]))
        return 16
    sheet.write_number(row, column, value, styles.get(name) or styles["count" if isinstance(value, int) else "real"])
    return len(f"{value:,}") if isinstance(value, int) else 9
