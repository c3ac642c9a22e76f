"""Maximum and average pooling of NHWC images, and their gradients.

Windows are ph x pw, steps sh x sw, with `top` and `left` implied cells before
the image. Implied cells count as -inf in a maximum and not at all in an average.
"""

from typing import Any

import numpy as np

from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, compiled, inlined
from engine.kernels.threads import pool, share
from engine.kernels.vectors_pool import max_window, unpool_cell
from engine.simd import address, itemsize


def max_pool2d(x: np.ndarray, y: np.ndarray, index: np.ndarray, ph: int, pw: int, sh: int, sw: int,
               top: int, left: int) -> None:
    """y (n,oh,ow,c) = maxima over windows of x (n,h,w,c).

    `index`, int32 of y's shape, gets each winner's position row * w + column; the
    first of equals wins, and NaN beats every number.
    """
    geometry = (ph, pw, sh, sw, top, left)
    chunks = chunks_for(y.shape[0] * y.shape[1], x.size, SERIAL_ELEMENTS)
    rows = _max_rows if x.dtype.char in "fd" else _max_rows_plain
    rows(x, y, index, geometry, pool(), chunks, -1)


@compiled
def _max_rows(x: Any, y: Any, index: Any, geometry: Any, entry: int, chunks: int,
              chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    ph, pw, sh, sw, top, left = geometry
    samples, rows, columns = y.shape[0], y.shape[1], y.shape[2]
    h, w, channels = x.shape[1], x.shape[2], x.shape[3]
    zero = x.dtype.type(0)
    size = itemsize(zero)
    first = chunk_start(samples * rows, chunks, chunk)
    last = chunk_start(samples * rows, chunks, chunk + 1)
    for here in range(first, last):
        sample, row = here // rows, here % rows
        begin, end = max(row * sh - top, 0), min(row * sh - top + ph, h)
        image = address(x) + size * sample * h * w * channels
        for column in range(columns):
            before, after = max(column * sw - left, 0), min(column * sw - left + pw, w)
            cell = (here * columns + column) * channels
            max_window(image, begin, end, before, after, w, channels, address(y) + size * cell,
                       address(index) + 4 * cell, zero)


@compiled
def _max_rows_plain(x: Any, y: Any, index: Any, geometry: Any, entry: int, chunks: int,
                    chunk: int) -> None:
    """Types that have no vector code."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    ph, pw, sh, sw, top, left = geometry
    samples, rows, columns = y.shape[0], y.shape[1], y.shape[2]
    h, w = x.shape[1], x.shape[2]
    first = chunk_start(samples * rows, chunks, chunk)
    last = chunk_start(samples * rows, chunks, chunk + 1)
    for here in range(first, last):
        sample, row = here // rows, here % rows
        begin, end = row * sh - top, min(row * sh - top + ph, h)
        for column in range(columns):
            before, after = column * sw - left, min(column * sw - left + pw, w)
            _max_window(x[sample], y[sample, row, column], index[sample, row, column],
                        max(begin, 0), end, max(before, 0), after)


@inlined
def _max_window(image: Any, best: Any, where: Any, top: int, bottom: int, left: int,
                right: int) -> None:
    """Maximum of one window for every channel."""
    for channel in range(best.size):
        best[channel] = image[top, left, channel]
        where[channel] = top * image.shape[1] + left
    for row in range(top, bottom):
        for column in range(left + 1 if row == top else left, right):
            cell, place = image[row, column], np.int32(row * image.shape[1] + column)
            for channel in range(best.size):
                value, held = cell[channel], best[channel]
                wins = (value > held) | ((value != value) & (held == held))
                best[channel] = value if wins else held
                where[channel] = place if wins else where[channel]


def max_pool2d_grad(dy: np.ndarray, index: np.ndarray, dx: np.ndarray, ph: int, pw: int, sh: int,
                    sw: int, top: int, left: int) -> None:
    """dx = dy put back at each window's winner; zero elsewhere. Arguments as in `max_pool2d`."""
    chunks = chunks_for(dy.shape[0], dx.size, SERIAL_ELEMENTS)
    if sh >= ph and sw >= pw and dy.dtype.char in "fd":
        _unpool_samples(dy, index, dx, (ph, pw, sh, sw, top, left), pool(), chunks, -1)
    else:
        _max_grad_samples(dy, index, dx, pool(), chunks, -1)


@compiled
def _unpool_samples(dy: Any, index: Any, dx: Any, geometry: Any, entry: int, chunks: int,
                    chunk: int) -> None:
    """Windows that do not overlap: every cell belongs to one of them, or to none."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    ph, pw, sh, sw, top, left = geometry
    samples, rows, columns, channels = dy.shape
    h, w = dx.shape[1], dx.shape[2]
    zero = dx.dtype.type(0)
    size = itemsize(zero)
    gaps = (sh > ph or sw > pw or rows * sh - top < h or columns * sw - left < w)
    for sample in range(chunk_start(samples, chunks, chunk),
                        chunk_start(samples, chunks, chunk + 1)):
        if gaps:
            dx[sample] = 0
        image = address(dx) + size * sample * h * w * channels
        for row in range(rows):
            begin, end = max(row * sh - top, 0), min(row * sh - top + ph, h)
            for column in range(columns):
                before, after = max(column * sw - left, 0), min(column * sw - left + pw, w)
                cell = ((sample * rows + row) * columns + column) * channels
                for i in range(begin, end):
                    for j in range(before, after):
                        unpool_cell(address(dy) + size * cell, address(index) + 4 * cell,
                                    i * w + j, image + size * (i * w + j) * channels, channels,
                                    zero)


@compiled
def _max_grad_samples(dy: Any, index: Any, dx: Any, entry: int, chunks: int, chunk: int) -> None:
    """Windows that overlap: their gradients are added up."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    samples, rows, columns, channels = dy.shape
    for sample in range(chunk_start(samples, chunks, chunk),
                        chunk_start(samples, chunks, chunk + 1)):
        target = dx[sample].reshape(dx[sample].size)
        target[:] = 0
        for row in range(rows):
            for column in range(columns):
                value, place = dy[sample, row, column], index[sample, row, column]
                for channel in range(channels):
                    target[np.int64(place[channel]) * channels + channel] += value[channel]


def avg_pool2d(x: np.ndarray, y: np.ndarray, ph: int, pw: int, sh: int, sw: int, top: int,
               left: int) -> None:
    """y (n,oh,ow,c) = means over the real cells in the windows of x (n,h,w,c)."""
    geometry = (ph, pw, sh, sw, top, left)
    chunks = chunks_for(y.shape[0] * y.shape[1], x.size, SERIAL_ELEMENTS)
    _avg_rows(x, y, geometry, pool(), chunks, -1)


@compiled
def _avg_rows(x: Any, y: Any, geometry: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    ph, pw, sh, sw, top, left = geometry
    samples, rows, columns, channels = y.shape
    h, w = x.shape[1], x.shape[2]
    for here in range(chunk_start(samples * rows, chunks, chunk),
                      chunk_start(samples * rows, chunks, chunk + 1)):
        sample, row = here // rows, here % rows
        begin, end = max(row * sh - top, 0), min(row * sh - top + ph, h)
        for column in range(columns):
            before, after = max(column * sw - left, 0), min(column * sw - left + pw, w)
            mean = y[sample, row, column]
            mean[:] = 0
            for i in range(begin, end):
                for j in range(before, after):
                    cell = x[sample, i, j]
                    for channel in range(channels):
                        mean[channel] += cell[channel]
            part = y.dtype.type(1) / y.dtype.type((end - begin) * (after - before))
            for channel in range(channels):
                mean[channel] *= part


def avg_pool2d_grad(dy: np.ndarray, dx: np.ndarray, ph: int, pw: int, sh: int, sw: int, top: int,
                    left: int) -> None:
    """dx = dy spread evenly over the real cells of each window."""
    geometry = (ph, pw, sh, sw, top, left)
    chunks = chunks_for(dy.shape[0], dx.size, SERIAL_ELEMENTS)
    _avg_grad_samples(dy, dx, geometry, pool(), chunks, -1)


@compiled
def _avg_grad_samples(dy: Any, dx: Any, geometry: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    ph, pw, sh, sw, top, left = geometry
    samples, rows, columns, channels = dy.shape
    h, w = dx.shape[1], dx.shape[2]
    for sample in range(chunk_start(samples, chunks, chunk),
                        chunk_start(samples, chunks, chunk + 1)):
        dx[sample] = 0
        for row in range(rows):
            begin, end = max(row * sh - top, 0), min(row * sh - top + ph, h)
            for column in range(columns):
                before, after = max(column * sw - left, 0), min(column * sw - left + pw, w)
                part = dy.dtype.type(1) / dy.dtype.type((end - begin) * (after - before))
                value = dy[sample, row, column]
                for i in range(begin, end):
                    for j in range(before, after):
                        cell = dx[sample, i, j]
                        for channel in range(channels):
                            cell[channel] += value[channel] * part
