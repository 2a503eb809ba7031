"""The segments of a path, with what may vary from visitor to visitor replaced by a name in braces."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

NAMES = ("id", "uuid", "hash", "date", "email", "token", "user", "text", "value")

# Segments after which a person's name or number stands.
_USER_KEYS = frozenset(
    b"user users u uid member members profile profiles account accounts customer customers client clients people person"
    b" persons author authors friend friends follower followers following contact contacts patient patients student students"
    b" employee employees staff subscriber subscribers benutzer kunde kunden mitglied mitglieder nutzer utilisateur"
    b" utilisateurs usuario usuarios principals calendars addressbooks avatar avatars mailbox mailboxes inbox owner owners"
    b" passenger passengers guest guests tenant tenants login-as impersonate whois".split()
)
# Segments after which a secret stands.
_SECRET_KEYS = frozenset(
    b"token tokens reset reset-password resetpassword password-reset verify verification confirm confirmation activate"
    b" activation unsubscribe invite invites invitation invitations session sessions sid magic magic-link key apikey api-key"
    b" secret share shared optout opt-out".split()
)
# Segments after which what a visitor typed stands.
_TEXT_KEYS = frozenset(b"search find suche recherche buscar query q".split())
# Words that stand after those segments and are the site's own.
_ACTIONS = frozenset(
    b"index login logout signin sign-in sign_in signup sign-up sign_up signout sign-out register registration new add edit"
    b" create update delete list all me self current settings password preferences notifications export import search"
    b" filter sort count stats status check verify confirm reset forgot profile profiles account accounts user users admin"
    b" orders order addresses address invoices billing payment payments help faq info about home page feed api css js img"
    b" images assets static media files default sitemap advanced results success done complete thanks error".split()
)
MARKED = re.compile(rb"/(?:%s)/[^/]" % b"|".join(sorted(_USER_KEYS | _SECRET_KEYS | _TEXT_KEYS)))

_OURS = re.compile(rb"[A-Za-z._~=:@-]{0,40}(?:\{(?:%s)\}[A-Za-z._~=:@-]{0,40}){1,9}" % "|".join(NAMES).encode())
_YEAR = re.compile(rb"(?:19|20)\d\d")
_MONTH_OR_DAY = re.compile(rb"[0-3]?\d")
_RETINA = re.compile(rb"@[1-4]x(?=\.[a-z]{3,4}$)")
_VERSION = re.compile(rb"@v?\d[\w.-]{0,30}$")
_ENDING = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,7}){1,2}$")
_PERSON = re.compile(r"(?i)(user|benutzer|utilisateur|usuario|member|author|owner|contributions|user_talk)([:=])(?=.)")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-_.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])([-_.])(?:0[1-9]|1[0-2])\2"
    r"(?:19|20)\d\d)(?:[T_-]\d\d[:.-]?\d\d(?:[:.-]?\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)"
)
_NUMBER = re.compile(r"[+-]?\d[\d.,:_x+-]*")
_COLONS = re.compile(r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
# A version is one number; what is percent-encoded is no word.
_WORD = re.compile(r"(?:%[0-9A-F]{2})+|\{[a-z]+\}|\d+(?:[.,]\d+)+(?![A-Za-z0-9])|[A-Za-z0-9]+")
_DIGITS = re.compile(r"\d{4,}")
_HEX = re.compile(r"[0-9A-Fa-f]+")
_TURN = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_CASE_TURN = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[a-z])")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_PLAIN_WORD = re.compile(r"[a-z]{2,20}|[A-Z][a-z]{1,20}|[A-Z]{2,12}")
_SAFE = "!$'()*+,:=@~-._"


def name_all(parts: list[bytes]) -> list[str]:
    """Name the variable ones of a path's segments; year, month and day become one."""
    out: list[str] = []
    before = b""
    skip = 0
    for i, part in enumerate(parts):
        if skip:
            skip -= 1
            continue
        if _YEAR.fullmatch(part) and i + 1 < len(parts) and _MONTH_OR_DAY.fullmatch(parts[i + 1]):
            skip = 2 if i + 2 < len(parts) and _MONTH_OR_DAY.fullmatch(parts[i + 2]) else 1
            out.append("{date}")
        else:
            out.append(_name(part, before))
        before = part.lower()
    return out


