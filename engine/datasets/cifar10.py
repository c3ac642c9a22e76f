"""Colour photographs in ten classes: 50,000 to train on and 10,000 to test with."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.datasets.cifar import joined, read_batches

_SHA256 = "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"


def load_data() -> Any:
    """Return ``(x_train, y_train), (x_test, y_test)``.

    Reads the folder ``cifar-10-batches-py`` or the archive ``cifar-10-python.tar.gz``
    in ``~/.keras/datasets``.

    Returns:
        Images uint8 (n, 32, 32, 3) from 0 to 255, classes uint8 (n, 1): airplane, automobile,
        bird, cat, deer, dog, frog, horse, ship, truck.
    """
    archive = "cifar-10-python.tar.gz"
    names = [f"data_batch_{i}" for i in range(1, 6)] + ["test_batch"]
    origin = f"https://www.cs.toronto.edu/~kriz/{archive}"
    batches = read_batches("cifar-10-batches-py", archive, origin, _SHA256, names, "labels")
    parts = (joined(batches[:-1]), joined(batches[-1:]))
    return tuple((images, labels.astype(np.uint8)) for images, labels in parts)
