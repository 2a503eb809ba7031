"""Who can read a log: its mode, owner, group and access list, the folders above it, and whether a web server serves it."""
# Walks parents by name, as the kernel does.
# ruff: noqa: PTH116, PTH118, PTH119, PTH120

from __future__ import annotations

import errno
import grp
import os
import pwd
import stat
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chlogaudit.errors import Incomplete
from chlogaudit.files.belongings import ACCESS_LIST
from chlogaudit.files.source import shown, what_is

# Customary names of document roots: Apache's htdocs, Debian's html, user folders, cPanel's www, Plesk's httpdocs.
_ROOT_NAMES = frozenset({"public_html", "htdocs", "httpdocs", "www", "html", "wwwroot", "webroot"})
_INDEX_NAMES = ("index.html", "index.htm", "index.php", "index.xhtml", "index.shtml", "index.py", "index.cgi")
_USER, _GROUP_OBJ, _GROUP, _MASK = 0x02, 0x04, 0x08, 0x10  # linux/posix_acl.h; the bits 0x01 and 0x20 are in the mode
_ENTRY = struct.Struct("<HHI")
_XATTR_VERSION = 2  # linux/posix_acl_xattr.h


@dataclass(frozen=True, slots=True)
class AclEntry:
    """A named user or group in an access list, with the rights (0..7) that the mask leaves it."""

    kind: str  # user, group
    name: str
    rights: int


@dataclass(frozen=True, slots=True)
class FileFacts:
    """
    What the permission control needs to know of a file.

    ``mode`` holds the permission bits; with an access list its group bits are the list's mask, and ``group_rights``
    is what the owning group really has. ``open_parents`` are folders above, in which anybody may put or swap files
    (sticky ones are not: there one may touch only one's own). ``document_root`` is the folder above that a web server
    probably serves, or empty.
    """

    path: str
    name: str
    kind: str  # what it is if not a regular file, else ""
    mode: int
    owner: str
    group: str
    group_rights: int
    acl: tuple[AclEntry, ...]
    open_parents: tuple[str, ...]
    document_root: str

    @property
    def readable_by_all(self) -> bool:
        """Whether every local user may read it, as far as its own mode says."""
        return bool(self.mode & stat.S_IROTH)

    @property
    def writable_by_all(self) -> bool:
        """Whether every local user may write it."""
        return bool(self.mode & stat.S_IWOTH)


def facts(path: str, *, roots: Sequence[str] = ()) -> FileFacts:
    """Look at a file and the folders above it; ``roots`` are document roots known from a server's configuration."""
    name = shown(path)
    try:
        status = os.stat(path)
        acl, group_rights = _access_list(path, status.st_mode)
    except OSError as error:
        raise Incomplete(f"{name} cannot be examined: {error.strerror}.") from error
    real = os.path.realpath(path)
    return FileFacts(
        path=path,
        name=name,
        kind=what_is(status.st_mode),
        mode=stat.S_IMODE(status.st_mode),
        owner=_user(status.st_uid),
        group=_group(status.st_gid),
        group_rights=group_rights,
        acl=acl,
        open_parents=tuple(shown(parent) for parent in _parents(real) if _is_open(parent)),
        document_root=shown(_document_root(real, roots)),
    )


def _parents(path: str) -> Iterator[str]:
    """Folders above, the nearest first."""
    while path != os.path.dirname(path):
        path = os.path.dirname(path)
        yield path


def _is_open(folder: str) -> bool:
    mode = os.stat(folder).st_mode
    return bool(mode & stat.S_IWOTH) and not mode & stat.S_ISVTX


def _document_root(path: str, roots: Sequence[str]) -> str:
    """The nearest folder above that is a known root, or has a root's name and holds an index file."""
    known = {os.path.realpath(root) for root in roots}
    for parent in _parents(path):
        if parent in known:
            return parent
        named = os.path.basename(parent).lower() in _ROOT_NAMES
        if named and any(os.path.lexists(os.path.join(parent, index)) for index in _INDEX_NAMES):
            return parent
    return ""


def _access_list(path: str, mode: int) -> tuple[tuple[AclEntry, ...], int]:
    """Named entries of the access list, and the owning group's rights, both after the mask."""
    try:
        packed = os.getxattr(path, ACCESS_LIST)
    except OSError as error:
        if error.errno in (errno.ENODATA, errno.ENOTSUP):
            return (), (mode >> 3) & 7
        raise
    return parse_acl(packed, mode)


def parse_acl(packed: bytes, mode: int) -> tuple[tuple[AclEntry, ...], int]:
    """Read the kernel's form of an access list: a version, then (tag, rights, id) little-endian; see acl(5)."""
    body = packed[4:]
    if packed[:4] != _XATTR_VERSION.to_bytes(4, "little") or len(body) % _ENTRY.size:
        return (), (mode >> 3) & 7
    entries = list(_ENTRY.iter_unpack(body))
    mask = next((rights for tag, rights, _ in entries if tag == _MASK), 7)
    group = next((rights for tag, rights, _ in entries if tag == _GROUP_OBJ), (mode >> 3) & 7)
    named = tuple(
        AclEntry("user", _user(number), rights & mask)
        if tag == _USER
        else AclEntry("group", _group(number), rights & mask)
        for tag, rights, number in entries
        if tag in (_USER, _GROUP)
    )
    return named, group & mask


def _user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _group(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)
