"""Diagonals and triangles of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.config import floatx
from engine.dtypes import standardize_dtype
from engine.op import apply
from engine.ops.function import Function
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import moveaxis, reshape
from engine.ops.shapes import normalize_axes
from engine.tensor import Size, Spec, Tensor, as_operand


def _length(rows: Size, columns: Size, offset: int) -> Size:
    if rows is None or columns is None:
        return None
    return max(0, min(rows + min(offset, 0), columns - max(offset, 0)))


def _diagonal_spec(x: Spec, *, offset: int) -> Spec:
    return Spec((*x.shape[:-2], _length(x.shape[-2], x.shape[-1], offset)), x.dtype)


def _diagonal(x: np.ndarray, *, offset: int) -> np.ndarray:
    return x.diagonal(offset, -2, -1)


def _put_spec(x: Spec, *, offset: int, size: tuple[Size, Size]) -> Spec:
    return Spec((*x.shape[:-1], *size), x.dtype)


def _put(x: np.ndarray, *, offset: int, size: tuple[int, int]) -> np.ndarray:
    out = np.zeros((*x.shape[:-1], *size), x.dtype)
    place = np.arange(x.shape[-1])
    out[..., place - min(offset, 0), place + max(offset, 0)] = x
    return out


_DIAGONAL: Function = Function(
    "diagonal",
    _diagonal,
    _diagonal_spec,
    lambda n, g: (_PUT(g, offset=n.attrs["offset"], size=n.inputs[0].shape[-2:]),),
)
_PUT: Function = Function(
    "put_diagonal", _put, _put_spec, lambda n, g: (_DIAGONAL(g, offset=n.attrs["offset"]),)
)
_TRIL: Function = Function(
    "tril", lambda x, *, k: np.tril(x, k), gradient=lambda n, g: (_TRIL(g, **n.attrs),)
)
_TRIU: Function = Function(
    "triu", lambda x, *, k: np.triu(x, k), gradient=lambda n, g: (_TRIU(g, **n.attrs),)
)


def diagonal(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """Return the diagonals of the matrices that two axes make, along a new last axis."""
    x = as_operand(x)
    if x.ndim < 2:
        raise ValueError(f"diagonal: expected at least two axes, got the shape {x.shape}.")
    axes = [normalize_axes(a, x.ndim)[0] for a in (axis1, axis2)]
    return _DIAGONAL(moveaxis(x, axes, [-2, -1]), offset=int(offset))


def diag(x: Any, k: int = 0) -> Tensor:
    """Return a matrix with x on its k-th diagonal, or the k-th diagonal of the matrix x."""
    x = as_operand(x)
    if x.ndim == 2:
        return diagonal(x, k)
    if x.ndim != 1:
        raise ValueError(f"diag: expected one or two axes, got the shape {x.shape}.")
    size = None if x.shape[0] is None else x.shape[0] + abs(k)
    return _PUT(x, offset=int(k), size=(size, size))


def diagflat(x: Any, k: int = 0) -> Tensor:
    """Return a matrix with all elements of x on its k-th diagonal."""
    return diag(reshape(x, (-1,)), k)


def trace(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """Return the sums of the diagonals of the matrices that two axes make."""
    return reduce_sum(diagonal(x, offset, axis1, axis2), -1)


def tril(x: Any, k: int = 0) -> Tensor:
    """Return matrices with zeros above the k-th diagonal."""
    return apply(_TRIL, _matrices("tril", x), k=int(k))[0]


def triu(x: Any, k: int = 0) -> Tensor:
    """Return matrices with zeros below the k-th diagonal."""
    return apply(_TRIU, _matrices("triu", x), k=int(k))[0]


def _matrices(name: str, x: Any) -> Any:
    x = as_operand(x)
    if x.ndim < 2:
        raise ValueError(f"{name}: expected at least two axes, got the shape {x.shape}.")
    return x


def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Tensor:
    """Return a matrix with ones on its k-th diagonal."""
    return as_operand(np.eye(N, M, k, standardize_dtype(dtype or floatx())))  # type: ignore


def identity(n: int, dtype: Any = None) -> Tensor:
    """Return the square matrix with ones on its diagonal."""
    return eye(n, dtype=dtype)


def tri(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Tensor:
    """Return a matrix with ones on and below its k-th diagonal."""
    return as_operand(np.tri(N, M, k, standardize_dtype(dtype or floatx())))  # type: ignore


__all__ = [
    "diag",
    "diagflat",
    "diagonal",
    "eye",
    "identity",
    "trace",
    "tri",
    "tril",
    "triu",
]
