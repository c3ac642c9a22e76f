"""Pushing the drawing about: middle button, or Space and the left one."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.canvas.camera import scroll_by
from app.canvas.interactions.base import Interaction, Pointer


class Pan(Interaction):
    """Moves what is seen along with the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def move(self, pointer: Pointer) -> None:
        scroll_by(self.view, self.start.at - pointer.at)
        self.start = pointer
