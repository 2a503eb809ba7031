"""Generated labelled lines: offsets by construction, halves that share nothing, and the measures on the half that only checks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from chlogaudit.api import find_identifiers
from chlogaudit.model.finding import IdType

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from labelled import HALVES, generate  # noqa: E402 - found by the path above
from labelled_score import Record, Score, measure  # noqa: E402

PROVEN = ("client_ip", "email", "payment_card", "iban", "jwt")
OURS = re.compile(r"192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|10\.|2001:db8:|host-\d")


def spans(line: bytes) -> list[tuple[int, int]]:
    """What the product finds in a line whose format it is not told."""
    return [(found.start, found.end) for found in find_identifiers(line)]


@pytest.fixture(scope="module")
def everything() -> list[Record]:
    """A small set of both halves."""
    return list(generate(1500, seed=5))


@pytest.fixture(scope="module")
def checked() -> Score:
    """The checking half, scored."""
    return measure(generate(2500, seed=7, part="checking"), spans)


def test_records_have_the_shape_of_the_shared_set(everything: list[Record]) -> None:
    """Same keys, types that the product knows, spans within an ASCII line, sorted, none in another, none empty."""
    for record in everything:
        labels = sorted([*record["spans"], *record["optional"]], key=lambda label: label["start"])

        assert list(record) == ["id", "situation", "format", "line", "spans", "optional"]
        assert record["line"].isascii()
        assert "\n" not in record["line"]
        assert {label["type"] for label in labels} <= {str(kind) for kind in IdType}
        assert all(0 <= label["start"] < label["end"] <= len(record["line"]) for label in labels)
        assert all(one["end"] <= other["start"] for one, other in pairwise(labels))


def test_nothing_is_left_unfilled(everything: list[Record]) -> None:
    """No placeholder stays in a line, and every JSON line is JSON."""
    assert [r["id"] for r in everything if re.search(r"\{[a-z_?]*=[a-z0-9_]+\}", r["line"])] == []
    assert all(json.loads(r["line"]) for r in everything if r["format"] in ("json", "nginx_json"))


def test_clients_are_documentation_addresses(everything: list[Record]) -> None:
    """No line holds an address of the real internet as a client."""
    labels = [(r["line"], s) for r in everything for s in r["spans"] if s["type"] == "client_ip"]

    assert all(OURS.search(line[s["start"] : s["end"]]) for line, s in labels)


def test_each_positive_has_its_negative(everything: list[Record]) -> None:
    """Every family has lines that hold something and lines that hold nothing but the client (and an upstream)."""
    for family in HALVES["all"]:
        mine = [r for r in everything if r["situation"] == family.name]
        held = {r["id"][-1]: {s["type"] for s in r["spans"]} - {"client_ip", "ip"} for r in mine}

        assert {r["id"][-1] for r in mine} == {"P", "N"}
        assert held["N"] == set()


def test_halves_share_no_family() -> None:
    """A detector that was tuned on one half has seen no family and no template of the other."""
    tuning, checking = HALVES["tuning"], HALVES["checking"]
    names = [family.name for family in (*tuning, *checking)]

    assert len(set(names)) == len(names)
    assert {t for f in tuning for t in f.found}.isdisjoint(t for f in checking for t in f.found)
    assert min(len(tuning), len(checking)) >= 30


def test_seed_decides() -> None:
    """The same arguments give the same lines, in this process and in another; another seed gives others."""
    command = [sys.executable, str(BENCHMARKS / "labelled.py"), "--count", "300", "--seed", "3", "--half", "checking"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    here = list(generate(300, 3, "checking"))

    assert [json.loads(line) for line in done.stdout.splitlines()] == here
    assert here != list(generate(300, 4, "checking"))


def test_score_counts_what_it_says() -> None:
    """A half-covered span is missed; a span that touches a label is not false; a false one counts on clean lines alone."""
    label = {"start": 0, "end": 4, "type": "client_ip"}
    clean = {"id": "a", "format": "x", "line": "1.1. abcdef", "spans": [label], "optional": []}
    holder = {**clean, "id": "b", "spans": [label, {"start": 5, "end": 9, "type": "name"}]}

    half = measure([clean, holder], lambda _line: [(0, 4), (5, 8)])

    assert (half.others, half.covered(["client_ip"])) == (0.0, 1.0)
    assert (half.clean, half.clean_false, half.false_bytes, half.clean_bytes) == (1, 1, 3, 7)
    assert measure([holder], lambda _line: [(0, 4), (5, 7), (7, 11)]).others == 1.0


def test_identifiers_are_covered(checked: Score) -> None:
    """97 % of what is no client address; 99.5 % of client addresses, e-mails, cards, IBANs and JWTs."""
    assert checked.others >= 0.97, checked.missed
    assert {kind: checked.covered([kind]) for kind in PROVEN if checked.covered([kind]) < 0.995} == {}, checked.missed


def test_clean_lines_stay_clean(checked: Score) -> None:
    """A false span on at most 2 % of the clean lines, over at most 0.2 % of their characters."""
    assert checked.clean > 500
    assert checked.false_lines <= 0.02, checked.false
    assert checked.false_share <= 0.002, checked.false
