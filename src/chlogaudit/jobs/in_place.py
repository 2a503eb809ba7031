"""Logs replaced by their redacted selves: each searched and counted again before it takes the original's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import chlogaudit
from chlogaudit.errors import ChlogauditError, Incomplete, UsageError
from chlogaudit.files.find import look
from chlogaudit.files.keys import KeyStore, check_value
from chlogaudit.files.receipts import Receipts
from chlogaudit.files.replace import Replacing, replacing
from chlogaudit.files.source import Source
from chlogaudit.jobs.hunt import Hunt, StillThere
from chlogaudit.jobs.known import Known
from chlogaudit.jobs.logs import Log, Part, Reading, open_log, read_parts
from chlogaudit.jobs.numbers import Numbers
from chlogaudit.jobs.redact import Redacted, RedactOptions, UsedKeys, check_formats, rewriter, rewritten, too_young
from chlogaudit.model.finding import IdType
from chlogaudit.model.receipt import Receipt
from chlogaudit.scan import Rewriter


def in_place(
    paths: Sequence[str], reading: Reading, options: RedactOptions, store: KeyStore, receipts: Receipts
) -> Iterator[Redacted]:
    """Replace logs one after the other by their redacted selves; what is wrong with one does not keep the others."""
    for source in look(paths).sources:
        if source.is_stdin:
            words = "standard input cannot be replaced in place"
            yield Redacted(source.name, "failed", words, exit_code=UsageError.exit_code)
            continue
        try:
            yield _InPlace(source, reading, options, store, receipts).run()
        except ChlogauditError as error:
            yield Redacted(source.name, "failed", str(error), exit_code=error.exit_code)


@dataclass(frozen=True, slots=True)
class _InPlace:
    """One log to be replaced."""

    source: Source
    reading: Reading
    options: RedactOptions
    store: KeyStore
    receipts: Receipts

    def run(self) -> Redacted:
        """
        Replace the log.

        Where the search finds identifiers that were recognised in one place and missed in another, the log is redacted
        once more with those known; when any is left even then, it stays as it was.
        """
        log = self._open()
        if (young := too_young(log, self.reading, self.options)) is not None:
            return young
        try:
            return self._replace(self._open(), {})
        except StillThere as found:
            return self._replace(self._open(), found.left)

    def _open(self) -> Log:
        log = open_log(self.source, self.reading)
        if log.problem:
            raise Incomplete(log.problem)
        if not log.formats or (log.recognised.confidence == 0 and not self.reading.formats):
            raise Incomplete(f"{self.source.name} is not a web-server log: {log.recognised.why}; it was left alone.")
        check_formats(log, self.options.profile)
        return log

    def _replace(self, log: Log, known: Mapping[IdType, frozenset[bytes]]) -> Redacted:
        keys = UsedKeys(self.store)
        with replacing(self.source.path, allow_current=self.options.not_in_use) as change:
            pen = rewriter(self.reading, self.options.profile, keys, originals=True)
            more = Known(self.source.name, known)
            before = Numbers(self.reading)
            same = self._write(log, change, pen, more, before)
            if log.problem:
                raise Incomplete(f"{log.problem} Nothing was replaced.")
            if log.unparsed and self.options.refuse_unparsed:
                raise Incomplete(
                    f"{self.source.name}: {log.unparsed:,} lines fit no format; nothing was replaced (--unparsed refuse)."
                )
            if same:
                return Redacted(self.source.name, "unchanged", "", log.lines, log.unparsed)
            after = self._verify(log, change, pen)
            notes = self._compare(before, after)
            changes = {kind: n for kind, n in sorted((pen.tally().changes + more.changes).items()) if n}
            receipt = self._receipt(change, keys, log, changes, before)
            self.receipts.append(replace(receipt, state="intent"))
            done = change.commit()
            self.receipts.append(receipt)
        return Redacted(self.source.name, "done", "", log.lines, log.unparsed, changes, 0, (*done.notes, *notes))

    def _write(self, log: Log, change: Replacing, pen: Rewriter, more: Known, before: Numbers) -> bool:
        """Write the new content; True when it is the old."""
        parts = before.watch(read_parts(log, self.reading, blocks=change.blocks()))
        pairs = _Pairs(parts)
        same = True
        for part, redacted in pairs.zip(rewritten(self.reading, pen, pairs)):
            piece = more.replace(redacted)
            same = same and piece == part.block.own
            change.write(piece)
        return same

    def _verify(self, log: Log, change: Replacing, pen: Rewriter) -> Numbers:
        """Search the new file for the old one's identifiers, and count it."""
        profile = self.options.profile
        kept = frozenset(kind for kind in IdType if profile.types.get(kind) == "keep")
        hunt = Hunt(self.source.name, pen.originals.values, kept)
        after = Numbers(self.reading)
        change.verify(lambda blocks: hunt.through(after.watch_blocks(blocks, log.formats)))
        return after

    def _compare(self, before: Numbers, after: Numbers) -> list[str]:
        """Raise when the numbers are not the same; notes on those that may differ."""
        name = self.source.name
        if after.lines != before.lines:
            raise Incomplete(f"{name}: {before.lines:,} lines became {after.lines:,}; nothing was replaced.")
        if not self.options.profile.keeps_visitors:
            return []
        if after.proven() != before.proven():
            raise Incomplete(f"{name}: the redacted log does not count as the original does; nothing was replaced.")
        fewer = before.visitors - after.visitors
        if not fewer:
            return []
        return [
            f"{fewer:,} visitors differed from others by an identifier in their user agent alone and count with them now"
        ]

    def _receipt(
        self, change: Replacing, keys: UsedKeys, log: Log, changes: Mapping[IdType, int], numbers: Numbers
    ) -> Receipt:
        plan = change.planned()
        return Receipt(
            version=1,
            tool=f"chlogaudit {chlogaudit.__version__}",
            time=datetime.now(UTC).isoformat(timespec="seconds"),
            path=str(Path(self.source.path).absolute()),
            sha256_before=plan.sha256_before,
            sha256_after=plan.sha256_after,
            size_before=plan.size_before,
            size_after=plan.size_after,
            lines=numbers.lines,
            unparsed=log.unparsed,
            changes={kind.value: n for kind, n in changes.items()},
            numbers=numbers.all(),
            policy_digest=self.options.digest,
            profile=self.options.profile.name,
            key_ids=tuple(sorted({key.id.hex() for key in keys.used.values()})),
            key_check=",".join(check_value(key) for _, key in sorted(keys.used.items())),
            previous="",
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
