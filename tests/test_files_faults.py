"""Law 8: a crash, an error or a kill at any instant leaves the old file or the new one, and no readable temporary."""
# Helpers explain themselves; a block under `raises` holds a whole replacement; names are compared as the system lists them.
# ruff: noqa: D103, PT012, PT017, PTH208

from __future__ import annotations

import errno
import fcntl
import gzip
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from chlogaudit.errors import ChlogauditError, Incomplete, Refused
from chlogaudit.files.blocks import Block
from chlogaudit.files.find import rotation
from chlogaudit.files.keys import KeyStore
from chlogaudit.files.layer import DISK
from chlogaudit.files.receipts import Receipts, check_chain, read_chain
from chlogaudit.files.replace import replacing
from chlogaudit.files.temporaries import Tidied, tidy
from chlogaudit.model.receipt import Receipt

OLD = b"".join(b"192.0.2.%d old %d\n" % (n % 256, n) for n in range(300))
NEW = OLD.replace(b"192.0.2.", b"fd00::")
ERRORS = (errno.EIO, errno.ENOSPC, errno.EDQUOT)


class Crash(BaseException):
    """The process is dead from here on."""


class FailingLayer:
    """
    The real layer, but the ``nth`` call (of ``kind``, or of all) fails.

    ``how``: an errno; "short": a write takes one byte and goes on; "crash": that call and all after it never happen;
    "crash after": it happens, and nothing after it.
    """

    def __init__(self, nth: int = -1, kind: str = "", how: int | str = errno.EIO) -> None:
        self.nth, self.kind, self.how = nth, kind, how
        self.calls: list[str] = []
        self.opened: set[int] = set()
        self.unsynced: dict[int, tuple[int, int]] = {}  # inode -> size that is on the disk, a descriptor of ours
        self.dead = False
        self.lock = threading.RLock()

    def __getattr__(self, name: str) -> object:
        real = getattr(DISK, name)

        def call(*args: object, **kwargs: object) -> object:
            with self.lock:
                return self.one(name, real, args, kwargs)

        return call

    def one(self, name, real, args, kwargs):
        """Make one call, or fail it."""
        if self.dead:
            raise Crash
        hit = self.nth == (self.calls.count(name) if self.kind else len(self.calls)) and self.kind in ("", name)
        self.calls.append(name)
        if hit and self.how == "short":
            return real(args[0], args[1][:1])
        if hit and isinstance(self.how, int):
            raise OSError(self.how, os.strerror(self.how))
        if hit and self.how == "crash":
            self.dead = True
            raise Crash
        if name == "write" and (status := os.fstat(args[0])).st_ino not in self.unsynced:
            own = os.open(f"/proc/self/fd/{args[0]}", os.O_WRONLY)
            self.unsynced[status.st_ino] = status.st_size, own
        out = real(*args, **kwargs)
        if name == "open":
            self.opened.add(out)
        elif name == "close":
            self.opened.discard(args[0])
        elif name == "fsync" and (ino := os.fstat(args[0]).st_ino) in self.unsynced:
            os.close(self.unsynced.pop(ino)[1])
        if hit:
            self.dead = True
            raise Crash
        return out

    def power_off(self) -> None:
        """What was written and not synced is gone; so are the dead process's descriptors and locks."""
        for size, fd in self.unsynced.values():
            os.ftruncate(fd, min(size, os.fstat(fd).st_size))
            os.close(fd)
        self.unsynced.clear()
        for fd in self.opened:
            os.close(fd)
        self.opened.clear()


def read_all(blocks: Iterator[Block]) -> None:
    for _ in blocks:
        pass


def replace_it(path: Path, layer: object = DISK) -> None:
    with replacing(str(path), layer=layer, in_use=lambda _: "") as r:
        for block in r.blocks(size=2048):
            r.write(block.data.replace(b"192.0.2.", b"fd00::"))
        r.verify(read_all)
        r.commit()


