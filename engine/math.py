"""The names of ``tf.math``."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.eager import (
    _of_one,
    _of_two,
    _reduction,
    _tensor,
    abs,
    add,
    argmax,
    divide,
    equal,
    exp,
    greater,
    less,
    maximum,
    minimum,
    multiply,
    pow,
    reduce_all,
    reduce_any,
    reduce_max,
    reduce_mean,
    reduce_min,
    reduce_sum,
    sign,
    sqrt,
    square,
    subtract,
)
from engine.eager_arrays import (
    argmin,
    cos,
    cumsum,
    floor,
    greater_equal,
    less_equal,
    logical_and,
    logical_not,
    logical_or,
    negative,
    not_equal,
    reduce_prod,
    round,
    sigmoid,
    sin,
    tanh,
)
from engine.eager_picking import add_n
from engine.nn import l2_normalize, log_softmax, softmax, softplus, softsign, top_k
from engine.tensor import Tensor

acos, acosh, asin, asinh, atan, atanh = (
    _of_one(f)
    for f in (ops.arccos, ops.arccosh, ops.arcsin, ops.arcsinh, ops.arctan, ops.arctanh)
)
ceil, cosh, erf, erfc, erfinv, expm1, log, log1p, log_sigmoid = (
    _of_one(f)
    for f in (
        ops.ceil, ops.cosh, ops.erf, ops.erfc, ops.erfinv, ops.expm1, ops.log, ops.log1p,
        ops.log_sigmoid,
    )
)  # fmt: skip
is_finite, is_inf, is_nan, reciprocal, rint, rsqrt, sinh, tan = (
    _of_one(f)
    for f in (
        ops.isfinite, ops.isinf, ops.isnan, ops.reciprocal, ops.round, ops.rsqrt, ops.sinh, ops.tan,
    )
)  # fmt: skip
atan2, divide_no_nan, floordiv, floormod, logical_xor, truediv = (
    _of_two(f)
    for f in (
        ops.arctan2, ops.divide_no_nan, ops.floor_divide, ops.mod, ops.logical_xor, ops.true_divide,
    )
)  # fmt: skip
mod = floormod
reduce_logsumexp = _reduction("reduce_logsumexp", ops.logsumexp)
reduce_std = _reduction("reduce_std", ops.std)
reduce_variance = _reduction("reduce_variance", ops.var)
#: An older name that scripts still use.
isnan = is_nan


def squared_difference(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return the square of x - y."""
    return ops.square(subtract(x, y))


def multiply_no_nan(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return x · y, and 0 where y is 0, even if x is not finite."""
    x, y = _tensor(x), _tensor(y)
    nothing = ops.equal(y, 0)
    return ops.where(nothing, ops.zeros_like(y), ops.multiply(ops.where(nothing, 0.0, x), y))


def cumprod(
    x: Any, axis: int = 0, exclusive: bool = False, reverse: bool = False, name: Any = None
) -> Tensor:
    """Return the running products along an axis; see ``cumsum`` for the arguments."""
    x = _tensor(x)
    turned = ops.flip(x, axis) if reverse else x
    if exclusive:
        first = ops.ones_like(ops.take(turned, [0], axis=axis))
        turned = ops.concatenate([first, turned], axis)
        turned = ops.take(turned, list(range(turned.shape[axis] - 1)), axis=axis)
    products = ops.cumprod(turned, axis)
    return ops.flip(products, axis) if reverse else products


def count_nonzero(
    input: Any,  # noqa: A002 (TensorFlow's name)
    axis: Any = None,
    keepdims: bool = False,
    dtype: str = "int64",
    name: str | None = None,
) -> Tensor:
    """Return how many elements are not 0 over an axis, several axes or all."""
    counted = ops.cast(ops.not_equal(_tensor(input), 0), dtype)
    return ops.sum(counted, axis, keepdims)


def bincount(
    arr: Any, weights: Any = None, minlength: int | None = None, dtype: str = "int32"
) -> Tensor:
    """Return how often every whole number from 0 on occurs, or the sums of its weights."""
    weights = None if weights is None else _tensor(weights)
    found = ops.bincount(_tensor(arr), weights, minlength or 0)
    return ops.cast(found, dtype if weights is None else weights.dtype)


def confusion_matrix(
    labels: Any,
    predictions: Any,
    num_classes: int | None = None,
    weights: Any = None,
    dtype: str = "int32",
    name: str | None = None,
) -> Tensor:
    """Return how often each label (rows) was predicted as each class (columns).

    Args:
        labels: The true classes.
        predictions: The predicted ones.
        num_classes: Number of rows and columns; one more than the largest class by default.
        weights: What each prediction counts, 1 by default.
        dtype: Type of the counts.
    """
    labels, predictions = (ops.cast(_tensor(v), "int64") for v in (labels, predictions))
    if num_classes is None:
        num_classes = int(ops.max(ops.maximum(labels, predictions))) + 1
    counted = ops.cast(ops.ones_like(labels) if weights is None else _tensor(weights), dtype)
    places = ops.stack([labels, predictions], axis=-1)
    return ops.scatter(places, counted, (num_classes, num_classes))


def in_top_k(targets: Any, predictions: Any, k: int, name: str | None = None) -> Tensor:
    """Return whether the score of each target is among the k largest of its row."""
    return ops.in_top_k(targets, predictions, k)


def zero_fraction(value: Any, name: str | None = None) -> Tensor:
    """Return the share of elements that are 0."""
    return ops.mean(ops.cast(ops.equal(_tensor(value), 0), "float32"))


__all__ = [
    "abs",
    "acos",
    "acosh",
    "add",
    "add_n",
    "argmax",
    "argmin",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "bincount",
    "ceil",
    "confusion_matrix",
    "cos",
    "cosh",
    "count_nonzero",
    "cumprod",
    "cumsum",
    "divide",
    "divide_no_nan",
    "equal",
    "erf",
    "erfc",
    "erfinv",
    "exp",
    "expm1",
    "floor",
    "floordiv",
    "floormod",
    "greater",
    "greater_equal",
    "in_top_k",
    "is_finite",
    "is_inf",
    "is_nan",
    "isnan",
    "l2_normalize",
    "less",
    "less_equal",
    "log",
    "log1p",
    "log_sigmoid",
    "log_softmax",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "maximum",
    "minimum",
    "mod",
    "multiply",
    "multiply_no_nan",
    "negative",
    "not_equal",
    "pow",
    "reciprocal",
    "reduce_all",
    "reduce_any",
    "reduce_logsumexp",
    "reduce_max",
    "reduce_mean",
    "reduce_min",
    "reduce_prod",
    "reduce_std",
    "reduce_sum",
    "reduce_variance",
    "rint",
    "round",
    "rsqrt",
    "sigmoid",
    "sign",
    "sin",
    "sinh",
    "softmax",
    "softplus",
    "softsign",
    "sqrt",
    "square",
    "squared_difference",
    "subtract",
    "tan",
    "tanh",
    "top_k",
    "truediv",
    "zero_fraction",
]
