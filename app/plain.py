"""Texts from files and tables, shown letter by letter.

Names of layers, columns and files may hold anything, also what looks like HTML. Qt guesses
whether a text is rich; what is made here never is.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

#: Longest text of a tooltip.
_LONGEST = 1000


class Label(QLabel):
    """A label that shows its text as it is."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def tip(text: str) -> str:
    """The tooltip that shows a text as it is, wrapped where it is long."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"<qt>{escape(shown)}</qt>".replace("\n", "<br>") if text else ""


def caption(text: str) -> str:
    """The text of a button or menu entry that shows a text as it is, ampersands too."""
    return text.replace("&", "&&")


def message_box(
    icon: QMessageBox.Icon, text: str, more: str = "", parent: QWidget | None = None
) -> QMessageBox:
    """A box with a message and a further sentence, both shown as they are."""
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setText(text)
    box.setInformativeText(more)
    box.setTextFormat(Qt.TextFormat.PlainText)  # of both, once both are there
    return box
