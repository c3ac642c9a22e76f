"""Tokenizer, skipgrams and TimeseriesGenerator beside older Keras's."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from keras.src.legacy.preprocessing import sequence as real_sequence
from keras.src.legacy.preprocessing import text as real_text

from engine.preprocessing import sequence, text

TEXTS = ["The cat sat, on the mat!", "A dog & a CAT.", "", "the  end\tof: it"]
SETTINGS: list[dict[str, Any]] = [
    {},
    {"num_words": 4},
    {"num_words": 4, "oov_token": "?"},
    {"lower": False, "filters": ",!"},
    {"char_level": True, "oov_token": "?"},
    {"analyzer": lambda t: t.split("a")},
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_tokenizers_number_words_alike(settings: dict[str, Any]) -> None:
    ours, theirs = text.Tokenizer(**settings), real_text.Tokenizer(**settings)
    for tokenizer in (ours, theirs):
        tokenizer.fit_on_texts(TEXTS)
    assert ours.word_index == theirs.word_index
    new = [*TEXTS, "some new cat words"]
    rows = theirs.texts_to_sequences(new)
    assert ours.texts_to_sequences(new) == rows
    assert ours.sequences_to_texts([*rows, [99]]) == theirs.sequences_to_texts([*rows, [99]])
    for mode in ("binary", "count", "freq", "tfidf"):
        np.testing.assert_allclose(
            ours.texts_to_matrix(new, mode), theirs.texts_to_matrix(new, mode), rtol=1e-12
        )
    if "analyzer" not in settings:
        again = text.tokenizer_from_json(ours.to_json())
        assert again.texts_to_sequences(new) == rows
        assert real_text.tokenizer_from_json(ours.to_json()).texts_to_sequences(new) == rows
        assert json.loads(ours.to_json())["class_name"] == "Tokenizer"


def test_lists_of_words_are_taken_as_they_are() -> None:
    ours, theirs = text.Tokenizer(), real_text.Tokenizer()
    for tokenizer in (ours, theirs):
        tokenizer.fit_on_texts([["A b", "c"], ["c"]])
        tokenizer.fit_on_sequences([[1, 2, 2], [2]])
    assert ours.word_index == theirs.word_index == {"c": 1, "a b": 2}
    assert ours.index_docs == dict(theirs.index_docs)


def test_words_and_hashes() -> None:
    for t in TEXTS:
        assert text.text_to_word_sequence(t) == real_text.text_to_word_sequence(t)
        for function in ("md5", None, len):
            ours, theirs = (m.hashing_trick(t, 9, function) for m in (text, real_text))
            assert ours == theirs
        assert text.one_hot(t, 9) == real_text.one_hot(t, 9)


def test_unfitted_tokenizers_and_wrong_modes_are_refused() -> None:
    with pytest.raises(ValueError, match="fit_on_texts"):
        text.Tokenizer().texts_to_matrix(["a"])
    with pytest.raises(ValueError, match="mode must be one of"):
        text.Tokenizer(num_words=3).texts_to_matrix(["a"], "tf")


def test_pairs_of_neighbours() -> None:
    row = [1, 2, 0, 3, 4, 5]
    for categorical in (False, True):
        ours, theirs = (
            m.skipgrams(row, 9, 2, 0.0, shuffle=False, categorical=categorical)
            for m in (sequence, real_sequence)
        )
        assert ours == theirs
    pairs, labels = sequence.skipgrams(row, 9, 2, 1.0, seed=3)
    real_pairs = {tuple(p) for p in sequence.skipgrams(row, 9, 2, 0.0)[0]}
    assert len(pairs) == 2 * len(real_pairs)
    assert {tuple(p) for p, label in zip(pairs, labels, strict=True) if label} == real_pairs
    assert (pairs, labels) == sequence.skipgrams(row, 9, 2, 1.0, seed=3)
    np.testing.assert_allclose(
        sequence.make_sampling_table(50), real_sequence.make_sampling_table(50), rtol=1e-12
    )


@pytest.mark.parametrize(
    "settings",
    [
        {"length": 4},
        {"length": 6, "sampling_rate": 2, "stride": 3, "batch_size": 4},
        {"length": 3, "start_index": 5, "end_index": 30, "reverse": True, "batch_size": 7},
    ],
)
def test_rows_of_a_series(settings: dict[str, Any]) -> None:
    data, targets = np.arange(100.0).reshape(50, 2), np.arange(50)
    ours, theirs = (
        m.TimeseriesGenerator(data, targets, **settings) for m in (sequence, real_sequence)
    )
    assert len(ours) == len(theirs)
    for i in range(len(ours)):
        for one, other in zip(ours[i], theirs[i], strict=True):
            np.testing.assert_array_equal(one, other)
    with pytest.raises(ValueError, match="equally long"):
        sequence.TimeseriesGenerator(data, targets[1:], 3)
    with pytest.raises(ValueError, match="smaller 'length'"):
        sequence.TimeseriesGenerator(data, targets, 60)
