"""International bank account numbers (ISO 13616): country, length and mod 97 decide, so no key is needed."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Where, hit
from chlogaudit.detect.validators import known_schemes
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_SHAPE = re.compile(r"[A-Za-z](?<![0-9A-Za-z].)[A-Za-z][0-9]{2}(?:[ +-]?[0-9A-Za-z]){11,30}(?![0-9A-Za-z])")


def _valid(text: str) -> bool:
    """Country known and remainder right; national check digits are not asked for, banks do not all keep them."""
    compact = re.sub(r"[ +-]", "", text).upper()
    if compact[:2] not in known_schemes() or not 15 <= len(compact) <= 34:
        return False
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    try:
        iban.validate(compact, check_country=False)
    except ValidationError:
        return False
    return True


def _in_text(view: View, where: Where, _key: str) -> Hits:
    if where is Where.AGENT or len(view.text) < 15:
        return
    text = view.text
    for match in _SHAPE.finditer(text):
        start, end = match.span()
        # Words after a number written in groups belong to the text: shorten until the rest is an account.
        while end - start >= 15:
            if _valid(text[start:end]):
                yield hit(view, start, end, IdType.IBAN, 0.99, "country, length and check digits")
                break
            cut = max(text.rfind(mark, start, end) for mark in " +-")
            if cut <= start:
                break
            end = cut


DETECTOR = Detector(IdType.IBAN, text=_in_text)
