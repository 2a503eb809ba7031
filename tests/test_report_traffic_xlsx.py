"""The workbook: real types, no formulas, readable by another library."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from chlogaudit.report.traffic_xlsx import render_xlsx
from test_report_traffic_sample import hostile, sample

OFFICE = shutil.which("soffice")
TABLE, VALUE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def as_office_reads(data: bytes, folder: Path) -> dict[str, list[list[tuple[str, str]]]]:
    """Sheets as LibreOffice reads them: for each row the type and the value of its cells; text has no value of its own."""
    book = folder / "book.xlsx"
    book.write_bytes(data)
    subprocess.run(
        [OFFICE or "", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "fods",
         "--outdir", str(folder), str(book)],
        capture_output=True, timeout=180, check=True,
    )  # fmt: skip
    tree = ET.parse(folder / "book.fods")
    assert not [cell for cell in tree.iter(f"{TABLE}table-cell") if cell.get(f"{TABLE}formula") is not None]
    assert not [item for item in tree.iter() if item.tag.endswith("}a")]  # links
    return {
        sheet.get(f"{TABLE}name") or "": [
            [
                (cell.get(f"{VALUE}value-type") or "", cell.get(f"{VALUE}value") or cell.get(f"{VALUE}date-value") or "".join(cell.itertext()).strip())
                for cell in row.iter(f"{TABLE}table-cell")
            ]
            for row in sheet.iter(f"{TABLE}table-row")
        ]
        for sheet in tree.iter(f"{TABLE}table")
    }  # fmt: skip


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


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
def test_libreoffice_reads_the_same_types(tmp_path: Path) -> None:
    """Text, numbers, shares and dates arrive in LibreOffice as what they are, with the same values, one sheet a panel."""
    report = sample()
    sheets = as_office_reads(render_xlsx(report), tmp_path)
    panel = next(p for p in report.panels if p.id == "requests")

    assert set(sheets) == {p.id for p in report.panels} | {"summary", "panels", "sources", "days_by_hour"}
    for row, cells in zip(panel.rows, sheets["requests"][1:], strict=False):
        assert [kind for kind, _ in cells[:6]] == ["string", "float", "percentage", "float", "float", "date"]
        assert cells[0][1] == row.key
        assert (int(cells[1][1]), int(cells[3][1]), int(cells[4][1])) == (row.hits, row.visitors, row.bytes)
        assert float(cells[2][1]) == pytest.approx(row.share)
        assert cells[5][1][:16] == row.first[:16]
    assert sheets["hours"][1][0] == ("string", "00")


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
def test_libreoffice_runs_no_attack(tmp_path: Path) -> None:
    """None of the attacks becomes a formula or a link there either."""
    assert as_office_reads(render_xlsx(hostile()), tmp_path)
