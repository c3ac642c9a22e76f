"""Probabilities of classes as bars."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme

ROW = 24


class Bars(QWidget):
    """The likeliest classes from the top, each with its share; the true one is marked."""

    MOST = 10

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, float, bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.update)

    def show_shares(self, shares: np.ndarray, classes: list[str], truth: int | None = None) -> None:
        """Show (classes,) probabilities; ``truth`` is the number of the right class."""
        order = np.argsort(-shares, kind="stable")[: self.MOST]
        self._rows = [(classes[i], float(shares[i]), i == truth) for i in order]
        spoken = ", ".join(f"{name} {share:.0%}" for name, share, _ in self._rows)
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def rows(self) -> list[tuple[str, float, bool]]:
        """What is shown: class, share, whether it is the right one."""
        return list(self._rows)

    def clear(self) -> None:
        self._rows = []
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, ROW * max(1, len(self._rows)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        names = [self._label(name, right) for name, _, right in self._rows]
        label = min(max((metrics.horizontalAdvance(n) for n in names), default=0) + 12, 160)
        value = metrics.horizontalAdvance("100.0 %") + 8
        room = max(20.0, self.width() - label - value)
        for row, (name, (_, share, right)) in enumerate(zip(names, self._rows, strict=True)):
            line = QRectF(0, row * ROW, label - 8, ROW)
            painter.setPen(theme.current().color("text"))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(label - 8))
            painter.drawText(
                line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text
            )
            self._bar(painter, QRectF(label, row * ROW + 5, room, ROW - 10), share, right)
            end = QRectF(label + room, row * ROW, value, ROW)
            painter.setPen(theme.current().color("text"))
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(end, side, f"{100 * share:.1f} %")
        painter.end()

    def _label(self, name: str, right: bool) -> str:
        return self.tr("{name} (true)").format(name=name) if right else name

    @staticmethod
    def _bar(painter: QPainter, place: QRectF, share: float, right: bool) -> None:
        colors = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color("hover"))
        painter.drawRoundedRect(place, 4, 4)
        if share > 0.001:
            filled = QRectF(
                place.left(), place.top(), max(4.0, place.width() * share), place.height()
            )
            painter.setBrush(colors.color("ok" if right else "accent"))
            painter.drawRoundedRect(filled, 4, 4)
