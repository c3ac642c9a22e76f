"""New, open, save and leave, with the questions that keep work from being lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app import exporting, importing
from app.document.graph import Graph, GraphKind
from app.document.project_file import ProjectError
from app.document.record import ProjectRecord
from app.plain import message_box
from app.saving_as import ask_where
from app.settings import Settings
from app.window.workspace import Workspace

SUFFIX = ".loom"


class ProjectFiles(QObject):
    """What the File menu does to the project.

    Signals:
        opened: Another project is open now.
        said(str): Something worth a line in the status bar.
        modelChosen(Path): A file was chosen that is no project but may be a model.
    """

    opened = Signal()
    modelChosen = Signal(object)
    said = Signal(str)

    def __init__(self, workspace: Workspace, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self.workspace = workspace
        self.settings = settings
        self.window = window

    # -- into the window --------------------------------------------------

    def new(self, kind: GraphKind) -> bool:
        """Start an empty project; False when the user keeps the open one."""
        return self.show_record(ProjectRecord(graph=Graph(kind=kind)))

    def show_record(self, record: ProjectRecord, path: Path | None = None) -> bool:
        """Make a record the open project after asking about the present one."""
        if not self.may_leave():
            return False
        self.workspace.take(record, path)
        self.opened.emit()
        return True

    def ask_open(self) -> bool:
        name, _ = QFileDialog.getOpenFileName(
            self.window,
            self.tr("Open a project or a model"),
            self.settings.last_folder,
            self._open_filter(),
        )
        return bool(name) and self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Open a project file; what was open stays when it cannot be read.

        A model's file is handed on: its drawing becomes a project of its own.
        """
        if path.suffix != SUFFIX and importing.is_meant(path):
            self.modelChosen.emit(path)
            return True
        if not self.may_leave():
            return False
        try:
            self.workspace.open(path)
        except ProjectError as error:
            self._complain(self.tr("This project cannot be opened"), str(error))
            return False
        self.remember(path)
        self.opened.emit()
        return True

    # -- out of the window ------------------------------------------------

    def save(self) -> bool:
        path = self.workspace.document.path
        return self.write(path) if path else self.save_as()

    def save_as(self) -> bool:
        path = ask_where(
            self.window, self.tr("Save project"), self._proposal(), self._filter(), (SUFFIX,)
        )
        return path is not None and self.write(path)

    def write(self, path: Path) -> bool:
        try:
            self.workspace.save(path)
        except ProjectError as error:
            self._complain(self.tr("The project was not saved"), str(error))
            return False
        self.remember(path)
        self.said.emit(self.tr("Saved {path}").format(path=path))
        return True

    def may_leave(self) -> bool:
        """Ask what becomes of a running training and of unsaved changes; False to stay."""
        return self._may_end_training() and self._may_drop_changes()

    def _may_end_training(self) -> bool:
        job = self.workspace.job
        if not job.running:
            return True
        box = message_box(
            QMessageBox.Icon.Question,
            self.tr("A training is running."),
            self.tr("Stop it? What it has learned so far is kept in the project."),
            self.window,
        )
        stop = box.addButton(self.tr("Stop Training"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Keep Training"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.exec()
        if box.clickedButton() is not stop:
            return False
        if not job.shutdown():
            self._complain(
                self.tr("The training did not stop yet"),
                self.tr("It is in the middle of a long step. Wait a moment and try again."),
            )
            return False
        return True

    def _may_drop_changes(self) -> bool:
        document = self.workspace.document
        if not document.modified:
            return True
        box = message_box(
            QMessageBox.Icon.Warning,
            self.tr("Save the changes to “{name}”?").format(name=self.name()),
            self.tr("They are lost if you don't."),
            self.window,
        )
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        if answer == buttons.Save:
            return self.save()
        return bool(answer == buttons.Discard)

    # -- words ------------------------------------------------------------

    def name(self) -> str:
        """What the project is called in the title."""
        document = self.workspace.document
        if document.path:
            return document.path.stem
        return document.title or self.tr("Untitled")

    def _proposal(self) -> Path:
        document = self.workspace.document
        if document.path:
            return document.path
        return Path(self.settings.last_folder) / f"{exporting.file_name(self.name())}{SUFFIX}"

    def _open_filter(self) -> str:
        endings = " ".join(f"*{suffix}" for suffix in (SUFFIX, *importing.SUFFIXES))
        return f"{self.tr('Projects and Keras models')} ({endings});;{self.tr('All files')} (*)"

    def _filter(self) -> str:
        projects = self.tr("Layerloom projects")
        return f"{projects} (*{SUFFIX});;{self.tr('All files')} (*)"

    def remember(self, path: Path) -> None:
        """Offer a file among the recent ones, and its folder first."""
        self.settings.last_folder = str(path.resolve().parent)
        self.settings.add_recent(path)

    def _complain(self, title: str, text: str) -> None:
        box = message_box(QMessageBox.Icon.Warning, title, text, self.window)
        box.setWindowTitle(title)
        box.exec()
