"""Arguments that many layers share, drawn in every form Keras takes them in."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import pick

ACTIVATIONS = (
    None, "linear", "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "silu", "swish",
    "mish", "softplus", "softsign", "softmax", "log_softmax", "sigmoid", "log_sigmoid", "tanh",
    "tanh_shrink", "hard_tanh", "hard_sigmoid", "hard_silu", "hard_swish", "soft_shrink",
    "hard_shrink", "squareplus", "sparse_plus", "sparse_sigmoid", "exponential",
)  # fmt: skip
INITIALIZERS = (
    "glorot_normal",
    "HeUniform",
    "zeros",
    {"class_name": "RandomNormal", "config": {"mean": 0.1, "stddev": 0.2, "seed": 3}},
    {"class_name": "VarianceScaling", "config": {"mode": "fan_avg", "distribution": "uniform"}},
)
REGULARIZERS = (
    "l1",
    "l2",
    "L1L2",
    {"class_name": "L1L2", "config": {"l1": 0.01, "l2": 0.02}},
)
CONSTRAINTS = (
    "non_neg",
    "UnitNorm",
    {"class_name": "MaxNorm", "config": {"max_value": 0.4, "axis": 0}},
    {"class_name": "MinMaxNorm", "config": {"min_value": 0.2, "max_value": 0.5, "rate": 0.6}},
)


def sometimes(rng: np.random.Generator, share: float, name: str, *options: Any) -> dict[str, Any]:
    """An argument with one of the options in a share of the draws, otherwise left out."""
    return {name: pick(rng, *options)} if rng.random() < share else {}


def yes_or_no(rng: np.random.Generator, name: str) -> dict[str, Any]:
    return sometimes(rng, 0.5, name, True, False)


def layer_arguments(rng: np.random.Generator) -> dict[str, Any]:
    """What every layer of Keras takes."""
    return {
        **sometimes(rng, 0.15, "activity_regularizer", *REGULARIZERS),
        **sometimes(rng, 0.1, "trainable", False),
        **sometimes(rng, 0.1, "dtype", "float32"),
        **sometimes(rng, 0.1, "name", "mine"),
    }


def of_weights(rng: np.random.Generator, *names: str) -> dict[str, Any]:
    """Initializers, regularizers and constraints of weights."""
    config: dict[str, Any] = {}
    for name in names:
        config |= sometimes(rng, 0.2, f"{name}_initializer", *INITIALIZERS)
        config |= sometimes(rng, 0.3, f"{name}_regularizer", *REGULARIZERS)
        config |= sometimes(rng, 0.3, f"{name}_constraint", *CONSTRAINTS)
    return config


def kernel_and_bias(rng: np.random.Generator, *kernels: str) -> dict[str, Any]:
    """The arguments of a layer with kernels of these names, a bias and an activation."""
    return {
        **layer_arguments(rng),
        **of_weights(rng, *(kernels or ("kernel",)), "bias"),
        **yes_or_no(rng, "use_bias"),
        **sometimes(rng, 0.7, "activation", *ACTIVATIONS),
    }


def sizes(rng: np.random.Generator, rank: int, low: int, high: int) -> Any:
    """A number below ``high`` for all axes, or one for each, as a tuple or a list."""
    form = rng.integers(3)
    if form == 0:
        return int(rng.integers(low, high))
    each = [int(rng.integers(low, high)) for _ in range(rank)]
    return each if form == 1 else tuple(each)


def either_format(rng: np.random.Generator) -> dict[str, Any]:
    return {"data_format": pick(rng, "channels_last", "channels_first", None)}


def turned(config: dict[str, Any], shape: tuple[int, ...]) -> tuple[dict[str, Any], list[Any]]:
    """The shape (..., channels) as the configuration's data format wants it."""
    if config["data_format"] == "channels_first":
        shape = (shape[-1], *shape[:-1])
    return config, [shape]
