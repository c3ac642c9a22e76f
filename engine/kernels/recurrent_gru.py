"""A whole GRU sequence as one kernel, and its gradient.

Gates lie in the order update (z), reset (r), new content. With `after` the reset
gate multiplies h @ u, without it h itself; `inner` keeps that product of every
step for the gradient: h @ u + bias with `after`, r * h without. The road through
time is the LSTM kernel's: see `engine.kernels.recurrent`.
"""

from typing import Any

import numpy as np
from numba import get_num_threads, types
from numba.extending import overload

from engine.kernels.act import SIGMOID, TANH, in_place, times_slope
from engine.kernels.common import SERIAL_WORK, chunk_start, compiled, exact, flat, inlined
from engine.kernels.gemm import bias_grad, dense, dense_scratch, matmul, matmul_scratch
from engine.kernels.steps import add_product, repeat
from engine.kernels.threads import pool, share
from engine.kernels.tiles import WIDEST, pack, packed_size
from engine.kernels.vectors_gru import gru_cell, gru_cell_grad
from engine.simd import address


def _chunks(batch: int, steps: int, units: int) -> int:
    return min(batch, get_num_threads()) if 6 * batch * steps * units**2 > SERIAL_WORK else 1


def gru_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `gru` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    product = dense_scratch((batch * steps, inputs), (inputs, 3 * units))[0]
    weights = packed_size(units, 2 * units) + packed_size(units, units)
    return (3 * units + max(product, weights),)


def gru(x: np.ndarray, w: np.ndarray, u: np.ndarray, b: np.ndarray, h0: np.ndarray,
        mask: np.ndarray, act: int, ract: int, after: bool, seq: np.ndarray, gates: np.ndarray,
        inner: np.ndarray, scratch: np.ndarray) -> None:
    """Run x (batch, steps, inputs) through a GRU.

    w (inputs, 3 units), u (units, 3 units), h0 (batch, units). b is (2, 3 units) with
    `after`, for x @ w and h @ u, else (3 units); or size 0. mask (batch, steps) uint8 or
    size 0: a masked step (0) repeats the state before it. Gives all outputs `seq` and
    `inner` (batch, steps, units) and the activated `gates` (batch, steps, 3 units).
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    bias, rest = scratch[:3 * units], scratch[3 * units:]
    inner[:] = b[1, 2 * units:] if after and b.size else 0
    if after and b.size:
        bias[:] = b[0]
        bias[:2 * units] += b[1, :2 * units]
    given = bias if after and b.size else b.reshape(-1)
    dense(x.reshape(-1, inputs), w, given, 0, gates.reshape(-1, 3 * units), rest)
    _pack_plain(flat(u), units, rest)
    _forward(rest, flat(h0), flat(mask), act, ract, after, seq, flat(gates), flat(inner), pool(),
             _chunks(batch, steps, units), -1)


@compiled
def _pack_plain(u: Any, units: int, scratch: Any) -> None:
    """The columns of z and r, then those of the new content."""
    pack(u, 0, 3 * units, False, units, 2 * units, scratch, units, 0)
    later = scratch[packed_size_of(units, 2 * units):]
    pack(u, 2 * units, 3 * units, False, units, units, later, units, 0)


@inlined
def packed_size_of(depth: int, columns: int) -> int:
    """`packed_size` inside compiled code."""
    return depth * (-(-columns // WIDEST) * WIDEST)


@exact
def _forward(weights: Any, h0: Any, mask: Any, act: int, ract: int, after: bool, seq: Any,
             gates: Any, inner: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    outputs, like = seq.reshape(seq.size), weights[:1]
    first = chunk_start(batch, chunks, chunk)
    last = chunk_start(batch, chunks, chunk + 1)
    later = address(weights[packed_size_of(units, 2 * units):])
    for t in range(steps):
        source = h0 if t == 0 else outputs
        stride, shift = (units, 0) if t == 0 else (steps * units, (t - 1) * units)
        add_product(address(source), first, last, stride, shift, units, address(weights),
                    address(gates), steps * 3 * units, t * 3 * units, 2 * units, like)
        if after:
            add_product(address(source), first, last, stride, shift, units, later,
                        address(inner), steps * units, t * units, units, like)
        else:
            _reset_before(ract, gates, source, first, last, stride, shift, inner, t, steps, units)
            add_product(address(inner), first, last, steps * units, t * units, units, later,
                        address(gates), steps * 3 * units, (t * 3 + 2) * units, units, like)
        for sample in range(first, last):
            here = (sample * steps + t) * units
            before = here - units if t else sample * units
            if mask.size and mask[sample * steps + t] == 0:
                repeat(source, before, outputs, here, units)
            else:
                step(act, ract, after, gates, inner, source, before, outputs, here, units)


@exact
def _reset_before(ract: int, gates: Any, source: Any, first: int, last: int, stride: int,
                  shift: int, inner: Any, t: int, steps: int, units: int) -> None:
    """inner = r * h, with z and r activated."""
    for sample in range(first, last):
        here, before = (sample * steps + t) * units, sample * stride + shift
        in_place(ract, gates, 3 * here, 3 * here + 2 * units)
        for j in range(units):
            inner[here + j] = gates[3 * here + units + j] * source[before + j]


def step(act: int, ract: int, after: bool, gates: Any, inner: Any, source: Any, before: int,
         outputs: Any, here: int, units: int) -> None:
    """Activate one sample's gates; h = z * h before + (1 - z) * new content."""


