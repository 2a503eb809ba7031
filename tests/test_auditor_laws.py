"""What holds for every audit: the same whatever the blocks and threads, stable marks, the policy's own word, no visitor named."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chlogaudit.auditor import public
from chlogaudit.auditor.columns import harmless, is_internal, parameter_of, safe_name
from chlogaudit.auditor.watched import LITERALS, WATCHED
from chlogaudit.cli import run
from chlogaudit.engine import load as load_engine
from chlogaudit.jobs.audit import AuditOptions, audit
from chlogaudit.jobs.logs import Reading
from chlogaudit.model.finding import AuditReport, Finding, Status
from chlogaudit.policy import load
from chlogaudit.report.audit_outputs import FORMATS, compare, render

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC).timestamp()
POLICY = b'extends = "clusters-host"\n[retention]\nraw_days = 30\nset_by = "A. Example"\n'
SUPPRESSION = (
    '[[suppression]]\ncontrol = "{}"\nmatch = "{}"\nowner = "A. Example"\nreason = "a role account"\nexpires = {}\n'
)
CANARIES = (
    "192.0.2.77", "2001:db8:77::1", "alicecanary", "jane.canary@example.org", "jane.canary%40example.org", "jane.canary",
    "4111111111111111", "4111 1111 1111 1111", "GB82WEST12345698765432", "+49 30 23125 7707", "493023125", "q8ZrT2mWx4Lk9VbN7cYp3HsD",
    "10.77.3.7", "homecanary", "janecanary", "198.51.100.177",
)  # fmt: skip
# Words that no detector can know for a name: in paths, names of parameters, keys of JSON, headers, hosts, methods.
WORDS = ("zyxcanary",)


def engine_reading(**more: object) -> Reading:
    """Reading without threads unless told otherwise."""
    return Reading(load_engine(), **({"threads": 0} | more))  # type: ignore[arg-type]


def canary_logs(folder: Path) -> Path:
    """Logs with an identifier of each kind in each place where one may stand; the lines are made up."""
    folder.mkdir()
    stamp = "[21/Nov/2026:10:00:00 +0000]"
    lines = [
        f'192.0.2.77 - alicecanary {stamp} "GET /join?email=jane.canary%40example.org HTTP/1.1" 200 5 "-" "-"',
        f'2001:db8:77::1 - - {stamp} "GET /pay?cc=4111111111111111&iban=GB82WEST12345698765432 HTTP/1.1" 200 5 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET /users/janecanary/mail/jane.canary@example.org?4111111111111111=jane.canary@example.org HTTP/1.1" 200 5 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET /reset/q8ZrT2mWx4Lk9VbN7cYp3HsD?token=q8ZrT2mWx4Lk9VbN7cYp3HsD HTTP/1.1" 200 5 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET / HTTP/1.1" 200 5 "https://alicecanary:q8ZrT2mWx4Lk9VbN7cYp3HsD@www.example.com/a?from=jane.canary@example.org&phone=%2B49%2030%2023125%207707" "x jane.canary@example.org"',
        f'192.0.2.77 - - {stamp} "GET /logs/jane.canary@example.org/access.log HTTP/1.1" 200 512 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET /users/janecanary/export.csv HTTP/1.1" 200 5120000 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET /?jane.canary@example.org=4111111111111111&next=//198.51.100.177/ HTTP/1.1" 200 5 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET /zyxcanary/Inbox?email=jane.canary@example.org HTTP/1.1" 200 5 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET /x?zyxcanary=jane.canary@example.org HTTP/1.1" 200 5 "-" "zyxcanary jane.canary@example.org"',
        f'192.0.2.77 - - {stamp} "GET /a-zyxcanary/b.php;zyxcanary=jane.canary@example.org HTTP/1.1" 200 5 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET /a HTTP/1.1" 200 5 "https://zyxcanary.example/zyxcanary?user[zyxcanary]=jane.canary@example.org" "-"',
        f'192.0.2.77 - - {stamp} "GET /logs/zyxcanary/access.log HTTP/1.1" 200 512 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET /zyxcanary/matomo.php HTTP/1.1" 200 512 "-" "-"',
        f'192.0.2.77 - - {stamp} "GET /zyxcanary/customers/export.csv HTTP/1.1" 200 5120000 "-" "-"',
        f'zyxcanary.example - zyxcanary {stamp} "ZYXCANARY /?next=%7B%22zyxcanary%22:%22jane.canary@example.org%22%7D ZYXCANARY" 200 5 "-" "-"',
        "?? 198.51.100.177 says jane.canary@example.org paid with 4111 1111 1111 1111 by alicecanary",
    ]
    (folder / "access.log").write_text("".join(f"{line}\n" for line in lines * 3))
    told = (
        '2026/11/21 10:00:00 [error] 7#7: *1 open() "/home/homecanary/x" failed (2: No such file or directory), client: 192.0.2.77, '
        'server: example.com, request: "GET /?email=jane.canary@example.org HTTP/1.1", upstream: "http://10.77.3.7:8080/x", host: "example.com"\n'
    )
    (folder / "error.log").write_text(told)
    member = {"remote_addr": "192.0.2.77", "time_iso8601": "2026-11-21T10:00:00+00:00", "request": "GET / HTTP/1.1"}
    member |= {"status": "200", "jane.canary@example.org": "x", "note": "alicecanary 4111111111111111"}
    member |= {"zyxcanary": "jane.canary@example.org", "args": {"zyxcanary": "jane.canary@example.org"}}
    member |= {"headers": {"X-Zyxcanary": ["jane.canary@example.org"]}}
    (folder / "access.json.log").write_text(json.dumps(member) + "\n")
    (folder / "vhost.log").write_text(f'198.51.100.177:80 192.0.2.77 - - {stamp} "GET /a HTTP/1.1" 200 5 "-" "-"\n')
    return folder


def audited(paths: list[str], policy: bytes = POLICY, reading: Reading | None = None, **more: object) -> AuditReport:
    """An audit at a fixed time."""
    return audit(paths, reading or engine_reading(), AuditOptions(load(policy, "example.toml"), now=NOW, **more))  # type: ignore[arg-type]


def findings(report: AuditReport) -> list[Finding]:
    """All findings of a report."""
    return [one for result in report.results for one in result.findings]


def result_of(report: AuditReport, control: str) -> object:
    """The result of one control."""
    return next(one for one in report.results if one.control == control)


@pytest.mark.parametrize("handed_on", [False, True])
@pytest.mark.parametrize("form", FORMATS)
def test_no_output_names_a_visitor(tmp_path: Path, form: str, handed_on: bool) -> None:
    """Law 10: planted in every field, none of the identifiers stands in any form of the report, compared with an old one too."""
    logs = canary_logs(tmp_path / "logs")
    report = audited([str(logs)], handed_on=handed_on)
    before = dataclasses.replace(report, results=report.results[3:])
    report = compare(report, _bytes(render(before, "json")), "before.json")
    text = _bytes(render(report, form)).decode("utf-8-sig")

    assert len(findings(report)) > 15
    assert [canary for canary in (*CANARIES, *WORDS) if canary in text.lower()] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["{logs}"], 1),
        (["{logs}", "--handed-on", "--fail-on", "info"], 1),
        (["{logs}", "--format", "json"], 1),
        (["{logs}", "--log-format", "combined", "--jobs", "0"], 4),  # one of the logs has no line of that format
        (["{logs}", "--policy", "{broken}"], 2),
        (["{logs}", "--baseline", "{logs}/access.log"], 2),
        (["{logs}", "--output", "{logs}/no/such/folder"], 2),
        (["{cut}"], 4),
        (["{none}"], 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_no_run_names_a_visitor(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    """Law 10 over the command itself, failing runs included: neither stream holds a planted identifier."""
    import gzip

    logs = canary_logs(tmp_path / "logs")
    (tmp_path / "broken.toml").write_bytes((logs / "access.log").read_bytes())
    (tmp_path / "cut.log.gz").write_bytes(gzip.compress((logs / "access.log").read_bytes())[:-20])
    (tmp_path / "none.txt").mkdir()
    names = {
        "logs": logs,
        "broken": tmp_path / "broken.toml",
        "cut": tmp_path / "cut.log.gz",
        "none": tmp_path / "none.txt",
    }
    found = run(["audit", *(argument.format(**names) for argument in arguments)])
    said = capfd.readouterr()

    assert found == code
    assert [canary for canary in CANARIES if canary in said.out + said.err] == []


def test_a_leak_would_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CH-0.1 fails when a text of ours holds an identifier, and does not repeat it."""
    from chlogaudit.auditor.controls import CONTROLS

    logs = canary_logs(tmp_path / "logs")
    honest = CONTROLS["CH-6.1"]
    leaky = lambda seen: dataclasses.replace(honest(seen), evidence="ask jane.canary@example.org")  # noqa: E731
    monkeypatch.setitem(CONTROLS, "CH-6.1", leaky)
    made = result_of(audited([str(logs)]), "CH-0.1")

    assert made.status is Status.FAIL
    assert "canary" not in repr(made)


