"""Texts for people, from the program's translations."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def translate(context: str, text: str) -> str:
    """The text in the user's language; called with literals, which the tools collect."""
    return QCoreApplication.translate(context, text)


def fill(text: str, *values: object) -> str:
    """Put values in the places of %1, %2, ... of a translated text."""
    for number in range(len(values), 0, -1):
        text = text.replace(f"%{number}", f"\0{number}\0")  # a value may hold a "%1" itself
    for number, value in enumerate(values, start=1):
        text = text.replace(f"\0{number}\0", str(value))
    return text
