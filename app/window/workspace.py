"""What is open: the document with its undo stack, the worker and the training."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from app.document import project_file
from app.document.document import Document
from app.document.record import ProjectRecord
from app.training.forecast import Forecaster
from app.training.job import TrainingJob
from app.training.worker import Worker


class Workspace(QObject):
    """Lives as long as the program; windows come and go around it (a new language makes one).

    Attributes:
        document: The open project.
        stack: Its undo stack.
        worker: The one thread that computes.
        job: The training of the document.
        forecaster: What that training will cost.

    Args:
        recovery: Folder for the state of a running training, None for nowhere.
        rates: File with the speed of this machine, None where it is not to be measured.
    """

    def __init__(
        self,
        recovery: Path | None = None,
        parent: QObject | None = None,
        rates: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = Document(parent=self)
        self.stack = QUndoStack(self)
        self.worker = Worker(self)
        self.job = TrainingJob(self.worker, self, recovery)
        self.forecaster = Forecaster(self.document, self.worker, self.job, self, rates)
        self._results_unsaved = False
        self.stack.cleanChanged.connect(self._follow_stack)
        self.document.runsChanged.connect(self._results_changed)
        # Weights that an edit drops or brings back are the undo stack's affair.
        self.job.finished.connect(self._results_changed)

    def take(self, record: ProjectRecord, path: Path | None = None) -> None:
        """Make a record the open project; what was open is dropped, its training abandoned."""
        self.job.abandon()
        self.stack.clear()
        self.document.load(record, path)
        self._results_unsaved = False

    def open(self, path: Path) -> None:
        """Read a project file and make it the open project.

        Raises:
            ProjectError: when it cannot be read; what was open stays open.
        """
        self.take(project_file.read(path), path)

    def save(self, path: Path) -> None:
        """Write the project to a file, which is its file from now on.

        Raises:
            ProjectError: when it cannot be written; the file is as it was.
        """
        project_file.write(path, self.document.record())
        self._results_unsaved = False
        self.stack.setClean()
        self.document.set_path(path)
        self.document.set_modified(False)

    def close(self) -> None:
        """Stop the training, keep its result in the document, end the worker's thread."""
        self.forecaster.watch(False)
        self.job.shutdown()
        self.worker.shutdown()

    def _follow_stack(self, clean: bool) -> None:
        self.document.set_modified(not clean or self._results_unsaved)

    def _results_changed(self, _result: object = None) -> None:
        self._results_unsaved = True
        self.document.set_modified(True)
