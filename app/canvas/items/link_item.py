"""The wire between two cards, with the shape that flows through it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.geometry import COMPACT_ZOOM, FULL_ZOOM, PORT_RADIUS
from app.canvas.items.style import Style, draw_pill, style, zoom_of

#: Points of the curve used for finding the pointer's distance.
SAMPLES = 24
#: The last piece of a wire, below its arrow.
STRAIGHT = 12.0


class LinkItem(QGraphicsItem):
    """A wire.

    Attributes:
        link_id: Id of the link it shows.
        label: The shape that flows, "" while unknown.
        selected, hovered, inserting, broken: How it is marked; ``inserting``
            while a layer is held above it, ``broken`` when its shape does not fit.
    """

    def __init__(self, link_id: str) -> None:
        super().__init__()
        self.link_id = link_id
        self.label = ""
        self.selected = False
        self.hovered = False
        self.inserting = False
        self.broken = False
        self.course: Course | None = None
        self.path = QPainterPath()
        self._bounds = QRectF()
        self._small = QRectF()
        self._large = QRectF()
        self._arrow = QPolygonF()
        self._middle = QPointF()
        self._samples: list[QPointF] = []

    def set_course(self, course: Course) -> None:
        """Follow a new course."""
        if course == self.course:
            return
        self.prepareGeometryChange()
        self.course = course
        self.path = course.path()
        self._samples = []
        self._middle = course.middle()
        tip = course.end - QPointF(0, PORT_RADIUS)
        self._arrow = QPolygonF([tip, tip + _LEFT_BARB, tip + _RIGHT_BARB])
        self._fit_label()

    def set_label(self, label: str) -> None:
        if label != self.label:
            self.prepareGeometryChange()
            self.label = label
            self._fit_label()

    def fit_label(self) -> None:
        """Measure the label again (the font changed)."""
        self.prepareGeometryChange()
        self._fit_label()

    def _fit_label(self) -> None:
        fonts = style().fonts
        self._small = self._label_rect(fonts.detail_metrics, 18)
        self._large = self._label_rect(fonts.medium_metrics, 24)
        bounds = self.path.controlPointRect().adjusted(-6, -6, 6, 6)
        self._bounds = bounds.united(self._large.adjusted(-2, -2, 2, 2)) if self.label else bounds
        self.update()

    def _label_rect(self, metrics: QFontMetricsF, height: float) -> QRectF:
        width = metrics.horizontalAdvance(self.label) + 14
        return QRectF(self._middle.x() - width / 2, self._middle.y() - height / 2, width, height)

    def mark(self, **marks: bool) -> None:
        """Set ``selected``, ``hovered``, ``inserting`` or ``broken``."""
        changed = {name: value for name, value in marks.items() if getattr(self, name) != value}
        for name, value in changed.items():
            setattr(self, name, value)
        if changed:
            self.setZValue(0.5 if self.selected or self.hovered or self.inserting else 0)
            self.update()

    def distance(self, point: QPointF) -> float:
        """How far a point is from the wire."""
        if not self._samples:
            path = self.path
            self._samples = [path.pointAtPercent(i / SAMPLES) for i in range(SAMPLES + 1)]
        pairs = zip(self._samples, self._samples[1:], strict=False)
        return min(_to_segment(point, start, end) for start, end in pairs)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        look = style()
        zoom = zoom_of(option, painter)
        far = zoom < COMPACT_ZOOM
        painter.setPen(self._pen(look, far=far))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self.path)
        if far:
            return
        painter.setBrush(painter.pen().brush())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(self._arrow)
        if self.label:
            full = zoom >= FULL_ZOOM
            lit = self.selected or self.hovered or self.inserting
            draw_pill(
                painter, self._small if full else self._large, self.label,
                look.fonts.detail if full else look.fonts.medium, look.canvas,
                look.accent_pen if lit else look.no_pen, look.text if lit else look.muted,
            )  # fmt: skip

    def _pen(self, look: Style, *, far: bool) -> QPen:
        if self.selected or self.inserting or self.hovered:
            return look.wire_hover
        if self.broken:
            return look.wire_error
        return look.hair_wire if far else look.wire


@dataclass(frozen=True)
class Course:
    """The way of a wire: down from start, down into end.

    Attributes:
        start, end: Centres of the output and the input port.
        via: Column to pass through on the way, for wires that go around cards.
    """

    start: QPointF
    end: QPointF
    via: float | None = None

    def path(self) -> QPainterPath:
        path = QPainterPath(self.start)
        if self.via is None:
            tip, reach = self._tip(), self._reach()
            path.cubicTo(self.start + QPointF(0, reach), tip - QPointF(0, reach), tip)
            path.lineTo(self.end)
            return path
        bend = min(66.0, abs(self.end.y() - self.start.y()) / 2)
        upper = QPointF(self.via, self.start.y() + bend)
        lower = QPointF(self.via, self.end.y() - bend)
        half = QPointF(0, bend / 2)
        path.cubicTo(self.start + half, upper - half, upper)
        path.lineTo(lower)
        path.cubicTo(lower + half, self.end - half, self.end)
        return path

    def middle(self) -> QPointF:
        """A point half way, for the label (its length is not measured: that is slow)."""
        if self.via is not None:
            return QPointF(self.via, (self.start.y() + self.end.y()) / 2)
        between = (self.start + self._tip()) / 2  # the two handles are equally long
        return between + QPointF(0, PORT_RADIUS / 2)  # the port takes its room too

    def _tip(self) -> QPointF:
        """Where the last straight piece begins, so that the arrow points the wire's way."""
        straight = STRAIGHT if self.end.y() - self.start.y() > 3 * STRAIGHT else 0.0
        return self.end - QPointF(0, straight)

    def _reach(self) -> float:
        """Length of the handles: half the way down, more when the wire has to turn back up."""
        down = self._tip().y() - self.start.y()
        if down >= 0:
            return max(down / 2, min(36.0, abs(self.end.x() - self.start.x()) / 3))
        return min(160.0, 60.0 - down / 3)


_LEFT_BARB, _RIGHT_BARB = QPointF(-4.5, -8.0), QPointF(4.5, -8.0)


def _to_segment(point: QPointF, start: QPointF, end: QPointF) -> float:
    along = end - start
    length = QPointF.dotProduct(along, along)
    part = QPointF.dotProduct(point - start, along) / length if length else 0.0
    gap = point - (start + along * max(0.0, min(1.0, part)))
    return float((gap.x() ** 2 + gap.y() ** 2) ** 0.5)
