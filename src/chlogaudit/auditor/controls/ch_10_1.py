"""CH-10.1: what the policy text itself leaves open, shown once, as information."""

from __future__ import annotations

from dataclasses import replace

from chlogaudit.auditor.seen import Problem, Seen, grouped, not_checked
from chlogaudit.model.finding import ControlResult, Status

CONTROL = "CH-10.1"
# Read once by a person in the text with this digest; another text has defects of its own.
READ = "5768c662778ee83c7de8990625ce82785e6c515cccd961628257df9990e19aa0"
DEFECTS = (
    ("period", "clause 5 keeps log files and gives no period after which they go"),
    ("verb", "clause 2 lacks its verb, so it promises nothing"),
    ("contact", "clause 10 offers contact by e-mail and gives no address"),
    ("addresses", "no clause says that visitors' addresses are recorded"),
    ("cookies", "no clause says whether cookies are used"),
)


def check(seen: Seen) -> ControlResult:
    """Name the gaps of the text that the policy file is written for."""
    text = seen.text_sha256 or seen.policy.text_sha256
    if text != READ:
        return not_checked(seen, CONTROL, "the gaps of this text have not been read; those known are of another one")
    problems = [Problem(mark, "policy text", words) for mark, words in DEFECTS]
    base = not_checked(seen, CONTROL, "")
    words = f"the text with sha256 {text[:12]}..."
    return replace(base, status=Status.WARN, evidence=words, findings=tuple(grouped(seen, CONTROL, problems)))
