"""What the policy file says is laid over what the controls found, and nothing open ever looks passed."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from audit_samples import TODAY, judged, policy, sample
from chlogaudit.model.finding import ControlResult, Finding, Headline, Place, Severity, Status
from chlogaudit.policy import load, settle, shipped


def by_id(results: tuple[ControlResult, ...]) -> dict[str, ControlResult]:
    """Results by control."""
    return {r.control: r for r in results}


def finding(template: str = "/newsletter/confirm/{x}", source: str = "access.log", mark: str = "aaaa") -> Finding:
    """A finding of CH-1.1."""
    return Finding("CH-1.1", "1", Severity.HIGH, Place(source, 3), 2, "an e-mail", template=template, fingerprint=mark)


def test_without_any_check_everything_is_open() -> None:
    """No control passes because nobody looked, and each says why."""
    results = settle(shipped(), (), TODAY)

    assert {r.status for r in results} == {Status.NOT_CHECKED}
    assert all(r.reason for r in results)
    assert [r.control for r in results] == list(shipped().controls)
    assert shipped().headline(results) == Headline(passed=0, automated=14, attested=0, open=26)


def test_the_headline_counts_what_is_missing_as_open() -> None:
    """A control that some code forgot to report is open, not absent."""
    rules = shipped()
    some = [judged(rules, "CH-0.1", Status.PASS, evidence="x"), judged(rules, "CH-1.1", Status.FAIL)]

    assert rules.headline(some) == Headline(passed=1, automated=14, attested=0, open=24)


def test_a_pass_of_evidence_is_no_automated_pass() -> None:
    """The first number counts proofs only."""
    rules = shipped()
    assert rules.headline([judged(rules, "CH-9.2", Status.PASS, evidence="x")]).passed == 0


def test_an_attested_control_is_counted_apart() -> None:
    """Who stated it, when, until when and on what basis is shown."""
    result = by_id(settle(policy(), (), TODAY))["CH-8.2"]

    assert result.status is Status.ATTESTED
    assert (
        result.evidence == "A. Example on 2026-11-01, until 2027-11-01: contracts reviewed, none passes contact data on"
    )
    assert policy().headline(settle(policy(), (), TODAY)).attested == 1


@pytest.mark.parametrize(
    "day, status",
    [
        (dt.date(2026, 10, 31), Status.NOT_CHECKED),
        (dt.date(2026, 11, 1), Status.ATTESTED),
        (dt.date(2027, 11, 1), Status.ATTESTED),
        (dt.date(2027, 11, 2), Status.NOT_CHECKED),
    ],
)
def test_a_statement_holds_from_its_date_to_its_last_day(day: dt.date, status: Status) -> None:
    """Before and after, the control is open again and says so."""
    result = by_id(settle(policy(), (), day))["CH-8.2"]

    assert result.status is status
    assert ("expired on 2027-11-01" in result.reason) == (day > dt.date(2027, 11, 1))


def test_a_suppressed_finding_moves_aside_with_its_owner() -> None:
    """It is shown with owner, reason and last day; the other findings stay."""
    rules = policy()
    judged_ = judged(rules, "CH-1.1", Status.FAIL, findings=(finding(), finding("/contact", mark="bbbb")))
    result = by_id(settle(rules, [judged_], TODAY))["CH-1.1"]

    assert result.status is Status.FAIL
    assert [f.template for f in result.findings] == ["/contact"]
    assert result.suppressed == ((finding(), "A. Example: a role account of ours (until 2027-01-31)"),)


def test_a_control_passes_when_all_it_found_is_suppressed() -> None:
    """The pass says that it rests on suppressions."""
    rules = policy()
    result = by_id(settle(rules, [judged(rules, "CH-1.1", Status.FAIL, findings=(finding(),))], TODAY))["CH-1.1"]

    assert result.status is Status.PASS
    assert result.evidence == "1 finding suppressed by name, no other"


def test_an_undecided_control_does_not_pass_by_suppression() -> None:
    """What could not be decided stays so."""
    rules = policy()
    open_ = judged(rules, "CH-1.1", Status.INCONCLUSIVE, reason="truncated", findings=(finding(),))

    assert by_id(settle(rules, [open_], TODAY))["CH-1.1"].status is Status.INCONCLUSIVE


@pytest.mark.parametrize(
    "match, expected",
    [("/newsletter/*", True), ("access.log", True), ("aaaa", True), ("*.gz", False), ("/news", False)],
)
def test_a_suppression_matches_template_source_or_fingerprint(match: str, expected: bool) -> None:
    """It is a glob over the whole of any of the three."""
    rules = load(
        f'extends = "clusters-host"\n[[suppression]]\ncontrol = "CH-1.1"\nmatch = "{match}"\nowner = "A"\nreason = "r"\n'
        "expires = 2027-01-31".encode(),
        "mine.toml",
    )
    assert (rules.suppression(finding(), TODAY) is not None) == expected
    assert rules.suppression(dataclasses.replace(finding(), control="CH-1.2"), TODAY) is None


@pytest.mark.parametrize("day, excused", [(dt.date(2027, 1, 31), True), (dt.date(2027, 2, 1), False)])
def test_a_suppression_holds_to_its_last_day(day: dt.date, excused: bool) -> None:
    """The day after, the finding is back and the suppression is a finding of its own."""
    rules = policy()
    result = by_id(settle(rules, [judged(rules, "CH-1.1", Status.FAIL, findings=(finding(),))], day))["CH-1.1"]

    assert (result.status is Status.PASS) == excused
    assert len(result.findings) == (0 if excused else 2)


def test_an_expired_suppression_fails_the_audit() -> None:
    """Used or not, with file and line, and it suppresses nothing any more."""
    rules = policy()
    passing = judged(rules, "CH-9.2", Status.PASS, evidence="0 trackers")
    result = by_id(settle(rules, [passing], TODAY))["CH-9.2"]

    assert result.status is Status.FAIL
    assert [(f.place.source, f.place.line) for f in result.findings] == [("example.toml", 17)]
    assert "expired on 2026-06-30" in result.findings[0].message
    assert rules.expired(dt.date(2026, 6, 30)) == ()


def test_a_changed_text_takes_every_pass_away() -> None:
    """Controls judged against the old text are not checked until somebody accepts the new one by name."""
    rules = policy()
    passing = [
        judged(rules, "CH-0.1", Status.PASS, evidence="x"),
        judged(rules, "CH-1.1", Status.FAIL, findings=(finding("/a"),)),
    ]
    results = by_id(settle(rules, passing, TODAY, "ab" * 32))

    assert results["CH-C.1"].status is Status.FAIL
    assert (results["CH-0.1"].status, results["CH-8.2"].status) == (Status.NOT_CHECKED, Status.NOT_CHECKED)
    assert "mapping not reviewed" in results["CH-0.1"].reason
    assert results["CH-1.1"].status is Status.FAIL


def test_an_accepted_text_is_the_text() -> None:
    """Accepting by name brings the passes back and is shown."""
    digest = "ab" * 32
    rules = load(
        f'extends = "clusters-host"\n[[accept]]\nsha256 = "{digest}"\nby = "A. Example"\ndate = 2026-11-01'.encode(),
        "mine.toml",
    )
    results = by_id(settle(rules, [judged(rules, "CH-0.1", Status.PASS, evidence="x")], TODAY, digest))

    assert results["CH-0.1"].status is Status.PASS
    assert results["CH-C.1"].status is Status.PASS
    assert "accepted by A. Example on 2026-11-01" in results["CH-C.1"].evidence


def test_the_pinned_text_passes() -> None:
    """Without a text the control is not checked; with the pinned one it passes."""
    rules = shipped()
    assert by_id(settle(rules, (), TODAY))["CH-C.1"].status is Status.NOT_CHECKED
    assert by_id(settle(rules, (), TODAY, rules.text_sha256))["CH-C.1"].status is Status.PASS


def test_what_does_not_apply_says_why() -> None:
    """Declared in the policy file, with the reason, out of the counts."""
    result = by_id(settle(policy(), (), TODAY))["CH-6.1"]

    assert (result.status, result.reason) == (Status.NOT_APPLICABLE, "no log is kept for longer than a day")


def test_the_sample_has_every_status() -> None:
    """The sample of the renderers' tests shows all that a renderer must show."""
    assert {r.status for r in sample().results} == set(Status)
