"""Keys that no list holds, read by their parts: ``persnr``, ``wlan_key``, ``ausweisnummer``, ``telefon_privat``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from chlogaudit.detect import account, birth_date, device, name, national_id, phone, postal, session, token, user
from chlogaudit.detect.detector import Hits, Slot, words
from chlogaudit.detect.validators import digits_of, has_digit, is_nothing, is_random, is_wordy

Ask = tuple[Callable[[Slot, str], Hits], str]

# What such a key says of a value that is none of somebody: its kind, whether it was checked, how it is shown.
_ABOUT = re.compile(
    r"(?:types?|typ|format|valid|validation|required|enabled|disabled|length|count|status|state|mode|verified|confirmed|visible|hidden|labels?|placeholder|class"
    r"|style|sort|order|filter|page|pages|lang|language|currency|version|url|uri|link|image|img|src|icon|colou?r|title|text|prefix|suffix|country|countrycode"
    r"|field|fieldname|group|groupid|role|level|mask|regex|pattern|limit|size|width|height|index|total|sum|amount|price|expiry|expires|expired|ttl|age|timeout)$"
)
_NUMBER = r"(?:nr|no|num|number|nummer|numer|numero|kennung|kennziffer|kenn|ref|login|barcode|code|schluessel|konto)"
_HOLDER = re.compile(
    r"(?:^|kund|customer|member|mitgl|patient|student|schueler|pupil|employ|emp|staff|pers|person|mitarb|user|benutz|nutz|utilis|usuar|utent|gebruik|abo|subscri|adher"
    r"|assur|socio|leser|reader|borrow|patron|tenant|mieter|locatair|huurder|driver|fahrer|gast|guest|passag|passeng|teilnehm|particip|donor|spender|player|klient|klant|cliente"
    r"|login|matrik|matric|mandant|bewerb|applicant|candidat|resident|citizen|buerger|lehrer|teacher|dozent|versich|insured|halter|eigentuem|owner|account)"
    rf"[a-z]{{0,8}}{_NUMBER}\d?$"
)
_HOLDER_AT_ALL = re.compile(
    r"kund|custom|member|mitgl|^pat(?:nr|num|id)|patient|student|schueler|pupil|employ|staff|^emp|pers|mitarb|user|benutz|nutz|utilis|usuar|utent|gebruik|abo|subscri|adher|assur|socio|leser|reader"
    r"|borrow|patron|tenant|mieter|locatair|huurder|driver|fahrer|gast|guest|passag|passeng|teilnehm|particip|donor|spender|player|klient|klant|cliente|login|matrik|matric|mandant"
    r"|bewerb|applicant|candidat|resident|citizen|buerger|lehrer|teacher|dozent|versich|insured|halter|eigentuem|owner"
)
_PAPER = re.compile(
    r"(?:ausweis|documentoid|personenkenn|passport|passeport|pasaport|passaport|reisepass|identit|identity|identifica|cedula|licen[cs]e|fuehrersch|permis|permiso|patente|rijbew|steuer|fiscal|fiskal|tax|sozialvers"
    rf"|socialsec|securitesoc|seguridadsoc|krankenk|gesundheit|sanitari|visa|nationalid)[a-z]{{0,12}}{_NUMBER}?$"
)
_BANK = re.compile(
    r"(?:konto|bankacc|acct|account|vertrag|contract|contrat|contratto|polic[ey]|poliza|polizza|police|versicherungss|zaehler|meter|depot|rekening|rachun|conto|cuenta|compte|claim|schaden"
    r"|loyalty|bonus|frequent|miles)[a-z]{0,8}(?:nr|no|num|number|nummer|numer|numero|konto)\d?$|konto$|vertragskonto$"
)
_NAME = re.compile(
    r"(?:vornamen?|nachname|familienname|geburtsname|firstname|lastname|surname|forename|fullname|prenom|nomdefamille|apellidos?|apellidopaterno|apellidomaterno|cognome|achternaam"
    r"|voornaam|roepnaam|nazwisko|sobrenome|apelido|etternavn|fornavn|efternamn|fornamn|sukunimi|etunimi|nomprenom|prenomnom|nom(?:de)?naissance|nomusage|nomdepouse|nomdejeunefille|apellidosoltera|nometitolare|cognomenome|imienazwisko|imieinazwisko|adsoyad|soyisim)\d?$"
)
_TELEPHONE = re.compile(r"(?:telefon|telephone|phone|mobile|handy|rufnr|telnr|telno)\d?$")
_NAME_HEAD = re.compile(
    r"(?:vorname|nachname|familienname|firstname|lastname|surname|forename|prenom|nomfamille|apellido|cognome)[a-z]"
)
_TELEPHONE_HEAD = re.compile(
    r"(?:tel(?:privat|mobil|home|work|casa|trabajo|ufficio|buero|arbeit|dom|fest|notfall)|matkapuh|mobiel|telefon|telephon|phone|mobil|handy|rufnummer|cellphone|celular|cellulare|movil|puhelin)"
)
_BIRTH = re.compile(r"gebdat|geburt|birthd|dateofb|naissance|nacimiento|nascita|nascimento|urodz|geboorted|fodsel|dob$")
_POST = re.compile(r"(?:plz|postleitzahl|postcode|zipcode|postalcode|zip)\d?$")
_POST_HEAD = re.compile(r"(?:plz|postleitz|postcode|postalcode|zipcode|codepostal|codigopostal)")
_STREET = re.compile(
    r"(?:strasse|street|anschrift|adresse|direccion|indirizzo|endereco|adres)(?:hausn\w{0,8}|nr|line\d?|\d)?$"
)
# The number before what it counts, as languages of Romance and Slavonic stock write it: numero_conta, nr_klienta.
_COUNTED = r"(?:id|nr|no|num|numero|numer|cod|codigo|codice|ref)"
_HOLDER_AFTER = re.compile(
    rf"^{_COUNTED}(?:de|do|da|di|du|del|della)?(?:klienta|klient|cliente|clienti|client|pacjenta|paciente|paziente|patient|adherent|abonne|socio|utente|uzytkownika|alumno|aluno|eleve|studente|student"
    r"|pracownika|funcionario|dipendente|empleado|membre|membro|miembro|locataire|inquilino|assure|asegurado|assicurato|segurado|tessera|carteirinha|allocataire)\d?$"
)
_BANK_AFTER = re.compile(
    rf"^{_COUNTED}(?:de|do|da|di|du|del|della)?(?:konta|conta|conto|compte|cuenta|rachunku|police|poliza|polizza|polisy|apolice|contrat|contrato|contratto|umowy|licznika|compteur|contador|contatore|sinistre|siniestro)\d?$"
)
_SECRET_SHORT = re.compile(
    r"^(?:old|new|alt|neu|user|login|log|db|sql|admin|my|your|repeat|current|confirm|ftp|smtp|imap|wifi|root|web|site|sap|api|acc|account|client|mail)?"
    r"(?:pw|pass|pwd|passw|pswd)(?:new|old|confirm|confirmation|again|repeat|alt|neu|\d)?$"
    r"|(?:password|passwort|kennwort|palavrapasse|motdepasse)(?:confirm|confirmation|again|repeat|retype|check|new|old|neu|alt|wiederholung|wdh)?$"
)
_OPENER = re.compile(
    r"^(?=.*(?:activ|aktiv|ativ|attiv|aktyw|freischalt|einlad|bestaet|confirm|conferm|verif|invit|bevestig|sicherheit|potwierd|(?:security|login|sms)(?:code|key|pin|tan|token)))"
    r"[a-z]{0,20}(?:code|kod|codigo|codice|cle|clef|jeton|key|token|schluessel|pin|tan)[a-z]{0,14}\d?$"
)
_SECRET = re.compile(
    r"(?:passwor[dt]|kennwort|passwd|passphrase|geheimzahl|pincode|motdepasse|contrasena|wachtwoord)\d?$"
)
_DEVICE = re.compile(
    r"serial(?:no|num|number|nr)?$|imei\d?$|macaddr(?:ess)?$|deviceu?u?id$|installation(?:uu)?id$|hardwareid$|geraeteid$|androidid$|pushtoken$|devicetoken$"
)
# Things of one owner that report home, and the word for their number: scaleId, lock_sn.
_THING = re.compile(
    r"(?:scale|lock|camera|watch|tracker|thermostat|robot|printer|router|modem|gateway|sensor|charger|wallbox|inverter|doorbell|tablet|beacon|probe|terminal|kiosk|stb|cpe|handset|wearable|ebike|scooter)(?:uu|u|gu)?(?:id|sn)$"
)
_SESSION = re.compile(r"sess(?:ion)?_?(?:id|key|token|hash)$|sitzungsid$|sessionid\d$")
_USER = re.compile(
    r"^(?!super|multi|end|new|is|has|per|max|num|count|active|unique|add|no|create|show|single|guest|register|login|all)[a-z]{2,12}(?:user|benutzer|usuario|utente|utilisateur)(?:name)?\d?$"
)
# Keys and codes that are told by a word of their own, and the ones that are of things.
_LOCKS = words("key code pin tan")
_OF_THINGS = re.compile(
    r"cache|sort|site|public|primary|foreign|index|sprite|asset|image|file|build|event|object|tile|style|map|data|translation|message|option|meta|search|product|produkt|promo|coupon"
    r"|discount|voucher|gutschein|rabatt|item|artic|artik|sku|country|land|lang|currency|colou?r|post|zip|area|error|status|store|branch|airport|station|hs|tax|bar|qr|dial|tracking"
    r"|campaign|refer|partner|affiliate|response|reason|course|kurs|class|dept|sort|source|language|locale|region|city|hotel|room|trans|unit|size|field|column|form|state|shipping|carrier|api_?version"
)


def _account(slot: Slot, _key: str) -> Hits:
    """A number, or letters and digits; a word alone is a choice among several."""
    text = slot.view.text.strip()
    if (
        not (has_digit(text) or re.fullmatch(r"[a-z]{1,20}[._][a-z]{2,20}", text))
        or re.fullmatch(r"[A-Za-z0-9][\w.@\\+:/-]{1,63}", text) is None
        or is_nothing(text)
    ):
        return ()
    return user.in_slot(slot, "customerid")


def _opener(slot: Slot, _key: str) -> Hits:
    """Digits that somebody typed, or something random, under a key that says what they open."""
    text = slot.view.text.strip()
    if re.fullmatch(r"[0-9]{4,8}|[A-Z0-9]{4,10}", text) and has_digit(text):
        return token.in_slot(slot, "otp")
    return token.in_slot(slot, "token") if is_random(text, 8) and has_digit(text) else ()


def _secret(slot: Slot, key: str) -> Hits:
    """One word: sentences stand under such keys in forms that explain themselves."""
    return () if " " in slot.view.text.strip() else token.in_slot(slot, key)


def _lock(slot: Slot, key: str) -> Hits:
    """``user_pin``, ``wlan_key``, ``aktions_code``: four to eight digits of a pin, something random after key and code."""
    text = slot.view.text.strip()
    if key in ("pin", "tan"):
        return token.in_slot(slot, "otp") if re.fullmatch(r"[0-9]{4,8}", text) else ()
    fits = is_random(text, 12 if key == "key" else 10) and has_digit(text) and not (key == "code" and text.isdigit())
    return token.in_slot(slot, "token") if fits else ()


def _thing(slot: Slot, key: str) -> Hits:
    """Four figures and a letter at least: rows of a table are numbered."""
    text = slot.view.text.strip()
    fits = (
        is_random(text, 8) and len(digits_of(text)) > 3 and not text.replace("-", "").isdigit() and not is_wordy(text)
    )
    return device.in_slot(slot, key) if fits else ()


def _headed(slot: Slot, key: str) -> Hits:
    """Keys that begin with the word; not in prose, where too much begins so."""
    if slot.kind == "message":
        return ()
    if key == "lastname":
        return name.in_slot(slot, key) if slot.view.text[:1].isupper() or slot.view.text[:1] >= "\x80" else ()
    return phone.in_slot(slot, key) if key == "phone" else postal.in_slot(slot, key)


_RULES: tuple[tuple[re.Pattern[str], Ask], ...] = (
    (_SECRET, (_secret, "password")),
    (_SECRET_SHORT, (_secret, "password")),
    (_OPENER, (_opener, "opener")),
    (_SESSION, (session.in_slot, "sessionid")),
    (_DEVICE, (device.in_slot, "deviceid")),
    (_THING, (_thing, "deviceid")),
    (_TELEPHONE, (phone.in_slot, "phone")),
    (_PAPER, (national_id.in_slot, "idnumber")),
    (_BANK_AFTER, (account.in_slot, "accountno")),
    (_BANK, (account.in_slot, "accountno")),
    (_NAME, (name.in_slot, "lastname")),
    (_BIRTH, (birth_date.in_slot, "dob")),
    (_POST, (postal.in_slot, "postcode")),
    (_STREET, (postal.in_slot, "streetaddress")),
    (_USER, (user.in_slot, "username")),
)


@lru_cache(maxsize=8192)
def by_parts(names: tuple[str, ...]) -> tuple[Ask, ...]:
    """
    What to ask of a slot whose key no detector has on its list.

    A detector is asked under a key of its own, so that it judges the value as strictly as there.
    """
    key = names[0] if names else ""
    if not 3 <= len(key) <= 60 or _ABOUT.search(key):
        return ()
    bare = re.sub(r"[^a-z0-9]", "", key)
    found: list[Ask] = [ask for pattern, ask in _RULES if pattern.search(bare)]
    if _TELEPHONE_HEAD.match(bare):
        found.append((_headed, "phone"))
    if _POST_HEAD.match(bare):
        found.append((_headed, "postcode"))
    if _NAME_HEAD.match(bare):
        found.append((_headed, "lastname"))
    if _HOLDER_AFTER.search(bare):
        found.append((_account, bare))
    if _HOLDER.search(bare) and _HOLDER_AT_ALL.search(bare) and not bare.startswith("clientid"):
        found.append((_account, bare))
    last = next((name for name in names[1:] if name in _LOCKS), "")
    if last and not _OF_THINGS.search(bare):
        found.append((_lock, last))
    return tuple(found)


# Ends and inner parts of all keys that the patterns above take, as ``detect.triggers`` reads them; and their heads.
TRIGGERS = words(
    "nr= nr0= no= no0= num= num0= number= number0= nummer= nummer0= numer= numero= numero0= kennung= kennziffer= kenn= ref= login= barcode= schluessel= konto="
    " key= code= pin= tan= secret= ausweis passport passeport pasaport passaport reisepass identi cedula licen fuehrersch permis patente rijbew steuer fiscal fiskal tax sozialvers documento documentid personenkenn"
    " socialsec securitesoc seguridadsoc krankenk gesundheit sanitari visa nationalid"
    " telefon= telephone= phone= mobile= handy= rufnr= telnr= telno= telefon0= phone0= mobile0= gebdat geburt birthd dateofb naissance nacimiento nascit nascimento urodz geboorted fodsel dob="
    " plz= plz0= postleitzahl= postcode= postcode0= zipcode= postalcode= zip= zip0="
    " vorname= vornamen= nachname= familienname= geburtsname= firstname= lastname= surname= forename= fullname= prenom= nomdefamille= apellido= apellidos= apellidopaterno="
    " apellidomaterno= cognome= achternaam= voornaam= roepnaam= nazwisko= sobrenome= apelido= etternavn= fornavn= efternamn= fornamn= sukunimi= etunimi= nomprenom= prenomnom= nomnaissance= nomdenaissance= nomusage= nomdepouse= nomdejeunefille= apellidosoltera= nometitolare="
    " cognomenome= imienazwisko= imieinazwisko= adsoyad= soyisim= vorname0= nachname0= familienname0= firstname0= lastname0= surname0= forename0= fullname0= prenom0= apellido0="
    " apellidos0= cognome0= achternaam0= voornaam0= nazwisko0= sobrenome0= etternavn0= fornavn0= efternamn0= fornamn0= sukunimi0= etunimi0="
    " klienta= klient= cliente= clienti= client= pacjenta= paciente= paziente= patient= adherent= abonne= socio= utente= uzytkownika= alumno= aluno= eleve= studente= student="
    " pracownika= funcionario= dipendente= empleado= membre= membro= miembro= locataire= inquilino= assure= asegurado= assicurato= segurado= tessera= carteirinha= allocataire="
    " konta= conta= conto= compte= cuenta= rachunku= police= poliza= polizza= polisy= apolice= contrat= contrato= contratto= umowy= licznika= compteur= contador= contatore="
    " sinistre= siniestro= pw= pass= pwd= passw= pswd= pw0= pass0= pwd0= passnew= passold= passconfirm passagain passrepeat pwdnew= pwdold= pwdconfirm pwdrepeat pwnew= pwold= pwconfirm pwrepeat="
    " activ aktiv ativ attiv aktyw freischalt einlad bestaet confirm conferm verif invit bevestig sicherheit potwierd securitycode securitykey securitypin logincode loginkey loginpin"
    " smscode smspin smstan logintoken securitytoken smstoken palavrapasse pwalt= pwneu= pwdalt= pwdneu= passalt= passneu= pwagain= pwdagain= logintan securitytan smskey"
    " strasse street anschrift adresse direccion indirizzo endereco adres passwor kennwort passwd passphrase geheimzahl pincode motdepasse contrasena wachtwoord"
    " serial= serialno= serialnum= serialnumber= serialnr= imei= imei0= macaddr deviceuid= deviceid= deviceuuid= installationid= installationuuid= hardwareid= geraeteid= androidid="
    " user= user0= username= username0= benutzer= benutzername= usuario= utente= utilisateur= scaleid= scaleuid= scaleuuid= scaleguid= scalesn= lockid= lockuid= lockuuid= lockguid= locksn= cameraid= camerauid= camerauuid= cameraguid= camerasn= watchid= watchuid= watchuuid= watchguid= watchsn= trackerid= trackeruid= trackeruuid= trackerguid= trackersn= thermostatid= thermostatuid= thermostatuuid= thermostatguid= thermostatsn= robotid= robotuid= robotuuid= robotguid= robotsn= printerid= printeruid= printeruuid= printerguid= printersn= routerid= routeruid= routeruuid= routerguid= routersn= modemid= modemuid= modemuuid= modemguid= modemsn= gatewayid= gatewayuid= gatewayuuid= gatewayguid= gatewaysn= sensorid= sensoruid= sensoruuid= sensorguid= sensorsn= chargerid= chargeruid= chargeruuid= chargerguid= chargersn= wallboxid= wallboxuid= wallboxuuid= wallboxguid= wallboxsn= inverterid= inverteruid= inverteruuid= inverterguid= invertersn= doorbellid= doorbelluid= doorbelluuid= doorbellguid= doorbellsn= tabletid= tabletuid= tabletuuid= tabletguid= tabletsn= beaconid= beaconuid= beaconuuid= beaconguid= beaconsn= probeid= probeuid= probeuuid= probeguid= probesn= terminalid= terminaluid= terminaluuid= terminalguid= terminalsn= kioskid= kioskuid= kioskuuid= kioskguid= kiosksn= stbid= stbuid= stbuuid= stbguid= stbsn= cpeid= cpeuid= cpeuuid= cpeguid= cpesn= handsetid= handsetuid= handsetuuid= handsetguid= handsetsn= wearableid= wearableuid= wearableuuid= wearableguid= wearablesn= ebikeid= ebikeuid= ebikeuuid= ebikeguid= ebikesn= scooterid= scooteruid= scooteruuid= scooterguid= scootersn= pushtoken= devicetoken= sessid= sessionid= sesskey= sessionkey= sesstoken= sessiontoken= sesshash= sessionhash= sitzungsid= sessionid0="
)
HEADS = words(
    "^vorname ^nachname ^familienname ^firstname ^lastname ^surname ^forename ^prenom ^nomfamille ^apellido ^cognome ^telprivat ^telmobil ^telhome ^telwork ^telcasa"
    " ^teltrabajo ^telufficio ^telbuero ^telarbeit ^teldom ^telfest ^telnotfall ^matkapuh ^mobiel ^telefon ^telephon ^phone ^mobil ^handy ^rufnummer ^cellphone ^celular ^cellulare ^movil ^puhelin ^plz ^postleitz ^postcode ^postalcode ^zipcode ^codepostal"
    " ^codigopostal"
)
