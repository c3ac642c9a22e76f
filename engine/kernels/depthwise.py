"""Convolution of every channel of NHWC images by itself, and its two gradients.

Kernels are (kh, kw, channels, multiplier); output channel c * multiplier + m
comes from channel c. Channels lie side by side, so all inner loops run over
them. Padding is implied: `top` and `left` cells of zeros before the image.
"""

from typing import Any

import numpy as np
from numba import get_num_threads

from engine.kernels.act import act_forward
from engine.kernels.common import SERIAL_WORK, chunk_start, chunks_for, compiled, flat, inlined
from engine.kernels.threads import pool, share


def depthwise(x: np.ndarray, w: np.ndarray, b: np.ndarray, act: int, y: np.ndarray, sh: int,
              sw: int, dh: int, dw: int, top: int, left: int) -> None:
    """y (n,oh,ow,c*m) = act(x * w + b); x (n,h,w,c), w (kh,kw,c,m), b (c*m) or size 0."""
    chunks = chunks_for(y.shape[0] * y.shape[1], _work(w, y))
    _forward_rows(x, w, b, y, (sh, sw, dh, dw, top, left), pool(), chunks, -1)
    if act:
        act_forward(act, y, y)


def depthwise_grad_input(dy: np.ndarray, w: np.ndarray, dx: np.ndarray, sh: int, sw: int, dh: int,
                         dw: int, top: int, left: int) -> None:
    """dx = the gradient for x of `depthwise` with this geometry."""
    chunks = chunks_for(dy.shape[0], _work(w, dy))
    _input_samples(dy, w, dx, (sh, sw, dh, dw, top, left), pool(), chunks, -1)


def _work(w: np.ndarray, y: np.ndarray) -> int:
    return 2 * y.size * w.shape[0] * w.shape[1]


def _kernel_chunks(samples: int, work: int) -> int:
    return 1 if work < SERIAL_WORK else min(samples, get_num_threads())


def depthwise_grad_kernel_scratch(dy: tuple, w: tuple) -> tuple:
    """Shape of the scratch array for `depthwise_grad_kernel`: the other threads' sums."""
    size = w[0] * w[1] * w[2] * w[3]
    work = 2 * dy[0] * dy[1] * dy[2] * size
    return ((_kernel_chunks(dy[0], work) - 1) * size,)


def depthwise_grad_kernel(x: np.ndarray, dy: np.ndarray, dw: np.ndarray, sh: int, sw: int, dh: int,
                          dw_: int, top: int, left: int, scratch: np.ndarray) -> None:
    """dw = the gradient for w of `depthwise` with this geometry (`dw_`: column dilation)."""
    chunks = _kernel_chunks(dy.shape[0], _work(dw, dy))
    sums = scratch.reshape(chunks - 1, *dw.shape)
    _kernel_samples(x, dy, dw, sums, (sh, sw, dh, dw_, top, left), pool(), chunks, -1)
    total = flat(dw)
    for part in sums:  # in order, so that the result does not depend on timing
        total += flat(part)


@inlined
def _multiply(target: Any, cell: Any, taps: Any) -> None:
    """Add one input pixel times one tap to one output pixel."""
    if taps.shape[1] == 1:
        line = taps.reshape(taps.size)
        for channel in range(cell.size):
            target[channel] += cell[channel] * line[channel]
    else:
        grid = target.reshape(taps.shape)
        for channel in range(cell.size):
            for m in range(taps.shape[1]):
                grid[channel, m] += cell[channel] * taps[channel, m]


@inlined
def _collect(cell: Any, change: Any, taps: Any) -> None:
    """Add one output pixel's gradient times one tap to one input pixel."""
    if taps.shape[1] == 1:
        line = taps.reshape(taps.size)
        for channel in range(cell.size):
            cell[channel] += change[channel] * line[channel]
    else:
        grid = change.reshape(taps.shape)
        for channel in range(cell.size):
            for m in range(taps.shape[1]):
                cell[channel] += grid[channel, m] * taps[channel, m]


@inlined
def _correlate(taps: Any, cell: Any, change: Any) -> None:
    """Add one input pixel times one output pixel's gradient to one tap."""
    if taps.shape[1] == 1:
        line = taps.reshape(taps.size)
        for channel in range(cell.size):
            line[channel] += cell[channel] * change[channel]
    else:
        grid = change.reshape(taps.shape)
        for channel in range(cell.size):
            for m in range(taps.shape[1]):
                taps[channel, m] += cell[channel] * grid[channel, m]


@compiled
def _forward_rows(x: Any, w: Any, b: Any, y: Any, geometry: Any, entry: int, chunks: int,
                  chunk: int) -> None:
    """One thread's output rows, counted over samples."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    sh, sw, dh, dw, top, left = geometry
    samples, rows, columns, outputs = y.shape
    for here in range(chunk_start(samples * rows, chunks, chunk),
                      chunk_start(samples * rows, chunks, chunk + 1)):
        sample, row = here // rows, here % rows
        for column in range(columns):
            target = y[sample, row, column]
            for channel in range(outputs):
                target[channel] = b[channel] if b.size else 0
            for i in range(w.shape[0]):
                line = row * sh - top + i * dh
                if 0 <= line < x.shape[1]:
                    for j in range(w.shape[1]):
                        place = column * sw - left + j * dw
                        if 0 <= place < x.shape[2]:
                            _multiply(target, x[sample, line, place], w[i, j])


@compiled
def _input_samples(dy: Any, w: Any, dx: Any, geometry: Any, entry: int, chunks: int,
                   chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    sh, sw, dh, dw, top, left = geometry
    samples, rows, columns, _ = dy.shape
    for sample in range(chunk_start(samples, chunks, chunk),
                        chunk_start(samples, chunks, chunk + 1)):
        dx[sample] = 0
        for row in range(rows):
            for column in range(columns):
                change = dy[sample, row, column]
                for i in range(w.shape[0]):
                    line = row * sh - top + i * dh
                    if 0 <= line < dx.shape[1]:
                        for j in range(w.shape[1]):
                            place = column * sw - left + j * dw
                            if 0 <= place < dx.shape[2]:
                                _collect(dx[sample, line, place], change, w[i, j])


@compiled
def _kernel_samples(x: Any, dy: Any, dw: Any, sums: Any, geometry: Any, entry: int, chunks: int,
                    chunk: int) -> None:
    """One thread's samples; the first thread sums into dw, the others into `sums`."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    sh, sw, dh, dw_, top, left = geometry
    samples, rows, columns, _ = dy.shape
    total = dw if chunk == 0 else sums[chunk - 1]
    total[:] = 0
    for sample in range(chunk_start(samples, chunks, chunk),
                        chunk_start(samples, chunks, chunk + 1)):
        for row in range(rows):
            for column in range(columns):
                change = dy[sample, row, column]
                for i in range(total.shape[0]):
                    line = row * sh - top + i * dh
                    if 0 <= line < x.shape[1]:
                        for j in range(total.shape[1]):
                            place = column * sw - left + j * dw_
                            if 0 <= place < x.shape[2]:
                                _correlate(total[i, j], x[sample, line, place], change)
