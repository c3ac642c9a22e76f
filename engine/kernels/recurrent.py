"""A whole LSTM sequence as one kernel, and its gradient.

Gates lie in the order input, forget, cell, output. Each thread walks its share of the
batch through time and, for the gradient, back; see `engine.kernels.walk`.
"""

from typing import Any

import numpy as np

from engine.kernels.act import SIGMOID, TANH, in_place, times_slope
from engine.kernels.blocks import BLOCK, rows_product, tall_product
from engine.kernels.common import chunk_start, exact, flat, inlined
from engine.kernels.gemm import bias_grad, dense, dense_scratch, matmul, matmul_scratch
from engine.kernels.threads import pool, share
from engine.kernels.vectors import add_run, copy_run, lstm_cell, lstm_cell_grad
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
    """The layout, and the sizes of weights, bias, a thread's memory for all threads, x @ w."""
    batch, steps, inputs = x
    lay = layout_of(batch, inputs, units, 4)
    room = lay.rows * (lay.row + lay.sums + lay.padded)
    outside = 0 if lay.inputs == inputs else batch * steps * 4 * units
    return lay, (lay.depth * 4 * lay.padded, 4 * lay.padded, most_chunks(batch) * room,
                 padded_size(outside))


def lstm_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `lstm` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    sizes = _forward_sizes(x, units)[1]
    product = dense_scratch((batch * steps, inputs), (inputs, 4 * units))[0] if sizes[3] else 0
    return (sum(sizes) + product,)


def lstm(x: np.ndarray, w: np.ndarray, u: np.ndarray, b: np.ndarray, h0: np.ndarray,
         c0: np.ndarray, mask: np.ndarray, act: int, ract: int, seq: np.ndarray,
         cells: np.ndarray, gates: np.ndarray, last_c: np.ndarray, last_h: np.ndarray,
         scratch: np.ndarray) -> None:
    """Run x (batch, steps, inputs) through an LSTM.

    w (inputs, 4 units), u (units, 4 units), b (4 units) or size 0, h0 and c0
    (batch, units). mask (batch, steps) uint8 or size 0: a masked step (0) repeats
    the state before it. Gives all outputs `seq` (batch, steps, units), the last states,
    and for the gradient the states `cells` and the activated `gates` in the shapes
    `walk.kept_shape` of 1 and 4 gates.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    lay, sizes = _forward_sizes(x.shape, units)
    weights, bias, room, outside, rest = parts(scratch, *sizes)
    if sizes[3]:
        outside = outside[:batch * steps * 4 * units]
        dense(x.reshape(-1, inputs), w, b, 0, outside.reshape(-1, 4 * units), rest)
    pack_gates(flat(u), flat(w), 0, lay.depth, 4, 0, 4, units, lay.padded, weights)
    pad_gates(b, 4, units, lay.padded, bias)
    _forward(flat(x), flat(h0), flat(c0), flat(mask), act, ract, seq, flat(cells), flat(gates),
             flat(last_c), flat(last_h), outside, weights, bias, room, tuple(lay), pool(),
             chunks_of(batch, steps, units, 4), -1)


@exact
def _forward(x: Any, h0: Any, c0: Any, mask: Any, act: int, ract: int, seq: Any, cells: Any,
             gates: Any, last_c: Any, last_h: Any, outside: Any, weights: Any, bias: Any,
             room: Any, lay: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    rows, padded, inputs, depth, stride, wide = lay[0], lay[1], lay[2], lay[3], lay[4], lay[5]
    like, columns, n = seq.dtype.type(0), 4 * padded, itemsize(seq.dtype.type(0))
    own = rows * (stride + wide + padded)
    lines = room[chunk * own:(chunk + 1) * own]
    sums, states = lines[rows * stride:], lines[rows * (stride + wide):]
    # Places as numbers: naming an array in a loop counts its users each time.
    x_, h0_, c0_, outputs_, cells_, gates_, outside_, weights_ = (
        address(x), address(h0), address(c0), address(seq), address(cells), address(gates),
        address(outside), address(weights))
    lines_, sums_, states_ = address(lines), address(sums), address(states)
    begin, begin_row = (sums_, wide) if outside.size else (address(bias), 0)
    last_c_, last_h_, projected = address(last_c), address(last_h), outside.size > 0
    fused = act == TANH and ract == SIGMOID and n == 4
    blocks = -(-batch // BLOCK)
    last = min(batch, BLOCK * chunk_start(blocks, chunks, chunk + 1))
    for first in range(BLOCK * chunk_start(blocks, chunks, chunk), last, rows):
        count = min(rows, last - first)
        lines[:] = 0
        for r in range(count):
            sample = n * (first + r) * units
            copy_run(h0_ + sample, lines_ + n * r * stride, units, like)
            copy_run(c0_ + sample, states_ + n * r * padded, units, like)
        for t in range(steps):
            for r in range(count):
                step = (first + r) * steps + t
                if inputs:
                    copy_run(x_ + n * step * inputs, lines_ + n * (r * stride + padded), inputs,
                             like)
                elif projected:
                    copy_gates(outside_ + n * step * 4 * units, sums_ + n * r * wide, 4, units,
                               padded, units, like)
            rows_product(lines_, stride, count, depth, weights_, sums_, wide, begin,
                         begin_row, columns, like)
            for r in range(count):
                step, kept = (first + r) * steps + t, kept_row(first + r, t, steps)
                if mask.size and mask[step] == 0:
                    copy_run(states_ + n * r * padded, cells_ + n * kept * padded, padded, like)
                elif fused:
                    lstm_cell(sums_ + n * r * wide, states_ + n * r * padded,
                              gates_ + n * kept * columns, cells_ + n * kept * padded,
                              lines_ + n * r * stride, padded)
                else:
                    _step_plain(act, ract, sums, r * wide, states, r * padded, gates,
                                kept * columns, cells, kept * padded, lines, r * stride, units,
                                padded)
                copy_run(lines_ + n * r * stride, outputs_ + n * step * units, units, like)
        for r in range(count):
            sample = n * (first + r) * units
            copy_run(lines_ + n * r * stride, last_h_ + sample, units, like)
            copy_run(states_ + n * r * padded, last_c_ + sample, units, like)


@exact
def _step_plain(act: int, ract: int, sums: Any, z: int, states: Any, c: int, gates: Any,
                kept: int, cells: Any, cell: int, lines: Any, h: int, units: int,
                padded: int) -> None:
    """Activate one sample's gates; c = f * c + i * g; h = o * act(c). Numbers are offsets."""
    in_place(ract, sums, z, z + padded + units)
    in_place(act, sums, z + 2 * padded, z + 2 * padded + units)
    in_place(ract, sums, z + 3 * padded, z + 3 * padded + units)
    for j in range(4 * padded):
        gates[kept + j] = sums[z + j]
    for j in range(units):
        states[c + j] = (sums[z + padded + j] * states[c + j]
                         + sums[z + j] * sums[z + 2 * padded + j])
        lines[h + j] = states[c + j]
    for j in range(padded):
        cells[cell + j] = states[c + j]
    in_place(act, lines, h, h + units)
    for j in range(units):
        lines[h + j] *= sums[z + 3 * padded + j]


