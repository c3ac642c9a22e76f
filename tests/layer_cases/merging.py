"""Cases of layers that bring tensors together."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real
from tests.layer_cases.drawing import layer_arguments

CASES: Cases = {
    "Average": [({}, [real(4, 5), real(4, 5), real(4, 5)])],
    "Maximum": [({}, [real(4, 3, 5), real(4, 5)])],
    "Minimum": [({}, [real(4, 5), real(4, 5)])],
    "Dot": [
        ({"axes": 1}, [real(4, 5), real(4, 5)]),
        ({"axes": [1, 2], "normalize": True}, [real(4, 3, 2), real(4, 5, 3)]),
    ],
}

Drawn = tuple[dict[str, Any], list[Any]]


def spread(rng: np.random.Generator, count: int) -> Drawn:
    """Inputs whose sizes meet: some axes of size 1, some inputs with an axis less."""
    shapes = [pick(rng, (3, 4), (3, 4), (1, 4), (3, 1), (4,)) for _ in range(count)]
    return layer_arguments(rng), shapes


def several(rng: np.random.Generator) -> Drawn:
    return spread(rng, int(rng.integers(2, 5)))


def joined(rng: np.random.Generator) -> Drawn:
    axis = pick(rng, 1, 2, -1, -2)
    sizes = [[3, 4, 2] for _ in range(int(rng.integers(2, 4)))]
    for shape in sizes:
        shape[axis - 1 if axis > 0 else axis] = int(rng.integers(1, 5))
    return {**layer_arguments(rng), "axis": axis}, [tuple(s) for s in sizes]


def dotted(rng: np.random.Generator) -> Drawn:
    """Two inputs of any ranks with axes of one size somewhere."""
    shapes = [[int(n) for n in rng.integers(1, 5, rng.integers(1, 4))] for _ in range(2)]
    axes = [int(rng.integers(len(shape))) for shape in shapes]
    for shape, axis in zip(shapes, axes, strict=True):
        shape[axis] = 3
    given = [
        pick(rng, axis + 1, axis - len(shape)) for shape, axis in zip(shapes, axes, strict=True)
    ]
    config = {
        **layer_arguments(rng),
        "axes": given[0] if given[0] == given[1] else pick(rng, given, tuple(given)),
        "normalize": bool(rng.integers(2)),
    }
    return config, [tuple(s) for s in shapes]


DRAWN: Draws = {
    "Add": several,
    "Subtract": lambda r: spread(r, 2),
    "Multiply": several,
    "Average": several,
    "Maximum": several,
    "Minimum": several,
    "Concatenate": joined,
    "Dot": dotted,
}
