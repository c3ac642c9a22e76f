"""Pieces of clothing in ten classes, in the form of the handwritten digits."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from engine.datasets.files import STORAGE, damaged, local_file

_PARTS = ("train", "t10k")
_MOST_BYTES = 1 << 28


def load_data() -> Any:
    """Return ``(x_train, y_train), (x_test, y_test)``.

    Reads the four gzip files in ``~/.keras/datasets/fashion-mnist``.

    Returns:
        Images uint8 (n, 28, 28) from 0 to 255, classes uint8 (n): T-shirt, trousers,
        pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot.
    """
    return tuple(_part(name) for name in _PARTS)


def _part(name: str) -> tuple[np.ndarray, np.ndarray]:
    images = _numbers(f"{name}-images-idx3-ubyte.gz", axes=3)
    labels = _numbers(f"{name}-labels-idx1-ubyte.gz", axes=1)
    return images, labels


def _numbers(name: str, axes: int) -> np.ndarray:
    """The array of an IDX file: 0, 0, 8 (bytes), number of axes, sizes, then the bytes."""
    path: Path = local_file(f"fashion-mnist/{name}", STORAGE + name)
    try:
        with gzip.open(path) as file:
            content = file.read(_MOST_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise damaged(path, error) from None
    start = 4 + 4 * axes
    sizes = np.frombuffer(content[4:start], ">i4")
    if content[:4] != bytes((0, 0, 8, axes)) or len(content) - start != int(np.prod(sizes)):
        raise damaged(path, f"it is no IDX file of bytes with {axes} axes")
    return np.frombuffer(content, np.uint8, offset=start).reshape(sizes)
