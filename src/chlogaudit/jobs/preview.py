"""What a redaction would change, per log and type, with masked examples; nothing is written, no key is made."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from chlogaudit.detect import mask
from chlogaudit.facts import Scanned
from chlogaudit.files.keys import KeyStore
from chlogaudit.jobs.logs import Log, Reading, open_logs, read_parts
from chlogaudit.jobs.redact import (
    Redacted,
    RedactOptions,
    UsedKeys,
    check_formats,
    refused_unparsed,
    rewriter,
    too_young,
)
from chlogaudit.model.finding import IdType
from chlogaudit.redactor.keys import ID_BYTES, SECRET_BYTES, EpochKey
from chlogaudit.scan import Edits, Rewriter

_EXAMPLES = 2
_LOOKED_AT = 2000  # edits of a block


def preview(
    paths: Sequence[str], reading: Reading, options: RedactOptions, store: KeyStore, say: Callable[[str], None]
) -> list[Redacted]:
    """Work out every replacement and tell it; one result per log."""
    logs, _ = open_logs(paths, reading)
    out = []
    for log in logs:
        check_formats(log, options.profile)
        skipped = too_young(log, reading, options)
        if skipped is None and options.refuse_unparsed:
            skipped = refused_unparsed(log, reading)
        if skipped is not None:
            out.append(skipped)
            continue
        _tell(log, reading, rewriter(reading, options.profile, _Tried(store), originals=True), say)
        out.append(
            Redacted(
                log.source.name, "done", log.problem, log.lines, log.unparsed, {}, 4 if log.problem else 0, log.said()
            )
        )
    return out


def _tell(log: Log, reading: Reading, pen: Rewriter, say: Callable[[str], None]) -> None:
    examples = _Examples(pen)
    for part in read_parts(log, reading):
        if part.scanned is None:
            pen.rewrite_free(part.block.data, part.block.before, part.block.after)
        else:
            examples.look(part.scanned, pen.edits(part.scanned))
    say(f"{log.source.name}: {_lines(log)}")
    for kind, number in sorted(pen.tally().changes.items()):
        shown = examples.of(kind)
        say(f"  {number:>10,} {kind.value}" + (f", such as {' and '.join(shown)}" if shown else ""))


def _lines(log: Log) -> str:
    fitting = f", {log.unparsed:,} that {'fits' if log.unparsed == 1 else 'fit'} no format" if log.unparsed else ""
    return f"{log.lines:,} {'line' if log.lines == 1 else 'lines'}{fitting}"


class _Examples:
    """Some identifiers of each type, masked, with what is put in their place."""

    def __init__(self, pen: Rewriter) -> None:
        self._originals = pen.originals.values
        self._found: dict[IdType, dict[str, str]] = {}

    def look(self, scanned: Scanned, edits: Edits) -> None:
        """Take examples from the edits of a block."""
        starts, ends, offsets, lengths, arena = edits
        kinds = {value: kind for kind, values in self._originals.items() for value in values}
        for start, end, offset, length in zip(
            *(column[:_LOOKED_AT].tolist() for column in (starts, ends, offsets, lengths)), strict=True
        ):
            before, after = scanned.data[start:end].tobytes(), arena[offset : offset + length].tobytes()
            if before not in kinds:
                before, after = _differing(before, after)
            kind = kinds.get(before)
            if kind is not None and len(self._found.setdefault(kind, {})) < _EXAMPLES:
                self._found[kind].setdefault(mask(before, kind), after.decode("ascii", "replace"))

    def of(self, kind: IdType) -> list[str]:
        """The examples of a type; only masked where it was not seen alone in its place."""
        found = [f"{masked} -> {put}" for masked, put in sorted(self._found.get(kind, {}).items())]
        return found or sorted({mask(value, kind) for value in self._originals.get(kind, ())})[:_EXAMPLES]


def _differing(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """Two texts without what they begin and end with in common."""
    begin = _alike(before, after)
    before, after = before[begin:], after[begin:]
    end = _alike(before[::-1], after[::-1])
    return before[: len(before) - end], after[: len(after) - end]


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with in common."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


class _Tried(UsedKeys):
    """Keys that are there; for an epoch that has none yet one that is thrown away."""

    def key(self, epoch: str) -> EpochKey:
        """The key of an epoch."""
        if epoch not in self.used and not self._store.has(epoch):
            self.used[epoch] = EpochKey(secrets.token_bytes(ID_BYTES), secrets.token_bytes(SECRET_BYTES))
        return super().key(epoch)
