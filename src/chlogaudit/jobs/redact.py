"""The redaction job: logs in, the same logs without what identifies a visitor out; each file wholly, or untouched with a reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np

import chlogaudit
from chlogaudit.analyzer.agents import classify
from chlogaudit.analyzer.tables import Tables
from chlogaudit.engine.api import MISSING
from chlogaudit.errors import ChlogauditError, Incomplete, Refused
from chlogaudit.facts import Scanned, facts
from chlogaudit.files.blocks import Block
from chlogaudit.files.find import look
from chlogaudit.files.keys import KeyStore, check_value
from chlogaudit.files.receipts import Receipts
from chlogaudit.files.replace import replacing
from chlogaudit.files.source import Source
from chlogaudit.files.writer import open_writer
from chlogaudit.jobs.hunt import Hunt, Originals
from chlogaudit.jobs.logs import Log, Part, Reading, open_log, open_logs, read_parts
from chlogaudit.jobs.report import newest_entry
from chlogaudit.model.finding import IdType
from chlogaudit.model.receipt import Receipt
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.redactor.profile import Profile, check
from chlogaudit.run import ordered
from chlogaudit.scan import Rewriter, Tally

Sink = Callable[[bytes], None]
_NONE = bytes(32)


@dataclass(frozen=True, slots=True)
class RedactOptions:
    """
    How to redact. ``refuse_unparsed``: a log with a line that fits no format is left alone. ``older_than``: seconds that a log's
    newest entry must have behind it at ``now`` (UTC seconds), None for all. ``not_in_use``: names without a rotation suffix may be
    replaced. ``digest`` is the policy's.
    """

    profile: Profile
    refuse_unparsed: bool = False
    older_than: int | None = None
    now: float = 0.0
    not_in_use: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Redacted:
    """What became of one log: ``done``, ``unchanged``, ``skipped`` or ``failed``, why, and what was replaced."""

    source: str
    state: str
    why: str = ""
    lines: int = 0
    unparsed: int = 0
    changes: Mapping[IdType, int] = field(default_factory=dict)
    exit_code: int = 0
    notes: tuple[str, ...] = ()


class UsedKeys:
    """The key store, remembering which keys were asked for, for the receipt."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store
        self.used: dict[str, EpochKey] = {}

    def key(self, epoch: str) -> EpochKey:
        """The key of an epoch."""
        if epoch not in self.used:
            self.used[epoch] = self._store.key(epoch)
        return self.used[epoch]


def agent_name(user_agent: bytes) -> bytes:
    """Family and major version of a user agent, for the operator that cuts it to that."""
    agent = classify(user_agent)
    version = f"/{agent.browser_version}" if agent.browser_version else ""
    return f"{agent.browser or 'Other'}{version}".encode("ascii", "ignore")


def rewriter(reading: Reading, profile: Profile, keys: UsedKeys, *, originals: bool = False) -> Rewriter:
    """A rewriter for one run or one file."""
    return Rewriter(reading.engine, profile, keys, agent=agent_name, remember=originals)


def rewritten(log: Log, reading: Reading, pen: Rewriter, parts: Iterable[Part]) -> Iterator[bytes]:
    """The redacted bytes of a log, in order: replacements looked up here, spliced in a thread."""

    def edit() -> Iterator[tuple[bytes, Scanned | None, tuple[np.ndarray, ...]]]:  # type: ignore[type-arg]
        for part in parts:
            if part.scanned is None:
                block = part.block
                yield pen.rewrite_free(block.data, block.before, block.after), None, ()
            else:
                yield b"", part.scanned, pen.edits(part.scanned)

    def splice(item: tuple[bytes, Scanned | None, tuple[np.ndarray, ...]]) -> bytes:  # type: ignore[type-arg]
        done, scanned, edits = item
        return done if scanned is None else reading.engine.splice(scanned.data, *edits)

    del log
    yield from ordered(splice, edit(), threads=min(reading.threads, 1))


def check_formats(log: Log, profile: Profile) -> None:
    """UsageError when a field that identifies a visitor has no operator in the profile."""
    for log_format in log.formats:
        check(log_format, profile)


def to_sink(
    paths: Sequence[str], reading: Reading, options: RedactOptions, keys: UsedKeys, sink: Sink
) -> list[Redacted]:
    """Redact logs one after the other into ``sink``, unpacked. Nothing of a log that ``refuse_unparsed`` refuses is written."""
    logs, _ = open_logs(paths, reading)
    out = []
    pen = rewriter(reading, options.profile, keys)
    for log in logs:
        skipped = _too_young(log, reading, options)
        if skipped is None and options.refuse_unparsed:
            skipped = _refused(log, reading)
        if skipped is not None:
            out.append(skipped)
            continue
        out.append(_through(log, reading, options, pen, sink))
    return out


