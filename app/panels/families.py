"""Families of layers: their names, order, colours and pictures."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from app import theme
from app.document.graph import INPUT_KIND

_ORDER = (
    "core",
    "conv",
    "pooling",
    "normalization",
    "regularization",
    "activation",
    "reshaping",
    "merging",
    "recurrent",
    "attention",
    "preprocessing",
)


def rank(family: str) -> int:
    """Place of a family in lists; unknown ones come last."""
    return _ORDER.index(family) if family in _ORDER else len(_ORDER)


def title(family: str) -> str:
    """A family's name in the user's language."""
    names = {
        "preprocessing": QCoreApplication.translate("Families", "Preprocessing"),
        "core": QCoreApplication.translate("Families", "Basic"),
        "activation": QCoreApplication.translate("Families", "Activation"),
        "conv": QCoreApplication.translate("Families", "Convolution"),
        "pooling": QCoreApplication.translate("Families", "Pooling"),
        "normalization": QCoreApplication.translate("Families", "Normalization"),
        "regularization": QCoreApplication.translate("Families", "Regularization"),
        "reshaping": QCoreApplication.translate("Families", "Reshaping"),
        "merging": QCoreApplication.translate("Families", "Merging"),
        "recurrent": QCoreApplication.translate("Families", "Recurrent"),
        "attention": QCoreApplication.translate("Families", "Attention"),
    }
    return names.get(family, family.capitalize())


def shown_name(name: str) -> str:
    """The class name as people say it."""
    return "Input" if name == INPUT_KIND else name


def tile(look: str, size: int, scale: float = 1.0) -> QPixmap:
    """A rounded square in a pale shade of the family's colour with its picture on it."""
    picture = QPixmap(QSize(round(size * scale), round(size * scale)))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(scale)
    color = theme.current().family(look)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    pale = theme.current().family(look)
    pale.setAlphaF(0.18 if theme.current().dark else 0.12)
    painter.setBrush(pale)
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.24, size * 0.24)
    inner = round(size * 0.7)
    edge = (size - inner) / 2
    painter.drawPixmap(
        QRectF(edge, edge, inner, inner),
        theme.pixmap(f"family-{look}", inner, color, scale),
        QRectF(0, 0, inner * scale, inner * scale),
    )
    painter.end()
    return picture


def small_icon(name: str, size: int = 22) -> QIcon:
    """A muted drawing in the middle of a square as large as a tile."""
    result = QIcon()
    inner = round(size * 0.6)
    for scale in (1.0, 2.0, 3.0):
        picture = QPixmap(QSize(round(size * scale), round(size * scale)))
        picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(scale)
        painter = QPainter(picture)
        drawing = theme.pixmap(name, inner, theme.current().color("muted"), scale)
        painter.drawPixmap(QPointF((size - inner) / 2, (size - inner) / 2), drawing)
        painter.end()
        result.addPixmap(picture)
    return result


def icon(look: str, size: int = 22) -> QIcon:
    """The tile as an icon, sharp on dense screens."""
    return _icon(look, size, theme.current())


@cache
def _icon(look: str, size: int, _colours: theme.Theme) -> QIcon:
    """Painted once for each family and theme; the palette shows it beside every layer."""
    result = QIcon()
    for scale in (1.0, 2.0, 3.0):
        result.addPixmap(tile(look, size, scale))
    return result
