"""The JSON export: always valid, always as its schema says, whatever the log held."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from chlogaudit.model.traffic import Panel, Row, TrafficReport
from chlogaudit.report.traffic_json import render_json, schema
from test_report_traffic_sample import hostile, sample

CHECK = Draft202012Validator(json.loads(schema()))
ANY_TEXT = st.one_of(
    st.text(st.characters(codec=None)), st.binary().map(lambda b: b.decode("utf-8", "surrogateescape"))
)


def _strict(constant: str) -> float:
    raise AssertionError(f"{constant} is not JSON")


@pytest.mark.parametrize("report", [sample(), hostile()], ids=["sample", "hostile"])
def test_fits_its_schema(report: TrafficReport) -> None:
    """The sample and the attacks give a document that the shipped schema accepts."""
    CHECK.validate(json.loads(render_json(report), parse_constant=_strict))


def test_schema_is_a_schema() -> None:
    """The shipped schema is itself well formed and refuses a report of another kind."""
    Draft202012Validator.check_schema(json.loads(schema()))

    assert list(CHECK.iter_errors({"schema": "chlogaudit-audit/1"}))


@given(key=ANY_TEXT, more=st.one_of(ANY_TEXT, st.floats(), st.integers(), st.none()), share=st.floats())
def test_any_text_and_any_number_give_valid_json(key: str, more: str | float | None, share: float) -> None:
    """Lone surrogates, NUL, NaN and infinity come out as ASCII that a strict parser reads and the schema accepts."""
    row = Row(key, 5, None, None, key, key, share, (more,), key)
    report = replace(sample(), title=key, panels=(Panel(key, key, key, (row,), (key,)),), heat=((key, 1, -1),))

    data = render_json(report)

    data.decode("ascii")
    json.dumps(json.loads(data), ensure_ascii=False).encode("utf-8")  # a lone surrogate would not survive that
    CHECK.validate(json.loads(data, parse_constant=_strict))


def test_figures_survive() -> None:
    """Counts come out as the same whole numbers, in the order of the report."""
    report = sample()

    data = json.loads(render_json(report))

    assert [p["id"] for p in data["panels"]] == [p.id for p in report.panels]
    assert [[(r["hits"], r["visitors"], r["bytes"]) for r in p["rows"]] for p in data["panels"]] == [
        [(r.hits, r.visitors, r.bytes) for r in p.rows] for p in report.panels
    ]
    assert data["totals"]["lines"] == 1_204_331


def test_withheld_total_is_null() -> None:
    """A withheld total is null, not a number that somebody adds up."""
    report = sample()
    report = replace(report, totals=replace(report.totals, visitors=-1))

    assert json.loads(render_json(report))["totals"]["visitors"] is None
