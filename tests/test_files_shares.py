"""A plain log cut into shares of whole lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.files.blocks import held, read_blocks, shares
from chlogaudit.files.source import Compression, Source


@given(st.lists(st.binary(max_size=40).filter(lambda b: b"\n" not in b), max_size=30), st.integers(1, 200))
def test_shares_are_the_file(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], size: int) -> None:
    """Each share begins at a line, none is empty, and read one after the other they are the file."""
    path = tmp_path_factory.mktemp("shares") / "a.log"
    data = b"\n".join(lines)
    path.write_bytes(data)
    with held(Source(str(path), "a.log")) as source:
        found = shares(source, size)
        read = b"".join(block.own for share in found for block in read_blocks(source, share=share))
    assert all(first < end and (first == 0 or data[first - 1 : first] == b"\n") for first, end in found)
    assert read == data


def test_what_cannot_be_cut_has_no_shares(tmp_path: Path) -> None:
    """Packed logs are for one process, and so is what is not held open."""
    path = tmp_path / "a.log"
    path.write_bytes(b"a\n" * 100)
    with held(Source(str(path), "a.log", Compression.GZIP)) as source:
        assert shares(source, 10) == []
    with held(Source(str(path), "a.log")) as source:
        assert len(shares(source, 10)) > 5
    assert shares(Source(str(path), "a.log"), 10) == []
