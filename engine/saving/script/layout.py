"""Python source: calls and lists on one line where they fit, else an item per line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

WIDTH = 88
#: Room for what stands before a call: a name and an equals sign.
INDENTED = 16
INDENT = "    "


def call(function: str, arguments: Sequence[str]) -> str:
    return wrapped(f"{function}(", arguments, ")")


def listed(items: Sequence[str]) -> str:
    return wrapped("[", items, "]")


def wrapped(start: str, items: Sequence[str], end: str) -> str:
    """On one line where it fits, else one item per line."""
    line = start + ", ".join(items) + end
    if len(line) <= WIDTH - INDENTED and "\n" not in line:
        return line
    rows = [INDENT + item.replace("\n", "\n" + INDENT) + "," for item in items]
    return "\n".join([start, *rows, end])


def quoted(text: Any) -> str:
    escaped = repr(str(text))[1:-1].replace('"', '\\"').replace("\\'", "'")
    return f'"{escaped}"'
