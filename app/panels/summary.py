"""The table that Keras's ``model.summary()`` prints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.document.document import Document
from app.document.report import Report, SummaryRow
from app.panels.facts import bytes_text, count_text
from app.plain import Label, tip

_NODE = Qt.ItemDataRole.UserRole
#: Pixels that the names keep in a panel too narrow for everything.
LEAST_NAME = 80


class SummaryPanel(QWidget):
    """Layers, shapes, parameters and connections; ``nodeActivated(id)`` when a row is chosen."""

    nodeActivated = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._rows: list[SummaryRow] = []
        self.table = QTreeWidget()
        self.table.setColumnCount(4)
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAlternatingRowColors(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.totals = Label()
        self.totals.setProperty("role", "muted")
        self.totals.setWordWrap(True)
        self.copy_button = QPushButton()
        theme.set_icon(self.copy_button, "copy")
        self.copy_button.clicked.connect(self.copy_text)
        self._lay_out()
        self.table.itemClicked.connect(self._chosen)
        self.table.itemActivated.connect(self._chosen)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy_text)
        document.checked.connect(self._checked)
        document.reset.connect(self.table.clearSelection)
        self.table.viewport().installEventFilter(self)
        self._translate()

    def text(self) -> str:
        """The table as text, columns aligned, totals below."""
        head = ["Layer (type)", "Output Shape", "Param #", "Connected to"]
        lines = [_cells(row) for row in self._rows]
        widths = [max(len(line[i]) for line in (head, *lines)) for i in range(4)]
        rule = "=" * (sum(widths) + 6)
        report = self._document.report
        return "\n".join(
            [
                _aligned(head, widths),
                rule,
                *(_aligned(line, widths) for line in lines),
                rule,
                f"Total params: {report.parameters:,}",
                f"Trainable params: {report.trainable:,}",
                f"Non-trainable params: {report.parameters - report.trainable:,}",
            ]
        )

    def copy_text(self) -> None:
        """Put the table on the clipboard as text."""
        QGuiApplication.clipboard().setText(self.text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        header = self.table.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(60)
        foot = QHBoxLayout()
        foot.addWidget(self.totals, 1)
        foot.addWidget(self.copy_button)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(8, 8, 8, 8)
        column_layout.setSpacing(6)
        column_layout.addWidget(self.table, 1)
        column_layout.addLayout(foot)

    def _translate(self) -> None:
        self.table.setHeaderLabels(
            [
                self.tr("Layer (type)"),
                self.tr("Output shape"),
                self.tr("Parameters"),
                self.tr("Connected to"),
            ]
        )
        item = self.table.headerItem()
        if item is not None:
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.setAccessibleName(self.tr("Summary of the model"))
        self.copy_button.setText(self.tr("Copy as text"))
        self._rows = []
        self._checked(self._document.report)

    def _checked(self, report: Report) -> None:
        rows = report.summary_rows()
        if rows != self._rows:
            self._fill(rows)
        text = self.tr(
            "Parameters: {all}  ·  trainable: {trainable}  ·  not trainable: {fixed}  ·  "
            "weights and one sample: {memory}"
        )
        self.totals.setText(
            text.format(
                all=count_text(report.parameters),
                trainable=count_text(report.trainable),
                fixed=count_text(report.parameters - report.trainable),
                memory=bytes_text(report.memory_bytes),
            )
        )
        self.copy_button.setEnabled(bool(rows))

    def _fill(self, rows: Sequence[SummaryRow]) -> None:
        """Change the rows that differ; the selection and the scroll position stay."""
        self._rows = list(rows)
        while self.table.topLevelItemCount() > len(rows):
            self.table.takeTopLevelItem(self.table.topLevelItemCount() - 1)
        for place, row in enumerate(rows):
            item = self.table.topLevelItem(place)
            if item is None:
                item = QTreeWidgetItem()
                item.setTextAlignment(
                    2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                )
                self.table.addTopLevelItem(item)
            item.setData(0, _NODE, row.node)
            texts = _cells(row)
            texts[2] = count_text(row.parameters)
            for column, text in enumerate(texts):
                item.setText(column, text)
                item.setToolTip(column, tip(text))
        self._share_width()

    def _share_width(self) -> None:
        """Give shapes and parameters the room they need and the names what is left."""
        shape, parameters = (self.table.sizeHintForColumn(c) + 8 for c in (1, 2))
        header = self.table.header()
        shape = max(shape, header.sectionSizeHint(1))
        parameters = max(parameters, header.sectionSizeHint(2))
        left = self.table.viewport().width() - shape - parameters
        name = min(max(self.table.sizeHintForColumn(0) + 8, 120), max(left, LEAST_NAME))
        for column, width in enumerate((name, shape, parameters)):
            self.table.setColumnWidth(column, width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # not the panel's own size: a scroll bar that comes takes room as well
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._share_width()
        return super().eventFilter(watched, event)

    def _chosen(self, item: QTreeWidgetItem) -> None:
        self.nodeActivated.emit(item.data(0, _NODE))


def _cells(row: SummaryRow) -> list[str]:
    return [row.layer, row.output_shape, f"{row.parameters:,}", ", ".join(row.connected_to)]


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = [
        cells[0].ljust(widths[0]),
        cells[1].ljust(widths[1]),
        cells[2].rjust(widths[2]),
        cells[3],
    ]
    return "  ".join(parts).rstrip()
