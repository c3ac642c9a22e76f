"""A card with a title, which may be a check box that switches the card on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout, QWidget

from app.plain import Label

#: Width of the labels in the dialog's forms, and of a form as a whole.
LABEL_WIDTH = 150
FORM_WIDTH = 430


class Section(QFrame):
    """Attributes: ``column`` (its layout), ``box`` (the check box of the title, or None)."""

    toggled = Signal(bool)

    def __init__(
        self, title: str, *, checkable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(8)
        self.box: QCheckBox | None = None
        if checkable:
            self.box = QCheckBox(title)
            font = self.box.font()
            font.setWeight(font.Weight.DemiBold)
            self.box.setFont(font)
            self.box.toggled.connect(self.toggled)
            self.column.addWidget(self.box)
        else:
            label = Label(title)
            label.setProperty("role", "heading")
            label.setWordWrap(True)
            self.column.addWidget(label)

    def is_on(self) -> bool:
        """Whether it is switched on (always, without a check box)."""
        return self.box is None or self.box.isChecked()

    def set_on(self, on: bool) -> None:
        if self.box is not None:
            self.box.setChecked(on)


def note(text: str = "", role: str = "muted") -> QLabel:
    """A wrapped line of text in one of the theme's roles."""
    label = Label(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
