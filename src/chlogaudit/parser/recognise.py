"""Which formats a log has and how sure that is, from a sample of its bytes; deterministic."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Recognised, Shape
from chlogaudit.parser.assemble import assemble
from chlogaudit.parser.formats import FORMATS
from chlogaudit.parser.infer import infer
from chlogaudit.parser.jsonlines import leaves
from chlogaudit.parser.prefixed import behind, endings
from chlogaudit.parser.regex import pattern

NOT, FITS, PLAUSIBLE = range(3)
_MOST = 800  # lines looked at, spread evenly over the sample
_TRIED = 100  # lines by which formats are compared
_LONGEST = 64 << 10
_BLANKS = b" \t\r"
_MARK = b"\xef\xbb\xbf"  # see facts.scan_lines
_NGINX_KEYS = frozenset(
    {
        "remote_addr",
        "time_local",
        "time_iso8601",
        "request_uri",
        "body_bytes_sent",
        "http_user_agent",
        "http_referer",
        "msec",
    }
)
# A client is an address or a name with a dot, or one of the few names without; the time of a collector is neither.
_NO_TIME = rb"(?![0-9]{4}-[0-9]{2}-[0-9]{2}T)"
_CLIENT = re.compile(_NO_TIME + rb"(?:[\w.:%\[\]-]*[.:][\w.:%\[\]-]*|localhost|unknown)", re.IGNORECASE)
_HOST = re.compile(_NO_TIME + rb"[^,]*")
# A forwarded list holds addresses, host names or RFC 7239's pairs; a cookie or a URL in its place is another format's.
_FORWARDED = re.compile(rb"[^=;/?]*|.*\b(?:for|by|host|proto)=.*", re.IGNORECASE | re.DOTALL)
_LOOKS = {Holds.FORWARDED: _FORWARDED, Holds.CLIENT: _CLIENT, Holds.HOST: _HOST}
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A format, and how well a line suits it: NOT, or it FITS, or it is PLAUSIBLE, its values being such as the format has."""

    format: LogFormat
    suits: Callable[[bytes], int]

    def fits(self, line: bytes) -> bool:
        """Whether a line fits, whatever its values."""
        return self.suits(line) >= FITS


def recognise(sample: bytes, formats: Sequence[LogFormat] = FORMATS) -> Recognised:
    """
    Tell which of ``formats`` the lines of ``sample`` have, in the order in which lines are to be tried.

    ``sample`` is whole lines from head, middle and tail of a log; what stands after its last newline is looked at only
    when there is nothing else. Formats that leave the rest of a line to one column come after the exact ones, else the
    most frequent is first. When none of the named ones suits at least half of the lines, they are tried behind a log
    collector's prefix; when none fits, in one more pair of quotes; then a format is inferred from the lines' shape. Confidence is the share of non-empty lines
    that fit; 0 where none does, with the reason in ``why``. Where no line is, none is in doubt: 1.
    """
    lines = _lines(sample)
    if not lines:
        blank = not sample.strip()
        return Recognised((), (), 0, float(blank), "there is no line in it" if blank else _nothing(sample))
    candidates = [_candidate(f) for f in formats]
    best = _best(lines, candidates)
    if tuple(formats) == FORMATS and 2 * sum(how == PLAUSIBLE for _, how in best) < len(lines):
        more = _prefixed(lines)
        candidates = [*more, *candidates]
        best = _best(lines, candidates) if more else best
    if 2 * sum(how != NOT for _, how in best) < len(lines) and tuple(formats) == FORMATS:
        left = [line for line, (_, how) in zip(lines, best, strict=True) if how == NOT]
        more = _wrapped(left) or _inferred(left)
        candidates += more
        best = _best(lines, candidates)
    return _verdict(lines, candidates, [one for one, _ in best], sample)


