"""A heading that folds what stands below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app import theme


class FoldButton(QToolButton):
    """A flat heading over the whole width with an arrow that shows whether it is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(self.fontMetrics().height() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.current()
        area = self.rect().adjusted(0, 1, 0, -1)
        if self.underMouse() or self.hasFocus():
            painter.setPen(colors.color("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(colors.color("hover"))
            painter.drawRoundedRect(area.adjusted(1, 0, -1, 0), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color("muted"))
        painter.drawPolygon(self._arrow())
        font = self.font()
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colors.color("text"))
        where = area.adjusted(20, 0, -4, 0)
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, where.width()
        )
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _arrow(self) -> QPolygon:
        x, y = 9, self.height() // 2
        if self.isChecked():
            return QPolygon([QPoint(x - 4, y - 2), QPoint(x + 4, y - 2), QPoint(x, y + 3)])
        return QPolygon([QPoint(x - 2, y - 4), QPoint(x + 3, y), QPoint(x - 2, y + 4)])


class Fold(QWidget):
    """A folding section; its body is made when it is first opened."""

    toggled = Signal(bool)

    def __init__(
        self,
        title: str,
        make_body: Callable[[], QWidget],
        parent: QWidget | None = None,
        *,
        is_open: bool = False,
    ) -> None:
        super().__init__(parent)
        self._make_body = make_body
        self.body: QWidget | None = None
        self.button = FoldButton()
        self.set_title(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button)
        self.button.toggled.connect(self._toggle)
        self.set_open(is_open)

    def set_title(self, title: str) -> None:
        self.button.setText(title)
        self.button.setAccessibleName(title)

    def is_open(self) -> bool:
        return self.button.isChecked()

    def set_open(self, is_open: bool) -> None:
        self.button.setChecked(is_open)

    def _toggle(self, is_open: bool) -> None:
        if is_open and self.body is None:
            self.body = self._make_body()
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.body)
        if self.body is not None:
            self.body.setVisible(is_open)
        self.toggled.emit(is_open)
