"""Editors of one number: whole numbers and real ones."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from app.forms import wording
from app.forms.editor import INPUT_HEIGHT, is_undo_key
from app.forms.typed import TypedEditor
from engine import kinds


class NumberBox(QAbstractSpinBox):
    """A spin box that keeps whatever is typed; its owner judges the text."""

    edited = Signal(str)
    stepped = Signal(int)
    reverted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(64)
        self.setFixedHeight(INPUT_HEIGHT)
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        self.lineEdit().textEdited.connect(self.edited)

    def text_shown(self) -> str:
        return self.lineEdit().text()

    def show_text(self, text: str) -> None:
        self.lineEdit().setText(text)

    def set_placeholder(self, text: str) -> None:
        self.lineEdit().setPlaceholderText(text)

    def stepBy(self, steps: int) -> None:
        self.stepped.emit(steps)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        both = QAbstractSpinBox.StepEnabledFlag
        return both.StepUpEnabled | both.StepDownEnabled

    def event(self, event: QEvent) -> bool:
        if is_undo_key(event):  # what is typed took effect at once: Undo is the program's
            event.ignore()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # scrolling a form must not change what the pointer passes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.text_shown()
        if event.key() == Qt.Key.Key_Escape:
            self.reverted.emit()
            event.setAccepted(before != self.text_shown())
            return
        super().keyPressEvent(event)


class NumberEditor(TypedEditor):
    """A number in a spin box; empty means None where that is allowed."""

    def __init__(
        self,
        kind: kinds.Kind,
        parent: QWidget | None = None,
        *,
        nullable: bool = False,
        none_label: str = "",
    ) -> None:
        super().__init__(kind, parent, nullable=nullable, none_label=none_label)
        self.box = NumberBox()
        self.hold(self.box)
        self.box.edited.connect(self.typed)
        self.box.stepped.connect(self.nudge)
        self.box.reverted.connect(self.restore)
        self.box.editingFinished.connect(self.tidy)

    def moved(self, value: Any, steps: int) -> Any:
        """Return the number so many steps from ``value``."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        return wording.value_text(value)

    def show_text(self, text: str, hint: str) -> None:
        self.box.set_placeholder(hint)
        self.box.show_text(text)

    def show_hint(self, hint: str) -> None:
        self.box.set_placeholder(hint)

    def present_refused(self, value: Any) -> None:
        self.box.show_text(str(value))

    def nudge(self, steps: int) -> bool:
        value = self._value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            value = self.kind.start()
        else:
            value = self.moved(value, steps)
        self._set_refusal("")
        self.present(self._accepted(value))
        self.commit(self._accepted(value))
        return True

    def _accepted(self, value: Any) -> Any:
        """The value moved into the allowed range, or the present one."""
        low, high = getattr(self.kind, "low", None), getattr(self.kind, "high", None)
        for candidate in (value, low, high):
            beyond = candidate is not value and (
                (candidate is low and low is not None and value > low)
                or (candidate is high and high is not None and value < high)
            )
            try:
                if not beyond:
                    return self.normalise(candidate)
            except (ValueError, TypeError):
                continue
        return self._value


class IntEditor(NumberEditor):
    """A whole number."""

    def parse(self, text: str) -> int:
        return wording.parse_int(text)

    def moved(self, value: Any, steps: int) -> int:
        return int(value) + steps


class FloatEditor(NumberEditor):
    """A real number; steps follow its size unless the kind names a step."""

    def parse(self, text: str) -> float:
        return wording.parse_float(text)

    def moved(self, value: Any, steps: int) -> float:
        exact = Decimal(repr(float(value)))
        sign = 1 if steps > 0 else -1
        for _ in range(abs(steps)):
            exact += sign * self._step(exact, sign)
        return float(exact)

    def _step(self, value: Decimal, sign: int) -> Decimal:
        step = getattr(self.kind, "step", None)
        if step:
            return Decimal(repr(step))
        if not value:
            return Decimal("0.1")
        exponent = math.floor(value.copy_abs().log10())
        power = Decimal(10) ** exponent
        shrinking = (value > 0) != (sign > 0)
        return power / 10 if shrinking and value.copy_abs() == power else power
