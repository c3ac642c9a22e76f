"""Vocabularies: lists of words or codes, and files of them that a script names."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from engine.kinds import Text
from engine.preprocessing.text import read_text

#: A vocabulary of a million long words is smaller.
_MAX_BYTES = 256 * 1024 * 1024


class _Closed(threading.local):
    depth = 0


_closed = _Closed()


@contextmanager
def without_vocabulary_files() -> Iterator[None]:
    """Read no vocabulary file inside the block: the path would come from an opened file."""
    _closed.depth += 1
    try:
        yield
    finally:
        _closed.depth -= 1


class Vocabulary(Text):
    """Words or whole numbers in a list; a text of words with commas between them is read too."""

    def __init__(self) -> None:
        super().__init__()

    def validate(self, value: Any) -> Any:
        if isinstance(value, str):
            value = [part.strip() for part in value.strip().strip("[]").split(",")]
            if all(part.lstrip("-").isdigit() for part in value):
                value = [int(part) for part in value]
        entries = np.asarray(value).tolist()
        if not isinstance(entries, list) or not entries:
            raise ValueError
        entries = [e.decode() if isinstance(e, bytes) else e for e in entries]
        if not all(type(e) is str for e in entries) and not all(type(e) is int for e in entries):
            raise ValueError
        return entries

    def describe(self) -> str:
        return "a list of words or of whole numbers"

    def bad_values(self) -> list[Any]:
        return [[], [1.5], 3]

    def to_config(self, value: Any) -> Any:
        return list(value)


def is_path(value: Any) -> bool:
    return isinstance(value, str) or hasattr(value, "__fspath__")


def read_entries(path: Any, numbers: bool) -> list[Any]:
    """Return the entries of a file, one a line; empty lines at its end do not count.

    Raises:
        ValueError: while a file is being opened that only names this one, or for a file that
            is missing, too long, no UTF-8, or holds something else.
    """
    if _closed.depth:
        raise ValueError(
            f"No file is read for a model that is opened: it names the vocabulary file {path!s}. "
            "Call set_vocabulary() with it afterwards, if you trust it."
        )
    file = Path(path)
    if not file.is_file():
        raise ValueError(f"There is no vocabulary file {str(path)!r}.")
    if file.stat().st_size > _MAX_BYTES:
        raise ValueError(f"The vocabulary file {str(path)!r} is longer than {_MAX_BYTES} bytes.")
    return parsed_entries(read_text(file), numbers, str(path))


def parsed_entries(text: str, numbers: bool, source: str) -> list[Any]:
    """Return the entries of a file's text, one a line."""
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and lines[-1] == "":
        lines.pop()
    try:
        return [int(line) for line in lines] if numbers else lines
    except ValueError as error:
        raise ValueError(f"{source} must hold one whole number a line: {error}.") from None
