"""The labelled lines of ``../shared/spans`` against ``find`` and ``find_free``, by the measures that the product promises."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chlogaudit.detect import find, find_free
from chlogaudit.model.format import Holds

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
PROVEN = {"email", "payment_card", "iban"}


@dataclass
class Score:
    """Counts over the set; ``missed`` and ``false`` hold ids of lines and types, never text."""

    spans: dict[str, list[int]] = field(default_factory=dict)
    clean: int = 0
    clean_false: int = 0
    clean_bytes: int = 0
    false_bytes: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def covered(self, types: set[str]) -> float:
        """Share of the labelled spans of ``types`` that are covered wholly."""
        total = sum(self.spans[kind][0] for kind in types & self.spans.keys())
        return sum(self.spans[kind][1] for kind in types & self.spans.keys()) / total


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


def measure(*, free: bool) -> Score:
    """Score of the whole set; ``free`` treats every line as one of unknown form."""
    if not SPANS.exists():
        pytest.skip("../shared/spans is not there")
    score = Score()
    for record in map(json.loads, SPANS.read_text().splitlines()):
        line = record["line"].encode()
        got = look(line, "literal" if free else record["format"])
        for label in record["spans"]:
            counts = score.spans.setdefault(label["type"], [0, 0])
            counts[0] += 1
            inside = all(any(a <= at < b for a, b in got) for at in range(label["start"], label["end"]))
            counts[1] += inside
            if not inside:
                score.missed.append(f"{record['id']} {label['type']}")
        labels = [(label["start"], label["end"]) for label in record["spans"] + record.get("optional", [])]
        wrong = [(a, b) for a, b in got if not any(start < b and a < end for start, end in labels)]
        score.false += [record["id"]] * bool(wrong)
        if all(label["type"] == "client_ip" for label in record["spans"]):
            score.clean += 1
            score.clean_false += bool(wrong)
            score.clean_bytes += len(line) - sum(b - a for a, b in labels)
            score.false_bytes += sum(b - a for a, b in wrong)
    return score


@pytest.mark.parametrize("free", [False, True], ids=["by field", "free"])
def test_labelled_identifiers_are_covered(free):
    """97 % of what is no client address, 99.5 % of addresses, e-mails, cards and IBANs, each span as a whole."""
    score = measure(free=free)

    assert score.covered(score.spans.keys() - {"client_ip"}) >= 0.97, score.missed
    assert score.covered({"client_ip"}) >= 0.995, score.missed
    assert score.covered(PROVEN) >= 0.995, score.missed


@pytest.mark.parametrize("free", [False, True], ids=["by field", "free"])
def test_clean_lines_stay_clean(free):
    """A false span on at most 2 % of the clean lines, and at most 0.2 % of their characters covered."""
    score = measure(free=free)

    assert score.clean_false / score.clean <= 0.02, score.false
    assert score.false_bytes / score.clean_bytes <= 0.002, score.false
