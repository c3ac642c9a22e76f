"""The totals in the status bar: parameters, memory, operations, and what computes now."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.document.report import Report
from app.panels.facts import bytes_text, count_text, large_text
from app.plain import Label


class StatusTotals(QWidget):
    """Labels for the right end of a status bar, filled from check reports."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 8, 0)
        self._row.setSpacing(8)
        self._busy = self._label(self.tr("What is being computed"))
        self._parameters = self._label(self.tr("Numbers the model learns or holds"))
        self._memory = self._label(self.tr("Weights and the values of one sample, in float32"))
        self._operations = self._label(self.tr("Float operations to predict one sample"))

    def _label(self, tip: str) -> QLabel:
        label = Label()
        label.setToolTip(tip)
        label.setAccessibleName(tip)
        self._row.addWidget(label)
        return label

    def show_report(self, report: Report) -> None:
        self._parameters.setText(
            self.tr("{count} parameters").format(count=count_text(report.parameters))
        )
        self._memory.setText(self.tr("{size} memory").format(size=bytes_text(report.memory_bytes)))
        self._operations.setText(
            self.tr("{count} operations per sample").format(count=large_text(report.flops))
        )

    def show_busy(self, title: str) -> None:
        self._busy.setText(f"{title} …" if title else "")
