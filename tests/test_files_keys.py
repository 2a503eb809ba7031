"""Keys of pseudonyms: made once, kept closed, destroyed for good, and never told."""
# Helpers explain themselves; a block under `raises` holds a whole replacement; names are compared as the system lists them.
# ruff: noqa: D103, PTH208

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chlogaudit.errors import Incomplete, Refused, UsageError
from chlogaudit.files.keys import KeyStore, check_value
from chlogaudit.files.layer import DISK
from chlogaudit.files.places import key_folder, receipts_file, refuse_among_logs, state_folder

ROOT = os.geteuid() == 0
DAY = "2026-03-14"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "keys"


def test_a_key_is_made_at_first_use_kept_and_said(folder):
    """The folder is made 0700, the file 0600, a second store reads the same key, and the user is told once."""
    store = KeyStore(str(folder))
    key = store.key(DAY)

    assert KeyStore(str(folder)).key(DAY) == key == store.key(DAY)
    assert (folder.stat().st_mode & 0o777, (folder / f"{DAY}.key").stat().st_mode & 0o777) == (0o700, 0o600)
    assert len(store.notes) == 1
    assert str(folder) in store.notes[0]
    assert os.listdir(folder) == [f"{DAY}.key"]


def test_epochs_have_independent_keys(folder):
    """Days, weeks and months: no two share a secret or an id."""
    keys = [KeyStore(str(folder)).key(epoch) for epoch in (DAY, "2026-03-15", "2026-W11", "2026-03", "undated")]

    assert len({k.secret for k in keys}) == len({k.id for k in keys}) == len({check_value(k) for k in keys}) == 5
    assert all(len(k.secret) == 32 and len(k.id) == 5 for k in keys)


@pytest.mark.parametrize("epoch", ["", "../x", "a/b", ".hidden", "x" * 40, "2026-03-14\n", "é"])
def test_an_epoch_is_no_path(folder, epoch):
    """What is no epoch's name never becomes a file's."""
    with pytest.raises(UsageError):
        KeyStore(str(folder)).key(epoch)

    assert not folder.exists()


def test_umask_opens_nothing(folder):
    """Under umask 000 folders and files are closed all the same."""
    old = os.umask(0)
    try:
        KeyStore(str(folder)).key(DAY)
    finally:
        os.umask(old)

    assert folder.parent.stat().st_mode & 0o777 == 0o700
    assert (folder / f"{DAY}.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", range(0o000, 0o1000, 0o005))
def test_every_looser_mode_of_a_key_file_is_refused(folder, mode):
    """Any right of group or others: exit 5, and the message holds no key."""
    key = KeyStore(str(folder)).key(DAY)
    (folder / f"{DAY}.key").chmod(mode)
    if mode & 0o077:
        with pytest.raises(Refused, match="open to others") as caught:
            KeyStore(str(folder)).key(DAY)
        assert key.secret.hex() not in str(caught.value)
    elif ROOT or mode & 0o400:
        assert KeyStore(str(folder)).key(DAY) == key


@pytest.mark.parametrize("mode", [0o701, 0o710, 0o720, 0o740, 0o750, 0o755, 0o770, 0o777, 0o1777])
def test_every_looser_mode_of_the_folder_is_refused(folder, mode):
    """A folder that others may enter, list or write is no key folder."""
    store = KeyStore(str(folder))
    store.key(DAY)
    folder.chmod(mode)

    for use in (lambda: KeyStore(str(folder)).key(DAY), store.list, lambda: store.destroy(DAY), store.init):
        with pytest.raises(Refused, match="open to others"):
            use()


def test_links_to_keys_and_to_the_folder_are_refused(folder, tmp_path):
    """Symbolic and hard links, of the folder and of a key."""
    store = KeyStore(str(folder))
    store.key(DAY)
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(Refused, match="symbolic link"):
        KeyStore(str(tmp_path / "link")).key(DAY)
    os.link(folder / f"{DAY}.key", tmp_path / "copy")
    with pytest.raises(Refused, match="hard link"):
        KeyStore(str(folder)).key(DAY)
    (folder / f"{DAY}.key").unlink()
    (folder / f"{DAY}.key").symlink_to(tmp_path / "copy")
    with pytest.raises(Refused, match="regular file"):
        KeyStore(str(folder)).key(DAY)


