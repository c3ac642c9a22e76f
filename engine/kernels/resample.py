"""Weighted sums of the slices along one axis: a sparse matrix times an array."""

from typing import Any

import numpy as np

from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, compiled, flat
from engine.kernels.threads import pool, share


def resample(x: np.ndarray, starts: np.ndarray, columns: np.ndarray, weights: np.ndarray,
             y: np.ndarray) -> None:
    """y[a, i] = sum over t of weights[t] * x[a, columns[t]] with starts[i] <= t < starts[i + 1].

    x (a,n,b), y (a,m,b), starts (m+1), columns and weights of one length; rows
    without a term become 0.
    """
    work = x.shape[0] * x.shape[2] * (weights.size + y.shape[1])
    chunks = chunks_for(y.shape[0] * y.shape[1], work, SERIAL_ELEMENTS)
    shape = (x.shape[1], *y.shape)
    _rows(flat(x), starts, columns, weights, flat(y), shape, pool(), chunks, -1)


@compiled
def _rows(x: Any, starts: Any, columns: Any, weights: Any, y: Any, shape: Any, entry: int,
          chunks: int, chunk: int) -> None:
    """One thread's rows of y, counted over the axes before; indices without a sign
    spare a check that LLVM could not make vectors of."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    length, outer, rows, inner = shape
    for here in range(chunk_start(outer * rows, chunks, chunk),
                      chunk_start(outer * rows, chunks, chunk + 1)):
        row, target = here % rows, here * inner
        for i in range(inner):
            y[np.uint64(target + i)] = 0
        for term in range(starts[row], starts[row + 1]):
            source, weight = (here // rows * length + columns[term]) * inner, weights[term]
            for i in range(inner):
                y[np.uint64(target + i)] += weight * x[np.uint64(source + i)]
