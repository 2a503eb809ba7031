"""Coordinates: a latitude and a longitude under their keys, or a pair of decimals fine enough to name a place."""

from __future__ import annotations

import re
from itertools import pairwise

from chlogaudit.detect.detector import Detector, Hits, Path, Slot, Where, hit, whole, words
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_LATITUDE = words(
    "lat latitude mlat breite breitengrad latitud latitudine lat1 lat2 userlat geolat startlat endlat fromlat tolat gpslat"
)
_LONGITUDE = words(
    "lon lng long longitude mlon laenge laengengrad longitud longitudine lon1 lon2 lng1 lng2 userlon userlng geolon geolng startlon"
    " endlon startlng endlng fromlon tolon gpslon gpslng"
)
_PLACE = re.compile(
    r"geo|gps|location|position|coord|place|address|pickup|dropoff|start|end|from|to|origin|dest|home|user|driver|rider|vehicle|courier|store|cent(?:er|re)|map|delivery|current|marker|point"
)
_ENDS = {"lat": ("lon", "lng", "long"), "lon": ("lat",), "lng": ("lat",)}  # what stands beside one that ends a key
_PAIRS = words(
    "latlng latlon lonlat lnglat ll sll cll ll1 coords coord coordinates gps location loc geo position pos near center centre point geolocation"
    " origin destination dest saddr daddr viewpoint place home pickup dropoff waypoint waypoints latlong where cbll"
)
_DECIMAL = re.compile(r"[+-]?\d{1,3}[.,]\d{2,18}(?:[NSEWnsew])?$")
_FINE = re.compile(r"[0-9]\.[0-9]{3}")
_NUMBER = r"[+-]?\d{1,3}\.\d{3,18}"
# A path of many points is one span.
_PAIR = re.compile(
    rf"(?<![\d.\w])({_NUMBER})(?:, ?|[ ;|/]|\x3a)({_NUMBER})(?![\d\w]|\.\d)(?:[,;| /]{{1,2}}{_NUMBER}(?![\d\w]|\.\d)){{0,400}}"
)
_KEYED_PAIR = re.compile(
    r"\s*(?:geo:|(?:SRID=\d{1,6};)?(?:POINT ?)?\()?([+-]?\d{1,3}\.\d{2,18}(?: ?[NSns])?)(?:, ?|[ ;|/])([+-]?\d{1,3}\.\d{2,18}(?: ?[EWew])?)(?:[,;].{0,40}|\))?$"
)


def _degrees(text: str) -> float:
    """Without sign and letter of the half of the globe."""
    return abs(float(text.rstrip(" NSEWnsew")))


def _on_earth(one: str, other: str) -> bool:
    first, second = _degrees(one), _degrees(other)
    return (first <= 90 and second <= 180) or (first <= 180 and second <= 90)


# As two segments of a path, without a word for maps, three decimals are a figure with its thousands.
_FRACTIONS = re.compile(r"[+-]?\d{1,3}\.\d{3}/[+-]?\d{1,3}\.\d{3}(?!\d)")


def _is_place(one: str, other: str) -> bool:
    """Whole numbers written out are sizes; two fractions of one are shares of a picture or curve, and at sea as degrees."""
    first, second = _degrees(one), _degrees(other)
    return not (first.is_integer() and second.is_integer()) and not (first <= 1 and second <= 1)


# Of a map's window that says no more than which town is looked at; about eleven kilometres.
_WINDOW = 0.1


def _is_wide(numbers: str) -> bool:
    """Whether four numbers are the corners of a window too large to point at anybody's place."""
    found = [float(number) for number in re.findall(_NUMBER, numbers)]
    if len(found) != 4:
        return False
    return min(abs(found[2] - found[0]), abs(found[3] - found[1])) > _WINDOW


# 52°31'12.0"N 13°24'18.0"E
_PART = r"[0-9]{1,3} ?(?:\xc2\xb0|\xb0|d|deg) ?[0-9]{1,2} ?(?:'|\xe2\x80\xb2|m) ?[0-9]{1,2}(?:\.[0-9]{1,6})? ?(?:\"|''|\xe2\x80\xb3|s)? ?"
_SEXAGESIMAL = re.compile(rf" ?(?:{_PART}[NS][, ]{{0,3}}{_PART}[EWO]|{_PART}[NSEWO]) ?", re.IGNORECASE)


def _in_slot(slot: Slot, name: str) -> Hits:
    text = slot.view.text.strip()
    if "'" in text or "\xb2" in text:
        return list(whole(slot.view, IdType.GEO, 0.95, "key for degrees")) if _SEXAGESIMAL.fullmatch(text) else ()
    if name in _PAIRS or name in _LATITUDE or name in _LONGITUDE:
        pair = _KEYED_PAIR.match(slot.view.text)
        if pair is not None and _on_earth(*pair.groups()) and _is_place(*pair.groups()):
            return [
                hit(slot.view, pair.start(1), pair.end(2), IdType.GEO, 0.95, "key for places and a pair of degrees")
            ]
    if name in _PAIRS or _DECIMAL.match(text) is None:
        return ()
    if (
        name in _ENDS
        and slot.name != name
        and _PLACE.search(slot.name) is None
        and not any(key.endswith(_ENDS[name]) for key in slot.siblings)
    ):
        return ()  # avg_lat is a latency
    limit = 90 if name in _LATITUDE else 180
    if abs(float(text.rstrip("NSEWnsew").replace(",", "."))) > limit:
        return ()
    return list(whole(slot.view, IdType.GEO, 0.95, "key for degrees"))


def _in_text(view: View, where: Where, _key: str) -> Hits:
    if where is Where.AGENT or _FINE.search(view.text) is None:
        return
    for match in _PAIR.finditer(view.text):
        if _FRACTIONS.match(match.group()):
            continue
        if _on_earth(*match.groups()) and _is_place(*match.groups()) and not _is_wide(match.group()):
            yield hit(view, *match.span(), IdType.GEO, 0.85, "pair of degrees")


def _in_path(path: Path, at: int) -> Hits:
    """``/maps/@52.51,13.40,15z``: two decimals are enough where the path speaks of maps."""
    for segment in path.segments[at + 1 : at + 4]:
        pair = re.search(r"(?<![\d.])([+-]?\d{1,3}\.\d{2,18}),([+-]?\d{1,3}\.\d{2,18})", segment.text)
        if pair is not None and _on_earth(*pair.groups()):
            yield hit(segment, *pair.span(), IdType.GEO, 0.9, "path of a map")
    for one, other in pairwise(path.segments[at + 1 : at + 4]):
        if _DECIMAL.match(one.text) and _DECIMAL.match(other.text) and "," not in one.text + other.text:
            yield from whole(one, IdType.GEO, 0.85, "path of a map")
            yield from whole(other, IdType.GEO, 0.85, "path of a map")


DETECTOR = Detector(
    IdType.GEO,
    slot=_in_slot,
    text=_in_text,
    path=_in_path,
    keys=_LATITUDE | _LONGITUDE | words("latlng latlon lonlat lnglat coords coordinates geolocation latlong geopoint"),
    exact=_PAIRS,
    path_words=words("maps map weather geocode nearby coords wetter meteo"),
)
