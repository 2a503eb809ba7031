"""Names of people: by key, by path, in search phrases and file names; given names vote, common words speak against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chlogaudit.detect import birth_date, email, national_id, phone, postal
from chlogaudit.detect.called import GOODS, PAIRS
from chlogaudit.detect.detector import Detector, Hit, Hits, Path, Slot, hit, whole, words
from chlogaudit.detect.given_names import COMMON, FAMOUS, GIVEN, PARTICLES, SURE, SURNAMES, fold
from chlogaudit.detect.name_file import DOCUMENT, in_filename
from chlogaudit.detect.name_prose import in_text
from chlogaudit.detect.name_words import (
    CALLED,
    NOT_NAME,
    TOKEN,
    as_meant,
    bare_word,
    is_name,
    name_end,
    split_up,
)
from chlogaudit.detect.people import PERSONS, TITLES
from chlogaudit.detect.validators import is_nothing
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_STRONG = words(
    "firstname lastname surname fullname givenname familyname forename middlename maidenname realname displayname vorname nachname familienname name1 name2"
    " zuname prenom nomdefamille nomcomplet nombre apellido apellidos primerapellido segundoapellido nombrecompleto cognome nomecompleto sobrenome primeironome"
    " voornaam achternaam volledigenaam fornavn etternavn efternamn fornamn efternavn imie nazwisko jmeno prijmeni keresztnev vezeteknev ad soyad adsoyad"
    " customername clientname patientname guestname passengername pax paxname cardholder cardholdername nameoncard accountholder kontoinhaber karteninhaber"
    " holdername beneficiary beneficiaryname recipientname receivername sendername contactname contactperson studentname employeename membername ownername"
    " tenantname drivername applicant applicantname candidatename insuredname billingname shippingname shiptoname billtoname deliveryname personname titulaire"
    " titular intestatario rekeninghouder empfaenger empfaengername absender begunstigter legalname buyername attendee attendeename registrant teachername"
    " parentname childname fname lname mname firstnm lastnm secondname nomfamille fstname contactfirst contactlast fathername mothername spouse spousename nextofkin emergencycontact authorname yourname username2"
    " namae shimei furigana ireum xingming otchestvo prizvyshche nama namalengkap namadepan namabelakang hoten onoma eponymo onomateponymo nume prenume numeprenume prezime imeprezime nimi eesnimi"
    " perekonnanimi vards uzvards vardas pavarde krestnijmeno priezvisko celeime isim soyadi adisoyadi apelidos nomprenoms meisjesnaam mellomnavn kundenavn kundenaam nazwaklienta nomclient nomcontact"
    " nombrecliente nomecliente nomecontatto bename benename surnm gname cname"
    " etunimi sukunimi koukaku nome cognom surname1 surname2 naam navn namn fio imya familiya hopterten inhaber ansprechpartner bewerber bewerbername patientenname"
    " guestfirst guestlast patientfirst patientlast custname leadname billname shipname doctorname physician namefirst namelast givennames travellername travelername traveller toname fromname notifyname billingfirst billinglast shippingfirst shippinglast guestname1 guestname2"
)
_STRONG |= frozenset(person + suffix for person in PERSONS for suffix in ("name", "fullname", "firstname", "lastname"))
WEAK = words(
    "name first last n who author contact person guest for sender owner attention attn from to recipient receiver nom full assignee host patient passenger"
    " customer client student employee member teacher title signature signed nameid by traveler reader participant tenant witness referrer invitee payee payer"
    " family given vn nn"
    " value subject label greeting hello dear nm fn ln cn commenter reviewer donor buyer seller visitor appointmentwith with doctor gn sn agent caller candidate"
)
# Who did something with goods or papers, or to whom it was done.
_DEEDS = frozenset(
    f"{deed}{end}"
    for deed in words(
        "signed received collected delivered accepted authorised authorized prepared checked witnessed booked reserved referred introduced inspected dispensed prescribed released returned"
    )
    for end in ("by", "to", "for")
)
WEAK |= PERSONS | _DEEDS | {"agentname"}
# Pages of things that have names of several words, too.
_PLACES = words(
    "theme themes city cities town towns place places team teams club clubs product products produkt produkte brand brands marke marken font fonts gallery galleries galerie file files"
    " store stores filiale filialen branch branches shops station stations stop stops hotel hotels venue venues restaurant restaurants species plant plants movie movies film films song songs album albums game games play channel channels playlist"
    " artist artists band bands recipe recipes rezepte wine wines wein weine beer island islands country countries region regions ort orte stadt ville villes ciudad citta module modules plugin plugins"
    " course courses event events exhibition school schools university hospital museum park parks street streets mountain river lake airport port ship ships train trains company companies firma template templates reports dashboards workflows segments"
)
# Where works are kept: their authors are no visitors.
_SHELVES = words(
    "library libraries catalogue catalog opac books book ebooks ebook audiobooks bookstore bookshop bibliothek bibliotheque biblioteca bibliotheek katalog isbn"
)
_ANYTHINGS = words("name n nm title label value subject full first last nom from to for author dear greeting hello by")
# Lists of people, in which a name alone is asked for.
_DIRECTORY = words(
    "telefonbuch phonebook directory staffdirectory addressbook adressbuch annuaire elenco rubrica guia ansatte whoswho personensuche people personen employees mitarbeiter"
    " findaperson findadoctor whitepages einwohner kontakte contacts staff sharees users members customers clients patients students kunden patienten schueler mitglieder"
)
_HALVES = (frozenset({"fn", "ln"}), frozenset({"vn", "nn"}), frozenset({"fn", "sn"}))  # of a name, in short
_PEOPLE = words(
    "patient patients person persons practitioner practitioners people relatedperson fhir contact contacts user users"
)
SEARCH = words(
    "q query search s searchword searchphrase searchterm searchstring keyword keywords kw term terms text wd qs suche suchbegriff recherche buscar busqueda cerca zoek szukaj"
    " find lookup filter fulltext question namesearch personsearch searchname searchtext phrase haku sok st ss"
)
# A phrase with one of these asks for a work, a place or a thing that is called after somebody, or for somebody whom all know.
_PUBLIC = words(
    "institut institute instituut instituto istituto platz strasse schule school gymnasium museum stiftung foundation klinik klinikum hospital university universitaet airport flughafen"
    " stadium film films filme movie movies buch buecher book books song songs lyrics album albums tour konzert concert biografie biography zitate quotes wiki wikipedia height"
    " figur figure kostuem costume outfit parfum perfume poster trailer serie series episode episodes staffel season kirche church whisky whiskey wine rum gin bbq recipe rezept sauce jacket jacke"
    " shoes schuhe jeans bag tasche watch uhr guitar gitarre tractor signature theater theatre arena halle park denkmal statue gedicht gedichte poem poems roman novel novels lied lieder musik"
    " noten sheet chords guitars boots brille sunglasses cologne eau edt edp karaoke podcast interview meme gif emoji lego puzzle spiel game games cartoon comic anime manga engine weather wetter"
    " livre livres chanson paroles libro libros cancion pelicula canzone testo collection kollektion model modell versicherung hotel restaurant bakery pizza"
)
_PUBLIC |= GOODS
# Fields of the same form that speak of a person.
_PERSONAL_KEYS = words(
    "email mail phone tel surname lastname address street message comment dob mobile zip postcode plz birthday prenom firstname vorname"
    " nachname nombre apellidos cognome givenname familyname telefon telefono courriel correo kommentar nachricht"
)
# The same read by their parts.
_PERSONAL_KEY = re.compile(
    r"e?mail(?:adr|address?e?)?\d?$|^mail|phone|telefon|^tel(?:nr|no|num)?$|handy|mobil|(?:vor|nach|first|last|sur|fore)name|prenom|apellido|cognome|birth|^gebdat|^dob|naissance"
    r"|strasse|street|postcode|zipcode|^plz|fiscal"
)
_STATE_KEYS = frozenset(
    key
    for keys in (
        national_id.DETECTOR.keys,
        phone.DETECTOR.keys,
        birth_date.DETECTOR.keys,
        email.DETECTOR.keys,
        postal.DETECTOR.keys,
    )
    for key in keys
    if len(key) > 3
) - words("called calling cell portable documento patente permiso visano numpermiso fijo fixe movil carnet cedula")
_MOSTLY_NAMES = words(
    "name author nom contact patient guest person passenger customer student n who full participant candidate"
)
_FORM_FIELDS = re.compile(
    r"(?:entry|field|input|answer|wpformsfields|wpforms|question|frage|formfields|quform)(?:fields)?\.?\[?\d+(?:[._]\d+)*\]?|(?:itemmeta|answers?|custom|cf|submitted|fields?|values?|meta)\[\d+"
)


# Unions are made here and not where they are asked: of thousands of words, one took longer than all else of a pattern.
_SURE_OR_LAST = SURE | SURNAMES


# Airlines write MILLER/JANE MRS.
_TRAVELLER = re.compile(r"[A-Z][A-Z '-]{1,30}/[A-Z][A-Z '-]{1,40}")


def in_slot(slot: Slot, name: str) -> Hits:
    """A name under a key that says so, or under one that may say so where the value reads as one."""
    text = as_meant(slot.view).strip()
    if "/" in text and _TRAVELLER.fullmatch(text):
        text = text.replace("/", " ")
    if is_nothing(text) or len(text) > 160 or "@" in text:
        return ()
    if name in _STRONG and slot.name not in ("filename", "hostname"):
        if (
            NOT_NAME.search(text)
            or len(split_up(text)) > 6
            or len(text) < 2
            or text.lower() in ("name", "first", "last")
        ):
            return ()
        short = name in (
            "ad",
            "nome",
            "nama",
            "nume",
            "nimi",
            "isim",
            "cname",
            "gname",
            "onoma",
            "nombre",
            "naam",
            "namn",
            "navn",
            "nom",
            "pax",
            "inhaber",
            "displayname",
            "yourname",
            "physician",
            "name1",
            "name2",
        )
        if short and not is_name(text, least=1, sure=True) and not text[:1].isupper():
            return ()
        if (
            slot.name == "fname"
            and _PERSONAL_KEYS.isdisjoint(slot.siblings)
            and GIVEN.isdisjoint(map(fold, split_up(text)))
        ):
            return ()  # of a file, a form, a figure
        if name == "ad" and GIVEN.isdisjoint(map(fold, split_up(text))) and "soyad" not in slot.siblings:
            return ()  # a name in Turkish, an advertisement in English
        return list(whole(slot.view, IdType.NAME, 0.93, "key of a person's name"))
    if name in SEARCH and name not in WEAK:
        return _in_search(slot.view) or _alone(slot, text)
    if name in WEAK and _weak(slot, name, text):
        return list(whole(slot.view, IdType.NAME, 0.8, "key that may name a person, and a name"))
    return _in_search(slot.view) if name in SEARCH else ()


def _alone(slot: Slot, text: str) -> Hits:
    """A given name that is all that a list of people is searched for."""
    if text[:1].isupper() and fold(text) in SURE and not _DIRECTORY.isdisjoint(slot.words):
        return list(whole(slot.view, IdType.NAME, 0.7, "name in a search among people"))
    return ()


def _in_search(view: View) -> list[Hit]:
    """Names; where the phrase holds a street, the street, which may be called after somebody."""
    return list(postal.streets(view)) or list(_in_phrase(view))


def _weak(slot: Slot, name: str, text: str) -> bool:
    if (name in ("first", "last") and {"first", "last"} <= slot.siblings) or (
        name in ("fn", "ln", "vn", "nn", "sn") and any(pair <= slot.siblings for pair in _HALVES)
    ):
        return is_name(text, least=1, sure=False) and text[:1].isupper()
    if name in ("first", "last") and _is_personal(slot.siblings):
        return is_name(text, least=1, sure=False) and text[:1].isupper()
    if name in _DEEDS:  # Head Office and Front Desk sign, too
        parts = [fold(part) for part in split_up(text)]
        told = bool(parts) and (len(parts[0]) == 1 or parts[0] in GIVEN or parts[-1] in SURNAMES)
        return told and text[:1].isupper() and is_name(text, least=1 if parts[0] in SURE else 2, sure=True)
    if name == "author" and not _SHELVES.isdisjoint(slot.words) and not _is_personal(slot.siblings):
        return False
    if name == "name" and not _DIRECTORY.isdisjoint(slot.words):
        return is_name(text, least=1, sure=False) and text[:1].isupper()
    if name in ("from", "to") and {"from", "to"} <= slot.siblings and GIVEN.isdisjoint(map(fold, split_up(text))):
        return False  # the ends of a journey
    if name in _ANYTHINGS and not _PLACES.isdisjoint(slot.words) and fold(text.partition(" ")[0]) not in SURE:
        return False  # ?name= of a city, a team, a theme
    if name in ("title", "subject", "label", "value", "attention") and GIVEN.isdisjoint(map(fold, split_up(text))):
        return False  # headings have capitals, too
    if is_name(text, least=2, sure=True):
        # A value beside the name of a field may be anything's.
        known = CALLED if name in ("value", "label", "subject", "title") else FAMOUS
        return known.isdisjoint({" ".join(fold(part) for part in split_up(text)[:2])})
    personal = _is_personal(slot.siblings)
    if name in _MOSTLY_NAMES and (personal or slot.kind == "json"):
        return is_name(text, least=1, sure=not personal)
    if name in ("family", "given") and (
        {"family", "given"} <= slot.siblings or _PEOPLE.intersection(slot.words) or _is_personal(slot.siblings)
    ):
        return is_name(text, least=1, sure=False) and text[:1].isupper()
    if name in ("name", "nom", "nome") and not _BOOKINGS.isdisjoint(slot.siblings):
        return is_name(text, least=1, sure=False) and text[:1].isupper()
    if name in PERSONS and personal:
        return is_name(text, least=1, sure=False) and text[:1].isupper()
    return (
        (name in ("name", "who") or name == "agentname" or name in PERSONS)
        and text[:1].isupper()
        and fold(text) in SURE
    )


_BOOKINGS = words(
    "booking bookingref pnr dossier reservation reserva localizador buchung buchungsnummer buchungscode prenotazione recordlocator"
)


@lru_cache(maxsize=4096)
def _is_personal(siblings: frozenset[str]) -> bool:
    """Whether one of these keys of a form asks for what only a person has."""
    return (
        not _PERSONAL_KEYS.isdisjoint(siblings)
        or not _STATE_KEYS.isdisjoint(siblings)
        or any(_PERSONAL_KEY.search(key) for key in siblings)
    )


def _in_form_field(slot: Slot) -> Hits:
    """Forms that number their fields (``entry.2005620554``): only the value can tell."""
    text = as_meant(slot.view).strip()
    if "@" in text or is_nothing(text) or not text[:1].isupper():
        return ()
    if is_name(text, least=2, sure=True) or fold(text) in _SURE_OR_LAST:
        return list(whole(slot.view, IdType.NAME, 0.75, "form field that holds a name"))
    return ()


def any_slot(slot: Slot) -> Hits:
    """What does not hang on a known key: numbered form fields, and documents named in a value."""
    if "." in slot.view.text and DOCUMENT.search(slot.view.text):
        base = slot.view.text.rfind("/") + 1
        return in_filename(slot.view.sub(base, len(slot.view.text)))
    return _in_form_field(slot) if _FORM_FIELDS.fullmatch(slot.name) else _under_any_key(slot)


# Keys whose values are called like people and are none: things, places, works and who made them.
_THINGS = re.compile(
    r"product|produkt|prodott|item|article|artikel|brand|marke|marque|marca|merk|label|model|hersteller|produc|manufact|vendor|supplier|designer|artist|kuenstler|interpret"
    r"|author|autor|auteur|writer|creator|actor|director|film|movie|song|album|track|band|book|buch|title|titel|titre|series|serie|genre|charact|team|club|verein"
    r"|player|horse|dog|pet|tier|event|tour|campaign|kampagne|utm|keyword|query|search|suche|recherche|busca|cerca|szukaj|zoek|phrase|term|tag|categ|kateg|collection|style|colou?r|farbe|font"
    r"|theme|template|variant|size|venue|hotel|restaurant|shop|store|filiale|branch|company|firma|organi|school|schule|univers|street|strasse|city|stadt|ville|town"
    r"|place|ort\b|location|region|country|land|state|station|stop|district|filter|facet|sort|order|page|section|topic|thema|course|kurs|module|exhibit|museum|park|church"
    r"|campus|ship|boat|yacht|file|datei|folder|domain|host|agent|browser|device|os|plan|font|icon|image|layout|wine|wein|recipe|rezept|perfume|parfum|game|spiel|list|group|gruppe|set|type|typ"
)
_NAME_KEY = re.compile(r"(?:name|nom|nombre|nome|naam|navn|namn|nazwa|person|contact|kontakt|contatto|contacto)\d*\]?$")


def _under_any_key(slot: Slot) -> Hits:
    """
    A key that nobody knows, and a value that is a person's name and nothing else.

    The key must not speak of a thing. Where it ends in a word for name, capitals suffice; else the name must begin with
    a given name (the sieve knows those in ASCII).
    """
    text = as_meant(slot.view).strip()
    if not 2 <= len(text) <= 60 or text[0].islower() or "@" in text or slot.name in SEARCH:
        return ()
    if _is_member_name(slot.name) and is_name(text, least=1, sure=False):
        return list(whole(slot.view, IdType.NAME, 0.8, "name of somebody of a list"))
    if (
        _ends_in_name(slot.names)
        and (_is_personal(slot.siblings) or not _DIRECTORY.isdisjoint(slot.words))
        and is_name(text, least=1, sure=False)
    ):
        return list(whole(slot.view, IdType.NAME, 0.7, "name in a form about a person"))
    if _titled(text) and not _THINGS.search(slot.name):
        return list(whole(slot.view, IdType.NAME, 0.7, "form of address and a name"))
    if not (" " in text or "," in text) or _THINGS.search(slot.name) or not is_name(text, least=2, sure=True):
        return ()
    parts = re.split(r",? ", text)
    if not all(part[:1].isupper() or part.lower() in PARTICLES for part in parts) or len(split_up(text)) > 4:
        return ()
    first = parts[0].lower() if parts[0].isascii() and parts[0].isalpha() else ""
    given = first in SURE or (first in GIVEN and len(parts) == 2 and fold(parts[1]) in SURNAMES)
    if not given and not _PLACES.isdisjoint(slot.words):
        return ()
    if " ".join(fold(part) for part in parts[:2]) not in CALLED and (given or _NAME_KEY.search(slot.name)):
        return list(whole(slot.view, IdType.NAME, 0.7, "value that is a name and nothing else"))
    return ()


def _titled(text: str) -> bool:
    """``Oma Ingrid``, ``Familie Kunz``: one to three words in capitals after such a word, and none that is common."""
    title, _, rest = text.partition(" ")
    parts = split_up(rest)
    return (
        title.rstrip(".").lower() in TITLES
        and 1 <= len(parts) <= 3
        and is_name(rest, least=1, sure=False)
        and all(part[:1].isupper() or not part[:1].isascii() for part in parts)
        and f"{title.rstrip('.').lower()} {fold(parts[0])}" not in PAIRS
    )


@lru_cache(maxsize=4096)
def _is_member_name(key: str) -> bool:
    """Whether a key is a person, a number, and a word for name: ``passager1_nom``, ``guests[2].firstName``."""
    return _MEMBER.search(re.sub(r"[^a-z]", "", key)) is not None


_TRAVELLING = words("pax adult infant")
_MEMBER = re.compile(
    rf"(?:{'|'.join(sorted(PERSONS | _TRAVELLING, key=len, reverse=True))})s?"
    r"(?:name|first|last|nom|prenom|nombre|apellidos?|nome|cognome|naam|voornaam|achternaam|vorname|nachname|imie|nazwisko|navn|namn)$"
)


def is_form_field(names: tuple[str, ...]) -> bool:
    """Whether a key, which no detector knows, may name somebody: a form's numbered field, one of several persons, or a name by its end."""
    return _FORM_FIELDS.fullmatch(names[0]) is not None or _is_member_name(names[0]) or _ends_in_name(names)


