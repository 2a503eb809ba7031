"""Laws that hold for every form of a traffic report, and for the list of forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from chlogaudit.errors import UsageError
from chlogaudit.report import traffic_outputs
from chlogaudit.report.traffic_outputs import FORMATS, OUTPUTS, render, write_folder
from test_report_traffic_sample import sample


def test_each_form_is_a_file_or_a_folder() -> None:
    """Each form has exactly one way to be written, and names are unique."""
    assert all((o.render is None) != (o.write_folder is None) for o in OUTPUTS)
    assert len(set(FORMATS)) == len(OUTPUTS)


def test_each_renderer_is_listed() -> None:
    """A renderer in the room that is not in the list would be dead code that nobody can choose."""
    room = Path(traffic_outputs.__file__).parent
    written = {p.stem.removeprefix("traffic_") for p in room.glob("traffic_*.py")}
    not_forms = {"outputs", "words", "columns", "tables", "charts"}

    assert written - not_forms == set(FORMATS)


def test_unknown_form_names_the_known_ones() -> None:
    """A wrong name is a usage error that lists what there is, and does not echo what was given."""
    with pytest.raises(UsageError, match="json") as caught:
        render(sample(), "\x1b[31mpdf")

    assert "\x1b" not in str(caught.value)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    """Asking for the wrong kind of output is said, not guessed."""
    with pytest.raises(UsageError, match="--output"):
        render(sample(), "csv")
    with pytest.raises(UsageError, match="one file"):
        write_folder(sample(), tmp_path, "json")
