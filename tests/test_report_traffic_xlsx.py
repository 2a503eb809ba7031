"""The workbook: real types, no formulas, readable by another library."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook

from chlogaudit.report.traffic_xlsx import render_xlsx
from test_report_traffic_sample import hostile, sample


def test_real_types_read_back() -> None:
    """Openpyxl reads counts as whole numbers, shares as fractions, times as dates, and every panel as a sheet."""
    book = load_workbook(BytesIO(render_xlsx(sample())))
    panel = next(p for p in sample().panels if p.id == "requests")

    rows = list(book["requests"].iter_rows(values_only=True))

    assert [r[0] for r in rows] == ["path", *(r.key for r in panel.rows)]
    assert [r[1] for r in rows[1:]] == [r.hits for r in panel.rows]
    assert all(isinstance(r[1], int) and isinstance(r[2], float) and isinstance(r[5], datetime) for r in rows[1:])
    assert set(book.sheetnames) == {p.id for p in sample().panels} | {"summary", "panels", "sources", "days_by_hour"}


def test_no_cell_is_a_formula_or_a_link() -> None:
    """The attacks come out as text cells: no formula, no link, no control character, nothing to fetch in any part."""
    data = render_xlsx(hostile())
    book = load_workbook(BytesIO(data))

    for sheet in book:
        for cell in (c for row in sheet.iter_rows() for c in row):
            assert cell.data_type != "f", (sheet.title, cell.coordinate)
            assert cell.hyperlink is None
            assert not isinstance(cell.value, str) or cell.value.isprintable()
    with ZipFile(BytesIO(data)) as parts:
        assert not [n for n in parts.namelist() if "hyperlink" in n.lower() or "external" in n.lower()]
        assert not [n for n in parts.namelist() if b"<f>" in parts.read(n)]


def test_text_that_looks_like_a_number_stays_text() -> None:
    """The hour "00" does not become 0."""
    book = load_workbook(BytesIO(render_xlsx(sample())))

    assert book["hours"]["A2"].value == "00"


def test_same_report_same_file() -> None:
    """Nothing in it depends on when or where it was written."""
    assert render_xlsx(sample()) == render_xlsx(sample())
