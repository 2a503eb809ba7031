"""Registration plates and vehicle numbers, by the key and the shape; plates alone look like product codes."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Path, Slot, whole, words
from chlogaudit.detect.validators import has_digit
from chlogaudit.model.finding import IdType

_KEYS = words(
    "licenseplate licenceplate numberplate platenumber platenr kennzeichen kfzkennzeichen kfz vrm vrn vehiclereg vehicleregistration regno"
    " registrationnumber carreg immatriculation plaque matricula targa placa kenteken regnummer rejestracja numerrejestracyjny rekisterinumero spz"
    " rendszam plaka vin vinnumber fahrgestellnummer fin chassis chassisnumber vehicleno carplate"
)
_PLATE = re.compile(r"[A-Za-z0-9\x80-\xff](?:[ \-.]?[A-Za-z0-9\x80-\xff]){3,11}$")


def _in_slot(slot: Slot, name: str) -> Hits:
    text = slot.view.text.strip()
    if name in ("vin", "vinnumber", "fahrgestellnummer", "fin", "chassis", "chassisnumber"):
        fits = re.fullmatch(r"[A-HJ-NPR-Za-hj-npr-z0-9]{17}", text) is not None and has_digit(text)
    else:
        fits = _PLATE.match(text) is not None and has_digit(text) and not (text.isdigit() and len(text) < 5)
        fits = fits and re.search(r"[A-Za-z]{4}", text) is None  # a model: golf-7-gti
    return list(whole(slot.view, IdType.VEHICLE_REG, 0.9, "key of a vehicle")) if fits else ()


# ISO 3779: seventeen, no I, O or Q, the last four at least figures.
_VIN = re.compile(r"(?=[0-9]*[A-Z])[A-HJ-NPR-Z0-9]{13}[0-9]{4}")


def _in_path(path: Path, at: int) -> Hits:
    """``/vehicles/WVWZZZ1JZXW000001/trips``."""
    segment = path.segments[at + 1]
    if _VIN.fullmatch(segment.text):
        yield from whole(segment, IdType.VEHICLE_REG, 0.85, "path word for vehicles")


DETECTOR = Detector(
    IdType.VEHICLE_REG,
    slot=_in_slot,
    path=_in_path,
    keys=_KEYS,
    exact=words("plate"),
    path_words=words(
        "vin vehicle vehicles car cars auto autos fahrzeug fahrzeuge vehicule vehicules veicoli coche coches fleet"
    ),
)
