"""Layers that do not exist here: their place, settings and weights survive opening and saving."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from engine import saving
from engine.layers.placeholder import Placeholder


@keras.saving.register_keras_serializable("tests")
class Mixer(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        self.offset = self.add_weight(shape=(self.units,), trainable=False, name="offset")

    def call(self, x):
        return keras.ops.tanh(keras.ops.matmul(x, self.kernel)) + self.offset

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def chain():
    return keras.Sequential(
        [keras.Input((5,)), keras.layers.Dense(6), Mixer(4, name="mixer"), keras.layers.Dense(2)]
    )


def graph():
    x = keras.Input((5,))
    y = keras.layers.Dense(6)(x)
    mixed = keras.layers.Dense(6)(Mixer(4, name="mixer")(y))
    return keras.Model(x, keras.layers.Add()([y, mixed]))


@pytest.mark.parametrize("make", [chain, graph])
@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_it_keeps_everything_and_keras_opens_what_is_saved(tmp_path, make, ending):
    theirs = make()
    first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
    theirs.save(first)
    with pytest.raises(saving.LoadError, match="Mixer"):
        saving.load_model(first)
    opened = saving.open_model(first, placeholders=True)
    layer = opened.model.get_layer("mixer")
    assert isinstance(layer, Placeholder) and layer.class_name.endswith("Mixer")
    assert layer.entry["config"]["units"] == 4
    lost = [note.where for note in opened.report.notes if note.weight == "lost"]
    assert lost == ["mixer"] and not opened.report.faithful
    kept = {w.shape: w.numpy() for w in layer.weights}
    np.testing.assert_array_equal(kept[(6, 4)], theirs.get_layer("mixer").kernel.numpy())
    opened.model.save(second)
    x = np.random.default_rng(1).normal(size=(3, 5)).astype("float32")
    again = keras.saving.load_model(second)
    np.testing.assert_array_equal(again.predict(x, verbose=0), theirs.predict(x, verbose=0))


def test_a_model_with_it_says_why_it_cannot_run(tmp_path):
    chain().save(tmp_path / "m.keras")
    model = saving.open_model(tmp_path / "m.keras", placeholders=True).model
    with pytest.raises(RuntimeError, match="mixer.*Mixer.*Replace it"):
        model.predict(np.ones((1, 5), "float32"), verbose=0)


def test_inside_a_model_that_is_a_layer(tmp_path):
    x = keras.Input((5,))
    theirs = keras.Model(x, keras.layers.Dense(3)(chain()(x)))
    theirs.save(tmp_path / "nested.keras")
    model = saving.open_model(tmp_path / "nested.keras", placeholders=True).model
    assert model.output_shape == (None, 3)
    with pytest.raises(RuntimeError, match="Replace it"):
        model.predict(np.ones((1, 5), "float32"), verbose=0)
    model.save(tmp_path / "again.keras")
    data = np.random.default_rng(2).normal(size=(3, 5)).astype("float32")
    again = keras.saving.load_model(tmp_path / "again.keras")
    np.testing.assert_array_equal(again.predict(data, verbose=0), theirs.predict(data, verbose=0))
