"""What lies behind the cards: the dotted grid, and words where there is nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsView

from app import theme
from app.canvas import camera
from app.canvas.geometry import GRID

#: Dots closer than this, in pixels, would be noise.
CLOSEST = 9.0
#: Dots on one tile's side: rounding its size to pixels moves each by less than a tenth.
PERIODS = 12


class Dots:
    """The grid as a tile that is laid out over what is to be painted."""

    def __init__(self) -> None:
        self._key: tuple[float, str, float] | None = None
        self._tile = QPixmap()

    def paint(self, painter: QPainter, view: QGraphicsView, exposed: QRectF) -> None:
        """Fill a part of the scene; the painter is set up for the scene."""
        colours = theme.current()
        painter.fillRect(exposed, colours.color("canvas"))
        step = 2 * GRID * camera.zoom(view)
        while step < CLOSEST:
            step *= 2
        if step > 2 * GRID * 2 and camera.zoom(view) < 0.5:
            return
        tile = self._tile_for(step, colours.color("grid"), view.devicePixelRatioF())
        to_view = painter.worldTransform()
        rect = to_view.mapRect(exposed)
        origin = to_view.map(QPointF(0, 0))
        size = tile.width() / tile.devicePixelRatio()
        offset = QPointF((rect.left() - origin.x()) % size, (rect.top() - origin.y()) % size)
        painter.save()
        painter.resetTransform()
        painter.drawTiledPixmap(rect, tile, offset)
        painter.restore()

    def _tile_for(self, step: float, colour: QColor, ratio: float) -> QPixmap:
        key = (step, colour.name(), ratio)
        if key != self._key:
            self._key = key
            size = round(step * PERIODS * ratio)
            self._tile = QPixmap(size, size)
            self._tile.setDevicePixelRatio(ratio)
            self._tile.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._tile)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(colour, 2.4)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            every = size / ratio / PERIODS
            for i in range(PERIODS + 1):
                for j in range(PERIODS + 1):
                    painter.drawPoint(QPointF(i * every, j * every))
            painter.end()
        return self._tile


def paint_welcome(painter: QPainter, view: QGraphicsView, lit: bool) -> None:
    """Say how to begin; ``lit`` while a layer is held above the empty canvas."""
    colours = theme.current()
    middle = QPointF(view.viewport().rect().center())
    box = QRectF(middle.x() - 190, middle.y() - 92, 380, 184)
    painter.save()
    painter.resetTransform()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colours.color("accent" if lit else "control_border"), 1.6)
    pen.setDashPattern([5, 5])
    painter.setPen(pen)
    painter.setBrush(colours.color("accent_soft" if lit else "canvas"))
    painter.drawRoundedRect(box, 14, 14)
    scale = view.devicePixelRatioF()
    picture = theme.pixmap("layers", 40, colours.color("accent"), scale)
    painter.drawPixmap(QPointF(middle.x() - 20, box.top() + 26), picture)
    _line(painter, box.adjusted(16, 78, -16, 0), 16, colours.color("text"), strong=True,
          text=QCoreApplication.translate("Canvas", "Drag a layer here, or press Tab"))
    _line(painter, box.adjusted(16, 108, -16, 0), 13, colours.color("muted"), strong=False,
          text=QCoreApplication.translate(
              "Canvas", "Begin with an Input. Wheel to zoom, hold Space to move about."))
    painter.restore()


def _line(
    painter: QPainter, rect: QRectF, size: int, colour: QColor, *, strong: bool, text: str
) -> None:
    font = QFont(painter.font())
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(colour)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(rect, int(flags), text)
