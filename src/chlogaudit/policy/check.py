"""Judge a policy document key by key: what may stand where, and the error that names the line when it may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import NoReturn, TypeAlias

from chlogaudit.errors import PolicyError
from chlogaudit.model.finding import IdType, Severity
from chlogaudit.model.format import Holds
from chlogaudit.policy.lines import Path, line_of
from chlogaudit.policy.model import FIELDS, Epoch, Operator

Table: TypeAlias = Mapping[str, object]
_IDS = re.compile(r"CH-[0-9C]{1,2}\.[0-9]{1,2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ADDRESSES = (Operator.TRUNCATE, Operator.TRUNCATE_STRICT, Operator.IPCRYPT_PFX, Operator.IPCRYPT_DETERMINISTIC)
_IP_FIELDS = {Holds.CLIENT, Holds.FORWARDED, Holds.ADDRESS}
_IP_TYPES = {IdType.CLIENT_IP, IdType.IP}
# Operators that serve only some fields, or only some types; a test holds this against the operators themselves.
FIELDS_OF: Mapping[Operator, set[Holds]] = {
    Operator.KEEP: set(FIELDS),
    Operator.DROP: _IP_FIELDS
    | {Holds.IDENT, Holds.USER, Holds.REFERER, Holds.USER_AGENT, Holds.COOKIE, Holds.SECRET, Holds.PORT},
    Operator.TOKEN: _IP_FIELDS | {Holds.IDENT, Holds.USER},
    Operator.CUT: {Holds.REFERER},
    Operator.CUT_ORIGIN: {Holds.REFERER},
    Operator.CUT_AGENT: {Holds.USER_AGENT},
    **dict.fromkeys(_ADDRESSES, _IP_FIELDS),
}
TYPES_OF: Mapping[Operator, set[IdType]] = {
    Operator.KEEP: set(IdType),
    Operator.DROP: set(IdType),
    Operator.TOKEN: _IP_TYPES | {IdType.USER, IdType.SESSION_ID, IdType.DEVICE_ID},
    **{cut: set() for cut in (Operator.CUT, Operator.CUT_ORIGIN, Operator.CUT_AGENT)},
    **dict.fromkeys(_ADDRESSES, _IP_TYPES),
}
# CH-3.1: payment data is redacted at every age, so no profile may keep it.
_NEVER_KEPT = {IdType.PAYMENT_CARD, IdType.IBAN}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed policy file with its name and the line of each key. ``partial``: it extends another, so keys may be missing."""

    name: str
    table: Table
    lines: dict[Path, int] = field(repr=False)
    partial: bool
    controls: frozenset[str]

    def fail(self, path: Path, message: str) -> NoReturn:
        """Raise the error for the key at ``path``."""
        raise PolicyError(f"{self.name}:{line_of(self.lines, path)}: {message}")

    def unknown(self, path: Path, what: str, word: object, known: list[str]) -> NoReturn:
        """Raise for a word that is not among ``known``, with the nearest one."""
        near = get_close_matches(str(word), known, n=1, cutoff=0.5) or [
            k for k in known if k.lower() == str(word).lower()
        ]
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}."
        self.fail(path, f"unknown {what} {brief(word)}; {hint}")


Check: TypeAlias = Callable[[Document, Path, object], None]


def brief(value: object) -> str:
    """A value as it may stand in an error: no control characters, not long."""
    text = ascii(value)
    return text if len(text) <= 60 else text[:57] + "..."


def a_text(*, empty: bool = False, longest: int = 400) -> Check:
    """A string of printable characters."""

    def check(doc: Document, path: Path, value: object) -> None:
        if not isinstance(value, str):
            doc.fail(path, f"{path[-1]} must be a text in quotes, not {brief(value)}.")
        if not empty and not value.strip():
            doc.fail(path, f"{path[-1]} must not be empty.")
        if len(value) > longest or not value.isprintable():
            doc.fail(path, f"{path[-1]} must be one line of at most {longest} printable characters.")

    return check


