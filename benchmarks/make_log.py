"""
Generate a log to measure with: `make_log.py OUT [--lines N] [--seed S] [--kind KIND]`.

`combined` is a week of one busy server with the distribution that the design's figures were measured on; per two
million lines: 165 thousand client addresses (Zipf), 434 thousand request targets, two thousand user agents, 1,165 lines
that fit no format, a user on 1 %, a query in 30 % of the referers, a mean of 274 bytes, times in order but for some.
The others are the inputs that break fast designs: `fresh` (every line a new address and a new target), `malformed`
(no line fits), `longlines` (4 kB to 1 MB a line), `oneline` (no newline at all, N bytes are written).

Addresses come from private, benchmarking and documentation ranges: there are enough of them for realistic counts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

DAYS = 7
START = 1772409600  # 2026-03-02T00:00:00Z, a Monday
RHYTHM = np.array((4, 3, 2, 1, 1, 2, 4, 7, 10, 12, 13, 14, 15, 13, 12, 12, 13, 13, 14, 16, 17, 15, 10, 6), dtype=float)
CHUNK = 100_000
WORDS = (
    b"garden lamp shelf oak wool table chair desk frame mirror carpet basket candle glass linen paper clock "
    b"vase stool bench cabinet drawer hook rack tray pillow blanket curtain kettle cup plate bowl spoon"
).split()
Ints = npt.NDArray[np.int64]


def zipf(rng: np.random.Generator, pool: int, draws: int, exponent: float = 1.0) -> Ints:
    """Indices below `pool`, the k-th as frequent as 1/k**exponent; each at least once where there are draws enough."""
    weight = np.cumsum(1.0 / np.arange(1, pool + 1) ** exponent)
    picked = np.searchsorted(weight, rng.random(draws) * weight[-1]).astype(np.int64)
    once = min(pool, draws)
    picked[rng.permutation(draws)[:once]] = np.arange(once)
    return picked


def addresses(rng: np.random.Generator, count: int) -> list[bytes]:
    """Distinct addresses: 85 % IPv4 of 10/8, 172.16/12 and 198.18/15, the rest IPv6 of 2001:db8::/32."""
    v4 = count - count * 15 // 100
    room = (1 << 24) + (1 << 20) + (1 << 17)
    picked = rng.choice(room, v4, replace=False)
    whole = np.where(
        picked < 1 << 24,
        (10 << 24) + picked,
        np.where(
            picked < (1 << 24) + (1 << 20),
            (172 << 24) + (16 << 16) + picked - (1 << 24),
            (198 << 24) + (18 << 16) + picked - (1 << 24) - (1 << 20),
        ),
    )
    out = [b"%d.%d.%d.%d" % (n >> 24, n >> 16 & 255, n >> 8 & 255, n & 255) for n in whole.tolist()]
    low = rng.integers(1, 1 << 48, count - v4).tolist()
    out += [
        b"2001:db8:%x:%x:%x:%x::%x" % (i >> 12, i & 4095, n >> 32 & 65535, n >> 16 & 65535, n & 65535)
        for i, n in enumerate(low)
    ]
    order = rng.permutation(count).tolist()
    return [out[i] for i in order]


def target(i: int, n: int) -> bytes:
    """The i-th request target: first some assets and pages, then pages with ids; three in a hundred name somebody."""
    a, b = WORDS[n % len(WORDS)], WORDS[n // 37 % len(WORDS)]
    if i < 400:
        return b"/static/%b-%b.%x.%b" % (a, b, i, (b"css", b"js", b"png", b"svg", b"woff2", b"jpg")[i % 6])
    if i < 3000:
        return b"/%b/%b-%d/" % (a, b, i)
    match n % 100:
        case 0:
            return b"/newsletter/confirm?email=%b.%b%d%%40example.com&list=%d" % (a, b, i, n % 50)
        case 1:
            return b"/account/reset?token=%032x&user=%b%d" % (n * 0x9E3779B97F4A7C15 & (1 << 128) - 1, a, i)
        case 2:
            return b"/callback?tel=%%2B4420794%05d&ref=%d" % (n % 100_000, i)
        case k if k < 40:
            return b"/catalogue/%b/product/%d-%b-%b?colour=%b&size=%d&currency=EUR" % (
                b,
                i,
                a,
                b,
                WORDS[n // 999 % len(WORDS)],
                n % 60,
            )
        case k if k < 60:
            return b"/search?q=%b+%b+%d&page=%d&sort=price&order=ascending" % (a, b, i, n % 9)
        case k if k < 75:
            return b"/api/v2/orders/%d/items?limit=50&offset=%d" % (i, n % 500)
        case _:
            return b"/img/%b/%d/%b-%dx%d.jpg?v=%d" % (a, i, b, n % 4 * 300 + 300, n % 3 * 200 + 200, n % 1000)


def agents(rng: np.random.Generator, count: int) -> list[bytes]:
    """Distinct user agents from the templates that browsers and crawlers use today."""
    systems = (
        b"Windows NT 10.0; Win64; x64",
        b"Macintosh; Intel Mac OS X 10_15_7",
        b"X11; Linux x86_64",
        b"Linux; Android 10; K",
        b"X11; CrOS x86_64 14541.0.0",
    )
    webkit = b"AppleWebKit/537.36 (KHTML, like Gecko)"
    seen: dict[bytes, None] = {}
    while len(seen) < count:
        major, build, system = int(rng.integers(90, 146)), int(rng.integers(0, 7200)), systems[int(rng.integers(5))]
        version = b"%d.0.%d.%d" % (major, build, build % 199)
        match int(rng.integers(20)):
            case n if n < 9:
                text = b"Mozilla/5.0 (%b) %b Chrome/%b Safari/537.36" % (system, webkit, version)
            case n if n < 12:
                text = b"Mozilla/5.0 (%b) %b Chrome/%b Safari/537.36 Edg/%b" % (system, webkit, version, version)
            case n if n < 15:
                text = (
                    b"Mozilla/5.0 (iPhone; CPU iPhone OS %d_%d_%d like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/%d.%d Mobile/15E148 Safari/604.1"
                    % (
                        build % 9 + 10,
                        build % 7,
                        build % 5,
                        build % 9 + 10,
                        build % 7,
                    )
                )
            case n if n < 18:
                text = b"Mozilla/5.0 (%b; rv:%d.%d) Gecko/20100101 Firefox/%d.%d" % (
                    system,
                    major,
                    build % 9,
                    major,
                    build % 9,
                )
            case 18:
                text = b"Mozilla/5.0 (compatible; Googlebot/2.%d; +https://bots.example.com/%d)" % (build % 10, major)
            case _:
                text = b"Mozilla/5.0 %b; compatible; GPTBot/1.%d; +https://bots.example.com/%d)" % (
                    webkit[:-1],
                    build % 10,
                    major,
                )
        seen[text] = None
    return list(seen)


def referers(rng: np.random.Generator, targets: list[bytes], count: int) -> list[bytes]:
    """`-` or a page; with the draws of `zipf` about a third are empty and 30 % have a query."""
    out = [b"-"]
    pick = rng.integers(400, max(401, len(targets)), count)
    for i, n in enumerate(pick.tolist()):
        page = targets[n] if n < len(targets) else b"/"
        a = WORDS[n % len(WORDS)]
        match i % 10:
            case 0 | 3 | 6:
                out.append(b"https://search%d.example.com/results?source=hp&q=%b+%d" % (n % 40, a, i))
            case 1 | 4:
                out.append(b"https://www.example.com" + page)
            case _:
                out.append(
                    b"https://%b%d.example.org/posts/2026/02/%b-for-small-rooms-%d/"
                    % (a, n % 90, WORDS[n // 41 % len(WORDS)], i)
                )
    return out


def stamps() -> list[bytes]:
    """Each second of the week as the common log format writes it."""
    return [
        b"%02d/Mar/2026:%02d:%02d:%02d +0000" % (2 + s // 86400, s // 3600 % 24, s // 60 % 60, s % 60)
        for s in range(DAYS * 86400)
    ]


def seconds(rng: np.random.Generator, lines: int) -> Ints:
    """When each request began, in the order of its line: by the day's rhythm, one in twenty some seconds late."""
    hours = rng.choice(24 * DAYS, lines, p=np.tile(RHYTHM / RHYTHM.sum() / DAYS, DAYS))
    at = np.sort(hours * 3600 + rng.integers(0, 3600, lines))
    late = rng.random(lines) < 0.05
    at[late] -= rng.integers(0, 30, int(late.sum()))
    return np.clip(at, 0, DAYS * 86400 - 1)


