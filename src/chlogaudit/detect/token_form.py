"""Secrets told by their form: prefixes of issuers, tickets, web tokens, links that open something, words of a message around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chlogaudit.detect.detector import Hit, Hits, Where, hit, words
from chlogaudit.detect.validators import has_digit, is_nothing, is_random, is_wordy, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

# Pages of one order, reached by a link in a mail.
PAID = (
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
MAILED = words(
    "survey surveys feedback poll polls vote votes consent sign signature signatures approve approval reviewrequest export loginlink preferences unsub sharedfile share shared umfrage umfragen"
    " encuesta enquete sondage sondaggio enquete zustimmung unterschrift unterschreiben freigabe cancel cancellation cancellations reschedulings stornieren storno annulla annullamento cancelar anular annuler uitschrijven wypisz"
)


# Words that stand before many things, so that only a long mixed segment after them is a key.
_LOOSE = (
    frozenset(PAID)
    | MAILED
    | words(
        "dl edit key secure access services private accept join ticket tickets hook hooks webhook webhooks validate tokens ical feed feeds"
    )
)


# Parts of words, in ten languages, for what is done with a link that opens something: wp-activate.php, mot-de-passe-oublie.
STEMS = (
    "reset", "restor", "recover", "forgot", "lostpass", "newpass", "setpass", "passwor", "activat", "confirm", "verif", "invit", "unsubs", "optin",
    "optout", "magic", "onetime", "redeem", "autologin", "emaillogin", "loginlink", "einladung", "bestaet", "aktivier", "abmeld", "vergessen", "zuruecksetz",
    "freischalt", "restablec", "olvid", "recuper", "reinit", "oublie", "absag", "stornier", "desabonn", "desinscri", "rejoindre", "confer", "attiva", "reimposta",
    "dimentic", "disiscri", "bevestig", "herstel", "wachtwoord", "uitnodig", "afmeld", "potwierd", "aktyw", "odzysk", "zaprosz", "redefin",
    "ativar", "convite", "bekraeft", "bekreft", "glemt", "vahvist", "salasana", "sifremi", "obnov", "zapomen", "jelszo",
)  # fmt: skip


STEM = re.compile("|".join(STEMS))


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


SCHEME = re.compile(r"\b(?:Bearer|Basic|Token|Digest|ApiKey)[ +:]{1,2}([A-Za-z0-9._~+/=:-]{8,4000})", re.IGNORECASE)


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


def looks_dated(text: str) -> bool:
    """Whether a text opens with a year and a mark."""
    return re.match(r"(?:19|20)\d\d[-_/]", text) is not None


# The number of a page and its title: /ticket/12345-how-do-i-reset
_TITLED = re.compile(r"[0-9]{1,12}(?:-[a-z]{2,}){2,}|[0-9]{1,12}-(?=[a-z]*[aeiouy])[a-z]{3,}")


def is_key(text: str, word: str) -> bool:
    """Whether a segment behind ``word`` is a key rather than a page, a file or a title."""
    if _TITLED.fullmatch(text) or is_wordy(text):
        return False
    if _FILE.search(text) or looks_dated(text) or (re.fullmatch(r"v?\d+(?:\.\d+)*", text) and len(text) < 20):
        return False
    if word in _LOOSE:
        if word in PAID and (_UUID.match(text) or "." in text or re.fullmatch(r"[0-9-]+", text)):
            return False  # rows of a shop's own lists
        least = 8 if re.search(r"[A-Z]", text) else 12 if word in ("join", "ticket", "tickets", "accept") else 16
        wordy = re.fullmatch(r"[A-Za-z]+(?:-[a-z0-9]+)+", text) or looks_dated(text) or _is_wiki_word(text)
        return is_random(text, least) and has_digit(text) and not wordy
    if re.fullmatch(r"[a-z]+(?:[-_][a-z]+)+(?:[-_]\d+)?", text) or re.fullmatch(r"[a-z]+\d{0,2}", text):
        return False
    return is_random(text, 6) and (has_digit(text) or len(text) >= 16)


def in_text(view: View, where: Where, _key: str) -> Hits:
    """Hits by form anywhere, and by the words around them in prose."""
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
        for match in SCHEME.finditer(text) if speaks(text, _SCHEMES) else ():
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


DEEDS = (
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
    "abbestellen",
    "abmelden",
    "desabonner",
    "desabonnement",
    "desinscription",
    "disiscriviti",
    "afmelden",
    "uitschrijven",
    "wypisz",
    "claim",
    "redeem",
)


_BEFORE_DEED = re.compile(
    rf"/([0-9a-f]{{16,64}}|(?=[^/]{{0,40}}[A-Z])[A-Za-z0-9_-]{{16,64}}|(?=[^/]{{0,15}}[A-Z])(?=[^/]{{0,15}}[a-z])[A-Za-z0-9]{{10,15}})/(?:{'|'.join(DEEDS)})(?=/|$)"
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
    if not speaks(text.replace("-", "").replace("_", ""), STEMS):
        return
    near = 0
    for match in _SEGMENT.finditer(text):
        segment = match.group()
        if near and len(segment) >= 8 and has_digit(segment) and is_key(segment, ""):
            yield hit(view, *match.span(), IdType.TOKEN, 0.8, "random segment after a word that opens something")
            return
        near = 4 if STEM.search(segment.lower().replace("-", "").replace("_", "")) else max(0, near - 1)
