"""Weights of eight bits, as Keras's ``quantize("int8")`` keeps them in a tree of layers.

The kernel stands first, as whole numbers; last stands what each of its channels is divided by.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.layers.lora import LowRank
from engine.saving.common.errors import LoadError
from engine.saving.hdf5.library import h5py
from engine.tensor import Variable


def is_quantized(layer: object, stored: Sequence[h5py.Dataset], own: Sequence[Variable]) -> bool:
    """Whether a file holds a layer's kernel as whole numbers, and one array more for that."""
    more = isinstance(layer, LowRank) and len(stored) == len(own) + 1
    return more and stored[0].dtype == np.int8


def kernel(layer: LowRank, whole: np.ndarray, divisors: np.ndarray) -> np.ndarray:
    """Return the numbers that a quantised kernel stands for.

    Args:
        layer: The layer, which says by which axes of its kernel the divisors differ.
        whole: The kernel in the file.
        divisors: One for every channel that comes out of the layer.

    Raises:
        LoadError: for another number of divisors.
    """
    axes, differing = _axes(layer)
    sizes = dict(zip(axes, whole.shape, strict=True))
    shape = [sizes[axis] for axis in differing]
    if np.prod(shape) != divisors.size:
        raise LoadError(
            f"'{layer.name}' has {divisors.size} scales in the file, its kernel of the shape "
            f"{whole.shape} needs {int(np.prod(shape))}."
        )
    ordered = [axis for axis in axes if axis in differing]
    turned = np.transpose(divisors.reshape(shape), [differing.index(axis) for axis in ordered])
    return whole / turned.reshape([sizes[axis] if axis in differing else 1 for axis in axes])


def _axes(layer: LowRank) -> tuple[str, str]:
    """A letter for each axis of the kernel, and those that have divisors, in these' order."""
    if layer.adapted_weight == "embeddings":
        return "ab", "a"
    equation = getattr(layer, "equation", "ab,bc->ac")
    inputs, output = equation.replace(" ", "").split("->")
    axes = inputs.split(",")[1]
    return axes, "".join(axis for axis in output if axis in axes)
