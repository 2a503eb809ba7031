"""A policy file is read whole and right, or refused with the line that is wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chlogaudit.errors import PolicyError
from chlogaudit.model.finding import IdType, Severity
from chlogaudit.model.format import Holds
from chlogaudit.policy import Epoch, Operator, Policy, load, shipped
from chlogaudit.policy.check import FIELDS_OF, TYPES_OF
from chlogaudit.policy.lines import key_lines
from chlogaudit.policy.load import shipped_bytes
from chlogaudit.policy.model import FIELDS

SHARED = Path(__file__).parents[1].parent / "shared"
ROOT = Path(__file__).parents[1]
EXTENDS = 'extends = "clusters-host"\n'
SUPPRESSION = """[[suppression]]
control = "CH-1.1"
match = "/newsletter/*"
owner = "A. Example"
reason = "a role account"
expires = 2027-01-31
"""
# The table of the product: id, kind. Where a control is provable in part only, the lesser claim stands.
CONTROLS = {
    "CH-0.1": "auto",
    "CH-0.2": "auto",
    "CH-0.3": "auto",
    "CH-C.1": "auto",
    "CH-C.3": "att",
    "CH-1.1": "auto",
    "CH-1.2": "part",
    "CH-2.1": "auto",
    "CH-2.2": "auto",
    "CH-3.1": "auto",
    "CH-3.2": "auto",
    "CH-4.1": "att",
    "CH-5.1": "auto",
    "CH-5.2": "auto",
    "CH-5.3": "part",
    "CH-5.5": "auto",
    "CH-6.1": "part",
    "CH-6.2": "att",
    "CH-7.1": "auto",
    "CH-7.2": "att",
    "CH-8.1": "auto",
    "CH-8.2": "att",
    "CH-8.3": "part",
    "CH-9.1": "part",
    "CH-9.2": "part",
    "CH-10.1": "part",
}


def extended(text: str) -> Policy:
    """The shipped policy with a file laid over it."""
    return load((EXTENDS + text).encode(), "mine.toml")


def refused(data: str | bytes) -> str:
    """The message with which a file is refused."""
    with pytest.raises(PolicyError) as caught:
        load(data.encode() if isinstance(data, str) else data, "mine.toml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_shipped_policy_declares_every_control() -> None:
    """Ids and kinds are those of the product's table; every control says what, why and what to do."""
    assert {c.id: c.kind for c in shipped().controls.values()} == CONTROLS
    assert [c for c, _ in shipped().clauses] == ["0", "C", *map(str, range(1, 11))]
    for spec in shipped().controls.values():
        assert all((spec.title, spec.what, spec.why, spec.remedy))
        assert spec.clause == spec.id[3:].split(".")[0]
    assert shipped().controls["CH-3.1"].severity is Severity.CRITICAL


def test_the_pinned_text_is_the_policy_text() -> None:
    """The sha256 in the shipped file is that of the text beside the project."""
    text = SHARED / "clusters-host-privacy-policy.txt"
    if not text.exists():
        pytest.skip("the policy text is not here")

    assert hashlib.sha256(text.read_bytes()).hexdigest() == shipped().text_sha256


def test_the_defaults_are_nobodys_decision() -> None:
    """Raw 30 days, redacted 180, and a warning until somebody sets them by name."""
    kept = shipped().retention
    assert (kept.raw_days, kept.redacted_days, kept.warning) == (30, 180, "default of the tool")
    assert not extended('[retention]\nset_by = "A. Example"').retention.warning
    assert shipped().k == 10


@pytest.mark.parametrize("name", ["default", "strict"])
def test_profiles_are_total_and_those_of_the_redactor(name: str) -> None:
    """Every field and type has an operator, and the redactor reads the profile as its own of that name."""
    from chlogaudit.redactor.profile import NAMED, from_table

    profile = shipped().profile(name)
    assert set(profile.fields) == set(Holds)
    assert set(profile.types) == set(IdType)
    assert NAMED[name]() == from_table(profile.table())


def test_operators_are_those_of_the_redactor() -> None:
    """What a policy file may ask for is what an operator can do, no more and no less."""
    from chlogaudit.redactor.operators import BY_NAME

    assert set(BY_NAME) == {o.value for o in Operator}
    for operator in Operator:
        assert FIELDS_OF[operator] == set(BY_NAME[operator.value].fields) & set(FIELDS)
        assert TYPES_OF[operator] == set(BY_NAME[operator.value].types)


