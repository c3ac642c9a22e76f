"""Convolutions of NHWC images, straight through the microkernel without an im2col matrix.

In NHWC with kernels (kh, kw, inputs, filters), the kw * inputs numbers under one
kernel row lie side by side, so each kernel row is one run of the sum and the
output pixels are the rows of a register block. The gradient for the input is a
convolution of dy with the kernel turned round; with strides it falls into
sh * sw such convolutions, one for each phase of the input pixels. The gradient
for the kernel has the kernel's (row, column, input) as rows and sums over pixels.

Padding is implied: `top` and `left` cells of zeros before the image, and as many
as the output needs after it. The cells are made by copying samples into scratch.

Where it saves products, 3 x 3 kernels take another way: see `winograd`; images
with few channels take theirs: see `shallow`.
"""

import math
from typing import Any

import numpy as np
from numba import get_num_threads

from engine.kernels import shallow, winograd
from engine.kernels.act import RELU, act_forward
from engine.kernels.common import SERIAL_WORK, chunk_start, compiled, flat, flat_view, inlined
from engine.kernels.conv_core import convolve, pad_samples, padding_room
from engine.kernels.threads import pool, share
from engine.kernels.tiles import WIDEST, block_rows, pack, packed_size, sweep
from engine.simd import ROWS, address, itemsize


def _reach(outputs: int, taps: int, stride: int, dilation: int) -> int:
    """Cells one axis of the window covers over all outputs."""
    return (outputs - 1) * stride + (taps - 1) * dilation + 1


def _padded_sample(size: int, outputs: int, taps: int, stride: int, dilation: int,
                   before: int) -> tuple[int, bool]:
    """Cells of the axis after padding, and whether there is any padding."""
    reach = _reach(outputs, taps, stride, dilation)
    whole = max(reach, before + size)
    return whole, before > 0 or reach > size


def _short_way(samples: int, kernel: tuple, outputs: tuple, numbers: tuple) -> bool:
    """Whether `winograd` serves for (strides, dilations, groups) and does it sooner."""
    kh, kw, inputs, filters = kernel
    plain = kh == kw == winograd.TAPS and all(number == 1 for number in numbers)
    return plain and winograd.pays(samples, outputs[1], outputs[2], inputs, filters)


# ---------------------------------------------------------------- forward


