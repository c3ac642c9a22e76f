"""The names of ``tf.data.experimental`` that scripts still use."""

from __future__ import annotations

from engine.data.dataset import AUTOTUNE, INFINITE_CARDINALITY, UNKNOWN_CARDINALITY, Dataset
from engine.tensor import Tensor


def cardinality(dataset: Dataset) -> Tensor:
    """Return the number of elements, or a negative constant."""
    return dataset.cardinality()


__all__ = ["AUTOTUNE", "INFINITE_CARDINALITY", "UNKNOWN_CARDINALITY", "cardinality"]
