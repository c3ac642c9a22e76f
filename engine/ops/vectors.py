"""Products of vectors and tensors: dot, inner, outer, cross, kron, correlation, distances."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import floating
from engine.ops.casting import binary_cast
from engine.ops.elementwise import cast, conjugate, multiply, sqrt, square, subtract
from engine.ops.indexing import take
from engine.ops.pad import pad
from engine.ops.products import matmul
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import (
    expand_dims,
    flip,
    get_item,
    moveaxis,
    reshape,
    stack,
    transpose,
)
from engine.ops.shapes import WHOLE, normalize_axes
from engine.tensor import Tensor


def dot(x1: Any, x2: Any) -> Tensor:
    """Return NumPy's dot: sums over x1's last and x2's last but one axis (or only one)."""
    x1, x2 = binary_cast(x1, x2)
    if x1.ndim == 0 or x2.ndim == 0:
        return multiply(x1, x2)
    return tensordot(x1, x2, [[x1.ndim - 1], [max(x2.ndim - 2, 0)]])


def vdot(x1: Any, x2: Any) -> Tensor:
    """Return the sum of the products of all elements, those of x1 conjugated."""
    return reduce_sum(multiply(reshape(conjugate(x1), (-1,)), reshape(x2, (-1,))))


def inner(x1: Any, x2: Any) -> Tensor:
    """Return the sums over both last axes of the products."""
    x1, x2 = binary_cast(x1, x2)
    if x1.ndim == 0 or x2.ndim == 0:
        return multiply(x1, x2)
    return tensordot(x1, x2, [[x1.ndim - 1], [x2.ndim - 1]])


def outer(x1: Any, x2: Any) -> Tensor:
    """Return the products of all pairs of elements of two rows."""
    x1, x2 = binary_cast(x1, x2)
    return multiply(reshape(x1, (-1, 1)), reshape(x2, (1, -1)))


def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Tensor:
    """Return the sums over pairs of axes: so many last and first ones, or two lists of them."""
    x1, x2 = binary_cast(x1, x2)
    if isinstance(axes, WHOLE):
        first, second = list(range(x1.ndim - axes, x1.ndim)), list(range(axes))
    else:
        lists = [[a] if isinstance(a, WHOLE) else list(a) for a in axes]
        first = [normalize_axes(a, x1.ndim)[0] for a in lists[0]]
        second = [normalize_axes(a, x2.ndim)[0] for a in lists[1]]
    summed = [(x1.shape[a], x2.shape[b]) for a, b in zip(first, second, strict=True)]
    if any(a != b and None not in (a, b) for a, b in summed):
        raise ValueError(
            f"tensordot: the shapes {x1.shape} and {x2.shape} do not fit on the axes {first} and "
            f"{second}."
        )
    rows = [a for a in range(x1.ndim) if a not in first]
    columns = [a for a in range(x2.ndim) if a not in second]
    shape = [x1.shape[a] for a in rows] + [x2.shape[a] for a in columns]
    size = _size(x1, first)
    left = reshape(transpose(x1, rows + first), (_size(x1, rows), size))
    right = reshape(transpose(x2, second + columns), (size, _size(x2, columns)))
    return reshape(matmul(left, right), shape)


def _size(x: Any, axes: list[int]) -> Any:
    sizes = [x.shape[a] for a in axes]
    return None if None in sizes else int(np.prod(sizes, dtype=np.int64))


def kron(x1: Any, x2: Any) -> Tensor:
    """Return x2 repeated, once for every element of x1 and times it."""
    x1, x2 = binary_cast(x1, x2)
    rank = max(x1.ndim, x2.ndim)
    first = (1,) * (rank - x1.ndim) + tuple(x1.shape)
    second = (1,) * (rank - x2.ndim) + tuple(x2.shape)
    wide = multiply(
        reshape(x1, [s for a in first for s in (a, 1)]),
        reshape(x2, [s for b in second for s in (1, b)]),
    )
    sizes = [None if None in (a, b) else a * b for a, b in zip(first, second, strict=True)]
    return reshape(wide, sizes)


def cross(
    x1: Any, x2: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None
) -> Tensor:
    """Return the cross product of vectors of two or three numbers (of two: its third one)."""
    x1, x2 = binary_cast(x1, x2)
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = moveaxis(x1, axisa, -1), moveaxis(x2, axisb, -1)
    for vectors in (a, b):
        if vectors.shape[-1] not in (2, 3):
            raise ValueError(f"cross: vectors have 2 or 3 numbers, got the shape {vectors.shape}.")
    if a.shape[-1] == 2 and b.shape[-1] == 2:
        return _turned(a, b, 0, 1)
    a, b = (_in_space(v) for v in (a, b))
    parts = [_turned(a, b, i, j) for i, j in ((1, 2), (2, 0), (0, 1))]
    return moveaxis(stack(parts, -1), -1, axisc)


def _turned(a: Any, b: Any, i: int, j: int) -> Tensor:
    first = multiply(get_item(a, (..., i)), get_item(b, (..., j)))
    return subtract(first, multiply(get_item(a, (..., j)), get_item(b, (..., i))))


def _in_space(x: Any) -> Tensor:
    return x if x.shape[-1] == 3 else pad(x, [(0, 0)] * (x.ndim - 1) + [(0, 1)])


def correlate(x1: Any, x2: Any, mode: str = "valid") -> Tensor:
    """Return the sums of products of a row with another one moved along it.

    ``mode`` is "valid" (only where they cover each other), "same" or "full".
    """
    if mode not in ("valid", "same", "full"):
        raise ValueError(f"correlate: mode must be 'valid', 'same' or 'full', got {mode!r}.")
    x1, x2 = binary_cast(x1, x2)
    x1, x2 = cast(x1, floating(x1.dtype)), cast(x2, floating(x2.dtype))
    if x1.ndim != 1 or x2.ndim != 1:
        raise ValueError(f"correlate: expected two rows, got {x1.shape} and {x2.shape}.")
    long, short = x1.shape[0], x2.shape[0]
    if short > long:
        return flip(correlate(conjugate(x2), conjugate(x1), mode), 0)
    before = {"valid": 0, "same": short // 2, "full": short - 1}[mode]
    count = {"valid": long - short + 1, "same": long, "full": long + short - 1}[mode]
    wide = pad(x1, (before, max(count + short - 1 - long - before, 0)))
    places = np.arange(count)[:, None] + np.arange(short)
    return reduce_sum(multiply(take(wide, places.astype(np.int32)), conjugate(x2)), -1)


def cdist(x: Any, y: Any) -> Tensor:
    """Return the distances of all pairs of rows, (..., rows of x, rows of y)."""
    x, y = binary_cast(x, y)
    if x.ndim < 2 or y.ndim < 2 or x.shape[-1] != y.shape[-1]:
        raise ValueError(
            f"cdist: expected (..., rows, columns) with as many columns, got {x.shape} and "
            f"{y.shape}."
        )
    away = subtract(expand_dims(x, -2), expand_dims(y, -3))
    return sqrt(reduce_sum(square(away), -1))


__all__ = [
    "cdist",
    "correlate",
    "cross",
    "dot",
    "inner",
    "kron",
    "outer",
    "tensordot",
    "vdot",
]
