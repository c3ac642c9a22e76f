"""What the data sets of house prices share: rows in an npz file, cut in two."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from engine.datasets.arrays import read_npz
from engine.datasets.files import STORAGE, local_file


def check_split(test_split: float) -> None:
    """Refuse a share of test data outside [0, 1)."""
    if not 0 <= test_split < 1:
        raise ValueError(f"test_split must be from 0 to below 1, got {test_split!r}.")


def shuffled(seed: int | np.random.RandomState, *arrays: np.ndarray) -> list[np.ndarray]:
    """Return arrays with their rows in the same new order (NumPy's older generator, as Keras)."""
    rng = np.random.RandomState(seed) if isinstance(seed, int) else seed
    order = np.arange(len(arrays[0]))
    rng.shuffle(order)
    return [a[order] for a in arrays]


def load_table(
    path: str | os.PathLike[str],
    name: str,
    sha256: str,
    test_split: float,
    seed: int,
    most: int | None = None,
) -> Any:
    """Return ``(x_train, y_train), (x_test, y_test)`` of shuffled rows, the first ``most``."""
    check_split(test_split)
    x, y = read_npz(local_file(path, STORAGE + name, sha256), "x", "y")
    x, y = shuffled(seed, x[:most], y[:most])
    cut = int(len(x) * (1 - test_split))
    return (x[:cut], y[:cut]), (x[cut:], y[cut:])
