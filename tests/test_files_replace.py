"""Replacing a log: what is refused, what is kept, what a second run meets."""
# Helpers explain themselves; a block under `raises` holds a whole replacement; names are compared as the system lists them.
# ruff: noqa: D103, PT012, PTH208

from __future__ import annotations

import bz2
import errno
import fcntl
import gzip
import hashlib
import lzma
import os
import random
import shutil
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard

from chlogaudit.errors import ChlogauditError, Incomplete, Locked, Refused
from chlogaudit.files.belongings import ACCESS_LIST
from chlogaudit.files.blocks import Block
from chlogaudit.files.inuse import writer_of
from chlogaudit.files.layer import DISK, Disk
from chlogaudit.files.replace import Replaced, replacing
from chlogaudit.files.temporaries import Tidied, tidy

OLD = b"".join(b"192.0.2.%d old %d\n" % (n % 256, n) for n in range(2000))
NEW = OLD.replace(b"192.0.2.", b"fd00::")
ROOT = os.geteuid() == 0


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log.1"
    path.write_bytes(OLD)
    path.chmod(0o640)
    return path


def read_all(blocks: Iterator[Block]) -> None:
    for _ in blocks:
        pass


def replace_it(path: Path, check: Callable[[Iterator[Block]], None] = read_all, **kwargs: object) -> Replaced:
    with replacing(str(path), **kwargs) as r:
        for block in r.blocks(size=4096):
            r.write(block.data.replace(b"192.0.2.", b"fd00::"))
        r.verify(check)
        planned = r.planned()
        done = r.commit()
        assert replace(done, notes=()) == replace(planned, notes=())
        return done


def left_over(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".chlogaudit")]


@pytest.mark.parametrize(
    "pack, unpack, suffix",
    [
        (bytes, bytes, ""),
        (gzip.compress, gzip.decompress, ".gz"),
        (bz2.compress, bz2.decompress, ".bz2"),
        (lzma.compress, lzma.decompress, ".xz"),
        (zstandard.compress, lambda d: zstandard.ZstdDecompressor().decompressobj().decompress(d), ".zst"),
    ],
)
def test_the_same_kind_and_the_new_content(tmp_path, pack, unpack, suffix):
    """Law 6: a packed log is replaced by one of its kind with the content that a plain one gets; hashes are right."""
    path = tmp_path / f"access.log.1{suffix}"
    path.write_bytes(pack(OLD))
    before = path.read_bytes()
    done = replace_it(path)
    after = path.read_bytes()

    assert unpack(after) == NEW
    assert (done.size_before, done.size_after) == (len(before), len(after))
    assert done.sha256_before == hashlib.sha256(before).hexdigest()
    assert done.sha256_after == hashlib.sha256(after).hexdigest()
    assert left_over(tmp_path) == []


def test_mode_owner_attributes_and_times_are_kept(log):
    """0640 stays 0640; owner, attributes and both times are the old file's."""
    try:
        os.setxattr(log, "user.note", b"kept")
    except OSError:
        pytest.skip("no extended attributes here")
    if ROOT:
        os.chown(log, 1, 4)
    os.utime(log, ns=(10**18 + 1, 10**18 + 7))
    before = log.stat()
    replace_it(log)
    after = log.stat()

    assert after.st_ino != before.st_ino
    for name in ("st_mode", "st_uid", "st_gid", "st_mtime_ns", "st_atime_ns"):
        assert getattr(after, name) == getattr(before, name), name
    assert os.getxattr(log, "user.note") == b"kept"


@pytest.mark.skipif(not shutil.which("setfacl"), reason="needs the acl tools")
def test_access_lists_are_kept(log):
    """The access list is the old file's, entry by entry."""
    subprocess.run(["setfacl", "-m", "u:1:r,g:4:rw,m::r", str(log)], check=True)
    before = os.getxattr(log, ACCESS_LIST)
    replace_it(log)

    assert os.getxattr(log, ACCESS_LIST) == before


