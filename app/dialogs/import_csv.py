"""How a table of text is read: its form, its first rows, its columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.data.csv_columns import TYPES, is_missing, parse_date
from app.data.csv_format import is_number
from app.data.csv_table import Column, CsvOptions, CsvPreview, columns_of, preview
from app.data.errors import DataError
from app.data.spec import DataSpec
from app.dialogs.import_columns import ColumnChoice, ColumnsEditor
from app.forms.choices import Combo
from app.forms.editor import INPUT_HEIGHT
from app.forms.level import level_labels
from app.plain import Label

Index = QModelIndex | QPersistentModelIndex
#: Rows of the file shown.
SHOWN = 200


class CellsModel(QAbstractTableModel):
    """The first rows as they stand in the file; what does not fit its type is coloured."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: CsvPreview | None = None
        self.columns: list[Column] = []

    def show_preview(self, seen: CsvPreview | None, columns: list[Column]) -> None:
        self.beginResetModel()
        self.seen, self.columns = seen, columns
        self.words = seen.options.words() if seen else frozenset()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return min(SHOWN, len(self.seen.rows)) if self.seen and not parent.isValid() else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.seen is None:
            return None
        row, column = self.seen.rows[index.row()], self.columns[index.column()]
        cell = row[index.column()] if index.column() < len(row) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return cell if cell else "–"
        if role == Qt.ItemDataRole.ForegroundRole:
            if column.role == "ignore":
                return theme.current().color("disabled")
            if is_missing(cell, self.words):
                return theme.current().color("warning")
            if not self.fits(cell, column):
                return theme.current().color("error")
        if role == Qt.ItemDataRole.TextAlignmentRole and column.type == "number":
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def fits(self, cell: str, column: Column) -> bool:
        """Whether a cell is what its column's type says."""
        assert self.seen is not None
        if column.type == "number":
            return is_number(cell, self.seen.options.decimal)
        if column.type == "date":
            try:
                parse_date(cell, column.date_format)
            except ValueError:
                return False
        return True

    def used(self) -> list[tuple[int, Column]]:
        return [(i, c) for i, c in enumerate(self.columns) if c.role != "ignore"]

    def first_misfit(self) -> tuple[str, str] | None:
        """The first cell of a used column that is not of its type, with the column's name."""
        for row in self.seen.rows if self.seen else []:
            for place, column in self.used():
                cell = row[place] if place < len(row) else ""
                if not is_missing(cell, self.words) and not self.fits(cell, column):
                    return cell, column.name
        return None

    def dropped(self) -> int:
        """How many of the rows seen have a gap in a column that leaves such rows out."""
        places = [i for i, c in self.used() if c.missing == "drop"]
        return sum(
            any(i >= len(row) or is_missing(row[i], self.words) for i in places)
            for row in (self.seen.rows if self.seen else [])
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            if orientation == Qt.Orientation.Horizontal:
                return self.columns[section].name
            return str(section + 1)
        return None


class CsvPage(QWidget):
    """Options of one file with a live preview.

    Signals:
        changed(): Something was chosen, or the file was looked at again.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = Path()
        self.error = ""
        self.seen: CsvPreview | None = None
        self.roles: dict[str, str] = {}
        self.chosen: dict[str, dict[str, Any]] = {}
        self._make_form()
        self.cells = CellsModel()
        self.table = QTableView()
        self.table.setModel(self.cells)
        self.table.setAccessibleName(self.tr("First rows of the file"))
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().setDefaultSectionSize(24)
        self.columns = ColumnsEditor(TYPES, with_missing=True)
        self.columns.changed.connect(self._columns_edited)
        self._arrange()

    def _make_form(self) -> None:
        self.encoding = _combo(
            (self.tr("Automatic"), ""), ("UTF-8", "utf-8"), ("GBK", "gbk"),
            (self.tr("Western (Latin-1)"), "latin-1"), ("UTF-16", "utf-16"),
        )  # fmt: skip
        self.separator = _combo(
            (self.tr("Automatic"), ""), (self.tr("Comma  ,"), ","), (self.tr("Semicolon  ;"), ";"),
            (self.tr("Tab"), "\t"), (self.tr("Bar  |"), "|"),
        )  # fmt: skip
        self.decimal = _combo(
            (self.tr("Automatic"), ""), (self.tr("Point  3.14"), "."), (self.tr("Comma  3,14"), ",")
        )
        self.header = QCheckBox(self.tr("First row holds the names"))
        self.words = QLineEdit()
        self.words.setFixedHeight(INPUT_HEIGHT)
        self.words.setPlaceholderText(self.tr("for example: unknown; -999"))
        self.words.setToolTip(
            self.tr("Empty cells, NA, NaN, null, ? and - always count as missing values.")
        )
        for combo in (self.encoding, self.separator, self.decimal):
            combo.activated.connect(lambda _: self._form_edited())
        self.header.clicked.connect(self._form_edited)
        self.words.editingFinished.connect(self._form_edited)

    def _arrange(self) -> None:
        left, right = QFormLayout(), QFormLayout()
        for form in (left, right):
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            form.setHorizontalSpacing(12)
            form.setVerticalSpacing(8)
        left.addRow(self.tr("Encoding"), self.encoding)
        left.addRow(self.tr("Separator"), self.separator)
        right.addRow(self.tr("Decimal mark"), self.decimal)
        right.addRow(self.tr("Also missing"), self.words)
        level_labels(left)
        level_labels(right)
        forms = QHBoxLayout()
        forms.setSpacing(24)
        forms.addLayout(left, 1)
        forms.addLayout(right, 1)
        self.message = Label()
        self.message.setWordWrap(True)
        self.message.setProperty("role", "error")
        self.advice = Label()
        self.advice.setWordWrap(True)
        self.advice.setProperty("role", "warning")
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.columns)
        halves.setSizes([220, 260])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QWidget()
        top.setLayout(forms)
        forms.setContentsMargins(0, 0, 0, 0)
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(top)
        column.addWidget(self.header)
        column.addWidget(self.message)
        column.addWidget(halves, 1)
        column.addWidget(self.advice)

    # -- the file ---------------------------------------------------------

    def open(self, path: Path, spec: DataSpec | None = None) -> None:
        """Show a file, with the choices of a spec when it has been read before."""
        self.path = path
        options = CsvOptions.from_json(spec.options) if spec else CsvOptions()
        self.roles = dict(spec.roles) if spec else {}
        self.chosen = {name: dict(values) for name, values in options.columns.items()}
        for combo, value in (
            (self.encoding, options.encoding),
            (self.separator, options.separator),
            (self.decimal, options.decimal),
        ):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(max(0, combo.findData(value)))
        self.words.setText("; ".join(options.missing_words))
        self._look(options.header)

    def options(self) -> CsvOptions:
        """The present choices; what is left automatic is empty."""
        words = [w.strip() for w in self.words.text().split(";") if w.strip()]
        return CsvOptions(
            self.encoding.currentData(), self.separator.currentData(), self.decimal.currentData(),
            self.header.isChecked() if self.seen else None, words, self.chosen,
        )  # fmt: skip

    def _form_edited(self) -> None:
        self._look(self.header.isChecked() if self.seen else None)

    def _look(self, header: bool | None) -> None:
        options = self.options()
        options.header = header
        try:
            self.seen, self.error = preview(self.path, options), ""
        except DataError as error:
            self.seen, self.error = None, str(error)
        if self.seen:
            with QSignalBlocker(self.header):
                self.header.setChecked(bool(self.seen.options.header))
            self._name_automatic(self.seen.options)
        self.message.setText(self.error)
        self.message.setVisible(bool(self.error))
        self._show_columns()
        self.changed.emit()

    def _name_automatic(self, found: CsvOptions) -> None:
        """Say in the entry "Automatic" what was found."""
        for combo, value in (
            (self.encoding, found.encoding),
            (self.separator, found.separator),
            (self.decimal, found.decimal),
        ):
            place = combo.findData(value.removesuffix("-sig"))
            name = combo.itemText(place) if place > 0 else value
            combo.setItemText(0, self.tr("Automatic: {found}").format(found=name))

    def _show_columns(self) -> None:
        seen = self.seen
        columns = columns_of(seen, self.roles) if seen else []
        self.cells.show_preview(seen, columns)
        self.table.resizeColumnsToContents()
        for number in range(self.cells.columnCount()):
            self.table.setColumnWidth(number, min(360, self.table.columnWidth(number) + 18))
        guesses = seen.columns if seen else []
        self.columns.set_choices([
            ColumnChoice(
                c.name, c.type, c.role, c.missing, str(c.fill or ""), c.encode,
                self._info(g.distinct, g.missing),
            )
            for c, g in zip(columns, guesses, strict=True)
        ])  # fmt: skip
        self._advise()

    def _advise(self) -> None:
        """Say before reading which cells do not fit and how many rows would be left out."""
        lines = []
        if self.seen:
            wrong = self.cells.first_misfit()
            if wrong is not None:
                cell, column = wrong
                lines.append(
                    self.tr(
                        "“{value}” in “{column}” does not fit its type: make the column a "
                        "Category, or add the value to “Also missing”."
                    ).format(value=cell, column=column)
                )
            dropped = self.cells.dropped()
            if dropped:
                lines.append(
                    self.tr("{count} of the first {rows} rows have gaps and are left out.").format(
                        count=f"{dropped:,}", rows=f"{len(self.seen.rows):,}"
                    )
                )
        self.advice.setText("\n".join(lines))
        self.advice.setVisible(bool(lines))

    def _info(self, distinct: int, missing: int) -> str:
        text = self.tr("{count} different").format(count=distinct)
        if missing:
            text += self.tr(", {count} missing").format(count=missing)
        return text

    def _columns_edited(self) -> None:
        assert self.seen is not None
        for choice, guess in zip(self.columns.model.choices, self.seen.columns, strict=True):
            values: dict[str, Any] = {}
            if choice.type != guess.type:
                values["type"] = choice.type
            if choice.missing != "drop":
                values["missing"] = choice.missing
            if choice.missing == "constant":
                values["fill"] = choice.fill
            if choice.encode != "onehot":
                values["encode"] = choice.encode
            self.chosen[choice.name] = values
            if not values:
                del self.chosen[choice.name]
            self.roles[choice.name] = choice.role
            if choice.role == guess.role:
                del self.roles[choice.name]
        self.cells.show_preview(self.seen, columns_of(self._with_choices(), self.roles))
        self._advise()
        self.changed.emit()

    def _with_choices(self) -> CsvPreview:
        assert self.seen is not None
        self.seen.options.columns = self.chosen
        return self.seen

    def spec(self) -> DataSpec:
        """The description of the data; automatic choices are written out, so they stay."""
        options = self.options()
        if self.seen:
            options = self._with_choices().options
            options.missing_words = self.options().missing_words
            types = {g.name: {"type": g.type, **self.chosen.get(g.name, {})}
                     for g in self.seen.columns}  # fmt: skip
            roles = {c.name: c.role for c in columns_of(self.seen, self.roles)}
            options = CsvOptions(**{**options.to_json(), "columns": types})
            return DataSpec("csv", self.path.name, str(self.path), options.to_json(), roles)
        return DataSpec("csv", self.path.name, str(self.path), options.to_json(), self.roles)


def _combo(*entries: tuple[str, str]) -> Combo:
    combo = Combo()
    for text, value in entries:
        combo.addItem(text, value)
    return combo
