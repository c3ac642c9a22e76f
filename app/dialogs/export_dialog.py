"""Export: the model as JSON, HDF5, weights or a Python script."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app import exporting, verifying
from app.dialogs.export_order import Order, missing_text, notes_text, verdict_text
from app.document.document import Document
from app.document.placeholders import PLACEHOLDER_CODE
from app.plain import Label
from app.saving_as import ask_where
from app.settings import Settings
from app.training.failure import Failure
from app.training.worker import Task, Worker
from app.verifying import Verdict


class ExportDialog(QDialog):
    """Choose a form, choose a file; the file is written on the worker.

    Attributes:
        written: The file that was written last, or None.
    """

    def __init__(
        self,
        document: Document,
        worker: Worker,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self._settings = settings
        self.written: Path | None = None
        self._asking: Task | None = None
        self.setWindowTitle(self.tr("Export the model"))
        self.choices = QButtonGroup(self)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(20, 20, 20, 16)
        self._rows.setSpacing(4)
        for key, title, text in self._forms():
            self._add_choice(key, title, text)
        self.choices.buttons()[0].setChecked(True)
        self._make_generation()
        self._make_message()
        self._make_buttons()
        self.setMinimumWidth(520)
        self._show_state()

    def _forms(self) -> list[tuple[str, str, str]]:
        return [
            ("h5", self.tr("Keras model (HDF5)"),
             self.tr("Everything in one .h5 file: layers, weights, training settings.")),
            ("keras", self.tr("Keras archive (.keras)"),
             self.tr("The same as Keras 3 keeps it from now on; of Keras 2 it needs 2.15.")),
            ("json", self.tr("Architecture (JSON)"),
             self.tr("The layers and how they are wired, without weights.")),
            ("yaml", self.tr("Architecture (YAML)"),
             self.tr("The same, easier to read.")),
            ("weights", self.tr("Weights alone"),
             self.tr("A .weights.h5 file for a model that exists already.")),
            ("onnx", self.tr("ONNX"),
             self.tr("For programs that run models without Keras.")),
            ("python", self.tr("Python script"),
             self.tr("Readable Keras code that trains the same model; its data lies beside it.")),
        ]

    def _add_choice(self, key: str, title: str, text: str) -> None:
        choice = QRadioButton(title)
        choice.setObjectName(key)
        choice.setAccessibleDescription(text)
        self.choices.addButton(choice)
        note = Label(text)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        note.setContentsMargins(24, 0, 0, 10)
        note.setBuddy(choice)
        self._rows.addWidget(choice)
        self._rows.addWidget(note)

    def _make_generation(self) -> None:
        self.generation = QComboBox()
        self.generation.addItem(self.tr("Keras 3"), 3)
        self.generation.addItem(self.tr("TensorFlow 2.x (Keras 2)"), 2)
        label = Label(self.tr("To be opened with"))
        label.setBuddy(self.generation)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.generation)
        row.addStretch(1)
        self._rows.addLayout(row)
        self.choices.buttonClicked.connect(self._show_generation)
        self._show_generation()

    def _show_generation(self, _button: object = None) -> None:
        """Only some forms differ between the generations."""
        self.generation.setEnabled(exporting.FORMS[self.key()].generations)

    def _chosen_generation(self, key: str) -> int:
        differs = exporting.FORMS[key].generations
        return int(self.generation.currentData()) if differs else 3

    def _make_message(self) -> None:
        self.message = Label()
        self.message.setWordWrap(True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.addWidget(self.message)

    def _make_buttons(self) -> None:
        self.save_button = QPushButton(self.tr("Save as…"))
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self._ask_path)
        self.folder_button = QPushButton(self.tr("Open folder"))
        self.folder_button.clicked.connect(self._open_folder)
        self.folder_button.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.folder_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self._rows.addSpacing(8)
        self._rows.addWidget(buttons)

    # -- what is said -----------------------------------------------------

    def _show_state(self) -> None:
        report = self._document.report
        errors = [e for e in report.errors if e.code != PLACEHOLDER_CODE]
        self.save_button.setEnabled(not errors and bool(self._document.graph.nodes))
        if not self._document.graph.nodes:
            self._say(self.tr("There is no model yet: add some layers first."), "warning")
        elif errors:
            text = self.tr("The model cannot be exported before this is mended: {problem}")
            self._say(text.format(problem=errors[0].text), "error")
        elif self._document.weights is None:
            self._say(self.tr("Not trained yet: the weights will be the initial ones."), "muted")
        else:
            self._say("", "muted")

    def _say(self, text: str, role: str) -> None:
        self.message.setProperty("role", role)
        self.message.style().polish(self.message)
        self.message.setText(text)

    # -- writing ----------------------------------------------------------

    def key(self) -> str:
        """The form that is chosen, a key of ``exporting.FORMS``."""
        button = self.choices.checkedButton()
        assert button is not None  # the first is checked from the start
        return button.objectName()

    def _ask_path(self) -> None:
        key = self.key()
        suffix = exporting.FORMS[key].suffix
        proposal = self._proposal(suffix)
        pattern = suffix if key != "weights" else ".h5"
        title, filters = self.windowTitle(), f"{suffix} (*{pattern})"
        path = ask_where(self, title, proposal, filters, (suffix,))
        if path is not None:
            self.write(key, path)

    def _proposal(self, suffix: str) -> Path:
        """The project's name; of a model that was opened not its own file."""
        document, folder = self._document, Path(self._settings.last_folder)
        if document.path:
            return folder / f"{document.path.stem}{suffix}"
        title = exporting.file_name(document.title) or "model"
        paths = [folder / f"{name}{suffix}" for name in (title, f"{title}-exported")]
        return paths[1] if paths[0].exists() else paths[0]

    def write(self, key: str, path: Path) -> None:
        """Write the model to a file; the dialog says how it went."""
        base = self._document.path.parent if self._document.path else None
        order = Order(
            self._document.record(), key, path, base, self._chosen_generation(key)
        )
        self.save_button.setEnabled(False)
        self._say(self.tr("Writing {file} …").format(file=path.name), "muted")
        self._worker.submit(
            self.tr("Export"),
            lambda _task: order.carry_out(),
            done=lambda verdict: self._done(order, verdict),
            failed=self._failed,
            owner=self,
        )

    def _done(self, order: Order, verdict: Verdict) -> None:
        path = order.path
        self.written = path
        self._settings.last_folder = str(path.resolve().parent)
        self.save_button.setEnabled(True)
        self.folder_button.show()
        lines = [self.tr("Saved {path}").format(path=path), verdict_text(verdict, order.key)]
        lines += notes_text(order.notes)
        if missing := missing_text(order.key, order.generation):
            lines.append(missing)
        if verifying.library_for(order.key, order.generation) is None:
            self._say("\n".join(lines), "ok" if verdict.same else "error")
            return
        waiting = self.tr("The library itself is being asked …")
        self._say("\n".join([*lines, waiting]), "ok" if verdict.same else "error")
        self._asking = self._worker.submit(
            self.tr("Check of the export"),
            order.ask,
            done=lambda answer: self._answered(lines, order, verdict, answer),
            failed=lambda _: self._say("\n".join(lines), "ok" if verdict.same else "error"),
            owner=self,
        )

    def done(self, result: int) -> None:
        """Leave; an answer that is still awaited must not hold up a training."""
        if self._asking is not None:
            self._asking.cancel()
        super().done(result)

    def _answered(
        self, lines: list[str], order: Order, verdict: Verdict, answer: Verdict | None
    ) -> None:
        if answer is not None:
            lines = [*lines, verdict_text(answer, order.key)]
        same = verdict.same and (answer is None or answer.same)
        self._say("\n".join(lines), "ok" if same else "error")

    def _failed(self, failure: Failure) -> None:
        self.save_button.setEnabled(True)
        self._say(self.tr("Not saved: {reason}").format(reason=failure.text), "error")

    def _open_folder(self) -> None:
        if self.written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written.resolve().parent)))
