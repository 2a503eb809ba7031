"""Choose which columns of a panel fit a line, and how wide each and its bar may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chlogaudit.model.traffic import Panel, Row
from chlogaudit.report import traffic_words as words
from chlogaudit.report.safe import shown

_KEY_LEAST, _KEY_MOST = 12, 90
_BAR_LEAST, _BAR_MOST = 6, 40
_EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column of a printed panel: its heading, its cells as they will be printed, its width in terminal columns.

    A text column of the panel's own starts narrow and grows up to ``wanted`` where there is room. ``rank`` says how soon it goes when the line is too narrow: the highest first. ``shares`` (0..1 of the longest
    bar) makes a bar, which is drawn when its width is known, in ``blocks`` or in ASCII.
    """

    name: str
    title: str
    cells: tuple[str, ...]
    width: int
    rank: int
    left: bool = False
    shares: tuple[float, ...] = ()
    blocks: bool = True
    wanted: int = 0


def columns_of(panel: Panel, rows: Sequence[Row], gap: str, unicode: bool) -> list[Column]:
    """All columns of ``panel`` in printing order; those without one known value are left out."""
    out = [_column("key", shown(panel.key), [_key(r.key) for r in rows], 0, left=True)]
    if any(r.parent and r.parent != r.key for r in rows):
        out.append(_column("group", "Group", [shown(r.parent) for r in rows], 6, left=True))
    out.append(_column("hits", words.hits_of(panel), [words.count(r.hits, gap) for r in rows], 0))
    own = bool(panel.columns)  # a panel's own columns are what it is read for
    out.append(_column("share", "Share", [words.percent(r.share) for r in rows], 3 if own else 2))
    top = max((r.hits for r in rows), default=0)
    shares = tuple(max(0, r.hits) / top if top > 0 else 0.0 for r in rows)
    if panel.chart != "none" and len(rows) > 1:
        out.append(Column("bar", "", (), _BAR_LEAST, 5 if own else 3, left=True, shares=shares, blocks=unicode))
    if any(r.visitors is not None for r in rows):
        out.append(_column("visitors", "Visitors", [words.count(r.visitors, gap) for r in rows], 1))
    if any(r.bytes is not None for r in rows):
        out.append(_column("bytes", "Sent", [words.size(r.bytes) for r in rows], 4 if own else 2))
    for i, name in enumerate(panel.columns):
        values = [r.more[i] if i < len(r.more) else None for r in rows]
        is_text = any(isinstance(v, str) for v in values)
        out.append(
            _column(
                f"more{i}",
                words.sentence(shown(name)),
                [words.number(v, gap) for v in values],
                1,
                left=is_text,
                most=24,
            )
        )
    if panel.chart not in {"line", "hours"}:
        out.append(_column("first", "First", [words.moment(r.first) for r in rows], 8, left=True))
        out.append(_column("last", "Last", [words.moment(r.last) for r in rows], 7, left=True))
    return [c for c in out if c.name == "bar" or any(cell.strip("- ") for cell in c.cells)]


def fit(columns: list[Column], width: int) -> list[Column]:
    """Drop columns by rank until the rest fits ``width``, then share what is left between the key and the bar."""
    kept = list(columns)
    while len(kept) > 2 and _needed(kept) > width:
        worst = max(c.rank for c in kept)
        if worst == 0:
            break
        place = max(i for i, c in enumerate(kept) if c.rank == worst)
        del kept[place]
    spare = width - _needed(kept)
    key = kept[0]
    wanted = max(0, min(key.width, _KEY_MOST) - _least(key))
    grown = max(0, min(spare, wanted))
    kept[0] = replace(key, width=_least(key) + grown if spare >= 0 else max(4, _least(key) + spare))
    spare -= grown
    for i, column in enumerate(kept[1:], 1):
        more = max(0, min(spare, column.wanted - column.width))
        kept[i] = replace(column, width=column.width + more)
        spare -= more
    for i, column in enumerate(kept):
        if column.name == "bar":
            kept[i] = _drawn(column, min(_BAR_MOST, column.width + max(0, spare)))
    return kept


def _key(key: str) -> str:
    """A row's key; a day is followed by its name, because weekends explain most of what a chart of days shows."""
    if len(key) == 10 and key[4] == key[7] == "-" and key.replace("-", "").isascii() and key.replace("-", "").isdigit():
        try:
            return f"{key} {date.fromisoformat(key):%a}"
        except ValueError:
            return key
    return shown(key) or "(empty)"


def _least(column: Column) -> int:
    return min(column.width, _KEY_LEAST + 10) if column.name == "key" else column.width


def _needed(columns: list[Column]) -> int:
    return sum(_least(c) for c in columns) + 2 * (len(columns) - 1)


def _column(name: str, title: str, cells: list[str], rank: int, *, left: bool = False, most: int = 1000) -> Column:
    from rich.cells import cell_len

    wide = max([cell_len(title), *(cell_len(c) for c in cells)])
    return Column(name, title, tuple(cells), min(wide, most), rank, left, wanted=wide)


def _drawn(column: Column, width: int) -> Column:
    """Draw the bars: eighths of a block, or ``=`` where blocks cannot be shown; a value above zero leaves a mark."""
    cells = []
    for share in column.shares:
        least = 1 if share > 0 else 0
        if column.blocks:
            eighths = max(least, round(share * width * 8))
            cells.append("█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip())
        else:
            cells.append("=" * max(least, round(share * width)))
    return replace(column, cells=tuple(cells), width=width)


def cut(text: str, width: int, unicode: bool = True) -> str:
    """Cut ``text`` to ``width`` columns in the middle, because a URL's end tells as much as its start."""
    from rich.cells import cell_len, chop_cells

    if cell_len(text) <= width:
        return text
    if width < 4:
        return chop_cells(text, max(1, width))[0]
    tail = (width - 1) // 3
    end = chop_cells(text[::-1], tail)[0][::-1]
    return chop_cells(text, width - 1 - tail)[0] + ("…" if unicode else "~") + end


def pad(text: str, column: Column) -> str:
    """Cut or pad ``text`` to the width of its column; wide characters count two."""
    from rich.cells import cell_len

    text = cut(text, column.width, column.blocks)
    blank = " " * (column.width - cell_len(text))
    return text + blank if column.left else blank + text
