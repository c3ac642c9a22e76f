"""Walking from card to card with the arrow keys. Pure."""

from __future__ import annotations

from app.canvas.arrange import Positions

DIRECTIONS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def neighbour(
    positions: Positions, start: str, direction: str, linked: set[str] | None = None
) -> str | None:
    """The card to go to, None if none lies that way.

    Args:
        positions: Corners of all cards.
        start: The card to go from.
        direction: "left", "right", "up" or "down".
        linked: Cards joined to it by a wire: up and down they come first.
    """
    dx, dy = DIRECTIONS[direction]
    x, y = positions[start]
    best: tuple[float, str] | None = None
    for key, (other_x, other_y) in positions.items():
        along = (other_x - x) * dx + (other_y - y) * dy
        across = abs((other_x - x) * dy) + abs((other_y - y) * dx)
        if key == start or along <= 0:
            continue
        cost = along + 2.5 * across
        if dy and linked and key in linked:
            cost *= 0.1
        if best is None or (cost, key) < best:
            best = cost, key
    return best[1] if best else None


def first(positions: Positions) -> str | None:
    """The card to start at: the topmost, of several the leftmost."""
    return min(positions, key=lambda key: (positions[key][1], positions[key][0]), default=None)
