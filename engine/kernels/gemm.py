"""Matrix products: plain, dense layer with bias and activation, and the gradient of a bias."""

from typing import Any

import numpy as np

from engine.kernels.act import RELU, act_forward_call, relu_slope
from engine.kernels.columns import sum_columns
from engine.kernels.common import (
    SERIAL_ELEMENTS,
    chunk_start,
    chunks_for,
    compiled,
    flat,
    flat_view,
    inlined,
)
from engine.kernels.threads import pool, share
from engine.kernels.tiles import WIDEST, block_rows, pack, packed_size, sweep
from engine.simd import ROWS, address, itemsize

_DEPTH = 256  # steps of the sum before the block of A leaves the first-level cache
_COLUMNS = 1024  # columns before the weights for them leave the second-level cache
_COPY_COLUMNS = 128  # columns that pay for turning a block of A round
_PITCH = _DEPTH + 16
_PACK_ROWS = 320  # rows that pay for packing B

Call = tuple[Any, tuple[Any, ...]]


def _shape(a: tuple, b: tuple, trans_a: bool, trans_b: bool) -> tuple[int, int, int]:
    rows, depth = a[::-1] if trans_a else a
    return rows, depth, b[0] if trans_b else b[1]


def _packs(rows: int, columns: int, trans_b: bool) -> bool:
    return trans_b or columns < WIDEST or rows >= _PACK_ROWS


def matmul_scratch(a: tuple, b: tuple, trans_a: bool = False, trans_b: bool = False) -> tuple:
    """Shape of the scratch array for `matmul` of arrays of shapes `a` and `b`."""
    rows, depth, columns = _shape(a, b, trans_a, trans_b)
    return (packed_size(depth, columns) if _packs(rows, columns, trans_b) else 0,)


def dense_scratch(x: tuple, w: tuple) -> tuple:
    """Shape of the scratch array for `dense`."""
    return matmul_scratch(x, w)


def matmul(a: np.ndarray, b: np.ndarray, out: np.ndarray, trans_a: bool, trans_b: bool,
           scratch: np.ndarray) -> None:
    """out = op(a) @ op(b) in two dimensions, where op turns its matrix round if asked."""
    function, args = matmul_call(a, b, out, trans_a, trans_b, scratch)
    function(*args)


def matmul_call(a: np.ndarray, b: np.ndarray, out: np.ndarray, trans_a: bool, trans_b: bool,
                scratch: np.ndarray) -> Call:
    """The bound form of `matmul`."""
    return _product(a, b, _NO_BIAS[a.dtype.char], out, trans_a, trans_b, False, scratch)


def dense(x: np.ndarray, w: np.ndarray, b: np.ndarray, act: int, y: np.ndarray,
          scratch: np.ndarray) -> None:
    """y = act(x @ w + b); x (rows, inputs), w (inputs, units), b (units) or size 0."""
    for function, args in dense_calls(x, w, b, act, y, scratch):
        function(*args)


def dense_calls(x: np.ndarray, w: np.ndarray, b: np.ndarray, act: int, y: np.ndarray,
                scratch: np.ndarray) -> list[Call]:
    """The bound form of `dense`."""
    product = _product(x, w, b, y, False, False, act == RELU, scratch)
    return [product, act_forward_call(act, y, y)] if act > RELU else [product]


_NO_BIAS: dict[str, np.ndarray] = {"f": np.empty(0, np.float32), "d": np.empty(0, np.float64)}


