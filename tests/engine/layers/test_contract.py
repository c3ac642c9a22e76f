"""What every layer must do; a registered layer without a case fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
from engine import registry
from engine.layers import Layer
from engine.tensor import dtype_of
from tests.layer_cases import Cases, gathered, made, real

RNG = np.random.default_rng(4)

CASES: Cases = gathered("CASES")
INSIDE: dict[str, str] = gathered("INSIDE")
NOT_RUN: dict[str, str] = gathered("NOT_RUN")

FLAT = [
    pytest.param(name, config, arrays, id=f"{name}-{i}")
    for name, cases in CASES.items()
    if name != "InputLayer"
    for i, (config, arrays) in enumerate(cases)
]


def make(name: str, config: dict[str, Any]) -> Layer:
    return registry.find("layer", name).target(**made(engine.layers, config))


def model_of(name: str, config: dict[str, Any], arrays: list[np.ndarray]) -> Any:
    inputs = [engine.Input(a.shape[1:], dtype=dtype_of(a)) for a in arrays]
    output = make(name, config)(inputs if len(inputs) > 1 else inputs[0])
    return engine.Model(inputs, output)


def test_every_layer_has_a_case() -> None:
    registered = {e.name for e in registry.entries("layer")}
    assert registered - set(CASES) - set(INSIDE) - set(NOT_RUN) == set()
    assert set(INSIDE.values()) <= set(CASES)


@pytest.mark.parametrize(("name", "config", "arrays"), FLAT)
def test_inferred_shape_is_the_real_shape(name: str, config: dict, arrays: list) -> None:
    model = model_of(name, config, arrays)
    result = model.predict(arrays, verbose=0)
    inferred = model.output_shape
    assert inferred[0] is None
    assert result.shape[1:] == inferred[1:]
    assert result.shape[0] == 4
    assert result.dtype == np.float32


@pytest.mark.parametrize(("name", "config", "arrays"), FLAT)
def test_configuration_makes_an_equal_layer(name: str, config: dict, arrays: list) -> None:
    layer = make(name, {**config, "name": "mine", "trainable": False})
    again = type(layer).from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    assert again.name == "mine"
    assert again.trainable is False


@pytest.mark.parametrize(("name", "config", "arrays"), FLAT)
def test_saved_and_loaded_it_predicts_the_same(
    name: str, config: dict, arrays: list, tmp_path: Path
) -> None:
    model = model_of(name, config, arrays)
    before = model.predict(arrays, verbose=0)
    for ending in ("h5", "keras"):
        model.save(tmp_path / f"m.{ending}")
        loaded = engine.models.load_model(tmp_path / f"m.{ending}")
        np.testing.assert_array_equal(loaded.predict(arrays, verbose=0), before)


@pytest.mark.parametrize(("name", "config", "arrays"), FLAT)
def test_one_fit_step_changes_exactly_the_trainable_weights(
    name: str, config: dict, arrays: list
) -> None:
    model = model_of(name, config, arrays)
    target = RNG.normal(size=model.predict(arrays, verbose=0).shape).astype("float32")
    model.compile("sgd", "mse")
    before = [w.numpy() for w in model.trainable_weights]
    history = model.fit(arrays, target, epochs=1, verbose=0).history
    assert np.isfinite(history["loss"][0])
    for old, weight in zip(before, model.trainable_weights, strict=True):
        assert not np.array_equal(old, weight.numpy()), weight.path


@pytest.mark.parametrize(("name", "config", "arrays"), FLAT)
def test_a_compiled_step_equals_an_eager_one(name: str, config: dict, arrays: list) -> None:
    model, results = model_of(name, config, arrays), []
    start = model.get_weights()
    target = np.zeros_like(model.predict(arrays, verbose=0))
    for eager in (False, True):
        model.set_weights(start)
        engine.utils.set_random_seed(2)
        for layer in model._flatten_layers():  # the same dropout both times
            if hasattr(layer, "_state"):
                layer._state.set_value(np.array([3, 0], np.uint64))
        model.compile(engine.optimizers.Adam(0.01), "mse", run_eagerly=eager)
        model.fit(arrays, target, batch_size=3, epochs=2, verbose=0)
        results.append(model.get_weights())
    for compiled, eager_weight in zip(*results, strict=True):
        np.testing.assert_allclose(compiled, eager_weight, rtol=1e-5, atol=1e-6)


def bad_arguments() -> list[Any]:
    cases = []
    for name, sets in CASES.items():
        cls = registry.find("layer", name).target
        for argument, definition in cls.params.items():
            for value in definition.kind.bad_values():
                if argument not in ("name", "batch_shape"):
                    label = f"{name}-{argument}-{value!r}"
                    cases.append(pytest.param(cls, sets[0][0], argument, value, id=label))
    return cases


@pytest.mark.parametrize(("cls", "config", "argument", "value"), bad_arguments())
def test_bad_arguments_are_refused_by_name(
    cls: type, config: dict, argument: str, value: Any
) -> None:
    with pytest.raises((ValueError, TypeError), match=argument):
        cls(**{**made(engine.layers, config), argument: value})


def test_a_misspelled_argument_proposes_the_right_one() -> None:
    with pytest.raises(TypeError, match="Did you mean 'activation'"):
        engine.layers.Dense(3, activaton="relu")


def test_open_sizes_stay_open() -> None:
    image = engine.Input((None, None, 1))
    features = engine.layers.Conv2D(4, 3, padding="same")(image)
    model = engine.Model(image, engine.layers.GlobalAveragePooling2D()(features))
    assert features.shape == (None, None, None, 4)
    for size in (5, 9):
        assert model.predict(real(2, size, size + 1, 1), verbose=0).shape == (2, 4)
    steps = engine.Input((None, 3))
    assert engine.layers.LSTM(5, return_sequences=True)(steps).shape == (None, None, 5)


def test_shapes_and_counts_cost_no_memory() -> None:
    huge = engine.Sequential([engine.Input((10**6,)), engine.layers.Dense(10**6)])
    assert huge.count_params() == 10**12 + 10**6


@pytest.mark.parametrize(
    ("layer", "shape", "words"),
    [
        (engine.layers.Conv2D(3, 3), (10,), ["height, width, channels", "(None, 10)", "Reshape"]),
        (engine.layers.LSTM(3), (10,), ["steps, features", "(None, 10)"]),
        (engine.layers.Conv2D(3, 9), (5, 5, 1), ["does not fit", "5"]),
        (engine.layers.Reshape((7,)), (2, 3), ["6 elements", "(7,)"]),
    ],
    ids=["rank", "sequence", "window", "elements"],
)
def test_a_wrong_input_is_refused_in_plain_words(layer: Layer, shape: tuple, words: list) -> None:
    with pytest.raises(ValueError) as caught:
        layer(engine.Input(shape))
    for word in [*words, layer.name]:
        assert word in str(caught.value)


def test_concatenating_what_does_not_fit_names_both_shapes() -> None:
    with pytest.raises(ValueError, match=r"\(None, 3, 2\) and \(None, 4, 3\)"):
        engine.layers.Concatenate(axis=-1)([engine.Input((3, 2)), engine.Input((4, 3))])


def test_a_stateful_lstm_carries_its_states_over() -> None:
    inputs = engine.Input((3, 2), batch_size=2)
    model = engine.Model(inputs, engine.layers.LSTM(4, stateful=True)(inputs))
    whole_run = engine.layers.LSTM(4)
    sequence = real(2, 6, 2)
    whole_run(sequence)
    whole_run.set_weights(model.get_weights())
    model.predict(sequence[:, :3], verbose=0)
    second = model.predict(sequence[:, 3:], verbose=0)
    np.testing.assert_allclose(second, whole_run(sequence).numpy(), rtol=1e-5, atol=1e-6)
    model.layers[1].reset_state()
    first = model.predict(sequence[:, :3], verbose=0)
    np.testing.assert_allclose(first, whole_run(sequence[:, :3]).numpy(), rtol=1e-5, atol=1e-6)


def test_a_layer_built_by_hand_is_built_once() -> None:
    layer = engine.layers.Dense(3)
    layer.build((None, 4))
    assert layer.built
    layer(real(2, 4))
    assert [w.shape for w in layer.weights] == [(4, 3), (3,)]
