"""Suppression holds against somebody who has every export, knows the rules and the names of all rows, and can do sums."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array, lil_array

from chlogaudit.analyzer import disclosure
from chlogaudit.analyzer.suppress import suppress
from chlogaudit.errors import UsageError
from chlogaudit.model.traffic import Panel, Row, Totals, TrafficReport
from chlogaudit.report.traffic_json import render_json
from chlogaudit.report.traffic_words import period, problems
from test_report_traffic_sample import sample


@dataclass(frozen=True)
class Hit:
    """One made-up request."""

    visitor: int
    day: str
    hour: int
    browser: str
    system: str
    host: str
    path: str
    status: str
    vhost: str
    site: str
    bot: str


Key = Callable[[Hit], str]
KEYS: dict[str, Key] = {
    "days": lambda h: h.day,
    "months": lambda h: h.day[:7],
    "weekdays": lambda h: date.fromisoformat(h.day).strftime("%A"),
    "hours": lambda h: f"{h.hour:02d}",
    "requests": lambda h: h.path if not h.status.startswith("404") and not h.path.startswith("/s/") else "",
    "static_files": lambda h: h.path if not h.status.startswith("404") and h.path.startswith("/s/") else "",
    "not_found": lambda h: h.path if h.status.startswith("404") else "",
    "statuses": lambda h: h.status,
    "vhosts": lambda h: h.vhost,
    "hosts": lambda h: h.host,
    "referrers": lambda h: h.site,
    "sites": lambda h: h.site,
    "browsers": lambda h: h.browser if not h.bot else "",
    "systems": lambda h: h.system if not h.bot else "",
    "bots": lambda h: h.bot,
    "ai_crawlers": lambda h: h.bot if h.bot.startswith("ai") else "",
    "response_times": lambda h: h.path if h.vhost != "c.example.com" else "",
}
ADDITIVE = {"days", "months", "weekdays", "hosts", "browsers", "systems", "bots", "ai_crawlers"}
WHOLE = {"days", "months", "weekdays", "hours", "statuses", "vhosts", "hosts"}


def _log(seed: int, days: Sequence[str], visitors: int) -> list[Hit]:
    """Hits whose every dimension has a long tail, so that small cells are many."""
    chance = random.Random(seed)

    def pick(names: Sequence[str]) -> str:
        return names[min(len(names) - 1, int(chance.expovariate(0.7)))]

    hits = []
    for visitor in range(visitors):
        day = days[min(len(days) - 1, int(abs(chance.gauss(0, len(days) / 2))))]
        bot = pick(["aiOne", "crawl", "aiTwo", "seo", "aiThree"]) if chance.random() < 0.3 else ""
        browser, system = (
            pick(["Chrome", "Safari", "Firefox", "Opera", "Lynx"]),
            pick(["Windows", "iOS", "Linux", "BSD"]),
        )
        host = pick([f"198.51.100.{16 * i}/28" for i in range(9)])
        for _ in range(1 + int(chance.expovariate(0.6))):
            path = pick(["/", "/a", "/s/x.css", "/b", "/s/y.js", "/c", "/s/z.png", "/d", "/e"])
            status = pick(["200 OK", "404 Not Found", "304 Not Modified", "500 Internal Server Error", "403 Forbidden"])
            vhost, site = (
                pick(["a.example.com", "b.example.com", "c.example.com"]),
                pick(["", "x.example.org", "y.example.org", "z.example.org"]),
            )
            hour = int(chance.triangular(0, 24, 13))
            hits.append(Hit(visitor, day, hour, browser, system, host, path, status, vhost, site, bot))
    return hits


def _count(hits: Iterable[Hit], key: Key) -> dict[str, tuple[int, int]]:
    """Hits and distinct visitors by key."""
    seen: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        if key(hit):
            seen[key(hit)].append(hit.visitor)
    return {name: (len(all_), len(set(all_))) for name, all_ in seen.items()}


def _report(hits: Sequence[Hit]) -> tuple[TrafficReport, dict[tuple[str, int], int]]:
    """The report that the analyzer would make, and the visitors of each cell of its heat map."""
    panels = []
    for name, key in KEYS.items():
        counts = _count(hits, key)
        whole = sum(n for n, _ in counts.values())
        rows = tuple(
            Row(k, n, v, n * 1000, "2026-10-01T10:11:12Z", "2026-10-02T10:11:12Z", n / whole)
            for k, (n, v) in sorted(counts.items(), key=lambda kv: (-kv[1][0], kv[0]))
        )
        panels.append(Panel(name, name, name, rows, total_rows=len(rows)))
    heat = _count(hits, lambda h: f"{h.day} {h.hour}")
    cells = {(k[:10], int(k[11:])): nv for k, nv in heat.items()}
    totals = Totals(
        len(hits), len(hits), 0, 0, len(hits), len({h.visitor for h in hits}), len(hits) * 1000, 9,
        sum(h.status.startswith("404") for h in hits), sum(h.path.startswith("/s/") for h in hits), sum(bool(h.bot) for h in hits),
        "2026-10-01T10:11:12Z", "2026-10-02T10:11:12Z", 1, 0.1,
    )  # fmt: skip
    report = TrafficReport(
        "0",
        "",
        "t",
        totals,
        tuple(panels),
        (),
        1,
        "chlogaudit",
        heat=tuple((d, h, n) for (d, h), (n, _) in sorted(cells.items())),
    )
    return report, {cell: v for cell, (_, v) in cells.items()}


@dataclass
class Attacker:
    """
    Collects all that follows from exports as linear equations and inequalities, and asks for the range of any unknown.

    Generous: knows the names of all rows, the withheld ones too, and that each has a visitor. Each unknown count is a
    variable; a published one is an equation (an interval where it was rounded).
    """

    names: dict[tuple[str, ...], int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    equal: list[tuple[dict[int, float], float]] = field(default_factory=list)
    less: list[tuple[dict[int, float], float]] = field(default_factory=list)

    def variable(self, *name: str, low: float = 0) -> int:
        """The unknown of that name, known to be at least ``low``."""
        if name not in self.names:
            self.names[name] = len(self.low)
            self.low.append(low)
            self.high.append(np.inf)
        at = self.names[name]
        self.low[at] = max(self.low[at], low)
        return at

    def told(self, at: int, value: float, base: int | None) -> None:
        """A published figure; one rounded to ``base`` stands for all that round to it."""
        slack = (base / 2, base / 2) if base else (0, 0)
        below = 1.0 if base and value == base else value - slack[0]
        self.low[at], self.high[at] = max(self.low[at], below), min(self.high[at], value + slack[1])

    def ranges(self, wanted: Iterable[int]) -> Iterator[tuple[int, float, float]]:
        """The least and the largest value that each of ``wanted`` can have; whole numbers, as the sums are a network."""
        a_eq, b_eq = self._matrix(self.equal)
        a_ub, b_ub = self._matrix(self.less)
        bounds = list(zip(self.low, self.high, strict=True))
        for at in wanted:
            ends = []
            for sign in (1, -1):
                cost = np.zeros(len(self.low))
                cost[at] = sign
                found = linprog(cost, A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=b_eq, bounds=bounds)
                assert found.status in {0, 3}, found.message
                ends.append(sign * found.fun if found.status == 0 else np.inf)
            yield at, ends[0], ends[1]

    def _matrix(self, rows: list[tuple[dict[int, float], float]]) -> tuple[csr_array, np.ndarray]:
        matrix = lil_array((len(rows), len(self.low)))
        for i, (terms, _) in enumerate(rows):
            for j, c in terms.items():
                matrix[i, j] += c
        return csr_array(matrix), np.array([right for _, right in rows])


def _read(
    attacker: Attacker, tag: str, export: Mapping[str, object], truth: TrafficReport, base: int | None
) -> list[tuple[int, int]]:
    """Tell ``attacker`` one export; returns the hits and visitors variables of the cells that it withholds."""
    data = json.loads(json.dumps(export))
    totals = data["totals"]
    hidden = []
    every = attacker.variable(tag, "totals", "hits")
    people = attacker.variable(tag, "totals", "visitors")
    attacker.told(every, totals["hits"], base)
    attacker.told(people, totals["visitors"], base)
    all_keys = {p.id: [r.key for r in p.rows] for p in truth.panels}
    for panel in data["panels"]:
        rows = {r["key"]: r for r in panel["rows"]}
        hits = {k: attacker.variable(tag, panel["id"], k, "hits", low=1) for k in all_keys[panel["id"]]}
        visitors = {k: attacker.variable(tag, panel["id"], k, "visitors", low=1) for k in hits}
        for key, at in hits.items():
            attacker.less.append(({visitors[key]: 1, at: -1}, 0))
            if key in rows:
                attacker.told(at, rows[key]["hits"], base)
                attacker.told(visitors[key], rows[key]["visitors"], base)
            else:
                hidden.append((at, visitors[key]))
        gone = [k for k in hits if k not in rows]
        assert len(gone) == panel["withheld"]
        if panel["withheld_hits"] is not None:
            total = attacker.variable(tag, panel["id"], "withheld")
            attacker.told(total, panel["withheld_hits"], base)
            attacker.equal.append(({hits[k]: 1.0 for k in gone} | {total: -1.0}, 0))
        if panel["id"] in WHOLE:
            attacker.equal.append((dict.fromkeys(hits.values(), 1.0) | {every: -1.0}, 0))
            if panel["id"] in ADDITIVE:
                attacker.equal.append((dict.fromkeys(visitors.values(), 1.0) | {people: -1.0}, 0))
    _relations(attacker, tag, totals, all_keys, base, every, people)
    for day, keys in _by(all_keys["days"], lambda k: k).items():
        _heat(attacker, tag, data, day, keys, all_keys["hours"], base)
    return hidden


def _by(keys: Iterable[str], group: Callable[[str], str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        out[group(key)].append(key)
    return out


def _relations(
    attacker: Attacker,
    tag: str,
    totals: Mapping[str, int | None],
    keys: Mapping[str, list[str]],
    base: int | None,
    every: int,
    people: int,
) -> None:
    """All that is known to add up between panels."""

    def add(parent: int, children: Iterable[int]) -> None:
        attacker.equal.append((dict.fromkeys(children, 1.0) | {parent: -1.0}, 0))

    def of(panel: str, key: str, what: str) -> int:
        return attacker.variable(tag, panel, key, what)

    for what in ("hits", "visitors"):
        for month, days in _by(keys["days"], lambda k: k[:7]).items():
            add(of("months", month, what), (of("days", d, what) for d in days))
        for name, days in _by(keys["days"], lambda k: date.fromisoformat(k).strftime("%A")).items():
            add(of("weekdays", name, what), (of("days", d, what) for d in days))
        for bot in keys["ai_crawlers"]:
            add(of("bots", bot, what), [of("ai_crawlers", bot, what)])
        for site in keys["sites"]:
            add(of("sites", site, what), [of("referrers", site, what)])
    for panel, name in (("not_found", "not_found"), ("bots", "bots")):
        whole = attacker.variable(tag, "totals", name)
        if totals[name] is not None:
            attacker.told(whole, totals[name], base)
        add(whole, (of(panel, k, "hits") for k in keys[panel]))
    if "404 Not Found" in keys["statuses"]:
        add(attacker.variable(tag, "totals", "not_found"), [of("statuses", "404 Not Found", "hits")])
    add(every, (of(p, k, "hits") for p in ("requests", "static_files", "not_found") for k in keys[p]))
    for panel in ("browsers", "systems"):
        add(every, (of(p, k, "hits") for p in (panel, "bots") for k in keys[p]))
        add(people, (of(p, k, "visitors") for p in (panel, "bots") for k in keys[p]))


def _heat(
    attacker: Attacker, tag: str, data: Mapping[str, object], day: str, _: list[str], hours: list[str], base: int | None
) -> None:
    """The heat map: its cells add up to the days and, over the days, to the hours; a missing one may be zero."""
    cells = {(c["day"], c["hour"]): c["hits"] for c in data["heat"]}  # type: ignore[index,attr-defined]
    k = max(int(data["k"]), base or 0)  # type: ignore[call-overload]
    row = {}
    for hour in hours:
        at = attacker.variable(tag, "heat", day, hour)
        row[at] = 1.0
        if (day, int(hour)) in cells:
            attacker.told(at, cells[day, int(hour)], k)
    attacker.equal.append((row | {attacker.variable(tag, "days", day, "hits"): -1.0}, 0))


def _assert_nothing_follows(attacker: Attacker, hidden: Sequence[tuple[int, int]]) -> None:
    names = {at: name for name, at in attacker.names.items()}
    for at, low, high in attacker.ranges({at for pair in hidden for at in pair}):
        assert high - low > 0.5, f"{names[at]} is {low}"


def _export(report: TrafficReport) -> Mapping[str, object]:
    data: Mapping[str, object] = json.loads(render_json(report))
    return data


OCTOBER = [f"2026-10-{d:02d}" for d in (29, 30, 31)] + [f"2026-11-{d:02d}" for d in (1, 2, 3, 4, 5, 6)]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("visitors", [25, 110, 200])
def test_no_withheld_cell_follows_from_one_report(seed: int, visitors: int) -> None:
    """From all panels, totals and the heat map of one report together, no withheld hits and no visitors can be worked out."""
    report, heat = _report(_log(seed, OCTOBER, visitors))
    published = suppress(report, 5, None, heat)
    attacker = Attacker()

    hidden = _read(attacker, "", _export(published), report, 5 if visitors < 100 else None)

    assert hidden
    _assert_nothing_follows(attacker, hidden)


@pytest.mark.parametrize(("seed", "visitors"), [(1, 110), (3, 25), (0, 200)])
@pytest.mark.parametrize("rounds", [10, 0])
def test_a_search_that_is_given_up_withholds_more(
    seed: int, visitors: int, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the fewest rows to withhold are not found in time, more are withheld, nothing follows, and the report says so."""
    report, heat = _report(_log(seed, OCTOBER, visitors))
    usual = suppress(report, 5, None, heat)
    monkeypatch.setattr(disclosure, "_STEPS", 0)
    monkeypatch.setattr(disclosure, "_ROUNDS", rounds)
    published = suppress(report, 5, None, heat)
    attacker = Attacker()

    hidden = _read(attacker, "", _export(published), report, 5 if visitors < 100 else None)

    assert sum(p.withheld for p in published.panels) > sum(p.withheld for p in usual.panels)
    assert "More rows are withheld" in " ".join(published.notes)
    assert "More rows are withheld" not in " ".join(usual.notes)
    _assert_nothing_follows(attacker, hidden)