def _product(a: np.ndarray, b: np.ndarray, bias: np.ndarray, out: np.ndarray, trans_a: bool,
             trans_b: bool, relu: bool, scratch: np.ndarray) -> Call:
    rows, depth, columns = _shape(a.shape, b.shape, trans_a, trans_b)
    packs = _packs(rows, columns, trans_b)
    panels = columns // (2 * WIDEST)
    chunks = chunks_for(max(panels, -(-rows // ROWS)), 2 * rows * depth * columns)
    by_columns = chunks == 1 or panels >= 2 * chunks
    return _part, (a, flat(b), bias, out, trans_a, trans_b, packs, relu, by_columns, scratch,
                   pool(), chunks, -1)


@compiled
def _part(a: Any, b: Any, bias: Any, out: Any, trans_a: bool, trans_b: bool, packs: bool,
          relu: bool, by_columns: bool, scratch: Any, entry: int, chunks: int, chunk: int) -> None:
    """One thread's whole panels of columns, which it packs itself, or its rows."""
    rows, columns = out.shape
    first, last, top, bottom, panel = 0, columns, 0, rows, 2 * WIDEST
    if packs and chunk < 0 and not by_columns:
        _pack_columns(a, b, out, trans_a, trans_b, scratch, 0, columns)
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    if by_columns:
        first = panel * chunk_start(columns // panel, chunks, chunk)
        if chunk < chunks - 1:
            last = panel * chunk_start(columns // panel, chunks, chunk + 1)
        if packs:
            _pack_columns(a, b, out, trans_a, trans_b, scratch, first, last)
    else:
        top, bottom = chunk_start(rows, chunks, chunk), chunk_start(rows, chunks, chunk + 1)
    _rows(a, b, bias, out, trans_a, packs, relu, scratch, first, last, top, bottom)


@inlined
def _pack_columns(a: Any, b: Any, out: Any, trans_a: bool, trans_b: bool, scratch: Any,
                  first: int, last: int) -> None:
    depth = a.size // out.shape[0]
    stride = depth if trans_b else out.shape[1]
    start = first * stride if trans_b else first
    pack(b, start, stride, trans_b, depth, last - first, scratch[first * depth:], depth, 0)


@inlined
def _rows(a: Any, b: Any, bias: Any, out: Any, trans_a: bool, packs: bool, relu: bool,
          scratch: Any, first: int, last: int, top: int, bottom: int) -> None:
    """Columns [first, last) of rows [top, bottom), in blocks that stay in the caches."""
    rows, columns = out.shape
    depth = a.size // rows
    zero = out.dtype.type(0)
    size, floor = itemsize(zero), out.dtype.type(-np.inf)
    row_step, step = (1, rows) if trans_a else (depth, 1)
    source, stride = flat_view(a), 0 if packs else columns
    a_rows, c_rows = np.empty(ROWS, np.int64), np.empty(ROWS, np.int64)
    copies = trans_a and last - first >= _COPY_COLUMNS
    copied = np.empty(ROWS * _PITCH if copies else 0, out.dtype)
    for skip in range(0, depth, _DEPTH):
        run, later = min(_DEPTH, depth - skip), skip > 0
        limit = zero if relu and skip + run == depth else floor
        for left in range(first, last, _COLUMNS):
            weights = (address(scratch) + size * left * depth if packs
                       else address(b) + size * left)
            target = address(out) + size * left
            start = target if later else address(bias) + size * left
            row = top
            while row < bottom:
                block = block_rows(bottom - row)
                for r in range(block):
                    here = min(row + r, bottom - 1)
                    a_rows[r] = here * row_step + skip * step
                    c_rows[r] = here * columns
                if copies:
                    _turn(source, a_rows, block, step, run, copied)
                sweep(block, address(copied) if copies else address(a), a_rows, 1, 0, 1, 0, run,
                      1 if copies else step, weights, stride, depth, target, c_rows,
                      min(_COLUMNS, last - left), start, 1 if later else 0,
                      later or bias.size > 0, limit, skip)
                row += block


@inlined
def _turn(source: Any, a_rows: Any, block: int, step: int, run: int, copied: Any) -> None:
    """Copy columns of A, which lie `step` apart, into rows."""
    for i in range(run):
        for r in range(block):
            copied[r * _PITCH + i] = source[a_rows[r] + i * step]
    for r in range(block):
        a_rows[r] = r * _PITCH


def bias_grad(dz: np.ndarray, db: np.ndarray) -> None:
    """db = sums of the columns of dz (rows, columns)."""
    function, args = bias_grad_call(dz, db)
    function(*args)


def bias_grad_call(dz: np.ndarray, db: np.ndarray) -> Call:
    """The bound form of `bias_grad`."""
    chunks = chunks_for(dz.shape[0], dz.size, SERIAL_ELEMENTS)
    return _bias_part, (flat(dz), dz.shape[0], np.empty((chunks, db.size)), flat(db), pool(),
                        chunks, -1)


@compiled
def _bias_part(dz: Any, rows: int, sums: Any, db: Any, entry: int, chunks: int,
               chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk >= 0:
        sum_columns(dz, chunk_start(rows, chunks, chunk), chunk_start(rows, chunks, chunk + 1),
                    sums[chunk])
    if chunk < 0 or chunks == 1:
        add_up(sums, db)


def relu_bias_grad_call(y: np.ndarray, dy: np.ndarray, dz: np.ndarray, db: np.ndarray) -> Call:
    """dz = dy where y > 0, else 0, and db = sums of its columns, in one go; dz may be dy."""
    rows = y.shape[0]
    chunks = chunks_for(rows, y.size, SERIAL_ELEMENTS)
    return _relu_bias_part, (flat(y), flat(dy), flat(dz), rows, np.empty((chunks, db.size)), db,
                             pool(), chunks, -1)


@compiled
def _relu_bias_part(y: Any, dy: Any, dz: Any, rows: int, sums: Any, db: Any, entry: int,
                    chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk >= 0:
        first, last = chunk_start(rows, chunks, chunk), chunk_start(rows, chunks, chunk + 1)
        relu_slope(y, dy, dz, first * db.size, last * db.size)
        sum_columns(dz, first, last, sums[chunk])
    if chunk < 0 or chunks == 1:
        add_up(sums, db)


@inlined
def add_up(sums: Any, total: Any) -> None:
    """total = the sums of all threads, in their order."""
    for column in range(total.size):
        value = 0.0
        for chunk in range(sums.shape[0]):
            value += sums[chunk, column]
        total[column] = value
