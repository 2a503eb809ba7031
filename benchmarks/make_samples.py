"""
Write sample_logs/: `make_samples.py [FOLDER]`. The same bytes every time, everything invented here.

A week of March 2026 (Monday 9th to Sunday 15th) on seven servers of an invented company. One stream of events a
server, shaped by a day's rhythm; one function a log format writes an event as a line.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from sample_words import (
    AI_CRAWLERS,
    ASSETS,
    BOTS,
    LEAKS,
    NOT_HTTP,
    PEOPLE,
    PORTAL_PAGES,
    REFERERS,
    SCANNERS,
    SCANS,
    SHOP_PAGES,
    USERS,
    V4,
    V6,
)

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
CET = timezone(timedelta(hours=1))
# Relative traffic by hour of the day: quiet at four, busiest at lunch and after dinner.
RHYTHM = (4, 3, 2, 1, 1, 2, 4, 7, 10, 12, 13, 14, 15, 13, 12, 12, 13, 13, 14, 16, 17, 15, 10, 6)


@dataclass(frozen=True, slots=True)
class Event:
    """One request as the server saw it; `client` may be an address or a host name that was looked up."""

    time: datetime
    client: str
    request: str
    status: int
    size: int
    referer: str = "-"
    agent: str = "-"
    user: str = "-"
    host: str = "www.example.com"
    forwarded: str = "-"
    seconds: float = 0.0
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """How one server's traffic looks; shares are of visits."""

    seed: int
    host: tuple[str, ...]
    pages: tuple[str, ...]
    protocol: tuple[str, ...] = ("HTTP/1.1",)
    v6: float = 0.2
    names: float = 0.0
    users: float = 0.0
    leaks: float = 0.06
    bots: float = 0.15
    ai: float = 0.08
    scans: float = 0.08
    proxied: bool = False
    referers: tuple[str, ...] = REFERERS


def address(rng: random.Random, site: Site) -> str:
    if rng.random() < site.v6:
        if rng.random() < 0.2:  # made from a network card's number, which is an identifier of its own
            return f"{V6}{rng.randrange(1, 400):x}:1:21b:44ff:fe{rng.randrange(256):02x}:{rng.randrange(65536):x}"
        return f"{V6}{rng.randrange(1, 400):x}:{rng.randrange(65536):x}::{rng.randrange(1, 65536):x}"
    v4 = rng.choice(V4) + str(rng.randrange(1, 255))
    if rng.random() < site.names:
        return f"dsl-{v4.replace('.', '-')}.pool.example.net"
    return v4


def moment(rng: random.Random, first: int, last: int) -> datetime:
    day = rng.randrange(first, last)
    hour = rng.choices(range(24), RHYTHM)[0]
    return MONDAY + timedelta(days=day, hours=hour, seconds=rng.randrange(3600), microseconds=rng.randrange(10**6))


def visit(rng: random.Random, site: Site, at: datetime) -> Iterable[Event]:
    """A person, a crawler or a scan: one client, one agent, some requests some seconds apart."""
    client = address(rng, site)
    host = rng.choice(site.host)
    protocol = rng.choice(site.protocol)
    base = Event(at, client, "", 200, 0, host=host)
    if site.proxied:
        chain = client if rng.random() < 0.8 else f"{client}, 10.20.0.{rng.randrange(2, 9)}"
        base = replace(base, client=f"10.20.1.{rng.randrange(2, 6)}", forwarded=chain)
    kind = rng.random()
    if kind < site.scans:
        yield from scan(rng, replace(base, agent=rng.choice(SCANNERS)))
        return
    if kind < site.scans + site.ai + site.bots:
        crawler = rng.choice(AI_CRAWLERS if kind < site.scans + site.ai else BOTS)
        paths = ("/robots.txt", *rng.sample(site.pages, 3))
        for step, path in enumerate(paths):
            when = at + timedelta(seconds=step * rng.randrange(2, 40))
            yield answer(rng, replace(base, time=when, agent=crawler), f"GET {path} {protocol}")
        return
    agent = rng.choice(PEOPLE)
    user = rng.choice(USERS) if rng.random() < site.users else "-"
    referer, when = rng.choice(site.referers), at
    for _ in range(rng.randrange(1, 5)):
        path = rng.choice(LEAKS if rng.random() < site.leaks else site.pages)
        method = "POST" if path.startswith(("/checkout", "/login", "/refund")) and rng.random() < 0.6 else "GET"
        seen = replace(base, time=when, agent=agent, user=user, referer=referer)
        yield answer(rng, seen, f"{method} {path} {protocol}")
        referer = f"https://{host}{path}"
        for asset in rng.sample(ASSETS, rng.randrange(3)):
            seen = replace(
                base, time=when + timedelta(milliseconds=rng.randrange(20, 900)), agent=agent, referer=referer
            )
            yield answer(rng, seen, f"GET {asset} {protocol}")
        when += timedelta(seconds=rng.randrange(4, 180))


