"""Models made anew from their configuration."""

from __future__ import annotations

from typing import Any

import numpy as np

import engine as keras
from engine import layers

X = np.random.default_rng(1).normal(size=(5, 3)).astype("f")


class Shift(layers.Layer):
    def call(self, inputs: Any) -> Any:
        return inputs + 1.0


def test_a_clone_has_the_same_shape_and_weights_of_its_own() -> None:
    shared = layers.Dense(3, activation="relu", kernel_regularizer="l2")
    inputs = keras.Input((3,))
    outputs = layers.Add()([shared(inputs), Shift()(shared(shared(inputs)))])
    model = keras.Model(inputs, outputs, name="original")
    clone = keras.models.clone_model(model)
    assert clone.name == "original"
    assert [layer.name for layer in clone.layers] == [layer.name for layer in model.layers]
    assert not np.array_equal(clone.predict(X, verbose=0), model.predict(X, verbose=0))
    clone.set_weights(model.get_weights())
    np.testing.assert_array_equal(clone.predict(X, verbose=0), model.predict(X, verbose=0))
    clone.set_weights([np.zeros_like(w) for w in clone.get_weights()])
    assert any(w.any() for w in model.get_weights())


def test_sequential_models_clone_built_or_not() -> None:
    built = keras.Sequential([keras.Input((3,)), layers.Dense(2), layers.Dropout(0.5)])
    assert keras.models.clone_model(built).count_params() == 8
    lazy = keras.models.clone_model(keras.Sequential([layers.Dense(2)]))
    assert lazy.predict(X, verbose=0).shape == (5, 2)


def test_a_chain_may_begin_with_a_model_that_knows_its_input() -> None:
    base = keras.Sequential([keras.Input((3,)), layers.Dense(4)])
    model = keras.Sequential([base, layers.Dense(2)])
    assert model.output_shape == (None, 2)
    assert model.count_params() == 16 + 10


def test_a_subclass_may_name_its_inputs_and_outputs() -> None:
    class Pair(keras.Model):
        def __init__(self) -> None:
            inputs = keras.Input((3,))
            super().__init__(inputs=inputs, outputs=layers.Dense(2)(inputs), name="pair")

    model = Pair()
    assert isinstance(model, Pair)
    assert (model.name, model.count_params(), model.output_shape) == ("pair", 8, (None, 2))
    again = keras.models.model_from_json(model.to_json())
    again.set_weights(model.get_weights())
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
