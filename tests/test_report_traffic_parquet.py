"""The Parquet file: one tidy table with real types, and what was withheld in its metadata."""

from __future__ import annotations

import json
import sys
from io import BytesIO

import pyarrow.parquet as pq
import pytest

from chlogaudit.errors import UsageError
from chlogaudit.report.traffic_parquet import render_parquet
from test_report_traffic_sample import hostile, sample


def test_figures_read_back() -> None:
    """Every row of every panel is there with its figures; times carry their zone."""
    table = pq.read_table(BytesIO(render_parquet(sample())))

    expected = [(p.id, r.key, r.hits, r.visitors) for p in sample().panels for r in p.rows]
    columns = (table[c].to_pylist() for c in ("panel", "key", "hits", "visitors"))
    assert list(zip(*columns, strict=True)) == expected
    assert str(table.schema.field("first").type) == "timestamp[ms, tz=UTC]"


def test_metadata_states_what_is_withheld() -> None:
    """The rest of the report travels with the table."""
    table = pq.read_table(BytesIO(render_parquet(sample())))

    about = json.loads(table.schema.metadata[b"chlogaudit"])

    assert {p["id"]: p["withheld"] for p in about["panels"]}["requests"] == 1903
    assert about["totals"]["lines"] == 1_204_331


def test_any_text_is_written() -> None:
    """Lone surrogates and control characters do not stop it."""
    table = pq.read_table(BytesIO(render_parquet(hostile())))

    assert "\\xff\\x80 raw bytes" in table["key"].to_pylist()


def test_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named where it is missing."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match=r"chlogaudit\[parquet\]"):
        render_parquet(sample())
