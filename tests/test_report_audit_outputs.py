"""An audit in every form: complete, valid by the form's own rules, and harmless whatever a log says."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker

import chlogaudit.report
from audit_samples import hostile, sample
from chlogaudit.errors import UsageError
from chlogaudit.model.finding import AuditReport, Place, SourceFacts, Status
from chlogaudit.report import audit_words as words
from chlogaudit.report.audit_outputs import FORMATS, compare, render
from chlogaudit.report.safe import shown

SCHEMA = json.loads((Path(chlogaudit.report.__file__).parent / "schemas" / "audit-1.json").read_text())
SARIF = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.schema.json").read_text())
ATTACKS = (
    "\x1b]0;owned\x07\x1b[31mFAKE PASS\x1b[0m",
    "[bold red]FAKE PASS[/]",
    "[/x]",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)' style='x",
    "{{ 7*7 }}{% raw %}",
    '=HYPERLINK("http://evil.example.com")',
    "| x | y |\n# owned\n",
    "`x` ``y`` ```",
    "[click](https://evil.example.com) ![x](https://evil.example.com/p.png)",
    "\u202egpj.exe\u2066\u200b",
    "\x00\x85\u2028\ud800\udcff",
    "\r\nSet-Cookie: x",
)


def text_of(data: bytes | str) -> str:
    """A rendered report as text."""
    return data.decode("utf-8-sig") if isinstance(data, bytes) else data


def with_baseline(report: AuditReport) -> AuditReport:
    """The report compared with one in which one finding was another."""
    old = json.loads(text_of(render(report, "json")))
    control = next(c for c in old["controls"] if c["control"] == "CH-1.1")
    control["findings"][0] |= {"fingerprint": "0000000000000000", "message": "phone number in /old"}
    return compare(report, json.dumps(old).encode(), "last.json")


def test_formats_are_those_of_the_product() -> None:
    """The list is what the command line offers."""
    assert FORMATS == ("table", "json", "sarif", "csv", "markdown", "html")
    with pytest.raises(UsageError, match="table, json, sarif"):
        render(sample(), "pdf")


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_tells_everything(name: str) -> None:
    """Each control with status, reason and population, each finding with count, place, example and remedy, in every form."""
    text = text_of(render(with_baseline(sample()), name))
    plain = re.sub(r"[\s\\]+", "", text.replace("&#39;", "'"))
    for result in sample().results:
        assert result.control in text
        if name != "sarif":
            assert re.sub(r"\s+", "", result.title) in plain
        for part in (result.reason, result.evidence):
            assert re.sub(r"\s+", "", part) in plain
        for finding in result.findings:
            where = words.place(finding.place) if name in {"table", "markdown", "html"} else finding.place.source
            assert where in plain
            assert finding.example in text
            assert str(finding.count) in plain.replace(",", "")
    assert "phonenumberin/old" in plain


@pytest.mark.parametrize("name", ["table", "markdown", "html"])
def test_forms_for_people_say_the_headline_and_the_statuses_in_words(name: str) -> None:
    """Three numbers, never one score; every status is a word, not a colour alone."""
    text = text_of(render(sample(), name))
    assert all(number in text for number, _, _ in words.headline(sample()))
    assert [n for n, _, _ in words.headline(sample())] == ["3 of 14", "1", "16"]
    assert words.headline(sample())[2][2] == "not decided: 1 looked at, 15 not"
    assert all(words.WORDS[s] in text for s in Status)
    assert "the compressed file ends too early" in text.replace("\n                ", " ")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_stranger_acts_in_any_form(name: str, attack: str) -> None:
    """With an attack in every text, no form holds a control, bidi or zero-width character of it."""
    data = render(with_baseline(hostile(attack)), name)
    text = text_of(data)
    allowed = "\n\r" if name == "csv" else "\n"

    assert all(c.isprintable() or c in allowed or c == "\N{NARROW NO-BREAK SPACE}" for c in text)
    if name == "csv":
        assert "\r" not in text.replace("\r\n", "")


@given(st.text(max_size=12))
@settings(max_examples=25, deadline=None)
def test_any_text_is_rendered_and_stays_text(text: str) -> None:
    """No text in any place makes a renderer raise or leaves a character that acts (law 9)."""
    report = hostile(text)
    for name in FORMATS:
        assert all(c.isprintable() or c in "\n\r" for c in text_of(render(report, name)))


def test_json_fits_its_schema() -> None:
    """With and without a baseline, with hostile text, and with nothing at all."""
    Draft202012Validator.check_schema(SCHEMA)
    check = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    empty = dataclasses.replace(sample(), results=(), sources=(), notes=(), clauses=())
    for report in (sample(), with_baseline(sample()), hostile("\ud800\x1b"), empty):
        text = text_of(render(report, "json"))
        assert text.isascii()
        check.validate(json.loads(text))


def test_the_schema_forbids_a_bare_pass_and_an_open_control_without_reason() -> None:
    """A pass prints its population and an undecided control its reason, or the document is not valid."""
    check = Draft202012Validator(SCHEMA)
    document = json.loads(text_of(render(sample(), "json")))
    for status, key in (("pass", "evidence"), ("not_checked", "reason")):
        bad = json.loads(json.dumps(document))
        next(c for c in bad["controls"] if c["status"] == status)[key] = ""
        assert not check.is_valid(bad)


@pytest.mark.parametrize(
    "report", [sample(), with_baseline(sample()), hostile("\x1b[x](y)"), hostile("\ud800")], ids="abcd"
)
def test_sarif_is_valid(report: AuditReport) -> None:
    """It validates against the schema of SARIF 2.1.0, and indexes, levels and lines fit together."""
    document = json.loads(text_of(render(report, "sarif")))
    Draft4Validator(SARIF).validate(document)
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert result.get("ruleIndex") is None or rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert "](" not in result["message"]["text"]
        for location in result.get("locations", ()):
            assert re.fullmatch(
                r"(file://)?[A-Za-z0-9%/._~-]*", location["physicalLocation"]["artifactLocation"]["uri"]
            )
            assert location["physicalLocation"].get("region", {"startLine": 1})["startLine"] >= 1


def test_sarif_has_what_code_scanning_asks_for() -> None:
    """
    GitHub's list: a rule for each result, one place with a line, the mark that tells an alert from a new one, scores above 0,
    texts of bounded length; places in other logs are related, at most a hundred.
    """
    at = next(i for i, r in enumerate(sample().results) if r.control == "CH-7.1")
    wide = dataclasses.replace(sample().results[at].findings[0], others=tuple(Place(f"{n}.log", n) for n in range(250)))
    results = (
        *sample().results[:at],
        dataclasses.replace(sample().results[at], findings=(wide,)),
        *sample().results[at + 1 :],
    )
    run = json.loads(text_of(render(dataclasses.replace(sample(), results=results), "sarif")))["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}

    assert {rule["properties"].get("security-severity") for rule in rules.values()} == {
        None,
        "2.0",
        "5.0",
        "8.0",
        "9.5",
    }
    assert all(len(rule["name"]) <= 255 and len(rule["fullDescription"]["text"]) <= 1024 for rule in rules.values())
    assert all(rule["help"]["text"] and len(rule["properties"]["tags"]) <= 10 for rule in rules.values())
    for result in run["results"]:
        (place,) = result["locations"]
        assert result["ruleId"] in rules
        assert place["physicalLocation"]["region"]["startLine"] >= 1
        assert not place["physicalLocation"]["artifactLocation"]["uri"].startswith("/")
        assert re.fullmatch(r"[0-9a-f]{16}:1", result["partialFingerprints"]["primaryLocationLineHash"])
    assert max(len(result.get("relatedLocations", ())) for result in run["results"]) == 100


def test_sarif_tells_suppressions_and_baseline_its_own_way() -> None:
    """Suppressed, new and unchanged results are marked as the standard has it; what is gone is no alarm."""
    results = json.loads(text_of(render(with_baseline(sample()), "sarif")))["runs"][0]["results"]

    assert [r["suppressions"][0]["justification"] for r in results if "suppressions" in r] == [
        "A. Example: a role account of ours (until 2027-01-31)"
    ]
    states = [r.get("baselineState") for r in results]
    assert (states.count("new"), states.count("unchanged"), states.count("absent"), states.count(None)) == (1, 5, 0, 0)


@pytest.mark.parametrize(
    "source, uri",
    [
        ("access.log", "access.log"),
        ("/var/log/a b.log", "file:///var/log/a%20b.log"),
        ("c:x.log", "c%3Ax.log"),
        ("\udcff.log", "%FF.log"),
        ("журнал.log", "%D0%B6%D1%83%D1%80%D0%BD%D0%B0%D0%BB.log"),
    ],
)
def test_sarif_places_are_uris(source: str, uri: str) -> None:
    """Any file name, whatever its bytes, is a URI reference that leads back to it."""
    found = sample().results[5].findings[0]
    found = dataclasses.replace(found, place=Place(source, 1))
    report = dataclasses.replace(sample(), results=(dataclasses.replace(sample().results[5], findings=(found,)),))
    result = json.loads(text_of(render(report, "sarif")))["runs"][0]["results"][0]

    assert uri == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_sarif_has_a_result_for_a_failure_without_findings() -> None:
    """A control that failed as a whole is not lost."""
    failed = dataclasses.replace(sample().results[0], status=Status.FAIL, findings=(), reason="no receipts")
    report = dataclasses.replace(sample(), results=(failed,))

    assert len(json.loads(text_of(render(report, "sarif")))["runs"][0]["results"]) == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_csv_has_one_row_each_and_no_formula(attack: str) -> None:
    """Read back by the csv module: as many rows as findings and controls without, all of one width, no cell a formula."""
    report = hostile(attack)
    rows = list(csv.reader(io.StringIO(text_of(render(report, "csv")), newline="")))
    expected = sum(max(1, len(r.findings) + len(r.suppressed)) for r in report.results)

    assert len(rows) == 1 + expected
    assert {len(r) for r in rows} == {24}
    assert not [c for r in rows for c in r if c[:1] in set("=+-@\t\r")]


class Page(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_has_no_tag_of_a_stranger(attack: str) -> None:
    """Tags, attributes and addresses are those of the page without the attack; the attack is there as text."""
    page, clean = Page(), Page()
    page.feed(text_of(render(hostile(attack), "html")))
    clean.feed(text_of(render(sample(), "html")))

    assert (page.tags, page.attributes, page.addresses) == (clean.tags, clean.attributes, clean.addresses)
    assert shown(attack) in page.text


def test_html_is_self_contained() -> None:
    """No script, no request: a policy that forbids both, and no address but places within the page."""
    text = text_of(render(with_baseline(sample()), "html"))
    page = Page()
    page.feed(text)

    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert not page.tags & {"script", "img", "link", "iframe", "object", "form"}
    assert all(a.startswith("#") for a in page.addresses)
    assert "url(" not in text
    assert "@import" not in text


def markdown_tags(markdown: str) -> list[str]:
    """The tags that an independent Markdown parser makes of it."""
    from markdown_it import MarkdownIt

    page = re.findall(r"<(\w+)", MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))
    return [t for t in page if t != "br"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_has_no_markup_of_a_stranger(attack: str) -> None:
    """The same tags in the same order as with harmless words in the same places (line ends, ours in remedies, kept)."""
    calm = re.sub(r"[^\n]+", "x", attack)

    assert markdown_tags(text_of(render(hostile(calm), "markdown"))) == markdown_tags(
        text_of(render(hostile(attack), "markdown"))
    )


def test_a_baseline_shows_what_is_new_gone_and_still_there() -> None:
    """By fingerprint, against any earlier JSON report."""
    report = with_baseline(sample())
    assert report.baseline is not None
    assert report.baseline.new == ("a1b2c3d4e5f60718",)
    assert report.baseline.gone == ("0000000000000000 CH-1.1 phone number in /old, /newsletter/{x}",)
    assert len(report.baseline.same) == 4
    again = compare(sample(), text_of(render(sample(), "json")).encode(), "x").baseline
    assert again is not None
    assert (again.new, again.gone) == ((), ())
    assert "Since last.json: 1 new, 1 gone, 4 still there" in text_of(render(report, "table"))


def test_one_fault_in_several_logs_counts_once_against_a_baseline() -> None:
    """Findings of one fingerprint are one entry there, and the line says so."""
    at = next(i for i, r in enumerate(sample().results) if r.control == "CH-7.1")
    one = sample().results[at].findings[0]
    more = dataclasses.replace(sample().results[at], findings=(one, dataclasses.replace(one, place=Place("b.log"))))
    report = dataclasses.replace(sample(), results=(*sample().results[:at], more, *sample().results[at + 1 :]))
    compared = compare(report, text_of(render(sample(), "json")).encode(), "x")

    assert (
        words.against_baseline(compared)
        == "Since x: 0 new, 0 gone, 5 still there, the same in several logs counted once"
    )


@pytest.mark.parametrize(
    "data, words_",
    [
        (b"", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "no audit report"),
        (b'{"schema": "other/1"}', "no audit report"),
        (b'{"schema": 1}', "no audit report"),
        (b'{"schema": "chlogaudit-audit/9"}', "version"),
        (b'{"schema": "chlogaudit-audit/1"}', "lacks parts"),
        (
            b'{"schema": "chlogaudit-audit/1", "controls": [{"control": "CH-1.1", "findings": [{"fingerprint": 1}]}]}',
            "lacks parts",
        ),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(data: bytes, words_: str) -> None:
    """With its name and the next step, never a traceback."""
    with pytest.raises(UsageError, match=words_) as caught:
        compare(sample(), data, "last\x1b.json")
    assert "last\\x1b.json" in str(caught.value)


def test_a_finding_without_a_mark_has_the_same_one_in_every_form() -> None:
    """Made from what does not change from run to run, before any text is escaped; so a baseline works for it too."""
    at = next(i for i, r in enumerate(sample().results) if r.control == "CH-3.1")
    bare = dataclasses.replace(sample().results[at].findings[0], fingerprint="", template="/pay\x1b")
    results = (
        *sample().results[:at],
        dataclasses.replace(sample().results[at], findings=(bare,)),
        *sample().results[at + 1 :],
    )
    report = dataclasses.replace(sample(), results=results)
    mark = words.fingerprint(bare)
    moved = dataclasses.replace(bare, place=Place("other.log", 5), count=9, first="", last="")

    assert mark == words.fingerprint(moved)
    assert all(mark in text_of(render(report, name)) for name in ("json", "sarif", "csv"))
    again = compare(report, text_of(render(report, "json")).encode(), "x")
    assert again.baseline is not None
    assert (again.baseline.new, again.baseline.gone) == ((), ())
    fresh = compare(report, text_of(render(sample(), "json")).encode(), "x")
    assert words.state(words.harmless(fresh), words.harmless(bare)) == words.NEW


def test_a_hostile_baseline_is_harmless() -> None:
    """An earlier report may have been written by anybody."""
    attack = "\x1b[31m<script>\n"
    finding = {"fingerprint": "f" + attack, "message": attack}
    data = json.dumps(
        {"schema": "chlogaudit-audit/1", "controls": [{"control": attack, "findings": [finding]}]}
    ).encode()
    report = compare(sample(), data, attack)
    for name in FORMATS:
        text = text_of(render(report, name))
        assert "\x1b" not in text
        assert name != "html" or "<script>" not in text


def test_harmless_leaves_the_shape_alone() -> None:
    """Only texts change: statuses, severities, numbers and the order of everything stay."""
    assert words.harmless(sample()) == sample()
    assert [r.status for r in words.harmless(hostile("\x1b")).results] == [r.status for r in sample().results]
    kept = words.harmless(SourceFacts("a\nb", ("x",), 1.0, 1, 1, 0, 0, 1))
    assert kept.source == r"a\nb"
