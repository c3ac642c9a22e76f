"""``layerloom demo``: the digits example trained before one's eyes, and what it leaves."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app import exporting
from app.cli_commands import ProgressLine, outcome_text
from app.document.project_file import ProjectError
from app.document.run import Run
from app.settings import Settings
from app.start import Program, picture, settle
from app.terminal import complain
from app.training.failure import Failure
from app.training.progress import RunResult
from app.window.train_page import TrainPage

EXAMPLE = "digits_cnn"
FOLDER = Path("layerloom-demo")
#: What the exporter writes: form -> file.
FILES = {"json": "model.json", "h5": "model.h5", "python": "model.py"}
#: Milliseconds the drawing is shown before the training begins, when someone watches.
LOOK = 1500


def _tr(text: str) -> str:
    return QCoreApplication.translate("demo", text)


class Demo(QObject):
    """One demonstration in a program's window.

    Signals:
        done(bool): It ended; whether everything worked.
    """

    done = Signal(bool)

    def __init__(self, program: Program, folder: Path) -> None:
        super().__init__(program)
        self._program = program
        self._folder = folder
        self._work = program.workspace
        self._line = ProgressLine()

    def start(self, wait: int) -> None:
        """Open the example, and train it after ``wait`` milliseconds."""
        self._program.window.open_example(EXAMPLE)
        job = self._work.job
        job.progressed.connect(self._line)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        print(_tr("Opened the example “{name}”.").format(name=self._program.window.files.name()))
        QTimer.singleShot(wait, self, self._train)

    def _train(self) -> None:
        if not self._program.window.training.train(True):
            print(_tr("The training could not be started."), file=sys.stderr)
            self.done.emit(False)

    def _finished(self, result: RunResult) -> None:
        print(outcome_text(result.run))
        print(accuracy_text(result.run))
        record = self._work.document.record()
        self._folder.mkdir(parents=True, exist_ok=True)

        def write(_task: object) -> None:
            for key, name in FILES.items():
                exporting.write(record, key, self._folder / name)

        self._work.worker.submit(
            _tr("Export"), write, done=self._exported, failed=self._failed, owner=self
        )

    def _exported(self, _result: object) -> None:
        """Go on when the window no longer says that something computes."""
        self._work.worker.busyChanged.connect(self._leave_when_idle)

    def _leave_when_idle(self, title: str) -> None:
        if not title:
            self._work.worker.busyChanged.disconnect(self._leave_when_idle)
            self._leave()

    def _leave(self) -> None:
        window = self._program.window
        try:
            self._work.save(self._folder / "digits.loom")
        except ProjectError as error:
            complain(str(error))
            self.done.emit(False)
            return
        page = window.page("train")
        assert isinstance(page, TrainPage)
        page.charts.export_png(self._folder / "curves.png")
        picture(window, self._folder / "window.png")
        print(_tr("Left in {folder}:").format(folder=self._folder.resolve()))
        for file in sorted(self._folder.iterdir()):
            print(f"  {file.name}")
        self.done.emit(True)

    def _failed(self, failure: Failure) -> None:
        complain(f"{failure.title}. {failure.text}")
        self.done.emit(False)


def accuracy_text(run: Run) -> str:
    """The validation accuracy of the best epoch, whose weights the example keeps."""
    index = run.best_epoch if run.best_epoch is not None else len(run.epochs) - 1
    value = run.epochs[index].get("val_accuracy") if run.epochs else None
    if value is None:
        return _tr("No validation accuracy was measured.")
    text = _tr("Validation accuracy: {percent:.1f} % (epoch {epoch}, whose weights are kept)")
    return text.format(percent=100 * value, epoch=index + 1)


def run() -> int:
    """Run the demonstration; the window stays open when someone can see it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    watched = QGuiApplication.platformName() != "offscreen"
    program = Program(app, Settings())
    program.window.show()
    settle()
    demo = Demo(program, FOLDER)
    worked: list[bool] = []
    loop = QEventLoop()
    demo.done.connect(worked.append)
    demo.done.connect(loop.quit)
    app.lastWindowClosed.connect(loop.quit)
    demo.start(LOOK if watched else 0)
    loop.exec()
    if watched and worked:
        print(_tr("The window stays open; close it when you have seen enough."))
        if program.window.isVisible():
            app.exec()
    program.close()
    return 0 if worked == [True] else 1
