"""Rooms that hold many of a kind: one file a kind, one explicit list, each with its test and its page."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "chlogaudit"


@dataclass(frozen=True, slots=True)
class Room:
    """A folder of kinds, the module that lists them, the files in it that are no kind, and its page or folder of pages."""

    folder: str
    listed_in: str
    besides: frozenset[str]
    pages: str
    makes: str = ""  # where helpers stand beside the kinds: the name that every kind assigns

    @property
    def kinds(self) -> list[str]:
        """The stems of its files, the list and what is beside the kinds left out."""
        apart = self.besides | {"__init__", Path(self.listed_in).stem}
        files = (p for p in (SRC / self.folder).glob("*.py") if p.stem not in apart)
        return sorted(p.stem for p in files if re.search(rf"^{self.makes}", p.read_text(), re.MULTILINE))


ROOMS = (
    Room("parser/formats", "parser/formats/__init__.py", frozenset({"shared"}), "formats"),
    Room("analyzer/panels", "analyzer/panels/__init__.py", frozenset(), "panels"),
    Room("redactor/operators", "redactor/operators/__init__.py", frozenset({"interface"}), "operators"),
    Room("detect", "detect/registry.py", frozenset(), "detectors", makes="DETECTOR"),
    Room("auditor/controls", "auditor/controls/__init__.py", frozenset(), "controls"),
)
KINDS = [pytest.param(room, kind, id=f"{room.folder}/{kind}") for room in ROOMS for kind in room.kinds]


def used_modules(source: str) -> set[str]:
    """The last parts of the modules whose names a list imports and then uses; an import alone lists nothing."""
    tree = ast.parse(source)
    origin: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name
                # `from room import kind` names the module itself, `from room.kind import THING` something in it.
                origin[name] = alias.name if alias.name.islower() else (node.module or "").rpartition(".")[2]
    values = [n.value for n in ast.walk(tree) if isinstance(n, ast.Assign | ast.AnnAssign) and n.value is not None]
    return {origin[n.id] for value in values for n in ast.walk(value) if isinstance(n, ast.Name) and n.id in origin}


@pytest.mark.parametrize(("room", "kind"), KINDS)
def test_kind_is_in_its_list(room: Room, kind: str) -> None:
    """A file in the folder that the list does not name would never run, and nobody would know."""
    assert kind in used_modules((SRC / room.listed_in).read_text())


@pytest.mark.parametrize(("room", "kind"), KINDS)
def test_kind_has_a_test(room: Room, kind: str) -> None:
    """Some test names the kind: by its module, or by the name that people give it."""
    names = {kind, kind.replace("_", "-"), *public_names(room, kind)}
    pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, sorted(names))) + r")(?![\w-])", re.IGNORECASE)
    tests = [
        p
        for p in (ROOT / "tests").rglob("*")
        if p.is_file() and p.suffix in {".py", ".jsonl", ".json", ".txt", ".toml"}
    ]

    assert any(pattern.search(p.read_text(errors="replace")) for p in tests if p.name != "test_house_rooms.py")


@pytest.mark.parametrize(("room", "kind"), KINDS)
def test_kind_has_its_page(room: Room, kind: str) -> None:
    """People can read what it is: in a page of its own or in the page of the room."""
    names = {kind, kind.replace("_", "-"), *public_names(room, kind)}
    own = [ROOT / "docs" / room.pages / f"{name}.md" for name in names]
    common = ROOT / "docs" / f"{room.pages}.md"
    told = common.exists() and any(f"`{name}`" in common.read_text() for name in names)

    assert told or any(p.exists() for p in own)


def public_names(room: Room, kind: str) -> set[str]:
    """The names that a kind's file gives to what it makes: the first string of each call or class attribute `name`, `id`."""
    tree = ast.parse((SRC / room.folder / f"{kind}.py").read_text())
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            found.add(str(node.args[0].value))
        if isinstance(node, ast.Call):
            found |= {
                str(k.value.value)
                for k in node.keywords
                if k.arg in {"name", "id", "control"} and isinstance(k.value, ast.Constant)
            }
        if isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Constant):
            targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            if any(isinstance(t, ast.Name) and t.id.lower() in {"name", "id", "control"} for t in targets):
                found.add(str(node.value.value))
    if room.makes == "DETECTOR":  # a detector goes by the types that it finds
        found |= {n.attr.lower() for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr.isupper()}
    return {f for f in found if re.fullmatch(r"[\w.-]{2,40}", f)}


@pytest.mark.parametrize("room", ROOMS, ids=lambda r: r.folder)
def test_room_is_not_empty(room: Room) -> None:
    """A folder that moved must not turn the checks above into nothing."""
    assert len(room.kinds) >= 5


def test_the_check_sees_what_is_missing() -> None:
    """An import that is not put into the list does not count."""
    listed = used_modules(
        "from room import a, b\nfrom room.c import Thing\nfrom room.d import Other\nALL = (a.X, Thing())\n"
    )

    assert listed == {"a", "c"}


def test_no_module_is_orphaned() -> None:
    """Every module can be reached from the command line or the Python API; code that nobody calls goes."""
    import grimp

    graph = grimp.build_graph("chlogaudit", cache_dir=None)
    reached: set[str] = set()
    todo = {m for m in graph.modules if m.startswith(("chlogaudit.cli", "chlogaudit.api", "chlogaudit.__main__"))}
    while todo:
        module = todo.pop()
        reached.add(module)
        parents = {module.rpartition(".")[0]} - {""}
        todo |= (graph.find_modules_directly_imported_by(module) | parents) - reached

    assert graph.modules - reached == set()
