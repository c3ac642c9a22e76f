"""Automatic layout: nodes in layers from top to bottom, few crossings, short wires.

Pure and deterministic, without Qt: ids and pairs in, positions out. The method
is the classic one of Sugiyama, Tagawa and Toda ("Methods for Visual
Understanding of Hierarchical System Structures", 1981): layers by longest
path, stand-ins where a wire passes a layer, barycentre sweeps against
crossings, then the columns that bring every node nearest its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.canvas.layout_order import Layering, order_layers
from app.canvas.layout_place import place_layers

Edge = tuple[str, str]
Positions = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Spacing:
    """Sizes in scene units: of a card, the room between cards, and the grid they lie on."""

    width: float = 240.0
    height: float = 72.0
    column_gap: float = 36.0
    row_gap: float = 48.0
    grid: float = 12.0

    @property
    def row(self) -> float:
        return self.height + self.row_gap


def layered(
    nodes: Sequence[str], edges: Sequence[Edge], spacing: Spacing | None = None
) -> Positions:
    """Return the top-left corner of every node.

    Args:
        nodes: Ids; their order decides between equal choices.
        edges: Pairs (source, target); for a target with several inputs, in port
            order. Edges of a loop that would point up and edges to unknown ids
            are left out of the reckoning.
        spacing: Sizes and gaps.
    """
    spacing = spacing or Spacing()
    known = set(nodes)
    used = list(dict.fromkeys((a, b) for a, b in edges if a != b and a in known and b in known))
    used = _without_loops(nodes, used)
    parts = [_place_part(*part, spacing) for part in _components(nodes, used)]
    return _pack(parts, spacing)


def _without_loops(nodes: Sequence[str], edges: list[Edge]) -> list[Edge]:
    """Drop the edges that close a loop in a depth-first walk (iterative: chains are deep)."""
    following: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        following[source].append(target)
    state: dict[str, int] = {}
    back: set[Edge] = set()
    for root in nodes:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(following[root]))]
        while stack:
            node, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                state[node] = 2
                stack.pop()
            elif step not in state:
                state[step] = 1
                stack.append((step, iter(following[step])))
            elif state[step] == 1:
                back.add((node, step))
    return [edge for edge in edges if edge not in back]


def _components(nodes: Sequence[str], edges: list[Edge]) -> list[tuple[list[str], list[Edge]]]:
    """Split into parts without wires between them, in the order of their first nodes."""
    root = {node: node for node in nodes}

    def find(node: str) -> str:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for source, target in edges:
        root[find(source)] = find(target)
    parts: dict[str, tuple[list[str], list[Edge]]] = {}
    for node in nodes:
        parts.setdefault(find(node), ([], []))[0].append(node)
    for edge in edges:
        parts[find(edge[0])][1].append(edge)
    return list(parts.values())


def _place_part(nodes: list[str], edges: list[Edge], spacing: Spacing) -> Positions:
    layering = Layering.of(nodes, edges)
    order_layers(layering)
    columns = place_layers(layering, spacing.width, spacing.column_gap, spacing.grid)
    return {
        node: (columns[index], layering.layer[index] * spacing.row)
        for index, node in enumerate(nodes)
    }


def _pack(parts: list[Positions], spacing: Spacing) -> Positions:
    """Put the parts on shelves, left to right, about as wide as high."""
    boxes = [_box(part, spacing) for part in parts]
    gap = spacing.column_gap * 2
    area = sum((right - left + gap) * (bottom - top + gap) for left, top, right, bottom in boxes)
    widest = max((right - left for left, _, right, _ in boxes), default=0.0)
    limit = max((area * 1.6) ** 0.5, widest)
    result: Positions = {}
    x = y = shelf = 0.0
    for part, (left, top, right, bottom) in zip(parts, boxes, strict=True):
        if x and x + right - left > limit:
            x, y, shelf = 0.0, y + shelf + spacing.row_gap, 0.0
        for node, (node_x, node_y) in part.items():
            result[node] = (x + node_x - left, y + node_y - top)
        x += right - left + gap
        shelf = max(shelf, bottom - top)
    return result


def _box(part: Positions, spacing: Spacing) -> tuple[float, float, float, float]:
    xs = [x for x, _ in part.values()]
    ys = [y for _, y in part.values()]
    return min(xs), min(ys), max(xs) + spacing.width, max(ys) + spacing.height
