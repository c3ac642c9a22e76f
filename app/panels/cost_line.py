"""The line that says what the next training will cost: time and memory."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.panels.training_words import cost, cost_details
from app.training.forecast import Forecaster


class CostLine(QLabel):
    """Puts a forecast into words; gone while there is none."""

    def __init__(self, forecaster: Forecaster, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forecaster = forecaster
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        forecaster.changed.connect(self.refresh)
        forecaster.document.setupChanged.connect(self.refresh)  # the number of epochs
        self.refresh()

    def watch(self, on: bool) -> None:
        """Say whether the line could be seen: a forecast is made only then."""
        self._forecaster.watch(on)

    def refresh(self, *_: object) -> None:
        known = self._forecaster.forecast
        self.setText(cost(known, self._forecaster.document.setup))
        self.setToolTip(cost_details(known))
        self.setVisible(bool(self.text()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)
