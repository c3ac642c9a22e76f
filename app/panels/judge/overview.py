"""The numbers of a judged model: metrics, scores by class, and the matrix or the scatter."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.panels.judge.confusion import ConfusionTable
from app.panels.judge.inputs import number_text
from app.panels.judge.scatter import Scatter
from app.panels.wording import log_name, log_value
from app.plain import Label
from app.training.evaluate import CLASSES, NUMBERS, Answers


class Overview(QScrollArea):
    """Signals:
    cellChosen(int, int): See ``ConfusionTable``.
    sampleChosen(int): See ``Scatter``.
    """

    cellChosen = Signal(int, int)
    sampleChosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: Answers | None = None
        self.metrics_heading, self.scores_heading = Label(), Label()
        for heading in (self.metrics_heading, self.scores_heading):
            heading.setProperty("role", "heading")
        self.metrics, self.scores = _table(), _table()
        self.confusion, self.scatter = ConfusionTable(), Scatter()
        self.confusion.cellChosen.connect(self.cellChosen)
        self.scatter.sampleChosen.connect(self.sampleChosen)
        left = QVBoxLayout()
        left.setSpacing(8)  # not the wide one between the columns
        for widget in (self.metrics_heading, self.metrics, self.scores_heading, self.scores):
            left.addWidget(widget)
        left.insertSpacing(2, 12)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.confusion)
        right.addWidget(self.scatter, 1)
        right.addStretch(1)
        content = QWidget()
        layout = QHBoxLayout(content)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(24)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)
        self.setWidgetResizable(True)
        self.setWidget(content)
        self._translate()

    def show_answers(self, answers: Answers) -> None:
        self._answers = answers
        classes = answers.kind == CLASSES
        self._show_metrics(answers)
        for widget in (self.scores_heading, self.scores, self.confusion):
            widget.setVisible(classes)
        self.scatter.setVisible(answers.kind == NUMBERS)
        if classes:
            self._show_scores(answers)
            self.confusion.show_counts(answers.confusion(), answers.classes)
        elif answers.kind == NUMBERS:
            self.scatter.show_answers(answers)

    def _show_metrics(self, answers: Answers) -> None:
        logs = sorted(answers.logs.items(), key=lambda item: item[0] != "loss")
        rows = [(log_name(name), log_value(name, value)) for name, value in logs]
        if answers.kind == NUMBERS:
            error, r2 = answers.fit_quality()
            rows.append((self.tr("Mean error in the data's units"), number_text(error)))
            rows.append(("R²", number_text(r2)))
        _fill(self.metrics, [self.tr("Metric"), self.tr("Value")], rows)

    def _show_scores(self, answers: Answers) -> None:
        heads = [
            self.tr("Class"),
            self.tr("Samples"),
            self.tr("Precision"),
            self.tr("Recall"),
            "F1",
        ]
        rows = [
            (
                score.name,
                str(score.count),
                *map(_percent, (score.precision, score.recall, score.f1)),
            )
            for score in answers.per_class()
        ]
        _fill(self.scores, heads, rows)
        tips = (
            self.tr("Of the samples that got this answer: how many were right"),
            self.tr("Of the samples of this class: how many were found"),
            self.tr("The harmonic mean of precision and recall"),
        )
        for column, tip in enumerate(tips, 2):
            _head(self.scores, column).setToolTip(tip)

    def _translate(self) -> None:
        self.metrics_heading.setText(self.tr("Loss and metrics"))
        self.scores_heading.setText(self.tr("Class by class"))
        self.metrics.setAccessibleName(self.metrics_heading.text())
        self.scores.setAccessibleName(self.scores_heading.text())
        if self._answers is not None:
            self.show_answers(self._answers)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _table() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.verticalHeader().setVisible(False)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table


def _fill(table: QTableWidget, heads: list[str], rows: Sequence[tuple[str, ...]]) -> None:
    """Show texts; all columns but the first are numbers and stand at the right."""
    table.setColumnCount(len(heads))
    table.setRowCount(len(rows))
    table.setHorizontalHeaderLabels(heads)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, column, item)
    for column in range(len(heads)):
        side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
        _head(table, column).setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    height = header.sizeHint().height() + table.verticalHeader().defaultSectionSize() * len(rows)
    table.setFixedHeight(height + 4)


def _head(table: QTableWidget, column: int) -> QTableWidgetItem:
    item = table.horizontalHeaderItem(column)
    assert item is not None, "setHorizontalHeaderLabels makes them"
    return item


def _percent(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.1f} %"
