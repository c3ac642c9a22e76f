"""A small picture to draw on, pixel by pixel."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.panels.judge.pictures import to_image

#: Widest picture one can draw on; larger ones are only shown.
LARGEST = 64


class DrawingPad(QWidget):
    """Draw with the left button, erase with the right one.

    By keyboard: the arrows move a frame, Space draws and Backspace erases in it.

    Signals:
        changed(): The picture was drawn on.

    Args:
        shape: (height, width[, 1 or 3]).
        low, high: Values of no ink and full ink.
    """

    changed = Signal()

    def __init__(
        self, shape: tuple[int, ...], low: float, high: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._low, self._high = low, high
        self._values = np.full(shape, low, np.float32)
        self._at = [shape[0] // 2, shape[1] // 2]
        self.editable = max(shape[:2]) <= LARGEST
        #: Radius of the brush in pixels of the picture.
        self.radius = max(0.7, 0.045 * max(shape[:2]) + 0.4)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Fixed, policy.Fixed)
        if self.editable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.CrossCursor)
        theme.notifier().changed.connect(self.update)

    @property
    def values(self) -> np.ndarray:
        """A copy of the picture in the data's own scale."""
        return self._values.copy()

    def set_values(self, values: np.ndarray) -> None:
        self._values = np.array(values, np.float32).reshape(self._values.shape)
        self.update()

    def clear(self) -> None:
        self._values.fill(self._low)
        self.update()
        self.changed.emit()

    def sizeHint(self) -> QSize:
        height, width = self._values.shape[:2]
        scale = max(1, 224 // max(height, width)) if max(height, width) <= 224 else 1
        return QSize(width * scale, height * scale)

    # -- drawing ----------------------------------------------------------

    def stroke(self, position: QPointF, erase: bool) -> None:
        """Put ink (or take it) around a point of the widget, fading at the brush's edge."""
        height, width = self._values.shape[:2]
        row = position.y() / self.height() * height - 0.5
        column = position.x() / self.width() * width - 0.5
        rows, columns = np.mgrid[:height, :width]
        distance = np.hypot(rows - row, columns - column)
        cover = np.clip(self.radius + 0.5 - distance, 0.0, 1.0)
        if self._values.ndim == 3:
            cover = cover[..., None]
        span = self._high - self._low
        if erase:
            self._values = np.minimum(self._values, self._low + (1 - cover) * span)
        else:
            self._values = np.maximum(self._values, self._low + cover * span)
        self._values = self._values.astype(np.float32)
        self.update()
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._drag(event)

    def _drag(self, event: QMouseEvent) -> None:
        erase = bool(event.buttons() & Qt.MouseButton.RightButton)
        if self.editable and (erase or event.buttons() & Qt.MouseButton.LeftButton):
            self.stroke(event.position(), erase)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        if event.key() in moves:
            for axis, step in enumerate(moves[Qt.Key(event.key())]):
                self._at[axis] = min(max(self._at[axis] + step, 0), self._values.shape[axis] - 1)
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.stroke(self._pixel().center(), erase=False)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.stroke(self._pixel().center(), erase=True)
        else:
            super().keyPressEvent(event)

    def _pixel(self) -> QRectF:
        """Where the frame of the keyboard stands."""
        height, width = self._values.shape[:2]
        across, down = self.width() / width, self.height() / height
        return QRectF(self._at[1] * across, self._at[0] * down, across, down)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        image = to_image(self._values, self._low, self._high)
        painter.drawImage(QRectF(self.rect()), image)
        colors = theme.current()
        painter.setPen(QPen(colors.color("accent" if self.hasFocus() else "control_border"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self.hasFocus():
            painter.setPen(QPen(colors.color("accent"), 1.5))
            painter.drawRect(self._pixel())
        painter.end()