def test_a_file_that_extends_changes_what_it_says_and_nothing_else() -> None:
    """Values replace, exceptions are added, all the rest is the shipped policy's."""
    mine = extended('[publish]\nk = 25\n[controls."CH-2.1"]\nseverity = "critical"\n' + SUPPRESSION)

    assert mine.k == 25
    assert mine.controls["CH-2.1"].severity is Severity.CRITICAL
    assert mine.controls["CH-2.1"].title == shipped().controls["CH-2.1"].title
    assert mine.retention == shipped().retention
    assert mine.profiles == shipped().profiles
    assert [(s.control, s.expires, s.line) for s in mine.suppressions] == [("CH-1.1", dt.date(2027, 1, 31), 6)]


def test_a_new_profile_starts_from_the_default() -> None:
    """Only what differs need be written."""
    mine = extended('[profile.export]\nepoch = "month"\n[profile.export.types]\nsession_id = "token"\n')

    profile = mine.profile("export")
    assert profile.epoch is Epoch.MONTH
    assert profile.types[IdType.SESSION_ID] is Operator.TOKEN
    assert profile.types[IdType.EMAIL] is Operator.DROP
    assert profile.fields == shipped().profile("default").fields


def test_an_unknown_profile_names_those_there_are() -> None:
    """Asking for a profile that is not there says which are."""
    with pytest.raises(PolicyError, match="default, strict"):
        shipped().profile("export")


