"""What a redaction would change, per log and type, with masked examples; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chlogaudit.detect import mask
from chlogaudit.jobs.logs import Reading, open_logs, read_parts
from chlogaudit.jobs.redact import Redacted, RedactOptions, UsedKeys, check_formats, rewriter, too_young

_EXAMPLES = 2


def preview(
    paths: Sequence[str], reading: Reading, options: RedactOptions, keys: UsedKeys, say: Callable[[str], None]
) -> list[Redacted]:
    """Work out every replacement and tell it; one result per log."""
    logs, _ = open_logs(paths, reading)
    out = []
    for log in logs:
        check_formats(log, options.profile)
        skipped = too_young(log, reading, options)
        if skipped is not None:
            out.append(skipped)
            continue
        pen = rewriter(reading, options.profile, keys, originals=True)
        for part in read_parts(log, reading):
            if part.scanned is not None:
                pen.edits(part.scanned)
            else:
                pen.rewrite_free(part.block.data, part.block.before, part.block.after)
        tally = pen.tally()
        say(f"{log.source.name}: {log.lines:,} lines, {log.unparsed:,} that fit no format")
        for kind, number in sorted(tally.changes.items()):
            examples = sorted({mask(value, kind) for value in pen.originals.values.get(kind, ())})[:_EXAMPLES]
            say(f"  {number:>10,} {kind.value}" + (f", such as {' and '.join(examples)}" if examples else ""))
        out.append(Redacted(log.source.name, "done", log.problem, log.lines, log.unparsed, {}, 4 if log.problem else 0))
    return out
