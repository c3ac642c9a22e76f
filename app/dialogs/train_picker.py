"""A choice from a registry category with the arguments of what is chosen below it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dialogs.train_section import FORM_WIDTH, LABEL_WIDTH, note
from app.forms.choices import Combo
from app.forms.param_form import ParamForm
from app.forms.stored import identifier, params_of, split
from app.i18n import engine_text
from app.plain import Label
from engine import registry
from engine.registry import Entry


class Picker(QWidget):
    """Chooses an optimizer or a loss; ``changed`` after every edit.

    What a newer version wrote and this one does not know is shown by its name
    and kept until something else is chosen.
    """

    changed = Signal()

    def __init__(
        self, category: str, label: str, empty: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._category = category
        self._entry: Entry | None = None
        self._configs: dict[str, dict[str, Any]] = {}
        self._unknown: Any = None
        self.form: ParamForm | None = None
        self.combo = Combo()
        self.combo.setMinimumContentsLength(24)
        self.combo.setFixedWidth(FORM_WIDTH - LABEL_WIDTH - 34)
        self.combo.setAccessibleName(label)
        self.combo.setPlaceholderText(empty)
        for entry in registry.entries(category):
            if not entry.hidden:
                self.combo.addItem(entry.name, entry.name)
                tip = engine_text(entry.summary)
                self.combo.setItemData(self.combo.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.summary = note()
        self._lay_out(label)
        self.combo.currentIndexChanged.connect(self._chosen)

    def set_value(self, value: Any) -> None:
        """Show an identifier: a name, ``{"class_name", "config"}``, or "" for none."""
        self._unknown = None
        entry: Entry | None = None
        if value:
            try:
                entry, config = split(self._category, value)
                self._configs[entry.name] = config
            except (ValueError, TypeError):
                self._unknown = value
                name = value.get("class_name") if isinstance(value, dict) else value
                self.combo.setPlaceholderText(str(name))
        self._show(entry)

    def value(self) -> Any:
        """The identifier in its shortest form: a name, a dict with a config, or "" for none."""
        if self._entry is None:
            return self._unknown or ""
        return identifier(self._entry, self._config())

    def record(self) -> dict[str, Any]:
        """The choice as ``{"class_name", "config"}``; {} for none."""
        if self._entry is None:
            known = self._unknown
            return known if isinstance(known, dict) else {"class_name": known} if known else {}
        return {"class_name": self._entry.name, "config": self._config()}

    def errors(self) -> dict[str, str]:
        """Argument -> why what is on screen is refused."""
        return self.form.errors() if self.form else {}

    def focus_error(self) -> None:
        """Move the focus to the first refused field."""
        for name in self.errors():
            assert self.form is not None
            self.form.field(name).editor.setFocus()
            return

    # -- inside -----------------------------------------------------------------------------

    def _lay_out(self, label: str) -> None:
        name = Label(label)
        name.setBuddy(self.combo)
        name.setFixedWidth(LABEL_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(name)
        row.addWidget(self.combo)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(row)
        self._column.addWidget(self.summary)

    def _config(self) -> dict[str, Any]:
        if self._entry is None:
            return {}
        return self._configs.get(self._entry.name, {})

    def _chosen(self, index: int) -> None:
        if index < 0:
            return
        self._unknown = None
        self._show(registry.find(self._category, self.combo.currentData()))
        self.changed.emit()

    def _show(self, entry: Entry | None) -> None:
        self._entry = entry
        blocker = QSignalBlocker(self.combo)
        if entry is not None and self.combo.findData(entry.name) < 0:
            self.combo.addItem(entry.name, entry.name)
        self.combo.setCurrentIndex(-1 if entry is None else self.combo.findData(entry.name))
        blocker.unblock()
        self.summary.setText(engine_text(entry.summary) if entry else "")
        self.summary.setVisible(entry is not None)
        self._show_form(entry)

    def _show_form(self, entry: Entry | None) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if entry is None or not params_of(entry):
            return
        self.form = ParamForm(entry.target, self._config(), label_width=LABEL_WIDTH)
        self.form.setMaximumWidth(FORM_WIDTH)
        self.form.edited.connect(self._edited)
        self.form.setVisible(not self.form.is_empty())
        self._column.addWidget(self.form)

    def _edited(self, _name: str, _value: Any) -> None:
        assert self.form is not None and self._entry is not None
        self._configs[self._entry.name] = self.form.values()
        self.changed.emit()
