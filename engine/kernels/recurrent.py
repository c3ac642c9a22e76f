"""A whole LSTM sequence as one kernel, and its gradient.

Gates lie in the order input, forget, cell, output. The projections of all inputs
are one matrix product; then each thread walks its share of the batch through
time, with the products h @ u in the microkernel. The gradient walks back the
same way, keeps dz of every step and ends with three matrix products.
"""

from typing import Any

import numpy as np
from numba import get_num_threads, types
from numba.extending import overload

from engine.kernels.act import SIGMOID, TANH, in_place, times_slope
from engine.kernels.common import SERIAL_WORK, chunk_start, exact, flat, inlined
from engine.kernels.gemm import bias_grad, dense, dense_scratch, matmul, matmul_scratch
from engine.kernels.threads import pool, share
from engine.kernels.tiles import block_rows, pack, packed_size, sweep
from engine.kernels.vectors import lstm_cell, lstm_cell_grad
from engine.simd import ROWS, address


def _chunks(batch: int, steps: int, units: int) -> int:
    return min(batch, get_num_threads()) if 8 * batch * steps * units**2 > SERIAL_WORK else 1


def lstm_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `lstm` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    product = dense_scratch((batch * steps, inputs), (inputs, 4 * units))[0]
    return (max(product, packed_size(units, 4 * units)),)


def lstm(x: np.ndarray, w: np.ndarray, u: np.ndarray, b: np.ndarray, h0: np.ndarray,
         c0: np.ndarray, mask: np.ndarray, act: int, ract: int, seq: np.ndarray,
         cells: np.ndarray, gates: np.ndarray, scratch: np.ndarray) -> None:
    """Run x (batch, steps, inputs) through an LSTM.

    w (inputs, 4 units), u (units, 4 units), b (4 units) or size 0, h0 and c0
    (batch, units). mask (batch, steps) uint8 or size 0: a masked step (0) repeats
    the state before it. Gives all outputs `seq` and states `cells` (batch, steps,
    units) and the activated `gates` (batch, steps, 4 units) for the gradient.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    rows = (batch * steps, 4 * units)
    dense(x.reshape(batch * steps, inputs), w, b, 0, gates.reshape(rows), scratch)
    pack(flat(u), 0, 4 * units, False, units, 4 * units, scratch, units, 0)
    chunks = _chunks(batch, steps, units)
    arguments = (scratch, flat(h0), flat(c0), flat(mask), act, ract, seq, flat(cells), flat(gates))
    _forward(*arguments, pool(), chunks, -1)


@exact
def _forward(weights: Any, h0: Any, c0: Any, mask: Any, act: int, ract: int, seq: Any, cells: Any,
             gates: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    outputs = seq.reshape(seq.size)
    first = chunk_start(batch, chunks, chunk)
    last = chunk_start(batch, chunks, chunk + 1)
    cell = np.empty(units, seq.dtype)
    for t in range(steps):
        source = h0 if t == 0 else outputs
        stride, shift = (units, 0) if t == 0 else (steps * units, (t - 1) * units)
        add_product(address(source), first, last, stride, shift, units, address(weights),
                    address(gates), steps * 4 * units, t * 4 * units, 4 * units, cell)
        for sample in range(first, last):
            here = (sample * steps + t) * units
            before = here - units if t else sample * units
            if mask.size and mask[sample * steps + t] == 0:
                repeat(source, before, outputs, here, units)
                repeat(c0 if t == 0 else cells, before, cells, here, units)
            else:
                step(act, ract, gates, here, c0 if t == 0 else cells, before, cells, outputs,
                     cell, units)


@inlined
def repeat(source: Any, before: int, target: Any, here: int, units: int) -> None:
    for j in range(units):
        target[here + j] = source[before + j]


def step(act: int, ract: int, gates: Any, here: int, states: Any, before: int, cells: Any,
         outputs: Any, cell: Any, units: int) -> None:
    """Activate one sample's gates; c = f * c + i * g; h = o * act(c)."""


