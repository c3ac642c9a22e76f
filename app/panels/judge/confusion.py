"""The confusion matrix: a table whose colours tell where the answers went."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFontMetrics
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.plain import tip

Index = QModelIndex | QPersistentModelIndex
CELL_WIDTH, CELL_HEIGHT = 46, 30
#: Points the matrix takes at least before it scrolls.
ROOM = 500


class ConfusionModel(QAbstractTableModel):
    """Rows are true classes, columns are predicted ones."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.counts = np.zeros((0, 0), np.int64)
        self.classes: list[str] = []
        self.percent = False

    def show(self, counts: np.ndarray, classes: list[str]) -> None:
        self.beginResetModel()
        self.counts, self.classes = counts, classes
        self.endResetModel()

    def set_percent(self, on: bool) -> None:
        self.percent = on
        self.repaint()

    def repaint(self) -> None:
        size = len(self.classes)
        if size:
            self.dataChanged.emit(self.index(0, 0), self.index(size - 1, size - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.classes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.classes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        true, said = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(true, said)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.BackgroundRole:
            return QBrush(self._color(true, said))
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(_readable_on(self._color(true, said)))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = self.tr("true {true}, predicted {said}: {count} samples").format(
                true=self.classes[true], said=self.classes[said], count=self.counts[true, said]
            )
            return tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if section >= len(self.classes):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.classes[section])
        return self.classes[section] if role == Qt.ItemDataRole.DisplayRole else None

    def share(self, true: int, said: int) -> float:
        """Part of a class's samples that got this answer."""
        total = self.counts[true].sum()
        return float(self.counts[true, said] / total) if total else 0.0

    def _text(self, true: int, said: int) -> str:
        count = int(self.counts[true, said])
        if not count:
            return ""
        return f"{100 * self.share(true, said):.0f} %" if self.percent else str(count)

    def _color(self, true: int, said: int) -> QColor:
        share = self.share(true, said)
        ink = theme.current().color("train" if true == said else "error")
        return _blend(theme.current().color("base"), ink, share**0.5 if share else 0.0)


class ConfusionTable(QWidget):
    """The matrix with its two titles and a switch between counts and percent.

    Signals:
        cellChosen(int, int): True and predicted class of a cell that was clicked or entered.
    """

    cellChosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ConfusionModel(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.view.clicked.connect(self._chosen)
        self.view.activated.connect(self._chosen)
        for header in (self.view.horizontalHeader(), self.view.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(True)
        self.view.horizontalHeader().setDefaultSectionSize(CELL_WIDTH)
        self.view.verticalHeader().setDefaultSectionSize(CELL_HEIGHT)
        self.heading, self.axes = QLabel(), QLabel()
        self.heading.setProperty("role", "heading")
        self.axes.setProperty("role", "muted")
        self.percent = QCheckBox()
        self.percent.toggled.connect(self.model.set_percent)
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch()
        top.addWidget(self.percent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.axes)
        layout.addWidget(self.view)
        layout.addStretch(1)
        theme.notifier().changed.connect(self.model.repaint)
        self._translate()

    def show_counts(self, counts: np.ndarray, classes: list[str]) -> None:
        self.model.show(counts, classes)
        header = self.view.horizontalHeader()
        bold = header.font()
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        widest = max((metrics.horizontalAdvance(name) for name in classes), default=0)
        width = min(max(CELL_WIDTH, widest + 24), 140)
        self.view.horizontalHeader().setDefaultSectionSize(width)
        across = width * len(classes) + self.view.verticalHeader().sizeHint().width() + 6
        down = CELL_HEIGHT * len(classes) + self.view.horizontalHeader().sizeHint().height() + 6
        self.view.setMaximumSize(across, down)
        self.view.setMinimumSize(min(across, ROOM), min(down, ROOM))

    def _chosen(self, index: QModelIndex) -> None:
        self.cellChosen.emit(index.row(), index.column())

    def _translate(self) -> None:
        self.heading.setText(self.tr("Confusion matrix"))
        self.axes.setText(
            self.tr("Rows: true class. Columns: predicted class. Click a cell to see its samples.")
        )
        self.axes.setWordWrap(True)
        self.percent.setText(self.tr("Percent of the true class"))
        self.view.setAccessibleName(self.tr("Confusion matrix"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _blend(base: QColor, ink: QColor, share: float) -> QColor:
    keep = 1.0 - share
    return QColor.fromRgbF(
        base.redF() * keep + ink.redF() * share,
        base.greenF() * keep + ink.greenF() * share,
        base.blueF() * keep + ink.blueF() * share,
    )


def _readable_on(color: QColor) -> QColor:
    """Black or white, whichever stands out more (WCAG's relative luminance)."""
    parts = [color.redF(), color.greenF(), color.blueF()]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return QColor("#10131c") if luminance > 0.179 else QColor("#ffffff")
