"""Texts inside a model: text in, prediction out, one file for all of it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
from engine import layers

TEXTS = np.array([["good day"], ["bad night"], ["good night"], ["bad day"]] * 8)
LABELS = np.array([1, 0, 1, 0] * 8)


def words_model(vectorize: Any) -> Any:
    inputs = engine.Input((1,), dtype="string")
    h = layers.Embedding(vectorize.vocabulary_size(), 4)(vectorize(inputs))
    h = layers.GlobalAveragePooling1D()(h)
    return engine.Model(inputs, layers.Dense(1, activation="sigmoid")(h))


@pytest.mark.parametrize("length", [4, None], ids=["fixed length", "as long as the longest"])
def test_a_model_learns_from_texts_and_goes_into_a_file(length: int | None, tmp_path: Path) -> None:
    engine.utils.set_random_seed(1)
    vectorize = layers.TextVectorization(output_sequence_length=length)
    vectorize.adapt(TEXTS)
    model = words_model(vectorize)
    model.compile(engine.optimizers.Adam(0.1), "binary_crossentropy", metrics=["accuracy"])
    assert model.fit(TEXTS, LABELS, epochs=6, verbose=0).history["accuracy"][-1] == 1.0
    wanted = model.predict(TEXTS[:5], verbose=0)
    assert (wanted.ravel() > 0.5).tolist() == [True, False, True, False, True]
    np.testing.assert_array_equal(model(TEXTS[:5].astype(object)), wanted)
    np.testing.assert_array_equal(model.predict(TEXTS[:5].astype("S"), verbose=0), wanted)
    for ending in ("keras", "h5"):
        model.save(tmp_path / f"m.{ending}")
        again = engine.models.load_model(tmp_path / f"m.{ending}")
        np.testing.assert_array_equal(again.predict(TEXTS[:5], verbose=0), wanted)


def test_the_vocabulary_beside_the_configuration_is_read(tmp_path: Path) -> None:
    """Keras writes what adapt() learnt into a text file in the archive."""
    vectorize = layers.TextVectorization(output_sequence_length=3)
    vectorize.adapt(TEXTS)
    lookup = layers.StringLookup(output_mode="multi_hot")
    lookup.adapt(TEXTS)
    for name, layer in (("text_vectorization/_lookup_layer", vectorize), ("string_lookup", lookup)):
        inputs = engine.Input((1,), dtype="string")
        model = engine.Model(inputs, layer(inputs))
        model.save(tmp_path / "ours.keras")
        with (
            zipfile.ZipFile(tmp_path / "ours.keras") as old,
            zipfile.ZipFile(tmp_path / "theirs.keras", "w") as new,
        ):
            for member in old.namelist():
                data = old.read(member)
                if member == "config.json":
                    config = json.loads(data)
                    config["config"]["layers"][1]["config"]["vocabulary"] = None
                    data = json.dumps(config).encode()
                new.writestr(member, data)
            new.writestr(f"assets/layers/{name}/vocabulary.txt", "\n".join(layer.get_vocabulary()))
        again = engine.models.load_model(tmp_path / "theirs.keras")
        assert again.layers[1].get_vocabulary() == layer.get_vocabulary()
        np.testing.assert_array_equal(
            again.predict(TEXTS[:3], verbose=0), model.predict(TEXTS[:3], verbose=0)
        )


def test_words_and_codes_side_by_side() -> None:
    colour, size = engine.Input((1,), dtype="string"), engine.Input((1,), dtype="int64")
    crossed = layers.HashedCrossing(16, output_mode="one_hot")([colour, size])
    known = layers.StringLookup(vocabulary=["red"], output_mode="one_hot")(colour)
    both = layers.Concatenate()([crossed, known])
    model = engine.Model([colour, size], layers.Dense(2)(both))
    given = [np.array([["red"], ["blue"]]), np.array([[1], [2]])]
    assert both.shape == (None, 18)
    assert model.predict(given, verbose=0).shape == (2, 2)


def test_back_to_words_inside_a_model() -> None:
    numbers = engine.Input((2,), dtype="int64")
    back = layers.StringLookup(vocabulary=["a", "b"], invert=True)(numbers)
    assert back.dtype == "string"
    model = engine.Model(numbers, back)
    assert model(np.array([[1, 2], [2, 9]])).numpy().tolist() == [["a", "b"], ["b", "[UNK]"]]


def test_texts_and_numbers_are_not_mixed_up() -> None:
    of_texts = engine.Sequential(
        [engine.Input((1,), dtype="string"), layers.StringLookup(vocabulary=["a"])]
    )
    with pytest.raises(ValueError, match="takes texts, the data are numbers"):
        of_texts.predict(np.zeros((2, 1)), verbose=0)
    of_numbers = engine.Sequential([engine.Input((1,)), layers.Dense(2)])
    with pytest.raises(ValueError, match="takes numbers, the data are texts.*TextVectorization"):
        of_numbers.predict(TEXTS, verbose=0)
    with pytest.raises(ValueError, match="Dense.*numbers, not texts"):
        layers.Dense(2)(engine.Input((1,), dtype="string"))
    with pytest.raises(ValueError, match="takes texts, got float32"):
        layers.StringLookup(vocabulary=["a"])(engine.Input((1,)))
    with pytest.raises(ValueError, match="StringLookup for texts"):
        layers.IntegerLookup(vocabulary=[1])(TEXTS)
