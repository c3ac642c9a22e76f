"""The legend of the heat map in a corner of the canvas: what colours mean, and the whole step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app import theme
from app.canvas.items import heat
from app.canvas.items.style import faded

if TYPE_CHECKING:
    from app.canvas.board import Board

#: Distance from the view's edges.
GAP = 12


class Scale(QWidget):
    """A strip of the scale's colours."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(10)
        theme.notifier().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gradient = QLinearGradient(0, 0, self.width(), 0)
        for step in range(heat.STEPS + 1):
            level = step / heat.STEPS
            gradient.setColorAt(level, heat.colour(level, theme.current()))
        painter.setBrush(gradient)
        painter.setPen(QPen(theme.current().color("node_border"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class HeatLegend(QWidget):
    """Says what the colours of the cards stand for.

    Signals:
        againWanted: The figures are out of date and should be measured anew.
        closed: The heat map is to be switched off.
    """

    againWanted = Signal()
    closed = Signal()

    def __init__(self, view: Board) -> None:
        super().__init__(view)
        self.view = view
        self.title, self.note = QLabel(), QLabel()
        self.least, self.most = QLabel("0 %"), QLabel()
        self.scale = Scale()
        self.again = QPushButton(self.tr("Measure Again"))
        self.again.clicked.connect(self.againWanted)
        self.close_button = QToolButton()
        theme.set_icon(self.close_button, "close")
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName(self.tr("Switch the heat map off"))
        self.close_button.setToolTip(self.tr("Switch the heat map off"))
        self.close_button.clicked.connect(self.closed)
        self.setAccessibleName(self.tr("Legend of the heat map"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._arrange()
        self.hide()
        theme.notifier().changed.connect(self.update)

    def _arrange(self) -> None:
        self.title.setProperty("role", "heading")
        self.note.setProperty("role", "muted")
        self.title.setWordWrap(True)
        self.note.setWordWrap(True)
        self.setFixedWidth(240)
        top, ends = QHBoxLayout(), QHBoxLayout()
        rows = self._rows = QVBoxLayout(self)
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        ends.addWidget(self.least)
        ends.addWidget(self.scale, 1)
        ends.addWidget(self.most)
        rows.setContentsMargins(12, 8, 8, 10)
        rows.setSpacing(6)
        rows.addLayout(top)
        rows.addLayout(ends)
        rows.addWidget(self.note)
        rows.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)

    def tell(self, title: str, most: str = "", note: str = "", again: bool = False) -> None:
        """Show a title, the figure at the hot end ("" hides the scale) and a note.

        Args:
            again: Whether measuring anew is offered.
        """
        self.title.setText(title)
        self.most.setText(most)
        for widget in (self.least, self.scale, self.most):
            widget.setVisible(bool(most))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.again.setVisible(again)
        self.setAccessibleDescription(" ".join(filter(None, (title, note))))
        self.show()
        self.raise_()
        self.place()

    def place(self) -> None:
        """Stand in the first corner where no card is hidden, as high as its texts need.

        The lower right one is the overview's.
        """
        self.resize(self.width(), self._rows.totalHeightForWidth(self.width()))
        area = self.view.rect().adjusted(GAP, GAP, -GAP, -GAP)
        here = self.rect()
        here.moveBottomLeft(area.bottomLeft())
        upper_left, upper_right = self.rect(), self.rect()
        upper_left.moveTopLeft(area.topLeft())
        upper_right.moveTopRight(area.topRight())
        free = (r for r in (here, upper_left, upper_right) if not self._hides_card(r))
        self.move(next(free, here).topLeft())

    def _hides_card(self, here: QRect) -> bool:
        """Whether a card of the drawing lies below a place of the view."""
        below = self.view.items(here)
        return any(card in below for card in self.view.canvas.nodes.values())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.color("border"), 1))
        painter.setBrush(faded(colours.color("raised"), 0.96))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
