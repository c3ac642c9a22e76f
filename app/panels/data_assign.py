"""Which part of the data goes to which input and output, with what is wrong beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.data.shapes import shape_text
from app.data.spec import DataProblem, DataSpec, Field, PortSpec, Table
from app.forms.choices import Combo
from app.panels.data_weight import WeightRow
from app.plain import Label

_CHOOSE = "choose"  # the combo's entry that opens the list of columns


class ColumnsDialog(QDialog):
    """Several columns of a table to put side by side."""

    def __init__(
        self, fields: Sequence[Field], chosen: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose columns"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Columns"))
        for field in fields:
            item = QListWidgetItem(field_text(field))
            item.setData(Qt.ItemDataRole.UserRole, field.name)
            item.setCheckState(
                Qt.CheckState.Checked if field.name in chosen else Qt.CheckState.Unchecked
            )
            self.list.addItem(item)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.list.itemChanged.connect(self._enable)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.addWidget(Label(self.tr("They are put side by side in this order.")))
        column.addWidget(self.list)
        column.addWidget(self.buttons)
        self.resize(340, 420)
        self._enable()

    def names(self) -> list[str]:
        items = [self.list.item(i) for i in range(self.list.count())]
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _enable(self) -> None:
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(self.names()))


def field_text(field: Field) -> str:
    """Return a field as a choice: "image  (8, 8, 1)", "digit  10 classes"."""
    if field.classes is not None:
        return QCoreApplication.translate("AssignRow", "{name}  ·  {count} classes").format(
            name=field.name, count=len(field.classes)
        )
    return f"{field.name}  ·  {shape_text(field.shape or (1,))}"


class AssignRow(QWidget):
    """One input or output of the model and the fields assigned to it.

    Signals:
        chosen(list): Names of the fields the user chose.
        fixWanted(DataProblem): The button beside a problem was pressed.
    """

    chosen = Signal(object)
    fixWanted = Signal(object)

    def __init__(self, port: PortSpec, is_input: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.port = port
        self.is_input = is_input
        self.columns: list[Field] = []
        self.names: list[str] = []
        self.problem: DataProblem | None = None
        self.combo = Combo()
        self.combo.setPlaceholderText(self.tr("Choose…"))
        self.combo.activated.connect(self._activated)
        self.name = Label(port.name)
        self.name.setProperty("role", "heading")
        self.shape = Label(shape_text(port.shape))
        self.shape.setProperty("role", "muted")
        self.mark = Label()
        self.mark.setFixedSize(18, 18)
        self.text = Label()
        self.text.setWordWrap(True)
        self.fix = QPushButton()
        self.fix.clicked.connect(lambda: self.fixWanted.emit(self.problem))
        self._arrange()
        theme.notifier().changed.connect(self._paint_mark)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.mark)
        head.addWidget(self.name)
        head.addWidget(self.shape)
        head.addStretch()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 6)
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(8)
        grid.addLayout(head, 0, 0)
        grid.addWidget(self.combo, 1, 0)
        grid.addWidget(self.text, 2, 0)
        grid.addWidget(self.fix, 3, 0, Qt.AlignmentFlag.AlignLeft)
        kind = (
            self.tr("Data for the input {name}")
            if self.is_input
            else self.tr("Target of the output {name}")
        )
        self.combo.setAccessibleName(kind.format(name=self.port.name))

    def show_state(
        self,
        table: Table,
        names: list[str],
        problems: list[DataProblem],
        mendable: set[int],
        weight: str = "",
    ) -> None:
        """Show what is assigned, and the problems of this port; ``weight`` is no choice for it."""
        self.names = names
        fields = [f for f in table.fields if f.name != weight or weight in names]
        self.columns = [f for f in fields if len(f.shape) < 2 and f.role != "ignore"]
        self._fill(fields, names)
        self.problem = problems[0] if problems else None
        self.text.setVisible(bool(problems))
        self.text.setText("\n".join(p.text for p in problems))
        fix = fix_text(self.problem) if self.problem and id(self.problem) in mendable else ""
        self.fix.setVisible(bool(fix))
        self.fix.setText(fix)
        self._paint_mark()

    def _fill(self, fields: list[Field], names: list[str]) -> None:
        blocker = QSignalBlocker(self.combo)
        self.combo.clear()
        every = [f.name for f in fields if f.role == "input" and len(f.shape) < 2]
        scalars = sum(not f.shape for f in self.columns)
        if self.is_input and len(every) > 1 and scalars > 1:
            text = self.tr("All input columns ({count})").format(count=len(every))
            self.combo.addItem(text, every)
        for field in fields:
            self.combo.addItem(field_text(field), [field.name])
        if scalars > 1:
            self.combo.addItem(self.tr("Choose columns…"), _CHOOSE)
        place = next((i for i in range(self.combo.count()) if self._at(i) == names), -1)
        if names and place < 0:
            self.combo.insertItem(0, ", ".join(names), names)
            place = 0
        self.combo.setCurrentIndex(place)
        del blocker

    def _at(self, index: int) -> list[str] | str:
        data = self.combo.itemData(index)
        return data if isinstance(data, str) else list(data or [])

    def _activated(self, index: int) -> None:
        data = self._at(index)
        if data != _CHOOSE:
            self.chosen.emit(data)
            return
        dialog = ColumnsDialog(self.columns, self.names, self)
        accepted = dialog.exec()
        names = dialog.names()
        dialog.deleteLater()
        if accepted:
            self.chosen.emit(names)
        else:
            place = next((i for i in range(self.combo.count()) if self._at(i) == self.names), -1)
            self.combo.setCurrentIndex(place)

    def _paint_mark(self) -> None:
        name = self.problem.severity if self.problem else "ok"
        color = theme.current().color(name)
        self.mark.setPixmap(theme.pixmap(name, 16, color, self.devicePixelRatioF()))
        words = {
            "ok": self.tr("Fits"),
            "warning": self.tr("Fits, with a warning"),
            "error": self.tr("Does not fit"),
        }
        self.mark.setToolTip(words[name])
        self.mark.setAccessibleName(words[name])
        role = "muted" if name == "ok" else name
        if self.text.property("role") != role:
            self.text.setProperty("role", role)
            self.text.style().polish(self.text)


def fix_text(problem: DataProblem) -> str:
    """Return what the button beside a problem says, "" when nothing can be done at once."""
    if problem.fix is None:
        return ""
    kind, value = problem.fix
    texts = {
        "shape": QCoreApplication.translate("AssignRow", "Set the input's shape to {value}"),
        "units": QCoreApplication.translate("AssignRow", "Set units to {value}"),
        "softmax": QCoreApplication.translate(
            "AssignRow", "Set units to {value} and activation to softmax"
        ),
        "linear": QCoreApplication.translate(
            "AssignRow", "Set units to {value} and activation to linear"
        ),
        "input_dim": QCoreApplication.translate("AssignRow", "Set input_dim to {value}"),
        "labels": {
            "onehot": QCoreApplication.translate("AssignRow", "Set the labels to One-hot"),
            "integer": QCoreApplication.translate("AssignRow", "Set the labels to Integer"),
        }.get(str(value), ""),
    }
    return texts[kind].format(value=shape_text(value) if kind == "shape" else value)


class AssignBox(QWidget):
    """The rows of every input and output, and of the samples' weights.

    Signals:
        assigned(str, list): Port and the fields chosen for it.
        weightChosen(str): The column with the samples' weights, "" for none.
        fixWanted(DataProblem): A problem's button was pressed.
    """

    assigned = Signal(str, object)
    weightChosen = Signal(str)
    fixWanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[AssignRow] = []
        self.weight = WeightRow()
        self.weight.chosen.connect(self.weightChosen)
        self.hint = Label(self.tr("The model has no inputs and outputs yet."))
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        self._column.addWidget(self.hint)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(self._column)
        whole.addWidget(self.weight)

    def show_state(
        self,
        table: Table,
        spec: DataSpec,
        inputs: Sequence[PortSpec],
        outputs: Sequence[PortSpec],
        problems: Sequence[DataProblem],
        mendable: set[int],
    ) -> None:
        """Show every port; rows are made anew only when the ports changed.

        Args:
            mendable: ``id`` of the problems that get a button.
        """
        focused = QApplication.focusWidget()
        worked_here = focused is not None and self.isAncestorOf(focused)
        wanted = [(p, True) for p in inputs] + [(p, False) for p in outputs]
        if wanted != [(r.port, r.is_input) for r in self.rows]:
            self._make_rows(wanted)
        self.hint.setVisible(not wanted)
        for row in self.rows:
            of_port = [p for p in problems if p.port == row.port.name]
            names = spec.assign.get(row.port.name, [])
            row.show_state(table, names, of_port, mendable, spec.weight)
        self.weight.show_state(table, spec.weight, problems)
        if worked_here and not self._holds_focus():
            QTimer.singleShot(0, self, self._focus_next)  # new rows are shown by then

    def _holds_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused) and not focused.isHidden()

    def _focus_next(self) -> None:
        """After a button mended something and went: the next button, else the first choice."""
        buttons = [row.fix for row in self.rows if not row.fix.isHidden()]
        for widget in [*buttons, *(row.combo for row in self.rows)][:1]:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_rows(self, wanted: list[tuple[PortSpec, bool]]) -> None:
        while self._column.count() > 1:
            item = self._column.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        last = None
        for port, is_input in wanted:
            if is_input is not last:
                heading = Label(self.tr("Inputs") if is_input else self.tr("Outputs"))
                heading.setProperty("role", "muted")
                heading.setContentsMargins(0, 0 if last is None else 8, 0, 0)
                self._column.addWidget(heading)
                last = is_input
            row = AssignRow(port, is_input)
            row.chosen.connect(lambda names, port=port: self.assigned.emit(port.name, names))
            row.fixWanted.connect(self.fixWanted)
            self.rows.append(row)
            self._column.addWidget(row)
