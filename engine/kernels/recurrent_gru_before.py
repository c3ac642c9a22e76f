"""A whole GRU sequence as one kernel, and its gradient, with the reset gate before the product.

Gates lie in the order update (z), reset (r), new content. The reset gate multiplies h
itself; `inner` keeps r * h of every step for the gradient. The projections of all inputs
are one matrix product; then each thread walks its share of the batch through time.
"""

from typing import Any

import numpy as np
from numba import get_num_threads

from engine.kernels.act import in_place, times_slope
from engine.kernels.common import SERIAL_WORK, chunk_start, compiled, exact, flat, inlined
from engine.kernels.gemm import bias_grad, dense, dense_scratch, matmul, matmul_scratch
from engine.kernels.steps import add_product, repeat
from engine.kernels.threads import pool, share
from engine.kernels.tiles import WIDEST, pack, packed_size
from engine.kernels.walk import calm
from engine.simd import address


def _chunks(batch: int, steps: int, units: int) -> int:
    return min(batch, get_num_threads()) if 6 * batch * steps * units**2 > SERIAL_WORK else 1


def gru_before_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `gru_before` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    product = dense_scratch((batch * steps, inputs), (inputs, 3 * units))[0]
    weights = packed_size(units, 2 * units) + packed_size(units, units)
    return (max(product, weights),)


def gru_before(x: np.ndarray, w: np.ndarray, u: np.ndarray, b: np.ndarray, h0: np.ndarray,
               mask: np.ndarray, act: int, ract: int, seq: np.ndarray, last_h: np.ndarray,
               gates: np.ndarray, inner: np.ndarray, scratch: np.ndarray) -> None:
    """Run x (batch, steps, inputs) through a GRU.

    w (inputs, 3 units), u (units, 3 units), b (3 units) or size 0, h0 (batch, units). mask
    (batch, steps) uint8 or size 0: a masked step (0) repeats the state before it. Gives all
    outputs `seq` and `inner` (batch, steps, units), the last output and the activated `gates`
    (batch, steps, 3 units).
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    inner[:] = 0
    dense(x.reshape(-1, inputs), w, b, 0, gates.reshape(-1, 3 * units), scratch)
    _pack_plain(flat(u), units, scratch)
    _forward(scratch, flat(h0), flat(mask), act, ract, seq, flat(gates), flat(inner), pool(),
             _chunks(batch, steps, units), -1)
    last_h[:] = seq[:, -1]


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
def _forward(weights: Any, h0: Any, mask: Any, act: int, ract: int, seq: Any, gates: Any,
             inner: Any, entry: int, chunks: int, chunk: int) -> None:
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
        _reset_before(ract, gates, source, first, last, stride, shift, inner, t, steps, units)
        add_product(address(inner), first, last, steps * units, t * units, units, later,
                    address(gates), steps * 3 * units, (t * 3 + 2) * units, units, like)
        for sample in range(first, last):
            here = (sample * steps + t) * units
            before = here - units if t else sample * units
            if mask.size and mask[sample * steps + t] == 0:
                repeat(source, before, outputs, here, units)
            else:
                _step(act, gates, source, before, outputs, here, units)


@exact
def _reset_before(ract: int, gates: Any, source: Any, first: int, last: int, stride: int,
                  shift: int, inner: Any, t: int, steps: int, units: int) -> None:
    """inner = r * h, with z and r activated."""
    for sample in range(first, last):
        here, before = (sample * steps + t) * units, sample * stride + shift
        in_place(ract, gates, 3 * here, 3 * here + 2 * units)
        for j in range(units):
            inner[here + j] = gates[3 * here + units + j] * source[before + j]


@exact
def _step(act: int, gates: Any, source: Any, before: int, outputs: Any, here: int,
          units: int) -> None:
    """Activate one sample's new content; h = z * h before + (1 - z) * new content."""
    start = 3 * here
    in_place(act, gates, start + 2 * units, start + 3 * units)
    for j in range(units):
        z, new = gates[start + j], gates[start + 2 * units + j]
        outputs[here + j] = z * source[before + j] + (1 - z) * new


# ---------------------------------------------------------------- gradient


def gru_before_grad_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `gru_before_grad` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    rows, wide = batch * steps, 3 * units
    products = max(
        packed_size(units, units) + packed_size(2 * units, units),
        matmul_scratch((rows, wide), (inputs, wide), False, True)[0],
        matmul_scratch((rows, inputs), (rows, wide), True, False)[0],
        matmul_scratch((rows, units), (rows, wide), True, False)[0])
    return (rows * (wide + 2 * units) + units * wide + products,)


