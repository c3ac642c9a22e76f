"""Approximate quantiles of data that come in parts.

A summary holds values (row 0) and how many numbers each stands for (row 1).
"""

from __future__ import annotations

import numpy as np


def summary(values: np.ndarray, epsilon: float) -> np.ndarray:
    """Return every k-th of the sorted values, at most 1 / epsilon of them, each counting k."""
    ordered = np.sort(values, axis=None)
    step = max(ordered.size * epsilon, 1.0)
    kept = ordered[int(step - 1) :: int(step)]
    return np.stack([kept, np.full_like(kept, step)])


def joined(one: np.ndarray, other: np.ndarray, epsilon: float) -> np.ndarray:
    """Return the summary of two sets together."""
    both = np.concatenate([one, other], axis=1)
    return compress(both[:, np.argsort(both[0])], epsilon)


def compress(found: np.ndarray, epsilon: float) -> np.ndarray:
    """Return a summary of 1 / epsilon values, read off the curve of the counts' sums."""
    if found.shape[1] * epsilon < 1:
        return found
    sums = np.cumsum(found[1])
    shares = np.arange(0.0, 1.0, epsilon) + epsilon
    values = np.interp(shares, sums / sums[-1], found[0])
    counts = np.diff(np.interp(shares, sums / sums[-1], sums), prepend=0.0)
    return np.stack([values, counts]).astype(np.float32)