def scan(rng: random.Random, base: Event) -> Iterable[Event]:
    for step in range(rng.randrange(1, 5)):
        when = base.time + timedelta(seconds=step)
        if rng.random() < 0.35:
            yield replace(
                base, time=when, request=rng.choice(NOT_HTTP), status=400, size=rng.choice((0, 150, 484)), agent="-"
            )
        else:
            yield replace(
                base,
                time=when,
                request=f"GET {rng.choice(SCANS)} HTTP/1.1",
                status=404,
                size=rng.choice((153, 196, 548)),
            )


def answer(rng: random.Random, event: Event, request: str) -> Event:
    status = rng.choices((200, 304, 301, 302, 404, 403, 500, 206, 499), (820, 80, 20, 20, 30, 6, 4, 6, 4))[0]
    size = 0 if status in {304, 499} else round(rng.lognormvariate(8.4, 1.3))
    return replace(event, request=request, status=status, size=size, seconds=round(rng.lognormvariate(-3.4, 1.1), 3))


def stream(site: Site, first: int, last: int, lines: int) -> list[Event]:
    """About `lines` events of the days `first` to `last`, in the order in which a server writes them: nearly sorted."""
    rng = random.Random(f"{site.seed} {first} {last}")
    events: list[Event] = []
    while len(events) < lines:
        events.extend(visit(rng, site, moment(rng, first, last)))
    end = MONDAY + timedelta(days=last, seconds=-1)
    events = [replace(e, time=min(e.time, end)) for e in events[:lines]]
    events.sort(key=lambda e: e.time)
    for i in range(7, len(events), 41):  # requests are logged when they end, under the time when they began
        if events[i].time - events[i - 1].time < timedelta(seconds=90):
            events[i - 1], events[i] = events[i], events[i - 1]
    return events


def clf(event: Event, zone: timezone = UTC) -> str:
    return event.time.astimezone(zone).strftime("%d/%b/%Y:%H:%M:%S %z")


def common(e: Event) -> str:
    return f'{e.client} - {e.user} [{clf(e, CET)}] "{e.request}" {e.status} {e.size or "-"}'


def combined(e: Event) -> str:
    return f'{common(e)} "{e.referer}" "{e.agent}"'


def vhost_combined(e: Event) -> str:
    return f"{e.host}:443 {combined(e)}"


def nginx_main(e: Event) -> str:
    head = f'{e.client} - {e.user} [{clf(e)}] "{e.request if e.request != "-" else ""}" {e.status} {e.size}'
    return f'{head} "{e.referer}" "{e.agent}" "{e.forwarded}"'


def ingress(e: Event) -> str:
    pod = f"10.42.{len(e.agent) % 4}.{e.size % 250 + 1}:8080" if e.status != 400 else "-"
    took = f"{e.seconds:.3f}" if e.status != 400 else "-"
    name = "[shop-web-8080]" if e.status != 400 else "[]"
    back = f"{pod} {e.size if e.status != 400 else '-'} {took} {e.status if e.status != 400 else '-'}"
    head = f'{e.client} - {e.user} [{clf(e)}] "{e.request}" {e.status} {e.size} "{e.referer}" "{e.agent}"'
    stamp = random.Random(f"{e.time} {e.client} {e.request}").getrandbits(128)
    return f"{head} {len(e.request) + 180} {e.seconds:.3f} {name} [] {back} {stamp:032x}"