def _name(part: bytes, before: bytes) -> str:
    if not part:
        return ""
    if before in _USER_KEYS and not _is_action(part):
        return "{user}" + _file_ending(part)
    if _OURS.fullmatch(part) or part == b"...":
        return part.decode("ascii")
    if before in _SECRET_KEYS and not _is_action(part) and not re.fullmatch(rb"[a-z]{1,12}", part):
        return "{token}"
    if before in _TEXT_KEYS and not _is_action(part):
        return "{text}"
    plain = unquote_to_bytes(part)
    if b"%" in plain:
        plain = unquote_to_bytes(plain)
    if plain.startswith(b"~"):
        return "~{user}"
    if b"@" in plain:
        return _with_at(plain)
    return _name_text(plain)


def _is_action(part: bytes) -> bool:
    return part.lower().partition(b".")[0] in _ACTIONS


def _file_ending(part: bytes) -> str:
    found = re.search(rb"\.(?:png|jpe?g|gif|webp|svg|html?|php|json|xml|ics|vcf|css|js)$", part)
    return found[0].decode("ascii") if found else ""


def _with_at(plain: bytes) -> str:
    """Name a segment with an "@": a handle, a picture for sharp screens, a package's version, else an address."""
    if plain.startswith(b"@"):
        return "{user}"
    sharp = _RETINA.search(plain)
    if sharp and b"@" not in plain[: sharp.start()]:
        return _name_text(plain[: sharp.start()]) + plain[sharp.start() :].decode("ascii")
    version = _VERSION.search(plain)
    if version and plain.count(b"@") == 1 and re.fullmatch(rb"[a-z][a-z-]{1,40}", plain[: version.start()]):
        return plain[: version.start()].decode("ascii") + "@{id}"
    return "{email}"


def _name_text(plain: bytes) -> str:
    ending = ""
    text = quote_from_bytes(plain, safe=_SAFE)
    found = _ENDING.search(text)
    if found and found.start() and not _suspicious(found[0]):
        ending, text = found[0], text[: found.start()]
    if b" " in plain or b"+" in plain or b"/" in plain or b"\\" in plain or b"\n" in plain:
        return "{text}" + ending  # a title or a name, perhaps a person's
    person = _PERSON.search(text)
    if person:
        return text[: person.end()] + "{user}" + ending
    key, equals, _ = text.partition("=")
    if equals:
        return ("{text}" if _suspicious(key) or _DIGITS.search(key) else key) + "={value}"
    if _NUMBER.fullmatch(text):
        return ("{date}" if _DATE.fullmatch(text) else "{id}") + ending
    if _COLONS.fullmatch(text):
        return "{id}" + ending
    text = _DATE.sub("{date}", _UUID.sub("{uuid}", text))
    if _scrambled(text):
        return "{token}" + ending
    named = _WORD.sub(_name_word, text)
    if len(named) > 80:
        return "{text}" + ending
    return named + ending


def _name_word(found: re.Match[str]) -> str:
    word = found[0]
    if word[0] in "%{":
        return word
    if word[0].isdigit() and not word.isalnum():
        return "{id}"
    if word.isdigit():
        return "{id}"
    digits = sum(map(str.isdigit, word))
    if len(word) >= 8 and digits and _HEX.fullmatch(word):
        return "{hash}"
    if len(word) >= 16 and _HEX.fullmatch(word):
        return "{hash}"
    if _suspicious(word):
        return "{token}"
    return _DIGITS.sub("{id}", word)


def _suspicious(word: str) -> bool:
    """Say whether ``word`` looks drawn by lot: digits among letters, capitals among small letters, or no vowels."""
    length = len(word)
    if length < 6:
        return False
    turns = len(_TURN.findall(word))
    if turns >= (3 if length >= 8 else 4):
        return True
    digits = sum(map(str.isdigit, word))
    if length >= 16 and digits >= 2 and turns >= 2:
        return True
    if length >= 8 and len(_CASE_TURN.findall(word)) >= 0.45 * length:
        return True
    return length > 40 or (length >= 16 and len(_VOWEL.findall(word)) < 0.15 * length)


def _scrambled(text: str) -> bool:
    """Say whether the whole of ``text`` is a token that happens to hold dashes: base64url, JWT."""
    if text.startswith("eyJ"):
        return True
    words = [word for word in _WORD.findall(text) if word[0] not in "%{"]
    odd = sum(not _PLAIN_WORD.fullmatch(word) and not word.isdigit() for word in words)
    return len(text) >= 12 and len(words) > 1 and odd * 2 > len(words) and any(map(_suspicious, words))
