"""Predicted against true numbers."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app import theme
from app.training.evaluate import Answers

#: More points than this are thinned out evenly.
MOST = 5000


class Scatter(QWidget):
    """A point for each sample; on the diagonal the prediction is exact.

    Signals:
        sampleChosen(int): The sample of a point that was clicked.
    """

    sampleChosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.widget = pg.PlotWidget()
        self.widget.setMenuEnabled(False)
        self.widget.hideButtons()
        self.widget.setMouseEnabled(x=False, y=False)
        self.widget.setMinimumHeight(260)
        self.item = self.widget.getPlotItem()
        self.item.showGrid(x=True, y=True, alpha=0.12)
        self.points = pg.ScatterPlotItem(size=7, antialias=True, hoverable=True)
        self.points.sigClicked.connect(self._clicked)
        self.diagonal = pg.PlotDataItem(antialias=True)
        self.item.addItem(self.diagonal)
        self.item.addItem(self.points)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.heading)
        layout.addWidget(self.widget)
        theme.notifier().changed.connect(self.restyle)
        self.restyle()

    def show_answers(self, answers: Answers) -> None:
        """Draw the first number of the output (all of a wide one would hide one another)."""
        truth, answer = answers.truth[:, 0], answers.answer[:, 0]
        step = max(1, -(-len(truth) // MOST))
        chosen = np.arange(0, len(truth), step)
        chosen = chosen[np.isfinite(truth[chosen]) & np.isfinite(answer[chosen])]
        self.points.setData(truth[chosen], answer[chosen], data=chosen)
        both = np.concatenate([truth[chosen], answer[chosen]])
        edges = [both.min(), both.max()] if both.size else [0.0, 1.0]
        self.diagonal.setData(edges, edges)

    def _clicked(self, _: object, points: list) -> None:
        if len(points):
            self.sampleChosen.emit(int(points[0].data()))

    def restyle(self) -> None:
        colors = theme.current()
        self.heading.setText(self.tr("Predicted against true values"))
        self.widget.setAccessibleName(self.heading.text())
        self.widget.setBackground(colors.color("base"))
        for side, text in (("left", self.tr("Predicted")), ("bottom", self.tr("True"))):
            axis = self.item.getAxis(side)
            axis.setPen(colors.color("border"))
            axis.setTextPen(colors.color("muted"))
            axis.setLabel(text, color=colors.color("muted").name())
        ink = colors.color("train")
        ink.setAlpha(150)
        self.points.setBrush(ink)
        self.points.setPen(None)
        line = pg.mkPen(colors.color("muted"), width=1.2, style=Qt.PenStyle.DashLine)
        self.diagonal.setPen(line)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.restyle()
        super().changeEvent(event)
