"""Cases of the convolutions beyond the basic ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real
from tests.layer_cases.drawing import either_format, kernel_and_bias, sizes, sometimes, turned

Drawn = tuple[dict[str, Any], list[Any]]

CASES: Cases = {
    "Conv3D": [
        ({"filters": 3, "kernel_size": (2, 3, 2), "padding": "same"}, [real(4, 4, 5, 4, 2)]),
        (
            {"filters": 4, "kernel_size": 2, "strides": 2, "groups": 2, "activation": "relu"},
            [real(4, 4, 5, 4, 2)],
        ),
        (
            {"filters": 2, "kernel_size": 2, "data_format": "channels_first"},
            [real(4, 2, 3, 4, 5)],
        ),
    ],
    "LocallyConnected1D": [
        ({"filters": 3, "kernel_size": 2, "strides": 2, "activation": "tanh"}, [real(4, 7, 2)]),
        ({"filters": 2, "kernel_size": 3, "data_format": "channels_first"}, [real(4, 2, 5)]),
    ],
    "LocallyConnected2D": [
        ({"filters": 2, "kernel_size": (2, 3), "strides": (2, 1)}, [real(4, 5, 4, 2)]),
    ],
    "Conv1DTranspose": [
        ({"filters": 3, "kernel_size": 3, "strides": 2, "padding": "same"}, [real(4, 5, 2)]),
        (
            {"filters": 2, "kernel_size": 3, "dilation_rate": 2, "data_format": "channels_first"},
            [real(4, 2, 5)],
        ),
    ],
    "Conv2DTranspose": [
        (
            {"filters": 3, "kernel_size": (2, 3), "strides": (2, 3), "output_padding": (1, 2)},
            [real(4, 3, 4, 2)],
        ),
        (
            {"filters": 3, "kernel_size": 3, "padding": "same", "activation": "tanh"},
            [real(4, 3, 4, 2)],
        ),
    ],
    "Conv3DTranspose": [
        ({"filters": 2, "kernel_size": 3, "strides": (2, 1, 2)}, [real(4, 2, 3, 2, 2)]),
        (
            {"filters": 2, "kernel_size": 2, "padding": "same", "data_format": "channels_first"},
            [real(4, 2, 3, 2, 2)],
        ),
    ],
    "DepthwiseConv1D": [
        ({"kernel_size": 3, "depth_multiplier": 2, "activation": "relu"}, [real(4, 6, 3)]),
        ({"kernel_size": 2, "strides": 2, "data_format": "channels_first"}, [real(4, 3, 6)]),
    ],
    "DepthwiseConv2D": [
        ({"kernel_size": 3, "padding": "same", "strides": 2}, [real(4, 6, 5, 3)]),
        (
            {"kernel_size": (2, 3), "dilation_rate": 2, "depth_multiplier": 2, "use_bias": False},
            [real(4, 6, 7, 3)],
        ),
    ],
    "SeparableConv1D": [
        ({"filters": 4, "kernel_size": 3, "padding": "same", "strides": 2}, [real(4, 6, 3)]),
    ],
    "SeparableConv2D": [
        (
            {"filters": 4, "kernel_size": 3, "depth_multiplier": 2, "activation": "relu"},
            [real(4, 6, 5, 3)],
        ),
        (
            {
                "filters": 2,
                "kernel_size": 2,
                "depthwise_regularizer": "l2",
                "pointwise_constraint": "unit_norm",
            },
            [real(4, 4, 5, 3)],
        ),
    ],
}


def common(rng: np.random.Generator, rank: int, *kernels: str) -> dict[str, Any]:
    """Arguments that all convolutions take; strides and dilation exclude each other."""
    config = {
        **kernel_and_bias(rng, *kernels),
        **either_format(rng),
        "kernel_size": sizes(rng, rank, 1, 4),
        "padding": pick(rng, "valid", "same"),
    }
    moved = pick(rng, "strides", "dilation_rate", None)
    return {**config, moved: sizes(rng, rank, 1, 3)} if moved else config


def conv(rng: np.random.Generator, shape: tuple[int, ...]) -> Drawn:
    rank, groups = len(shape) - 1, pick(rng, 1, 2, 4)
    config = {**common(rng, rank), "filters": int(rng.integers(1, 4)) * groups, "groups": groups}
    if rank == 1:
        config |= sometimes(rng, 0.3, "padding", "causal")
    return turned(config, shape)


def transposed(rng: np.random.Generator, shape: tuple[int, ...]) -> Drawn:
    rank = len(shape) - 1
    config = {**common(rng, rank), "filters": int(rng.integers(1, 4))}
    if "dilation_rate" not in config:
        strides = [int(rng.integers(1, 4)) for _ in range(rank)]
        config["strides"] = pick(rng, strides, tuple(strides))
        extra = tuple(int(rng.integers(stride)) for stride in strides)
        config["output_padding"] = pick(rng, None, extra, min(extra))
    return turned(config, shape)


def depthwise(rng: np.random.Generator, shape: tuple[int, ...], *kernels: str) -> Drawn:
    config = common(rng, len(shape) - 1, "depthwise", *kernels)
    if "strides" in config:  # Keras takes one number for all axes here
        config["strides"] = int(rng.integers(1, 4))
    return turned({**config, "depth_multiplier": int(rng.integers(1, 4))}, shape)


def separable(rng: np.random.Generator, shape: tuple[int, ...]) -> Drawn:
    config, shapes = depthwise(rng, shape, "pointwise")
    return {**config, "filters": int(rng.integers(1, 5))}, shapes


DRAWN: Draws = {
    "Conv1D": lambda r: conv(r, (11, 4)),
    "Conv2D": lambda r: conv(r, (8, 7, 4)),
    "Conv3D": lambda r: conv(r, (5, 6, 5, 4)),
    "Conv1DTranspose": lambda r: transposed(r, (5, 3)),
    "Conv2DTranspose": lambda r: transposed(r, (4, 5, 3)),
    "Conv3DTranspose": lambda r: transposed(r, (3, 4, 3, 2)),
    "DepthwiseConv1D": lambda r: depthwise(r, (9, 3)),
    "DepthwiseConv2D": lambda r: depthwise(r, (8, 7, 3)),
    "SeparableConv1D": lambda r: separable(r, (9, 3)),
    "SeparableConv2D": lambda r: separable(r, (8, 7, 3)),
}

NOT_IN_KERAS = dict.fromkeys(
    ("LocallyConnected1D", "LocallyConnected2D"), "Keras 3 dropped them; see test_locally_connected"
)