def test_places_are_of_logs_lines_and_columns(tmp_path: Path) -> None:
    """Every place, those in other logs included, names a source that was read, a line that it has, and a column or none."""
    for name in ("a.log", "b.log"):
        canary_logs(tmp_path / name)
    report = audited([str(tmp_path)], handed_on=True)
    lines = {source.source: source.lines for source in report.sources}
    places = [place for one in findings(report) for place in (one.place, *one.others) if place.source in lines]

    assert len(places) > 60
    assert all(0 <= place.line <= lines[place.source] for place in places)
    assert {place.field for place in places if not re.fullmatch(r"[a-z0-9_]*(?:\{name\})?", place.field)} == set()


def test_what_was_redacted_is_not_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens and markers name nobody, wherever they stand: a redacted log has no finding but those of its age."""
    monkeypatch.setenv("CHLOGAUDIT_KEY_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    logs, out = tmp_path / "logs", tmp_path / "out"
    logs.mkdir()
    stamp = "[21/Oct/2026:10:00:00 +0000]"
    (logs / "access.log").write_text(
        f'192.0.2.77 - alice {stamp} "GET /join?email=jane.doe@example.org&next=//198.51.100.7/ HTTP/1.1" 200 5 "-" "-"\n'
        f'192.0.2.78 - - {stamp} "GET /users/janedoe HTTP/1.1" 200 5 "https://www.example.com/?ip=10.0.3.7&cc=4111111111111111" "-"\n'
    )
    (logs / "error.log").write_text(
        '2026/10/21 10:00:00 [error] 7#7: *1 open() "/home/alice/x" failed (2: No such file or directory), client: 192.0.2.77, '
        'server: example.com, request: "GET / HTTP/1.1", upstream: "http://10.77.3.7:8080/x?ip=10.0.0.9", host: "example.com"\n'
        '2026/10/21 10:00:00 [error] 7#7: *2 user "alice": password mismatch, client: 192.0.2.77, server: example.com, '
        'request: "GET / HTTP/1.1", host: "example.com"\n'
    )
    (logs / "ingress.log").write_text(
        f'192.0.2.77 - - {stamp} "GET / HTTP/1.1" 200 5 "-" "-" 204 0.002 [shop-web-80] [] 10.0.3.7:80, 10.0.3.8:80 5, 0 0.001, 0.001 '
        "502, 200 26cf33fdc416e100aec0dffac0187671\n"
    )
    assert run(["redact", str(logs), "--output-dir", str(out), "--quiet"]) == 0
    before, after = audited([str(logs)], handed_on=True), audited([str(out)], handed_on=True)
    of_logs = ("CH-0.3", "CH-1.1", "CH-3.1", "CH-3.2", "CH-5.2", "CH-8.1")

    assert {result_of(before, control).status for control in of_logs} == {Status.FAIL}
    assert {control: result_of(after, control).findings for control in of_logs} == dict.fromkeys(of_logs, ())
    assert result_of(after, "CH-1.2").findings == ()


def test_blocks_and_threads_do_not_show(tmp_path: Path) -> None:
    """Law 2: any block size, any number of threads and both engines give the same report."""
    logs = canary_logs(tmp_path / "logs")
    usual = audited([str(logs)])

    for reading in (
        engine_reading(block_size=4096),
        engine_reading(threads=3, block_size=8192),
        Reading(load_engine("reference"), threads=0),
    ):
        assert audited([str(logs)], reading=reading) == usual


def test_marks_are_stable(tmp_path: Path) -> None:
    """Fingerprints do not depend on the order of the logs, on the run, or on how often a thing was met."""
    logs = canary_logs(tmp_path / "logs")
    names = sorted(str(path) for path in logs.iterdir())
    first = audited(names)
    again = audited(names[::-1])
    (logs / "access.log").write_bytes((logs / "access.log").read_bytes() * 2)
    more = audited(names)

    assert {one.fingerprint for one in findings(first)} == {one.fingerprint for one in findings(again)}
    assert sorted(findings(first), key=repr) == sorted(findings(again), key=repr)
    lasting = {one.fingerprint for one in findings(first)} - {one.fingerprint for one in findings(more)}
    assert lasting == set()


def test_a_suppression_moves_its_findings_aside_and_no_other(tmp_path: Path) -> None:
    """Named by template, the finding stands apart with owner and reason; the control still fails for the rest."""
    logs = canary_logs(tmp_path / "logs")
    policy = POLICY + SUPPRESSION.format("CH-1.1", "/join*", "2027-01-31").encode()
    made = result_of(audited([str(logs)], policy), "CH-1.1")

    assert made.status is Status.FAIL
    assert [one.template for one, _ in made.suppressed] == ["/join?email="]
    assert "A. Example: a role account" in made.suppressed[0][1]
    assert not any(one.template == "/join?email=" for one in made.findings)


def test_a_suppression_of_one_log_leaves_the_others(tmp_path: Path) -> None:
    """Findings are grouped over logs, but a suppression that names one log excuses that log alone."""
    for name in ("a.log", "b.log", "c.log"):
        text = '192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "GET /?email=jane.doe@example.org HTTP/1.1" 200 5 "-" "-"\n'
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o644)
    policy = POLICY
    for control in ("CH-1.1", "CH-7.1"):
        policy += SUPPRESSION.format(control, "*/b.log", "2027-01-31").encode()
    report = audited([str(tmp_path)], policy)

    for control in ("CH-1.1", "CH-7.1"):
        made = result_of(report, control)
        kept = next(one for one in made.findings if one.type == "email" or "everybody" in one.message)
        assert kept.count == 2, control
        assert [Path(one.source).name for one in (kept.place, *kept.others)] == ["a.log", "c.log"]
        assert "b.log" not in kept.message + kept.remedy
        assert [one.place.source.endswith("b.log") for one, _ in made.suppressed] == [True] * len(made.suppressed)


def test_an_expired_suppression_fails(tmp_path: Path) -> None:
    """Past its date it excuses nothing, and is a failure of its own."""
    logs = canary_logs(tmp_path / "logs")
    policy = POLICY + SUPPRESSION.format("CH-9.1", "/x*", "2026-11-20").encode()
    made = result_of(audited([str(logs)], policy), "CH-9.1")

    assert made.status is Status.FAIL
    assert any("expired" in one.message for one in made.findings)


def test_a_statement_speaks_where_logs_cannot(tmp_path: Path) -> None:
    """An attestation answers what is open and of a kind that a person may answer; it never excuses a finding or an auto control."""
    logs = canary_logs(tmp_path / "logs")
    said = '[[attestation]]\ncontrol = "{}"\nby = "A. Example"\ndate = 2026-11-01\nexpires = 2027-11-01\nbasis = "looked"\n'
    policy = POLICY + "".join(said.format(control) for control in ("CH-6.1", "CH-8.2", "CH-10.1")).encode()
    report = audited([str(logs)], policy)

    assert result_of(report, "CH-6.1").status is Status.ATTESTED
    assert result_of(report, "CH-8.2").status is Status.ATTESTED
    assert result_of(report, "CH-10.1").status is Status.WARN


def test_a_changed_policy_text_takes_the_passes(tmp_path: Path) -> None:
    """With another text in force, nothing that was checked against the old one passes."""
    (tmp_path / "access.log").write_text('192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"\n')
    report = audited([str(tmp_path)], text_sha256="0" * 64)

    assert [one.control for one in report.results if one.status is Status.PASS] == []
    assert result_of(report, "CH-1.1").reason.startswith("mapping not reviewed")


@given(st.binary(max_size=300))
@settings(max_examples=25)
def test_any_bytes_end_in_a_report(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Law 9: whatever stands in a log, the audit ends in a report that can be written in every form."""
    path = tmp_path_factory.mktemp("any") / "access.log"
    path.write_bytes(b'192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"\n' * 3 + data)
    report = audited([str(path)])

    assert all(render(report, form) for form in ("json", "table"))