@pytest.mark.skipif(not shutil.which("setfacl"), reason="needs the acl tools")
def test_a_folders_default_list_adds_no_readers(log):
    """What a new file would inherit from its folder is not given to the successor."""
    subprocess.run(["setfacl", "-d", "-m", "u:1:rwx", str(log.parent)], check=True)
    replace_it(log)

    assert ACCESS_LIST not in os.listxattr(log)
    assert stat.S_IMODE(log.stat().st_mode) == 0o640


@pytest.mark.parametrize("umask", [0, 0o077, 0o777])
def test_the_temporary_is_closed_to_others_whatever_the_umask(log, umask):
    """While it is written, the temporary is 0600 and hidden from rotation's patterns."""
    old = os.umask(umask)
    try:
        with replacing(str(log)) as r:
            r.write(NEW)
            (name,) = left_over(log.parent)
            assert stat.S_IMODE((log.parent / name).stat().st_mode) == 0o600
            assert not list(log.parent.glob("access*tmp"))
    finally:
        os.umask(old)


def test_leaving_without_commit_changes_nothing(log):
    """No commit: same file, same times, no temporary; so is leaving by an exception."""
    before = log.stat()
    with replacing(str(log)) as r:
        r.write(NEW)
    with pytest.raises(ZeroDivisionError), replacing(str(log)) as r:
        r.write(NEW)
        raise ZeroDivisionError
    after = log.stat()

    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )
    assert left_over(log.parent) == []


def test_commit_needs_a_verified_successor_and_a_read_predecessor(log):
    """An original is never destroyed before its successor is verified: the order is enforced."""
    with replacing(str(log)) as r:
        read_all(r.blocks())
        with pytest.raises(RuntimeError):
            r.commit()
    with replacing(str(log)) as r:
        r.write(b"x\n")
        r.verify(read_all)
        for too_early in (r.commit, r.planned):
            with pytest.raises(RuntimeError):
                too_early()

    assert log.read_bytes() == OLD


def test_a_check_that_objects_keeps_the_old_file(log):
    """What verification raises comes out, and nothing is replaced."""

    def object_to(blocks: Iterator[Block]) -> None:
        raise Refused("an identifier is left")

    with pytest.raises(Refused, match="left"):
        replace_it(log, object_to)

    assert log.read_bytes() == OLD
    assert left_over(log.parent) == []


def test_a_successor_that_reads_back_differently_is_not_used(log):
    """One byte that changed on its way to the disk is noticed, even if the check looks at nothing."""
    with pytest.raises(Incomplete, match="read back"), replacing(str(log)) as r:
        read_all(r.blocks())
        r.write(NEW)
        r.new._writer.close()
        os.pwrite(r.new.fd, b"#", 5)
        r.verify(lambda _: None)

    assert log.read_bytes() == OLD


@pytest.mark.parametrize("keep", range(60))
def test_a_truncated_log_is_never_replaced(tmp_path, keep):
    """A gz cut anywhere stays as it is."""
    packed = gzip.compress(b"192.0.2.1 one\n192.0.2.2 two\n")
    path = tmp_path / "a.log.1.gz"
    path.write_bytes(packed[: keep % len(packed)])
    with pytest.raises(Incomplete):
        replace_it(path)

    assert path.read_bytes() == packed[: keep % len(packed)]


# Refusals


def refused(path: Path, match: str, error: type[ChlogauditError] = Refused, **kwargs: object) -> None:
    with pytest.raises(error, match=match):
        replace_it(path, **kwargs)
    assert left_over(path.parent) == []


def test_symbolic_links_are_refused(log):
    """A link named like a log is not followed."""
    link = log.parent / "link.log.1"
    link.symlink_to(log)
    refused(link, "symbolic link")

    assert log.read_bytes() == OLD


def test_hard_links_are_refused(log):
    """A second name would keep the old bytes."""
    os.link(log, log.parent / "other")
    refused(log, "2 names")


