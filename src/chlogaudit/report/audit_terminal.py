"""Print an audit on a terminal or into a mail: by clause, statuses coloured and worded, in the width there is."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from chlogaudit.model.finding import AuditReport, ControlResult, Severity, Status
from chlogaudit.report import audit_words as words
from chlogaudit.report.traffic_terminal import Screen

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROWEST, WIDEST = 60, 120
FINDINGS = 8  # shown for one control, each with so many places; the machine formats have all
PLACES = 3
_ALL = "--format json, csv or sarif has all"
_STYLES = {
    Status.PASS: "green",
    Status.FAIL: "bold red",
    Status.WARN: "yellow",
    Status.INCONCLUSIVE: "magenta",
    Status.NOT_CHECKED: "dim",
    Status.ATTESTED: "cyan",
    Status.NOT_APPLICABLE: "dim",
}
_SEVERITIES = {Severity.CRITICAL: "bold red", Severity.HIGH: "red", Severity.MEDIUM: "yellow"}
_LOUD = frozenset({Status.FAIL, Status.WARN, Status.INCONCLUSIVE})
_STATUS_WIDTH = max(map(len, words.WORDS.values())) + 1
_INDENT = 4
_LABEL = 12


def render_terminal(report: AuditReport, screen: Screen | None = None, *, quiet: bool = False) -> str:
    """
    Write ``report`` for ``screen`` (default: 80 columns, no colour).

    ``quiet`` leaves out what needs nobody: the controls that passed, are attested, do not apply or were not checked.
    """
    page = _Page(screen or Screen())
    report = words.harmless(report)
    _opening(page, report)
    for clause in words.by_clause(report):
        results = [r for r in clause.results if r.status in _LOUD or not quiet]
        if results:
            page.line()
            page.pair(clause.title, clause.words, label_width=len(clause.title) + 2, style="bold", text_style="bold")
            for result in results:
                _control(page, report, result)
    _closing(page, report, quiet=quiet)
    return page.written()


class _Page:
    """Lines of one width; the only place that touches rich's console. Text objects only: markup is never read."""

    def __init__(self, screen: Screen) -> None:
        from rich.console import Console

        self._out = StringIO()
        self.width = max(NARROWEST, min(WIDEST, screen.width))
        self.unicode = screen.unicode
        self._console: Console = Console(
            file=self._out,
            width=self.width,
            force_terminal=screen.colour,
            color_system="standard" if screen.colour else None,
            no_color=not screen.colour,
            legacy_windows=False,
            markup=False,
            highlight=False,
            emoji=False,
        )

    def text(self, words_: str, style: str = "") -> Text:
        from rich.text import Text

        return Text(words_ if self.unicode else words_.encode("ascii", "backslashreplace").decode(), style=style)

    def line(self, words_: str = "", style: str = "") -> None:
        self._console.print(self.text(words_, style), soft_wrap=False, overflow="fold")

    def pair(
        self, label: str, words_: str, *, indent: int = 0, label_width: int = _LABEL, style: str = "", text_style: str = "",
        right: str = "", right_style: str = "", align: str = "left",
    ) -> None:  # fmt: skip
        """A label of fixed width, words that wrap beside it, and at the right edge a word that never wraps."""
        from rich.table import Table

        grid = Table.grid(padding=0, expand=bool(right))
        if indent:  # rich takes a width of nothing for one
            grid.add_column(width=indent)
        grid.add_column(width=label_width, no_wrap=True, justify="right" if align == "right" else "left")
        grid.add_column(ratio=1 if right else None, overflow="fold")
        cells = [*([self.text("")] if indent else []), self.text(label, style), self.text(words_, text_style)]
        if right:
            grid.add_column(width=len(right) + 2, no_wrap=True, justify="right")
            cells.append(self.text(right, right_style))
        grid.add_row(*cells)
        self._console.print(grid)

    def written(self) -> str:
        """All lines, without blanks at their ends where nothing is coloured."""
        text = self._out.getvalue()
        return "\n".join(line.rstrip() for line in text.split("\n"))


