"""What a traffic report says: panels of rows, plain data, what was skipped or withheld included."""

from __future__ import annotations

from dataclasses import dataclass, field

from chlogaudit.model.finding import SourceFacts


@dataclass(frozen=True, slots=True)
class Row:
    """
    One cell group of a panel.

    ``first`` and ``last`` are ISO times in UTC; ``visitors`` is None where a panel cannot count them; ``bytes`` is
    None where no format records them. ``more`` holds a panel's own columns in the order of ``Panel.columns``
    (percentiles, operator, purpose).
    """

    key: str
    hits: int
    visitors: int | None
    bytes: int | None
    first: str = ""
    last: str = ""
    share: float = 0.0  # of the panel's hits, 0..1
    more: tuple[str | int | float | None, ...] = ()
    parent: str = ""  # group, for example a browser's family or a status class


@dataclass(frozen=True, slots=True)
class Panel:
    """
    One table of the report.

    ``total_rows`` counts the rows before any limit, ``withheld`` the rows not shown because fewer than k visitors
    stand behind them (``withheld_hits`` their hits, as far as that may be told). ``approximate`` states the error
    when a sketch counted, else "".
    """

    id: str
    title: str
    key: str  # heading of the key column
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()
    chart: str = "bars"  # bars, line, hours, none: what a picture of it should be
    total_rows: int = 0
    withheld: int = 0
    withheld_hits: int | None = None
    approximate: str = ""
    note: str = ""  # e.g. "a user agent is a claim"
    absent: str = ""  # why the panel is empty: no format of this report records it


@dataclass(frozen=True, slots=True)
class Totals:
    """The overall summary. ``lines == fitting + unparsed + empty``; hits are the fitting access lines that passed the filters."""

    lines: int
    fitting: int
    unparsed: int
    empty: int
    hits: int
    visitors: int
    bytes: int | None
    unique_urls: int
    not_found: int
    static: int
    bots: int
    first: str
    last: str
    log_bytes: int
    seconds: float
    filtered: int = 0
    error_lines: int = 0


@dataclass(frozen=True, slots=True)
class TrafficReport:
    """All that a renderer of a report needs; plain data."""

    version: str
    created: str
    title: str
    totals: Totals
    panels: tuple[Panel, ...]
    sources: tuple[SourceFacts, ...]
    k: int
    counting: str  # "chlogaudit" or "goaccess"
    filters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # skipped files, duplicates counted once, approximations
    heat: tuple[tuple[str, int, int], ...] = ()  # day, hour, hits
    previous: Totals | None = field(default=None)
    complete: bool = True
