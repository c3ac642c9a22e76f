"""Operations on tensors, named and behaving like ``keras.ops``.

Each works on tensors, variables, arrays and numbers: at once, under a
``GradientTape``, or inside a trace.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.ops.conv import conv1d, conv2d
from engine.ops.conv3d import conv3d
from engine.ops.conv_transpose import conv_transpose
from engine.ops.depthwise import depthwise_conv
from engine.ops.einsum import einsum
from engine.ops.elementwise import (
    absolute,
    add,
    cast,
    clip,
    cos,
    divide,
    equal,
    exp,
    expm1,
    floor,
    greater,
    greater_equal,
    isnan,
    less,
    less_equal,
    log,
    log1p,
    logical_and,
    logical_not,
    logical_or,
    maximum,
    minimum,
    multiply,
    negative,
    not_equal,
    power,
    sign,
    sin,
    sqrt,
    square,
    stop_gradient,
    subtract,
    where,
)
from engine.ops.embedding import take
from engine.ops.image import affine_transform
from engine.ops.linalg import dense, matmul
from engine.ops.nn import (
    elu,
    log_softmax,
    one_hot,
    relu,
    sigmoid,
    softmax,
    softplus,
    sparse_softmax_crossentropy,
    tanh,
)
from engine.ops.norm import batch_norm
from engine.ops.pad import crop, pad
from engine.ops.pool import adaptive_average_pool, adaptive_max_pool, average_pool, max_pool
from engine.ops.random import draw_key, dropout, key_state, normal, uniform
from engine.ops.recurrent import gru, lstm, simple_rnn
from engine.ops.reduce import all, any, argmax, argmin, max, mean, min, sum, variance
from engine.ops.resize import repeat, resize, upsample
from engine.ops.shape import (
    broadcast_to,
    concatenate,
    expand_dims,
    flip,
    get_item,
    reshape,
    squeeze,
    stack,
    transpose,
)
from engine.ops.sparsemax import sparsemax
from engine.ops.special import erf
from engine.ops.state import assign, assign_add, assign_sub
from engine.symbolic import accept_symbols
from engine.tensor import Tensor, Variable, as_operand

abs = absolute


def true_divide(x1: Any, x2: Any) -> Tensor:
    """Return the quotients, fractions and all."""
    return divide(x1, x2)


def convert_to_tensor(x: Any, dtype: str | None = None) -> Tensor:
    """Return x as a tensor; Python floats become the default float type."""
    operand = as_operand(x)
    if isinstance(operand, Variable):
        operand = Tensor(operand.shape, operand.dtype, operand.numpy())
    return operand if dtype is None else cast(operand, dtype)


def convert_to_numpy(x: Any) -> np.ndarray:
    """Return x as an array."""
    return np.asarray(x)


def ones_like(x: Any) -> Tensor:
    """Return a tensor of ones with x's shape and dtype."""
    return broadcast_to(np.ones((), x.dtype), x.shape)


def zeros_like(x: Any) -> Tensor:
    """Return a tensor of zeros with x's shape and dtype."""
    return broadcast_to(np.zeros((), x.dtype), x.shape)


def zeros(shape: Any, dtype: str = "float32") -> Tensor:
    """Return a tensor of zeros."""
    return broadcast_to(np.zeros((), dtype), shape)


def ones(shape: Any, dtype: str = "float32") -> Tensor:
    """Return a tensor of ones."""
    return broadcast_to(np.ones((), dtype), shape)


def shape(x: Any) -> tuple[int | None, ...]:
    """Return the shape of x."""
    return tuple(x.shape) if hasattr(x, "shape") else as_operand(x).shape


__all__ = [
    "abs",
    "absolute",
    "adaptive_average_pool",
    "adaptive_max_pool",
    "add",
    "affine_transform",
    "all",
    "any",
    "argmax",
    "argmin",
    "assign",
    "assign_add",
    "assign_sub",
    "average_pool",
    "batch_norm",
    "broadcast_to",
    "cast",
    "clip",
    "concatenate",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose",
    "convert_to_numpy",
    "convert_to_tensor",
    "cos",
    "crop",
    "dense",
    "depthwise_conv",
    "divide",
    "draw_key",
    "dropout",
    "einsum",
    "elu",
    "equal",
    "erf",
    "exp",
    "expand_dims",
    "expm1",
    "flip",
    "floor",
    "get_item",
    "greater",
    "greater_equal",
    "gru",
    "isnan",
    "key_state",
    "less",
    "less_equal",
    "log",
    "log1p",
    "log_softmax",
    "logical_and",
    "logical_not",
    "logical_or",
    "lstm",
    "matmul",
    "max",
    "max_pool",
    "maximum",
    "mean",
    "min",
    "minimum",
    "multiply",
    "negative",
    "normal",
    "not_equal",
    "one_hot",
    "ones",
    "ones_like",
    "pad",
    "power",
    "relu",
    "repeat",
    "reshape",
    "resize",
    "shape",
    "sigmoid",
    "sign",
    "simple_rnn",
    "sin",
    "softmax",
    "softplus",
    "sparse_softmax_crossentropy",
    "sparsemax",
    "sqrt",
    "square",
    "squeeze",
    "stack",
    "stop_gradient",
    "subtract",
    "sum",
    "take",
    "tanh",
    "transpose",
    "true_divide",
    "uniform",
    "upsample",
    "variance",
    "where",
    "zeros",
    "zeros_like",
]

accept_symbols(globals(), __all__)
