"""Images sampled elsewhere by affine maps, and the transpose of that, its gradient."""

import math
from typing import Any

import numpy as np

from engine.kernels.common import (
    SERIAL_ELEMENTS,
    chunk_start,
    chunks_for,
    compiled,
    exact,
    inlined,
)
from engine.kernels.threads import pool, share

CONSTANT, REFLECT, WRAP, NEAREST, MIRROR = 0, 1, 2, 3, 4


def affine(
    x: np.ndarray, transform: np.ndarray, y: np.ndarray, linear: bool, mode: int, fill: float
) -> None:
    """y at (row, column) = x at (b0 column + b1 row + b2, a0 column + a1 row + a2).

    x and y (n, h, w, c); transform (n, 8) rows of a0, a1, a2, b0, b1, b2, 0, 0.
    ``linear`` mixes the four cells around the place, otherwise the nearest is
    taken (halves go away from zero). ``mode`` says what lies outside the image.
    """
    chunks = chunks_for(y.shape[0] * y.shape[1], 4 * y.size, SERIAL_ELEMENTS)
    _affine_rows(x, transform, y, linear, mode, y.dtype.type(fill), pool(), chunks, -1)


@exact
def _affine_rows(
    x: Any,
    transform: Any,
    y: Any,
    linear: bool,
    mode: int,
    fill: Any,
    entry: int,
    chunks: int,
    chunk: int,
) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    samples, rows, columns, channels = y.shape
    height, width = x.shape[1], x.shape[2]
    for here in range(
        chunk_start(samples * rows, chunks, chunk), chunk_start(samples * rows, chunks, chunk + 1)
    ):
        n, row = here // rows, here % rows
        t = transform[n]
        for column in range(columns):
            v = t[3] * column + t[4] * row + t[5]
            u = t[0] * column + t[1] * row + t[2]
            target = y[n, row, column]
            target[:] = 0
            top, left = _start(v, linear), _start(u, linear)
            for i in range(2 if linear else 1):
                down = _share_of(v, top, i, linear)
                source_row = _place(top + i, height, mode)
                for j in range(2 if linear else 1):
                    weight = y.dtype.type(down * _share_of(u, left, j, linear))
                    source_column = _place(left + j, width, mode)
                    if source_row < 0 or source_column < 0:
                        for c in range(channels):
                            target[c] += weight * fill
                    elif weight != 0:
                        source = x[n, source_row, source_column]
                        for c in range(channels):
                            target[c] += weight * source[c]


def affine_grad(
    dy: np.ndarray, transform: np.ndarray, dx: np.ndarray, linear: bool, mode: int
) -> None:
    """dx = dy put back on the cells that ``affine`` took them from, by the same shares."""
    chunks = chunks_for(dx.shape[0], 4 * dy.size, SERIAL_ELEMENTS)
    _affine_grad_samples(dy, transform, dx, linear, mode, pool(), chunks, -1)


@exact
def _affine_grad_samples(
    dy: Any,
    transform: Any,
    dx: Any,
    linear: bool,
    mode: int,
    entry: int,
    chunks: int,
    chunk: int,
) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    samples, rows, columns, channels = dy.shape
    height, width = dx.shape[1], dx.shape[2]
    for n in range(
        chunk_start(samples, chunks, chunk), chunk_start(samples, chunks, chunk + 1)
    ):
        dx[n] = 0
        t = transform[n]
        for row in range(rows):
            for column in range(columns):
                v = t[3] * column + t[4] * row + t[5]
                u = t[0] * column + t[1] * row + t[2]
                given = dy[n, row, column]
                top, left = _start(v, linear), _start(u, linear)
                for i in range(2 if linear else 1):
                    down = _share_of(v, top, i, linear)
                    source_row = _place(top + i, height, mode)
                    for j in range(2 if linear else 1):
                        weight = dx.dtype.type(down * _share_of(u, left, j, linear))
                        source_column = _place(left + j, width, mode)
                        if source_row >= 0 and source_column >= 0:
                            source = dx[n, source_row, source_column]
                            for c in range(channels):
                                source[c] += weight * given[c]


@inlined
def _start(place: float, linear: bool) -> int:
    """The first cell that takes part: the one before the place, or the nearest."""
    if linear:
        cell = math.floor(place)
    else:
        cell = math.floor(place + 0.5) if place >= 0 else math.ceil(place - 0.5)
    return np.int64(cell)  # type: ignore[return-value]


@inlined
def _share_of(place: float, cell: int, step: int, linear: bool) -> float:
    """How much the cell ``cell + step`` counts."""
    if not linear:
        return 1.0
    after = place - cell
    return after if step else 1.0 - after


@compiled
def _place(cell: int, size: int, mode: int) -> int:
    """Where a cell of the endless picture lies in the image, -1 for nowhere."""
    if 0 <= cell < size:
        return cell
    if mode == CONSTANT:
        return -1
    if mode == NEAREST:
        return 0 if cell < 0 else size - 1
    if mode == WRAP:
        return cell % size
    if mode == MIRROR:  # d c b | a b c d | c b a
        if size == 1:
            return 0
        cell %= 2 * size - 2
        return cell if cell < size else 2 * size - 2 - cell
    cell %= 2 * size  # reflect: d c b a | a b c d | d c b a
    return cell if cell < size else 2 * size - 1 - cell
