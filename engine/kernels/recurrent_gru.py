"""A whole GRU sequence as one kernel, and its gradient, with the reset gate after the product.

Gates lie in the order update (z), reset (r), new content. A step's sums lie in four blocks:
the inputs' part of the new content, z, r, the memory's part of it (`inner`, which r
multiplies). So the first three are what x @ w gives and the last three what h @ u does. The
road through time is the LSTM kernel's: see `engine.kernels.walk`.
"""

from typing import Any

import numpy as np

from engine.kernels.act import SIGMOID, TANH, in_place, times_slope
from engine.kernels.blocks import BLOCK, rows_product, tall_product
from engine.kernels.common import chunk_start, exact, flat, inlined
from engine.kernels.gemm import bias_grad, dense, dense_scratch, matmul, matmul_scratch
from engine.kernels.threads import pool, share
from engine.kernels.vectors import add_run, copy_run
from engine.kernels.vectors_gru import gru_cell, gru_cell_grad
from engine.kernels.walk import (
    Layout,
    calm,
    chunks_of,
    collect,
    copy_gates,
    kept_row,
    layout_of,
    most_chunks,
    pack_gates,
    pack_turned,
    pad_gates,
    padded_size,
    padded_size_of,
    parts,
)
from engine.simd import address, itemsize


def _forward_sizes(x: tuple, units: int) -> tuple[Layout, tuple[int, ...]]:
    """The layout, and the sizes of weights (of z and r, of h for the new content, of x for it),
    biases, a thread's memory for all threads, the bias of x @ w, x @ w."""
    batch, steps, inputs = x
    lay = layout_of(batch, inputs, units, 4)
    room = lay.rows * (lay.row + lay.sums)
    outside = 0 if lay.inputs == inputs else batch * steps
    return lay, (2 * lay.padded * lay.depth, lay.padded**2, lay.inputs * lay.padded,
                 4 * lay.padded, most_chunks(batch) * room, padded_size(3 * units),
                 padded_size(outside * 3 * units))


def gru_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `gru` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    sizes = _forward_sizes(x, units)[1]
    product = dense_scratch((batch * steps, inputs), (inputs, 3 * units))[0] if sizes[-1] else 0
    return (sum(sizes) + product,)


