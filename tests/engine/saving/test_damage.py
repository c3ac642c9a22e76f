"""Damaged descriptions and files: a model or one LoadError, never anything else."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engine as keras
from engine import layers
from engine.saving import LoadError

QUICK = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def small_model() -> Any:
    facts = keras.Input((6,), name="facts")
    words = keras.Input((5,), dtype="int32", name="words")
    image = layers.Conv2D(2, 2, padding="same")(layers.Reshape((3, 2, 1))(facts))
    inner = keras.Sequential(
        [keras.Input((6,)), layers.Dense(3, "relu", kernel_regularizer="l2")], name="inner"
    )
    halves = keras.ops.concatenate([facts[:, 3:], 2.0 * facts[..., :3]], axis=-1)
    joined = layers.Concatenate()([
        halves,
        layers.LSTM(3)(layers.Embedding(9, 4, mask_zero=True)(words)),
        layers.Flatten()(layers.MaxPooling2D((2, 1))(layers.BatchNormalization()(image))),
        inner(facts),
        inner(facts),
    ])
    model = keras.Model([facts, words], layers.Dense(2, activation="softmax")(joined))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    rng = np.random.default_rng(0)
    data = [rng.random((8, 6)), rng.integers(0, 9, (8, 5))]
    model.fit(data, rng.integers(0, 2, 8), verbose=0)
    return model


MODEL = small_model()
CONFIG = json.loads(MODEL.to_json())


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    inner = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )
    for key, below in inner:
        yield (*path, key)
        yield from places(below, (*path, key))


PLACES = list(places(CONFIG))
WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.just(10**30), st.floats(),
    st.sampled_from(["", "x", "Dense", "facts", "relu"]),
    st.sampled_from([[], {}, [1], [[1, 2]], [None, None], {"a": 1}, {"class_name": "Dense"}]),
    st.sampled_from([["facts", 0, 0], ["facts", 5, 5], ["facts", -1, 0], ["none", 0, 0]]),
    st.just({"class_name": "function", "config": "x"}),
)


@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
@QUICK
@given(st.lists(st.tuples(st.sampled_from(PLACES), WRONG), min_size=1, max_size=3))
def test_a_wrong_value_anywhere_in_a_description(changes: list) -> None:
    config = copy.deepcopy(CONFIG)
    for path, value in changes:
        here = config
        try:
            for key in path[:-1]:
                here = here[key]
            here[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    text = json.dumps(config)
    try:
        assert keras.models.model_from_json(text).layers is not None
    except LoadError as error:
        assert str(error)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("files")
    MODEL.save(folder / "m.keras")
    MODEL.save(folder / "m.h5")
    MODEL.save_weights(folder / "m.weights.h5")
    return {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.mark.parametrize("name", ["m.keras", "m.h5", "m.weights.h5"])
@QUICK
@given(data=st.data())
def test_wrong_bytes_anywhere_in_a_file(
    name: str, data: st.DataObject, files: dict[str, bytes], tmp_path: Path
) -> None:
    content = bytearray(files[name])
    spots = st.one_of(st.integers(0, 4000), st.integers(0, len(content) - 1))
    for spot, byte in data.draw(st.lists(st.tuples(spots, st.integers(0, 255)), max_size=6)):
        content[min(spot, len(content) - 1)] = byte
    end = data.draw(st.one_of(st.none(), st.integers(0, len(content))))
    path = tmp_path / name
    path.write_bytes(bytes(content[:end]))
    before = MODEL.get_weights()
    try:
        if "weights" in name:
            MODEL.load_weights(path)
        else:
            keras.models.load_model(path)
    except LoadError as error:
        assert str(error)
        for old, new in zip(before, MODEL.get_weights(), strict=True):
            np.testing.assert_array_equal(old, new)


def test_an_array_that_claims_more_than_the_file_holds_is_refused(tmp_path: Path) -> None:
    import h5py

    model = keras.Sequential([keras.Input((100_000,)), layers.Dense(10_000_000, use_bias=False)])
    with h5py.File(tmp_path / "huge.weights.h5", "w") as file:
        group = file.create_group("layers/dense/vars")
        group.create_dataset("0", shape=(100_000, 10_000_000), dtype="f4", chunks=(1000, 1000))
    with pytest.raises(LoadError, match="numbers"):
        model.load_weights(tmp_path / "huge.weights.h5")


def test_an_argument_that_does_not_exist_is_told_in_the_layers_words() -> None:
    config = json.loads(keras.Sequential([keras.Input((2,)), layers.Dense(1)]).to_json())
    config["config"]["layers"][1]["config"]["unit"] = 3
    with pytest.raises(LoadError, match="cannot be made: Dense has no argument 'unit'"):
        keras.models.model_from_json(json.dumps(config))
