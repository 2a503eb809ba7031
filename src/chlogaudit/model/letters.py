"""Letters of Latin alphabets without their accents: how keys and words of paths are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# What Unicode does not take apart.
_WHOLE = dict(
    zip(
        "\u00d8\u00f8\u0141\u0142\u0110\u0111\u0131\u00df\u00c6\u00e6\u0152\u0153\u00d0\u00f0\u00de\u00fe",
        "oollddisaaooddtt",
        strict=True,
    )
)


def unaccented(text: str) -> str:
    """``text`` with every letter from U+00C0 to U+017F as one letter of ASCII, so that no place in it shifts."""
    return "".join(_bare(char) if "\u00c0" <= char <= "\u017f" else char for char in text)


@lru_cache(maxsize=512)
def _bare(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else _WHOLE.get(char, char)
