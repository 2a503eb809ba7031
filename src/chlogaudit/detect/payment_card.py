"""Payment cards: issuer range, length and Luhn digit together; a lone number needs a form or a key that cards have."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Slot, Where, hit, whole, words
from chlogaudit.detect.validators import digits_of, luhn
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_KEYS = words(
    "cardnumber cardno cardnum creditcard creditcardnumber ccnumber ccnum ccno card pan primaryaccountnumber kartennummer kartennr"
    " kreditkarte kreditkartennummer numerocarte cartenumero numerotarjeta tarjeta numerocarta cartacredito cartao numerocartao"
    " kaartnummer kortnummer kortnr numerkarty karta korttinumero debitcard paymentcard cardpan fpan"
)
_EXACT = words("cc number num no nr ref")
_CODES = words("cvv cvc cvv2 cvc2 cardcode securitycode csc cvn pruefziffer cardcvc cardcvv cardcryptogram")
_FOUR = re.compile(r"[2-6][0-9]{3}[ +0-9-]")
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.,_+/-])(?<![0-9][ .-])([2-6][0-9]{3}(?:[ +-]?[0-9]{2,7}){1,4}[0-9]?)(?![0-9A-Za-z_])(?![.-][0-9])"
)
_IN_PATH = re.compile(
    r"(?<![0-9A-Za-z.,_-])([2-6][0-9]{3}(?:[ +-]?[0-9]{2,7}){1,4}[0-9]?)(?![0-9A-Za-z_])(?![.-][0-9])"
)
_GROUPED = re.compile(r"\d{4}([ +-])\d{4}\1\d{4}\1\d{4}$|\d{4}([ +-])\d{6}\2\d{4,5}$")
_SAID = re.compile(r"\b(?:card|karte|carte|tarjeta)\b(?: (?:number|no|nr))?[ :=#.\"'(]{1,4}\Z", re.IGNORECASE)
# Keys whose numbers are catalogue, row or time values; one in ten of those passes Luhn by chance.
_OTHER = words(
    "ean gtin isbn sku upc asin id pid tid fbid uid cid ts time timestamp t v rand r rnd cb order orderid item itemid product"
    " productid imei imsi iccid transaction utmid campaignid adgroupid adid creative session sid token state"
)


def _issuer(digits: str) -> bool:
    """Issuer ranges of ISO/IEC 7812 in use, with the lengths that they have."""
    size = len(digits)
    two, three, four = int(digits[:2]), int(digits[:3]), int(digits[:4])
    if digits[0] == "4":
        return size in (13, 16, 19)
    if 51 <= two <= 55 or 2221 <= four <= 2720:
        return size == 16
    if two in (34, 37):
        return size == 15
    if four == 6011 or two == 65 or 644 <= three <= 649 or 3528 <= four <= 3589:
        return 16 <= size <= 19
    if two in (36, 38, 39) or 300 <= three <= 305:
        return size == 14
    return (
        (two == 62 and 16 <= size <= 19)
        or 2200 <= four <= 2204
        or ((two in (50, 60) or 56 <= two <= 69) and size == 16)
    )


def _valid(text: str) -> bool:
    digits = digits_of(text)
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and _issuer(digits) and luhn(digits)


def _in_text(view: View, where: Where, key: str) -> Hits:
    if where is Where.AGENT:
        return
    text = view.text
    if _FOUR.search(text) is None:
        return
    for match in (_IN_PATH if where is Where.PATH else _NUMBER).finditer(text):
        number = match.group(1)
        if not _valid(number):
            continue
        grouped = _GROUPED.match(number) is not None
        told = _SAID.search(text, max(0, match.start(1) - 24), match.start(1)) is not None
        if (
            not grouped
            and not told
            and (not number.isdigit() or (len(number) != 16 and number[:2] not in ("34", "37")) or key in _OTHER)
        ):
            continue
        yield hit(view, *match.span(1), IdType.PAYMENT_CARD, 0.95 if grouped else 0.8, "issuer range and check digit")


def _in_slot(slot: Slot, name: str) -> Hits:
    text = slot.view.text.strip()
    if name in _CODES:
        if text.isdigit() and len(text) in (3, 4):
            return list(whole(slot.view, IdType.PAYMENT_CARD, 0.6, "key for card security codes"))
        return ()
    if re.match(r"[0-9][0-9 +.-]{11,24}[0-9]$", text) and 12 <= len(digits_of(text)) <= 19 and luhn(digits_of(text)):
        if name in _EXACT and not _valid(text):
            return ()
        return list(whole(slot.view, IdType.PAYMENT_CARD, 0.98, "key for cards and check digit"))
    return ()


DETECTOR = Detector(IdType.PAYMENT_CARD, slot=_in_slot, text=_in_text, keys=_KEYS | _CODES, exact=_EXACT)
