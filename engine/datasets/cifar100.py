"""Colour photographs in a hundred classes (or twenty coarse ones)."""

from __future__ import annotations

from typing import Any

from engine.datasets.cifar import joined, read_batches

_SHA256 = "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7"


def load_data(label_mode: str = "fine") -> Any:
    """Return ``(x_train, y_train), (x_test, y_test)``.

    Reads the folder ``cifar-100-python`` or the archive ``cifar-100-python.tar.gz``
    in ``~/.keras/datasets``.

    Args:
        label_mode: "fine" for 100 classes, "coarse" for 20.

    Returns:
        Images uint8 (n, 32, 32, 3) from 0 to 255, classes int64 (n, 1).
    """
    if label_mode not in ("fine", "coarse"):
        raise ValueError(f"label_mode must be 'fine' or 'coarse', got {label_mode!r}.")
    archive = "cifar-100-python.tar.gz"
    origin = f"https://www.cs.toronto.edu/~kriz/{archive}"
    train, test = read_batches(
        "cifar-100-python", archive, origin, _SHA256, ["train", "test"], f"{label_mode}_labels"
    )
    return joined([train]), joined([test])
