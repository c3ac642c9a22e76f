"""What IMDB and Reuters share: texts as ragged lists of word numbers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

import numpy as np

from engine.datasets.files import STORAGE, damaged, local_file


def numbered(texts: Iterable[Any], start_char: int | None, index_from: int) -> list[list[int]]:
    """Return texts with their words' numbers moved up, behind a start mark."""
    start = [] if start_char is None else [start_char]
    return [start + [w + index_from for w in text] for text in texts]


def without_long(
    texts: list[list[int]], labels: np.ndarray, maxlen: int | None
) -> tuple[list[list[int]], np.ndarray]:
    """Return the texts shorter than ``maxlen`` with their labels."""
    if not maxlen:
        return texts, labels
    short = [len(text) < maxlen for text in texts]
    kept = [text for text, keep in zip(texts, short, strict=True) if keep]
    if not kept:
        raise ValueError(f"No text is shorter than maxlen={maxlen}; choose a greater one.")
    return kept, np.asarray(labels)[short]


def limited(
    texts: list[list[int]], num_words: int | None, skip_top: int, oov_char: int | None
) -> list[list[int]]:
    """Return texts with the numbers outside [skip_top, num_words) replaced or left out.

    Without ``num_words`` the greatest number is the (excluded) end, as in Keras.
    """
    end = num_words or max(max(text) for text in texts)
    if oov_char is None:
        return [[w for w in text if skip_top <= w < end] for text in texts]
    return [[w if skip_top <= w < end else oov_char for w in text] for text in texts]


def ragged(texts: list[list[int]]) -> np.ndarray:
    """Return an object array of lists."""
    array = np.empty(len(texts), object)
    array[:] = texts
    return array


def word_index(path: str | os.PathLike[str], name: str) -> dict[str, int]:
    """Return the numbers of words, before ``index_from`` is added."""
    file = local_file(path, STORAGE + name)
    try:
        index = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise damaged(file, error) from None
    if not isinstance(index, dict):
        raise damaged(file, "it holds no table of words")
    return index
