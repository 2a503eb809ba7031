"""A block of lines redacted: replacements worked out once per distinct value, spliced into the bytes in one pass."""

from chlogaudit.scan.judge import Answer, Ask, Asked, Judge
from chlogaudit.scan.nouns import Edits, Originals, Tally
from chlogaudit.scan.rewriter import Begun, Rewriter
from chlogaudit.scan.splice import spliced

__all__ = ["Answer", "Ask", "Asked", "Begun", "Edits", "Judge", "Originals", "Rewriter", "Tally", "spliced"]
