"""Judged samples one by one: pictures in a gallery, anything else in a table."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.panels.judge.inputs import FORM, PICTURE, InputView, cell_texts, number_text
from app.panels.judge.pictures import thumbnail
from app.plain import Label, tip
from app.training.evaluate import CLASSES, NUMBERS, Answers, Verdict

#: Samples shown at most; the rest is told in words.
MOST = 200
SIDE = 72
_SAMPLE = Qt.ItemDataRole.UserRole


class Samples(QWidget):
    """The worst mistakes first, or the samples of one cell of the confusion matrix.

    Signals:
        sampleChosen(int): A sample to look at closely (double click or Enter).
    """

    sampleChosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict: Verdict | None = None
        self._answers: Answers | None = None
        self._views: list[InputView] = []
        self._cell: tuple[int, int] | None = None
        self.heading, self.note = Label(), Label()
        self.heading.setProperty("role", "heading")
        self.note.setProperty("role", "muted")
        self.worst = QPushButton()
        self.worst.clicked.connect(self.show_worst)
        self.gallery, self.table = _gallery(), _table()
        self.gallery.itemActivated.connect(lambda item: self.sampleChosen.emit(item.data(_SAMPLE)))
        self.table.activated.connect(self._row_chosen)
        self.nothing = Label()
        self.nothing.setProperty("role", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        for widget in (self.gallery, self.table, self.nothing):
            self.stack.addWidget(widget)
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addWidget(self.note, 1)
        top.addWidget(self.worst)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        self._translate()

    # -- what is shown ----------------------------------------------------

    def show_verdict(self, verdict: Verdict, answers: Answers, views: list[InputView]) -> None:
        self._verdict, self._answers, self._views = verdict, answers, views
        self.show_worst()

    def show_worst(self) -> None:
        self._cell = None
        self._refresh()

    def show_cell(self, true: int, said: int) -> None:
        self._cell = (true, said)
        self._refresh()

    def indices(self) -> list[int]:
        """The samples that are listed, in order."""
        if self._answers is None:
            return []
        found = self._answers.mistakes() if self._cell is None else self._answers.cell(*self._cell)
        return [int(index) for index in found[:MOST]]

    def _refresh(self) -> None:
        verdict, answers = self._verdict, self._answers
        if verdict is None or answers is None:
            return
        found = answers.mistakes() if self._cell is None else answers.cell(*self._cell)
        self.heading.setText(self._heading(answers))
        self.note.setText(self._count(len(found), verdict.count, answers))
        self.worst.setVisible(self._cell is not None)
        pictures = any(view.kind == PICTURE for view in self._views)
        if not len(found):
            self.stack.setCurrentWidget(self.nothing)
        elif pictures:
            self._fill_gallery(verdict, answers)
            self.stack.setCurrentWidget(self.gallery)
        else:
            self._fill_table(verdict, answers)
            self.stack.setCurrentWidget(self.table)

    def _heading(self, answers: Answers) -> str:
        if self._cell is not None:
            true, said = (answers.classes[number] for number in self._cell)
            return self.tr("True {true}, predicted {said}").format(true=true, said=said)
        if answers.kind == CLASSES:
            return self.tr("Wrong answers, the worst first")
        return self.tr("Largest errors first")

    def _count(self, found: int, total: int, answers: Answers) -> str:
        if answers.kind != CLASSES:
            text = self.tr("{found} samples")
        else:
            text = self.tr("{found} of {total} samples")
        if found > MOST:
            text = self.tr("the first {most} of {found} samples")
        return text.format(found=found, total=total, most=MOST)

    def _fill_gallery(self, verdict: Verdict, answers: Answers) -> None:
        self.gallery.clear()
        ratio = self.devicePixelRatioF()
        pictures = sum(view.kind == PICTURE for view in self._views)
        self.gallery.setIconSize(QSize(SIDE * pictures + 2 * (pictures - 1), SIDE))
        for index in self.indices():
            picture = thumbnail(verdict.sample(index), self._views, SIDE, ratio)
            item = QListWidgetItem(QIcon(picture), self._caption(answers, index))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            item.setData(_SAMPLE, index)
            item.setToolTip(tip(self._words(answers, index)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._words(answers, index))
            self.gallery.addItem(item)

    def _caption(self, answers: Answers, index: int) -> str:
        if answers.kind == CLASSES and answers.shares is not None:
            true, said = answers.truth[index], answers.answer[index]
            share = answers.shares[index, said]
            return f"{answers.classes[true]} → {answers.classes[said]}\n{100 * share:.0f} %"
        return f"{_numbers(answers.truth[index])} → {_numbers(answers.answer[index])}"

    def _words(self, answers: Answers, index: int) -> str:
        if answers.kind != CLASSES or answers.shares is None:
            return self.tr("Sample {number}").format(number=index + 1)
        said = answers.answer[index]
        return self.tr("Sample {number}: true {true}, predicted {said} ({share:.1f} %)").format(
            number=index + 1,
            true=answers.classes[answers.truth[index]],
            said=answers.classes[said],
            share=100 * answers.shares[index, said],
        )

    def _fill_table(self, verdict: Verdict, answers: Answers) -> None:
        heads = [self.tr("Sample"), self.tr("True"), self.tr("Predicted"), self._last_head(answers)]
        for view in self._views:
            heads += [c.name for c in view.columns] if view.kind == FORM else [view.name]
        indices = self.indices()
        self.table.setColumnCount(len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setRowCount(len(indices))
        for row, index in enumerate(indices):
            sample = verdict.sample(index)
            texts = [str(index + 1), *self._outcome(answers, index)]
            for view in self._views:
                texts += cell_texts(view, sample[view.name])
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setData(_SAMPLE, index)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()

    def _last_head(self, answers: Answers) -> str:
        return self.tr("Sure by") if answers.kind == CLASSES else self.tr("Error")

    def _outcome(self, answers: Answers, index: int) -> list[str]:
        true, said = answers.truth[index], answers.answer[index]
        if answers.kind == CLASSES and answers.shares is not None:
            share = f"{100 * answers.shares[index, said]:.1f} %"
            return [answers.classes[true], answers.classes[said], share]
        if answers.kind == NUMBERS:
            return [_numbers(true), _numbers(said), number_text(answers.wrongness()[index])]
        return ["", "", number_text(answers.wrongness()[index])]

    def _row_chosen(self, index: QModelIndex) -> None:
        self.sampleChosen.emit(int(index.data(_SAMPLE)))

    # -- language ---------------------------------------------------------

    def _translate(self) -> None:
        self.worst.setText(self.tr("Show the worst mistakes"))
        self.nothing.setText(self.tr("No sample here: nothing went wrong."))
        self.gallery.setAccessibleName(self.tr("Samples"))
        self.table.setAccessibleName(self.tr("Samples"))
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _gallery() -> QListWidget:
    gallery = QListWidget()
    gallery.setViewMode(QListView.ViewMode.IconMode)
    gallery.setResizeMode(QListView.ResizeMode.Adjust)
    gallery.setMovement(QListView.Movement.Static)
    gallery.setSpacing(8)
    gallery.setUniformItemSizes(True)
    return gallery


def _table() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().setVisible(False)
    table.setAlternatingRowColors(True)
    return table


def _numbers(values: np.ndarray) -> str:
    flat = np.asarray(values).reshape(-1)
    return ", ".join(number_text(value) for value in flat[:4]) + (" …" if flat.size > 4 else "")
