"""Postal addresses and postcodes: by key, cut into street, postcode and town; in searches by the form of a street."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chlogaudit.detect.detector import Detector, Hit, Hits, Path, Slot, Where, hit, whole, words
from chlogaudit.detect.people import PERSONS
from chlogaudit.detect.validators import digits_of, has_digit, is_nothing, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType
from chlogaudit.model.letters import unaccented

_ADDRESS = words(
    "address addr address1 address2 addressline addressline1 addressline2 line1 addr1 addr2 street streetaddress street1 street2 streetname deliveryaddress shippingaddress billingaddress"
    " strada bulevardul strase homeaddress postaladdress mailingaddress pickupaddress shipto billto strasse str strassehausnummer strassenr anschrift lieferadresse rechnungsadresse adresse adres adress adresselivraison"
    " rue direccion calle domicilio indirizzo via endereco rua logradouro morada straat straatnaam adresa adresas ulica ulice utca cim gata gatuadress gate gateadresse vej katuosoite osoite sokak cadde"
    " voie adresdostawy adressefacturation road roadname adreszamieszkania domicile adressedomicile"
    " jusho juso dizhi alamat diachi diefthinsi adresabydliste gatuaddress gateaddress"
    " deliverto collectfrom fulladdress address3 addresstext useraddress custaddress customeraddress propertyaddress strassehausnr gade gadenavn vejnavn newaddress oldaddress newstreet"
)
_STREETS = words(
    "strase straat straatnaam strasse ulica ulice utca vej gateadresse gatuadress sokak cadde logradouro streetname street1 via"
)
_PLACES = words(
    "q query search near location loc where place origin destination from to daddr saddr dest start end pickup dropoff geocode waypoint waypoints address text s find route ort suche"
)
_POSTCODES = words(
    "zip zipcode postcode postalcode postcod postal plz postleitzahl codepostal codigopostal cpostal cep cap psc postnr postnummer postinumero kodpocztowy pocztowy irsz iranyitoszam pincode eircode npa"
    " shippingzip billingzip deliveryzip zipplus4 zip5 pcode postkod postakodu zippostal postcodeprefix codpostal codicepostale indekss indeks yubin yubinbango youbian kodepos mabuudien smerovacicislo postanskibroj postiindeks pastokodas zippostalcode pscode postalcd postc plzvon plzort newpostcode oldpostcode"
    " zipnum mabuuchinh postnumer postitoimipaikka postindex pastoindeksas pastaindekss sihtnumber psc"
)
_POST_EXACT = words("code pc cp kod pin zc postcd")
_SHAPES = re.compile(
    r"[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}"  # United Kingdom
    r"|[1-9][0-9]{3} ?[A-Za-z]{2}"  # Netherlands
    r"|[A-Za-z][0-9][A-Za-z][ -]?[0-9][A-Za-z][0-9]"  # Canada
    r"|[A-Za-z][0-9][0-9W] ?[0-9A-Za-z]{4}"  # Ireland
    r"|[0-9]{2}-[0-9]{3}|[0-9]{5}-[0-9]{3,4}|[0-9]{4}-[0-9]{3}|[0-9]{3}-[0-9]{4}|[0-9]{3} [0-9]{2,3}"
    r"|(?:[A-Z]{1,3}[- ])?[0-9]{3,7}|[A-Za-z][0-9]{4}[A-Za-z]{3}|[A-Za-z]{2}[ -]?[0-9]{4,5}"
)
_BRITISH = re.compile(r"(?<![\w])[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}(?![\w])")
_WHOLE_SHAPE = re.compile(
    r"(?:[A-Za-z]{1,2}[0-9][0-9A-Za-z]? [0-9][A-Za-z]{2}|[1-9][0-9]{3} [A-Z]{2}|[A-Z][0-9][A-Z] [0-9][A-Z][0-9])$"
)
_IN_ADDRESS = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,2}-)?(?:[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[1-9][0-9]{3} ?[A-Z]{2}(?![a-z\x80-\xff])|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]|[0-9]{2}-[0-9]{3}|[0-9]{5}(?:-[0-9]{3,4})?|[0-9]{3} [0-9]{2}(?= [A-Z\x80-\xff])|[0-9]{3}-[0-9]{4}|[0-9]{4}(?:-[0-9]{3})?|[0-9]{6})(?![\w-])"
)
_L = r"[A-Za-z\x80-\xff.'-]"
# Forms of a street with its number, each with marks of which one stands in every such street: all forms at once take far longer.
_FORMS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (tuple(marks.split(",")), re.compile(rf"(?<![\w])(?:{form})", re.IGNORECASE))
    for marks, form in (
        (
            "street, st,ave,road, rd,lane, ln,drive, dr,boulevard,blvd,court, ct,place, pl,square, sq,terrace, way,crescent,close,gardens,highway,hwy,parkway, row,mews,hill",
            rf"[0-9]{{1,5}}[A-Za-z]?,? (?:(?:{_L}|[0-9]){{1,20}} ){{1,4}}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|square|sq|terrace|way|crescent|close|gardens|highway|hwy|parkway|row|mews|hill)\b\.?",
        ),
        (
            "stra,str.,gasse,platz,allee,ufer,gracht,laan,plein,kade,gata,v\xc3\xa4gen,gate,vei,vej,gade,katu,tie,utca,weg ,chaussee,steig,singel,dreef",
            rf"{_L}{{2,30}}(?:stra(?:ss|\xc3\x9f|\xdf)e|str\.|gasse|platz|allee|ufer|straat|gracht|laan|plein|kade|gatan|v\xc3\xa4gen|gata|gate|veien|vej|vejen|gade|katu|tie|utca|weg|chaussee|steig|singel|dreef)(?: | ?\+)[0-9]{{1,4}} ?[A-Za-z]?(?![\w])",
        ),
        (
            " stra, weg , platz , allee , damm , ring , utca ",
            rf"{_L}{{3,20}} (?:Stra(?:ss|\xc3\x9f|\xdf)e|Weg|Platz|Allee|Damm|Ring|utca) [0-9]{{1,4}} ?[A-Za-z]?(?![\w])",
        ),
        (
            "rue ,avenue ,boulevard ,place ,all\xc3\xa9e ,allee ,chemin ,impasse ,quai ,cours ",
            rf"[0-9]{{1,4}}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|all\xc3\xa9e|allee|chemin|impasse|quai|cours)(?: {_L}{{1,20}}){{1,5}}",
        ),
        (
            "calle ,c/ ,avenida ,avda,paseo ,plaza ,carrer ,via ,viale ,piazza ,corso ,rua ,travessa ,pra\xc3\xa7a ,ul.,ulica ,al.,aleja ,os.",
            rf"(?:calle|c/|avenida|avda\.?|paseo|plaza|carrer|via|viale|piazza|corso|rua|travessa|pra\xc3\xa7a|ul\.|ulica|al\.|aleja|os\.)(?: {_L}{{1,20}}){{1,5}},? (?:n[.\xc2\xb0\xba]{{0,3}} ?)?[0-9]{{1,5}}[A-Za-z]?(?:/[0-9]{{1,4}})?(?![\w])",
        ),
    )
)


def in_slot(slot: Slot, name: str) -> Hits:
    """A postcode, or an address cut into its parts."""
    text = slot.view.text.strip()
    if is_nothing(text) or len(text) > 240:
        return ()
    if name in _POSTCODES or name in _POST_EXACT:
        return _postcode(slot, name, text)
    if (name in _ADDRESS and name not in _PLACES) or name == "address":
        if name == "via" and re.match(r"\d\.\d ", text):
            return ()  # HTTP's own header: a version and a proxy
        if name in (
            "via",
            "str",
            "line1",
            "cim",
            "gate",
            "street",
            "rue",
            "gata",
            "calle",
            "adress",
            "adres",
            "addr",
        ) and not (has_digit(text) and re.search(r"[A-Za-z\x80-\xff]{2}", text)):
            strict = name in ("street", "rue", "calle", "gata") and len(text) > 3 and not re.search(r"[_=/<>:]", text)
            return list(whole(slot.view, IdType.POSTAL_ADDRESS, 0.8, "key of a street")) if strict else ()
        if name in _STREETS and re.fullmatch(r"[A-Z\x80-\xff][A-Za-z\x80-\xff.'-]{3,40}", text):
            return list(whole(slot.view, IdType.POSTAL_ADDRESS, 0.8, "key of a street"))
        return list(_cut(slot.view))
    if _WHOLE_SHAPE.match(text):
        return list(whole(slot.view, IdType.POSTCODE, 0.75, "place and the form of a postcode"))
    return list(streets(slot.view))


def may_be_postcode(text: str) -> bool:
    """Whether a search phrase can be, or hold, a postcode."""
    return bool(_WHOLE_SHAPE.match(text) or _BRITISH.search(text))


def may_be_street(text: str) -> bool:
    """Whether a search phrase with a number in it can name a street; the number does not matter."""
    return any(speaks(text, marks) and form.search(text) for marks, form in _FORMS)


# Beside these keys of a form a short key is its postcode, of whatever country.
_OF_SOMEBODY = PERSONS | words(
    "name nom nome nombre naam navn namn prenom vorname nachname cognome apellido apellidos firstname lastname surname email mail tel telefon telefono telephone phone"
    " adresse address direccion indirizzo endereco rue calle via strasse street ville ciudad citta ort city"
)
_TOWNS = words("city town ort stadt ville ciudad cidade citta place plaats stad miasto by suburb")


def _postcode(slot: Slot, name: str, text: str) -> Hits:
    if name == "code" and (_TOWNS.isdisjoint(slot.siblings) or not 4 <= len(digits_of(text)) <= 5):
        return ()
    if _SHAPES.fullmatch(text) is None or not has_digit(text):
        return ()
    if name in ("cap", "cp", "pc", "pin", "kod", "zc", "postal", "indeks", "npa", "cep"):
        count = len(digits_of(text))
        if (
            name == "pin"
            or (count < 3 and not _WHOLE_SHAPE.match(text))
            or (
                text.isdigit()
                and count not in ((5,) if name != "npa" else (4,))
                and not (4 <= count <= 6 and not _OF_SOMEBODY.isdisjoint(slot.siblings))
                and not (name in ("postal", "indeks", "cep") and count >= 4)
            )
        ):
            return ()
    return list(whole(slot.view, IdType.POSTCODE, 0.95, "key of a postcode"))


# 3ºB, 2.OG, 4 dx
_FLOOR = re.compile(r"[0-9]{1,3}(?:[.\xc2\xba\xaa\xb0]{0,3} ?[A-Za-z.]{0,3})")


def _cut(view: View) -> Iterator[Hit]:
    """Street with number, postcode, and the town as three spans."""
    text = view.text
    if (
        not re.search(r"[A-Za-z\x80-\xff]{2}", text)
        or re.search(r"[<>{}=@]|://|^0x|^[A-Za-z0-9]{26,}$", text)
        or len(text.strip()) < 4
    ):
        return
    if not has_digit(text) and " " not in text.strip():
        return
    last = 0
    street_done = False
    for match in re.finditer(r"[^,;\n\r|]+", text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        end = match.start() + len(match.group().rstrip())
        if start >= end:
            continue
        if street_done and end - start <= 6 and _FLOOR.fullmatch(text, start, end):
            yield hit(view, last, end, IdType.POSTAL_ADDRESS, 0.9, "floor and door of an address")
            continue
        code = _IN_ADDRESS.search(text, start, end) if street_done else _code_after_street(text, start, end)
        if code is None:
            yield hit(view, start, end, IdType.POSTAL_ADDRESS, 0.9 if not street_done else 0.6, "key of an address")
        else:
            before, after = text[start : code.start()].rstrip(), text[code.end() : end].strip()
            if before:
                yield hit(view, start, start + len(before), IdType.POSTAL_ADDRESS, 0.9, "key of an address")
            yield hit(view, code.start(), code.end(), IdType.POSTCODE, 0.9, "postcode of an address")
            if after:
                at = text.find(after, code.end())
                yield hit(view, at, at + len(after), IdType.POSTAL_ADDRESS, 0.6, "town of an address")
        street_done = True
        last = end
    if not last:
        return


def _code_after_street(text: str, start: int, end: int) -> re.Match[str] | None:
    """A postcode in the part that holds the street too: the last match, after another number."""
    found = [match for match in _IN_ADDRESS.finditer(text, start, end) if has_digit(text[start : match.start()])]
    return found[-1] if found else None


# Numbers count, measure and rank more often than they stand at doors: 24 hour road race, 3 times in a row, place 2 of 9.
_COUNTED = words(
    "hour hours hr hrs minute minutes min mins seconds sec secs ms day days week weeks month months year years time times try tries retry retries attempt attempts"
    " piece pieces pc pcs pack sets bedroom bedrooms room rooms doors seat seats seater person people best ways more most less least quick easy different things reasons steps tips ideas"
    " rules facts miles mile km metre metres meter meters cm mm inch inches ft feet kg lb lbs watt volt amp bytes byte kb mb gb tb bits rows line lines file files request requests"
    " connection connections client clients error errors warnings worker workers entries items of in on at to for from and or with without by per is was are were has have had not as than"
    " into out up off x percent euro euros dollar dollars usd eur gbp cents levels rounds games songs movie movies wheel speed stages parts"
)
# Words that only end like a street.
_ENDS_ALIKE = re.compile(
    r"\b(?:(?:star|col|water|hell|baldurs|tail|flood|agri|investi|navi|surro|dele|bri|rene)g(?:at|ad)e|(?:bow|neck|eck|zip|cable|hog)tie"
    r"|(?:stell|park|spiel|arbeits|sitz|steh|speicher|liege|tennis|golf|sport|camping|zelt|schlaf|ausbildungs|studien|kita|ersatz|schlag|pack)platz"
    r"|(?:gold|silver|silber|finger|elden|key|power|ear|nose|o|leder|seal|piston|ehe|verlobungs) ring|um-?weg|aus-?weg|(?:uni|multi|re|bahn)steig|abteil) ",
    re.IGNORECASE,
)
# ``place`` and ``cours`` before what one takes or parks there.
_TAKEN = re.compile(
    r"(?:places?|cours) (?:d[eu]s? |d['\u2019]|en |pour |\xc3\xa0 )?(?:parking|stationnement|cin\S+|concert|yoga|danse|cuisine|piano|guitare|natation|anglais|fran\S+|espagnol|allemand|maths?"
    r"|soutien|gym\S*|pilates|chant|dessin|couture|libres?|assises?|ligne|particuliers?|adultes?|enfants?)\b",
    re.IGNORECASE,
)


def _is_street(found: str, *, prose: bool) -> bool:
    """Whether what has the form of a street with a number can be one; in prose the names of streets have capitals."""
    counted = re.match(r"[0-9]+ ([A-Za-z]+)", found)
    if counted is not None and counted.group(1).lower() in _COUNTED:
        return False
    if prose and not re.search(r"[A-Z\x80-\xff]", found):
        return False
    return _ENDS_ALIKE.search(found) is None and _TAKEN.search(found) is None


_TOWN = re.compile(
    r"[,;]? {1,2}((?:[A-Z]{1,2}-)?(?:\d{4} [A-Z]{2}|\d{2}-\d{3}|\d{3} ?\d{2}|\d{4,5}))(?= [A-Z\x80-\xff][a-z\x80-\xff])"
)


def streets(view: View, *, prose: bool = False) -> Iterator[Hit]:
    """Streets with a number, and British postcodes, by their form."""
    text = view.text
    if len(text) < 8 or not (" " in text or "+" in text) or not has_digit(text):
        return
    for marks, form in _FORMS:
        for match in form.finditer(text) if speaks(text, marks) else ():
            if _is_street(match.group(), prose=prose):
                yield hit(view, *match.span(), IdType.POSTAL_ADDRESS, 0.75, "form of a street with a number")
                town = _TOWN.match(text, match.end())
                if town is not None:
                    yield hit(view, *town.span(1), IdType.POSTCODE, 0.75, "postcode between a street and a town")
    for match in _BRITISH.finditer(text):
        yield hit(view, *match.span(), IdType.POSTCODE, 0.7, "form of a British postcode")


# Where any key may lead to a street: what a street ends or begins with when its number is beside it. The sieve reads values by these.
_ENDS = words(
    "street avenue road lane drive boulevard court place square terrace crescent close gardens highway parkway mews"
)
_ENDS_BEFORE_NUMBER = words(
    "str str. strasse strase gasse platz allee ufer weg straat laan plein gracht gata gatan vagen gate vei veien vej gade katu utca singel dreef"
)
_BEGINNINGS = words(
    "rue avenue boulevard allee chemin impasse quai calle avenida avda avda. paseo plaza carrer via viale piazza corso rua travessa praca ul. ulica al. aleja os."
)
_OF_THINGS = re.compile(
    r"prod|item|titl|book|song|film|track|album|game|model|name$|route|subject|text|msg|message|comment"
)


def any_slot(slot: Slot) -> Hits:
    """A key that nobody knows, and a value that is a street with its number, and perhaps a town, and nothing before it."""
    text = slot.view.text
    if len(text) > 120 or " " not in text or not has_digit(text) or _OF_THINGS.search(slot.name):
        return ()
    lead = len(text) - len(text.lstrip())
    streets_ = [
        match for marks, form in _FORMS if speaks(text, marks) and (match := form.match(text, lead)) is not None
    ]
    for match in streets_:
        after = text[match.end() :].strip()
        if (
            _is_street(match.group(), prose=True)
            and _is_known(match.group())
            and (not after or after[0] in ",;" or _TOWN.match(text, match.end()))
        ):
            return list(_cut(slot.view))
    return ()


def _is_known(street: str) -> bool:
    """Whether the word for street is one that the sieve looks for."""
    low = unaccented(street.encode("latin-1").decode("utf-8", "replace")).lower()
    parts = re.split(r"[ ,]+", low)
    return (
        parts[-1].rstrip(".") in _ENDS
        or not _BEGINNINGS.isdisjoint(parts)
        or re.search(rf"(?:{'|'.join(map(re.escape, sorted(_ENDS_BEFORE_NUMBER, key=len, reverse=True)))}) ?[0-9]", low)
        is not None
    )


def _in_path(path: Path, at: int) -> Hits:
    """``/plz/10115/``, ``/street/Hauptstr.%205/``: a path that names its segments."""
    word, segment = path.words[at], path.segments[at + 1]
    if word not in _POSTCODES and not (has_digit(segment.text) and " " in segment.text):
        return ()
    return in_slot(Slot((word,), segment), word)


def _in_text(view: View, where: Where, _key: str) -> Hits:
    return list(streets(view, prose=True)) if where is Where.TEXT and len(view.text) < 20_000 else ()


DETECTOR = Detector(
    IdType.POSTAL_ADDRESS,
    slot=in_slot,
    path=_in_path,
    path_words=words(
        "plz postleitzahl postcode postalcode zipcode zip codepostal codigopostal pcode street streetaddress strasse anschrift adresse address direccion indirizzo adres"
    ),
    text=_in_text,
    keys=_ADDRESS | _POSTCODES,
    exact=_PLACES | _POST_EXACT,
    requests=frozenset(f"/{end}/" for end in _ENDS)
    | frozenset(f"{end}{before}0" for end in _ENDS_BEFORE_NUMBER for before in ("", "/"))
    | frozenset(f"/{beginning}/" for beginning in _BEGINNINGS),
)
