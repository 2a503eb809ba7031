"""Keep the keys of pseudonyms: one independent random key an epoch, in a folder that nobody else may enter."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import stat
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from chlogaudit.errors import Incomplete, Refused, UsageError
from chlogaudit.files.layer import DISK, Layer, write_all
from chlogaudit.files.places import key_folder, make_folder, open_private_folder, refuse_among_logs
from chlogaudit.files.source import shown
from chlogaudit.redactor.keys import ID_BYTES, SECRET_BYTES, EpochKey

_EPOCH = re.compile(r"[0-9a-zA-Z][0-9a-zA-Z-]{0,31}", re.ASCII)  # 2026-03-14, 2026-W11, 2026-03, undated
_SUFFIX = ".key"
_NEW = ".new-"
_CREDENTIAL = "chlogaudit_"  # LoadCredential=chlogaudit:FOLDER names its files so (systemd.exec(5))
_MOST = 4096  # bytes of a key file
_VERSION = 1


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What may be told of a key: its epoch, the id that its tokens carry, its check value, where it is kept."""

    epoch: str
    id: str
    check: str
    place: str


def check_value(key: EpochKey) -> str:
    """Sixteen hex digits that prove which key was used; they tell neither the key nor a token."""
    return hmac.new(key.secret, b"chlogaudit key check value", hashlib.sha256).hexdigest()[:16]


