"""Text for people, from a package that knows no Qt.

``app.data`` may run in a worker thread or on a command line, so it does not
import Qt; the program hands its translator over once with ``set_translator``.
The function is called ``translate`` with the arguments of Qt's, because that is
the name the tool that gathers the texts looks for.
"""

from __future__ import annotations

from collections.abc import Callable


def _as_written(context: str, text: str) -> str:
    return text


_translator: Callable[[str, str], str] = _as_written


def set_translator(translator: Callable[[str, str], str]) -> None:
    """Let ``translator(context, text)`` give every text of this package."""
    global _translator
    _translator = translator


def translate(context: str, text: str) -> str:
    """Return ``text`` in the language of the program."""
    return _translator(context, text)
