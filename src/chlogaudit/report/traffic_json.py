"""Write a traffic report as JSON that any parser accepts, whatever bytes the log held; ``schemas/traffic-1.json`` is its law."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import TypeAlias

from chlogaudit.model.finding import SourceFacts
from chlogaudit.model.traffic import Panel, Row, Totals, TrafficReport
from chlogaudit.report.safe import shown

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

SCHEMA = "chlogaudit-traffic/1"


def schema() -> str:
    """The JSON Schema (draft 2020-12) that every export fits."""
    return files("chlogaudit.report").joinpath("schemas/traffic-1.json").read_text("utf-8")


def render_json(report: TrafficReport) -> bytes:
    """Write ``report`` as one ASCII JSON document with a final newline."""
    return (json.dumps(as_data(report), indent=1, ensure_ascii=True, allow_nan=False) + "\n").encode("ascii")


def as_data(report: TrafficReport) -> dict[str, Json]:
    """Turn ``report`` into what JSON can hold; text is made harmless, withheld and infinite numbers are null."""
    return {
        "schema": SCHEMA,
        "version": shown(report.version),
        "created": shown(report.created),
        "title": shown(report.title),
        "complete": report.complete,
        "k": report.k,
        "counting": shown(report.counting),
        "filters": [shown(f) for f in report.filters],
        "notes": [shown(n) for n in report.notes],
        "totals": _totals(report.totals),
        "previous": None if report.previous is None else _totals(report.previous),
        "panels": [_panel(p) for p in report.panels],
        "heat": [{"day": shown(day), "hour": hour, "hits": _whole(hits)} for day, hour, hits in report.heat],
        "sources": [_source(s) for s in report.sources],
    }


def _totals(totals: Totals) -> dict[str, Json]:
    return {
        "lines": _whole(totals.lines),
        "fitting": _whole(totals.fitting),
        "unparsed": _whole(totals.unparsed),
        "empty": _whole(totals.empty),
        "filtered": _whole(totals.filtered),
        "error_lines": _whole(totals.error_lines),
        "hits": _whole(totals.hits),
        "visitors": _whole(totals.visitors),
        "bytes": _whole(totals.bytes),
        "unique_urls": _whole(totals.unique_urls),
        "not_found": _whole(totals.not_found),
        "static": _whole(totals.static),
        "bots": _whole(totals.bots),
        "first": shown(totals.first),
        "last": shown(totals.last),
        "log_bytes": _whole(totals.log_bytes),
        "seconds": _real(totals.seconds),
    }


def _panel(panel: Panel) -> dict[str, Json]:
    return {
        "id": shown(panel.id),
        "title": shown(panel.title),
        "key": shown(panel.key),
        "columns": [shown(c) for c in panel.columns],
        "chart": shown(panel.chart),
        "total_rows": panel.total_rows,
        "withheld": panel.withheld,
        "withheld_hits": panel.withheld_hits,
        "approximate": shown(panel.approximate),
        "note": shown(panel.note),
        "absent": shown(panel.absent),
        "rows": [_row(r) for r in panel.rows],
    }


def _row(row: Row) -> dict[str, Json]:
    return {
        "key": shown(row.key),
        "parent": shown(row.parent),
        "hits": _whole(row.hits),
        "share": _real(row.share),
        "visitors": _whole(row.visitors),
        "bytes": _whole(row.bytes),
        "first": shown(row.first),
        "last": shown(row.last),
        "more": [shown(v) if isinstance(v, str) else _real(v) if isinstance(v, float) else v for v in row.more],
    }


def _source(source: SourceFacts) -> dict[str, Json]:
    return {
        "source": shown(source.source),
        "formats": [shown(f) for f in source.formats],
        "confidence": _real(source.confidence),
        "lines": _whole(source.lines),
        "fitting": _whole(source.fitting),
        "unparsed": _whole(source.unparsed),
        "empty": _whole(source.empty),
        "bytes": _whole(source.bytes),
        "first": shown(source.first),
        "last": shown(source.last),
        "problem": shown(source.problem),
        "note": shown(source.note),
    }


def _whole(value: int | None) -> int | None:
    """A count; the sign for "withheld" is below zero and has no place in a figure."""
    return None if value is None or value < 0 else value


def _real(value: float) -> float | None:
    """JSON knows neither infinity nor NaN."""
    return value if math.isfinite(value) else None
