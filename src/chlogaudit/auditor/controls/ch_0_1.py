"""CH-0.1: nothing that this audit says holds a visitor's identifier: its own words are searched like a log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from chlogaudit.auditor.seen import Seen, finding, not_checked
from chlogaudit.detect import find, find_free
from chlogaudit.model.finding import ControlResult, Finding, Identifier, IdType, Place, Status
from chlogaudit.model.format import Holds

CONTROL = "CH-0.1"
# Masks as `chlogaudit.detect.mask` makes them, and our own braces: they look like what they stand for.
_MASKED = re.compile(
    r"[^\s@]\*\*\*@[^\s@]\*\*\*\.\w{1,6}|\d{6}\*{6}\d{4}|\+\d{1,2}-?\*\*\*|[A-Z]{2}\*\*\*|\[[a-z_]+\]|\{[a-z_]+\}"
)
# What names nobody in a sentence of ours: dates and times, sizes, modes.
_TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.+Z:\d]*)|\d{4}-\d\d-\d\d")


def check(seen: Seen, results: Iterable[ControlResult], notes: Iterable[str]) -> ControlResult:
    """Search every text of the other results and of the notes; the paths and names that the user gave are theirs to know."""
    results = tuple(results)
    given = _given(seen)
    found: list[Finding] = []
    searched = 0
    for result in results:
        for text, holds in _texts(result):
            searched += len(text)
            if leak := _leak(text, holds, given):
                words = (
                    f"a text of {result.control} holds what looks like {_article(leak.type)}; it is not repeated here"
                )
                found.append(finding(seen, CONTROL, Place(""), words, type=leak.type.value, mark=result.control))
    for text in notes:
        searched += len(text)
        if leak := _leak(text, Holds.TEXT, given):
            words = f"a note holds what looks like {_article(leak.type)}; it is not repeated here"
            found.append(finding(seen, CONTROL, Place(""), words, type=leak.type.value, mark="notes"))
    found = list({one.fingerprint: one for one in found}.values())
    made = not_checked(seen, CONTROL, "")
    evidence = f"{len(found):,} identifiers in {searched:,} characters of findings, reasons and notes"
    return replace(made, status=Status.FAIL if found else Status.PASS, evidence=evidence, findings=tuple(found))


def _texts(result: ControlResult) -> Iterator[tuple[str, Holds]]:
    for one in (*result.findings, *(one for one, _ in result.suppressed)):
        yield one.message, Holds.TEXT
        yield one.remedy, Holds.TEXT
        yield one.example, Holds.TEXT
        yield one.template, Holds.URL
        yield one.place.field, Holds.TEXT
    yield result.evidence, Holds.TEXT
    yield result.reason, Holds.TEXT


def _leak(text: str, holds: Holds, given: frozenset[str]) -> Identifier | None:
    """The first identifier in a text of ours, None where there is none."""
    bare = _TIMES.sub(" ", _MASKED.sub(" ", text))
    for name in given:
        bare = bare.replace(name, " ")
    if not bare.strip():
        return None
    raw = bare.encode("utf-8", "replace")
    found = find(raw, Holds.URL) if holds is Holds.URL else (*find(raw, Holds.TEXT), *_shapes(raw))
    return next((one for one in found if one.type is not IdType.PORT), None)


def _shapes(raw: bytes) -> Iterator[Identifier]:
    """What needs no context to be somebody's: searched with the detectors for lines of unknown form, too."""
    sure = {IdType.EMAIL, IdType.PAYMENT_CARD, IdType.IBAN, IdType.IP, IdType.CLIENT_IP, IdType.TOKEN}
    return (one for one in find_free(raw) if one.type in sure)


def _given(seen: Seen) -> frozenset[str]:
    """What whoever runs the audit wrote themselves: paths, and the owners and groups of their files."""
    names = {source.source for source in seen.sources} | {leftover.source for leftover in seen.leftovers}
    for access in seen.access.values():
        names |= {access.owner, access.group, access.document_root, *access.acl, *access.open_parents}
    return frozenset(name for name in names if len(name) > 1)


def _article(kind: IdType) -> str:
    words = kind.value.replace("_", " ")
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
