"""How the arrays of a NumPy file are used: roles, numbers or classes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSplitter, QVBoxLayout, QWidget

from app.data.arrays import table_of
from app.data.errors import DataError
from app.data.shapes import shape_text
from app.data.spec import DataSpec, Field, Table
from app.dialogs.import_columns import ColumnChoice, ColumnsEditor
from app.plain import Label
from app.previews.preview import DataPreview


class ArraysPage(QWidget):
    """Options of one NumPy file with a live preview.

    Signals:
        changed(): Something was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = Path()
        self.arrays: dict[str, np.ndarray] = {}
        self.roles: dict[str, str] = {}
        self.numeric: list[str] = []
        self.table: Table | None = None
        self.error = ""
        self.cut = QCheckBox(self.tr("The last column is the target"))
        self.cut.clicked.connect(self._make)
        self.columns = ColumnsEditor(("number", "category"), with_missing=False)
        self.columns.changed.connect(self._edited)
        self.preview = DataPreview()
        self.message = Label()
        self.message.setWordWrap(True)
        self.message.setProperty("role", "error")
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.columns)
        halves.addWidget(self.preview)
        halves.setSizes([190, 320])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.cut)
        column.addWidget(self.message)
        column.addWidget(halves, 1)

    def open(self, path: Path, arrays: dict[str, np.ndarray], spec: DataSpec | None = None) -> None:
        """Show the arrays of a file, with the choices of a spec when it was read before."""
        self.path, self.arrays = path, arrays
        options = spec.options if spec else {}
        self.roles = dict(spec.roles) if spec else {}
        self.numeric = list(options.get("numeric", []))
        self.cut.setChecked(bool(options.get("last_column_is_target")))
        self.cut.setVisible(path.suffix.lower() == ".npy")
        self._make()

    def spec(self) -> DataSpec:
        options = {"numeric": list(self.numeric), "last_column_is_target": self.cut.isChecked()}
        return DataSpec("arrays", self.path.name, str(self.path), options, dict(self.roles))

    def _make(self) -> None:
        spec = self.spec()
        try:
            self.table = table_of(self.arrays, self.path, spec.options, spec.roles)
            self.error = ""
        except DataError as error:
            self.table, self.error = None, str(error)
        self.message.setText(self.error)
        self.message.setVisible(bool(self.error))
        self.preview.show_table(self.table)
        fields = self.table.fields if self.table else []
        self.columns.set_choices([
            ColumnChoice(f.name, "category" if f.is_class else "number", f.role, info=_info(f))
            for f in fields
        ])  # fmt: skip
        self.changed.emit()

    def _edited(self) -> None:
        for choice in self.columns.model.choices:
            self.roles[choice.name] = choice.role
            if choice.type == "number" and choice.name not in self.numeric:
                self.numeric.append(choice.name)
            elif choice.type == "category" and choice.name in self.numeric:
                self.numeric.remove(choice.name)
        self._make()


def _info(field: Field) -> str:
    text = f"{len(field.values):,} x {shape_text(field.shape or (1,))}, {field.dtype}"
    return text
