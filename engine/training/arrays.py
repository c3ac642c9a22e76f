"""Arrays given to fit, evaluate and predict: checked, cast and cut into batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from engine.param import suggest
from engine.tensor import Tensor, Variable
from engine.tree import flatten, map_structure


def to_arrays(structure: Any, float_type: str | None) -> Any:
    """Return the structure with arrays as leaves.

    Args:
        structure: Arrays, tensors, lists of numbers; nested in lists or dicts.
        float_type: What floats become; None leaves them in their own precision.

    Raises:
        ValueError: for what is no numbers, or has no axis of samples.
    """

    def convert(leaf: Any) -> Any:
        if leaf is None:
            return None
        array = np.asarray(leaf.numpy() if isinstance(leaf, (Tensor, Variable)) else leaf)
        if array.dtype.kind not in "fiub":
            raise ValueError(
                f"Training data must be numbers, got an array of {array.dtype}. Turn texts and "
                "categories into numbers first."
            )
        if array.dtype.kind == "f" and float_type is not None:
            array = array.astype(float_type, copy=False)
        if array.ndim == 0:
            raise ValueError("Training data must have a first axis of samples, got one number.")
        return array

    if isinstance(structure, list) and structure and not hasattr(structure[0], "shape"):
        return convert(np.asarray(structure))  # a plain list of numbers is one array
    return map_structure(convert, structure)


def count_samples(*structures: Any) -> int:
    """Return the number of samples; ValueError when arrays disagree."""
    sizes = [len(a) for s in structures for a in flatten(s) if a is not None]
    if not sizes:
        raise ValueError("There is no data: no array was given.")
    if len(set(sizes)) > 1:
        raise ValueError(
            f"All arrays must have the same number of samples, got {', '.join(map(str, sizes))}."
        )
    if sizes[0] == 0:
        raise ValueError("There is no data: the arrays hold 0 samples.")
    return sizes[0]


def by_name(structure: Any, names: Sequence[str], what: str) -> list[Any]:
    """Return one entry per name from an array, a list or a dict.

    Raises:
        ValueError: naming what is missing, unknown or too much.
    """
    if isinstance(structure, dict):
        for name in structure:
            if name not in names:
                raise ValueError(
                    f"The data holds '{name}', which is no {what} of the model."
                    f"{suggest(name, names)}"
                )
        missing = [n for n in names if n not in structure]
        if missing:
            raise ValueError(
                f"The data for the model's {what} '{missing[0]}' is missing. "
                f"Given: {', '.join(structure)}."
            )
        return [structure[n] for n in names]
    entries = list(structure) if isinstance(structure, (list, tuple)) else [structure]
    if len(entries) != len(names):
        raise ValueError(
            f"The model has {len(names)} {what}s ({', '.join(names)}), "
            f"but {len(entries)} arrays were given."
        )
    return entries


def split(structures: Sequence[Any], fraction: float) -> tuple[list[Any], list[Any]]:
    """Cut the last ``fraction`` of all arrays off; ValueError when a part would be empty."""
    count = count_samples(*structures)
    at = int(np.floor(count * (1.0 - fraction)))
    if not 0.0 < fraction < 1.0 or at == 0 or at == count:
        raise ValueError(
            f"validation_split={fraction} leaves {at} samples for training and {count - at} for "
            "validation; both need at least one."
        )
    first = [map_structure(lambda a: None if a is None else a[:at], s) for s in structures]
    last = [map_structure(lambda a: None if a is None else a[at:], s) for s in structures]
    return first, last


def class_weights(y: Any, weights: dict[int, float]) -> np.ndarray:
    """Return a weight per sample from its class; classes not named weigh 1.

    Labels are the position of the largest entry where the last axis has more
    than one, else the rounded value (Keras's rule).
    """
    if not isinstance(weights, dict):
        raise ValueError(
            "class_weight must be a dict of a class's number and its weight, for example "
            f"{{0: 1.0, 1: 5.0}}, got {weights!r}."
        )
    leaves = [a for a in flatten(y) if a is not None]
    if len(leaves) != 1:
        raise ValueError("class_weight works for models with one output; use sample_weight.")
    labels = leaves[0]
    if labels.ndim > 1 and labels.shape[-1] > 1:
        labels = labels.argmax(axis=-1)
    elif labels.ndim > 1:
        labels = labels[..., 0]
    labels = np.rint(labels).astype(np.int64)
    result = np.ones(labels.shape, np.float32)
    for label, weight in weights.items():
        result[labels == int(label)] = weight
    return result


def batches(count: int, size: int, order: np.ndarray | None = None) -> Iterator[slice | np.ndarray]:
    """Return the index of each batch: slices, or positions in a shuffled order."""
    for start in range(0, count, size):
        stop = min(start + size, count)
        yield slice(start, stop) if order is None else order[start:stop]
