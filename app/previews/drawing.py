"""Samples as small pictures: pixels, curves, points."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF

from app import theme

#: Colours of classes in scatter plots and bars, readable on both themes: (light, dark)
_CLASS_COLORS = (
    ("#3d55cc", "#93a4ff"),
    ("#b4480e", "#ffa365"),
    ("#0f7a6c", "#5fd3c3"),
    ("#a8327f", "#f59ad3"),
    ("#6e7a1c", "#cbd66b"),
    ("#2b7bb5", "#7cc4f5"),
    ("#6b46b8", "#c3a6ff"),
    ("#b23b3b", "#ff9d94"),
)


def class_color(code: int) -> QColor:
    """Colour of a class; they repeat after eight."""
    return QColor(_CLASS_COLORS[code % len(_CLASS_COLORS)][theme.current().dark])


def image_of(values: np.ndarray, low: float, high: float) -> QImage:
    """Return a picture of (height, width[, 1 or 3]) values, ``low`` black and ``high`` white."""
    pixels = np.asarray(values, np.float64)
    if pixels.ndim == 3 and pixels.shape[-1] == 1:
        pixels = pixels[..., 0]
    span = (high - low) or 1.0
    pixels = np.nan_to_num((pixels - low) * (255.0 / span)).clip(0, 255).astype(np.uint8)
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    if pixels.ndim == 3:
        form = QImage.Format.Format_RGB888
        return QImage(pixels.data, width, height, 3 * width, form).copy()
    return QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


def picture(image: QImage, size: int, scale: float) -> QPixmap:
    """Return the picture fitted into a square; small ones keep hard pixel edges."""
    side = round(size * scale)
    small = max(image.width(), image.height()) < side
    smooth = (
        Qt.TransformationMode.FastTransformation
        if small
        else Qt.TransformationMode.SmoothTransformation
    )
    result = QPixmap.fromImage(image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth))
    result.setDevicePixelRatio(scale)
    return result


def curve(values: np.ndarray, low: float, high: float, size: int, scale: float) -> QPixmap:
    """Return a sample of (steps, features) as curves over time, at most four of them."""
    series = np.asarray(values, np.float64).reshape(len(values), -1)[:, :4]
    result = QPixmap(round(size * scale), round(size * scale))
    result.setDevicePixelRatio(scale)
    result.fill(theme.current().color("base"))
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(3, 6, size - 6, size - 12)
    span = (high - low) or 1.0
    for number in range(series.shape[1]):
        column = np.nan_to_num(series[:, number], nan=low)
        xs = np.linspace(area.left(), area.right(), len(column))
        ys = area.bottom() - (column - low) / span * area.height()
        painter.setPen(QPen(class_color(number), 1.4))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)]))
    painter.end()
    return result


def value_range(values: np.ndarray) -> tuple[float, float]:
    """Return the least and the greatest value that pictures of these samples share."""
    if values.dtype == np.uint8:
        top = int(values.max(initial=0))
        return 0.0, float(255 if top > 127 else max(top, 1))
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    if not finite.size:
        return 0.0, 1.0
    return float(finite.min()), float(finite.max())
