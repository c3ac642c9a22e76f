"""Cases of poolings beyond the basic ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real
from tests.layer_cases.drawing import either_format, layer_arguments, sizes, sometimes, turned

FIRST = "channels_first"

CASES: Cases = {
    "MaxPooling3D": [
        ({"pool_size": (2, 3, 2), "padding": "same"}, [real(4, 3, 4, 5, 2)]),
        ({"strides": (1, 2, 1), "data_format": FIRST}, [real(4, 2, 3, 4, 3)]),
    ],
    "AveragePooling3D": [
        ({"pool_size": (2, 3, 2), "padding": "same"}, [real(4, 3, 4, 5, 2)]),
        ({"strides": (1, 2, 1), "data_format": FIRST}, [real(4, 2, 3, 4, 3)]),
    ],
    "GlobalAveragePooling1D": [
        ({}, [real(4, 5, 2)]),
        ({"keepdims": True, "data_format": FIRST}, [real(4, 2, 5)]),
    ],
    "GlobalAveragePooling3D": [({"keepdims": True}, [real(4, 3, 2, 4, 2)])],
    "GlobalMaxPooling1D": [({"keepdims": True}, [real(4, 5, 2)])],
    "GlobalMaxPooling3D": [({"data_format": FIRST}, [real(4, 2, 3, 2, 4)])],
    "AdaptiveAveragePooling1D": [({"output_size": 3}, [real(4, 7, 2)])],
    "AdaptiveAveragePooling2D": [
        ({"output_size": (2, 3)}, [real(4, 5, 7, 2)]),
        ({"output_size": 2, "data_format": FIRST}, [real(4, 2, 5, 4)]),
    ],
    "AdaptiveAveragePooling3D": [({"output_size": 2}, [real(4, 3, 4, 5, 2)])],
    "AdaptiveMaxPooling1D": [({"output_size": 3, "data_format": FIRST}, [real(4, 2, 7)])],
    "AdaptiveMaxPooling2D": [({"output_size": (2, 3)}, [real(4, 5, 7, 2)])],
    "AdaptiveMaxPooling3D": [({"output_size": 2}, [real(4, 3, 4, 5, 2)])],
}

Drawn = tuple[dict[str, Any], list[Any]]


def windowed(rng: np.random.Generator, shape: tuple[int, ...]) -> Drawn:
    rank = len(shape) - 1
    config = {
        **layer_arguments(rng),
        **either_format(rng),
        **sometimes(rng, 0.7, "strides", None, sizes(rng, rank, 1, 4)),
        "pool_size": sizes(rng, rank, 1, 4),
        "padding": pick(rng, "valid", "same"),
    }
    return turned(config, shape)


def whole(rng: np.random.Generator, shape: tuple[int, ...]) -> Drawn:
    config = {
        **layer_arguments(rng),
        **either_format(rng),
        **sometimes(rng, 0.6, "keepdims", True, False),
    }
    return turned(config, shape)


def adaptive(rng: np.random.Generator, shape: tuple[int, ...]) -> Drawn:
    config = {
        **layer_arguments(rng),
        **either_format(rng),
        "output_size": sizes(rng, len(shape) - 1, 1, 5),
    }
    return turned(config, shape)


DRAWN: Draws = {
    "MaxPooling3D": lambda r: windowed(r, (5, 4, 6, 3)),
    "AveragePooling3D": lambda r: windowed(r, (5, 4, 6, 3)),
    "GlobalAveragePooling1D": lambda r: whole(r, (6, 3)),
    "GlobalAveragePooling3D": lambda r: whole(r, (3, 4, 2, 3)),
    "GlobalMaxPooling1D": lambda r: whole(r, (6, 3)),
    "GlobalMaxPooling3D": lambda r: whole(r, (3, 4, 2, 3)),
    "AdaptiveAveragePooling1D": lambda r: adaptive(r, (7, 3)),
    "AdaptiveAveragePooling2D": lambda r: adaptive(r, (7, 5, 3)),
    "AdaptiveAveragePooling3D": lambda r: adaptive(r, (4, 7, 5, 2)),
    "AdaptiveMaxPooling1D": lambda r: adaptive(r, (7, 3)),
    "AdaptiveMaxPooling2D": lambda r: adaptive(r, (7, 5, 3)),
    "AdaptiveMaxPooling3D": lambda r: adaptive(r, (4, 7, 5, 2)),
}
