"""Everything the check found, with the ways to mend it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.document.document import Document
from app.document.report import Report
from app.panels.problem_card import ProblemList


class Problems(QWidget):
    """The list of problems; ``problemActivated(Problem)`` on a click or Enter on one.

    Args:
        document: The project.
        stack: Where the fixes go; without one no fix is offered.
    """

    problemActivated = Signal(object)
    wanted = Signal(str)

    def __init__(
        self, document: Document, stack: QUndoStack | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.list = ProblemList(document, stack)
        self.list.activated.connect(self.problemActivated)
        self.list.wanted.connect(self.wanted)
        self.empty_text = QLabel()
        self.empty_text.setProperty("role", "muted")
        self._empty_icon = QLabel()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._make_empty())
        self._pages.addWidget(self._make_scroll())
        document.checked.connect(self._checked)
        theme.notifier().changed.connect(self._dress)
        self._dress()
        self._translate()
        self._checked(document.report)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _make_empty(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(12, 12, 12, 12)
        row.addStretch(1)
        row.addWidget(self._empty_icon)
        row.addWidget(self.empty_text)
        row.addStretch(1)
        return holder

    def _make_scroll(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.list)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _checked(self, report: Report) -> None:
        self.list.show_problems(report.problems)
        self._pages.setCurrentIndex(1 if report.problems else 0)

    def _translate(self) -> None:
        self.setAccessibleName(self.tr("Problems"))
        self.empty_text.setText(self.tr("No problems"))

    def _dress(self) -> None:
        color = theme.current().color("ok")
        self._empty_icon.setPixmap(theme.pixmap("ok", 18, color, self.devicePixelRatioF()))
