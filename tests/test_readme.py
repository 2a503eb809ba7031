"""What the README shows is what happens: its commands run, its output is real, its options and links exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from chlogaudit.cli import cli

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(sh|console|crontab|ini|logrotate|apache|nginx)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
WIDTH = "100"
# What differs from run to run: durations, tokens, and what is counted from today.
VARIES = (
    (re.compile(r"\bin \d+(\.\d+)? (s|ms)\b"), "in TIME"),
    (re.compile(r"\bfd[0-9a-f]{2}(:[0-9a-f]{0,4}){2,7}"), "TOKEN"),
    (re.compile(r"\bu-[a-z2-7]{24}\b"), "USER"),
    (re.compile(r"\b\d+ days old\b"), "N days old"),
    (re.compile(r"receipt of \S+"), "receipt of TIME"),
    (re.compile(r"\d+(\.\d+)? KiB/s|\d+(\.\d+)? MiB/s"), "SPEED"),
)


def normal(text: str) -> list[str]:
    """Lines with what varies taken out."""
    for pattern, word in VARIES:
        text = pattern.sub(word, text)
    return [line.rstrip() for line in text.splitlines()]


def examples(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of the console blocks with the lines that are shown below it."""
    for block in CONSOLE.findall(text):
        command, shown = "", []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, shown
                command, shown = line[2:], []
            else:
                shown.append(line)
        yield command, shown


def run(command: str, folder: Path) -> str:
    """Standard output of a README command, in a copy of the samples with keys and receipts of its own."""
    state = {"CHLOGAUDIT_KEY_DIR": str(folder / "keys"), "XDG_STATE_HOME": str(folder / "state"), "COLUMNS": WIDTH}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, **state, "PATH": path}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, timeout=300, check=False
    )

    assert done.returncode in (0, 1), (command, done.stderr.decode()[-2000:])
    return done.stdout.decode()


def prepare(folder: Path) -> None:
    """The samples as a clone has them, and an archive of rotated ones."""
    shutil.copytree(ROOT / "sample_logs", folder / "sample_logs")
    (folder / "archive").mkdir(mode=0o755)
    for name in ("access.log.1", "access.log.2.gz"):
        shutil.copy(ROOT / "sample_logs" / "shop" / name, folder / "archive")


def missing(shown: list[str], real: list[str]) -> str:
    """The first shown run of lines (runs are parted by ``...``) that the real output does not hold in this order; else empty."""
    runs: list[list[str]] = [[]]
    for line in shown:
        if line == "...":
            runs.append([])
        else:
            runs[-1].append(line)
    at = 0
    for wanted in runs:
        found = next((i for i in range(at, len(real) - len(wanted) + 1) if real[i : i + len(wanted)] == wanted), None)
        if found is None:
            return "\n".join(wanted)
        at = found + len(wanted)
    return ""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the README's commands can run."""
    folder = tmp_path_factory.mktemp("clone")
    prepare(folder)
    return folder


def test_examples_are_real(clone: Path) -> None:
    """Every line of output that the README shows is a line of the command's output, in its order."""
    seen = list(examples(README.read_text()))
    wrong = [(command, missing(normal("\n".join(shown)), normal(run(command, clone)))) for command, shown in seen]

    assert len(seen) >= 5
    assert [pair for pair in wrong if pair[1]] == []


def test_python_example_runs(clone: Path) -> None:
    """The Python block works as pasted, and prints the identifiers that its line holds."""
    code = "\n".join(re.findall(r"^```python\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL))
    done = subprocess.run([sys.executable, "-c", code], cwd=clone, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    assert {line.split()[0] for line in done.stdout.splitlines()} == {"client_ip", "user", "email"}


def commands(text: str) -> Iterator[list[str]]:
    """The words of each ``chlogaudit ...`` in code blocks and code spans."""
    blocks = "\n".join(
        "\n".join(line[2:] for line in body.splitlines() if line.startswith("$ ")) if kind == "console" else body
        for kind, body in BLOCK.findall(text)
    )
    spans = re.findall(r"(?<!`)`(chlogaudit [^`\n]+)`", text)
    for line in [*blocks.splitlines(), *spans]:
        call = re.search(r"(?:^|[\s\"|/])chlogaudit ([a-z-][^\"|#]*)", line)
        if call:
            yield call.group(1).split()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: str(p.relative_to(ROOT)))
def test_named_options_exist(paper: Path) -> None:
    """Each option that a paper gives to a command stands in that command's ``--help``, and the command exists."""
    unknown = []
    for words in commands(paper.read_text()):
        depth = 2 if words[0] in ("formats", "policy", "keys") and len(words) > 1 and words[1].isalpha() else 1
        called = [word for word in words[:depth] if not word.startswith("-") and word.islower() and word.isalpha()]
        page = CliRunner().invoke(cli, [*called, "--help"])
        options = {word.partition("=")[0].rstrip(",.;:)`") for word in words if re.match(r"--?[a-z]", word)}
        if page.exit_code:
            unknown.append(" ".join(words))
        unknown += [f"{called} {option}" for option in options if not re.search(rf"(?<![\w-]){option}\b", page.output)]

    assert unknown == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_dead_links(paper: Path) -> None:
    """Each relative link leads to a file of the repository."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", paper.read_text(), flags=re.DOTALL)
    targets = [t.partition("#")[0] for t in LINK.findall(text) if not re.match(r"[a-z]+:|#", t)]

    assert [t for t in targets if not (paper.parent / t).exists()] == []


def test_every_page_is_listed() -> None:
    """Each page of a kind is linked from the list of its kind."""
    lists = {
        "panels": "panels.md",
        "detectors": "detectors.md",
        "operators": "operators.md",
        "controls": "controls/README.md",
    }
    lost = []
    for folder, paper in lists.items():
        text = (ROOT / "docs" / paper).read_text()
        pages = (ROOT / "docs" / folder).glob("*.md")
        lost += [f"{folder}/{page.name}" for page in pages if page.name != "README.md" and f"{page.name})" not in text]

    assert lost == []
