"""Ids of server sessions: under their keys and cookies, in paths (``;jsessionid=``, ``cpsess…``, ``(S(…))``)."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Path, Slot, Where, hit, whole, words
from chlogaudit.detect.validators import has_digit, is_nothing, is_random, is_wordy, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_KEYS = words(
    "sid phpsessid jsessionid sessionid sessid sessionkey sessiontoken laravelsession cisession zenid oscsid cfid cftoken xtcsid"
    " osesid aspsessionid netsessionid sesskey usersession websession loginsession rackid racksession connectsid symfony ssid"
    " sessionidentifier expresssid beakersessionid pyrosession moodlesession mediawikisession sails laravelsess viewstateid"
    " wosid bbsessionhash ipssession ipssessionid fesession typo3session betypouser fetypouser psid sessionhash frontend"
    " dwsid dwsecuretoken sessionuuid wpwoocommercesession stok sitzung sitzungsid sesion idsesion session"
)
_EXACT = words("s sess ses xid jsession osid cpsession hsid ssn2 phpbb3sid logintoken authsession ssoid")
_COOKIES = re.compile(
    r"^(?:sess|wordpress(?:sec|loggedin)|aspsessionid|session|sso|phpsess|phpbb3.*sid|wpsettings|bbsession|mwsession|remember)|(?:sess|session|sid)$"
)
_CPANEL = re.compile(r"/cpsess([0-9]{6,12})(?=/|$)")
_ASPNET = re.compile(r"/\(([AFSX])\(([A-Za-z0-9_-]{16,1000})\)(?:[A-Z]\([A-Za-z0-9_-]*\))*\)(?=/|$)")
_INLINE = re.compile(
    r"(?:;|%3[Bb]|\b)(?:jsessionid|phpsessid|sessionid|session[_-]?id|sid|oscsid|zenid|cfid|stok)(?:=|: ?|%3[Dd])([A-Za-z0-9!.,_:+-]{8,128})",
    re.IGNORECASE,
)


# PHP keeps each session in a file of its own.
_KEPT = re.compile(r"/sess_([A-Za-z0-9,-]{20,128})(?![\w.-])")
# "session c4f1b6a2e09d8835 expired"
_SPOKEN = re.compile(r"\bsession (?:id )?[\"'`]?([A-Za-z0-9_-]{12,128})(?![\w/.-])", re.IGNORECASE)


def in_slot(slot: Slot, name: str) -> Hits:
    """Issued by a machine; a search or a term is none."""
    text = slot.view.text.strip().strip("\"'")
    if is_nothing(text) or len(text) < 6:
        return ()
    if name == "cfid" and "cftoken" in slot.siblings and text.isdigit():
        return list(whole(slot.view, IdType.SESSION_ID, 0.9, "half of ColdFusion's session"))
    least = 10 if name in ("s", "session", "frontend", "sid", "ssid") else 8
    if name == "s" and not re.fullmatch(r"[0-9a-fA-F]{26,64}", text):
        return ()  # s= is a search first; only a hash makes it a session
    if not is_random(text, least) and not (slot.kind == "cookie" and len(text) >= 8 and has_digit(text)):
        return ()
    if re.fullmatch(r"1[5-9]\d{8}", text):
        return ()  # Google Analytics 4 numbers its visits by the second at which they began
    if name == "session" and (
        is_wordy(text) or re.fullmatch(r"[A-Za-z]+[-_.]?\d{2,4}(?:[-_.]\w{1,8})?|\d{4}[-_]\w+", text)
    ):
        return ()  # session=spring-2026 is a term, not a visit
    return list(whole(slot.view, IdType.SESSION_ID, 0.95, "key of a session"))


def cookie_is_session(name: str) -> bool:
    """Whether a cookie of this plain name holds a login or session."""
    return _COOKIES.search(name) is not None


def _in_text(view: View, where: Where, _key: str) -> Hits:
    text = view.text
    if where is Where.PATH:
        for pattern, group in ((_CPANEL, 1), (_ASPNET, 2)):
            for match in pattern.finditer(text):
                yield hit(view, *match.span(group), IdType.SESSION_ID, 0.97, "session in the path")
    if where is Where.TEXT:
        for match in _KEPT.finditer(text) if "/sess_" in text else ():
            if has_digit(match.group(1)):
                yield hit(view, *match.span(1), IdType.SESSION_ID, 0.95, "file of a session of PHP")
        yield from _spoken(view)
    if where in (Where.PATH, Where.TEXT):
        for match in _INLINE.finditer(text) if speaks(text, ("sess", "sid", "zenid", "cfid", "stok")) else ():
            value = match.group(1).rstrip(".,:")
            if is_random(value, 10) and has_digit(value):
                yield hit(
                    view, match.start(1), match.start(1) + len(value), IdType.SESSION_ID, 0.9, "session named in a text"
                )


def _spoken(view: View) -> Hits:
    for match in _SPOKEN.finditer(view.text) if speaks(view.text, ("session ",)) else ():
        value = match.group(1)
        if is_random(value, 12) and sum("0" <= char <= "9" for char in value) > 2:
            yield hit(view, *match.span(1), IdType.SESSION_ID, 0.8, "session named in a text")


def _in_path(path: Path, at: int) -> Hits:
    for segment in path.segments[at + 1 : at + 2]:
        # Conferences hold sessions too: /sessions/2026-opening-keynote
        if is_random(segment.text, 16) and has_digit(segment.text) and not is_wordy(segment.text):
            yield from whole(segment, IdType.SESSION_ID, 0.8, "path word for sessions")


def any_slot(slot: Slot) -> Hits:
    """ASP numbers its session cookie: ``ASPSESSIONIDQQBRTCDA``."""
    if slot.name.startswith("aspsessionid") and len(slot.view.text) >= 16:
        return list(whole(slot.view, IdType.SESSION_ID, 0.95, "key of a session"))
    return ()


DETECTOR = Detector(
    IdType.SESSION_ID,
    slot=in_slot,
    path=_in_path,
    text=_in_text,
    keys=_KEYS,
    exact=_EXACT,
    path_words=words("session sessions sess sid sessionid"),
    triggers=words("aspsessionid"),
    requests=words("cpsess jsessionid phpsessid sessionid session/id oscsid zenid"),
)