@pytest.mark.parametrize(
    "text, line, words",
    [
        ("[retention]\nraw_dais = 3", 3, "did you mean 'raw_days'"),
        ("retentoin = 1", 2, "did you mean 'retention'"),
        ("[retention]\nraw_days = 0", 3, "whole number from 1"),
        ("[retention]\nraw_days = true", 3, "whole number"),
        ('[retention]\nraw_days = "30"', 3, "whole number"),
        ("[retention]\nraw_days = 300", 2, "less than raw_days"),
        ('[publish]\n\n# k\nk = "ten"', 5, "whole number"),
        ('[controls."CH-1.9"]\ntitle = "x"', 2, "unknown control 'CH-1.9'"),
        ('[controls."CH-1.1"]\nseverity = "hihg"', 3, "did you mean 'high'"),
        ('[controls."CH-1.1"]\nclause = "11"', 3, "unknown clause"),
        ('[controls."CH-1.1"]\nclause = "2"', 3, "belongs to clause 1"),
        ('[controls."CH-1.1"]\nkind = "automatic"', 3, "did you mean 'auto'"),
        ('[controls."CH-1.1"]\nkind = "att"', 3, "is of kind 'auto'"),
        ('[controls."CH-3.1"]\nseverity = "low"', 3, "always critical"),
        (
            '[[suppression]]\ncontrol = "CH-0.1"\nmatch = "notes"\nowner = "A"\nreason = "r"\nexpires = 2027-01-31',
            3,
            "the tool's own promise",
        ),
        (
            '[[attestation]]\nby = "A"\ncontrol = "CH-1.1"\ndate = 2026-11-01\nexpires = 2027-01-31\nbasis = "b"',
            4,
            "is automated",
        ),
        ('[clauses]\n12 = "x"', 3, "unknown clause"),
        ('[profile.default.fields]\nreferrer = "cut"', 3, "did you mean 'referer'"),
        ('[profile.default.fields]\nclient = "tokn"', 3, "did you mean 'token'"),
        ('[profile.default.fields]\nuser = "truncate"', 3, "does not work on user"),
        ('[profile.default.types]\nemial = "drop"', 3, "did you mean 'email'"),
        ('[profile.default.types]\nemail = "token"', 3, "does not work on email"),
        ('[profile.default.types]\niban = "keep"', 3, "payment data"),
        ('[profile.default]\nepoch = "year"', 3, "unknown epoch"),
        ("[access]\ngroups = [1]", 3, "list of names"),
        ("[limits]\nunparsed_share = 1.5", 3, "from 0 to 1"),
        ("[limits]\nunparsed_share = nan", 3, "from 0 to 1"),
        ('[text]\nsha256 = "abc"', 3, "64 lower-case hex"),
        (SUPPRESSION.replace("2027-01-31", '"2027-01-31"'), 7, "no quotes"),
        (SUPPRESSION.replace("2027-01-31", "2027-01-31T00:00:00"), 7, "no quotes"),
        (SUPPRESSION.replace("2027-01-31", "2027-02-31"), 7, ""),
        (SUPPRESSION.replace('"/newsletter/*"', '"*"'), 4, "cover every finding"),
        (SUPPRESSION.replace('reason = "a role account"\n', ""), 2, "lacks reason"),
        (SUPPRESSION.replace("CH-1.1", "CH-9.9"), 3, "unknown control"),
        (SUPPRESSION.replace("owner", "onwer"), 5, "did you mean 'owner'"),
        (SUPPRESSION + SUPPRESSION.replace("CH-1.1", "CH-9.9"), 9, "unknown control"),
        ('[suppression]\ncontrol = "CH-1.1"', 2, "[[suppression]]"),
        (
            '[[attestation]]\ncontrol = "CH-8.2"\nby = "A"\ndate = 2026-01-02\nexpires = 2026-01-01\nbasis = "b"',
            6,
            "before date",
        ),
        ('[[accept]]\nsha256 = "ff"\nby = "A"\ndate = 2026-01-01', 3, "64 lower-case hex"),
        ("a = [", 2, "not valid TOML"),
        ("[retention]\nraw_days = 1\nraw_days = 2", 4, "not valid TOML"),
        ('profile = { default = { epoch = "day",\n', 2, "not valid TOML"),
        ('title = """\nmany\nlines"""', 2, "one line"),
        ('title = "\\u001b[31m"', 2, "printable"),
        ("[retention]\n\n\nraw_days = [\n 1,\n 2\n]\n", 5, "whole number"),
        ('text.sha256 = "x"', 2, "64 lower-case hex"),
        ("limits = { gap_hours = 1, gap_huors = 2 }", 2, "did you mean 'gap_hours'"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, words: str) -> None:
    """The message opens with the file and the line, and says what to do."""
    message = refused(EXTENDS + text)

    assert message.startswith(f"mine.toml:{line}: ")
    assert words in message


def test_a_file_alone_must_be_whole() -> None:
    """Without extends nothing may be missing, and no control may be left out unseen."""
    assert "lacks" in refused('schema = 1\nname = "x"\n')
    whole = shipped_bytes().decode()
    start = whole.index('[controls."CH-9.1"]')
    cut = whole[:start] + whole[whole.index('[controls."CH-9.2"]') :]
    assert "CH-9.1 are missing" in refused(cut)
    assert load(shipped_bytes(), "copy.toml").digest == shipped().digest


@pytest.mark.parametrize(
    "data, words",
    [
        (b"\xff\xfe", "mine.toml:1: not valid UTF-8"),
        (b"a = 1\nb = '\xff'", "mine.toml:2: not valid UTF-8"),
        (b"#" * ((1 << 20) + 1), "at most"),
        (b"a = " + b"[" * 100_000, "mine.toml:1: "),
        (b"a = " + b"9" * 100_000, "mine.toml:1: "),
        (b"a = 1e999999999", "mine.toml:1: "),
        (b'title = """' + b"\n" * 200_000 + b'"""\nwrong = 1', "mine.toml:1: "),
        (b"", "lacks"),
    ],
)
def test_hostile_files_are_refused(data: bytes, words: str) -> None:
    """No bytes end in anything but our error."""
    assert words in refused(data)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: (EXTENDS + t).encode("utf-8", "replace")))
@settings(max_examples=150)
def test_any_bytes_are_a_policy_or_our_error(data: bytes) -> None:
    """Law 9 for policy files."""
    try:
        load(data, "mine.toml")
    except PolicyError as error:
        assert str(error).startswith("mine.toml:")  # noqa: PT017  most bytes raise, some do not


def test_a_byte_order_mark_and_windows_lines_are_read() -> None:
    """An editor's habits change neither meaning nor lines."""
    text = EXTENDS + "[publish]\nk = 25\n"
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()

    assert load(data, "mine.toml").digest == load(text.encode(), "mine.toml").digest
    assert refused(data.replace(b"k = ", b"q = ")).startswith("mine.toml:3: ")


