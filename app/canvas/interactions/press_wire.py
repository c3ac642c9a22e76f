"""Pressing on a wire: a click selects it, dragging takes its nearer end off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.canvas.interactions.base import Interaction, Pointer
from app.canvas.interactions.draw_wire import DrawWire
from app.canvas.items.link_item import LinkItem

if TYPE_CHECKING:
    from app.canvas.board import Board


class PressWire(Interaction):
    """Selects a wire; turns into ``DrawWire`` with its nearer end loose when dragged."""

    scrolls = True

    def __init__(self, view: Board, start: Pointer, wire: LinkItem) -> None:
        super().__init__(view, start)
        self.link_id = wire.link_id
        self.drawing: DrawWire | None = None
        links = self.scene.selected_links()
        if start.control or start.shift:
            rest = [key for key in links if key != self.link_id]
            links = rest if self.link_id in links else [*links, self.link_id]
            self.scene.select(self.scene.selected_ids(), links)
        else:
            self.scene.select([], [self.link_id])

    def move(self, pointer: Pointer) -> None:
        if self.drawing is None:
            ends = self.scene.ends(self.link_id) if self.far(pointer, 8) else None
            if ends is None:
                return
            gaps = [(port.position() - self.start.scene).manhattanLength() for port in ends]
            fixed = ends[0] if gaps[1] <= gaps[0] else ends[1]
            self.drawing = DrawWire(self.view, self.start, fixed, self.link_id)
        self.drawing.move(pointer)

    def release(self, pointer: Pointer) -> None:
        if self.drawing is not None:
            self.drawing.release(pointer)

    def cancel(self) -> None:
        if self.drawing is not None:
            self.drawing.cancel()
