"""Receipts found for the logs given: which of them were redacted by us, and whether they are still what was receipted."""

from __future__ import annotations

# A receipt holds the path as it was written, symlinks unresolved.
# ruff: noqa: PTH100, PTH123
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from chlogaudit.errors import NothingToRead
from chlogaudit.files.find import look
from chlogaudit.files.places import receipts_file
from chlogaudit.files.receipts import check_chain, read_chain, unfinished
from chlogaudit.model.receipt import Receipt


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
    newest = {link.receipt.path: link.receipt for link in links if link.receipt and link.receipt.state == "done"}
    receipts, digests = {}, {}
    for source in look(paths, siblings=siblings).sources:
        receipt = newest.get(os.path.abspath(source.path)) if not source.is_stdin else None
        if receipt is not None:
            receipts[source.name] = receipt
            digests[source.name] = file_digest(source.path)
    broken = check_chain(links)
    return Known(receipts, digests, file, f"line {broken.line}: {broken.why}" if broken else "")


def unfinished_in(file: str) -> tuple[Receipt, ...]:
    """Receipts of intent that no deed follows, in a receipts file; none when there is no such file."""
    try:
        return unfinished(read_chain(file))
    except NothingToRead:
        return ()


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