def gru(x: np.ndarray, w: np.ndarray, u: np.ndarray, b: np.ndarray, h0: np.ndarray,
        mask: np.ndarray, act: int, ract: int, seq: np.ndarray, last_h: np.ndarray,
        gates: np.ndarray, scratch: np.ndarray) -> None:
    """Run x (batch, steps, inputs) through a GRU.

    w (inputs, 3 units), u (units, 3 units), h0 (batch, units). b is (2, 3 units), for x @ w
    and h @ u, or size 0. mask (batch, steps) uint8 or size 0: a masked step (0) repeats the
    state before it. Gives all outputs `seq` (batch, steps, units), the last one, and for the
    gradient `gates`: new content, z, r, inner, in the shape `walk.kept_shape` of 4 gates.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    lay, sizes = _forward_sizes(x.shape, units)
    middle, memory, fresh, bias, room, given, outside, rest = parts(scratch, *sizes)
    flat_u, flat_w, padded = flat(u), flat(w), lay.padded
    pack_gates(flat_u, flat_w, 0, lay.depth, 3, 0, 2, units, padded, middle)
    pack_gates(flat_u, flat_w, 0, padded, 3, 2, 3, units, padded, memory)
    pack_gates(flat_u, flat_w, padded, lay.inputs, 3, 2, 3, units, padded, fresh)
    given = _biases(b, units, padded, bias, given[:3 * units])
    outside = outside[:batch * steps * 3 * units if sizes[-1] else 0]
    if outside.size:
        dense(x.reshape(-1, inputs), w, given, 0, outside.reshape(-1, 3 * units), rest)
    _forward(flat(x), flat(h0), flat(mask), act, ract, seq, flat(last_h), flat(gates), outside,
             middle, memory, fresh, bias, room, tuple(lay), pool(),
             chunks_of(batch, steps, units, 3), -1)


def _biases(b: np.ndarray, units: int, padded: int, bias: np.ndarray,
            given: np.ndarray) -> np.ndarray:
    """Fill the four blocks of biases; return those of x @ w with what z and r get from h @ u."""
    bias[:] = 0
    if not b.size:
        return b.reshape(-1)
    given[:] = b[0]
    given[:2 * units] += b[1, :2 * units]
    pad_gates(given[:2 * units], 2, units, padded, bias[padded:])
    pad_gates(given[2 * units:], 1, units, padded, bias)
    pad_gates(b[1, 2 * units:], 1, units, padded, bias[3 * padded:])
    return given


@exact
def _forward(x: Any, h0: Any, mask: Any, act: int, ract: int, seq: Any, last_h: Any, gates: Any,
             outside: Any, middle: Any, memory: Any, fresh: Any, bias: Any, room: Any, lay: Any,
             entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    rows, padded, inputs, depth, stride, wide = lay[0], lay[1], lay[2], lay[3], lay[4], lay[5]
    like, columns, n = seq.dtype.type(0), 4 * padded, itemsize(seq.dtype.type(0))
    own = rows * (stride + wide)
    lines = room[chunk * own:(chunk + 1) * own]
    sums = lines[rows * stride:]
    # Places as numbers: naming an array in a loop counts its users each time.
    x_, h0_, last_h_, outputs_, gates_, outside_, lines_, sums_, bias_ = (
        address(x), address(h0), address(last_h), address(seq), address(gates), address(outside),
        address(lines), address(sums), address(bias))
    middle_, memory_, fresh_, block = address(middle), address(memory), address(fresh), n * padded
    projected, fused = outside.size > 0, act == TANH and ract == SIGMOID and n == 4
    begin, begin_row = (sums_, wide) if projected else (bias_, 0)
    blocks = -(-batch // BLOCK)
    last = min(batch, BLOCK * chunk_start(blocks, chunks, chunk + 1))
    for first in range(BLOCK * chunk_start(blocks, chunks, chunk), last, rows):
        count = min(rows, last - first)
        lines[:] = 0
        for r in range(count):
            copy_run(h0_ + n * (first + r) * units, lines_ + n * r * stride, units, like)
        for t in range(steps):
            for r in range(count):
                step = (first + r) * steps + t
                if projected:
                    source, target = outside_ + n * step * 3 * units, sums_ + n * r * wide
                    copy_gates(source, target + block, 2, units, padded, units, like)
                    copy_run(source + n * 2 * units, target, units, like)
                else:
                    copy_run(x_ + n * step * inputs, lines_ + n * (r * stride + padded), inputs,
                             like)
            rows_product(lines_, stride, count, depth, middle_, sums_ + block, wide,
                         begin + block, begin_row, 2 * padded, like)
            rows_product(lines_, stride, count, padded, memory_, sums_ + 3 * block, wide,
                         bias_ + 3 * block, 0, padded, like)
            if not projected:
                rows_product(lines_ + block, stride, count, inputs, fresh_, sums_, wide, bias_, 0,
                             padded, like)
            for r in range(count):
                step = (first + r) * steps + t
                kept = kept_row(first + r, t, steps) * columns
                if mask.size and mask[step] == 0:
                    pass
                elif fused:
                    gru_cell(sums_ + n * r * wide, lines_ + n * r * stride, gates_ + n * kept,
                             padded)
                else:
                    _step_plain(act, ract, sums, r * wide, lines, r * stride, gates, kept, units,
                                padded)
                copy_run(lines_ + n * r * stride, outputs_ + n * step * units, units, like)
        for r in range(count):
            copy_run(lines_ + n * r * stride, last_h_ + n * (first + r) * units, units, like)


@exact
def _step_plain(act: int, ract: int, sums: Any, s: int, lines: Any, h: int, gates: Any, kept: int,
                units: int, padded: int) -> None:
    """Activate one sample's gates; h = z * h + (1 - z) * new content. Numbers are offsets."""
    for gate in range(1, 3):
        in_place(ract, sums, s + gate * padded, s + gate * padded + units)
    for j in range(units):
        sums[s + j] += sums[s + 2 * padded + j] * sums[s + 3 * padded + j]
    in_place(act, sums, s, s + units)
    for j in range(4 * padded):
        gates[kept + j] = sums[s + j]
    for j in range(units):
        z = sums[s + padded + j]
        lines[h + j] = z * lines[h + j] + (1 - z) * sums[s + j]


# ---------------------------------------------------------------- gradient


def _backward_sizes(x: tuple, units: int) -> tuple[Layout, tuple[int, ...]]:
    """The layout, and the sizes of the weights of h and x, a row of zeros, a thread's memory and
    its sums of gradients for all threads, and of dz for x @ w and h @ u and the states before
    each step."""
    batch, steps, inputs = x
    lay = layout_of(batch, inputs, units, 4)
    chunks, back = most_chunks(batch), padded_size(lay.inputs)
    room = lay.slots * lay.rows * (lay.row + lay.sums) + 2 * lay.rows * lay.back
    sums = lay.tall * 4 * lay.padded if lay.inputs == inputs else 0
    outside = 0 if sums else batch * steps * units
    return lay, (3 * lay.padded**2, 3 * lay.padded * back, back, chunks * room, chunks * sums,
                 padded_size(outside * 3), padded_size(outside * 3), padded_size(outside))