def _through(log: Log, reading: Reading, options: RedactOptions, pen: Rewriter, sink: Sink) -> Redacted:
    check_formats(log, options.profile)
    before = pen.tally()
    eager = log.source.is_stdin
    how = replace(reading, threads=0) if eager else reading
    for piece in rewritten(log, how, pen, read_parts(log, how, eager=eager)):
        sink(piece)
    return _outcome(log, pen.tally(), before)


def _outcome(log: Log, now: Tally, before: Tally) -> Redacted:
    changes = Counter(now.changes)
    changes.subtract(before.changes)
    code = Incomplete.exit_code if log.problem else 0
    state = "failed" if log.problem else "done"
    return Redacted(log.source.name, state, log.problem, log.lines, log.unparsed, +changes, code)


def _too_young(log: Log, reading: Reading, options: RedactOptions) -> Redacted | None:
    if options.older_than is None:
        return None
    newest = newest_entry([log], reading)
    if newest is None:
        return Redacted(
            log.source.name, "skipped", "no entry has a time, so its age is unknown", exit_code=Incomplete.exit_code
        )
    if options.now - newest < options.older_than:
        days = (options.now - newest) / 86400
        return Redacted(log.source.name, "skipped", f"its newest entry is {max(days, 0):.1f} days old")
    return None


def _refused(log: Log, reading: Reading) -> Redacted | None:
    """Read a log for lines that fit no format."""
    if log.source.is_stdin:
        return Redacted(
            log.source.name, "failed", "standard input cannot be read twice; --unparsed refuse needs files",
            exit_code=Refused.exit_code,
        )  # fmt: skip
    trial = open_log(log.source, reading)
    for _ in read_parts(trial, reading):
        if trial.unparsed:
            words = f"line {trial.lines:,} or one before it fits no format; nothing was written (--unparsed refuse)"
            return Redacted(
                log.source.name, "failed", words, trial.lines, trial.unparsed, exit_code=Incomplete.exit_code
            )
    return None


def to_folder(
    paths: Sequence[str], folder: str, reading: Reading, options: RedactOptions, keys: UsedKeys
) -> list[Redacted]:
    """
    Write redacted copies under ``folder``, packed as the originals are, below their path from the common parent.

    A copy appears under its name when it is whole; one that exists is replaced.
    """
    logs, _ = open_logs(paths, reading)
    names = copy_names([log.source for log in logs])
    out = []
    pen = rewriter(reading, options.profile, keys)
    for log, name in zip(logs, names, strict=True):
        skipped = _too_young(log, reading, options) or (_refused(log, reading) if options.refuse_unparsed else None)
        out.append(skipped or _copy(log, os.path.join(folder, name), reading, options, pen))
    return out


def copy_names(sources: Sequence[Source]) -> list[str]:
    """Names of copies that cannot collide: the paths below their common folder."""
    paths = [os.path.abspath(source.path) for source in sources if not source.is_stdin]
    common = os.path.commonpath([os.path.dirname(path) for path in paths]) if paths else ""
    return ["stdin.log" if s.is_stdin else os.path.relpath(os.path.abspath(s.path), common) for s in sources]


def _copy(log: Log, target: str, reading: Reading, options: RedactOptions, pen: Rewriter) -> Redacted:
    if os.path.realpath(target) == os.path.realpath(log.source.path):
        words = "the copy would overwrite the log itself; use --in-place or another folder"
        return Redacted(log.source.name, "failed", words, exit_code=Refused.exit_code)
    os.makedirs(os.path.dirname(target), mode=0o750, exist_ok=True)
    temporary = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{os.getpid()}.tmp")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(fd, "wb") as file:
            writer = open_writer(log.source.compression, lambda data: void(file.write(data)))
            done = _through(log, reading, options, pen, writer.write)
            writer.close()
            os.fchmod(file.fileno(), 0o640)
        if done.exit_code:
            os.unlink(temporary)
            return done
        os.replace(temporary, target)
    except BaseException:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        raise
    return done


def void(_: object) -> None:
    """Forget a result."""


def in_place(
    paths: Sequence[str], reading: Reading, options: RedactOptions, store: KeyStore, receipts: Receipts
) -> Iterator[Redacted]:
    """Replace logs one after the other by their redacted selves; what is wrong with one does not keep the others."""
    for source in look(paths).sources:
        if source.is_stdin:
            yield Redacted(source.name, "failed", "standard input cannot be replaced in place", exit_code=2)
            continue
        try:
            yield _replace(source, reading, options, UsedKeys(store), receipts)
        except ChlogauditError as error:
            yield Redacted(source.name, "failed", str(error), exit_code=error.exit_code)


