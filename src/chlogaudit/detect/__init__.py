"""What an identifier looks like: detectors, decode layers with a map back to the raw bytes, validators."""

from __future__ import annotations

from chlogaudit.detect.find import find
from chlogaudit.detect.free import find_free
from chlogaudit.detect.mask import mask
from chlogaudit.detect.phrase import flagged, worth
from chlogaudit.detect.triggers import table as sieve_table

__all__ = ["find", "find_free", "flagged", "mask", "sieve_table", "worth"]
