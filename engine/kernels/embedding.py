"""Rows of a table by index, and the gradient back into the table."""

from typing import Any

import numpy as np

from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, compiled, flat_view
from engine.kernels.threads import pool, share
from engine.kernels.vectors import add_run, copy_run
from engine.simd import address, itemsize

_OWNED = 16  # neighbouring rows of a table that one thread owns


def gather(table: np.ndarray, index: np.ndarray, out: np.ndarray) -> int:
    """out[i] = table[index[i]]; table (rows, width), index (n) int32 or int64, out (n, width).

    Returns -1, or the position in `index` of the first number outside
    [0, rows); then out is left as it was.
    """
    bad = _first_outside(index, table.shape[0])
    if bad >= 0:
        return bad
    chunks = chunks_for(index.size, out.size, SERIAL_ELEMENTS)
    _gather_part(table, index, out, pool(), chunks, -1)
    return -1


@compiled
def _first_outside(index: Any, rows: int) -> int:
    outside = 0
    for i in range(index.size):
        outside += (index[i] < 0) | (index[i] >= rows)
    if outside:
        for i in range(index.size):
            if index[i] < 0 or index[i] >= rows:
                return i
    return -1


@compiled
def _gather_part(table: Any, index: Any, out: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    width, like = out.shape[1], out.dtype.type(0)
    source, target, stride = address(table), address(out), width * itemsize(like)
    for i in range(chunk_start(index.size, chunks, chunk),
                   chunk_start(index.size, chunks, chunk + 1)):
        copy_run(source + np.int64(index[i]) * stride, target + i * stride, width, like)


def scatter(dy: np.ndarray, index: np.ndarray, dtable: np.ndarray) -> None:
    """dtable[row] = sum of dy[i] over every i with index[i] == row, in order; 0 where none is.

    dy (n, width), index as `gather` took it. Each thread owns some rows of the table, so the
    order of sums never changes.
    """
    work = max(dy.size, dtable.size)
    chunks = chunks_for(-(-dtable.shape[0] // _OWNED), work, SERIAL_ELEMENTS)
    chunks = 1 << (chunks.bit_length() - 1)  # whose row it is takes no division
    _scatter_part(dy, index, dtable, np.zeros(dtable.shape[0], np.uint8), pool(), chunks, -1)


@compiled
def _scatter_part(dy: Any, index: Any, dtable: Any, seen: Any, entry: int, chunks: int,
                  chunk: int) -> None:
    """Rows are copied when first met and added to later; then what nobody met is cleared.

    Words are numbered by how common they are: so threads own rows in turn, some at a time.
    """
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    rows, width, like = dtable.shape[0], dtable.shape[1], dtable.dtype.type(0)
    source, target, stride = address(dy), address(dtable), width * itemsize(like)
    for i in range(index.size):
        row = np.int64(index[i])
        if (row // _OWNED) & (chunks - 1) == chunk and 0 <= row < rows:
            if seen[row]:
                add_run(source + i * stride, target + row * stride, width, like)
            else:
                seen[row] = 1
                copy_run(source + i * stride, target + row * stride, width, like)
    values = flat_view(dtable)
    for first in range(chunk * _OWNED, rows, chunks * _OWNED):
        for left in range(first, min(first + _OWNED, rows)):
            if not seen[left]:
                for j in range(left * width, (left + 1) * width):
                    values[j] = 0
