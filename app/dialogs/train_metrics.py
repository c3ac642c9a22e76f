"""The metrics of an output: a check box each, and a line to search them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.i18n import engine_text
from engine import registry

#: Keras's name for "the accuracy that fits the loss".
ACCURACY = "accuracy"
_COLUMNS = 2
#: Rows of boxes shown without scrolling.
_ROWS = 7


def metric_key(value: Any) -> str:
    """One name for all spellings of a metric: its class name, or "accuracy"."""
    name = value.get("class_name", "") if isinstance(value, dict) else str(value)
    if name.lower() in ("accuracy", "acc"):
        return ACCURACY
    try:
        return registry.find("metric", name).name
    except ValueError:
        return str(name)


def _offered(entry: registry.Entry) -> bool:
    """Whether a metric can be made without asking for more."""
    needed = {p.name for p in entry.target.params.values() if p.required}
    return not entry.hidden and needed <= set(entry.target.offered)


def _first_value(key: str) -> Any:
    """What is stored when a metric is chosen."""
    if key == ACCURACY:
        return key
    config = registry.find("metric", key).target.offered
    if config:
        return {"class_name": key, "config": dict(config)}
    return registry.snake_case(key)


class Metrics(QWidget):
    """Chooses any number of metrics; unknown ones are kept and can be taken away.

    The chosen ones come first; the line above shows those whose name or help holds its words.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: dict[str, Any] = {}
        self.boxes: dict[str, QCheckBox] = {}
        self._words: dict[str, str] = {}
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        find = QCoreApplication.translate("TrainDialog", "Search metrics")
        self.search.setPlaceholderText(find)
        self.search.setAccessibleName(find)
        self.search.textChanged.connect(self._arrange)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(20)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self._scrolling())
        text = QCoreApplication.translate("TrainDialog", "The accuracy that goes with the loss.")
        self._add(ACCURACY, text)
        for entry in registry.entries("metric"):
            if _offered(entry) and metric_key(entry.name) != ACCURACY:
                self._add(entry.name, engine_text(entry.summary))
        self._arrange()

    def set_value(self, metrics: list[Any]) -> None:
        """Check these metrics."""
        self._given = {metric_key(metric): metric for metric in metrics}
        for key in self._given:
            if key not in self.boxes:
                self._add(key, "")
        for key, box in self.boxes.items():
            box.setChecked(key in self._given)
        self._arrange()

    def value(self) -> list[Any]:
        """The checked metrics, those given before first and as they were given."""
        chosen = [key for key, box in self.boxes.items() if box.isChecked()]
        kept = [metric for key, metric in self._given.items() if key in chosen]
        return kept + [_first_value(key) for key in chosen if key not in self._given]

    def _scrolling(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        inner.setAutoFillBackground(False)  # which ``setWidget`` switched on
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QCheckBox("Mg").sizeHint().height() + 6
        area.setFixedHeight(row * _ROWS)
        area.viewport().setAutoFillBackground(False)
        return area

    def _add(self, key: str, tip: str) -> None:
        box = QCheckBox(key)
        box.setToolTip(tip)
        box.setAccessibleDescription(tip)
        box.clicked.connect(self.changed)
        self.boxes[key] = box
        self._words[key] = f"{key} {registry.snake_case(key)} {tip}".lower().replace("_", " ")

    def _arrange(self) -> None:
        """Place the boxes that fit the search, the chosen ones first."""
        words = self.search.text().lower().replace("_", " ").split()
        shown = [k for k in self.boxes if all(word in self._words[k] for word in words)]
        shown.sort(key=lambda key: key not in self._given)  # the order stays otherwise
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.setVisible(False)
        for place, key in enumerate(shown):
            box = self.boxes[key]
            self._grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)
            box.setVisible(True)
