"""Turn a traffic report into pandas frames with real types, one a panel; CSV, XLSX and Parquet are written from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from chlogaudit.model.traffic import Panel, TrafficReport
from chlogaudit.report.safe import shown

if TYPE_CHECKING:
    import pandas as pd

Text = Callable[[str], str]

_FIXED = ("hits", "share", "visitors", "bytes", "first", "last")


def table_name(text: str) -> str:
    """A name that is safe for a file and a sheet: lower-case letters, digits and ``_``, at most 31."""
    return re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_")[:31] or "panel"


def tables(report: TrafficReport, text: Text = shown) -> dict[str, pd.DataFrame]:
    """All frames of ``report`` by name; ``text`` makes each text cell harmless for the format at hand."""
    out = {"summary": summary_frame(report, text), "panels": index_frame(report, text)}
    out["sources"] = sources_frame(report, text)
    if report.heat:
        out["days_by_hour"] = heat_frame(report, text)
    for panel in report.panels:
        name = table_name(panel.id)
        while name in out:  # two panels whose ids differ only in signs
            name = f"{name[:29]}_2" if not name.endswith("_2") else f"{name[:-1]}{int(name[-1]) + 1}"
        out[name] = panel_frame(panel, text)
    return out


def panel_frame(panel: Panel, text: Text = shown) -> pd.DataFrame:
    """One row a cell group; counts are ``Int64`` (missing where not counted), times UTC without a zone, shares 0..1."""
    import pandas as pd

    rows = panel.rows
    columns: dict[str, pd.Series] = {table_name(panel.key) or "key": _texts([r.key for r in rows], text)}
    if any(r.parent for r in rows):
        columns["group"] = _texts([r.parent for r in rows], text)
    columns["hits"] = _counts([r.hits for r in rows])
    columns["share"] = pd.Series([r.share for r in rows], dtype="Float64")
    columns["visitors"] = _counts([r.visitors for r in rows])
    columns["bytes"] = _counts([r.bytes for r in rows])
    for i, name in enumerate(panel.columns):
        label = table_name(name)
        label = f"{label}_" if label in columns or label in _FIXED else label
        columns[label] = _mixed([r.more[i] if i < len(r.more) else None for r in rows], text)
    columns["first"] = _times([r.first for r in rows])
    columns["last"] = _times([r.last for r in rows])
    return pd.DataFrame(columns)


def summary_frame(report: TrafficReport, text: Text = shown) -> pd.DataFrame:
    """What the report is about and its totals, one line each."""
    import pandas as pd

    about: list[tuple[str, str | int | float | None]] = [
        ("title", text(report.title)),
        ("created", text(report.created)),
        ("version", text(report.version)),
        ("complete", "yes" if report.complete else "no"),
        ("k", report.k),
        ("counting", text(report.counting)),
    ]
    about += [("filter", text(f)) for f in report.filters]
    for name, value in asdict(report.totals).items():
        if isinstance(value, str):
            about.append((name, text(value)))
        else:
            about.append((name, "withheld" if value is not None and value < 0 else value))
    about += [("note", text(n)) for n in report.notes]
    return pd.DataFrame(about, columns=["what", "value"], dtype=object)


def index_frame(report: TrafficReport, text: Text = shown) -> pd.DataFrame:
    """One row a panel: how much of it is here, what was withheld, why it is empty."""
    import pandas as pd

    panels = report.panels
    return pd.DataFrame(
        {
            "panel": _texts([p.id for p in panels], text),
            "title": _texts([p.title for p in panels], text),
            "rows": _counts([len(p.rows) for p in panels]),
            "total_rows": _counts([p.total_rows for p in panels]),
            "withheld": _counts([p.withheld for p in panels]),
            "withheld_hits": _counts([p.withheld_hits for p in panels]),
            "approximate": _texts([p.approximate for p in panels], text),
            "note": _texts([p.note for p in panels], text),
            "absent": _texts([p.absent for p in panels], text),
        }
    )


def sources_frame(report: TrafficReport, text: Text = shown) -> pd.DataFrame:
    """One row a source that was read or could not be."""
    import pandas as pd

    sources = report.sources
    return pd.DataFrame(
        {
            "source": _texts([s.source for s in sources], text),
            "formats": _texts([", ".join(s.formats) for s in sources], text),
            "lines": _counts([s.lines for s in sources]),
            "fitting": _counts([s.fitting for s in sources]),
            "unparsed": _counts([s.unparsed for s in sources]),
            "empty": _counts([s.empty for s in sources]),
            "bytes": _counts([s.bytes for s in sources]),
            "first": _times([s.first for s in sources]),
            "last": _times([s.last for s in sources]),
            "problem": _texts([s.problem for s in sources], text),
            "note": _texts([s.note for s in sources], text),
        }
    )


def heat_frame(report: TrafficReport, text: Text = shown) -> pd.DataFrame:
    """Hits by day (rows) and hour (columns, in long form)."""
    import pandas as pd

    days, hours, hits = zip(*report.heat, strict=True)
    return pd.DataFrame({"day": _texts(list(days), text), "hour": _counts(list(hours)), "hits": _counts(list(hits))})


def _texts(values: list[str], text: Text) -> pd.Series:
    import pandas as pd

    return pd.Series([text(v) for v in values], dtype="object")


def _counts(values: list[int | None] | list[int]) -> pd.Series:
    import pandas as pd

    return pd.Series([None if v is None or v < 0 else v for v in values], dtype="Int64")


def _times(values: list[str]) -> pd.Series:
    """UTC without a zone, to the second, because spreadsheets know none; what is not a time is missing."""
    import pandas as pd

    parsed = pd.to_datetime(pd.Series(values, dtype="object"), utc=True, errors="coerce", format="ISO8601")
    return parsed.dt.tz_localize(None).astype("datetime64[s]")


def _mixed(values: list[str | int | float | None], text: Text) -> pd.Series:
    """A panel's own column: numbers as numbers when all of them are, else text."""
    import pandas as pd

    known = [v for v in values if v is not None]
    if known and all(isinstance(v, int) for v in known):
        return pd.Series(values, dtype="Int64")
    if known and all(isinstance(v, int | float) for v in known):
        return pd.Series(values, dtype="Float64")
    return pd.Series([None if v is None else text(str(v)) for v in values], dtype="object")
