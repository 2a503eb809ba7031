"""Logs replaced by their redacted selves: each searched and counted again before it takes the original's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import chlogaudit
from chlogaudit.errors import ChlogauditError, Incomplete, Refused, UsageError
from chlogaudit.files.find import look
from chlogaudit.files.keys import KeyStore, check_value
from chlogaudit.files.receipts import Receipts
from chlogaudit.files.replace import Replacing, replacing
from chlogaudit.files.source import Source
from chlogaudit.jobs.apart import apart, processes_for
from chlogaudit.jobs.logs import Log, Progress, Reading, open_log
from chlogaudit.jobs.numbers import Numbers
from chlogaudit.jobs.proof import write_proven
from chlogaudit.jobs.receipts import Ledger, ledger_in
from chlogaudit.jobs.redact import Redacted, RedactOptions, UsedKeys, check_formats, too_young
from chlogaudit.model.finding import IdType
from chlogaudit.model.receipt import Receipt


def in_place(
    paths: Sequence[str], reading: Reading, options: RedactOptions, store: KeyStore, receipts: Receipts
) -> Iterator[Redacted]:
    """
    Replace logs by their redacted selves, several at once where they are large; results in their order.

    What is wrong with one does not keep the others.
    """
    sources = look(paths).sources
    ledger = ledger_in(receipts.path)
    processes = processes_for(sources, reading.threads)
    if processes > 1:
        store.init()
        reading = replace(reading, threads=max(1, reading.threads // processes))

    def work(source: Source, progress: Progress) -> Redacted:
        if source.is_stdin:
            words = "standard input cannot be replaced in place"
            return Redacted(source.name, "failed", words, exit_code=UsageError.exit_code)
        try:
            return _InPlace(source, replace(reading, progress=progress), options, store, receipts, ledger).run()
        except ChlogauditError as error:
            return Redacted(source.name, "failed", str(error), exit_code=error.exit_code)

    yield from apart(work, sources, lost, processes=processes, progress=reading.progress)


def lost(source: Source) -> Redacted:
    """What is said of a log whose process was killed from outside: no step of a replacement leaves a third state."""
    words = "the process that worked on it was killed; it is as it was or wholly redacted. Run again"
    return Redacted(source.name, "failed", words, exit_code=Incomplete.exit_code)


@dataclass(frozen=True, slots=True)
class _InPlace:
    """One log to be replaced."""

    source: Source
    reading: Reading
    options: RedactOptions
    store: KeyStore
    receipts: Receipts
    ledger: Ledger

    def run(self) -> Redacted:
        """Replace the log."""
        log = self._open()
        if (young := too_young(log, self.reading, self.options)) is not None:
            return young
        return self._replace(log if self.options.older_than is None else self._open())

    def _open(self) -> Log:
        log = open_log(self.source, self.reading)
        if log.problem:
            raise Incomplete(log.problem)
        if not log.formats or (log.recognised.confidence == 0 and not self.reading.formats):
            raise Incomplete(f"{self.source.name} is not a web-server log: {log.recognised.why}.")
        check_formats(log, self.options.profile)
        return log

    def _replace(self, log: Log) -> Redacted:
        if not self.options.profile.repeatable and self._was_done():
            return Redacted(self.source.name, "unchanged")
        keys = UsedKeys(self.store)
        with replacing(self.source.path, allow_current=self.options.not_in_use) as change:
            proven = write_proven(log, self.reading, self.options, keys, change, blocks=change.blocks())
            if proven.same:
                return Redacted(self.source.name, "unchanged", "", log.lines, self._untold(log))
            changes = {kind: number for kind, number in sorted(proven.changes.items()) if number}
            receipt = self._receipt(change, keys, log, changes, proven.numbers)
            self.receipts.append(replace(receipt, state="intent"))
            done = change.commit()
            self.receipts.append(receipt)
        notes = (*done.notes, *proven.notes, *self.receipts.notes, *log.said())
        self.receipts.notes.clear()
        return Redacted(self.source.name, "done", "", log.lines, log.unparsed, changes, 0, notes)

    def _was_done(self) -> bool:
        """
        Whether a log is what a run with this very profile made of it: where an operator encrypts, only its receipt tells.

        Raises Refused for one that another profile made, or that changed since: parts of it would be encrypted twice.
        """
        known = self.ledger.match(self.source)
        if known.receipt is None or (known.begun and known.digest == known.receipt.sha256_before):
            return False
        same = (known.receipt.policy_digest, known.receipt.profile) == (self.options.digest, self.options.profile.name)
        if not same or known.digest != known.receipt.sha256_after:
            what = "was redacted by another profile" if known.digest == known.receipt.sha256_after else "has changed"
            raise Refused(
                f"{self.source.name} {what} since its receipt of {known.receipt.time}, and this profile would encrypt "
                "what is encrypted already; nothing was written."
            )
        if known.begun:
            self.receipts.append(replace(known.receipt, state="done"))
        return True

    def _untold(self, log: Log) -> int:
        """
        Lines of a log that stays as it is which fit no format, unless the run that scrubbed them has told so: it left a receipt.

        Where that run was killed after the replacement, the receipt of the deed is written now: the log is what it had meant.
        """
        known = self.ledger.match(self.source)
        if known.receipt is None or known.digest != known.receipt.sha256_after:
            return log.unparsed
        if known.begun:
            self.receipts.append(replace(known.receipt, state="done"))
            return log.unparsed
        return 0 if known.receipt.unparsed == log.unparsed else log.unparsed

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
