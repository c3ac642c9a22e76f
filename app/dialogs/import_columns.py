"""The list of columns (or arrays) with types and roles, and editors of the selected ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.data.csv_columns import MISSING
from app.forms.choices import Combo
from app.forms.editor import INPUT_HEIGHT
from app.plain import Label

Index = QModelIndex | QPersistentModelIndex


@dataclass
class ColumnChoice:
    """What is chosen for one column.

    Attributes:
        name: Column name.
        type: "number", "category", "date" or "text"; for arrays "number" or "category".
        role: "input", "target" or "ignore".
        missing: What happens to missing values.
        fill: The constant for them.
        encode: Form of categories as inputs: "onehot" or "integer".
        info: What the file holds ("3 missing", a shape).
    """

    name: str
    type: str
    role: str
    missing: str = "drop"
    fill: str = ""
    encode: str = "onehot"
    info: str = ""


class ColumnsModel(QAbstractTableModel):
    """The choices as rows of a table."""

    def __init__(self, texts: dict[str, dict[str, str]], heads: list[str]) -> None:
        super().__init__()
        self.texts = texts
        self.heads = heads
        self.choices: list[ColumnChoice] = []

    def set_choices(self, choices: list[ColumnChoice]) -> None:
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def changed(self) -> None:
        last = self.index(len(self.choices) - 1, len(self.heads) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.choices)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(choice)[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and choice.role == "ignore":
            return theme.current().color("disabled")
        if role == Qt.ItemDataRole.ForegroundRole and choice.role == "target":
            return theme.current().color("accent")
        return None

    def _cells(self, choice: ColumnChoice) -> list[str]:
        missing = self.texts["missing"].get(choice.missing, "")
        if choice.missing == "constant":
            missing = f"{missing}: {choice.fill}"
        cells = [choice.name, self.texts["type"][choice.type], self.texts["role"][choice.role]]
        return [*cells, missing, choice.info] if len(self.heads) == 5 else [*cells, choice.info]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.heads[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class ColumnsEditor(QWidget):
    """The list, and below it editors that change all selected columns at once.

    Args:
        with_missing: Whether missing values can be treated (tables of text).
        types: Types offered.

    Signals:
        changed(): A choice was changed by the user.
    """

    changed = Signal()

    def __init__(
        self, types: tuple[str, ...], with_missing: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.with_missing = with_missing
        self.texts = self._texts()
        heads = [self.tr("Name"), self.tr("Type"), self.tr("Role")]
        heads += [self.tr("Missing values")] if with_missing else []
        self.model = ColumnsModel(self.texts, [*heads, self.tr("Holds")])
        self._make_view()
        self.type = self._combo("type", types, self.tr("Type"))
        self.role = self._combo("role", ("input", "target", "ignore"), self.tr("Role"))
        self.missing = self._combo("missing", (), self.tr("Missing values"))
        self.missing.setMinimumContentsLength(15)  # "Leave the row out"
        self.encode = self._combo("encode", ("onehot", "integer"), self.tr("As input"))
        self.fill = QLineEdit()
        self.fill.setFixedHeight(INPUT_HEIGHT)
        self.fill.setPlaceholderText(self.tr("value"))
        self.fill.setAccessibleName(self.tr("Value for missing cells"))
        self.fill.editingFinished.connect(self._fill_edited)
        self._arrange()
        self._show_selected()

    def _texts(self) -> dict[str, dict[str, str]]:
        return {
            "type": {
                "number": self.tr("Number"),
                "category": self.tr("Category"),
                "date": self.tr("Date"),
                "text": self.tr("Text"),
            },
            "role": {
                "input": self.tr("Input"),
                "target": self.tr("Target"),
                "ignore": self.tr("Ignore"),
            },
            "missing": {
                "drop": self.tr("Leave the row out"),
                "mean": self.tr("Mean"),
                "median": self.tr("Median"),
                "most_frequent": self.tr("Most frequent"),
                "constant": self.tr("Constant"),
                "category": self.tr("A category of its own"),
            },
            "encode": {"onehot": self.tr("One-hot"), "integer": self.tr("Integer")},
        }

    def _make_view(self) -> None:
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Columns"))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(26)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.selectionModel().selectionChanged.connect(self._show_selected)

    def _combo(self, attribute: str, keys: tuple[str, ...], name: str) -> Combo:
        combo = Combo()
        combo.setAccessibleName(name)
        combo.setMinimumContentsLength(9)
        for key in keys:
            combo.addItem(self.texts[attribute][key], key)
        combo.activated.connect(lambda _: self._set(attribute, combo.currentData()))
        return combo

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        shown = [(self.tr("Type"), self.type), (self.tr("Role"), self.role)]
        if self.with_missing:
            shown += [(self.tr("Missing"), self.missing), (self.tr("As input"), self.encode)]
        for text, combo in shown:
            label = Label(text)
            label.setProperty("role", "muted")
            label.setBuddy(combo)
            row.addWidget(label)
            row.addWidget(combo)
            row.addSpacing(6)
            if combo is self.missing:
                row.addWidget(self.fill)
        self.fill.setMaximumWidth(90)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.view, 1)
        column.addLayout(row)

    # -- choices ----------------------------------------------------------

    def set_choices(self, choices: list[ColumnChoice]) -> None:
        """Show other columns; the selection stays where names stay."""
        kept = {c.name for c in self.selected()}
        self.model.set_choices(choices)
        selection = self.view.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        for row, choice in enumerate(choices):
            if choice.name in kept:
                selection.select(self.model.index(row, 0), flags.Select | flags.Rows)
        if choices and not self.selected():
            self.view.selectRow(0)
        self._show_selected()

    def selected(self) -> list[ColumnChoice]:
        rows = self.view.selectionModel().selectedRows()
        choices = self.model.choices
        return [choices[i.row()] for i in rows if i.row() < len(choices)]

    def _set(self, attribute: str, value: str) -> None:
        for choice in self.selected():
            setattr(choice, attribute, value)
            if choice.missing not in MISSING[choice.type]:
                choice.missing = "drop"
            if attribute == "type" and value == "text":
                choice.role = "ignore"
        self._edited()

    def _fill_edited(self) -> None:
        chosen = self.selected()
        if any(choice.fill != self.fill.text() for choice in chosen):
            for choice in chosen:
                choice.fill = self.fill.text()
            self._edited()

    def _edited(self) -> None:
        self.model.changed()
        self._show_selected()
        self.changed.emit()

    def _show_selected(self) -> None:
        chosen = self.selected()
        for attribute, combo in (("type", self.type), ("role", self.role),
                                 ("encode", self.encode)):  # fmt: skip
            combo.setEnabled(bool(chosen))
            _show(combo, {getattr(c, attribute) for c in chosen})
        types = {c.type for c in chosen}
        keys = [k for k in self.texts["missing"] if all(k in MISSING[t] for t in types)]
        with QSignalBlocker(self.missing):
            self.missing.clear()
            for key in keys:
                self.missing.addItem(self.texts["missing"][key], key)
        self.missing.setEnabled(bool(chosen))
        _show(self.missing, {c.missing for c in chosen})
        self.encode.setEnabled(types == {"category"})
        fills = {c.fill for c in chosen}
        self.fill.setVisible(self.with_missing and {c.missing for c in chosen} == {"constant"})
        self.fill.setText(fills.pop() if len(fills) == 1 else "")


def _show(combo: Combo, values: set[str]) -> None:
    """Show the one value, or nothing where the selected columns differ."""
    with QSignalBlocker(combo):
        combo.setCurrentIndex(combo.findData(values.pop()) if len(values) == 1 else -1)
