"""Matrix products: plain, dense layer with bias and activation, and the gradient of a bias."""

from typing import Any

import numpy as np

from engine.kernels.act import RELU, act_forward_call, relu_slope
from engine.kernels.columns import sum_columns
from engine.kernels.common import (
    MOST_CHUNKS,
    SERIAL_ELEMENTS,
    SERIAL_WORK,
    chunk_start,
    chunks_for,
    compiled,
    flat,
    inlined,
)
from engine.kernels.threads import pool, share
from engine.kernels.tiles import WIDEST, block_rows, pack, sweep
from engine.simd import ROWS, address, copy_columns, itemsize, lanes

_DEPTH = 272  # steps of the sum in which a block of A leaves room in the first-level cache
_PANEL = 2 * WIDEST  # columns of a panel of B
_SHELF = 2 ** 16  # numbers of B that lie packed in the second-level cache at a time
_FEW = 3 * ROWS  # rows that do not pay for packing B
_COLUMNS = 1024  # columns of unpacked B before the weights for them leave the second-level cache
_COPY_COLUMNS = 128  # columns that pay for turning a block of A round
_WIDE = -(-ROWS // WIDEST) * WIDEST  # whole vectors that hold a number for each row

# A single row waits for memory, not for arithmetic: a second thread pays sooner.
_SERIAL_ROW = SERIAL_WORK // 4

Call = tuple[Any, tuple[Any, ...]]


def _shape(a: tuple, b: tuple, trans_a: bool, trans_b: bool) -> tuple[int, int, int]:
    rows, depth = a[::-1] if trans_a else a
    return rows, depth, b[0] if trans_b else b[1]


def matmul_scratch(a: tuple, b: tuple, trans_a: bool = False, trans_b: bool = False) -> tuple:
    """Shape of the scratch array for `matmul` of arrays of shapes `a` and `b`."""
    sizes = _shape(a, b, trans_a, trans_b)
    return (_room(*sizes, trans_a, trans_b) * _chunks(*sizes),)


def _single(rows: int, trans_b: bool) -> bool:
    """Whether B is only read through once, from top to bottom."""
    return rows == 1 and not trans_b


def _packs(rows: int, columns: int, trans_b: bool) -> bool:
    return trans_b or columns < WIDEST or rows > _FEW


def _room(rows: int, depth: int, columns: int, trans_a: bool, trans_b: bool) -> int:
    """Elements of working memory for one thread: a part of B packed, a block of A turned round."""
    if _single(rows, trans_b):
        return columns
    run = longest_run(depth)
    packed = run * shelf_columns(run, columns) if _packs(rows, columns, trans_b) else 0
    return packed + (run * _WIDE if trans_a else 0)


def longest_run(depth: int) -> int:
    """Steps of a sum's longest run: the whole sum or equal parts of it."""
    return -(-depth // max(1, -(-depth // _DEPTH)))


def shelf_columns(run: int, columns: int) -> int:
    """Columns of B packed at a time, whole panels of them."""
    return min(max(1, _SHELF // max(run, 1) // _PANEL), -(-columns // _PANEL)) * _PANEL


def _chunks(rows: int, depth: int, columns: int) -> int:
    pieces = max(columns // _PANEL, -(-rows // ROWS))
    limit = SERIAL_WORK if rows > 1 else _SERIAL_ROW
    return chunks_for(pieces, 2 * rows * depth * columns, limit)


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
    room = _room(rows, depth, columns, trans_a, trans_b)
    chunks = min(_chunks(rows, depth, columns), scratch.size // room if room else MOST_CHUNKS)
    if _single(rows, trans_b):
        return _row_part, (flat(a), flat(b), bias, flat(out), relu, scratch, pool(), chunks, -1)
    blocks, panels = rows // ROWS, columns // _PANEL
    by_columns = panels >= 2 * chunks and (rows < columns or blocks < 2 * chunks)
    run, copies = longest_run(depth), trans_a and columns >= _COPY_COLUMNS and rows >= _WIDE
    packs = _packs(rows, columns, trans_b)
    shelf = shelf_columns(run, columns) if packs else _COLUMNS
    return _part, (flat(a), flat(b), bias, out, trans_a, trans_b, packs, copies, relu, by_columns,
                   run, shelf, scratch, room, pool(), chunks, -1)


@compiled
def _part(a: Any, b: Any, bias: Any, out: Any, trans_a: bool, trans_b: bool, packs: bool,
          copies: bool, relu: bool, by_columns: bool, run: int, shelf: int, scratch: Any,
          room: int, entry: int, chunks: int, chunk: int) -> None:
    """One thread's whole panels of columns, or its blocks of rows."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0 or out.size == 0:
        return
    rows, columns = out.shape
    first, last, top, bottom = 0, columns, 0, rows
    if by_columns:
        first = _PANEL * chunk_start(columns // _PANEL, chunks, chunk)
        if chunk < chunks - 1:
            last = _PANEL * chunk_start(columns // _PANEL, chunks, chunk + 1)
    else:
        blocks = -(-rows // ROWS)
        top = ROWS * chunk_start(blocks, chunks, chunk)
        bottom = min(rows, ROWS * chunk_start(blocks, chunks, chunk + 1))
    mine = scratch[room * chunk:room * (chunk + 1)]
    _rows(a, b, bias, out, trans_a, trans_b, packs, copies, relu, run, shelf, mine, first, last,
          top, bottom)


@inlined
def _rows(a: Any, b: Any, bias: Any, out: Any, trans_a: bool, trans_b: bool, packs: bool,
          copies: bool, relu: bool, longest: int, shelf: int, scratch: Any, first: int, last: int,
          top: int, bottom: int) -> None:
    """Columns [first, last) of rows [top, bottom).

    For each part of B that is packed into the second-level cache, blocks of rows
    go by: a block of A stays in the first-level cache while the panels pass it
    in the order they lie in, and the output is written along its rows.
    """
    rows, columns = out.shape
    depth, zero = a.size // rows, out.dtype.type(0)
    size, floor = itemsize(zero), out.dtype.type(-np.inf)
    a_rows, c_rows = np.empty(ROWS, np.int64), np.empty(ROWS, np.int64)
    copied = scratch[longest * shelf if packs else 0:]
    across, along = (1, rows) if trans_a else (depth, 1)  # from row to row of A, from step to step
    for left in range(first, last, shelf):
        part = min(shelf, last - left)
        for skip in range(0, max(depth, 1), max(longest, 1)):
            run, later = min(longest, depth - skip), skip > 0
            limit = zero if relu and skip + run == depth else floor
            weights = address(b) + size * (left + skip * columns)
            if packs:
                weights = address(scratch)
                start = left * depth + skip if trans_b else skip * columns + left
                pack(b, start, depth if trans_b else columns, trans_b, run, part, scratch, run, 0)
            row = top
            while row < bottom:
                block, shift = block_rows(bottom - row), 0
                source, step = address(a) + size * (skip * along + row * across), along
                if copies:
                    shift = max(0, row + _WIDE - rows)
                    source, step = _turn(source - size * shift, rows, run, copied), _WIDE
                if row == top or shift or bottom - row < ROWS:
                    _places(bottom - row, shift, across, columns, a_rows, c_rows)
                target = address(out) + size * (row * columns + left)
                begin = target if later else address(bias) + size * left
                sweep(block, source, a_rows, 1, 0, 1, 0, run, step, weights,
                      0 if packs else columns, run, target, c_rows, part, begin,
                      1 if later else 0, later or bias.size > 0, limit, 0)
                row += block


@inlined
def _places(count: int, shift: int, across: int, columns: int, a_rows: Any, c_rows: Any) -> None:
    """Where a block's rows of A and of the output begin; the last of `count` is repeated."""
    for r in range(ROWS):
        here = min(r, count - 1)
        a_rows[r], c_rows[r] = shift + here * across, here * columns


@inlined
def _turn(source: int, rows: int, run: int, copied: Any) -> int:
    """Put the same step of a block's rows side by side, in whole vectors; says where."""
    like = copied[0]
    for column in range(0, _WIDE, lanes(like)):
        shift = itemsize(like) * column
        copy_columns(source + shift, rows, address(copied) + shift, _WIDE, run, like)
    return address(copied)


@compiled
def _row_part(a: Any, b: Any, bias: Any, out: Any, relu: bool, scratch: Any, entry: int,
              chunks: int, chunk: int) -> None:
    """One thread's steps of the sum of a single row; at the end the threads' sums are added.

    So each thread reads one piece of B, which stays in its cache until the next row comes.
    """
    chunk = share(entry, chunks, chunk)
    columns, zero = out.size, out.dtype.type(0)
    if chunk >= 0:
        _one_row(a, b, columns, chunk_start(a.size, chunks, chunk),
                 chunk_start(a.size, chunks, chunk + 1),
                 scratch[chunk * columns:(chunk + 1) * columns])
    if chunk < 0 or chunks == 1:
        for j in range(columns):
            out[j] = bias[j] if bias.size else zero
        for part in range(chunks):
            for j in range(columns):
                out[j] += scratch[part * columns + j]
        if relu:
            for j in range(columns):
                out[j] = zero if out[j] < zero else out[j]


@inlined
def _one_row(a: Any, b: Any, columns: int, first: int, last: int, total: Any) -> None:
    """Steps [first, last) of the sum: B is read once, in the order it lies in."""
    for j in range(columns):
        total[j] = 0
    steps = last - (last - first) % 4
    for i in range(first, steps, 4):
        one, two, three, four = a[i], a[i + 1], a[i + 2], a[i + 3]
        row = b[i * columns:]
        row2, row3, row4 = row[columns:], row[2 * columns:], row[3 * columns:]
        for j in range(columns):
            total[j] += (one * row[j] + two * row2[j]) + (three * row3[j] + four * row4[j])
    for i in range(steps, last):
        row = b[i * columns:]
        for j in range(columns):
            total[j] += a[i] * row[j]


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


def relu_bias_grad_call(y: np.ndarray, dy: np.ndarray, scale: float, dz: np.ndarray,
                        db: np.ndarray) -> Call:
    """dz = dy * scale where y > 0, else 0, and db = sums of its columns; dz may be dy."""
    rows = y.shape[0]
    chunks = chunks_for(rows, y.size, SERIAL_ELEMENTS)
    factor = y.dtype.type(scale)
    return _relu_bias_part, (flat(y), flat(dy), factor, flat(dz), rows,
                             np.empty((chunks, db.size)), db, pool(), chunks, -1)


@compiled
def _relu_bias_part(y: Any, dy: Any, scale: float, dz: Any, rows: int, sums: Any, db: Any,
                    entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk >= 0:
        first, last = chunk_start(rows, chunks, chunk), chunk_start(rows, chunks, chunk + 1)
        relu_slope(y, dy, scale, dz, first * db.size, last * db.size)
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
