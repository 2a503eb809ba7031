"""Who can read a log, as the permission control is told."""
# Helpers explain themselves; a block under `raises` holds a whole replacement; names are compared as the system lists them.
# ruff: noqa: D103

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.errors import Incomplete
from chlogaudit.files.facts import AclEntry, facts, parse_acl


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    path.touch()
    return path


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o666, 0o4640])
def test_mode_and_owner(log, mode):
    """The permission bits as they are, and names where there are any."""
    log.chmod(mode)
    seen = facts(str(log))

    assert (seen.mode, seen.readable_by_all, seen.writable_by_all) == (mode, bool(mode & 4), bool(mode & 2))
    assert seen.group_rights == (mode >> 3) & 7
    assert seen.owner == (log.owner())
    assert (seen.kind, seen.acl) == ("", ())


@pytest.mark.skipif(not shutil.which("setfacl"), reason="needs the acl tools")
def test_access_lists_are_read_with_their_mask(log):
    """Named users and groups with what the mask leaves them; the mode's group bits are the mask, not the group."""
    log.chmod(0o640)
    subprocess.run(["setfacl", "-m", "u:1:rw,g:4:r,g::-,m::r", str(log)], check=True)
    names = subprocess.run(["getent", "passwd", "1"], capture_output=True, text=True, check=True).stdout.split(":")[0]
    seen = facts(str(log))

    assert seen.acl == (AclEntry("user", names, 4), AclEntry("group", "adm", 4))
    assert (seen.mode, seen.group_rights) == (0o640, 0)


def test_parents_in_which_anybody_may_swap_files(log):
    """A folder above that all may write is named, unless it is sticky."""
    log.parent.chmod(0o777)
    assert facts(str(log)).open_parents == (str(log.parent),)
    log.parent.chmod(0o1777)
    assert facts(str(log)).open_parents == ()


def test_logs_below_a_document_root(tmp_path):
    """A root's name with an index file below, or a root that the configuration names; /var/www alone is none."""
    root = tmp_path / "public_html"
    (root / "logs").mkdir(parents=True)
    log = root / "logs" / "access.log"
    log.touch()

    assert facts(str(log)).document_root == ""
    assert facts(str(log), roots=[str(root)]).document_root == str(root)
    (root / "index.php").touch()
    assert facts(str(log)).document_root == str(root)


def test_numbers_stand_for_owners_without_a_name(log):
    """An owner that the system does not know is shown by number."""
    if os.geteuid():
        pytest.skip("needs to give files away")
    os.chown(log, 54321, 54322)

    assert (facts(str(log)).owner, facts(str(log)).group) == ("54321", "54322")


def test_what_cannot_be_examined_is_named(tmp_path):
    """A missing file is an error of ours."""
    with pytest.raises(Incomplete, match=r"none\.log"):
        facts(str(tmp_path / "none.log"))


@given(
    packed=st.binary(max_size=60) | st.binary(max_size=40).map(lambda b: b"\x02\0\0\0" + b), mode=st.integers(0, 0o7777)
)
def test_any_bytes_are_an_access_list_or_none(packed, mode):
    """An access list of any bytes never raises, and rights stay rights."""
    entries, group = parse_acl(packed, mode)

    assert group >= 0
    assert all(entry.kind in {"user", "group"} for entry in entries)
