"""Dragging cards; a card without wires that is dropped on a wire is inserted there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH, snapped
from app.canvas.interactions.base import Interaction, Pointer
from app.canvas.items.link_item import LinkItem
from app.canvas.items.node_item import NodeItem

if TYPE_CHECKING:
    from app.canvas.board import Board


class MoveCards(Interaction):
    """Moves the selected cards; one undo step, whatever the way."""

    scrolls = True

    def __init__(self, view: Board, start: Pointer, grabbed: NodeItem) -> None:
        super().__init__(view, start)
        self.grabbed = grabbed
        self.narrow = self._press_selection()
        ids = self.scene.selected_ids()
        self.origins = {key: QPointF(self.scene.nodes[key].pos()) for key in ids}
        self.moving = False
        self.wire: LinkItem | None = None

    def _press_selection(self) -> bool:
        """Select what is pressed; return whether a mere click shall narrow the selection."""
        key, chosen = self.grabbed.node_id, self.scene.selected_ids()
        if self.start.control or self.start.shift:
            rest = [other for other in chosen if other != key]
            self.scene.select(rest if key in chosen else [*chosen, key])
            return False
        if key in chosen:
            return len(chosen) > 1
        self.scene.select([key])
        return False

    def move(self, pointer: Pointer) -> None:
        if not self.moving:
            if not self.far(pointer) or self.grabbed.node_id not in self.origins:
                return
            self.moving = True
            self.view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        by = self._offset(pointer)
        self.scene.place({key: origin + by for key, origin in self.origins.items()})
        self._find_wire()

    def _offset(self, pointer: Pointer) -> QPointF:
        """How far to move; with snapping the card that is held lands on the grid."""
        by = pointer.scene - self.start.scene
        if pointer.shift:  # straight along one axis
            by = QPointF(by.x(), 0) if abs(by.x()) > abs(by.y()) else QPointF(0, by.y())
        if not self.view.snap or pointer.alt:
            return by
        origin = self.origins[self.grabbed.node_id]
        target = origin + by
        x = origin.x() if not by.x() else snapped(target.x())
        y = origin.y() if not by.y() else snapped(target.y())
        return QPointF(x, y) - origin

    def _find_wire(self) -> None:
        wire = None
        if len(self.origins) == 1 and self.view.edits.insertable(self.grabbed.node_id):
            middle = self.grabbed.pos() + QPointF(CARD_WIDTH / 2, CARD_HEIGHT / 2)
            wire = self.scene.link_at(middle, CARD_HEIGHT / 2)
        if wire is not self.wire:
            self._unmark()
            self.wire = wire
            if wire is not None:
                wire.mark(inserting=True)

    def release(self, pointer: Pointer) -> None:
        self._unmark()
        if self.moving:
            places = {key: self._place(key) for key in self.origins}
            into = self.wire.link_id if self.wire is not None else None
            self.view.edits.move(places, into)
        elif self.narrow:
            self.scene.select([self.grabbed.node_id])

    def _place(self, key: str) -> tuple[float, float]:
        position = self.scene.nodes[key].pos()
        return position.x(), position.y()

    def cancel(self) -> None:
        self._unmark()
        nodes = self.scene.document.graph.nodes  # an undo may have moved or removed them
        self.scene.place(
            {key: QPointF(nodes[key].x, nodes[key].y) for key in self.origins if key in nodes}
        )
        self.scene.settle_soon()

    def _unmark(self) -> None:
        if self.wire is not None and self.wire.link_id in self.scene.links:
            self.wire.mark(inserting=False)