@given(st.sampled_from(sorted(WATCHED)), st.data())
@settings(max_examples=300)
def test_no_watched_path_lacks_a_literal(kind: str, data: st.DataObject) -> None:
    """What is looked for first is in every path that a pattern takes."""
    path = data.draw(st.from_regex(re.compile(WATCHED[kind].pattern.decode(), re.IGNORECASE | re.ASCII))).encode()

    assert any(literal in path.lower() for literal in LITERALS)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("email", "email"), ("user[first-name]", "user[first-name]"), ("q2", "q2"), ("4111111111111111", "{name}"),
        ("jane.canary@example.org", "{name}"), ("a" * 41, "{name}"), ("", ""),
    ],
)  # fmt: skip
def test_names_that_may_be_somebody_are_hidden(name: str, shown: str) -> None:
    """A parameter's or a column's name is written by whoever wrote the line."""
    assert safe_name(name) == shown


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        (b"10.1.2.3", True), (b"100.64.0.1", True), (b"::ffff:192.168.0.1", True), (b"[fe80::1%eth0]", True), (b"fd12::1", True),
        (b"192.0.2.7", False), (b"8.8.8.8", False), (b"2001:db8::1", False), (b"::ffff:8.8.8.8", False), (b"host", False), (b"", False),
    ],
)  # fmt: skip
def test_private_networks_are_those_of_the_standards(address: bytes, inside: bool) -> None:
    """RFC 1918, RFC 6598, loopback, link-local and unique local addresses; those for documentation stand for the world's."""
    assert is_internal(address) == inside