def test_the_digest_is_of_the_meaning() -> None:
    """Layout, comments, order and the name of the file change nothing; any value does."""
    one = extended("[publish]\nk = 25\n[retention]\nraw_days = 7\n" + SUPPRESSION)
    other = load(
        ("# ours\n" + EXTENDS + SUPPRESSION + "\n[retention]\nraw_days   = 7 # a week\n[publish]\nk=25\n").encode(),
        "b.toml",
    )

    assert one.digest == other.digest
    second = SUPPRESSION.replace("CH-1.1", "CH-3.1")
    assert extended(SUPPRESSION + second).digest == extended(second + SUPPRESSION).digest
    assert one.digest != extended("[publish]\nk = 25\n[retention]\nraw_days = 8\n" + SUPPRESSION).digest
    assert one.digest != extended("[publish]\nk = 25\n[retention]\nraw_days = 7\n").digest


def test_lines_of_every_key_of_the_shipped_file() -> None:
    """Each key of the file is found on a line that names it."""
    text = shipped_bytes().decode()
    lines, found = text.split("\n"), key_lines(text)

    assert len(found) > 250
    for path, line in found.items():
        if isinstance(path[-1], str):
            assert path[-1] in lines[line - 1], path


def test_lines_below_arrays_of_tables() -> None:
    """Each element and each table below it has its own line, also when names repeat."""
    found = key_lines("[[a]]\n[a.b]\nx = 1\n[[a]]\n[a.b]\nx = 2\n[[a.c]]\ny = 1\n[[a.c]]\ny = 2\n")

    assert (found["a", 0, "b", "x"], found["a", 1, "b", "x"]) == (3, 6)
    assert (found["a", 1, "c", 0, "y"], found["a", 1, "c", 1, "y"]) == (8, 10)


KEYS = st.text("abc", min_size=1, max_size=3)
VALUES = st.recursive(
    st.integers(-9, 9) | st.booleans() | st.text("xy= [#\"'\n\\", max_size=6).map(lambda t: {"text": t}),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


def _toml(value: object, *, wide: bool) -> str:
    if isinstance(value, dict):
        text = str(value["text"]).replace("\\", "\\\\").replace('"', '\\"')
        return f'"""{text}"""'
    if isinstance(value, list):
        return "[" + (",\n" if wide else ", ").join(_toml(v, wide=wide) for v in value) + "]"
    return str(value).lower()


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=4), max_size=4), st.booleans())
def test_lines_are_right_for_any_values(tables: dict[str, dict[str, object]], wide: bool) -> None:
    """Texts and arrays over many lines, with signs of TOML inside, mislead nobody."""
    lines: list[str] = []
    expected: dict[tuple[str, str], int] = {}
    for name, body in tables.items():
        lines += ["# a comment with [brackets] and = signs", f"[{name}]"]
        for key, value in body.items():
            expected[name, key] = len(lines) + 1
            lines += f"{key} = {_toml(value, wide=wide)}".split("\n")
    text = "\n".join(lines)
    tomllib.loads(text)

    found = key_lines(text)
    assert expected == {k: found[k] for k in expected}


def test_the_example_of_the_docs_is_right() -> None:
    """The file that the docs show loads, and means what they say; the list names every control with its title."""
    text = (ROOT / "docs" / "controls" / "README.md").read_text()
    made = load(text.split("```toml\n")[1].split("```")[0].encode(), "docs")

    assert made.profile("export").epoch is Epoch.WEEK
    assert made.controls["CH-9.1"].not_applicable
    assert (len(made.suppressions), len(made.attestations)) == (1, 1)
    for spec in shipped().controls.values():
        assert (
            f"| [{spec.id}]({spec.id}.md) | {spec.clause} | {spec.kind} | {spec.severity.label} | {spec.title} |"
            in text
        )


def test_every_control_has_its_page() -> None:
    """A page of docs says what the policy file says, and shows before and after without anybody's address."""
    for spec in shipped().controls.values():
        text = (ROOT / "docs" / "controls" / f"{spec.id}.md").read_text()
        assert text.startswith(f"# {spec.id}: {spec.title}\n")
        assert all(part in text for part in (spec.what, spec.why, spec.remedy, "## Before and after", "## How to fix"))
    pages = {p.stem for p in (ROOT / "docs" / "controls").glob("CH-*.md")}
    assert pages == set(shipped().controls)
