"""Columns of a layered drawing (see ``app.canvas.layout``)."""

from __future__ import annotations

import math

from app.canvas.layout_order import Layering

#: Room a passing wire takes, in scene units.
WIRE_WIDTH = 24.0
#: Rounds down and up through the layers.
ROUNDS = 6
#: A stand-in counts more than a card, so that long wires are straight.
STAND_IN_WEIGHT = 4.0


def place_layers(layering: Layering, width: float, gap: float, grid: float) -> list[float]:
    """Return the left edge of every number, on the grid; cards of a row keep the gap."""
    sizes = [width if i < layering.count else WIRE_WIDTH for i in range(len(layering.layer))]
    weights = [1.0 if i < layering.count else STAND_IN_WEIGHT for i in range(len(layering.layer))]
    offsets = [_offsets(row, sizes, gap, grid) for row in layering.rows]
    centre = [0.0] * len(layering.layer)
    for row, offset in zip(layering.rows, offsets, strict=True):
        middle = offset[-1] / 2
        for index, at in zip(row, offset, strict=True):
            centre[index] = at - middle
    last = len(layering.rows) - 1
    for turn in range(ROUNDS * 2):
        down = turn % 2 == 0
        neighbours = layering.above if down else layering.below
        for level in range(last + 1) if down else range(last, -1, -1):
            row = layering.rows[level]
            wanted = [_mean(neighbours[i], centre, weights, centre[i]) for i in row]
            placed = _nearest(wanted, [weights[i] for i in row], offsets[level])
            for index, at in zip(row, placed, strict=True):
                centre[index] = at
    return [
        math.floor((c - size / 2) / grid + 0.5) * grid
        for c, size in zip(centre, sizes, strict=True)
    ]


def _offsets(row: list[int], sizes: list[float], gap: float, grid: float) -> list[float]:
    """Least distance of every centre from the row's first, whole steps of the grid."""
    result = [0.0]
    for left, right in zip(row, row[1:], strict=False):
        step = (sizes[left] + sizes[right]) / 2 + gap
        result.append(result[-1] + math.ceil(step / grid) * grid)
    return result


def _mean(
    indices: list[int], centre: list[float], weights: list[float], otherwise: float
) -> float:
    """The neighbours' middle, weighed as where they push one another aside.

    With other weights a row of residual blocks would drift aside, block by block.
    """
    if not indices:
        return otherwise
    total = sum(weights[i] for i in indices)
    return sum(weights[i] * centre[i] for i in indices) / total


def _nearest(wanted: list[float], weights: list[float], offsets: list[float]) -> list[float]:
    """Positions nearest the wanted ones (least squares) that keep the offsets' distances.

    Taking the offsets away turns "at least so far apart" into "not decreasing",
    which pooling adjacent violators solves exactly in one pass.
    """
    blocks: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, total, size = want - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            before, heavy, many = blocks.pop()
            mean = (mean * total + before * heavy) / (total + heavy)
            total, size = total + heavy, size + many
        blocks.append((mean, total, size))
    means = [mean for mean, _, size in blocks for _ in range(size)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
