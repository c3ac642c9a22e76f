"""Random configurations of every layer against real Keras: outputs and one training step."""

from __future__ import annotations

from typing import Any

import keras as real
import numpy as np
import pytest

import engine
from engine import registry

DRAWS = 6


def pick(rng: np.random.Generator, *options: Any) -> Any:
    return options[rng.integers(len(options))]


def conv(rng: np.random.Generator, rank: int) -> dict[str, Any]:
    moved = pick(rng, "strides", "dilation_rate", None)
    groups = pick(rng, 1, 2)
    config = {
        "filters": int(rng.integers(1, 4)) * groups,
        "kernel_size": int(rng.integers(1, 4)),
        "padding": pick(rng, "valid", "same", *(["causal"] if rank == 1 else [])),
        "groups": groups,
        "use_bias": bool(rng.integers(2)),
        "activation": pick(rng, None, "relu", "tanh", "sigmoid", "softmax", "elu"),
    }
    return {**config, moved: 2} if moved else config


def pool(rng: np.random.Generator, rank: int) -> dict[str, Any]:
    return {
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


Draw = Any
#: Layer -> (configuration, sample shapes) from a random generator.
DRAWN: dict[str, Draw] = {
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
    "Flatten": lambda r: ({}, [pick(r, (3,), (3, 2), (2, 3, 2))]),
    "Reshape": lambda r: ({"target_shape": pick(r, (-1,), (4, -1), (2, 2, 3))}, [(6, 2)]),
    "Conv1D": lambda r: (conv(r, 1), [(11, 4)]),
    "Conv2D": lambda r: (conv(r, 2), [(8, 7, 4)]),
    "MaxPooling1D": lambda r: (pool(r, 1), [(9, 3)]),
    "AveragePooling1D": lambda r: (pool(r, 1), [(9, 3)]),
    "MaxPooling2D": lambda r: (pool(r, 2), [(7, 6, 3)]),
    "AveragePooling2D": lambda r: (pool(r, 2), [(7, 6, 3)]),
    "GlobalAveragePooling2D": lambda r: ({"keepdims": bool(r.integers(2))}, [(5, 6, 3)]),
    "GlobalMaxPooling2D": lambda r: ({"keepdims": bool(r.integers(2))}, [(5, 6, 3)]),
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
WITHOUT_DRAW = {"InputLayer", "LSTMCell"}  # seen in every model; seen through LSTM


def test_every_layer_is_drawn() -> None:
    assert {e.name for e in registry.entries("layer")} - set(DRAWN) == WITHOUT_DRAW


def arrays_for(rng: np.random.Generator, shapes: list[Any]) -> list[np.ndarray]:
    return [
        rng.integers(0, s[1], (6, *s[2:])).astype("int32")
        if s[0] == "int"
        else rng.normal(size=(6, *s)).astype("float32")
        for s in shapes
    ]


def model_in(k: Any, name: str, config: dict[str, Any], arrays: list[np.ndarray]) -> Any:
    """The layer behind a trained layer, so that gradients of its inputs are checked too."""
    inputs = [k.Input(a.shape[1:], dtype=a.dtype.name) for a in arrays]
    before = [
        x if a.dtype.kind == "i" else k.layers.Dense(a.shape[-1])(x)
        for x, a in zip(inputs, arrays, strict=True)
    ]
    y = getattr(k.layers, name)(**config)(before if len(before) > 1 else before[0])
    return k.Model(inputs, y)


@pytest.mark.parametrize("draw", range(DRAWS))
@pytest.mark.parametrize("name", DRAWN)
def test_outputs_and_a_training_step_equal_keras(name: str, draw: int) -> None:
    rng = np.random.default_rng([sum(map(ord, name)), draw])
    config, shapes = DRAWN[name](rng)
    arrays = arrays_for(rng, shapes)
    theirs, ours = (model_in(k, name, config, arrays) for k in (real, engine))
    assert [w.shape for w in ours.get_weights()] == [w.shape for w in theirs.get_weights()]
    weights = [rng.normal(scale=0.5, size=w.shape).astype("f") for w in ours.get_weights()]
    if name == "BatchNormalization":
        weights[-1] = np.abs(weights[-1]) + 0.5
    ours.set_weights(weights)
    theirs.set_weights(weights)
    wanted = theirs.predict(arrays, verbose=0)
    np.testing.assert_allclose(ours.predict(arrays, verbose=0), wanted, rtol=1e-4, atol=1e-5)
    target = rng.normal(size=wanted.shape).astype("f")
    for model, k in ((theirs, real), (ours, engine)):
        model.compile(k.optimizers.SGD(0.05), "mse")
        model.fit(arrays, target, batch_size=6, epochs=1, verbose=0)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("return_sequences", [True, False])
def test_masks_reach_the_loss_as_in_keras_and_the_metrics(return_sequences: bool) -> None:
    rng = np.random.default_rng(1)
    x = rng.integers(0, 5, (8, 7)).astype("int32")
    models = []
    for k in (real, engine):
        inputs = k.Input((7,), dtype="int32")
        h = k.layers.Embedding(5, 3, mask_zero=True)(inputs)
        h = k.layers.Dropout(0.0)(k.layers.LSTM(4, return_sequences=True)(h))
        h = k.layers.BatchNormalization()(h)
        h = k.layers.LSTM(3, return_sequences=return_sequences)(h)
        models.append(k.Model(inputs, k.layers.Dense(2, activation="softmax")(h)))
    theirs, ours = models
    ours.set_weights(theirs.get_weights())
    y = rng.integers(0, 2, (8, 7) if return_sequences else 8)
    losses = []
    for model, k in ((theirs, real), (ours, engine)):
        model.compile(
            k.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"]
        )
        history = model.fit(x, y, batch_size=4, epochs=3, shuffle=False, verbose=0).history
        losses.append(history["loss"])
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-4, atol=1e-5)
    # Keras on JAX loses the mask on the way to its metrics; the rule itself is simple.
    hits = ours.predict(x, verbose=0).argmax(-1) == y
    wanted = hits[x != 0].mean() if return_sequences else hits.mean()
    assert ours.evaluate(x, y, verbose=0)[1] == pytest.approx(wanted, abs=1e-6)
