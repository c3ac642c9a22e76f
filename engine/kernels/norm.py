"""Batch normalisation of the columns of a (rows, columns) matrix.

gamma and beta may have size 0 (no scale, no shift). The statistics take one pass
over memory: blocks of lines are summed, then their squares about their own mean
while they lie in the cache, and the blocks are joined in float64, so that no
variance is ever a difference of large squares. relu, and a sum with another
matrix before it, ride along with the pass that writes the result; on the way
back what relu let through is computed again instead of read.
"""

from typing import Any

import numpy as np

from engine.kernels.columns import fold, repeat
from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, compiled, flat, inlined
from engine.kernels.threads import pool, share
from engine.kernels.vectors_norm import (
    combine,
    normalise,
    normalise_and_add,
    sum_slopes,
    sum_squares,
    sum_strip,
    whole_line,
)
from engine.simd import address, itemsize, lanes

_BLOCK = 8192  # numbers summed in the array's own precision; they stay in the cache


def _chunks(x: np.ndarray) -> int:
    return chunks_for(x.shape[0], x.size, SERIAL_ELEMENTS)


def _floor(x: np.ndarray, relu: bool) -> Any:
    return x.dtype.type(0 if relu else -np.inf)


def batch_norm_train(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float,
                     y: np.ndarray, mean: np.ndarray, inv: np.ndarray, var: np.ndarray,
                     relu: bool = False, other: np.ndarray | None = None) -> None:
    """y = (x - mean) * inv * gamma + beta [+ other] over rows of x (rows, columns) [, relu].

    Gives the columns' `mean`, biased `var` and `inv` = 1 / sqrt(var + eps).
    """
    chunks = _chunks(x)
    parts = np.empty((chunks, 3, x.shape[1]))
    _moments(flat(x), parts, mean, inv, var, eps, pool(), chunks, -1)
    _normalise(x, gamma, beta, mean, inv, y, other, relu)


def batch_norm_grad(dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, mean: np.ndarray,
                    inv: np.ndarray, dx: np.ndarray, dgamma: np.ndarray, dbeta: np.ndarray,
                    relu: bool = False, beta: np.ndarray | None = None) -> None:
    """Gradients of `batch_norm_train`; dgamma and dbeta may have size 0 where not wanted.

    With `relu`, dy is the gradient for what relu made of the result; then beta is needed.
    """
    chunks, beta = _chunks(x), _NONE[x.dtype.char] if beta is None else beta
    parts, factors = np.empty((chunks, 2, x.shape[1])), np.empty((3, x.shape[1]), x.dtype)
    given = flat(dy), flat(x), gamma, beta, mean, inv, _floor(x, relu)
    _slopes(*given, parts, factors, dgamma, dbeta, pool(), chunks, -1)
    _combine(*given, factors, flat(dx), pool(), chunks, -1)


_NONE: dict[str, np.ndarray] = {"f": np.empty(0, np.float32), "d": np.empty(0, np.float64)}


# ---------------------------------------------------------------- mean and variance