def conv2d_scratch(x: tuple, w: tuple, y: tuple, sh: int, sw: int, dh: int, dw: int,
                   top: int, left: int, groups: int) -> tuple:
    """Shape of the scratch array for `conv2d` of arrays of these shapes."""
    n, h, width, c = x
    kh, kw, inputs, filters = w
    if _short_way(n, w, y, (sh, sw, dh, dw, groups)):
        return (winograd.convolve_scratch(inputs, filters),)
    high, pads = _padded_sample(h, y[1], kh, sh, dh, top)
    wide, pads_too = _padded_sample(width, y[2], kw, sw, dw, left)
    if groups == 1 and shallow.pays(inputs, y[2], sw):
        return (shallow.scratch_size(w, high, wide),)
    weights = groups * packed_size(kh * kw * inputs, filters // groups)
    return (weights + (padding_room(n, y[1] * y[2], high * wide * c) if pads or pads_too else 0),)


def conv2d(x: np.ndarray, w: np.ndarray, b: np.ndarray, act: int, y: np.ndarray, sh: int, sw: int,
           dh: int, dw: int, top: int, left: int, groups: int, scratch: np.ndarray) -> None:
    """y = act(x * w + b); x (n,h,w,c), w (kh,kw,c/groups,f), b (f) or size 0, y (n,oh,ow,f)."""
    if _short_way(x.shape[0], w.shape, y.shape, (sh, sw, dh, dw, groups)):
        winograd.convolve(x, w, b, y, top, left, False, act == RELU, scratch)
    else:
        _conv2d(x, w, b, act == RELU, y, sh, sw, dh, dw, top, left, groups, scratch)
    if act > RELU:
        act_forward(act, y, y)


def _conv2d(x: np.ndarray, w: np.ndarray, b: np.ndarray, relu: bool, y: np.ndarray, sh: int,
            sw: int, dh: int, dw: int, top: int, left: int, groups: int,
            scratch: np.ndarray) -> None:
    n, h, width, c = x.shape
    kh, kw, inputs, filters = w.shape
    high, pads = _padded_sample(h, y.shape[1], kh, sh, dh, top)
    wide, pads_too = _padded_sample(width, y.shape[2], kw, sw, dw, left)
    if groups == 1 and shallow.pays(inputs, y.shape[2], sw):
        shallow.convolve(x, w, b, y, sh, dh, dw, (high, wide, top, left), relu, scratch)
        return
    pads = pads or pads_too
    depth = kh * kw * inputs
    each = packed_size(depth, filters // groups)
    for g in range(groups):
        pack(flat(w), g * (filters // groups), filters, False, depth, filters // groups,
             scratch[g * each:], depth, 0)
    line, per_pixel = (wide if pads else width) * c, (sh, sw)
    merged = dw == 1 and groups == 1
    taps = (kh, dh * line, 1, 0, kw * c) if merged else (kh, dh * line, kw, dw * c, inputs)
    convolve(x, y, b, scratch, groups, pads, (high, wide, top, left) if pads else (h, width, 0, 0),
         per_pixel, taps, (0, 0, 1, 1, y.shape[1], y.shape[2]), (0, 0), each,
         groups * each, relu)


# ---------------------------------------------------------------- gradient for the input


class _Phase:
    """The taps that reach the input cells phase, phase + stride, ... of one axis.

    Cell phase + u * stride meets tap t at output u + start for the largest such
    t, and at outputs `hop` further on for each smaller one, `step` taps apart.
    """

    def __init__(self, phase: int, size: int, taps: int, stride: int, dilation: int, before: int):
        meets = [t for t in range(taps) if (phase + before - t * dilation) % stride == 0]
        common = math.gcd(stride, dilation)
        self.cells = max(0, -(-(size - phase) // stride))
        self.count, self.step, self.hop = len(meets), stride // common, dilation // common
        self.largest = meets[-1] if meets else 0
        self.start = (phase + before - self.largest * dilation) // stride if meets else 0
        self.end = self.start + self.hop * max(0, self.count - 1) + self.cells


def _phases(size: int, taps: int, stride: int, dilation: int, before: int) -> list[_Phase]:
    return [_Phase(p, size, taps, stride, dilation, before) for p in range(min(stride, size))]


def _frame(phases: list[_Phase], outputs: int) -> tuple[int, int]:
    """Zeros before dy and the length of the padded axis that all phases need."""
    before = max(0, -min(p.start for p in phases))
    return before, before + max(outputs, max(p.end for p in phases))


def conv2d_grad_input_scratch(dy: tuple, w: tuple, dx: tuple, sh: int, sw: int, dh: int, dw: int,
                              top: int, left: int, groups: int) -> tuple:
    """Shape of the scratch array for `conv2d_grad_input` of arrays of these shapes."""
    kh, kw, inputs, filters = w
    if _short_way(dx[0], (kh, kw, filters, inputs), dx, (sh, sw, dh, dw, groups)):
        return (winograd.convolve_scratch(filters, inputs),)
    above, high = _frame(_phases(dx[1], kh, sh, dh, top), dy[1])
    before, wide = _frame(_phases(dx[2], kw, sw, dw, left), dy[2])
    weights = groups * packed_size(kh * kw * filters // groups, inputs)
    pads = (high, wide) != dy[1:3]
    smallest = max(1, dx[1] // sh) * max(1, dx[2] // sw)
    return (weights + (padding_room(dy[0], smallest, high * wide * filters) if pads else 0),)


def conv2d_grad_input(dy: np.ndarray, w: np.ndarray, dx: np.ndarray, sh: int, sw: int, dh: int,
                      dw: int, top: int, left: int, groups: int, scratch: np.ndarray) -> None:
    """dx = the gradient for x of `conv2d` with this geometry, given dy (n,oh,ow,f)."""
    kh, kw, inputs, filters = w.shape
    if _short_way(len(dx), (kh, kw, filters, inputs), dx.shape, (sh, sw, dh, dw, groups)):
        winograd.convolve(dy, w, scratch[:0], dx, kh - 1 - top, kw - 1 - left, True, False, scratch)
        return
    rows, columns = (_phases(dx.shape[1], kh, sh, dh, top), _phases(dx.shape[2], kw, sw, dw, left))
    above, high = _frame(rows, dy.shape[1])
    before, wide = _frame(columns, dy.shape[2])
    pads = (high, wide) != dy.shape[1:3]
    room = groups * packed_size(kh * kw * filters // groups, inputs)
    none = scratch[:0]
    for p, row in enumerate(rows):
        for q, column in enumerate(columns):
            each = packed_size(row.count * column.count * filters // groups, inputs)
            _pack_turned(flat(w), kw, inputs, filters, groups, scratch, each, row.largest,
                         row.step, row.count, column.largest, column.step, column.count)
            line, per_group = row.hop * wide * filters, filters // groups
            merged = column.hop == 1 and groups == 1
            taps = ((row.count, line, 1, 0, column.count * filters) if merged else
                    (row.count, line, column.count, column.hop * filters, per_group))
            convolve(dy, dx, none, scratch, groups, pads, (high, wide, above, before), (1, 1),
                     taps, (p, q, sh, sw, row.cells, column.cells),
                     (above + row.start, before + column.start), each, room, False)


@compiled
def _pack_turned(w: Any, kw: int, inputs: int, filters: int, groups: int, scratch: Any, each: int,
                 row: int, row_step: int, rows: int, column: int, column_step: int,
                 columns: int) -> None:
    """Pack one phase's taps, largest first, as (tap, filter) x input for every group."""
    per_group = filters // groups
    depth = rows * columns * per_group
    for g in range(groups):
        target = scratch[g * each:]
        for i in range(rows):
            for j in range(columns):
                tap = (row - i * row_step) * kw + column - j * column_step
                pack(w, tap * inputs * filters + g * per_group, filters, True, per_group, inputs,
                     target, depth, (i * columns + j) * per_group)


# ---------------------------------------------------------------- gradient for the kernel


def _kernel_plan(x: tuple, w: tuple, dy: tuple, sh: int, sw: int, dh: int, dw: int, top: int,
                 left: int, groups: int) -> tuple:
    """(high, wide, padded cells of x, cells of dy to copy, partial sums' size, threads)."""
    kh, kw, inputs, filters = w
    high, pads = _padded_sample(x[1], dy[1], kh, sh, dh, top)
    wide, pads_too = _padded_sample(x[2], dy[2], kw, sw, dw, left)
    cells = high * wide * x[3] if pads or pads_too else 0
    per_group = filters // groups
    copies = 0 if per_group >= WIDEST else dy[1] * dy[2] * WIDEST
    size = kh * kw * inputs * filters
    work = 2 * x[0] * dy[1] * dy[2] * size // groups
    chunks = 1 if work < SERIAL_WORK else min(x[0], get_num_threads())
    return high, wide, cells, copies, size, chunks


def conv2d_grad_kernel_scratch(x: tuple, dy: tuple, w: tuple, sh: int, sw: int, dh: int, dw: int,
                               top: int, left: int, groups: int) -> tuple:
    """Shape of the scratch array for `conv2d_grad_kernel` of arrays of these shapes."""
    if _short_way(x[0], w, dy, (sh, sw, dh, dw, groups)):
        return (winograd.kernel_gradient_scratch(x[3], dy[3]),)
    _, _, cells, copies, size, chunks = _kernel_plan(x, w, dy, sh, sw, dh, dw, top, left, groups)
    return (chunks * (cells + copies) + (chunks - 1) * size,)


def conv2d_grad_kernel(x: np.ndarray, dy: np.ndarray, dw: np.ndarray, sh: int, sw: int, dh: int,
                       dw_: int, top: int, left: int, groups: int, scratch: np.ndarray) -> None:
    """dw = the gradient for w of `conv2d` with this geometry (`dw_`: column dilation)."""
    if _short_way(len(x), dw.shape, dy.shape, (sh, sw, dh, dw_, groups)):
        winograd.kernel_gradient(x, dy, dw, top, left, scratch)
        return
    high, wide, cells, copies, size, chunks = _kernel_plan(
        x.shape, dw.shape, dy.shape, sh, sw, dh, dw_, top, left, groups)
    frame = (high, wide, top, left) if cells else (x.shape[1], x.shape[2], 0, 0)
    geometry = (*frame, sh, sw, dh, dw_, groups, cells, copies)
    _kernel_chunk(x, dy, dw, scratch, geometry, pool(), chunks, -1)


@inlined
def _add_partials(total: Any, scratch: Any, partials: int) -> None:
    """Add the threads' sums in order, so that the result does not depend on timing."""
    for p in range(partials):
        first = p * total.size
        for i in range(total.size):
            total[i] += scratch[first + i]


@compiled
def _kernel_chunk(x: Any, dy: Any, dw: Any, scratch: Any, geometry: Any, entry: int, chunks: int,
                  chunk: int) -> None:
    """One thread's samples. The first thread sums into dw, the others into scratch."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        _add_partials(flat_view(dw), scratch, chunks - 1)
        return
    high, wide, top, left, sh, sw, dh, dw_, groups, cells, copies = geometry
    size = dw.size
    total = flat_view(dw) if chunk == 0 else scratch[(chunk - 1) * size:chunk * size]
    room = (chunks - 1) * size + chunk * (cells + copies)
    padded, copy = scratch[room:], scratch[room + cells:]
    first = chunk_start(x.shape[0], chunks, chunk)
    last = chunk_start(x.shape[0], chunks, chunk + 1)
    per_sample = high * wide * x.shape[3]
    per_group = dy.shape[3] // groups
    for sample in range(first, last):
        if cells:
            pad_samples(x, padded, sample, sample + 1, high, wide, top, left)
            source = address(padded)
        else:
            source = address(x) + itemsize(dw[0, 0, 0, 0]) * sample * per_sample
        for g in range(groups):
            gradient = dy[sample].reshape(dy[sample].size)
            here, stride = g * per_group, dy.shape[3]
            if copies:
                stride = copies // (dy.shape[1] * dy.shape[2])
                _copy_columns(gradient, here, dy.shape[3], per_group, copy, stride)
                gradient, here = copy, 0
            _kernel_sample(source, gradient, here, stride, total, dw.shape, dy.shape[1],
                           dy.shape[2], (sh * wide, sw, dh * wide, dw_), x.shape[3], g,
                           per_group, sample > first)


@inlined
def _copy_columns(source: Any, first: int, stride: int, columns: int, target: Any,
                  wide: int) -> None:
    """Copy a narrow block of columns into rows of whole vectors."""
    for row in range((source.size + stride - 1) // stride):
        for column in range(wide):
            inside = column < columns
            target[row * wide + column] = source[row * stride + first + column] if inside else 0


@inlined
def _kernel_sample(source: int, gradient: Any, here: int, stride: int, total: Any, shape: Any,
                   oh: int, ow: int, steps: Any, channels: int, g: int, per_group: int,
                   add: bool) -> None:
    """Add one sample's part of one group: rows (tap row, tap column, input) x filters."""
    kh, kw, inputs, filters = shape
    down, across, tap_down, tap_across = steps
    zero = total.dtype.type(0)
    size, floor = itemsize(zero), total.dtype.type(-np.inf)
    a_rows, c_rows = np.empty(ROWS, np.int64), np.empty(ROWS, np.int64)
    rows, row = kh * kw * inputs, 0
    target = address(total) + size * g * per_group
    while row < rows:
        block = block_rows(rows - row)
        for r in range(block):
            at = min(row + r, rows - 1)
            tap, channel = at // inputs, at % inputs
            a_rows[r] = ((tap // kw * tap_down + tap % kw * tap_across) * channels
                         + g * inputs + channel)
            c_rows[r] = at * filters
        sweep(block, source, a_rows, oh, down * channels, 1, 0, ow, across * channels,
              address(gradient) + size * here, stride, oh * ow, target, c_rows, per_group,
              target, 1, add, floor, 0)
        row += block
