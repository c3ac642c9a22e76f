"""The editor of something from the registry: which one, and its own arguments below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QRect, QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app import theme
from app.forms import wording
from app.forms.choices import Combo
from app.forms.stored import (
    MIXED,
    UNSET,
    changed,
    identifier,
    is_blank,
    params_of,
    split,
    visible_params,
)
from app.forms.typed import NullableEditor
from app.i18n import engine_text
from engine import kinds, registry


class Indented(QWidget):
    """Holds a sub-form, set in a little, with a line that leads the eye."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 2, 0, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(3, 2, 2, self.height() - 6), theme.current().color("border"))


class ObjectEditor(NullableEditor):
    """A combo of the registry's entries of a category and a folding form for the chosen one."""

    def __init__(
        self,
        kind: kinds.Object,
        parent: QWidget | None = None,
        *,
        nullable: bool = False,
        none_label: str = "",
    ) -> None:
        super().__init__(kind, parent, nullable=nullable, none_label=none_label)
        self._entries = [e for e in registry.entries(kind.category) if not e.hidden]
        self._configs: dict[str, dict[str, Any]] = {}
        self._form: Any = None
        self._form_of = ""
        self.combo = Combo()
        self.combo.setMaxVisibleItems(20)
        self._fill_combo()
        self.unfold = QToolButton()
        self.unfold.setCheckable(True)
        self.unfold.setFixedSize(26, 28)
        self.unfold.setStyleSheet("padding: 0px;")
        theme.set_icon(self.unfold, "settings")
        self.unfold.setToolTip(QCoreApplication.translate("Forms", "Its own settings"))
        self.hold(self.combo, self.unfold)
        self.extra = Indented()
        self.extra.hide()
        self.combo.currentIndexChanged.connect(self._chosen)
        self.unfold.toggled.connect(lambda _open: self._follow())

    def inputs(self) -> list[QWidget]:
        return [self.combo]

    def describe(self, name: str, help_text: str) -> None:
        super().describe(name, help_text)
        self.unfold.setAccessibleName(f"{name}: {self.unfold.toolTip()}")

    def present(self, value: Any) -> None:
        if value is MIXED:
            self.combo.setPlaceholderText(wording.several_word())
        elif value is UNSET:
            self.combo.setPlaceholderText("")
        if is_blank(value) or value is None:
            self._show_entry(None, blank=is_blank(value))
            return
        assert isinstance(self.kind, kinds.Object)
        entry, config = split(self.kind.category, value)
        self._configs[entry.name] = config
        self._show_entry(entry)
        if config:
            self.unfold.setChecked(True)
        self._follow()

    def present_refused(self, value: Any) -> None:
        self.combo.setPlaceholderText(wording.value_text(value))
        self._show_entry(None, blank=True)

    def entry(self) -> registry.Entry | None:
        """The chosen entry."""
        name = self.combo.currentData()
        assert isinstance(self.kind, kinds.Object)
        return registry.find(self.kind.category, name) if name else None

    # -- inside -----------------------------------------------------------------------------

    def _fill_combo(self) -> None:
        if self._nullable:
            self.combo.addItem(self._none_label, None)
        for entry in self._entries:
            self._add_item(entry)

    def _add_item(self, entry: registry.Entry) -> None:
        self.combo.addItem(entry.name, entry.name)
        tip = engine_text(entry.summary)
        self.combo.setItemData(self.combo.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    def _show_entry(self, entry: registry.Entry | None, *, blank: bool = False) -> None:
        blocker = QSignalBlocker(self.combo)
        if entry is None:
            self.combo.setCurrentIndex(-1 if blank or not self._nullable else 0)
        else:
            if self.combo.findData(entry.name) < 0:  # kept for files, not offered otherwise
                self._add_item(entry)
            self.combo.setCurrentIndex(self.combo.findData(entry.name))
        blocker.unblock()
        self._follow()

    def _chosen(self, index: int) -> None:
        if index < 0:
            return
        entry = self.entry()
        if entry is None:
            self._follow()
            self.commit(None)
            return
        if entry.name not in self._configs:
            self._configs[entry.name] = _first_config(entry)
        self.unfold.setChecked(bool(visible_params(entry)))
        self._follow()
        self.commit(identifier(entry, self._configs[entry.name]))

    def _follow(self) -> None:
        """Show the sub-form of the chosen entry, or none."""
        entry = self.entry()
        usable = entry is not None and bool(visible_params(entry))
        self.unfold.setVisible(usable)
        opened = usable and self.unfold.isChecked()
        if opened and entry is not None:
            self._show_form(entry)
        assert self.extra is not None
        self.extra.setVisible(opened)

    def _show_form(self, entry: registry.Entry) -> None:
        from app.forms.param_form import ParamForm  # a form is made of editors such as this one

        config = self._configs.get(entry.name, {})
        if self._form_of == entry.name:
            self._form.set_values(config)
            return
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
        self._form = ParamForm(entry.target, config)
        self._form_of = entry.name
        self._form.edited.connect(self._config_edited)
        assert isinstance(self.extra, Indented)
        self.extra.column.addWidget(self._form)

    def _config_edited(self, name: str, value: Any) -> None:
        entry = self.entry()
        if entry is None:
            return
        config = {**self._configs.get(entry.name, {}), name: value}
        self._configs[entry.name] = changed(params_of(entry), config)
        self.commit(identifier(entry, self._configs[entry.name]))


def _first_config(entry: registry.Entry) -> dict[str, Any]:
    """Values for the arguments that have no default."""
    return {n: p.kind.start() for n, p in params_of(entry).items() if p.required}