def test_templates_hold_nothing_that_is_found() -> None:
    """What a template leaves of a path is searched again."""
    assert "jane" not in harmless("/x/jane.canary@example.org/y")
    assert harmless("/shop/list") == "/shop/list"
    assert parameter_of(b"GET /?a=1&mail=jane@example.org HTTP/1.1", 15) == "mail"


@pytest.mark.parametrize(
    ("full", "left"),
    [
        ("/shop/list?page=", "/shop/list?page="), ("/jane/inbox?email=", "/{word}/inbox?email="),
        ("/x-jane/photo.php?jane=", "/{word}/photo.php?{name}="), ("/u/{user}/mail", "/u/{user}/mail"), ("/jane.csv", "/{word}.csv"),
        ("/formLogin?userName=", "/formLogin?userName="), ("(not a path)", "(not a path)"), ("?card=", "?card="), ("/%C3%A9", "/{word}"),
        ("/", "/"), ("", ""),
    ],
)  # fmt: skip
def test_only_words_of_any_site_are_left_of_a_template(full: str, left: str) -> None:
    """A plain word may be a name; what is shown twice is shown once."""
    assert public.template(full) == left
    assert public.template(left) == left


@pytest.mark.parametrize(
    ("field", "left"),
    [
        ("request_first_line", "request_first_line"), ("request_header_referer", "request_header_referer"),
        ("request_header_x_jane", "request_header_{name}"), ("response_header_via", "response_header_via"), ("jane", "{name}"),
        ("upstream_addr", "upstream_addr"), ("", ""),
    ],
)  # fmt: skip
def test_names_of_columns_are_the_servers_own(field: str, left: str) -> None:
    """A header that a visitor made up is a column of a log of JSON."""
    assert public.column(field) == left


