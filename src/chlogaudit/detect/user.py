"""Account names and numbers: the user slot, private paths, form keys, home directories, phrases of error messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chlogaudit.detect.called import PAGES
from chlogaudit.detect.detector import Detector, Hit, Hits, Path, Slot, hit, whole, words
from chlogaudit.detect.given_names import COMMON, GIVEN, SURNAMES
from chlogaudit.detect.handle import is_handle
from chlogaudit.detect.people import RECORD_OF, asks_password
from chlogaudit.detect.user_prose import FILE, in_text
from chlogaudit.detect.user_words import (
    CAMPUS,
    DEEDS_BY,
    EXACT,
    FLAGS,
    KEYS,
    KINDS,
    LISTED,
    NEVER,
    NO_ACCOUNTS,
    NO_PERSONS,
    NUMBERED,
    PEOPLE,
    PLURALS,
    ROLLS,
    SINGULARS,
    WRITTEN_OF,
)
from chlogaudit.detect.validators import has_digit, is_attack, is_nothing
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_DAV = words("files uploads trashbin versions")  # /remote.php/dav/files/jane/
# What programs do with one of their rows: /customers/edit/883
_VERBS_OF_ROWS = words(
    "edit view show delete update details detail card get remove destroy ban unlock impersonate loginas switch history print export notes bearbeiten anzeigen loeschen modifier supprimer"
    " afficher editar ver eliminar modifica elimina bewerken edytuj reset activate verify confirm id no number byid"
)
# What follows an account in the pages of a back office, and follows no part of its program.
_OF_ONE = words(
    "orders edit invoices addresses notes history details profile billing subscriptions tickets payments activity sessions"
)
# Words before accounts that people choose; drivers and contacts are called like programs and places, too.
_HANDLED = words("home avatar")
_NAMED_BY_HANDLE = words("user account accounts member members")
_ROLES = words("admin guest root test demo user operator support web www info mail sales office manager")
# What a certificate names.
_SERVER = re.compile(
    r"^(?:www|mail|smtp|imap)\.|\..*\.|\.(?:com|org|net|info|eu|de|fr|it|es|nl|io|local|lan|internal)$"
)
_PREFIXED = re.compile(
    r"(?:cust|customer|kunde|kd|kdn|usr|user|member|mitglied|patient|pat|emp|employee|student|client)-(?!(?:19[5-9]|20[0-3])[0-9]$)[0-9]{3,12}",
    re.IGNORECASE,
)


def _is_page(text: str, word: str) -> bool:
    """Whether a segment is a page: all its words are such as pages have; after a word for people, one of several suffices."""
    if has_digit(text) or not text.islower():
        return False
    parts = [part for part in re.split("[-_.]", text) if part]
    known = [part in PAGES for part in parts]
    if not any(known):
        return False
    if all(was or part in COMMON for was, part in zip(known, parts, strict=True)):
        return True
    return word in WRITTEN_OF and GIVEN.isdisjoint(parts) and SURNAMES.isdisjoint(parts)


def _is_account(text: str) -> bool:
    low = text.lower()
    return (
        bool(text)
        and len(text) <= 128
        and low not in NEVER
        and (low not in COMMON or low in _ROLES)
        and FILE.search(text) is None
        and not is_nothing(text)
    )


def in_slot(slot: Slot, name: str) -> Hits:
    """A handle or number that is no choice among several."""
    text = slot.view.text.strip()
    if (
        not text
        or len(text) > 128
        or (text.lower() in FLAGS and text not in ("1", "0"))
        or (is_nothing(text) and text not in ("0", "1", "anonymous"))
        or text in ("?0", "?1")  # a truth value of HTTP's structured fields: Sec-Fetch-User: ?1
    ):
        return ()
    if name in ("handle", "owner", "account", "player") and re.fullmatch(
        r"[a-z]+(?:-[a-z]+){2,}|[a-z-]+-(?:team|group|ops|squad)s?", text
    ):
        return ()  # of goods in a shop, of a group of people
    if re.search(r"[<>(){}$|;\r\n]|://|^/|\.\./|\\[^\w]|\\.*\\", text) or text.count(" ") > 3 or is_attack(text):
        return ()
    if name in EXACT and name not in KEYS:
        return (
            list(whole(slot.view, IdType.USER, 0.8, "key of an account in this place"))
            if _ambiguous(slot, name, text)
            else ()
        )
    if text in ("0", "1") and name not in ("userid", "customerid", "user", "patientid", "studentid", "memberid"):
        return ()
    if name in (
        "account",
        "owner",
        "member",
        "login",
        "sub",
        "principal",
        "acct",
        "subscriber",
        "handle",
        "nick",
        "kunde",
        "klient",
        "cust",
        "identifiant",
    ) and (FILE.search(text) or len(text) < 2):
        return ()
    if name == "owner" and text.isascii() and text.isalpha() and text.islower() and not is_handle(text):
        return ()  # of a theme, a department
    if text.lower() in KINDS and name not in ("user", "username", "login", "loginname"):
        return ()
    if name.endswith("by") and (text.lower() in COMMON or text.lower() in ("date", "cron", "system")):
        return ()  # createdby=date sorts
    if name == "sub" and not (
        has_digit(text) and slot.kind in ("json", "message") and len(text) >= (4 if _CLAIMS & slot.siblings else 6)
    ):
        return ()
    return list(whole(slot.view, IdType.USER, 0.93, "key of an account"))


_NO_LOGIN = re.compile(
    r"db|data|host|server|file|domain|site|first|last|full|sur|company|team|project|display|screen|real|vor|nach|class|form|field|button|app|realm|client"
)


@lru_cache(maxsize=1024)
def _asks_key(siblings: frozenset[str]) -> bool:
    return any(key.endswith(("hash", "token", "code", "key", "confirm", "confirmation")) for key in siblings)


# What forms send beside the account and its password.
_OF_FORMS = words(
    "action act submit do op cmd btn button lang locale language type next redirect returnurl return url mode form page ssid remember rememberme keep stay step task view option route encoding charset"
    " enc auth method protocol country version format csrf token state port vlan channel salt hash algo realm domain tz timezone theme ver key to goto target"
)


def _is_lone(slot: Slot, text: str) -> bool:
    """Whether it is the other field of a short form with a password, whatever language its key is in."""
    return (
        slot.kind == "query"
        and len(slot.siblings) <= 4
        and slot.name not in _OF_FORMS
        and re.fullmatch(r"[A-Za-z][\w.-]{2,40}", text) is not None
        and text.lower() not in NO_ACCOUNTS
    )


def any_slot(slot: Slot) -> Hits:
    """``cust-88412`` under any key, and what stands under a key for a name beside a password: ``wpName=``."""
    text = slot.view.text
    if (
        asks_password(slot.siblings)
        and (slot.name.endswith(("name", "login", "uniqueid", "identifier")) or _is_lone(slot, text))
        and _NO_LOGIN.search(slot.name) is None
        and _is_account(text)
        and not is_attack(text)
    ):
        return list(whole(slot.view, IdType.USER, 0.85, "name beside a password"))
    if "-" in slot.view.text and _PREFIXED.fullmatch(slot.view.text):
        return list(whole(slot.view, IdType.USER, 0.75, "number after a word for somebody"))
    return ()


# What else a token says of whom it was issued to.
_CLAIMS = words("exp iat iss aud nbf preferredusername email scope azp jti")


# Where staff act as somebody else.
_IN_PLACE = words("impersonate impersonation switchuser sudo loginas masquerade becomeuser actas")
_MAILBOX = words("mbox mailbox folder msg thismailbox")


def _ambiguous(slot: Slot, name: str, text: str) -> bool:
    keys, path = slot.siblings, slot.words
    if slot.kind == "condition":  # assignee = jane, in a query language
        if name == "author" and text.isalpha():
            return False  # of a book
        return re.fullmatch(r"[A-Za-z][\w.@+-]{2,64}", text) is not None and text.lower() not in NO_ACCOUNTS
    if name in ("log", "u", "id", "name", "uid") and {"pwd", "pass", "password", "psd", "passwd", "pw", "psw"} & keys:
        return True
    if (
        name in ("uid", "u", "id", "mid")
        and _asks_key(slot.siblings)
        and not _KEPT_BY_LINKS.isdisjoint(part.partition(".")[0] for part in path)
    ):
        return re.fullmatch(r"[0-9]{1,12}", text) is not None
    if name in ("uid", "u"):
        return (
            _MAILBOX.isdisjoint(keys)  # a message of a mailbox
            and "aHR0c" not in text  # base64 of http: where a click goes
            and slot.kind != "cookie"
            and ((text.isdigit() and len(text) >= 2) or re.fullmatch(r"[A-Za-z][\w.-]{2,40}", text) is not None)
            and re.fullmatch(r"[a-z]+(?:-[a-z]+)+-\d{1,4}", text) is None  # an element of a page: menu-item-12
            and not path_is_public(path)
        )
    if name == "id":
        return (
            bool(LISTED.intersection(part.partition(".")[0] for part in path[-2:]))
            and has_digit(text)
            and len(text) <= 40
        )
    if name in ("cardnumber", "cardno", "barcode", "card"):  # of a library, beside its PIN
        return (
            bool({"pin", "pwd", "pass", "password", "passwd"} & keys) or not _HOLDING.isdisjoint(path)
        ) and re.fullmatch(r"[A-Z]?\d{6,16}", text) is not None
    if name in CAMPUS:
        return re.fullmatch(r"[a-z]{2,8}[0-9]{1,6}", text) is not None or is_handle(text)
    if name in ROLLS:
        return re.fullmatch(r"(?=(?:[A-Z/-]*[0-9]){4})(?!(?:19|20)[0-9]{2}(?:-|$))[A-Z0-9/-]{5,20}", text) is not None
    if name == "as" and not _IN_PLACE.isdisjoint(path):
        return re.fullmatch(r"[A-Za-z][\w.@-]{2,40}", text) is not None and text.lower() not in NO_PERSONS
    if name == "with" and is_handle(text):
        return True
    if name in _ENDS and not _TALKS.isdisjoint(path) and re.fullmatch(r"[A-Za-z][\w.-]{2,30}", text):
        return text.lower() not in NO_PERSONS and (
            (name in ("to", "recipient") and not _WRITES.isdisjoint(path))
            or is_handle(text)
            or _CHOSEN.search(text) is not None
        )
    if name == "me":
        return re.fullmatch(r"\d{3,12}", text) is not None
    if (name in ("by", "who", "handledby") or name in DEEDS_BY) and is_handle(text):
        return True
    if name in PEOPLE:
        if name in _WORKING and (is_handle(text) or _is_numbered(text)):
            return True
        return re.fullmatch(r"[A-Za-z]{0,4}[-_]?\d{3,12}|[a-z]{1,20}[._][a-z]{1,20}\d{0,4}", text) is not None or (
            name in ("emp", "reviewer", "reviewee", "assignees", "approver")
            and re.fullmatch(r"[a-z][a-z0-9]{3,20}", text) is not None
            and text not in NO_ACCOUNTS
        )
    if name == "cn":  # the common name of a directory entry
        return slot.kind == "message" and re.fullmatch(r"[\w.-]{2,64}", text) is not None and not _SERVER.search(text)
    if name in ("loginhint", "fromid"):
        return len(text) > 3
    return False


_HOLDING = words(
    "member members mitglied mitglieder reader readers leser ausleihe employee employees student students patron patrons gym fitness studio club mensa badge"
)
# Who has to do with an entry; under these keys programs write accounts.
_WORKING = words(
    "assignee assignees assigned requester approver reviewer reporter emp employee mitarbeiter sachbearbeiter betreuer anrufer melder sender recipient participant attendee"
)
# What a link in a mail does to the account whose number stands beside its key.
_KEPT_BY_LINKS = words(
    "activate activation verify verification confirm confirmation reset resetpassword lostpassword passwordreset unsubscribe optout validate validation recover recovery"
)
_NUMBERED_WORD = re.compile(r"([a-z]{3,20})[0-9]{1,4}")


def _is_numbered(text: str) -> bool:
    """``brooke50``; not ``team5``, ``sprint12``."""
    match = _NUMBERED_WORD.fullmatch(text)
    return match is not None and match[1] not in _NO_NUMBERED


_GROUPS = words(
    "team teams group squad dept queue pool role bot dev ops test tier level stage sprint crew desk shift user agent"
)
_NO_NUMBERED = COMMON | PAGES | KINDS | _GROUPS
_ENDS = words("to with recipient from sender")
# Where people talk, and where one writes to another; and what sets a chosen name off from a word.
_TALKS = words(
    "messages message compose pm privmsg privatemessage dm inbox conversations conversation chat nachrichten nachricht mensajes messagerie messaggi whisper composemessage sendmessage newmessage"
)
_WRITES = words("compose pm privmsg privatemessage dm whisper composemessage sendmessage newmessage")
_CHOSEN = re.compile(r"(?=.*[A-Za-z]{3})(?:.*[0-9_]|[A-Z]?[a-z]+[A-Z])")


def path_is_public(words_: tuple[str, ...]) -> bool:
    """Pages that name an account to everybody: profiles of forums and the like."""
    return any(
        part.partition(".")[0] in ("member", "profile", "memberlist", "viewprofile", "userinfo") for part in words_
    )


# A path that names its segments: /username/jane/customer_id/318
_KEYED = words(
    "username userid loginname loginid customerid customerno customernumber kundennummer kundennr memberid memberno membernumber patientid patientno accountid studentid employeeid"
    " subscriberid contactid personid guestid playerid clientno clientnumber mitgliedsnummer matrikelnummer personalnummer numeroclient idcliente idutente idusuario klantnummer"
)


# A page of one year: exchange-programme-2026
_YEARLY = re.compile(r"(?:[a-z]{2,}-){1,6}(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?:-[a-z]{2,}){1,6}")
_A_NUMBER = re.compile(r"(?!(?:19[5-9]|20[0-3])[0-9]$)[A-Za-z]{0,4}-?[0-9]{3,19}")


def in_record(path: Path, at: int) -> Hits:
    """The number that follows such a word."""
    segment = path.segments[at + 1]
    if path.words[at + 1] in _VERBS_OF_ROWS and at + 2 < len(path.segments):
        segment = path.segments[at + 2]
    if _A_NUMBER.fullmatch(segment.text):
        return list(whole(segment, IdType.USER, 0.8, "number after a word for a person's record"))
    return ()


def _in_path(path: Path, at: int) -> Hits:
    word = path.words[at]
    if at + 1 >= len(path.segments):
        return
    if word == "dav" and at and path.words[at - 1] == "sogo":
        pass  # /SOGo/dav/jane/
    elif word in ("dav", "webdav"):
        if path.words[at + 1] in _DAV:
            at += 1
            if at + 1 >= len(path.segments):
                return
        elif not is_handle(path.segments[at + 1].text):
            return
    if word in _HANDLED and not is_handle(path.segments[at + 1].text):
        return
    segment = path.segments[at + 1]
    # /principals/users/jane and /calendars/users/jane name the kind first.
    if path.words[at + 1] in ("users", "user", "resources", "groups") and word in (
        "principals",
        "calendars",
        "addressbooks",
    ):
        return
    text = segment.text
    if re.fullmatch(
        r"(?:v|r|api)\d+(?:\.\d+)?|_[a-z_]+|\d+(?:\.\d+)+|(?:top|page|seite|step|part|vol)[-_]?\d{1,4}", text
    ):
        return  # /client/r0/ names a version, /users/_search what is done
    if re.fullmatch(r"19[5-9]\d|20[0-3]\d", text) and word not in ("users", "user"):
        return
    if path.words[at + 1] in _VERBS_OF_ROWS and at + 2 < len(path.segments):
        row = path.segments[at + 2]
        if re.fullmatch(r"(?!(?:19[5-9]|20[0-3])[0-9]$)[A-Za-z]{0,4}-?[0-9]{1,12}", row.text):
            yield from whole(row, IdType.USER, 0.85, "row of private accounts")
        return
    if (
        at
        and path.words[at - 1] in ("component", "components", "admin", "v2wp", "modules", "plugins", "themes")
        and word in PLURALS
        and not (has_digit(text) or "." in text)
        and not (path.words[at - 1] == "admin" and path.words[at + 2 : at + 3] and path.words[at + 2] in _OF_ONE)
    ):
        return
    if word == "so" and not (at and path.words[at - 1] == "sogo"):
        return
    if not _is_account(text) or ("@" in text and text.startswith("@") and ":" not in text):
        return
    shown = (
        word == "user" and path.words[at + 2 : at + 3] and path.words[at + 2] in _OF_ONE | {"api", "repos", "builds"}
    )
    if (
        word in NUMBERED
        and not shown
        and not (
            (re.search(r"[._]", text) or (word in _NAMED_BY_HANDLE and at + 2 < len(path.segments))) and is_handle(text)
        )
        and (not (has_digit(text) or "." in text) or re.fullmatch(r"(?:19|20)[0-9]{2}", text))
    ):
        return
    if _is_page(text, word):
        return
    if word in ("files", "uploads") and text.lower() in ("thumbs", "public"):
        return
    if word in SINGULARS and re.fullmatch(r"[a-z]+(?:-[a-z]+)+", text):
        return
    if _YEARLY.fullmatch(text) and GIVEN.isdisjoint(text.split("-")):
        return
    if (
        re.fullmatch(r"[a-z]+(?:-[a-z]+){2,}", text)
        or (" " in text and text.count(" ") > 3)
        or re.search(r"[<>(){}$'\"=&]|\.\.", text)
    ):
        return
    yield from whole(segment, IdType.USER, 0.85, "path of private accounts")


def in_userinfo(view: View) -> Iterator[Hit]:
    """The user of ``user:password@host``; a lone token is no user."""
    colon = view.text.find(":")
    name = view.text[: colon if colon >= 0 else None]
    if name and len(name) <= 128 and (colon >= 0 or len(name) < 20):
        yield hit(view, 0, len(name), IdType.USER, 0.9, "user in a URL")


DETECTOR = Detector(
    IdType.USER,
    slot=in_slot,
    path=_in_path,
    text=in_text,
    keys=KEYS,
    exact=EXACT,
    path_words=_HANDLED | _KEYED | PLURALS | SINGULARS | {"dav", "webdav", "so"},
    openings=frozenset(f"/{holder}" for holder in RECORD_OF if holder.isascii()),
    requests=words(
        "/apop/ /nick/ ^cust0 ^customer0 ^kunde0 ^kd0 ^kdn0 ^usr0 ^user0 ^member0 ^mitglied0 ^patient0 ^pat0 ^emp0 ^employee0 ^student0 ^client0 employeeset/ userset/ customerset/ contactset/ personset/ accountset/ patientset/ memberset/ studentset/ clientset/ /home/ /home0/ /users/ documents/and/settings /usr/www/ /var/customers/ /var/www/ /var/spool/ /mail/ /vmail/ /data/ /srv/ /volume /live/ /movie/ /series/ /timeshift/ user/= username/= login/= assignee/= reporter/= owner/= author/= creator/= name/= mail/= phone/= ^uid/= ^cn/= accountname/= user/eq username/eq login/eq assignee/eq reporter/eq owner/eq author/eq creator/eq name/eq mail/eq phone/eq ^uid/eq ^cn/eq accountname/eq /htdocs/ /virtual/ /kunden/ /homepages/ user= login= author= creator= owner= reporter= assignee= ^uid= ^cn="
    ),
    prose=words(
        "user login account benutzer utilisateur usuario gebruiker utente role uid owner member customer patient student employee password failure/for"
        " session/opened session/closed authorization/failed auth/failed granted/to on/behalf/of su/to mstshash logged/in/as"
        " credential authentic authori auth/ sign/in sign/on signin signon log/in log/on logon logout publickey gssapi twofactor mfa lockout impersonat passcode access/ session/ permission bind/"
    ),
)
