"""Cases of layers that keep numbers in a range."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real
from tests.layer_cases.drawing import layer_arguments, of_weights, sometimes, yes_or_no

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
        **layer_arguments(r),
        **of_weights(r, "gamma", "beta"),
        **yes_or_no(r, "center"),
        **yes_or_no(r, "scale"),
        **sometimes(r, 0.5, "epsilon", 1e-3, 0.05),
    }


def by_batch(r: np.random.Generator) -> dict[str, Any]:
    config = {
        **switches(r),
        **sometimes(r, 0.5, "axis", -1, 1, 2, -2),
        **sometimes(r, 0.7, "momentum", 0.8, 0.0, 1.0),
    }
    if r.random() < 0.3:
        bounds = {"rmax": 1.2, "rmin": 0.8, "dmax": 0.3}
        config |= {"renorm": True, "renorm_momentum": 0.7}
        config |= sometimes(r, 0.6, "renorm_clipping", bounds, {"rmax": 2.0}, {})
    return config


def grouped(r: np.random.Generator) -> tuple[dict[str, Any], list[Any]]:
    channels, groups, axis = 6, pick(r, 1, 2, 3, 6, -1), pick(r, 1, 2, 3, -1, -2)
    shape = [4, 3, 5]
    shape[axis - 1 if axis > 0 else axis] = channels
    return {**switches(r), "groups": groups, "axis": axis}, [tuple(shape)]


DRAWN: Draws = {
    "BatchNormalization": lambda r: (by_batch(r), [(4, 5)]),
    "LayerNormalization": lambda r: (
        {**switches(r), **sometimes(r, 0.7, "axis", -1, 1, [1, 2], [-1, 1], (-2, -1), [-2])},
        [pick(r, (4, 5), (3, 4, 2))],
    ),
    "GroupNormalization": grouped,
    "RMSNormalization": lambda r: (
        {
            **layer_arguments(r),
            **sometimes(r, 0.7, "axis", -1, [1, 2], (-1,), 2),
            **sometimes(r, 0.5, "epsilon", 1e-3, 0.05),
        },
        [(4, 5)],
    ),
    "UnitNormalization": lambda r: (
        {**layer_arguments(r), **sometimes(r, 0.7, "axis", -1, 1, [1, 2], [-1])},
        [(4, 5)],
    ),
    # Where the kernel is trained, Keras on JAX forgets the division by sigma after each step.
    "SpectralNormalization": lambda r: (
        {
            "layer": frozen(pick(r, DENSE, CONV)),
            "power_iterations": int(r.integers(1, 4)),
        },
        [(3, 4, 2)],
    ),
}
