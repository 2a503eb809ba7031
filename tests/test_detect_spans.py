"""The labelled lines of ``../shared/spans`` against ``find`` and ``find_free``, by the measures that the product promises."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from chlogaudit.detect import find, find_free
from chlogaudit.model.format import Holds

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from labelled_score import Score, measure

SPANS = Path(__file__).parents[1].parent / "shared" / "spans" / "spans.jsonl"
CLF = re.compile(
    rb'^(\S+) (\S+) (.*?) \[[^\]]*\] "((?:[^"\\]|\\.)*)" (\S+) (\S+) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"$'
)
COLUMNS = {
    1: Holds.CLIENT,
    2: Holds.IDENT,
    3: Holds.USER,
    4: Holds.REQUEST,
    7: Holds.REFERER,
    8: Holds.USER_AGENT,
}
PROVEN = {"email", "payment_card", "iban", "jwt"}


def look(line: bytes, form: str) -> list[tuple[int, int]]:
    """Found spans of a line: by field where the line is combined, else as a line of unknown form."""
    match = CLF.match(line) if form == "combined" else None
    if match is None:
        return [(found.start, found.end) for found in find_free(line)]
    spans = []
    for group, holds in COLUMNS.items():
        start = match.start(group)
        spans += [(found.start + start, found.end + start) for found in find(match.group(group), holds)]
    return spans


def scored(*, free: bool) -> Score:
    """Score of the whole set; ``free`` treats every line as one of unknown form."""
    if not SPANS.exists():
        pytest.skip("../shared/spans is not there")
    records = [json.loads(line) for line in SPANS.read_text().splitlines()]
    forms = {record["line"].encode(): "literal" if free else record["format"] for record in records}
    return measure(({"optional": [], **record} for record in records), lambda line: look(line, forms[line]))


@pytest.mark.parametrize("free", [False, True], ids=["by field", "free"])
def test_labelled_identifiers_are_covered(free):
    """97 % of what is no client address, 99.5 % of addresses, e-mails, cards and IBANs, each span as a whole."""
    score = scored(free=free)

    assert score.others >= 0.97, score.missed
    assert score.covered({"client_ip"}) >= 0.995, score.missed
    assert score.covered(PROVEN) >= 0.995, score.missed


@pytest.mark.parametrize("free", [False, True], ids=["by field", "free"])
def test_clean_lines_stay_clean(free):
    """A false span on at most 2 % of the clean lines, and at most 0.2 % of their characters covered."""
    score = scored(free=free)

    assert score.false_lines <= 0.02, score.false
    assert score.false_share <= 0.002, score.false
