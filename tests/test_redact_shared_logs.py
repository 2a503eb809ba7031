"""
Real logs of many servers through ``redact --in-place``, judged by expressions of this file alone.

Nothing of the package's detection is imported: what an address, an e-mail, a token or a user is, is said here once more.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from redact_fakes import chlogaudit

LOGS = Path(__file__).parents[1].parent / "shared" / "logs"
MOST = 2_500_000  # bytes of a file that is taken
PER_SERVER = 4

V4 = rb"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}"
V6 = rb"(?:[0-9a-fA-F]{1,4}:){2,7}(?::?[0-9a-fA-F]{1,4}){1,6}"
CLF = re.compile(rb'^"?(?:[^\s\[\]"]+:\d+ )?([^\s\[\]"]+) ([^\s"]+) ([^\s\[\]"]+) \[\d\d/[A-Z][a-z]{2}/\d{4}:')
CLIENTS = (
    CLF,
    re.compile(rb"\[client (" + V4 + rb"|" + V6 + rb")(?::\d+)?\]"),
    re.compile(rb"client: (" + V4 + rb"|" + V6 + rb"), server: "),
    re.compile(rb'"(?:remote_ip|client_ip|remote_addr|ClientHost)": ?"(' + V4 + rb"|" + V6 + rb')"'),
)
EMAIL = re.compile(
    rb"[/=:](?:mailto:)?([A-Za-z0-9._-]{1,64}(?:@|%40)[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,20})?\.(?:com|net|org|de|fr|it|ru|info))(?![a-zA-Z0-9.-])"
)
TOKEN = re.compile(
    rb"[?&;](?:access_token|id_token|api_key|apikey|auth_token|token|sid|PHPSESSID|jsessionid|session_id)=([A-Za-z0-9_-]{20,})"
)
JWT = re.compile(rb"(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})")
OURS = rb"fd[0-9a-f]{2}(?::[0-9a-f]{0,4}){2,7}|[usd]-[a-z2-7]{24}"
MARK = rb"\([a-z_]+\)"
PORT = rb"(?<=:)0(?=\])|(?<=_port\":\")0(?=\")"
PUT_IN = re.compile(rb"\[(?:" + OURS + rb")\]|" + OURS + rb"|" + MARK + rb"|" + PORT)
NOBODY = re.compile(rb"-|localhost|127\..*|0\.0\.0\.0|::1|::|[0-9]+\.[0-9]+\.[0-9]+\.0|unix:.*")


def content(path: Path) -> bytes:
    """A log unpacked."""
    data = path.read_bytes()
    for magic, unpack in ((b"\x1f\x8b", gzip.decompress), (b"BZh", bz2.decompress), (b"\xfd7zXZ", lzma.decompress)):
        if data.startswith(magic):
            return unpack(data)
    return data


def sample() -> list[Path]:
    """Some small files of every server, never the same bytes twice."""
    chosen, met = [], set()
    for server in sorted(path for path in LOGS.iterdir() if path.is_dir()):
        files = sorted(
            (p for p in server.iterdir() if p.is_file() and 0 < p.stat().st_size < MOST), key=lambda p: p.name
        )
        fresh = [p for p in files if (digest := hash(content(p))) not in met and not met.add(digest)]
        chosen += fresh[:: max(1, len(fresh) // PER_SERVER)][:PER_SERVER]
    return chosen


def decoded(data: bytes) -> Iterator[bytes]:
    """As written, decoded once, decoded twice."""
    yield data
    for _ in range(2):
        data = unquote_to_bytes(re.sub(rb"\\x([0-9a-fA-F]{2})", rb"%\1", data).replace(b"\\/", b"/"))
        yield data


def identifiers(data: bytes) -> dict[str, set[bytes]]:
    """Clients, e-mails and tokens of a log, decoded."""
    lines = data.split(b"\n")
    clients = {m[1] for line in lines for pattern in CLIENTS for m in pattern.finditer(line)}
    emails = {unquote_to_bytes(m[1]) for m in EMAIL.finditer(data)}
    tokens = {m[1] for pattern in (TOKEN, JWT) for m in pattern.finditer(data)}
    return {
        "client": {c for c in clients if not NOBODY.fullmatch(c) and (b"." in c or b":" in c)},
        "e-mail": {e for e in emails if b"example." not in e},
        "token": {t for t in tokens if re.search(rb"[0-9]", t) and re.search(rb"[A-Za-z]", t)},
    }


def standing(value: bytes, text: bytes) -> bool:
    """Whether a value stands in a text as a whole, a browser's release number left out."""
    edge = rb"0-9" if re.fullmatch(V4, value) else rb"A-Za-z0-9"
    found = re.finditer(rb"(?<![" + edge + rb"])" + re.escape(value) + rb"(?![" + edge + rb"])", text)
    return any(
        not re.search(rb"(?:Chrome|Version|Edge?|OPR)/$", text[max(0, m.start() - 9) : m.start()]) for m in found
    )


