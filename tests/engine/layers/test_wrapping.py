"""Layers made of functions: what can be kept in a file and what cannot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from engine import ops


def test_code_is_computed_with_its_arguments_mask_and_training_flag() -> None:
    def scaled(x, factor, mask=None, training=False):
        scale = factor if training else 1.0
        return x * scale if mask is None else x * ops.expand_dims(ops.cast(mask, "float32"), -1)

    layer = engine.layers.Lambda(scaled, arguments={"factor": 3.0})
    x = np.ones((2, 3), "float32")
    np.testing.assert_array_equal(layer(x).numpy(), x)
    np.testing.assert_array_equal(layer(x, training=True).numpy(), 3 * x)
    words = engine.layers.Embedding(5, 2, embeddings_initializer="ones", mask_zero=True)
    masked = engine.layers.Lambda(scaled, arguments={"factor": 1.0})
    got = masked(words(np.array([[1, 0]])))
    np.testing.assert_array_equal(got.numpy(), [[[1, 1], [0, 0]]])


def test_code_is_not_saved(tmp_path: Path) -> None:
    model = engine.Sequential([engine.Input((3,)), engine.layers.Lambda(lambda x: x * 2.0)])
    assert model.predict(np.ones((1, 3)), verbose=0).tolist() == [[2, 2, 2]]
    with pytest.raises(ValueError, match="Python code cannot be written to a file"):
        model.save(tmp_path / "m.keras")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "function",
    [
        {"class_name": "__lambda__", "config": {"code": "4wEAAAA=", "defaults": None}},
        ["4wEAAAABAAAA", None, None],
    ],
    ids=["Keras 3", "Keras 2"],
)
def test_code_in_a_file_is_refused(function: object) -> None:
    with pytest.raises(ValueError, match="never run"):
        engine.layers.Lambda.from_config({"name": "l", "function": function})


def test_a_wrapper_of_ones_own_holds_the_inner_weights() -> None:
    class Halved(engine.layers.Wrapper):
        def call(self, inputs):
            return self.layer(inputs) * 0.5

    inner = engine.layers.Dense(2)
    layer = Halved(inner)
    x = np.ones((1, 3), "float32")
    np.testing.assert_allclose(layer(x).numpy(), inner(x).numpy() / 2)
    assert [w.shape for w in layer.weights] == [(3, 2), (2,)]
    with pytest.raises(ValueError, match="must be a layer"):
        Halved(3)


def test_a_frozen_layer_inside_stays_frozen_until_the_outer_one_is_set() -> None:
    inner = engine.layers.Dense(2, trainable=False)
    layer = engine.layers.SpectralNormalization(inner)
    layer(np.ones((1, 3), "float32"))
    assert layer.trainable_weights == []
    layer.trainable = True
    assert [w.shape for w in layer.trainable_weights] == [(3, 2), (2,)]
    layer.trainable = False
    assert not inner.trainable
