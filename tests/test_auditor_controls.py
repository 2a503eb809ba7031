"""Every control over small made-up logs, through the real job: what it must find, and what it must leave alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest

from chlogaudit.auditor.controls import CONTROLS, OVER_ALL
from chlogaudit.engine import load as load_engine
from chlogaudit.jobs.audit import AuditOptions, audit
from chlogaudit.jobs.logs import Reading
from chlogaudit.model.finding import AuditReport, ControlResult, IdType, Severity, Status
from chlogaudit.model.receipt import Receipt
from chlogaudit.policy import load
from chlogaudit.redactor.keys import EpochKey, sealed_id
from chlogaudit.redactor.tokens import token

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC).timestamp()
NAMED = b'extends = "clusters-host"\n[retention]\nraw_days = 30\nset_by = "A. Example"\n'
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
TOKEN = token(b"192.0.2.7", IdType.CLIENT_IP, EpochKey(sealed_id(b"\1" * 5), b"\2" * 32)).decode()


def line(
    target: str = "/", *, client: str = "192.0.2.7", user: str = "-", status: int = 200, size: int = 512, referer: str = "-",
    agent: str = AGENT, time: str = "21/Nov/2026:10:00:00 +0000", method: str = "GET",
) -> str:  # fmt: skip
    """One line of the combined format."""
    return f'{client} - {user} [{time}] "{method} {target} HTTP/1.1" {status} {size} "{referer}" "{agent}"'


def judged(
    tmp_path: Path, logs: dict[str, Iterable[str]], *, policy: bytes = NAMED, mode: int = 0o640, **options: object
) -> AuditReport:
    """The report of an audit of logs given by name and lines."""
    paths = []
    for name, lines in logs.items():
        path = tmp_path / name
        path.write_text("".join(f"{one}\n" for one in lines))
        path.chmod(mode)
        paths.append(str(path))
    tmp_path.chmod(0o755)
    made = AuditOptions(load(policy, "example.toml"), now=NOW, **options)  # type: ignore[arg-type]
    return audit(paths, Reading(load_engine(), threads=0), made)


def of(report: AuditReport, control: str) -> ControlResult:
    """The result of one control."""
    return next(one for one in report.results if one.control == control)


PLAIN = [line("/"), line("/shop/list?page=2&sort=price"), line("/style.css", referer="https://www.example.com/shop")]

# control, what it is of, lines that must be found, a word of the finding
FOUND = [
    ("CH-0.2", "log", [line("/logs/access.log")], "/logs/access.log"),
    ("CH-0.2", "packed", [line("/backup/error_log.2.gz")], "answered 2xx"),
    ("CH-0.2", "status page", [line("/server-status")], "/server-status"),
    ("CH-0.2", "listing", [line("/logs/")], "/logs/"),
    ("CH-0.2", "encoded", [line("/%61ccess.log")], "/access.log"),
    ("CH-0.2", "a monitor's", [line("/server-status", client="10.0.0.5")], "private networks only"),
    (
        "CH-0.3",
        "own",
        [line("/a.css", referer="https://www.example.com/reset?email=jane.doe%40example.org")],
        "own pages",
    ),
    (
        "CH-0.3",
        "other",
        [
            *[line("/a.css", referer="https://www.example.com/")] * 3,
            line(referer="https://mail.example.net/read?from=jane.doe@example.org"),
        ],
        "another site",
    ),
    ("CH-1.1", "query", [line("/join?email=jane.doe%40example.org")], "parameter email of the request"),
    ("CH-1.1", "twice encoded", [line("/join?to=jane.doe%2540example.org")], "e-mail address"),
    ("CH-1.1", "user agent", [line(agent="larbin_2.6.3 (jane.doe@example.org)")], "user agent"),
    ("CH-1.1", "user field", [line(user="jane.doe@example.org")], "user field"),
    ("CH-1.1", "unparsed", [*PLAIN, "?? jane.doe@example.org wrote something odd here"], "fits no format"),
    ("CH-1.2", "birth date", [line("/book?date_of_birth=1990-01-31")], "birth date"),
    ("CH-1.2", "place", [line("/near?lat=52.500012&lon=13.400034")], "coordinates"),
    ("CH-2.1", "future", [line(time="25/Nov/2026:10:00:00 +0000")], "in the future"),
    ("CH-2.1", "clock not set", [line(time="01/Jan/1970:00:00:07 +0000"), line()], "dated before 1990"),
    ("CH-2.1", "gap", [line(time="17/Nov/2026:10:00:00 +0000"), line()], "no entry for 95 hours"),
    (
        "CH-2.1",
        "joined",
        [line(f"/{n}", time=f"21/Nov/2026:{n:02}:00:00 +0000") for n in range(9)] * 2,
        "repeat an earlier part",
    ),
    ("CH-2.1", "written twice", [line(f"/{n // 2}") for n in range(60)], "stands there twice"),
    ("CH-2.1", "order", [line("/a"), line("/b", time="21/Nov/2026:09:00:00 +0000")], "older than one before"),
    ("CH-2.1", "unparsed", [*PLAIN, "what is this"], "fit no format"),
    ("CH-3.1", "card", [line("/pay?cc=4111111111111111")], "payment card"),
    ("CH-3.1", "iban", [line("/pay?iban=GB82WEST12345698765432")], "IBAN"),
    ("CH-5.1", "a second too old", [line(time="22/Oct/2026:11:59:59 +0000")], "more than 30 days old"),
    ("CH-5.1", "old", [line(time="02/Sep/2026:10:00:00 +0000")], "80 days old"),
    ("CH-5.2", "raw client", [line(time="02/Sep/2026:10:00:00 +0000")], "still raw"),
    (
        "CH-5.2",
        "e-mail kept",
        [line("/?email=jane.doe@example.org", client=TOKEN, time="02/Sep/2026:10:00:00 +0000")],
        "e-mail address still",
    ),
    ("CH-5.3", "token", [line("/reset?token=q8ZrT2mWx4Lk9VbN7cYp3HsD")], "secret token"),
    ("CH-5.3", "hash", [line(client="5f4dcc3b5aa765d61d8327deb882cf99")], "bare hashes"),
    ("CH-8.3", "large", [line("/admin/customers/export.csv", size=4_210_331)], "4,210,331"),
    ("CH-8.3", "many", [line("/users.csv", size=100 + n) for n in range(120)], "120 times"),
    ("CH-9.2", "pixel", [line("/matomo.php?idsite=1")], "matomo.php"),
    ("CH-9.2", "analytics", [line("/?_ga=GA1.2.1234567890.1700000000")], "device id"),
    ("CH-9.2", "click", [line("/?gclid=EAIaIQobChMI0aXy8Zz_gQMVk5-DBx1sTAbcEAAYASAAEgKj")], "click id"),
]
LEFT = [
    (
        "CH-0.2",
        [
            line("/logs/access.log", status=403),
            line("/server-status", client="127.0.0.1"),
            line("/blog/"),
            line("/login"),
        ],
    ),
    ("CH-0.3", [line("/a.css", referer="https://www.example.com/shop?page=2"), line("/?email=jane.doe@example.org")]),
    (
        "CH-1.1",
        [
            line("/img/logo@2x.png"),
            line("/npm/@scope/name"),
            line(user="alice"),
            line(agent="Bot/1 (+bot@example.com)"),
            *PLAIN,
        ],
    ),
    ("CH-2.1", [*PLAIN, line(time="21/Nov/2026:11:00:00 +0000")]),
    ("CH-2.1", [line("/pixel.png")] * 90),  # one page that asks for one picture again and again
    (
        "CH-2.1",
        [line("/a"), line("/large", time="21/Nov/2026:09:56:00 +0000")],
    ),  # a slow download is written when it ends
    ("CH-3.1", [line("/order?no=4111111111111112"), line("/t?at=1700000000000"), *PLAIN]),
    ("CH-5.1", [line(client=TOKEN, time="02/Sep/2026:10:00:00 +0000"), line()]),
    ("CH-5.1", [line(time="22/Oct/2026:12:00:00 +0000")]),
    ("CH-5.1", [line(time="01/Jan/1970:00:00:07 +0000"), line()]),
    ("CH-5.2", [line("/?email=jane.doe@example.org", time="01/Jan/1970:00:00:07 +0000"), line()]),
    ("CH-5.2", [line(client=TOKEN, time="02/Sep/2026:10:00:00 +0000"), line(time="20/Nov/2026:10:00:00 +0000")]),
    ("CH-7.1", PLAIN),
    ("CH-0.1", [line("/join?email=jane.doe%40example.org&cc=4111111111111111")]),
]
QUIET = [  # kind part: found nothing, proves nothing
    ("CH-1.2", [line("/shop?date=2026-11-21"), line("/v/1.2.3"), *PLAIN]),
    ("CH-5.3", [*PLAIN, line("/?v=5f4dcc3b")]),
    ("CH-8.3", [line("/admin/customers/export.csv", size=2_000), line("/download/setup.exe", size=9_000_000), *PLAIN]),
    ("CH-9.2", [line("/matomo.php", status=404), line("/collection/shoes"), *PLAIN]),
    ("CH-9.2", [line("/provision/00-15-65-ab-cd-ef.cfg"), *PLAIN]),
]


@pytest.mark.parametrize(("control", "lines", "word"), [pytest.param(c, ls, w, id=f"{c} {n}") for c, n, ls, w in FOUND])
def test_what_must_be_found(tmp_path: Path, control: str, lines: list[str], word: str) -> None:
    """A control that finds something fails or warns, says what in words, counts it, and says where."""
    made = of(judged(tmp_path, {"access.log": lines}), control)

    assert made.status in {Status.FAIL, Status.WARN}
    assert any(word in one.message for one in made.findings)
    assert all(
        one.count > 0 and one.place.source and one.clause and len(one.fingerprint) == 16 for one in made.findings
    )


@pytest.mark.parametrize(("control", "lines"), LEFT, ids=[control for control, _ in LEFT])
def test_what_must_be_left_alone(tmp_path: Path, control: str, lines: list[str]) -> None:
    """A control that finds nothing passes, and its pass states a population."""
    made = of(judged(tmp_path, {"access.log": lines}), control)

    assert (made.status, made.findings) == (Status.PASS, ())
    assert any(char.isdigit() for char in made.evidence)


@pytest.mark.parametrize(("control", "lines"), QUIET, ids=[control for control, _ in QUIET])
def test_evidence_is_no_proof(tmp_path: Path, control: str, lines: list[str]) -> None:
    """A control that can only show evidence never passes: it found nothing, which it says with the population."""
    made = of(judged(tmp_path, {"access.log": lines}), control)

    assert (made.status, made.findings) == (Status.INCONCLUSIVE, ())
    assert "evidence, not proof" in made.reason
    assert any(char.isdigit() for char in made.evidence)


def test_every_declared_control_has_a_result(tmp_path: Path) -> None:
    """Built or not, each control of the policy file is answered, in the order of the clauses."""
    report = judged(tmp_path, {"access.log": PLAIN})

    assert [one.control for one in report.results] == list(load(NAMED, "x").controls)
    assert {*CONTROLS, *OVER_ALL} <= {one.control for one in report.results}
    assert all(one.reason for one in report.results if one.status in {Status.NOT_CHECKED, Status.INCONCLUSIVE})


def test_nothing_passes_on_logs_that_were_not_understood(tmp_path: Path) -> None:
    """Above the allowed share of lines that fit no format, what looks at lines does not pass."""
    report = judged(tmp_path, {"access.log": [*PLAIN, "?? what is this"]})

    for control in ("CH-0.2", "CH-0.3", "CH-1.1", "CH-3.1", "CH-5.1", "CH-5.2"):
        assert of(report, control).status is Status.INCONCLUSIVE, control
        assert "fit no format" in of(report, control).reason


def test_nothing_passes_on_a_log_cut_short(tmp_path: Path) -> None:
    """A packed log that ends too early is read as far as it goes, fails CH-2.1, and leaves the others undecided."""
    import gzip

    whole = gzip.compress("".join(f"{line(f'/p/{n}')}\n" for n in range(5000)).encode())
    (tmp_path / "access.log.gz").write_bytes(whole[: len(whole) // 2])
    report = audit([str(tmp_path)], Reading(load_engine(), threads=0), AuditOptions(load(NAMED, "x"), now=NOW))

    assert of(report, "CH-2.1").status is Status.FAIL
    assert of(report, "CH-1.1").status is Status.INCONCLUSIVE
    assert of(report, "CH-3.1").status is Status.INCONCLUSIVE


def test_handed_on_is_refused_not_warned_about(tmp_path: Path) -> None:
    """CH-8.1 and CH-3.2 judge what leaves the house; of other logs they say that they did not look."""
    logs = {"access.log": [line("/?email=jane.doe@example.org"), line("/?next=http://10.0.3.7/x")]}
    kept, gone = judged(tmp_path, logs), judged(tmp_path, logs, handed_on=True)

    assert of(kept, "CH-8.1").status is Status.NOT_CHECKED
    assert of(kept, "CH-3.2").status is Status.NOT_CHECKED
    assert of(gone, "CH-8.1").status is Status.FAIL
    assert of(gone, "CH-8.1").findings[0].severity is Severity.CRITICAL
    assert of(gone, "CH-3.2").status is Status.FAIL


def test_home_folders_and_upstreams_are_coordinates(tmp_path: Path) -> None:
    """An nginx error line that names a home folder and an upstream fails CH-3.2 when it is handed on."""
    told = (
        '2026/11/21 10:00:00 [error] 7#7: *1 open() "/home/alice/site/x" failed (2: No such file or directory), '
        'client: 192.0.2.7, server: example.com, request: "GET /x HTTP/1.1", upstream: "http://10.0.3.7:8080/x", host: "example.com"'
    )
    made = of(judged(tmp_path, {"error.log": [told]}, handed_on=True), "CH-3.2")

    assert made.status is Status.FAIL
    assert any("home folders" in one.message for one in made.findings)
    assert "alice" not in repr(made)
    assert "10.0.3.7" not in repr(made)


def test_the_owner_of_a_home_folder_is_no_visitor(tmp_path: Path) -> None:
    """CH-1.1 leaves the account in a path of the server's disk to CH-3.2; the same word as somebody who logs in is found."""
    told = '2026/11/21 10:00:00 [error] 7#7: *1 {}, client: 192.0.2.7, server: example.com, request: "GET /x HTTP/1.1", host: "example.com"'
    home = told.format('open() "/home/alice/site/x" failed (2: No such file or directory)')
    login = told.format('user "alice" was not found in "/etc/nginx/users"')

    assert of(judged(tmp_path, {"error.log": [home]}), "CH-1.1").status is Status.PASS
    assert of(judged(tmp_path, {"error.log": [login]}), "CH-1.1").status is Status.FAIL


