"""Lines for a terminal, without what it would carry out: names in files may hold anything."""

from __future__ import annotations

import sys
from unicodedata import east_asian_width


def printable(text: str) -> str:
    """One line as it may be shown; what a terminal would take for a command is a "?"."""
    return "".join(c if c.isprintable() else "?" for c in text.expandtabs(4))


def lines(text: str) -> str:
    """The same for a text of several lines."""
    return "\n".join(map(printable, text.split("\n")))


def width(text: str) -> int:
    """How many columns a line takes; Chinese characters take two."""
    return sum(1 + (east_asian_width(c) in "WF") for c in text)


def padded(text: str, columns: int) -> str:
    """The line with blanks up to a number of columns."""
    return text + " " * (columns - width(text))


def say(text: str) -> None:
    """Print a text of one or several lines."""
    print(lines(text))


def complain(text: str) -> None:
    """Say on the error channel why something could not be done."""
    print(f"layerloom: {lines(text)}", file=sys.stderr)
