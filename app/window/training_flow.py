"""From pressing Train to a running training: asks for what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.panels.training_words import result_line
from app.training import readiness
from app.training.progress import RunResult

if TYPE_CHECKING:
    from app.main_window import MainWindow


class TrainingFlow(QObject):
    """Starts and holds the training of a window's project."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._work = window.workspace
        self._work.job.finished.connect(self._finished)

    def train(self, fresh: bool = False) -> bool:
        """Train, or lead to where the missing thing is chosen; whether it began."""
        window, document = self._window, self._work.document
        document.check()
        steps = readiness.missing(document)
        if steps:
            self._lead()
            window.say(steps[0])
            return False
        window.show_mode("train")
        return self._work.job.train(document, fresh)

    def _lead(self) -> None:
        window, document = self._window, self._work.document
        if not document.graph.nodes or not document.graph.inputs() or not document.report.ok:
            window.show_mode("design")
            window.design.docks["problems"].show()
            window.design.docks["problems"].raise_()
        elif document.data is None:
            window.show_mode("data")
        else:
            self.settings()

    def pause(self, hold: bool) -> None:
        if hold:
            self._work.job.pause()
        else:
            self._work.job.resume()

    def settings(self) -> None:
        """Show the training settings (compile and fit)."""
        from app.dialogs.train_dialog import TrainDialog

        dialog = TrainDialog(self._work.document, self._work.stack, self._window)
        dialog.trainRequested.connect(lambda: QTimer.singleShot(0, self, self.train))
        dialog.exec()
        dialog.deleteLater()

    def _finished(self, result: RunResult) -> None:
        self._window.say(result_line(result.run))
