"""One row of a form: label, editor, unit, reset button, message."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from app import theme
from app.forms import wording
from app.forms.factory import make_editor
from app.forms.stored import MIXED, default_of, is_blank, same, stored_or_raw
from app.i18n import engine_text
from app.plain import Label, tip
from engine.param import Param

_SCRUB_PIXELS = 8


class FieldLabel(QLabel):
    """A label that can be dragged sideways to move the number beside it."""

    scrubbed = Signal(int)
    clicked = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._from: QPoint | None = None
        self._done = 0
        self.can_scrub = False
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def set_scrubbing(self, on: bool) -> None:
        self.can_scrub = on
        if on:
            self.setCursor(Qt.CursorShape.SizeHorCursor)

    def full_width(self) -> int:
        """Width of the text while it is bold."""
        font = QFont(self.font())
        font.setBold(True)
        return QFontMetrics(font).horizontalAdvance(self.text()) + 2

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from, self._done = event.position().toPoint(), 0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None or not self.can_scrub:
            return
        steps = int((event.position().x() - self._from.x()) / _SCRUB_PIXELS)
        if steps != self._done:
            self.scrubbed.emit(steps - self._done)
            self._done = steps

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self._from is not None and not self._done and inside:
            self.clicked.emit()
        self._from = None


class Field(QObject):
    """A labelled editor of one param.

    ``edited(name, value)`` comes from the user only, a reset included.
    """

    edited = Signal(str, object)
    stateChanged = Signal()

    def __init__(self, param: Param, value: Any, parent: QWidget, label: str = "") -> None:
        super().__init__(parent)
        self.param = param
        self.name = param.name
        self.default = default_of(param)
        self.title = label or engine_text(wording.label_of(param.name))
        self.help = engine_text(param.doc)
        self.label = FieldLabel(self.title, parent)
        self.editor = make_editor(param, value, parent)
        self.unit = Label(engine_text(param.unit), parent)
        self.unit.setProperty("role", "muted")
        self.unit.setVisible(bool(param.unit))
        self.reset_button = self._make_reset(parent)
        self.message = Label(parent=parent)
        self.message.setProperty("role", "error")
        self.message.setWordWrap(True)
        self._connect()
        self._follow()

    def place(self, grid: QGridLayout, row: int) -> int:
        """Put the widgets into a grid of three columns; return the next free row."""
        holder = QHBoxLayout()
        holder.setSpacing(6)
        holder.addWidget(self.editor, 1)
        holder.addWidget(self.unit)
        grid.addWidget(self.label, row, 0)
        grid.addLayout(holder, row, 1)
        grid.addWidget(self.reset_button, row, 2)
        grid.addWidget(self.message, row + 1, 1, 1, 2)
        if self.editor.extra is not None:
            grid.addWidget(self.editor.extra, row + 2, 0, 1, 3)
        return row + 3

    def value(self) -> Any:
        return self.editor.value()

    def set_value(self, value: Any) -> None:
        """Show a value from outside; text being typed that is refused stays if nothing changed."""
        self.editor.set_value(value)
        self._follow()

    def is_changed(self) -> bool:
        """Whether the value differs from the default."""
        value = self.editor.value()
        if value is MIXED or self.param.required:
            return value is MIXED and not self.param.required
        return not is_blank(value) and not same(stored_or_raw(self.param.kind, value), self.default)

    def reset(self) -> None:
        """Back to the default, as an edit."""
        was_changed = self.is_changed()
        self.editor.restore()
        self.editor.set_value(self.default)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if was_changed:
            self.edited.emit(self.name, self._told(self.default))
        self._follow()

    def _make_reset(self, parent: QWidget) -> QToolButton:
        button = QToolButton(parent)
        button.setFixedSize(22, 28)
        button.setStyleSheet("padding: 0px;")
        theme.set_icon(button, "restart")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_room = button.sizePolicy()
        keep_room.setRetainSizeWhenHidden(True)
        button.setSizePolicy(keep_room)
        text = QCoreApplication.translate("Forms", "Back to the default: {value}")
        button.setToolTip(tip(text.format(value=wording.value_text(self.default))))
        text = QCoreApplication.translate("Forms", "{name}: back to the default")
        button.setAccessibleName(text.format(name=self.title))
        return button

    def _connect(self) -> None:
        rich = f"<b>{escape(self.name)}</b><br>{escape(self.help)}"
        self.label.setToolTip(rich if self.help else tip(self.name))
        self.label.setBuddy(self.editor)
        self.editor.describe(self.title, self.help)
        self.label.set_scrubbing(hasattr(self.editor, "box") and hasattr(self.editor, "moved"))
        self.label.scrubbed.connect(self.editor.nudge)
        self.label.clicked.connect(self.editor.activate)
        self.editor.valueChanged.connect(self._edited)
        self.editor.errorChanged.connect(lambda _text: self._follow())
        self.reset_button.clicked.connect(self.reset)

    def _edited(self, value: Any) -> None:
        self._follow()
        self.edited.emit(self.name, self._told(value))

    def _told(self, value: Any) -> Any:
        """None where None is the default that the value spells out, so that it is not stored."""
        if not self.param.required and self.param.default is None and same(value, self.default):
            return None
        return value

    def _follow(self) -> None:
        """Show whether the value is changed or refused."""
        text = self.editor.error()
        self.message.setText(text)
        self.message.setVisible(bool(text))
        marked = self.is_changed() or not self.editor.accepts()
        font = self.label.font()
        font.setBold(self.is_changed())
        self.label.setFont(font)
        self.reset_button.setVisible(marked and not self.param.required)
        self.stateChanged.emit()
