"""Dates of birth, by the key; a date alone says nothing."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Slot, Where, hit, whole, words
from chlogaudit.detect.validators import speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_KEYS = words(
    "dob birthdate birthday dateofbirth bday birth geburtsdatum geburtstag gebdatum gebdat datenaissance naissance fechanacimiento nacimiento"
    " datanascita nascita datanascimento nascimento geboortedatum fodelsedatum fodselsdato foedselsdato syntymaaika dataurodzenia urodzenia"
    " datumnarozeni szuletesidatum seinengappi tarihlahir tgllahir ngaysinh datumrodjenja szuletes syntymapaiva dogumtarihi datanasterii birthyear yearofbirth yob geburtsjahr"
)
_DATE = re.compile(
    r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}$|\d{8}$|(?:19|20)\d\d$|\d{4}-\d\d-\d\dT.{0,20}$|\d{1,2}[ -][A-Za-z]{3,10}[ -]\d{4}$"
)
_NAMED = re.compile(
    r"\b(?:dob|born|birth ?date|date of birth|geboren(?: am)?)\b[\s:='\"]{1,4}(\d{1,4}[-./]\d{1,2}[-./]\d{1,4})",
    re.IGNORECASE,
)

_NOUNS = ("dob", "born", "birth", "geboren")


def in_slot(slot: Slot, _name: str) -> Hits:
    """A date, or a year alone."""
    return (
        list(whole(slot.view, IdType.BIRTH_DATE, 0.95, "key of a birth date"))
        if _DATE.match(slot.view.text.strip())
        else ()
    )


def _in_text(view: View, where: Where, _key: str) -> Hits:
    if where is Where.TEXT and speaks(view.text, _NOUNS):
        for match in _NAMED.finditer(view.text):
            yield hit(view, *match.span(1), IdType.BIRTH_DATE, 0.8, "named as a birth date")


DETECTOR = Detector(IdType.BIRTH_DATE, slot=in_slot, text=_in_text, keys=_KEYS)
