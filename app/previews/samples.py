"""Samples side by side: pictures, curves, or points in the plane."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from app import theme
from app.data.spec import Field, Table
from app.plain import tip
from app.previews.drawing import class_color, curve, image_of, picture, value_range
from app.previews.rows import number_text

#: Samples shown; they are spread over the whole table.
MOST_SAMPLES = 120
MOST_POINTS = 3000
SIZE = 72


def can_show(field: Field) -> bool:
    """Whether a sample of this field can be drawn as a picture or a curve."""
    return field.is_image or (len(field.shape) == 2 and not field.is_class)


def is_plane(field: Field) -> bool:
    """Whether the samples are points in the plane."""
    return field.shape == (2,) and field.classes is None


class SampleGrid(QListWidget):
    """Pictures or curves of up to ``MOST_SAMPLES`` samples, captioned with their targets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSpacing(6)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(self.tr("Samples"))
        self._table: Table | None = None
        theme.notifier().changed.connect(self._draw)

    def show_table(self, table: Table | None) -> None:
        self._table = table
        self._draw()

    def _draw(self) -> None:
        self.clear()
        if self._table is None:
            return
        shown = [f for f in self._table.fields if can_show(f)][:2]
        if not shown:
            return
        width = SIZE * len(shown) + 4 * (len(shown) - 1)
        self.setIconSize(QSize(width, SIZE))
        self.setGridSize(QSize(width + 20, SIZE + self.fontMetrics().height() + 18))
        ranges = [value_range(f.values) for f in shown]
        targets = [f for f in self._table.by_role("target") if not f.shape]
        for row in spread(self._table.whole_rows, MOST_SAMPLES):
            icon = QIcon(self._pixmap(shown, ranges, row))
            item = QListWidgetItem(icon, ", ".join(_target_text(f, row) for f in targets[:2]))
            item.setToolTip(
                tip(
                    self.tr("Row {number}").format(number=row + 1)
                    + "".join(f"\n{f.name}: {_target_text(f, row)}" for f in targets)
                )
            )
            self.addItem(item)

    def _pixmap(self, fields: list[Field], ranges: list[tuple[float, float]], row: int) -> QPixmap:
        scale = self.devicePixelRatioF()
        drawn = []
        for field, (low, high) in zip(fields, ranges, strict=True):
            if field.is_image:
                drawn.append(picture(image_of(field.values[row], low, high), SIZE, scale))
            else:
                drawn.append(curve(field.values[row], low, high, SIZE, scale))
        if len(drawn) == 1:
            return drawn[0]
        return _side_by_side(drawn, scale)


def _side_by_side(pixmaps: list[QPixmap], scale: float) -> QPixmap:
    width = SIZE * len(pixmaps) + 4 * (len(pixmaps) - 1)
    result = QPixmap(round(width * scale), round(SIZE * scale))
    result.setDevicePixelRatio(scale)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    for number, pixmap in enumerate(pixmaps):
        painter.drawPixmap(QPointF(number * (SIZE + 4), 0), pixmap)
    painter.end()
    return result


def spread(rows: int, most: int) -> list[int]:
    """Return up to ``most`` row numbers spread evenly over the table."""
    return sorted({int(i) for i in np.linspace(0, rows - 1, min(rows, most))}) if rows else []


def _target_text(field: Field, row: int) -> str:
    if field.classes is not None:
        code = int(field.values[row])
        return field.classes[code] if code >= 0 else "–"
    return number_text(field.values[row])


class PointsPlot(QWidget):
    """Points in the plane in the colours of their classes, with a legend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(240, 200)
        self.setAccessibleName(self.tr("Points in the plane"))
        self._points = np.empty((0, 2))
        self._codes: np.ndarray | None = None
        self._names: list[str] = []
        theme.notifier().changed.connect(self.update)

    def show_table(self, table: Table | None) -> None:
        field = next((f for f in table.fields if is_plane(f)), None) if table else None
        if table is None or field is None:
            return
        rows = spread(table.whole_rows, MOST_POINTS)
        self._points = field.values[rows].astype(np.float64)
        target = next((f for f in table.by_role("target") if f.classes is not None), None)
        self._codes = target.values[rows] if target is not None else None
        self._names = list(target.classes or []) if target is not None else []
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.current()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(colors.color("border"))
        painter.setBrush(colors.color("base"))
        painter.drawRoundedRect(area, 8, 8)
        points = self._points[np.isfinite(self._points).all(axis=1)]
        if not len(points):
            return
        low, high = points.min(axis=0), points.max(axis=0)
        span = float((high - low).max()) or 1.0
        side = min(area.width(), area.height()) - 48
        scale = side / span
        centre, middle = area.center(), (low + high) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for number, (x, y) in enumerate(points):
            code = int(self._codes[number]) if self._codes is not None else 0
            color = class_color(code)
            color.setAlphaF(0.75)
            painter.setBrush(color)
            where = QPointF(
                centre.x() + (x - middle[0]) * scale, centre.y() - (y - middle[1]) * scale
            )
            painter.drawEllipse(where, 2.6, 2.6)
        self._legend(painter, area)

    def _legend(self, painter: QPainter, area: QRectF) -> None:
        line = painter.fontMetrics().height() + 4
        for number, name in enumerate(self._names[:8]):
            top = area.top() + 10 + number * line
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(class_color(number))
            painter.drawEllipse(QPointF(area.left() + 16, top + line / 2), 4, 4)
            painter.setPen(theme.current().color("text"))
            where = QRectF(area.left() + 26, top, 160, line)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, name)