@pytest.mark.parametrize(("client", "severity"), [("10.0.0.5", "low"), (TOKEN, "high"), ("192.0.2.7", "high")])
def test_a_status_page_weighs_by_who_asked(tmp_path: Path, client: str, severity: str) -> None:
    """CH-0.2: a monitor of the own network is of low severity; a token of ours looks like such an address and may be anybody."""
    (found,) = of(judged(tmp_path, {"access.log": [line("/server-status", client=client)]}), "CH-0.2").findings

    assert found.severity.label == severity
    assert ("private networks only" in found.message) == (severity == "low")


def test_contacts_of_robots_weigh_little(tmp_path: Path) -> None:
    """An e-mail address in a user agent is of low severity in CH-1.1, and refused all the same where the log is handed on."""
    logs = {"access.log": [line(agent="larbin_2.6.3 (jane.doe@example.org)")]}
    (found,) = of(judged(tmp_path, logs), "CH-1.1").findings

    assert found.severity is Severity.LOW
    assert of(judged(tmp_path, logs, handed_on=True), "CH-8.1").findings[0].severity is Severity.CRITICAL


def test_recorded_cookies_and_credentials_are_named_by_their_field(tmp_path: Path) -> None:
    """CH-5.3 names the columns that hold values; a column of dashes holds none."""
    from chlogaudit.parser.text import compile_format

    form = compile_format('%h %l %u %t "%r" %>s %b "%{Cookie}i" "%{Authorization}i"')
    first = '192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "{}" "{}"'
    results = {}
    for name, cookie in (("some.log", "sid=q8ZrT2mWx4"), ("none.log", "-")):
        path = tmp_path / name
        path.write_text(first.format(cookie, "-") + "\n")
        options = AuditOptions(load(NAMED, "x"), now=NOW)
        results[name] = of(audit([str(path)], Reading(load_engine(), (form,), threads=0), options), "CH-5.3")

    assert any("cookies are recorded" in one.message for one in results["some.log"].findings)
    assert not any("credentials" in one.message for one in results["some.log"].findings)
    assert results["none.log"].findings == ()


