"""The place of the plots, which takes the keyboard for them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class PlotArea(QWidget):
    """Left and Right move the crosshair, with Shift by ten; Escape takes it away.

    Signals:
        stepped(object): Epochs to move by, or None.
    """

    stepped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoFillBackground(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        if event.key() == Qt.Key.Key_Left:
            self.stepped.emit(-step)
        elif event.key() == Qt.Key.Key_Right:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_Escape:
            self.stepped.emit(None)
        else:
            super().keyPressEvent(event)
