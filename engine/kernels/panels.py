"""The microkernel for matrices that lie in panels: whole vectors, rows one fixed step apart.

Where `simd.tile` reads rows from anywhere, here the distance between them is
known when the code is made. The processor then adds it by itself, no register
holds an address per row, and blocks of one vector of columns can have twice as
many rows.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from engine.simd import HOST, Vector, lanes_of, vector_code

_I64 = ir.IntType(64)
_UNROLL = 4

#: Rows of a block of two vectors and of one, for rows that are whole vectors apart.
WIDE_ROWS, TALL_ROWS = HOST.rows, 2 * HOST.rows
#: Rows of a panel: a whole number of blocks of either kind.
PANEL = TALL_ROWS


def _cell_rows(lanes: int, vectors: int) -> int:
    """Rows of a block whose rows are neighbouring numbers: a divisor of a vector's lanes."""
    limit = (8 if HOST.rows > 8 else 4) * (2 if vectors == 1 else 1)
    return min(lanes, limit)


class _Block:
    """Emits one block of a product; see `product` for the arguments."""

    def __init__(self, builder: Any, dtype: Any, vectors: int, cells: bool, args: Any):
        self.builder, self.vector, self.vectors = builder, Vector(builder, dtype), vectors
        whole, single = HOST.vector_bytes, self.vector.size
        self.row_step, self.step = (single, whole) if cells else (whole, single)
        self.rows = (_cell_rows(lanes_of(dtype), vectors) if cells
                     else WIDE_ROWS if vectors == 2 else TALL_ROWS)
        (self.a, self.n, self.s, self.k, self.b, self.b_step, self.b_next, self.c, self.c_next,
         self.add) = args

    def emit(self) -> None:
        builder = self.builder
        totals = [[cgutils.alloca_once(builder, self.vector.type) for _ in range(self.vectors)]
                  for _ in range(self.rows)]
        with builder.if_else(builder.icmp_signed("!=", self.add, _I64(0))) as (more, fresh):
            with more:
                self._each(totals, lambda slot, place: builder.store(self.vector.load(place), slot))
            with fresh:
                zero = ir.Constant(self.vector.type, None)
                self._each(totals, lambda slot, place: builder.store(zero, slot))
        self._sum(totals)
        self._each(totals, lambda slot, place: builder.store(
            builder.load(slot), self.vector.pointer(place, self.vector.type),
            align=self.vector.size))

    def _each(self, totals: list[list[Any]], body: Any) -> None:
        """body(accumulator, address) for every vector of the output."""
        for r, row in enumerate(totals):
            for v, slot in enumerate(row):
                base = self.c if v == 0 else self.builder.add(self.c, self.c_next)
                body(slot, self.builder.add(base, _I64(r * HOST.vector_bytes)))

    def _sum(self, totals: list[list[Any]]) -> None:
        builder = self.builder
        right = cgutils.alloca_once_value(builder, self.b)
        with cgutils.for_range(builder, self.n) as outer:
            start = builder.add(self.a, builder.mul(outer.index, self.s))
            left = cgutils.alloca_once(builder, _I64)
            builder.store(start, left)
            whole = builder.sdiv(self.k, _I64(_UNROLL))
            with cgutils.for_range(builder, whole):
                self._steps(_UNROLL, totals, left, right)
            with cgutils.for_range(builder, builder.srem(self.k, _I64(_UNROLL))):
                self._steps(1, totals, left, right)

    def _steps(self, count: int, totals: list[list[Any]], left: Any, right: Any) -> None:
        builder, vector = self.builder, self.vector
        at, weights = builder.load(left), builder.load(right)
        for step in range(count):
            near = [vector.load(weights)]
            if self.vectors == 2:
                near.append(vector.load(builder.add(weights, self.b_next)))
            for r, row in enumerate(totals):
                one = vector.load_splat(
                    builder.add(at, _I64(step * self.step + r * self.row_step)))
                for slot, other in zip(row, near, strict=True):
                    builder.store(vector.multiply_add(one, other, builder.load(slot)), slot)
            weights = builder.add(weights, self.b_step)
        builder.store(weights, right)
        builder.store(builder.add(at, _I64(count * self.step)), left)


