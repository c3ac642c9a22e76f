"""A card in the pale colour of how grave it is, with the icon for that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app import theme
from app.plain import Label


class TintedCard(QFrame):
    """A click, Enter or Space calls ``activate``.

    Attributes:
        column: Where its texts go, beside the icon.

    Args:
        look: Name of a colour and an icon: "error", "warning", "hint" or "ok".
    """

    def __init__(self, look: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("tinted")
        self.icon = Label()
        self.column = QVBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.column, 1)
        self._dress()
        theme.notifier().changed.connect(self._dress)

    def activate(self) -> None:
        """Do what a click on it means."""
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activate()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        color = theme.current().color(self._look)
        self.icon.setPixmap(theme.pixmap(self._look, 18, color, self.devicePixelRatioF()))
        red, green, blue = color.red(), color.green(), color.blue()
        self.setStyleSheet(
            f"#tinted {{ background: rgba({red}, {green}, {blue}, 30);"
            " border: 1px solid transparent; border-radius: 8px; }"
            f"#tinted:focus {{ border-color: {color.name()}; }}"
        )
