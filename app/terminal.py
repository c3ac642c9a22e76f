"""Lines for a terminal, without what it would carry out: names in files may hold anything."""

from __future__ import annotations

import sys


def printable(text: str) -> str:
    """One line as it may be shown; what a terminal would take for a command is a "?"."""
    return "".join(c if c.isprintable() else "?" for c in text.expandtabs(4))


def lines(text: str) -> str:
    """The same for a text of several lines."""
    return "\n".join(map(printable, text.split("\n")))


def say(text: str) -> None:
    """Print a text of one or several lines."""
    print(lines(text))


def complain(text: str) -> None:
    """Say on the error channel why something could not be done."""
    print(f"layerloom: {lines(text)}", file=sys.stderr)
