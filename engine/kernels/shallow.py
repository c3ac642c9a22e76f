"""Convolutions of images with few channels, such as the first one of a net.

A sum over a few taps is too short for `tiles`: a block would hardly begin before
it ends. Here the channels of a sample are copied apart, zeros around them, so
that neighbouring output pixels read neighbouring numbers under every tap.
"""

from typing import Any

import numpy as np
from numba import get_num_threads

from engine.kernels.common import chunk_start, chunks_for, compiled, flat, inlined
from engine.kernels.panels import cell_rows, product_taps_tall, product_taps_wide
from engine.kernels.threads import pool, share
from engine.kernels.tiles import pack, packed_size
from engine.simd import address, itemsize, lanes

_CHANNELS = 4  # with more, `tiles` has enough to sum up
_COLUMNS = 16  # output pixels in a row that fill a block


def pays(channels: int, columns: int, stride: int) -> bool:
    """Whether this way serves for so many channels, output columns and steps between them."""
    return channels <= _CHANNELS and columns >= _COLUMNS and stride == 1


def scratch_size(kernel: tuple, high: int, wide: int) -> int:
    """Elements of the scratch array for `convolve` with frames of high x wide cells."""
    kh, kw, channels, filters = kernel
    weights = packed_size(kh * kw * channels + 1, filters)
    return weights + get_num_threads() * channels * high * wide


def convolve(x: np.ndarray, w: np.ndarray, bias: np.ndarray, y: np.ndarray, sh: int, dh: int,
             dw: int, frame: tuple, relu: bool, scratch: np.ndarray) -> None:
    """y = x * w + bias; frame: rows and columns of a padded sample, cells before the image."""
    rows = y.shape[0] * y.shape[1]
    chunks = chunks_for(rows, 2 * rows * y.shape[2] * w.size)
    floor = x.dtype.type(0 if relu else -np.inf)
    _convolve(x, w, flat(w), bias, y, (sh, dh, dw, *frame), floor, scratch, pool(), chunks, -1)


@compiled
def _convolve(x: Any, kernel: Any, w: Any, bias: Any, y: Any, geometry: Any, floor: float,
              scratch: Any, entry: int, chunks: int, chunk: int) -> None:
    sh, dh, dw, high, wide, top, left = geometry
    kh, kw, channels, filters = kernel.shape
    zero = x.dtype.type(0)
    size, width, depth = itemsize(zero), lanes(zero), kh * kw * channels
    packed = depth * ((filters + width - 1) // width * width)
    room = (depth + 1) * ((filters + width - 1) // width * width)
    if chunk < 0:
        pack(w, 0, filters, False, depth, filters, scratch, depth, 0)
        scratch[packed:room] = 0
        for i in range(bias.size):
            scratch[packed + i] = bias[i]
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    cells = channels * high * wide
    planes = scratch[room + chunk * cells:room + (chunk + 1) * cells]
    table = np.empty(depth, np.int64)
    for i in range(depth):
        tap, channel = i // channels, i % channels
        table[i] = size * ((channel * high + tap // kw * dh) * wide + tap % kw * dw)
    oh, sample = y.shape[1], -1
    for here in range(chunk_start(y.shape[0] * oh, chunks, chunk),
                      chunk_start(y.shape[0] * oh, chunks, chunk + 1)):
        if here // oh != sample:
            sample = here // oh
            _planes(x[sample], planes, high, wide, top, left)
        source = address(planes) + size * (here % oh) * sh * wide
        _row(source, table, address(scratch), address(scratch) + size * packed,
             address(y) + size * here * y.shape[2] * filters, y.shape[2], depth, filters, floor)


@inlined
def _planes(image: Any, planes: Any, high: int, wide: int, top: int, left: int) -> None:
    """Copy each channel of an image into a frame of its own, zeros around it."""
    h, w, channels = image.shape
    used = min(w, wide - left)
    planes[:] = 0
    for channel in range(channels):
        for row in range(min(h, high - top)):
            first = (channel * high + top + row) * wide + left
            target, source = planes[first:first + used], image[row]
            for column in range(used):
                target[column] = source[column, channel]


@inlined
def _row(source: int, table: Any, weights: int, bias: int, target: int, columns: int, depth: int,
         filters: int, floor: float) -> None:
    """One row of output pixels; the last block of a row starts early enough to be whole."""
    size, width = itemsize(floor), lanes(floor)
    for first in range(0, filters, 2 * width):
        vectors = 2 if filters - first > width else 1
        panel, block = weights + size * first * depth, cell_rows(vectors, floor)
        for column in range(0, columns, block):
            pixel = min(column, columns - block)
            a, c = source + size * pixel, target + size * (pixel * filters + first)
            if vectors == 2:
                product_taps_wide(a, address(table), depth, panel, c, size * filters,
                                  bias + size * first, filters - first, floor)
            else:
                product_taps_tall(a, address(table), depth, panel, c, size * filters,
                                  bias + size * first, filters - first, floor)
