"""Receipts found for the logs given: which of them were redacted by us, and whether they are still what was receipted."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from hashlib import sha256

from chlogaudit.errors import NothingToRead
from chlogaudit.files.find import look
from chlogaudit.files.places import receipts_file
from chlogaudit.files.receipts import read_chain
from chlogaudit.model.receipt import Receipt


def receipts_for(
    paths: Sequence[str], environ: Mapping[str, str], path: str | None = None
) -> tuple[dict[str, Receipt] | None, dict[str, str]]:
    """
    The newest receipt of each log given that has one, by the name it is shown under, and the sha256 of those logs now.

    The first is None when there is no receipts file.
    """
    try:
        links = read_chain(path or receipts_file(environ, os.geteuid()))
    except NothingToRead:
        return None, {}
    newest = {link.receipt.path: link.receipt for link in links if link.receipt and link.receipt.state == "done"}
    receipts, digests = {}, {}
    for source in look(paths).sources:
        receipt = newest.get(os.path.abspath(source.path)) if not source.is_stdin else None
        if receipt is not None:
            receipts[source.name] = receipt
            digests[source.name] = file_digest(source.path)
    return receipts, digests


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
