"""Small helpers on arrays."""

from __future__ import annotations

from typing import Any

import numpy as np


def to_categorical(x: Any, num_classes: int | None = None) -> np.ndarray:
    """Return class numbers as one-hot rows.

    Args:
        x: Whole numbers from 0 on, shape (...,) or (..., 1).
        num_classes: Length of a row; the greatest number plus 1 by default.

    Returns:
        Float32 array of shape (..., num_classes): 1 at the class, else 0.

    Raises:
        ValueError: for a number that is no class; it is named.
    """
    labels = np.asarray(x)
    if labels.dtype.kind == "f" and np.array_equal(labels, np.floor(labels)):
        labels = labels.astype(np.int64)
    if labels.dtype.kind not in "iub":
        raise ValueError(
            f"to_categorical expects whole numbers, got an array of {labels.dtype} "
            "with other values."
        )
    labels = labels.astype(np.int64)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    classes = int(num_classes) if num_classes else int(labels.max(initial=-1)) + 1
    bad = labels[(labels < 0) | (labels >= classes)]
    if bad.size:
        raise ValueError(
            f"to_categorical: the label {bad[0]} is not one of the {classes} classes "
            f"0 to {classes - 1}."
        )
    return np.eye(classes, dtype=np.float32)[labels]


def normalize(x: Any, axis: int = -1, order: int = 2) -> np.ndarray:
    """Return an array whose vectors along an axis have the length 1; those of zeros stay so.

    Args:
        x: Numbers of any shape.
        axis: Axis along which the vectors lie.
        order: 2 for the usual length, 1 for the sum of the absolute values.
    """
    array = np.asarray(x)
    length = np.atleast_1d(np.linalg.norm(array, order, axis))
    length[length == 0] = 1
    return array / np.expand_dims(length, axis)