@overload(step, inline="always")
def _step(act, ract, gates, here, states, before, cells,  # type: ignore[no-untyped-def]
          outputs, cell, units):
    def fused(act, ract, gates, here, states, before, cells,  # type: ignore[no-untyped-def]
              outputs, cell, units):
        if act == TANH and ract == SIGMOID:
            lstm_cell(address(gates) + 16 * here, address(states) + 4 * before,
                      address(cells) + 4 * here, address(outputs) + 4 * here, units)
        else:
            _step_plain(act, ract, gates, here, states, before, cells, outputs, cell, units)

    return fused if gates.dtype == types.float32 else _step_plain.py_func


@exact
def _step_plain(act, ract, gates, here, states, before, cells,  # type: ignore[no-untyped-def]
                outputs, cell, units):
    start = 4 * here
    in_place(ract, gates, start, start + 2 * units)
    in_place(act, gates, start + 2 * units, start + 3 * units)
    in_place(ract, gates, start + 3 * units, start + 4 * units)
    for j in range(units):
        cell[j] = (gates[start + units + j] * states[before + j]
                   + gates[start + j] * gates[start + 2 * units + j])
    for j in range(units):
        cells[here + j] = cell[j]
    in_place(act, cell, 0, units)
    for j in range(units):
        outputs[here + j] = gates[start + 3 * units + j] * cell[j]


@inlined
def add_product(a: int, first: int, last: int, a_stride: int, a_shift: int, depth: int,
                weights: int, c: int, c_stride: int, c_shift: int, columns: int,
                like: Any) -> None:
    """c[row] += a[row] @ packed weights for the batch rows [first, last)."""
    a_rows, c_rows = np.empty(ROWS, np.int64), np.empty(ROWS, np.int64)
    floor = like.dtype.type(-np.inf)
    row = first
    while row < last:
        block = block_rows(last - row)
        for r in range(block):
            at = min(row + r, last - 1)
            a_rows[r] = at * a_stride + a_shift
            c_rows[r] = at * c_stride + c_shift
        sweep(block, a, a_rows, 1, 0, 1, 0, depth, 1, weights, 0, depth, c, c_rows, columns,
              c, 1, True, floor, 0)
        row += block


# ---------------------------------------------------------------- gradient


def lstm_grad_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `lstm_grad` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    rows, wide = batch * steps, 4 * units
    products = max(
        packed_size(wide, units),
        matmul_scratch((rows, wide), (inputs, wide), False, True)[0],
        matmul_scratch((rows, inputs), (rows, wide), True, False)[0],
        matmul_scratch((rows, units), (rows, wide), True, False)[0])
    return (rows * (wide + units) + products,)


