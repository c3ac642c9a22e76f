"""Cases of linear algebra."""

from __future__ import annotations

from typing import Any

import numpy as np

import engine.ops as ops
from tests.op_cases import Cases, real

SQUARE = real(2, 3, 3) + 3 * np.eye(3)


def definite(x: Any) -> Any:
    """A positive definite matrix made of any."""
    return ops.add(ops.matmul(x, ops.swapaxes(x, -1, -2)), 0.5 * np.eye(x.shape[-1]))


CASES: Cases = {
    "inv": (ops.inv, (SQUARE,)),
    "det": (ops.det, (SQUARE,)),
    "logdet": (ops.logdet, (SQUARE,)),
    "solve": (ops.solve, (SQUARE, real(2, 3, 2))),
    "solve vector": (ops.solve, (SQUARE[0], real(3))),
    "solve_triangular": (lambda a, b: ops.solve_triangular(a, b, True), (SQUARE, real(2, 3, 2))),
    "cholesky": (lambda x: ops.cholesky(definite(x)), (real(2, 3, 3),)),
    "cholesky_inverse": (lambda x: ops.cholesky_inverse(x, upper=True), (SQUARE[0],)),
    "qr": (lambda x: list(ops.qr(x)), (real(4, 3) + 2 * np.eye(4, 3),)),
    "eigh": (lambda x: list(ops.eigh(definite(x) + np.diag([0.0, 3.0, 7.0]))), (real(3, 3),)),
    "svd": (lambda x: ops.svd(x, compute_uv=False), (real(4, 3) + 2 * np.eye(4, 3),)),
    "pinv": (ops.pinv, (real(4, 3) + 2 * np.eye(4, 3),)),
    "lstsq": (ops.lstsq, (real(4, 3) + 2 * np.eye(4, 3), real(4, 2))),
    "norm nuclear": (
        lambda x: ops.norm(x, "nuc", axis=(0, 1)),
        (real(4, 3) + 2 * np.eye(4, 3),),
    ),
    "norm of order 3": (lambda x: ops.norm(x, 3, axis=1), (real(2, 3),)),
}

#: Vectors of a singular value decomposition have no gradient.
ONCE = ("svd", "norm nuclear")