# ---------------------------------------------------------------- gradient


def _backward_sizes(x: tuple, units: int) -> tuple[Layout, tuple[int, ...]]:
    """The layout, and the sizes of weights, a row of zeros, a thread's memory and its sums of
    gradients for all threads, and of dz and the states before each step."""
    batch, steps, inputs = x
    lay = layout_of(batch, inputs, units, 4)
    wide, chunks = 4 * lay.padded, most_chunks(batch)
    back = lay.padded + padded_size(lay.inputs)
    room = lay.slots * lay.rows * (lay.row + lay.sums) + lay.rows * (2 * lay.back + lay.padded)
    sums = lay.tall * wide if lay.inputs == inputs else 0
    outside = 0 if sums else batch * steps
    return lay, (wide * back, back, chunks * (room + lay.padded), chunks * sums,
                 padded_size(outside * 4 * units), padded_size(outside * units))


def lstm_grad_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `lstm_grad` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    sizes = _backward_sizes(x, units)[1]
    rows, wide = batch * steps, 4 * units
    products = 0 if sizes[3] else max(
        matmul_scratch((rows, wide), (inputs, wide), False, True)[0],
        matmul_scratch((rows, inputs), (rows, wide), True, False)[0],
        matmul_scratch((rows, units), (rows, wide), True, False)[0])
    return (sum(sizes) + products,)


