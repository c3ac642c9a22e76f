"""What a training step counts up: right answers, sums for means."""

from typing import Any

import numpy as np

from engine.kernels.common import compiled, flat

Call = tuple[Any, tuple[Any, ...]]


def hits_call(labels: np.ndarray, scores: np.ndarray, out: np.ndarray) -> Call:
    """out[row] = whether the first of the greatest scores[row] stands at labels[row], as 0 or 1.

    As for NumPy a score that is not a number is the greatest.
    """
    return _hits, (flat(labels), scores, flat(out))


@compiled
def _hits(labels: Any, scores: Any, out: Any) -> None:
    for row in range(out.size):
        best = 0
        for j in range(1, scores.shape[1]):
            value, top = scores[row, j], scores[row, best]
            if value > top or (value != value and top == top):
                best = j
        out[row] = labels[row] == best


def add_mean_call(values: np.ndarray, total: np.ndarray, count: np.ndarray, weight: float,
                  number: float) -> Call:
    """Add the sum of `values` times `weight` to `total`, and `number` to `count`."""
    return _add_mean, (flat(values), flat(total), flat(count), weight, number)


@compiled
def _add_mean(values: Any, total: Any, count: Any, weight: float, number: float) -> None:
    added = 0.0
    for i in range(values.size):
        added += values[i]
    total[0] += weight * added
    count[0] += number


def ratio_call(x: np.ndarray, y: np.ndarray, out: np.ndarray) -> Call:
    """out = x / y, and 0 where y is 0."""
    return _ratio, (flat(x), flat(y), flat(out))


@compiled
def _ratio(x: Any, y: Any, out: Any) -> None:
    for i in range(out.size):
        out[i] = x[i] / y[i] if y[i] != 0 else 0
