"""Arrays as pictures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from app.panels.judge.inputs import PICTURE, InputView


def to_image(values: np.ndarray, low: float, high: float) -> QImage:
    """(height, width[, 1 or 3]) as an image; ``low`` is black and ``high`` white."""
    array = np.asarray(values, np.float64)
    if array.ndim == 2:
        array = array[..., None]
    span = high - low or 1.0
    levels = np.clip((array - low) / span * 255, 0, 255).round().astype(np.uint8)
    if levels.shape[2] == 1:
        levels = np.repeat(levels, 3, axis=2)
    levels = np.ascontiguousarray(levels)
    height, width, _ = levels.shape
    image = QImage(levels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.copy()  # QImage does not keep the array alive


def thumbnail(
    sample: dict[str, np.ndarray], views: list[InputView], side: int, ratio: float = 1.0
) -> QPixmap:
    """A sample's picture inputs side by side, each at most ``side`` logical pixels square."""
    pictures = [
        to_image(sample[view.name], view.low, view.high) for view in views if view.kind == PICTURE
    ]
    gap = 2
    width = len(pictures) * side + (len(pictures) - 1) * gap
    result = QPixmap(QSize(round(width * ratio), round(side * ratio)))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    for index, picture in enumerate(pictures):
        painter.drawImage(_centred(picture, index * (side + gap), side), picture)
    painter.end()
    return result


def _centred(picture: QImage, left: float, side: float) -> QRectF:
    scale = side / max(picture.width(), picture.height())
    width, height = picture.width() * scale, picture.height() * scale
    return QRectF(left + (side - width) / 2, (side - height) / 2, width, height)
