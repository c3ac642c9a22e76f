"""Editors for one sample: a form of values, a row of numbers, or a picture to draw on."""

from __future__ import annotations

import re

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.judge.drawing_pad import DrawingPad
from app.panels.judge.inputs import FORM, PICTURE, Column, InputView, number_text
from app.panels.judge.sparkline import Sparkline
from app.plain import Label

#: As many numbers are shown as a line, too.
SERIES = 8


class SampleEditor(QWidget):
    """Base: one input of the model.

    Signals:
        changed(): The person edited it.
    """

    changed = Signal()

    def __init__(self, view: InputView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view

    def values(self) -> np.ndarray:
        """In the data's own scale; ValueError says what cannot be read."""
        raise NotImplementedError

    def set_values(self, values: np.ndarray) -> None:
        raise NotImplementedError


def editor_for(view: InputView) -> SampleEditor:
    if view.kind == PICTURE:
        return PictureEditor(view)
    return FormEditor(view) if view.kind == FORM else RowEditor(view)


class PictureEditor(SampleEditor):
    def __init__(self, view: InputView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self.pad = DrawingPad(view.shape, view.low, view.high)
        self.pad.changed.connect(self.changed)
        self.clear = QPushButton()
        self.clear.clicked.connect(self.pad.clear)
        self.hint = QLabel()
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        for widget in (self.clear, self.hint):
            widget.setVisible(self.pad.editable)
        side = QVBoxLayout()
        side.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self.hint)
        side.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(side, 1)
        self._translate()

    def values(self) -> np.ndarray:
        return self.pad.values

    def set_values(self, values: np.ndarray) -> None:
        self.pad.set_values(values)

    def _translate(self) -> None:
        self.clear.setText(self.tr("Clear"))
        self.hint.setText(
            self.tr(
                "Draw with the left mouse button, erase with the right one. By keyboard: "
                "arrows, Space and Backspace."
            )
        )
        self.pad.setAccessibleName(self.tr("Picture of {name}").format(name=self.view.name))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


class FormEditor(SampleEditor):
    """One field for each column."""

    def __init__(self, view: InputView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.fields: list[tuple[Column, QLineEdit | QComboBox]] = []
        for column in view.columns:
            editor = self._make(column)
            editor.setAccessibleName(column.name)
            layout.addRow(Label(column.name), editor)
            self.fields.append((column, editor))

    def _make(self, column: Column) -> QLineEdit | QComboBox:
        if column.classes is None:
            line = QLineEdit()
            line.textEdited.connect(self.changed)
            return line
        box = QComboBox()
        box.addItems(column.classes)
        box.activated.connect(self.changed)
        return box

    def values(self) -> np.ndarray:
        result = np.zeros(self.view.shape, np.float32)
        for column, editor in self.fields:
            if isinstance(editor, QComboBox):
                result[column.start + max(editor.currentIndex(), 0)] = 1.0
            else:
                result[column.start] = self._number(column, editor)
        return result

    def _number(self, column: Column, editor: QLineEdit) -> float:
        value = read_number(editor.text())
        editor.setProperty("error", "true" if value is None else "false")
        editor.style().polish(editor)
        if value is None:
            raise ValueError(
                self.tr("“{text}” is not a number for {name}.").format(
                    text=editor.text(), name=column.name
                )
            )
        return value

    def set_values(self, values: np.ndarray) -> None:
        for column, editor in self.fields:
            if isinstance(editor, QComboBox):
                part = values[column.start : column.start + column.width]
                editor.setCurrentIndex(int(part.argmax()))
            else:
                editor.setText(number_text(values[column.start]))
                editor.setProperty("error", "false")
                editor.style().polish(editor)


class RowEditor(SampleEditor):
    """All numbers in one text, with commas or spaces between."""

    def __init__(self, view: InputView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(view.name)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(96)
        self.text.textChanged.connect(self._edited)
        self._setting = False
        self.line = Sparkline()
        self.line.setVisible(not view.whole and int(np.prod(view.shape)) >= SERIES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        layout.addWidget(self.text)

    def _edited(self) -> None:
        if not self._setting:
            self.changed.emit()

    def values(self) -> np.ndarray:
        parts = [part for part in re.split(r"[\s,;]+", self.text.toPlainText()) if part]
        wanted = int(np.prod(self.view.shape))
        if len(parts) != wanted:
            raise ValueError(
                self.tr("{name} takes {wanted} numbers, there are {given}.").format(
                    name=self.view.name, wanted=wanted, given=len(parts)
                )
            )
        numbers = [read_number(part) for part in parts]
        bad = next((p for p, n in zip(parts, numbers, strict=True) if n is None), None)
        if bad is None and self.view.whole:
            bad = next((p for p, n in zip(parts, numbers, strict=True) if n != int(n or 0)), None)
        if bad is not None:
            text = self.tr("“{text}” is not a number for {name}.")
            if self.view.whole:
                text = self.tr("“{text}” is not a whole number for {name}.")
            raise ValueError(text.format(text=bad, name=self.view.name))
        values = np.array(numbers, np.float64).reshape(self.view.shape)
        self.line.show_values(values)
        return values

    def set_values(self, values: np.ndarray) -> None:
        self.line.show_values(values)
        self._setting = True
        self.text.setPlainText(", ".join(number_text(v) for v in np.asarray(values).reshape(-1)))
        self._setting = False


def read_number(text: str) -> float | None:
    """A finite number from text, None for anything else."""
    try:
        value = float(text.strip().replace("−", "-"))
    except ValueError:
        return None
    return value if np.isfinite(value) else None
