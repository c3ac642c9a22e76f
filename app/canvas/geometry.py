"""Sizes every part of the canvas agrees on, in scene units (pixels at 100 %)."""

from __future__ import annotations

#: Cards lie on this grid when snapping is on; the dots of the background show every second step.
GRID = 12.0
CARD_WIDTH = 240.0
CARD_HEIGHT = 72.0
CARD_RADIUS = 10.0
PORT_RADIUS = 5.0
#: A pointer this near a port or wire means it.
PORT_REACH = 12.0
WIRE_REACH = 8.0
#: Vertical room a new layer gets below the one it follows.
ROW = 132.0
#: Room beneath a card for the label of an output, and around it for badges and halos.
MARGIN = 14.0
LABEL_ROOM = 44.0

#: Level of detail. Below ``FULL_ZOOM`` cards show fewer texts in larger letters, below
#: ``COMPACT_ZOOM`` none: patches of colour.
FULL_ZOOM = 0.7
COMPACT_ZOOM = 0.3


def snapped(value: float, grid: float = GRID) -> float:
    """The nearest line of the grid."""
    return round(value / grid) * grid


def port_offsets(count: int) -> list[float]:
    """Distances of ``count`` ports from a card's left edge, evenly spread about the middle."""
    step = min(36.0, CARD_WIDTH / (count + 1))
    first = CARD_WIDTH / 2 - step * (count - 1) / 2
    return [first + step * index for index in range(count)]