def a_number(low: float, high: float, *, whole: bool) -> Check:
    """A number between two bounds, both allowed. TOML's booleans are no numbers."""

    def check(doc: Document, path: Path, value: object) -> None:
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
            kind = "a whole number" if whole else "a number"
            doc.fail(path, f"{path[-1]} must be {kind} from {low:g} to {high:g}, not {brief(value)}.")

    return check


def one_of(what: str, known: list[str]) -> Check:
    """One word of a list."""

    def check(doc: Document, path: Path, value: object) -> None:
        if value not in known:
            doc.unknown(path, what, value, known)

    return check


def a_date(doc: Document, path: Path, value: object) -> None:
    """A TOML local date, without quotes."""
    if not isinstance(value, date) or isinstance(value, datetime):
        doc.fail(path, f"{path[-1]} must be a date written 2027-01-31 (no quotes), not {brief(value)}.")


def a_sha256(doc: Document, path: Path, value: object) -> None:
    """Sixty-four hex digits, lower case."""
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        doc.fail(path, f"{path[-1]} must be the 64 lower-case hex digits of a sha256, not {brief(value)}.")


def a_control(doc: Document, path: Path, value: object) -> None:
    """The id of a control that this tool has."""
    if not isinstance(value, str) or value not in doc.controls:
        doc.unknown(path, "control", value, sorted(doc.controls, key=control_order))


def names(doc: Document, path: Path, value: object) -> None:
    """A list of names."""
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() and v.isprintable() for v in value):
        doc.fail(path, f'{path[-1]} must be a list of names, such as ["root", "adm"], not {brief(value)}.')


def a_field_operator(doc: Document, path: Path, value: object) -> None:
    """An operator that works on the field named by the last key."""
    one_of("operator", [o.value for o in Operator])(doc, path, value)
    holds = Holds(str(path[-1]))
    if holds not in FIELDS_OF[Operator(str(value))]:
        able = ", ".join(o.value for o in Operator if holds in FIELDS_OF[o])
        doc.fail(path, f"operator {str(value)!r} does not work on {holds.value}; choose one of {able}.")


def a_type_operator(doc: Document, path: Path, value: object) -> None:
    """An operator that works on the type named by the last key."""
    one_of("operator", [o.value for o in Operator])(doc, path, value)
    operator, kind = Operator(str(value)), IdType(str(path[-1]))
    if kind not in TYPES_OF[operator]:
        able = ", ".join(o.value for o in Operator if kind in TYPES_OF[o])
        doc.fail(path, f"operator {operator.value!r} does not work on {kind.value}; choose one of {able}.")
    if operator is Operator.KEEP and kind in _NEVER_KEPT:
        doc.fail(path, f"{kind.value} cannot be kept: payment data is redacted at every age (CH-3.1).")


def a_table(keys: Mapping[str, Check], what: str, *, needs: tuple[str, ...] | None = None, total: bool = True) -> Check:
    """A table with these keys and no others; all are needed (or ``needs``), unless the document extends another."""
    needed = tuple(keys) if needs is None else needs

    def check(doc: Document, path: Path, value: object) -> None:
        if not isinstance(value, dict):
            doc.fail(path, f"{_dotted(path)} must be a table.")
        for key, inner in value.items():
            if key not in keys:
                doc.unknown((*path, key), what, key, list(keys))
            keys[key](doc, (*path, key), inner)
        missing = [k for k in needed if k not in value]
        if missing and not (doc.partial and total):
            doc.fail(path, f"{_dotted(path) or 'the file'} lacks {', '.join(missing)}.")

    return check


def many(check_one: Check) -> Check:
    """An array of tables, written with double brackets."""

    def check(doc: Document, path: Path, value: object) -> None:
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            doc.fail(path, f"{_dotted(path)} must be written as [[{_dotted(path)}]].")
        for index, inner in enumerate(value):
            check_one(doc, (*path, index), inner)

    return check


