"""The redaction job: logs in, the same logs without what identifies a visitor out; each file wholly, or untouched with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISREG

from chlogaudit.analyzer.agents import classify
from chlogaudit.errors import Incomplete, Refused
from chlogaudit.facts import Scanned
from chlogaudit.files.blocks import Share, held, read_blocks, shares
from chlogaudit.files.keys import KeyStore
from chlogaudit.jobs.apart import afforded, apart
from chlogaudit.jobs.logs import Log, Part, Progress, Reading, open_log, open_logs, read_parts
from chlogaudit.jobs.report import newest_entry
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.redactor.profile import Profile, check
from chlogaudit.run import helpers, ordered
from chlogaudit.scan import Edits, Rewriter, spliced

_SHARE = 16 << 20  # bytes of a log that a process redacts at a time
_WORTHWHILE = 4  # shares of a log from which on more processes win what their start costs
Sink = Callable[[bytes], None]
Ready = bytes | tuple[Scanned, Edits]  # a window redacted, or a block and what to change in it


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

    def init(self) -> None:
        """Make the place of the keys, so that several processes find it."""
        self._store.init()

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


def rewritten(reading: Reading, pen: Rewriter, parts: Iterable[Part]) -> Iterator[bytes]:
    """The redacted bytes of a log, in order: replacements looked up here, spliced in a thread."""

    def edit() -> Iterator[Ready]:
        for part in parts:
            if part.scanned is None:
                block = part.block
                yield pen.rewrite_free(block.data, block.before, block.after)
            else:
                yield part.scanned, pen.edits(part.scanned)

    def splice(item: Ready) -> tuple[bytes, Counter[IdType]]:
        return (item, Counter()) if isinstance(item, bytes) else spliced(reading.engine, *item)

    with helpers(reading.threads) as pen.together:
        for piece, again in ordered(splice, edit(), threads=min(reading.threads, 1)):
            pen.count(again)
            yield piece


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
        skipped = too_young(log, reading, options)
        if skipped is None and options.refuse_unparsed:
            skipped = refused_unparsed(log, reading)
        if skipped is not None:
            out.append(skipped)
            continue
        out.append(through(log, reading, options, pen, keys, sink))
    return out


def through(log: Log, reading: Reading, options: RedactOptions, pen: Rewriter, keys: UsedKeys, sink: Sink) -> Redacted:
    """Redact one log into ``sink``, a large one by several processes; from standard input, lines go on as they come."""
    check_formats(log, options.profile)
    if _may_be_shared(log, reading):
        with held(log.source) as source:
            work = shares(source, _SHARE)
            if len(work) >= _WORTHWHILE:
                whole = replace(log, source=source)
                return _outcome(whole, _by_shares(work, whole, reading, options, keys, sink))
    before = pen.tally()
    eager = log.source.is_stdin
    how = replace(reading, threads=0) if eager else reading
    for piece in rewritten(how, pen, read_parts(log, how, eager=eager)):
        sink(piece)
    changes = pen.tally().changes
    changes.subtract(before.changes)
    return _outcome(log, changes)


def _may_be_shared(log: Log, reading: Reading) -> bool:
    """Whether a log is large enough for several processes, and no pipe: opening one twice would take from it."""
    if log.problem or log.source.is_stdin or afforded(reading.threads) < 2:
        return False
    try:
        status = Path(log.source.path).stat()
    except OSError:
        return False  # it is told when it is read
    return S_ISREG(status.st_mode) and status.st_size > _SHARE * (_WORTHWHILE - 1)


def _by_shares(
    work: Sequence[Share], log: Log, reading: Reading, options: RedactOptions, keys: UsedKeys, sink: Sink
) -> Counter[IdType]:
    """Redact a log share by share, several at once; what a line becomes depends on that line alone, so the cuts never show."""
    alone = replace(reading, threads=0, progress=lambda _name, _done: None)
    pen = rewriter(alone, options.profile, keys)  # each process has its own from here on
    keys.init()

    def redact(share: Share, _progress: Progress) -> tuple[bytes, Log, Counter[IdType], set[str]]:
        part = Log(log.source, log.recognised, log.formats)
        before = pen.tally().changes
        blocks = read_blocks(log.source, size=alone.block_size, share=share)
        text = b"".join(rewritten(alone, pen, read_parts(part, alone, blocks=blocks)))
        changes = pen.tally().changes
        changes.subtract(before)
        return text, part, changes, set(keys.used)

    def lost(_share: Share) -> tuple[bytes, Log, Counter[IdType], set[str]]:
        raise Incomplete(
            f"{log.source.name}: a process that redacted a part of it was killed; the output is not whole."
        )

    changes = Counter[IdType]()
    team = apart(redact, work, lost, processes=afforded(reading.threads), progress=reading.progress)
    for text, part, more, used in team:
        sink(text)
        log.add(part)
        changes.update(more)
        for epoch in used:
            keys.key(epoch)
        reading.progress(log.source.name, log.bytes)
        if part.problem:
            log.problem = part.problem
            break
    return changes


def _outcome(log: Log, changes: Counter[IdType]) -> Redacted:
    code = Incomplete.exit_code if log.problem else 0
    state = "failed" if log.problem else "done"
    return Redacted(log.source.name, state, log.problem, log.lines, log.unparsed, +changes, code)


def too_young(log: Log, reading: Reading, options: RedactOptions) -> Redacted | None:
    """Why a log is left out by ``older_than``: its newest entry, not the file's time, decides; None when it is not."""
    if options.older_than is None:
        return None
    newest = newest_entry([log], reading)
    if newest is None and _blank(log, reading):
        return Redacted(log.source.name, "skipped", "there is no line in it")
    if newest is None:
        return Redacted(
            log.source.name, "skipped", "no entry has a time, so its age is unknown", exit_code=Incomplete.exit_code
        )
    if options.now - newest < options.older_than:
        days = (options.now - newest) / 86400
        return Redacted(log.source.name, "skipped", f"its newest entry is {max(days, 0):.1f} days old")
    return None


def _blank(log: Log, reading: Reading) -> bool:
    """Whether a log was read to its end and every line of it is empty: nobody came in its time, and nothing is to be redacted."""
    trial = open_log(log.source, reading)
    blank = all(part.scanned is not None and trial.lines == trial.empty for part in read_parts(trial, reading))
    return blank and not trial.problem


def refused_unparsed(log: Log, reading: Reading) -> Redacted | None:
    """Why a log is left out by ``refuse_unparsed``: read for lines that fit no format; None when it has none."""
    if log.source.is_stdin:
        return Redacted(
            log.source.name, "failed", "standard input cannot be read twice; --unparsed refuse needs files",
            exit_code=Refused.exit_code,
        )  # fmt: skip
    trial = open_log(log.source, reading)
    for _ in read_parts(trial, reading):
        if trial.unparsed:
            words = f"line {trial.lines:,} or one before it fits no format (--unparsed refuse)"
            return Redacted(log.source.name, "failed", words, exit_code=Incomplete.exit_code)
    return None
