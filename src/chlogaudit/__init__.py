"""chlogaudit: audit, report and redact web-server logs against a hosting company's privacy policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chlogaudit.api import find_identifiers, read_logs

__version__ = "0.1.0"
__all__ = ["__version__", "find_identifiers", "read_logs"]


def __getattr__(name: str) -> Any:
    # Late, because numba and pandas cost half a second that `--help` must not pay.
    if name in {"read_logs", "find_identifiers"}:
        from chlogaudit import api

        return getattr(api, name)
    raise AttributeError(name)
