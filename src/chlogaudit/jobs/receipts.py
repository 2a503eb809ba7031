"""Receipts found for the logs given: which of them were redacted by us, and whether they are still what was receipted."""

from __future__ import annotations

# A receipt holds the path as it was written, symlinks unresolved.
# ruff: noqa: PTH100, PTH116, PTH123
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from chlogaudit.errors import Incomplete, NothingToRead
from chlogaudit.files.blocks import read_blocks
from chlogaudit.files.find import find_sources, look, rotation
from chlogaudit.files.places import receipts_file
from chlogaudit.files.receipts import Link, check_chain, read_chain, unfinished
from chlogaudit.files.source import Compression, Source
from chlogaudit.model.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Match:
    """
    What the receipts say of a log. ``receipt`` is None when they say nothing; ``digest`` is what to hold against its
    ``sha256_after``. ``begun``: nothing but an intent speaks of it; ``digest`` tells whether its deed was done.
    """

    receipt: Receipt | None = None
    digest: str = ""
    begun: bool = False


class Ledger:
    """
    Receipts, looked up by what a log holds, not by its name.

    A rotation gives the names to other files every night, and packs them: the receipt of ``access.log.8`` speaks the next day
    of ``access.log.9``, or of what ``access.log.9.gz`` unpacks to.
    """

    def __init__(self, links: Sequence[Link]) -> None:
        done = [link.receipt for link in links if link.receipt and link.receipt.state == "done"]
        begun = unfinished(links)
        self._done = {receipt.sha256_after: receipt for receipt in done}
        self._after = {receipt.sha256_after: receipt for receipt in begun}
        self._before = {receipt.sha256_before: receipt for receipt in begun}
        self._named = {receipt.path: receipt for receipt in done}
        self._begun = {receipt.path: receipt for receipt in begun}
        self._kin = {_kin(receipt.path) for receipt in (*done, *begun)}
        self._sizes = {receipt.size_after for receipt in (*done, *begun)} | {receipt.size_before for receipt in begun}

    def match(self, source: Source) -> Match:
        """The receipt of a log: the one of its bytes, else the one of its name unless what that one speaks of has moved on."""
        for digest in self._digests(source):
            if (begun := self._after.get(digest) or self._before.get(digest)) is not None:
                return Match(begun, digest, begun=True)
            if (done := self._done.get(digest)) is not None:
                return Match(done, digest)
        path = os.path.abspath(source.path)
        named = self._named.get(path) or self._begun.get(path)
        if named is None or self._moved(named, source):
            return Match()
        return Match(named, file_digest(source.path), begun=path not in self._named)

    def _digests(self, source: Source) -> Iterator[str]:
        """sha256 of a log's bytes where some receipt's have that length, and of what it unpacks to."""
        try:
            if os.stat(source.path).st_size in self._sizes:
                yield file_digest(source.path)
        except OSError:
            return  # it is told when it is read
        if source.compression is not Compression.PLAIN and _kin(os.path.abspath(source.path)) in self._kin:
            yield _content_digest(source)

    def _moved(self, receipt: Receipt, source: Source) -> bool:
        """Whether the file that a receipt speaks of lies under another name of the same rotation."""
        spoken_of = (
            {receipt.sha256_after, receipt.sha256_before} if receipt.state == "intent" else {receipt.sha256_after}
        )
        others = (one for one in find_sources([source.path], siblings=True) if one.path != source.path)
        return any(digest in spoken_of for one in others for digest in self._digests(one))


def _kin(path: str) -> tuple[str, str]:
    """Folder and name without what a rotation added to it."""
    folder, name = os.path.split(path)
    return folder, rotation(name).stem


@dataclass(frozen=True, slots=True)
class Known:
    """
    What is known of the logs given by receipts: the newest of each that has one, by the name it is shown under, and the sha256
    of those logs now. ``receipts`` is None when there is no receipts file; ``chain_break`` says where the chain does not hold.
    """

    receipts: dict[str, Receipt] | None = None
    digests: dict[str, str] = field(default_factory=dict)
    file: str = ""
    chain_break: str = ""


def receipts_for(
    paths: Sequence[str], environ: Mapping[str, str], path: str | None = None, *, siblings: bool = False
) -> Known:
    """Look the logs up in the receipts file. Raises Incomplete when it is there and cannot be read."""
    file = path or receipts_file(environ, os.geteuid())
    try:
        links = read_chain(file)
    except NothingToRead:
        return Known()
    ledger = Ledger(links)
    receipts, digests = {}, {}
    for source in look(paths, siblings=siblings).sources:
        match = Match() if source.is_stdin else ledger.match(source)
        if match.receipt is not None and not match.begun:
            receipts[source.name] = match.receipt
            digests[source.name] = match.digest
    broken = check_chain(links)
    return Known(receipts, digests, file, f"line {broken.line}: {broken.why}" if broken else "")


def ledger_in(file: str) -> Ledger:
    """The receipts of a file; none when there is no such file."""
    try:
        return Ledger(read_chain(file))
    except NothingToRead:
        return Ledger(())


def file_digest(path: str) -> str:
    """sha256 of a file's bytes as stored, "" when it cannot be read."""
    digest = sha256()
    try:
        with open(path, "rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


def _content_digest(source: Source) -> str:
    """sha256 of what a log unpacks to, "" when it cannot be read to its end."""
    digest = sha256()
    try:
        for block in read_blocks(source):
            digest.update(block.own)
    except Incomplete:
        return ""
    return digest.hexdigest()
