"""What opens a resource without a login: keys, passwords, one-time codes, reset and invite links, JSON web tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chlogaudit.detect.detector import Detector, Hit, Hits, Path, Slot, hit, whole, words
from chlogaudit.detect.token_form import DEEDS, MAILED, PAID, SCHEME, STEM, STEMS, in_text, is_key, looks_dated
from chlogaudit.detect.validators import has_digit, is_attack, is_nothing, is_random, is_wordy
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_PASSWORDS = words(
    "password passwd passwort passwd1 password1 password2 pass pwd psd psw pword passphrase motdepasse mdp contrasena contrasenia"
    " contrasenya clave senha haslo heslo losenord passord adgangskode salasana wachtwoord parola jelszo sifre kennwort pswd"
    " psk wpakey wifipass wifipassword networkkey geslo lozinka kodeord parol parole slaptazodis motdepasseactuel nouveaumotdepasse nuovapassword passworthash"
    " userpassword newpassword oldpassword passwordnew passwordconf passwordconfirm confirmpassword currentpassword loginpassword"
    " pw passw userpass loginpass dbpassword secretkey clientsecret appsecret secret privatekey passcode wppass wppassword"
)
_OTPS = words(
    "lockercode boxcode safecode roomcode pickupcode abholcode collectcode collectioncode deliverycode releasecode alarmcode smspin mailcode emailcode"
    " loginpin authpin securitypin phonecode signincode twofactor token2fa mfatoken otpcode tfacode acccode keypadcode garagecode tuercode zutrittscode"
    " otp totp mfacode onetimecode onetimepassword smscode verificationcode verifycode authcode twofactorcode tan pin chiptan phototan pushtan mtan smstan itan qrtan puk puk1 puk2 pincode2 2fa mfa tfa passcode securecode einmalcode doorcode entrycode gatecode unlockcode accesspin"
)
_KEYS = words(
    "token accesstoken authtoken apikey apitoken apisecret refreshtoken idtoken jwt bearer auth authorization authkey accesskey"
    " accesskeyid accountkey sharedaccesskey awsaccesskeyid xapikey xauthtoken resettoken resetkey resetpasswordtoken passwordtoken passwordresettoken invite invitetoken"
    " invitation invitationtoken invitecode invitationcode magictoken magiclink magic logintoken logincode signintoken activationcode activationkey"
    " activationtoken confirmationtoken confirmtoken confirmcode confirmationcode verificationtoken verifytoken emailtoken unsubscribetoken unsubtoken"
    " ticket ticketid servicetoken sastoken sharedaccesssignature xamzsignature xamzsecuritytoken xamzcredential xgoogsignature xgoogcredential"
    " googleaccessid signature oauthtoken oauthverifier oauthsignature appkey appid2 licensekey licencekey licensetoken registertoken guesttoken downloadtoken filetoken"
    " securetoken securitytoken usertoken sessionjwt ssotoken sso samlresponse samlart assertion clientassertion ticketkey webhooktoken bottoken"
    " devicecode usercode pat privatetoken jobtoken deploytoken passkey feedtoken rsstoken calendartoken icaltoken onetimetoken otl"
    " authenticationtoken credential credentials wstoken xapitoken subscriptionkey ocpapimsubscriptionkey keycode recoverycode recoverytoken"
    " moderationhash actionkey actiontoken accesstok sesstoken ssoticket appsecretproof sessiontoken2 tokenhash tokenvalue usrtoken mailtoken emailkey"
    " optouttoken optoutkey pdftoken linktoken vouchertoken guestkey orderkey orderhash secretid zugangscode einladung aktivierung accesscode loginkey ticketcode eventcode entrytoken redeemcode linkkey sharekey viewkey accesshash"
)
_EXACT = words(
    "p key code k hash sig st ott hmac skey sign access pnr locator bookingref recordlocator recloc reclocator bookingcode buchungscode reservationcode filekey localizador localizzatore codigoreserva codicepnr numdossier dossier ref reference booking reservation confirmation confirmationno bookingno reservationno confirmationnumber at rt hdnts hdnea md5"
)
# What a surname opens beside it; a number alone counts orders.
_ORDERS = words(
    "auftrag auftragsnummer ordercode buchung buchungsnummer vorgang vorgangsnummer reserva prenotazione boeking rezerwacja bokning varaus bestilling commande ordine"
)
# Cards with money on them, which whoever knows the number and its PIN may spend.
_GIFTS = words("giftcard giftcardno giftcardnumber giftcardcode giftcode giftvoucher")
_GIFT_CARD = re.compile(r"(?=[A-Z-]*[0-9])[A-Z0-9]{2,6}(?:-[A-Z0-9]{3,6}){2,4}")
# Airlines number tickets in thirteen figures.
_TICKETS = words("eticket eticketno eticketnumber eticketnum ticketno ticketnumber ticketnum etkt")
_EXACT |= _ORDERS | _TICKETS | _GIFTS | words("card cardno cardnumber")
# CSRF guards and OAuth's round trip open nothing by themselves.
_HARMLESS = words(
    "csrf csrftoken csrfmiddlewaretoken xsrf xsrftoken authenticitytoken requestverificationtoken nonce wpnonce state codechallenge"
    " formtoken antiforgery logintokencsrf gtoken recaptcharesponse grecaptcharesponse captcha captchatoken turnstile tokentype"
    " pagetoken nextpagetoken nexttoken continuationtoken continuationtokens synctoken cursor idempotencykey cachetoken"
)
_OPENING = words(
    "reset resetpassword passwordreset passwordresets recover recovery forgot forgotpassword lostpassword newpassword setpassword rp pwreset setpw"
    " invite invites invitation invitations join accept verify verification verifyemail emailverification activate activation confirm"
    " confirmation confirmemail confirmaccount unsubscribe optout magic magiclink magiclogin passwordless onetime otl sso ticket tickets access login signin signup"
    " secret secrets auth token tokens oauth callback webhook webhooks hook hooks redeem claim preferences private privatefeed feed ical calendar"
    " einladung einladungen bestaetigen aktivieren abmelden passwort rueckmeldung zuruecksetzen invitacion restablecer confirmar activar reinitialiser"
    " desabonnement reinitialisation rejoindre inscription baja invito conferma attiva uitnodiging bevestigen herstellen zaproszenie aktywacja"
    " register registration validate validation email password account accounts user users session sessions guest order orders bot wplogin.php apikeys keys"
)
_STRONG_PATH = words(
    "reset resetpassword passwordreset passwordresets recover recovery forgotpassword lostpassword newpassword setpassword pwreset invite invites"
    " invitation invitations join accept verify verification verifyemail emailverification activate activation confirm confirmation confirmemail"
    " unsubscribe optout magic magiclink magiclogin magicsignin onetime otl ticket tickets secret secrets token tokens webhook webhooks hook hooks"
    " redeem private privatefeed feed feeds rsvp ical autologin signinlink einladung einladungen aktivieren abmelden restablecer invito uitnodiging zaproszenie"
    " invitacion access apikey apikeys key validate verifemail passwordedit edit guestorder services guestaccess downloadtoken dl passwort secure"
    " bestaetigung bestaetigen registrierung rejoindre reinitialiser desabonnement desinscription baja bevestigen afmelden wachtwoord haslo aktywacja"
)
# Booking codes of airlines and hotels.
_BOOKED = words(
    "managebooking managebookings mybooking mybookings booking bookings mytrip mytrips trip trips reservation reservations reserva reservas reservierung"
    " buchung buchungen prenotazione prenotazioni boeking boekingen rezerwacja rezerwacje pnr itinerary itineraries checkin onlinecheckin boardingpass boardingpasses"
)
# Each alternative opens with letters that are a trigger of the sieve; what has none is looked for in texts only.
_LINKS = words(
    "reset resetpassword passwordreset recover recovery forgotpassword lostpassword newpassword setpassword invite invites invitation invitations verify"
    " verification verifyemail emailverification activate activation confirm confirmation confirmemail unsubscribe optout magic magiclink magiclogin"
    " newsletter newsletters mailinglist mailinglists subscription subscriptions subscriber preferences abo"
    " redeem autologin einladung aktivieren abmelden restablecer invito uitnodiging zaproszenie bestaetigen desabonnement baja afmelden unsub optin"
)


def in_slot(slot: Slot, name: str) -> Hits:
    """Anything but a plain answer under a key for secrets; after weaker keys what the place confirms."""
    text = slot.view.text.strip()
    if (
        is_nothing(text) and not (name in _PASSWORDS and text.lower() in ("secret", "0", "1"))
    ) or slot.name in _HARMLESS:
        return ()
    if is_attack(text):
        return ()
    if name == "p":  # of a form that logs in, else a page
        told = not _LOGS_IN.isdisjoint(slot.siblings) and not _LOGIN_PAGES.isdisjoint(
            part.partition(".")[0] for part in slot.words
        )
        return list(whole(slot.view, IdType.TOKEN, 0.85, "password in short")) if told and len(text) >= 4 else ()
    if name in _PASSWORDS:
        ticket = slot.name == "pass" and is_wordy(text) and not re.fullmatch("[A-Za-z]+[0-9]+", text)
        if ticket and _LOGS_IN.isdisjoint(slot.siblings):
            return ()  # a ticket: pass=season-2026
        least = 4 if {name, slot.name} & {"pass", "pw", "secret", "clave", "pwd", "passcode"} else 1
        return list(whole(slot.view, IdType.TOKEN, 0.97, "key of a password")) if len(text) >= least else ()
    if name in _OTPS:
        known = re.fullmatch(
            r"[0-9]{4,8}|(?=[^ ]*[A-Za-z])[!-~]{8,40}|[A-Z0-9-]{5,10}|(?=[0-9]*[A-Za-z])[A-Za-z0-9]{6,40}", text
        ) and has_digit(text)
        return list(whole(slot.view, IdType.TOKEN, 0.85, "key of a one-time code")) if known else ()
    start = 0
    scheme = SCHEME.match(text)
    if scheme is not None:
        start = scheme.start(1)
    if _opens(slot, name, text[start:]):
        lead = len(slot.view.text) - len(slot.view.text.lstrip())
        return [hit(slot.view, lead + start, lead + len(text), IdType.TOKEN, 0.93, "key of a token")]
    return ()


@lru_cache(maxsize=4096)
def _is_opening(words_: tuple[str, ...]) -> bool:
    """Whether a path of these words opens, confirms or ends something."""
    return not _OPENING.isdisjoint(words_) or any(STEM.search(word) for word in words_)


# Codes as offices and shops print them on letters: 7KXM-29QP-LLF4.
_ISSUED = re.compile(r"[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){2,4}$")
_COUPON = words(
    "coupon coupons voucher vouchers promo promotion discount gutschein rabatt cart basket warenkorb product products item items sku"
)
_ENDING = words(
    "expires expire exp e t ts time timestamp deadline se sp sv policy keypairid key token uid userid email valid until ttl apikey appid nonce"
)
_LOGS_IN = words(
    "user username login email mail name uname userid id uid u log account acc benutzer utilisateur usuario utente gebruiker ssid pin otp"
)
_RECORDS = words(
    "pnr locator bookingref recordlocator recloc reclocator bookingcode buchungscode reservationcode filekey localizador localizzatore codigoreserva codicepnr numdossier"
)
# Who asks for a booking says his name, too.
_SURNAMED = words("surname lastname last name email nachname nom apellido apellidos cognome familyname achternaam")
_LOGIN_PAGES = words("login logon signin auth authenticate session sessions formlogin anmelden connexion acceso")
# What a program answers in place of a token.
_SAYS = words(
    "required invalid expired missing refresh bearer access public string example optional disabled enabled session cookie header query"
)


def _is_token(text: str) -> bool:
    """Under a key that says token, anything but a plain answer is one, and but the name of a colour (``color-primary-500``)."""
    if re.fullmatch(r"[a-z]{3,}(?:[-.][a-z0-9]+)+", text) and is_wordy(text):
        return False
    if is_random(text, 6) or len(text) >= 20:
        return True
    low = text.lower()
    return len(text) >= 8 and not (low in _SAYS or low.endswith(("token", "key")))


def _is_mixed(text: str) -> bool:
    """Long, of capitals and digits, with marks between: ``LPA:1$rsp.example.com$K2-1ABCDE``."""
    return len(text) >= 16 and re.fullmatch(r"(?=[^0-9]*[0-9])(?=[^A-Z]*[A-Z])[!-~]+", text) is not None


def _opens(slot: Slot, name: str, text: str) -> bool:
    if " " in text and name not in ("sharedaccesssignature", "credential"):
        text = text.replace(" ", "+")  # a raw + of base64
    if name in _KEYS:
        if name in ("credential", "credentials") and {"username", "user", "login", "userid"} & slot.siblings:
            return len(text) >= 4  # of a form that logs in
        if name in (
            "invite",
            "invitation",
            "magic",
            "ticket",
            "auth",
            "sso",
            "signature",
            "credential",
            "credentials",
            "bearer",
            "ticketid",
        ):
            return (
                is_random(text, 8)
                and not is_wordy(text)
                and (has_digit(text) or len(text) >= 16)
                and not (
                    name.startswith("ticket") and text.isdigit() and not (len(text) >= 10 and _SURNAMED & slot.siblings)
                )
            )
        return _is_token(text)
    told = _is_opening(slot.words) or bool(
        {"login", "action", "email", "mail", "user", "token", "expires", "uid"} & slot.siblings
    )
    if name in (
        "dossier",
        "ref",
        "reference",
        "booking",
        "reservation",
        "confirmation",
        "confirmationno",
        "bookingno",
        "reservationno",
        "confirmationnumber",
    ):
        asked = _SURNAMED & slot.siblings
        return bool(asked) and re.fullmatch(r"[A-Z0-9]{5,10}", text) is not None and has_digit(text)
    if name in _GIFTS or name in ("card", "cardno", "cardnumber"):
        return (name in _GIFTS or "pin" in slot.siblings) and _GIFT_CARD.fullmatch(text) is not None
    if name in _TICKETS:
        return re.fullmatch(r"[0-9]{3}-?[0-9]{10}", text) is not None and not _SURNAMED.isdisjoint(slot.siblings)
    if name in _ORDERS:
        mixed = re.fullmatch(r"(?=[0-9]*[A-Z])[A-Z0-9]{5,10}", text) is not None and has_digit(text)
        return mixed and not _SURNAMED.isdisjoint(slot.siblings)
    if name in _RECORDS:
        return re.fullmatch(r"[A-Z0-9]{5,8}", text) is not None and not text.isdigit()
    if name in (
        "code",
        "key",
        "hash",
        "sig",
        "st",
        "ott",
        "hmac",
        "skey",
        "sign",
        "k",
        "t",
        "h",
        "at",
        "rt",
        "hdnts",
        "hdnea",
        "md5",
        "access",
    ):
        if name == "code" and _COUPON.intersection(slot.words) and re.fullmatch(r"[A-Z]{3,}[0-9]{0,4}", text):
            return False  # WELCOME10: a word for everybody
        if name == "code" and ({"state", "scope", "sessionstate"} & slot.siblings):
            return is_random(text, 8)
        if name in ("sig", "hmac", "sign", "hdnts", "hdnea", "skey", "st"):
            # What only proves that a link was not tampered with opens nothing; what opens something ends some time.
            if {"url", "target", "goto", "dest"} & slot.siblings and not {
                "expires",
                "exp",
                "expire",
                "se",
            } & slot.siblings:
                return False  # of a redirect
            signs = name != "sign" or told or not _ENDING.isdisjoint(slot.siblings)
            return signs and is_random(text, 20) and not text.isdigit()
        if name in ("h", "hash", "md5", "t", "at"):
            return is_random(text, 16) and bool(_STRONG_PATH.intersection(slot.words)) and len(text) >= 16
        if name == "k":
            mailed = not MAILED.isdisjoint(slot.words) and len(text) >= 12
            return (mailed or _is_opening(slot.words)) and is_random(text, 6) and has_digit(text)
        if name in ("key", "code") and told:
            if name == "code" and _ISSUED.match(text):
                return True
            short = text.isdigit() and 4 <= len(text) <= 8 and _is_opening(slot.words)
            return short or (is_random(text, 6) and has_digit(text)) or is_random(text, 12) or _is_mixed(text)
        if name == "code" and len(text) >= 24 and re.fullmatch(r"[A-Za-z0-9_-]+", text) and is_random(text, 24):
            return has_digit(text) and not looks_dated(text) and not _COUPON.intersection(slot.words)
        if name == "code" and _ISSUED.match(text) and has_digit(text):
            return not _COUPON.intersection(slot.words)
        return name in ("key", "access") and is_random(text, 20) and has_digit(text) and not looks_dated(text)
    return False


# "Your code is 448120", sent through a gateway.
_SENT = re.compile(
    r"\b(?:code|otp|pin|passcode|c[o\xc3][\xb3d]\w{0,4}) (?:is|ist|est|es|lautet):? ([0-9]{4,8})(?![0-9])"
    r"|\b(?:your|dein|ihr|votre|tu|verification|security|login|confirmation|sicherheits|best\w{1,3}tigungs)[ -]?\w{0,14} ?(?:code|otp|pin|tan): ?([0-9]{4,8})(?![0-9])"
    r"|(?<![0-9])([0-9]{4,8}) (?:is|ist) (?:your|dein|ihr)\b",
    re.IGNORECASE,
)


def any_slot(slot: Slot) -> Iterator[Hit]:
    """On a path that opens something, a random value under any key is what opens it."""
    text = slot.view.text.strip()
    if slot.kind == "query" and " " in text and has_digit(text):
        for match in _SENT.finditer(slot.view.text):
            group = match.lastindex or 1
            yield hit(slot.view, *match.span(group), IdType.TOKEN, 0.75, "code in a message")
    if (
        len(text) < 10
        or slot.name in _HARMLESS
        or not (slot.name in _LINKS or _may_link(slot.words))
        or looks_dated(text)
    ):
        return
    if (
        is_random(text, 10)
        and has_digit(text)
        and not text.isdigit()
        and not is_wordy(text)
        and not slot.name.startswith(("utm", "ver", "lang"))
    ):
        yield from whole(slot.view, IdType.TOKEN, 0.75, "random value on a path that opens something")


@lru_cache(maxsize=4096)
def _may_link(words_: tuple[str, ...]) -> bool:
    return not _LINKS.isdisjoint(word.partition(".")[0] for word in words_) or any(STEM.search(word) for word in words_)


_LOGIN_COOKIE = re.compile(r"auth|login|logon|token|jwt|identity|ticket|credential|remember|signin|access")


def cookie_logs_in(name: str) -> bool:
    """Whether a cookie of this plain name opens an account: ``.ASPXAUTH``, ``remember_me``; guards against forgery do not."""
    return _LOGIN_COOKIE.search(name) is not None and not re.search(r"csrf|xsrf|forgery|verification|nonce|state", name)


def _in_path(path: Path, at: int) -> Hits:
    word = path.words[at]
    if word in _BOOKED:
        for segment in path.segments[at + 1 : at + 3]:
            if _is_booking(segment.text):
                yield from whole(segment, IdType.TOKEN, 0.75, "code of a booking")
                return
        return
    found: list[Hit] = []
    for away, segment in enumerate(path.segments[at + 1 : at + 4]):
        text = segment.text
        if away and len(text) < 8 and not text.isalnum():
            continue  # the number of a card in a set: m21-141
        stem = (
            text.rpartition(".")[0]
            if text.endswith((".ics", ".ical", ".html", ".php", ".json", ".xml", ".pdf", ".rss"))
            else text
        )
        if is_key(stem, word):
            found.append(hit(segment, 0, len(stem), IdType.TOKEN, 0.85, "path word before a token"))
    if found:  # numbers of a list or a sender may stand before the key
        yield max(found, key=lambda one: one.end - one.start)


def _is_booking(text: str) -> bool:
    """Five to eight capitals and digits; ``Q3`` and ``A320`` are shorter, ``EXPO2026`` is an event."""
    if re.fullmatch(r"[A-Z]{2,4}20[0-9]{2}", text):
        return False
    return (
        re.fullmatch(r"[A-Z0-9]{5,8}", text) is not None and has_digit(text) and not text.isdigit()
    ) or re.fullmatch(r"(?=[^0-9]*[0-9])[A-Z]{2,4}-?[A-Z0-9]{5,12}", text) is not None


def in_userinfo(view: View) -> Iterator[Hit]:
    """``user:password`` of a URL: the user is told by its own detector, the password here."""
    colon = view.text.find(":")
    if colon >= 0:
        value = view.sub(colon + 1, len(view.text))
        if not is_nothing(value.percent_decoded(plus=False).text):
            yield hit(view, colon + 1, len(view.text), IdType.TOKEN, 0.97, "password in a URL")
    elif is_random(view.text, 20) and has_digit(view.text):
        yield hit(view, 0, len(view.text), IdType.TOKEN, 0.9, "token in a URL")


DETECTOR = Detector(
    IdType.TOKEN,
    slot=in_slot,
    path=_in_path,
    text=in_text,
    keys=_PASSWORDS | _OTPS | _KEYS,
    exact=_EXACT,
    path_words=_STRONG_PATH | MAILED | _BOOKED | frozenset(PAID),
    triggers=words(
        "^ghp ^gho ^ghu ^ghs ^ghr ^githubpat ^glpat ^gldt ^glft ^glsoat ^glrt ^glptt ^glimt ^glagent ^glcbt ^gloas ^xox ^xapp"
        " ^sklive ^sktest ^pklive ^pktest ^rklive ^rktest ^whsec ^abia ^acca ^akia ^asia ^aiza ^ya0. ^sg. ^skproj ^skant"
        " ^sksvcacct ^skadmin ^dopv0 ^shpat ^shpca ^shppa ^shpss ^sq0atp ^sq0csp ^hvs. ^dapi 0=aa ^begin ^eyj ^bot0"
    ),
    requests=frozenset(f"/{deed}/" for deed in DEEDS)
    | frozenset(f"/{word}=" for word in _LINKS)
    | words(
        "auth/plain auth/login /pass/ code/is/ code/ist/ code/est/ code/es/ code/lautet ^otp/is/ ^otp/ist/ ^pin/is/ ^pin/ist/ passcode/is/ digo/es/ dice/es/ 0/is/your 0/ist/dein 0/ist/ihr ^st0 ^pt0 ^tgt0 .ics /telemetry /attributes /rpc"
    ),
    openings=frozenset(f"/{word}{end}" for word in _LINKS for end in "/.") | frozenset(STEMS),
    prose=words(
        "token secret password passwd pwd passwort apikey accesstoken authtoken otp onetime bearer basic digest npm pypi blbkfj api/key access/token auth/token one/time/code"
    ),
)
