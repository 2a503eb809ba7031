"""Numbers that a state gives a person: by key and shape, or by a shape and check digits that nothing else has."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Path, Slot, Where, hit, whole, words
from chlogaudit.detect.people import PERSONS
from chlogaudit.detect.validators import digits_of, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_KEYS = words(
    "ssn socialsecurity socialsecuritynumber socialsecurityno cpf nino nationalinsurance bsn burgerservicenummer sofinummer pesel dni nie nif codicefiscale"
    " personnummer pnr personnr fodselsnummer foedselsnummer cpr cprnr cprnummer hetu henkilotunnus kennitala rut curp aadhaar aadhar passport"
    " passportno passportnumber passnummer reisepass reisepassnummer ausweis ausweisnummer personalausweis passeport numpasseport pasaporte passaporto"
    " steuerid steuernummer steueridentifikationsnummer idnr taxid taxno taxpayerid tin svnr sozialversicherungsnummer rvnr ahv ahvnummer avs numeroavs"
    " insee nir numerosecu securitesociale tckn tckimlik tckimlikno kimlikno idnumber idno nationalid nationalidnumber nationalno nric fin nricno sin tfn"
    " medicare medicareno nhs nhsno nhsnumber cnp egn amka afm oib jmbg emso isikukood asmenskodas personaskods rodnecislo rodnecislonr rc cccd cmnd ktp"
    " identitynumber idcard idcardno idcardnumber identitycard documentnumber documentno numdocumento numerodocumento drivinglicence drivinglicense"
    " driverlicense driverslicense licenceno licenseno fuehrerschein fuehrerscheinnummer permisconduire patente ssnlast4 itin ein mynumber rrn visano"
    " residentid residencepermit identificationnumber ninumber voterno krankenversichertennummer kvnr egk insurednumber rijksregisternummer nationaalnummer rijbewijs"
    " numerofiscal numfiscal identifiantfiscal tarjetasanitaria tarjetasanitarianumero codigosanitario tesserasanitaria numerotessera driverlicence driverslicence drivinglicencenumber"
    " drivinglicensenumber permisnumero numeropermis permiso numpermiso patentenumero numeropassaporto numeropasaporte passeportnumero rijbewijsnummer dowodosobisty seriadowodu nrdowodu"
    " fiscalcode taxnumber svn svnummer krankenkassennummer gesundheitskarte socialinsurance socialinsurancenumber numsecu nss numseguridadsocial niss sns snsnumero"
    " personnumber personalnumber personalid personalcode citizenid citizencard cartaocidadao identiteitskaart cartadidentita cartaidentita documentoidentita dokumentnummer"
    " passnr rfc cif ahvnr numeross carnetconducir carnet healthcard healthcardno panno pancard"
    " cartevitale vitale shenfenzheng pasport nomerpasporta teudatzehut vatandaslik birthnumber idkaart passno tsi codfisc codfiscale cartaosus snils inn edrpou rnokpp cnic iqama emiratesid nuip bvn huduma ghanacard nin nik cedula ruc documento rg cnh cuil cuit jumin idcode hkid"
    " fnr fodselsnr personnumer personnr henkilonumero matichenbroj adoszam tajszam szemelyi bulstat egnnumber shenfenzhenghao shenfenzhengma jumindeungnok mainanba noktp"
)
# Keys that mean much else, with the shape that the number of a state must have under them: India's PAN, whose fourth
# letter says of whom it is, and the insurance number of the United Kingdom; India's numbers of traders, voters and of
# health, and those of health in Australia and of Medicare in the United States.
_SHAPED = dict.fromkeys(
    words("pan panno pannumber pannr pancard"), re.compile(r"[A-Za-z]{3}[ABCFGHLJPTabcfghljpt][A-Za-z][0-9]{4}[A-Za-z]")
) | dict.fromkeys(
    {"ni", *(f"{person}ni" for person in PERSONS)},
    re.compile(r"[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z](?: ?[0-9]{2}){3} ?[A-Da-d]"),
)
_SHAPED |= {
    "gstin": re.compile(r"[0-9]{2}[A-Z]{3}[ABCFGHLJPT][A-Z][0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]"),
    **dict.fromkeys(words("epic epicno epicnumber voterid"), re.compile(r"[A-Z]{3}[0-9]{7}")),
    **dict.fromkeys(words("abha abhano abhanumber abhaid"), re.compile(r"[0-9]{2}(?:[ -]?[0-9]{4}){3}")),
    "ihi": re.compile(r"80036[0-9](?: ?[0-9]){10}"),
    "mbi": re.compile(r"[1-9][A-Z][0-9A-Z][0-9]-?[A-Z][0-9A-Z][0-9]-?[A-Z]{2}[0-9]{2}"),
}
_SHAPE = re.compile(r"[A-Za-z0-9](?:[ ./+-]?[A-Za-z0-9]){4,24}$")
# A part that each of the forms below has.
_GATE = re.compile(r"[0-9][0-9](?:[0-9][.-][0-9]{2}|[0-9]{4}|[0-9]{0,3}[A-Za-z]| [0-9]{2} [0-9]{2})")
_CPF = re.compile(r"(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)")
_FISCALE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{6}\d{2}[A-EHLMPR-Ta-ehlmpr-t]\d{2}[A-Za-z]\d{3}[A-Za-z](?![A-Za-z0-9])"
)
_HETU = re.compile(r"(?<![A-Za-z0-9])\d{6}[-+]\d{3}[0-9A-Y](?![A-Za-z0-9])")
_HETU_LATER = re.compile(r"(?<![A-Za-z0-9])\d{6}[A-FU-Y]\d{3}[0-9A-Y](?![A-Za-z0-9])")  # centuries after 1900
_SSN = re.compile(r"(?<![\w.-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_PNR = re.compile(r"(?<![\w.-])(?:19|20)?\d{6}[-+]\d{4}(?![\w-])")
_CURP = re.compile(r"(?<![A-Za-z0-9])[A-Z]{4}\d{6}[HM][A-Z]{5}[0-9A-Z]\d(?![A-Za-z0-9])")
_NINO = re.compile(r"(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: \d\d){3} [A-D](?![A-Za-z0-9])")
_CHINA = re.compile(
    r"(?<![A-Za-z0-9.])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![A-Za-z0-9])"
)
_NAMED = re.compile(
    r"\b(?:ssn|social security (?:number|no)|passport(?: (?:no|number))?|national id|nino|pesel|dni|cpf|bsn|personnummer|nhs (?:no|number)|tax id)\b"
    r"[.:#= '\"]{1,4}([A-Za-z0-9][A-Za-z0-9 ./-]{4,20}[A-Za-z0-9])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_NOUNS = (
    "ssn",
    "social security",
    "passport",
    "national id",
    "nino",
    "pesel",
    "dni",
    "cpf",
    "bsn",
    "personnummer",
    "nhs",
    "tax id",
)
# Their numbers have letters in any place: X4RTBPFW4
_PAPER = re.compile(
    r"^(?:reise)?pass(?:port|eport|nr|nummer|no)?(?:no|nr|number|num|nummer)?$|ausweis|pasaporte|passaporto|passeport"
)
_OF_TRAVELLERS = words(
    "docexpiry docexpiration doctype documenttype documentexpiry nationality gender sex dob birthdate surname lastname firstname familyname givenname issuingcountry pax apis passenger passengers visa checkin traveller guests"
)
_SHORT = words("pnr fin sin tin rc rg rut nie nin ein nir egn cnp hetu patente documento nik ruc")


def _valid(module: str, text: str) -> bool:
    """Ask python-stdnum; ``module`` is one of its own names."""
    from importlib import import_module

    return bool(import_module(f"stdnum.{module}").is_valid(text))


def in_slot(slot: Slot, name: str) -> Hits:
    """Letters and digits of a length that states use."""
    text = slot.view.text.strip()
    figures = len(digits_of(text))
    if name in _SHAPED:
        if _SHAPED[name].fullmatch(text):
            return list(whole(slot.view, IdType.NATIONAL_ID, 0.95, "key and shape of a state's number"))
        if name not in _KEYS:
            return ()
    if name == "doc" and not any(_valid(f"es.{kind}", text) for kind in ("dni", "nie")):
        return ()
    if name == "cf" and _FISCALE.fullmatch(text) is None:  # an abbreviation of much else
        return ()
    if name in ("docnumber", "docno", "docnum", "documentid") and _OF_TRAVELLERS.isdisjoint(
        (*slot.siblings, *slot.words)
    ):
        return ()  # of a file
    if _PAPER.search(slot.name) and re.fullmatch(r"(?=(?:[A-Z]*[0-9]){2})[A-Z0-9]{8,9}", text):
        return list(whole(slot.view, IdType.NATIONAL_ID, 0.9, "key of a passport or card"))
    if _SHAPE.match(text) is None or figures < (5 if name not in _SHORT else 6) or re.match(r"\d{4}-\d\d-\d\d$", text):
        return ()
    if name in ("idnr", "rc", "fin", "sin", "tin", "ein", "rg", "documento") and figures < 8:
        return ()
    return list(whole(slot.view, IdType.NATIONAL_ID, 0.9, "key of a number of the state"))


# The first kind is told by its groups of digits and is looked for everywhere; the second only in texts.
_JOINED: tuple[tuple[re.Pattern[str], str, float], ...] = (  # by a hyphen or a plus
    (_CPF, "br.cpf", 0.97),
    (_HETU, "fi.hetu", 0.9),
    (_PNR, "se.personnummer", 0.85),
)
_LONG: tuple[tuple[re.Pattern[str], str, float], ...] = ((_CHINA, "cn.ric", 0.9),)
_LONG_GATE = re.compile("[0-9]{17}")
_IN_PROSE: tuple[tuple[re.Pattern[str], str, float], ...] = (
    (_FISCALE, "it.codicefiscale", 0.97),
    (_CURP, "mx.curp", 0.95),
    (_HETU_LATER, "fi.hetu", 0.9),
)


def _in_path(path: Path, at: int) -> Hits:
    """``/pesel/44051401359/``: a path that names its segments."""
    return in_slot(Slot((path.words[at],), path.segments[at + 1]), path.words[at])


def _in_text(view: View, where: Where, key: str) -> Hits:
    text = view.text
    if where is Where.AGENT or len(text) < 9:
        return
    if _GATE.search(text) is None:
        return
    joined = "-" in text or "+" in text
    checked = (_JOINED if joined else ()) + (_LONG if _LONG_GATE.search(text) else ())
    for pattern, module, confidence in checked + (_IN_PROSE if where is Where.TEXT else ()):
        for match in pattern.finditer(text):
            if _valid(module, match.group()):
                yield hit(
                    view, *match.span(), IdType.NATIONAL_ID, confidence, "shape and check digits of a state's number"
                )
    if where is not Where.PATH:
        shapes = ([_SSN] if joined else []) + ([_NINO] if where is Where.TEXT else [])
        for pattern in shapes:
            for match in pattern.finditer(text):
                if not re.search(r"order|sku|part|item|ref|inv|no$|num", key):
                    yield hit(view, *match.span(), IdType.NATIONAL_ID, 0.75, "shape of a state's number")
    if where is Where.TEXT and speaks(text, _NOUNS):
        for match in _NAMED.finditer(text):
            if len(digits_of(match.group(1))) >= 5:
                value = re.match(r"\S+(?: \d+)*", match.group(1))
                yield hit(
                    view,
                    match.start(1),
                    match.start(1) + (value.end() if value else 0),
                    IdType.NATIONAL_ID,
                    0.75,
                    "named as a state's number",
                )


DETECTOR = Detector(
    IdType.NATIONAL_ID,
    slot=in_slot,
    path=_in_path,
    path_words=_KEYS
    - words(
        "id documento patente tax fin sin tin ein rc rg nin nik nit visa passport idcard carnet ruc rut permiso utente"
    ),
    text=_in_text,
    keys=_KEYS,
    exact=words("cf doc docnumber docno docnum documentid") | frozenset(_SHAPED),
)
