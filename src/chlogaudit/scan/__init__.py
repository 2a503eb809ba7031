"""A block of lines redacted: replacements worked out once per distinct value, spliced into the bytes in one pass."""

from chlogaudit.scan.nouns import Edits, Originals, Tally
from chlogaudit.scan.rewriter import Rewriter
from chlogaudit.scan.splice import spliced

__all__ = ["Edits", "Originals", "Rewriter", "Tally", "spliced"]