@pytest.mark.parametrize("seed", range(2))
def test_the_attack_works_without_complements(seed: int) -> None:
    """The attacker of these tests is no straw man: where only small rows are withheld, some are worked out."""
    report, _ = _report(_log(seed, OCTOBER, 60))
    naive = replace(
        report,
        heat=(),
        panels=tuple(
            replace(
                p,
                rows=tuple(r for r in p.rows if (r.visitors or 0) >= 5),
                withheld=sum((r.visitors or 0) < 5 for r in p.rows),
            )
            for p in report.panels
        ),
    )
    attacker = Attacker()

    hidden = _read(attacker, "", _export(naive), report, None)

    with pytest.raises(AssertionError, match=" is "):
        _assert_nothing_follows(attacker, hidden)


def _days(seed: int, visitors: int = 80) -> tuple[list[TrafficReport], TrafficReport, list[dict[tuple[str, int], int]]]:
    days = OCTOBER[:3]
    hits = _log(seed, days, visitors)
    parts = [_report([h for h in hits if h.day == day]) for day in days]
    whole, heat = _report(hits)
    return [r for r, _ in parts], whole, [*(h for _, h in parts), heat]


def _read_days(
    attacker: Attacker,
    days: Sequence[TrafficReport],
    whole: TrafficReport,
    exports: Sequence[TrafficReport],
    bases: Sequence[int | None],
) -> list[tuple[int, int]]:
    """Tell the attacker the reports of several days and that of all of them, and that their rows add up."""
    hidden = []
    for i, (truth, export, base) in enumerate(zip((*days, whole), exports, bases, strict=False)):
        if export.totals.visitors >= 0:
            hidden += _read(attacker, str(i), _export(export), truth, base)
    last = str(len(days))
    for panel in whole.panels:
        for row in panel.rows:
            parts = [
                str(i)
                for i, d in enumerate(days)
                for p in d.panels
                if p.id == panel.id and row.key in {r.key for r in p.rows}
            ]
            if any((i, panel.id, row.key, "hits") not in attacker.names for i in parts):
                continue
            for what in ("hits", "visitors"):
                terms = {attacker.variable(i, panel.id, row.key, what): 1.0 for i in parts}
                attacker.equal.append((terms | {attacker.variable(last, panel.id, row.key, what): -1.0}, 0))
    return hidden


