"""Editors of one line of text: texts, paths, shapes and lists of numbers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QToolButton, QWidget

from app import theme
from app.forms import wording
from app.forms.editor import INPUT_HEIGHT, is_undo_key
from app.forms.typed import TypedEditor
from engine import kinds


class Line(QLineEdit):
    """A line edit whose Escape key asks for the last good value."""

    reverted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: Whether what is typed takes effect at once, so that Undo is the program's.
        self.live = False
        self.setFixedHeight(INPUT_HEIGHT)

    def event(self, event: QEvent) -> bool:
        if self.live and is_undo_key(event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            before = self.text()
            self.reverted.emit()
            event.setAccepted(before != self.text())
            return
        super().keyPressEvent(event)


class LineEditor(TypedEditor):
    """A line of text; empty means None where that is allowed."""

    def __init__(
        self,
        kind: kinds.Kind,
        parent: QWidget | None = None,
        *,
        nullable: bool = False,
        none_label: str = "",
    ) -> None:
        super().__init__(kind, parent, nullable=nullable, none_label=none_label)
        self.line = Line()
        self.line.live = True
        self.line.setMinimumWidth(64)
        self.hold(self.line, *self.companions())
        self.line.textEdited.connect(self.typed)
        self.line.editingFinished.connect(self.tidy)
        self.line.reverted.connect(self.restore)

    def companions(self) -> list[QWidget]:
        """Widgets to the right of the line."""
        return []

    def parse(self, text: str) -> Any:
        return text

    def write(self, value: Any) -> str:
        return str(value)

    def show_text(self, text: str, hint: str) -> None:
        self.line.setPlaceholderText(hint)
        self.line.setText(text)

    def show_hint(self, hint: str) -> None:
        self.line.setPlaceholderText(hint)

    def present_refused(self, value: Any) -> None:
        self.line.setText(wording.value_text(value))


class TextEditor(LineEditor):
    """Any text."""


class PathEditor(LineEditor):
    """The path of a file, typed or chosen."""

    def companions(self) -> list[QWidget]:
        self.button = QToolButton()
        theme.set_icon(self.button, "folder")
        self.button.setToolTip(QCoreApplication.translate("Forms", "Browse…"))
        self.button.clicked.connect(self._browse)
        return [self.button]

    def inputs(self) -> list[QWidget]:
        return [self.line]

    def describe(self, name: str, help_text: str) -> None:
        super().describe(name, help_text)
        text = QCoreApplication.translate("Forms", "Browse for {name}").format(name=name)
        self.button.setAccessibleName(text)

    def _browse(self) -> None:
        title = QCoreApplication.translate("Forms", "Choose a file")
        path, _ = QFileDialog.getSaveFileName(
            self, title, self.line.text(), options=QFileDialog.Option.DontConfirmOverwrite
        )
        if path:
            self.line.setText(path)
            self.commit(path)


class ShapeEditor(LineEditor):
    """Sizes with commas between; an open one is written "any"."""

    def parse(self, text: str) -> Any:
        return wording.parse_sizes(text)

    def write(self, value: Any) -> str:
        return wording.sizes_text(value)


class IntListEditor(LineEditor):
    """Whole numbers with commas between; a lone one stays a number where that is allowed."""

    def parse(self, text: str) -> Any:
        numbers = wording.parse_sizes(text)
        single = getattr(self.kind, "single", False)
        if single and not numbers:
            raise ValueError
        bracketed = text.strip()[:1] in ("(", "[")
        return numbers[0] if single and len(numbers) == 1 and not bracketed else numbers

    def write(self, value: Any) -> str:
        if isinstance(value, list) and getattr(self.kind, "single", False) and len(value) == 1:
            return f"[{value[0]}]"
        return wording.sizes_text(value)


class FloatListEditor(LineEditor):
    """Numbers with commas between."""

    def parse(self, text: str) -> Any:
        parts = text.strip().strip("[]()").replace(";", ",").split(",")
        return [float(part) for part in parts if part.strip()]

    def write(self, value: Any) -> str:
        return ", ".join(f"{number:g}" for number in value)