def test_fifos_devices_folders_and_sockets_are_refused_at_once(tmp_path):
    """Nothing but a regular file is touched, and a FIFO does not block."""
    os.mkfifo(tmp_path / "a.log.1")
    (tmp_path / "b.log.1").mkdir()
    refused(tmp_path / "a.log.1", "a FIFO")
    refused(tmp_path / "b.log.1", "a folder")
    if ROOT:
        try:
            os.mknod(tmp_path / "c.log.1", stat.S_IFCHR | 0o600, os.makedev(1, 5))
        except OSError:
            return
        refused(tmp_path / "c.log.1", "a device")


def test_folders_and_files_that_everybody_may_write_are_refused(log):
    """Where others could swap names or write lines, nothing is replaced."""
    log.chmod(0o646)
    refused(log, "writable by everybody")
    log.chmod(0o640)
    log.parent.chmod(0o777)
    refused(log, "folder is writable")
    log.parent.chmod(0o1777)
    refused(log, "folder is writable")


@pytest.mark.skipif(not ROOT, reason="needs to give files away")
def test_root_does_not_work_in_folders_that_others_control(log):
    """As logrotate: not where another group may write, nor in another user's folder over files that are not his."""
    os.chown(log.parent, 0, 4)
    log.parent.chmod(0o770)
    refused(log, "group other than root")
    log.parent.chmod(0o750)
    os.chown(log.parent, 33, 4)
    refused(log, "belongs to neither")
    os.chown(log, 33, 4)
    replace_it(log)

    assert (log.read_bytes(), log.stat().st_uid) == (NEW, 33)


@pytest.mark.skipif(not ROOT, reason="needs to give links away")
def test_anothers_link_on_the_way_is_refused_ours_is_followed(log, tmp_path_factory):
    """A path may go through links of root's or ours, but nobody else may lead us."""
    link = tmp_path_factory.mktemp("links") / "logs"
    link.symlink_to(log.parent)
    replace_it(link / log.name)
    assert log.read_bytes() == NEW
    os.chown(link, 33, 33, follow_symlinks=False)

    with pytest.raises(Refused, match="link of another user"):
        replace_it(link / log.name)


def test_the_newest_name_is_refused_unless_it_is_said_to_be_idle(log):
    """access.log may be in use; who knows that it is not can say so."""
    current = log.parent / "access.log"
    log.rename(current)
    refused(current, "newest of its rotation")
    replace_it(current, allow_current=True)

    assert current.read_bytes() == NEW


