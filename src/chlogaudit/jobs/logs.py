"""Logs opened for a job: what each is, which formats its lines are tried against, and its blocks with verdicts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from chlogaudit.analyzer.traffic import iso
from chlogaudit.engine import Engine
from chlogaudit.errors import ChlogauditError, Incomplete, NothingToRead, Refused
from chlogaudit.facts import Facts, Scanned, facts, scan_lines
from chlogaudit.files.blocks import SIZE, Block, read_blocks
from chlogaudit.files.find import Skipped, look
from chlogaudit.files.source import Compression, Source
from chlogaudit.model.finding import SourceFacts
from chlogaudit.model.format import Holds, LogFormat, Recognised
from chlogaudit.parser.formats import FORMATS
from chlogaudit.parser.recognise import recognise
from chlogaudit.run import ordered, workers

_HEAD = 128 << 10  # bytes looked at to recognise formats: always the same, so that no block size shows in a result
_PART = 64 << 10
_TAR, _TAR_AT = b"ustar", 257  # pax, "ustar Interchange Format"
_NAMED = {log_format.name: log_format for log_format in FORMATS}
Progress = Callable[[str, int], None]  # name of the source, bytes of it done so far


@dataclass(frozen=True, slots=True)
class Reading:
    """
    How logs are read: the formats given by the user (empty: recognised per file), threads and block size.

    ``output``: device and inode of the file that the result goes to; a log that is this very file is refused.
    """

    engine: Engine
    formats: tuple[LogFormat, ...] = ()
    threads: int = field(default_factory=workers)
    block_size: int = SIZE
    progress: Progress = lambda _name, _done: None
    output: tuple[int, int] | None = None


@dataclass(slots=True)
class Log:
    """
    One source being read, and what was read of it so far.

    ``formats`` are tried in turn: the recognised ones first, then every other named format, so that a format that begins
    where no sample was taken is still met. ``undated`` are fitting lines whose format has no time. ``problem`` is set when the source could not be read to its end.
    """

    source: Source
    recognised: Recognised
    formats: tuple[LogFormat, ...]
    lines: int = 0
    fitting: int = 0
    unparsed: int = 0
    empty: int = 0
    undated: int = 0
    bytes: int = 0
    first: int | None = None
    last: int | None = None
    problem: str = ""
    note: str = ""
    used: dict[str, int] = field(default_factory=dict)

    def add(self, other: Log) -> None:
        """Add what was read of the same source elsewhere."""
        self.lines += other.lines
        self.fitting += other.fitting
        self.unparsed += other.unparsed
        self.empty += other.empty
        self.undated += other.undated
        self.bytes += other.bytes
        for name, lines in other.used.items():
            self.used[name] = self.used.get(name, 0) + lines
        for second in (other.first, other.last):
            if second is not None:
                self.first = second if self.first is None else min(self.first, second)
                self.last = second if self.last is None else max(self.last, second)
        self.problem = self.problem or other.problem

    def count(self, scanned: Scanned) -> None:
        """Add the verdicts of a block."""
        self.lines += len(scanned.starts)
        self.unparsed += len(scanned.unparsed)
        self.empty += len(scanned.empty)
        for part in scanned.parts:
            name = part.spans.format.name
            self.used[name] = self.used.get(name, 0) + len(part.spans.lines)
            self.fitting += len(part.spans.lines)
            if part.spans.format.kind == "access" and all(field.holds is not Holds.TIME for field in part.fields):
                self.undated += len(part.spans.lines)

    def said(self) -> tuple[str, ...]:
        """What whoever redacts a log should know of it, though it was read to its end."""
        if not self.undated:
            return ()
        words = (
            "1 line has no time of its own"
            if self.undated == 1
            else f"{self.undated:,} lines have no time of their own"
        )
        return (f"{words}; tokens in there are the same on every day, until the key 'undated' is destroyed",)

    def facts(self) -> SourceFacts:
        """What was read, as plain data."""
        names = tuple(sorted(self.used, key=lambda name: (-self.used[name], name)))
        return SourceFacts(
            self.source.name, names, self.recognised.confidence, self.lines, self.fitting, self.unparsed, self.empty,
            self.bytes, iso(self.first) if self.first is not None else "", iso(self.last) if self.last is not None else "",
            self.problem or self.unfit(), self.note,
        )  # fmt: skip

    def unfit(self) -> str:
        """Why a log that was read to its end says nothing all the same: not one of its lines fits."""
        if self.fitting or self.lines == self.empty:
            return ""
        if self.recognised.confidence or len(self.formats) < len(FORMATS):  # else every named format was tried
            return f"No line of {self.source.name} fits its formats; name the right one with --log-format."
        why = self.recognised.why or "no line has the form of an access or error log's"
        return f"{self.source.name} is not a web-server log: {why}; if it is one, name its format with --log-format."


Several = Callable[[Callable[[Source], Log], Sequence[Source]], Iterable[Log]]


@dataclass(frozen=True, slots=True)
class Part:
    """A block with its verdicts. A window of an over-long line has none: all of it is unparsed."""

    block: Block
    scanned: Scanned | None
    facts: tuple[Facts, ...] = ()  # of the scanned parts, in their order, when they were asked for


def open_logs(
    paths: Sequence[str], reading: Reading, *, siblings: bool = False, several: Several = map
) -> tuple[list[Log], list[Skipped]]:
    """
    Find and recognise logs; ``several`` opens each of them, in their order.

    Raises NothingToRead when none of the paths holds one, Refused when one is the output itself.
    """
    found = look(paths, siblings=siblings)
    logs, skipped = [], list(found.skipped)
    for source, log in zip(found.sources, several(lambda one: open_log(one, reading), found.sources), strict=True):
        if log.recognised.confidence == 0 and not reading.formats and not log.problem and not source.is_stdin:
            unknown = log.recognised.sampled and not _named(source, paths)
            if unknown:
                skipped.append(Skipped(source.name, f"not a web-server log: {log.recognised.why}"))
                continue
        _refuse_output(source, reading)
        logs.append(log)
    if not logs:
        raise NothingToRead(
            "None of the files given is a web-server log; `chlogaudit formats` lists what is understood."
        )
    return logs, skipped


def _refuse_output(source: Source, reading: Reading) -> None:
    """Raise Refused for a log that the result would be written over, or behind, while it is read."""
    if reading.output is None:
        return
    try:
        status = os.fstat(0) if source.is_stdin else os.stat(source.path)  # noqa: PTH116  names may be any bytes
    except OSError:
        return  # it is told when it is read
    if (status.st_dev, status.st_ino) == reading.output:
        raise Refused(
            f"{source.name} is one of the logs to read, and the output would go into it; nothing was written. "
            "Name another output."
        )


def _named(source: Source, paths: Sequence[str]) -> bool:
    """Whether the user named this very file, so that it must be answered for."""
    return source.path in paths


def open_log(source: Source, reading: Reading) -> Log:
    """Recognise one source; a standard input is recognised when its first block comes."""
    if source.is_stdin and not reading.formats:
        return Log(source, Recognised((), (), 0, 1.0), FORMATS)
    try:
        sample = b"" if source.is_stdin else take_sample(source)
    except ChlogauditError as error:
        return Log(source, Recognised((), (), 0, 0.0, str(error)), (), problem=str(error))
    found = recognise(sample, reading.formats or FORMATS)
    return Log(source, found, in_order(found, reading))


def in_order(found: Recognised, reading: Reading) -> tuple[LogFormat, ...]:
    """The formats that a log's lines are tried against: those found first."""
    if reading.formats:
        return reading.formats
    names = {log_format.name for log_format in found.formats}
    # The very objects that are known, not equal ones of another process: programs are made of formats once.
    first = (_NAMED[one.name] if _NAMED.get(one.name) == one else one for one in found.formats)
    return (*first, *(log_format for log_format in FORMATS if log_format.name not in names))


