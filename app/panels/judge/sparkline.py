"""A row of numbers as a small line."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app import theme

HEIGHT = 96


class Sparkline(QWidget):
    """Draws (steps,) or (steps, features) numbers, a line for each of at most four features."""

    TOKENS = ("train", "validation", "ok", "hint")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = np.zeros((0, 1))
        self.setFixedHeight(HEIGHT)
        theme.notifier().changed.connect(self.update)

    def show_values(self, values: np.ndarray) -> None:
        array = np.asarray(values, np.float64)
        self._values = array.reshape(len(array), -1)[:, : len(self.TOKENS)]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.current()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colors.color("border"), 1))
        painter.setBrush(colors.color("base"))
        painter.drawRoundedRect(frame, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        place = frame.adjusted(8, 8, -8, -8)
        if len(self._values) > 1 and np.isfinite(self._values).all():
            for column, token in zip(self._values.T, self.TOKENS, strict=False):
                painter.setPen(QPen(colors.color(token), 1.6))
                painter.drawPolyline(self._line(column, place))
        painter.end()

    def _line(self, values: np.ndarray, place: QRectF) -> QPolygonF:
        low, high = self._values.min(), self._values.max()
        across = place.width() / (len(values) - 1)
        up = place.height() / ((high - low) or 1.0)
        return QPolygonF(
            [
                QPointF(place.left() + i * across, place.bottom() - (value - low) * up)
                for i, value in enumerate(values.tolist())
            ]
        )
