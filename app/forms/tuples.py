"""The editor of a few numbers that are often all the same, such as a kernel's size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from app import theme
from app.forms import wording
from app.forms.editor import Editor
from app.forms.numbers import NumberBox
from app.forms.stored import MIXED, UNSET
from app.forms.texts import Line
from engine import kinds

_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class NumberLine(Line):
    """A narrow box for one of several numbers; the arrow keys and the wheel move it."""

    edited = Signal(str)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.live = True
        self.setMinimumWidth(30)
        self.textEdited.connect(self.edited)

    def text_shown(self) -> str:
        return self.text()

    def show_text(self, text: str) -> None:
        self.setText(text)

    def set_placeholder(self, text: str) -> None:
        self.setPlaceholderText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps:
            self.stepped.emit(steps)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and event.angleDelta().y():
            self.stepped.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            event.ignore()


class IntTupleEditor(Editor):
    """One box for each number and a switch that keeps them the same."""

    def __init__(self, kind: kinds.IntTuple, parent: QWidget | None = None) -> None:
        super().__init__(kind, parent)
        make = NumberBox if kind.rank == 1 else NumberLine
        self.boxes: list[Any] = [make() for _ in range(kind.rank)]
        self.link = QToolButton()
        self.link.setCheckable(True)
        self.link.setFixedSize(26, 28)
        self.link.setStyleSheet("padding: 0px;")
        theme.set_icon(self.link, "link")
        self.link.setAutoRaise(True)
        self.link.setVisible(kind.rank > 1)
        same_for_all = QCoreApplication.translate("Forms", "Same number for all")
        self.link.setToolTip(same_for_all)
        self.link.toggled.connect(self._link_toggled)
        self._lay_out()
        for index, box in enumerate(self.boxes):
            self._connect(index, box)

    def inputs(self) -> list[QWidget]:
        return list(self.boxes)

    def describe(self, name: str, help_text: str) -> None:
        super().describe(name, help_text)
        if len(self.boxes) > 1:
            for number, box in enumerate(self.boxes, 1):
                box.setAccessibleName(f"{name} {number}")
        self.link.setAccessibleName(f"{name}: {self.link.toolTip()}")

    def present(self, value: Any) -> None:
        blank = value is MIXED or value is UNSET
        texts = [""] * len(self.boxes) if blank else [str(v) for v in self._numbers(value)]
        self._show_texts(texts)
        self.boxes[0].set_placeholder(wording.several_word() if value is MIXED else "")
        self._set_linked(len(set(texts)) == 1)

    def present_refused(self, value: Any) -> None:
        parts = list(value) if isinstance(value, (list, tuple)) else [value]
        parts = parts[: len(self.boxes)] + [""] * (len(self.boxes) - len(parts))
        self._show_texts([str(p) for p in parts])
        self._set_linked(False)

    def nudge(self, steps: int) -> bool:
        self._stepped(0, steps)
        return True

    def _lay_out(self) -> None:
        pairs = isinstance(self.kind, kinds.IntPairs)
        columns = 2 if pairs else len(self.boxes)  # each pair on a line of its own
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4 if columns < 3 else 2)
        for index, box in enumerate(self.boxes):
            row, column = divmod(index, columns)
            if column:
                grid.addWidget(QLabel("," if pairs else "×"), row, 2 * column - 1)
            grid.addWidget(box, row, 2 * column)
            grid.setColumnStretch(2 * column, 1)
            if columns > 2:
                box.setMinimumWidth(22)
                box.setStyleSheet("padding-left: 2px; padding-right: 2px;")
        grid.addWidget(self.link, 0, 2 * columns - 1)
        self.setFocusProxy(self.boxes[0])

    def _connect(self, index: int, box: NumberBox | NumberLine) -> None:
        box.edited.connect(lambda _text: self._typed(index))
        box.stepped.connect(lambda steps: self._stepped(index, steps))
        box.reverted.connect(self.restore)
        box.editingFinished.connect(self._tidy)

    def _typed(self, index: int) -> None:
        if self.link.isChecked():
            text = self.boxes[index].text_shown()
            for other in self.boxes:
                if other is not self.boxes[index]:
                    other.show_text(text)
        self._read()

    def _stepped(self, index: int, steps: int) -> None:
        low = self._low()
        try:
            number = max(low, wording.parse_int(self.boxes[index].text_shown()) + steps)
        except ValueError:
            number = low
        self.boxes[index].show_text(str(number))
        self._typed(index)
        self.settle()

    def _link_toggled(self, linked: bool) -> None:
        if linked:
            self._typed(0)

    def _read(self) -> None:
        try:
            numbers = [wording.parse_int(box.text_shown()) for box in self.boxes]
        except ValueError:
            self.refuse()
            return
        self.take_typed(numbers)

    def _tidy(self) -> None:
        self.settle()
        if self.accepts() and isinstance(self._value, Sequence):
            self._show_texts([str(v) for v in self._numbers(self._value)])

    def _show_texts(self, texts: list[str]) -> None:
        for box, text in zip(self.boxes, texts, strict=True):
            if box.text_shown() != text:
                box.show_text(text)

    def _set_linked(self, linked: bool) -> None:
        self.link.blockSignals(True)
        self.link.setChecked(linked)
        self.link.blockSignals(False)

    def _numbers(self, value: Any) -> list[int]:
        assert isinstance(self.kind, kinds.IntTuple)
        return self.kind.numbers(value)

    def _low(self) -> int:
        return int(self.kind.start()[0])
