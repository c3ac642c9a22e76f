"""Linear algebra by NumPy, for stacks of matrices (..., rows, columns)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.dtypes import floating
from engine.op import Node, apply
from engine.ops.complex import complex_type
from engine.ops.diagonals import tril, triu
from engine.ops.differentiation import jvp
from engine.ops.elementwise import (
    absolute,
    add,
    cast,
    equal,
    greater,
    multiply,
    negative,
    not_equal,
    power,
    sqrt,
    square,
    subtract,
    unbroadcast,
    where,
)
from engine.ops.function import Function
from engine.ops.products import matmul
from engine.ops.reduce import max as reduce_max
from engine.ops.reduce import min as reduce_min
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import expand_dims, get_item, moveaxis, reshape, swapaxes
from engine.ops.shapes import broadcast, normalize_axes
from engine.ops.ufuncs import reciprocal
from engine.tensor import Spec, Tensor, as_operand


def _matrices(name: str, x: Any, square: bool = True) -> Any:
    x = as_operand(x)
    x = cast(x, floating(x.dtype))
    if x.ndim < 2 or square and None not in x.shape[-2:] and x.shape[-2] != x.shape[-1]:
        kind = "square matrices" if square else "matrices"
        raise ValueError(f"{name}: expected {kind} (..., rows, columns), got the shape {x.shape}.")
    return x


def _turn(x: Any) -> Tensor:
    return swapaxes(x, -1, -2)


def _refusing(name: str, function: Callable[..., Any], reason: str) -> Callable[..., Any]:
    """The function with NumPy's LinAlgError said in the words of this engine."""

    def call(*arrays: np.ndarray, **attrs: Any) -> Any:
        try:
            return function(*arrays, **attrs)
        except np.linalg.LinAlgError as error:
            raise ValueError(f"{name}: {reason} (NumPy: {error}).") from None

    return call


# -- inverses and solutions --------------------------------------------------


def _inverse_gradient(node: Node, g: Any) -> Sequence[Any]:
    y = _turn(node.outputs[0])
    return (negative(matmul(y, matmul(g, y))),)


_INV = Function(
    "inv",
    _refusing("inv", np.linalg.inv, "the matrix has no inverse"),
    gradient=_inverse_gradient,
)


def _determinant_gradient(node: Node, g: Any) -> Sequence[Any]:
    scale = multiply(g, node.outputs[0])
    return (multiply(reshape(scale, (*scale.shape, 1, 1)), _turn(inv(node.inputs[0]))),)


_DET = Function("det", np.linalg.det, lambda x: Spec(x.shape[:-2], x.dtype), _determinant_gradient)


def _slogdet_gradient(node: Node, sign: Any, g: Any) -> Sequence[Any]:
    if g is None:
        return (None,)
    return (multiply(reshape(g, (*g.shape, 1, 1)), _turn(inv(node.inputs[0]))),)


_SLOGDET = Function(
    "slogdet",
    lambda x: tuple(np.linalg.slogdet(x)),
    lambda x: (Spec(x.shape[:-2], x.dtype),) * 2,
    _slogdet_gradient,
)


def _solve_spec(a: Spec, b: Spec, **attrs: Any) -> Spec:
    rows, other = a.shape[-1], b.shape[-2]
    if rows is not None and other is not None and rows != other:
        raise ValueError(f"the shapes {a.shape} and {b.shape} do not fit: {rows} and {other} rows.")
    return Spec((*broadcast(a.shape[:-2], b.shape[:-2]), *b.shape[-2:]), b.dtype)


def _solve_gradient(node: Node, g: Any) -> Sequence[Any]:
    a, b = node.inputs
    back = _SOLVE(_turn(a), g)
    return _summed(negative(matmul(back, _turn(node.outputs[0]))), a), _summed(back, b)


def _summed(grad: Any, operand: Any) -> Tensor:
    return unbroadcast(grad, operand.shape)


_SOLVE = Function(
    "solve",
    _refusing("solve", np.linalg.solve, "the matrix has no inverse"),
    _solve_spec,
    _solve_gradient,
)


def inv(x: Any) -> Tensor:
    """Return the inverses of square matrices."""
    return _INV(_matrices("inv", x))


def det(x: Any) -> Tensor:
    """Return the determinants of square matrices."""
    return _DET(_matrices("det", x))


def slogdet(x: Any) -> tuple[Tensor, Tensor]:
    """Return the signs of determinants and the logarithms of their sizes."""
    sign, size = apply(_SLOGDET, _matrices("slogdet", x))
    return sign, size


def logdet(x: Any) -> Tensor:
    """Return the logarithms of the sizes of determinants."""
    return slogdet(x)[1]


