"""
Detection beside Presidio's pattern recognisers, on the same lines in the same run: `presidio.py [--python FILE] [--count N]`.

Presidio is no dependency of ours. Give it an environment of its own, and name that environment's Python:

    python -m venv /tmp/presidio && /tmp/presidio/bin/pip install presidio-analyzer
    python benchmarks/presidio.py --python /tmp/presidio/bin/python

The recognisers run without a language model, as they would over gigabytes of log. Two selections: those of types that the
labels know, and all that Presidio loads for English and that need no model (URLs and dates among them). Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from labelled import generate
from labelled_score import Record, Score, measure

SHARED = Path(__file__).parents[1].parent / "shared" / "spans" / "spans.jsonl"
# Runs in Presidio's environment: names of recognisers and lines in, spans of each line and the seconds taken out.
OTHER = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
import tldextract
# Its bundled list of top-level domains: nothing is fetched, and waiting for a network is not timed.
tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
import presidio_analyzer.predefined_recognizers as found
asked = json.load(sys.stdin)
tools = [getattr(found, name)() for name in asked["recognisers"] if hasattr(found, name)]
def spans(line):
    return [[r.start, r.end] for t in tools for r in t.analyze(line, t.supported_entities, nlp_artifacts=None) or ()]
spans(asked["lines"][0])
start = time.perf_counter()
out = [spans(line) for line in asked["lines"]]
json.dump({"seconds": time.perf_counter() - start, "spans": out, "tools": len(tools)}, sys.stdout)
"""
_BOTH = [
    "CreditCardRecognizer",
    "EmailRecognizer",
    "IbanRecognizer",
    "IpRecognizer",
    "PhoneRecognizer",
    "MacAddressRecognizer",
    "UsSsnRecognizer",
    "NhsRecognizer",
]
SAME_TYPES = [*_BOTH, "UkNinoRecognizer", "EsNifRecognizer", "PlPeselRecognizer", "UkPostcodeRecognizer"]
LOADED = [
    *_BOTH,
    "UrlRecognizer",
    "DateRecognizer",
    "CryptoRecognizer",
    "MedicalLicenseRecognizer",
    "UsBankRecognizer",
    "UsItinRecognizer",
    "UsLicenseRecognizer",
    "UsPassportRecognizer",
]


def ours(lines: list[str]) -> tuple[list[list[tuple[int, int]]], float]:
    """Our spans of each line and the seconds taken."""
    from chlogaudit import find_identifiers

    find_identifiers(lines[0].encode())
    start = time.perf_counter()
    found = [[(one.start, one.end) for one in find_identifiers(line.encode())] for line in lines]
    return found, time.perf_counter() - start


def theirs(python: str, names: list[str], lines: list[str]) -> tuple[list[list[tuple[int, int]]], float]:
    """Presidio's spans of each line and the seconds taken; LookupError when it is not there."""
    asked = json.dumps({"recognisers": names, "lines": lines})
    try:
        done = subprocess.run([python, "-c", OTHER], input=asked, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise LookupError(python) from error
    said = json.loads(done.stdout)
    return [[(a, b) for a, b in spans] for spans in said["spans"]], said["seconds"]


def row(name: str, records: list[Record], found: list[list[tuple[int, int]]], seconds: float) -> str:
    """One line of the table."""
    by_line = {record["line"].encode(): spans for record, spans in zip(records, found, strict=True)}
    score: Score = measure(records, by_line.__getitem__)
    client = f"{score.covered(['client_ip']):.1%}"
    rest = f"{score.others:.1%} | {score.false_lines:.1%} | {score.false_share:.2%} | {len(records) / seconds:,.0f}"
    return f"| {name} | {client} | {rest} |"


def sets(count: int) -> Iterable[tuple[str, list[Record]]]:
    """The sets by name, the shared one where it lies beside the project."""
    if SHARED.exists():
        yield "shared span set", [json.loads(line) for line in SHARED.read_text().splitlines()]
    yield "generated, checking half", list(generate(count, 7, "checking"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="the Python that has presidio-analyzer")
    parser.add_argument("--count", type=int, default=2500, help="about how many generated lines")
    options = parser.parse_args()
    for title, records in sets(options.count):
        lines = [record["line"] for record in records]
        print(f"\n{title}: {len(lines):,} lines\n")
        print(
            "| | client addresses covered | other identifiers covered | clean lines with a false span | clean bytes covered | lines/s |"
        )
        print("|---|---|---|---|---|---|")
        print(row("chlogaudit", records, *ours(lines)), flush=True)
        for name, tools in (
            ("Presidio, recognisers of the same types", SAME_TYPES),
            ("Presidio, all that English loads", LOADED),
        ):
            try:
                print(row(name, records, *theirs(options.python, tools, lines)), flush=True)
            except LookupError:
                print(f"| {name} | not installed | | | | |")
    print("\nIf Presidio is not installed: see the first lines of this script.")


if __name__ == "__main__":
    main()