def gru_before_grad(dseq: np.ndarray, dlast_h: np.ndarray, x: np.ndarray, w: np.ndarray,
                    u: np.ndarray, b: np.ndarray, h0: np.ndarray, mask: np.ndarray,
                    seq: np.ndarray, gates: np.ndarray, inner: np.ndarray, act: int, ract: int,
                    dx: np.ndarray, dw: np.ndarray, du: np.ndarray, db: np.ndarray,
                    dh0: np.ndarray, scratch: np.ndarray) -> None:
    """Gradients of `gru_before`, from those for every output step and for the last one.

    These two may have size 0 where there are none, `dx` and `db` where they are not wanted.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    rows, wide = batch * steps, 3 * units
    sizes = (rows * wide, rows * units, rows * units, units * wide)
    ends = np.cumsum(sizes)
    dz, d_inner, before, du_new = (
        scratch[end - size:end] for end, size in zip(ends, sizes, strict=True))
    rest = scratch[ends[-1]:]
    dh0[:] = dlast_h if dlast_h.size else 0
    _pack_turned(flat(u), units, rest)
    _backward(rest, flat(dseq), flat(h0), flat(mask), seq, flat(gates), act, ract, dz, d_inner,
              before, flat(dh0), pool(), _chunks(batch, steps, units), -1)
    dz, before = dz.reshape(rows, wide), before.reshape(rows, units)
    matmul(x.reshape(rows, inputs), dz, dw, True, False, rest)
    matmul(before, dz, du, True, False, rest)
    new = du_new.reshape(units, wide)
    matmul(inner.reshape(rows, units), dz, new, True, False, rest)
    du[:, 2 * units:] = new[:, 2 * units:]
    if db.size:
        bias_grad(dz, db)
    if dx.size:
        matmul(dz, w, dx.reshape(rows, inputs), False, True, rest)


@compiled
def _pack_turned(u: Any, units: int, scratch: Any) -> None:
    """The columns of the new content, then those of z and r."""
    pack(u, 2 * units, 3 * units, True, units, units, scratch, units, 0)
    later = scratch[packed_size_of(units, units):]
    pack(u, 0, 3 * units, True, 2 * units, units, later, 2 * units, 0)


@exact
def _backward(weights: Any, dseq: Any, h0: Any, mask: Any, seq: Any, gates: Any, act: int,
              ract: int, dz: Any, d_inner: Any, befores: Any, dh: Any, entry: int, chunks: int,
              chunk: int) -> None:
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
            if dseq.size:
                for j in range(units):
                    dh[state + j] += dseq[here + j]
            repeat(shown, here - units if t else state, befores, here, units)
            d_inner[here:here + units] = 0
            if mask.size and mask[sample * steps + t] == 0:
                dz[3 * here:3 * here + wide] = 0
            else:
                _step_back(act, ract, gates, dz, dh, state, befores, here, units)
        add_product(address(dz), first, last, steps * wide, t * wide + 2 * units, units,
                    address(weights), address(d_inner), steps * units, t * units, units, like)
        _through_reset(ract, gates, befores, mask, dz, d_inner, dh, first, last, t, steps, units)
        add_product(address(dz), first, last, steps * wide, t * wide, 2 * units, later,
                    address(dh), units, 0, units, like)


@exact
def _through_reset(ract: int, gates: Any, befores: Any, mask: Any, dz: Any, d_inner: Any,
                   dh: Any, first: int, last: int, t: int, steps: int, units: int) -> None:
    """Gradients for r and, through r * h, for h."""
    for sample in range(first, last):
        here = (sample * steps + t) * units
        if mask.size and mask[sample * steps + t] == 0:
            continue
        start = 3 * here
        for j in range(units):
            dz[start + units + j] = d_inner[here + j] * befores[here + j]
            dh[sample * units + j] += d_inner[here + j] * gates[start + units + j]
        times_slope(ract, gates, start + units, dz, start + units, units)


@exact
def _step_back(act: int, ract: int, gates: Any, dz: Any, dh: Any, state: int, befores: Any,
               here: int, units: int) -> None:
    """Gradients for one sample's z and new content, and directly for the state before."""
    start = 3 * here
    calm(dh, state, units)
    for j in range(units):
        total, z, new = dh[state + j], gates[start + j], gates[start + 2 * units + j]
        dz[start + j] = total * (befores[here + j] - new)
        dz[start + 2 * units + j] = total * (1 - z)
        dh[state + j] = total * z
    times_slope(ract, gates, start, dz, start, units)
    times_slope(act, gates, start + 2 * units, dz, start + 2 * units, units)
