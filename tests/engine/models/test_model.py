"""What every model can do, whatever way it was made."""

from __future__ import annotations

import keras as real
import numpy as np
import pytest

import engine as keras


def double(x: object) -> object:
    return x * 2  # type: ignore[operator]


def test_the_base_class_makes_a_graph_from_its_description() -> None:
    inputs = keras.Input((4,), name="data")
    model = keras.Model(inputs, keras.layers.Dense(2, activation=double, name="out")(inputs))
    again = keras.Model.from_config(model.get_config(), custom_objects={"double": double})
    again.set_weights(model.get_weights())
    x = np.ones((3, 4), "f")
    assert np.array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))


def test_recurrent_layers_begin_anew() -> None:
    model = keras.Sequential(
        [keras.layers.LSTM(3, stateful=True, batch_input_shape=(2, 5, 4)), keras.layers.Dense(1)]
    )
    x = np.ones((2, 5, 4), "f")
    first, second = (model.predict(x, batch_size=2, verbose=0) for _ in range(2))
    assert not np.allclose(first, second)
    model.reset_states()
    assert np.array_equal(model.predict(x, batch_size=2, verbose=0), first)


def test_a_layers_output_is_that_of_its_first_call() -> None:
    """The chain is connected anew with every layer added, as Keras does."""
    shapes = []
    for package in (keras, real):
        model = package.Sequential([package.Input((6, 6, 1)), package.layers.Conv2D(2, 3)])
        model.add(package.layers.Flatten())
        model.add(package.layers.Dense(5))
        half = package.Model(model.inputs, model.layers[1].output)
        first = model.layers[0].output.shape
        shapes.append((first, model.layers[1].input.shape, half.output_shape))
    assert shapes[0] == shapes[1]
    with pytest.raises(AttributeError):
        keras.layers.Dense(2).output  # noqa: B018
