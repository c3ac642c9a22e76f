"""What Keras keeps in ``keras.backend``: settings, and the older functions that scripts call K.

Where one of the functions is ``engine.ops``'s own it stands here as it is; the others have
arguments or defaults of Keras 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine import ops
from engine.config import (
    backend,
    epsilon,
    floatx,
    image_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)
from engine.dtypes import is_float_dtype, is_int_dtype, result_type, standardize_dtype
from engine.legacy_backend import *  # noqa: F403
from engine.legacy_backend import __all__ as _windows
from engine.names import clear_session, next_number
from engine.nn import l2_normalize
from engine.ops import (
    abs,
    all,
    any,
    arange,
    binary_crossentropy,
    cast,
    categorical_crossentropy,
    clip,
    cos,
    elu,
    equal,
    exp,
    eye,
    greater,
    greater_equal,
    less,
    less_equal,
    log,
    max,
    maximum,
    mean,
    min,
    minimum,
    not_equal,
    one_hot,
    ones_like,
    prod,
    reshape,
    round,
    shape,
    sigmoid,
    sign,
    sin,
    softmax,
    softplus,
    softsign,
    sparse_categorical_crossentropy,
    sqrt,
    square,
    squeeze,
    stack,
    std,
    stop_gradient,
    sum,
    tanh,
    tile,
    transpose,
    var,
    zeros_like,
)
from engine.random import normal as random_normal
from engine.random import uniform as random_uniform
from engine.symbolic import KerasTensor
from engine.tensor import Tensor, Variable, as_operand

#: Keras 2's names of the same.
permute_dimensions = transpose


def argmax(x: Any, axis: int = -1) -> Any:
    """Return the position of the largest element along an axis."""
    return ops.argmax(x, axis)


def argmin(x: Any, axis: int = -1) -> Any:
    """Return the position of the smallest element along an axis."""
    return ops.argmin(x, axis)


def concatenate(tensors: Sequence[Any], axis: int = -1) -> Any:
    """Join tensors along an axis."""
    return ops.concatenate(tensors, axis)


def expand_dims(x: Any, axis: int = -1) -> Any:
    """Return x with a further axis of size 1."""
    return ops.expand_dims(x, axis)


def cumsum(x: Any, axis: int = 0) -> Any:
    """Return the running sums along an axis."""
    return ops.cumsum(x, axis)


def cumprod(x: Any, axis: int = 0) -> Any:
    """Return the running products along an axis."""
    return ops.cumprod(x, axis)


def pow(x: Any, a: Any) -> Any:
    """Return x to the power a."""
    return ops.power(x, a)


def dot(x: Any, y: Any) -> Any:
    """Return the product over the last axis of x and the last but one of y."""
    x, y = _operand(x), _operand(y)
    return ops.matmul(x, y) if len(y.shape) < 3 else ops.tensordot(x, y, [[-1], [-2]])


def bias_add(x: Any, bias: Any) -> Any:
    """Return x plus a bias of one number per channel."""
    return ops.add(x, bias)


def relu(x: Any, alpha: float = 0.0, max_value: float | None = None, threshold: float = 0) -> Any:
    """Return max(x, 0), with slope ``alpha`` below the threshold and at most ``max_value``."""
    from engine.activations import relu as activation

    return activation(x, negative_slope=alpha, max_value=max_value, threshold=threshold)


def hard_sigmoid(x: Any) -> Any:
    """Return 0.2 x + 0.5, limited to between 0 and 1 (Keras 3 has another slope)."""
    return ops.clip(ops.add(ops.multiply(x, 0.2), 0.5), 0.0, 1.0)


def gather(reference: Any, indices: Any) -> Any:
    """Return the rows of a tensor at indices."""
    return ops.take(reference, indices, axis=0)


def flatten(x: Any) -> Any:
    """Return all elements in one axis."""
    return ops.reshape(x, (-1,))


def batch_flatten(x: Any) -> Any:
    """Return all elements of each sample in one axis."""
    x = _operand(x)
    return ops.reshape(x, (-1, int(np.prod(x.shape[1:]))))


def repeat(x: Any, n: int) -> Any:
    """Return (samples, features) as (samples, n, features)."""
    return ops.repeat(ops.expand_dims(x, 1), n, axis=1)


def repeat_elements(x: Any, rep: int, axis: int) -> Any:
    """Return x with each element along an axis repeated."""
    return ops.repeat(x, rep, axis=axis)


def reverse(x: Any, axes: Any) -> Any:
    """Return x turned round along axes."""
    return ops.flip(x, axes)


def switch(condition: Any, then_expression: Any, else_expression: Any) -> Any:
    """Return one of two tensors, element by element; functions are called for theirs."""
    both = (then_expression, else_expression)
    one, other = (value() if callable(value) else value for value in both)
    return ops.where(condition, one, other)


def zeros(shape: Any, dtype: str | None = None, name: str | None = None) -> Variable:
    """Return a variable of zeros."""
    return variable(np.zeros(shape), dtype, name)


def ones(shape: Any, dtype: str | None = None, name: str | None = None) -> Variable:
    """Return a variable of ones."""
    return variable(np.ones(shape), dtype, name)


def variable(value: Any, dtype: str | None = None, name: str | None = None) -> Variable:
    """Return a variable, of ``floatx`` unless another type is given."""
    return Variable(value, dtype=dtype or floatx(), name=name or "variable")


def constant(value: Any, dtype: str | None = None, shape: Any = None, name: Any = None) -> Tensor:
    """Return a tensor of a value, of ``floatx`` unless another type is given."""
    from engine.eager import constant as make

    return make(value, dtype or floatx(), shape)


def cast_to_floatx(x: Any) -> Any:
    """Return x in the default float type; an array stays an array."""
    if isinstance(x, (Tensor, Variable, KerasTensor)):
        return ops.cast(x, floatx())
    return np.asarray(x, dtype=floatx())


def eval(x: Any) -> np.ndarray:
    """Return the value as an array."""
    return np.array(x)


get_value = eval


def set_value(x: Variable, value: Any) -> None:
    """Set the value of a variable."""
    x.assign(value)


def batch_get_value(tensors: Sequence[Any]) -> list[np.ndarray]:
    """Return the values of several tensors or variables."""
    return [get_value(x) for x in tensors]


def batch_set_value(tuples: Sequence[tuple[Variable, Any]]) -> None:
    """Set the values of several variables, in pairs."""
    for x, value in tuples:
        set_value(x, value)


def update(x: Variable, new_x: Any) -> Variable:
    """Set a variable and return it."""
    return x.assign(new_x)


def update_add(x: Variable, increment: Any) -> Variable:
    """Add to a variable and return it."""
    return x.assign_add(increment)


def update_sub(x: Variable, decrement: Any) -> Variable:
    """Subtract from a variable and return it."""
    return x.assign_sub(decrement)


def int_shape(x: Any) -> tuple[int | None, ...]:
    """Return the sizes, None for open ones."""
    return tuple(_operand(x).shape)


def ndim(x: Any) -> int:
    """Return the number of axes."""
    return len(_operand(x).shape)


def dtype(x: Any) -> str:
    """Return the name of the element type."""
    return _operand(x).dtype


def count_params(x: Any) -> int:
    """Return the number of elements."""
    return int(np.prod(_operand(x).shape))


def is_keras_tensor(x: Any) -> bool:
    """Return whether x stands for data of a model that is put together."""
    return isinstance(x, KerasTensor)


def get_uid(prefix: str = "") -> int:
    """Return the next number for names that begin with a prefix, from 1."""
    return next_number(prefix)


def _operand(x: Any) -> Any:
    return x if isinstance(x, KerasTensor) else as_operand(x)


__all__ = [  # noqa: PLE0604
    *_windows,
    "is_float_dtype",
    "is_int_dtype",
    "result_type",
    "standardize_dtype",
    "abs",
    "all",
    "any",
    "arange",
    "argmax",
    "argmin",
    "backend",
    "batch_flatten",
    "batch_get_value",
    "batch_set_value",
    "bias_add",
    "binary_crossentropy",
    "cast",
    "cast_to_floatx",
    "categorical_crossentropy",
    "clear_session",
    "clip",
    "concatenate",
    "constant",
    "cos",
    "count_params",
    "cumprod",
    "cumsum",
    "dot",
    "dtype",
    "elu",
    "epsilon",
    "equal",
    "eval",
    "exp",
    "expand_dims",
    "eye",
    "flatten",
    "floatx",
    "gather",
    "get_uid",
    "get_value",
    "greater",
    "greater_equal",
    "hard_sigmoid",
    "image_data_format",
    "int_shape",
    "is_keras_tensor",
    "l2_normalize",
    "less",
    "less_equal",
    "log",
    "max",
    "maximum",
    "mean",
    "min",
    "minimum",
    "ndim",
    "not_equal",
    "one_hot",
    "ones",
    "ones_like",
    "permute_dimensions",
    "pow",
    "prod",
    "random_normal",
    "random_uniform",
    "relu",
    "repeat",
    "repeat_elements",
    "reshape",
    "reverse",
    "round",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
    "set_value",
    "shape",
    "sigmoid",
    "sign",
    "sin",
    "softmax",
    "softplus",
    "softsign",
    "sparse_categorical_crossentropy",
    "sqrt",
    "square",
    "squeeze",
    "stack",
    "std",
    "stop_gradient",
    "sum",
    "switch",
    "tanh",
    "tile",
    "transpose",
    "update",
    "update_add",
    "update_sub",
    "var",
    "variable",
    "zeros",
    "zeros_like",
]
