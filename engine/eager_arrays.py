"""More of TensorFlow's names: filling, cutting, picking, sorting and comparing tensors.

As in ``engine.eager``, each is a thin spelling of a function in ``engine.ops``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine import ops
from engine.dtypes import floating
from engine.eager import (
    _initializer,
    _of_one,
    _of_two,
    _reduction,
    _tensor,
    constant,
    sizes,
)
from engine.ops.casting import copied
from engine.symbolic import KerasTensor
from engine.tensor import Tensor, Variable

string, float16, int8, int16 = "string", "float16", "int8", "int16"
uint16, uint32, uint64, half, double = "uint16", "uint32", "uint64", "float16", "float64"
bool = "bool"  # noqa: A001 (TensorFlow's name)

not_equal, greater_equal, less_equal, logical_and, logical_or = (
    _of_two(f)
    for f in (ops.not_equal, ops.greater_equal, ops.less_equal, ops.logical_and, ops.logical_or)
)
round, floor, tanh, sigmoid, sin, cos, logical_not, negative = (  # noqa: A001
    _of_one(f)
    for f in (
        ops.round, ops.floor, ops.tanh, ops.sigmoid, ops.sin, ops.cos, ops.logical_not,
        ops.negative,
    )
)  # fmt: skip
reduce_prod = _reduction("reduce_prod", ops.prod)
einsum, tensordot = ops.einsum, ops.tensordot


def fill(dims: Sequence[int], value: Any, name: str | None = None) -> Tensor:
    """Return a tensor of a shape with one value everywhere."""
    return constant(value, shape=dims)


def linspace(start: Any, stop: Any, num: Any, name: str | None = None) -> Tensor:
    """Return ``num`` evenly spaced numbers from start to stop, in start's float type."""
    numbers = np.linspace(np.asarray(start), np.asarray(stop), int(num))
    return constant(numbers, floating(_tensor(start).dtype))


def identity(input: Any, name: str | None = None) -> Any:  # noqa: A002 (TensorFlow's name)
    """Return the same values as a new tensor."""
    x = _tensor(input)
    return x if isinstance(x, KerasTensor) else copied(x)


def is_tensor(x: Any) -> Any:
    """Return whether x is a tensor or a variable."""
    return isinstance(x, (Tensor, Variable))


def rank(input: Any, name: str | None = None) -> Tensor:  # noqa: A002
    """Return the number of axes."""
    return constant(len(_tensor(input).shape), "int32")


def size(input: Any, name: str | None = None) -> Tensor:  # noqa: A002
    """Return the number of elements."""
    return constant(int(np.prod(_tensor(input).shape)), "int32")


def split(value: Any, num_or_size_splits: Any, axis: int = 0, name: Any = None) -> list[Tensor]:
    """Cut a tensor into equal parts (a number), or into parts of given sizes (a list)."""
    parts = num_or_size_splits
    if not isinstance(parts, int):
        parts = np.cumsum(np.asarray(parts))[:-1].tolist()
    return list(ops.split(_tensor(value), parts, axis))


def unstack(value: Any, num: int | None = None, axis: int = 0, name: Any = None) -> list[Tensor]:
    """Return the slices along an axis, without that axis."""
    return list(ops.unstack(_tensor(value), num, axis))


def tile(input: Any, multiples: Any, name: str | None = None) -> Tensor:  # noqa: A002
    """Return a tensor repeated so often along each axis."""
    return ops.tile(_tensor(input), sizes(multiples))


def repeat(input: Any, repeats: Any, axis: int | None = None, name: Any = None) -> Tensor:  # noqa: A002
    """Return a tensor with each element along an axis repeated."""
    return ops.repeat(_tensor(input), repeats, axis=axis)


def gather(
    params: Any,
    indices: Any,
    validate_indices: Any = None,
    axis: int | None = None,
    batch_dims: int = 0,
    name: str | None = None,
) -> Tensor:
    """Return the slices at indices along an axis.

    Args:
        params: Where to take from.
        indices: Whole numbers.
        axis: The axis that they count; by default the first one after ``batch_dims``.
        batch_dims: How many first axes of both go together: each has indices of its own.
        validate_indices: Kept for TensorFlow's signature.
    """
    params, indices = _tensor(params), _tensor(indices)
    axis = batch_dims if axis is None else axis
    if not batch_dims:
        return ops.take(params, indices, axis=axis)
    pairs = zip(ops.unstack(params), ops.unstack(indices), strict=True)
    parts = [gather(p, i, axis=axis - 1, batch_dims=batch_dims - 1) for p, i in pairs]
    return ops.stack(parts)


def boolean_mask(tensor: Any, mask: Any, axis: int | None = None, name: Any = None) -> Tensor:
    """Return the slices where a mask holds; it covers as many axes from ``axis`` on as it has.

    Raises:
        ValueError: for a mask whose shape is not that of these axes.
    """
    x, held, first = _tensor(tensor), np.asarray(mask), axis or 0
    end = first + held.ndim
    if not held.ndim or x.shape[first:end] != held.shape:
        raise ValueError(f"A mask of shape {held.shape} does not fit a tensor of shape {x.shape}.")
    rows = ops.reshape(x, (*x.shape[:first], held.size, *x.shape[end:]))
    return gather(rows, np.flatnonzero(held).astype("int32"), axis=first)


