"""Arrays given to fit, evaluate and predict: checked, cast and cut into batches."""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.param import suggest
from engine.tensor import Tensor, Variable, holds_texts, texts
from engine.tree import flatten, map_structure


def to_arrays(structure: Any, float_type: str | None, with_texts: bool = False) -> Any:
    """Return the structure with arrays as leaves.

    Args:
        structure: Arrays, tensors, lists of numbers; nested in lists or dicts.
        float_type: What floats become; None leaves them in their own precision.
        with_texts: Whether texts may stand in place of numbers.

    Raises:
        ValueError: for what is no numbers, or has no axis of samples.
    """

    def convert(leaf: Any) -> Any:
        if leaf is None:
            return None
        array = _array(leaf)
        if with_texts and holds_texts(array):
            array = texts(array)
        elif array.dtype.kind not in "fiub":
            raise ValueError(
                f"Training data must be numbers, got an array of {array.dtype}. Turn texts and "
                "categories into numbers first."
            )
        if array.dtype.kind == "f" and float_type is not None:
            array = array.astype(float_type, copy=False)
        if array.ndim == 0:
            raise ValueError("Training data must have a first axis of samples, got one number.")
        return array

    if isinstance(structure, list) and structure and _is_number_list(structure):
        return convert(structure)  # a plain list of numbers is one array
    return map_structure(convert, structure)


def _is_number_list(structure: list[Any]) -> bool:
    """Whether a list is data of its own, not several arrays."""
    return not any(
        leaf is None or isinstance(item, dict) or hasattr(leaf, "__array__")
        for item in structure
        for leaf in flatten(item)[:1]
    )


def _array(leaf: Any) -> np.ndarray:
    if isinstance(leaf, (Tensor, Variable)):
        return np.asarray(leaf)
    try:
        return np.asarray(leaf)
    except ValueError:  # rows of different lengths
        raise ValueError(
            "Training data must be arrays of numbers; this list holds rows of different lengths. "
            "keras.utils.pad_sequences makes them equally long."
        ) from None


def count_samples(x: Any, y: Any = None, sample_weight: Any = None) -> int:
    """Return the number of samples; ValueError when arrays disagree, naming their shapes."""
    parts = {"x": x, "y": y, "sample_weight": sample_weight}
    arrays = {
        name: [a for a in flatten(part) if a is not None] for name, part in parts.items()
    }
    sizes = {len(a) for found in arrays.values() for a in found}
    if not sizes:
        raise ValueError("There is no data: no array was given.")
    if len(sizes) > 1:
        shapes = "; ".join(
            f"{name} of shape {' and '.join(str(a.shape) for a in found)}"
            for name, found in arrays.items()
            if found
        )
        raise ValueError(
            f"All arrays must have the same number of samples (the first size), got {shapes}."
        )
    (count,) = sizes
    if count == 0:
        raise ValueError("There is no data: the arrays hold 0 samples.")
    return count


def by_name(
    structure: Any, names: Sequence[str], what: str, optional: Sequence[str] = ()
) -> list[Any]:
    """Return one entry per name from an array, a list or a dict.

    Args:
        structure: What was given.
        names: The names, in order.
        what: What the names are names of, for messages.
        optional: Names a dict may leave out; their entries become None.

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
        missing = [n for n in names if n not in structure and n not in optional]
        if missing:
            raise ValueError(
                f"The data for the model's {what} '{missing[0]}' is missing. "
                f"Given: {', '.join(map(str, structure))}."
            )
        return [structure.get(n) for n in names]
    entries = list(structure) if isinstance(structure, (list, tuple)) else [structure]
    if len(entries) != len(names):
        raise ValueError(
            f"The model has {len(names)} {what}{'s' * (len(names) != 1)} ({', '.join(names)}), "
            f"but {len(entries)} {'array was' if len(entries) == 1 else 'arrays were'} given."
        )
    return entries


def split(structures: Sequence[Any], fraction: float) -> tuple[list[Any], list[Any]]:
    """Cut the last ``fraction`` of all arrays off; ValueError when a part would be empty."""
    count = count_samples(*structures)
    at = int(np.floor(count * (1.0 - fraction)))
    if at == 0 or at == count:
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
    for label, weight in weights.items():
        if not _is_number(label) or not _is_number(weight):
            raise ValueError(
                "class_weight gives classes by their number and weights as numbers, for example "
                f"{{0: 1.0, 1: 5.0}}, got {label!r}: {weight!r}."
            )
    leaves = [a for a in flatten(y) if a is not None]
    if len(leaves) != 1:
        raise ValueError(
            "class_weight works for models with one output; use sample_weight, one array per "
            "output."
        )
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


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)
