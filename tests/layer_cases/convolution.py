"""Cases of the convolutions beyond the basic ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real

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


def turned(config: dict[str, Any], shape: tuple[int, ...]) -> tuple[dict[str, Any], list[Any]]:
    """The shape (..., channels) as the configuration's data format wants it."""
    if config["data_format"] == "channels_first":
        shape = (shape[-1], *shape[:-1])
    return config, [shape]


def common(rng: np.random.Generator) -> dict[str, Any]:
    """Arguments that all convolutions take; strides and dilation exclude each other."""
    moved = pick(rng, "strides", "dilation_rate", None)
    config = {
        "kernel_size": int(rng.integers(1, 4)),
        "padding": pick(rng, "valid", "same"),
        "use_bias": bool(rng.integers(2)),
        "activation": pick(rng, None, "relu", "tanh", "sigmoid", "elu"),
        "data_format": pick(rng, "channels_last", "channels_first"),
    }
    return {**config, moved: 2} if moved else config


def conv3d(rng: np.random.Generator) -> tuple[dict[str, Any], list[Any]]:
    groups = pick(rng, 1, 2)
    filters = int(rng.integers(1, 4)) * groups
    return turned({**common(rng), "filters": filters, "groups": groups}, (5, 6, 5, 4))


def transposed(
    rng: np.random.Generator, shape: tuple[int, ...]
) -> tuple[dict[str, Any], list[Any]]:
    config = {**common(rng), "filters": int(rng.integers(1, 4))}
    if "dilation_rate" not in config:
        config["strides"] = int(rng.integers(1, 4))
        config["output_padding"] = pick(rng, None, int(rng.integers(config["strides"])))
    return turned(config, shape)


def depthwise(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[dict[str, Any], list[Any]]:
    return turned({**common(rng), "depth_multiplier": int(rng.integers(1, 4))}, shape)


def separable(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[dict[str, Any], list[Any]]:
    config = {**common(rng), "filters": int(rng.integers(1, 5))}
    return turned({**config, "depth_multiplier": int(rng.integers(1, 3))}, shape)


DRAWN: Draws = {
    "Conv3D": conv3d,
    "Conv1DTranspose": lambda r: transposed(r, (5, 3)),
    "Conv2DTranspose": lambda r: transposed(r, (4, 5, 3)),
    "Conv3DTranspose": lambda r: transposed(r, (3, 4, 3, 2)),
    "DepthwiseConv1D": lambda r: depthwise(r, (9, 3)),
    "DepthwiseConv2D": lambda r: depthwise(r, (8, 7, 3)),
    "SeparableConv1D": lambda r: separable(r, (9, 3)),
    "SeparableConv2D": lambda r: separable(r, (8, 7, 3)),
}