def lstm_grad(dseq: np.ndarray, dcells_last: np.ndarray, x: np.ndarray, w: np.ndarray,
              u: np.ndarray, h0: np.ndarray, c0: np.ndarray, mask: np.ndarray, seq: np.ndarray,
              cells: np.ndarray, gates: np.ndarray, act: int, ract: int, dx: np.ndarray,
              dw: np.ndarray, du: np.ndarray, db: np.ndarray, dh0: np.ndarray, dc0: np.ndarray,
              scratch: np.ndarray) -> None:
    """Gradients of `lstm`, from the gradient `dseq` for every output step.

    `dcells_last` (batch, units): gradient for the last state, or size 0. `dx` and
    `db` may have size 0 where they are not wanted.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    rows, wide = batch * steps, 4 * units
    dz, before = scratch[:rows * wide], scratch[rows * wide:rows * (wide + units)]
    rest = scratch[rows * (wide + units):]
    dh0[:] = 0
    dc0[:] = dcells_last if dcells_last.size else 0
    pack(flat(u), 0, wide, True, wide, units, rest, wide, 0)
    chunks = _chunks(batch, steps, units)
    arguments = (rest, flat(dseq), flat(h0), flat(c0), flat(mask), seq, flat(cells), flat(gates),
                 act, ract, dz, before, flat(dh0), flat(dc0))
    _backward(*arguments, pool(), chunks, -1)
    dz = dz.reshape(rows, wide)
    matmul(x.reshape(rows, inputs), dz, dw, True, False, rest)
    matmul(before.reshape(rows, units), dz, du, True, False, rest)
    if db.size:
        bias_grad(dz, db)
    if dx.size:
        matmul(dz, w, dx.reshape(rows, inputs), False, True, rest)


@exact
def _backward(weights: Any, dseq: Any, h0: Any, c0: Any, mask: Any, seq: Any, cells: Any,
              gates: Any, act: int, ract: int, dz: Any, befores: Any, dh: Any, dc: Any, entry: int,
              chunks: int, chunk: int) -> None:
    """Walk back in time; dh and dc hold the gradients for the state before each step."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    outputs, wide = seq.reshape(seq.size), 4 * units
    first = chunk_start(batch, chunks, chunk)
    last = chunk_start(batch, chunks, chunk + 1)
    cell = np.empty(units, seq.dtype)
    for t in range(steps - 1, -1, -1):
        for sample in range(first, last):
            here, state = (sample * steps + t) * units, sample * units
            before = here - units if t else state
            shown, states = outputs if t else h0, cells if t else c0
            if mask.size and mask[sample * steps + t] == 0:
                repeat(shown, before, befores, here, units)
                dz[4 * here:4 * here + wide] = 0
                for j in range(units):
                    dh[state + j] += dseq[here + j]
            else:
                step_back(act, ract, gates, here, states, before, cells, cell, dz, dh, dc, state,
                          dseq, shown, befores, units)
        add_product(address(dz), first, last, steps * wide, t * wide, wide, address(weights),
                    address(dh), units, 0, units, cell)


def step_back(act: int, ract: int, gates: Any, here: int, states: Any, before: int, cells: Any,
              cell: Any, dz: Any, dh: Any, dc: Any, state: int, dseq: Any, shown: Any, befores: Any,
              units: int) -> None:
    """Gradients for one sample's gates and for the state before; see `lstm_cell_grad`."""


@overload(step_back, inline="always")
def _step_back(act, ract, gates, here, states, before, cells,  # type: ignore[no-untyped-def]
               cell, dz, dh, dc, state, dseq, shown, befores, units):
    def fused(act, ract, gates, here, states, before, cells,  # type: ignore[no-untyped-def]
              cell, dz, dh, dc, state, dseq, shown, befores, units):
        if act == TANH and ract == SIGMOID:
            lstm_cell_grad(address(gates) + 16 * here, address(states) + 4 * before,
                           address(cells) + 4 * here, address(dz) + 16 * here,
                           address(dh) + 4 * state, address(dc) + 4 * state,
                           address(dseq) + 4 * here, address(shown) + 4 * before,
                           address(befores) + 4 * here, units)
        else:
            _back_plain(act, ract, gates, here, states, before, cells, cell, dz, dh, dc, state,
                        dseq, shown, befores, units)

    return fused if gates.dtype == types.float32 else _back_plain.py_func


@exact
def _back_plain(act, ract, gates, here, states, before, cells,  # type: ignore[no-untyped-def]
                cell, dz, dh, dc, state, dseq, shown, befores, units):
    start = 4 * here
    for j in range(units):
        cell[j] = cells[here + j]
        dh[state + j] += dseq[here + j]
        befores[here + j] = shown[before + j]
    in_place(act, cell, 0, units)
    for j in range(units):  # dz is free until its gates are done
        dz[start + j] = dh[state + j] * gates[start + 3 * units + j]
    times_slope(act, cell, 0, dz, start, units)
    for j in range(units):
        total = dc[state + j] + dz[start + j]
        dz[start + j] = total * gates[start + 2 * units + j]
        dz[start + units + j] = total * states[before + j]
        dz[start + 2 * units + j] = total * gates[start + j]
        dz[start + 3 * units + j] = dh[state + j] * cell[j]
        dc[state + j] = total * gates[start + units + j]
        dh[state + j] = 0
    times_slope(ract, gates, start, dz, start, 2 * units)
    times_slope(act, gates, start + 2 * units, dz, start + 2 * units, units)
    times_slope(ract, gates, start + 3 * units, dz, start + 3 * units, units)
