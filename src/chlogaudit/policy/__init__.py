"""The privacy policy as data: what must hold, what it is worth, what may be done about it. Pure: bytes in, nouns out."""

from chlogaudit.policy.load import load, shipped
from chlogaudit.policy.model import (
    Acceptance,
    Attestation,
    ControlSpec,
    Epoch,
    Limits,
    Operator,
    Policy,
    Profile,
    Retention,
    Suppression,
)
from chlogaudit.policy.standing import settle

__all__ = [
    "Acceptance",
    "Attestation",
    "ControlSpec",
    "Epoch",
    "Limits",
    "Operator",
    "Policy",
    "Profile",
    "Retention",
    "Suppression",
    "load",
    "settle",
    "shipped",
]
