"""What the parts of a value hold: hosts, paths, slots with a key, and texts, each asked of the detectors that know it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chlogaudit.detect import device, email, hostname, iban, ip, name, postal, session, token, user
from chlogaudit.detect.claims import claims
from chlogaudit.detect.detector import ONCE, Hit, Path, Slot, Where, key_names, whole, words
from chlogaudit.detect.handle import is_handle
from chlogaudit.detect.name_file import in_filename
from chlogaudit.detect.people import is_record
from chlogaudit.detect.registry import BY_PATH_WORD, TEXTS
from chlogaudit.detect.structure import Parts
from chlogaudit.detect.validators import has_digit, is_nothing, is_random
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType


def judge(parts: Parts) -> Iterator[Hit]:
    """Hits in all parts of a value."""
    for host, userinfo in parts.hosts:
        plain_host = host.percent_decoded(plus=False)
        yield from ip.in_host(plain_host)
        yield from hostname.in_host(plain_host)
        if userinfo is not None:
            yield from user.in_userinfo(userinfo)
            yield from token.in_userinfo(userinfo)
    for path in parts.paths:
        yield from _moved(_path_once(path.text), path) if _comes_again(path) else _path(Path(path))
    for slot in parts.slots:
        if _comes_again(slot.view):
            yield from _moved(_slot_once(slot.names, slot.view.text, slot.words, slot.siblings, slot.kind), slot.view)
        else:
            yield from _slot(slot)
    for path in parts.paths:
        yield from _moved(_shapes_once(path.text), path) if _comes_again(path) else _shapes(path)
    for view, where, key in parts.texts:
        yield from texts(view, where, key)


def _moved(found: tuple[Hit, ...], view: View) -> Iterator[Hit]:
    """Hits with offsets in the text of ``view``, moved to where that stands in the raw value."""
    for one in found:
        start, end = view.span(one.start, one.end)
        yield one._replace(start=start, end=end)


def _comes_again(view: View) -> bool:
    """Whether to remember what is found in a path or value; only the raw value tells whether a blank in it was a plus."""
    return len(view.text) <= ONCE and " " not in view.text


@lru_cache(maxsize=1 << 13)
def _path_once(text: str) -> tuple[Hit, ...]:
    return tuple(_path(Path(View(text))))


@lru_cache(maxsize=1 << 13)
def _shapes_once(text: str) -> tuple[Hit, ...]:
    return tuple(_shapes(View(text)))


@lru_cache(maxsize=1 << 13)
def _slot_once(
    names: tuple[str, ...], text: str, words_: tuple[str, ...], siblings: frozenset[str], kind: str
) -> tuple[Hit, ...]:
    return tuple(_slot(Slot(names, View(text), words_, siblings, kind)))


def _shapes(path: View) -> Iterator[Hit]:
    return texts(path.percent_decoded(plus=False), Where.PATH, "")


def _slot(slot: Slot) -> Iterator[Hit]:
    """What the key claims; the shapes in the value where no key claims it."""
    if _MARKER.fullmatch(slot.view.text):
        return
    found = claimed(slot)
    if slot.kind == "said":  # a colon says less than a sign of equality: programs say "password: expired", too
        yield from (one for one in found if one.type in _SAYABLE and _reads(one.type, slot))
        return
    if not found:
        found = [
            *name.any_slot(slot),
            *token.any_slot(slot),
            *session.any_slot(slot),
            *user.any_slot(slot),
            *postal.any_slot(slot),
        ]
        found += texts(slot.view, Where.VALUE, slot.name)
    yield from found


# Where a blank before an address is a blank and no plus of the address.
_PHRASES = words(
    "q query s search text message msg body comment subject title term keyword keywords wd kw note content"
)


def _reads(kind: IdType, slot: Slot) -> bool:
    """Whether a value that stands behind a colon reads like what its key promises: "Address: line too long" does not."""
    if kind is IdType.NAME:
        return name.is_plain(slot)
    return kind is not IdType.POSTAL_ADDRESS or has_digit(slot.view.text)


_SAYABLE = frozenset(
    {IdType.NAME, IdType.PHONE, IdType.POSTAL_ADDRESS, IdType.POSTCODE, IdType.NATIONAL_ID, IdType.BIRTH_DATE}
    | {IdType.ACCOUNT_NO, IdType.PAYMENT_CARD, IdType.IBAN, IdType.EMAIL}
)


# A word in round brackets is what redaction leaves, and no value of anything; the sieve passes over it, too.
_MARKER = re.compile(r"\([a-z_]+\)")


def claimed(slot: Slot) -> list[Hit]:
    """Hits of the first detector that the key speaks for and that accepts the value."""
    if slot.name not in _PHRASES and slot.kind != "said" and email.is_tagged(slot.view):
        return list(whole(slot.view, IdType.EMAIL, 0.9, "address with a tag after a raw plus"))
    found = _proven(slot.view)
    if found:
        return found
    for ask, key in claims(slot.names):
        found = list(ask(slot, key))
        if found:
            return found
    if slot.kind == "cookie":
        return _cookie_value(slot)
    return _numbered_by_path(slot) if slot.words and slot.name in _NUMBERS else []


_NUMBERS = words("nr no num number nummer numero numer")


def _numbered_by_path(slot: Slot) -> list[Hit]:
    """``/matrikel?nr=1198822``, ``/passport.php?no=…``: the path says of what the number is."""
    for ask, key in claims(key_names(f"{slot.words[-1].partition('.')[0]}_{slot.name}")):
        found = list(ask(slot, key))
        if found:
            return found
    return []


def _cookie_value(slot: Slot) -> list[Hit]:
    """Cookies under names that nobody knows, told by the form of name and value."""
    text = slot.view.text
    if session.cookie_is_session(slot.name) and len(text) >= 8 and not is_nothing(text):
        return list(whole(slot.view, IdType.SESSION_ID, 0.85, "cookie of a session"))
    if token.cookie_logs_in(slot.name) and is_random(text, 10) and has_digit(text):
        return list(whole(slot.view, IdType.TOKEN, 0.8, "cookie of a login"))
    if slot.name.endswith("uid") and 2 <= len(text) <= 9 and text.isdigit():
        return list(whole(slot.view, IdType.USER, 0.7, "cookie with the number of an account"))
    if device.cookie_is_device(slot.name, text):
        return list(whole(slot.view, IdType.DEVICE_ID, 0.8, "cookie that tells visitors apart"))
    if slot.name == "cookie" and is_random(text, 10) and has_digit(text):
        return list(whole(slot.view, IdType.DEVICE_ID, 0.7, "logged cookie"))
    return []


def _proven(view: View) -> list[Hit]:
    """What its form alone proves, when it is all of the value: then no key can make it anything else."""
    text = view.text
    if "@" in text:
        detector = email.DETECTOR
    elif len(text) >= 15 and text[:2].isalpha() and text[2:4].isdigit():
        detector = iban.DETECTOR
    else:
        return []
    found = list(detector.text(view, Where.VALUE, "")) if detector.text else []
    start, end = view.span(0, len(text))
    return found if len(found) == 1 and found[0].end - found[0].start >= end - start - 2 else []


def _path(path: Path) -> Iterator[Hit]:
    for at, word in enumerate(path.words[:-1]):
        detectors = BY_PATH_WORD.get(word)
        if detectors is None:
            if is_record(word):
                yield from user.in_record(path, at)
            continue
        for detector in detectors:
            if detector.path is not None:
                found = list(detector.path(path, at))
                if found:
                    yield from found
                    break
    if "." in path.last:
        yield from in_filename(path.segments[-1], path.words[-2:-1])


def file(path: Path) -> Iterator[Hit]:
    """A file that was asked for, under its name on the disk: folders of programs are called like accounts, so those need a figure."""
    for at, word in enumerate(path.words[:-1]):
        for detector in BY_PATH_WORD.get(word, ()):
            if detector in (user.DETECTOR, token.DETECTOR, session.DETECTOR) and detector.path is not None:
                text = path.segments[at + 1].text
                if word in _CALENDARS or has_digit(text) or "." in text or is_handle(text):
                    yield from detector.path(path, at)
            elif detector is name.DETECTOR and detector.path is not None:
                yield from detector.path(path, at)
    if "." in path.last:
        yield from in_filename(path.segments[-1], path.words[-2:-1])


_CALENDARS = words("dav calendars addressbooks mailboxes caldav carddav")


# What every shape of a value has: one of its marks, six digits in a row or a number in groups, or a long token.
_SHAPED = re.compile(
    r"[@:+\\/]|\d{6}|\d\.\d|\d[ ()-]\d\d|[A-Za-z0-9_.-]{15}|[A-Z]{2} \d\d|\.(?:lan|corp|local|intra|internal)(?::|$)"
)


# The same for paths: figures, an address, a session in brackets, or the opening of a key.
_PATH_SHAPED = re.compile(
    r"[@0-9(]|eyJ|xox|_live_|_test_|BEGIN|\.ics|gh[pousr]_|gl[a-z]{2,5}-|--at--|sess|sid|stok|zenid|\.(?:lan|local|corp|int(?:ernal|ra))"
)


def texts(view: View, where: Where, key: str) -> Iterator[Hit]:
    """Hits of every detector that knows a shape."""
    shaped = _SHAPED if where is Where.VALUE else _PATH_SHAPED if where is Where.PATH else None
    if len(view.text) < 4 or (shaped is not None and shaped.search(view.text) is None):
        return
    for detector in TEXTS:
        yield from detector.text(view, where, key)  # type: ignore[misc]
