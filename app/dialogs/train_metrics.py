"""The metrics of an output: one check box each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.i18n import engine_text
from engine import registry

#: Keras's name for "the accuracy that fits the loss".
ACCURACY = "accuracy"
_COLUMNS = 2


def metric_key(value: Any) -> str:
    """One name for all spellings of a metric: its class name, or "accuracy"."""
    name = value.get("class_name", "") if isinstance(value, dict) else str(value)
    if name.lower() in ("accuracy", "acc"):
        return ACCURACY
    try:
        return registry.find("metric", name).name
    except ValueError:
        return str(name)


class Metrics(QWidget):
    """Chooses any number of metrics; unknown ones are kept and can be taken away."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: dict[str, Any] = {}
        self.boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        text = QCoreApplication.translate("TrainDialog", "The accuracy that goes with the loss.")
        self._add(ACCURACY, text)
        for entry in registry.entries("metric"):
            if not entry.hidden and metric_key(entry.name) != ACCURACY:
                self._add(entry.name, engine_text(entry.summary))

    def set_value(self, metrics: list[Any]) -> None:
        """Check these metrics."""
        self._given = {metric_key(metric): metric for metric in metrics}
        for key in self._given:
            if key not in self.boxes:
                self._add(key, "")
        for key, box in self.boxes.items():
            box.setChecked(key in self._given)

    def value(self) -> list[Any]:
        """The checked metrics, those given before first and as they were given."""
        chosen = [key for key, box in self.boxes.items() if box.isChecked()]
        kept = [metric for key, metric in self._given.items() if key in chosen]
        new = [key for key in chosen if key not in self._given]
        return kept + [k if k == ACCURACY else registry.snake_case(k) for k in new]

    def _add(self, key: str, tip: str) -> None:
        box = QCheckBox(key)
        box.setToolTip(tip)
        box.setAccessibleDescription(tip)
        box.clicked.connect(self.changed)
        place = len(self.boxes)
        self._grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)
        self.boxes[key] = box
