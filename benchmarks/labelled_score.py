"""The measures of detection over labelled lines: what is covered, what is claimed without reason. Keeps no text of a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Find = Callable[[bytes], list[tuple[int, int]]]


@dataclass
class Score:
    """
    Counts over a set.

    ``spans`` maps a type to [labelled, fully covered]. A line is clean when all its labels are client addresses; a false
    span is one that touches no label, optional ones included. ``missed`` and ``false`` name records, by id and type.
    """

    spans: dict[str, list[int]] = field(default_factory=dict)
    clean: int = 0
    clean_false: int = 0
    clean_bytes: int = 0
    false_bytes: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def covered(self, types: Iterable[str]) -> float:
        """Share of the labelled spans of ``types`` that are covered wholly; 1 where there are none."""
        chosen = [self.spans[kind] for kind in types if kind in self.spans]
        total = sum(count for count, _ in chosen)
        return sum(hit for _, hit in chosen) / total if total else 1.0

    @property
    def others(self) -> float:
        """Coverage of everything but client addresses."""
        return self.covered(self.spans.keys() - {"client_ip"})

    @property
    def false_lines(self) -> float:
        """Share of clean lines with a false span."""
        return self.clean_false / self.clean if self.clean else 0.0

    @property
    def false_share(self) -> float:
        """Share of the clean lines' unlabelled bytes that are covered."""
        return self.false_bytes / self.clean_bytes if self.clean_bytes else 0.0


def measure(records: Iterable[Record], find: Find) -> Score:
    """Score ``find`` on records of the shape of the shared span set. A JWT counts as a type of its own besides ``token``."""
    score = Score()
    for record in records:
        line = record["line"].encode()
        got = find(line)
        for label in record["spans"]:
            start, end, kind = label["start"], label["end"], label["type"]
            kinds = (kind, "jwt") if kind == "token" and line[start : start + 3] == b"eyJ" else (kind,)
            inside = all(any(a <= at < b for a, b in got) for at in range(start, end))
            for name in kinds:
                counts = score.spans.setdefault(name, [0, 0])
                counts[0] += 1
                counts[1] += inside
            if not inside:
                score.missed.append(f"{record['id']} {kind} {record['format']}")
        labels = [(label["start"], label["end"]) for label in (*record["spans"], *record["optional"])]
        wrong = [(a, b) for a, b in got if not any(start < b and a < end for start, end in labels)]
        if wrong:
            score.false.append(f"{record['id']} {record['format']}")
        if all(label["type"] == "client_ip" for label in record["spans"]):
            score.clean += 1
            score.clean_false += bool(wrong)
            score.clean_bytes += len(line) - sum(b - a for a, b in labels)
            score.false_bytes += sum(b - a for a, b in wrong)
    return score
