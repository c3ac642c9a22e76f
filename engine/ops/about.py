"""What a tensor is: shape, size, rank, type."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import standardize_dtype
from engine.op import elements
from engine.ops.function import Function
from engine.tensor import Spec, Tensor, Variable, as_operand


def _shape(x: Any) -> Any:
    """The shape of a tensor, also of one that stands for data to come."""
    return x.shape if hasattr(x, "shape") else as_operand(x).shape


def shape(x: Any) -> tuple[Any, ...]:
    """Return the shape of x; None stands for sizes that are not known."""
    return tuple(_shape(x))


def ndim(x: Any) -> int:
    """Return the number of axes of x."""
    return len(_shape(x))


def size(x: Any) -> Any:
    """Return the number of elements of x, None while it is not known."""
    sizes = _shape(x)
    return None if None in sizes else elements(sizes)


def dtype(x: Any) -> str:
    """Return the name of x's element type."""
    return standardize_dtype(x.dtype) if hasattr(x, "dtype") else as_operand(x).dtype


def is_tensor(x: Any) -> bool:
    """Return whether x is a tensor (a variable counts, an array does not)."""
    return isinstance(x, (Tensor, Variable)) or hasattr(x, "keras_history")


def _view_spec(x: Spec, *, dtype: str) -> Spec:
    old, new = np.dtype(x.dtype).itemsize, np.dtype(dtype).itemsize
    if old == new:
        return Spec(x.shape, dtype)
    if not x.shape or x.shape[-1] is not None and x.shape[-1] * old % new:
        raise ValueError(
            f"the last axis of the shape {x.shape} of {x.dtype} cannot be read as {dtype}."
        )
    last = None if x.shape[-1] is None else x.shape[-1] * old // new
    return Spec((*x.shape[:-1], last), dtype)


_VIEW = Function("view", lambda x, *, dtype: x.view(dtype), _view_spec)


def view(x: Any, dtype: Any = None) -> Tensor:
    """Return the bytes of x read as another type; no gradient flows through it."""
    x = as_operand(x)
    name = x.dtype if dtype is None else standardize_dtype(dtype)
    return _VIEW(x, dtype=name)


__all__ = [
    "dtype",
    "is_tensor",
    "ndim",
    "shape",
    "size",
    "view",
]
