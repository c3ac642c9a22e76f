"""A small table of present numbers: one line per log, training beside validation."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app import theme
from app.document.run import Logs, Run
from app.panels.wording import log_name, log_value
from app.plain import Label


class LogTable(QWidget):
    """Shows the newest value of every log; validation stays until a newer one comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._cells: dict[str, QLabel] = {}
        self._rows: dict[str, QLabel] = {}
        self._logs: Logs = {}
        self._heads = (Label(), Label())
        for column, head in enumerate(self._heads, 1):
            self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        theme.notifier().changed.connect(self._colour)
        self._translate()
        self.clear()

    def texts(self) -> dict[str, str]:
        """What the table shows: log name -> text."""
        return {name: cell.text() for name, cell in self._cells.items()}

    def clear(self) -> None:
        for label in (*self._cells.values(), *self._rows.values()):
            self._grid.removeWidget(label)
            label.deleteLater()
        self._cells.clear()
        self._rows.clear()
        self._logs = {}
        self.setVisible(False)

    def show_run(self, run: Run) -> None:
        """Show the last epoch of a finished run."""
        self.clear()
        self.show_logs(run.epochs[-1])

    def show_logs(self, logs: Logs) -> None:
        for name, value in sorted(logs.items(), key=lambda item: item[0] != "loss"):
            self._cell(name).setText(log_value(name, value))
        self._logs = {**self._logs, **logs}
        self._heads[1].setVisible(any(name.startswith("val_") for name in self._cells))
        self.setVisible(True)

    def _cell(self, name: str) -> QLabel:
        if name not in self._cells:
            base = name.removeprefix("val_")
            if base not in self._rows:
                self._rows[base] = Label(log_name(base))
                self._grid.addWidget(self._rows[base], len(self._rows), 0)
            row = list(self._rows).index(base) + 1
            label = self._cells[name] = Label()
            label.setMinimumWidth(72)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setAccessibleName(name)
            self._grid.addWidget(label, row, 2 if name.startswith("val_") else 1)
        return self._cells[name]

    def _translate(self) -> None:
        self._heads[0].setText(self.tr("Training"))
        self._heads[1].setText(self.tr("Validation"))
        for base, label in self._rows.items():
            label.setText(log_name(base))
        self._colour()

    def _colour(self) -> None:
        for head, name in zip(self._heads, ("train", "validation"), strict=True):
            head.setStyleSheet(f"color: {theme.current().color(name).name()}; font-weight: 600;")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
