"""Cases of the layers that read sequences step by step (the LSTM's are among the basic ones)."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, Inner, pick, real

CASES: Cases = {
    "SimpleRNN": [
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
    "GRU": [
        ({"units": 3}, [real(4, 6, 2)]),
        (
            {"units": 3, "return_sequences": True, "go_backwards": True, "dropout": 0.2, "seed": 1},
            [real(4, 6, 2)],
        ),
        ({"units": 2, "reset_after": False, "use_bias": False}, [real(4, 6, 2)]),
        (
            {"units": 3, "recurrent_dropout": 0.3, "reset_after": False, "seed": 1},
            [real(4, 6, 2)],
        ),
    ],
    "RNN": [
        ({"cell": Inner("GRUCell", {"units": 3, "dropout": 0.2, "seed": 1})}, [real(4, 6, 2)]),
        (
            {
                "cell": [Inner("LSTMCell", {"units": 3}), Inner("SimpleRNNCell", {"units": 2})],
                "return_sequences": True,
            },
            [real(4, 6, 2)],
        ),
    ],
    "Bidirectional": [
        ({"layer": Inner("GRU", {"units": 3})}, [real(4, 6, 2)]),
        (
            {
                "layer": Inner("LSTM", {"units": 3, "return_sequences": True}),
                "merge_mode": "mul",
            },
            [real(4, 6, 2)],
        ),
        (
            {
                "layer": Inner("LSTM", {"units": 3}),
                "backward_layer": Inner(
                    "SimpleRNN", {"units": 2, "go_backwards": True, "name": "other"}
                ),
            },
            [real(4, 6, 2)],
        ),
    ],
    "TimeDistributed": [
        ({"layer": Inner("Dense", {"units": 3, "activation": "relu"})}, [real(4, 6, 2)]),
        ({"layer": Inner("Conv2D", {"filters": 3, "kernel_size": 2})}, [real(4, 3, 5, 4, 2)]),
        ({"layer": Inner("BatchNormalization", {"momentum": 0.5})}, [real(4, 3, 2)]),
    ],
    "ConvLSTM1D": [
        ({"filters": 2, "kernel_size": 2, "strides": 2}, [real(4, 3, 6, 2)]),
        (
            {"filters": 2, "kernel_size": 2, "dropout": 0.2, "recurrent_dropout": 0.3, "seed": 1},
            [real(4, 3, 6, 2)],
        ),
    ],
    "ConvLSTM2D": [
        (
            {"filters": 2, "kernel_size": (2, 3), "padding": "same", "return_sequences": True},
            [real(4, 3, 5, 4, 2)],
        ),
        (
            {"filters": 2, "kernel_size": 2, "data_format": "channels_first", "dropout": 0.1},
            [real(4, 3, 2, 5, 4)],
        ),
    ],
    "ConvLSTM3D": [({"filters": 2, "kernel_size": 2}, [real(4, 2, 3, 4, 3, 2)])],
    "Masking": [({"mask_value": 0.5}, [real(4, 6, 2)])],
}

#: Layers that only live inside another one, which has the case.
INSIDE = {"SimpleRNNCell": "SimpleRNN", "GRUCell": "GRU", "StackedRNNCells": "RNN"}


def sequence(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "return_sequences": bool(rng.integers(2)),
        "go_backwards": bool(rng.integers(2)),
    }


def plain(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "units": int(rng.integers(1, 20)),
        "activation": pick(rng, "tanh", "relu", "softsign", None),
        "use_bias": bool(rng.integers(2)),
        **sequence(rng),
    }


def gru(rng: np.random.Generator) -> dict[str, Any]:
    return {
        **plain(rng),
        "activation": pick(rng, "tanh", "tanh", "softsign"),
        "recurrent_activation": pick(rng, "sigmoid", "sigmoid", "hard_sigmoid"),
        "reset_after": bool(rng.integers(2)),
    }


def cells(rng: np.random.Generator) -> Any:
    one = pick(
        rng,
        Inner("LSTMCell", {"units": 3, "unit_forget_bias": False}),
        Inner("GRUCell", {"units": 2, "reset_after": bool(rng.integers(2))}),
        Inner("SimpleRNNCell", {"units": 3, "use_bias": False}),
    )
    return pick(rng, one, [one, Inner("GRUCell", {"units": 4}), Inner("LSTMCell", {"units": 2})])


def both_ways(rng: np.random.Generator) -> dict[str, Any]:
    config = {"units": 3, "return_sequences": bool(rng.integers(2))}
    return {
        "layer": Inner(pick(rng, "LSTM", "GRU", "SimpleRNN"), config),
        "merge_mode": pick(rng, "concat", "sum", "mul", "ave"),
    }


def distributed(rng: np.random.Generator) -> tuple[dict[str, Any], list[Any]]:
    inner, shape = pick(
        rng,
        (Inner("Dense", {"units": 3, "activation": "tanh"}), (4, 5)),
        (Inner("Conv1D", {"filters": 2, "kernel_size": 2}), (3, 5, 2)),
        (Inner("LSTM", {"units": 2}), (3, 4, 2)),
        (Inner("Flatten", {}), (3, 4, 2)),
    )
    return {"layer": inner}, [shape]


def conv(rng: np.random.Generator) -> dict[str, Any]:
    moved = pick(rng, "strides", "dilation_rate", None)
    config = {
        "filters": int(rng.integers(1, 4)),
        "kernel_size": int(rng.integers(1, 3)),
        "padding": pick(rng, "valid", "same"),
        "use_bias": bool(rng.integers(2)),
        "recurrent_activation": pick(rng, "sigmoid", "hard_sigmoid"),
        **sequence(rng),
    }
    return {**config, moved: 2} if moved else config


DRAWN: Draws = {
    "SimpleRNN": lambda r: (plain(r), [(6, 3)]),
    "GRU": lambda r: (gru(r), [(6, 3)]),
    "RNN": lambda r: ({"cell": cells(r), **sequence(r)}, [(5, 3)]),
    "Bidirectional": lambda r: (both_ways(r), [(5, 3)]),
    "TimeDistributed": distributed,
    "ConvLSTM1D": lambda r: (conv(r), [(3, 6, 2)]),
    "ConvLSTM2D": lambda r: (conv(r), [(3, 5, 4, 2)]),
    "ConvLSTM3D": lambda r: (conv(r), [(2, 4, 3, 4, 2)]),
    "Masking": lambda r: ({"mask_value": 0.0}, [(4, 3)]),
}