def kept_in_order(before: bytes, after: bytes) -> bool:
    """
    Whether a line is the original but for what was put in, and for queries cut off before a quote.

    Every piece between what was put in stands in the original, one after the other, the first at its start and the last at
    its end.
    """
    at = 0
    before = re.sub(rb"(, referer: [^?#]*)[?#].*$", rb"\1", before)  # an error log's referer ends the line
    pieces = [piece for part in PUT_IN.split(after) for piece in re.split(rb'(?=")', part)]
    for number, piece in enumerate(pieces):
        found = before.find(piece, at)
        if found < 0 or (number == 0 and found != 0):
            return False
        at = found + len(piece)
    return before.endswith(pieces[-1])


@pytest.fixture(scope="module")
def redacted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[Path, bytes, bytes]]]:
    """The sample with the bytes of each log before and after one run over all of it."""
    if not LOGS.is_dir():
        pytest.skip("the real logs are not here")
    folder = tmp_path_factory.mktemp("shared")
    copies = []
    for path in sample():
        target = folder / "logs" / path.relative_to(LOGS)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        target.chmod(0o640)
        copies.append((target, content(target)))
    (folder / "logs").chmod(0o750)
    done = chlogaudit(folder, "redact", "--in-place", "--not-in-use", folder / "logs")
    assert done.returncode in {0, 1}, done.stderr.decode()
    return folder, [(path, before, content(path)) for path, before in copies]


def test_every_log_gets_through(redacted: tuple[Path, list[tuple[Path, bytes, bytes]]]) -> None:
    """No log of many servers is refused: each is changed, or had nothing to change."""
    folder, logs = redacted

    assert len(logs) >= 20
    assert sum(before != after for _, before, after in logs) >= len(logs) * 0.9
    assert not list(folder.rglob(".chlogaudit-*"))


@pytest.mark.parametrize("kind", ["client", "e-mail", "token"])
def test_no_original_identifier_is_left(kind: str, redacted: tuple[Path, list[tuple[Path, bytes, bytes]]]) -> None:
    """What stood in the log as a client, an e-mail or a token stands nowhere in the redacted one, in no encoding."""
    left, looked_for = [], 0
    for path, before, after in redacted[1]:
        values = identifiers(before)[kind]
        looked_for += len(values)
        texts = list(dict.fromkeys(decoded(after)))
        left += [path.name for value in values if any(value in text and standing(value, text) for text in texts)]

    assert looked_for > {"client": 1000, "e-mail": 0, "token": 0}[kind]
    assert left == []


def test_no_user_is_left_where_one_stood(redacted: tuple[Path, list[tuple[Path, bytes, bytes]]]) -> None:
    """The user's slot of a line holds a token, a marker or nothing."""
    left, users = [], 0
    for path, before, after in redacted[1]:
        for old, new in zip(before.split(b"\n"), after.split(b"\n"), strict=True):
            match, now = CLF.match(old), CLF.match(new)
            if match is None or match[3] in {b"-", b'""'}:
                continue
            users += 1
            if now is None or not (re.fullmatch(rb"u-[a-z2-7]{24}|" + MARK, now[3])):
                left.append(path.name)

    assert users > 0
    assert left == []


def test_lines_and_other_bytes_are_the_same(redacted: tuple[Path, list[tuple[Path, bytes, bytes]]]) -> None:
    """As many lines as before, in their order, and every byte that was not put in stood in the line before."""
    odd = []
    for path, before, after in redacted[1]:
        old, new = before.split(b"\n"), after.split(b"\n")
        assert len(old) == len(new)
        odd += [(path.name, n) for n, pair in enumerate(zip(old, new, strict=True), 1) if not kept_in_order(*pair)]

    assert odd == []


def test_a_second_run_changes_nothing(redacted: tuple[Path, list[tuple[Path, bytes, bytes]]]) -> None:
    """Redacting twice is redacting once: the same bytes, the same file, times included."""
    folder, logs = redacted
    stats = [path.stat() for path, _, _ in logs]
    again = chlogaudit(folder, "redact", "--in-place", "--not-in-use", folder / "logs")

    assert again.returncode in {0, 1}
    assert [content(path) for path, _, _ in logs] == [after for _, _, after in logs]
    assert [(s.st_ino, s.st_mtime_ns) for s in stats] == [
        (s.st_ino, s.st_mtime_ns) for s in (path.stat() for path, _, _ in logs)
    ]