@pytest.mark.skipif(not ROOT, reason="needs to give files away")
def test_anothers_key_or_folder_is_refused(folder):
    """Keys that another user put there are not ours."""
    KeyStore(str(folder)).key(DAY)
    os.chown(folder / f"{DAY}.key", 33, 33)
    with pytest.raises(Refused, match="another user"):
        KeyStore(str(folder)).key(DAY)
    os.chown(folder, 33, 33)
    with pytest.raises(Refused, match="another user"):
        KeyStore(str(folder)).key(DAY)


@pytest.mark.parametrize(
    "held",
    [b"", b"{}", b"\xff\x00", b"[1]", b"null", b'{"version":1,"epoch":"2026-03-14","id":"00","secret":"CANARY"}'],
)
def test_a_damaged_key_is_refused_and_not_quoted(folder, held):
    """A key file that is none is never replaced by a new key, and nothing of it gets into the error."""
    KeyStore(str(folder)).key(DAY)
    (folder / f"{DAY}.key").write_bytes(held)
    with pytest.raises(Refused) as caught:
        KeyStore(str(folder)).key(DAY)

    assert "CANARY" not in "".join(traceback.format_exception(caught.value))
    assert (folder / f"{DAY}.key").read_bytes() == held


def test_a_key_of_another_day_is_not_taken(folder):
    """A renamed key file does not serve as another day's."""
    KeyStore(str(folder)).key(DAY)
    (folder / f"{DAY}.key").rename(folder / "2026-03-15.key")

    with pytest.raises(Refused, match="not a key of 2026-03-15"):
        KeyStore(str(folder)).key("2026-03-15")


def test_destroying_removes_every_trace_and_the_next_key_is_another(folder):
    """After destroy neither the file nor the bytes it had on disk are there; asking again makes an unrelated key."""
    store = KeyStore(str(folder))
    key = store.key(DAY)
    fd = os.open(folder / f"{DAY}.key", os.O_RDONLY)
    try:
        store.destroy(DAY)
        assert key.secret.hex().encode() not in os.read(fd, 4096)
    finally:
        os.close(fd)

    assert os.listdir(folder) == []
    assert store.list() == ()
    assert store.key(DAY).secret != key.secret
    with pytest.raises(UsageError, match="no key"):
        store.destroy("2026-01-01")


def test_a_damaged_key_can_be_destroyed(folder):
    """What a crash in the middle of destroying left can be destroyed for good."""
    store = KeyStore(str(folder))
    store.key(DAY)
    (folder / f"{DAY}.key").write_bytes(b"noise")
    store.destroy(DAY)

    assert list(folder.iterdir()) == []


def test_lists_tell_no_secret(folder):
    """The list holds epochs, ids and check values; reprs hold no secret."""
    store = KeyStore(str(folder))
    keys = {epoch: store.key(epoch) for epoch in (DAY, "2026-W11")}
    listed = store.list()

    assert [(i.epoch, i.id, i.check) for i in listed] == [
        (epoch, key.id.hex(), check_value(key)) for epoch, key in sorted(keys.items())
    ]
    told = repr(listed) + repr(keys) + repr(store)
    assert not any(key.secret.hex() in told or repr(key.secret) in told for key in keys.values())


def test_eight_processes_and_many_threads_get_the_same_key(folder):
    """Whoever comes second uses the first one's key."""
    code = (
        "import sys\nfrom chlogaudit.files.keys import KeyStore, check_value\n"
        "print(*[check_value(KeyStore(sys.argv[1]).key(f'2026-03-{d:02}')) for d in range(1, 29)])"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE) for _ in range(8)]
    outs = {run.communicate()[0] for run in runs}
    store = KeyStore(str(folder))
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: store.key("2026-04-01").secret, range(50)))

    assert len(outs) == 1
    assert len(outs.pop().split()) == 28
    assert len(keys) == 1
    assert len(os.listdir(folder)) == 29