def _ends_in_name(names: tuple[str, ...]) -> bool:
    """Whether a key is a word for name, or ends in one, and speaks of no thing: ``vname``, ``filter[name][contains]``."""
    return any(_NAME_KEY.search(key) for key in names[:2]) and _THINGS.search(_WRAPPER.sub("", names[0])) is None


_WRAPPER = re.compile(r"^(?:filters?|where|query|search|q)[\[.]")


def _in_phrase(view: View) -> Iterator[Hit]:
    """A given name followed by a word that is none of the language's, in a search phrase."""
    if len(view.text) > 400:
        return
    tokens = list(TOKEN.finditer(view.text))
    if not _PUBLIC.isdisjoint(map(bare_word, tokens)):
        return
    at = 0
    while at < len(tokens) - 1:
        if at and f"{bare_word(tokens[at - 1])} {bare_word(tokens[at])}" in CALLED:
            at += 1  # its second word may be a given name, too
            continue
        end = name_end(view.text, tokens, at)
        if end:
            yield hit(
                view, tokens[at].start(), tokens[end].end(), IdType.NAME, 0.7, "given name and surname in a search"
            )
            at = end
        at += 1


# A path that names its segments: /firstname/Anna/lastname/Meyer
NAMED = words(
    "firstname lastname surname forename fullname givenname familyname vorname nachname prenom apellidos cognome achternaam voornaam imie nazwisko customername patientname"
)


