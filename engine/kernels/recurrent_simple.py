"""A whole sequence through the simplest recurrent layer, h' = act(x @ w + b + h @ u)."""

from typing import Any

import numpy as np
from numba import get_num_threads

from engine.kernels.act import in_place, times_slope
from engine.kernels.common import SERIAL_WORK, chunk_start, compiled, exact, flat
from engine.kernels.gemm import bias_grad, dense, dense_scratch, matmul, matmul_scratch
from engine.kernels.steps import add_product, repeat
from engine.kernels.threads import pool, share
from engine.kernels.tiles import pack, packed_size
from engine.kernels.walk import calm
from engine.simd import address


def _chunks(batch: int, steps: int, units: int) -> int:
    return min(batch, get_num_threads()) if 2 * batch * steps * units**2 > SERIAL_WORK else 1


def simple_rnn_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `simple_rnn` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    product = dense_scratch((batch * steps, inputs), (inputs, units))[0]
    return (max(product, packed_size(units, units)),)


def simple_rnn(x: np.ndarray, w: np.ndarray, u: np.ndarray, b: np.ndarray, h0: np.ndarray,
               mask: np.ndarray, act: int, seq: np.ndarray, scratch: np.ndarray) -> None:
    """Run x (batch, steps, inputs) through the layer; gives all outputs `seq`.

    w (inputs, units), u (units, units), b (units) or size 0, h0 (batch, units). mask
    (batch, steps) uint8 or size 0: a masked step (0) repeats the state before it.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    dense(x.reshape(-1, inputs), w, b, 0, seq.reshape(-1, units), scratch)
    _pack(flat(u), units, False, scratch)
    _forward(scratch, flat(h0), flat(mask), act, seq, pool(), _chunks(batch, steps, units), -1)


@compiled
def _pack(u: Any, units: int, turned: bool, scratch: Any) -> None:
    pack(u, 0, units, turned, units, units, scratch, units, 0)


@exact
def _forward(weights: Any, h0: Any, mask: Any, act: int, seq: Any, entry: int, chunks: int,
             chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    outputs = seq.reshape(seq.size)
    first = chunk_start(batch, chunks, chunk)
    last = chunk_start(batch, chunks, chunk + 1)
    for t in range(steps):
        source = h0 if t == 0 else outputs
        stride, shift = (units, 0) if t == 0 else (steps * units, (t - 1) * units)
        add_product(address(source), first, last, stride, shift, units, address(weights),
                    address(outputs), steps * units, t * units, units, weights[:1])
        for sample in range(first, last):
            here = (sample * steps + t) * units
            if mask.size and mask[sample * steps + t] == 0:
                repeat(source, here - units if t else sample * units, outputs, here, units)
            else:
                in_place(act, outputs, here, here + units)


def simple_rnn_grad_scratch(x: tuple, units: int) -> tuple:
    """Shape of the scratch array for `simple_rnn_grad` of x's shape (batch, steps, inputs)."""
    batch, steps, inputs = x
    rows = batch * steps
    products = max(
        packed_size(units, units),
        matmul_scratch((rows, units), (inputs, units), False, True)[0],
        matmul_scratch((rows, inputs), (rows, units), True, False)[0],
        matmul_scratch((rows, units), (rows, units), True, False)[0])
    return (2 * rows * units + products,)


def simple_rnn_grad(dseq: np.ndarray, x: np.ndarray, w: np.ndarray, u: np.ndarray, h0: np.ndarray,
                    mask: np.ndarray, seq: np.ndarray, act: int, dx: np.ndarray, dw: np.ndarray,
                    du: np.ndarray, db: np.ndarray, dh0: np.ndarray, scratch: np.ndarray) -> None:
    """Gradients of `simple_rnn`, from the gradient `dseq` for every output step.

    `dx` and `db` may have size 0 where they are not wanted.
    """
    batch, steps, inputs = x.shape
    units = u.shape[0]
    rows = batch * steps
    dz, before = scratch[:rows * units], scratch[rows * units:2 * rows * units]
    rest = scratch[2 * rows * units:]
    dh0[:] = 0
    _pack(flat(u), units, True, rest)
    _backward(rest, flat(dseq), flat(h0), flat(mask), seq, act, dz, before, flat(dh0), pool(),
              _chunks(batch, steps, units), -1)
    dz = dz.reshape(rows, units)
    matmul(x.reshape(rows, inputs), dz, dw, True, False, rest)
    matmul(before.reshape(rows, units), dz, du, True, False, rest)
    if db.size:
        bias_grad(dz, db)
    if dx.size:
        matmul(dz, w, dx.reshape(rows, inputs), False, True, rest)


@exact
def _backward(weights: Any, dseq: Any, h0: Any, mask: Any, seq: Any, act: int, dz: Any,
              befores: Any, dh: Any, entry: int, chunks: int, chunk: int) -> None:
    """Walk back in time; dh holds the gradient for the state before each step."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    batch, steps, units = seq.shape
    outputs = seq.reshape(seq.size)
    first = chunk_start(batch, chunks, chunk)
    last = chunk_start(batch, chunks, chunk + 1)
    for t in range(steps - 1, -1, -1):
        shown = outputs if t else h0
        for sample in range(first, last):
            here, state = (sample * steps + t) * units, sample * units
            repeat(shown, here - units if t else state, befores, here, units)
            calm(dh, state, units)
            masked = mask.size and mask[sample * steps + t] == 0
            for j in range(units):
                total = dh[state + j] + dseq[here + j]
                dz[here + j] = 0 if masked else total
                dh[state + j] = total if masked else 0
            times_slope(act, outputs, here, dz, here, units)
        add_product(address(dz), first, last, steps * units, t * units, units, address(weights),
                    address(dh), units, 0, units, weights[:1])
