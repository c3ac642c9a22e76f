"""3 x 3 convolutions with a quarter of the products, by Winograd's way; see `transforms`.

Outputs are cut into tiles of 4 x 4. `PANEL` tiles at a time are taken to the 36
points, are there 36 small matrix products of (tiles, inputs) and (inputs,
filters), and are brought back. What is at the points lies in vectors of
channels: (point, vector of channels, tile), the points an odd number of vectors
apart, so that they do not all fall onto the same lines of the cache.

The gradient for the input is the same convolution with the kernel turned round.

A number that is not finite reaches all 16 outputs of a tile that sees it, as NaN: every
point is a sum of many cells. No output that would be NaN by the plain way is a number
here; looking for such tiles to do them again would cost time for trainings that are lost.
"""

from typing import Any

import numpy as np
from numba import get_num_threads

from engine.kernels.common import chunk_start, chunks_for, compiled, flat, flat_view, inlined
from engine.kernels.panels import (
    PANEL,
    WIDE_ROWS,
    cell_rows,
    product_cells_tall,
    product_cells_wide,
    product_tall,
    product_wide,
)
from engine.kernels.threads import pool, share
from engine.kernels.tiles import WIDEST, pack, packed_size
from engine.kernels.transforms import (
    CELLS,
    OUTPUTS,
    PLACES,
    TAPS,
    cell_copy,
    gather_kernel,
    gather_outputs,
    spread_data,
    spread_gradient,
    spread_kernel,
)
from engine.kernels.vectors import copy_run
from engine.simd import address, itemsize, lanes

_TRANSFORMS = 200  # vector operations to take a tile to the points, or back
_KERNEL = 150  # the same for a vector of the kernel


