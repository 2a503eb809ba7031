"""Telephone numbers: under a key or path word for them, or written with ``+`` and a country code that exists."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Path, Slot, Where, hit, is_plus, whole, words
from chlogaudit.detect.validators import digits_of, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_KEYS = words(
    "fon phone phonenumber phoneno phonenr telephone telefon telefono telefone telefoon telephonenumber telefonnummer telefonnr tel"
    " telno telnr mobile mobilephone mobilenumber mobileno mobil mobilnummer mobilnr handy handynummer handynr portable movil celular"
    " cellphone cellulare cell gsm puhelin puhelinnumero puh msisdn whatsapp fax faxnumber sms smsnumber phone1 phone2 contactnumber"
    " callerid callernumber caller callee calling called dialed dialnumber telemovel telefonszam telefonnumer komorka numertelefonu"
    " rufnummer numtel numerotelephone telefonnummer mob mobnr mobno hp nohp notelp telp hpno dienthoai sdt phonenum number2call"
    " ph phn wanumber fromnumber tonumber landline festnetz festnetznummer telfix fixe fijo telefonofijo telefonomovil telcasa numtel numerotel rueckruf rueckrufnummer callbacknumber telprive telpriv teldomicile telbureau contactno contactnum anrufer appelant chiamante beller dzwoniacy denwa denwabango keitai jeonhwa hyudaepon dianhua shouji hatif jawal ceptel ceptelefonu gsmno tilefono kinito brojtelefona nomertelefona telepon nomorhp nomortelepon"
    " sodienthoai contacttel tlf tlfnr tlfnummer cellnumber cellno faxno faxnr anumber bnumber callingnumber callednumber callingparty calledparty recipientphone smsto destinationnumber ani dnis"
    " keitaibango shoujihao lianxidianhua mobilszam mobiltelefon mobitel telefonu telefonnumarasi nrtelefonu numertelefonu nrtelefon numartelefon talrunis telefonas telefoonnummer mobielnummer gsmnummer mobielenummer numerotelefono numerotelefone numerocellulare numeromovil numerocelular mobiltlf notelepon hpnumber"
)
_WEAK = words(
    "linea line subscriber to from number nr no num numero nummer recipient dest destination msg n src dst address contact"
)
_BESIDE = words("text body message msg channel template sms sender sendername")  # what is sent beside whom it goes to
_PATH_WORDS = words(
    "recharge recharges topup topups aufladen recarga recargas ricarica recharger voicemail portability portabilidad portierung phone phones call calls dial sms tel telephone mobile msisdn whatsapp voice callback text numbers wa.me whatsappsend topup recharge recarga recargas aufladen ricarica doladowanie"
)
# A path that names its segments: /rufnummer/01721234567/sperren
_NAMED_SEGMENTS = _KEYS - words(
    "called calling dialed fixe fijo portable cell gsm ph phn hp mob ani dnis puh fon tel fax sms"
)
_SHAPE = re.compile(r"\+?\(?[0-9][0-9 ()./\x80-\xff-]{5,24}[0-9]$")
_PLUS = re.compile(
    r"(?<![0-9A-Za-z+])(?:\+|00|(?<=tel:)|(?<=sms:)|(?<=callto:))[ (]?[1-9](?:[ ().\-/]{0,2}[0-9]){6,14}(?![0-9A-Za-z])"
)
_AMERICAN = re.compile(
    r"(?<![0-9A-Za-z(.-])(?:1[ -])?(?:\([2-9]\d\d\) ?|[2-9]\d\d([ .-]))[2-9]\d\d(?(1)\1|-)\d{4}(?![0-9A-Za-z-])"
)
# Links that open a chat with a number.
_CHAT = re.compile(
    r"(?:wa\.me/|whatsapp\.com/(?:send/?)?\?phone=|viber\.com/|t\.me/\+|signal\.me/#p/)\+?([1-9][0-9]{7,14})(?![0-9])"
)
_AFTER_PLUS = re.compile(r" [1-9](?:[ ().\-/]{0,2}[0-9]){7,14}")
_AREA = re.compile(r"\(0[0-9]{1,5}\) ?[0-9](?:[ /-]?[0-9]){4,11}")
# 0532 123 45 67: three groups and more behind a trunk zero; numbers of parts are joined by hyphens, dates by dots.
_TRUNK = re.compile(r"\(?0[1-9]\d{0,4}\)? \d{2,4}(?: \d{2,4}){1,3}$")
# Whose numbers begin with a trunk zero and are written so.
_TRUNK_COUNTRIES = words("DE FR GB IT TR JP NL BE CH AT SE FI PL UA RO AU KR VN TH ID IE HR RS SK BG IL ZA NZ")
_SOUGHT = words("q s query search suche term text keyword wd")
_LOOKED_UP = re.compile(r"0[1-9][0-9]{1,3}[ /-][0-9]{6,8}")
_FOUR = re.compile(r"[0-9]{3}[ .)-][0-9 ]")
_NOUNS = ("phon", "fon", "tel", "mobile", "handy", "fax", "cell", "call", "msisdn", "sms")
_NAMED = re.compile(
    r"\b(?:tele?(?:ph|f)?on\w{0,10}|phone(?: ?(?:number|no))?|mobile|handy|tel|fax|cell|call(?:ed|er)?|msisdn|sms(?: to)?)\b"
    r"[\s.:=#`'\"(\[]{1,4}(\+?\(?[0-9][0-9 ()./-]{5,20}[0-9])(?![0-9A-Za-z])",
    re.IGNORECASE,
)


# Keys whose numbers are of things; written in groups or with zeros before they pass for telephones.
_OF_THINGS = re.compile(
    r"sku|part(?:s|no|nr|num|number)?$|item|art(?:nr|no|ikel|icle|iculo)|ean$|gtin|isbn|upc$|asin|mpn|model|produ|catalog|batch|build|version|size|oem"
)


def _plausible(text: str) -> bool:
    text = text.strip()
    if _SHAPE.match(text) is None:
        return False
    count = len(digits_of(text))
    return 6 <= count <= 15 and not re.match(r"\d{4}-\d\d-\d\d|\d{1,3}(?:\.\d{1,3}){3}$", text)


def _exists(number: str) -> bool:
    """Whether the numbering plan of its country has numbers like this."""
    import phonenumbers

    digits = digits_of(number)
    try:
        parsed = phonenumbers.parse("+" + (digits[2:] if number.startswith("00") else digits))
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_possible_number(parsed))


def _in_a_plan(number: str) -> bool:
    """Whether the numbering plan of some country has this number behind its trunk zero."""
    import phonenumbers

    for country in _TRUNK_COUNTRIES:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, country)):
                return True
        except phonenumbers.NumberParseException:
            return False
    return False


def in_slot(slot: Slot, name: str) -> Hits:
    """A plausible number; outside of known keys only on paths for calls."""
    value = slot.view.text
    if not _plausible(value):
        return ()
    if name in _KEYS:
        return list(whole(slot.view, IdType.PHONE, 0.95, "key for telephone numbers"))
    digits = digits_of(value)
    told = bool(_PATH_WORDS.intersection(slot.words)) or bool(
        _BESIDE.intersection(slot.siblings) and name in ("to", "from", "recipient")
    )
    if told and len(digits) >= 8 and (digits[0] == "0" or value.lstrip()[0] == "+" or len(digits) in (10, 11, 12)):
        return list(whole(slot.view, IdType.PHONE, 0.8, "number on a path for calls or messages"))
    return ()


def _in_path(path: Path, at: int) -> Hits:
    """``/sms/send/49151...``: the segments after the word."""
    for segment in path.segments[at + 1 : at + 3]:
        text = segment.text
        digits = digits_of(text)
        if _plausible(text) and len(digits) >= 8 and (text[0] in "+0(" or len(digits) >= 10):
            yield from whole(segment, IdType.PHONE, 0.8, "path word for telephone numbers")


# RFC 3261 dials numbers as users of a host; extensions of a few digits are accounts.
_DIALLED = re.compile(r"(?<![\w.])sips?:(\+[0-9]{7,15}|0[0-9]{7,14})(?![0-9])")


def _in_text(view: View, where: Where, key: str) -> Hits:
    text = view.text
    if (
        "+" in text or "00" in text or "tel:" in text or "sms:" in text or "callto:" in text
    ) and where is not Where.AGENT:
        for match in _PLUS.finditer(text):
            number = match.group()
            # 00 opens many numbers that are none: only a separate value that is wholly a number counts.
            lone = (
                number[0] == "+"
                or text[: match.start()][-1:] == ":"
                or (where is Where.VALUE and number == text.strip() and not _OF_THINGS.search(key))
            )
            if lone and _exists(number):
                yield hit(view, *match.span(), IdType.PHONE, 0.85, "international form")
    if where is not Where.AGENT and ("sip:" in text or "sips:" in text):
        for match in _DIALLED.finditer(text):
            yield hit(view, *match.span(1), IdType.PHONE, 0.96, "number dialled by SIP")
    if where is not Where.AGENT and ("me/" in text or ".com/" in text):
        for match in _CHAT.finditer(text):
            yield hit(view, *match.span(1), IdType.PHONE, 0.85, "link to a chat with a number")
    if where is Where.TEXT:
        for match in _NAMED.finditer(text) if speaks(text, _NOUNS) else ():
            if _plausible(match.group(1)):
                yield hit(view, *match.span(1), IdType.PHONE, 0.75, "named as a telephone number")
    if where is Where.VALUE and text[:2].lstrip("(")[:1] == "0" and not _OF_THINGS.search(key):
        number = text.strip()
        if _TRUNK.match(number) and 9 <= len(digits_of(number)) <= 11 and _in_a_plan(number):
            yield from whole(view, IdType.PHONE, 0.7, "written as telephone numbers are")
    if where in (Where.TEXT, Where.VALUE) and not _OF_THINGS.search(key):
        for match in _AMERICAN.finditer(text) if _FOUR.search(text) else ():
            if where is Where.TEXT and re.fullmatch("[0-9 ]+", match.group()):
                continue  # three sizes or counts in a row
            start = match.start() - (match.start() == 1 and is_plus(view, 0))
            yield hit(view, start, match.end(), IdType.PHONE, 0.6, "North American form")
    if where is Where.VALUE and text[:1] == "0" and key in _SOUGHT and _LOOKED_UP.fullmatch(text):
        yield hit(view, 0, len(text), IdType.PHONE, 0.75, "number that somebody searches for")
    if where is Where.VALUE and text[:2] == "(0" and _AREA.fullmatch(text):
        yield hit(view, 0, len(text), IdType.PHONE, 0.75, "area in brackets and a number")
    if where is Where.VALUE and text[:1] == " " and _AFTER_PLUS.fullmatch(text) and is_plus(view, 0) and _exists(text):
        yield hit(view, 0, len(text), IdType.PHONE, 0.85, "international form")


DETECTOR = Detector(
    IdType.PHONE,
    slot=in_slot,
    path=_in_path,
    text=_in_text,
    keys=_KEYS,
    exact=_WEAK,
    path_words=_PATH_WORDS | _NAMED_SEGMENTS,
    requests=words("^tel= ^sms= ^callto= ^wa.me/ whatsapp.com ^viber.com ^t.me/ ^signal.me"),
    prose=words("phone telefon telephone mobile handy ^tel ^fax ^cell ^call msisdn ^sms"),
)
