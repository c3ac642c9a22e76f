"""Random configurations of every layer against real Keras: outputs and one training step."""

from __future__ import annotations

import os
from typing import Any

import keras as real
import numpy as np
import pytest

import engine
from engine import registry
from tests.layer_cases import Draws, gathered, gathered_names, made

#: Draws per layer; a longer run asks for more: LAYERLOOM_DRAWS=50 python -m pytest tests/parity
DRAWS = int(os.environ.get("LAYERLOOM_DRAWS", "2"))


#: Layers that Keras calls on query, value and key as arguments.
CALLED_APART = ("MultiHeadAttention", "GroupQueryAttention")
DRAWN: Draws = gathered("DRAWN")
ELSEWHERE = {
    "InputLayer",
    *gathered("INSIDE"),
    *gathered("NOT_IN_KERAS"),
    *gathered("NOT_RUN"),
    *gathered_names("BY_CHANCE"),
}


def test_every_layer_is_drawn() -> None:
    assert {e.name for e in registry.entries("layer")} - set(DRAWN) == ELSEWHERE


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
    cls, config = getattr(k.layers, name), made(k.layers, config)
    nested = isinstance(config.get("layer"), dict)
    layer = cls.from_config(dict(config)) if nested else cls(**config)
    apart = name in CALLED_APART
    y = layer(*before) if apart else layer(before if len(before) > 1 else before[0])
    return k.Model(inputs, y)


@pytest.mark.filterwarnings("ignore:The loss does not depend")  # on an unused way back
@pytest.mark.parametrize("draw", range(DRAWS))
@pytest.mark.parametrize("name", DRAWN)
def test_outputs_and_a_training_step_equal_keras(name: str, draw: int) -> None:
    rng = np.random.default_rng([sum(map(ord, name)), draw])
    config, shapes = DRAWN[name](rng)
    arrays = arrays_for(rng, shapes)
    theirs, ours = (model_in(k, name, config, arrays) for k in (real, engine))
    assert [w.shape for w in ours.get_weights()] == [w.shape for w in theirs.get_weights()]
    weights = [rng.normal(scale=0.5, size=w.shape).astype("f") for w in ours.get_weights()]
    for i, weight in enumerate(ours.weights):
        if weight.name.endswith(("variance", "stddev")):
            weights[i] = np.abs(weights[i]) + 0.5
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
