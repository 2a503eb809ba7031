"""The first page of each visit."""

from __future__ import annotations

from chlogaudit.analyzer.stays import Visits
from chlogaudit.engine.api import Ids

ID, TITLE, KEY = "entry_pages", "Entry pages", "Path"


def keys(visits: Visits) -> Ids:
    """The key of each visit."""
    return visits.entry
