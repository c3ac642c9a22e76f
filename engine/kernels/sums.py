"""Sums over axes in the middle of an array: of the rows of each matrix in a stack."""

from typing import Any

import numpy as np

from engine.kernels.columns import fold
from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, compiled, flat
from engine.kernels.threads import pool, share
from engine.kernels.vectors_norm import sum_strip, whole_line
from engine.simd import address, itemsize, lanes

_BLOCK = 8192  # numbers summed in the array's own precision


def sum_rows(x: np.ndarray, out: np.ndarray, stack: int, columns: int) -> None:
    """out (stack, columns) = sums of the rows of x (stack, rows, columns), read as such."""
    chunks = chunks_for(stack, x.size, SERIAL_ELEMENTS)
    _sum_rows(flat(x), flat(out), stack, columns, pool(), chunks, -1)


@compiled
def _sum_rows(x: Any, out: Any, stack: int, columns: int, entry: int, chunks: int,
              chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    zero, each = x.dtype.type(0), x.size // stack
    line, size, width = whole_line(columns, zero), itemsize(zero), lanes(zero)
    sums, totals, part = np.empty(line, x.dtype), np.empty(line), np.empty(columns)
    block = line * max(1, _BLOCK // line)
    for i in range(chunk_start(stack, chunks, chunk), chunk_start(stack, chunks, chunk + 1)):
        totals[:] = 0
        for here in range(i * each, (i + 1) * each, block):
            stop = min((i + 1) * each, here + block)
            whole, rest = (stop - here) // line, (stop - here) % line
            for j in range(0, line, width):
                sum_strip((address(x) + size * (here + j), address(sums) + size * j), whole,
                          line * size, min(width, rest - j), zero)
            for j in range(line):
                totals[j] += sums[j]
        fold(totals, part)
        out[i * columns:(i + 1) * columns] = part
