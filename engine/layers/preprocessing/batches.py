"""The data that layers adapt to, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from engine.data import Dataset
from engine.tensor import Tensor, Variable


def is_whole(data: Any, lists_are_data: bool = False) -> bool:
    """Whether data are one array of all samples, not several batches."""
    lists = (list, tuple) if lists_are_data else ()
    return isinstance(data, (np.ndarray, Tensor, Variable, *lists))


def batches(data: Any, steps: int | None = None, lists_are_data: bool = False) -> Iterator[Any]:
    """Return arrays of samples.

    Args:
        data: An array (one batch), a Dataset, a sequence with ``len`` and numbered
            batches, or any iterable of batches. Of a tuple ``(x, y)`` the first entry counts.
        steps: At most so many batches.
        lists_are_data: Whether a list is one batch instead of several.
    """
    if is_whole(data, lists_are_data):
        yield np.asarray(data)
        return
    if isinstance(data, Dataset) and _elements_are_single(data):
        data = data.batch(128)
    if not hasattr(data, "__iter__"):
        if not hasattr(data, "__getitem__") or not hasattr(data, "__len__"):
            raise TypeError(
                "adapt() takes an array, a Dataset or an iterable of batches, got "
                f"{type(data).__name__}."
            )
        data = (data[i] for i in range(len(data)))
    for element in islice(iter(data), steps):
        yield np.asarray(element[0] if isinstance(element, tuple) else element)


def _elements_are_single(data: Dataset) -> bool:
    """Whether a data set gives single numbers or texts, not batches."""
    for element in data.take(1):
        return np.ndim(element[0] if isinstance(element, tuple) else element) == 0
    return False