def _lines(sample: bytes) -> list[bytes]:
    """Non-empty lines of the sample, at most ``_MOST``; a cut last line only where there is no other."""
    whole = sample[: sample.rfind(b"\n")] if b"\n" in sample else sample
    found = (line.removeprefix(_MARK) for line in whole.split(b"\n"))
    lines = [line for line in found if line.strip(_BLANKS) and len(line) <= _LONGEST]
    step = -(-len(lines) // _MOST) or 1
    return lines[::step]


def _candidate(fmt: LogFormat) -> _Candidate:
    """Make the tests of one format."""
    if fmt.json:
        telling = fmt.name == "nginx_json"

        def suits_json(line: bytes) -> int:
            found = leaves(line)
            if found is None:
                return NOT
            return PLAUSIBLE if not telling or any(leaf.path.lower() in _NGINX_KEYS for leaf in found) else FITS

        return _Candidate(fmt, suits_json)
    expression = pattern(fmt)
    looks = [
        (i + 1, _LOOKS[f.holds])
        for i, f in enumerate(fmt.fields)
        if f.holds is Holds.FORWARDED or (f.holds in _LOOKS and f.shape is Shape.WORD)
    ]

    def suits(line: bytes) -> int:
        match = expression.match(line)
        if match is None:
            return NOT
        for group, look in looks:
            value = match[group]
            if value is not None and look.fullmatch(value) is None:
                return FITS
        return PLAUSIBLE

    return _Candidate(fmt, suits)


def _best(lines: list[bytes], candidates: list[_Candidate]) -> list[tuple[_Candidate | None, int]]:
    """For each line the first format that it plausibly has, else the first that fits, and how well it suits."""
    return [_best_of(line, candidates) for line in lines]


def _best_of(line: bytes, candidates: list[_Candidate]) -> tuple[_Candidate | None, int]:
    fitting: _Candidate | None = None
    for candidate in candidates:
        how = candidate.suits(line)
        if how == PLAUSIBLE:
            return candidate, PLAUSIBLE
        if how == FITS and fitting is None:
            fitting = candidate
    return fitting, NOT if fitting is None else FITS


def _prefixed(lines: list[bytes]) -> list[_Candidate]:
    """Named formats behind the prefix of a log collector, where at least half of the lines have one."""
    found: list[_Candidate] = []
    named = [_candidate(f) for f in FORMATS if f.pieces]
    for ending, rests in endings(lines):
        best = [one for one, how in _best(rests, named) if how == PLAUSIBLE]
        for one in named:
            if one in best:
                again = sum(c.format.name.startswith(f"{one.format.name}_prefixed") for c in found)
                name = f"{one.format.name}_prefixed{f'_{again + 1}' if again else ''}"
                found.append(_candidate(behind(one.format, ending, name)))
    return found


def _wrapped(left: list[bytes]) -> list[_Candidate]:
    """Named formats around which one more pair of quotes stands, where at least half of the lines are so."""
    inner = [s[1:-1] for s in (line.strip(_BLANKS) for line in left) if len(s) > 1 and s[:1] == s[-1:] == b'"']
    if 2 * len(inner) < len(left):
        return []
    # A message or rest to the end of the line would take the closing quote with it.
    exact = [f for f in FORMATS if f.kind == "access" and not f.json and not _is_open(f)]
    found = {b.format.name for b, _ in _best(inner, [_candidate(f) for f in exact]) if b is not None}
    return [_candidate(wrap(f)) for f in exact if f.name in found]


def wrap(fmt: LogFormat) -> LogFormat:
    """The format of lines of ``fmt`` that stand in one more pair of double quotes."""
    quote = Literal(b'"')
    pieces = assemble((quote, *fmt.pieces, quote), shapes=False)
    return replace(
        fmt,
        name=f"{fmt.name}_wrapped",
        pieces=pieces,
        source="",
        says=f"{fmt.says} Each line in one more pair of quotes.",
    )


def _inferred(left: list[bytes]) -> list[_Candidate]:
    """The format that the lines' own shape suggests, if any."""
    found = infer(left)
    return [_candidate(found)] if found else []


def _verdict(
    lines: list[bytes], candidates: list[_Candidate], best: list[_Candidate | None], sample: bytes
) -> Recognised:
    """Count, order and put into words."""
    counts = {c.format.name: sum(b is c for b in best) for c in candidates}
    order = {c.format.name: i for i, c in enumerate(candidates)}
    found = [c for c in candidates if counts[c.format.name]]
    found.sort(key=lambda c: (_is_open(c.format), -counts[c.format.name], order[c.format.name]))
    chosen = [
        c.format for c in _specific_first(found, {c.format.name: _lines_of(c, lines, best) for c in found}, order)
    ]
    fitting = sum(counts.values())
    if not chosen:
        return Recognised((), (), len(lines), 0.0, _nothing(sample))
    shares = tuple(counts[f.name] / len(lines) for f in chosen)
    said = [
        f"{counts[f.name]} of {len(lines)} sampled lines are {f.name}"
        for f in sorted(chosen, key=lambda f: -counts[f.name])
    ]
    why = "; ".join(said[:4])
    if any(f.name == "inferred" for f in chosen):
        why += "; no named format fits, so the columns were inferred from the lines: name the format with --log-format to be sure"
    return Recognised(tuple(chosen), shares, len(lines), fitting / len(lines), why)


def _lines_of(candidate: _Candidate, lines: list[bytes], best: list[_Candidate | None]) -> list[bytes]:
    """The lines that have the format of ``candidate``."""
    return [line for line, b in zip(lines, best, strict=True) if b is candidate]


def _specific_first(found: list[_Candidate], own: dict[str, list[bytes]], order: dict[str, int]) -> list[_Candidate]:
    """Put a format before one that is listed after it and would take its lines, however many those are."""
    out: list[_Candidate] = []

    def put(candidate: _Candidate) -> None:
        for other in found:
            earlier = order[other.format.name] < order[candidate.format.name]
            if earlier and other not in out and any(map(candidate.fits, own[other.format.name][:_TRIED])):
                put(other)
        if candidate not in out:
            out.append(candidate)

    for candidate in found:
        put(candidate)
    return out


def _is_open(fmt: LogFormat) -> bool:
    """Tell whether the format leaves the rest of a line to one column, so that it would take the lines of an exact one."""
    last = fmt.pieces[-1] if fmt.pieces else None
    return isinstance(last, Field) and last.shape is Shape.REST and last.name == "extra"


def _nothing(sample: bytes) -> str:
    """Say why nothing fits."""
    head = sample[: 64 << 10]
    if len(_CONTROL.findall(head)) * 20 > len(head):
        return "its bytes are no text"
    if b"\n" not in sample and len(sample) > _LONGEST:
        return "it has no line break"
    return "no line has the form of an access or error log's"
