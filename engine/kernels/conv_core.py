"""The walk of a convolution over output pixels, and the padding of samples.

The forward convolution and the gradient for the input both come down to
`convolve`: a grid of output pixels, a window over the input, packed weights.
"""

from typing import Any

import numpy as np
from numba import get_num_threads

from engine.kernels.common import chunk_start, chunks_for, compiled, inlined
from engine.kernels.threads import pool, share
from engine.kernels.tiles import block_rows, sweep
from engine.kernels.vectors import copy_run
from engine.simd import ROWS, address, itemsize

GROUP_PIXELS = 64  # pixels that keep register blocks full; small samples are padded together


def _group(samples: int, pixels: int) -> int:
    """Samples padded together."""
    return max(1, min(samples, GROUP_PIXELS // max(pixels, 1)))


def padding_room(samples: int, pixels: int, cells: int) -> int:
    """Scratch elements for the padded samples of all threads."""
    return get_num_threads() * _group(samples, pixels) * cells


def convolve(x: np.ndarray, y: np.ndarray, bias: np.ndarray, scratch: np.ndarray, groups: int,
             pads: bool, frame: tuple, strides: tuple, taps: tuple, grid: tuple, shift: tuple,
             each: int, room: int, relu: bool) -> None:
    """One convolution of x into the pixels of y on a grid; see `_chunk` for the geometry."""
    n = x.shape[0]
    outputs = grid[4] * grid[5]
    if outputs == 0:
        return
    depth = taps[0] * taps[2] * taps[4]
    work = 2 * n * outputs * depth * y.shape[3]
    chunks = chunks_for(n * grid[4], work)
    geometry = (pads, *frame, *strides, *taps, *grid, *shift, each, room, relu)
    _chunk(x, y, bias, scratch, groups, geometry, pool(), chunks, -1)


@compiled
def _chunk(x: Any, y: Any, bias: Any, scratch: Any, groups: int, geometry: Any, entry: int,
           chunks: int, chunk: int) -> None:
    """One thread's share of a convolution: a range of grid rows over all samples.

    Geometry: whether samples are padded into scratch; the frame (rows, columns of
    a possibly padded sample, cells before the image); strides between grid pixels
    in x; taps (n0, s0, n1, s1, k: the loops of the sum); the grid of y's pixels
    (first row, first column, row step, column step, rows, columns); the shift of
    the window in x; the elements of one group's packed weights, which scratch
    begins with; and where its room for padding begins.
    """
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    (pads, high, wide, top, left, sh, sw, n0, s0, n1, s1, k, row0, col0, row_step, col_step,
     rows, columns, shift_row, shift_col, each, room, relu) = geometry
    n, c = x.shape[0], x.shape[3]
    cells = high * wide * c
    together = max(1, min(n, GROUP_PIXELS // (rows * columns)))
    padded = scratch[room + chunk * together * cells:]
    here = chunk_start(n * rows, chunks, chunk)
    end = chunk_start(n * rows, chunks, chunk + 1)
    while here < end:
        sample = here // rows
        until = min(end, (sample + together) * rows) if pads else end
        if pads:
            pad_samples(x, padded, sample, (until - 1) // rows + 1, high, wide, top, left)
            source = address(padded)
        else:
            source = address(x) + itemsize(x[0, 0, 0, 0]) * sample * cells
        origin = (shift_row * wide + shift_col) * c
        _pixels(source, y, bias, scratch, groups, here, until, sample, cells, origin,
                sh * wide * c, sw * c, n0, s0, n1, s1, k, row0, col0, row_step, col_step,
                rows, columns, each, relu)
        here = until


@inlined
def pad_samples(x: Any, padded: Any, first: int, last: int, high: int, wide: int, top: int,
                left: int) -> None:
    """Copy samples [first, last) of x into frames of high x wide cells, zeros around them."""
    h, width, c = x.shape[1], x.shape[2], x.shape[3]
    like = padded.dtype.type(0)
    size, used = itemsize(like), min(width, wide - left) * c
    line, begin = wide * c, left * c
    for sample in range(first, last):
        frame = padded[(sample - first) * high * line:(sample - first + 1) * high * line]
        frame[:top * line] = 0
        frame[(top + h) * line:] = 0
        for row in range(top, min(top + h, high)):
            cells = frame[row * line:(row + 1) * line]
            cells[:begin] = 0
            cells[begin + used:] = 0
            copy_run(address(x) + size * (sample * h + row - top) * width * c,
                     address(cells) + size * begin, used, like)


@inlined
def _pixels(source: int, y: Any, bias: Any, scratch: Any, groups: int, here: int, until: int,
            sample: int, cells: int, origin: int, line: int, hop: int, n0: int, s0: int, n1: int,
            s1: int, k: int, row0: int, col0: int, row_step: int, col_step: int, rows: int,
            columns: int, each: int, relu: bool) -> None:
    """All register blocks of the grid rows [here, until), counted over samples."""
    zero = scratch.dtype.type(0)
    size, floor = itemsize(zero), zero if relu else scratch.dtype.type(-np.inf)
    high, wide, filters = y.shape[1], y.shape[2], y.shape[3]
    per_group, depth = filters // groups, n0 * n1 * k
    a_rows, c_rows = np.empty(ROWS, np.int64), np.empty(ROWS, np.int64)
    left = (until - here) * columns
    image, row, column = here // rows, here % rows, 0
    while left > 0:
        block = block_rows(left)
        for r in range(block):
            a_rows[r] = origin + (image - sample) * cells + row * line + column * hop
            c_rows[r] = ((image * high + row0 + row * row_step) * wide
                         + col0 + column * col_step) * filters
            if r < left - 1:
                column += 1
                if column == columns:
                    column, row = 0, row + 1
                    if row == rows:
                        row, image = 0, image + 1
        left -= block
        for g in range(groups):
            sweep(block, source + size * g * k, a_rows, n0, s0, n1, s1, k, 1,
                  address(scratch) + size * g * each, 0, depth,
                  address(y) + size * g * per_group, c_rows, per_group,
                  address(bias) + size * g * per_group, 0, bias.size > 0, floor, 0)
