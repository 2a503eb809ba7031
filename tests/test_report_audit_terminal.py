"""An audit on a terminal: fits the width, plain when piped, coloured and worded, and no byte of a stranger acts."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from audit_samples import hostile, sample
from chlogaudit.model.finding import Place, Severity, Status
from chlogaudit.report import audit_words as words
from chlogaudit.report.audit_terminal import render_terminal
from chlogaudit.report.traffic_terminal import Screen

SGR = re.compile(r"\x1b\[[0-9;]*m")
SHOW = """
import sys
sys.path.insert(0, "tests")
from audit_samples import hostile
from chlogaudit.report.audit_terminal import render_terminal
from chlogaudit.report.traffic_terminal import screen_of
sys.stdout.write(render_terminal(hostile(eval(sys.argv[1])), screen_of(sys.stdout, {"TERM": "xterm", "COLUMNS": "80"})))
"""


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_every_line_fits(width: int) -> None:
    """No line is wider than the screen, whatever it holds; wide letters count twice."""
    from rich.cells import cell_len

    for report in (sample(), hostile("日本語/каталог" * 3), hostile("x" * 300)):
        lines = render_terminal(report, Screen(width)).split("\n")
        assert max(map(cell_len, lines)) <= width


def test_piped_it_is_plain() -> None:
    """Without colour there is no escape at all, and no blank at the end of a line."""
    text = render_terminal(sample())
    assert "\x1b" not in text
    assert not re.search(r" $", text, re.MULTILINE)


def test_without_unicode_it_is_ascii() -> None:
    """A terminal in the C locale gets ASCII only."""
    assert render_terminal(hostile("каталог"), Screen(80, unicode=False)).isascii()


def test_colours_only_repeat_what_the_words_say() -> None:
    """Stripped of its colours the text is the plain one; each status is a word."""
    coloured = render_terminal(sample(), Screen(80, colour=True))
    plain = "\n".join(line.rstrip() for line in SGR.sub("", coloured).split("\n"))

    assert coloured != plain
    assert plain == render_terminal(sample(), Screen(80))
    assert all(words.WORDS[s] in plain for s in Status)


def test_quiet_shows_what_needs_somebody() -> None:
    """For cron: failures, warnings and what could not be decided, with the headline; the rest is left out."""
    text = render_terminal(sample(), quiet=True)
    assert "3 of 14" in text
    assert all(
        r.control in text for r in sample().results if r.status in {Status.FAIL, Status.WARN, Status.INCONCLUSIVE}
    )
    assert "NOT CHECKED" not in text
    assert "ATTESTED" not in text


def test_the_same_finding_of_many_logs_is_one_entry() -> None:
    """Eleven logs with one fault do not fill the screen; how many more there are is said."""
    report = sample()
    at = next(i for i, r in enumerate(report.results) if r.control == "CH-7.1")
    one = report.results[at].findings[0]
    logs = [Place(f"logs/{n}.log") for n in range(11)]
    many = tuple(replace(one, place=p, remedy=f"chmod o= {p.source}", fingerprint=p.source) for p in logs)
    results = (*report.results[:at], replace(report.results[at], findings=many), *report.results[at + 1 :])
    text = render_terminal(replace(report, results=results))

    assert "11 \N{MULTIPLICATION SIGN}" in text
    assert "logs/0.log and in 2 other files" in text
    assert text.count(one.message) == 1
    assert "and 8 more places" in text
    assert text.count("chmod o=") == 3
    assert "and 8 more of the kind" in text


def test_a_finding_of_another_severity_than_its_control_says_so() -> None:
    """At the right edge, where the control's own stands."""
    report = sample()
    at = next(i for i, r in enumerate(report.results) if r.control == "CH-7.1")
    low = replace(report.results[at].findings[0], severity=Severity.LOW)
    results = (*report.results[:at], replace(report.results[at], findings=(low,)), *report.results[at + 1 :])
    before, after = render_terminal(report), render_terminal(replace(report, results=results))

    assert not re.search(r"mode 0644\) +(?:high|low)$", before, re.MULTILINE)
    assert re.search(r"mode 0644\) +low$", after, re.MULTILINE)


def test_clauses_come_in_their_order() -> None:
    """As in the policy: the preamble's two paragraphs, then 1 to 10."""
    found = re.findall(r"^(Preamble(?:, change of policy)?|Clause \d+)  ", render_terminal(sample()), re.MULTILINE)
    assert found == ["Preamble", "Preamble, change of policy", *(f"Clause {n}" for n in range(1, 11))]


@pytest.mark.parametrize(
    "attack",
    [
        "\x1b]0;owned\x07\x1b[2J",
        "[bold red]FAKE PASS[/]",
        "[/x]",
        "\x9b31m\x85\u202e",
        "\r\x08\x7f\x00",
        "\ud800\udc9b",
    ],
)
def test_on_a_real_terminal_nothing_but_our_colours_acts(attack: str) -> None:
    """Captured from a pseudo-terminal: the only control bytes are line ends and SGR colours."""
    master, slave = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", SHOW, ascii(attack)], stdout=slave, cwd=Path(__file__).parents[1])
    os.close(slave)
    caught = bytearray()
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # how Linux says that the other end was closed
            break
        if not piece:
            break
        caught += piece
    os.close(master)
    assert process.wait() == 0

    text = caught.decode("utf-8")
    assert SGR.search(text)
    rest = SGR.sub("", text).replace("\r\n", "")
    assert rest
    assert rest.isprintable()
