"""The drawing as a picture file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app import theme
from app.canvas.scene import CanvasScene

BORDER = 32.0
#: Pixels per scene unit of a pixel picture, less when it would pass this many on a side.
SCALE = 2.0
LONGEST = 16_000
#: Endings of the files that can be written.
ENDINGS = (".png", ".svg", ".pdf", ".jpg", ".jpeg", ".bmp", ".webp")


def export(scene: CanvasScene, path: Path) -> None:
    """Write the whole drawing as PNG, SVG or PDF, by the file's ending (PNG without one).

    Raises:
        OSError: when the file cannot be written; its text says which and why.
    """
    path = Path(path)
    rect = scene.content_rect().adjusted(-BORDER, -BORDER, BORDER, BORDER)
    writer = {".svg": _svg, ".pdf": _pdf}.get(path.suffix.lower(), _pixels)
    chosen, links = scene.selected_ids(), scene.selected_links()
    scene.select([])  # marks of the selection are no part of the picture
    try:
        written = writer(scene, rect, path)
    finally:
        scene.select(chosen, links)
    if not written:
        text = QCoreApplication.translate(
            "Canvas",
            "The picture {path} could not be written. Choose a folder you may write to and an "
            "ending such as .png, .svg or .pdf.",
        )
        raise OSError(text.format(path=path))


def render(scene: CanvasScene, rect: QRectF, scale: float) -> QImage:
    """A part of the scene as an image, ``scale`` pixels per unit."""
    scale = min(scale, LONGEST / max(rect.width(), rect.height(), 1.0))
    size = (rect.size() * scale).toSize().expandedTo(QSize(1, 1))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.current().color("canvas"))
    painter = QPainter(image)
    _draw(painter, scene, QRectF(image.rect()), rect)
    painter.end()
    return image


def _pixels(scene: CanvasScene, rect: QRectF, path: Path) -> bool:
    if path.suffix.lower() in ENDINGS[3:]:
        return render(scene, rect, SCALE).save(str(path))
    return render(scene, rect, SCALE).save(str(path), "PNG")  # type: ignore[call-overload]


def _svg(scene: CanvasScene, rect: QRectF, path: Path) -> bool:
    if not _writable(path):
        return False
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(rect.size().toSize())
    generator.setViewBox(QRect(0, 0, round(rect.width()), round(rect.height())))
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, rect.width(), rect.height()), theme.current().color("canvas"))
    _draw(painter, scene, QRectF(0, 0, rect.width(), rect.height()), rect)
    return painter.end()


def _pdf(scene: CanvasScene, rect: QRectF, path: Path) -> bool:
    if not _writable(path):
        return False
    writer = QPdfWriter(str(path))
    writer.setResolution(144)
    points = QSizeF(rect.width() * 0.75, rect.height() * 0.75)  # 96 units to an inch
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(writer.pageLayout().margins() * 0)
    painter = QPainter(writer)
    _draw(painter, scene, QRectF(0, 0, writer.width(), writer.height()), rect)
    return painter.end()


def _draw(painter: QPainter, scene: CanvasScene, target: QRectF, rect: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    scene.render(painter, target, rect, Qt.AspectRatioMode.KeepAspectRatio)


def _writable(path: Path) -> bool:
    """Qt's generators keep silent about files they cannot open."""
    try:
        with path.open("ab"):
            return True
    except OSError:
        return False
