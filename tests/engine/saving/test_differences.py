"""What Keras 3 lacks or computes otherwise is told while a model is written for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras as real
import numpy as np
import pytest

import engine
from engine import layers
from engine.saving.common.report import LoadReport, reporting

RNG = np.random.default_rng(5)


def of_keras2(*steps: tuple[str, dict[str, Any]], shape: tuple[int, ...]) -> Any:
    """A chain as it comes out of a description that Keras 2 wrote."""
    entries: list[dict[str, Any]] = [
        {"class_name": "InputLayer", "config": {"batch_input_shape": [None, *shape],
                                                "dtype": "float32", "name": "source"}}]  # fmt: skip
    entries += [{"class_name": name, "config": config} for name, config in steps]
    described = {"class_name": "Sequential", "config": {"name": "chain", "layers": entries},
                 "keras_version": "2.15.0", "backend": "tensorflow"}  # fmt: skip
    return engine.saving.model_from_json(json.dumps(described))


def told(model: Any, folder: Path, form: str, generation: int = 3) -> list[tuple[str, str, str]]:
    """What is noted while a model is written: weight, layer and sentence."""
    with reporting(LoadReport()) as report:
        if form == "json":
            (folder / "m.json").write_text(model.to_json(generation=generation))
        else:
            engine.saving.save_model(model, folder / f"m.{form}", generation=generation)
    return [(note.weight, note.where, note.text) for note in report.notes]


def dense(name: str, **config: Any) -> tuple[str, dict[str, Any]]:
    return "Dense", {"name": name, "units": 4, **config}


def lstm(name: str, **config: Any) -> dict[str, Any]:
    return {"name": name, "units": 3, "activation": "tanh", "recurrent_activation": "hard_sigmoid",
            **config}  # fmt: skip


@pytest.mark.parametrize("form", ["keras", "h5", "json"])
def test_another_slope_is_told_of_the_layers_that_have_it(tmp_path: Path, form: str) -> None:
    both = {"name": "both", "layer": {"class_name": "LSTM", "config": lstm("inside")}}
    model = of_keras2(
        ("LSTM", lstm("memory", return_sequences=True)),
        ("Bidirectional", both),
        dense("bent", activation="hard_sigmoid"),
        ("Activation", {"name": "act", "activation": "hard_sigmoid"}),
        dense("smooth", activation="sigmoid"),
        shape=(5, 2),
    )
    found = told(model, tmp_path, form)
    assert {weight for weight, _, _ in found} == {"changed"}
    assert all("hard_sigmoid with another slope" in text for _, _, text in found)
    wheres = {where for _, where, _ in found}
    assert {"memory", "bent", "act"} <= wheres and wheres & {"inside", "forward_inside"}
    assert not wheres & {"smooth", "chain", "both"}


def test_real_keras_3_does_predict_other_numbers_then(tmp_path: Path) -> None:
    model = of_keras2(dense("bent", activation="hard_sigmoid"), shape=(3,))
    x = RNG.normal(size=(6, 3)).astype("f")
    model.save(tmp_path / "m.keras")
    theirs = real.models.load_model(tmp_path / "m.keras").predict(x, verbose=0)
    kernel, bias = model.get_weights()
    inside = x @ kernel + bias
    ours = model.predict(x, verbose=0)
    np.testing.assert_allclose(ours, np.clip(inside * 0.2 + 0.5, 0, 1), atol=1e-6)
    np.testing.assert_allclose(theirs, np.clip(inside / 6 + 0.5, 0, 1), atol=1e-6)


def nested_local() -> Any:
    inner = engine.Sequential([engine.Input((6, 2)), layers.LocallyConnected1D(2, 3, name="here")])
    i = engine.Input((6, 2))
    return engine.Model(i, layers.Flatten()(inner(i)))


@pytest.mark.parametrize("form", ["keras", "h5", "json"])
def test_a_layer_that_keras_3_lacks_is_told(tmp_path: Path, form: str) -> None:
    model = nested_local()
    assert told(model, tmp_path, form) == [(
        "lost", "here", "Keras 3 has no layer LocallyConnected1D and cannot open a model with "
        "it; Keras 2 can.",
    )]  # fmt: skip
    assert not hasattr(real.layers, "LocallyConnected1D")
    assert told(model, tmp_path, "h5", generation=2) == []


def test_a_crop_that_keras_3_leaves_out_of_predictions_is_told(tmp_path: Path) -> None:
    model = engine.Sequential([engine.Input((6, 6, 1)), layers.RandomCrop(4, 4, name="cut")])
    found = told(model, tmp_path, "keras")
    assert [(weight, where) for weight, where, _ in found] == [("changed", "cut")]
    assert "only while training" in found[0][2]
    x = RNG.normal(size=(2, 6, 6, 1)).astype("f")
    theirs = real.models.load_model(tmp_path / "m.keras").predict(x, verbose=0)
    assert theirs.shape == (2, 6, 6, 1)
    assert model.predict(x, verbose=0).shape == (2, 4, 4, 1)


@pytest.mark.parametrize("form", ["keras", "h5"])
@pytest.mark.parametrize("masked", [(True, True), (True, False)])
def test_masks_are_joined_by_keras_3_as_the_file_says(
    tmp_path: Path, masked: tuple[bool, bool], form: str
) -> None:
    """Keras 3 itself joins masks in another way; the file holds the steps that make them."""
    inputs = [engine.Input((5,), dtype="int32") for _ in range(2)]
    words = [layers.Embedding(3, 4, "uniform", mask_zero=m)(i) for m, i in zip(masked, inputs)]  # noqa: B905
    model, other = (
        engine.Model(inputs, layers.LSTM(3)(layers.Add(masks=rule)(words)))
        for rule in ("all", "any")
    )
    for one in (model, other):
        weights = np.random.default_rng(2)
        one.set_weights([weights.normal(size=w.shape).astype("f") for w in one.get_weights()])
    assert told(model, tmp_path, form) == []
    x = [np.array([[1, 2, 1, 0, 0]], "int32"), np.array([[1, 2, 1, 2, 0]], "int32")]
    expected = model.predict(x, verbose=0)
    theirs = real.models.load_model(tmp_path / f"m.{form}").predict(x, verbose=0)
    np.testing.assert_allclose(theirs, expected, atol=1e-6)
    assert np.abs(other.predict(x, verbose=0) - expected).max() > 1e-3


def test_steps_that_keras_3_normalizes_one_by_one_are_told(tmp_path: Path) -> None:
    inner = layers.BatchNormalization(momentum=0.5)
    steps = [engine.Input((6, 4)), layers.TimeDistributed(inner, name="each", together=True)]
    model = engine.Sequential(steps)
    model.compile("sgd", "mse")
    x = RNG.normal(size=(8, 6, 4)).astype("f") + 1
    model.train_on_batch(x, np.zeros_like(x))
    found = told(model, tmp_path, "keras")
    assert [(weight, where) for weight, where, _ in found] == [("changed", "each")]
    assert "normalizes every step by itself" in found[0][2]
    theirs = real.models.load_model(tmp_path / "m.keras")
    expected = model.predict(x, verbose=0)
    np.testing.assert_allclose(theirs.predict(x, verbose=0), expected, atol=1e-5)
    for one in (model, theirs):
        one.train_on_batch(x, np.zeros_like(x))
    # All steps together: after two halvings, three quarters of the mean of all numbers.
    np.testing.assert_allclose(model.get_weights()[2], 0.75 * x.mean(axis=(0, 1)), atol=1e-5)
    assert np.abs(model.get_weights()[2] - theirs.get_weights()[2]).max() > 0.1
    dense_steps = [engine.Input((6, 4)), layers.TimeDistributed(layers.Dense(2), together=True)]
    assert told(engine.Sequential(dense_steps), tmp_path, "keras") == []


@pytest.mark.parametrize("form", ["keras", "h5", "json"])
def test_rules_of_older_optimizers_are_told(tmp_path: Path, form: str) -> None:
    model = engine.Sequential([engine.Input((3,)), layers.Dense(2)])
    older = engine.optimizers.legacy.RMSprop(0.1, epsilon=0.5)
    model.compile(older, "mse")
    x = RNG.normal(size=(8, 3)).astype("f")
    y = np.zeros((8, 2), "f")
    model.train_on_batch(x, y)
    sentence = "The optimizer will compute by the rules of Keras 2.11 and later."
    assert told(model, tmp_path, form) == [("changed", "", sentence)]
    if form == "keras":
        theirs = real.models.load_model(tmp_path / "m.keras")
        for one in (model, theirs):
            one.train_on_batch(x, y)
        assert np.abs(model.get_weights()[0] - theirs.get_weights()[0]).max() > 1e-3
    model.compile(engine.optimizers.RMSprop(0.1, epsilon=0.5), "mse")
    model.train_on_batch(x, y)
    assert told(model, tmp_path, form) == []


@pytest.mark.parametrize("form", ["keras", "h5", "json"])
def test_nothing_is_told_of_models_that_mean_the_same(tmp_path: Path, form: str) -> None:
    model = engine.Sequential([
        engine.Input((5, 2)),
        layers.LSTM(3, recurrent_activation="hard_sigmoid", return_sequences=True),
        layers.Conv1D(2, 2, activation="hard_sigmoid"),
        layers.Activation("hard_sigmoid"),
        layers.Flatten(),
        layers.Dense(1),
    ])  # fmt: skip
    model.compile("adam", "mse", metrics=["mae"])
    assert told(model, tmp_path, form) == []
    older = of_keras2(dense("a", activation="sigmoid"), dense("b"), shape=(3,))
    assert told(older, tmp_path, form) == []