def solve(a: Any, b: Any) -> Tensor:
    """Return the x of a @ x = b; b is (..., rows) or (..., rows, columns)."""
    a = _matrices("solve", a)
    b = cast(as_operand(b, like=a), a.dtype)
    if b.ndim == 1:
        return get_item(_SOLVE(a, expand_dims(b, -1)), (..., 0))
    return _SOLVE(a, b)


def solve_triangular(a: Any, b: Any, lower: bool = False) -> Tensor:
    """Return the x of a @ x = b, reading only one triangle of a."""
    a = as_operand(a)
    return solve(tril(a) if lower else triu(a), b)


# -- decompositions ----------------------------------------------------------


def _cholesky_gradient(node: Node, g: Any) -> Sequence[Any]:
    """Murray 2016, "Differentiation of the Cholesky decomposition"."""
    factor = node.outputs[0]
    inner = tril(matmul(_turn(factor), g))
    half = subtract(inner, multiply(0.5, _on_diagonal(inner)))
    inverse = inv(factor)
    full = matmul(_turn(inverse), matmul(half, inverse))
    return (multiply(0.5, add(full, _turn(full))),)


def _on_diagonal(x: Any) -> Tensor:
    return multiply(x, np.eye(x.shape[-1], dtype=x.dtype))


def _cholesky(x: np.ndarray) -> np.ndarray:
    return np.linalg.cholesky((x + x.swapaxes(-1, -2)) / 2)


_CHOLESKY = Function(
    "cholesky",
    _refusing("cholesky", _cholesky, "the matrix is not positive definite"),
    gradient=_cholesky_gradient,
)


def cholesky(x: Any, upper: bool = False) -> Tensor:
    """Return the triangular L of x = L L', or with ``upper`` the R of x = R' R.

    Raises:
        ValueError: when a matrix is not positive definite.
    """
    factor = _CHOLESKY(_matrices("cholesky", x))
    return _turn(factor) if upper else factor


def cholesky_inverse(x: Any, upper: bool = False) -> Tensor:
    """Return the inverse of the matrix whose Cholesky factor is x."""
    x = _matrices("cholesky_inverse", x)
    factor = inv(triu(x) if upper else tril(x))
    return matmul(factor, _turn(factor)) if upper else matmul(_turn(factor), factor)


def _qr_spec(x: Spec, *, mode: str) -> tuple[Spec, Spec]:
    *stack, rows, columns = x.shape
    known = rows is not None and columns is not None
    inner = rows if mode == "complete" else min(rows, columns) if known else None
    return Spec((*stack, rows, inner), x.dtype), Spec((*stack, inner, columns), x.dtype)


def _qr_gradient(node: Node, gq: Any, gr: Any) -> Sequence[Any]:
    """For at least as many rows as columns (Walter and Lehmann 2018)."""
    q, r = node.outputs
    if q.shape[-1] != r.shape[-1]:
        raise TypeError("qr: there is a gradient for reduced factors of tall matrices only.")
    gq = multiply(q, 0.0) if gq is None else gq
    gr = multiply(r, 0.0) if gr is None else gr
    inner = subtract(matmul(r, _turn(gr)), matmul(_turn(gq), q))
    lower = tril(inner, -1)
    square = add(add(lower, _turn(lower)), _on_diagonal(inner))
    right = add(gq, matmul(q, square))
    return (_turn(_SOLVE(r, _turn(right))),)


_QR = Function("qr", lambda x, *, mode: tuple(np.linalg.qr(x, mode)), _qr_spec, _qr_gradient)


def qr(x: Any, mode: str = "reduced") -> tuple[Tensor, Tensor]:
    """Return the orthogonal q and the triangular r of x = q r; ``mode`` reduced or complete."""
    if mode not in ("reduced", "complete"):
        raise ValueError(f"qr: mode must be 'reduced' or 'complete', got {mode!r}.")
    q, r = apply(_QR, _matrices("qr", x, square=False), mode=mode)
    return q, r


def _eigh_gradient(node: Node, gw: Any, gv: Any) -> Sequence[Any]:
    values, vectors = node.outputs
    inner = None
    if gv is not None:
        gap = subtract(expand_dims(values, -2), expand_dims(values, -1))
        safe = where(equal(gap, 0.0), 1.0, gap)
        factors = where(equal(gap, 0.0), 0.0, reciprocal(safe))
        inner = multiply(factors, matmul(_turn(vectors), gv))
    if gw is not None:
        row = multiply(expand_dims(gw, -1), np.eye(gw.shape[-1], dtype=gw.dtype))
        inner = row if inner is None else add(inner, row)
    full = matmul(vectors, matmul(inner, _turn(vectors)))
    return (multiply(0.5, add(full, _turn(full))),)


