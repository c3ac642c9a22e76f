"""One problem: how grave, what, and the buttons that mend it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QUndoStack
from PySide6.QtWidgets import (
    QBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from app.commands import Refused, apply_fix
from app.document.document import Document
from app.document.graph import GROUP_KIND, Node
from app.document.placeholders import PLACEHOLDER_CODE
from app.document.report import Fix, Problem
from app.panels.tinted import TintedCard
from app.plain import Label, caption, tip

_FIXES_SHOWN = 3


def severity_word(severity: str) -> str:
    """The severity for screen readers."""
    words = {
        "error": QCoreApplication.translate("Problems", "Error"),
        "warning": QCoreApplication.translate("Problems", "Warning"),
        "hint": QCoreApplication.translate("Problems", "Hint"),
    }
    return words.get(severity, severity)


class FixButton(QPushButton):
    """A button whose text ends in dots where it does not fit; the tooltip has all of it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(caption(text), parent)
        self.setToolTip(tip(text))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_PushButtonContents
        room = self.style().subElementRect(part, option, self).width()
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)


class ProblemCard(TintedCard):
    """Shows a problem.

    Signals: ``activated`` on a click or Enter; ``wanted(node)`` when a layer that does not
    exist here is to be replaced, or the model around it opened.
    """

    activated = Signal(object)
    wanted = Signal(str)

    def __init__(
        self,
        problem: Problem,
        document: Document,
        stack: QUndoStack | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(problem.severity, parent)
        self.problem = problem
        self._document, self._stack = document, stack
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{severity_word(problem.severity)}: {problem.text}")
        self.text = Label(problem.text)
        self.text.setWordWrap(True)
        self.refusal = Label()
        self.refusal.setProperty("role", "error")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self.buttons = [self._button(fix) for fix in problem.fixes[:_FIXES_SHOWN]]
        if problem.code == PLACEHOLDER_CODE and problem.node in document.graph.nodes:
            self.buttons.append(self._choice(document.graph.nodes[problem.node]))
        self._lay_out()

    def activate(self) -> None:
        self.activated.emit(self.problem)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stand side by side where they fit."""
        super().resizeEvent(event)
        needed = sum(button.sizeHint().width() + 6 for button in self.buttons)
        fits = needed < self.width() - 48
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        self._fixes.setDirection(way)

    def _lay_out(self) -> None:
        self.column.setSpacing(6)
        self.column.addWidget(self.text)
        holder = QWidget()
        self._fixes = QBoxLayout(QBoxLayout.Direction.TopToBottom, holder)
        self._fixes.setContentsMargins(0, 0, 0, 0)
        self._fixes.setSpacing(6)
        for button in self.buttons:
            self._fixes.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._fixes.addStretch(1)
        holder.setVisible(bool(self.buttons) and self._stack is not None)
        self.column.addWidget(holder)
        self.column.addWidget(self.refusal)

    def _button(self, fix: Fix) -> QPushButton:
        button = FixButton(fix.text)
        button.clicked.connect(lambda: self._mend(fix))
        return button

    def _choice(self, node: Node) -> QPushButton:
        """For what does not exist here: leads to all layers there are, or inside the model."""
        text = (
            QCoreApplication.translate("Properties", "Open Inside")
            if node.kind == GROUP_KIND
            else QCoreApplication.translate("Properties", "Replace by…")
        )
        button = FixButton(text)
        button.clicked.connect(lambda: self.wanted.emit(node.id))
        return button

    def _mend(self, fix: Fix) -> None:
        if self._stack is None:
            return
        try:
            apply_fix(self._document, self._stack, fix)
        except Refused as refusal:
            self.refusal.setText(str(refusal))
            self.refusal.show()


class ProblemList(QWidget):
    """Cards below one another; made anew only when the problems are others."""

    activated = Signal(object)
    wanted = Signal(str)

    def __init__(
        self,
        document: Document,
        stack: QUndoStack | None,
        limit: int = 100,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._stack, self._limit = document, stack, limit
        self._problems: list[Problem] = []
        self.cards: list[ProblemCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._more = Label()
        self._more.setProperty("role", "muted")
        self._more.hide()
        self._column.addWidget(self._more)

    def show_problems(self, problems: list[Problem]) -> None:
        """Show these problems, the gravest first as the check ordered them."""
        if problems == self._problems:
            return
        self._problems = list(problems)
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [ProblemCard(p, self._document, self._stack) for p in problems[: self._limit]]
        for place, card in enumerate(self.cards):
            card.activated.connect(self.activated)
            card.wanted.connect(self.wanted)
            self._column.insertWidget(place, card)
        rest = len(problems) - len(self.cards)
        text = QCoreApplication.translate("Problems", "{count} more problems")
        self._more.setText(text.format(count=rest))
        self._more.setVisible(rest > 0)
