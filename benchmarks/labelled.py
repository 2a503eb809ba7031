"""
Labelled log lines without end: `labelled.py [--count N] [--seed S] [--half tuning|checking|all]`, JSON lines on standard output.

Situations x formats x encodings x countries. Offsets come from building the line, never from searching it; each family
has, beside what it holds, the nearest thing that holds nothing. Families, not lines, are parted into halves, each a
file: what a detector learns on one cannot be known of the other. A family that somebody has looked at to change a detector moves to tuning. The shape is that of the shared span set (`id`, `situation`,
`format`, `line`, `spans`, `optional`; offsets count bytes, and all lines are ASCII).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, quote_plus

from labelled_checking import CHECKING
from labelled_families import TUNING, Family
from labelled_later import LATER
from labelled_words import VALUES, Person, client, person

HOLE = re.compile(r"\{(?:([a-z_]+)(\?)?)?=([a-z0-9_]+)\}")
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.6723.58 Mobile Safari/537.36",
    "Mozilla/5.0 (compatible; examplebot/2.1; +https://bot.example.net/about)",
    "curl/8.5.0",
    "okhttp/4.12.0",
    "-",
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


class Span(NamedTuple):
    """Bytes of a line that identify somebody."""

    start: int
    end: int
    type: str
    optional: bool


@dataclass(slots=True)
class Marked:
    """A text under construction with the spans in it. Everything is ASCII, so characters are bytes."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def add(self, text: str, kind: str = "", *, optional: bool = False) -> None:
        if kind and text:
            self.spans.append(Span(len(self.text), len(self.text) + len(text), kind, optional))
        self.text += text

    def join(self, other: Marked) -> None:
        at = len(self.text)
        self.spans += [Span(a + at, b + at, kind, optional) for a, b, kind, optional in other.spans]
        self.text += other.text

    def escaped(self, escape: Callable[[str], str]) -> Marked:
        """Each stretch escaped by itself, so that the spans go with their bytes."""
        out = Marked()
        at = 0
        for start, end, kind, optional in sorted(self.spans):
            out.add(escape(self.text[at:start]))
            out.add(escape(self.text[start:end]), kind, optional=optional)
            at = end
        out.add(escape(self.text[at:]))
        return out


# How a value is written in a URL --------------------------------------------------------------------------------------