@pytest.mark.parametrize("seed", [3])
def test_no_withheld_cell_follows_from_several_days_and_their_sum(seed: int) -> None:
    """Rounded, the reports of single days and of all of them, made apart, do not give a day's cell away by subtraction."""
    days, whole, heats = _days(seed)
    exports = [suppress(r, 5, 5, h) for r, h in zip((*days, whole), heats, strict=True)]
    attacker = Attacker()

    hidden = _read_days(attacker, days, whole, exports, [5] * len(exports))

    _assert_nothing_follows(attacker, hidden)


def test_no_withheld_cell_follows_from_exact_reports_side_by_side() -> None:
    """Exact reports of single days, which share no line, help each other nothing."""
    days, whole, heats = _days(0)
    exports = [suppress(r, 5, None, h) for r, h in zip(days, heats, strict=False)]
    attacker = Attacker()

    hidden = _read_days(attacker, days, whole, exports, [None if d.totals.visitors >= 100 else 5 for d in days])

    _assert_nothing_follows(attacker, hidden)


def test_subtraction_works_without_rounding() -> None:
    """Why the docs ask for rounding: an exact report of the whole period gives a day's cell away."""
    days, whole, heats = _days(2, 600)
    exports = [suppress(r, 5, None, h) for r, h in zip((*days, whole), heats, strict=True)]
    assert min(r.totals.visitors for r in days) >= 100
    attacker = Attacker()

    hidden = _read_days(attacker, days, whole, exports, [None] * len(exports))

    with pytest.raises(AssertionError, match=" is "):
        _assert_nothing_follows(attacker, hidden)


