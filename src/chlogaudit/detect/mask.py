"""Masked examples: enough to recognise the kind of thing found, never the thing."""

from __future__ import annotations

from chlogaudit.detect.validators import digits_of
from chlogaudit.detect.view import raw_view
from chlogaudit.model.finding import IdType


def mask(value: bytes, type_: IdType) -> str:
    """
    An example to print: ``j***@e***.com``, ``+49***``, first 6 and last 4 digits of a card.

    What is shown is ASCII without control characters. Everything else is a marker of the type.
    """
    text = raw_view(value).unescaped().percent_decoded(plus=True).text.strip()
    shown = _SHAPES.get(type_, _marker)(text, type_)
    return "".join(char if " " <= char <= "~" else "?" for char in shown)


def _marker(_text: str, type_: IdType) -> str:
    return f"[{type_.value}]"


def _email(text: str, type_: IdType) -> str:
    local, at, domain = text.partition("@")
    if not at or not local or "." not in domain:
        return _marker(text, type_)
    return f"{local[0]}***@{domain[0]}***.{domain.rpartition('.')[2][:6]}"


def _card(text: str, type_: IdType) -> str:
    digits = digits_of(text)
    return f"{digits[:6]}******{digits[-4:]}" if len(digits) >= 13 else _marker(text, type_)


def _phone(text: str, type_: IdType) -> str:
    return f"{text[:3]}***" if text[:1] == "+" and len(text) >= 8 else _marker(text, type_)


def _iban(text: str, type_: IdType) -> str:
    return f"{text[:2].upper()}***" if text[:2].isalpha() and len(text) >= 15 else _marker(text, type_)


_SHAPES = {
    IdType.EMAIL: _email,
    IdType.PAYMENT_CARD: _card,
    IdType.PHONE: _phone,
    IdType.IBAN: _iban,
}