def pays(samples: int, rows: int, columns: int, inputs: int, filters: int) -> bool:
    """Whether this way is shorter for so many samples of so many output rows and columns."""
    wide, deep = -(-filters // WIDEST), -(-inputs // WIDEST)
    plain = samples * rows * columns * TAPS * TAPS * inputs * wide
    tiles = samples * -(-rows // OUTPUTS) * -(-columns // OUTPUTS)
    each = PLACES * deep * WIDEST * wide + _TRANSFORMS * (deep + wide)
    return plain > tiles * each + _KERNEL * inputs * wide


@inlined
def _whole(count: int, width: int) -> int:
    """Numbers in the vectors that hold `count` numbers."""
    return (count + width - 1) // width * width


@inlined
def _apart(numbers: int, width: int) -> int:
    """Distance between points for so many numbers (whole vectors) each."""
    return numbers + width if numbers // width % 2 == 0 else numbers


def _points_room(channels: int) -> int:
    """Elements for the points of a panel of tiles, in either precision."""
    return PLACES * (PANEL * packed_size(1, channels) + WIDEST)


def _kernel_room(depth: int, columns: int) -> int:
    """Elements for a packed kernel and for its points."""
    size = packed_size(packed_size(1, depth), columns)
    return TAPS * TAPS * size + PLACES * (size + WIDEST)


# ---------------------------------------------------------------- forward and back to the input


def convolve_scratch(inputs: int, filters: int) -> int:
    """Elements of the scratch array for `convolve`."""
    each = _points_room(inputs) + _points_room(filters) + PLACES * WIDEST
    return _kernel_room(inputs, filters) + get_num_threads() * each + packed_size(1, filters)


def convolve(x: np.ndarray, w: np.ndarray, bias: np.ndarray, y: np.ndarray, top: int, left: int,
             turned: bool, relu: bool, scratch: np.ndarray) -> None:
    """y = x * w + bias, `top` and `left` cells of zeros before x.

    With `turned`, w is a kernel from y's channels to x's, to be turned round.
    """
    tiles = x.shape[0] * -(-y.shape[1] // OUTPUTS) * -(-y.shape[2] // OUTPUTS)
    chunks = chunks_for(tiles, tiles * 2 * PLACES * x.shape[3] * y.shape[3])
    room = _kernel_room(x.shape[3], y.shape[3])
    floor = x.dtype.type(0 if relu else -np.inf)
    _convolve(x, flat(w), bias, y, top, left, turned, floor, room, scratch, pool(), chunks, -1)


@compiled
def _convolve(x: Any, w: Any, bias: Any, y: Any, top: int, left: int, turned: bool, floor: float,
              room: int, scratch: Any, entry: int, chunks: int, chunk: int) -> None:
    zero, inputs, filters = x.dtype.type(0), x.shape[3], y.shape[3]
    width, size = lanes(zero), itemsize(zero)
    deep, wide = _whole(inputs, width), _whole(filters, width)
    if chunk < 0:
        _kernel_points(w, inputs, filters, turned, scratch)
        shifts = scratch[room:room + wide]
        shifts[:] = 0
        for i in range(bias.size):
            shifts[i] = bias[i]
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    data_step, sums_step = _apart(PANEL * deep, width), _apart(PANEL * wide, width)
    each = PLACES * (data_step + sums_step + width)
    data = address(scratch) + size * (room + wide + chunk * each)
    sums = data + size * PLACES * data_step
    spare = sums + size * PLACES * sums_step
    kernel = address(scratch) + size * TAPS * TAPS * deep * wide
    down, across = (y.shape[1] + OUTPUTS - 1) // OUTPUTS, (y.shape[2] + OUTPUTS - 1) // OUTPUTS
    here = chunk_start(x.shape[0] * down * across, chunks, chunk)
    end = chunk_start(x.shape[0] * down * across, chunks, chunk + 1)
    while here < end:
        count = min(PANEL, end - here)
        for i in range(count):
            _tile_to_points(x, here + i, down, across, top, left, data, i, data_step, spare)
        _products(data, data_step, kernel, _apart(deep * wide, width), sums, sums_step, deep,
                  wide, count, zero)
        for i in range(count):
            _tile_from_points(y, here + i, down, across, sums, i, sums_step,
                              address(scratch) + size * room, floor, spare)
        here += count


@inlined
def _kernel_points(w: Any, inputs: int, filters: int, turned: bool, scratch: Any) -> None:
    """Pack every tap as (inputs, filters) in panels of columns and take it to the points."""
    zero = scratch.dtype.type(0)
    width, size = lanes(zero), itemsize(zero)
    deep, wide = _whole(inputs, width), _whole(filters, width)
    each = deep * wide
    if deep > inputs:
        scratch[:TAPS * TAPS * each] = 0
    for tap in range(TAPS * TAPS):
        source = TAPS * TAPS - 1 - tap if turned else tap
        pack(w, source * inputs * filters, inputs if turned else filters, turned, inputs, filters,
             scratch[tap * each:], deep, 0)
    target, step = address(scratch) + size * TAPS * TAPS * each, _apart(each, width)
    for first in range(0, each, width):
        spread_kernel(address(scratch) + size * first, TAPS * each, each,
                      target + size * first, CELLS * step, step, 0, zero)


@compiled
def _products(data: int, data_step: int, kernel: int, kernel_step: int, sums: int, sums_step: int,
              deep: int, wide: int, count: int, like: float) -> None:
    """sums = data @ kernel at every point for `count` tiles (or some more)."""
    width, size = lanes(like), itemsize(like)
    block, row = size * PANEL * width, size * width
    for point in range(PLACES):
        a, c = data + size * point * data_step, sums + size * point * sums_step
        b = kernel + size * point * kernel_step
        for column in range(0, wide, 2 * width):
            panel, target = b + size * column * deep, c + size * column * PANEL
            if column + width < wide:
                for r in range(0, count, WIDE_ROWS):
                    product_wide(a + r * row, deep // width, block, width, panel, 2 * row, row,
                                 target + r * row, block, 0, like)
            else:
                product_tall(a, deep // width, block, width, panel, row, 0, target, 0, 0, like)


@inlined
def _tile_to_points(x: Any, tile: int, down: int, across: int, top: int, left: int, data: int,
                    i: int, step: int, spare: int) -> None:
    """Take the cells under tile number `tile`, zeros outside x, to tile i of a panel."""
    zero, channels = x.dtype.type(0), x.shape[3]
    width, size = lanes(zero), itemsize(zero)
    sample, place = tile // (down * across), tile % (down * across)
    row, column = place // across * OUTPUTS - top, place % across * OUTPUTS - left
    inside = 0 <= row <= x.shape[1] - CELLS and 0 <= column <= x.shape[2] - CELLS
    line = x.shape[2] * channels
    source = address(x) + size * (sample * x.shape[1] * line + row * line + column * channels)
    for first in range(0, channels, width):
        target = data + size * (first * PANEL + i * width)
        if inside and first + width <= channels:
            spread_data(source + size * first, line, channels, target, CELLS * step, step, 0, zero)
        else:
            _cut_out(source + size * first, line, channels, min(width, channels - first), -row,
                     x.shape[1] - row, -column, x.shape[2] - column, CELLS, spare, zero)
            spread_data(spare, CELLS * width, width, target, CELLS * step, step, 0, zero)


@compiled
def _cut_out(source: int, line: int, cell: int, count: int, top: int, bottom: int, left: int,
             right: int, cells: int, target: int, like: float) -> None:
    """Copy a square of vectors of `count` numbers, zeros outside [top, bottom) x [left, right)."""
    width, size = lanes(like), itemsize(like)
    for row in range(cells):
        for column in range(cells):
            inside = top <= row < bottom and left <= column < right
            cell_copy(source + size * (row * line + column * cell),
                      target + size * (row * cells + column) * width,
                      count if inside else 0, like)


@inlined
def _tile_from_points(y: Any, tile: int, down: int, across: int, sums: int, i: int, step: int,
                      shifts: int, floor: float, spare: int) -> None:
    """Bring tile i of a panel back from the points, add the bias and write what lies in y."""
    channels = y.shape[3]
    width, size = lanes(floor), itemsize(floor)
    sample, place = tile // (down * across), tile % (down * across)
    row, column = place // across * OUTPUTS, place % across * OUTPUTS
    rows, columns = min(OUTPUTS, y.shape[1] - row), min(OUTPUTS, y.shape[2] - column)
    line = y.shape[2] * channels
    target = address(y) + size * (sample * y.shape[1] * line + row * line + column * channels)
    for first in range(0, channels, width):
        source, shift = sums + size * (first * PANEL + i * width), shifts + size * first
        if rows == OUTPUTS and columns == OUTPUTS and first + width <= channels:
            gather_outputs(source, CELLS * step, step, target + size * first, line, channels,
                           shift, floor)
        else:
            gather_outputs(source, CELLS * step, step, spare, OUTPUTS * width, width, shift, floor)
            for r in range(rows):
                for c in range(columns):
                    copy_run(spare + size * (r * OUTPUTS + c) * width,
                             target + size * (first + r * line + c * channels),
                             min(width, channels - first), floor)


# ---------------------------------------------------------------- gradient for the kernel


def kernel_gradient_scratch(inputs: int, filters: int) -> int:
    """Elements of the scratch array for `kernel_gradient`."""
    each = (_points_room(inputs) + _points_room(filters) + PLACES * WIDEST
            + _kernel_room(inputs, filters))
    return get_num_threads() * each


def kernel_gradient(x: np.ndarray, dy: np.ndarray, dw: np.ndarray, top: int, left: int,
                    scratch: np.ndarray) -> None:
    """dw = the gradient for the kernel of `convolve`, given dy."""
    tiles = x.shape[0] * -(-dy.shape[1] // OUTPUTS) * -(-dy.shape[2] // OUTPUTS)
    chunks = chunks_for(tiles, tiles * 2 * PLACES * x.shape[3] * dy.shape[3])
    _kernel_gradient(x, dy, dw, top, left, scratch, pool(), chunks, -1)


@compiled
def _kernel_gradient(x: Any, dy: Any, dw: Any, top: int, left: int, scratch: Any, entry: int,
                     chunks: int, chunk: int) -> None:
    zero, inputs, filters = x.dtype.type(0), x.shape[3], dy.shape[3]
    width, size = lanes(zero), itemsize(zero)
    deep, wide = _whole(inputs, width), _whole(filters, width)
    data_step, slope_step = _apart(PANEL * deep, width), _apart(PANEL * wide, width)
    kernel_step, part = _apart(deep * wide, width), TAPS * TAPS * deep * wide
    each = part + PLACES * (data_step + slope_step + kernel_step + width)
    floor = x.dtype.type(-np.inf)
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        _add_parts(dw, scratch, chunks, each, deep, wide)
        return
    data = address(scratch) + size * (chunk * each + part)
    slopes = data + size * PLACES * data_step
    kernel = slopes + size * PLACES * slope_step
    spare = kernel + size * PLACES * kernel_step
    down, across = (dy.shape[1] + OUTPUTS - 1) // OUTPUTS, (dy.shape[2] + OUTPUTS - 1) // OUTPUTS
    first = chunk_start(x.shape[0] * down * across, chunks, chunk)
    end = chunk_start(x.shape[0] * down * across, chunks, chunk + 1)
    for here in range(first, end, PANEL):
        count = min(PANEL, end - here)
        for i in range(count):
            _tile_to_points(x, here + i, down, across, top, left, data, i, data_step, spare)
            _slope_to_points(dy, here + i, down, across, slopes, i, slope_step, spare)
        _outer_products(data, data_step, slopes, slope_step, kernel, kernel_step, deep, wide,
                        count, here > first, zero)
    target = address(scratch) + size * chunk * each
    for place in range(0, deep * wide, width):
        gather_kernel(kernel + size * place, CELLS * kernel_step, kernel_step,
                      target + size * place, TAPS * deep * wide, deep * wide, 0, floor)
    if chunks == 1:
        _add_parts(dw, scratch, 1, each, deep, wide)


@inlined
def _slope_to_points(dy: Any, tile: int, down: int, across: int, slopes: int, i: int, step: int,
                     spare: int) -> None:
    """Take tile number `tile` of dy, zeros outside, to the points."""
    zero, channels = dy.dtype.type(0), dy.shape[3]
    width, size = lanes(zero), itemsize(zero)
    sample, place = tile // (down * across), tile % (down * across)
    row, column = place // across * OUTPUTS, place % across * OUTPUTS
    inside = row + OUTPUTS <= dy.shape[1] and column + OUTPUTS <= dy.shape[2]
    line = dy.shape[2] * channels
    source = address(dy) + size * (sample * dy.shape[1] * line + row * line + column * channels)
    for first in range(0, channels, width):
        target = slopes + size * (first * PANEL + i * width)
        if inside and first + width <= channels:
            spread_gradient(source + size * first, line, channels, target, CELLS * step, step, 0,
                            zero)
        else:
            _cut_out(source + size * first, line, channels, min(width, channels - first), 0,
                     dy.shape[1] - row, 0, dy.shape[2] - column, OUTPUTS, spare, zero)
            spread_gradient(spare, OUTPUTS * width, width, target, CELLS * step, step, 0, zero)


@compiled
def _outer_products(data: int, data_step: int, slopes: int, slope_step: int, kernel: int,
                    kernel_step: int, deep: int, wide: int, count: int, add: int,
                    like: float) -> None:
    """kernel (+)= data.T @ slopes at every point, summed over `count` tiles.

    It lies as (point, vector of filters, input).
    """
    width, size = lanes(like), itemsize(like)
    block, row = size * PANEL * width, size * width
    for point in range(PLACES):
        a, b = data + size * point * data_step, slopes + size * point * slope_step
        c = kernel + size * point * kernel_step
        for column in range(0, wide, 2 * width):
            panel, target = b + size * column * PANEL, c + size * column * deep
            vectors = 2 if column + width < wide else 1
            for r in range(0, deep, cell_rows(vectors, like)):
                rows = a + r // width * block + r % width * size
                if vectors == 2:
                    product_cells_wide(rows, 1, 0, count, panel, row, block,
                                       target + r * row, deep * row, add, like)
                else:
                    product_cells_tall(rows, 1, 0, count, panel, row, 0,
                                       target + r * row, 0, add, like)


@inlined
def _add_parts(dw: Any, scratch: Any, chunks: int, each: int, deep: int, wide: int) -> None:
    """dw = the threads' sums in order; they lie as (tap, vector of filters, input)."""
    inputs, filters = dw.shape[2], dw.shape[3]
    width = lanes(scratch.dtype.type(0))
    target = flat_view(dw)
    for tap in range(TAPS * TAPS):
        for first in range(0, filters, width):
            for i in range(inputs):
                place = (tap * wide + first) * deep + i * width
                here = (tap * inputs + i) * filters + first
                for j in range(min(width, filters - first)):
                    total = scratch[place + j]
                    for chunk in range(1, chunks):
                        total += scratch[chunk * each + place + j]
                    target[here + j] = total
