"""Cases of the layers every network is made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real, whole
from tests.layer_cases.drawing import (
    ACTIVATIONS,
    either_format,
    kernel_and_bias,
    layer_arguments,
    of_weights,
    yes_or_no,
)
from tests.layer_cases.pooling import whole as whole_image
from tests.layer_cases.pooling import windowed

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
NOT_RUN = {"Placeholder": "it stands for what does not exist here; see test_placeholders"}
INSIDE = {"LSTMCell": "LSTM"}


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
            **kernel_and_bias(r),
            "units": int(r.integers(1, 6)),
            **({} if r.random() < 0.8 else {"lora_rank": 2, "kernel_constraint": None}),
        },
        [pick(r, (5,), (3, 5), (1, 5), (2, 3, 5))],
    ),
    "Activation": lambda r: (
        {**layer_arguments(r), "activation": pick(r, *ACTIVATIONS)},
        [pick(r, (4, 5), (1,), (6,))],
    ),
    "Embedding": lambda r: (
        {
            **layer_arguments(r),
            **of_weights(r, "embeddings"),
            **yes_or_no(r, "mask_zero"),
            "input_dim": 9,
            "output_dim": int(r.integers(1, 5)),
            **({} if r.random() < 0.8 else {"lora_rank": 2, "embeddings_constraint": None}),
        },
        [pick(r, ("int", 9, 6), ("int", 9, 3, 2), ("int", 9, 1))],
    ),
    "Flatten": lambda r: (
        {**layer_arguments(r), **either_format(r)},
        [pick(r, (3,), (3, 2), (2, 3, 2), (1, 1))],
    ),
    "Reshape": lambda r: (
        {
            **layer_arguments(r),
            "target_shape": pick(r, (-1,), (4, -1), [2, 2, 3], (12,), (1, -1, 3), (12, 1)),
        },
        [(6, 2)],
    ),
    "MaxPooling1D": lambda r: windowed(r, (9, 3)),
    "AveragePooling1D": lambda r: windowed(r, (9, 3)),
    "MaxPooling2D": lambda r: windowed(r, (7, 6, 3)),
    "AveragePooling2D": lambda r: windowed(r, (7, 6, 3)),
    "GlobalAveragePooling2D": lambda r: whole_image(r, (5, 6, 3)),
    "GlobalMaxPooling2D": lambda r: whole_image(r, (5, 6, 3)),
    "LSTM": lambda r: (lstm(r), [(6, 3)]),
    "Dropout": lambda r: ({"rate": 0.0}, [(5,)]),
}
