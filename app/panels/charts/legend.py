"""A short piece of a line, as it is drawn in the plots."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app import theme


class LineSample(QWidget):
    """Shows colour and line style of one kind of curve."""

    def __init__(self, color: str, style: Qt.PenStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = color
        self._style = style
        self.setFixedSize(QSize(26, 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().color(self._color), 2.0, self._style))
        middle = self.height() / 2
        painter.drawLine(QPointF(1, middle), QPointF(self.width() - 1, middle))
        painter.end()
