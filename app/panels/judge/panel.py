"""The judge: evaluates the trained model whenever it is looked at and was trained anew."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.document.document import Document
from app.panels.failure_card import FailureCard
from app.panels.judge.inputs import InputView, views
from app.panels.judge.overview import Overview
from app.panels.judge.samples import Samples
from app.panels.judge.try_it import TryIt
from app.plain import Label
from app.training import evaluate
from app.training.evaluate import CLASSES, Verdict
from app.training.failure import Failure
from app.training.job import snapshot_of
from app.training.worker import Worker


class JudgePanel(QWidget):
    """Loss and metrics on held-out data, mistakes one by one, and predictions by hand.

    The verdict is kept until weights, model, settings or data change. All
    computing is done by the worker.
    """

    def __init__(self, document: Document, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.worker = worker
        self.verdict: Verdict | None = None
        self._views: list[InputView] = []
        self._stale = True
        self._key = object()
        self._make()
        self._arrange()
        self._connect()
        self._translate()
        self._say()

    # -- construction -----------------------------------------------------

    def _make(self) -> None:
        self.about = Label()
        self.about.setProperty("role", "heading")
        self.warning = Label()
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self.output_label = Label()
        self.output = QComboBox()
        self.output_label.setBuddy(self.output)
        self.again = QPushButton()
        theme.set_icon(self.again, "judge")
        self.failure = FailureCard()
        self.overview, self.samples, self.try_it = Overview(), Samples(), TryIt()
        self.tabs = QTabWidget()
        for tab in (self.overview, self.samples, self.try_it):
            self.tabs.addTab(tab, "")
        self.empty = Label()
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.tabs)

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 10, 16, 0)
        bar.addWidget(self.about, 1)
        for widget in (self.output_label, self.output, self.again):
            bar.addWidget(widget)
        cards = QVBoxLayout()
        cards.setContentsMargins(16, 0, 16, 0)
        cards.addWidget(self.warning)
        cards.addWidget(self.failure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(bar)
        layout.addLayout(cards)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        document = self.document
        for signal in (
            document.weightsChanged,
            document.dataChanged,
            document.setupChanged,
            document.reset,
        ):
            signal.connect(self._outdate)
        self.again.clicked.connect(self.judge)
        self.output.activated.connect(self._show_output)
        self.overview.cellChosen.connect(self._show_cell)
        self.overview.sampleChosen.connect(self._show_sample)
        self.samples.sampleChosen.connect(self._show_sample)
        self.try_it.predictionWanted.connect(self._predict)
        self.worker.busyChanged.connect(self._say)

    # -- judging ----------------------------------------------------------

    def judge(self) -> None:
        """Evaluate now, as soon as the worker is free."""
        self._stale = False
        self.failure.clear()
        if self.document.data is None or self.document.weights is None:
            self._forget()
            return
        snapshot = snapshot_of(self.document)
        self.worker.submit(
            self.tr("Judging"),
            lambda task: evaluate.judge(snapshot, task),
            done=self._judged,
            failed=self._failed,
            owner=self,
            key=self._key,
        )
        self._say()

    def _outdate(self) -> None:
        """Judge again when the panel is seen next; at once when it is seen now."""
        self._stale = True
        self.worker.cancel(self._key)
        if self.isVisible():
            self.judge()
        else:
            self._forget()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.judge()

    def _judged(self, verdict: Verdict) -> None:
        self.verdict = verdict
        self._views = views(verdict)
        self.output.clear()
        self.output.addItems([answers.name for answers in verdict.outputs])
        for widget in (self.output, self.output_label):
            widget.setVisible(len(verdict.outputs) > 1)
        self._show_output()
        self.try_it.show_verdict(verdict, self._views)
        self.stack.setCurrentWidget(self.tabs)
        self._say()

    def _failed(self, failure: Failure) -> None:
        self._forget()
        self.failure.show_failure(failure)

    def _forget(self) -> None:
        self.verdict = None
        self.stack.setCurrentWidget(self.empty)
        self._say()

    # -- showing ----------------------------------------------------------

    def _show_output(self, *_: Any) -> None:
        verdict = self.verdict
        if verdict is None or not verdict.outputs:
            return
        answers = verdict.outputs[max(0, self.output.currentIndex())]
        self.overview.show_answers(answers)
        self.samples.show_verdict(verdict, answers, self._views)
        self.tabs.setTabText(
            1, self.tr("Mistakes") if answers.kind == CLASSES else self.tr("Errors")
        )

    def _show_cell(self, true: int, said: int) -> None:
        self.samples.show_cell(true, said)
        self.tabs.setCurrentWidget(self.samples)

    def _show_sample(self, index: int) -> None:
        self.try_it.show_sample(index)
        self.tabs.setCurrentWidget(self.try_it)

    def _predict(self, sample: dict[str, Any]) -> None:
        verdict = self.verdict
        if verdict is None:
            return
        self.worker.submit(
            self.tr("Predicting"),
            lambda task: evaluate.predict(verdict, sample),
            done=self.try_it.show_guesses,
            failed=self.failure.show_failure,
            owner=self,
            key=self.try_it,
        )

    def _say(self, *_: Any) -> None:
        """Set the line at the top and the words of the empty state."""
        verdict = self.verdict
        trained = self.document.weights is not None
        self.again.setVisible(trained)
        self.empty.setText(self._invitation(trained))
        if verdict is None:
            self.about.setText("")
            self.output.setVisible(False)
            self.output_label.setVisible(False)
            self.warning.setVisible(False)
            return
        parts = {
            "test": self.tr("Judged on the test data: {count} samples the model has never seen"),
            "validation": self.tr("Judged on the validation data: {count} samples"),
            "training": self.tr("Judged on the training data: {count} samples"),
        }
        self.about.setText(parts[verdict.part].format(count=verdict.count))
        self.warning.setText(self._caution(verdict))
        self.warning.setVisible(bool(self.warning.text()))

    def _invitation(self, trained: bool) -> str:
        if not trained:
            return self.tr("Nothing to judge yet.\nTrain the model first.")
        if self.document.data is None:
            return self.tr("Choose data first.")
        if self.worker.busy not in ("", self.tr("Judging")):
            return self.tr("The model is judged as soon as this has ended: {task}").format(
                task=self.worker.busy
            )
        return self.tr("Judging the model…")

    def _caution(self, verdict: Verdict) -> str:
        lines = []
        if verdict.untrained:
            lines.append(
                self.tr(
                    "The model was changed since its training: {names} start anew. Train again "
                    "before you trust these numbers."
                ).format(names=", ".join(verdict.untrained))
            )
        if verdict.part == "training":
            lines.append(
                self.tr(
                    "No data was held out, so these are samples the model has learned by heart. "
                    "Set a test part in the data page."
                )
            )
        return "\n".join(lines)

    # -- language ---------------------------------------------------------

    def _translate(self) -> None:
        self.output_label.setText(self.tr("Output"))
        self.again.setText(self.tr("Judge again"))
        for index, text in enumerate((self.tr("Overview"), self.tr("Mistakes"), self.tr("Try it"))):
            self.tabs.setTabText(index, text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._show_output()
            self._say()
        super().changeEvent(event)
