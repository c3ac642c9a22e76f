"""The panel that starts, pauses and stops training and tells how it goes."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.document.document import Document
from app.document.run import Run, as_run
from app.panels.cost_line import CostLine
from app.panels.failure_card import FailureCard
from app.panels.log_table import LogTable
from app.panels.training_words import beginning, outcome, phase_text, plan
from app.panels.wording import duration, milliseconds
from app.plain import Label
from app.training import job as jobs
from app.training.failure import Failure
from app.training.forecast import Forecaster
from app.training.job import TrainingJob
from app.training.progress import PREPARING, TRAINING, Progress, RunResult
from app.training.readiness import missing


class TrainingPanel(QWidget):
    """Buttons, progress and present numbers of the training.

    Signals:
        trainRequested(bool): Train was pressed; True for "from scratch".

    Pause, Resume and Stop go straight to the job.
    """

    trainRequested = Signal(bool)

    def __init__(
        self,
        document: Document,
        job: TrainingJob,
        forecaster: Forecaster | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.job = job
        self.cost = None if forecaster is None else CostLine(forecaster)
        self._progress: Progress | None = None
        self._clock = QElapsedTimer()
        self._ticking = QTimer(self)
        self._ticking.setInterval(1000)
        self._ticking.timeout.connect(self._tick)
        self._make_buttons()
        self._make_status()
        self._arrange()
        self._connect()
        self._translate()
        self._reset()

    # -- construction -----------------------------------------------------

    def _make_buttons(self) -> None:
        self.train_button = QPushButton()
        self.train_button.setProperty("primary", "true")
        self.train_button.clicked.connect(lambda: self.trainRequested.emit(False))
        self.fresh_button = QPushButton()
        self.fresh_button.clicked.connect(lambda: self.trainRequested.emit(True))
        self.pause_button = QPushButton()
        self.pause_button.clicked.connect(self._pause_or_resume)
        self.stop_button = QPushButton()
        self.stop_button.clicked.connect(self.job.stop)
        theme.set_icon(self.fresh_button, "restart")
        theme.set_icon(self.stop_button, "stop")

    def _make_status(self) -> None:
        self.phase = Label()
        self.phase.setProperty("role", "heading")
        self.phase.setWordWrap(True)
        self.note = Label()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.epoch_bar, self.batch_bar = QProgressBar(), QProgressBar()
        for bar in (self.epoch_bar, self.batch_bar):
            bar.setTextVisible(False)
            bar.setFixedHeight(8)
        self.epoch_label, self.batch_label = Label(), Label()
        self.epoch_text, self.batch_text = Label(), Label()
        self.step_label, self.elapsed_label, self.left_label = Label(), Label(), Label()
        self.step_text, self.elapsed_text, self.left_text = Label(), Label(), Label()
        for label in (self.step_label, self.elapsed_label, self.left_label):
            label.setProperty("role", "muted")
        self.table = LogTable()
        self.failure = FailureCard()

    def _arrange(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        layout.addLayout(self._button_rows())
        layout.addWidget(self.phase)
        layout.addWidget(self.note)
        if self.cost is not None:
            layout.addWidget(self.cost)
        layout.addWidget(self.failure)
        layout.addWidget(self._figures())
        layout.addWidget(self.table)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _button_rows(self) -> QVBoxLayout:
        first, second, rows = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        first.addWidget(self.train_button, 1)
        first.addWidget(self.fresh_button, 1)
        second.addWidget(self.pause_button, 1)
        second.addWidget(self.stop_button, 1)
        rows.setSpacing(8)
        rows.addLayout(first)
        rows.addLayout(second)
        return rows

    def _figures(self) -> QWidget:
        self.figures = QWidget()
        grid = QGridLayout(self.figures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        right = Qt.AlignmentFlag.AlignRight
        bars = (
            (self.epoch_label, self.epoch_text, self.epoch_bar),
            (self.batch_label, self.batch_text, self.batch_bar),
        )
        for row, (label, text, bar) in enumerate(bars):
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(text, 2 * row, 1, right)
            grid.addWidget(bar, 2 * row + 1, 0, 1, 2)
        pairs = (
            (self.step_label, self.step_text),
            (self.elapsed_label, self.elapsed_text),
            (self.left_label, self.left_text),
        )
        for row, (label, text) in enumerate(pairs, 4):
            grid.addWidget(label, row, 0)
            grid.addWidget(text, row, 1, right)
        return self.figures

    def _connect(self) -> None:
        document, job = self.document, self.job
        job.started.connect(self._started)
        job.progressed.connect(self._show)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        job.stateChanged.connect(self.refresh)
        document.checked.connect(self.refresh)
        document.dataChanged.connect(self.refresh)
        document.setupChanged.connect(self.refresh)
        document.weightsChanged.connect(self.refresh)
        document.reset.connect(self._reset)
        theme.notifier().changed.connect(self.refresh)

    # -- what is shown ----------------------------------------------------

    def refresh(self, *_: object) -> None:
        """Set the buttons and the status line to the present state."""
        running, lacking = self.job.running, missing(self.document)
        trained = self.document.weights is not None
        self.train_button.setVisible(not running)
        self.fresh_button.setVisible(not running and trained)
        self.pause_button.setVisible(running)
        self.stop_button.setVisible(running)
        self.train_button.setEnabled(not lacking)
        self.fresh_button.setEnabled(not lacking)
        self.train_button.setText(self.tr("Continue") if trained else self.tr("Train"))
        self.train_button.setIcon(
            theme.icon("play", theme.current().color("disabled" if lacking else "accent_text"))
        )
        if self.job.state != jobs.RUNNING:
            self._ticking.stop()
        elif not self._ticking.isActive():
            self._clock.start()
            self._ticking.start()
        paused = self.job.state == jobs.PAUSED
        self.pause_button.setText(self.tr("Resume") if paused else self.tr("Pause"))
        theme.set_icon(self.pause_button, "play" if paused else "pause")
        self.pause_button.setEnabled(self.job.state in (jobs.RUNNING, jobs.PAUSED))
        self.stop_button.setEnabled(self.job.state != jobs.STOPPING)
        self._say_where(lacking)

    def _tick(self) -> None:
        """Let the time run on between two reports: kernels may compile for seconds."""
        before = self._progress.seconds if self._progress is not None else 0.0
        self.elapsed_text.setText(duration(before + self._clock.elapsed() / 1000))

    def _say_where(self, lacking: list[str]) -> None:
        if self.job.running:
            self.phase.setText(phase_text(self._progress, self.job.state))
            self.note.setText(beginning(self._progress))
        elif lacking:
            self.phase.setText(self.tr("Before you can train"))
            self.note.setText("\n".join(f"•  {step}" for step in lacking))
        elif (run := self._last_run()) is not None:
            heading, note = outcome(run)
            self.phase.setText(heading)
            self.note.setText(note)
        else:
            self.phase.setText(self.tr("Ready to train"))
            self.note.setText(plan(self.document))
        self.note.setVisible(bool(self.note.text()))

    def _last_run(self) -> Run | None:
        return as_run(self.document.runs[-1]) if self.document.runs else None

    def _started(self, run: Run) -> None:
        self._progress = None
        self.failure.clear()
        self.table.clear()
        self.figures.setVisible(True)
        self._bar(self.epoch_bar, self.epoch_text, 0, int(run.setup.get("epochs", 0)))
        self._bar(self.batch_bar, self.batch_text, 0, 0)
        for text in (self.step_text, self.elapsed_text, self.left_text):
            text.setText("–")
        self.refresh()

    def _show(self, progress: Progress) -> None:
        self._progress = progress
        if not progress.kernels:  # the time lets itself be seen running while they are compiled
            self._clock.start()
        self._say_where([])
        if progress.phase not in (PREPARING, TRAINING):
            return
        done = progress.epoch if progress.epoch_end else max(0, progress.epoch - 1)
        self._bar(self.epoch_bar, self.epoch_text, done, progress.epochs)
        if progress.epochs:
            self.epoch_text.setText(f"{progress.epoch} / {progress.epochs}")
        self._bar(self.batch_bar, self.batch_text, progress.batch, progress.batches)
        self.step_text.setText(milliseconds(progress.ms_per_step))
        self.elapsed_text.setText(duration(progress.seconds))
        self.left_text.setText(duration(progress.seconds_left))
        if progress.logs:
            self.table.show_logs(progress.logs)

    @staticmethod
    def _bar(bar: QProgressBar, text: QLabel, value: int, total: int) -> None:
        bar.setRange(0, max(total, 1))
        bar.setValue(min(value, max(total, 1)))
        text.setText(f"{value} / {total}" if total else "–")

    def _finished(self, result: RunResult) -> None:
        if result.run.epochs:
            self.table.show_run(result.run)
        self.left_text.setText("–")
        self.refresh()

    def _failed(self, failure: Failure) -> None:
        self.failure.show_failure(failure)
        self.refresh()

    def _reset(self) -> None:
        self._progress = None
        self.failure.clear()
        run = self._last_run()
        self.figures.setVisible(self.job.running)
        if run is not None and run.epochs:
            self.table.show_run(run)
        else:
            self.table.clear()
        self.refresh()

    def _pause_or_resume(self) -> None:
        if self.job.state == jobs.PAUSED:
            self.job.resume()
        else:
            self.job.pause()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.cost is not None:
            self.cost.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.cost is not None:
            self.cost.watch(False)

    # -- language and theme -----------------------------------------------

    def _translate(self) -> None:
        self.fresh_button.setText(self.tr("From scratch"))
        self.fresh_button.setToolTip(self.tr("Forget the trained weights and start with new ones"))
        self.train_button.setToolTip(self.tr("Train with the present settings and data"))
        self.stop_button.setText(self.tr("Stop"))
        self.stop_button.setToolTip(self.tr("End after this batch and keep what was learned"))
        self.epoch_label.setText(self.tr("Epoch"))
        self.batch_label.setText(self.tr("Batch"))
        self.step_label.setText(self.tr("Time per step"))
        self.elapsed_label.setText(self.tr("Elapsed"))
        self.left_label.setText(self.tr("Time left"))
        self.epoch_bar.setAccessibleName(self.tr("Finished epochs"))
        self.batch_bar.setAccessibleName(self.tr("Finished batches of this epoch"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self.refresh()
        super().changeEvent(event)
