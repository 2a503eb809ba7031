"""Law 10 over the whole command line: every command in every format it has, failing runs included, on logs full of canaries."""

from __future__ import annotations

import gzip
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from chlogaudit.cli import cli, run
from test_auditor_laws import CANARIES, WORDS, audited, canary_logs

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from labelled import generate

STAMP = "[21/Nov/2026:10:00:00 +0000]"
# What a run may need beside its format, by command; {…} are the files of the fixture.
RUNS: dict[str, list[list[str]]] = {
    "audit": [
        ["{logs}"], ["{logs}", "--handed-on"], ["{logs}", "--baseline", "{baseline}"], ["{logs}", "--log-format", "combined"],
        ["{logs}", "--policy", "{suppressing}"], ["{logs}", "{cut}"], ["{cut}"], ["{other}"], ["{none}"], ["{logs}/no.log"],
        ["{logs}", "--policy", "{logs}/access.log"], ["{logs}", "--baseline", "{logs}/access.log"],
        ["{logs}", "--from-config", "{logs}/access.log"], ["{logs}", "--policy-text", "{logs}/access.log"],
        ["{logs}", "--output", "{logs}/no/such/folder"], ["{logs}", "--log-format", "{line}"], ["{logs}/../odd"],
    ],
    "report": [
        ["{logs}"], ["{logs}", "--k", "1", "--top", "1000"], ["{logs}", "{cut}"], ["{cut}"], ["{other}"], ["{none}"],
        ["{logs}", "--log-format", "{line}"], ["{logs}", "--from-config", "{logs}/access.log"], ["{logs}/../odd"],
    ],
    "redact": [
        ["{logs}/access.log"], ["{logs}", "--dry-run"], ["{logs}", "--output-dir", "{out}"], ["{cut}"], ["{other}"], ["{none}"],
        ["{logs}/access.log", "--unparsed", "refuse"], ["{logs}", "--policy", "{logs}/access.log"], ["{logs}", "--in-place"],
        ["{logs}", "--in-place", "--not-in-use"], ["{logs}", "--log-format", "{line}"], ["{logs}/../odd", "--dry-run"],
    ],
    "verify": [
        ["{logs}"], ["{cut}"], ["{other}"], ["{none}"], ["{logs}", "--receipts", "{logs}/access.log"],
        ["{logs}", "--policy", "{logs}/access.log"],
    ],
    "formats": [[]],
    "formats detect": [["{logs}"], ["{cut}"], ["{other}"], ["{none}"]],
    "formats explain": [["combined"], ["{logs}/access.log"]],
    "policy show": [[], ["--toml"], ["--policy", "{logs}/access.log"]],
    "policy check": [["{logs}/access.log"], ["{suppressing}"], ["{suppressing}", "--text", "{logs}/access.log"]],
    "policy explain": [["CH-1.1"], ["9", "--policy", "{logs}/access.log"]],
    "policy accept": [["{logs}/access.log", "--by", "A. Example"]],
    "keys init": [[]],
    "keys list": [[]],
    "keys destroy": [["2026-11-21", "--yes"]],
}  # fmt: skip
PLAIN_WORDS_STAY = {
    "redact",
    "report",
}  # what no detector can know is left to the threshold of visitors, or to the log itself


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """All commands by their full name, groups that do something by themselves included."""
    for name, command in group.commands.items():
        full = f"{above} {name}".strip()
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield full, command
        if isinstance(command, click.Group):
            yield from commands(command, full)


COMMANDS = dict(commands(cli))


def forms(command: click.Command) -> list[list[str]]:
    """Every value of the command's own ``--format``, and none of them."""
    for option in command.params:
        if "--format" in option.opts and isinstance(option.type, click.Choice):
            return [[], *(["--format", str(name)] for name in option.type.choices)]
    return [[]]


CASES = [
    pytest.param(name, [*form, *arguments], id=" ".join([name, *form, *arguments]))
    for name, command in COMMANDS.items()
    for form in forms(command)
    for arguments in RUNS.get(name, [[]])
]


