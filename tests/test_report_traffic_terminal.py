"""The terminal report: fits the width, obeys nothing that a log says, and says what it leaves out."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from chlogaudit.model.traffic import Panel, Row, TrafficReport
from chlogaudit.report.traffic_terminal import Screen, render_terminal, screen_of
from test_report_traffic_sample import hostile, sample


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("report", [sample(), hostile()], ids=["sample", "hostile"])
@pytest.mark.parametrize("quiet", [False, True])
def test_no_line_is_wider_than_the_screen(report: TrafficReport, width: int, quiet: bool) -> None:
    """Every line fits, wide characters and attacks included, and none ends in a blank."""
    text = render_terminal(report, Screen(width), quiet=quiet)

    assert max(cell_len(line) for line in text.split("\n")) <= width
    assert not [line for line in text.split("\n") if line.endswith(" ")]


@pytest.mark.parametrize("quiet", [False, True])
def test_no_control_character_gets_through(quiet: bool) -> None:
    """Without colour nothing but newlines controls the terminal; with it only our own colour escapes do."""
    plain = render_terminal(hostile(), Screen(100), quiet=quiet)
    coloured = render_terminal(hostile(), Screen(100, colour=True), quiet=quiet)

    assert all(c == "\n" or c.isprintable() or c == "\u202f" for c in plain)
    assert "\x1b]" not in coloured
    assert "\x07" not in coloured
    assert "\x1b[" in coloured


def test_markup_of_a_log_is_text() -> None:
    """Rich's own markup in a path is printed, not obeyed, and does not crash."""
    text = render_terminal(hostile(), Screen(200), rows=40)

    assert "[bold red]FAKE PASS[/]" in text
    assert "[/x]" in text


@given(key=st.text(), hits=st.integers(0, 10**18), width=st.integers(60, 200))
@settings(max_examples=60, deadline=None)
def test_any_key_and_any_count_fit(key: str, hits: int, width: int) -> None:
    """No key and no count breaks the table."""
    rows = (Row(key, hits, hits, hits, share=0.5), Row("b", 1, None, None, share=0.5))
    report = replace(sample(), title=key, panels=(Panel("p", key, key, rows, total_rows=2),))

    text = render_terminal(report, Screen(width))

    assert max(cell_len(line) for line in text.split("\n")) <= width


def test_ascii_when_nothing_else_can_be_shown() -> None:
    """A terminal that is not UTF-8 gets ASCII throughout: bars, rules, sparkline, dots and the log's text."""
    text = render_terminal(hostile(), Screen(80, unicode=False))

    assert text.isascii()


def test_lines_are_reconciled() -> None:
    """The summary says where every line went, and shouts when the parts do not add up."""
    report = sample()
    broken = replace(report, totals=replace(report.totals, lines=5))

    good = render_terminal(report, Screen(unicode=False))
    bad = render_terminal(broken, Screen(unicode=False))

    assert "1,204,331  = 1,203,900 fitting + 400 unparsed + 31 empty" in good
    assert "DO NOT ADD UP" not in good
    assert "DO NOT ADD UP" in bad


@pytest.mark.parametrize("quiet", [False, True])
def test_what_is_left_out_is_said(quiet: bool) -> None:
    """Skipped and truncated files, unparsed lines, withheld rows and duplicates are named in words, also in one screen."""
    text = " ".join(render_terminal(sample(), Screen(unicode=False), quiet=quiet).split())

    assert "INCOMPLETE" in text
    assert "the gzip stream ends early" in text
    assert "400 lines (<0.1 %) fit no format" in text
    assert "counted once" in text
    assert "At least 10 distinct visitors" in text


def test_panels_say_what_they_are_worth() -> None:
    """Withheld rows, approximation, notes and absence stand at their panel."""
    text = " ".join(render_terminal(sample(), Screen(unicode=False)).split())

    assert "1,903 rows withheld, 6,100 hits together" in text
    assert "Approximate: counted by a sketch" in text
    assert "A user agent is a claim" in text
    assert "Cache status, TLS: no format of these logs records it." in text


def test_k_1_says_so() -> None:
    """An operator's own view states that it is not to be handed on."""
    assert "not to be handed on" in " ".join(render_terminal(replace(sample(), k=1)).split())


def test_quiet_is_one_screen() -> None:
    """The short form of a report without trouble has at most 24 lines of 80 columns."""
    report = replace(sample(), complete=True, notes=(), sources=())

    assert len(render_terminal(report, Screen(80), quiet=True).splitlines()) <= 24


def test_a_panels_own_columns_outlive_its_bars() -> None:
    """In 80 columns all percentiles of the response times are there; the bars gave way."""
    report = sample()
    report = replace(report, panels=tuple(p for p in report.panels if p.id == "response_times"))

    text = render_terminal(report, Screen(80))

    assert all(c in text for c in ("Mean s", "p50 s", "p95 s", "p99 s", "Max s"))


class _Stream(io.StringIO):
    def __init__(self, terminal: bool, encoding: str) -> None:
        super().__init__()
        self._terminal = terminal
        self._encoding = encoding

    def isatty(self) -> bool:
        return self._terminal

    @property
    def encoding(self) -> str:
        return self._encoding


@pytest.mark.parametrize(
    ("terminal", "encoding", "environ", "expected"),
    [
        (True, "utf-8", {"COLUMNS": "100"}, Screen(100, True, True)),
        (True, "utf-8", {"COLUMNS": "100", "NO_COLOR": "1"}, Screen(100, False, True)),
        (True, "utf-8", {"COLUMNS": "100", "TERM": "dumb"}, Screen(100, False, True)),
        (True, "utf-8", {"COLUMNS": "20"}, Screen(60, True, True)),
        (True, "utf-8", {"COLUMNS": "999"}, Screen(200, True, True)),
        (False, "utf-8", {}, Screen(80, False, True)),
        (False, "ANSI_X3.4-1968", {}, Screen(80, False, False)),
        (False, "utf-8", {"FORCE_COLOR": "1"}, Screen(80, True, True)),
        (False, "utf-8", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, Screen(80, False, True)),
    ],
)
def test_the_screen_is_asked_for(terminal: bool, encoding: str, environ: dict[str, str], expected: Screen) -> None:
    """Pipes get no colour, NO_COLOR wins, widths stay between 60 and 200, other encodings mean ASCII."""
    actual = screen_of(_Stream(terminal, encoding), environ)

    assert actual == expected
