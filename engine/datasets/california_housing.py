"""House prices in Californian districts, 1990: 8 numbers per district, the median as target."""

from __future__ import annotations

import os
from typing import Any

from engine.datasets.tables import load_table

_SHA256 = "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f"
_SIZES = {"large": None, "small": 600}


def load_data(
    version: str = "large",
    path: str | os.PathLike[str] = "california_housing.npz",
    test_split: float = 0.2,
    seed: int = 113,
) -> Any:
    """Return ``(x_train, y_train), (x_test, y_test)``.

    Args:
        version: "large" for all 20,640 districts, "small" for the first 600.
        path: The file's name below ``~/.keras/datasets``, or an absolute path.
        test_split: Share of the rows to test with.
        seed: Order of the rows.

    Returns:
        Features (n, 8), prices in dollars (n).
    """
    if version not in _SIZES:
        raise ValueError(f"version must be 'large' or 'small', got {version!r}.")
    name = "california_housing.npz"
    return load_table(path, name, _SHA256, test_split, seed, _SIZES[version])
