"""Callbacks: each a group that is switched on, with a form of its arguments."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.dialogs.train_section import FORM_WIDTH, LABEL_WIDTH, Section, note
from app.forms.param_form import ParamForm
from app.forms.stored import changed
from app.i18n import engine_text
from engine import registry
from engine.registry import Entry

#: What a callback begins with when it is switched on, where its own defaults help nobody.
_FIRST: dict[str, dict[str, Any]] = {
    "EarlyStopping": {"patience": 5, "restore_best_weights": True},
    "ReduceLROnPlateau": {"patience": 3},
    "ModelCheckpoint": {"filepath": "best.keras", "save_best_only": True},
    "CSVLogger": {"filename": "training.csv"},
    "TensorBoard": {"log_dir": "tensorboard"},
    "LearningRateScheduler": {
        "schedule": {
            "class_name": "ExponentialDecay",
            "config": {"initial_learning_rate": 0.001, "decay_steps": 1.0, "decay_rate": 0.9},
        }
    },
}
_ORDER = (
    "EarlyStopping",
    "ReduceLROnPlateau",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "CSVLogger",
    "TerminateOnNaN",
)


class CallbackBox(Section):
    """One callback; unchecked means it is not used."""

    edited = Signal()

    def __init__(
        self, entry: Entry, config: dict[str, Any] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(entry.name, checkable=True, parent=parent)
        self.entry = entry
        self.set_on(config is not None)
        self.summary = note(engine_text(entry.summary))
        if self.box is not None:
            self.box.setAccessibleDescription(self.summary.text())
        self.warning = note(role="warning")
        self.warning.hide()
        values = _FIRST.get(entry.name, {}) if config is None else config
        self.form = ParamForm(entry.target, values, label_width=LABEL_WIDTH)
        self.form.setMaximumWidth(FORM_WIDTH)
        for widget in (self.summary, self.warning, self.form):
            self.column.addWidget(widget)
        self.form.edited.connect(lambda _name, _value: self.edited.emit())
        self.toggled.connect(self._toggled)
        self._show_form()

    def record(self) -> dict[str, Any]:
        """``{"class_name", "config"}`` with what differs from the defaults."""
        config = changed(self.entry.target.params, self.form.values())
        return {"class_name": self.entry.name, "config": config}

    def errors(self) -> dict[str, str]:
        """Argument -> why what is on screen is refused; {} while switched off."""
        return self.form.errors() if self.is_on() else {}

    def monitor(self) -> str:
        """The logged value it watches, "" if it watches none."""
        if not self.is_on() or "monitor" not in self.entry.target.params:
            return ""
        return str(self.form.value("monitor"))

    def show_warning(self, text: str) -> None:
        """Show a remark under the summary; "" takes it away."""
        self.warning.setText(text)
        self.warning.setVisible(bool(text))

    def _toggled(self) -> None:
        self._show_form()
        self.edited.emit()

    def _show_form(self) -> None:
        self.form.setVisible(self.is_on() and not self.form.is_empty())


class CallbacksPage(QWidget):
    """All callbacks the program offers; those it does not know are kept."""

    changed = Signal()

    def __init__(self, records: list[dict[str, Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = list(records)
        self.boxes: dict[str, CallbackBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        given = {_class_name(r): dict(r.get("config") or {}) for r in reversed(records)}
        for entry in sorted(registry.entries("callback"), key=_rank):
            if not entry.hidden or entry.name in given:
                box = CallbackBox(entry, given.get(entry.name))
                box.edited.connect(self.changed)
                column.addWidget(box)
                self.boxes[entry.name] = box
        others = [_class_name(r) for r in records if _class_name(r) not in self.boxes]
        if others:
            text = QCoreApplication.translate("TrainDialog", "Kept from the file: {names}")
            column.addWidget(note(text.format(names=", ".join(others))))
        column.addStretch(1)

    def records(self) -> list[dict[str, Any]]:
        """The callbacks in use, those given before in their old order."""
        result: list[dict[str, Any]] = []
        done: set[str] = set()
        for record in self._records:
            name = _class_name(record)
            box = self.boxes.get(name)
            if box is None or name in done:
                result.append(record)
            elif box.is_on():
                result.append(box.record())
            done.add(name)
        new = [box for name, box in self.boxes.items() if name not in done and box.is_on()]
        return result + [box.record() for box in new]

    def errors(self) -> dict[str, str]:
        """Field -> why what is on screen is refused."""
        return {
            f"{name}.{field}": text
            for name, box in self.boxes.items()
            for field, text in box.errors().items()
        }

    def focus_error(self) -> None:
        """Move the focus to the first refused field."""
        for box in self.boxes.values():
            for name in box.errors():
                box.form.field(name).editor.setFocus()
                return


def _class_name(record: dict[str, Any]) -> str:
    name = str(record.get("class_name", ""))
    try:
        return registry.find("callback", name).name
    except ValueError:
        return name


def _rank(entry: Entry) -> int:
    return _ORDER.index(entry.name) if entry.name in _ORDER else len(_ORDER)