def test_a_key_that_could_not_be_stored_is_not_used(folder):
    """When writing, syncing or renaming fails there is no key, and the next try makes a whole one."""

    class Full:
        def __init__(self, kind: str) -> None:
            self.kind = kind

        def __getattr__(self, name: str) -> object:
            if name != self.kind:
                return getattr(DISK, name)

            def fail(*_: object, **__: object) -> None:
                raise OSError(28, "No space left on device")

            return fail

    KeyStore(str(folder)).init()
    for kind in ("write", "fsync", "rename"):
        with pytest.raises(Incomplete, match="No space"):
            KeyStore(str(folder), layer=Full(kind)).key(DAY)
        assert not (folder / f"{DAY}.key").exists()
    KeyStore(str(folder)).key(DAY)

    assert os.listdir(folder) == [f"{DAY}.key"]


def test_systemds_credentials_come_first_and_are_never_written(folder, tmp_path):
    """A key in the credentials folder is used; epochs that are not there come from the key folder."""
    lent = tmp_path / "credentials"
    other = KeyStore(str(tmp_path / "other" / "keys"))
    key = other.key(DAY)
    lent.mkdir()
    (lent / f"chlogaudit_{DAY}.key").write_bytes((tmp_path / "other" / "keys" / f"{DAY}.key").read_bytes())
    (lent / f"chlogaudit_{DAY}.key").chmod(0o440)
    lent.chmod(0o500)
    store = KeyStore(str(folder), credentials=str(lent))

    assert store.key(DAY) == key
    assert not folder.exists()
    assert store.key("2026-03-15") == KeyStore(str(folder)).key("2026-03-15")
    assert os.listdir(lent) == [f"chlogaudit_{DAY}.key"]
    (lent / f"chlogaudit_{DAY}.key").chmod(0o444)
    with pytest.raises(Refused):
        KeyStore(str(folder), credentials=str(lent)).key(DAY)


@pytest.mark.parametrize(
    "keys, log, among",
    [
        ("logs", "logs/a.log", True),
        ("logs/keys", "logs/a.log", True),
        ("logs/keys", "logs", True),
        ("logs/x/keys", "logs", True),
        ("keys", "logs/a.log", False),
        ("keys", "logs", False),
        ("logs/.state/keys", "logs", False),
        ("logs/x/y/keys", "logs/a.log", False),
    ],
)
def test_keys_among_logs_are_refused(tmp_path, keys, log, among):
    """Whoever copies the logs must not copy the keys with them."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.log").touch()
    if among:
        with pytest.raises(Refused, match="among the logs"):
            refuse_among_logs(str(tmp_path / keys), [str(tmp_path / log)])
    else:
        refuse_among_logs(str(tmp_path / keys), [str(tmp_path / log)])


def test_places_by_environment():
    """The variable, then root's folder, then the XDG state folder (absolute only), then the home folder's."""
    assert key_folder({"CHLOGAUDIT_KEY_DIR": "/k"}, 0) == "/k"
    assert key_folder({}, 0) == "/var/lib/chlogaudit/keys"
    with pytest.raises(UsageError, match="absolute"):  # every folder that a run starts in would get keys of its own
        key_folder({"CHLOGAUDIT_KEY_DIR": "keys"}, 0)
    assert key_folder({"XDG_STATE_HOME": "/s"}, 1000) == "/s/chlogaudit/keys"
    assert state_folder({"XDG_STATE_HOME": "rel", "HOME": "/h"}, 1000) == "/h/.local/state/chlogaudit"
    assert receipts_file({"HOME": "/h"}, 1000) == "/h/.local/state/chlogaudit/receipts.jsonl"


def test_from_environment(tmp_path):
    """The store that commands use takes its place from the environment and refuses one among the logs."""
    (tmp_path / "logs").mkdir()
    environ = {"CHLOGAUDIT_KEY_DIR": str(tmp_path / "logs" / "keys")}

    assert KeyStore.from_environment(environ).folder == environ["CHLOGAUDIT_KEY_DIR"]
    with pytest.raises(Refused):
        KeyStore.from_environment(environ, logs=[str(tmp_path / "logs")])


def test_the_file_says_what_it_is(folder):
    """A key file is one line of JSON with a version, so that a later version can read it."""
    KeyStore(str(folder)).key(DAY)

    assert set(json.loads((folder / f"{DAY}.key").read_bytes())) == {"version", "epoch", "id", "secret"}
