"""Read a policy file: TOML bytes in, a ``Policy`` out, or an error that names the file and the line."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TypeVar, cast

from chlogaudit.errors import PolicyError
from chlogaudit.model.finding import IdType, Severity
from chlogaudit.model.format import Holds
from chlogaudit.policy.check import DOCUMENT, Document, Table, brief, clause_order, control_order
from chlogaudit.policy.lines import Path, error_line, key_lines, line_of
from chlogaudit.policy.model import (
    FIELDS,
    Acceptance,
    Attestation,
    ControlSpec,
    Epoch,
    Limits,
    Operator,
    Policy,
    Profile,
    Retention,
    Suppression,
)

SHIPPED = "clusters-host.toml"
_LARGEST = 1 << 20  # bytes; a policy is some kilobytes, and reading lines costs time by length
_LISTS = ("suppression", "attestation", "accept")
_OURS, _PAYMENT = "CH-0.1", "CH-3.1"
T = TypeVar("T")


def load(data: bytes, name: str) -> Policy:
    """
    Read a policy file; ``name`` is only for messages.

    A file with ``extends = "clusters-host"`` holds what differs from the shipped one: its values replace, its
    suppressions, attestations and acceptances are added, and a new profile starts from ``default``. A file without it
    must be complete. Raises PolicyError.
    """
    document = _read(data, name, known=shipped_controls())
    if not document.partial:
        missing = shipped_controls() - set(_tables(document.table, "controls"))
        if missing:
            wanted = ", ".join(sorted(missing, key=control_order))
            document.fail(("controls",), f"controls {wanted} are missing; to leave one out, give it not_applicable.")
        return _build(document, document.table)
    base = tomllib.loads(shipped_bytes().decode())
    for profile in _tables(document.table, "profile"):
        base["profile"].setdefault(profile, base["profile"]["default"])
    return _build(document, _merged(base, document.table))


@cache
def shipped() -> Policy:
    """Return the policy that comes with the package."""
    return load(shipped_bytes(), SHIPPED)


@cache
def shipped_bytes() -> bytes:
    """Read the shipped file: the only place of this room that reads anything, and only package data."""
    from importlib.resources import files

    return files("chlogaudit.policy").joinpath(SHIPPED).read_bytes()


@cache
def shipped_kinds() -> Mapping[str, str]:
    """The kind of each control that the tool knows: what it can prove is not a policy's to say."""
    controls = tomllib.loads(shipped_bytes().decode())["controls"]
    return {control: body["kind"] for control, body in controls.items()}


def shipped_controls() -> frozenset[str]:
    """Ids of the controls that the tool knows: those of the shipped file."""
    return frozenset(shipped_kinds())


def _read(data: bytes, name: str, known: frozenset[str]) -> Document:
    """Parse and judge a file."""
    if len(data) > _LARGEST:
        raise PolicyError(f"{name}:1: a policy file may have at most {_LARGEST:,} bytes, this one has {len(data):,}.")
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PolicyError(f"{name}:{line}: not valid UTF-8, which TOML requires; save the file as UTF-8.") from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = str(error).split(" (at ")[0].rstrip(".")
        raise PolicyError(f"{name}:{error_line(error, text)}: not valid TOML: {brief(what)[1:-1]}.") from None
    except (ValueError, OverflowError):  # a number or date that TOML's grammar allows and Python's types do not
        raise PolicyError(f"{name}:{_bad_value_line(text)}: a number or date is out of range.") from None
    except RecursionError:
        raise PolicyError(f"{name}:1: values are nested too deeply.") from None
    document = Document(name, table, _Lines(text), partial="extends" in table, controls=known)
    DOCUMENT(document, (), table)
    _judge(document)
    return document


