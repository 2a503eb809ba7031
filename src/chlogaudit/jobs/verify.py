"""The verify job: redacted logs hold nothing that the profile replaces, and receipts match files and each other."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from chlogaudit.detect import find_free
from chlogaudit.facts import Part as Lines
from chlogaudit.facts import Scanned
from chlogaudit.files.receipts import Break, check_chain, read_chain
from chlogaudit.files.source import shown
from chlogaudit.files.temporaries import leftovers
from chlogaudit.jobs.logs import Log, Reading, open_logs, read_parts
from chlogaudit.jobs.receipts import Ledger, Match
from chlogaudit.jobs.redact import RedactOptions, too_young
from chlogaudit.judged import Judged
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import names_nobody, read_address
from chlogaudit.redactor.markers import NO_PORT, WORDS
from chlogaudit.redactor.operators import BY_NAME
from chlogaudit.redactor.operators.truncate import Truncate
from chlogaudit.redactor.profile import IDENTIFYING, Profile
from chlogaudit.redactor.tokens import is_token

_WHOLE = {Holds.CLIENT: IdType.CLIENT_IP, Holds.USER: IdType.USER, Holds.IDENT: IdType.USER}


@dataclass(slots=True)
class Verified:
    """What one log proved to be: identifiers left by type with the first line, and what its receipt says."""

    source: str
    lines: int = 0
    left: Counter[IdType] = field(default_factory=Counter)
    first: dict[IdType, int] = field(default_factory=dict)
    receipt: str = ""
    problem: str = ""
    skipped: str = ""  # why it was not looked at: too young to be redacted yet
    unread: bool = False  # it could not be read, or not to its end: nothing is proven, nothing refuted

    @property
    def proven(self) -> bool:
        """Nothing is left, nothing contradicts."""
        return not self.left and not self.problem


def verify(
    paths: Sequence[str], reading: Reading, options: RedactOptions, receipts: str
) -> tuple[list[Verified], Break | None]:
    """
    Search each log and compare it with its receipt; the first break of the chain of receipts, if there is any.

    Of ``options`` the profile counts, and which logs a redaction would have passed over by their age.
    """
    logs, _ = open_logs(paths, reading)
    links = read_chain(receipts) if Path(receipts).exists() else ()
    ledger = Ledger(links)
    out = []
    for log in logs:
        one = Verified(log.source.name)
        out.append(one)
        if not log.problem and (young := too_young(log, reading, options)) is not None:
            one.skipped, one.unread = young.why, bool(young.exit_code)
            one.problem = f"{one.source} was not looked at: {young.why}" if one.unread else ""
            continue
        _search(log, reading, options.profile, one)
        one.problem, one.unread = log.problem, bool(log.problem)
        if not log.source.is_stdin:
            _compare(one, ledger.match(log.source), Path(log.source.path).name)
    folders = dict.fromkeys(os.path.dirname(log.source.path) or "." for log in logs if not log.source.is_stdin)  # noqa: PTH120
    out += [
        Verified(
            path,
            problem="a redaction that was killed left it, and it may hold originals; the next one there removes it",
        )
        for folder in folders
        for path in leftovers(folder)
    ]
    return out, check_chain(links)


def _compare(one: Verified, match: Match, name: str) -> None:
    """Hold a log against its receipt, or against one of intent whose run was killed before it wrote the other."""
    receipt = match.receipt
    if receipt is None:
        one.receipt = "no receipt"
        return
    if match.begun and match.digest != receipt.sha256_after:
        one.problem = one.problem or "a redaction of it was begun and did not end; redact it again"
        return
    if match.digest != receipt.sha256_after:
        one.problem = one.problem or f"it is not the file that the receipt of {receipt.time} speaks of"
    elif receipt.lines != one.lines:
        one.problem = one.problem or f"it has {one.lines:,} lines, its receipt says {receipt.lines:,}"
    one.receipt = f"receipt of {receipt.time}"
    if (then := Path(receipt.path).name) != name:
        one.receipt += f" as {shown(then)}"
    if match.begun:
        one.receipt += ", whose run was killed when it had replaced the log"


def _search(log: Log, reading: Reading, profile: Profile, one: Verified) -> None:
    judged: dict[tuple[Holds, str], Judged] = {}
    line = 1
    for part in read_parts(log, reading):
        if part.scanned is None:
            _free(part.block.data, line, profile, one)
            line += part.block.own.count(b"\n")
            continue
        for lines in part.scanned.parts:
            _fields(part.scanned, lines, line, reading, profile, judged, one)
        for at in part.scanned.unparsed.tolist():
            text = part.scanned.data[part.scanned.starts[at] : part.scanned.ends[at]].tobytes()
            _free(text, line + at, profile, one)
        line += len(part.scanned.starts)
    one.lines = log.lines


def _fields(
    scanned: Scanned,
    part: Lines,
    first_line: int,
    reading: Reading,
    profile: Profile,
    judged: dict[tuple[Holds, str], Judged],
    one: Verified,
) -> None:
    for index, column in enumerate(part.fields):
        if column.holds not in IDENTIFYING:
            continue
        table = judged.setdefault((column.holds, column.name), Judged(reading.engine, column.holds, column.name))
        ids = table.intern(scanned.data, *part.column(index))
        count = len(table.values)
        hits = np.bincount(ids[ids >= 0], minlength=count)
        for at in np.flatnonzero(hits).tolist():
            for kind in left_in(table, at, column.holds, profile):
                one.left[kind] += int(hits[at])
                row = int(np.flatnonzero(ids == at)[0])
                number = first_line + int(part.spans.lines[row])
                one.first[kind] = min(one.first.get(kind, number), number)


def left_in(table: Judged, at: int, holds: Holds, profile: Profile) -> list[IdType]:
    """The types of identifiers that a value still holds and the profile would have replaced."""
    whole = _WHOLE.get(holds)
    if whole is not None:
        if profile.fields[holds] == "keep":
            return []
        value = table.values[at]
        clean = value in {b"", b"-", b'""'} or value in WORDS or is_token(value) or names_nobody(value)
        return [] if clean or _masked(value, profile.fields[holds]) else [whole]
    if not table.flags[at]:
        return []
    value = table.values[at]
    return [i.type for i in table.found[at] if _stays(value[i.start : i.end], i.type, profile)]


def _masked(value: bytes, operator: str) -> bool:
    """Whether an operator may have written this address: a network, or any address where it encrypts, which no form tells."""
    written = read_address(value)
    if written is None:
        return False
    made_by = BY_NAME[operator]
    if isinstance(made_by, Truncate):
        return made_by.network(written.address) == written.address and not written.port
    return not made_by.repeatable


def _stays(raw: bytes, kind: IdType, profile: Profile) -> bool:
    if profile.types[kind] == "keep" or raw in WORDS or is_token(raw) or _masked(raw, profile.types[kind]):
        return False
    return raw != NO_PORT if kind is IdType.PORT else not names_nobody(raw)


def _free(text: bytes, number: int, profile: Profile, one: Verified) -> None:
    for identifier in find_free(text):
        if _stays(text[identifier.start : identifier.end], identifier.type, profile):
            one.left[identifier.type] += 1
            one.first[identifier.type] = min(one.first.get(identifier.type, number), number)


__all__ = ["Verified", "verify"]
