"""One table from three sides: its samples, its rows, its distribution."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStackedWidget, QTableView, QTabWidget, QVBoxLayout, QWidget

from app.data.spec import Table
from app.previews.distribution import Distribution
from app.previews.rows import RowsModel
from app.previews.samples import PointsPlot, SampleGrid, can_show, is_plane


class DataPreview(QWidget):
    """Tabs that show a table; the samples tab is there when they can be drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = SampleGrid()
        self.points = PointsPlot()
        self.samples = QStackedWidget()
        self.samples.addWidget(self.grid)
        self.samples.addWidget(self.points)
        self.rows = QTableView()
        self.rows.setAccessibleName(self.tr("Rows of the data"))
        self.rows.setAlternatingRowColors(True)
        self.rows.setWordWrap(False)
        self.rows.setShowGrid(False)
        self.rows.verticalHeader().setDefaultSectionSize(26)
        self.rows.horizontalHeader().setMaximumSectionSize(900)
        self.distribution = Distribution()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.samples, self.tr("Samples"))
        self.tabs.addTab(self.rows, self.tr("Rows"))
        self.tabs.addTab(self.distribution, self.tr("Distribution"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.show_table(None)

    def show_table(self, table: Table | None) -> None:
        """Show another table, or nothing."""
        fields = table.fields if table else []
        drawn, plane = any(map(can_show, fields)), any(map(is_plane, fields))
        self.tabs.setTabVisible(0, drawn or plane)
        self.samples.setCurrentWidget(self.grid if drawn else self.points)
        self.grid.show_table(table if drawn else None)
        self.points.show_table(table if plane and not drawn else None)
        old = self.rows.model()
        self.rows.setModel(RowsModel(table))
        if old is not None:
            old.deleteLater()
        self._size_columns()
        self.distribution.show_table(table)
        if drawn or plane:
            self.tabs.setCurrentIndex(0)

    def _size_columns(self) -> None:
        """Make columns as wide as their names and the first values."""
        model, metrics = self.rows.model(), self.rows.fontMetrics()
        bold = self.rows.font()
        bold.setWeight(bold.Weight.DemiBold)
        heads = QFontMetrics(bold)
        for column in range(model.columnCount()):
            name = self.rows.model().columns[column][0]  # type: ignore[attr-defined]
            widest = heads.horizontalAdvance(name) + 28
            for row in range(min(20, model.rowCount())):
                text = str(model.data(model.index(row, column)))
                widest = max(widest, metrics.horizontalAdvance(text) + 32)
            self.rows.setColumnWidth(column, min(widest, 420))