class KeyStore:
    """
    Keys in a folder; the redactor's ``KeySource``.

    Credentials that systemd hands in are looked at first and never written. ``notes`` says what a user must learn:
    that a folder was made, and where. Safe for threads and for processes that ask for the same epoch at once.
    """

    def __init__(self, folder: str, *, credentials: str = "", layer: Layer = DISK) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._credentials = credentials
        self._layer = layer
        self._known: dict[str, EpochKey] = {}
        self._guard = threading.Lock()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], *, logs: Sequence[str] = ()) -> Self:
        """Choose the places from the environment; refuses a key folder among the paths of ``logs``."""
        folder = key_folder(environ, os.geteuid())
        refuse_among_logs(folder, logs)
        return cls(folder, credentials=environ.get("CREDENTIALS_DIRECTORY", ""))

    def key(self, epoch: str) -> EpochKey:
        """
        Give the key of an epoch; makes it when there is none yet.

        Raises ``Refused`` for a folder or file that others could read or put there, ``Incomplete`` when the disk
        fails: a key that is not safely stored is never used.
        """
        _check_epoch(epoch)
        with self._guard:
            if epoch not in self._known:
                self._known[epoch] = self._lent(epoch) or self._own(epoch)
            return self._known[epoch]

    def init(self) -> bool:
        """Make the folder if it is missing, and check it; True when it was made."""
        made = make_folder(self.folder)
        if made:
            self.notes.append(f"Made the key folder {shown(self.folder)}; keep it out of the backups of the logs.")
        with self._opened():
            return made

    def list(self) -> tuple[KeyInfo, ...]:
        """All keys by epoch, without their secrets."""
        if not os.path.lexists(self.folder):
            return ()
        with self._opened() as folder:
            names = sorted(n for n in self._layer.listdir(folder) if n.endswith(_SUFFIX) and not n.startswith("."))
            found = []
            for name in names:
                epoch = name.removesuffix(_SUFFIX)
                if _EPOCH.fullmatch(epoch) and (key := self._read(epoch, folder)):
                    found.append(KeyInfo(epoch, key.id.hex(), check_value(key), self.folder))
            return tuple(found)

    def has(self, epoch: str) -> bool:
        """Whether a key file of an epoch is kept in the folder, whole or damaged."""
        _check_epoch(epoch)
        if not os.path.lexists(self.folder):
            return False
        with self._opened() as folder:
            return self._is_kept(epoch + _SUFFIX, folder)

    def destroy(self, epoch: str) -> None:
        """
        Destroy a key: what it made can then be traced back by nobody.

        Overwritten first, though a copy-on-write disk, a snapshot or a backup may still hold it; see
        docs/security/keys.md. Raises ``UsageError`` when there is no such key.
        """
        _check_epoch(epoch)
        if not os.path.lexists(self.folder):
            raise UsageError(f"There is no key of {epoch}.")
        name = epoch + _SUFFIX
        with self._opened() as folder:
            self._layer.flock(folder, fcntl.LOCK_EX)
            if not self._is_kept(name, folder):
                raise UsageError(f"There is no key of {epoch} in {shown(self.folder)}.")
            file = self._layer.open(name, os.O_WRONLY | os.O_NOFOLLOW, dir_fd=folder)
            try:
                write_all(self._layer, file, secrets.token_bytes(self._layer.fstat(file).st_size))
                self._layer.fsync(file)
            finally:
                self._layer.close(file)
            self._layer.unlink(name, dir_fd=folder)
            self._layer.fsync(folder)
        with self._guard:
            self._known.pop(epoch, None)

    def _own(self, epoch: str) -> EpochKey:
        """The key from the folder, made if missing."""
        self.init()
        with self._opened() as folder:
            return self._read(epoch, folder) or self._make(epoch, folder)

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """The folder, open and found to be ours alone; a failing disk becomes ``Incomplete``."""
        try:
            folder = open_private_folder(self.folder, self._layer)
            try:
                yield folder
            finally:
                self._layer.close(folder)
        except OSError as error:
            raise Incomplete(
                f"The key folder {shown(self.folder)} failed: {error.strerror}; no key was used."
            ) from error

    def _make(self, epoch: str, folder: int) -> EpochKey:
        """
        Make a key under the folder's lock; the process that comes second finds the first one's.

        The file gets its name only when it is whole and on the disk, so that no reader ever sees half a key.
        """
        layer = self._layer
        layer.flock(folder, fcntl.LOCK_EX)
        made_by_other = self._read(epoch, folder)
        if made_by_other is not None:
            return made_by_other
        for name in layer.listdir(folder):
            if name.startswith(_NEW):  # a killed run's; nobody else makes keys while we hold the lock
                layer.unlink(name, dir_fd=folder)
        key = EpochKey(secrets.token_bytes(ID_BYTES), secrets.token_bytes(SECRET_BYTES))
        name = _NEW + secrets.token_hex(8)
        file = layer.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
        try:
            write_all(layer, file, _to_bytes(epoch, key))
            layer.fsync(file)
        finally:
            layer.close(file)
        layer.rename(name, epoch + _SUFFIX, dir_fd=folder)
        layer.fsync(folder)
        return key

    def _read(self, epoch: str, folder: int) -> EpochKey | None:
        """The key in an open folder; None when there is none."""
        name = epoch + _SUFFIX
        if not self._is_kept(name, folder):
            return None
        return self._load(name, folder, epoch, f"{shown(self.folder)}/{name}")

    def _is_kept(self, name: str, folder: int) -> bool:
        """Tell whether a key file is there; refuses one that others could read or put there."""
        try:
            status = self._layer.lstat(name, dir_fd=folder)
        except FileNotFoundError:
            return False
        self._check_file(status, f"{shown(self.folder)}/{name}", owners=(os.geteuid(),), closed=0o077)
        return True

    def _lent(self, epoch: str) -> EpochKey | None:
        """The key from systemd's credentials; those may belong to root and be readable by the service's group."""
        if not self._credentials:
            return None
        name = f"{_CREDENTIAL}{epoch}{_SUFFIX}"
        place = f"{shown(self._credentials)}/{name}"
        try:
            folder = self._layer.open(self._credentials, os.O_RDONLY | os.O_DIRECTORY)
            try:
                status = self._layer.lstat(name, dir_fd=folder)
                self._check_file(status, place, owners=(0, os.geteuid()), closed=0o037)
                return self._load(name, folder, epoch, place)
            except FileNotFoundError:
                return None
            finally:
                self._layer.close(folder)
        except OSError as error:
            raise Incomplete(f"{place} cannot be read: {error.strerror}.") from error

    def _check_file(self, status: os.stat_result, place: str, *, owners: tuple[int, ...], closed: int) -> None:
        """Refuse a file that is not a key file of ours."""
        mode = stat.S_IMODE(status.st_mode)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{place} is not a regular file; a key is never read through a link.")
        if status.st_nlink != 1:
            raise Refused(f"{place} has another name (hard link); the key could be read there.")
        if status.st_uid not in owners:
            raise Refused(f"{place} belongs to another user; it must be ours.")
        if mode & closed:
            raise Refused(f"{place} is open to others (mode {mode:04o}); chmod 600 it, and think about who read it.")

    def _load(self, name: str, folder: int, epoch: str, place: str) -> EpochKey:
        file = self._layer.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        try:
            key = _from_bytes(epoch, self._layer.read(file, _MOST))
        finally:
            self._layer.close(file)
        if key is None:
            raise Refused(f"{place} is not a key of {epoch}; put back the right file or destroy it.")
        return key


def _check_epoch(epoch: str) -> None:
    if not _EPOCH.fullmatch(epoch):
        raise UsageError("An epoch is written like 2026-03-14, 2026-W11 or 2026-03.")


def _to_bytes(epoch: str, key: EpochKey) -> bytes:
    held = {"version": _VERSION, "epoch": epoch, "id": key.id.hex(), "secret": key.secret.hex()}
    return json.dumps(held).encode("ascii") + b"\n"


def _from_bytes(epoch: str, held: bytes) -> EpochKey | None:
    """The key in a file's bytes; None when they are not one. Nothing of them gets into an error."""
    try:
        read = json.loads(held)
        if (read["version"], read["epoch"]) != (_VERSION, epoch):
            return None
        secret = bytes.fromhex(read["secret"])
        return EpochKey(bytes.fromhex(read["id"]), secret) if len(secret) == SECRET_BYTES else None
    except (ValueError, KeyError, TypeError):
        return None
