"""Objects as JSON: the forms are Keras's, and each comes back from it."""

from __future__ import annotations

import json

import keras
import numpy as np
import pytest

import engine as ours

PLAIN = [None, 3, "text", [1, 2.5], {"a": {"b": 1}}, slice(1, None, 2), ..., b"bytes"]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_are_written_as_keras_writes_them(value):
    written = ours.saving.serialize_keras_object(value)
    assert written == keras.saving.serialize_keras_object(value)
    assert ours.saving.deserialize_keras_object(json.loads(json.dumps(written))) == value


def test_arrays_and_tensors():
    array = np.arange(6, dtype="int64").reshape(2, 3)
    written = ours.saving.serialize_keras_object(array)
    assert written == keras.saving.serialize_keras_object(array)
    np.testing.assert_array_equal(ours.saving.deserialize_keras_object(written), array)
    tensor = ours.saving.serialize_keras_object(ours.ops.convert_to_tensor([1.5, 2.0]))
    assert tensor == keras.saving.serialize_keras_object(keras.ops.convert_to_tensor([1.5, 2.0]))
    back = ours.saving.deserialize_keras_object(tensor)
    np.testing.assert_array_equal(back.numpy(), np.float32([1.5, 2.0]))


@pytest.mark.parametrize(
    "make",
    [
        lambda k: k.layers.Dense(2, activation="relu", name="d"),
        lambda k: k.losses.Huber(delta=2.0, name="h"),
        lambda k: k.initializers.HeNormal(seed=3),
        lambda k: k.regularizers.L1L2(0.1, 0.2),
        lambda k: k.optimizers.SGD(0.1, momentum=0.9, name="s"),
        lambda k: k.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5),
        lambda k: k.activations.relu,
    ],
)
def test_each_library_makes_what_the_other_wrote(make):
    theirs = ours.saving.deserialize_keras_object(keras.saving.serialize_keras_object(make(keras)))
    mine = keras.saving.deserialize_keras_object(ours.saving.serialize_keras_object(make(ours)))
    assert type(theirs).__name__ == type(make(ours)).__name__
    assert type(mine).__name__ == type(make(keras)).__name__
    if hasattr(mine, "get_config"):
        wanted = json.loads(json.dumps(make(keras).get_config(), default=str))
        assert json.loads(json.dumps(mine.get_config(), default=str)) == wanted


def test_objects_of_ones_own_are_given():
    class Doubled(ours.layers.Layer):
        def call(self, x):
            return x * 2

    written = ours.saving.serialize_keras_object({"inner": [Doubled(name="twice")]})
    with pytest.raises(ValueError, match="custom_objects"):
        ours.saving.deserialize_keras_object(written)
    made = ours.saving.deserialize_keras_object(written, {"Doubled": Doubled})
    assert made["inner"][0].name == "twice"


def test_code_is_neither_written_nor_run():
    with pytest.raises(ValueError, match="known by name"):
        ours.saving.serialize_keras_object(lambda x: x)
    with pytest.raises(ValueError, match="code"):
        ours.saving.deserialize_keras_object({"class_name": "__lambda__", "config": {"value": "x"}})
    with pytest.raises(ValueError, match="cannot be switched on"):
        ours.config.enable_unsafe_deserialization()
