"""Reach a folder without being led astray, and say whether others could meddle in it."""
# Works by folder descriptors, which pathlib cannot.
# ruff: noqa: PTH100

from __future__ import annotations

import errno
import os
import stat

from chlogaudit.errors import Incomplete, Refused
from chlogaudit.files.layer import DISK, Layer
from chlogaudit.files.source import shown

_MAX_LINKS = 40  # as the kernel's own limit, path_resolution(7)
_STEP = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW  # needs no right to read the folders on the way


def open_folder(path: str, layer: Layer = DISK) -> int:
    """
    Open a folder step by step.

    A symbolic link on the way is followed only when it belongs to root or to us; anyone else's could point a run of
    root's at files that its owner may not touch. Raises ``Refused`` for such a link, ``Incomplete`` for other trouble.
    """
    todo = [part for part in os.path.abspath(path).split("/") if part][::-1]
    here = layer.open("/", _STEP)
    links = 0
    try:
        while todo:
            part = todo.pop()
            try:
                there = layer.open(part, _STEP, dir_fd=here)
            except OSError as error:
                if error.errno not in (errno.ELOOP, errno.ENOTDIR):
                    raise
                target = _link_target(part, here, path, layer)
                links += 1
                if links > _MAX_LINKS:
                    raise Refused(f"{shown(path)} goes through too many symbolic links.") from error
                todo.extend([p for p in target.split("/") if p and p != "."][::-1])
                if not target.startswith("/"):
                    continue
                there = layer.open("/", _STEP)
            layer.close(here)
            here = there
        folder = layer.open(".", os.O_RDONLY | os.O_DIRECTORY, dir_fd=here)
    except OSError as error:
        layer.close(here)
        raise Incomplete(f"The folder {shown(path)} cannot be opened: {error.strerror}.") from error
    except BaseException:
        layer.close(here)
        raise
    layer.close(here)
    return folder


def _link_target(part: str, folder: int, path: str, layer: Layer) -> str:
    """Where a link of ours or root's points; an error for anything else."""
    status = layer.lstat(part, dir_fd=folder)
    if not stat.S_ISLNK(status.st_mode):
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if status.st_uid not in (0, os.geteuid()):
        raise Refused(f"{shown(path)} goes through a symbolic link of another user; name the folder itself.")
    return os.readlink(part, dir_fd=folder)


def check_folder(status: os.stat_result, file_owner: int, name: str) -> None:
    """
    Refuse a folder in which someone else could swap names while we replace a file.

    The folder may belong to root, to us, or to the file's own owner, who could change the file anyway. As for
    logrotate, root does not work where everybody or a group other than root's may write.
    """
    if status.st_mode & stat.S_IWOTH:
        raise Refused(f"{name}: its folder is writable by everybody; nothing was written. Take that right away first.")
    if os.geteuid() == 0 and status.st_mode & stat.S_IWGRP and status.st_gid != 0:
        raise Refused(
            f"{name}: its folder is writable by a group other than root's; nothing was written. "
            "Run as the folder's owner, or take that right away."
        )
    if status.st_uid not in (0, os.geteuid(), file_owner):
        raise Refused(
            f"{name}: its folder belongs to neither root, nor us, nor the log's owner; nothing was written. "
            "Run as the folder's owner."
        )
