"""The redaction job: logs in, the same logs without what identifies a visitor out; each file wholly, or untouched with a reason."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from chlogaudit.analyzer.agents import classify
from chlogaudit.errors import Incomplete, Refused
from chlogaudit.facts import Scanned
from chlogaudit.files.keys import KeyStore
from chlogaudit.jobs.judges import judges_for, judging
from chlogaudit.jobs.logs import Log, Part, Reading, open_log, open_logs, read_parts
from chlogaudit.jobs.report import newest_entry
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.redactor.profile import Profile, check
from chlogaudit.run import helpers, ordered
from chlogaudit.scan import Begun, Edits, Rewriter, spliced

_AHEAD = 2  # blocks whose values are being judged
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

    def told(self) -> Sequence[str]:
        """The epochs whose keys were asked for."""
        return tuple(self.used)


def agent_name(user_agent: bytes) -> bytes:
    """Family and major version of a user agent, for the operator that cuts it to that."""
    agent = classify(user_agent)
    version = f"/{agent.browser_version}" if agent.browser_version else ""
    return f"{agent.browser or 'Other'}{version}".encode("ascii", "ignore")


def rewriter(reading: Reading, profile: Profile, keys: UsedKeys, *, originals: bool = False) -> Rewriter:
    """A rewriter for one run or one file."""
    return Rewriter(reading.engine, profile, keys, agent=agent_name, remember=originals)


def rewritten(log: Log, reading: Reading, pen: Rewriter, keys: UsedKeys, parts: Iterable[Part]) -> Iterator[bytes]:
    """
    The redacted bytes of a log, in order.

    With threads, values are looked up here, judged by processes of their own, and their replacements spliced in a thread; some
    blocks are under way meanwhile, so that nobody waits.
    """
    processes = judges_for(log.source, reading.threads)

    def edit() -> Iterator[Ready]:
        begun: deque[bytes | Begun] = deque()
        for part in parts:
            if part.scanned is None:
                block = part.block
                begun.append(pen.rewrite_free(block.data, block.before, block.after))
            else:
                begun.append(pen.begin(part.scanned))
            while len(begun) > (_AHEAD if processes else 0):
                yield finished(begun.popleft())
        while begun:
            yield finished(begun.popleft())

    def finished(one: bytes | Begun) -> Ready:
        return one if isinstance(one, bytes) else (one.scanned, pen.finish(one))

    def splice(item: Ready) -> tuple[bytes, Counter[IdType]]:
        return (item, Counter()) if isinstance(item, bytes) else spliced(reading.engine, *item)

    with ExitStack() as stack:
        if processes:
            pen.ask = stack.enter_context(judging(pen.judge, keys, processes))
        pen.together = stack.enter_context(helpers(reading.threads))
        for piece, again in ordered(splice, edit(), threads=min(reading.threads, 1), ahead=1):
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
    """Redact one log into ``sink``; from standard input, lines go on as they come."""
    check_formats(log, options.profile)
    before = pen.tally()
    eager = log.source.is_stdin
    how = replace(reading, threads=0) if eager else reading
    for piece in rewritten(log, how, pen, keys, read_parts(log, how, eager=eager, numbered=False)):
        sink(piece)
    changes = pen.tally().changes
    changes.subtract(before.changes)
    return _outcome(log, changes)


def _outcome(log: Log, changes: Counter[IdType]) -> Redacted:
    code = Incomplete.exit_code if log.problem else 0
    state = "failed" if log.problem else "done"
    return Redacted(log.source.name, state, log.problem, log.lines, log.unparsed, +changes, code, log.said())


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