def named(check_one: Check, check_name: Check) -> Check:
    """A table of tables whose keys are names of the user's."""

    def check(doc: Document, path: Path, value: object) -> None:
        if not isinstance(value, dict):
            doc.fail(path, f"{_dotted(path)} must be a table.")
        for key, inner in value.items():
            check_name(doc, (*path, key), key)
            check_one(doc, (*path, key), inner)

    return check


def _dotted(path: Path) -> str:
    return ".".join(str(p) for p in path if isinstance(p, str))


def control_order(control: str) -> tuple[int, int]:
    """Sort key of an id: by clause (C after the preamble), then by number."""
    clause, _, number = control.removeprefix("CH-").partition(".")
    return (clause_order(clause), int(number) if number.isdigit() else 0)


def clause_order(clause: str) -> int:
    """Sort key of a clause: the preamble 0, then C (its second paragraph), then 1 to 10."""
    return 1 if clause == "C" else int(clause) * 2 if clause.isdigit() else 99


def _control_name(doc: Document, path: Path, value: object) -> None:
    if doc.controls:
        a_control(doc, path, value)
    elif not _IDS.fullmatch(str(value)):
        doc.fail(path, f"a control's id is written CH-1.1, not {brief(value)}.")


_CLAUSES = ["0", "C", *map(str, range(1, 11))]
_SEVERITIES = [s.label for s in Severity]
_PROFILE = a_table(
    {
        "epoch": one_of("epoch", [e.value for e in Epoch]),
        "fields": a_table(dict.fromkeys((h.value for h in FIELDS), a_field_operator), "field"),
        "types": a_table(dict.fromkeys((t.value for t in IdType), a_type_operator), "type of identifier"),
    },
    "key",
)
_CONTROL = a_table(
    {
        "clause": one_of("clause", _CLAUSES),
        "kind": one_of("kind of control", ["auto", "part", "att"]),
        "severity": one_of("severity", _SEVERITIES),
        "title": a_text(),
        "what": a_text(),
        "why": a_text(),
        "remedy": a_text(),
        "not_applicable": a_text(),
    },
    "key",
    needs=("clause", "kind", "severity", "title", "remedy"),
)
DAYS = a_number(1, 36_500, whole=True)
DOCUMENT = a_table(
    {
        "schema": a_number(1, 1, whole=True),
        "name": a_text(longest=80),
        "extends": one_of("policy to extend", ["clusters-host"]),
        "title": a_text(longest=120),
        "text": a_table({"sha256": a_sha256}, "key"),
        "clauses": a_table(dict.fromkeys(_CLAUSES, a_text()), "clause"),
        "controls": named(_CONTROL, _control_name),
        "profile": named(_PROFILE, a_text(longest=40)),
        "retention": a_table({"raw_days": DAYS, "redacted_days": DAYS, "set_by": a_text(empty=True)}, "key"),
        "publish": a_table({"k": a_number(1, 1_000_000, whole=True)}, "key"),
        "access": a_table({"groups": names}, "key"),
        "limits": a_table(
            {
                "unparsed_share": a_number(0, 1, whole=False),
                "gap_hours": a_number(0.01, 100_000, whole=False),
                "future_minutes": a_number(0, 1_000_000, whole=False),
                "clock_days": a_number(0.01, 36_500, whole=False),
                "export_bytes": a_number(1, 10**15, whole=True),
            },
            "key",
        ),
        "suppression": many(
            a_table(
                {"control": a_control, "match": a_text(), "owner": a_text(), "reason": a_text(), "expires": a_date},
                "key",
                total=False,
            )
        ),
        "attestation": many(
            a_table(
                {"control": a_control, "by": a_text(), "date": a_date, "expires": a_date, "basis": a_text()},
                "key",
                total=False,
            )
        ),
        "accept": many(a_table({"sha256": a_sha256, "by": a_text(), "date": a_date}, "key", total=False)),
    },
    "key",
    needs=(
        "schema",
        "name",
        "title",
        "text",
        "clauses",
        "controls",
        "profile",
        "retention",
        "publish",
        "access",
        "limits",
    ),
)
