"""Editors with nothing to type: yes or no, and one of a few."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from app.forms import wording
from app.forms.editor import INPUT_HEIGHT, Editor
from app.forms.stored import MIXED, UNSET, same
from app.forms.typed import NullableEditor
from engine import kinds


class Combo(QComboBox):
    """A combo box that leaves the wheel to the form unless it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(7)
        self.setStyleSheet("QComboBox { padding-right: 0px; }")  # the arrow has its own room
        self.setMinimumWidth(64)
        self.setFixedHeight(INPUT_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does, but a name too long for the box ends in dots."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        if self.currentIndex() < 0:
            option.currentText = self.placeholderText()
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - 2
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class BoolEditor(Editor):
    """A check box; half checked while the selected things differ."""

    def __init__(self, kind: kinds.Kind, parent: QWidget | None = None) -> None:
        super().__init__(kind, parent)
        self.box = QCheckBox()
        self.hold(self.box)
        self.box.clicked.connect(self._clicked)

    def present(self, value: Any) -> None:
        if value is MIXED or value is UNSET:
            self.box.setTristate(True)
            self.box.setCheckState(Qt.CheckState.PartiallyChecked)
            return
        self.box.setTristate(False)
        self.box.setChecked(bool(value))

    def activate(self) -> None:
        super().activate()
        self.box.click()

    def _clicked(self) -> None:
        checked = self.box.checkState() != Qt.CheckState.Unchecked
        self.box.setTristate(False)
        self.box.setChecked(checked)
        self.commit(checked)


class ChoiceEditor(NullableEditor):
    """A combo box of named values, with one for None where that is allowed."""

    def __init__(
        self,
        kind: Any,
        parent: QWidget | None = None,
        *,
        nullable: bool = False,
        none_label: str = "",
    ) -> None:
        super().__init__(kind, parent, nullable=nullable, none_label=none_label)
        self.combo = Combo()
        if nullable:
            self.combo.addItem(self._none_label, None)
        for option in kind.options:
            self.combo.addItem(wording.value_text(option), option)
        self.hold(self.combo)
        self.combo.currentIndexChanged.connect(self._chosen)

    def present(self, value: Any) -> None:
        index = -1
        if value is MIXED:
            self.combo.setPlaceholderText(wording.several_word())
        elif value is UNSET:
            self.combo.setPlaceholderText("")
        else:
            index = next(
                i for i in range(self.combo.count()) if same(self.combo.itemData(i), value)
            )
        self._show_index(index)

    def present_refused(self, value: Any) -> None:
        self.combo.setPlaceholderText(wording.value_text(value))
        self._show_index(-1)

    def _show_index(self, index: int) -> None:
        blocker = QSignalBlocker(self.combo)
        self.combo.setCurrentIndex(index)
        blocker.unblock()

    def _chosen(self, index: int) -> None:
        if index >= 0:
            self.commit(self.combo.itemData(index))
