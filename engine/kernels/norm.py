"""Batch normalisation of the columns of a (rows, columns) matrix.

gamma and beta may have size 0 (no scale, no shift). Statistics are taken about
the mean, never as a difference of large squares, and summed in float64.
"""

from typing import Any

import numpy as np

from engine.kernels.columns import fold, line_of, repeat, sum_columns
from engine.kernels.common import (
    SERIAL_ELEMENTS,
    chunk_start,
    chunks_for,
    compiled,
    flat,
)
from engine.kernels.threads import pool, share

_ROWS = 64  # lines summed in the array's own precision


def _chunks(x: np.ndarray) -> int:
    return chunks_for(x.shape[0], x.size, SERIAL_ELEMENTS)


def batch_norm_train(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float,
                     y: np.ndarray, mean: np.ndarray, inv: np.ndarray, var: np.ndarray) -> None:
    """y = (x - mean) * inv * gamma + beta over rows of x (rows, columns).

    Gives the columns' `mean`, biased `var` and `inv` = 1 / sqrt(var + eps).
    """
    rows, chunks = x.shape[0], _chunks(x)
    sums = np.empty((chunks, x.shape[1]))
    _reduce(0, x, x, mean, mean, sums)
    mean[:] = sums.sum(0) / rows
    _reduce(1, x, x, mean, mean, sums)
    variance = sums.sum(0) / rows
    var[:] = variance
    inv[:] = 1 / np.sqrt(variance + eps)
    _normalize(x, gamma, beta, y, mean, inv)


def batch_norm_infer(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, mean: np.ndarray,
                     var: np.ndarray, eps: float, y: np.ndarray) -> None:
    """y = (x - mean) / sqrt(var + eps) * gamma + beta with given statistics."""
    _normalize(x, gamma, beta, y, mean, 1 / np.sqrt(var.astype(np.float64) + eps))


def batch_norm_grad(dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, mean: np.ndarray,
                    inv: np.ndarray, dx: np.ndarray, dgamma: np.ndarray,
                    dbeta: np.ndarray) -> None:
    """Gradients of `batch_norm_train`; dgamma and dbeta may have size 0 where not wanted."""
    rows, columns = x.shape
    shift, scale = np.empty((_chunks(x), columns)), np.empty((_chunks(x), columns))
    _reduce(0, dy, dy, mean, inv, shift)
    _reduce(2, dy, x, mean, inv, scale)
    total_shift, total_scale = shift.sum(0), scale.sum(0) * inv
    if dbeta.size:
        dbeta[:] = total_shift
    if dgamma.size:
        dgamma[:] = total_scale
    # dx = g * (dy - mean(dy) - (x - mean) * inv * mean(dy * xhat)), g = gamma * inv
    factor = inv * gamma.astype(np.float64) if gamma.size else inv.astype(np.float64)
    slope = -factor * inv * total_scale / rows
    offset = -factor * total_shift / rows - slope * mean
    _combine(dy, x, dx, factor.astype(x.dtype), slope.astype(x.dtype), offset.astype(x.dtype))


def _normalize(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, y: np.ndarray,
               mean: np.ndarray, inv: np.ndarray) -> None:
    scale = (inv * gamma if gamma.size else inv).astype(x.dtype)
    shift = (beta if beta.size else np.zeros_like(mean)).astype(x.dtype)
    chunks = _chunks(x)
    _normalize_rows(flat(x), flat(y), mean, scale, shift, x.shape[0], pool(), chunks, -1)


@compiled
def _normalize_rows(x: Any, y: Any, mean: Any, scale: Any, shift: Any, rows: int, entry: int,
                    chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    columns = mean.size
    line = line_of(columns)
    centre, factor = np.empty(line, x.dtype), np.empty(line, x.dtype)
    offset = np.empty(line, x.dtype)
    repeat(mean, centre)
    repeat(scale, factor)
    repeat(shift, offset)
    end = chunk_start(rows, chunks, chunk + 1) * columns
    for place in range(chunk_start(rows, chunks, chunk) * columns, end, line):
        stop = min(end, place + line)
        source, target = x[place:stop], y[place:stop]
        for j in range(source.size):
            target[j] = (source[j] - centre[j]) * factor[j] + offset[j]


def _reduce(what: int, a: np.ndarray, b: np.ndarray, mean: np.ndarray, inv: np.ndarray,
            sums: np.ndarray) -> None:
    """Per chunk of rows, column sums of a (0), (a - mean)^2 (1) or a * (b - mean) (2)."""
    _reduce_rows(what, flat(a), flat(b), mean, a.shape[0], sums, pool(), len(sums), -1)


@compiled
def _reduce_rows(what: int, a: Any, b: Any, mean: Any, rows: int, sums: Any, entry: int,
                 chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    first = chunk_start(rows, chunks, chunk)
    last = chunk_start(rows, chunks, chunk + 1)
    if what == 0:
        sum_columns(a, first, last, sums[chunk])
        return
    columns = mean.size
    line = line_of(columns)
    centre, block, total = np.empty(line, a.dtype), np.empty(line, a.dtype), np.zeros(line)
    repeat(mean, centre)
    for begin in range(first * columns, last * columns, line * _ROWS):
        end = min(last * columns, begin + line * _ROWS)
        block[:] = 0
        for place in range(begin, end, line):
            stop = min(end, place + line)
            left, right = a[place:stop], b[place:stop]
            if what == 1:
                for j in range(left.size):
                    block[j] += (left[j] - centre[j]) * (left[j] - centre[j])
            else:
                for j in range(left.size):
                    block[j] += left[j] * (right[j] - centre[j])
        for j in range(line):
            total[j] += block[j]
    fold(total, sums[chunk])


def _combine(dy: np.ndarray, x: np.ndarray, dx: np.ndarray, factor: np.ndarray,
             slope: np.ndarray, offset: np.ndarray) -> None:
    chunks = _chunks(x)
    arguments = flat(dy), flat(x), flat(dx), factor, slope, offset, x.shape[0]
    _combine_rows(*arguments, pool(), chunks, -1)


@compiled
def _combine_rows(dy: Any, x: Any, dx: Any, factor: Any, slope: Any, offset: Any, rows: int,
                  entry: int, chunks: int, chunk: int) -> None:
    """dx = dy * factor + x * slope + offset, the last three one number per column."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    columns = factor.size
    line = line_of(columns)
    by_dy, by_x, plus = (np.empty(line, x.dtype), np.empty(line, x.dtype),
                         np.empty(line, x.dtype))
    repeat(factor, by_dy)
    repeat(slope, by_x)
    repeat(offset, plus)
    end = chunk_start(rows, chunks, chunk + 1) * columns
    for place in range(chunk_start(rows, chunks, chunk) * columns, end, line):
        stop = min(end, place + line)
        gradient, source, target = dy[place:stop], x[place:stop], dx[place:stop]
        for j in range(source.size):
            target[j] = gradient[j] * by_dy[j] + source[j] * by_x[j] + plus[j]
