"""What all gestures share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt

if TYPE_CHECKING:
    from app.canvas.board import Board


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is and what is held down.

    Attributes:
        at: In the view, in pixels.
        scene: In the scene.
        modifiers: Keys held.
    """

    at: QPoint
    scene: QPointF
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def control(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.ControlModifier)

    @property
    def shift(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.ShiftModifier)

    @property
    def alt(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.AltModifier)


class Interaction:
    """One gesture. ``move`` follows the pointer, then comes ``release`` or ``cancel``."""

    cursor = Qt.CursorShape.ArrowCursor
    #: Whether the view scrolls when the pointer leaves it.
    scrolls = False

    def __init__(self, view: Board, start: Pointer) -> None:
        self.view = view
        self.scene = view.canvas
        self.start = start

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""

    def release(self, pointer: Pointer) -> None:
        """Carry the gesture out."""

    def cancel(self) -> None:
        """Leave everything as it was before."""

    def far(self, pointer: Pointer, distance: int = 4) -> bool:
        """Whether the pointer has left its starting point (a click trembles)."""
        return (pointer.at - self.start.at).manhattanLength() >= distance
