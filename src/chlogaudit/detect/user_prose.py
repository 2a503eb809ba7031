"""Accounts told by their form or by what a message says: home directories, streams, named users, who logs in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chlogaudit.detect.detector import Hit, Hits, Where, hit, words
from chlogaudit.detect.given_names import fold
from chlogaudit.detect.handle import is_handle
from chlogaudit.detect.name_words import as_meant
from chlogaudit.detect.user_words import (
    LISTED,
    NAMES,
)
from chlogaudit.detect.validators import has_digit, is_nothing, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_HOME = re.compile(
    r"(?<![\w.])/(?:home\d{0,2}(?:/(?:www|hosting|users))?|Users|(?:export|usr|data|nfs|hsphere/local)/home|www/htdocs|(?:var/)?www/virtual|kunden(?=/\d{4,7}_\d)|homepages/\d{1,3}(?=/d\d)|usr/www/users|var/customers/webs|var/www/clients|var/www/users|var/spool/mail|var/mail|srv/users|srv/home|mnt/home|volume\d/homes)/([A-Za-z_][\w.-]{0,63}|(?<=/kunden/)\d[\d_]{5,15})(?=[/\s\"':),;\]]|$)"
)


_WINDOWS = re.compile(
    r"(?:\\|\b[A-Za-z]:/{1,2})(?:Users|Documents and Settings)[\\/]{1,2}([^\\/:*?\"<>|\r\n]{1,64}?)[\\/]", re.IGNORECASE
)


_NAMED = re.compile(
    r"(?<![\w$-])(?:user(?:[ _]?name|[ _]?id)?|login|account|benutzer|utilisateur|usuario|gebruiker|utente|role|uid|owner|member|customer|patient|student|employee|mstshash)"
    r"(?:\s?[:=]\s?|\s)(?:\"([^\"\r\n]{1,80})\"|'([^'\r\n]{1,80})'|`([^`\r\n]{1,80})`|\[([^\]\s]{1,64})\]|<([^>\s]{1,64})>|((?:[A-Za-z0-9.-]{1,40}\\{1,2})?[A-Za-z0-9_@\x80-\xff][\w\x80-\xff.@+-]{1,64}))",
    re.IGNORECASE,
)


_NOUNS = ("user", "login", "account", "benutzer", "utilisateur", "usuario", "gebruiker", "utente", "role", "uid", "owner", "member", "customer", "patient", "student", "employee", "mstshash")  # fmt: skip


_HOMES = (
    "/home",
    "/data/",
    "mail/",
    "/usr/www/",
    "/var/customers/",
    "/var/www/",
    "/www/",
    "/kunden/",
    "/homepages/",
    "/var/spool/mail/",
    "/var/mail/",
    "/srv/",
    "/volume",
    "/users/",
    "\\users\\",
    "documents and settings",
)


_VERBS = (
    "failure for",
    "login ",
    "logged in",
    "denied for",
    "password ",
    "session ",
    " failed for",
    "role",
    "granted to",
    "behalf of",
    "su to",
    "accepting",
    "rejecting",
    "valid ",
    "unknown ",
    "illegal ",
    "locked ",
    "disabled ",
    "mismatch",
    "retrieving",
    "in query for",
    "no such ",
    "existent ",
)


# Homes of programs and of everybody.
_SHARED = words(
    "public default shared app apps application www web site sites html htdocs wwwroot vhosts hosting users static content"
) | {"all users"}


_LOGINS = ("credential", "login", "log-in", "sign", "auth", "password", "account", "user", "principal")


_OF_SOMEBODY = (" for ", " by ", " of ", " as ")


# "Login failed: jane (Remote IP: …)": what follows a colon is an account where an address or origin comes after it.
_AFTER_COLON = re.compile(
    r"\b(?:login|log-in|sign-in|signin|auth(?:entication)?|anmeldung|connexion)(?: attempt)? (?:failed|failure|succeeded|rejected|denied|fehlgeschlagen): ?[\"'`]?([A-Za-z0-9_@][\w.@+-]{1,64})[\"'`]?(?= ?(?:\(|from\b|,? ip\b|,? remote\b))",
    re.IGNORECASE,
)


# Folders that a cloud or a mail server keeps for each account.
_KEPT = re.compile(
    r"/data/(?!\d{1,4}/|(?:app|www|html|public|shared|files|cache)/)([^/\s\"'<>]{1,64})/(?=(?:files(?:_trashbin|_versions|_external|_encryption)?|uploads|thumbnails|cache)/)"
    r"|/v?mail/(?:vhosts/|virtual/|domains/)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/([A-Za-z_][\w.+-]{0,63})(?=[/\s\"':),;\]]|$)"
)


_FOR = re.compile(
    r"\b(?:authentication failure for|login (?:failed|failure|attempt|succeeded) (?:for|by|from)|failed login (?:for|by)|logged in as|access denied for user|password (?:mismatch|incorrect|failed|changed|reset) for"
    r"|(?:failed|accepted|invalid) password for(?: invalid user)?|session (?:opened|closed) for(?: user)?|authorization failed for|auth failed for|(?-i:ROLE)|granted to|on behalf of|su to|(?:authenticate|authori[sz]e): (?:accepting|rejecting)|(?:invalid|unknown|illegal|locked|disabled|no such|non-?existent) (?:user|account)|user mismatch|error retrieving(?= \S+ for /)|in query for)"
    r"\s?[:=]?\s?[\"'`(]?((?:[A-Za-z0-9.-]{1,40}\\{1,2})?[A-Za-z0-9_\x80-\xff][\w\x80-\xff.@+-]{1,64})(?![\w(=])",
    re.IGNORECASE,
)


# The same said more freely: "bad credentials for d.popescu from 192.0.2.1". The word must read as an account, or an address follow.
_OF_LOGIN = re.compile(
    r"\b(?:credentials?|log-?(?:in|on|out)|sign-?(?:in|on|out)|auth(?:entication|ori[sz]ation)?|password|passwd|passcode|otp|2fa|mfa|two-factor|publickey|gssapi|session|access|permission|bind|lockout|account|impersonat(?:e|ed|ing|ion))"
    r"[a-z ]{0,40} (?:for|by|of|as)(?: invalid| unknown)?(?: user| account)? [\"'`]?([A-Za-z][\w.@+-]{1,64})[\"'`]?(?=( (?:from|at|via|\()(?: ip| host| address)?[ :=(\[]{0,3}(?:[0-9]{1,3}\.){3}[0-9])?)",
    re.IGNORECASE,
)


# Spring names in brackets whom it refused: Bad credentials [n.fontaine].
_IN_BRACKETS = re.compile(
    r"\b(?:credentials?|log-?in|sign-?in|auth(?:entication|ori[sz]ation)?|password|account|user|principal)[a-z ]{0,40}:? [\[(<'\"]([A-Za-z][\w.@+-]{1,64})[\])>'\"]",
    re.IGNORECASE,
)


_PROSE = words(
    "ok okay success successful successfully succeeded complete completed is was not does has had have with from for by in on to at and or the a an of agent name names id ids data does doesn did group groups role roles"
    " authentication auth failure failed failures error login logged input inputs space mode table account accounts session request requests defined"
    " unknown supplied registration profile service module will can cannot could must should input code level limit quota info dir directory process"
    " credentials access denied password passwords creation lookup object instance model class type field column count found exists disabled locked expired"
    " database provided information interface entry list settings preferences page form handler controller specified without using needs may might been"
    " system action email key value query string array null none undefined property offset variable index lock timeout agents requested script notice warning"
    " dn disconnected aborted connection closed internal timed out cn ou dc attribute policy context store manager login-data callback url uri"
    " user users switch map file files config database-user as if that this it its no into after before when while during between unless server host hosts"
    " mismatch authorization authorisation ca retrieving attempt attempted tried via per through belongs belonging created deleted updated added removed lacks rule rules policy proxy downloads fehlgeschlagen gescheitert verweigert abgelehnt erfolgreich unbekannt gesperrt echoue refuse reussi fallido denegado fallito negato yet now still already only never again twice once enumeration management interaction experience generated supplied-data thread threads coroutine process worker workers pool queue event events loop missing invalid rejected exceeded support record records number does"
    # How the sentence goes on in other languages: what somebody is not, was or has been.
    " nicht kein keine ist war sind wurde wird hat hatte kann konnte darf muss existiert fehlt ungultig unbekannter angemeldet abgemeldet deaktiviert gefunden angelegt geloescht geloscht"
    " non ne pas est n'est n'existe inconnu inconnue introuvable existe invalide bloque desactive supprime connecte deconnecte ou et"
    " es esta fue ha desconocido bloqueado bloqueada invalido inexistente incorrecto desactivado eliminado conectado desconectado"
    " sconosciuto inesistente bloccato bloccata scaduto disabilitato trovato eliminato errato valido"
    " niet geen onbekend bestaat geblokkeerd ongeldig verlopen verwijderd werd heeft en"
    # Their prepositions, conjunctions and adverbs are few and go on with it as well.
    " ohne mit von vom und oder aus auf bei beim zu zum zur nach vor bereits schon noch nur auch mehr wegen durch fuer fur im am bis wieder dieser"
    " sans avec par pour sur dans deja encore plus depuis sous cet cette vers chez qui que"
    " sin con por para desde hasta ya aun todavia tiene sobre entre que del"
    " senza di da dal per gia ancora nel nella sul sulla che ha ed oppure"
    " zonder met van door voor naar uit bij al nog reeds wel ook wordt dit deze"
)


# Streams of television over the Internet: /live/USER/PASSWORD/NUMBER.ts
_STREAM = re.compile(
    r"/(?:live|movie|series|timeshift)/([^/\s]{3,40})/([^/\s]{3,40})/(?:\d+/[\d:-]+/)?[1-9]\d{0,8}(?:\.(?:ts|m3u8|mkv|mp4|avi))?$"
)


_QUALITY = re.compile(
    r"(?:hls|dash|sports|action|comedy|drama|horror|kids|documentar(?:y|ies)|movies?|series|shows?|(?:channel|event|match|game|concert|stage|room|cam|camera|studio)\d*|stream|streams|channel|channels|tv|video|videos|audio|season.*|s\d+|\d+p?|hd|sd|uhd|low|high|mid|index|[a-z]{2}|news|sport|music)$"
)


# OData names one row by its key: /EmployeeSet('00012345')
_ROW = re.compile(r"/([A-Za-z_]{3,40}?)(?:Set|Collection)?\((?:[A-Za-z]{1,30}=)?'?([^'()/,\s]{1,64})'?\)")


# The same where a message names a path.
_ROUTE = re.compile(
    r"/(patients|customers|users|members|students|employees|clients|subscribers|kunden|patienten|mitglieder|guests|residents)/([A-Z]{0,4}-?\d[\w-]{0,30})(?=[/\s\"'),;?]|$)"
)


# A Windows domain and its user.
_DOMAIN = re.compile(r"(?<![\w\\/.:])[A-Z][A-Z0-9-]{1,14}\\{1,2}([a-z][a-z0-9._-]{2,30}\$?)(?![\w\\(])")


# suexec writes accounts as number and name; Amazon names the account that called by its path.
_NUMBER_NAME = re.compile(r"\b[ug]id: \(\d{1,10}/([A-Za-z_][\w.-]{0,63})\)")


_ARN = re.compile(
    r"\barn:aws[\w-]{0,8}:(?:iam|sts)::\d{12}:(?:user|assumed-role/[\w+=,.@-]{1,64})/(?:[\w+=,.@-]{1,64}/)*([\w+=,.@-]{1,64})"
)


_REWRITER = re.compile(
    r"\S{2,255} \S{1,80} (?!- )(\S{1,128}) \[[^\]\s/]{1,255}/sid#"
)  # mod_rewrite opens with client, ident and user


_STRIPE = re.compile(
    r"(?<![A-Za-z0-9_])(?:cus|acct|usr|user|customer|cust|member|pat|emp)_(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{8,40}(?![A-Za-z0-9_])"
)


_MATRIX = re.compile(r"(?<![\w@])@[a-z0-9._=/+-]{1,64}:(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?![\w.-]*\w)")


_SOCIAL = re.compile(r"acct:([A-Za-z0-9_.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})")


FILE = re.compile(
    r"^\.|\.(?:php\d?|html?|m?js|css|json|xml|csv|xlsx?|pdf|png|jpe?g|gif|svg|txt|aspx?|jspx?|do|action|ico|zip|gz|map|tsx?|jsx|vue|less|scss|woff2?|ttf|wasm|ya?ml|env|bak|sql|log|cgi|pl|py|rb|sh|md|webp|mp[34]|git)$",
    re.IGNORECASE,
)


def in_text(view: View, where: Where, _key: str) -> Hits:
    """Hits by form anywhere but in agents, and by the words around them in prose."""
    text = view.text
    if where is Where.AGENT:
        return
    if "_" in text:
        for match in _STRIPE.finditer(text):
            yield hit(view, *match.span(), IdType.USER, 0.85, "issued account number")
    if "@" in text:
        for match in _MATRIX.finditer(text):
            yield hit(view, *match.span(), IdType.USER, 0.85, "Matrix id")
        for match in _SOCIAL.finditer(text):
            yield hit(view, *match.span(1), IdType.USER, 0.7, "handle of a fediverse account")
    if where is Where.PATH:
        for match in _ROW.finditer(text) if "(" in text else ():
            if match[1].lower() in LISTED and not is_nothing(match[2]):
                yield hit(view, *match.span(2), IdType.USER, 0.85, "row of an account")
        stream = _STREAM.search(text)
        if stream is not None and not any(_QUALITY.match(part) for part in stream.groups()):
            mixed = [has_digit(part) or not part.islower() for part in stream.groups()]
            if any(mixed):
                yield hit(view, *stream.span(1), IdType.USER, 0.75, "account in the address of a stream")
                yield hit(view, *stream.span(2), IdType.TOKEN, 0.75, "password in the address of a stream")
    if where is Where.TEXT or where is Where.VALUE:
        for pattern in (_HOME, _WINDOWS, _KEPT) if speaks(text, _HOMES) else ():
            for match in pattern.finditer(text):
                group = match.lastindex or 1
                if match.group(group).lower() not in _SHARED:
                    yield hit(view, *match.span(group), IdType.USER, 0.85, "home directory")
    if where is Where.TEXT:
        yield from _in_prose(view)


_MEASURED = re.compile(r" ?[:=] ?[0-9.]+(?![0-9.]*[A-Za-z]{3})")  # login rate: 12/min, user count=9


# In prose these nouns stand before others (patient portal, owner mismatch) more often than before somebody's name.
_BEFORE_OTHERS = re.compile(
    r"(?:owner|member|customer|patient|student|employee|account|role)\s|(?:account|role):|owner=", re.IGNORECASE
)


# What befalls an account, behind its name: account brookfarm over quota
_BEFALLS = re.compile(
    r" (?:is |was |has been |has )?(?:over quota|exceeded (?:its|the|disk|quota)|suspended|terminated|locked out|blocked|banned)\b"
)


def _in_prose(view: View) -> Iterator[Hit]:
    text = view.text
    for match in _ROUTE.finditer(text) if "/" in text else ():
        if not re.match(r"(?:19|20)\d\d$", match[2]):
            yield hit(view, *match.span(2), IdType.USER, 0.75, "number in a path of private accounts")
    for match in _DOMAIN.finditer(text) if "\\" in text else ():
        yield hit(view, *match.span(), IdType.USER, 0.7, "user of a Windows domain")
    for match in _NAMED.finditer(text) if speaks(text, _NOUNS) else ():
        group = match.lastindex or 6  # one alternative, one group
        if group == 2 and match.group()[:4].lower() == "role":
            continue  # databases write their roles in double quotes; what stands in single ones is a right
        value = match.group(group).rstrip(".")
        if group == 6 and (is_prose(value) or value[:1] == "@" or text[match.end() : match.end() + 1] in ("(", "=")):
            continue
        if (
            group == 6
            and value.isalpha()
            and match.group()[-len(value) - 1 :][:1] == " "
            and _MEASURED.match(text, match.end())
        ):
            continue
        if (
            group == 6
            and _BEFORE_OTHERS.match(match.group())
            and value.isalpha()
            and (value.islower() or value.istitle())
            and value.lower() not in NAMES
            and not (value.islower() and _BEFALLS.match(text, match.end()))
        ):
            continue
        if (
            is_nothing(value)
            or (" " in value.strip() and group > 3)
            or value.startswith(("/", "-", "http"))
            or FILE.search(value)
        ):
            continue
        start = match.start(group)
        yield hit(
            view, start, start + len(value), IdType.USER, 0.85 if group < 6 else 0.7, "named as a user in a message"
        )
    for pattern, mark in ((_NUMBER_NAME, "id: ("), (_ARN, "arn:aws"), (_REWRITER, "/sid#")):
        for match in pattern.finditer(text) if mark in text else ():
            yield hit(view, *match.span(1), IdType.USER, 0.85, "account beside its number")
    for match in _AFTER_COLON.finditer(text) if ": " in text else ():
        if not is_prose(match.group(1)):
            yield hit(view, *match.span(1), IdType.USER, 0.75, "named as a user in a message")
    for match in _OF_LOGIN.finditer(text) if speaks(text, _OF_SOMEBODY) else ():
        value = match.group(1).rstrip(".")
        if (match.group(2) and not is_prose(value) and FILE.search(value) is None) or is_handle(value):
            yield hit(view, match.start(1), match.start(1) + len(value), IdType.USER, 0.7, "named as who logs in")
    for match in _IN_BRACKETS.finditer(text) if speaks(text, _LOGINS) else ():
        if is_handle(match.group(1)):
            yield hit(view, *match.span(1), IdType.USER, 0.7, "named as who logs in")
    for match in _FOR.finditer(text) if speaks(text, _VERBS) else ():
        value = match.group(1).rstrip(".")
        if not is_prose(value):
            yield hit(
                view, match.start(1), match.start(1) + len(value), IdType.USER, 0.75, "named as a user in a message"
            )


# What is said of an account rather than its name: throttled, expiring, automatically.
_SAID_OF = re.compile(r"[a-z]{3,}(?:ed|ing|ly|able|tion|ment)$")


def is_prose(word: str) -> bool:
    """Whether a word behind a noun for somebody goes on with the sentence."""
    low = word.lower() if word.isascii() else fold(as_meant(View(word)))
    if low in _PROSE or (word.isdigit() and len(word) < 2):
        return True
    return _SAID_OF.match(word) is not None and word not in NAMES
