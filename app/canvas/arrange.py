"""Lining cards up and spreading them out. Pure: positions in, positions out."""

from __future__ import annotations

from collections.abc import Callable

from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH

Positions = dict[str, tuple[float, float]]

EDGES = ("left", "right", "top", "bottom", "center", "middle")
_PICK: dict[str, tuple[int, Callable[[list[float]], float]]] = {
    "left": (0, min),
    "right": (0, max),  # cards are equally wide: equal right edges are equal left edges
    "top": (1, min),
    "bottom": (1, max),
    "center": (0, lambda values: (min(values) + max(values)) / 2),
    "middle": (1, lambda values: (min(values) + max(values)) / 2),
}


def aligned(positions: Positions, edge: str) -> Positions:
    """Line cards up.

    Args:
        positions: Top-left corners by id.
        edge: "left", "right", "top", "bottom", "center" (one column) or "middle" (one row).

    Raises:
        ValueError: for another edge.
    """
    if edge not in _PICK:
        raise ValueError(f"Cards can be aligned at {', '.join(EDGES)}, not at {edge!r}.")
    axis, pick = _PICK[edge]
    line = pick([corner[axis] for corner in positions.values()])
    if axis == 0:
        return {key: (line, y) for key, (_, y) in positions.items()}
    return {key: (x, line) for key, (x, _) in positions.items()}


def distributed(positions: Positions, direction: str) -> Positions:
    """Spread cards evenly between the outermost two, "across" or "down".

    Where there is too little room they are set a step apart, so none overlap.
    """
    if len(positions) < 3:
        return dict(positions)
    axis = 0 if direction == "across" else 1
    least = (CARD_WIDTH if axis == 0 else CARD_HEIGHT) + 24.0
    order = sorted(positions, key=lambda key: (positions[key][axis], key))
    first, last = positions[order[0]][axis], positions[order[-1]][axis]
    step = max((last - first) / (len(order) - 1), least)
    result = {}
    for index, key in enumerate(order):
        corner = list(positions[key])
        corner[axis] = first + step * index
        result[key] = (corner[0], corner[1])
    return result
