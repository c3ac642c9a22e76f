"""One step of a recurrent layer on rows of whole arrays of (batch, steps, ...)."""

from typing import Any

import numpy as np

from engine.kernels.common import inlined
from engine.kernels.tiles import block_rows, sweep
from engine.simd import ROWS


@inlined
def repeat(source: Any, before: int, target: Any, here: int, units: int) -> None:
    for j in range(units):
        target[here + j] = source[before + j]


@inlined
def add_product(a: int, first: int, last: int, a_stride: int, a_shift: int, depth: int,
                weights: int, c: int, c_stride: int, c_shift: int, columns: int,
                like: Any) -> None:
    """c[row] += a[row] @ packed weights for the batch rows [first, last)."""
    a_rows, c_rows = np.empty(ROWS, np.int64), np.empty(ROWS, np.int64)
    floor = like.dtype.type(-np.inf)
    row = first
    while row < last:
        block = block_rows(last - row)
        for r in range(block):
            at = min(row + r, last - 1)
            a_rows[r] = at * a_stride + a_shift
            c_rows[r] = at * c_stride + c_shift
        sweep(block, a, a_rows, 1, 0, 1, 0, depth, 1, weights, 0, depth, c, c_rows, columns,
              c, 1, True, floor, 0)
        row += block