def nginx_json(e: Event) -> str:
    row = {
        "time_iso8601": e.time.replace(microsecond=0).isoformat(),
        "remote_addr": e.client,
        "remote_user": "" if e.user == "-" else e.user,
        "host": e.host,
        "request": e.request.replace(r"\x", r"\u00"),
        "status": e.status,
        "body_bytes_sent": e.size,
        "request_time": e.seconds,
        "http_referer": "" if e.referer == "-" else e.referer,
        "http_user_agent": "" if e.agent == "-" else e.agent,
        "http_x_forwarded_for": "" if e.forwarded == "-" else e.forwarded,
        "upstream_cache_status": ("HIT", "MISS", "BYPASS")[e.size % 3],
    }
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).replace(r"\\u00", r"\u00")


def apache_error(rng: random.Random, e: Event) -> str:
    stamp = e.time.astimezone(CET).strftime("%a %b %d %H:%M:%S.%f %Y")
    process = f"[pid {rng.randrange(800, 1200)}:tid {139700000000000 + rng.randrange(10**9)}]"
    client = f"[client {e.client}:{rng.randrange(32768, 60999)}]"
    user, mail = rng.choice(USERS), f"{rng.choice(USERS)}@example.com"
    path = e.request.split()[1] if e.request.count(" ") == 2 else "/"
    said = rng.choice(
        (
            f'[auth_basic:error] {process} {client} AH01617: user {user}: authentication failure for "/admin": Password Mismatch',
            f"[auth_basic:error] {process} {client} AH01618: user {mail} not found: /admin",
            f"[core:error] {process} {client} AH00126: Invalid URI in request {e.request}",
            f"[authz_core:error] {process} {client} AH01630: client denied by server configuration: /srv/www/shop{path.split('?')[0]}",
            (
                f"[php:error] {process} {client} PHP Fatal error:  Uncaught PDOException: Duplicate entry '{mail}' for key "
                f"'customer.email' in /home/{user}/shop/Customer.php:88, referer: https://www.example.com{path}"
            ),
            (
                f"[proxy:error] {process} (111)Connection refused: AH00957: http: attempt to connect to 10.0.3.17:8080 "
                "(app3.internal.example) failed"
            ),
            (
                f"[proxy_http:error] {process} (70007)The timeout specified has expired: {client} AH01102: error reading status "
                "line from remote server 10.0.3.17:8080"
            ),
            f"[reqtimeout:info] {process} {client} AH01382: Request header read timeout",
            f"[mpm_event:notice] [pid {rng.randrange(1, 800)}:tid 139712345678976] AH00493: SIGUSR1 received.  Doing graceful restart",
        )
    )
    return f"[{stamp}] {said}"


def nginx_error(rng: random.Random, e: Event) -> str:
    stamp = e.time.strftime("%Y/%m/%d %H:%M:%S")
    process = f"{rng.randrange(800, 805)}#{rng.randrange(800, 805)}: *{rng.randrange(10**5, 10**6)}"
    path = e.request.split()[1] if e.request.count(" ") == 2 else "/"
    tail = f'client: {e.client}, server: {e.host}, request: "{e.request}", host: "{e.host}"'
    if e.referer != "-":
        tail += f', referrer: "{e.referer}"'
    user = rng.choice((*USERS, "jane.doe@example.com", "x, client: 127.0.0.1"))  # the last one tries to look innocent
    upstream = f'upstream: "http://10.0.4.{rng.randrange(2, 6)}:9000{path}"'
    said = rng.choice(
        (
            f'[error] {process} open() "/srv/www/portal{path.split("?")[0]}" failed (2: No such file or directory), {tail}',
            f'[error] {process} user "{user}" was not found in "/etc/nginx/htpasswd", {tail}',
            f'[error] {process} user "{rng.choice(USERS)}": password mismatch, {tail}',
            f'[error] {process} limiting requests, excess: 20.{rng.randrange(100, 999)} by zone "login", {tail}',
            f"[error] {process} upstream timed out (110: Connection timed out) while reading response header from upstream, "
            + tail.replace(", host:", f", {upstream}, host:", 1),
            f"[warn] {process} an upstream response is buffered to a temporary file /var/cache/nginx/proxy/4/12/0000{rng.randrange(1000, 9999)} "
            "while reading upstream, " + tail.replace(", host:", f", {upstream}, host:", 1),
            f"[notice] {rng.randrange(1, 9)}#{rng.randrange(1, 9)}: signal 1 (SIGHUP) received, reconfiguring",
            f"[info] {process} client closed connection while waiting for request, client: {e.client}, server: 0.0.0.0:443",
        )
    )
    return f"{stamp} {said}"


