"""Lookups and TextVectorization on the examples of Keras's documentation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.data import Dataset
from engine.layers import IntegerLookup, StringLookup, TextVectorization

WORDS = ["a", "b", "c", "d"]
DATA = np.array([["a", "c", "d"], ["d", "z", "b"]])
DOUBLED = np.array([["a", "c", "d", "d"], ["d", "z", "b", "z"]])


def test_words_become_places_and_places_words() -> None:
    layer = StringLookup(vocabulary=WORDS)
    assert layer(DATA).numpy().tolist() == [[1, 3, 4], [4, 0, 2]]
    assert layer(DATA.astype("S")).numpy().tolist() == [[1, 3, 4], [4, 0, 2]]
    back = StringLookup(vocabulary=WORDS, invert=True)
    assert back(np.array([[1, 3, 4], [4, 0, 2]])).numpy().tolist() == [
        ["a", "c", "d"],
        ["d", "[UNK]", "b"],
    ]


def test_codes_become_places() -> None:
    codes = np.array([[12, 1138, 42], [42, 1000, 36]])
    assert IntegerLookup(vocabulary=[12, 36, 1138, 42])(codes).numpy().tolist() == [
        [1, 3, 4],
        [4, 0, 2],
    ]
    layer = IntegerLookup(vocabulary=[12, 36, 1138, 42], num_oov_indices=2)
    unknown = np.array([[12, 1138, 42], [37, 1000, 36]])
    assert layer(unknown).numpy().tolist() == [[2, 4, 5], [1, 0, 3]]
    adapted = IntegerLookup()
    adapted.adapt(codes)
    assert adapted.get_vocabulary() == [-1, 42, 1138, 1000, 36, 12]


@pytest.mark.parametrize(
    ("config", "data", "wanted"),
    [
        ({"output_mode": "one_hot"}, ["a", "z"], [[0, 1, 0, 0, 0], [1, 0, 0, 0, 0]]),
        ({"output_mode": "multi_hot"}, DOUBLED, [[0, 1, 0, 1, 1], [1, 0, 1, 0, 1]]),
        ({"output_mode": "count"}, DOUBLED, [[0, 1, 0, 1, 2], [2, 0, 1, 0, 1]]),
        (
            {"output_mode": "tf_idf", "idf_weights": [0.25, 0.75, 0.6, 0.4]},
            DOUBLED,
            [[0, 0.25, 0, 0.6, 0.8], [1.0, 0, 0.75, 0, 0.4]],
        ),
    ],
)
def test_rows(config: dict, data: Any, wanted: Any) -> None:
    result = StringLookup(vocabulary=WORDS, **config)(data)
    np.testing.assert_allclose(result.numpy(), wanted, rtol=1e-6)


def test_a_vocabulary_is_learnt_the_most_frequent_first() -> None:
    for data in (DATA, DATA.tolist(), Dataset.from_tensor_slices(DATA).batch(1)):
        layer = StringLookup()
        layer.adapt(data)
        assert layer.get_vocabulary() == ["[UNK]", "d", "z", "c", "b", "a"]
    short = StringLookup(max_tokens=3)
    short.adapt(DATA)
    assert short.get_vocabulary() == ["[UNK]", "d", "z"]
    again = StringLookup.from_config(short.get_config())
    assert again.get_vocabulary() == short.get_vocabulary()


@pytest.mark.parametrize("cls", [StringLookup, IntegerLookup, TextVectorization])
def test_a_path_is_read_for_a_script_but_never_for_an_opened_file(cls: Any, tmp_path: Any) -> None:
    path = tmp_path / "vocabulary.txt"
    path.write_text("4\n7\n\n")
    entries = [4, 7] if cls is IntegerLookup else ["4", "7"]
    for given in (str(path), path):
        layer, late = cls(vocabulary=given), cls()
        late.set_vocabulary(given)
        assert layer.get_vocabulary(False) == late.get_vocabulary(False) == entries
        with pytest.raises(ValueError, match="No file is read"):
            cls.from_config({"vocabulary": str(path)})
    with pytest.raises(ValueError, match="There is no vocabulary file"):
        cls(vocabulary=str(tmp_path / "other.txt"))


def test_wrong_vocabularies_are_refused() -> None:
    for config, words in (
        ({"vocabulary": ["a", "a"]}, "more than once"),
        ({"vocabulary": WORDS, "max_tokens": 3}, "max_tokens"),
        ({"vocabulary": WORDS, "output_mode": "tf_idf"}, "idf_weights"),
        ({"vocabulary": WORDS, "salt": "x"}, "salt"),
        ({"num_oov_indices": -1}, "num_oov_indices"),
        ({"vocabulary": [1, 2]}, "must hold words"),
    ):
        with pytest.raises(ValueError, match=words):
            StringLookup(**config)
    with pytest.raises(ValueError, match="'z' is not in the vocabulary"):
        StringLookup(vocabulary=WORDS, num_oov_indices=0)(DATA)
    with pytest.raises(ValueError, match="adapt"):
        StringLookup()(DATA)
    with pytest.raises(ValueError, match="whole numbers"):
        IntegerLookup(vocabulary=[1])([1.5])


def test_texts_become_rows_of_numbers() -> None:
    layer = TextVectorization(output_sequence_length=4, vocabulary=["earth", "wind", "and", "fire"])
    assert layer.get_vocabulary() == ["", "[UNK]", "earth", "wind", "and", "fire"]
    result = layer(np.array([["Earth, WIND and fire & fire!"], ["fire  michigan"]]))
    assert result.numpy().tolist() == [[2, 3, 4, 5], [5, 1, 0, 0]]
    assert layer("wind").numpy().tolist() == [3, 0, 0, 0]


def test_texts_are_learnt_and_mapped_in_a_data_set() -> None:
    layer = TextVectorization()
    layer.adapt(["foo bar", "bar baz", "baz bada boom"])
    assert layer.get_vocabulary() == ["", "[UNK]", "baz", "bar", "foo", "boom", "bada"]
    again = TextVectorization.from_config(layer.get_config())
    data = Dataset.from_tensor_slices(np.array(["foo qux bar", "qux baz", "bada"])).batch(2)
    for vectorize in (layer, again):
        rows = [b.tolist() for b in data.map(vectorize).as_numpy_iterator()]
        assert rows == [[[4, 1, 3], [1, 2, 0]], [[6]]]


@pytest.mark.parametrize(
    ("config", "text", "words"),
    [
        ({}, "It's  BIG!", ["its", "big"]),
        ({"standardize": None}, "It's BIG!", ["It's", "BIG!"]),
        ({"standardize": "lower"}, "It's BIG!", ["it's", "big!"]),
        ({"standardize": "strip_punctuation"}, "It's BIG!", ["Its", "BIG"]),
        ({"split": "character"}, "好 a", ["好", " ", "a"]),
        ({"split": None}, "a b", ["a b"]),
        ({"ngrams": 2}, "a b c", ["a", "b", "c", "a b", "b c"]),
        ({"ngrams": [3]}, "a b c", ["a b c"]),
        ({"split": lambda t: t.split("-"), "standardize": None}, "a-b", ["a", "b"]),
    ],
)
def test_cleaning_and_splitting(config: dict, text: str, words: list[str]) -> None:
    layer = TextVectorization(vocabulary=words, **config)
    assert layer([[text]]).numpy().tolist() == [list(range(2, 2 + len(words)))]


def test_texts_become_counts_and_weights() -> None:
    texts = ["a b b", "b c"]
    for mode, wanted in (
        ("multi_hot", [[0, 1, 0, 1], [0, 1, 1, 0]]),
        ("count", [[0, 2, 0, 1], [0, 1, 1, 0]]),
    ):
        layer = TextVectorization(output_mode=mode)
        layer.adapt(texts)
        assert layer.get_vocabulary() == ["[UNK]", "b", "c", "a"]
        assert layer(texts).numpy().tolist() == wanted
    weighted = TextVectorization(output_mode="tf_idf")
    weighted.adapt(texts)
    b, rare = np.log(1 + 2 / 3), np.log(1 + 2 / 2)  # documents with b: 2 of 2, with a or c: 1
    np.testing.assert_allclose(
        weighted(["a b b x"]).numpy(), [[(b + 2 * rare) / 3, 2 * b, 0, rare]], rtol=1e-6
    )
    padded = TextVectorization(output_mode="count", max_tokens=6, pad_to_max_tokens=True)
    padded.adapt(texts)
    assert padded(texts).shape == (2, 6)
