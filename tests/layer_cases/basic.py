"""Cases of the layers every network is made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real, whole
from tests.layer_cases.convolution import turned

CASES: Cases = {
    "InputLayer": [({"shape": (3,)}, [])],
    "Dense": [
        ({"units": 3}, [real(4, 5)]),
        ({"units": 2, "activation": "softmax", "use_bias": False}, [real(4, 3, 5)]),
        (
            {
                "units": 2,
                "kernel_regularizer": "l2",
                "kernel_constraint": "unit_norm",
                "activity_regularizer": "l1",
            },
            [real(4, 5)],
        ),
    ],
    "Activation": [({"activation": "tanh"}, [real(4, 5)])],
    "Embedding": [({"input_dim": 7, "output_dim": 3, "mask_zero": True}, [whole(7, 4, 6)])],
    "Flatten": [
        ({}, [real(4, 3, 2)]),
        ({"data_format": "channels_first"}, [real(4, 3, 2)]),
    ],
    "Reshape": [({"target_shape": (3, -1)}, [real(4, 6, 2)])],
    "Conv1D": [
        (
            {"filters": 3, "kernel_size": 3, "padding": "causal", "dilation_rate": 2},
            [real(4, 9, 2)],
        ),
        ({"filters": 4, "kernel_size": 2, "strides": 2, "groups": 2}, [real(4, 9, 2)]),
    ],
    "Conv2D": [
        ({"filters": 3, "kernel_size": 3, "padding": "same", "strides": 2}, [real(4, 7, 6, 2)]),
        (
            {"filters": 4, "kernel_size": (2, 3), "groups": 2, "activation": "relu"},
            [real(4, 7, 6, 2)],
        ),
        ({"filters": 2, "kernel_size": 3, "dilation_rate": 2}, [real(4, 7, 8, 2)]),
    ],
    "MaxPooling1D": [({"pool_size": 3, "strides": 2, "padding": "same"}, [real(4, 7, 2)])],
    "AveragePooling1D": [({"pool_size": 3, "strides": 2, "padding": "same"}, [real(4, 7, 2)])],
    "MaxPooling2D": [({"pool_size": (2, 3), "padding": "same"}, [real(4, 7, 6, 2)])],
    "AveragePooling2D": [({"pool_size": (2, 3), "padding": "same"}, [real(4, 7, 6, 2)])],
    "GlobalAveragePooling2D": [({"keepdims": True}, [real(4, 5, 6, 2)])],
    "GlobalMaxPooling2D": [({}, [real(4, 5, 6, 2)])],
    "BatchNormalization": [
        ({}, [real(4, 5)]),
        ({"axis": 1, "scale": False, "momentum": 0.9}, [real(4, 3, 5)]),
    ],
    "Dropout": [
        ({"rate": 0.4, "seed": 3}, [real(4, 5)]),
        ({"rate": 0.5, "noise_shape": (None, 1, 5), "seed": 3}, [real(4, 3, 5)]),
    ],
    "LSTM": [
        ({"units": 3}, [real(4, 6, 2)]),
        (
            {"units": 3, "return_sequences": True, "go_backwards": True, "dropout": 0.2, "seed": 1},
            [real(4, 6, 2)],
        ),
        (
            {"units": 3, "recurrent_dropout": 0.3, "activation": "softsign", "seed": 1},
            [real(4, 6, 2)],
        ),
    ],
    "Concatenate": [({"axis": 1}, [real(4, 3, 2), real(4, 2, 2)])],
    "Add": [({}, [real(4, 5), real(4, 5), real(4, 1)])],
    "Subtract": [({}, [real(4, 5), real(4, 5)])],
    "Multiply": [({}, [real(4, 5), real(4, 5)])],
}

#: Layers that only live inside another one, which has the case.
INSIDE = {"LSTMCell": "LSTM"}


def conv(rng: np.random.Generator, rank: int) -> dict[str, Any]:
    moved = pick(rng, "strides", "dilation_rate", None)
    groups = pick(rng, 1, 2)
    config = {
        **either_format(rng),
        "filters": int(rng.integers(1, 4)) * groups,
        "kernel_size": int(rng.integers(1, 4)),
        "padding": pick(rng, "valid", "same", *(["causal"] if rank == 1 else [])),
        "groups": groups,
        "use_bias": bool(rng.integers(2)),
        "activation": pick(rng, None, "relu", "tanh", "sigmoid", "softmax", "elu"),
    }
    return {**config, moved: 2} if moved else config


def either_format(rng: np.random.Generator) -> dict[str, Any]:
    return {"data_format": pick(rng, "channels_last", "channels_first")}


def whole_image(rng: np.random.Generator) -> dict[str, Any]:
    return {"keepdims": bool(rng.integers(2)), **either_format(rng)}


def pool(rng: np.random.Generator) -> dict[str, Any]:
    return {
        **either_format(rng),
        "pool_size": int(rng.integers(1, 4)),
        "strides": pick(rng, None, 1, 2, 3),
        "padding": pick(rng, "valid", "same"),
    }


def lstm(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "units": int(rng.integers(1, 6)),
        "activation": pick(rng, "tanh", "relu", "softsign"),
        "recurrent_activation": pick(rng, "sigmoid", "hard_sigmoid"),
        "use_bias": bool(rng.integers(2)),
        "return_sequences": bool(rng.integers(2)),
        "go_backwards": bool(rng.integers(2)),
        "unit_forget_bias": bool(rng.integers(2)),
    }


DRAWN: Draws = {
    "Dense": lambda r: (
        {
            "units": int(r.integers(1, 6)),
            "use_bias": bool(r.integers(2)),
            "activation": pick(r, None, "relu", "sigmoid", "softmax", "gelu", "selu", "softplus"),
            "kernel_regularizer": pick(r, None, "l1", "l2"),
        },
        [pick(r, (5,), (3, 5))],
    ),
    "Activation": lambda r: (
        {
            "activation": pick(
                r,
                "relu",
                "elu",
                "swish",
                "mish",
                "exponential",
                "softmax",
                "relu6",
                "leaky_relu",
                "log_softmax",
                "hard_sigmoid",
            )
        },
        [(4, 5)],
    ),
    "Embedding": lambda r: (
        {"input_dim": 9, "output_dim": int(r.integers(1, 5)), "mask_zero": bool(r.integers(2))},
        [("int", 9, 6)],
    ),
    "Flatten": lambda r: (either_format(r), [pick(r, (3,), (3, 2), (2, 3, 2))]),
    "Reshape": lambda r: ({"target_shape": pick(r, (-1,), (4, -1), (2, 2, 3))}, [(6, 2)]),
    "Conv1D": lambda r: turned(conv(r, 1), (11, 4)),
    "Conv2D": lambda r: turned(conv(r, 2), (8, 7, 4)),
    "MaxPooling1D": lambda r: turned(pool(r), (9, 3)),
    "AveragePooling1D": lambda r: turned(pool(r), (9, 3)),
    "MaxPooling2D": lambda r: turned(pool(r), (7, 6, 3)),
    "AveragePooling2D": lambda r: turned(pool(r), (7, 6, 3)),
    "GlobalAveragePooling2D": lambda r: turned(whole_image(r), (5, 6, 3)),
    "GlobalMaxPooling2D": lambda r: turned(whole_image(r), (5, 6, 3)),
    "BatchNormalization": lambda r: (
        {
            "axis": pick(r, -1, 1),
            "scale": bool(r.integers(2)),
            "center": bool(r.integers(2)),
            "momentum": 0.8,
        },
        [(4, 5)],
    ),
    "LSTM": lambda r: (lstm(r), [(6, 3)]),
    "Dropout": lambda r: ({"rate": 0.0}, [(5,)]),
    "Concatenate": lambda r: ({"axis": pick(r, 1, -1)}, [(3, 4), (3, 4)]),
    "Add": lambda r: ({}, [(3, 4), pick(r, (3, 4), (1, 4))]),
    "Subtract": lambda r: ({}, [(3, 4), (3, 4)]),
    "Multiply": lambda r: ({}, [(3, 4), pick(r, (3, 4), (3, 1))]),
}
