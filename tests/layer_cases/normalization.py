"""Cases of layers that keep numbers in a range."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real

DENSE = {
    "module": "keras.layers",
    "class_name": "Dense",
    "config": {"units": 3, "name": "inner"},
    "registered_name": None,
}
CONV = {
    "module": "keras.layers",
    "class_name": "Conv2D",
    "config": {"filters": 3, "kernel_size": [2, 2], "name": "inner"},
    "registered_name": None,
}

CASES: Cases = {
    "LayerNormalization": [
        ({"rms_scaling": True}, [real(4, 5)]),
        ({}, [real(4, 5)]),
        ({"axis": [1, 2], "scale": False}, [real(4, 3, 5)]),
        ({"axis": 1, "center": False, "epsilon": 0.1}, [real(4, 3, 5)]),
    ],
    "GroupNormalization": [
        ({"groups": 2}, [real(4, 3, 6)]),
        ({"groups": -1, "axis": 1}, [real(4, 4, 3, 5)]),
    ],
    "RMSNormalization": [({}, [real(4, 5)]), ({"axis": [1, 2]}, [real(4, 3, 5)])],
    "UnitNormalization": [({}, [real(4, 5)]), ({"axis": [1, 2]}, [real(4, 3, 5)])],
    "SpectralNormalization": [
        ({"layer": DENSE}, [real(4, 5)]),
        ({"layer": CONV, "power_iterations": 2}, [real(4, 3, 4, 2)]),
    ],
}


def frozen(layer: dict[str, Any]) -> dict[str, Any]:
    return {**layer, "config": {**layer["config"], "trainable": False}}


def switches(r: np.random.Generator) -> dict[str, Any]:
    return {
        "center": bool(r.integers(2)),
        "scale": bool(r.integers(2)),
        "epsilon": pick(r, 1e-3, 0.05),
        "gamma_regularizer": pick(r, None, "l2"),
    }


DRAWN: Draws = {
    "LayerNormalization": lambda r: (
        {**switches(r), "axis": pick(r, -1, 1, [1, 2], [-1, 1])},
        [(4, 4)],
    ),
    "GroupNormalization": lambda r: (
        {**switches(r), **pick(r, {"groups": 3}, {"groups": -1}, {"groups": 2, "axis": 1})},
        [(4, 3, 6)],
    ),
    "RMSNormalization": lambda r: ({"axis": pick(r, -1, [1, 2])}, [(4, 5)]),
    "UnitNormalization": lambda r: ({"axis": pick(r, -1, 1, [1, 2])}, [(4, 5)]),
    # Where the kernel is trained, Keras on JAX forgets the division by sigma after each step.
    "SpectralNormalization": lambda r: (
        {
            "layer": frozen(pick(r, DENSE, CONV)),
            "power_iterations": int(r.integers(1, 4)),
        },
        [(3, 4, 2)],
    ),
}
