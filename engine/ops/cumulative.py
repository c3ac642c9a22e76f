"""Running sums and products, differences, areas."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import standardize_dtype
from engine.op import Node, apply
from engine.ops.elementwise import add, cast, divide, isnan, multiply, not_equal, subtract, where
from engine.ops.function import Function
from engine.ops.reduce import Reduce, counting_dtype
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import (
    broadcast_to,
    concatenate,
    flip,
    moveaxis,
    reshape,
    take_slice,
    transpose,
)
from engine.ops.shapes import normalize_axes
from engine.tensor import Tensor, as_operand


def _running(x: np.ndarray, *, axis: int, back: bool) -> np.ndarray:
    return np.flip(np.cumsum(np.flip(x, axis), axis), axis) if back else np.cumsum(x, axis)


_CUMSUM: Function = Function(
    "cumsum",
    _running,
    gradient=lambda n, g: (_CUMSUM(g, axis=n.attrs["axis"], back=not n.attrs["back"]),),
)


def _prepared(x: Any, axis: int | None, dtype: Any) -> tuple[Any, int]:
    x = as_operand(x)
    if dtype is not None:
        x = cast(x, standardize_dtype(dtype))
    elif x.dtype == "bool":
        x = cast(x, "int32")
    if axis is None:
        return reshape(x, (-1,)), 0
    return x, normalize_axes(axis, x.ndim)[0]


def cumsum(x: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Return the sums of the elements so far along an axis (of x in one row by default)."""
    x, place = _prepared(x, axis, dtype)
    return _CUMSUM(x, axis=place, back=False)


def cumprod(x: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Return the products of the elements so far along an axis.

    Doubling steps: products of 1, 2, 4, ... neighbours; right slopes also beside zeros.
    """
    y, place = _prepared(x, axis, dtype)
    size, step = y.shape[place], 1
    while size is not None and step < size:
        y = multiply(y, _delayed(y, place, step))
        step *= 2
    return y


def _delayed(x: Any, axis: int, step: int) -> Tensor:
    """x moved on by some places, with ones before."""
    kept = take_slice(x, axis, 0, x.shape[axis] - step)
    shape = (*x.shape[:axis], step, *x.shape[axis + 1 :])
    return concatenate([broadcast_to(np.ones((), x.dtype), shape), kept], axis)


def nancumsum(x: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Return running sums in which NaN counts as 0."""
    return cumsum(_without_nan(x, 0), axis, dtype)


def nancumprod(x: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Return running products in which NaN counts as 1."""
    return cumprod(_without_nan(x, 1), axis, dtype)


def _without_nan(x: Any, value: int) -> Any:
    x = as_operand(x)
    return where(isnan(x), np.asarray(value, x.dtype), x) if "float" in x.dtype else x


# -- products ----------------------------------------------------------------


class Product(Reduce):
    """Each factor's slope is the product of the others, from both sides."""

    def gradient(self, node: Node, *grads: Tensor | None) -> Any:
        x, axes = node.inputs[0], node.attrs["axes"]
        rest = [a for a in range(x.ndim) if a not in axes]
        order = [*rest, *axes]
        kept = tuple(x.shape[a] for a in rest)
        row = reshape(transpose(x, order), (*kept, -1))
        last = len(rest)
        before = cumprod(_delayed(row, last, 1), last)
        after = flip(cumprod(_delayed(flip(row, last), last, 1), last), last)
        others = multiply(multiply(before, after), reshape(grads[0], (*kept, 1)))
        back = [int(i) for i in np.argsort(order)]
        return (transpose(reshape(others, tuple(x.shape[a] for a in order)), back),)


_PROD = Product("prod", np.multiply)


def prod(x: Any, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Tensor:
    """Return the product over an axis, several axes or all."""
    x = as_operand(x)
    x = cast(x, standardize_dtype(dtype) if dtype is not None else counting_dtype(x.dtype))
    return apply(_PROD, x, axes=normalize_axes(axis, x.ndim), keepdims=keepdims)[0]


# -- differences and areas ---------------------------------------------------


def diff(a: Any, n: int = 1, axis: int = -1) -> Tensor:
    """Return the differences of neighbours along an axis, taken n times."""
    x = as_operand(a)
    if n < 0:
        raise ValueError(f"diff: n must not be negative, got {n}.")
    place = normalize_axes(axis, x.ndim)[0]
    for _ in range(n):
        ahead, behind = _neighbours(x, place)
        x = not_equal(ahead, behind) if x.dtype == "bool" else subtract(ahead, behind)
    return x  # type: ignore[return-value]


def _neighbours(x: Any, axis: int) -> tuple[Tensor, Tensor]:
    return take_slice(x, axis, 1, None), take_slice(x, axis, 0, -1)  # type: ignore[arg-type]


def trapezoid(y: Any, x: Any = None, dx: float = 1.0, axis: int = -1) -> Tensor:
    """Return the area under y by the trapezoidal rule, at places x or ``dx`` apart."""
    y = as_operand(y)
    if "float" not in y.dtype:
        y = cast(y, "float32")
    y = moveaxis(y, axis, -1)
    width: Any = dx
    if x is not None:
        x = as_operand(x)
        width = diff(moveaxis(x, axis, -1) if x.ndim > 1 else x)
    ahead, behind = _neighbours(y, y.ndim - 1)
    return reduce_sum(multiply(divide(add(ahead, behind), 2.0), width), -1)


__all__ = [
    "cumprod",
    "cumsum",
    "diff",
    "nancumprod",
    "nancumsum",
    "prod",
    "trapezoid",
]
