"""The controls that look at logs: one file each, and this list."""

from __future__ import annotations

from collections.abc import Callable

from chlogaudit.auditor.controls import (
    ch_0_1,
    ch_0_2,
    ch_0_3,
    ch_1_1,
    ch_1_2,
    ch_2_1,
    ch_2_2,
    ch_3_1,
    ch_3_2,
    ch_5_1,
    ch_5_2,
    ch_5_3,
    ch_5_5,
    ch_6_1,
    ch_7_1,
    ch_8_1,
    ch_8_3,
    ch_9_1,
    ch_9_2,
    ch_10_1,
)
from chlogaudit.auditor.seen import Seen
from chlogaudit.model.finding import ControlResult

CONTROLS: dict[str, Callable[[Seen], ControlResult]] = {
    module.CONTROL: module.check
    for module in (
        *(ch_0_2, ch_0_3, ch_1_1, ch_1_2, ch_2_1, ch_2_2, ch_3_1, ch_3_2, ch_5_1, ch_5_2, ch_5_3, ch_5_5, ch_6_1),
        *(ch_7_1, ch_8_1, ch_8_3, ch_9_1, ch_9_2, ch_10_1),
    )
}
# The one that judges the words of all the others, and so comes last.
OVER_ALL = {ch_0_1.CONTROL: ch_0_1.check}
