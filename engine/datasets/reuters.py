"""News items in 46 topics, as lists of word numbers."""

from __future__ import annotations

import os
from typing import Any

from engine.datasets.arrays import read_npz
from engine.datasets.files import STORAGE, local_file
from engine.datasets.tables import check_split, shuffled
from engine.datasets.texts import limited, numbered, ragged, without_long, word_index

_SHA256 = "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916"
_TOPICS = (
    "cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar trade reserves "
    "ship cotton carcass crude nat-gas cpi money-fx interest gnp meal-feed alum oilseed gold tin "
    "strategic-metal livestock retail ipi iron-steel rubber heat jobs lei bop zinc orange pet-chem "
    "dlr gas silver wpi hog lead"
)


def load_data(
    path: str | os.PathLike[str] = "reuters.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    test_split: float = 0.2,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
) -> Any:
    """Return ``(x_train, y_train), (x_test, y_test)``.

    Args:
        test_split: Share of the items to test with; the others are as for
            ``imdb.load_data``.

    Returns:
        Object arrays of lists of numbers, and topics (int64) from 0 to 45.
    """
    check_split(test_split)
    x, y = read_npz(local_file(path, f"{STORAGE}reuters.npz", _SHA256), "x", "y")
    items, topics = shuffled(seed, x, y)
    texts, topics = without_long(numbered(items, start_char, index_from), topics, maxlen)
    texts = limited(texts, num_words, skip_top, oov_char)
    cut = int(len(texts) * (1 - test_split))
    return (ragged(texts[:cut]), topics[:cut]), (ragged(texts[cut:]), topics[cut:])


def get_word_index(path: str | os.PathLike[str] = "reuters_word_index.json") -> dict[str, int]:
    """Return the number of each word, before ``index_from`` is added."""
    return word_index(path, "reuters_word_index.json")


def get_label_names() -> tuple[str, ...]:
    """Return the topics' names in the order of their numbers."""
    return tuple(_TOPICS.split())