@overload(step, inline="always")
def _step(act, ract, after, gates, inner, source, before,  # type: ignore[no-untyped-def]
          outputs, here, units):
    def fused(act, ract, after, gates, inner, source, before,  # type: ignore[no-untyped-def]
              outputs, here, units):
        if after and act == TANH and ract == SIGMOID:
            gru_cell(address(gates) + 12 * here, address(inner) + 4 * here,
                     address(source) + 4 * before, address(outputs) + 4 * here, units)
        else:
            _step_plain(act, ract, after, gates, inner, source, before, outputs, here, units)

    return fused if gates.dtype == types.float32 else _step_plain.py_func


@exact
def _step_plain(act, ract, after, gates, inner, source, before,  # type: ignore[no-untyped-def]
                outputs, here, units):
    start = 3 * here
    if after:
        in_place(ract, gates, start, start + 2 * units)
        for j in range(units):
            gates[start + 2 * units + j] += gates[start + units + j] * inner[here + j]
    in_place(act, gates, start + 2 * units, start + 3 * units)
    for j in range(units):
        z, new = gates[start + j], gates[start + 2 * units + j]
        outputs[here + j] = z * source[before + j] + (1 - z) * new


# ---------------------------------------------------------------- gradient


def gru_grad_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `gru_grad` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    rows, wide = batch * steps, 3 * units
    products = max(
        packed_size(wide, units) + packed_size(2 * units, units),
        matmul_scratch((rows, wide), (inputs, wide), False, True)[0],
        matmul_scratch((rows, inputs), (rows, wide), True, False)[0],
        matmul_scratch((rows, units), (rows, wide), True, False)[0])
    return (rows * (2 * wide + 2 * units) + 2 * units * wide + products,)


def gru_grad(dseq: np.ndarray, x: np.ndarray, w: np.ndarray, u: np.ndarray, b: np.ndarray,
             h0: np.ndarray, mask: np.ndarray, seq: np.ndarray, gates: np.ndarray,
             inner: np.ndarray, act: int, ract: int, after: bool, dx: np.ndarray, dw: np.ndarray,
             du: np.ndarray, db: np.ndarray, dh0: np.ndarray, scratch: np.ndarray) -> None:
    """Gradients of `gru`, from the gradient `dseq` for every output step.

    `dx` and `db` may have size 0 where they are not wanted.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    rows, wide = batch * steps, 3 * units
    sizes = (rows * wide, rows * wide, rows * units, units * wide)
    ends = np.cumsum(sizes)
    dz, dz_inner, before, du_new = (
        scratch[end - size:end] for end, size in zip(ends, sizes, strict=True))
    rest = scratch[ends[-1]:]
    dh0[:] = 0
    _pack_turned(flat(u), units, after, rest)
    _backward(rest, flat(dseq), flat(h0), flat(mask), seq, flat(gates), flat(inner), act, ract,
              after, dz, dz_inner, before, flat(dh0), pool(), _chunks(batch, steps, units), -1)
    dz, dz_inner = dz.reshape(rows, wide), dz_inner.reshape(rows, wide)
    before = before.reshape(rows, units)
    matmul(x.reshape(rows, inputs), dz, dw, True, False, rest)
    matmul(before, dz_inner if after else dz, du, True, False, rest)
    if not after:
        new = du_new.reshape(units, wide)
        matmul(inner.reshape(rows, units), dz, new, True, False, rest)
        du[:, 2 * units:] = new[:, 2 * units:]
    if db.size:
        bias_grad(dz, db[0] if after else db)
        if after:
            bias_grad(dz_inner, db[1])
    if dx.size:
        matmul(dz, w, dx.reshape(rows, inputs), False, True, rest)


@compiled
def _pack_turned(u: Any, units: int, after: bool, scratch: Any) -> None:
    """The whole of u with `after`, else the columns of the new content, then those of z and r."""
    if after:
        pack(u, 0, 3 * units, True, 3 * units, units, scratch, 3 * units, 0)
        return
    pack(u, 2 * units, 3 * units, True, units, units, scratch, units, 0)
    later = scratch[packed_size_of(units, units):]
    pack(u, 0, 3 * units, True, 2 * units, units, later, 2 * units, 0)


@exact
def _backward(weights: Any, dseq: Any, h0: Any, mask: Any, seq: Any, gates: Any, inner: Any,
              act: int, ract: int, after: bool, dz: Any, dz_inner: Any, befores: Any, dh: Any,
              entry: int, chunks: int, chunk: int) -> None:
    """Walk back in time; dh holds the gradient for the state before each step."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    outputs, wide, like = seq.reshape(seq.size), 3 * units, weights[:1]
    first = chunk_start(batch, chunks, chunk)
    last = chunk_start(batch, chunks, chunk + 1)
    later = address(weights[packed_size_of(units, units):])
    for t in range(steps - 1, -1, -1):
        shown = outputs if t else h0
        for sample in range(first, last):
            here, state = (sample * steps + t) * units, sample * units
            before = here - units if t else state
            if mask.size and mask[sample * steps + t] == 0:
                repeat(shown, before, befores, here, units)
                dz[3 * here:3 * here + wide] = 0
                dz_inner[3 * here:3 * here + wide] = 0
                for j in range(units):
                    dh[state + j] += dseq[here + j]
            else:
                step_back(act, ract, after, gates, inner, shown, before, dz, dz_inner, dh, state,
                          dseq, befores, here, units)
        if after:
            add_product(address(dz_inner), first, last, steps * wide, t * wide, wide,
                        address(weights), address(dh), units, 0, units, like)
            continue
        # dz_inner begins with the gradient for r * h here; what lies behind it is not used.
        add_product(address(dz), first, last, steps * wide, t * wide + 2 * units, units,
                    address(weights), address(dz_inner), steps * wide, t * wide, units, like)
        _through_reset(ract, gates, befores, mask, dz, dz_inner, dh, first, last, t, steps, units)
        add_product(address(dz), first, last, steps * wide, t * wide, 2 * units, later,
                    address(dh), units, 0, units, like)