def _make_product(vectors: int, cells: bool) -> Any:
    @vector_code
    def product(typingctx: Any, a: Any, n: Any, s: Any, k: Any, b: Any, b_step: Any, b_next: Any,
                c: Any, c_next: Any, add: Any, like: Any) -> Any:
        """One block of C (+)= A @ B, addresses and distances in bytes.

        The sum has n x k steps: n stretches of A, `s` apart, of k steps. Rows of A are a
        vector apart and steps a number (with `cells` the other way round). B moves on by
        `b_step` at every step; its second vector is `b_next` further on, that of C `c_next`.
        Rows of C are a vector apart. `add` 1: add to what C holds.
        """

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _Block(builder, signature.args[-1], vectors, cells, args[:-1]).emit()
            return context.get_dummy_value()

        return types.void(*[types.int64] * 10, like), generate

    return product


product_wide = _make_product(2, False)
product_tall = _make_product(1, False)
product_cells_wide = _make_product(2, True)
product_cells_tall = _make_product(1, True)


@vector_code
def cell_rows(typingctx: Any, vectors: Any, like: Any) -> Any:
    """Rows of a block of `product_cells_...` with one or two vectors of columns."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        wide, tall = (_I64(_cell_rows(lanes_of(signature.args[-1]), v)) for v in (2, 1))
        return builder.select(builder.icmp_signed("==", args[0], _I64(2)), wide, tall)

    return types.int64(types.int64, like), generate


class _Taps(_Block):
    """Emits one block of `product_taps_...`; see there."""

    def __init__(self, builder: Any, dtype: Any, vectors: int, args: Any):
        self.builder, self.vector, self.vectors = builder, Vector(builder, dtype), vectors
        self.rows = _cell_rows(lanes_of(dtype), vectors)
        (self.a, self.table, self.n, self.b, self.c, self.c_row, self.start, self.left,
         self.floor) = args

    def emit(self) -> None:
        b, vector = self.builder, self.vector
        first = [vector.load(b.add(self.start, _I64(v * HOST.vector_bytes)))
                 for v in range(self.vectors)]
        totals = [[cgutils.alloca_once_value(b, value) for value in first]
                  for _ in range(self.rows)]
        with cgutils.for_range(b, self.n) as loop:
            place = b.add(self.table, b.mul(loop.index, _I64(8)))
            at = b.add(self.a, b.load(vector.pointer(place, _I64), align=8))
            weights = b.add(self.b, b.mul(loop.index, _I64(self.vectors * HOST.vector_bytes)))
            near = [vector.load(b.add(weights, _I64(v * HOST.vector_bytes)))
                    for v in range(self.vectors)]
            for r, row in enumerate(totals):
                one = vector.load_splat(b.add(at, _I64(r * vector.size)))
                for slot, other in zip(row, near, strict=True):
                    b.store(vector.multiply_add(one, other, b.load(slot)), slot)
        full = b.icmp_signed(">=", self.left, _I64(self.vectors * vector.lanes))
        with b.if_else(full) as (whole, part):
            with whole:
                self._finish(totals, None)
            with part:
                self._finish(totals, [vector.range_mask(v * vector.lanes, _I64(0), self.left)
                                      for v in range(self.vectors)])

    def _finish(self, totals: list[list[Any]], masks: list[Any] | None) -> None:
        b, vector, floor = self.builder, self.vector, self.vector.splat(self.floor)
        for r, row in enumerate(totals):
            line = b.add(self.c, b.mul(self.c_row, _I64(r)))
            for v, slot in enumerate(row):
                value = vector.at_least(b.load(slot), floor)
                place = b.add(line, _I64(v * HOST.vector_bytes))
                if masks is None:
                    b.store(value, vector.pointer(place, vector.type), align=vector.size)
                else:
                    vector.masked_store(value, place, masks[v])


def _make_taps(vectors: int) -> Any:
    @vector_code
    def product(typingctx: Any, a: Any, table: Any, n: Any, b: Any, c: Any, c_row: Any,
                start: Any, left: Any, floor: Any) -> Any:
        """One block of C = max(floor, start + A @ B), addresses and distances in bytes.

        Rows of A are neighbouring numbers, its n steps lie where the int64 `table` says. B is a
        packed panel. Rows of C are `c_row` apart, with `left` columns; `start` is one row.
        """

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _Taps(builder, signature.args[-1], vectors, args).emit()
            return context.get_dummy_value()

        return types.void(*[types.int64] * 8, floor), generate

    return product


product_taps_wide = _make_taps(2)
product_taps_tall = _make_taps(1)
