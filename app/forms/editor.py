"""The base of all editors: one value, its validation, and a message when it is refused."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.forms import wording
from app.forms.stored import UNSET, is_blank, same, stored
from engine.kinds import Kind

#: All inputs of a form are as high as the highest, a spin box.
INPUT_HEIGHT = 28


class Editor(QWidget):
    """Edits one value of one kind.

    ``valueChanged(value)`` comes only from the user and only with a value the
    kind accepts, in JSON-able form. What was typed and is not accepted stays
    on screen with a message (``error()``, ``errorChanged(text)``) while
    ``value()`` keeps the last good one.
    """

    valueChanged = Signal(object)
    errorChanged = Signal(str)

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        #: A widget to place under the row over the whole width, or None.
        self.extra: QWidget | None = None
        self._value: Any = UNSET
        self._settled: Any = UNSET  # the value from before the present typing
        self._refusal = ""
        self._help = ""

    # -- for subclasses ---------------------------------------------------------------------

    def present(self, value: Any) -> None:
        """Show a value (accepted, MIXED or UNSET) without telling anybody."""
        raise NotImplementedError

    def present_refused(self, value: Any) -> None:
        """Show a value that is not accepted, as it came from a file."""
        self.present(UNSET)

    def normalise(self, value: Any) -> Any:
        """Return the stored form of a value; ValueError or TypeError if it is not accepted."""
        return stored(self.kind, value)

    def inputs(self) -> list[QWidget]:
        """The widgets that take the focus."""
        proxy = self.focusProxy()
        return [proxy] if proxy else []

    def hold(self, *widgets: QWidget, stretch: QWidget | None = None) -> None:
        """Lay the widgets out in a row; the first takes the focus for the editor."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in widgets:
            row.addWidget(widget, 1 if widget is (stretch or widgets[0]) else 0)
        self.setFocusProxy(widgets[0])

    def commit(self, raw: Any) -> None:
        """The user gave a whole value: take it and tell, or refuse it."""
        self.take_typed(raw)
        self.settle()

    def take_typed(self, raw: Any) -> None:
        """The user is typing: take the value so far, or refuse it.

        Where the text goes on to something refused, the value from before the
        typing comes back: ``1`` on the way to ``1x`` must not stay.
        """
        try:
            value = self.normalise(raw)
        except (ValueError, TypeError):
            self.refuse()
            return
        self._set_refusal("")
        self._use(value)

    def settle(self) -> None:
        """The typing is over: what is in use now is the last good value."""
        if self.accepts():
            self._settled = self._value

    def refuse(self) -> None:
        """What is on screen is not accepted: say what is, and what stays in use."""
        self._use(self._settled)
        self._set_refusal(self._refusal_text())

    def restore(self) -> None:
        """Show and use the last good value again."""
        self._set_refusal("")
        self._use(self._settled)
        self.present(self._value)

    # -- for users of editors ---------------------------------------------------------------

    def value(self) -> Any:
        """The last good value (or what ``set_value`` was given, accepted or not)."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value that did not come from this editor; emits nothing."""
        refusal = ""
        if not is_blank(value):
            try:
                value = self.normalise(value)
            except (ValueError, TypeError):
                refusal = wording.expectation(self.kind)
        elif value is UNSET:
            refusal = wording.expectation(self.kind)
        if same(value, self._value) and (self._refusal or not refusal):
            return  # the echo of an edit, or text being typed: leave both alone
        self._value = self._settled = value
        if refusal and value is not UNSET:
            self.present_refused(value)
        else:
            self.present(value)
        self._set_refusal(refusal)

    def error(self) -> str:
        """Why what is shown is refused, else ""."""
        return self._refusal

    def accepts(self) -> bool:
        """Whether what is on screen is what is in use."""
        return not self._refusal

    def describe(self, name: str, help_text: str) -> None:
        """Name the editor for screen readers and give its help."""
        self._help = help_text
        for widget in self.inputs():
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(help_text)
            widget.setToolTip(help_text)

    def nudge(self, steps: int) -> bool:
        """Move a number by so many steps; False where there is nothing to move."""
        return False

    def activate(self) -> None:
        """What a click on the label does."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    # -- inside -----------------------------------------------------------------------------

    def _use(self, value: Any) -> None:
        if not same(value, self._value):
            self._value = value
            self.valueChanged.emit(value)

    def _refusal_text(self) -> str:
        text = wording.expectation(self.kind)
        try:
            self.normalise(self._value)
        except (ValueError, TypeError, AttributeError):
            return text
        kept = QCoreApplication.translate("Forms", "Still using {value}.")
        return f"{text} {kept.format(value=wording.value_text(self._value))}"

    def _set_refusal(self, text: str) -> None:
        before = self.error()
        self._refusal = text
        self._tell(before)

    def _tell(self, before: str) -> None:
        text = self.error()
        if text == before:
            return
        for widget in self.inputs():
            widget.setAccessibleDescription(f"{text} {self._help}".strip())
            mark_error(widget, bool(text))
        self.errorChanged.emit(text)


def is_undo_key(event: QEvent) -> bool:
    """Whether a widget is asked if it wants the keys of Undo or Redo for itself."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and (
            event.matches(QKeySequence.StandardKey.Undo)
            or event.matches(QKeySequence.StandardKey.Redo)
        )
    )


def mark_error(widget: QWidget, wrong: bool) -> None:
    """Give an input the red border of the stylesheet, or take it away."""
    if bool(widget.property("error")) != wrong:
        widget.setProperty("error", wrong)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