@exact
def _through_reset(ract: int, gates: Any, befores: Any, mask: Any, dz: Any, dz_inner: Any,
                   dh: Any, first: int, last: int, t: int, steps: int, units: int) -> None:
    """Gradients for r and, through r * h, for h."""
    for sample in range(first, last):
        here = (sample * steps + t) * units
        if mask.size and mask[sample * steps + t] == 0:
            continue
        start = 3 * here
        for j in range(units):
            dz[start + units + j] = dz_inner[start + j] * befores[here + j]
            dh[sample * units + j] += dz_inner[start + j] * gates[start + units + j]
        times_slope(ract, gates, start + units, dz, start + units, units)


def step_back(act: int, ract: int, after: bool, gates: Any, inner: Any, shown: Any, before: int,
              dz: Any, dz_inner: Any, dh: Any, state: int, dseq: Any, befores: Any, here: int,
              units: int) -> None:
    """Gradients for one sample's gates and for the state before; see `gru_cell_grad`."""


@overload(step_back, inline="always")
def _step_back(act, ract, after, gates, inner, shown, before,  # type: ignore[no-untyped-def]
               dz, dz_inner, dh, state, dseq, befores, here, units):
    def fused(act, ract, after, gates, inner, shown, before,  # type: ignore[no-untyped-def]
              dz, dz_inner, dh, state, dseq, befores, here, units):
        if after and act == TANH and ract == SIGMOID:
            gru_cell_grad(address(gates) + 12 * here, address(inner) + 4 * here,
                          address(shown) + 4 * before, address(dz) + 12 * here,
                          address(dz_inner) + 12 * here, address(dh) + 4 * state,
                          address(dseq) + 4 * here, address(befores) + 4 * here, units)
        else:
            _back_plain(act, ract, after, gates, inner, shown, before, dz, dz_inner, dh, state,
                        dseq, befores, here, units)

    return fused if gates.dtype == types.float32 else _back_plain.py_func


@exact
def _back_plain(act, ract, after, gates, inner, shown, before,  # type: ignore[no-untyped-def]
                dz, dz_inner, dh, state, dseq, befores, here, units):
    start = 3 * here
    for j in range(units):
        total = dh[state + j] + dseq[here + j]
        z, new = gates[start + j], gates[start + 2 * units + j]
        befores[here + j] = shown[before + j]
        dz[start + j] = total * (shown[before + j] - new)
        dz[start + 2 * units + j] = total * (1 - z)
        dh[state + j] = total * z
        dz_inner[start + j] = 0
    times_slope(ract, gates, start, dz, start, units)
    times_slope(act, gates, start + 2 * units, dz, start + 2 * units, units)
    if not after:
        return
    for j in range(units):
        change = dz[start + 2 * units + j]
        dz[start + units + j] = change * inner[here + j]
        dz_inner[start + 2 * units + j] = change * gates[start + units + j]
    times_slope(ract, gates, start + units, dz, start + units, units)
    for j in range(2 * units):
        dz_inner[start + j] = dz[start + j]