def broken(line: bytes, i: int) -> bytes:
    """A line as accidents and attackers leave it: it still holds the visitor's address."""
    match i % 6:
        case 0:
            return line[: len(line) // 3]
        case 1:
            return line.replace(b'"', b"", 1)
        case 2:
            return b"\x16\x03\x01\x02\x00\xff" + line[:40]
        case 3:
            return b"worker: out of memory while serving " + line.split(b" ", 1)[0]
        case 4:
            return line.replace(b" [", b" ", 1)
        case _:
            return line[:60] + b"\x00" * 8 + line[60:90]


def combined(lines: int, seed: int, *, fresh: bool = False, malformed: float = 1165 / 2_000_000) -> Iterator[bytes]:
    rng = np.random.default_rng(seed)
    share = lines / 2_000_000
    many_clients = lines if fresh else max(1, round(165_000 * share))
    many_targets = lines if fresh else max(1, round(434_000 * share))
    clients = addresses(rng, many_clients)
    numbers = rng.integers(0, 1 << 40, many_targets).tolist()
    targets = [target(i + 3000 * fresh, n) for i, n in enumerate(numbers)]
    known_agents = agents(rng, min(2000, max(10, lines // 100)))
    known_referers = referers(rng, targets, max(10, lines // 80))
    clock = stamps()

    client = np.arange(lines) if fresh else zipf(rng, many_clients, lines, 0.85)
    wanted = np.arange(lines) if fresh else zipf(rng, many_targets, lines, 0.95)
    # A client keeps its browser, mostly: visitors are counted by address, agent and day.
    own = zipf(rng, len(known_agents), many_clients, 0.9)[client]
    agent = np.where(rng.random(lines) < 0.04, zipf(rng, len(known_agents), lines, 0.9), own)
    referer = np.where(rng.random(lines) < 0.35, 0, zipf(rng, len(known_referers), lines, 0.7))
    status = rng.choice((200, 304, 301, 404, 206, 403, 500), lines, p=(0.82, 0.07, 0.03, 0.05, 0.01, 0.015, 0.005))
    size = np.where(status == 304, 0, np.exp(rng.normal(8.6, 1.5, lines))).astype(np.int64)
    verb = rng.choice(3, lines, p=(0.93, 0.06, 0.01))
    user = np.where(rng.random(lines) < 0.01, rng.integers(1, 400, lines), 0)
    spoilt = rng.random(lines) < malformed
    when = seconds(rng, lines)
    verbs, users = (b"GET", b"POST", b"HEAD"), [b"-", *(b"user%d" % i for i in range(1, 400))]

    for a in range(0, lines, CHUNK):
        b = slice(a, a + CHUNK)
        columns = (client, user, when, verb, wanted, status, size, referer, agent)
        out = [
            b'%b - %b [%b] "%b %b HTTP/1.1" %d %d "%b" "%b"\n'
            % (clients[c], users[u], clock[t], verbs[v], targets[w], s, n, known_referers[r], known_agents[g])
            for c, u, t, v, w, s, n, r, g in zip(*(x[b].tolist() for x in columns), strict=True)
        ]
        for i in np.flatnonzero(spoilt[b]).tolist():
            out[i] = broken(out[i].rstrip(b"\n"), a + i) + b"\n"
        yield b"".join(out)


def longlines(lines: int, seed: int) -> Iterator[bytes]:
    rng = np.random.default_rng(seed)
    lengths = np.exp(rng.uniform(np.log(4096), np.log(1 << 20), lines)).astype(np.int64).tolist()
    clock = stamps()
    for i, length in enumerate(lengths):
        query = b"&".join(b"%b%d=%d" % (WORDS[(i + k) % len(WORDS)], k, k * 7919) for k in range(length // 14))
        address = b"10.%d.%d.%d" % (i >> 16 & 255, i >> 8 & 255, i & 255)
        yield b'%b - - [%b] "GET /?%b&email=jane.doe%%40example.com HTTP/1.1" 414 0 "-" "curl/8.12"\n' % (
            address,
            clock[i % len(clock)],
            query,
        )


def oneline(size: int, seed: int) -> Iterator[bytes]:
    rng = np.random.default_rng(seed)
    for a in range(0, size, 1 << 20):
        yield rng.integers(32, 127, min(1 << 20, size - a), dtype=np.uint8).tobytes()


def chunks(kind: str, lines: int, seed: int) -> Iterator[bytes]:
    match kind:
        case "fresh":
            return combined(lines, seed, fresh=True)
        case "malformed":
            return combined(lines, seed, malformed=1.0)
        case "longlines":
            return longlines(lines, seed)
        case "oneline":
            return oneline(lines, seed)
        case _:
            return combined(lines, seed)


def write(path: Path, kind: str = "combined", lines: int = 2_000_000, seed: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(chunks(kind, lines, seed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lines", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--kind", choices=("combined", "fresh", "malformed", "longlines", "oneline"), default="combined"
    )
    wish = parser.parse_args()
    write(wish.out, wish.kind, wish.lines, wish.seed)
    print(f"{wish.out}: {wish.out.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
