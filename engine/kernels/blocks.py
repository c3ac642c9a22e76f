"""Products of small blocks whose rows lie evenly, for kernels that walk through time.

Such a kernel works on copies in memory of its own: rows padded to whole vectors, the
weights packed in panels. So there are no tables of rows and no masks here, and a product
of eight rows costs little more than its multiplications.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from engine.kernels.common import exact
from engine.simd import HOST, Vector, itemsize, lanes, vector_code

#: Rows of a block: two vectors for each fill most registers, and batches are multiples of it.
BLOCK = 8 if HOST.vector_bytes == 64 else HOST.rows
#: Rows of a block of a gradient for weights, where rows of the left side are its columns.
TALL = HOST.rows
_I64 = ir.IntType(64)


def _make_block(rows: int, vectors: int, turned: bool) -> Any:
    @vector_code
    def block(typingctx: Any, a: Any, a_row: Any, a_step: Any, steps: Any, b: Any, b_step: Any,
              c: Any, c_row: Any, start: Any, start_row: Any, like: Any) -> Any:
        """c[row] = start[row] + sum of a[row, step] * b[step] over one or two vectors.

        Places are addresses, strides (between rows and between steps of the sum)
        count numbers of the type of `like`. Rows of `start` may be one row, with a
        stride of 0. `turned`: rows of A are neighbours in memory, else its steps are.
        """

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _emit(builder, Vector(builder, signature.args[-1]), rows, vectors, turned, args[:-1])
            return context.get_dummy_value()

        return types.void(*[types.int64] * 10, like), generate

    return block


def _emit(builder: Any, vector: Vector, rows: int, vectors: int, turned: bool, args: Any) -> None:
    a, a_row, a_step, steps, b, b_step, c, c_row, start, start_row = args
    a_row, a_step, b_step, c_row, start_row = (
        vector.bytes(n) for n in (a_row, a_step, b_step, c_row, start_row))

    def at(place: Any, row_stride: Any, row: int, v: int) -> Any:
        far = builder.add(place, builder.mul(row_stride, _I64(row)))
        return builder.add(far, _I64(v * HOST.vector_bytes))

    totals = [[cgutils.alloca_once_value(builder, vector.load(at(start, start_row, r, v)))
               for v in range(vectors)] for r in range(rows)]
    left = [builder.add(a, _I64(r * vector.size) if turned else builder.mul(a_row, _I64(r)))
            for r in range(rows)]
    along = cgutils.alloca_once_value(builder, _I64(0))
    weights = cgutils.alloca_once_value(builder, b)

    def one_step() -> None:
        moved, place = builder.load(along), builder.load(weights)
        right = [vector.load(builder.add(place, _I64(v * HOST.vector_bytes)))
                 for v in range(vectors)]
        for r in range(rows):
            value = vector.load_splat(builder.add(left[r], moved))
            for v in range(vectors):
                total = builder.load(totals[r][v])
                builder.store(vector.multiply_add(value, right[v], total), totals[r][v])
        step = a_step if turned else _I64(vector.size)
        builder.store(builder.add(moved, step), along)
        builder.store(builder.add(place, b_step), weights)

    with cgutils.for_range(builder, steps):
        one_step()
    for r in range(rows):
        for v in range(vectors):
            place = at(c, c_row, r, v)
            builder.store(builder.load(totals[r][v]), vector.pointer(place, vector.type),
                          align=vector.size)


_block_2 = _make_block(BLOCK, 2, False)
_block_1 = _make_block(BLOCK, 1, False)
_row_2 = _make_block(1, 2, False)
_row_1 = _make_block(1, 1, False)
_tall_2 = _make_block(TALL, 2, True)
_tall_1 = _make_block(TALL, 1, True)


@exact
def rows_product(a: int, a_row: int, rows: int, depth: int, b: int, c: int, c_row: int,
                 start: int, start_row: int, columns: int, like: Any) -> None:
    """c = start + a @ packed b, for blocks that hold `rows` rows; `columns` in whole vectors.

    b is packed in panels of two vectors (the last may be one), each `depth` rows.
    """
    size, width = itemsize(like), lanes(like)
    step = size * BLOCK
    column = 0
    while column < columns:
        span = 2 * width if columns - column > width else width
        shift = size * column
        panel = b + shift * depth
        for block in range(-(-rows // BLOCK)):
            here, out = a + block * step * a_row, c + block * step * c_row + shift
            begin = start + block * step * start_row + shift
            if rows - block * BLOCK == 1:
                if span == width:
                    _row_1(here, a_row, 1, depth, panel, span, out, c_row, begin, start_row, like)
                else:
                    _row_2(here, a_row, 1, depth, panel, span, out, c_row, begin, start_row, like)
            elif span == width:
                _block_1(here, a_row, 1, depth, panel, span, out, c_row, begin, start_row, like)
            else:
                _block_2(here, a_row, 1, depth, panel, span, out, c_row, begin, start_row, like)
        column += span


@exact
def tall_product(a: int, a_step: int, steps: int, b: int, b_step: int, c: int, rows: int,
                 columns: int, like: Any) -> None:
    """c += turned a @ b, where both lie plainly, step by step of the sum.

    `rows`, the numbers used of a step of A, must be a multiple of TALL, `columns`, those
    of a step of B, of a whole vector; c has just as many.
    """
    size, width = itemsize(like), lanes(like)
    column = 0
    while column < columns:
        span = 2 * width if columns - column > width else width
        for row in range(0, rows, TALL):
            left, right = a + size * row, b + size * column
            out = c + size * (row * columns + column)
            if span == width:
                _tall_1(left, 1, a_step, steps, right, b_step, out, columns, out, columns, like)
            else:
                _tall_2(left, 1, a_step, steps, right, b_step, out, columns, out, columns, like)
        column += span
