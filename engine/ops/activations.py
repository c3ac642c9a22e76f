"""The formulas of activation functions that are made of simpler ops."""

from __future__ import annotations

import math
from typing import Any

from engine.ops.activation import elu, relu, sigmoid, softplus, tanh
from engine.ops.elementwise import (
    absolute,
    add,
    clip,
    divide,
    expm1,
    greater,
    greater_equal,
    minimum,
    multiply,
    negative,
    sqrt,
    square,
    subtract,
    where,
)
from engine.ops.shape import get_item
from engine.ops.special import erf
from engine.tensor import Tensor, as_operand

#: Constants of Klambauer et al. 2017, "Self-Normalizing Neural Networks".
_SELU_ALPHA = 1.6732632423543772
_SELU_SCALE = 1.0507009873554805


def leaky_relu(x: Any, negative_slope: float = 0.2) -> Tensor:
    """x for x > 0, negative_slope * x otherwise"""
    below = multiply(minimum(x, 0.0), negative_slope)
    return add(relu(x), below)


def relu6(x: Any) -> Tensor:
    """min(max(x, 0), 6)"""
    return minimum(relu(x), 6.0)


def softsign(x: Any) -> Tensor:
    """x / (1 + |x|)"""
    return divide(x, add(absolute(x), 1.0))


def selu(x: Any) -> Tensor:
    """1.0507 elu(x, 1.6733)"""
    return multiply(elu(x, alpha=_SELU_ALPHA), _SELU_SCALE)


def gelu(x: Any, approximate: bool = True) -> Tensor:
    """x P(X <= x) for a standard normal X, or its approximation by tanh"""
    if approximate:
        cubic = multiply(multiply(square(x), x), 0.044715)
        inner = tanh(multiply(add(x, cubic), math.sqrt(2 / math.pi)))
    else:
        inner = erf(multiply(x, math.sqrt(0.5)))
    return multiply(multiply(x, 0.5), add(inner, 1.0))


def silu(x: Any) -> Tensor:
    """x sigmoid(x)"""
    return multiply(x, sigmoid(x))


def hard_sigmoid(x: Any) -> Tensor:
    """x / 6 + 1/2, limited to between 0 and 1"""
    return clip(add(multiply(x, 1 / 6), 0.5), 0.0, 1.0)


def hard_silu(x: Any) -> Tensor:
    """x hard_sigmoid(x)"""
    return multiply(x, hard_sigmoid(x))


def log_sigmoid(x: Any) -> Tensor:
    """-log(1 + exp(-x))"""
    return negative(softplus(negative(x)))


def celu(x: Any, alpha: float = 1.0) -> Tensor:
    """x for x > 0, alpha (exp(x / alpha) - 1) otherwise"""
    below = expm1(divide(minimum(x, 0.0), alpha))
    return add(relu(x), multiply(below, alpha))


def hard_tanh(x: Any) -> Tensor:
    """x, limited to between -1 and 1"""
    return clip(x, -1.0, 1.0)


def tanh_shrink(x: Any) -> Tensor:
    """x - tanh(x)"""
    return subtract(x, tanh(x))


def hard_shrink(x: Any, threshold: float = 0.5) -> Tensor:
    """x if |x| > threshold, else 0"""
    return where(greater(absolute(x), threshold), x, 0.0)


def soft_shrink(x: Any, threshold: float = 0.5) -> Tensor:
    """sign(x) max(|x| - threshold, 0)"""
    return subtract(x, clip(x, -threshold, threshold))


def threshold(x: Any, threshold: float, default_value: float) -> Tensor:
    """x if x > threshold, else default_value"""
    return where(greater(x, threshold), x, default_value)


def squareplus(x: Any, b: float = 4) -> Tensor:
    """(x + sqrt(x^2 + b)) / 2"""
    return multiply(add(x, sqrt(add(square(x), float(b)))), 0.5)


def sparse_plus(x: Any) -> Tensor:
    """0 below -1, (x + 1)^2 / 4 up to 1, x above"""
    curved = multiply(square(add(clip(x, -1.0, 1.0), 1.0)), 0.25)
    return where(greater_equal(x, 1.0), x, curved)


def sparse_sigmoid(x: Any) -> Tensor:
    """(x + 1) / 2, limited to between 0 and 1"""
    return clip(multiply(add(x, 1.0), 0.5), 0.0, 1.0)


def glu(x: Any, axis: int = -1) -> Tensor:
    """a sigmoid(b) for the two halves a and b of an axis

    Raises:
        ValueError: when the size of the axis is odd or open.
    """
    x = as_operand(x)
    size = x.shape[axis]
    if size is None or size % 2:
        raise ValueError(f"glu cuts axis {axis} in two, but its size in {x.shape} is {size}.")
    before = (slice(None),) * (axis % len(x.shape))
    gate = sigmoid(get_item(x, (*before, slice(size // 2, None))))
    return multiply(get_item(x, (*before, slice(None, size // 2))), gate)


swish, hard_swish = silu, hard_silu


__all__ = [
    "celu",
    "gelu",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "log_sigmoid",
    "relu6",
    "selu",
    "silu",
    "soft_shrink",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "squareplus",
    "swish",
    "tanh_shrink",
    "threshold",
]
