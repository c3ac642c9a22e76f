"""Compile and fit in one dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.commands import SetSetup, push
from app.dialogs.train_callbacks import CallbacksPage
from app.dialogs.train_fit import FitPage
from app.dialogs.train_outputs import OutputsPage
from app.dialogs.train_picker import Picker
from app.dialogs.train_warnings import monitor_warning
from app.document.document import Document
from app.document.train_setup import TrainSetup
from app.plain import Label


class Page(Protocol):
    """What every tab can say about what is typed in it."""

    def errors(self) -> dict[str, str]: ...

    def focus_error(self) -> None: ...


class TrainDialog(QDialog):
    """Optimizer, losses and metrics, fit, callbacks.

    OK keeps the settings with one command (none when nothing changed), Cancel
    changes nothing. "Train now" is OK followed by ``trainRequested``.
    """

    trainRequested = Signal()

    def __init__(
        self, document: Document, stack: QUndoStack, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._stack = document, stack
        setup = document.setup.copy()
        self.setWindowTitle(self.tr("Training settings"))
        self.optimizer = Picker("optimizer", self.tr("Optimizer"))
        self.optimizer.set_value(setup.optimizer)
        self.outputs = OutputsPage(document, setup.outputs)
        self.fit = FitPage(document, setup, self.outputs.setups)
        self.callbacks = CallbacksPage(setup.callbacks)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._pages: Sequence[Page] = (self.outputs, self.optimizer, self.fit, self.callbacks)
        self._add_tabs()
        self.message = Label()
        self.message.setProperty("role", "error")
        self.message.setWordWrap(True)
        self.message.hide()
        self._make_buttons()
        self._lay_out()
        self._connect()
        self._follow()

    def setup(self) -> TrainSetup:
        """The settings as they are on screen."""
        setup = self._document.setup.copy()
        setup.optimizer = self.optimizer.record()
        setup.outputs = self.outputs.setups()
        for name, value in self.fit.values().items():
            setattr(setup, name, value)
        setup.callbacks = self.callbacks.records()
        return setup

    def accept(self) -> None:
        if self._keep():
            super().accept()

    def train(self) -> None:
        """Keep the settings and ask for training."""
        if self._keep():
            super().accept()
            self.trainRequested.emit()

    def sizeHint(self) -> QSize:
        return QSize(660, 620)

    # -- inside -----------------------------------------------------------------------------

    def _add_tabs(self) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.optimizer)
        column.addStretch(1)
        self._add_tab(self.outputs, self.tr("Losses and metrics"))
        self._add_tab(holder, self.tr("Optimizer"))
        self._add_tab(self.fit, self.tr("Fit"))
        self._add_tab(self.callbacks, self.tr("Callbacks"))

    def _add_tab(self, page: QWidget, title: str) -> None:
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.addTab(scroll, title)

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.train_button = QPushButton(self.tr("Train now"))
        theme.set_icon(self.train_button, "play")
        self.train_button.setAutoDefault(False)
        self.buttons.addButton(self.train_button, QDialogButtonBox.ButtonRole.ActionRole)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 12)
        column.setSpacing(8)
        column.addWidget(self.tabs, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self.message)
        foot.addWidget(self.buttons)
        column.addLayout(foot)
        self.setMinimumSize(440, 360)

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.train_button.clicked.connect(self.train)
        self.outputs.changed.connect(self.fit.follow_outputs)
        for page in (self.outputs, self.optimizer, self.fit, self.callbacks):
            page.changed.connect(self._follow)

    def _follow(self) -> None:
        """Say at a callback when what it watches will never be known; forget mended mistakes."""
        if not any(page.errors() for page in self._pages):
            self.message.hide()
        outputs = self.outputs.setups()
        split = float(self.fit.form.value("validation_split"))
        for box in self.callbacks.boxes.values():
            watched = box.monitor()
            text = monitor_warning(self._document, outputs, watched, split) if watched else ""
            box.show_warning(text)

    def _keep(self) -> bool:
        """Write the settings; False when a field holds something refused."""
        for place, page in enumerate(self._pages):
            if page.errors():
                self.tabs.setCurrentIndex(place)
                page.focus_error()
                self.message.setText(
                    self.tr("A field holds something that cannot be used; mend it or reset it.")
                )
                self.message.show()
                return False
        setup = self.setup()
        if setup.to_json() != self._document.setup.to_json():
            push(self._stack, SetSetup(self._document, setup))
        return True