def gru_grad_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `gru_grad` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    sizes = _backward_sizes(x, units)[1]
    rows, wide = batch * steps, 3 * units
    products = 0 if sizes[4] else max(
        matmul_scratch((rows, wide), (inputs, wide), False, True)[0],
        matmul_scratch((rows, inputs), (rows, wide), True, False)[0],
        matmul_scratch((rows, units), (rows, wide), True, False)[0])
    return (sum(sizes) + products,)


def gru_grad(dseq: np.ndarray, dlast_h: np.ndarray, x: np.ndarray, w: np.ndarray, u: np.ndarray,
             b: np.ndarray, h0: np.ndarray, mask: np.ndarray, seq: np.ndarray, gates: np.ndarray,
             act: int, ract: int, dx: np.ndarray, dw: np.ndarray, du: np.ndarray, db: np.ndarray,
             dh0: np.ndarray, scratch: np.ndarray) -> None:
    """Gradients of `gru`, from those for every output step and for the last one.

    These two may have size 0 where there are none, `dx` and `db` where they are not wanted.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    lay, sizes = _backward_sizes(x.shape, units)
    turned, turned_x, zeros, room, sums, dz, dz_inner, before, rest = parts(scratch, *sizes)
    padded = lay.padded
    pack_turned(flat(u), units, 3, 0, units, padded, turned)
    pack_turned(flat(w), lay.inputs, 3, 1, units, padded, turned_x)
    zeros[:] = 0
    chunks = chunks_of(batch, steps, units, 3)
    _backward(flat(dseq), flat(dlast_h), flat(x), flat(h0), flat(mask), act, ract, seq,
              flat(gates), flat(dx), flat(dh0), turned, turned_x, zeros, room, sums, dz, dz_inner,
              before, tuple(lay), pool(), chunks, -1)
    if sizes[4]:
        size, ones = lay.tall * 4 * padded, 1 if db.size else 0
        db_x, db_h = (db[0], db[1]) if db.size else (db, db)
        collect(sums, chunks, size, 0, units, 3, 1, 4, units, padded, flat(du))
        collect(sums, chunks, size, padded, inputs, 3, 1, 3, units, padded, flat(dw))
        collect(sums, chunks, size, lay.depth, ones, 3, 1, 3, units, padded, db_x)
        collect(sums, chunks, size, lay.depth, ones, 3, 1, 4, units, padded, db_h)
        return
    rows, wide = batch * steps, 3 * units
    dz, dz_inner = (a[:rows * wide].reshape(rows, wide) for a in (dz, dz_inner))
    matmul(x.reshape(rows, inputs), dz, dw, True, False, rest)
    matmul(before[:rows * units].reshape(rows, units), dz_inner, du, True, False, rest)
    if db.size:
        bias_grad(dz, db[0])
        bias_grad(dz_inner, db[1])
    if dx.size:
        matmul(dz, w, dx.reshape(rows, inputs), False, True, rest)


@exact
def _backward(dseq: Any, dlast_h: Any, x: Any, h0: Any, mask: Any, act: int, ract: int, seq: Any,
              gates: Any, dx: Any, dh0: Any, turned: Any, turned_x: Any, zeros: Any, room: Any,
              sums: Any, dz: Any, dz_inner: Any, before: Any, lay: Any, entry: int, chunks: int,
              chunk: int) -> None:
    """Walk back in time; dh holds the gradient for the state before each step, `held` the part
    of it that does not come through the product."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    rows, padded, inputs, depth, stride, wide = lay[0], lay[1], lay[2], lay[3], lay[4], lay[5]
    back, tall, slots = lay[6], lay[7], lay[8]
    like, columns, n = seq.dtype.type(0), 4 * padded, itemsize(seq.dtype.type(0))
    own = slots * rows * (stride + wide) + 2 * rows * back
    lines = room[chunk * own:(chunk + 1) * own]
    slopes = lines[slots * rows * stride:]
    dh = slopes[slots * rows * wide:]
    held = dh[rows * back:]
    totals = sums[chunk * tall * columns:(chunk + 1) * tall * columns] if sums.size else sums
    totals[:] = 0
    outputs_, gates_, x_, h0_, dseq_, dz_, dz_inner_, before_, dx_, dh0_, dlast_h_ = (
        address(seq), address(gates), address(x), address(h0), address(dseq), address(dz),
        address(dz_inner), address(before), address(dx), address(dh0), address(dlast_h))
    lines_, slopes_, dh_, held_, totals_, turned_, turned_x_, zeros_ = (
        address(lines), address(slopes), address(dh), address(held), address(totals),
        address(turned), address(turned_x), address(zeros))
    shows, keeps, wants, sums_up = dseq.size > 0, dz.size > 0, dx.size > 0, sums.size > 0
    fused, block = act == TANH and ract == SIGMOID and n == 4, n * padded
    blocks = -(-batch // BLOCK)
    last = min(batch, BLOCK * chunk_start(blocks, chunks, chunk + 1))
    for first in range(BLOCK * chunk_start(blocks, chunks, chunk), last, rows):
        count = min(rows, last - first)
        lines[:] = 0
        if dlast_h.size:
            for r in range(count):
                copy_run(dlast_h_ + n * (first + r) * units, dh_ + n * r * back, units, like)
        waiting = 0
        for t in range(steps - 1, -1, -1):
            line0, slope0 = waiting * rows * stride, waiting * rows * wide
            for r in range(count):
                sample = first + r
                step, kept = sample * steps + t, kept_row(sample, t, steps) * columns
                line, slope = line0 + r * stride, slope0 + r * wide
                shown = outputs_ + n * (step - 1) * units if t else h0_ + n * sample * units
                copy_run(shown, lines_ + n * line, units, like)
                if inputs:
                    copy_run(x_ + n * step * inputs, lines_ + n * (line + padded), inputs, like)
                lines[line + depth] = 1
                if shows:
                    add_run(dseq_ + n * step * units, dh_ + n * r * back, units, like)
                if mask.size and mask[step] == 0:
                    slopes[slope:slope + columns] = 0
                    copy_run(dh_ + n * r * back, held_ + n * r * back, padded, like)
                elif fused:
                    gru_cell_grad(gates_ + n * kept, lines_ + n * line, dh_ + n * r * back,
                                  slopes_ + n * slope, held_ + n * r * back, padded)
                else:
                    _back_plain(act, ract, gates, kept, lines, line, dh, r * back, slopes, slope,
                                held, r * back, units, padded)
                if keeps:
                    _keep(slopes_ + n * slope, dz_ + n * step * 3 * units,
                          dz_inner_ + n * step * 3 * units, padded, units, like)
                    copy_run(shown, before_ + n * step * units, units, like)
            rows_product(slopes_ + n * slope0 + block, wide, count, 3 * padded, turned_, dh_, back,
                         held_, back, padded, like)
            if inputs and wants:
                rows_product(slopes_ + n * slope0, wide, count, 3 * padded, turned_x_,
                             dh_ + block, back, zeros_, 0, padded_size_of(inputs), like)
                for r in range(count):
                    copy_run(dh_ + n * r * back + block,
                             dx_ + n * ((first + r) * steps + t) * inputs, inputs, like)
            waiting += 1
            if sums_up and (waiting == slots or t == 0):
                tall_product(lines_, stride, waiting * rows, slopes_, wide, totals_, tall,
                             columns, like)
            if waiting == slots:
                waiting = 0
        for r in range(count):
            copy_run(dh_ + n * r * back, dh0_ + n * (first + r) * units, units, like)


@inlined
def _keep(slope: int, dz: int, dz_inner: int, padded: int, units: int, like: Any) -> None:
    """Keep both dz of a step, z and r first, for products over all steps; all are addresses."""
    block, new = itemsize(like) * padded, itemsize(like) * 2 * units
    for target in (dz, dz_inner):
        copy_gates(slope + block, target, 2, padded, units, units, like)
    copy_run(slope, dz + new, units, like)
    copy_run(slope + 3 * block, dz_inner + new, units, like)


@exact
def _back_plain(act: int, ract: int, gates: Any, kept: int, lines: Any, line: int, dh: Any, h: int,
                slopes: Any, slope: int, held: Any, hold: int, units: int, padded: int) -> None:
    """Gradients for one sample's gates and for the state before; see `gru_cell_grad`."""
    update, reset, inner = padded, 2 * padded, 3 * padded
    calm(dh, h, units)
    for j in range(units):
        total, z, new = dh[h + j], gates[kept + update + j], gates[kept + j]
        slopes[slope + j] = total * (1 - z)
        slopes[slope + update + j] = total * (lines[line + j] - new)
        held[hold + j] = total * z
    times_slope(act, gates, kept, slopes, slope, units)
    for j in range(units):
        change = slopes[slope + j]
        slopes[slope + reset + j] = change * gates[kept + inner + j]
        slopes[slope + inner + j] = change * gates[kept + reset + j]
    times_slope(ract, gates, kept + update, slopes, slope + update, units)
    times_slope(ract, gates, kept + reset, slopes, slope + reset, units)