class _Lines(dict[Path, int]):
    """Lines of keys, found when the first error asks for one: a right file need not pay for them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text: str | None = text

    def __contains__(self, key: object) -> bool:
        if self._text is not None:
            text, self._text = self._text, None
            self.update(key_lines(text))
        return super().__contains__(key)


def _bad_value_line(text: str) -> int:
    """The first line at which the file, cut there, stops being readable for a reason other than its grammar."""
    lines = text.split("\n")
    for end in range(1, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        except (ValueError, OverflowError):
            return end
    return len(lines)


def _judge(document: Document) -> None:
    """Check what two keys say together."""
    for index, entry in enumerate(_entries(document.table, "attestation")):
        if str(entry["expires"]) < str(entry["date"]):
            document.fail(("attestation", index, "expires"), "expires lies before date.")
    for index, entry in enumerate(_entries(document.table, "suppression")):
        if not str(entry["match"]).strip("*? "):
            document.fail(("suppression", index, "match"), "match would cover every finding; name what it is for.")
        if entry["control"] == _OURS:
            document.fail(
                ("suppression", index, "control"), f"{_OURS} is the tool's own promise; report it as a bug instead."
            )
    for control, spec in _tables(document.table, "controls").items():
        clause = str(control).removeprefix("CH-").partition(".")[0]
        kind = shipped_kinds().get(control, "")
        if spec.get("kind", kind) != kind:
            document.fail(
                ("controls", control, "kind"),
                f"{control} is of kind {kind!r}: what the tool can prove is not set here.",
            )
        if control == _PAYMENT and spec.get("severity", "critical") != "critical":
            document.fail(
                ("controls", control, "severity"), f"{_PAYMENT} is always critical: payment data in a log is a breach."
            )
        if spec.get("clause", clause) != clause:
            document.fail(("controls", control, "clause"), f"{control} belongs to clause {clause}.")


def _merged(base: Table, over: Table) -> dict[str, object]:
    """Lay one document over another: tables key by key, exceptions added, everything else replaced."""
    out = dict(base)
    for key, value in over.items():
        below = out.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            out[key] = _merged(below, value)
        elif key in _LISTS and isinstance(below, list) and isinstance(value, list):
            out[key] = [*below, *value]
        else:
            out[key] = value
    return out


def _at(table: Table, key: str, otherwise: T) -> T:
    """A part of a document that was judged already, with the type that the judging proved."""
    return cast("T", table.get(key, otherwise))


def _tables(table: Table, key: str) -> dict[str, dict[str, object]]:
    """A table of tables."""
    return cast("dict[str, dict[str, object]]", table.get(key, {}))


def _entries(table: Table, key: str) -> list[dict[str, object]]:
    """An array of tables."""
    return cast("list[dict[str, object]]", table.get(key, []))


def _build(document: Document, table: Table) -> Policy:
    """Make the nouns out of a judged, complete document."""
    own = len(_entries(document.table, "suppression")), len(_entries(document.table, "attestation"))
    retention: Mapping[str, object] = _at(table, "retention", {})
    limits: dict[str, float] = _at(table, "limits", {})
    policy = Policy(
        name=document.name,
        title=str(table["title"]),
        text_sha256=str(_at(table, "text", {"": ""})["sha256"]),
        clauses=tuple(sorted(_at(table, "clauses", {"": ""}).items(), key=lambda c: clause_order(c[0]))),
        controls=_controls(_tables(table, "controls")),
        profiles={name: _profile(name, body) for name, body in _tables(table, "profile").items()},
        retention=Retention(
            int(str(retention["raw_days"])), int(str(retention["redacted_days"])), str(retention["set_by"]).strip()
        ),
        k=_at(table, "publish", {"k": 0})["k"],
        groups=tuple(_at(table, "access", {"groups": [""]})["groups"]),
        limits=Limits(
            unparsed_share=float(limits["unparsed_share"]),
            gap_hours=float(limits["gap_hours"]),
            future_minutes=float(limits["future_minutes"]),
            clock_days=float(limits["clock_days"]),
            export_bytes=int(limits["export_bytes"]),
        ),
        suppressions=_suppressions(document, table, own[0]),
        attestations=_attestations(document, table, own[1]),
        accepted=tuple(Acceptance(**a) for a in _entries(table, "accept")),  # type: ignore[arg-type]
        digest=_digest(table),
    )
    for index, entry in enumerate(_entries(document.table, "attestation")):
        if policy.controls[str(entry["control"])].kind == "auto":
            words = (
                f"{entry['control']} is automated, so a statement changes nothing; suppress single findings instead."
            )
            document.fail(("attestation", index, "control"), words)
    if policy.retention.redacted_days < policy.retention.raw_days:
        document.fail(
            ("retention", "redacted_days"), "redacted_days is less than raw_days: redacted logs outlive raw ones."
        )
    return policy


def _controls(table: Table) -> dict[str, ControlSpec]:
    """All controls in the order of their clauses."""
    out: dict[str, ControlSpec] = {}
    for control in sorted(table, key=control_order):
        body: dict[str, str] = _at(table, control, {})
        out[control] = ControlSpec(
            id=control,
            clause=body["clause"],
            kind=body["kind"],
            severity=Severity[body["severity"].upper()],
            title=body["title"],
            remedy=body["remedy"],
            not_applicable=body.get("not_applicable", ""),
            what=body.get("what", ""),
            why=body.get("why", ""),
        )
    return out


def _profile(name: str, body: Table) -> Profile:
    """One redaction profile; fields that cannot identify anybody are kept."""
    fields: dict[str, str] = _at(body, "fields", {})
    types: dict[str, str] = _at(body, "types", {})
    return Profile(
        name=name,
        fields={h: Operator(fields[h.value]) if h in FIELDS else Operator.KEEP for h in Holds},
        types={t: Operator(types[t.value]) for t in IdType},
        epoch=Epoch(str(body["epoch"])),
    )


def _suppressions(document: Document, table: Table, own: int) -> tuple[Suppression, ...]:
    """All suppressions; those of the file itself know their line."""
    entries = _entries(table, "suppression")
    lines = _own_lines(document, "suppression", len(entries), own)
    return tuple(Suppression(**e, line=n) for e, n in zip(entries, lines, strict=True))  # type: ignore[arg-type]


def _attestations(document: Document, table: Table, own: int) -> tuple[Attestation, ...]:
    """All attestations; those of the file itself know their line."""
    entries = _entries(table, "attestation")
    lines = _own_lines(document, "attestation", len(entries), own)
    return tuple(Attestation(**e, line=n) for e, n in zip(entries, lines, strict=True))  # type: ignore[arg-type]


def _own_lines(document: Document, key: str, total: int, own: int) -> list[int]:
    """Lines of the entries of one list; entries that came from the extended file stand first and have none."""
    return [0] * (total - own) + [line_of(document.lines, (key, i)) for i in range(own)]


def _digest(table: Table) -> str:
    """The sha256 of what a document means: keys sorted, exceptions in a fixed order, layout and comments gone."""

    def plain(value: object) -> object:
        return value.isoformat() if isinstance(value, date) else str(value)

    meant = {k: v for k, v in table.items() if k != "extends"}
    for key in _LISTS:
        entries = _entries(meant, key)
        meant[key] = sorted(entries, key=lambda e: json.dumps(e, sort_keys=True, default=plain))
    text = json.dumps(meant, sort_keys=True, default=plain, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
