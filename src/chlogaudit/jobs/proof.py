"""
Redact one log into a file, and prove the file before it is used: searched again for the log's own identifiers, counted again.

The same for a log that is replaced and for a copy; where the file goes is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from chlogaudit.errors import Incomplete
from chlogaudit.facts import scan_lines
from chlogaudit.files.blocks import Block
from chlogaudit.jobs.hunt import Hunt, Met, StillThere
from chlogaudit.jobs.known import Known
from chlogaudit.jobs.logs import Log, Part, Reading, read_parts
from chlogaudit.jobs.numbers import Numbers
from chlogaudit.jobs.redact import RedactOptions, UsedKeys, rewriter, rewritten
from chlogaudit.jobs.sought import Sought
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.profile import Profile
from chlogaudit.run import ordered

_MOST = 1 << 16  # originals that are held as bytes


class NewFile(Protocol):
    """What takes the redacted log: a successor or a copy."""

    def write(self, data: bytes) -> None:
        """Take the next bytes."""

    def verify(self, check: Callable[[Iterator[Block]], None]) -> None:
        """Read everything back and let ``check`` look at it."""

    def rewrite(self, change: Callable[[bytes], bytes]) -> None:
        """Write what was written once more, changed."""


@dataclass(frozen=True, slots=True)
class Proven:
    """What was written: ``same`` when it is the log itself, and then not verified. ``numbers`` are the original's."""

    same: bool
    numbers: Numbers
    changes: Mapping[IdType, int]
    notes: tuple[str, ...] = ()


def write_proven(
    log: Log,
    reading: Reading,
    options: RedactOptions,
    keys: UsedKeys,
    new: NewFile,
    *,
    blocks: Iterator[Block] | None = None,
    always: bool = False,
) -> Proven:
    """
    Write the log redacted into ``new`` and verify it. ``always``: also where nothing changes.

    Where the search finds identifiers that were recognised in one place and missed in another, they are taken out with the
    knowledge of the whole log, and the file is verified once more. Raises ``Incomplete`` when the log could not be read to its
    end, is refused for its unparsed lines, still holds an identifier, or does not count as before.
    """
    profile = options.profile
    pen = rewriter(reading, profile, keys, originals=True)
    sought = Sought(reading.engine, frozenset(kind for kind in IdType if profile.types.get(kind) == "keep"))
    before = Numbers()
    pairs = _Pairs(before.watch(reading.engine, read_parts(log, reading, blocks=blocks)))
    same = True
    for part, piece in pairs.zip(rewritten(log, reading, pen, keys, pairs)):
        same = same and piece == part.block.own
        new.write(piece)
        if len(pen.originals) > _MOST:
            sought.take(pen.originals.drain())
    sought.take(pen.originals.drain())
    if log.problem:
        raise Incomplete(log.problem)
    if log.unparsed and options.refuse_unparsed:
        raise Incomplete(f"{log.source.name}: a line of it fits no format (--unparsed refuse).")
    if same and not always:
        return Proven(True, before, {})
    more: Mapping[IdType, int] = {}
    try:
        after = _verify(log, reading, new, sought)
    except StillThere as found:
        known = Known(log.source.name, found.left)
        new.rewrite(known.replace)
        more = known.changes
        after = _verify(log, reading, new, sought)
    changes = pen.tally().changes
    for kind, number in more.items():
        changes[kind] += number
    return Proven(same and not more, before, changes, _compare(log.source.name, profile, before, after))


def _verify(log: Log, reading: Reading, new: NewFile, sought: Sought) -> Numbers:
    """Search the new file for the log's identifiers, and count it."""
    hunt = Hunt(log.source.name, sought)
    after = Numbers()

    def search(block: Block) -> tuple[Met, Numbers]:
        scanned = scan_lines(reading.engine, block.data, log.formats) if block.whole_lines else None
        numbers = Numbers()
        numbers.count(reading.engine, Part(block, scanned))
        return hunt.search(block.data), numbers

    def look(blocks: Iterator[Block]) -> None:
        for met, numbers in ordered(search, _telling(blocks, log, reading), threads=reading.threads):
            hunt.note(met, after.lines)
            after.add(numbers)
        hunt.end()

    new.verify(look)
    return after


def _telling(blocks: Iterator[Block], log: Log, reading: Reading) -> Iterator[Block]:
    """Tell at each block how far the log is, which is at its end: that is also where a run can be stopped."""
    for block in blocks:
        reading.progress(log.source.name, log.bytes)
        yield block


def _compare(name: str, profile: Profile, before: Numbers, after: Numbers) -> tuple[str, ...]:
    """Raise when the numbers are not the same; notes on those that may differ."""
    if after.lines != before.lines:
        raise Incomplete(f"{name}: {before.lines:,} lines became {after.lines:,}.")
    if not profile.keeps_visitors:
        return ()
    if after.proven() != before.proven():
        raise Incomplete(f"{name}: the redacted log does not count as the original does.")
    fewer = before.visitors - after.visitors
    if not fewer:
        return ()
    return (
        f"{fewer:,} visitors differed from others by an identifier in their user agent alone and count with them now",
    )


class _Pairs:
    """Remembers the parts that went by until their redacted bytes come, so that both can be compared."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = parts
        self._waiting: list[Part] = []

    def __iter__(self) -> Iterator[Part]:
        for part in self._parts:
            self._waiting.append(part)
            yield part

    def zip(self, pieces: Iterable[bytes]) -> Iterator[tuple[Part, bytes]]:
        """Each part with its piece."""
        for piece in pieces:
            yield self._waiting.pop(0), piece
