"""What strangers wrote is shown and never acts."""

from __future__ import annotations

import csv
import io
import sys
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.report.safe import csv_cell, markdown_cell, markdown_code, shown

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
NASTY = "=+-@\t\r\n|`*_[]<>&~$\\#1.)(!'\"; \x1b\u202e\u200b\ud800\udcff:/w."
NASTY_TEXT = st.text(st.sampled_from(NASTY), max_size=30)


def test_no_code_point_acts() -> None:
    """Of all 1,114,112 code points, none comes out as a control, format, surrogate, separator or unassigned character."""
    bad = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    for start in range(0, sys.maxunicode + 1, 4096):
        out = shown("a".join(map(chr, range(start, start + 4096))))
        assert out.isprintable()
        assert not any(unicodedata.category(c) in bad for c in set(out))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("\x1b[31mFAKE\x1b[0m", r"\x1b[31mFAKE\x1b[0m"),
        (b"a\xffb", r"a\xffb"),
        ("a\udcffb", r"a\xffb"),
        ("a\ud800b", r"a\ud800b"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u2066b\u2069", r"a\u2066b\u2069"),
        ("a\u200bb", r"a\u200bb"),
        ("a\u2028b", r"a\u2028b"),
        ("a\x85b", r"a\u0085b"),
        ("a\x7fb", r"a\x7fb"),
        ("one\ttwo\r\n", r"one\ttwo\r\n"),
        ("\U000e0041", r"\U000e0041"),
        ("a\ufe0fb", r"a\ufe0fb"),
        ("\u0301a", r"\u0301a"),
        ("a" + "\u0301" * 5, "a" + "\u0301" * 3 + r"\u0301\u0301"),
    ],
)
def test_what_acts_is_spelled(text: str | bytes, expected: str) -> None:
    r"""Each dangerous kind is spelled in ASCII; a byte that is no UTF-8 is ``\xHH``."""
    assert expected == shown(text)


@pytest.mark.parametrize(
    "text", ["", "/a?b=c", "каталог/страница", "日本語", "é", "e\u0301", "[bold red]x[/]", r"\x16\x03", "😀"]
)
def test_what_is_harmless_stays(text: str) -> None:
    """Letters of any script, marks on letters and the servers' own escapes are left alone."""
    assert text == shown(text)


@given(ANY_TEXT)
def test_shown_twice_is_shown_once(text: str) -> None:
    """Escaping is idempotent, so a renderer may escape what was escaped."""
    assert shown(text) == shown(shown(text))


@given(st.binary())
def test_any_bytes_are_shown(data: bytes) -> None:
    """No bytes raise, and none comes out as something that acts."""
    assert shown(data).isprintable()


@given(ANY_TEXT | NASTY_TEXT)
def test_a_csv_cell_is_never_a_formula(text: str) -> None:
    """Read back, no cell opens with a formula sign, blanks before it or not, full-width or not, and none breaks the row."""
    out = io.StringIO()
    csv.writer(out).writerow(["before", csv_cell(text), "after"])
    rows = list(csv.reader(io.StringIO(out.getvalue())))

    assert len(rows) == 1
    assert len(rows[0]) == 3
    cell = rows[0][1].lstrip(" ")
    assert not cell or cell[0] not in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    "text, expected",
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", r"'\t=1"),
        ("\r=1", r"'\r=1"),
        ("  =1", "'  =1"),
        ("/a=b", "/a=b"),
        ("plain", "plain"),
    ],
)
def test_csv_formulas_get_an_apostrophe(text: str, expected: str) -> None:
    """The apostrophe says "text" and stands only where a formula could."""
    assert expected == csv_cell(text)


class _Tags(HTMLParser):
    """Collects the tags and the text of rendered Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def _render(markdown: str) -> _Tags:
    from markdown_it import MarkdownIt

    page = _Tags()
    page.feed(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))
    return page


@given(NASTY_TEXT | ANY_TEXT)
def test_a_markdown_cell_is_its_own_text(text: str) -> None:
    """Rendered by an independent Markdown parser, the cell holds the shown text and nothing else."""
    page = _render(f"| head | |\n|---|---|\n| {markdown_cell(text)} | x |\n")

    assert page.tags == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert shown(text).strip() == page.text.split("head", 1)[1].strip().removesuffix("x").strip()


@given(NASTY_TEXT.filter(str.strip))
def test_a_markdown_paragraph_is_its_own_text(text: str) -> None:
    """At the start of a line no list, heading, rule or quote begins."""
    assert _render(markdown_cell(text).strip()).tags == ["p"]


@given(NASTY_TEXT)
def test_a_code_span_in_a_cell_is_its_own_text(text: str) -> None:
    """Backticks and bars inside do not end the span or the cell."""
    page = _render(f"| head | |\n|---|---|\n| {markdown_code(text)} | x |\n")

    assert page.tags == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "code", "td"]
    assert shown(text).strip() in page.text
