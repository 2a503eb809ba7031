"""CH-2.2: what a redaction wrote is still what its receipt says."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.auditor.seen import Problem, Seen, grouped, not_checked, result
from chlogaudit.auditor.words import logs_words
from chlogaudit.model.finding import ControlResult

CONTROL = "CH-2.2"


def check(seen: Seen) -> ControlResult:
    """Compare each log that has a receipt with it, by digest and by number of lines, and the chain of receipts with itself."""
    if seen.receipts is None:
        return not_checked(seen, CONTROL, "there is no receipts file: nothing was redacted in place here")
    mine = [source for source in seen.sources if source.source in seen.receipts]
    if not mine and not seen.chain_break:
        return not_checked(seen, CONTROL, "none of these logs has a receipt")
    found = grouped(seen, CONTROL, _problems(seen))
    words = f"{len(mine):,} of {logs_words(len(seen.sources))} with a receipt; digest and number of lines compared"
    return result(seen, CONTROL, found, words)


def _problems(seen: Seen) -> Iterator[Problem]:
    if seen.chain_break:
        yield Problem("chain", seen.receipts_file, f"the chain of receipts is broken: {seen.chain_break}")
    for source in seen.sources:
        receipt = (seen.receipts or {}).get(source.source)
        if receipt is None:
            continue
        digest = seen.digests.get(source.source, "")
        if digest and digest != receipt.sha256_after:
            yield Problem("digest", source.source, "is no longer the file that its receipt is of")
        if not source.problem and source.lines != receipt.lines:
            words = f"has {source.lines:,} lines, its receipt says {receipt.lines:,}"
            yield Problem(
                "lines",
                source.source,
                words,
                count=abs(source.lines - receipt.lines),
                many="other numbers of lines than their receipts say",
            )