_EIGH = Function(
    "eigh",
    lambda x: tuple(np.linalg.eigh((x + x.swapaxes(-1, -2)) / 2)),
    lambda x: (Spec(x.shape[:-1], x.dtype), x),
    _eigh_gradient,
)


def eigh(x: Any) -> tuple[Tensor, Tensor]:
    """Return the eigenvalues (rising) and eigenvectors (columns) of symmetric matrices."""
    values, vectors = apply(_EIGH, _matrices("eigh", x))
    return values, vectors


_EIG = Function(
    "eig",
    lambda x: tuple(np.linalg.eig(x)),
    lambda x: (
        Spec(x.shape[:-1], complex_type(x.dtype)),
        Spec(x.shape, complex_type(x.dtype)),
    ),
)


def eig(x: Any) -> tuple[Tensor, Tensor]:
    """Return the complex eigenvalues and eigenvectors (columns) of square matrices."""
    values, vectors = apply(_EIG, _matrices("eig", x))
    return values, vectors


def _svd_spec(x: Spec, *, full: bool) -> tuple[Spec, ...]:
    *stack, rows, columns = x.shape
    inner = None if rows is None or columns is None else min(rows, columns)
    left, right = (rows, columns) if full else (inner, inner)
    shapes = ((*stack, rows, left), (*stack, inner), (*stack, right, columns))
    return tuple(Spec(s, x.dtype) for s in shapes)


def _svd_gradient(node: Node, gu: Any, gs: Any, gv: Any) -> Sequence[Any]:
    if gu is not None or gv is not None:
        raise TypeError("svd: gradients flow through the singular values, not the vectors.")
    u, s, v = node.outputs
    inner = s.shape[-1]
    u, v = get_item(u, (..., slice(0, inner))), get_item(v, (..., slice(0, inner), slice(None)))
    return (matmul(multiply(u, expand_dims(gs, -2)), v),)


_SVD = Function(
    "svd",
    lambda x, *, full: tuple(np.linalg.svd(x, full)),
    _svd_spec,
    _svd_gradient,
)


def svd(x: Any, full_matrices: bool = True, compute_uv: bool = True) -> Any:
    """Return u, the singular values (falling) and v' of x = u s v', or the values alone."""
    u, s, v = apply(_SVD, _matrices("svd", x, square=False), full=bool(full_matrices))
    return (u, s, v) if compute_uv else s