def _opening(page: _Page, report: AuditReport) -> None:
    page.line(f"Audit against {report.policy}", "bold")
    page.line(words.population(report), "dim")
    page.line()
    for number, name, meaning in words.headline(report):
        page.pair(f"{number}", f"  {name} ({meaning})", label_width=10, style="bold", align="right")
    page.line()
    page.line(words.severities(report), "bold red" if words.failed(report) else "bold green")
    if report.baseline:
        page.line(words.against_baseline(report))
    for problem in words.incomplete(report):
        page.pair("not read whole", problem, label_width=16, style="yellow")


def _control(page: _Page, report: AuditReport, result: ControlResult) -> None:
    style = _STYLES[result.status]
    loud = result.status in _LOUD
    page.pair(
        words.WORDS[result.status],
        f"{result.control} {result.title}",
        label_width=_STATUS_WIDTH,
        style=style,
        right=result.severity.label if loud else "",
        right_style=_SEVERITIES.get(result.severity, ""),
    )
    for label, text in words.explanation(result):
        page.pair(label, text, indent=_INDENT, style="dim")
    groups = words.groups(report, result)
    for group in groups[:FINDINGS]:
        _group(page, report, group, result.severity)
    if len(groups) > FINDINGS:
        more = words.plural(sum(len(g.findings) for g in groups[FINDINGS:]), "more finding")
        page.pair("", f"and {more}; {_ALL}", indent=_INDENT, text_style="dim")
    for finding, by in result.suppressed:
        said = ", ".join(part for part in (finding.message, finding.template) if part)
        page.pair("suppressed", f"{said} ({words.place(finding.place)}), by {by}", indent=_INDENT, style="dim")
    remedies = words.remedies(result) if loud else ()
    for remedy in remedies[:PLACES]:
        for number, line in enumerate(remedy.split("\n")):
            page.pair("" if number else "to do", line, indent=_INDENT, style="bold")
    if len(remedies) > PLACES:
        page.pair("", f"and {len(remedies) - PLACES} more of the kind; {_ALL}", indent=_INDENT, text_style="dim")


def _group(page: _Page, report: AuditReport, group: words.Group, usual: Severity) -> None:
    """One group of findings; its severity where that is not the control's."""
    cross = "\N{MULTIPLICATION SIGN}" if page.unicode else "x"
    number = f"{words.count(group.count)} {cross} "
    state = words.state(report, group.first)
    severity = "" if group.first.severity is usual else group.first.severity.label
    page.pair(
        number,
        group.first.message,
        indent=_INDENT,
        label_width=max(_LABEL, len(number)),
        right=", ".join(part for part in (severity, state) if part),
        right_style="bold" if state == words.NEW else _SEVERITIES.get(group.first.severity, "") if severity else "dim",
    )
    for finding in group.findings[:PLACES]:
        if finding.template:
            page.pair("", finding.template, indent=_INDENT)
        where = " ".join(part for part in (words.place(finding.place), words.elsewhere(finding)) if part)
        page.pair("", where, indent=_INDENT, text_style="dim")
    if len(group.findings) > PLACES:
        page.pair(
            "", f"and {words.plural(len(group.findings) - PLACES, 'more place')}", indent=_INDENT, text_style="dim"
        )
    when = group.period
    example = f"for example {group.first.example}" if group.first.example else ""
    if when or example:
        page.pair("", ", ".join(p for p in (when, example) if p), indent=_INDENT, text_style="dim")


def _closing(page: _Page, report: AuditReport, *, quiet: bool) -> None:
    gone = words.gone(report)
    if gone:
        page.line()
        page.line(f"Gone since {report.baseline.name}" if report.baseline else "Gone", "bold")
        for _, text in gone:
            page.pair("", text, indent=0, label_width=_INDENT)
    if report.notes:
        page.line()
        for note in report.notes:
            page.pair("note", note, label_width=6, style="dim")
    if not quiet:
        page.line()
        page.line("What a control checks and how to fix it: chlogaudit policy explain CONTROL", "dim")
