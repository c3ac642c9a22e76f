"""The gradient before relu of a sum of two, and its column sums on the way."""

from typing import Any

import numpy as np

from engine.kernels.columns import fold
from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, compiled, flat, inlined
from engine.kernels.threads import pool, share
from engine.kernels.vectors_norm import pass_and_sum, whole_line
from engine.simd import address, itemsize, lanes

_BLOCK = 8192  # numbers summed in the array's own precision


def relu_slopes(y: np.ndarray, dy: np.ndarray, more: np.ndarray, dz: np.ndarray,
                sums: np.ndarray) -> None:
    """dz = dy + more where y > 0, else 0; sums = those of dz over all axes but the last.

    dz may be dy or more. For dy alone `gemm.relu_bias_grad_call` is faster.
    """
    columns = y.shape[-1]
    chunks = chunks_for(y.size // columns, y.size, SERIAL_ELEMENTS)
    _relu_slopes(flat(y), flat(dy), flat(more), flat(dz), columns, np.empty((chunks, columns)),
                 sums, pool(), chunks, -1)


@compiled
def _relu_slopes(y: Any, dy: Any, more: Any, dz: Any, columns: int, parts: Any, sums: Any,
                 entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        _add(parts, sums)
        return
    floor, rows = y.dtype.type(0), y.size // columns
    line, size, width = whole_line(columns, floor), itemsize(floor), lanes(floor)
    here_sums, totals = np.empty(line, y.dtype), np.zeros(line)
    end, block = chunk_start(rows, chunks, chunk + 1) * columns, line * max(1, _BLOCK // line)
    for here in range(chunk_start(rows, chunks, chunk) * columns, end, block):
        stop = min(end, here + block)
        whole, rest = (stop - here) // line, (stop - here) % line
        for j in range(0, line, width):
            offset, total = size * (here + j), address(here_sums) + size * j
            pass_and_sum((address(y) + offset, address(dy) + offset, address(more) + offset,
                          address(dz) + offset, total), whole, line * size, min(width, rest - j),
                         floor)
        for j in range(line):
            totals[j] += here_sums[j]
    fold(totals, parts[chunk])
    if chunks == 1:
        _add(parts, sums)


@inlined
def _add(parts: Any, sums: Any) -> None:
    for column in range(sums.size):
        total = 0.0
        for chunk in range(parts.shape[0]):
            total += parts[chunk, column]
        sums[column] = total
