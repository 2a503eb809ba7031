"""Draw the charts of the HTML report with pygal: plain SVG that takes its colours from the page and runs nothing."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LEVELS = 6  # of the heat map, above none


class _Value(TypedDict, total=False):
    value: float
    tooltip: str
    style: str


def _pygal() -> ModuleType:
    """Pygal without the import hook that it leaves behind (3.1.3), of a kind that Python 3.11 warns of and 3.12 ignores."""
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]
    module: ModuleType = pygal
    return module


def bars(
    labels: Sequence[str], values: Sequence[int], tips: Sequence[str], size: tuple[int, int], every: int = 1
) -> str:
    """A bar a value; every ``every``-th label is written, each bar says its own on hover. ``size`` is width and height."""
    top, marks = nice_scale(max(values, default=0))
    chart = _pygal().Bar(
        x_labels=list(labels),
        x_labels_major=list(labels)[::every],
        show_minor_x_labels=False,
        y_labels=marks,
        range=(0, top),
        **_common(size),
    )
    chart.value_formatter = _short
    chart.add("", [_Value(value=v, tooltip=t) for v, t in zip(values, tips, strict=True)])
    return _svg(chart)


def heat_map(
    names: tuple[Sequence[str], Sequence[str]],
    cells: Sequence[Sequence[int]],
    tips: Sequence[Sequence[str]],
    size: tuple[int, int],
    every: int,
) -> str:
    """
    A cell per row and column, whose ``names`` are given, the first row on top, shaded by ``level``.

    pygal has no heat map of its own: it is a chart of stacked bars, all of height one.
    """
    rows, columns = names
    top = max((v for row in cells for v in row), default=0)
    count = len(rows)
    chart = _pygal().StackedBar(
        x_labels=list(columns),
        x_labels_major=list(columns)[::every],
        show_minor_x_labels=False,
        y_labels=[{"label": name, "value": count - i - 0.5} for i, name in enumerate(rows)],
        range=(0, count),
        show_y_guides=False,
        **_common(size),
    )
    for row, says in zip(reversed(cells), reversed(tips), strict=True):
        chart.add(
            "",
            [_Value(value=1, tooltip=t, style=f"fill:var(--h{level(v, top)})") for v, t in zip(row, says, strict=True)],
        )
    return _svg(chart)


def level(value: int, top: int) -> int:
    """The shade of a value, 0 (none) to LEVELS, by its square root, so that quiet hours differ from silent ones."""
    return 0 if value <= 0 or top <= 0 else max(1, math.ceil(LEVELS * math.sqrt(value / top)))


def level_limit(shade: int, top: int) -> int:
    """The largest value of that shade."""
    return int(top * (shade / LEVELS) ** 2)


def nice_scale(top: int) -> tuple[float, list[float]]:
    """A round number at or above ``top`` and the marks up to it, four or five of them."""
    if top <= 0:
        return 1.0, [0.0, 1.0]
    rough = top / 4
    unit = 10 ** math.floor(math.log10(rough))
    step = max(1.0, next(unit * f for f in (1, 2, 2.5, 5, 10) if unit * f >= rough and (unit > 1 or f != 2.5)))
    marks = [step * i for i in range(math.ceil(top / step) + 1)]
    return marks[-1], marks


def _short(value: float) -> str:
    """A mark of the scale: 250 k, 1.5 M."""
    for unit, sign in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= unit:
            return f"{value / unit:g} {sign}"
    return f"{value:g}"


def _common(size: tuple[int, int]) -> dict[str, object]:
    """What all charts share: no script, no style sheet, no text of pygal's own, and the page's font size."""
    from pygal.style import Style

    return {
        "width": size[0],
        "height": size[1],
        "margin": 4,
        "spacing": 4,
        "show_legend": False,
        "css": (),
        "js": (),
        "no_prefix": True,
        "disable_xml_declaration": True,
        "truncate_label": -1,
        "style": Style(label_font_size=12, major_label_font_size=12),
    }


def _svg(chart: object) -> str:
    chart.add_xml_filter(_stripped)  # type: ignore[attr-defined]  # pygal has no types
    text: str = chart.render(is_unicode=True)  # type: ignore[attr-defined]
    return text


def _stripped(root: Element) -> Element:
    """Take away what pygal adds for its own script: the script, its style sheet, comments, boxes for tips, ids, its name."""
    root.attrib.pop("id", None)
    root.attrib["aria-hidden"] = "true"  # the figure around it says what it shows, and a table holds the figures
    for parent in list(root.iter()):
        for child in list(parent):
            name = child.tag if isinstance(child.tag, str) else ""
            empty = name == "g" and len(child) == 0
            overlay = "overlay" in child.get("class", "")
            if (
                not name
                or name in {"defs", "desc", "script", "style"}
                or empty
                or overlay
                or (name == "title" and parent is root)
                or (name == "title" and "guides" in parent.get("class", ""))
            ):
                parent.remove(child)
    for node in root.iter():
        for key, value in node.attrib.items():
            node.attrib[key] = _rounded(key, value)
        if node.tag == "rect":
            node.attrib.pop("rx", None)
            node.attrib.pop("ry", None)
        if node.attrib.get("class", "") == "rect reactive tooltip-trigger":
            node.attrib.pop("class")
    return root


def _rounded(key: str, value: str) -> str:
    """Coordinates to a tenth of a pixel; half the file was digits that no screen shows."""
    if key in {"x", "y", "width", "height", "d"}:
        parts = value.split(" ")
        return " ".join(_tenth(p) for p in parts)
    return value


def _tenth(part: str) -> str:
    head = part[:1] if part[:1].isalpha() else ""
    try:
        return head + f"{float(part[len(head) :]):.1f}".removesuffix(".0")
    except ValueError:
        return part
