"""House prices near Boston in the 1970s: 13 numbers per suburb, the median price as target.

One of the numbers is a measure of race; use the set for tests and history only.
"""

from __future__ import annotations

import os
from typing import Any

from engine.datasets.tables import load_table

_SHA256 = "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5"


def load_data(
    path: str | os.PathLike[str] = "boston_housing.npz", test_split: float = 0.2, seed: int = 113
) -> Any:
    """Return ``(x_train, y_train), (x_test, y_test)``.

    Args:
        path: The file's name below ``~/.keras/datasets``, or an absolute path.
        test_split: Share of the rows to test with.
        seed: Order of the rows.

    Returns:
        Features (n, 13), prices in thousands of dollars (n).
    """
    return load_table(path, "boston_housing.npz", _SHA256, test_split, seed)
