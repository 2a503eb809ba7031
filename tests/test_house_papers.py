"""What the papers say is what the code does: exit codes, dependencies, locks, changelog."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import chlogaudit
from chlogaudit import errors

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# The exit code that each sentence of the README belongs to, by the name that the code gives it.
CONSTANTS = {errors.EXIT_OK, errors.EXIT_FINDINGS, errors.EXIT_BUG, errors.EXIT_INTERRUPTED}


def section(paper: str, heading: str) -> str:
    """The text below a heading, up to the next of the same level."""
    text = (ROOT / paper).read_text()
    return text.split(f"\n{heading}\n", 1)[1].split("\n## ", 1)[0]


def name_of(requirement: str) -> str:
    """`ua-parser[regex]>=1.0` is `ua-parser`."""
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-")  # type: ignore[index]


def declared() -> set[str]:
    """Every library that pyproject.toml names, to run, optional and to develop."""
    extras = PROJECT["optional-dependencies"].values()
    return {name_of(r) for r in (*PROJECT["dependencies"], *(r for extra in extras for r in extra))}


def test_readme_lists_the_exit_codes_of_the_code() -> None:
    """README's table and errors.py name the same codes: no code is undocumented, none is made up."""
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", section("README.md", "## Exit codes"), re.MULTILINE)
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.ChlogauditError)]

    assert {int(code) for code, _ in rows} == {c.exit_code for c in classes} | CONSTANTS
    assert [int(code) for code, _ in rows] == sorted({int(code) for code, _ in rows})


@pytest.mark.parametrize("name", sorted(declared()))
def test_every_dependency_has_its_reason(name: str) -> None:
    """A library that nobody can justify in a sentence goes."""
    reasons = dict(
        re.findall(r"^\| `([^`]+)` \| (.+) \|$", section("CONTRIBUTING.md", "## Dependencies"), re.MULTILINE)
    )

    assert reasons.get(name, "").endswith("."), name


def test_no_reason_without_a_dependency() -> None:
    """CONTRIBUTING.md does not explain what is gone."""
    explained = set(re.findall(r"^\| `([^`]+)` \|", section("CONTRIBUTING.md", "## Dependencies"), re.MULTILINE))

    assert explained == declared()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_is_hashed_and_names_no_host(lock: str) -> None:
    """Every locked version has hashes, and nothing says where it came from: any mirror will do."""
    text = (ROOT / lock).read_text()
    pinned = re.findall(r"^([a-z0-9._-]+)==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

    assert len(pinned) == len(lines)
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links|--trusted-host", text)


def test_locks_hold_all_that_is_declared() -> None:
    """A dependency that is declared and not locked would be fetched unchecked."""
    locked = {
        lock: set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / lock).read_text(), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    }

    assert {name_of(r) for r in PROJECT["dependencies"]} <= locked["requirements.lock"]
    assert declared() <= locked["requirements-dev.lock"]


def test_changelog_knows_this_version() -> None:
    """Whoever installs this version can read what is in it."""
    assert f"\n## {chlogaudit.__version__} " in (ROOT / "CHANGELOG.md").read_text()


def test_api_names_are_in_the_readme() -> None:
    """Each public name is shown in the README."""
    readme = (ROOT / "README.md").read_text()

    assert [n for n in chlogaudit.__all__ if not n.startswith("__") and f"chlogaudit.{n}" not in readme] == []
