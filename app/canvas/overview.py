"""The whole drawing in a corner of the view: shows where one is, and goes elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app import theme
from app.canvas import camera
from app.canvas.items.style import faded, style

if TYPE_CHECKING:
    from app.canvas.board import Board

LARGEST = QSize(200, 160)
BORDER = 8
#: Distance from the view's edges.
GAP = 12


class Overview(QWidget):
    """A small picture of all cards with a frame round what the view shows.

    Click or drag to go there.
    """

    def __init__(self, view: Board) -> None:
        super().__init__(view)
        self.view = view
        self._cards = QPixmap()
        self._stale = True
        self.setAccessibleName(self.tr("Overview of the model"))
        self.setToolTip(self.tr("Click to go there"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()
        view.canvas.contentChanged.connect(self._content_changed)
        theme.notifier().changed.connect(self._content_changed)
        view.horizontalScrollBar().valueChanged.connect(self._view_changed)
        view.verticalScrollBar().valueChanged.connect(self._view_changed)
        view.zoomChanged.connect(self._view_changed)

    def _content_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.place()
            self.update()

    def _view_changed(self, *_args: object) -> None:
        if self.isVisible():
            self.update()

    def place(self) -> None:
        """Take the size the drawing's proportions ask for, in the lower right corner."""
        content = self.view.canvas.content_rect()
        room = LARGEST - QSize(2 * BORDER, 2 * BORDER)
        size = content.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio).toSize()
        self.resize(size.expandedTo(QSize(40, 40)) + QSize(2 * BORDER, 2 * BORDER))
        area = self.view.rect()
        self.move(area.right() - self.width() - GAP, area.bottom() - self.height() - GAP)

    # -- between the scene and here ---------------------------------------

    def _scale(self, content: QRectF) -> float:
        wide = (self.width() - 2 * BORDER) / max(content.width(), 1.0)
        high = (self.height() - 2 * BORDER) / max(content.height(), 1.0)
        return min(wide, high)

    def _origin(self, content: QRectF) -> QPointF:
        scale = self._scale(content)
        return QPointF(
            (self.width() - content.width() * scale) / 2,
            (self.height() - content.height() * scale) / 2,
        )

    def to_scene(self, point: QPointF) -> QPointF:
        """The point of the scene that a point of this widget stands for."""
        content = self.view.canvas.content_rect()
        return content.topLeft() + (point - self._origin(content)) / self._scale(content)

    # -- events -----------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.view.centerOn(self.to_scene(event.position()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.view.centerOn(self.to_scene(event.position()))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        content = self.view.canvas.content_rect()
        ratio = self.devicePixelRatioF()
        if self._stale or self._cards.size() != self.size() * ratio:
            self._cards = self._draw_cards(content, ratio)
            self._stale = False
        colours = theme.current()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._cards)
        scale, origin = self._scale(content), self._origin(content)
        seen = camera.visible(self.view).translated(-content.topLeft())
        frame = QRectF(seen.topLeft() * scale + origin, seen.size() * scale)
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        painter.setPen(QPen(colours.color("accent"), 1.4))
        painter.setBrush(faded(colours.color("accent"), 0.12))
        painter.drawRect(frame)

    def _draw_cards(self, content: QRectF, ratio: float) -> QPixmap:
        colours = theme.current()
        result = QPixmap(self.size() * ratio)
        result.setDevicePixelRatio(ratio)
        result.fill(Qt.GlobalColor.transparent)
        painter = QPainter(result)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.color("border"), 1))
        painter.setBrush(faded(colours.color("raised"), 0.94))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        scale = self._scale(content)
        painter.translate(self._origin(content))
        painter.scale(scale, scale)
        painter.translate(-content.topLeft())
        look = style()
        for item in self.view.canvas.nodes.values():
            painter.fillRect(item.card_rect(), look.family(item.text.family).fill)
        painter.end()
        return result
