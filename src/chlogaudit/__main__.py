"""``python -m chlogaudit``."""

from chlogaudit.cli import main

main()