def _replace(source: Source, reading: Reading, options: RedactOptions, keys: UsedKeys, receipts: Receipts) -> Redacted:
    log = open_log(source, reading)
    if log.problem:
        raise Incomplete(log.problem)
    if not log.formats or (log.recognised.confidence == 0 and not reading.formats):
        raise Incomplete(f"{source.name} is not a web-server log: {log.recognised.why}; it was left alone.")
    check_formats(log, options.profile)
    if (young := _too_young(log, reading, options)) is not None:
        return young
    log = open_log(source, reading)
    with replacing(source.path, allow_current=options.not_in_use) as change:
        pen = rewriter(reading, options.profile, keys, originals=True)
        counted = Numbers(reading)
        same = True
        parts = counted.watch(read_parts(log, reading, blocks=change.blocks()))
        before = Pairs(parts)
        for part, piece in before.zip(rewritten(log, reading, pen, before)):
            same = same and piece == part.block.own
            change.write(piece)
        if log.problem:
            raise Incomplete(f"{log.problem} Nothing was replaced.")
        if log.unparsed and options.refuse_unparsed:
            raise Incomplete(
                f"{source.name}: {log.unparsed:,} lines fit no format; nothing was replaced (--unparsed refuse)."
            )
        tally = pen.tally()
        if same:
            return Redacted(source.name, "unchanged", "", log.lines, log.unparsed)
        after = Numbers(reading)
        hunt = Hunt(pen.originals, log.formats, reading, options.profile)
        change.verify(lambda blocks: hunt.through(after.watch_blocks(blocks, log.formats)))
        if after.lines != counted.lines:
            raise Incomplete(f"{source.name}: {counted.lines:,} lines became {after.lines:,}; nothing was replaced.")
        if options.profile.keeps_visitors and after.all() != counted.all():
            raise Incomplete(
                f"{source.name}: the redacted log does not count as the original does; nothing was replaced."
            )
        plan = change.planned()
        receipt = replace(
            receipt_of(source, options, keys, log, tally, counted), sha256_before=plan.sha256_before,
            sha256_after=plan.sha256_after, size_before=plan.size_before, size_after=plan.size_after,
        )  # fmt: skip
        receipts.append(replace(receipt, state="intent"))
        done = change.commit()
        receipts.append(receipt)
        return Redacted(source.name, "done", "", log.lines, log.unparsed, dict(tally.changes), 0, done.notes)


def receipt_of(
    source: Source, options: RedactOptions, keys: UsedKeys, log: Log, tally: Tally, numbers: Numbers
) -> Receipt:
    """A receipt but for what the replacement itself tells."""
    key_ids = tuple(sorted({key.id.hex() for key in keys.used.values()}))
    checks = ",".join(check_value(key) for _, key in sorted(keys.used.items()))
    return Receipt(
        1, f"chlogaudit {chlogaudit.__version__}", datetime.now(UTC).isoformat(timespec="seconds"), os.path.abspath(source.path),
        "", "", 0, 0, numbers.lines, log.unparsed, {kind.value: n for kind, n in sorted(tally.changes.items())}, numbers.all(),
        options.digest, options.profile.name, key_ids, checks, "",
    )  # fmt: skip


class Pairs:
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


class Numbers:
    """What a log counts to: lines, hits, bytes, statuses, distinct visitors per day. Equal before and after a redaction."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tables = Tables(reading.engine)
        self.lines = 0
        self._sums: Counter[str] = Counter()

    def watch(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Count parts as they go by."""
        for part in parts:
            self._add(part)
            yield part

    def watch_blocks(self, blocks: Iterable[Block], formats: tuple[object, ...]) -> Iterator[Block]:
        """Count blocks as they go by."""
        from chlogaudit.facts import scan_lines

        for block in blocks:
            scanned = scan_lines(self._reading.engine, block.data, formats) if block.whole_lines else None  # type: ignore[arg-type]
            self._add(Part(block, scanned))
            yield block

    def _add(self, part: Part) -> None:
        if part.scanned is None:
            self.lines += part.block.own.count(b"\n")
            return
        self.lines += len(part.scanned.starts)
        for lines in part.scanned.parts:
            known = facts(self._reading.engine, part.scanned, lines)
            count = len(known.lines)
            client = self._tables.intern("client", known.data, known.client, count)
            agent = self._tables.intern("agent", known.data, known.agent, count)
            self._tables.triples("visitor", client, agent, known.day)
            self._sums["hits"] += count
            self._sums["bytes"] += int(known.size[known.size != MISSING].sum())
            self._sums["status"] += int(known.status[known.status != MISSING].sum())

    def all(self) -> dict[str, int]:
        """The numbers."""
        return {**self._sums, "visitors": len(self._tables.values("visitor"))}


__all__ = ["Originals", "RedactOptions", "Redacted", "UsedKeys", "in_place", "to_folder", "to_sink"]
