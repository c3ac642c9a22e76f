"""What part of the drawing a view shows, and how large."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

SMALLEST, LARGEST = 0.05, 4.0
STEP = 1.2
#: Fitting never enlarges beyond this: three cards need not fill the screen.
LARGEST_FIT = 1.25
#: Pixels left free around what is fitted.
BORDER = 36


def zoom(view: QGraphicsView) -> float:
    """Pixels per scene unit; 1.0 is 100 %."""
    return view.transform().m11()


def zoom_by(view: QGraphicsView, factor: float, at: QPoint | None = None) -> None:
    """Zoom within the limits; the point of the scene at ``at`` (default: middle) stays there."""
    at = view.viewport().rect().center() if at is None else at
    before = view.mapToScene(at)
    wanted = min(max(zoom(view) * factor, SMALLEST), LARGEST)
    if wanted == zoom(view):
        return
    view.setTransform(QTransform.fromScale(wanted, wanted))
    after = QPointF(view.viewportTransform().map(before))
    scroll_by(view, (after - QPointF(at)).toPoint())


def zoom_to(view: QGraphicsView, level: float) -> None:
    """Zoom to a level about the middle."""
    zoom_by(view, level / zoom(view))


def fit(view: QGraphicsView, rect: QRectF) -> None:
    """Show a rectangle of the scene as large as the view (and ``LARGEST_FIT``) allows."""
    if rect.isEmpty():
        view.setTransform(QTransform())
        view.centerOn(0, 0)
        return
    room = view.viewport().size()
    wide = max(room.width() - 2 * BORDER, 20) / rect.width()
    high = max(room.height() - 2 * BORDER, 20) / rect.height()
    level = min(max(min(wide, high), SMALLEST), LARGEST_FIT)
    view.setTransform(QTransform.fromScale(level, level))
    view.centerOn(rect.center())


def scroll_by(view: QGraphicsView, by: QPoint) -> None:
    """Scroll by pixels; what is seen moves the other way."""
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    across.setValue(across.value() + by.x())
    down.setValue(down.value() + by.y())


def visible(view: QGraphicsView) -> QRectF:
    """The part of the scene that is seen."""
    return view.mapToScene(view.viewport().rect()).boundingRect()


def reveal(view: QGraphicsView, rect: QRectF) -> None:
    """Scroll as little as needed to see a rectangle."""
    seen = visible(view).adjusted(12, 12, -12, -12)
    dx = _shift(rect.left(), rect.right(), seen.left(), seen.right())
    dy = _shift(rect.top(), rect.bottom(), seen.top(), seen.bottom())
    if dx or dy:
        scroll_by(view, QPoint(round(dx * zoom(view)), round(dy * zoom(view))))


def _shift(low: float, high: float, seen_low: float, seen_high: float) -> float:
    if low < seen_low or high - low > seen_high - seen_low:
        return low - seen_low
    return max(high - seen_high, 0.0)