def lstm_grad(dseq: np.ndarray, dlast_h: np.ndarray, dlast_c: np.ndarray, x: np.ndarray,
              w: np.ndarray, u: np.ndarray, h0: np.ndarray, c0: np.ndarray, mask: np.ndarray,
              seq: np.ndarray, cells: np.ndarray, gates: np.ndarray, act: int, ract: int,
              dx: np.ndarray, dw: np.ndarray, du: np.ndarray, db: np.ndarray, dh0: np.ndarray,
              dc0: np.ndarray, scratch: np.ndarray) -> None:
    """Gradients of `lstm`, from those for every output step and for the last states.

    Those three may have size 0 where there are none, `dx` and `db` where they are not wanted.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    lay, sizes = _backward_sizes(x.shape, units)
    weights, zeros, room, sums, dz, before, rest = parts(scratch, *sizes)
    pack_turned(flat(u), units, 4, 0, units, lay.padded, weights)
    pack_turned(flat(w), lay.inputs, 4, 0, units, lay.padded, weights[4 * lay.padded**2:])
    zeros[:] = 0
    chunks = chunks_of(batch, steps, units, 4)
    _backward(flat(dseq), flat(dlast_h), flat(dlast_c), flat(x), flat(h0), flat(c0), flat(mask),
              act, ract, seq, flat(cells), flat(gates), flat(dx), flat(dh0), flat(dc0), weights,
              zeros, room, sums, dz, before, tuple(lay), pool(), chunks, -1)
    if sizes[3]:
        size = lay.tall * 4 * lay.padded
        places = ((0, units, du), (lay.padded, inputs, dw), (lay.depth, 1 if db.size else 0, db))
        for first, rows, target in places:
            collect(sums, chunks, size, first, rows, 4, 0, 4, units, lay.padded, flat(target))
        return
    rows, wide = batch * steps, 4 * units
    dz, before = dz[:rows * wide].reshape(rows, wide), before[:rows * units].reshape(rows, units)
    matmul(x.reshape(rows, inputs), dz, dw, True, False, rest)
    matmul(before, dz, du, True, False, rest)
    if db.size:
        bias_grad(dz, db)
    if dx.size:
        matmul(dz, w, dx.reshape(rows, inputs), False, True, rest)


@exact
def _backward(dseq: Any, dlast_h: Any, dlast_c: Any, x: Any, h0: Any, c0: Any, mask: Any,
              act: int, ract: int, seq: Any, cells: Any, gates: Any, dx: Any, dh0: Any, dc0: Any,
              weights: Any, zeros: Any, room: Any, sums: Any, dz: Any, before: Any, lay: Any,
              entry: int, chunks: int, chunk: int) -> None:
    """Walk back in time; dh and dc hold the gradients for the state before each step."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    rows, padded, inputs, depth, stride, wide = lay[0], lay[1], lay[2], lay[3], lay[4], lay[5]
    back, tall, slots = lay[6], lay[7], lay[8]
    like, columns, n = seq.dtype.type(0), 4 * padded, itemsize(seq.dtype.type(0))
    own = slots * rows * (stride + wide) + rows * (2 * back + padded) + padded
    lines = room[chunk * own:(chunk + 1) * own]
    slopes = lines[slots * rows * stride:]
    dh = slopes[slots * rows * wide:]
    held, dc = dh[rows * back:], dh[2 * rows * back:]
    start = dc[rows * padded:]
    totals = sums[chunk * tall * columns:(chunk + 1) * tall * columns] if sums.size else sums
    totals[:] = 0
    outputs_, cells_, gates_, x_, h0_, c0_, dseq_, dz_, before_, weights_ = (
        address(seq), address(cells), address(gates), address(x), address(h0), address(c0),
        address(dseq), address(dz), address(before), address(weights))
    lines_, slopes_, dh_, dc_, start_, totals_ = (
        address(lines), address(slopes), address(dh), address(dc), address(start),
        address(totals))
    dx_, dh0_, dc0_, dlast_h_, dlast_c_ = (
        address(dx), address(dh0), address(dc0), address(dlast_h), address(dlast_c))
    begin, begin_row = (address(held), back) if mask.size else (address(zeros), 0)
    turned_, dx_rows_ = weights_ + n * columns * padded, dh_ + n * padded
    shows, keeps, wants, sums_up = dseq.size > 0, dz.size > 0, dx.size > 0, sums.size > 0
    fused = act == TANH and ract == SIGMOID and n == 4
    blocks = -(-batch // BLOCK)
    last = min(batch, BLOCK * chunk_start(blocks, chunks, chunk + 1))
    for first in range(BLOCK * chunk_start(blocks, chunks, chunk), last, rows):
        count = min(rows, last - first)
        lines[:] = 0
        for r in range(count):
            sample = n * (first + r) * units
            if dlast_h.size:
                copy_run(dlast_h_ + sample, dh_ + n * r * back, units, like)
            if dlast_c.size:
                copy_run(dlast_c_ + sample, dc_ + n * r * padded, units, like)
        waiting = 0
        for t in range(steps - 1, -1, -1):
            line0, slope0 = waiting * rows * stride, waiting * rows * wide
            for r in range(count):
                sample = first + r
                step, kept = sample * steps + t, kept_row(sample, t, steps)
                line, slope = line0 + r * stride, slope0 + r * wide
                shown = outputs_ + n * (step - 1) * units if t else h0_ + n * sample * units
                copy_run(shown, lines_ + n * line, units, like)
                if inputs:
                    copy_run(x_ + n * step * inputs, lines_ + n * (line + padded), inputs, like)
                lines[line + depth] = 1
                if shows:
                    add_run(dseq_ + n * step * units, dh_ + n * r * back, units, like)
                if mask.size:
                    masked = mask[step] == 0
                    for j in range(units):
                        held[r * back + j] = dh[r * back + j] if masked else 0
                    if masked:
                        slopes[slope:slope + columns] = 0
                        _keep(keeps, slopes_ + n * slope, shown, dz_, before_, step, padded,
                              units, like)
                        continue
                prior = cells_ + n * (kept - BLOCK) * padded
                if t == 0:
                    copy_run(c0_ + n * sample * units, start_, units, like)
                    prior = start_
                if fused:
                    lstm_cell_grad(gates_ + n * kept * columns, prior,
                                   cells_ + n * kept * padded, dh_ + n * r * back,
                                   dc_ + n * r * padded, slopes_ + n * slope, padded)
                elif t:
                    _back_plain(act, ract, gates, kept * columns, cells, (kept - BLOCK) * padded,
                                cells, kept * padded, dh, r * back, dc, r * padded, slopes, slope,
                                units, padded)
                else:
                    _back_plain(act, ract, gates, kept * columns, start, 0, cells, kept * padded,
                                dh, r * back, dc, r * padded, slopes, slope, units, padded)
                _keep(keeps, slopes_ + n * slope, shown, dz_, before_, step, padded, units, like)
            rows_product(slopes_ + n * slope0, wide, count, columns, weights_, dh_,
                         back, begin, begin_row, padded, like)
            if inputs and wants:
                rows_product(slopes_ + n * slope0, wide, count, columns, turned_,
                             dx_rows_, back, address(zeros), 0, padded_size_of(inputs), like)
                for r in range(count):
                    copy_run(dh_ + n * (r * back + padded),
                             dx_ + n * ((first + r) * steps + t) * inputs, inputs, like)
            waiting += 1
            if sums_up and (waiting == slots or t == 0):
                tall_product(lines_, stride, waiting * rows, slopes_, wide, totals_, tall,
                             columns, like)
            if waiting == slots:
                waiting = 0
        for r in range(count):
            sample = n * (first + r) * units
            copy_run(dh_ + n * r * back, dh0_ + sample, units, like)
            copy_run(dc_ + n * r * padded, dc0_ + sample, units, like)


@inlined
def _keep(wanted: bool, slope: int, shown: int, dz: int, before: int, step: int, padded: int,
          units: int, like: Any) -> None:
    """Keep dz and the state before a step for products over all steps; places are addresses."""
    if wanted:
        copy_gates(slope, dz + itemsize(like) * step * 4 * units, 4, padded, units, units, like)
        copy_run(shown, before + itemsize(like) * step * units, units, like)


@exact
def _back_plain(act: int, ract: int, gates: Any, kept: int, befores: Any, before: int, cells: Any,
                cell: int, dh: Any, h: int, dc: Any, c: int, slopes: Any, slope: int, units: int,
                padded: int) -> None:
    """Gradients for one sample's gates and the state before; see `lstm_cell_grad`."""
    shown = cells[cell:cell + units].copy()
    in_place(act, shown, 0, units)
    forget, new, out = padded, 2 * padded, 3 * padded
    calm(dh, h, units)
    calm(dc, c, units)
    for j in range(units):
        slopes[slope + j] = dh[h + j] * gates[kept + out + j]
    times_slope(act, shown, 0, slopes, slope, units)
    for j in range(units):
        total = dc[c + j] + slopes[slope + j]
        slopes[slope + j] = total * gates[kept + new + j]
        slopes[slope + forget + j] = total * befores[before + j]
        slopes[slope + new + j] = total * gates[kept + j]
        slopes[slope + out + j] = dh[h + j] * shown[j]
        dc[c + j] = total * gates[kept + forget + j]
    for gate in range(4):
        times_slope(act if gate == 2 else ract, gates, kept + gate * padded, slopes,
                    slope + gate * padded, units)
