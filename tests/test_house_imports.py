"""The walls that import-linter cannot see: submodules of libraries, built-in I/O, the clock, start-up imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "chlogaudit"
FILES = sorted(SRC.rglob("*.py"))
PURE = (
    "scan",
    "auditor",
    "analyzer",
    "redactor",
    "judged",
    "detect",
    "engine",
    "facts",
    "parser",
    "policy",
    "model",
    "errors",
)
NETWORK = {
    "urllib.request",
    "urllib.error",
    "http.client",
    "http.server",
    "http.cookiejar",
    "asyncio.streams",
    "logging.handlers",
}
# The functions of socket that open nothing.
ARITHMETIC = {"socket.inet_pton", "socket.inet_ntop", "socket.AF_INET", "socket.AF_INET6"}
CLOCK = {"now", "today", "utcnow"}
BUILTIN_IO = {"open", "print", "input", "exec", "eval", "breakpoint"}


def room(path: Path) -> str:
    """The first name below the package: `scan.py` and `scan/blocks.py` are both `scan`."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def modules(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere in a file, `from a import b` as `a` and `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{a.name}" for a in node.names)


def trespasses(source: str, pure: bool) -> set[str]:
    """What a file does that its place forbids."""
    tree = ast.parse(source)
    found = {m for m in modules(tree) if m in NETWORK or (m.startswith("socket.") and m not in ARITHMETIC)}
    for node in ast.walk(tree):  # `import socket`, then `socket.name`
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "socket":
            found |= {f"socket.{node.attr}"} - ARITHMETIC
    if not pure:
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BUILTIN_IO:
            found.add(f"{node.func.id}()")
        if (
            isinstance(node, ast.Attribute)
            and node.attr in CLOCK
            and isinstance(node.value, ast.Name)
            and node.value.id in {"datetime", "date", "dt"}
        ):
            found.add(f"{node.value.id}.{node.attr}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_no_network_and_pure_rooms_stay_pure(path: Path) -> None:
    """No file can open a connection; below the line no file opens files, prints or reads the clock."""
    assert trespasses(path.read_text(), room(path) in PURE) == set()


@pytest.mark.parametrize(
    "source",
    [
        "from urllib.request import urlopen",
        "from urllib import request",
        "def f():\n    import http.client",
        "import socket\nsocket.create_connection(('a', 1))",
        "from socket import socket",
        "open('x')",
        "from datetime import datetime\nnow = datetime.now()",
        "print(1)",
    ],
)
def test_a_trespass_is_seen(source: str) -> None:
    """The check itself can fail."""
    assert trespasses(source, pure=True)


@pytest.mark.parametrize(
    "source",
    [
        "from urllib.parse import unquote",
        "from http import HTTPStatus",
        "re.compile('x')",
        "a.open()",
        "import socket\nsocket.inet_pton(socket.AF_INET6, x)",
    ],
)
def test_harmless_code_is_left_alone(source: str) -> None:
    """Parsing URLs and naming status codes are no connection."""
    assert not trespasses(source, pure=True)


def test_no_room_stands_outside_the_contracts() -> None:
    """A new room must be given a place in .importlinter before it can hold code."""
    contracts = (SRC.parents[1] / ".importlinter").read_text().split("[importlinter:contract:down]")[1].split("[")[0]
    named = {w.strip("()") for line in contracts.splitlines() for w in line.replace("|", " ").split()}
    rooms = {room(p) for p in FILES} - {"__init__"}

    assert rooms <= named


HEAVY = (
    "numba",
    "numpy",
    "pandas",
    "rich",
    "jinja2",
    "phonenumbers",
    "stdnum",
    "ua_parser",
    "pygal",
    "xlsxwriter",
    "cryptography",
    "apache_log_parser",
)
COMMANDS = [(), ("audit",), ("report",), ("redact",), ("verify",), ("formats",), ("policy",), ("keys",)]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: " ".join(c) or "chlogaudit")
def test_help_imports_click_alone(command: tuple[str, ...]) -> None:
    """`--help` costs what click costs: no heavy library is imported before there is work for it."""
    code = (
        "import sys\n"
        "from chlogaudit.cli import main\n"
        f"sys.argv = ['chlogaudit', *{command!r}, '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('heavy:', [m for m in {HEAVY!r} if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_import_of_the_package_is_light() -> None:
    """`import chlogaudit` costs nothing until a name of it is used."""
    code = f"import sys, chlogaudit; print([m for m in {(*HEAVY, 'click')!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
