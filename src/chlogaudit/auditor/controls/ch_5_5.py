"""CH-5.5: published traffic patterns single nobody out: what the policy asks of every export of this tool."""

from __future__ import annotations

from dataclasses import replace

from chlogaudit.auditor.seen import Problem, Seen, grouped, not_checked
from chlogaudit.model.finding import ControlResult, Severity, Status

CONTROL = "CH-5.5"
FEWEST = 5  # behind a published number; the product's default is 10


def check(seen: Seen) -> ControlResult:
    """Judge the policy's k, which the exports of this tool keep to, and name other tools' reports, which keep to none."""
    k = seen.policy.k
    problems = []
    if k < FEWEST:
        words = f"k is {k}: a published number may stand for {'one visitor' if k < 2 else f'{k} visitors'}"
        problems.append(Problem("k", seen.policy.name, words, severity=Severity.HIGH if k < 2 else Severity.MEDIUM))
    tools = sorted({leftover.tool for leftover in seen.leftovers})
    base = not_checked(seen, CONTROL, "")
    words = f"every export of this tool withholds numbers below k = {k} distinct visitors"
    if problems:
        found = tuple(grouped(seen, CONTROL, problems))
        return replace(base, status=Status.FAIL if k < 2 else Status.WARN, evidence=words, findings=found)
    if tools:
        why = f"reports made from these files know no such limit: {', '.join(tools)}"
        return replace(base, status=Status.INCONCLUSIVE, evidence=words, reason=why)
    return replace(base, status=Status.PASS, evidence=words)
