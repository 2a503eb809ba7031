"""The Markdown report: tables that stay tables and text that stays text."""

from __future__ import annotations

from dataclasses import replace

from markdown_it import MarkdownIt

from chlogaudit.report.traffic_markdown import render_markdown
from test_report_traffic_sample import hostile, sample


def _kinds(text: str) -> set[str]:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).enable("table").parse(text)
    return {t.type for t in tokens} | {c.type for t in tokens for c in t.children or ()}


def test_log_text_makes_no_markup() -> None:
    """A Markdown parser finds in the attacks no link, image, HTML, code or emphasis beyond our own."""
    ours = _kinds(render_markdown(sample()))

    theirs = _kinds(render_markdown(hostile()))

    assert theirs <= ours
    assert not theirs & {"html_inline", "html_block", "link_open", "image", "fence", "code_block", "code_inline"}


def test_every_table_row_has_as_many_cells_as_its_head() -> None:
    """No key splits a row or a cell."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).enable("table").parse(render_markdown(hostile()))
    widths: list[list[int]] = []
    for token in tokens:
        if token.type == "table_open":
            widths.append([])
        elif token.type == "tr_open":
            widths[-1].append(0)
        elif token.type in {"th_open", "td_open"}:
            widths[-1][-1] += 1

    assert len(widths) > len(hostile().panels) // 2
    assert all(len(set(w)) == 1 for w in widths)


def test_says_what_is_left_out() -> None:
    """Trouble stands at the top, withheld rows at their panel, the rule at the end."""
    text = render_markdown(sample())

    assert text.index("Incomplete") < text.index("| Hits |")
    assert "withheld" in text
    assert "At least 10 distinct visitors" in text


def test_without_a_period_before() -> None:
    """The column for comparison is there only when there is something to compare with."""
    assert "period before" in render_markdown(sample())
    assert "period before" not in render_markdown(replace(sample(), previous=None))
