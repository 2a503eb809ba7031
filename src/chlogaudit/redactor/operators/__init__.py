"""All operators, one file a kind; the list is written out so that nothing joins it by accident."""

from __future__ import annotations

from typing import Final

from chlogaudit.redactor.operators.cut import CutAgent, CutReferer
from chlogaudit.redactor.operators.drop import Drop
from chlogaudit.redactor.operators.interface import Context, Operator
from chlogaudit.redactor.operators.ipcrypt_deterministic import IpcryptDeterministic
from chlogaudit.redactor.operators.ipcrypt_pfx import IpcryptPrefix
from chlogaudit.redactor.operators.keep import Keep
from chlogaudit.redactor.operators.token import Token
from chlogaudit.redactor.operators.truncate import Truncate

OPERATORS: Final[tuple[Operator, ...]] = (
    Keep(),
    Drop(),
    Token(),
    Truncate(),
    Truncate("truncate-strict", v4=16, v6=32),
    CutReferer(),
    CutReferer("cut-origin", origin_only=True),
    CutAgent(),
    IpcryptDeterministic(),
    IpcryptPrefix(),
)
BY_NAME: Final = {operator.name: operator for operator in OPERATORS}

__all__ = ["BY_NAME", "OPERATORS", "Context", "Operator"]