def _in_path(path: Path, at: int) -> Hits:
    """``/search/jane-doe``, ``/patients/jane-doe``: a segment that is a given name and a surname."""
    if path.words[at] in NAMED:
        return (
            in_slot(Slot((path.words[at],), path.segments[at + 1]), path.words[at])
            if path.segments[at + 1].text[:1].isupper()
            else ()
        )
    for segment in path.segments[at + 1 : at + 2]:
        parts = [fold(part) for part in split_up(as_meant(segment))]
        if (
            2 <= len(parts) <= 3
            and (parts[0] in SURE or (parts[0] in GIVEN and parts[-1] in SURNAMES))
            and not any(part in COMMON or NOT_NAME.search(part) for part in parts)
        ) and f"{parts[0]} {parts[1]}" not in CALLED:
            return list(whole(segment, IdType.NAME, 0.7, "path of people"))
    return ()


def is_plain(slot: Slot) -> bool:
    """Whether a value reads as a name: it opens with a given name, is a family name, or is two words in capitals under a sure key."""
    text = as_meant(slot.view).strip()
    parts = [fold(part) for part in split_up(text)]
    if not parts or not text[:1].isupper() or not is_name(text, least=1, sure=False):
        return False
    if len(parts) > 1 and (slot.name == "name" or not _STRONG.isdisjoint(slot.names)):
        return is_name(text, least=2, sure=True)
    return parts[0] in GIVEN or (len(parts) == 1 and parts[0] in SURNAMES)


