"""The controls that look at logs: one file each, and this list."""

from __future__ import annotations

from collections.abc import Callable

from chlogaudit.auditor.controls import ch_1_1, ch_2_1, ch_3_1, ch_5_1, ch_7_1
from chlogaudit.auditor.seen import Seen
from chlogaudit.model.finding import ControlResult

CONTROLS: dict[str, Callable[[Seen], ControlResult]] = {
    module.CONTROL: module.check for module in (ch_1_1, ch_2_1, ch_3_1, ch_5_1, ch_7_1)
}
