"""The evidence of logs: large ones cut into shares, read by several processes, and joined in the order of the lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISREG

import numpy as np
from numpy.typing import NDArray

from chlogaudit.analyzer.urls import template
from chlogaudit.auditor.evidence import Evidence
from chlogaudit.auditor.gather import Gatherer
from chlogaudit.auditor.log import LogEvidence
from chlogaudit.auditor.watched import WATCHED
from chlogaudit.engine import Engine
from chlogaudit.errors import ChlogauditError
from chlogaudit.facts import Facts, facts
from chlogaudit.facts import Part as Lines
from chlogaudit.files.blocks import Share, held, read_blocks, shares
from chlogaudit.files.source import Compression, Source
from chlogaudit.jobs.apart import afforded, apart, worthwhile
from chlogaudit.jobs.logs import Log, Part, Progress, Reading, Several, in_order, read_parts
from chlogaudit.jobs.report import widen
from chlogaudit.redactor.markers import NO_ADDRESS, WORDS
from chlogaudit.redactor.tokens import is_token
from chlogaudit.run import ordered

CAP = 256 << 20  # bytes of distinct values held before they are dropped; what was found in them stays
_SHARE = 16 << 20  # bytes of a log that a process reads at a time
_MANY = 16  # logs whose recognition is worth another process
_HELD = 64  # logs that are cut, at most: each is open meanwhile, and so many are work for all processes uncut


@dataclass(frozen=True, slots=True)
class Piece:
    """What a process reads at a time: a log, or a share of one; ``begins`` where no line stands before it."""

    log: Log
    source: Source | None = None  # held open, where it is a share
    share: Share | None = None
    begins: bool = True


def opened(reading: Reading) -> Several:
    """Open many logs by several processes: to recognise a log takes as long as to read some megabytes."""

    def several(task: Callable[[Source], Log], sources: Sequence[Source]) -> Iterator[Log]:
        def bare(source: Source, _progress: Progress) -> Log:
            log = task(source)
            log.formats = ()  # every format there is, which need not travel
            return log

        processes = min(afforded(reading.threads), len(sources) // _MANY)
        for log in apart(bare, sources, task, processes=processes, progress=reading.progress):
            if not log.problem:
                log.formats = in_order(log.recognised, reading)
            yield log

    return several


def gather(logs: Sequence[Log], reading: Reading, enough: int) -> Evidence:
    """
    Read all logs, and count in them what was read.

    ``enough`` distinct clients make a word everybody's. What a piece shows depends on its lines alone and is joined in their
    order, so neither the cuts nor the processes show.
    """
    sources = [log.source for log in logs]
    # Another process cannot read what comes on standard input.
    processes = 1 if any(source.is_stdin for source in sources) else worthwhile(sources, reading.threads)
    with ExitStack() as files:
        pieces = _cut(logs, files) if processes > 1 else [Piece(log) for log in logs]
        processes = min(processes, len(pieces))
        alone = replace(reading, threads=0) if processes > 1 else reading
        gatherer = Gatherer(reading.engine, template, left_by_redaction, WATCHED, enough)

        def read(piece: Piece, progress: Progress) -> tuple[Log, LogEvidence]:
            return _read(piece, replace(alone, progress=progress), gatherer)

        team = apart(read, pieces, _lost, processes=processes, progress=reading.progress)
        return Evidence(_joined(pieces, team, reading))


def _cut(logs: Sequence[Log], files: ExitStack) -> list[Piece]:
    """Cut large plain logs into shares, which stay open until ``files`` are closed."""
    pieces = []
    left = _HELD
    for log in logs:
        cuts: list[Piece] = []
        if left and not log.problem and _is_large(log.source):
            try:
                source = files.enter_context(held(log.source))
            except ChlogauditError:
                pass  # gone meanwhile: it is told when it is read
            else:
                left -= 1
                cuts = [Piece(log, source, share, begins=not share.first) for share in shares(source, _SHARE)]
        pieces += cuts or [Piece(log)]
    return pieces


def _is_large(source: Source) -> bool:
    """Whether a log is worth cutting; of packed ones nobody knows where a line begins."""
    if source.compression is not Compression.PLAIN:
        return False
    try:
        status = Path(source.path).stat()
    except OSError:
        return False  # it is told when it is read
    return S_ISREG(status.st_mode) and status.st_size > _SHARE


def _joined(
    pieces: Sequence[Piece], team: Iterable[tuple[Log, LogEvidence]], reading: Reading
) -> Iterator[LogEvidence]:
    """The evidence of each log. What stands behind a place that could not be read is left out, as if nobody had read it."""
    whole: LogEvidence | None = None
    for piece, (part, shown) in zip(pieces, team, strict=True):
        log = piece.log
        if piece.begins:
            if whole is not None:
                whole.finish()
                yield whole
            whole = shown
        elif whole is not None and not log.problem:
            whole.join(shown)
        if log.source.is_stdin:  # nobody could look at it before
            log.recognised, log.formats = part.recognised, part.formats
        if piece.begins or not log.problem:
            log.add(part)
            reading.progress(log.source.name, log.bytes)
    if whole is not None:
        whole.finish()
        yield whole


def _read(piece: Piece, reading: Reading, gatherer: Gatherer) -> tuple[Log, LogEvidence]:
    """Read one piece into evidence."""
    log = piece.log
    part = Log(log.source, log.recognised, log.formats, problem=log.problem)
    blocks = None
    if piece.source is not None:
        blocks = read_blocks(piece.source, size=reading.block_size, share=piece.share, numbered=False)
        reading = replace(reading, progress=lambda _name, _done: None)  # told for all shares where they are joined
    gatherer.begin(log.source.name, begins=piece.begins)
    parts = read_parts(part, reading, blocks=blocks)
    for made in ordered(lambda one: _prepare(reading.engine, one), parts, threads=min(reading.threads, 1), ahead=1):
        block, scanned = made.part.block, made.part.scanned
        if scanned is None or made.hashes is None:
            gatherer.add_window(block.data, block.own.count(b"\n"))
            continue
        for _, known in made.facts:
            widen(part, known.second)
        gatherer.add(scanned, made.facts, made.hashes)
        if gatherer.size > CAP:
            gatherer.forget()
    return part, gatherer.end()


def _lost(piece: Piece) -> tuple[Log, LogEvidence]:
    """What is said of a piece whose process was killed: there may be anything in it."""
    log = piece.log
    words = f"{log.source.name}: a process that read a part of it was killed; the rest was not looked at."
    return Log(log.source, log.recognised, (), problem=words), LogEvidence(log.source.name, begins=piece.begins)


def left_by_redaction(value: bytes) -> bool:
    """Whether a value is a token or a marker of ours, so that it names nobody."""
    if value[:2] != b"fd" and value[1:2] != b"-" and value[:1] != b"(" and value != NO_ADDRESS:
        return False
    return value in WORDS or value == NO_ADDRESS or is_token(value)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A block with what needs no memory of the blocks before it, so that threads can work it out."""

    part: Part
    facts: tuple[tuple[Lines, Facts], ...] = ()
    hashes: NDArray[np.uint64] | None = None


def _prepare(engine: Engine, part: Part) -> _Prepared:
    scanned = part.scanned
    if scanned is None:
        return _Prepared(part)
    full = scanned.ends > scanned.starts
    hashes = engine.hashes(scanned.data, scanned.starts[full], scanned.ends[full])
    return _Prepared(part, tuple((lines, facts(engine, scanned, lines)) for lines in scanned.parts), hashes)