@pytest.mark.parametrize("name", ["access.log.1", "access.log"])
def test_a_log_that_a_process_holds_open_is_refused(log, name):
    """A writer is seen through the kernel's lease or /proc and named, also when it never writes."""
    path = log.rename(log.parent / name)
    writer = subprocess.Popen(
        ["sh", "-c", 'exec 3>>"$0"; echo ready; read x', str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert writer.stdout.readline() == b"ready\n"
        with pytest.raises(Refused, match=f"process {writer.pid}"), replacing(str(path), allow_current=True):
            pytest.fail("the work on it began")
        refused(path, f"process {writer.pid}", allow_current=True)
    finally:
        writer.communicate(b"\n")
    replace_it(path, allow_current=True)

    assert path.read_bytes() == NEW


def test_a_reader_does_not_make_a_log_in_use(log):
    """Someone who only reads is no reason to refuse."""
    with log.open("rb") as file:
        assert writer_of(file.fileno()) == ""
        replace_it(log)


def test_a_log_that_grows_shrinks_or_is_swapped_is_refused(log):
    """Appending, copytruncate and rotation between reading and renaming each keep what is there."""

    def append() -> None:
        with log.open("ab") as file:
            file.write(b"late\n")

    def rotate() -> None:
        log.rename(log.parent / "access.log.2")
        log.write_bytes(b"fresh\n")

    for meddle in (append, lambda: os.truncate(log, 10), rotate, log.unlink):
        log.write_bytes(OLD)
        with pytest.raises(Refused, match="changed"), replacing(str(log)) as r:
            read_all(r.blocks())
            r.write(NEW)
            r.verify(read_all)
            meddle()
            state = log.read_bytes() if log.exists() else None
            r.commit()

        assert (log.read_bytes() if log.exists() else None) == state
        assert left_over(log.parent) == []


@pytest.mark.parametrize("keeps", [False, True])
def test_a_temporary_that_a_tidying_run_takes_for_stale_is_made_anew(log, keeps):
    """Between its making and its lock another run may remove or lock it: the replacement goes on with another."""
    layer = Disk()
    held: list[int] = []

    def fchmod(fd: int, mode: int) -> None:
        DISK.fchmod(fd, mode)
        if not held:
            (name,) = left_over(log.parent)
            held.append(os.open(log.parent / name, os.O_RDONLY))
            fcntl.flock(held[0], fcntl.LOCK_EX)
            (log.parent / name).unlink()
            if not keeps:
                fcntl.flock(held[0], fcntl.LOCK_UN)

    layer.fchmod = fchmod
    replace_it(log, layer=layer)
    os.close(held[0])

    assert (log.read_bytes(), left_over(log.parent)) == (NEW, [])


def test_rights_taken_away_during_a_run_stay_away(log):
    """A chmod while a long run reads is kept; one between the last looks stops the replacement."""
    with replacing(str(log)) as r:
        read_all(r.blocks())
        r.write(NEW)
        r.verify(read_all)
        log.chmod(0o600)
        r.commit()
    assert (log.read_bytes(), stat.S_IMODE(log.stat().st_mode)) == (NEW, 0o600)
    log.write_bytes(OLD)
    log.chmod(0o644)
    layer = Disk()

    def utime(fd: int, times: tuple[int, int]) -> None:
        DISK.utime(fd, times)
        log.chmod(0o600)

    layer.utime = utime
    refused(log, "changed", layer=layer)

    assert (log.read_bytes(), stat.S_IMODE(log.stat().st_mode)) == (OLD, 0o600)


@pytest.mark.parametrize("what", ["truncate", "rotate", "append"])
def test_meddling_at_random_instants(log, what):
    """
    Truncation, rotation and appending at any instant of a replacement: what they did is there afterwards.

    Whoever meddled after the exchange of the names met the new file, who came before it stopped the replacement, and who came
    in between is found by the look after it. Not once does the new file cover what was done.
    """
    rng = random.Random(what)
    rotated = log.parent / "access.log.2"
    seen = set()
    covered = 0
    for _ in range(40):
        rotated.unlink(missing_ok=True)
        log.write_bytes(OLD)

        def meddle() -> None:
            if what == "truncate":
                os.truncate(log, 0)
            elif what == "rotate":
                log.rename(rotated)
                log.write_bytes(b"fresh\n")
            else:
                with log.open("ab") as file:
                    file.write(b"late\n")

        timer = threading.Timer(rng.random() * 0.012, meddle)
        timer.start()
        try:
            replace_it(log)
            seen.add("done")
        except (Refused, Incomplete) as error:
            seen.add(type(error).__name__)
        timer.join()
        if what == "truncate":
            covered += log.read_bytes() == NEW
            assert log.read_bytes() in (b"", NEW)
        elif what == "rotate":
            covered += log.read_bytes() == NEW
            assert log.read_bytes() in (b"fresh\n", NEW)
            assert rotated.read_bytes() in (OLD, NEW)
        else:
            assert log.read_bytes() in (OLD + b"late\n", NEW + b"late\n")
        assert left_over(log.parent) == []

    assert seen
    assert covered == 0


@pytest.mark.parametrize("away", [os.unlink, lambda name: shutil.move(name, f"{name}.mine")])
def test_a_swapped_temporary_is_not_put_in_place(log, away):
    """Who removes or moves our temporary and plants a file under its name does not get his bytes into the log."""
    with pytest.raises(Refused, match="touched"), replacing(str(log)) as r:
        read_all(r.blocks())
        r.write(NEW)
        r.verify(read_all)
        (name,) = left_over(log.parent)
        away(str(log.parent / name))
        (log.parent / name).write_bytes(b"planted\n")
        r.commit()

    assert log.read_bytes() == OLD


def test_a_temporary_with_a_second_name_is_not_put_in_place(log):
    """A hard link to the successor would let someone write the log later."""
    with pytest.raises(Refused, match="touched"), replacing(str(log)) as r:
        read_all(r.blocks())
        r.write(NEW)
        r.verify(read_all)
        (name,) = left_over(log.parent)
        os.link(log.parent / name, log.parent / "second")
        r.commit()

    assert log.read_bytes() == OLD


def in_the_moment(meddle: Callable[[], None], *, nth: int = 1) -> Disk:
    """A layer in whose ``nth`` exchange of names somebody else is as fast as it can be, just before or just after it."""

    class Racing(Disk):
        times = 0

        def exchange(self, one: str, other: str, *, dir_fd: int) -> None:
            self.times += 1
            if self.times == nth:
                meddle()
            DISK.exchange(one, other, dir_fd=dir_fd)

    return Racing()


def test_a_line_written_in_the_moment_of_the_exchange_stops_it(log):
    """Who appends between the last look and the exchange is noticed; the log is put back with his line."""

    def append() -> None:
        with log.open("ab") as file:
            file.write(b"late line\n")

    refused(log, "changed", layer=in_the_moment(append))

    assert log.read_bytes() == OLD + b"late line\n"


def test_a_server_that_opens_the_log_in_the_moment_of_the_exchange_stops_it(log):
    """Who has the old file open, but has not written yet, keeps his file under the log's name."""
    held = []
    refused(log, "open for writing", layer=in_the_moment(lambda: held.append(log.open("ab"))))
    held[0].write(b"late line\n")
    held[0].close()

    assert log.read_bytes() == OLD + b"late line\n"


def test_a_truncation_or_a_chmod_in_the_moment_of_the_exchange_stops_it(log):
    """What was cut stays cut, what was closed stays closed."""
    refused(log, "changed", layer=in_the_moment(lambda: log.chmod(0o600)))
    assert (log.read_bytes(), stat.S_IMODE(log.stat().st_mode)) == (OLD, 0o600)
    refused(log, "changed", layer=in_the_moment(lambda: os.truncate(log, 0)))

    assert log.read_bytes() == b""


def test_a_rotation_in_the_moment_of_the_exchange_stops_it(log):
    """The new log that a rotation put there is not covered: it gets its name back, and the old one is where it was moved to."""
    rotated = log.parent / "access.log.2"

    def rotate() -> None:
        log.rename(rotated)
        log.write_bytes(b"fresh\n")

    refused(log, "changed", layer=in_the_moment(rotate))

    assert (log.read_bytes(), rotated.read_bytes()) == (b"fresh\n", OLD)


def test_a_log_removed_in_the_moment_of_the_exchange_stays_removed(log):
    """There is nothing to exchange with: the replacement stops and leaves nothing."""
    refused(log, "changed", layer=in_the_moment(log.unlink))

    assert not log.exists()


def test_lines_for_the_successor_are_kept_when_the_log_is_put_back(log):
    """Who found the new file under the name while it stood there, and wrote to it, has his line in the log."""

    def cut() -> None:
        os.truncate(log, 10)

    class Racing(Disk):
        def fsync(self, fd: int) -> None:
            DISK.fsync(fd)
            if log.read_bytes() == NEW:
                with log.open("ab") as file:
                    file.write(b"to the new one\n")

        def exchange(self, one: str, other: str, *, dir_fd: int) -> None:
            if log.stat().st_size == len(OLD):
                cut()
            DISK.exchange(one, other, dir_fd=dir_fd)

    refused(log, "changed", layer=Racing())

    assert log.read_bytes() == OLD[:10] + b"to the new one\n"


def test_what_cannot_be_put_back_is_kept_where_people_see_it(log):
    """Truncated before the exchange and rotated after it: the old file gets a name of its own, and the run says so."""
    rotated = log.parent / "access.log.2"

    class Racing(Disk):
        def exchange(self, one: str, other: str, *, dir_fd: int) -> None:
            os.truncate(log, 10)
            DISK.exchange(one, other, dir_fd=dir_fd)
            log.rename(rotated)
            log.write_bytes(b"fresh\n")

    with pytest.raises(Incomplete, match="chlogaudit-kept"):
        replace_it(log, layer=Racing())
    (kept,) = log.parent.glob("chlogaudit-kept-*.log.1")

    assert (log.read_bytes(), rotated.read_bytes(), kept.read_bytes()) == (b"fresh\n", NEW, OLD[:10])
    assert left_over(log.parent) == []


class NoExchange(Disk):
    """A file system that cannot exchange names, with something that happens just before the rename over the log."""

    def __init__(self, meddle: Callable[[], None] = lambda: None, code: int = errno.EINVAL) -> None:
        self._meddle, self._code = meddle, code

    def exchange(self, one: str, other: str, *, dir_fd: int) -> None:
        """Fail."""
        self._meddle()
        raise OSError(self._code, os.strerror(self._code))


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM])
def test_where_names_cannot_be_exchanged_a_rename_does_and_is_noted(log, code):
    """Without the exchange the log is replaced all the same, and the reason is told."""
    done = replace_it(log, layer=NoExchange(code=code))

    assert log.read_bytes() == NEW
    assert [os.strerror(code) in note for note in done.notes] == [True]
    assert left_over(log.parent) == []