K10 = suppress(sample(), 10)


def test_every_published_row_has_k_visitors() -> None:
    """The rule itself, and what is withheld is counted."""
    report, heat = _report(_log(3, OCTOBER, 200))
    published = suppress(report, 7, None, heat)

    for before, after in zip(report.panels, published.panels, strict=True):
        assert all((r.visitors or 0) >= 7 for r in after.rows)
        assert len(after.rows) + after.withheld == len(before.rows) == after.total_rows
    assert published.k == 7


def test_k_1_publishes_everything() -> None:
    """With k = 1 nothing is withheld, and the report says k = 1."""
    report, heat = _report(_log(3, OCTOBER, 50))

    published = suppress(report, 1, None, heat)

    assert published.panels == report.panels
    assert published.heat == report.heat
    assert published.k == 1


def test_a_row_whose_visitors_are_not_counted_is_withheld() -> None:
    """What cannot be shown to be large counts as small; but a row that is the sum of the others speaks for them."""
    rows = (Row("(all)", 900, None, 1), Row("/a", 500, 90, 1), Row("/b", 400, 80, 1))
    odd = (Row("/x", 901, None, 1), Row("/y", 500, 90, 1), Row("/z", 400, 80, 1))

    summed, unknown = suppress([Panel("p", "p", "p", rows, total_rows=3), Panel("q", "q", "q", odd, total_rows=3)], 10)

    assert [r.key for r in summed.rows] == ["(all)", "/a", "/b"]
    assert "/x" not in [r.key for r in unknown.rows]


