"""The segments of a path, with what may vary from visitor to visitor replaced by a name in braces."""

from __future__ import annotations

import re
from functools import lru_cache
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

_OURS = re.compile(f"%7B({'|'.join(NAMES)})%7D")
_RETINA = re.compile(rb"@[1-4]x(?=\.[a-z]{3,4}$)")
_VERSION = re.compile(rb"@(?:v?\d[\w.-]{0,30}|\{id\})$")
_ENDING = re.compile(
    r"(?:\.(?:min|tar|bundle|chunk|module|css|js|html|xml|txt|php))?\.(?:[A-Za-z]{1,5}\d{0,2}|webmanifest)$"
)
_PERSON = re.compile(
    r"(?i)(?:user(?:_talk)?|benutzer(?:in)?|utilisateur|usuario|member|author|owner|contributions)[:=](?=.)"
)
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
_CASE_TURN = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[a-z])")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
# Letters with a number after them (route66, h264, order123456, scale11x) or a small number before (2nd, 20px).
_NUMBERED = re.compile(
    r"(?:[A-Z]?[a-z]{2,20}|[A-Z]{2,10}|(?:[A-Z][a-z]{2,12}){2,4})\d+[a-z]{0,2}|[A-Za-z]\d{1,4}[a-z]?|\d{1,5}[A-Za-z]{1,2}|\d{1,2}[a-z]{4,12}"
)
_PLAIN_WORD = re.compile(r"[a-z]{1,20}|[A-Z][a-z]{1,20}|[A-Z]{2,12}")
# What most segments are; nothing in them can vary but a word.
_SIMPLE = re.compile(
    rb"(?:[a-z]{1,11}|[A-Z][a-z]{1,10}|[A-Z]{1,7})(?:[-_.](?:[a-z]{1,11}|[A-Z][a-z]{1,10}|[A-Z]{1,7})){0,5}"
)
_KEY = re.compile(r"[A-Za-z_.-]{1,40}")
_SAFE = "!$'()*+,:=@~-._"
_TYPED = frozenset(b" +/\\?&;#\n\t\r")

_FREE, _USER, _SECRET, _TEXT = range(4)
_AFTER = dict.fromkeys(_USER_KEYS, _USER) | dict.fromkeys(_SECRET_KEYS, _SECRET) | dict.fromkeys(_TEXT_KEYS, _TEXT)


def name_all(parts: list[bytes]) -> list[str]:
    """Name the variable ones of a path's segments; year, month and day become one."""
    out: list[str] = []
    after = _FREE
    last = len(parts) - 1
    skip = 0
    for i, part in enumerate(parts):
        if skip:
            skip -= 1
        elif part.isdigit() and len(part) != 8:  # eight may be a date
            if not after and len(part) == 4 and part[:2] in {b"19", b"20"} and i < last and _is_day(parts[i + 1]):
                skip = 2 if i + 1 < last and _is_day(parts[i + 2]) else 1
                out.append("{date}")
            else:
                out.append(("{id}", "{user}", "{token}", "{text}")[after])
        else:
            out.append(_name(part, after))
        after = _AFTER.get(part.lower(), _FREE)
    return out


def _is_day(part: bytes) -> bool:
    return len(part) <= 2 and part.isdigit()


@lru_cache(maxsize=16384)
def _name(part: bytes, after: int) -> str:
    """Name one segment; ``after`` says what the segment before it announces. The same few segments come all the time."""
    if after and part and not _is_action(part):
        if after == _USER:
            return "{user}" + _file_ending(part)
        if after == _TEXT:
            return "{text}"
        if not re.fullmatch(rb"[a-z]{1,12}", part):
            return "{token}"
    if not part or part == b"..." or _SIMPLE.fullmatch(part):
        return part.decode("ascii")
    plain = part
    for _ in range(4):
        if b"%" not in plain:
            break
        plain = unquote_to_bytes(plain)
    if b"%" in plain:
        return "{text}"
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
    if version and re.fullmatch(rb"[a-z][a-z-]{1,40}", plain[: version.start()]):
        return plain[: version.start()].decode("ascii") + "@{id}"
    return "{email}"


def _name_text(plain: bytes) -> str:
    text, ending = quote_from_bytes(plain, safe=_SAFE), ""
    if b"{" in plain:
        text = _OURS.sub(r"{\1}", text)  # a template's own names
    found = _ENDING.search(text)
    if found and found.start():
        ending, text = found[0], text[: found.start()]
    if _NUMBER.fullmatch(text) or _COLONS.fullmatch(text):
        return ("{date}" if _DATE.fullmatch(text) else "{id}") + ending
    if not _TYPED.isdisjoint(plain):
        return "{text}" + ending  # a title or a name, perhaps a person's
    person = _PERSON.match(text)
    if person:
        return person[0] + "{user}" + ending
    key, equals, _ = text.partition("=")
    if equals:
        return (key if _KEY.fullmatch(key) and not _drawn(key) else "{text}") + "={value}"
    text = _DATE.sub("{date}", _UUID.sub("{uuid}", text))
    words = [word for word in _WORD.findall(text) if word[0] not in "%{"]
    if _scrambled(text, words):
        return "{token}" + ending
    named = _WORD.sub(_name_word, text)
    return ("{text}" if len(named) > 80 else named) + ending


def _name_word(found: re.Match[str]) -> str:
    word = found[0]
    if word[0] in "%{" or (word.isalpha() and not _drawn(word)):
        return word
    if not word.isalnum() or word.isdigit():
        return "{id}"
    if len(word) >= 8 and _HEX.fullmatch(word) and not word.isalpha():
        return "{hash}"
    if word.isalpha():
        return "{hash}" if _HEX.fullmatch(word) else "{token}"
    return _DIGITS.sub("{id}", word) if _NUMBERED.fullmatch(word) and not _drawn(word) else "{token}"


def _drawn(word: str) -> bool:
    """Say whether the letters of ``word`` look drawn by lot: capitals all over, no vowels, longer than words are."""
    length = len(word)
    if length < 8:
        return False
    if len(_CASE_TURN.findall(word)) >= 0.45 * length:
        return True
    return length > 40 or (length >= 16 and len(_VOWEL.findall(word)) < 0.15 * length)


def _scrambled(text: str, words: list[str]) -> bool:
    """Say whether the whole of ``text`` is a token that happens to hold dashes: base64url, JWT."""
    if text.startswith("eyJ"):
        return True
    if len(text) < 12 or len(words) < 2:
        return False
    odd = [word for word in words if not (_PLAIN_WORD.fullmatch(word) or word.isdigit() or _NUMBERED.fullmatch(word))]
    return len(odd) * 2 > len(words) and any(_drawn(word) or not word.isalpha() for word in odd)
