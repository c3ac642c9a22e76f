"""Operations on tensors, named and behaving like ``keras.ops``.

Each works on tensors, variables, arrays and numbers: at once, under a
``GradientTape``, or inside a trace.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.op import apply
from engine.ops.conv import conv1d, conv2d
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
from engine.ops.pool import average_pool, max_pool
from engine.ops.random import draw_key, dropout, key_state
from engine.ops.recurrent import lstm
from engine.ops.reduce import all, any, argmax, argmin, max, mean, min, sum, variance
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
from engine.ops.state import assign, assign_add, assign_sub
from engine.tensor import Tensor, Variable, as_operand

abs = absolute


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
    return as_operand(x).shape


def _install_operators() -> None:
    """Give tensors and variables Python's arithmetic."""
    both = {"add": add, "sub": subtract, "mul": multiply, "truediv": divide, "pow": power}
    for name, function in {**both, "matmul": matmul}.items():
        forward = (lambda f: lambda self, other: f(self, other))(function)
        reverse = (lambda f: lambda self, other: f(other, self))(function)
        for cls in (Tensor, Variable):
            setattr(cls, f"__{name}__", forward)
            setattr(cls, f"__r{name}__", reverse)
    compare = {"lt": less, "le": less_equal, "gt": greater, "ge": greater_equal}
    for name, function in compare.items():
        for cls in (Tensor, Variable):
            setattr(cls, f"__{name}__", (lambda f: lambda self, other: f(self, other))(function))
    for cls in (Tensor, Variable):
        cls.__neg__ = lambda self: negative(self)  # type: ignore[union-attr]
        cls.__abs__ = lambda self: absolute(self)  # type: ignore[union-attr]
        cls.__getitem__ = lambda self, index: get_item(self, index)  # type: ignore[union-attr]
    Variable.assign = assign  # type: ignore[attr-defined]
    Variable.assign_add = assign_add  # type: ignore[attr-defined]
    Variable.assign_sub = assign_sub  # type: ignore[attr-defined]


_install_operators()

__all__ = [name for name in dir() if not name.startswith("_") and name not in ("annotations",)]
