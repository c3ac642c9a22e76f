"""Predict one sample by hand: take a held-out one, change it, see what the model says."""

from __future__ import annotations

import random

import numpy as np
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.panels.judge.bars import Bars
from app.panels.judge.inputs import InputView, number_text
from app.panels.judge.sample_form import SampleEditor, editor_for
from app.plain import Label
from app.training.evaluate import CLASSES, Answers, Guess, Verdict

#: Milliseconds of quiet before an edited sample is predicted.
DELAY = 60


class TryIt(QScrollArea):
    """Editors at the left, the model's answer at the right.

    Signals:
        predictionWanted(dict): Input name -> values, in the data's own scale.
    """

    predictionWanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict: Verdict | None = None
        self._edited = False
        self.editors: list[SampleEditor] = []
        self.answers: list[AnswerView] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._ask)
        self._make_picker()
        self.problem = Label()
        self.problem.setProperty("role", "error")
        self.problem.setWordWrap(True)
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        for column in (self.left, self.right):
            column.setSpacing(10)
        self.answer_heading = Label()
        self.answer_heading.setProperty("role", "heading")
        self._arrange()
        self._translate()

    def _make_picker(self) -> None:
        self.label = Label()
        self.number = QSpinBox()
        self.number.setMinimum(1)
        self.number.valueChanged.connect(self._load)
        self.label.setBuddy(self.number)
        self.total = Label()
        self.total.setProperty("role", "muted")
        self.random = QPushButton()
        self.random.clicked.connect(self._pick_random)
        theme.set_icon(self.random, "shuffle")

    def _arrange(self) -> None:
        picker = QHBoxLayout()
        for widget in (self.label, self.number, self.total, self.random):
            picker.addWidget(widget)
        picker.addStretch()
        left, right = QVBoxLayout(), QVBoxLayout()
        picker.setSpacing(8)
        left.setSpacing(14)
        right.setSpacing(10)
        left.addLayout(picker)
        left.addLayout(self.left)
        left.addWidget(self.problem)
        left.addStretch(1)
        right.addWidget(self.answer_heading)
        right.addLayout(self.right)
        right.addStretch(1)
        content = QWidget()
        layout = QHBoxLayout(content)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(32)
        layout.addLayout(left, 1)
        layout.addLayout(right, 1)
        self.setWidgetResizable(True)
        self.setWidget(content)

    # -- what is shown ----------------------------------------------------

    def show_verdict(self, verdict: Verdict, views: list[InputView]) -> None:
        self._verdict = verdict
        self._rebuild(views, verdict.outputs)
        self.number.blockSignals(True)
        self.number.setMaximum(max(1, verdict.count))
        self.number.blockSignals(False)
        self.total.setText(self.tr("of {count}").format(count=verdict.count))
        self._load()

    def show_sample(self, index: int) -> None:
        """Take up one of the judged samples."""
        if self.number.value() == index + 1:
            self._load()
        else:
            self.number.setValue(index + 1)

    def show_guesses(self, guesses: list[Guess]) -> None:
        for view, guess in zip(self.answers, guesses, strict=True):
            view.show_guess(guess, None if self._edited else self.number.value() - 1)

    def _rebuild(self, views: list[InputView], outputs: list[Answers]) -> None:
        for widget in (*self._named(self.left), *self._named(self.right)):
            widget.deleteLater()
        self.editors = [editor_for(view) for view in views]
        for editor in self.editors:
            editor.changed.connect(self._edit)
            if len(views) > 1:
                self.left.addWidget(_heading(editor.view.name))
            self.left.addWidget(editor)
        self.answers = [AnswerView(answers) for answers in outputs]
        for view in self.answers:
            if len(outputs) > 1:
                self.right.addWidget(_heading(view.answers.name))
            self.right.addWidget(view)

    @staticmethod
    def _named(layout: QVBoxLayout) -> list[QWidget]:
        taken = []
        while (item := layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                taken.append(widget)
        return taken

    # -- asking -----------------------------------------------------------

    def _load(self) -> None:
        if self._verdict is None or not self._verdict.count:
            return
        sample = self._verdict.sample(self.number.value() - 1)
        for editor in self.editors:
            editor.set_values(sample[editor.view.name])
        self._edited = False
        self._ask(sample)

    def _edit(self) -> None:
        self._edited = True
        self._timer.start()

    def _pick_random(self) -> None:
        self.show_sample(random.randrange(self.number.maximum()))

    def _ask(self, sample: dict[str, np.ndarray] | None = None) -> None:
        """Ask for the prediction of what the editors show (``sample`` as it is, unrounded)."""
        self._timer.stop()
        try:
            values = sample or {editor.view.name: editor.values() for editor in self.editors}
        except ValueError as error:
            self.problem.setText(str(error))
            self.problem.setVisible(True)
            for view in self.answers:
                view.clear()
            return
        self.problem.setVisible(False)
        self.predictionWanted.emit(values)

    # -- language ---------------------------------------------------------

    def _translate(self) -> None:
        self.label.setText(self.tr("Sample"))
        self.random.setText(self.tr("Random"))
        self.answer_heading.setText(self.tr("The model says"))
        self.problem.setVisible(False)
        if self._verdict is not None:
            self.total.setText(self.tr("of {count}").format(count=self._verdict.count))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


class AnswerView(QWidget):
    """What one output says: bars of classes, or a number beside the true one."""

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers = answers
        self.big = Label()
        self.big.setProperty("role", "title")
        self.big.setWordWrap(True)
        self.true = Label()
        self.true.setProperty("role", "muted")
        self.bars = Bars()
        self.bars.setVisible(answers.kind == CLASSES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.big, self.true, self.bars):
            layout.addWidget(widget)

    def show_guess(self, guess: Guess, sample: int | None) -> None:
        """``sample`` is the judged sample the guess is about, None for one made by hand."""
        answers = self.answers
        if guess.kind == CLASSES:
            truth = None if sample is None else int(answers.truth[sample])
            self.big.setText(guess.classes[int(guess.values.argmax())])
            self.bars.show_shares(guess.values, guess.classes, truth)
            self._say_true(None if truth is None else guess.classes[truth])
        else:
            flat = guess.values.reshape(-1)[:8]
            self.big.setText(", ".join(number_text(value) for value in flat))
            known = None if sample is None else answers.truth[sample].reshape(-1)[:8]
            texts = None if known is None else ", ".join(number_text(value) for value in known)
            self._say_true(texts)

    def clear(self) -> None:
        self.big.setText("–")
        self.bars.clear()
        self._say_true(None)

    def _say_true(self, text: str | None) -> None:
        if text is None:
            self.true.setText(self.tr("made by hand: there is no true answer"))
        else:
            self.true.setText(self.tr("true: {text}").format(text=text))


def _heading(text: str) -> QLabel:
    label = Label(text)
    label.setProperty("role", "heading")
    return label
