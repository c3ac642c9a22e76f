"""How much each class counts while training."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from app.data.errors import DataError
from app.data.load import load
from app.dialogs.train_section import Section, note
from app.document.document import Document
from app.forms.numbers import FloatEditor
from app.plain import Label
from app.training.failure import Failure
from engine.kinds import Float

#: More classes than this are not shown one by one.
MOST = 100
#: Class names and sample counts.
Classes = tuple[list[str], list[int]]


def balanced(counts: list[int]) -> list[float]:
    """Weights that make every class weigh the same in total: samples / (classes x count)."""
    present = [count for count in counts if count]
    total = sum(present)
    return [round(total / (len(present) * c), 6) if c else 1.0 for c in counts]


class _Said(QObject):
    counted = Signal(object)


class _Count(QRunnable):
    """Reads the data and counts the classes of a target, away from the window's thread."""

    def __init__(self, count: Callable[[], Classes | None]) -> None:
        super().__init__()
        self._count = count
        self.said = _Said()

    def run(self) -> None:
        try:
            found: Classes | str | None = self._count()
        except DataError as error:
            found = str(error)
        except Exception as error:  # else the button would wait for ever
            found = Failure.of(error, "").text
        self.said.counted.emit(found)


def count_classes(document: Document, output: str) -> Callable[[], Classes | None]:
    """Return a function without arguments that counts the classes of an output's target.

    It gives None where the target holds no classes, and raises DataError as ``load`` does.
    """
    spec, path = document.data, document.path

    def count() -> Classes | None:
        if spec is None:
            return None
        table = load(spec, path.parent if path is not None else None)
        names = spec.assign.get(output) or [f.name for f in table.by_role("target")]
        field = table.find(names[0]) if len(names) == 1 else None
        if field is None or field.classes is None:
            return None
        return list(field.classes), field.counts()

    return count


class ClassWeights(Section):
    """A table class -> weight, switched on by its title; offered for one classifying output."""

    changed = Signal()

    def __init__(
        self,
        document: Document,
        weights: dict[int, float] | None,
        parent: QWidget | None = None,
    ) -> None:
        title = QCoreApplication.translate("TrainDialog", "Class weights")
        super().__init__(title, checkable=True, parent=parent)
        self._document = document
        self._weights = dict(weights or {})
        self._output = ""
        self._names: list[str] = []
        self._pending: _Count | None = None
        self.editors: dict[int, FloatEditor] = {}
        self._cells: list[QWidget] = []
        self.set_on(weights is not None)
        self.note = note()
        self.balance = QPushButton(QCoreApplication.translate("TrainDialog", "Balance"))
        self.balance.setToolTip(
            QCoreApplication.translate(
                "TrainDialog", "Rare classes count more, so that all classes weigh the same."
            )
        )
        self.balance.clicked.connect(self._balance)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(3, 1)
        self._lay_out()
        self.toggled.connect(self._toggled)

    def show_output(self, output: str, classes: int, why_not: str) -> None:
        """Offer weights for the classes of an output, or say why there are none."""
        self._output = output
        usable = not why_not
        if self.box is not None:
            self.box.setEnabled(usable or self.is_on())
        self._table.setVisible(usable and self.is_on())
        self.balance.setVisible(usable)
        self.balance.setEnabled(usable and self._document.data is not None and self.is_on())
        text = QCoreApplication.translate(
            "TrainDialog",
            "Mistakes on a class of weight 2 count twice as much as on one of weight 1.",
        )
        self.note.setText(why_not or text)
        if usable and len(self.editors) != classes:
            self._make_table(classes)

    def value(self) -> dict[int, float] | None:
        """Class number -> weight, None while switched off."""
        if not self.is_on():
            return None
        shown = {number: float(editor.value()) for number, editor in self.editors.items()}
        return {**self._weights, **shown} or None

    def errors(self) -> dict[str, str]:
        """Field -> why what is on screen is refused."""
        if not self.is_on():
            return {}
        return {str(n): e.error() for n, e in self.editors.items() if not e.accepts()}

    def focus_error(self) -> None:
        """Move the focus to the first refused field."""
        for number in self.errors():
            self.editors[int(number)].setFocus()
            return

    # -- inside -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.balance)
        self.column.addLayout(row)
        self.column.addWidget(self._table)

    def _make_table(self, classes: int) -> None:
        for widget in self._cells:
            widget.hide()
            widget.deleteLater()
        self._cells = []
        self.editors = {}
        for number in range(min(classes, MOST)):
            self._add_row(number)
        self._table.setVisible(self.is_on())

    def _add_row(self, number: int) -> None:
        name = self._names[number] if number < len(self._names) else ""
        text = QCoreApplication.translate("TrainDialog", "Class {number}").format(number=number)
        title = f"{text}: {name}" if name and name != str(number) else text
        editor = FloatEditor(Float(low=0, step=0.1))
        editor.setFixedWidth(120)
        editor.describe(title, "")
        editor.set_value(self._weights.get(number, 1.0))
        editor.valueChanged.connect(lambda _value: self.changed.emit())
        message = Label()
        message.setProperty("role", "error")
        editor.errorChanged.connect(message.setText)
        cells: list[QWidget] = [Label(title), editor, message]
        for column, widget in enumerate(cells):
            self._grid.addWidget(widget, number, column)
        self._cells += cells
        self.editors[number] = editor

    def _toggled(self, on: bool) -> None:
        self._table.setVisible(on and bool(self.editors))
        self.balance.setEnabled(on and self._document.data is not None)
        self.changed.emit()

    def _balance(self) -> None:
        self.balance.setEnabled(False)
        self.note.setText(
            QCoreApplication.translate("TrainDialog", "Counting the samples of each class…")
        )
        self._pending = _Count(count_classes(self._document, self._output))
        self._pending.setAutoDelete(False)
        self._pending.said.counted.connect(self._counted)
        QThreadPool.globalInstance().start(self._pending)

    def _counted(self, found: Classes | str | None) -> None:
        self.balance.setEnabled(self.is_on())
        if not isinstance(found, tuple):
            text = QCoreApplication.translate(
                "TrainDialog", "The targets of the chosen data are not classes."
            )
            self.note.setText(found or text)
            return
        self._names, counts = found
        self._weights = dict(enumerate(balanced(counts)))
        self._make_table(max(len(self.editors), len(counts)))
        text = QCoreApplication.translate("TrainDialog", "Balanced over {count} samples.")
        self.note.setText(text.format(count=sum(counts)))
        self.changed.emit()
