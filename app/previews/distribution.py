"""How often each class and each value occurs, painted as bars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app import theme
from app.data.spec import Field, Table
from app.previews.rows import number_text

#: Values looked at for one histogram, and histograms shown of one field.
MOST_VALUES = 50_000
MOST_HISTOGRAMS = 60
BINS = 24
ROW_HEIGHT = 24
CELL = QSize(210, 118)
GAP = 16
HEADING = 28


@dataclass(frozen=True)
class Bars:
    """Counts of the classes of one field."""

    title: str
    names: list[str]
    counts: list[int]
    missing: int = 0

    def height(self, width: int) -> int:
        return HEADING + ROW_HEIGHT * len(self.names) + GAP


@dataclass(frozen=True)
class Histogram:
    """Counts of the values of one column between ``low`` and ``high``."""

    title: str
    counts: list[int]
    low: float
    high: float


@dataclass(frozen=True)
class Histograms:
    """The columns of one field."""

    title: str
    cells: list[Histogram]

    def across(self, width: int) -> int:
        return max(1, (width + GAP) // (CELL.width() + GAP))

    def height(self, width: int) -> int:
        rows = -(-len(self.cells) // self.across(width))
        return HEADING + rows * (CELL.height() + GAP)


def sections_of(table: Table, fields: list[Field]) -> list[Bars | Histograms]:
    """Count every field; targets come first, and plain number columns stand together."""
    ordered = sorted(fields, key=lambda f: f.role != "target")
    plain = [f for f in ordered if f.role != "target" and not f.shape and f.classes is None]
    others = [f for f in ordered if not any(f is p for p in plain)]
    sections = [_bars(f) if f.classes is not None else _histograms(f) for f in others]
    if plain:
        cells = [histogram(f.name, f.values) for f in plain[:MOST_HISTOGRAMS]]
        title = QCoreApplication.translate("Distribution", "Number columns")
        sections.insert(sum(f.role == "target" for f in ordered), Histograms(title, cells))
    return sections


def _bars(field: Field) -> Bars:
    return Bars(field.name, list(field.classes or []), field.counts(), field.missing_count)


def _histograms(field: Field) -> Histograms:
    values = field.values
    if len(field.shape) == 1 and field.shape[0] <= MOST_HISTOGRAMS and field.columns:
        cells = [histogram(name, values[:, i]) for i, name in enumerate(field.columns)]
    else:
        cells = [histogram(field.name, values)]
    return Histograms(field.name, cells)


def histogram(title: str, values: np.ndarray) -> Histogram:
    """Count values in equal steps between the least and the greatest."""
    flat = values.reshape(-1)
    if flat.size > MOST_VALUES:
        flat = flat[:: flat.size // MOST_VALUES]
    flat = flat.astype(np.float64)
    flat = flat[np.isfinite(flat)]
    if not flat.size:
        return Histogram(title, [0] * BINS, 0.0, 0.0)
    low, high = float(flat.min()), float(flat.max())
    # by places, not by edges: between near or huge numbers there is no room for the edges
    half = high / 2 - low / 2
    places = (flat / 2 - low / 2) / half * BINS if half else np.zeros(flat.size)
    counts = np.bincount(places.astype(np.int64).clip(0, BINS - 1), minlength=BINS)
    return Histogram(title, [int(c) for c in counts], low, high)


class _Canvas(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Bars | Histograms] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.notifier().changed.connect(self.update)

    def show_sections(self, sections: list[Bars | Histograms]) -> None:
        self.sections = sections
        lines = [
            f"{name}: {count}"
            for section in sections
            if isinstance(section, Bars)
            for name, count in zip(section.names, section.counts, strict=True)
        ]
        self.setAccessibleDescription(", ".join(lines[:100]))
        self._fit()
        self.update()

    def _fit(self) -> None:
        width = self.width() - 2 * GAP
        self.setMinimumHeight(sum(s.height(width) for s in self.sections) + GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, top = self.width() - 2 * GAP, GAP / 2
        for section in self.sections:
            height = section.height(width)
            area = QRectF(GAP, top, width, height)
            if area.top() <= event.rect().bottom() and area.bottom() >= event.rect().top():
                self._heading(painter, section.title, area)
                if isinstance(section, Bars):
                    _paint_bars(painter, section, area.adjusted(0, HEADING, 0, 0))
                else:
                    _paint_histograms(painter, section, area.adjusted(0, HEADING, 0, 0))
            top += height

    def _heading(self, painter: QPainter, title: str, area: QRectF) -> None:
        font = self.font()
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.current().color("text"))
        where = QRectF(area.left(), area.top(), area.width(), HEADING - 4)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(self.font())


def _paint_bars(painter: QPainter, bars: Bars, area: QRectF) -> None:
    metrics = QFontMetrics(painter.font())
    colors = theme.current()
    total, most = sum(bars.counts) or 1, max(bars.counts, default=1) or 1
    names = min(190, max((metrics.horizontalAdvance(n) for n in bars.names), default=0) + 16)
    label = metrics.horizontalAdvance("0,000,000 (00.0 %)") + 8
    room = max(20.0, min(460.0, area.width() - names - label))
    for number, (name, count) in enumerate(zip(bars.names, bars.counts, strict=True)):
        row = QRectF(area.left(), area.top() + number * ROW_HEIGHT, names, ROW_HEIGHT)
        painter.setPen(colors.color("text"))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names - 10)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, shown)
        bar = QRectF(row.right(), row.top() + 5, max(2.0, room * count / most), ROW_HEIGHT - 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color("accent"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(colors.color("muted"))
        where = QRectF(bar.right() + 8, row.top(), label, ROW_HEIGHT)
        text = f"{count:,} ({100 * count / total:.1f} %)"
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)


def _paint_histograms(painter: QPainter, section: Histograms, area: QRectF) -> None:
    across = section.across(int(area.width()))
    for number, cell in enumerate(section.cells):
        row, column = divmod(number, across)
        where = QRectF(
            area.left() + column * (CELL.width() + GAP),
            area.top() + row * (CELL.height() + GAP),
            CELL.width(),
            CELL.height(),
        )
        _paint_histogram(painter, cell, where)


def _paint_histogram(painter: QPainter, cell: Histogram, area: QRectF) -> None:
    colors = theme.current()
    metrics = QFontMetrics(painter.font())
    painter.setPen(colors.color("border"))
    painter.setBrush(colors.color("base"))
    painter.drawRoundedRect(area, 8, 8)
    inner = area.adjusted(10, 6, -10, -6)
    line = metrics.height()
    painter.setPen(colors.color("text"))
    title = metrics.elidedText(cell.title, Qt.TextElideMode.ElideRight, int(inner.width()))
    painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), line), title)
    painter.setPen(colors.color("muted"))
    foot = QRectF(inner.left(), inner.bottom() - line, inner.width(), line)
    painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, number_text(cell.low))
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight, number_text(cell.high))
    plot = inner.adjusted(0, line + 4, 0, -line - 2)
    most = max(cell.counts) or 1
    step = plot.width() / len(cell.counts)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.color("accent"))
    for i, count in enumerate(cell.counts):
        if count:
            height = max(1.5, plot.height() * count / most)
            left = plot.left() + i * step
            painter.drawRect(QRectF(left + 0.5, plot.bottom() - height, step - 1, height))


class Distribution(QScrollArea):
    """Scrolls over the bars of every field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = _Canvas()
        self.canvas.setAccessibleName(self.tr("How often each value occurs"))
        self.setWidget(self.canvas)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def show_table(self, table: Table | None) -> None:
        fields = table.fields if table else []
        self.canvas.show_sections(sections_of(table, fields) if table else [])
