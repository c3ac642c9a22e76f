"""The names of ``tf.linalg``: products, factors and parts of matrices."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.eager import _of_one, _tensor, eye, matmul
from engine.eager_arrays import einsum, norm, tensordot
from engine.eager_picking import global_norm
from engine.nn import l2_normalize
from engine.ops import cholesky, det, eigh, inv, lstsq, pinv, qr, slogdet, solve, trace
from engine.tensor import Tensor

diag_part = _of_one(ops.diagonal)
logdet = _of_one(ops.logdet)


def matrix_transpose(a: Any, name: str | None = None, conjugate: bool = False) -> Tensor:
    """Return a matrix, or a stack of them, with rows and columns exchanged."""
    return ops.swapaxes(_tensor(a), -1, -2)


def matvec(a: Any, b: Any, transpose_a: bool = False, name: str | None = None) -> Tensor:
    """Return the product of a matrix and a vector, or of stacks of them."""
    return ops.squeeze(matmul(a, ops.expand_dims(_tensor(b), -1), transpose_a), -1)


def band_part(input: Any, num_lower: Any, num_upper: Any, name: str | None = None) -> Tensor:  # noqa: A002
    """Return a matrix with zeros outside a band around its diagonal.

    Args:
        input: A matrix, or a stack of them.
        num_lower: How many diagonals below the main one are kept; -1 for all.
        num_upper: How many above it.
    """
    found, lower, upper = _tensor(input), int(num_lower), int(num_upper)
    found = found if lower < 0 else ops.triu(found, -lower)
    return found if upper < 0 else ops.tril(found, upper)


def diag(diagonal: Any, name: str | None = None) -> Tensor:
    """Return matrices with vectors on their diagonals and zeros elsewhere."""
    values = _tensor(diagonal)
    return ops.multiply(ops.expand_dims(values, -1), ops.eye(values.shape[-1], dtype=values.dtype))


def svd(tensor: Any, full_matrices: bool = False, compute_uv: bool = True) -> Any:
    """Return the singular values s and, with ``compute_uv``, u and v: tensor = u · s · vᵀ."""
    found = ops.svd(_tensor(tensor), full_matrices, compute_uv)
    return (found[1], found[0], matrix_transpose(found[2])) if compute_uv else found


def normalize(tensor: Any, ord: Any = "euclidean", axis: Any = None) -> tuple[Tensor, Tensor]:  # noqa: A002
    """Return a tensor divided by its length, or that of its vectors, and the length."""
    tensor = _tensor(tensor)
    length = norm(tensor, ord, axis, keepdims=True)
    return ops.divide(tensor, length), length


__all__ = [
    "band_part",
    "cholesky",
    "det",
    "diag",
    "diag_part",
    "eigh",
    "einsum",
    "eye",
    "global_norm",
    "inv",
    "l2_normalize",
    "logdet",
    "lstsq",
    "matmul",
    "matrix_transpose",
    "matvec",
    "norm",
    "normalize",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "tensordot",
    "trace",
]