def test_one_small_row_takes_another_with_it() -> None:
    """A single withheld row would be the sum less the others; the smallest published one goes too, and both are told together."""
    rows = (Row("a", 500, 100, 1), Row("b", 300, 50, 1), Row("c", 20, 3, 1))

    (panel,) = suppress([Panel("vhosts", "", "", rows, total_rows=3)], 10)

    assert ([r.key for r in panel.rows], panel.withheld, panel.withheld_hits) == (["a"], 2, 320)


def test_a_lonely_small_row_takes_the_sum_with_it() -> None:
    """A panel of one small row tells neither its hits nor, through a total, their sum."""
    report = sample()
    bots = Panel("bots", "Bots", "Bot", (Row("OneBot", 40, 2, 400),), total_rows=1)
    report = replace(report, panels=(report.panels[0], bots), totals=replace(report.totals, bots=40))

    published = suppress(report, 10)

    assert published.panels[1].rows == ()
    assert published.panels[1].withheld_hits is None
    assert published.totals.bots == -1
    assert json.loads(render_json(published))["totals"]["bots"] is None


def test_shares_do_not_tell_what_the_sum_does_not() -> None:
    """Where the panel's sum may not be told, shares are of what is published."""
    rows = tuple(Row(k, n, v, 1, share=n / 1000) for k, n, v in (("a", 700, 90), ("b", 270, 60), ("c", 30, 4)))
    other = Panel("days", "", "", (Row("2026-10-01", 1003, 400, 1),), total_rows=1)
    report = replace(
        sample(),
        totals=replace(sample().totals, hits=1003),
        panels=(other, Panel("phrases", "", "", rows, total_rows=3)),
    )

    panel = suppress(report, 10).panels[1]

    if panel.withheld_hits is None:
        assert sum(r.share for r in panel.rows) == pytest.approx(1)