def _lu(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gauss's elimination with the largest pivot, both factors in one matrix."""
    table = x.copy()
    rows, columns = table.shape[-2:]
    steps = min(rows, columns)
    flat = table.reshape(-1, rows, columns)
    pivots = np.zeros((len(flat), steps), np.int32)
    for matrix, pivot in zip(flat, pivots, strict=True):
        for i in range(steps):
            best = i + int(np.argmax(np.abs(matrix[i:, i])))
            pivot[i] = best
            if best != i:
                matrix[[i, best]] = matrix[[best, i]]
            if matrix[i, i] != 0:
                matrix[i + 1 :, i] /= matrix[i, i]
                matrix[i + 1 :, i + 1 :] -= np.outer(matrix[i + 1 :, i], matrix[i, i + 1 :])
    return flat.reshape(table.shape), pivots.reshape(*table.shape[:-2], steps)


def _lu_spec(x: Spec) -> tuple[Spec, Spec]:
    rows, columns = x.shape[-2:]
    inner = None if rows is None or columns is None else min(rows, columns)
    return x, Spec((*x.shape[:-2], inner), "int32")


_LU = Function("lu_factor", _lu, _lu_spec)


def lu_factor(x: Any) -> tuple[Tensor, Tensor]:
    """Return both triangular factors of matrices in one, and the rows that were exchanged."""
    table, pivots = apply(_LU, _matrices("lu_factor", x, square=False))
    return table, pivots


# -- what is made of them ----------------------------------------------------


def _limit(x: Any, s: Any, tol: Any, factor: float) -> Any:
    """Size below which a singular value counts as zero."""
    if tol is not None:
        return tol
    size = max(x.shape[-2] or 1, x.shape[-1] or 1)
    return multiply(reduce_max(s, -1, keepdims=True), factor * size * np.finfo(x.dtype).eps)


def matrix_rank(x: Any, tol: Any = None) -> Tensor:
    """Return how many singular values are larger than ``tol``, int32."""
    x = _matrices("matrix_rank", x, square=False)
    s = svd(x, compute_uv=False)
    return reduce_sum(cast(greater(s, _limit(x, s, tol, 1.0)), "int32"), -1)


_PINV = Function(
    "pinv",
    lambda x, *, rcond: np.linalg.pinv(x, rcond),
    lambda x, *, rcond: Spec((*x.shape[:-2], x.shape[-1], x.shape[-2]), x.dtype),
    lambda n, g: _pinv_gradient(n, g),
)


def _pinv_gradient(node: Node, g: Any) -> Sequence[Any]:
    """Golub and Pereyra 1973."""
    a, p = node.inputs[0], node.outputs[0]
    gt, pt = _turn(g), _turn(p)
    left = subtract(np.eye(a.shape[-2], dtype=a.dtype), matmul(a, p))
    right = subtract(np.eye(a.shape[-1], dtype=a.dtype), matmul(p, a))
    # p = (a'a)^-1 a' where a has full rank: the inverse's slope and those of both projections
    first = negative(matmul(pt, matmul(g, pt)))
    second = matmul(left, matmul(gt, matmul(p, pt)))
    third = matmul(matmul(pt, p), matmul(gt, right))
    return (add(first, add(second, third)),)


def pinv(x: Any, rcond: float | None = None) -> Tensor:
    """Return the pseudo-inverses of matrices; smaller singular values (times the largest) are 0."""
    x = _matrices("pinv", x, square=False)
    if rcond is None:
        rcond = 10.0 * max(x.shape[-2] or 1, x.shape[-1] or 1) * float(np.finfo(x.dtype).eps)
    return _PINV(x, rcond=float(rcond))


def lstsq(a: Any, b: Any, rcond: float | None = None) -> Tensor:
    """Return the x with the smallest |a @ x - b|, and of those the shortest."""
    a = _matrices("lstsq", a, square=False)
    b = cast(as_operand(b, like=a), a.dtype)
    if rcond is None:
        rcond = float(np.finfo(a.dtype).eps) * max(a.shape[-2] or 1, a.shape[-1] or 1)
    return matmul(pinv(a, rcond), b)


# -- norms -------------------------------------------------------------------


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the size of vectors (one axis) or matrices (two axes).

    Args:
        x: A tensor.
        ord: None is the root of the sum of squares. Vectors: any number, inf, -inf, 0.
            Matrices: "fro", "nuc", 1, -1, 2, -2, inf, -inf.
        axis: One or two axes; all by default.
        keepdims: Whether the axes stay, of size 1.
    """
    x = as_operand(x)
    x = cast(x, floating(x.dtype))
    axes = normalize_axes(axis, x.ndim)
    if ord is None or ord == "fro" and len(axes) == 2 or ord == 2 and len(axes) == 1:
        return sqrt(reduce_sum(square(absolute(x)), axes, keepdims))
    if len(axes) == 1:
        return _vector_norm(x, ord, axes[0], keepdims)
    if len(axes) != 2:
        raise ValueError(
            f"norm: order {ord!r} is one of vectors or matrices, got {len(axes)} axes."
        )
    pair = axes if axis is None else tuple(a % x.ndim for a in axis)
    found = _matrix_norm(moveaxis(x, pair, (-2, -1)), ord)
    if not keepdims:
        return found
    return reshape(found, tuple(1 if i in axes else s for i, s in enumerate(x.shape)))


def _vector_norm(x: Any, order: Any, axis: int, keepdims: bool) -> Tensor:
    if isinstance(order, str):
        raise ValueError(f"norm: vectors have no norm {order!r}; 'fro' and 'nuc' are of matrices.")
    size = absolute(x)
    if order == math.inf:
        return reduce_max(size, axis, keepdims)
    if order == -math.inf:
        return reduce_min(size, axis, keepdims)
    if order == 0:
        return reduce_sum(cast(not_equal(x, 0.0), x.dtype), axis, keepdims)
    if order == 1:
        return reduce_sum(size, axis, keepdims)
    return power(reduce_sum(power(size, float(order)), axis, keepdims), 1.0 / order)


def _matrix_norm(x: Any, order: Any) -> Tensor:
    size = absolute(x)
    extreme = reduce_min if not isinstance(order, str) and order < 0 else reduce_max
    if order in (1, -1):
        return extreme(reduce_sum(size, -2), -1)
    if order in (math.inf, -math.inf):
        return extreme(reduce_sum(size, -1), -1)
    if order in (2, -2):
        return extreme(svd(x, full_matrices=False)[1], -1)
    if order == "nuc":
        return reduce_sum(svd(x, full_matrices=False)[1], -1)
    raise ValueError(f"norm: matrices have no norm {order!r}.")


__all__ = [
    "cholesky",
    "cholesky_inverse",
    "det",
    "eig",
    "eigh",
    "inv",
    "jvp",
    "logdet",
    "lstsq",
    "lu_factor",
    "matrix_rank",
    "norm",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "solve_triangular",
    "svd",
]
