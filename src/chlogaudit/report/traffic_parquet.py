"""Write a traffic report as one Parquet file: a row a cell group, all panels under one another, the rest as metadata."""

from __future__ import annotations

import json
from io import BytesIO

from chlogaudit.errors import UsageError
from chlogaudit.model.traffic import Panel, Row, TrafficReport
from chlogaudit.report.safe import shown
from chlogaudit.report.traffic_json import as_data


def render_parquet(report: TrafficReport) -> bytes:
    """
    Write ``report`` with columns panel, key, group, hits, share, visitors, bytes, first, last (UTC) and more.

    ``more`` lists the panel's own columns as (name, number, text). The file's metadata ``chlogaudit`` holds the JSON
    export without its rows: totals, sources, and what each panel withholds. Raises UsageError without pyarrow.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow; install it with: pip install 'chlogaudit[parquet]'.") from error
    moment = pa.timestamp("s", tz="UTC")
    own = pa.list_(pa.struct([("name", pa.string()), ("number", pa.float64()), ("text", pa.string())]))
    cells = [(p, r) for p in report.panels for r in p.rows]
    columns: dict[str, pa.Array] = {
        "panel": pa.array([shown(p.id) for p, _ in cells], pa.string()),
        "key": pa.array([shown(r.key) for _, r in cells], pa.string()),
        "group": pa.array([shown(r.parent) or None for _, r in cells], pa.string()),
        "hits": pa.array([_count(r.hits) for _, r in cells], pa.int64()),
        "share": pa.array([r.share for _, r in cells], pa.float64()),
        "visitors": pa.array([_count(r.visitors) for _, r in cells], pa.int64()),
        "bytes": pa.array([_count(r.bytes) for _, r in cells], pa.int64()),
        "first": pa.array(_seconds([r.first for _, r in cells]), moment),
        "last": pa.array(_seconds([r.last for _, r in cells]), moment),
        "more": pa.array([_more(p, r) for p, r in cells], own),
    }
    about = as_data(report)
    about["panels"] = (
        [{**p, "rows": []} for p in about["panels"] if isinstance(p, dict)] if isinstance(about["panels"], list) else []
    )
    table = pa.table(columns).replace_schema_metadata({"chlogaudit": json.dumps(about, allow_nan=False)})
    out = BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _count(value: int | None) -> int | None:
    """A count that 64 bits hold; withheld ones are missing."""
    return None if value is None or not 0 <= value < 2**63 else value


def _seconds(times: list[str]) -> list[int | None]:
    """Seconds since 1970 of ISO times; None for what is none."""
    import pandas as pd

    parsed = pd.to_datetime(pd.Series(times, dtype="object"), utc=True, errors="coerce", format="ISO8601")
    return [None if pd.isna(t) else int(t.timestamp()) for t in parsed]


def _more(panel: Panel, row: Row) -> list[dict[str, str | float | None]]:
    return [
        {
            "name": shown(name),
            "number": float(value) if isinstance(value, int | float) else None,
            "text": shown(value) if isinstance(value, str) else None,
        }
        for name, value in zip(panel.columns, row.more, strict=False)
    ]