DETECTOR = Detector(
    IdType.NAME,
    slot=in_slot,
    path=_in_path,
    text=in_text,
    keys=_STRONG,
    exact=WEAK | SEARCH,
    path_words=NAMED
    | words(
        "search find people person persons patients clients students employees staff guests members kunden suche recherche buscar personen lookup persona residents contacts"
        " cv cvs resume resumes lebenslauf lebenslaeufe bewerbung bewerbungen candidat candidats candidature curriculum applicants candidates bewerber"
    ),
    requests=frozenset(f"={given}/" for given in SURE | GIVEN if given.isascii() and given.isalpha() and len(given) > 1)
    | frozenset(f"={title}/" for title in TITLES)
    | frozenset(f"={title}./" for title in TITLES)
    | words(
        "name= name0= first= last= nom= nom0= nombre= nome= naam= navn= namn= nazwa= person= contact= kontakt= contatto= contacto="
    )
    | words(
        ".pdf .doc .odt .rtf .pages .vcf .msg .eml .docx passport ausweis idcard portrait mugshot passfoto profilbild bewerbungsfoto profilfoto headshot entry0 entry.0 field0 field.0 input0 input.0 answer0 answer.0 question0 question.0 frage0 wpforms formfields quform0 quform.0"
    ),
    prose=words(
        "customer/ beneficiary/ patient/ guest/ member/ passenger/ recipient/ student/ employee/ applicant/ tenant/ donor/ visitor/ subscriber/ holder/ kunde/ kundin/ patientin/ mitglied/ empfanger/"
        " mieter/ teilnehmer/ cliente/ destinataire/ pasajero/ klient/ pacjent/ attendee/ ^mr ^mrs ^ms ^miss ^dr ^prof ^herr ^frau ^mme ^monsieur ^madame ^sr ^sra ^sig. ^signor ^meneer ^mevr ^dhr ^pan row values tuple"
    ),
)
