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
    geometry = (sh, sw, dh, dw, top, left)
    _forward_rows(flat(x), flat(w), b, flat(y), _shapes(x, w, y), geometry, pool(), chunks, -1)
    if act:
        act_forward(act, y, y)


def depthwise_grad_input(dy: np.ndarray, w: np.ndarray, dx: np.ndarray, sh: int, sw: int, dh: int,
                         dw: int, top: int, left: int) -> None:
    """dx = the gradient for x of `depthwise` with this geometry."""
    chunks = chunks_for(dy.shape[0], _work(w, dy))
    geometry = (sh, sw, dh, dw, top, left)
    _input_samples(flat(dy), flat(w), flat(dx), _shapes(dx, w, dy), geometry, pool(), chunks, -1)


def _shapes(x: np.ndarray, w: np.ndarray, y: np.ndarray) -> tuple:
    """Samples, rows, columns, channels of x; the kernel's sizes; rows, columns of y."""
    return (*x.shape, w.shape[0], w.shape[1], w.shape[3], y.shape[1], y.shape[2])


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
    total, geometry = flat(dw), (sh, sw, dh, dw_, top, left)
    _kernel_samples(flat(x), flat(dy), total, scratch, _shapes(x, dw, dy), geometry, pool(),
                    chunks, -1)
    for part in scratch.reshape(chunks - 1, total.size):  # in order: the same bits every time
        total += part


@inlined
def _multiply(y: Any, o: int, x: Any, p: int, w: Any, t: int, channels: int, m: int) -> None:
    """Add the input pixel at p times the tap at t to the output pixel at o.

    Indices without a sign spare the check for negative ones, which LLVM could not
    make vectors of.
    """
    if m == 1:
        for c in range(channels):
            y[np.uint64(o + c)] += x[np.uint64(p + c)] * w[np.uint64(t + c)]
    else:
        for c in range(channels):
            for k in range(c * m, c * m + m):
                y[np.uint64(o + k)] += x[np.uint64(p + c)] * w[np.uint64(t + k)]


@inlined
def _collect(dx: Any, p: int, dy: Any, o: int, w: Any, t: int, channels: int, m: int) -> None:
    """Add the output gradient at o times the tap at t to the input pixel at p."""
    if m == 1:
        for c in range(channels):
            dx[np.uint64(p + c)] += dy[np.uint64(o + c)] * w[np.uint64(t + c)]
    else:
        for c in range(channels):
            for k in range(c * m, c * m + m):
                dx[np.uint64(p + c)] += dy[np.uint64(o + k)] * w[np.uint64(t + k)]


@compiled
def _forward_rows(x: Any, w: Any, b: Any, y: Any, shapes: Any, geometry: Any, entry: int,
                  chunks: int, chunk: int) -> None:
    """One thread's output rows, counted over samples; all arrays are flat."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    samples, h, wide, channels, kh, kw, m, rows, columns = shapes
    sh, sw, dh, dw, top, left = geometry
    outputs = channels * m
    for here in range(chunk_start(samples * rows, chunks, chunk),
                      chunk_start(samples * rows, chunks, chunk + 1)):
        sample, row = here // rows, here % rows
        for column in range(columns):
            o = (here * columns + column) * outputs
            for c in range(outputs):
                y[np.uint64(o + c)] = b[np.uint64(c)] if b.size else 0
            for i in range(kh):
                line = row * sh - top + i * dh
                if 0 <= line < h:
                    for j in range(kw):
                        place = column * sw - left + j * dw
                        if 0 <= place < wide:
                            p = ((sample * h + line) * wide + place) * channels
                            _multiply(y, o, x, p, w, (i * kw + j) * outputs, channels, m)


@compiled
def _input_samples(dy: Any, w: Any, dx: Any, shapes: Any, geometry: Any, entry: int, chunks: int,
                   chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    samples, h, wide, channels, kh, kw, m, rows, columns = shapes
    sh, sw, dh, dw, top, left = geometry
    outputs, size = channels * m, h * wide * channels
    for sample in range(chunk_start(samples, chunks, chunk),
                        chunk_start(samples, chunks, chunk + 1)):
        dx[sample * size:(sample + 1) * size] = 0
        for row in range(rows):
            for column in range(columns):
                o = ((sample * rows + row) * columns + column) * outputs
                for i in range(kh):
                    line = row * sh - top + i * dh
                    if 0 <= line < h:
                        for j in range(kw):
                            place = column * sw - left + j * dw
                            if 0 <= place < wide:
                                p = ((sample * h + line) * wide + place) * channels
                                _collect(dx, p, dy, o, w, (i * kw + j) * outputs, channels, m)


@compiled
def _kernel_samples(x: Any, dy: Any, dw: Any, sums: Any, shapes: Any, geometry: Any, entry: int,
                    chunks: int, chunk: int) -> None:
    """One thread's samples; the first thread sums into dw, the others into `sums`."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    samples, h, wide, channels, kh, kw, m, rows, columns = shapes
    sh, sw, dh, dw_, top, left = geometry
    outputs = channels * m
    total = dw if chunk == 0 else sums[(chunk - 1) * dw.size:chunk * dw.size]
    total[:] = 0
    for sample in range(chunk_start(samples, chunks, chunk),
                        chunk_start(samples, chunks, chunk + 1)):
        for row in range(rows):
            for column in range(columns):
                o = ((sample * rows + row) * columns + column) * outputs
                for i in range(kh):
                    line = row * sh - top + i * dh
                    if 0 <= line < h:
                        for j in range(kw):
                            place = column * sw - left + j * dw_
                            if 0 <= place < wide:
                                p = ((sample * h + line) * wide + place) * channels
                                t = (i * kw + j) * outputs
                                _multiply(total, t, x, p, dy, o, channels, m)
