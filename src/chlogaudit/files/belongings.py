"""Give a new file what belongs to the old one: owner, access list, mode, other attributes, times."""

from __future__ import annotations

import errno
import os
import stat

from chlogaudit.errors import Refused
from chlogaudit.files.layer import Layer

ACCESS_LIST = "system.posix_acl_access"
# Signatures of the content by the kernel's integrity modules: they belong to the old bytes.
_OF_CONTENT = frozenset({"security.ima", "security.evm"})
_NOT_HERE = (errno.ENOTSUP, errno.EPERM, errno.EACCES)


def copy_belongings(
    old: int, new: int, status: os.stat_result, times: tuple[int, int], name: str, layer: Layer
) -> list[str]:
    """
    Copy everything but the bytes from ``old`` to ``new``.

    ``status`` is the old file's; ``times`` are the access and modification time to set, in nanoseconds.

    The order keeps the new file closed to everybody until the end: the access list comes before the mode, whose group
    bits are its mask (acl(5)). Raises ``Refused`` when owner, access list or mode cannot be copied. Returns notes on
    attributes that could not.
    """
    notes: list[str] = []
    has = layer.fstat(new)
    try:
        if (has.st_uid, has.st_gid) != (status.st_uid, status.st_gid):
            layer.fchown(new, status.st_uid, status.st_gid)
    except PermissionError as error:
        raise _refused(name, "owner and group") from error
    attributes = _attributes(old, layer)
    for key in sorted(attributes):
        if key == ACCESS_LIST or key in _OF_CONTENT:
            continue
        try:
            layer.setxattr(new, key, attributes[key])
        except OSError as error:
            if error.errno not in _NOT_HERE:
                raise
            notes.append(f"{name}: the attribute {key} could not be kept.")
    layer.utime(new, times)
    try:
        if ACCESS_LIST in attributes:
            layer.setxattr(new, ACCESS_LIST, attributes[ACCESS_LIST])
        elif ACCESS_LIST in _attributes(new, layer):  # inherited from the folder's default list
            layer.removexattr(new, ACCESS_LIST)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
        raise _refused(name, "access list") from error
    try:
        layer.fchmod(new, stat.S_IMODE(status.st_mode))
    except PermissionError as error:
        raise _refused(name, "mode") from error
    has = layer.fstat(new)
    if (has.st_uid, has.st_gid, has.st_mode) != (status.st_uid, status.st_gid, status.st_mode):
        raise _refused(name, "owner, group and mode")
    return notes


def _attributes(fd: int, layer: Layer) -> dict[str, bytes]:
    """All extended attributes; none where the file system has none."""
    try:
        return {key: layer.getxattr(fd, key) for key in layer.listxattr(fd)}
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return {}
        raise


def _refused(name: str, what: str) -> Refused:
    return Refused(
        f"{name}: its {what} cannot be given to a new file; nothing was written. Run as its owner or as root."
    )
