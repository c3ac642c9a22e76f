"""Ops that count how predictions and labels meet; what metrics are made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.op import Call, WithoutGradient, apply
from engine.tensor import Spec, Tensor


class CountAbove(WithoutGradient):
    """Weighted counts of predictions above each of several thresholds, column by column."""

    name = "count_above"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec((len(attrs["thresholds"]), inputs[0].shape[1]), inputs[1].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        thresholds = np.asarray(attrs["thresholds"], ins[0].dtype)
        order = np.argsort(thresholds, kind="stable")
        return [(_count_above, (*ins, outs[0], thresholds[order], order, attrs["even"]))]


def _count_above(
    p: np.ndarray,
    weight: np.ndarray,
    out: np.ndarray,
    thresholds: np.ndarray,
    order: np.ndarray,
    even: bool,
) -> None:
    n = len(thresholds)
    if even:
        below = _evenly_below(p, thresholds)
    else:
        below = np.searchsorted(thresholds, p, side="left")
        below[np.isnan(p)] = 0
    for column in range(p.shape[1]):
        counts = np.bincount(below[:, column], weight[:, column], n + 1)[1:]
        out[order, column] = counts[::-1].cumsum()[::-1]


def _evenly_below(p: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Return how many of the thresholds i / (n - 1) lie below each prediction (Keras's rule)."""
    n = len(thresholds)
    below = np.ceil(np.clip(p, 0, 1) * p.dtype.type(n - 1))
    if thresholds[0] < 0:
        below = np.maximum(below, 1)
    return np.clip(np.nan_to_num(below), 0, n).astype(np.int64)


class TopK(WithoutGradient):
    """1 at the k largest numbers of each row, else 0; the first of equal ones wins."""

    name = "top_k_mask"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_top_k, (ins[0], outs[0], attrs["k"]))]


def _top_k(x: np.ndarray, out: np.ndarray, k: int) -> None:
    best = np.argsort(-x, axis=-1, kind="stable")[..., :k]
    out.fill(0)
    np.put_along_axis(out, best, 1, axis=-1)


class Confusion(WithoutGradient):
    """How often class i (rows) was predicted as class j (columns), weighted."""

    name = "confusion_matrix"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec((attrs["classes"],) * 2, inputs[2].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_confusion, (*ins, outs[0], attrs["classes"]))]


def _confusion(
    labels: np.ndarray, found: np.ndarray, weight: np.ndarray, out: np.ndarray, classes: int
) -> None:
    known = (labels >= 0) & (labels < classes) & (found >= 0) & (found < classes)
    place = labels[known].astype(np.int64) * classes + found[known].astype(np.int64)
    out[...] = np.bincount(place, weight[known], classes * classes).reshape(classes, classes)


_COUNT_ABOVE = CountAbove()
_TOP_K = TopK()
_CONFUSION = Confusion()


def count_above(p: Any, weight: Any, thresholds: tuple[float, ...], even: bool = False) -> Tensor:
    """Return the sums of the weights of predictions above each threshold.

    Args:
        p: Predictions, shape (samples, columns).
        weight: Weights of the same shape.
        thresholds: Any numbers.
        even: The thresholds are 0, 1 / (n - 1), ..., 1 (the outer two may lie a little
            outside); predictions are then limited to [0, 1].

    Returns:
        Shape (thresholds, columns).
    """
    return apply(_COUNT_ABOVE, p, weight, thresholds=thresholds, even=even)[0]


def top_k_mask(x: Any, k: int) -> Tensor:
    """Return 1 at the k largest numbers along the last axis and 0 elsewhere."""
    return apply(_TOP_K, x, k=k)[0]


def confusion_matrix(labels: Any, predictions: Any, weight: Any, classes: int) -> Tensor:
    """Return weighted counts of pairs of classes; pairs outside [0, classes) do not count.

    Args:
        labels: Class numbers, shape (samples,).
        predictions: Class numbers, shape (samples,).
        weight: Weights, shape (samples,).
        classes: Number of classes.
    """
    return apply(_CONFUSION, labels, predictions, weight, classes=classes)[0]
