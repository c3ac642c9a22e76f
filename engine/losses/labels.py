"""Checks of targets against predictions, with messages that say what to try."""

from __future__ import annotations

from typing import Any

import numpy as np


def check_same_shape(name: str, y_true: Any, y_pred: Any, hint: str = "") -> None:
    """Raise ValueError naming both shapes when targets and predictions differ in shape."""
    true, pred = tuple(y_true.shape), tuple(y_pred.shape)
    fits = len(true) == len(pred) and all(
        t == p or t is None or p is None for t, p in zip(true, pred, strict=True)
    )
    if not fits:
        raise ValueError(
            f"{name}: the targets' shape {true} differs from the predictions' shape {pred}."
            + (f" {hint}" if hint else "")
        )


def check_class_labels(
    name: str, labels: Any, classes: int, ignored: int | None = None
) -> None:
    """Raise ValueError when an integer label is not in [0, classes).

    The message names the value, where it is and the number of classes.
    """
    array = np.asarray(labels)
    if array.dtype.kind not in "iufb":
        raise ValueError(f"{name}: labels must be whole numbers, got values of type {array.dtype}.")
    bad = (array < 0) | (array >= classes)
    if array.dtype.kind == "f":
        bad |= ~(array == np.floor(array))  # also true for NaN
    if ignored is not None:
        bad &= array != ignored
    if not bad.any():
        return
    where = np.unravel_index(int(np.argmax(bad)), array.shape)
    value = array[where]
    text = f"{value:g}" if array.dtype.kind == "f" else str(value)
    position = ", ".join(str(int(i)) for i in where)
    raise ValueError(
        f"{name}: the label {text} (at position {position}) is not one of the {classes} classes "
        f"0 to {classes - 1} that the model predicts. Number the classes from 0, or give the "
        "last layer more units."
    )
