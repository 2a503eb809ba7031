"""Names of people in the names of documents and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chlogaudit.detect.called import TEMPLATES
from chlogaudit.detect.detector import Hit, hit, words
from chlogaudit.detect.given_names import COMMON, GIVEN, PARTICLES, SURE, fold
from chlogaudit.detect.name_words import (
    CALLED,
    bare_word,
    split_up,
)
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

DOCUMENT = re.compile(r"\.(?:pdf|docx?|odt|rtf|pages|vcf|msg|eml)$", re.IGNORECASE)


# Forms that somebody fills in, and that are for events, too.
_FILLED = words(
    "akte personalakte patientenakte krankenakte dossier expediente fascicolo anmeldung anmeldeformular inscription inscripcion iscrizione inschrijving registration enrolment enrollment"
)


_PERSONAL = words(
    "cv resume lebenslauf bewerbung bewerbungen bewerber kandidat kandidatin candidate application applicant curriculum vitae zeugnis arbeitszeugnis attest arztbrief befund diagnose patient patientin"
    " rechnung invoice mahnung gehaltsabrechnung lohnzettel payslip salary vertrag arbeitsvertrag passport pass ausweis visa certificate zertifikat urkunde diplom diploma bescheid gutachten vollmacht"
    " brief anschreiben coverletter referenz reference testimonial portrait profil profile foto mugshot forum membership mitglied antrag ticket boarding boardingpass report-card contract agreement"
    " candidat candidature attestation contrat facture certificat ordonnance candidato curriculo fattura contratto referto attestato factura contrato hoja vida zyciorys umowa faktura zivotopis zmluva scan student employee staff"
    " consent statement letter nda offer lease mietvertrag kuendigung schueler schuelerin teilnehmer teilnahme participant will testament medical record lab results xray prescription rezept signed unterschrieben"
)


_PHOTOS = re.compile(
    r"passport|ausweis|idcard|portrait|mugshot|passfoto|profilbild|bewerbungsfoto|profilfoto|headshot", re.IGNORECASE
)


_PHOTO = re.compile(r"\.(?:jpe?g|png|tiff?|webp|heic)$", re.IGNORECASE)


_SURE_OR_JOINT = SURE | PARTICLES


_PERSONAL_OR_FILLED = _PERSONAL | _FILLED


_COMMON_OR_PERSONAL = COMMON | _PERSONAL


# Folders with a document for each person.
_OF_SOMEBODY = words(
    "bewerber bewerbung bewerbungen bewerberinnen kandidat kandidaten candidate candidates candidat candidats candidatos candidati applicant applicants cv cvs resume resumes lebenslauf lebenslaeufe"
    " patient patients patienten pazienti pacientes passport passports ausweis ausweise schueler student students studenti employee employees mitarbeiter personalakten personnel"
)


def in_filename(view: View, folder: tuple[str, ...] = ()) -> Iterator[Hit]:
    """``cv-jane-doe.pdf``, ``Forum_JaneDoe.pdf``, ``passports/jane_doe.jpg``: documents and pictures that carry a person's name."""
    ending = DOCUMENT.search(view.text) or (
        _PHOTO.search(view.text) if _PHOTOS.search(view.text) or any(map(_PHOTOS.search, folder)) else None
    )
    if ending is None or len(view.text) > 160:
        return
    stem = view.text[: ending.start()]
    tokens = list(re.finditer(r"(?:[A-Z]')?[A-Z]?[a-z\x80-\xff']+|[A-Z\x80-\xff]{2,}(?![a-z])|[A-Z](?=[ ._-])", stem))
    if not 2 <= len(tokens) <= 8:
        return
    folded = [bare_word(token) for token in tokens]
    if not TEMPLATES.isdisjoint(folded):
        return
    told = any(word in _PERSONAL for word in (*folded, *folder)) or any(map(_PHOTOS.search, folder))
    rest = [
        at for at, word in enumerate(folded) if word not in _PERSONAL_OR_FILLED and word not in COMMON and len(word) > 1
    ]
    # Offices write the family's name first: Schuster_Miriam
    for at in rest if told or not _FILLED.isdisjoint(folded) else ():
        given = at + 1
        if (
            given in rest
            and folded[given] in GIVEN
            and folded[at] not in GIVEN
            and _close(stem, tokens[at], tokens[given])
        ):
            yield hit(
                view, tokens[at].start(), tokens[given].end(), IdType.NAME, 0.7, "surname and given name in a file name"
            )
            return
    for at in rest:
        sure = folded[at] in SURE or (folded[at] in GIVEN and told)
        nexts = at + 1
        if sure and nexts in rest and _close(stem, tokens[at], tokens[nexts]):
            if f"{folded[at]} {folded[nexts]}" not in CALLED:
                yield hit(
                    view,
                    tokens[at].start(),
                    _extend(stem, tokens, rest, nexts),
                    IdType.NAME,
                    0.75,
                    "given name and surname in a file name",
                )
            return
    if (
        told
        and ending.group().lower() in (".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages")
        and 1 < len(rest) <= 3
        and rest[-1] - rest[0] == len(rest) - 1
    ) and (
        folded[0] in _PERSONAL
        or folded[-1] in _PERSONAL
        or (len(rest) == len(tokens) == 2 and stem.istitle() and not _OF_SOMEBODY.isdisjoint(folder))
    ):
        yield hit(
            view, tokens[rest[0]].start(), tokens[rest[-1]].end(), IdType.NAME, 0.6, "personal document and its owner"
        )
    upper = re.search(r"(?<![A-Za-z])[A-Z\x80-\xff]{2,}[ _-][A-Z\x80-\xff]{2,}(?![A-Za-z])", stem)
    if (
        upper is not None
        and upper.group().count(" ")
        and not any(fold(word) in _COMMON_OR_PERSONAL for word in split_up(upper.group()))
    ) and any(fold(word) in GIVEN for word in split_up(upper.group())):
        yield hit(view, *upper.span(), IdType.NAME, 0.6, "name in capitals in a file name")


def _close(stem: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return other.start() - one.end() <= 1 and not stem[one.end() : other.start()].isalnum()


def _extend(stem: str, tokens: list[re.Match[str]], rest: list[int], at: int) -> int:
    """End of a name that goes on for one more word."""
    more = at + 1
    if (
        more in rest
        and more < len(tokens)
        and _close(stem, tokens[at], tokens[more])
        and bare_word(tokens[at]) in _SURE_OR_JOINT
    ):
        return tokens[more].end()
    return tokens[at].end()
