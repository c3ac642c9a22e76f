"""Walking the microkernel over the columns of an output, and packing weights for it.

Packed weights: panels of two vectors of columns, each panel `depth` rows of
them one after the other, the last panel padded with zeros (one vector wide
where that is enough).
"""

from typing import Any

from engine.kernels.common import compiled, inlined
from engine.simd import (
    FEW_ROWS,
    HOST,
    ROWS,
    address,
    copy_columns,
    copy_panels,
    itemsize,
    lanes,
    tile_few_1,
    tile_few_2,
    tile_rows_1,
    tile_rows_2,
    transpose_block,
)

_PACKED_ROWS = 8  # rows packed in one go, read in the order they lie in
WIDEST = HOST.vector_bytes // 4  # lanes of the narrowest type we compute in


def packed_size(depth: int, columns: int) -> int:
    """Elements of a packed (depth, columns) matrix, in either precision."""
    return depth * (-(-columns // WIDEST) * WIDEST)


@inlined
def block_rows(left: int) -> int:
    """Rows of the next register block when `left` rows are still to do.

    Two small blocks take less than a large one and the whole of a small one for a rest.
    """
    small = left <= FEW_ROWS or ROWS < left <= 2 * FEW_ROWS
    return FEW_ROWS if small else ROWS


@compiled
def sweep(rows: int, a: int, a_rows: Any, n0: int, s0: int, n1: int, s1: int, k: int, ks: int,
          b: int, b_stride: int, depth: int, c: int, c_rows: Any, columns: int,
          start: int, start_rows: int, use_start: bool, floor: float, skip: int) -> None:
    """All columns of one block of rows; arguments as in `simd.tile`.

    `b_stride` 0: B is packed with panels of `depth` rows. Otherwise B is a plain
    matrix of that row stride with at least one vector of columns, and the last
    panel starts early, leaving out the columns it has in common with the one before.
    `skip`: rows of B to leave out, when the sum is taken in several runs.
    """
    width, size = lanes(floor), itemsize(floor)
    a_table, c_table = address(a_rows), address(c_rows)
    column = 0
    while column < columns:
        left = columns - column
        span = 2 * width if left > width else width
        if b_stride and left < 2 * width and columns >= 2 * width:
            span = 2 * width
        elif b_stride and left < 2 * width:
            span = width
        first = min(column, columns - span) if b_stride else column
        low, high = column - first, min(span, columns - first)
        start_high = high if use_start else low
        place = b + size * (first if b_stride else column * depth)
        stride = b_stride if b_stride else span
        place += size * skip * stride
        out, begin = c + size * first, start + size * first
        if rows == ROWS:
            if span == width:
                tile_rows_1(a, a_table, n0, s0, n1, s1, k, ks, place, stride, out, c_table,
                            begin, start_rows, start_high, low, high, floor)
            else:
                tile_rows_2(a, a_table, n0, s0, n1, s1, k, ks, place, stride, out, c_table,
                            begin, start_rows, start_high, low, high, floor)
        elif span == width:
            tile_few_1(a, a_table, n0, s0, n1, s1, k, ks, place, stride, out, c_table,
                       begin, start_rows, start_high, low, high, floor)
        else:
            tile_few_2(a, a_table, n0, s0, n1, s1, k, ks, place, stride, out, c_table,
                       begin, start_rows, start_high, low, high, floor)
        column = first + high


@compiled
def pack(source: Any, first: int, stride: int, turned: bool, rows: int, columns: int,
         target: Any, depth: int, depth_first: int) -> None:
    """Pack a (rows, columns) matrix as rows [depth_first, depth_first + rows) of the panels.

    `source` is flat; the matrix starts at `first` with row stride `stride`. It is
    stored (columns, rows) when `turned`. `target` is flat; panels are `depth` deep.
    """
    width = lanes(target[0])
    step = rows if turned else _PACKED_ROWS
    for row in range(0, rows, max(step, 1)):
        part, column = min(step, rows - row), 0
        while column < columns:
            span = 2 * width if columns - column > width else width
            place = column * depth + (depth_first + row) * span
            used = min(span, columns - column)
            if turned:
                _pack_turned(source, first + column * stride, stride, part, used, target, place,
                             span)
            else:
                _pack_plain(source, first + row * stride + column, stride, part, used, target,
                            place, span)
            column += span


@inlined
def _pack_plain(source: Any, first: int, stride: int, rows: int, used: int,
                target: Any, place: int, span: int) -> None:
    like = target[0]
    size, width = itemsize(like), lanes(like)
    if used == 2 * width:
        copy_panels(address(source) + size * first, stride, address(target) + size * place, span,
                    rows, like)
        return
    whole = used // width * width
    if whole:
        copy_columns(address(source) + size * first, stride, address(target) + size * place, span,
                     rows, like)
    for r in range(rows):
        for j in range(whole, span):
            inside = j < used
            target[place + r * span + j] = source[first + r * stride + j] if inside else 0


@inlined
def _pack_turned(source: Any, first: int, stride: int, rows: int, used: int,
                 target: Any, place: int, span: int) -> None:
    width, like = lanes(target[0]), target[0]
    size, whole_rows, whole = itemsize(like), rows // width * width, used // width * width
    for j in range(0, whole, width):
        for r in range(0, whole_rows, width):
            transpose_block(address(source) + size * (first + j * stride + r), stride,
                            address(target) + size * (place + r * span + j), span, like)
    for r in range(rows):
        for j in range(0 if r >= whole_rows else whole, span):
            inside = j < used
            target[place + r * span + j] = source[first + j * stride + r] if inside else 0
