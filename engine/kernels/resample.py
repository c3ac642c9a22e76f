"""Weighted sums of the slices along one axis: a sparse matrix times an array."""

from typing import Any

import numpy as np

from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, compiled
from engine.kernels.threads import pool, share


def resample(x: np.ndarray, starts: np.ndarray, columns: np.ndarray, weights: np.ndarray,
             y: np.ndarray) -> None:
    """y[a, i] = sum over t of weights[t] * x[a, columns[t]] with starts[i] <= t < starts[i + 1].

    x (a,n,b), y (a,m,b), starts (m+1), columns and weights of one length; rows
    without a term become 0.
    """
    work = x.shape[0] * x.shape[2] * (weights.size + y.shape[1])
    chunks = chunks_for(y.shape[0] * y.shape[1], work, SERIAL_ELEMENTS)
    _rows(x, starts, columns, weights, y, pool(), chunks, -1)


@compiled
def _rows(x: Any, starts: Any, columns: Any, weights: Any, y: Any, entry: int, chunks: int,
          chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    rows, inner = y.shape[1], y.shape[2]
    for here in range(chunk_start(y.shape[0] * rows, chunks, chunk),
                      chunk_start(y.shape[0] * rows, chunks, chunk + 1)):
        outer, row = here // rows, here % rows
        target = y[outer, row]
        for i in range(inner):
            target[i] = 0
        for term in range(starts[row], starts[row + 1]):
            source, weight = x[outer, columns[term]], weights[term]
            for i in range(inner):
                target[i] += weight * source[i]