def test_every_command_is_here() -> None:
    """A command that is added later has runs of its own, or this fails."""
    assert set(RUNS) == set(COMMANDS)
    assert {name for name, command in COMMANDS.items() if len(forms(command)) > 1} >= {"audit", "report"}


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_no_command_names_a_visitor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str, arguments: list[str]
) -> None:
    """Neither stream, nor any file that the run made, holds what was planted; and none ends in a bug of ours."""
    names = planted(tmp_path)
    if name == "report":
        (tmp_path / "logs" / "vhost.log").unlink()  # a virtual host that is an address is the server's own
    if name == "redact":
        (tmp_path / "logs" / "access.log").write_bytes(without_names(tmp_path / "logs" / "access.log"))
        (tmp_path / "logs" / "access.json.log").unlink()
    if "{baseline}" in arguments:
        assert run(["audit", names["logs"], "--output", names["baseline"]]) == 1
    given = [argument.format(**names) if "{" in argument else argument for argument in arguments]
    if "--format" in given and given[given.index("--format") + 1] in {"xlsx", "csv", "parquet"} and name == "report":
        given += ["--output", str(tmp_path / "made")]
    monkeypatch.chdir(tmp_path)
    for variable, folder in (("CHLOGAUDIT_KEY_DIR", "keys"), ("XDG_STATE_HOME", "state")):
        monkeypatch.setenv(variable, str(tmp_path / folder))
    before = set(files(tmp_path))
    code = run([*name.split(), *given])
    said = capfd.readouterr()
    made = "".join(text(path) for path in files(tmp_path) if path not in before)

    assert code != 70
    assert "Traceback" not in said.err
    looked_for = CANARIES if name in PLAIN_WORDS_STAY else (*CANARIES, *WORDS)
    assert [canary for canary in looked_for if canary.lower() in (said.out + said.err + made).lower()] == []


def test_identifiers_as_names_of_parameters_are_redacted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """``?4111111111111111=x`` holds a card as much as ``?x=4111111111111111`` does."""
    log = tmp_path / "access.log"
    log.write_text(
        f'192.0.2.77 - - {STAMP} "GET /?jane.canary@example.org=1&4111111111111111=x HTTP/1.1" 200 5 "-" "-"\n'
    )
    assert run(["redact", str(log)]) == 0
    said = capfd.readouterr().out

    assert [canary for canary in CANARIES if canary in said] == []


def test_no_generated_identifier_is_named(tmp_path: Path) -> None:
    """Of the labelled values of generated lines, in all their situations and encodings, none stands in a finding."""
    values: set[str] = set()
    for record in generate(1500, seed=11):
        line = record["line"]
        with (tmp_path / f"{record['format']}.log").open("a", encoding="utf-8", errors="surrogateescape") as log:
            log.write(f"{line}\n")
        values |= {line[span["start"] : span["end"]].lower() for span in record["spans"]}
    values |= {unquote(value) for value in values}
    report = audited([str(tmp_path)], handed_on=True)
    texts = "\n".join(
        f"{one.message}\n{one.template}\n{one.example}\n{one.remedy}\n{one.place.field}".lower()
        for result in report.results
        for one in result.findings
    ).replace(str(tmp_path).lower(), "")
    said = set(re.findall(r"[^\s\"'?&=/,;:()]{4,}", texts)) | set(texts.split())

    assert len(values) > 1500
    assert [value for value in values & said if not value.isdigit()] == []


def without_names(log: Path) -> bytes:
    """A log without the lines whose identifiers are words that only a reader can tell."""
    lines = log.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if b"by alicecanary" not in line)


def planted(folder: Path) -> dict[str, str]:
    """The files of the runs: logs with canaries, one cut short, one that is no log, a policy with suppressions, a baseline."""
    logs = canary_logs(folder / "logs")
    raw = (logs / "access.log").read_bytes()
    (folder / "cut.log.gz").write_bytes(gzip.compress(raw)[:-20])
    (folder / "other.txt").write_text("\n".join((*CANARIES, *WORDS)) * 3)
    (folder / "odd").write_bytes(b"\x16\x03\x01 jane.canary@example.org \xff\n" * 40)
    (folder / "none.d").mkdir()
    (folder / "suppressing.toml").write_text(
        'extends = "clusters-host"\n[[suppression]]\ncontrol = "CH-1.1"\nmatch = "/*"\nowner = "A. Example"\nreason = "tried"\n'
        'expires = 2099-01-31\n[[suppression]]\ncontrol = "CH-9.2"\nmatch = "/x*"\nowner = "A. Example"\nreason = "past"\n'
        "expires = 2026-01-31\n"
    )
    names = {"logs": logs, "cut": folder / "cut.log.gz", "other": folder / "other.txt", "none": folder / "none.d"}
    names |= {"suppressing": folder / "suppressing.toml", "baseline": folder / "baseline.json", "out": folder / "out"}
    return {**{key: str(path) for key, path in names.items()}, "line": raw.decode().split("\n")[0]}


def files(folder: Path) -> list[Path]:
    """All files below, whatever their names."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def text(path: Path) -> str:
    """All that a file holds, unpacked."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    elif data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    elif data[:4] == b"PAR1":
        import pyarrow.parquet

        return str(pyarrow.parquet.read_table(path).to_pydict())
    return data.decode("utf-8", "replace")
