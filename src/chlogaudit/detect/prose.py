"""Names in the prose of messages: after a word for somebody, or after who something is by, for or from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chlogaudit.detect.called import PAIRS
from chlogaudit.detect.detector import Hit, hit, words
from chlogaudit.detect.given_names import COMMON, FAMOUS, PARTICLES, SURE, fold
from chlogaudit.detect.people import PERSONS
from chlogaudit.detect.validators import has_digit
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_CAPITAL = r"(?:[A-Z]|[\xc3-\xd1][\x80-\xbf])[\w\x80-\xff'-]{1,24}"
_NAMED = re.compile(
    rf"(?<![^\s(,;:\"'])([a-z]{{2,24}}) ({_CAPITAL}(?: [a-z]{{2,3}}){{0,2}} {_CAPITAL}(?: {_CAPITAL})?)(?![\w\x80-\xff])"
)
_BEFORE = PERSONS | words("by for from to of with name named called user contact von fuer de para per pour voor av")
_CALLED = FAMOUS | PAIRS
_NO_SURNAME = words(
    "street road avenue station airport hotel school university island river county valley city park theme edition linux sans server"
)


_HOLDERS = words(
    "customer member patient student pupil employee subscriber tenant resident citizen passenger borrower reader policyholder applicant candidate insured"
    " kunde kundin mitglied schueler nutzer benutzer teilnehmer mieter versicherter mitarbeiter klant lid huurder cliente paciente alumno socio inquilino adherent abonne eleve"
    " utente paziente iscritto klient pacjent uczen medlem elev kund"
)
_NUMBERED = re.compile(
    r"(?<![\w$-])([A-Za-z]{3,14}) (?:(?:no|nr|id|number|nummer|num|numero)\.?:? |#|n[\xb0\xba] ?)?([A-Z]{0,4}-?[0-9]{4,12})(?![\w.:/-]*[A-Za-z0-9])"
)


def accounts(view: View) -> Iterator[Hit]:
    """``Kunde K-20991``, ``member no. 30177``: a number right behind a word for somebody; a year is none."""
    for match in _NUMBERED.finditer(view.text):
        if match[1].lower() in _HOLDERS and not re.fullmatch(r"(?:19|20)[0-9]{2}", match[2]):
            yield hit(view, *match.span(2), IdType.USER, 0.7, "number after a word for somebody")


def names(view: View) -> Iterator[Hit]:
    """``consignee Jane Doe``, ``booked by Jane van Doe``: a given name and words that are none of the language's."""
    if not has_digit(view.text) and ": " not in view.text:
        return  # the sieve lets such texts pass
    for match in _NAMED.finditer(view.text):
        if match[1] not in _BEFORE:
            continue
        parts = [fold(_text(part)) for part in match[2].split()]
        rest = [part for part in parts[1:] if part not in PARTICLES]
        if (
            parts[0] in SURE
            and rest
            and not any(part in COMMON or part in _NO_SURNAME for part in rest)
            and f"{parts[0]} {parts[1]}" not in _CALLED
        ):
            yield hit(view, *match.span(2), IdType.NAME, 0.65, "name after a word for somebody")


def _text(part: str) -> str:
    try:
        return part.encode("latin-1").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return part
