"""Reviews of films, liked or not, as lists of word numbers."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from engine.datasets.arrays import read_npz
from engine.datasets.files import STORAGE, local_file
from engine.datasets.tables import shuffled
from engine.datasets.texts import limited, numbered, ragged, without_long, word_index

_SHA256 = "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f"


def load_data(
    path: str | os.PathLike[str] = "imdb.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
) -> Any:
    """Return ``(x_train, y_train), (x_test, y_test)``.

    Words are numbered by frequency, the most frequent first.

    Args:
        path: The file's name below ``~/.keras/datasets``, or an absolute path.
        num_words: Keep numbers below this one.
        skip_top: Leave so many of the lowest numbers out.
        maxlen: Keep only shorter reviews.
        seed: Order of the reviews.
        start_char: Number put before each review, None for none.
        oov_char: Number put for words left out, None to drop them.
        index_from: Added to every word's number.

    Returns:
        Object arrays of lists of numbers, and 0 or 1 (int64) for disliked and liked.
    """
    file = local_file(path, f"{STORAGE}imdb.npz", _SHA256)
    x_train, y_train, x_test, y_test = read_npz(file, "x_train", "y_train", "x_test", "y_test")
    rng = np.random.RandomState(seed)
    parts = []
    for x, y in ((x_train, y_train), (x_test, y_test)):
        reviews, labels = shuffled(rng, x, y)
        parts.append(without_long(numbered(reviews, start_char, index_from), labels, maxlen))
    (train, y_train), (test, y_test) = parts
    texts = limited(train + test, num_words, skip_top, oov_char)
    cut = len(train)
    return (ragged(texts[:cut]), y_train), (ragged(texts[cut:]), y_test)


def get_word_index(path: str | os.PathLike[str] = "imdb_word_index.json") -> dict[str, int]:
    """Return the number of each word, before ``index_from`` is added."""
    return word_index(path, "imdb_word_index.json")
