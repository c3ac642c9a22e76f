"""Models of double precision, and data of another precision than the model's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import engine as keras
from engine import layers

RNG = np.random.default_rng(0)
X = RNG.normal(size=(24, 6))
Y = RNG.integers(0, 3, 24)


@pytest.fixture
def double() -> Iterator[None]:
    keras.config.set_floatx("float64")
    yield
    keras.config.set_floatx("float32")


def test_a_model_of_double_precision_descends_like_the_formula(double: None) -> None:
    model = keras.Sequential([keras.Input((6,)), layers.Dense(1)])
    weights = [RNG.normal(size=(6, 1)), RNG.normal(size=1)]
    model.set_weights(weights)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(X, X[:, :1], batch_size=24, verbose=0)
    error = X @ weights[0] + weights[1] - X[:, :1]
    found = model.get_weights()
    np.testing.assert_allclose(found[0], weights[0] - 0.2 * X.T @ error / 24, rtol=1e-12)
    np.testing.assert_allclose(found[1], weights[1] - 0.2 * error.mean(axis=0), rtol=1e-12)
    assert model.predict(X, verbose=0).dtype == np.float64


@pytest.mark.parametrize("eager", [False, True])
def test_every_kind_of_layer_learns_in_double_precision(double: None, eager: bool) -> None:
    words = keras.Input((5,), dtype="int32")
    facts = keras.Input((6,))
    image = layers.Reshape((3, 2, 1))(facts)
    image = layers.MaxPooling2D(1)(layers.Conv2D(2, 2, activation="relu")(image))
    joined = layers.Concatenate()([
        layers.LSTM(3)(layers.Embedding(9, 4, mask_zero=True)(words)),
        layers.Dropout(0.1)(layers.Dense(3, activation="tanh")(facts)),
        layers.Flatten()(layers.BatchNormalization()(image)),
    ])
    model = keras.Model([words, facts], layers.Dense(3, activation="softmax")(joined))
    model.compile(keras.optimizers.Adam(0.05), "sparse_categorical_crossentropy",
                  metrics=["accuracy"], run_eagerly=eager)
    data = [RNG.integers(0, 9, (24, 5)), X]
    losses = model.fit(data, Y, epochs=12, verbose=0).history["loss"]
    assert losses[0] < 3 and losses[-1] < losses[0]


def test_data_and_models_of_different_precision_meet(double: None) -> None:
    keras.config.set_floatx("float32")
    single = keras.Sequential([keras.Input((6,)), layers.Dense(2)])
    inputs = keras.Input((6,), dtype="float64")
    first = layers.Dense(4, dtype="float64")(inputs)
    mixed = keras.Model(inputs, layers.Dense(2)(first))
    for model, kind in ((single, "float32"), (mixed, "float32")):
        for given in (X, X.astype("float32"), X.astype("float16")):
            np.testing.assert_allclose(model.predict(given, verbose=0), model(given), rtol=1e-5)
            assert model.predict(given, verbose=0).dtype == kind
    kernel, bias = mixed.layers[1].get_weights()
    inner = keras.Model(inputs, first)
    np.testing.assert_allclose(inner.predict(X, verbose=0), X @ kernel + bias, rtol=1e-13)


def test_ops_refuse_to_mix_precisions_their_kernels_cannot_mix() -> None:
    def dense(x: Any, kernel: Any) -> Any:
        return keras.ops.dense(x, kernel, np.zeros(2, "float32"))

    kernel = np.ones((6, 2), "float32")
    for x in (X, X.astype("int32")):
        with pytest.raises(ValueError, match="one precision"):
            dense(x, kernel)
    assert dense(X.astype("float32"), kernel).dtype == "float32"