def _every_byte(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _lower(text: str) -> str:
    return re.sub(r"%[0-9A-F]{2}", lambda m: m.group().lower(), quote(text, safe=""))


def _bare(text: str) -> str:
    """As careless clients write: only what would end the value is encoded."""
    return quote(text, safe="@:,;()!*'/+$~").replace("+", "%2B")


def _twice(text: str) -> str:
    return quote(quote(text, safe=""), safe="")


ENCODINGS: dict[str, Callable[[str], str]] = {
    "form": quote_plus,
    "percent": lambda text: quote(text, safe=""),
    "lower": _lower,
    "bare": _bare,
    "twice": _twice,
    "every": _every_byte,
}
WEIGHTS = (8, 6, 2, 4, 2, 1)


def _backslashes(text: str) -> str:
    """Text that a server writes into a quoted field: bytes beyond ASCII as httpd does, in UTF-8."""
    return "".join(c if c.isascii() else "".join(f"\\x{byte:02x}" for byte in c.encode()) for c in text)


def fill(template: str, who: Person, encode: Callable[[str], str]) -> Marked:
    """A template with its holes filled, each value encoded; ``{{`` and ``}}`` are JSON that is encoded as a whole."""
    out = Marked()
    at = 0
    for hole in HOLE.finditer(template):
        _plain(out, template[at : hole.start()], encode)
        kind, optional, value = hole.groups()
        out.add(encode(VALUES[value](who)), kind or "", optional=bool(optional))
        at = hole.end()
    _plain(out, template[at:], encode)
    return out


def _plain(out: Marked, text: str, encode: Callable[[str], str]) -> None:
    """The template's own text: as it is, but for what an encoded JSON value is written in."""
    for part in re.split(r'(\{\{|\}\}|"(?:[a-z]+)?"?:?,?"?)', text):
        json_part = part in ("{{", "}}") or part.startswith('"')
        out.add(encode(part.replace("{{", "{").replace("}}", "}")) if json_part else part)


# One request, and the lines that servers write of it --------------------------------------------------------------------


@dataclass(slots=True)
class Request:
    """What the formats write of; `message` is set for error logs alone."""

    rng: random.Random
    client: Marked
    target: Marked
    user: Marked
    referer: Marked
    agent: Marked
    forwarded: Marked
    cookie: Marked
    message: Marked | None = None
    status: str = "200"
    size: str = "512"

    def clf_time(self) -> str:
        r = self.rng
        zone = r.choice(("+0000", "+0100", "-0500", "+0530"))
        return f"{r.randrange(1, 29):02d}/{r.choice(MONTHS)}/2026:{self.clock()} {zone}"

    def iso_time(self) -> str:
        return f"2026-{self.rng.randrange(1, 13):02d}-{self.rng.randrange(1, 29):02d}T{self.clock()}+00:00"

    def clock(self) -> str:
        r = self.rng
        return f"{r.randrange(24):02d}:{r.randrange(60):02d}:{r.randrange(60):02d}"

    def request(self) -> Marked:
        out = Marked(self.rng.choice(("GET ", "GET ", "GET ", "POST ", "PUT ")))
        out.join(self.target)
        out.add(self.rng.choice((" HTTP/1.1", " HTTP/2.0")))
        return out


Part = str | Marked


def build(*parts: Part) -> Marked:
    out = Marked()
    for part in parts:
        out.join(part if isinstance(part, Marked) else Marked(part))
    return out


def common(q: Request) -> Marked:
    return build(q.client, " - ", q.user, f' [{q.clf_time()}] "', q.request(), f'" {q.status} {q.size}')


def combined(q: Request) -> Marked:
    return build(common(q), ' "', q.referer, '" "', q.agent, '"')


def vhost_combined(q: Request) -> Marked:
    return build(q.rng.choice(("www.example.com:443 ", "shop.example.org:80 ")), combined(q))


def combinedio(q: Request) -> Marked:
    return build(combined(q), f" {q.rng.randrange(200, 2000)} {q.rng.randrange(200, 90000)}")


def nginx_main(q: Request) -> Marked:
    return build(combined(q), ' "', q.forwarded, '"')


def cookie_column(q: Request) -> Marked:
    return build(combined(q), ' "', q.cookie, '"')


def ingress(q: Request) -> Marked:
    upstream = "10.42.0." + str(q.rng.randrange(2, 250))
    tail = build(" 215 0.034 [shop-api-8080] [] ", _marked(upstream, "ip"), f":8080 {q.size} 0.034 {q.status} ")
    return build(combined(q), tail, f"{q.rng.getrandbits(128):032x}")


def _marked(text: str, kind: str) -> Marked:
    out = Marked()
    out.add(text, kind)
    return out


def _json_text(text: str) -> str:
    return json.dumps(text)[1:-1]


def _json(members: tuple[tuple[str, Part], ...]) -> Marked:
    out = Marked("{")
    for i, (key, value) in enumerate(members):
        out.add(f'{"," if i else ""}"{key}":"')
        out.join(value.escaped(_json_text) if isinstance(value, Marked) else Marked(value))
        out.add('"')
    out.add("}")
    return out


def nginx_json(q: Request) -> Marked:
    return _json(
        (
            ("time_iso8601", q.iso_time()), ("remote_addr", q.client), ("remote_user", q.user), ("request", q.request()),
            ("status", q.status), ("body_bytes_sent", q.size), ("http_referer", q.referer), ("http_user_agent", q.agent),
            ("http_x_forwarded_for", q.forwarded),
        ),
    )  # fmt: skip


def app_json(q: Request) -> Marked:
    return _json(
        (
            ("ts", q.iso_time()),
            ("client_ip", q.client),
            ("user", q.user),
            ("uri", q.target),
            ("referer", q.referer),
            ("ua", q.agent),
        ),
    )


def apache_error(q: Request) -> Marked:
    day, clock = f"{q.rng.choice(MONTHS)} {q.rng.randrange(1, 29):02d}", q.clock()
    assert q.message is not None
    port = _marked(str(q.rng.randrange(30000, 65000)), "port")
    port.spans = [Span(a, b, kind, optional=True) for a, b, kind, _ in port.spans]
    head = f"[{q.rng.choice(DAYS)} {day} {clock}.{q.rng.randrange(10**6):06d} 2026] [core:error] [pid {q.rng.randrange(300, 99999)}] [client "
    tail: tuple[Part, ...] = (", referer: ", q.referer) if q.referer.text != "-" else ()
    return build(head, q.client, ":", port, "] ", q.message, *tail)


def nginx_error(q: Request) -> Marked:
    assert q.message is not None
    head = f"2026/{q.rng.randrange(1, 13):02d}/{q.rng.randrange(1, 29):02d} {q.clock()} [error] 31#31: *{q.rng.randrange(9, 9999)} "
    tail: tuple[Part, ...] = (', referrer: "', q.referer, '"') if q.referer.text != "-" else ()
    return build(
        head,
        q.message,
        ", client: ",
        q.client,
        ', server: www.example.com, request: "',
        q.request(),
        '", host: "www.example.com"',
        *tail,
    )


FORMATS: dict[str, Callable[[Request], Marked]] = {
    "combined": combined,
    "common": common,
    "vhost_combined": vhost_combined,
    "combinedio": combinedio,
    "nginx_main": nginx_main,
    "combined_cookie": cookie_column,
    "ingress_nginx": ingress,
    "nginx_json": nginx_json,
    "json": app_json,
    "apache_error": apache_error,
    "nginx_error": nginx_error,
}
ERRORS = ("apache_error", "nginx_error")
USUAL = ("combined", "combined", "vhost_combined", "combinedio", "nginx_main", "ingress_nginx", "nginx_json", "json")


def _formats(slots: dict[str, str]) -> tuple[str, ...]:
    """The formats that write every slot of the template."""
    if "m" in slots:
        return ERRORS
    if "x" in slots:
        return ("combined_cookie",)
    if "f" in slots:
        return ("nginx_main", "nginx_json")
    return USUAL if {"r", "a"} & slots.keys() else (*USUAL, "common")


def make(template: str, rng: random.Random) -> tuple[str, Marked]:
    """One line of a template: the format's name, and the line with its spans."""
    slots = dict(part.split(":", 1) for part in template.split(" ~ "))
    who = person(rng)
    name = rng.choice(_formats(slots))
    encode = rng.choices(tuple(ENCODINGS.values()), WEIGHTS)[0]

    def slot(key: str, default: str, how: Callable[[str], str]) -> Marked:
        return fill(slots[key], who, how) if key in slots else Marked(default)

    # An encoded path has %20, never a plus; "twice" and "every" are for queries, where filters and forms make them.
    def url(key: str, default: str) -> Marked:
        path, mark, query = re.fullmatch(r"(.*?)(?:(\?)(?!=)(.*))?", slots.get(key, default)).groups("")
        out = fill(path, who, (lambda text: quote(text, safe="@:,~")) if "://" not in path else _bare)
        return build(out, mark, fill(query, who, encode)) if mark else out

    address = Marked()
    address.add(client(who), "client_ip")
    if name in ERRORS and ":" in address.text and name == "apache_error" and "::ffff" in address.text:
        address = _marked("2001:db8::7", "client_ip")
    request = Request(
        rng,
        address,
        url("t", "/"),
        slot("u", "-", str),
        url("r", rng.choice(("-", "-", "https://www.example.com/", "https://search.example.org/"))),
        slot("a", rng.choice(AGENTS), str),
        slot("f", "-", str),
        slot("x", "-", str),
        slot("m", "", _backslashes) if "m" in slots else None,
        status=rng.choice(("200", "200", "200", "302", "404", "500")),
        size=str(rng.randrange(100, 99999)),
    )
    return name, FORMATS[name](request)


# The set ----------------------------------------------------------------------------------------------------------------


HALVES: dict[str, tuple[Family, ...]] = {
    "tuning": TUNING,
    "checking": CHECKING + LATER,
    "all": TUNING + CHECKING + LATER,
}


def generate(count: int = 2000, seed: int = 1, part: str = "all") -> Iterator[dict[str, object]]:
    """About ``count`` records, the same for the same arguments; positives and their negatives turn about."""
    families = HALVES[part]
    per_family = max(1, count // (2 * len(families)))
    for family in families:
        rng = random.Random(f"{seed} {family.name}")
        for i in range(per_family):
            for kind, templates in (("P", family.found), ("N", family.clean)):
                name, line = make(templates[i % len(templates)], rng)
                yield {
                    "id": f"{family.name}-{i}{kind}",
                    "situation": family.name,
                    "format": name,
                    "line": line.text,
                    "spans": [
                        {"start": s.start, "end": s.end, "type": s.type} for s in sorted(line.spans) if not s.optional
                    ],
                    "optional": [
                        {"start": s.start, "end": s.end, "type": s.type} for s in sorted(line.spans) if s.optional
                    ],
                }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="about how many lines")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", choices=tuple(HALVES), default="all", help="which families")
    options = parser.parse_args()
    for record in generate(options.count, options.seed, options.half):
        sys.stdout.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
