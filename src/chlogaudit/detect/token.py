"""What opens a resource without a login: keys, passwords, one-time codes, reset and invite links, JSON web tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chlogaudit.detect.detector import Detector, Hit, Hits, Path, Slot, Where, hit, whole, words
from chlogaudit.detect.validators import has_digit, is_attack, is_nothing, is_random, is_wordy, speaks
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
_EXACT |= _ORDERS
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
# Pages of one order, reached by a link in a mail.
_PAID = (
    "checkouts",
    "checkout",
    "thankyou",
    "receipt",
    "receipts",
    "voucher",
    "vouchers",
    "eticket",
    "etickets",
    "paylink",
    "quote",
    "quotes",
    "proposal",
    "pay",
    "invoicelink",
    "guestorders",
)
# Pages that a mail leads to, each for one reader.
_MAILED = words(
    "survey surveys feedback poll polls vote votes consent sign signature signatures approve approval reviewrequest export loginlink preferences unsub sharedfile share shared umfrage umfragen"
    " encuesta enquete sondage sondaggio enquete zustimmung unterschrift unterschreiben freigabe cancel cancellation cancellations reschedulings stornieren storno annulla annullamento cancelar anular annuler uitschrijven wypisz"
)
# Words that stand before many things, so that only a long mixed segment after them is a key.
_LOOSE = (
    frozenset(_PAID)
    | _MAILED
    | words(
        "dl edit key secure access services private accept join ticket tickets hook hooks webhook webhooks validate tokens ical feed feeds"
    )
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
# Parts of words, in ten languages, for what is done with a link that opens something: wp-activate.php, mot-de-passe-oublie.
_STEMS = (
    "reset", "restor", "recover", "forgot", "lostpass", "newpass", "setpass", "passwor", "activat", "confirm", "verif", "invit", "unsubs", "optin",
    "optout", "magic", "onetime", "redeem", "autologin", "emaillogin", "loginlink", "einladung", "bestaet", "aktivier", "abmeld", "vergessen", "zuruecksetz",
    "freischalt", "restablec", "olvid", "recuper", "reinit", "oublie", "absag", "stornier", "desabonn", "desinscri", "rejoindre", "confer", "attiva", "reimposta",
    "dimentic", "disiscri", "bevestig", "herstel", "wachtwoord", "uitnodig", "afmeld", "potwierd", "aktyw", "odzysk", "zaprosz", "redefin",
    "ativar", "convite", "bekraeft", "bekreft", "glemt", "vahvist", "salasana", "sifremi", "obnov", "zapomen", "jelszo",
)  # fmt: skip
_STEM = re.compile("|".join(_STEMS))
_SEGMENT = re.compile(r"[^/]+")
_LONGEST = 4096  # of a path; as for its segments
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")
_CALENDAR = re.compile(r"private-([0-9A-Za-z]{12,64})(?=/)|/([0-9A-Za-z_-]{16,64})\.ics$")
_PREFIXED = re.compile(
    r"(?<![A-Za-z0-9_-])(?<![A-Za-z0-9][\"'\[\])])(?:"
    r"gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{20,255}|gl(?:pat|dt|ft|soat|rt|ptt|imt|agent|cbt|oas)-[A-Za-z0-9_.-]{20,100}"
    r"|xox[abeoprs]-[A-Za-z0-9-]{8,250}|xapp-[A-Za-z0-9-]{20,250}|[spr]k_(?:live|test)_[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9]{20,100}"
    r"|(?:ABIA|ACCA|AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])|AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,500}"
    r"|SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{20,64}|sk-(?:proj|ant|svcacct|admin)-[A-Za-z0-9_-]{20,250}"
    r"|dop_v1_[a-f0-9]{64}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|sq0(?:atp|csp)-[A-Za-z0-9_-]{20,60}"
    r"|hvs\.[A-Za-z0-9_-]{20,200}|dapi[0-9a-f]{32}|[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])"
    r"|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"
    r")"
)
_PREFIXES = (
    "gh", "gl", "xox", "xapp-", "k_live_", "k_test_", "whsec_", "ABIA", "ACCA", "AKIA", "ASIA", "AIza", "ya29.", "SG.", "sk-", "dop_v1_", "shp", "sq0",
    "hvs.", "dapi", ":AA", "-----BEGIN",
)  # fmt: skip
_PROSE_MARKS = ("npm_", "pypi-", "key-", "hf_", "EAA", "T3BlbkFJ", "A3T", "-us", "AC", "SK", "M", "N", "O")
_TICKET = re.compile(r"(?<![A-Za-z0-9_-])(?:ST|PT|TGT)-[0-9]+-[A-Za-z0-9.-]{10,120}")  # of the CAS protocol
_IN_PROSE = re.compile(
    r"(?<![A-Za-z0-9_-])(?:npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,400}|key-[0-9a-f]{32}|hf_[A-Za-z0-9]{30,60}|EAA[A-Za-z0-9]{40,300}"
    r"|sk-[A-Za-z0-9_-]{10,120}T3BlbkFJ[A-Za-z0-9_-]{10,120}|A3T[A-Z0-9]{17}(?![A-Za-z0-9])"
    r"|[0-9a-f]{32}-us[0-9]{1,2}(?![0-9a-z])|(?:AC|SK)[0-9a-z]{32}(?![0-9a-z])"
    r"|[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}(?![A-Za-z0-9_-]))"
)
_JWT = re.compile(
    r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,4000}\.(?:eyJ)?[A-Za-z0-9_-]{4,8000}(?:\.[A-Za-z0-9_-]{0,2000}){0,3}={0,2}"
)
_FILE = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|css|js|mjs|woff2?|ttf|ico|map|gz|zip|tgz|mp[34]|ts|m3u8)$", re.IGNORECASE
)
_SCHEME = re.compile(r"\b(?:Bearer|Basic|Token|Digest|ApiKey)[ +:]{1,2}([A-Za-z0-9._~+/=:-]{8,4000})", re.IGNORECASE)
_HOOK = re.compile(
    r"(?:/services/(?=T)|/api/webhooks/(?=[0-9])|/bot|/api/v1/(?=[^/]{16,80}/(?:telemetry|attributes|rpc)))((?:(?:T[A-Z0-9]{6,12}/B[A-Z0-9]{6,14}|[0-9]{15,21})/)?[A-Za-z0-9:_-]{16,80})"
)
_SAID = re.compile(
    r"\b(?:password|passwd|pwd|passwort|secret|api[ _-]?key|access[ _-]?token|auth[ _-]?token|token|otp|one-time code)\b"
    r"(?:\"|')?(?:\s{0,2}(?:=>|[=:]|is)\s{0,2}|\s(?=['\"`][A-Za-z0-9_-]{8,200}['\"`]))(?:\"([^\"]{3,200})\"|'([^']{3,200})'|`([^`]{3,200})`|(?=[^\s\"'`,;&)\]}]{0,24}[0-9])([^\s\"'`,;&)\]}]{4,200}))",
    re.IGNORECASE,
)
# A key named for what it opens stands bare: "confirm key d41c…", "reset token 9f8e…".
_BARE = re.compile(
    r"\b(?:confirm(?:ation)?|reset|api|access|auth|activation|invit(?:e|ation)|verif(?:y|ication)|security|licen[cs]e|login|refresh|bearer|secret|private|unsubscribe|magic)[ _-]"
    r"(?:key|token|code|hash|link)(?: (?:is|was))? ([A-Za-z0-9_-]{12,200})(?![\w/.-])",
    re.IGNORECASE,
)
# Codes that people type: "OTP 493817 sent", "verification code is 493817".
_TOLD = re.compile(
    r"\b(?:otp|tan|mtan|one-time (?:code|pin|password)|(?:verification|confirmation|security|login|sms|2fa|mfa|auth\w{0,12}) (?:code|pin))\b[ :='\"]{1,3}(?:is |was |code )?['\"]?([0-9]{4,8})(?![0-9A-Za-z])",
    re.IGNORECASE,
)


_SCHEMES = ("bearer", "basic", "token", "digest", "apikey")
_SAYINGS = ("password", "passwd", "pwd", "passwort", "secret", "key", "token", "otp", "one-time code")


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
    scheme = _SCHEME.match(text)
    if scheme is not None:
        start = scheme.start(1)
    if _opens(slot, name, text[start:]):
        lead = len(slot.view.text) - len(slot.view.text.lstrip())
        return [hit(slot.view, lead + start, lead + len(text), IdType.TOKEN, 0.93, "key of a token")]
    return ()


@lru_cache(maxsize=4096)
def _is_opening(words_: tuple[str, ...]) -> bool:
    """Whether a path of these words opens, confirms or ends something."""
    return not _OPENING.isdisjoint(words_) or any(_STEM.search(word) for word in words_)


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
            mailed = not _MAILED.isdisjoint(slot.words) and len(text) >= 12
            return (mailed or _is_opening(slot.words)) and is_random(text, 6) and has_digit(text)
        if name in ("key", "code") and told:
            if name == "code" and _ISSUED.match(text):
                return True
            short = text.isdigit() and 4 <= len(text) <= 8 and _is_opening(slot.words)
            return short or (is_random(text, 6) and has_digit(text)) or is_random(text, 12) or _is_mixed(text)
        if name == "code" and len(text) >= 24 and re.fullmatch(r"[A-Za-z0-9_-]+", text) and is_random(text, 24):
            return has_digit(text) and not _looks_dated(text) and not _COUPON.intersection(slot.words)
        if name == "code" and _ISSUED.match(text) and has_digit(text):
            return not _COUPON.intersection(slot.words)
        return name in ("key", "access") and is_random(text, 20) and has_digit(text) and not _looks_dated(text)
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
        or _looks_dated(text)
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
    return not _LINKS.isdisjoint(word.partition(".")[0] for word in words_) or any(
        _STEM.search(word) for word in words_
    )


def _looks_dated(text: str) -> bool:
    return re.match(r"(?:19|20)\d\d[-_/]", text) is not None


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
        if _is_key(stem, word):
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


# The number of a page and its title: /ticket/12345-how-do-i-reset
_TITLED = re.compile(r"[0-9]{1,12}(?:-[a-z]{2,}){2,}|[0-9]{1,12}-(?=[a-z]*[aeiouy])[a-z]{3,}")


def _is_key(text: str, word: str) -> bool:
    if _TITLED.fullmatch(text) or is_wordy(text):
        return False
    if _FILE.search(text) or _looks_dated(text) or (re.fullmatch(r"v?\d+(?:\.\d+)*", text) and len(text) < 20):
        return False
    if word in _LOOSE:
        if word in _PAID and (_UUID.match(text) or "." in text or re.fullmatch(r"[0-9-]+", text)):
            return False  # rows of a shop's own lists
        least = 8 if re.search(r"[A-Z]", text) else 12 if word in ("join", "ticket", "tickets", "accept") else 16
        wordy = re.fullmatch(r"[A-Za-z]+(?:-[a-z0-9]+)+", text) or _looks_dated(text) or _is_wiki_word(text)
        return is_random(text, least) and has_digit(text) and not wordy
    if re.fullmatch(r"[a-z]+(?:[-_][a-z]+)+(?:[-_]\d+)?", text) or re.fullmatch(r"[a-z]+\d{0,2}", text):
        return False
    return is_random(text, 6) and (has_digit(text) or len(text) >= 16)


def _in_text(view: View, where: Where, _key: str) -> Hits:
    text = view.text
    if len(text) < 16:
        return
    for match in _PREFIXED.finditer(text) if any(mark in text for mark in _PREFIXES) else ():
        yield hit(view, *match.span(), IdType.TOKEN, 0.97, "prefix of an issuer of keys")
    if where is Where.PATH:
        yield from _after_stem(view)
        for match in _CODED_JSON.finditer(text) if "/eyJ" in text else ():
            yield hit(view, *match.span(), IdType.TOKEN, 0.8, "coded JSON as a segment")
        for match in _BEFORE_DEED.finditer(text):
            if has_digit(match.group(1)) and not is_wordy(match.group(1)):
                yield hit(view, *match.span(1), IdType.TOKEN, 0.75, "random segment before what is done with it")
    if where is not Where.AGENT and "T-" in text:
        for match in _TICKET.finditer(text):
            yield hit(view, *match.span(), IdType.TOKEN, 0.95, "service ticket")
    if "eyJ" in text:
        for match in _JWT.finditer(text):
            yield hit(view, *match.span(), IdType.TOKEN, 0.98, "JSON web token")
    if where is Where.PATH and ("/services/T" in text or "/webhooks/" in text or "/bot" in text or "/api/v1/" in text):
        for match in _HOOK.finditer(text):
            if has_digit(match.group(1)):
                yield hit(view, *match.span(1), IdType.TOKEN, 0.95, "key of a webhook")
    if where is Where.PATH and ".ics" in text:
        for match in _CALENDAR.finditer(text):
            group = 1 if match.group(1) else 2
            if has_digit(match.group(group)) and not is_wordy(match.group(group)):
                yield hit(view, *match.span(group), IdType.TOKEN, 0.85, "private address of a calendar")
    if where is Where.TEXT:
        for match in _IN_PROSE.finditer(text) if any(mark in text for mark in _PROSE_MARKS) else ():
            yield hit(view, *match.span(), IdType.TOKEN, 0.95, "form of an issuer of keys")
        for match in _SCHEME.finditer(text) if speaks(text, _SCHEMES) else ():
            if is_random(match.group(1), 12):
                yield hit(view, *match.span(1), IdType.TOKEN, 0.9, "credentials of a header")
        for match in _BARE.finditer(text) if speaks(text, ("key ", "token ", "code ", "hash ", "link ")) else ():
            if is_random(match.group(1), 12) and sum("0" <= char <= "9" for char in match.group(1)) > 2:
                yield hit(view, *match.span(1), IdType.TOKEN, 0.8, "named as what opens something")
        for match in _TOLD.finditer(text) if speaks(text, ("otp", "tan ", "tan:", "code", "pin")) else ():
            yield hit(view, *match.span(1), IdType.TOKEN, 0.8, "code that somebody types")
        for match in _SAID.finditer(text) if speaks(text, _SAYINGS) else ():
            group = match.lastindex or 4  # one alternative, one group
            value = match.group(group)
            if not is_nothing(value) and (group < 4 or (has_digit(value) and len(value) >= 6)):
                yield hit(view, *match.span(group), IdType.TOKEN, 0.75, "named as a secret")


_CODED_JSON = re.compile(r"(?<=/)eyJ[A-Za-z0-9_-]{13,4000}={0,2}(?=/|$)")
_DEEDS = (
    "cancel",
    "reschedule",
    "decline",
    "respond",
    "countersign",
    "accept",
    "confirm",
    "stornieren",
    "absagen",
    "annuler",
    "cancelar",
    "annulla",
    "unsubscribe",
    "claim",
    "redeem",
)
_BEFORE_DEED = re.compile(
    rf"/([0-9a-f]{{16,64}}|(?=[^/]{{0,40}}[A-Z])[A-Za-z0-9_-]{{16,64}})/(?:{'|'.join(_DEEDS)})(?=/|$)"
)


def _is_wiki_word(text: str) -> bool:
    """Words run together, with a number of one or two digits: ``TestTopic6``, ``Strict_8bit``."""
    return (
        sum("0" <= char <= "9" for char in text) <= 2
        and re.fullmatch(r"(?:[A-Z]?[a-z]{2,}|[0-9_-])+", text) is not None
    )


def _after_stem(view: View) -> Iterator[Hit]:
    """``/newsletter/subscriber/confirm/id/771/code/w7h2…``: a random segment at most four after a word that opens something."""
    text = view.text[:_LONGEST]
    if not speaks(text.replace("-", "").replace("_", ""), _STEMS):
        return
    near = 0
    for match in _SEGMENT.finditer(text):
        segment = match.group()
        if near and len(segment) >= 8 and has_digit(segment) and _is_key(segment, ""):
            yield hit(view, *match.span(), IdType.TOKEN, 0.8, "random segment after a word that opens something")
            return
        near = 4 if _STEM.search(segment.lower().replace("-", "").replace("_", "")) else max(0, near - 1)


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
    text=_in_text,
    keys=_PASSWORDS | _OTPS | _KEYS,
    exact=_EXACT,
    path_words=_STRONG_PATH | _MAILED | _BOOKED | frozenset(_PAID),
    triggers=words(
        "^ghp ^gho ^ghu ^ghs ^ghr ^githubpat ^glpat ^gldt ^glft ^glsoat ^glrt ^glptt ^glimt ^glagent ^glcbt ^gloas ^xox ^xapp"
        " ^sklive ^sktest ^pklive ^pktest ^rklive ^rktest ^whsec ^abia ^acca ^akia ^asia ^aiza ^ya0. ^sg. ^skproj ^skant"
        " ^sksvcacct ^skadmin ^dopv0 ^shpat ^shpca ^shppa ^shpss ^sq0atp ^sq0csp ^hvs. ^dapi 0=aa ^begin ^eyj ^bot0"
    ),
    requests=frozenset(f"/{deed}/" for deed in _DEEDS)
    | frozenset(f"/{word}=" for word in _LINKS)
    | words(
        "auth/plain auth/login /pass/ code/is/ code/ist/ code/est/ code/es/ code/lautet ^otp/is/ ^otp/ist/ ^pin/is/ ^pin/ist/ passcode/is/ digo/es/ dice/es/ 0/is/your 0/ist/dein 0/ist/ihr ^st0 ^pt0 ^tgt0 .ics /telemetry /attributes /rpc"
    ),
    openings=frozenset(f"/{word}{end}" for word in _LINKS for end in "/.") | frozenset(_STEMS),
    prose=words(
        "token secret password passwd pwd passwort apikey accesstoken authtoken otp onetime bearer basic digest npm pypi blbkfj api/key access/token auth/token one/time/code"
    ),
)
