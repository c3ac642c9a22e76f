"""A user's own classes and functions in files: found where the reader gives them, only there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine as keras
from engine import ops
from engine.saving import LoadError

X = np.random.default_rng(0).normal(size=(12, 3)).astype("f")
Y = X.sum(axis=1, keepdims=True)


class Scale(keras.layers.Layer):
    def __init__(self, factor: float = 2.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape: Any) -> None:
        self.shift = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="shift")

    def call(self, inputs: Any) -> Any:
        return inputs * self.factor + self.shift

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor}


class Quartic(keras.losses.Loss):
    def call(self, y_true: Any, y_pred: Any) -> Any:
        return ops.mean(ops.square(ops.square(y_true - y_pred)), axis=-1)


class Largest(keras.metrics.Metric):
    def __init__(self, name: str = "largest", **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.seen = self.add_weight(name="seen", initializer="zeros")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.seen.assign(ops.maximum(self.seen, ops.max(ops.absolute(y_true - y_pred))))

    def result(self) -> Any:
        return self.seen


def bent(x: Any) -> Any:
    return ops.maximum(x, 0.5 * x)


def distance(y_true: Any, y_pred: Any) -> Any:
    return ops.mean(ops.absolute(y_true - y_pred), axis=-1)


OWN = {c.__name__: c for c in (Scale, Quartic, Largest, bent, distance)}


def own_model(loss: Any) -> Any:
    inputs = keras.Input((3,))
    scaled = Scale(0.5, name="scaled")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1, activation=bent)(scaled))
    model.compile("sgd", loss, metrics=[Largest(), distance])
    model.fit(X, Y, epochs=2, verbose=0)
    return model


@pytest.mark.parametrize("ending", ["keras", "h5"])
@pytest.mark.parametrize("loss", [Quartic(), distance], ids=["class", "function"])
def test_objects_of_ones_own_come_back_by_name(ending: str, loss: Any, tmp_path: Path) -> None:
    model = own_model(loss)
    path = tmp_path / f"model.{ending}"
    model.save(path)
    again = keras.models.load_model(path, custom_objects=OWN)
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
    assert again.layers[1].factor == 0.5
    judged = again.evaluate(X, Y, verbose=0, return_dict=True)
    assert judged == model.evaluate(X, Y, verbose=0, return_dict=True)
    assert set(judged) == {"loss", "largest", "distance"}


def test_the_reader_alone_says_what_a_name_stands_for(tmp_path: Path) -> None:
    own_model(distance).save(tmp_path / "model.keras")
    with pytest.raises(LoadError, match="Scale"):
        keras.models.load_model(tmp_path / "model.keras")
    with pytest.raises(LoadError, match=r"distance.*custom_objects|custom_objects.*distance"):
        keras.models.load_model(
            tmp_path / "model.keras", custom_objects={"Scale": Scale, "bent": bent}
        )
    with keras.saving.custom_object_scope(OWN):
        assert keras.models.load_model(tmp_path / "model.keras").count_params() == 7
    with pytest.raises(LoadError):  # the scope is over
        keras.models.load_model(tmp_path / "model.keras")
    with pytest.raises(TypeError, match="custom_objects"):
        keras.models.load_model(tmp_path / "model.keras", custom_objects=[Scale])


def test_json_takes_objects_of_ones_own() -> None:
    text = own_model("mse").to_json()
    again = keras.models.model_from_json(text, custom_objects=OWN)
    assert [type(layer).__name__ for layer in again.layers] == ["InputLayer", "Scale", "Dense"]


def test_a_registered_class_needs_no_argument(tmp_path: Path) -> None:
    @keras.saving.register_keras_serializable(package="tests")
    class Twice(keras.layers.Layer):
        def call(self, inputs: Any) -> Any:
            return inputs * 2.0

    model = keras.Sequential([keras.Input((3,)), Twice(), keras.layers.Dense(1)])
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
    assert keras.saving.get_registered_name(Twice) == "tests>Twice"
    assert keras.saving.get_registered_object("tests>Twice") is Twice


class Own(keras.Model):
    def __init__(self, units: int = 4, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.first = keras.layers.Dense(units, activation="tanh")
        self.last = keras.layers.Dense(1)

    def call(self, inputs: Any, training: bool = False) -> Any:
        return self.last(self.first(inputs))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "units": self.units}


def test_a_subclassed_model_comes_back_with_its_training(tmp_path: Path) -> None:
    model = Own(5)
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(X, Y, epochs=2, verbose=0)
    model.save(tmp_path / "own.keras")
    again = keras.models.load_model(tmp_path / "own.keras", custom_objects={"Own": Own})
    assert isinstance(again, Own)
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
    more = [m.fit(X, Y, epochs=1, verbose=0, shuffle=False).history for m in (model, again)]
    assert more[0] == more[1]


def test_a_subclassed_model_is_not_written_as_an_older_file(tmp_path: Path) -> None:
    model = Own()
    model(X)
    with pytest.raises(ValueError, match=r"\.keras"):
        model.save(tmp_path / "own.h5")
    assert not (tmp_path / "own.h5").exists()
