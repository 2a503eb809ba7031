"""Receipts: each chained to the one before, and the first break is named."""
# Helpers explain themselves; a block under `raises` holds a whole replacement; names are compared as the system lists them.
# ruff: noqa: D103

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chlogaudit.errors import Incomplete, NothingToRead, Refused
from chlogaudit.files.layer import DISK
from chlogaudit.files.receipts import Receipts, check_chain, read_chain, to_line, unfinished
from chlogaudit.model.receipt import Receipt


def receipt(number: int = 0, **changes: object) -> Receipt:
    made = Receipt(
        version=1,
        tool="chlogaudit 0",
        time="2026-03-14T00:00:00Z",
        path=f"/var/log/a.log.{number}",
        sha256_before="aa",
        sha256_after="bb",
        size_before=1,
        size_after=2,
        lines=3,
        unparsed=0,
        changes={"email": 1, "client_ip": 3},
        numbers={"hits": 3},
        policy_digest="cc",
        profile="default",
        key_ids=("00aa11bb22",),
        key_check="dd",
        previous="",
    )
    return replace(made, **changes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "receipts.jsonl"


def filled(path: Path, count: int = 5) -> list[bytes]:
    for number in range(count):
        Receipts(str(path)).append(receipt(number))
    return path.read_bytes().splitlines(keepends=True)


def test_each_line_holds_the_hash_of_the_line_before(path):
    """The chain can be checked with nothing but sha256; what is read is what was appended."""
    lines = filled(path)
    links = read_chain(str(path))

    assert check_chain(links) is None
    assert [json.loads(line)["previous"] for line in lines] == [""] + [
        hashlib.sha256(line.rstrip(b"\n")).hexdigest() for line in lines[:-1]
    ]
    assert [replace(link.receipt, previous="") for link in links] == [receipt(n) for n in range(5)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("line", range(5))
def test_the_first_break_is_named(path, line):
    """A changed, removed, doubled or swapped line: the line after it (or the end) is where the chain breaks."""
    lines = filled(path)
    changed = lines[line].replace(b'"lines":3', b'"lines":4')
    for edit, where in (
        ([*lines[:line], changed, *lines[line + 1 :]], line + 2),
        ([*lines[:line], *lines[line + 1 :]], line + 1),
        ([*lines[: line + 1], lines[line], *lines[line + 1 :]], line + 2),
        ([*lines[:line], b"not json\n", *lines[line + 1 :]], line + 1),
        ([*lines[:line], lines[line].replace(b":", b": ", 1), *lines[line + 1 :]], line + 1),
    ):
        path.write_bytes(b"".join(edit))
        broken = check_chain(read_chain(str(path)))
        # The end of a chain is not its own witness: the last line changed or removed shows only beside a kept hash.
        if where > len(edit):
            assert broken is None
        else:
            assert broken is not None
            assert broken.line == where


@given(cut=st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_a_torn_last_line_is_named_and_the_next_append_mends_it(tmp_path_factory, cut):
    """A line that a dying run left unfinished breaks the chain until the next append removes it and says so."""
    path = tmp_path_factory.mktemp("torn") / "receipts.jsonl"
    lines = filled(path, 2)
    whole = b"".join(lines)
    torn = whole[: -min(cut, len(lines[-1]) - 1)]
    path.write_bytes(torn)
    assert check_chain(read_chain(str(path))).line == 2
    receipts = Receipts(str(path))
    receipts.append(receipt(9))
    links = read_chain(str(path))

    assert check_chain(links) is None
    assert [link.receipt.path for link in links] == ["/var/log/a.log.0", "/var/log/a.log.9"]
    assert len(receipts.notes) == 1


def test_long_lines_chain_too(path):
    """Receipts longer than a read step."""
    for _ in range(3):
        Receipts(str(path)).append(receipt(changes={f"type{n}": n for n in range(9000)}))

    assert check_chain(read_chain(str(path))) is None


def test_a_failing_disk_leaves_the_chain_as_it_was(path):
    """When the write or its sync fails, nothing of the receipt stays and the error says where."""

    class Failing:
        def __init__(self, kind: str) -> None:
            self.kind = kind

        def __getattr__(self, name: str) -> object:
            if name != self.kind:
                return getattr(DISK, name)

            def fail(fd: int, *rest: memoryview) -> None:
                if rest:
                    os.write(fd, rest[0][:7])
                raise OSError(28, "No space left on device")

            return fail

    before = b"".join(filled(path, 2))
    for kind in ("write", "fsync"):
        with pytest.raises(Incomplete, match=r"receipts\.jsonl"):
            Receipts(str(path), Failing(kind)).append(receipt())

        assert path.read_bytes() == before


def test_parallel_runs_make_one_chain(path):
    """Eight processes that append at once: no line lost, none torn, one chain."""
    code = (
        "import sys\nfrom chlogaudit.files.receipts import Receipts\nfrom chlogaudit.model.receipt import Receipt\n"
        "for n in range(20): Receipts(sys.argv[1]).append(Receipt(1,'t','','p','','',0,0,0,0,{},{},'','',(),'',''))"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(8)]

    assert [run.wait() for run in runs] == [0] * 8
    links = read_chain(str(path))
    assert len(links) == 160
    assert check_chain(links) is None


def test_receipts_that_others_could_write_prove_nothing(path, tmp_path):
    """A file that others may write, a link and a pipe are refused."""
    filled(path, 1)
    path.chmod(0o620)
    with pytest.raises(Refused):
        Receipts(str(path)).append(receipt())
    (tmp_path / "link").symlink_to(path)
    with pytest.raises(Incomplete):
        Receipts(str(tmp_path / "link")).append(receipt())
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused):
        Receipts(str(tmp_path / "pipe")).append(receipt())


def test_intents_without_a_deed_are_found(path):
    """A run that ended between intent and deed is named; a finished one is not."""
    receipts = Receipts(str(path))
    receipts.append(receipt(1, state="intent"))
    receipts.append(receipt(1))
    receipts.append(receipt(2, state="intent"))
    receipts.append(receipt(3, state="intent", sha256_before=""))
    receipts.append(receipt(3))

    assert [r.path for r in unfinished(read_chain(str(path)))] == ["/var/log/a.log.2"]


def test_no_receipts_is_nothing_to_read(tmp_path):
    """A missing file is named; an empty one holds an empty chain."""
    with pytest.raises(NothingToRead, match=r"none\.jsonl"):
        read_chain(str(tmp_path / "none.jsonl"))
    (tmp_path / "empty.jsonl").touch()

    assert check_chain(read_chain(str(tmp_path / "empty.jsonl"))) is None


@given(
    line=st.binary(max_size=200)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=5), lambda inner: st.dictionaries(st.text(max_size=5), inner)
    ).map(lambda v: json.dumps(v).encode())
)
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_break_never_an_exception(tmp_path_factory, line):
    """Whatever stands in the file: a chain, a break, or an error of ours (law 9)."""
    path = tmp_path_factory.mktemp("any") / "receipts.jsonl"
    path.write_bytes(to_line(receipt()) + line + b"\n")
    found = check_chain(read_chain(str(path)))

    assert found is not None
    assert found.line == 2
