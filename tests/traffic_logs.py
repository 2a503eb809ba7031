"""Tiny access logs for the tests of reports, written line by line with what matters named."""

from __future__ import annotations

from pathlib import Path

from chlogaudit.analyzer.filters import NO_FILTERS, Filters
from chlogaudit.analyzer.traffic import Options
from chlogaudit.engine import Engine, load
from chlogaudit.jobs.logs import Reading
from chlogaudit.jobs.report import ReportOptions, report
from chlogaudit.model.traffic import Panel, TrafficReport

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Mobile Safari/537.36"
)
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"


def entry(
    target: str = "/",
    *,
    client: str = "192.0.2.1",
    user: str = "-",
    time: str = "14/Mar/2026:10:00:00 +0000",
    method: str = "GET",
    protocol: str = "HTTP/1.1",
    status: int = 200,
    size: int | str = 10,
    referer: str = "-",
    agent: str = FIREFOX,
    more: str = "",
) -> str:
    """One line of a combined log."""
    return f'{client} - {user} [{time}] "{method} {target} {protocol}" {status} {size} "{referer}" "{agent}"{more}\n'


def make_report(
    path: Path,
    lines: list[str],
    *,
    published: bool = False,
    k: int = 1,
    limit: int = 0,
    filters: Filters = NO_FILTERS,
    engine: Engine | None = None,
) -> TrafficReport:
    """The report on a log of these lines, written to ``path``."""
    path.write_text("".join(lines))
    options = ReportOptions(Options(filters, published=published, limit=limit), k=k)
    return report([str(path)], Reading(engine or load(), threads=0), options)


def panel(made: TrafficReport, name: str) -> Panel:
    """One panel of a report."""
    return next(p for p in made.panels if p.id == name)
