"""The policy commands: what they print, what they refuse, and that nothing is written by halves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chlogaudit.cli.policy import policy
from chlogaudit.errors import PolicyError, UsageError
from chlogaudit.policy import load, shipped


def run(*arguments: str) -> Result:
    """Run one policy command the way the command line does."""
    return CliRunner().invoke(policy, arguments, standalone_mode=False)


def test_show_tells_all_of_it_in_80_columns() -> None:
    """Clauses, controls, profiles, days with who set them, groups."""
    text = run("show").output
    assert all(c in text for c in shipped().controls)
    assert all(words[:30] in text for _, words in shipped().clauses)
    assert all(part in text for part in ("default", "strict", "Raw logs 30 days", "root, adm"))
    assert "warn: default of the tool" in text
    assert max(len(line) for line in text.split("\n") if "sha256" not in line) <= 80


def test_show_toml_is_a_file_to_start_from() -> None:
    """What it prints loads as a whole policy with the same meaning."""
    assert load(run("show", "--toml").output.encode(), "x").digest == shipped().digest


@pytest.mark.parametrize("name", ["CH-1.1", "ch-1.1", "1", "c", "10"])
def test_explain_says_what_why_and_how(name: str) -> None:
    """By control or by clause, in either case of letters."""
    text = run("explain", name).output
    assert all(part in text for part in ("What is checked", "Why", "How to fix", "severity"))
    wanted = [s for s in shipped().controls.values() if name.upper() in {s.id, s.clause}]
    assert [line.split(":")[0] for line in text.split("\n") if line.startswith("CH-")] == [s.id for s in wanted]


def test_explain_suggests() -> None:
    """A wrong name gets the nearest right ones, and no control character of it comes back."""
    result = run("explain", "CH-1.\x1b3")
    assert isinstance(result.exception, UsageError)
    assert "CH-1." in str(result.exception)
    assert "\x1b" not in str(result.exception)


def test_check_of_a_right_file(tmp_path: Path) -> None:
    """A right file ends with 0 and says how much it holds."""
    file = tmp_path / "mine.toml"
    file.write_text('extends = "clusters-host"\n[publish]\nk = 20\n')
    result = run("check", str(file))
    assert result.return_value == 0
    assert "26 controls" in result.output


def test_check_of_a_wrong_file_names_the_line(tmp_path: Path) -> None:
    """The error is the loader's, with file and line, and the exit code that of a usage error."""
    file = tmp_path / "mine.toml"
    file.write_text('extends = "clusters-host"\n\nkk = 20\n')
    result = run("check", str(file))
    assert isinstance(result.exception, PolicyError)
    assert f"{file}:3: " in str(result.exception)
    assert result.exception.exit_code == 2


def test_check_of_a_missing_file() -> None:
    """One sentence, exit code 2."""
    result = run("check", "/nonexistent.toml")
    assert isinstance(result.exception, UsageError)
    assert "cannot be read" in str(result.exception)


def test_check_complains_of_what_is_past_its_date(tmp_path: Path) -> None:
    """Expired suppressions and statements and a changed text, each with whom to ask or what to do; exit code 1."""
    file, text = tmp_path / "mine.toml", tmp_path / "text"
    text.write_text("another text")
    file.write_text(
        'extends = "clusters-host"\n[[suppression]]\ncontrol = "CH-1.1"\nmatch = "/x"\nowner = "A. Example"\nreason = "r"\n'
        'expires = 2020-01-01\n[[attestation]]\ncontrol = "CH-8.2"\nby = "B. Example"\ndate = 2019-01-01\nexpires = 2020-01-01\n'
        'basis = "b"\n'
    )
    result = run("check", str(file), "--text", str(text))
    lines = result.output.splitlines()
    assert result.return_value == 1
    assert len(lines) == 3
    assert f"{file}:2:" in lines[0]
    assert "ask A. Example" in lines[0]
    assert f"{file}:8:" in lines[1]
    assert "policy accept" in lines[2]


def test_accept_prints_what_to_add(tmp_path: Path) -> None:
    """Without --write nothing is written; what is printed makes the text accepted."""
    text = tmp_path / "text"
    text.write_text("another text")
    block = run("accept", str(text), "--by", 'A "the" Example\\').output
    made = load(('extends = "clusters-host"\n' + block).encode(), "x")
    assert made.accepted[0].by == 'A "the" Example\\'
    assert abs(made.accepted[0].date - dt.datetime.now(dt.UTC).date()) <= dt.timedelta(days=1)
    assert list(tmp_path.iterdir()) == [text]


def test_accept_writes_into_the_file_and_keeps_the_rest(tmp_path: Path) -> None:
    """The file's own text and mode stay, the new text is accepted, a second time nothing changes."""
    text, file = tmp_path / "text", tmp_path / "mine.toml"
    text.write_text("another text")
    before = 'extends = "clusters-host"  # ours\n[publish]\nk = 20\n'
    file.write_text(before)
    file.chmod(0o640)
    run("accept", str(text), "--by", "A. Example", "--write", str(file))
    once = file.read_text()
    again = run("accept", str(text), "--by", "A. Example", "--write", str(file))

    assert once.startswith(before)
    assert load(once.encode(), "x").k == 20
    assert len(load(once.encode(), "x").accepted) == 1
    assert file.stat().st_mode & 0o777 == 0o640
    assert "already" in again.output
    assert file.read_text() == once
    assert {p.name for p in tmp_path.iterdir()} == {"mine.toml", "text"}


def test_accept_makes_a_file_where_there_is_none(tmp_path: Path) -> None:
    """The new file extends the shipped policy."""
    text, file = tmp_path / "text", tmp_path / "mine.toml"
    text.write_text("another text")
    run("accept", str(text), "--by", "A. Example", "--write", str(file))
    assert load(file.read_bytes(), "x").accepted


def test_accept_of_the_pinned_text_does_nothing(tmp_path: Path) -> None:
    """A wrong file is not touched, and a nameless acceptance is refused."""
    text, file = tmp_path / "text", tmp_path / "mine.toml"
    text.write_text("another text")
    file.write_text("wrong = 1\n")
    assert isinstance(run("accept", str(text), "--by", "A", "--write", str(file)).exception, PolicyError)
    assert file.read_text() == "wrong = 1\n"
    assert isinstance(run("accept", str(text), "--by", " ").exception, UsageError)
    assert isinstance(run("accept", str(text), "--by", "A\nB").exception, UsageError)
