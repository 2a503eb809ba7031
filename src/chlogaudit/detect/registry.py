"""All detectors in the order of their priority, and the tables that their keys and path words make."""

from __future__ import annotations

from collections.abc import Iterable

from chlogaudit.detect import (
    account,
    birth_date,
    click,
    device,
    email,
    geo,
    hostname,
    iban,
    ip,
    name,
    national_id,
    payment_card,
    phone,
    postal,
    session,
    token,
    user,
    vehicle,
)
from chlogaudit.detect.detector import Detector, words

# First come those that check digits or form prove, then those that a key proves, then those that a key suggests.
DETECTORS: tuple[Detector, ...] = (
    email.DETECTOR,
    payment_card.DETECTOR,
    iban.DETECTOR,
    click.DETECTOR,
    geo.DETECTOR,
    birth_date.DETECTOR,
    device.DETECTOR,
    session.DETECTOR,
    token.DETECTOR,
    phone.DETECTOR,
    national_id.DETECTOR,
    ip.DETECTOR,
    hostname.DETECTOR,
    account.DETECTOR,
    vehicle.DETECTOR,
    name.DETECTOR,
    postal.DETECTOR,
    user.DETECTOR,
)

TEXTS: tuple[Detector, ...] = tuple(detector for detector in DETECTORS if detector.text is not None)


def _by(pick: str) -> dict[str, tuple[Detector, ...]]:
    table: dict[str, list[Detector]] = {}
    for detector in DETECTORS:
        entries: Iterable[str] = getattr(detector, pick)
        for word in entries:
            table.setdefault(word, []).append(detector)
    return {word: tuple(detectors) for word, detectors in table.items()}


_KEYS = _by("keys")
_EXACT = _by("exact")
_SHORT = 3
_ENDS = words("lat lng lon tel zip plz mac jwt otp pwd")  # short, but plain as the last word of a key: pickup_lat
# may stand at the end of a longer key
BY_KEY = {key: found for key, found in _KEYS.items() if len(key) > _SHORT or key in _ENDS}
BY_EXACT = {  # must be the whole key
    key: _EXACT.get(key, ()) + (_KEYS.get(key, ()) if len(key) <= _SHORT else ())
    for key in (*_EXACT, *(key for key in _KEYS if len(key) <= _SHORT))
}
BY_PATH_WORD = _by("path_words")
