"""Cases of padding, cropping and upsampling."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real
from tests.layer_cases.drawing import either_format, layer_arguments, sizes, turned

FIRST = "channels_first"

CASES: Cases = {
    "ZeroPadding1D": [
        ({"padding": (2, 1)}, [real(4, 5, 2)]),
        ({"padding": 2, "data_format": FIRST}, [real(4, 2, 5)]),
    ],
    "ZeroPadding2D": [
        ({}, [real(4, 3, 4, 2)]),
        ({"padding": (2, 1)}, [real(4, 3, 4, 2)]),
        ({"padding": ((2, 1), (0, 3)), "data_format": FIRST}, [real(4, 2, 3, 4)]),
    ],
    "ZeroPadding3D": [
        ({"padding": (2, 1, 0)}, [real(4, 3, 2, 4, 2)]),
        ({"padding": ((2, 1), (0, 3), (1, 1))}, [real(4, 3, 2, 4, 2)]),
    ],
    "Cropping1D": [({"cropping": (2, 1)}, [real(4, 5, 2)]), ({}, [real(4, 5, 2)])],
    "Cropping2D": [
        ({"cropping": 1}, [real(4, 5, 4, 2)]),
        ({"cropping": ((2, 0), (0, 3)), "data_format": FIRST}, [real(4, 2, 3, 4)]),
    ],
    "Cropping3D": [({}, [real(4, 5, 4, 3, 2)]), ({"cropping": (2, 1, 0)}, [real(4, 5, 4, 3, 2)])],
    "UpSampling1D": [({"size": 3}, [real(4, 5, 2)])],
    "UpSampling2D": [
        ({"size": (2, 3)}, [real(4, 3, 4, 2)]),
        ({"interpolation": "bilinear", "data_format": FIRST}, [real(4, 2, 3, 4)]),
    ],
    "UpSampling3D": [({"size": (2, 1, 3)}, [real(4, 3, 2, 4, 2)])],
}

Drawn = tuple[dict[str, Any], list[Any]]


def number(rng: np.random.Generator) -> int:
    return int(rng.integers(3))


def sides(rng: np.random.Generator, axes: int) -> Any:
    """One of the forms in which sizes of both ends of each axis are given."""
    form = rng.integers(3)
    if form == 0:
        return number(rng)
    if form == 1:
        return tuple(number(rng) for _ in range(axes))
    return tuple((number(rng), number(rng)) for _ in range(axes))


def framed(rng: np.random.Generator, name: str, shape: tuple[int, ...]) -> Drawn:
    config = {
        **layer_arguments(rng),
        **either_format(rng),
        name: sides(rng, len(shape) - 1),
    }
    return turned(config, shape)


def upsampled(rng: np.random.Generator, shape: tuple[int, ...]) -> Drawn:
    size = sizes(rng, len(shape) - 1, 1, 4)
    return turned({**layer_arguments(rng), **either_format(rng), "size": size}, shape)


def interpolated(rng: np.random.Generator) -> Drawn:
    config, shapes = upsampled(rng, (4, 5, 2))
    method = pick(rng, "nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
    return {**config, "interpolation": method}, shapes


DRAWN: Draws = {
    "ZeroPadding1D": lambda r: turned(
        {
            "padding": pick(r, number(r), (number(r), number(r))),
            "data_format": pick(r, "channels_last", FIRST),
        },
        (5, 3),
    ),
    "ZeroPadding2D": lambda r: framed(r, "padding", (4, 5, 3)),
    "ZeroPadding3D": lambda r: framed(r, "padding", (3, 4, 5, 2)),
    "Cropping1D": lambda r: ({"cropping": pick(r, number(r), (number(r), number(r)))}, [(6, 3)]),
    "Cropping2D": lambda r: framed(r, "cropping", (6, 5, 3)),
    "Cropping3D": lambda r: framed(r, "cropping", (5, 6, 5, 2)),
    "UpSampling1D": lambda r: ({"size": int(r.integers(1, 4))}, [(5, 3)]),
    "UpSampling2D": interpolated,
    "UpSampling3D": lambda r: upsampled(r, (3, 2, 4, 2)),
}
