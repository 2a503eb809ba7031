"""What formats record, in words; and the command that lists, detects and explains them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from chlogaudit.cli import formats as command
from chlogaudit.errors import FormatError, Incomplete, UsageError
from chlogaudit.model.format import Holds
from chlogaudit.parser.explain import HOLDS, MAY, NO, YES, explain, remarks
from chlogaudit.parser.formats import FORMATS, SAMPLES
from chlogaudit.parser.text import compile_format


def run(*arguments: str) -> str:
    """The standard output of ``chlogaudit formats``."""
    result = CliRunner().invoke(command.formats, arguments, catch_exceptions=False, standalone_mode=True)
    assert result.exit_code == 0
    return result.stdout


def test_every_kind_of_field_is_explained() -> None:
    """No field is without a sentence, and what is wholly a visitor's is never called harmless."""
    assert set(HOLDS) == set(Holds)
    for holds in (Holds.CLIENT, Holds.FORWARDED, Holds.USER, Holds.IDENT, Holds.COOKIE, Holds.SECRET, Holds.PORT):
        assert HOLDS[holds][0] == YES
    for holds in (Holds.TEXT, Holds.MESSAGE, Holds.URL, Holds.REQUEST, Holds.REFERER, Holds.USER_AGENT):
        assert HOLDS[holds][0] == MAY


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.name)
def test_explain_names_every_field(fmt) -> None:
    """Each field of each named format is in its explanation, with its directive and what it holds."""
    rows = explain(fmt)
    shown = run("explain", fmt.name)

    assert [r.column for r in rows] == [f.name for f in fmt.fields]
    assert all(r.column in shown and r.says in shown for r in rows)
    assert all(remark in shown for remark in remarks(fmt))
    assert fmt.says in shown


def test_explain_a_string() -> None:
    """A verbatim format string: column, type, and whether it identifies a visitor."""
    rows = {r.column: (r.type, r.identifies) for r in explain(compile_format('%h %u %t "%r" %>s %b %D %{Cookie}i'))}

    assert rows == {
        "remote_host": ("text", YES), "remote_user": ("text", YES), "time_received": ("time", NO),
        "request_first_line": ("text", MAY), "status": ("int", NO), "response_bytes_clf": ("int", NO), "time_us": ("int", NO),
        "request_header_cookie": ("text", YES),
    }  # fmt: skip
    assert "request_header_cookie" in run("explain", "%h %{Cookie}i")


def test_remarks_tell_what_is_missing() -> None:
    """A format without time or client says so."""
    told = " ".join(remarks(compile_format("%>s %b")))

    assert "no time" in told
    assert "no client" in told


@pytest.mark.parametrize(("text", "kind"), [("combinde", UsageError), ("%h %Q", FormatError), ("$a $ b", FormatError)])
def test_explain_refuses_what_is_no_format(text: str, kind: type[Exception]) -> None:
    """An unknown name lists the names; a wrong directive is named with its place."""
    with pytest.raises(kind) as raised:
        run("explain", text)

    assert "combined" in str(raised.value) or "character" in str(raised.value)


def test_list() -> None:
    """All named formats with what they say."""
    shown = run()

    assert all(f.name in shown and f.says in shown for f in FORMATS)


def test_detect(tmp_path: Path) -> None:
    """A log, its format and how sure that is."""
    log = tmp_path / "access.log"
    log.write_bytes((SAMPLES["combined"] + b"\n") * 3)
    shown = run("detect", str(log))

    assert "combined 100 %" in shown
    assert "100.0 %" in shown
    assert "192.0.2" not in shown


def test_detect_says_where_it_cannot_tell(tmp_path: Path) -> None:
    """A file that was named and has no format is an error, and no line of it is shown."""
    log = tmp_path / "access.log"
    log.write_bytes(b"jo@example.com wrote a letter\n" * 3)
    result = CliRunner().invoke(command.formats, ["detect", str(log)], standalone_mode=False)

    assert result.return_value == Incomplete.exit_code
    assert f"no known format fits {log}" in result.output
    assert "jo@" not in result.output


def test_names_in_a_listing_do_not_act(tmp_path: Path) -> None:
    """A file name with a terminal escape is shown, not obeyed."""
    log = tmp_path / "a\x1b[31m.log"
    log.write_bytes((SAMPLES["common"] + b"\n") * 3)

    assert "\x1b" not in run("detect", str(log))