def test_a_report_on_too_few_is_withheld_whole() -> None:
    """Of a log of three visitors nothing is told, not even how many lines; no renderer takes the sign for a number."""
    report, heat = _report(_log(1, OCTOBER, 3))

    published = suppress(report, 10, None, heat)

    data = json.loads(render_json(published))
    assert not any(p.rows for p in published.panels)
    assert published.heat == ()
    assert [data["totals"][n] for n in ("lines", "hits", "visitors", "bytes", "bots")] == [None] * 5
    assert "nothing of it is published" in published.notes[-1]
    told = replace(published, totals=replace(published.totals, unparsed=2))
    assert problems(told)[0] == "2 lines fit no format and are not in the figures."  # of how many is withheld
    assert period(told) == "period withheld"


def test_moments_become_days() -> None:
    """The first and last second of a row is one visitor's doing; published rows tell the day."""
    assert {len(r.first) for p in K10.panels for r in p.rows} <= {0, 10}


def test_heat_without_visitors_is_withheld() -> None:
    """Cells that cannot be shown to be large are not drawn, and the report says so."""
    assert K10.heat == ()
    assert any("map of days and hours is withheld" in n for n in K10.notes)


def test_rounded_totals_add_up() -> None:
    """After rounding, the lines are still the sum of their parts, and every count is a multiple."""
    published = suppress(sample(), 10, 10)
    t = published.totals

    assert t.lines == t.fitting + t.unparsed + t.empty
    assert all(n % 10 == 0 for n in (t.lines, t.hits, t.visitors, t.bots, t.not_found, t.static))
    assert all(r.hits % 10 == 0 and (r.visitors or 0) % 10 == 0 for p in published.panels for r in p.rows)


def test_more_rows_than_memory_would_like() -> None:
    """A hundred thousand small rows are withheld in a moment."""
    small = (Row(f"/{i}", 1 + i % 7, 1, 1) for i in range(100_000))
    rows = (*small, Row("/", 9000, 800, 1), Row("/a", 900, 80, 1))

    (panel,) = suppress([Panel("requests", "", "", rows, total_rows=len(rows))], 10)

    assert [r.key for r in panel.rows] == ["/"]


@pytest.mark.parametrize(("k", "rounding"), [(0, None), (-1, None), (10, 0)])
def test_nonsense_is_refused(k: int, rounding: int | None) -> None:
    """A k or a rounding below one is a usage error."""
    with pytest.raises(UsageError):
        suppress(sample(), k, rounding)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30)), min_size=1, max_size=12),
    st.integers(2, 12),
)
@settings(max_examples=150, deadline=None)
def test_law_of_one_table(cells: list[tuple[int, int]], k: int) -> None:
    """In any one table: what is withheld is nothing, or at least two rows that are not all known to be one hit each."""
    rows = tuple(Row(str(i), max(h, v), v, None) for i, (h, v) in enumerate(cells))

    (panel,) = suppress([Panel("p", "", "", rows, total_rows=len(rows))], k)

    shown = {r.key for r in panel.rows}
    hidden = [r for r in rows if r.key not in shown]
    assert {r.key for r in rows if (r.visitors or 0) < k} <= {r.key for r in hidden}
    if hidden and shown:
        assert len(hidden) >= 2
        assert max(r.visitors or 0 for r in hidden) >= k
    if panel.withheld_hits is not None and hidden:
        assert len(hidden) >= 2
        assert panel.withheld_hits == sum(r.hits for r in hidden)
