"""Handwritten digits: 60,000 images to train on and 10,000 to test with, 28 x 28 pixels."""

from __future__ import annotations

import os
from typing import Any

from engine.datasets.arrays import read_npz
from engine.datasets.files import STORAGE, local_file

_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"


def load_data(path: str | os.PathLike[str] = "mnist.npz") -> Any:
    """Return ``(x_train, y_train), (x_test, y_test)``.

    Args:
        path: The file's name below ``~/.keras/datasets``, or an absolute path.

    Returns:
        Images uint8 (n, 28, 28) from 0 to 255, digits uint8 (n).
    """
    file = local_file(path, f"{STORAGE}mnist.npz", _SHA256)
    x_train, y_train, x_test, y_test = read_npz(file, "x_train", "y_train", "x_test", "y_test")
    return (x_train, y_train), (x_test, y_test)
