"""What a redaction leaves behind as proof."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """
    One per replaced file; one JSON line in the receipts file.

    ``previous`` is the sha256 of the line before in the chain ("" for the first). ``key_check`` proves which key was
    used without telling it. Digests are lower-case hex sha256 of file bytes as stored (compressed).
    """

    version: int
    tool: str
    time: str
    path: str
    sha256_before: str
    sha256_after: str
    size_before: int
    size_after: int
    lines: int
    unparsed: int
    changes: dict[str, int]  # by identifier type
    numbers: dict[str, int]  # hits, bytes, visitors, ... equal before and after
    policy_digest: str
    profile: str
    key_ids: tuple[str, ...]
    key_check: str
    previous: str
    state: str = "done"  # intent, done