def test_a_race_without_the_exchange_is_found_out_and_told(log):
    """After a plain rename nothing can be put back, but lines are appended, and a cut or a rotation ends with its error."""

    def append() -> None:
        with log.open("ab") as file:
            file.write(b"late line\n")

    for meddle, match, end in (
        (append, "10 bytes were appended", NEW + b"late line\n"),
        (lambda: os.truncate(log, 10), "was cut", NEW),
        (lambda: (log.rename(log.parent / "access.log.2"), append()), "was moved", NEW),
    ):
        log.write_bytes(OLD)
        with pytest.raises(Incomplete, match=match):
            replace_it(log, layer=NoExchange(meddle))

        assert log.read_bytes() == end
        assert left_over(log.parent) == []
    assert (log.parent / "access.log.2").read_bytes() == OLD


def test_an_error_of_the_exchange_itself_leaves_the_old_file(log):
    """Any other error than that there is no such call is no reason to rename over the log."""
    with pytest.raises(Incomplete, match="not replaced"):
        replace_it(log, layer=NoExchange(code=errno.EIO))

    assert (log.read_bytes(), left_over(log.parent)) == (OLD, [])


def test_the_order_of_the_steps(log):
    """
    Owner and mode, sync, exchange, sync of the folder, removal, sync: in this order, or a power failure shows it.

    The first rename gives the successor the name that tells both files apart.
    """
    calls: list[str] = []

    class Noting:
        def __getattr__(self, name: str) -> object:
            calls.append(name)
            return getattr(DISK, name)

        def open(self, path: str, flags: int, mode: int = 0o600, *, dir_fd: int | None = None) -> int:
            assert mode == 0o600
            assert flags & os.O_EXCL or not flags & os.O_CREAT
            return DISK.open(path, flags, mode, dir_fd=dir_fd)

    replace_it(log, layer=Noting())
    after = calls[calls.index("utime") :]

    seen = [call for call in after if call in {"fchmod", "fsync", "rename", "exchange", "unlink"}]

    assert seen == ["fchmod", "fsync", "rename", "exchange", "fsync", "unlink", "fsync"]


