"""Ports of a card: where wires start and end.

A port is no graphics item of its own: its card draws it, and the canvas finds
it by distance. A thousand cards would otherwise be four thousand items.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from app.canvas.geometry import CARD_HEIGHT, PORT_RADIUS
from app.canvas.items.style import FamilyStyle, Style

if TYPE_CHECKING:
    from app.canvas.items.node_item import NodeItem

Side = Literal["in", "out"]


@dataclass(frozen=True)
class Port:
    """One end a wire can have at a card.

    Attributes:
        item: The card.
        side: "in" on the top edge, "out" on the bottom edge.
        index: Number of the input or of the output.
    """

    item: NodeItem
    side: Side
    index: int = 0

    @property
    def node_id(self) -> str:
        return self.item.node_id

    def position(self) -> QPointF:
        """Its centre, in scene coordinates."""
        return self.item.pos() + self.offset()

    def offset(self) -> QPointF:
        """Its centre, from the card's top-left corner."""
        if self.side == "out":
            return QPointF(self.item.output_offsets[self.index], CARD_HEIGHT)
        return QPointF(self.item.input_offsets[self.index], 0.0)


def draw_port(
    painter: QPainter,
    style: Style,
    family: FamilyStyle,
    centre: QPointF,
    *,
    wired: bool,
    glow: bool,
) -> None:
    """Draw a port: filled when wired, with a halo when a wire could land on it."""
    if glow:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.port_glow)
        painter.drawEllipse(centre, PORT_RADIUS * 2.2, PORT_RADIUS * 2.2)
    painter.setPen(style.accent_pen if glow else style.port)
    painter.setBrush(family.fill if wired else style.node)
    painter.drawEllipse(centre, PORT_RADIUS, PORT_RADIUS)