def test_leftovers_of_other_tools_are_findings(tmp_path: Path) -> None:
    """AWStats, Webalizer and GoAccess files among the paths are named, with what they hold (CH-5.3), and CH-5.5 cannot pass."""
    (tmp_path / "awstats112026.example.txt").write_text("AWSTATS DATA FILE 7.9 (build 20230108)\n")
    (tmp_path / "webalizer.current").write_text("# Webalizer V2.23-08 Incremental Data\n")
    (tmp_path / "access.log").write_text(line() + "\n")
    report = audit([str(tmp_path)], Reading(load_engine(), threads=0), AuditOptions(load(NAMED, "x"), now=NOW))
    found = [one.message for one in of(report, "CH-5.3").findings]

    assert any("AWStats" in words for words in found)
    assert any("Webalizer" in words for words in found)
    assert of(report, "CH-5.5").status is Status.INCONCLUSIVE


@pytest.mark.parametrize(("k", "status"), [(1, Status.FAIL), (3, Status.WARN), (10, Status.PASS)])
def test_k_of_the_policy(tmp_path: Path, k: int, status: Status) -> None:
    """CH-5.5: a published number that may stand for one visitor fails; the pass names k."""
    made = of(judged(tmp_path, {"access.log": PLAIN}, policy=NAMED + f"[publish]\nk = {k}\n".encode()), "CH-5.5")

    assert made.status is status
    assert str(k) in made.evidence


