"""The CSV folder: one file a panel, real numbers, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pandas as pd
import pytest

from chlogaudit.errors import UsageError
from chlogaudit.report.traffic_csv import write_csv_folder
from test_report_traffic_sample import hostile, sample


def test_one_file_a_panel(tmp_path: Path) -> None:
    """Every panel has its file, an empty one too, beside the summary, the index, the sources and the heat map."""
    written = write_csv_folder(sample(), tmp_path / "new" / "folder")

    names = {p.stem for p in written}

    assert names == {p.id for p in sample().panels} | {"summary", "panels", "sources", "days_by_hour"}
    assert all(p.exists() for p in written)


def test_figures_read_back(tmp_path: Path) -> None:
    """Pandas reads the same counts and times back."""
    write_csv_folder(sample(), tmp_path)
    panel = next(p for p in sample().panels if p.id == "requests")

    frame = pd.read_csv(tmp_path / "requests.csv", parse_dates=["first", "last"])

    assert frame["hits"].tolist() == [r.hits for r in panel.rows]
    assert frame["visitors"].tolist() == [r.visitors for r in panel.rows]
    assert frame["first"].iloc[0].isoformat() + "+00:00" == panel.rows[0].first


def test_withheld_is_stated(tmp_path: Path) -> None:
    """The index says of each panel how many rows are withheld and why one is empty."""
    write_csv_folder(sample(), tmp_path)

    index = pd.read_csv(tmp_path / "panels.csv", keep_default_na=False).set_index("panel")

    assert index.loc["requests", "withheld"] == 1903
    assert index.loc["tls", "absent"] == "no format of these logs records it"


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    """No cell of the attacks opens with a sign that starts a formula, holds a control character, or splits a row."""
    for path in write_csv_folder(hostile(), tmp_path):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert {len(r) for r in rows} == {len(rows[0])}, path.name
        for cell in (c for r in rows for c in r):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (path.name, cell)
            assert all(ch.isprintable() for ch in cell), (path.name, cell)


def test_no_panel_names_a_path(tmp_path: Path) -> None:
    """A panel's id never becomes a way out of the folder, and no two panels overwrite each other."""
    report = hostile()

    written = write_csv_folder(report, tmp_path / "out")

    assert {p.parent for p in written} == {tmp_path / "out"}
    assert len(set(written)) == len(written)
    assert len([p for p in written if p.stem not in {"summary", "panels", "sources", "days_by_hour"}]) == len(
        report.panels
    )


def test_a_link_in_the_folder_is_replaced_not_followed(tmp_path: Path) -> None:
    """A link planted under a name of ours does not lead the export elsewhere, and no temporary stays."""
    other = tmp_path / "other"
    other.write_text("keep")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "summary.csv").symlink_to(other)

    write_csv_folder(sample(), folder)

    assert other.read_text() == "keep"
    assert stat.S_ISREG((folder / "summary.csv").lstat().st_mode)
    assert not list(folder.glob(".*"))


def test_a_file_in_the_way_is_a_usage_error(tmp_path: Path) -> None:
    """The message names the folder and the next step."""
    (tmp_path / "x").write_text("")

    with pytest.raises(UsageError, match="name another"):
        write_csv_folder(sample(), tmp_path / "x")


def test_ascii_files_have_no_byte_order_mark(tmp_path: Path) -> None:
    """Only what Excel would misread gets the mark, so that ``awk`` sees clean headings in the rest."""
    write_csv_folder(hostile(), tmp_path)

    assert (tmp_path / "days.csv").read_bytes().startswith(b"day,")
    assert (tmp_path / "sources.csv").read_bytes().startswith(b"\xef\xbb\xbf")
