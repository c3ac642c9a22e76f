"""Normalisation, with Keras's arguments."""

from __future__ import annotations

from typing import Any

from engine.config import epsilon as config_epsilon
from engine.dtypes import floating
from engine.ops.elementwise import add, cast, divide, maximum, multiply, negative, square, subtract
from engine.ops.linalg import norm
from engine.ops.reduce import mean, variance
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import reshape
from engine.ops.shapes import normalize_axes
from engine.ops.ufuncs import rsqrt
from engine.tensor import Tensor, as_operand


def normalize(x: Any, axis: Any = -1, order: Any = 2, epsilon: float | None = None) -> Tensor:
    """Return x divided by its norm of an order along an axis (at least ``epsilon``)."""
    if not isinstance(order, (int, float)) or order < 1:
        raise ValueError(f"normalize: order must be a number from 1 on, got {order!r}.")
    limit = config_epsilon() if epsilon is None else epsilon
    x = as_operand(x)
    if not x.ndim:
        x = reshape(x, (1,))
    x = cast(x, floating(x.dtype))
    if order == 2:
        total = reduce_sum(square(x), axis, keepdims=True)
        return multiply(x, rsqrt(maximum(total, limit * limit)))
    return divide(x, maximum(norm(x, order, axis, keepdims=True), limit))


def batch_normalization(
    x: Any,
    mean: Any,
    variance: Any,
    axis: int,
    offset: Any = None,
    scale: Any = None,
    epsilon: float = 1e-3,
) -> Tensor:
    """Return (x - mean) / sqrt(variance + epsilon) * scale + offset, vectors along an axis."""
    x = as_operand(x)
    place = normalize_axes(axis, x.ndim)[0]
    for name, vector in (("mean", mean), ("variance", variance), ("offset", offset)):
        if vector is not None and x.shape[place] not in (None, *as_operand(vector).shape):
            raise ValueError(
                f"batch_normalization: {name} has the shape {as_operand(vector).shape}, axis {axis}"
                f" of x has the size {x.shape[place]} (shape {x.shape})."
            )
    shape = tuple(-1 if i == place else 1 for i in range(x.ndim))
    factor = rsqrt(add(reshape(variance, shape), epsilon))
    if scale is not None:
        factor = multiply(factor, reshape(scale, shape))
    shift = negative(multiply(reshape(mean, shape), factor))
    if offset is not None:
        shift = add(shift, reshape(offset, shape))
    return add(multiply(x, factor), shift)


def _beside(x: Any, vector: Any, axes: tuple[int, ...]) -> Any:
    """A scale or shift with the shape that puts it beside the axes it belongs to."""
    vector = cast(as_operand(vector, like=x), x.dtype)
    if vector.ndim == x.ndim:
        return vector
    return reshape(vector, tuple(x.shape[i] if i in axes else 1 for i in range(x.ndim)))


def layer_normalization(
    x: Any,
    gamma: Any = None,
    beta: Any = None,
    axis: Any = -1,
    epsilon: float | None = None,
) -> Tensor:
    """Return x with mean 0 and variance 1 along axes, times gamma, plus beta."""
    limit = config_epsilon() if epsilon is None else epsilon
    x = as_operand(x)
    x = cast(x, floating(x.dtype))
    axes = normalize_axes(axis, x.ndim)
    factor = rsqrt(add(variance(x, axes, keepdims=True), limit))
    y = multiply(subtract(x, mean(x, axes, keepdims=True)), factor)
    if gamma is not None:
        y = multiply(y, _beside(x, gamma, axes))
    return y if beta is None else add(y, _beside(x, beta, axes))


def rms_normalization(
    x: Any, scale: Any = None, axis: Any = -1, epsilon: float | None = None
) -> Tensor:
    """Return x divided by the root of its mean square along axes, times ``scale``."""
    limit = config_epsilon() if epsilon is None else epsilon
    x = as_operand(x)
    x = cast(x, floating(x.dtype))
    axes = normalize_axes(axis, x.ndim)
    y = multiply(x, rsqrt(add(mean(square(x), axes, keepdims=True), limit)))
    return y if scale is None else multiply(y, _beside(x, scale, axes))


__all__ = ["batch_normalization", "layer_normalization", "normalize", "rms_normalization"]