@compiled
def _moments(x: Any, parts: Any, mean: Any, inv: Any, var: Any, eps: float, entry: int,
             chunks: int, chunk: int) -> None:
    """Mean and sum of squares of every column; `parts`: (count, mean, squares) of each chunk."""
    columns = mean.size
    rows = x.size // columns
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        _join_chunks(parts, mean, inv, var, eps)
        return
    zero = x.dtype.type(0)
    line, size, width = whole_line(columns, zero), itemsize(zero), lanes(zero)
    sums, centre, squares = (np.empty(line, x.dtype), np.empty(line, x.dtype),
                             np.empty(line, x.dtype))
    means, spreads, block = np.zeros(line), np.zeros(line), line * max(1, _BLOCK // line)
    end = chunk_start(rows, chunks, chunk + 1) * columns
    here, seen, rest = chunk_start(rows, chunks, chunk) * columns, 0, 0
    while here < end:
        stop = min(end, here + block)
        whole, rest = (stop - here) // line, (stop - here) % line
        for j in range(0, line, width):
            sum_strip((address(x) + size * (here + j), address(sums) + size * j), whole,
                      line * size, min(width, rest - j), zero)
        for j in range(line):
            centre[j] = sums[j] / max(whole + (j < rest), 1)
        for j in range(0, line, width):
            sum_squares((address(x) + size * (here + j), address(centre) + size * j,
                         address(squares) + size * j), whole, line * size,
                        min(width, rest - j), zero)
        _join(means, spreads, seen, sums, centre, squares, whole + 1, 0, rest)
        _join(means, spreads, seen, sums, centre, squares, whole, rest, line)
        seen += whole
        here = stop
    _fold_moments(means, spreads, seen, rest, parts[chunk])
    if chunks == 1:
        _join_chunks(parts, mean, inv, var, eps)


@inlined
def _join(means: Any, spreads: Any, seen: int, sums: Any, centre: Any, squares: Any, count: int,
          first: int, last: int) -> None:
    """Join a block of `count` lines to the `seen` lines before, places [first, last)."""
    weight, part = count / max(seen + count, 1), 1 / max(count, 1)
    for j in range(first, last):
        mean = np.float64(sums[j]) * part
        off, away = mean - centre[j], mean - means[j]
        means[j] += away * weight
        spreads[j] += squares[j] - count * off * off + away * away * seen * weight


@inlined
def _fold_moments(means: Any, spreads: Any, seen: int, rest: int, part: Any) -> None:
    """Join the places of each column; the first `rest` places have seen one line more."""
    columns = part.shape[1]
    part[:] = 0
    for place in range(0, means.size, columns):
        for column in range(columns):
            j = place + column
            count = seen + (1 if j < rest else 0)
            _add_moments(part, column, count, means[j], spreads[j])


@inlined
def _add_moments(total: Any, column: int, count: float, mean: float, spread: float) -> None:
    both = total[0, column] + count
    if both > 0:
        away = mean - total[1, column]
        weight = count / both
        total[2, column] += spread + away * away * total[0, column] * weight
        total[1, column] += away * weight
        total[0, column] = both


@inlined
def _join_chunks(parts: Any, mean: Any, inv: Any, var: Any, eps: float) -> None:
    total = parts[0]
    for chunk in range(1, parts.shape[0]):
        for column in range(mean.size):
            _add_moments(total, column, parts[chunk, 0, column], parts[chunk, 1, column],
                         parts[chunk, 2, column])
    for column in range(mean.size):
        variance = total[2, column] / total[0, column]
        mean[column], var[column] = total[1, column], variance
        inv[column] = 1 / np.sqrt(variance + eps)


# ---------------------------------------------------------------- the result


def _normalise(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, mean: np.ndarray,
               inv: np.ndarray, y: np.ndarray, other: np.ndarray | None, relu: bool) -> None:
    more = _NONE[x.dtype.char] if other is None else flat(other)
    _normalise_rows(flat(x), flat(y), more, gamma, beta, mean, inv, _floor(x, relu),
                    pool(), _chunks(x), -1)


@inlined
def _constants(gamma: Any, beta: Any, mean: Any, inv: Any, line: Any) -> None:
    """Fill the rows of `line`: centre, factor and offset of every place."""
    columns = mean.size
    for place in range(0, line.shape[1], columns):
        for column in range(columns):
            line[0, place + column] = mean[column]
            line[1, place + column] = inv[column] * gamma[column] if gamma.size else inv[column]
            line[2, place + column] = beta[column] if beta.size else 0


@compiled
def _normalise_rows(x: Any, y: Any, other: Any, gamma: Any, beta: Any, mean: Any, inv: Any,
                    floor: float, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    columns, width = mean.size, lanes(floor)
    rows, size = x.size // columns, itemsize(floor)
    lines = np.empty((3, whole_line(columns, floor)), x.dtype)
    _constants(gamma, beta, mean, inv, lines)
    line = lines.shape[1]
    end, block = chunk_start(rows, chunks, chunk + 1) * columns, line * max(1, _BLOCK // line)
    for here in range(chunk_start(rows, chunks, chunk) * columns, end, block):
        stop = min(end, here + block)
        whole, rest = (stop - here) // line, (stop - here) % line
        for j in range(0, line, width):
            source, target = address(x) + size * (here + j), address(y) + size * (here + j)
            centre = address(lines) + size * j
            factor, offset = centre + size * line, centre + 2 * size * line
            if other.size:
                more = address(other) + size * (here + j)
                normalise_and_add((source, more, target, centre, factor, offset), whole,
                                  line * size, min(width, rest - j), floor)
            else:
                normalise((source, target, centre, factor, offset), whole, line * size,
                          min(width, rest - j), floor)


# ---------------------------------------------------------------- gradients


@compiled
def _slopes(dy: Any, x: Any, gamma: Any, beta: Any, mean: Any, inv: Any, floor: float, parts: Any,
            factors: Any, dgamma: Any, dbeta: Any, entry: int, chunks: int, chunk: int) -> None:
    """Column sums of dy and dy * (x - mean), and what `_combine` needs of them."""
    columns = mean.size
    rows, size = x.size // columns, itemsize(floor)
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        _finish_slopes(parts, rows, gamma, inv, factors, dgamma, dbeta)
        return
    lines = np.empty((5, whole_line(columns, floor)), x.dtype)
    _constants(gamma, beta, mean, inv, lines)
    line, width = lines.shape[1], lanes(floor)
    sums, products, totals = lines[3], lines[4], np.zeros((2, line))
    end, block = chunk_start(rows, chunks, chunk + 1) * columns, line * max(1, _BLOCK // line)
    for here in range(chunk_start(rows, chunks, chunk) * columns, end, block):
        stop = min(end, here + block)
        whole, rest = (stop - here) // line, (stop - here) % line
        for j in range(0, line, width):
            centre, step = address(lines) + size * j, size * line
            sum_slopes((address(x) + size * (here + j), address(dy) + size * (here + j), centre,
                        centre + step, centre + 2 * step, centre + 3 * step, centre + 4 * step),
                       whole, step, min(width, rest - j), floor)
        for j in range(line):
            totals[0, j] += sums[j]
            totals[1, j] += products[j]
    fold(totals[0], parts[chunk, 0])
    fold(totals[1], parts[chunk, 1])
    if chunks == 1:
        _finish_slopes(parts, rows, gamma, inv, factors, dgamma, dbeta)


@inlined
def _finish_slopes(parts: Any, rows: int, gamma: Any, inv: Any, factors: Any, dgamma: Any,
                   dbeta: Any) -> None:
    """dx = g * (dy - mean(dy) - (x - mean) * inv * mean(dy * xhat)), g = gamma * inv."""
    for column in range(inv.size):
        shift, scale = 0.0, 0.0
        for chunk in range(parts.shape[0]):
            shift += parts[chunk, 0, column]
            scale += parts[chunk, 1, column]
        rate = np.float64(inv[column])
        scale *= rate
        if dbeta.size:
            dbeta[column] = shift
        if dgamma.size:
            dgamma[column] = scale
        factor = rate * gamma[column] if gamma.size else rate
        factors[0, column] = factor
        factors[1, column] = -factor * rate * scale / rows
        factors[2, column] = -factor * shift / rows


@compiled
def _combine(dy: Any, x: Any, gamma: Any, beta: Any, mean: Any, inv: Any, floor: float,
             factors: Any, dx: Any, entry: int, chunks: int, chunk: int) -> None:
    """dx = dy * factors[0] + (x - mean) * factors[1] + factors[2], column by column."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    columns = mean.size
    rows, size = x.size // columns, itemsize(floor)
    lines = np.empty((6, whole_line(columns, floor)), x.dtype)
    _constants(gamma, beta, mean, inv, lines[:3])
    for i in range(3):
        repeat(factors[i], lines[3 + i])
    line, width = lines.shape[1], lanes(floor)
    end, block = chunk_start(rows, chunks, chunk + 1) * columns, line * max(1, _BLOCK // line)
    for here in range(chunk_start(rows, chunks, chunk) * columns, end, block):
        stop = min(end, here + block)
        whole, rest = (stop - here) // line, (stop - here) % line
        for j in range(0, line, width):
            centre, step = address(lines) + size * j, size * line
            combine((address(x) + size * (here + j), address(dy) + size * (here + j),
                     address(dx) + size * (here + j), centre, centre + step, centre + 2 * step,
                     centre + 3 * step, centre + 4 * step, centre + 5 * step),
                    whole, step, min(width, rest - j), floor)
