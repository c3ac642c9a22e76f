"""The rows of a table, every field spread into columns; values are made when they are seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.data.spec import Field, Table

#: A vector without column names that is longer than this stands in one cell.
MOST_COLUMNS = 16

Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """A read-only model of a table's rows."""

    def __init__(self, table: Table | None = None, fields: list[Field] | None = None) -> None:
        super().__init__()
        self.rows = 0
        self.columns: list[tuple[str, Callable[[int], str], bool]] = []
        self.lines: np.ndarray | None = None
        if table is not None:
            self.rows = table.whole_rows
            self.lines = table.lines
            shown = table.fields if fields is None else fields
            for field in sorted(shown, key=lambda f: f.role != "target"):  # targets in sight
                self.columns += _columns(field)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        _, text, is_number = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            if orientation == Qt.Orientation.Horizontal:
                return self.columns[section][0]
            return str(section + 1)
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            side = (
                Qt.AlignmentFlag.AlignRight
                if self.columns[section][2]
                else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def _columns(field: Field) -> list[tuple[str, Callable[[int], str], bool]]:
    if field.classes is not None:
        return [(field.name, lambda row: _class_name(field, row), False)]
    if not field.shape:
        return [(field.name, lambda row: number_text(field.values[row]), True)]
    if len(field.shape) == 1 and (field.columns or field.shape[0] <= MOST_COLUMNS):
        names = field.columns or [f"{field.name} {i}" for i in range(field.shape[0])]
        return [(name, _cell_of(field, i), True) for i, name in enumerate(names)]
    if len(field.shape) == 1:
        return [(field.name, lambda row: _vector_text(field.values[row]), False)]
    return [(field.name, lambda row: _block_text(field.values[row]), False)]


def _cell_of(field: Field, column: int) -> Callable[[int], str]:
    return lambda row: number_text(field.values[row, column])


def _class_name(field: Field, row: int) -> str:
    code = int(field.values[row])
    return (field.classes or [])[code] if code >= 0 else "–"


def number_text(value: Any) -> str:
    """Return a number as briefly as it can be read: "3", "0.1875", "1.2e+06", "–" for none."""
    number = float(value)
    if number != number:
        return "–"
    if number.is_integer() and abs(number) < 1e9:
        return str(int(number))
    return f"{number:.5g}"


def _vector_text(values: np.ndarray) -> str:
    """Write the first numbers, without the zeros that pad a sequence in front."""
    filled = np.flatnonzero(values)
    start = int(filled[0]) if filled.size and filled[0] > 3 else 0
    shown = " ".join(number_text(v) for v in values[start : start + 40])
    more = " …" if len(values) > start + 40 else ""
    return ("0 … " if start else "") + shown + more


def _block_text(values: np.ndarray) -> str:
    first = ", ".join(number_text(v) for v in values.reshape(-1)[:4])
    return f"{' x '.join(map(str, values.shape))}: {first}, …"
