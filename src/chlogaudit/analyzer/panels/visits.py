"""How long visits are: from the first page to the last."""

from __future__ import annotations

import numpy as np

from chlogaudit.analyzer.stays import Visits
from chlogaudit.engine.api import Ids

ID, TITLE, KEY = "visits", "Visits by length", "Length"
STEPS = (
    (30, "0-30 s"),
    (120, "30 s-2 min"),
    (300, "2-5 min"),
    (900, "5-15 min"),
    (1800, "15-30 min"),
    (3600, "30-60 min"),
)
LABELS = ("one page", *(label for _, label in STEPS), "over an hour")


def keys(visits: Visits) -> Ids:
    """The key of each visit; one page has no length that a log could know."""
    step = np.searchsorted(np.array([limit for limit, _ in STEPS]), visits.length, side="left") + 1
    return np.where(visits.pages == 1, 0, step).astype(np.int32)
