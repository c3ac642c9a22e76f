"""Selecting by a frame; a click beside everything clears the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsRectItem

from app import theme
from app.canvas.interactions.base import Interaction, Pointer
from app.canvas.items.style import faded

if TYPE_CHECKING:
    from app.canvas.board import Board


class RubberBand(Interaction):
    """Selects the cards a frame touches; Ctrl and Shift keep what was selected."""

    scrolls = True

    def __init__(self, view: Board, start: Pointer) -> None:
        super().__init__(view, start)
        self.before = self.scene.selected_ids()
        self.wires = self.scene.selected_links()
        self.keep = start.control or start.shift
        self.frame: QGraphicsRectItem | None = None

    def move(self, pointer: Pointer) -> None:
        if self.frame is None:
            if not self.far(pointer):
                return
            self.frame = self._make_frame()
        rect = QRectF(self.start.scene, pointer.scene).normalized()
        self.frame.setRect(rect)
        touched = [
            key for key, item in self.scene.nodes.items() if item.card_rect().intersects(rect)
        ]
        self.scene.select([*(self.before if self.keep else ()), *touched])

    def release(self, pointer: Pointer) -> None:
        if self.frame is None and not self.keep:
            self.scene.select([])
        self._remove_frame()

    def cancel(self) -> None:
        self._remove_frame()
        self.scene.select(self.before, self.wires)

    def _make_frame(self) -> QGraphicsRectItem:
        frame = QGraphicsRectItem()
        accent = theme.current().color("accent")
        pen = QPen(accent, 1)
        pen.setCosmetic(True)
        frame.setPen(pen)
        frame.setBrush(faded(accent, 0.1))
        frame.setZValue(5)
        self.scene.addItem(frame)
        return frame

    def _remove_frame(self) -> None:
        if self.frame is not None:
            self.scene.removeItem(self.frame)
            self.frame = None
