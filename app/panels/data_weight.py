"""The choice of the column that says how much each sample counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.spec import DataProblem, Table
from app.data.weights import candidates
from app.forms.choices import Combo
from app.plain import Label


class WeightRow(QWidget):
    """Which column says how much each sample counts, if any.

    Signals:
        chosen(str): Name of the column, "" for none.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = Label(self.tr("Sample weights"))
        heading.setProperty("role", "muted")
        self.combo = Combo()
        self.combo.setAccessibleName(self.tr("Sample weights"))
        self.combo.setToolTip(
            self.tr(
                "A column that says how much each sample counts: a mistake on a sample of weight 2 "
                "costs twice as much as on one of weight 1. It is no input then."
            )
        )
        self.combo.activated.connect(lambda at: self.chosen.emit(self.combo.itemData(at)))
        self.text = Label()
        self.text.setWordWrap(True)
        self.text.setProperty("role", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 6)
        column.setSpacing(4)
        for widget in (heading, self.combo, self.text):
            column.addWidget(widget)

    def show_state(self, table: Table, weight: str, problems: Sequence[DataProblem]) -> None:
        """Show the choice; hide where no column could be chosen."""
        names = [field.name for field in candidates(table)]
        self.setVisible(bool(weight) or len(names) > 1)
        with QSignalBlocker(self.combo):
            self.combo.clear()
            self.combo.addItem(self.tr("None: all samples count the same"), "")
            for name in names if weight in ("", *names) else [weight, *names]:
                self.combo.addItem(name, name)
            self.combo.setCurrentIndex(self.combo.findData(weight))
        told = [p.text for p in problems if not p.port and p.field and p.field == weight]
        self.text.setText("\n".join(told))
        self.text.setVisible(bool(told))