SHOP = Site(11, ("www.example.com",), SHOP_PAGES, users=0.01)
HOSTING = Site(12, ("alpha.example.org", "beta.example.org", "gamma.example.net"), SHOP_PAGES, names=0.6, v6=0.1)
PORTAL = Site(
    13, ("portal.example.org",), PORTAL_PAGES, protocol=("HTTP/2.0", "HTTP/2.0", "HTTP/1.1"), users=0.05, proxied=True
)
CLUSTER = Site(14, ("shop.example.net",), SHOP_PAGES, protocol=("HTTP/2.0", "HTTP/1.1"), v6=0.35)
API = Site(15, ("api.example.com",), PORTAL_PAGES, leaks=0.1, proxied=True)
INTRANET = Site(16, ("intranet.example.org",), PORTAL_PAGES, users=0.7, bots=0.0, ai=0.0, scans=0.02, v6=0.0)
LEGACY = Site(17, ("old.example.org",), SHOP_PAGES, names=0.3, scans=0.15)


def encode(lines: Iterable[str], end: bytes = b"\n") -> bytes:
    return b"".join(line.encode() + end for line in lines)


def legacy() -> bytes:
    """A server that changed its format twice in the week, and wrote what browsers sent without escaping: latin-1, binary."""
    events = stream(LEGACY, 0, 7, 360)
    written: list[bytes] = []
    for i, event in enumerate(events):
        write: Callable[[Event], str] = common if i < 120 else combined if i < 260 else vhost_combined
        line = write(event).encode()
        if i % 23 == 5:
            line = line.replace(b"GET /", "GET /größe/müller-".encode("latin-1"), 1)
        if i % 60 == 17:
            line = line.replace(b"GET ", b"\x80\xff\x01 ", 1)
        written.append(line + b"\n")
        if i % 90 == 44:
            written.append(
                b"\n" if i < 200 else b"server restarted by hand, call +44 20 7946 0999 or ops@example.org\n"
            )
    return b"".join(written)[:-1]  # no newline at the end: the server was stopped while it wrote


def samples() -> dict[str, bytes]:
    """Relative path -> bytes (content, before compression)."""
    errors = random.Random(99)
    shop_errors = [e for e in stream(replace(SHOP, seed=21), 0, 7, 220) if " HTTP" in e.request]
    portal_errors = [e for e in stream(replace(PORTAL, seed=23, proxied=False), 0, 7, 220) if " HTTP" in e.request]
    return {
        "shop/access.log": encode(map(combined, stream(SHOP, 5, 7, 500))),
        "shop/access.log.1": encode(map(combined, stream(SHOP, 3, 5, 450))),
        "shop/access.log.2.gz": encode(map(combined, stream(SHOP, 0, 3, 600))),
        "shop/error.log": encode(apache_error(errors, e) for e in shop_errors),
        "hosting/other_vhosts_access.log": encode(map(vhost_combined, stream(HOSTING, 0, 7, 480))),
        "portal/access.log": encode(map(nginx_main, stream(PORTAL, 0, 7, 520))),
        "portal/error.log": encode(nginx_error(errors, e) for e in portal_errors),
        "cluster/ingress.log": encode(map(ingress, stream(CLUSTER, 0, 7, 400))),
        "api/access.json.log": encode(map(nginx_json, stream(API, 0, 7, 350))),
        "intranet/access.log": encode(map(combined, stream(INTRANET, 0, 7, 260)), b"\r\n"),
        "legacy/access.log": legacy(),
    }


def main(folder: Path) -> None:
    for name, data in samples().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "sample_logs"))