def test_a_quiet_virtual_host_among_busy_ones(tmp_path: Path) -> None:
    """CH-9.1: a host that is busy before and after a day without entries is named; one that is seldom asked for is not."""
    lines = []
    for hour in range(24 * 6):
        moment = (dt.datetime(2026, 11, 15, tzinfo=dt.UTC) + dt.timedelta(hours=hour)).strftime(
            "%d/%b/%Y:%H:%M:%S +0000"
        )
        lines.append(f"www.example.com:443 {line(time=moment)}")
        if not 48 <= hour < 80:
            lines.append(f"shop.example.com:443 {line(time=moment)}")
        if hour in {3, 90}:
            lines.append(f"rare.example.com:443 {line(time=moment)}")
    made = of(judged(tmp_path, {"access.log": lines}), "CH-9.1")

    assert made.status is Status.WARN
    assert [one.message.split(",")[0] for one in made.findings] == ["shop.example.com"]
    assert "32 hours after 2026-11-17" in made.findings[0].message


def test_receipts_are_held_to_their_files(tmp_path: Path) -> None:
    """CH-2.2: same digest and lines pass, another digest, another number of lines or a broken chain fail."""
    path = str(tmp_path / "access.log")
    receipt = Receipt(
        1, "t", "2026-11-21T10:00:00Z", path, "0" * 64, "a" * 64, 9, 9, 3, 0, {}, {}, "", "default", (), "", ""
    )
    logs = {"access.log": PLAIN}

    def status(**more: object) -> Status:
        return of(judged(tmp_path, logs, **more), "CH-2.2").status

    assert status() is Status.NOT_CHECKED
    assert status(receipts={}) is Status.NOT_CHECKED
    assert status(receipts={path: receipt}, digests={path: "a" * 64}) is Status.PASS
    assert status(receipts={path: receipt}, digests={path: "b" * 64}) is Status.FAIL
    assert status(receipts={path: dataclasses.replace(receipt, lines=4)}, digests={path: "a" * 64}) is Status.FAIL
    assert status(receipts={path: receipt}, digests={path: "a" * 64}, chain_break="line 2: gone") is Status.FAIL


