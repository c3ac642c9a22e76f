"""A failure shown in place: what happened, what to try, the details folded away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.plain import Label
from app.training.failure import Failure


class FailureCard(QFrame):
    """Hidden until ``show_failure``; stays until ``clear``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.title = Label()
        self.title.setProperty("role", "error")
        self.text = Label()
        for label in (self.title, self.text):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setMinimumHeight(140)
        self.details.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fold = QPushButton()
        self.fold.setCheckable(True)
        self.fold.setFlat(True)
        self.fold.toggled.connect(self._unfold)
        self.copy = QPushButton()
        self.copy.setFlat(True)
        self.copy.clicked.connect(self._copy)
        self._arrange()
        self._translate()
        self.clear()

    def show_failure(self, failure: Failure) -> None:
        self.title.setText(failure.title)
        self.text.setText(failure.text)
        self.details.setPlainText(failure.details)
        self.fold.setChecked(False)
        self.fold.setVisible(bool(failure.details))
        self._unfold(False)
        self.setVisible(True)

    def clear(self) -> None:
        self.setVisible(False)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.fold)
        buttons.addWidget(self.copy)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addLayout(buttons)
        layout.addWidget(self.details)

    def _unfold(self, open_: bool) -> None:
        self.details.setVisible(open_)
        self.copy.setVisible(open_)
        self.fold.setText(self.tr("Hide details") if open_ else self.tr("Show details"))

    def _copy(self) -> None:
        text = "\n\n".join((self.title.text(), self.text.text(), self.details.toPlainText()))
        QGuiApplication.clipboard().setText(text)

    def _translate(self) -> None:
        self.copy.setText(self.tr("Copy"))
        self.details.setAccessibleName(self.tr("Details of the failure"))
        self._unfold(self.fold.isChecked())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