def take_sample(source: Source) -> bytes:
    """Bytes to recognise a log by. Raises Incomplete when it cannot be read, and for a tar archive, packed or not."""
    sample = _sample(source)
    if sample[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        # Its headers state lengths: redacted in place it could not be unpacked any more.
        raise Incomplete(f"{source.name} is a tar archive, not a log; unpack it and name the logs in it.")
    return sample


def _sample(source: Source) -> bytes:
    """Head of a log, and for plain files also its middle and its end, cut to whole lines where they do not touch."""
    if source.compression is not Compression.PLAIN:
        for block in read_blocks(source, size=2 * _HEAD):
            return block.own[: 2 * _HEAD]
        return b""
    if source.problem:
        raise Incomplete(source.problem)
    parts = []
    try:
        fd = os.open(source.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC) if source.fd is None else source.fd
    except OSError as error:
        raise Incomplete(f"{source.name} cannot be read: {error.strerror}.") from None
    try:
        size = os.fstat(fd).st_size
        if size <= _HEAD + 2 * _PART:
            return os.pread(fd, _HEAD + 2 * _PART, 0)
        parts.append(os.pread(fd, _HEAD, 0))
        for at in (size // 2, size - _PART):
            piece = os.pread(fd, _PART, at)
            parts.append(piece[piece.find(b"\n") + 1 :])
    except OSError as error:
        raise Incomplete(f"{source.name} cannot be read: {error.strerror}.") from None
    finally:
        if source.fd is None:
            os.close(fd)
    return b"\n".join(part[: part.rfind(b"\n")] if b"\n" in part else part for part in parts)


def read_parts(
    log: Log,
    reading: Reading,
    *,
    eager: bool = False,
    blocks: Iterator[Block] | None = None,
    with_facts: bool = False,
    numbered: bool = True,
) -> Iterator[Part]:
    """
    The blocks of a log with their verdicts, in order; counts them in ``log``. ``numbered``: every block knows its first line.

    What stops the reading is kept in ``log.problem`` and ends the iteration: what was read before it counts.
    """
    if log.problem:
        return

    def verdicts(block: Block) -> Part:
        if not block.whole_lines:
            return Part(block, None)
        scanned = scan_lines(reading.engine, block.data, log.formats)
        found = tuple(facts(reading.engine, scanned, part) for part in scanned.parts) if with_facts else ()
        return Part(block, scanned, found)

    source = (
        read_blocks(log.source, size=reading.block_size, eager=eager, numbered=numbered) if blocks is None else blocks
    )
    if log.source.is_stdin and not reading.formats:
        source = _recognised_late(log, reading, source)
    try:
        for part in ordered(verdicts, source, threads=reading.threads):
            if part.scanned is not None:
                log.count(part.scanned)
            elif part.block.before == 0:
                log.lines += 1
                log.unparsed += 1
            log.bytes += len(part.block.own)
            yield part
            reading.progress(log.source.name, log.bytes)
    except Incomplete as error:
        log.problem = str(error)


def _recognised_late(log: Log, reading: Reading, blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a stream, recognised by its first."""
    for index, block in enumerate(blocks):
        if index == 0:
            log.recognised = recognise(block.own[: 2 * _HEAD], FORMATS)
            log.formats = in_order(log.recognised, reading)
        yield block


def drop_copies(logs: list[Log]) -> tuple[list[Log], list[Skipped]]:
    """
    Leave out logs whose unpacked bytes are those of an earlier one: a copy, or a rotation packed under another name.

    Only logs that begin alike are read whole for it.
    """
    heads: dict[bytes, list[Log]] = {}
    for log in logs:
        if not log.source.is_stdin and not log.problem:
            heads.setdefault(_head(log.source), []).append(log)
    out, copies = list(logs), []
    for head, alike in heads.items():
        if len(alike) < 2 or not head:
            continue
        met: dict[bytes, Log] = {}
        for log in alike:
            first = met.setdefault(_digest(log.source), log)
            if first is not log:
                out.remove(log)
                copies.append(Skipped(log.source.name, f"the same lines as {first.source.name}, counted once"))
    return out, copies


def _head(source: Source) -> bytes:
    try:
        for block in read_blocks(source, size=4096):
            return block.own[:4096]
    except Incomplete:
        return b""
    return b""


def _digest(source: Source) -> bytes:
    digest = sha256()
    try:
        for block in read_blocks(source):
            digest.update(block.own)
    except Incomplete:
        digest.update(source.path.encode("utf-8", "surrogateescape"))  # what cannot be read whole is nobody's copy
    return digest.digest()
