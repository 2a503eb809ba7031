"""No identifier of a visitor leaves through a report: canaries in every field, every format, good runs and failing ones."""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from chlogaudit import cli
from traffic_logs import entry

CANARIES = (
    "203.0.113.77", "203.0.113.78", "2001:db8:77::77", "host-canary.dialup.example.net",  # clients
    "canaryuser", "canary.user@example.com",  # authenticated users
    "canary.url@example.com", "canary.url%40example.com", "canary%2Eurl", "canary.ref@example.net", "canary.ua@example.org",
    "4000001234567899", "DE89370400440532013000", "+43 664 1234567", "6641234567",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlY2FuYXJ5", "7f3a9c2e5b8d4f60a1b2c3d4e5f60718",
    "EAIaIQobChMIcanaryclickid", "CANARYSESSION0123456789ABCDEF", "canary.phrase@example.com",
)  # fmt: skip
TARGETS = (
    "/", "/about", "/static/app.css", "/subscribe?email=canary.url@example.com", "/subscribe?email=canary.url%40example.com",
    "/users/canary.url@example.com/edit", "/pay?card=4000001234567899", "/iban/DE89370400440532013000", "/call/+43%20664%201234567",
    "/call?phone=%2B436641234567", "/reset/7f3a9c2e5b8d4f60a1b2c3d4e5f60718",
    "/login?token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlY2FuYXJ5", "/?gclid=EAIaIQobChMIcanaryclickid",
    "/shop;jsessionid=CANARYSESSION0123456789ABCDEF", "/u/canary%2Eurl%40example.com", "/203.0.113.77/x", "/h/2001:db8:77::77/",
)  # fmt: skip
REFERERS = (
    "-", "https://www.example.net/?mail=canary.ref@example.net", "https://canary.ref@example.net/inbox", "http://203.0.113.78/admin",
    "https://www.google.com/search?q=canary.phrase@example.com", "https://www.google.com/search?q=call+%2B43+664+1234567",
    "https://mail.example.org/u/canary.ref@example.net/7f3a9c2e5b8d4f60a1b2c3d4e5f60718",
    "https://[2001:db8:77::77]/",
)  # fmt: skip
AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0",
    "Mozilla/5.0 (compatible; examplebot/1.0; mailto:canary.ua@example.org)",
    "canary.ua@example.org", "curl/8.5.0",
)  # fmt: skip
FORMATS = {
    "terminal": "",
    "html": ".html",
    "json": ".json",
    "markdown": ".md",
    "xlsx": ".xlsx",
    "csv": "",
    "parquet": "",
}


def canary_log(path: Path) -> Path:
    """
    A log in which each canary has enough visitors to pass the threshold, so that nothing but the rules hides it.

    The four clients come on forty days with four user agents; a crowd of others sends the same URLs and referers.
    """
    lines = []
    clients = ("203.0.113.77", "203.0.113.78", "2001:db8:77::77", "host-canary.dialup.example.net")
    for number in range(1600):
        client = clients[number % 4] if number % 5 == 0 else f"198.51.100.{number % 250}"
        lines.append(
            entry(
                TARGETS[number % len(TARGETS)],
                client=client,
                user=("-", "canaryuser", "canary.user@example.com")[number % 3],
                time=f"{1 + number % 28:02}/Mar/2026:{number % 24:02}:00:00 +0000",
                status=404 if number % 7 == 0 else 200,
                referer=REFERERS[number % len(REFERERS)],
                agent=AGENTS[number // 3 % len(AGENTS)],
            )
        )
    path.write_text("".join(lines))
    return path


Command = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Command:
    """The command as a user runs it: its exit code, and all that it wrote on both streams."""

    def command(*arguments: str) -> tuple[int, str]:
        code = cli.run(["report", *arguments])
        out, err = capfd.readouterr()
        return code, out + err

    return command


def texts(path: Path) -> str:
    """All that a file or a folder of files holds, archives opened, lower-case."""
    if path.is_dir():
        return "".join(texts(inner) + inner.name for inner in sorted(path.iterdir()))
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    elif data[:4] == b"PAR1":
        import pyarrow.parquet

        return str(pyarrow.parquet.read_table(path).to_pydict()).lower()
    return data.decode("utf-8", "replace").lower()


def told(text: str) -> list[str]:
    """The canaries that stand in a text."""
    return [canary for canary in CANARIES if canary.lower() in text.lower()]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("k", ["10", "1"])
def test_no_canary_in_any_format(form: str, k: str, tmp_path: Path, run: Command) -> None:
    """Neither in what is handed on nor, with k 1, in what an operator may look at; the panels are not empty for it."""
    log = canary_log(tmp_path / "access.log")
    out = tmp_path / f"out{FORMATS[form]}"
    code, said = run(str(log), "--format", form, "--output", str(out), "--k", k, "--top", "1000")
    written = texts(out)

    assert code == 0
    assert told(written + said) == []
    assert "/about" in written


def test_no_canary_on_the_terminal(tmp_path: Path, run: Command) -> None:
    """The default of the command: what a sysadmin sees in the mail."""
    code, said = run(str(canary_log(tmp_path / "access.log")), "--top", "1000")

    assert code == 0
    assert told(said) == []
    assert "/about" in said


@pytest.mark.parametrize("form", ["terminal", "json", "html"])
def test_no_canary_in_a_failing_run(form: str, tmp_path: Path, run: Command) -> None:
    """A log that breaks off, a file that is no log, and one that is missing: said, without a word of their text."""
    log = canary_log(tmp_path / "access.log")
    packed = tmp_path / "access.log.2.gz"
    packed.write_bytes(gzip.compress(log.read_bytes())[:-2000])
    other = tmp_path / "notes.txt"
    other.write_text("\n".join(CANARIES) * 3)
    out = tmp_path / "out"
    broken = run(str(packed), str(other), str(log), "--format", form, "--output", str(out))
    missing = run(str(tmp_path / "nothing"), "--format", form, "--output", str(tmp_path / "none"))
    neither = run(str(other), "--format", form, "--output", str(tmp_path / "none"), "--log-format", "combined")

    assert broken[0] == 4
    assert missing[0] in {3, 4}
    assert [told(said) for _, said in (broken, missing, neither)] == [[], [], []]
    assert told(texts(out)) == []


def test_tokens_of_two_runs_cannot_be_joined(tmp_path: Path, run: Command) -> None:
    """The token of a host or a user is made with a salt of the run, so two reports do not name one person alike."""
    log = canary_log(tmp_path / "access.log")
    tokens = []
    for name in ("a.json", "b.json"):
        code, _ = run(str(log), "--panel", "users", "-o", str(tmp_path / name))
        tokens.append(set(re.findall(r"u-[0-9a-f]{10}", (tmp_path / name).read_text())))

        assert code == 0
        assert tokens[-1]

    assert not tokens[0] & tokens[1]
