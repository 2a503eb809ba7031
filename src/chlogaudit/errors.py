"""The error tree; each class carries the exit code that a run ending in it returns."""

from __future__ import annotations

from typing import ClassVar


class ChlogauditError(Exception):
    """
    Something that the user can act on.

    The message is one sentence that names the file, the place and the next step, and never quotes a log line.
    """

    exit_code: ClassVar[int] = 70


class UsageError(ChlogauditError):
    """The command line, the policy file or a format string is wrong."""

    exit_code: ClassVar[int] = 2


class FormatError(UsageError):
    """A format string cannot be understood; ``place`` is the 0-based offset of the trouble in it."""

    def __init__(self, message: str, place: int | None = None) -> None:
        super().__init__(message)
        self.place = place


class PolicyError(UsageError):
    """A policy file is wrong; the message names the file and the line."""


class NothingToRead(ChlogauditError):  # noqa: N818  named for what happened
    """No path given holds a log."""

    exit_code: ClassVar[int] = 3


class Incomplete(ChlogauditError):  # noqa: N818  named for what happened
    """Something could not be read or decided: truncated, unreadable, not a log."""

    exit_code: ClassVar[int] = 4


class Refused(ChlogauditError):  # noqa: N818  named for what happened
    """Refused for safety; nothing was written."""

    exit_code: ClassVar[int] = 5


class Locked(ChlogauditError):  # noqa: N818  named for what happened
    """Another run holds the lock."""

    exit_code: ClassVar[int] = 6


EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_BUG = 70
EXIT_INTERRUPTED = 130
