"""Recurrent layers against numbers that Keras 3.15.1 gave, without Keras."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.layers import GRU, LSTM, Bidirectional, SimpleRNN

UNITS = 2
LAYERS = {"LSTM": LSTM, "GRU": GRU, "SimpleRNN": SimpleRNN}


def fixed(layer: Any, x: np.ndarray) -> Any:
    """The layer with the weights of the vectors: 0.5 * sin(1, 2, 3, ...) each."""
    layer(x)
    layer.set_weights(
        [0.5 * np.sin(np.arange(1, w.size + 1)).reshape(w.shape) for w in layer.weights]
    )
    return layer


@pytest.mark.parametrize("name", LAYERS)
def test_layers(golden: Any, name: str) -> None:
    vectors, cls = golden["rnn"], LAYERS[name]
    x = np.array(vectors["X"], "float32")
    mask = np.array(vectors["mask"], bool)
    for label, config, options in (
        ("last+state", {"return_state": True}, {}),
        ("seq", {"return_sequences": True}, {}),
        ("go_backwards seq", {"return_sequences": True, "go_backwards": True}, {}),
        ("masked seq", {"return_sequences": True}, {"mask": mask}),
        ("masked last", {}, {"mask": mask}),
    ):
        found = fixed(cls(UNITS, **config), x)(x, **options)
        found = [f.numpy() for f in found] if isinstance(found, list) else found.numpy()
        np.testing.assert_allclose(found, vectors[f"{name} {label}"], rtol=1e-5, atol=1e-6)


def test_variants(golden: Any) -> None:
    vectors = golden["rnn"]
    x = np.array(vectors["X"], "float32")
    for label, layer in (
        ("GRU reset_after=False", GRU(UNITS, reset_after=False)),
        ("LSTM hard_sigmoid", LSTM(UNITS, recurrent_activation="hard_sigmoid")),
        ("Bidirectional LSTM last concat", Bidirectional(LSTM(UNITS))),
    ):
        found = fixed(layer, x)(x).numpy()
        np.testing.assert_allclose(found, vectors[label], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("mode", ["concat", "sum", "mul", "ave"])
def test_merge_modes(golden: Any, mode: str) -> None:
    vectors = golden["rnn"]
    x = np.array(vectors["X"], "float32")
    layer = fixed(Bidirectional(GRU(UNITS, return_sequences=True), merge_mode=mode), x)
    wanted = vectors[f"Bidirectional GRU seq {mode}"]
    np.testing.assert_allclose(layer(x).numpy(), wanted, rtol=1e-5, atol=1e-6)


def test_a_masked_pair(golden: Any) -> None:
    vectors = golden["rnn"]
    x, mask = np.array(vectors["X"], "float32"), np.array(vectors["mask"], bool)
    layer = fixed(Bidirectional(LSTM(UNITS, return_sequences=True)), x)
    found = layer(engine.ops.convert_to_tensor(x), mask=mask).numpy()
    np.testing.assert_allclose(
        found, vectors["Bidirectional LSTM masked seq"], rtol=1e-5, atol=1e-6
    )