def test_no_line_of_a_writer_is_lost(log):
    """A writer that opens, appends and closes all the time: each of its lines is in the end in some file."""
    stop = threading.Event()
    wrote: list[bytes] = []

    def write() -> None:
        while not stop.is_set():
            line = b"line %d\n" % len(wrote)
            with log.open("ab") as file:
                file.write(line)
            wrote.append(line)

    thread = threading.Thread(target=write)
    thread.start()
    outcomes = set()
    try:
        for _ in range(60):
            try:
                replace_it(log)
                outcomes.add("replaced")
            except (Refused, Incomplete) as error:
                outcomes.add(type(error).__name__)
    finally:
        stop.set()
        thread.join()
    there = set(log.read_bytes().splitlines(keepends=True))

    assert outcomes
    assert [line for line in wrote if line not in there] == []


# Locks and leftovers


@pytest.mark.parametrize(
    "call, nth, what", [("fchown", 0, "owner"), ("fchmod", 1, "mode"), ("setxattr", 1, "access list")]
)
def test_what_cannot_be_given_to_the_successor_stops_the_replacement(log, call, nth, what):
    """Without the right to give owner, mode or access list away, the log stays: 0640 never becomes anything else."""
    if not ROOT or not shutil.which("setfacl"):
        pytest.skip("needs a log with an owner and a list of its own")
    os.setxattr(log, "user.note", b"kept")
    subprocess.run(["setfacl", "-m", "u:1:r", str(log)], check=True)
    os.chown(log, 33, 4)
    seen: list[int] = []

    class Forbidding:
        def __getattr__(self, name: str) -> object:
            def forbid(*args: object) -> object:
                seen.append(1)
                if len(seen) == nth + 1:
                    raise PermissionError(1, "Operation not permitted")
                return getattr(DISK, name)(*args)

            return forbid if name == call else getattr(DISK, name)

    refused(log, what, layer=Forbidding())

    assert log.read_bytes() == OLD