def reverse(tensor: Any, axis: Any, name: str | None = None) -> Tensor:
    """Return a tensor turned round along axes."""
    return ops.flip(_tensor(tensor), axis)


def cumsum(
    x: Any, axis: int = 0, exclusive: Any = False, reverse: Any = False, name: Any = None
) -> Tensor:
    """Return the running sums along an axis.

    Args:
        x: Numbers.
        axis: The axis.
        exclusive: Whether an element's own value is left out.
        reverse: Whether to run from the end.
    """
    x = _tensor(x)
    turned = ops.flip(x, axis) if reverse else x
    sums = ops.cumsum(turned, axis)
    if exclusive:
        sums = ops.subtract(sums, turned)
    return ops.flip(sums, axis) if reverse else sums


def argmin(
    input: Any,  # noqa: A002
    axis: int | None = None,
    output_type: str = "int64",
    name: Any = None,
) -> Tensor:
    """Return the position of the smallest element along an axis, the first by default."""
    return ops.cast(ops.argmin(_tensor(input), 0 if axis is None else int(axis)), output_type)


def sort(values: Any, axis: int = -1, direction: str = "ASCENDING", name: Any = None) -> Tensor:
    """Return the elements along an axis in order."""
    found = ops.sort(_tensor(values), axis)
    return ops.flip(found, axis) if _falls(direction) else found


def argsort(
    values: Any, axis: int = -1, direction: str = "ASCENDING", stable: Any = False, name: Any = None
) -> Tensor:
    """Return the positions that bring the elements along an axis in order.

    Equal elements keep their order, rising or falling.
    """
    values = _tensor(values)
    if not _falls(direction):
        return ops.argsort(values, axis)
    # turned round twice: unsigned numbers have no negative ones to sort by
    back = ops.flip(ops.argsort(ops.flip(values, axis), axis), axis)
    return ops.subtract(values.shape[axis] - 1, back)


def _falls(direction: str) -> Any:
    if direction not in ("ASCENDING", "DESCENDING"):
        raise ValueError(f"direction must be 'ASCENDING' or 'DESCENDING', got {direction!r}.")
    return direction == "DESCENDING"


def clip_by_value(t: Any, clip_value_min: Any, clip_value_max: Any, name: Any = None) -> Tensor:
    """Return values brought between two limits."""
    return ops.clip(_tensor(t), clip_value_min, clip_value_max)


def norm(tensor: Any, ord: Any = "euclidean", axis: Any = None, keepdims: Any = False) -> Tensor:
    """Return the length of a tensor, or of its vectors along an axis.

    Args:
        tensor: Numbers.
        ord: "euclidean", 1, 2 or ``np.inf``.
        axis: One axis; all elements as one vector by default. A pair of axes makes
            matrices: of them "euclidean" is the root of the sum of squares.
        keepdims: Whether the axis stays, with size 1.

    Raises:
        ValueError: for an order that is not known.
    """
    tensor = _tensor(tensor)
    if np.ndim(axis) and len(axis) == 2 and ord != "euclidean":
        return ops.norm(tensor, ord, tuple(axis), keepdims)
    if ord == 1:
        return ops.sum(ops.absolute(tensor), axis, keepdims)
    if ord == np.inf:
        return ops.max(ops.absolute(tensor), axis, keepdims)
    if ord not in ("euclidean", 2):
        raise ValueError(f"ord must be 'euclidean', 1, 2 or np.inf, got {ord!r}.")
    return ops.sqrt(ops.sum(ops.square(tensor), axis, keepdims))


def constant_initializer(value: float = 0.0) -> Any:
    """Return the initializer that fills with one value."""
    return _initializer("constant", value=value)


def random_uniform_initializer(
    minval: float = -0.05, maxval: float = 0.05, seed: int | None = None
) -> Any:
    """Return the initializer that draws evenly between two limits."""
    return _initializer("random_uniform", minval=minval, maxval=maxval, seed=seed)


__all__ = [
    "argmin",
    "argsort",
    "bool",
    "boolean_mask",
    "clip_by_value",
    "constant_initializer",
    "cos",
    "cumsum",
    "double",
    "einsum",
    "fill",
    "float16",
    "floor",
    "gather",
    "greater_equal",
    "half",
    "identity",
    "int16",
    "int8",
    "is_tensor",
    "less_equal",
    "linspace",
    "logical_and",
    "logical_not",
    "logical_or",
    "negative",
    "norm",
    "not_equal",
    "random_uniform_initializer",
    "rank",
    "reduce_prod",
    "repeat",
    "reverse",
    "round",
    "sigmoid",
    "sin",
    "size",
    "sort",
    "split",
    "string",
    "tanh",
    "tensordot",
    "tile",
    "uint16",
    "uint32",
    "uint64",
    "unstack",
]