def test_permissions_of_many_logs_are_one_finding_with_commands(tmp_path: Path) -> None:
    """CH-7.1: eleven logs with one problem are one finding that counts them, and at most three commands on real paths."""
    report = judged(tmp_path, {f"access.log.{n}": PLAIN for n in range(1, 12)}, mode=0o644)
    (found,) = (one for one in of(report, "CH-7.1").findings if "everybody" in one.message)

    assert found.count == 11
    assert {found.place.source, *(one.source for one in found.others)} == {str(path) for path in tmp_path.iterdir()}
    assert found.remedy.split("\n")[0].startswith(f"chmod 0640 {tmp_path / 'access.log.1'}")
    assert len(found.remedy.split("\n")) == 4
    assert "8 more" in found.remedy


def test_default_days_only_warn(tmp_path: Path) -> None:
    """CH-5.1 by days that nobody has set by name warns, found or not."""
    for lines in ([line()], [line(time="02/Sep/2026:10:00:00 +0000")]):
        made = of(judged(tmp_path, {"access.log": lines}, policy=b'extends = "clusters-host"\n'), "CH-5.1")

        assert made.status is Status.WARN
        assert "default" in made.evidence


def test_the_gaps_of_the_policy_are_those_of_the_text_that_was_read(tmp_path: Path) -> None:
    """CH-10.1 names the gaps of the pinned text once, as information; of another text it knows none."""
    made = of(judged(tmp_path, {"access.log": PLAIN}), "CH-10.1")
    other = of(judged(tmp_path, {"access.log": PLAIN}, text_sha256="0" * 64), "CH-10.1")

    assert made.status is Status.WARN
    assert {one.severity for one in made.findings} == {Severity.INFO}
    assert other.status is Status.NOT_CHECKED