def test_an_attribute_that_cannot_be_kept_is_noted(log):
    """Attributes other than the access list do not stop a replacement, but are named."""
    try:
        os.setxattr(log, "user.note", b"kept")
    except OSError:
        pytest.skip("no extended attributes here")

    class Forbidding:
        def __getattr__(self, name: str) -> object:
            return getattr(DISK, name)

        def setxattr(self, fd: int, name: str, value: bytes) -> None:
            raise PermissionError(1, "Operation not permitted")

    done = replace_it(log, layer=Forbidding())

    assert len(done.notes) == 1
    assert "user.note" in done.notes[0]


def test_a_second_replacement_of_the_same_file_is_locked_out(log):
    """Two at once on one log: the second is told at once."""
    with replacing(str(log)), pytest.raises(Locked):
        replace_it(log)
    replace_it(log)

    assert log.read_bytes() == NEW


def test_a_temporary_that_goes_while_others_tidy_up_is_no_error(tmp_path):
    """A name that is listed and then gone belongs to a run that has just ended."""

    class Late(Disk):
        def listdir(self, fd: int) -> list[str]:
            return [".chlogaudit-00000000000000aa.tmp", *DISK.listdir(fd)]

    fd = os.open(tmp_path, os.O_RDONLY)
    try:
        assert tidy(fd, Late()) == Tidied()
    finally:
        os.close(fd)


def test_stale_temporaries_of_ours_go_living_and_foreign_ones_stay(log):
    """A killed run's temporary is removed at the next start; a living run's and what only looks alike stay."""
    folder = log.parent
    stale = folder / ".chlogaudit-00000000000000aa.tmp"
    stale.write_bytes(b"rest")
    alike = folder / ".chlogaudit-notes.tmp"
    alike.write_bytes(b"mine")
    linked = folder / ".chlogaudit-00000000000000bb.tmp"
    linked.symlink_to(log)
    other = folder / "error.log.1"
    other.write_bytes(OLD)
    with replacing(str(other)):
        living = [n for n in left_over(folder) if n not in {stale.name, alike.name, linked.name}]
        assert len(living) == 1
        assert not stale.exists()
        fd = os.open(folder, os.O_RDONLY)
        try:
            assert tidy(fd) == Tidied()
        finally:
            os.close(fd)
        assert (folder / living[0]).exists()

    assert alike.exists()
    assert linked.is_symlink()