def rewrite_it(path: Path, layer: object = DISK) -> None:
    """The same, but the new content is right only when it was written once more."""
    with replacing(str(path), layer=layer, in_use=lambda _: "") as r:
        for block in r.blocks(size=2048):
            r.write(block.data)
        r.verify(read_all)
        r.rewrite(lambda data: data.replace(b"192.0.2.", b"fd00::"))
        r.verify(read_all)
        r.commit()


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def fresh(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(gzip.compress(OLD) if path.suffix == ".gz" else OLD)
    path.chmod(0o640)
    try:
        os.setxattr(path, "user.note", b"kept")
    except OSError:
        pytest.skip("no extended attributes here")


def temporaries(path: Path) -> list[Path]:
    return [path.parent / name for name in os.listdir(path.parent) if name.startswith(".chlogaudit")]


def check_state(path: Path, *, crashed: bool = False) -> bytes:
    """Old or new, complete, closed to the same people; a temporary only after a crash, and only as open as it may be."""
    content = unpacked(path)
    assert content in (OLD, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.getxattr(path, "user.note") == b"kept"
    for temporary in temporaries(path):
        assert crashed, "a temporary was left"
        mode = stat.S_IMODE(temporary.stat().st_mode)
        assert mode & ~0o640 == 0
        # Given its mode only when it was whole and verified; or the original itself, in the moment of the exchange.
        held = unpacked_as(path, temporary)
        assert mode == 0o600 or not held or {held, content} in ({NEW, OLD}, {NEW})
    return content


def unpacked_as(path: Path, temporary: Path) -> bytes:
    data = temporary.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


@pytest.mark.parametrize(
    ("name", "do"),
    [("a.log.1", replace_it), ("a.log.1.gz", replace_it), ("a.log.1", rewrite_it), ("a.log.1.gz", rewrite_it)],
)
def test_an_error_at_every_call_leaves_old_or_new_and_nothing_else(tmp_path, name, do):
    """Each call of each kind fails once with each error: one of our errors, old or new content, no temporary."""
    path = tmp_path / name
    fresh(path)
    counting = FailingLayer()
    do(path, counting)
    assert unpacked(path) == NEW
    tolerated = 0
    for kind, count in Counter(counting.calls).items():
        for nth in range(count):
            for error in ERRORS:
                fresh(path)
                layer = FailingLayer(nth, kind, error)
                try:
                    do(path, layer)
                except Incomplete as incomplete:
                    assert "192.0.2" not in str(incomplete)
                    if check_state(path) == NEW:
                        assert "is replaced" in str(incomplete) or kind == "pread", (kind, nth)
                else:
                    assert kind == "close", (kind, nth)  # after everything was synced
                    tolerated += 1
                    assert check_state(path) == NEW
                layer.power_off()

    assert tolerated


def test_a_temporary_that_cannot_be_removed_is_removed_by_the_next_run(tmp_path):
    """Only when unlink itself fails a temporary stays, 0600, until the next run."""
    path = tmp_path / "a.log.1"
    fresh(path)
    layer = FailingLayer(0, "unlink")
    with replacing(str(path), layer=layer) as r:
        r.write(NEW)
    (left,) = temporaries(path)

    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    assert any("could not be removed" in note for note in r.notes)
    replace_it(path)
    assert check_state(path) == NEW


def test_short_writes_are_completed(tmp_path):
    """A write that takes one byte is no error and loses nothing."""
    path = tmp_path / "a.log.1"
    for nth in range(3):
        fresh(path)
        layer = FailingLayer(nth, "write", "short")
        replace_it(path, layer)

        assert layer.calls.count("write") > 1
        assert check_state(path) == NEW


@pytest.mark.parametrize("name", ["a.log.1", "a.log.1.gz"])
@pytest.mark.parametrize("how", ["crash", "crash after"])
def test_power_loss_at_every_call(tmp_path, name, how):
    """
    The machine dies at each call in turn and forgets every write that was not synced: old or new, complete.

    The next run finds its way and leaves nothing behind.
    """
    path = tmp_path / name
    fresh(path)
    counting = FailingLayer()
    replace_it(path, counting)
    seen = Counter()
    for nth in range(len(counting.calls)):
        fresh(path)
        layer = FailingLayer(nth, "", how)
        with pytest.raises(Crash):
            replace_it(path, layer)
        layer.power_off()
        seen[check_state(path, crashed=True)] += 1
        replace_it(path)
        assert check_state(path) == NEW

    assert seen[OLD] > 10
    assert seen[NEW] >= 1


def killed_in_the_moment(path: Path) -> Path:
    """A run that died when the names were exchanged: the log is the new one, its original stands under the hidden name."""
    fresh(path)
    layer = FailingLayer(0, "exchange", "crash after")
    with pytest.raises(Crash):
        replace_it(path, layer)
    layer.power_off()
    (left,) = temporaries(path)
    assert (path.read_bytes(), left.read_bytes()) == (NEW, OLD)
    return left


def tidied(folder: Path) -> Tidied:
    fd = os.open(folder, os.O_RDONLY)
    try:
        return tidy(fd)
    finally:
        os.close(fd)


def test_what_a_kill_in_the_exchange_leaves_is_finished_by_the_next_run(tmp_path):
    """The raw original under its hidden name is as closed as the log was, and the next run in the folder removes it."""
    path = tmp_path / "a.log.1"
    left = killed_in_the_moment(path)
    assert stat.S_IMODE(left.stat().st_mode) == 0o640
    assert tidied(tmp_path) == Tidied(removed=1)
    assert (path.read_bytes(), os.listdir(tmp_path)) == (NEW, ["a.log.1"])
    killed_in_the_moment(path)
    other = tmp_path / "b.log.1"
    fresh(other)
    replace_it(other)

    assert sorted(os.listdir(tmp_path)) == ["a.log.1", "b.log.1"]


def test_a_kill_before_the_exchange_or_after_it_was_undone_leaves_the_successor_which_goes(tmp_path):
    """Under the second name a successor that never became the log is removed like one under the first."""
    path = tmp_path / "a.log.1"
    for kind, how in (("exchange", "crash"), ("fsync", "crash after")):
        fresh(path)
        layer = FailingLayer(1 if kind == "fsync" else 0, kind, how)
        with pytest.raises(Crash):
            replace_it(path, layer)
        layer.power_off()
        left = temporaries(path)
        assert [name.suffix for name in left] == [".swap"]
        assert tidied(tmp_path) == Tidied(removed=1)
        assert path.read_bytes() == (OLD if kind == "exchange" else NEW)


@pytest.mark.parametrize("what", ["append", "cut", "other file", "second name", "other time"])
def test_what_nobody_has_read_is_kept_where_people_see_it(tmp_path, what):
    """Written to, cut, or put there by a rotation in the instant before the kill: it is no leftover, and not removed."""
    path = tmp_path / "a.log.1"
    left = killed_in_the_moment(path)
    if what == "append":
        with left.open("ab") as file:
            file.write(b"late\n")
    elif what == "cut":
        os.truncate(left, 10)
    elif what == "other file":
        (tmp_path / "new").write_bytes(b"fresh\n")
        (tmp_path / "new").rename(left)
    elif what == "second name":
        os.link(left, tmp_path / "second")
    else:
        os.utime(left, ns=(0, -1))
    content = left.read_bytes()
    told = tidied(tmp_path)

    assert told.removed == 0
    (kept,) = told.kept
    assert rotation(kept).rotated
    assert ((tmp_path / kept).read_bytes(), path.read_bytes(), temporaries(path)) == (content, NEW, [])


def test_what_somebody_still_writes_to_is_kept(tmp_path):
    """A server that holds the original open since before the kill: its file gets a name, not its end."""
    left = killed_in_the_moment(tmp_path / "a.log.1")
    with left.open("ab"):
        told = tidied(tmp_path)

    assert len(told.kept) == 1


def test_nothing_is_tidied_while_a_run_exchanges_names_there(tmp_path):
    """The folder's lock keeps a second run from taking for left what is in the middle of its exchange."""
    left = killed_in_the_moment(tmp_path / "a.log.1")
    fd = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(fd, fcntl.LOCK_EX)
    assert tidied(tmp_path) == Tidied()
    os.close(fd)

    assert left.exists()
    assert tidied(tmp_path) == Tidied(removed=1)


def test_errors_while_names_are_exchanged_back_are_told_as_they_are(tmp_path):
    """The folder's sync fails and so does the way back: the new file is in place, and where the old one is is said."""
    path = tmp_path / "a.log.1"
    fresh(path)

    class NoWayBack(FailingLayer):
        def one(self, name, real, args, kwargs):
            if name == "exchange" and "exchange" in self.calls:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().one(name, real, args, kwargs)

    layer = NoWayBack(1, "fsync", errno.EIO)
    with pytest.raises(Incomplete, match=r"is replaced.*\.chlogaudit-"):
        replace_it(path, layer)

    assert (path.read_bytes(), temporaries(path)[0].read_bytes()) == (NEW, OLD)
    assert tidied(tmp_path) == Tidied(removed=1)


def test_the_simulation_notices_a_missing_sync(tmp_path):
    """Without the sync before the rename the power-loss test above fails: it can see what it is for."""

    class NoSync(FailingLayer):
        def one(self, name, real, args, kwargs):
            if name == "fsync":
                return None
            return super().one(name, real, args, kwargs)

    path = tmp_path / "a.log.1"
    fresh(path)
    counting = NoSync()
    replace_it(path, counting)
    fresh(path)
    layer = NoSync(counting.calls.index("exchange"), "", "crash after")
    with pytest.raises(Crash):
        replace_it(path, layer)
    layer.power_off()

    with pytest.raises(AssertionError):
        check_state(path, crashed=True)


def receipt(number: int) -> Receipt:
    return Receipt(1, "t", "", f"{number}", "", "", 0, 0, 0, 0, {}, {}, "", "", (), "", "")


@pytest.mark.parametrize("how", ["crash", "crash after", *ERRORS])
def test_receipts_at_every_call(tmp_path, how):
    """
    An append that dies or fails at each call in turn: the earlier lines stay, and the chain goes on.

    A receipt whose append returned is on the disk; one whose append failed is not in the file.
    """
    path = tmp_path / "receipts.jsonl"
    counting = FailingLayer()
    Receipts(str(path), counting).append(receipt(0))
    Receipts(str(path), counting := FailingLayer()).append(receipt(1))
    for nth in range(len(counting.calls)):
        path.unlink()
        Receipts(str(path)).append(receipt(0))
        layer = FailingLayer(nth, "", how)
        try:
            Receipts(str(path), layer).append(receipt(1))
            returned = True
        except (Crash, Incomplete) as error:
            returned = False
            if isinstance(error, Incomplete):
                assert counting.calls[nth] == "close" or len(read_chain(str(path))) == 1
        layer.power_off()
        if returned:
            assert len(read_chain(str(path))) == 2
        Receipts(str(path)).append(receipt(2))
        links = read_chain(str(path))

        assert check_chain(links) is None
        assert [link.receipt.path for link in links] in (["0", "2"], ["0", "1", "2"])


@pytest.mark.parametrize("how", ["crash", "crash after", *ERRORS])
def test_keys_at_every_call(tmp_path, how):
    """Making a key dies or fails at each call: no half key is ever found, and what was returned is what is kept."""
    folder = tmp_path / "keys"
    KeyStore(str(folder)).init()
    counting = FailingLayer()
    KeyStore(str(folder), layer=counting).key("2026-03-14")
    for nth in range(len(counting.calls)):
        shutil.rmtree(folder)
        KeyStore(str(folder)).init()
        layer = FailingLayer(nth, "", how)
        try:
            returned = KeyStore(str(folder), layer=layer).key("2026-03-14")
        except (Crash, Incomplete):
            returned = None
        layer.power_off()
        kept = KeyStore(str(folder)).key("2026-03-14")

        assert returned in (None, kept)
        assert [path.name for path in folder.iterdir()] == ["2026-03-14.key"]


@pytest.mark.parametrize("how", ["crash", "crash after"])
def test_destroying_a_key_at_every_call(tmp_path, how):
    """A crash in the middle of destroying: the key is whole, or gone, or known to be damaged; never quietly another."""
    folder = tmp_path / "keys"
    KeyStore(str(folder)).key("2026-03-14")
    KeyStore(str(folder), layer=(counting := FailingLayer())).destroy("2026-03-14")
    for nth in range(len(counting.calls)):
        shutil.rmtree(folder, ignore_errors=True)
        key = KeyStore(str(folder)).key("2026-03-14")
        layer = FailingLayer(nth, "", how)
        with pytest.raises(Crash):
            KeyStore(str(folder), layer=layer).destroy("2026-03-14")
        for fd in layer.opened:
            os.close(fd)
        if (folder / "2026-03-14.key").exists():
            try:
                assert KeyStore(str(folder)).key("2026-03-14") == key
            except Refused as error:
                assert "destroy it" in str(error)
                KeyStore(str(folder)).destroy("2026-03-14")


KILLS = """
    import gzip, json, os, random, signal, stat, sys, time
    import isal.isal_zlib, isal.igzip_lib
    from chlogaudit.files.replace import replacing

    folder, seed, kills = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(seed)
    A = b"".join(b"192.0.2.%d old %d\\n" % (n % 256, n) for n in range(20000))
    B = A.replace(b"192.0.2.", b"fd00::")
    paths = [os.path.join(folder, n) for n in ("a.log.1", "b.log.2.gz")]
    def state(path):
        data = open(path, "rb").read()
        return gzip.decompress(data) if path.endswith(".gz") else data
    def turn(path):
        swap = (b"192.0.2.", b"fd00::") if state(path).startswith(b"1") else (b"fd00::", b"192.0.2.")
        with replacing(path) as r:
            for block in r.blocks(size=65536):
                r.write(block.data.replace(*swap))
            r.verify(lambda blocks: [None for _ in blocks])
            r.commit()
    for path in paths:
        with open(path, "wb") as file:
            file.write(gzip.compress(A) if path.endswith(".gz") else A)
        os.chmod(path, 0o640)
    hit = turned = 0
    before = {path: A for path in paths}
    for number in range(kills):
        child = os.fork()
        if not child:
            while True:
                for path in paths:
                    turn(path)
        time.sleep(rng.random() * 0.06)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for path in paths:
            now = state(path)
            assert now in (A, B), f"third state of {path} after kill {number}"
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o640, f"mode after kill {number}"
            turned += now != before[path]
            before[path] = now
        left = [n for n in os.listdir(folder) if n.startswith(".chlogaudit")]
        hit += bool(left)
        assert len(left) <= 1, left
        for name in left:
            assert stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) in (0o600, 0o640)
    for path in paths:
        turn(path)
    left = [n for n in os.listdir(folder) if n.startswith(".chlogaudit")]
    print(json.dumps({"hit": hit, "turned": turned, "left": left}))
"""


def test_a_hundred_kills_at_random_instants(tmp_path):
    """Kill -9 at random: old or new, the old mode, at most one temporary, none after the next run."""
    seed = random.SystemRandom().randrange(1 << 32)
    kills = int(os.environ.get("CHLOGAUDIT_KILLS", "100"))
    print(f"seed {seed}")  # noqa: T201  shown when it fails, to run it again
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLS), str(tmp_path), str(seed), str(kills)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-800:]}"
    told = json.loads(done.stdout)

    assert told["left"] == []
    assert told["hit"] > kills // 20, "the kills never came in the middle: the test shows nothing"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a small file system")
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "none", str(place)], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_keeps_the_old_file_and_others_go_on(small_disk):
    """No space for the successor, before and in the middle: Incomplete, old file whole, temporary gone."""
    path = small_disk / "a.log.1"
    path.write_bytes(OLD)
    with pytest.raises(Incomplete, match="No space left"), replacing(str(path)) as r:
        for _ in range(1000):
            r.write(NEW)
        r.verify(read_all)
    assert (path.read_bytes(), temporaries(path)) == (OLD, [])
    replace_it(path)
    assert path.read_bytes() == NEW
    (small_disk / "filler").write_bytes(b"x" * (5 << 19))

    with pytest.raises(Incomplete, match="no space"):
        replace_it(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a link that belongs to another user")
def test_folders_swapped_under_us_lead_nowhere_else(tmp_path):
    """A thread swaps a part of the path with another's link to a victim: the victim is never touched."""
    real, victim = tmp_path / "real", tmp_path / "victim"
    for folder in (real, victim):
        (folder / "logs").mkdir(parents=True)
        (folder / "logs" / "a.log.1").write_bytes(OLD)
    here, link = tmp_path / "here", tmp_path / "link"
    here.mkdir()
    (here / "logs").mkdir()
    (here / "logs" / "a.log.1").write_bytes(OLD)
    link.symlink_to(victim)
    os.chown(link, 33, 33, follow_symlinks=False)
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            here.rename(tmp_path / "aside")
            link.rename(here)
            here.rename(link)
            (tmp_path / "aside").rename(here)

    thread = threading.Thread(target=swap)
    thread.start()
    outcomes = Counter()
    try:
        until = time.monotonic() + 20
        while (outcomes["done"] < 20 or outcomes["Refused"] < 20) and time.monotonic() < until:
            try:
                replace_it(here / "logs" / "a.log.1")
                outcomes["done"] += 1
            except (Refused, Incomplete) as error:
                outcomes[type(error).__name__] += 1
    finally:
        stop.set()
        thread.join()

    assert (victim / "logs" / "a.log.1").read_bytes() == OLD
    assert (here / "logs" / "a.log.1").read_bytes() in (OLD, NEW)
    assert os.listdir(victim / "logs") == os.listdir(here / "logs") == ["a.log.1"]
    assert outcomes["done"]
    assert outcomes["Refused"]


RUN = """
    import os, sys
    from chlogaudit.errors import ChlogauditError
    from chlogaudit.files.receipts import Receipts
    from chlogaudit.files.replace import replacing
    from chlogaudit.model.receipt import Receipt

    folder, receipts = sys.argv[1], Receipts(sys.argv[2])
    for name in sorted(os.listdir(folder)):
        if name.startswith("."):
            continue
        try:
            with replacing(os.path.join(folder, name)) as r:
                blocks = list(r.blocks(size=4096))
                if not any(b"192.0.2." in b.data for b in blocks):
                    continue
                for block in blocks:
                    r.write(block.data.replace(b"192.0.2.", b"fd00::"))
                r.verify(lambda bs: [None for _ in bs])
                made = Receipt(1, "t", "", name, "", "", 0, 0, 0, 0, {}, {}, "", "", (), "", "", "intent")
                receipts.append(made)
                r.commit()
                receipts.append(Receipt(1, "t", "", name, "", "", 0, 0, 0, 0, {}, {}, "", "", (), "", ""))
        except ChlogauditError as error:
            print(error.exit_code)
"""


def test_eight_runs_at_once_have_one_winner_a_file(tmp_path):
    """Each file is replaced exactly once, the receipts say so, and their chain holds."""
    folder = tmp_path / "logs"
    folder.mkdir()
    for number in range(1, 7):
        (folder / f"a.log.{number}").write_bytes(OLD)
    receipts = tmp_path / "receipts.jsonl"
    command = [sys.executable, "-c", textwrap.dedent(RUN), str(folder), str(receipts)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(8)]
    outs = [run.communicate() for run in runs]

    assert [err for _, err in outs if err] == []
    assert {code for out, _ in outs for code in out.split()} <= {b"6", b"5"}
    assert all((folder / f"a.log.{n}").read_bytes() == NEW for n in range(1, 7))
    assert len(os.listdir(folder)) == 6
    links = read_chain(str(receipts))
    assert check_chain(links) is None
    done = Counter(link.receipt.path for link in links if link.receipt.state == "done")

    assert done == {f"a.log.{n}": 1 for n in range(1, 7)}


def test_our_errors_are_all_that_comes_out(tmp_path):
    """A missing file, a missing folder and a folder without rights end in errors of ours that name the path."""
    for path in (tmp_path / "none.log.1", tmp_path / "no" / "a.log.1"):
        with pytest.raises(ChlogauditError, match=str(path.parent)):
            replace_it(path)
