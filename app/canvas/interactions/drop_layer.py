"""A layer dragged from the palette: drop it anywhere, or on a wire to insert it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF

from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH, snapped
from app.canvas.items.link_item import LinkItem
from app.document.clipboard import LAYER_MIME_TYPE
from app.document.graph import INPUT_KIND
from app.document.traits import entry_of

if TYPE_CHECKING:
    from app.canvas.board import Board


def dragged_kind(data: QMimeData) -> str:
    """Class name of the layer being dragged, "" if it is none."""
    if not data.hasFormat(LAYER_MIME_TYPE):
        return ""
    found = entry_of(bytes(data.data(LAYER_MIME_TYPE).data()).decode("utf-8", "replace"))
    return found.name if found is not None else ""


class DropLayer:
    """Follows a dragged layer over the canvas; lights the wire it would be inserted into."""

    def __init__(self, view: Board, kind: str) -> None:
        self.view = view
        self.scene = view.canvas
        self.kind = kind
        self.wire: LinkItem | None = None

    def move(self, point: QPointF) -> None:
        wire = self.scene.link_at(point, 16.0) if self.kind != INPUT_KIND else None
        if wire is not self.wire:
            self.leave()
            self.wire = wire
            if wire is not None:
                wire.mark(inserting=True)

    def leave(self) -> None:
        if self.wire is not None and self.wire.link_id in self.scene.links:
            self.wire.mark(inserting=False)
        self.wire = None

    def drop(self, point: QPointF) -> None:
        self.move(point)
        link = self.wire.link_id if self.wire is not None else None
        self.leave()
        corner = point - QPointF(CARD_WIDTH / 2, CARD_HEIGHT / 2)
        if self.view.snap:
            corner = QPointF(snapped(corner.x()), snapped(corner.y()))
        if link is not None:
            self.view.edits.insert(self.kind, link, corner)
        else:
            self.view.edits.add(self.kind, corner)