@pytest.mark.parametrize(("clients", "shown"), [(9, False), (10, True)])
def test_what_many_sent_is_shown_whole(tmp_path: Path, clients: int, shown: bool) -> None:
    """From k distinct clients on, a template names nobody; one client that sends it often does not make it so."""
    text = '192.0.2.{} - - [21/Nov/2026:10:00:{:02} +0000] "GET /zyxcanary/x?email=jane.doe@example.org HTTP/1.1" 200 5 "-" "-"\n'
    lines = [text.format(number % clients, number) for number in range(50)]
    (tmp_path / "access.log").write_text("".join(lines))
    (found,) = result_of(audited([str(tmp_path)]), "CH-1.1").findings

    assert found.template == ("/zyxcanary/x?email=" if shown else "/{word}/x?email=")
    assert found.count == 50


@pytest.mark.parametrize("match", ["/zyxcanary/x*", "/{word}/x*"])
def test_a_suppression_names_a_template_in_full_or_as_it_is_shown(tmp_path: Path, match: str) -> None:
    """Whoever writes it knows the site's paths, or copies what the report says; the mark is the same either way."""
    line = '192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "GET /zyxcanary/x?email=jane.doe@example.org HTTP/1.1" 200 5 "-" "-"\n'
    (tmp_path / "access.log").write_text(line)
    made = result_of(
        audited([str(tmp_path)], POLICY + SUPPRESSION.format("CH-1.1", match, "2027-01-31").encode()), "CH-1.1"
    )

    assert made.status is Status.PASS
    assert [one.template for one, _ in made.suppressed] == ["/{word}/x?email="]


def test_evidence_without_proof_does_not_pass_by_suppression(tmp_path: Path) -> None:
    """What is left of a control that never passes is undecided, and so is what was not understood."""
    line = '192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "GET /near?lat=52.500012&lon=13.400034&email=j@example.org HTTP/1.1" 200 5 "-" "-"\n'
    (tmp_path / "access.log").write_text(line)
    policy = POLICY + b"".join(SUPPRESSION.format(one, "/near*", "2027-01-31").encode() for one in ("CH-1.2", "CH-1.1"))
    known = audited([str(tmp_path)], policy)
    (tmp_path / "access.log").write_text(line + "what is this\n")
    unknown = audited([str(tmp_path)], policy)

    assert result_of(known, "CH-1.1").status is Status.PASS
    assert result_of(known, "CH-1.2").status is Status.INCONCLUSIVE
    assert result_of(unknown, "CH-1.1").status is Status.INCONCLUSIVE


def _bytes(made: bytes | str) -> bytes:
    return made.encode() if isinstance(made, str) else made
