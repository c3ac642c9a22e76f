"""Vector code for Numba: what the processor offers, and the one register-tiled microkernel.

Every matrix product, convolution and recurrent step of the engine is a sum of
outer products, and all of them run through `tile`, written here as LLVM vector
IR. A tile is a block of output rows by one or two vectors of output columns.
The block stays in registers while the sum runs; each step of the sum loads the
weight vectors once, broadcasts one number per row and multiplies and adds.

LLVM accepts vectors of any width on any processor and splits those that are
too wide, so the code below is right everywhere; `HOST` only decides what is
fast. Addresses travel as integers (`address`), offsets count elements.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import types
from numba.core import cgutils, config
from numba.extending import intrinsic


@dataclass(frozen=True)
class Host:
    """What the kernels need to know of a processor.

    `vector_bytes`: width of a vector register. `rows`, `few_rows`: rows of the
    large and of the small register block. Two vectors per row: 14 x 2
    accumulators, two weight vectors and a broadcast fill 32 registers; six rows
    fill 16. The small block finishes off what does not fill a large one.
    """

    vector_bytes: int
    rows: int
    few_rows: int


def detect(features: dict[str, bool]) -> Host:
    """Choose register blocks from LLVM's feature names (as in `lscpu`)."""
    if features.get("avx512f"):
        return Host(vector_bytes=64, rows=14, few_rows=8)
    if features.get("avx2"):
        return Host(vector_bytes=32, rows=6, few_rows=3)
    if features.get("neon"):
        return Host(vector_bytes=16, rows=12, few_rows=6)
    return Host(vector_bytes=16, rows=6, few_rows=3)


def _features() -> dict[str, bool]:
    """What Numba compiles for: this processor, or the one its settings name."""
    named = vars(config)["CPU_FEATURES"]
    if named is None:
        return dict(llvm.get_host_cpu_features())
    return {name[1:]: name[0] == "+" for name in named.split(",") if name}


HOST = detect(_features())
ROWS = HOST.rows
_UNROLL = 4
FEW_ROWS = HOST.few_rows

_I64 = ir.IntType(64)
_I32 = ir.IntType(32)
_I1 = ir.IntType(1)
_BYTES = {types.float32: 4, types.float64: 8}


def lanes_of(dtype: Any) -> int:
    """Numbers of the Numba type `dtype` in one vector."""
    return HOST.vector_bytes // _BYTES[dtype]


def _index(value: int) -> ir.Constant:
    return ir.Constant(_I64, value)


def vector_code(function: Any) -> Any:
    """Numba's `intrinsic`, for type checkers a function of anything."""
    return intrinsic(function)


@vector_code
def address(typingctx: Any, array: Any) -> Any:
    """Address of an array's first element, as an integer. The array must outlive its use."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        return builder.ptrtoint(data, _I64)

    return types.int64(array), generate


@vector_code
def array_at(typingctx: Any, place: Any, size: Any, like: Any) -> Any:
    """The array of `size` numbers of the type of `like` at an address, which must outlive it."""
    kind = types.Array(like, 1, "C")

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        from numba.np.arrayobj import make_array, populate_array

        array = make_array(kind)(context, builder)
        one = _index(_BYTES[like])
        data = builder.inttoptr(args[0], array.data.type)
        populate_array(array, data, [args[1]], [one], one, meminfo=None)
        return array._getvalue()

    return kind(types.int64, types.int64, like), generate


@vector_code
def lanes(typingctx: Any, like: Any) -> Any:
    """Vector lanes for the type of the number `like`: a compile-time constant."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _index(lanes_of(signature.args[0]))

    return types.int64(like), generate


@vector_code
def itemsize(typingctx: Any, like: Any) -> Any:
    """Bytes of the type of the number `like`: a compile-time constant."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _index(_BYTES[signature.args[0]])

    return types.int64(like), generate


class Vector:
    """Emits IR for vectors of one element type."""

    def __init__(self, builder: Any, dtype: Any):
        self.builder = builder
        self.size = _BYTES[dtype]
        self.lanes = lanes_of(dtype)
        self.scalar = ir.FloatType() if dtype == types.float32 else ir.DoubleType()
        self.type = ir.VectorType(self.scalar, self.lanes)
        self.mask_type = ir.VectorType(_I1, self.lanes)
        self.suffix = f"v{self.lanes}f{8 * self.size}"

    def bytes(self, elements: Any) -> Any:
        """Element count or stride -> bytes."""
        return self.builder.mul(elements, _index(self.size))

    def pointer(self, place: Any, kind: Any) -> Any:
        return self.builder.inttoptr(place, kind.as_pointer())

    def splat(self, value: Any, kind: Any = None) -> Any:
        """A vector with `value` in every lane."""
        kind = kind or self.type
        one = self.builder.insert_element(ir.Constant(kind, ir.Undefined), value, _I32(0))
        order = ir.Constant(ir.VectorType(_I32, self.lanes), [0] * self.lanes)
        return self.builder.shuffle_vector(one, ir.Constant(kind, ir.Undefined), order)

    def load(self, place: Any) -> Any:
        return self.builder.load(self.pointer(place, self.type), align=self.size)

    def load_splat(self, place: Any) -> Any:
        value = self.builder.load(self.pointer(place, self.scalar), align=self.size)
        return self.splat(value)

    def range_mask(self, first: int, low: Any, high: Any) -> Any:
        """Lanes whose column `first + lane` lies in [low, high)."""
        builder, wide = self.builder, ir.VectorType(_I64, self.lanes)
        columns = ir.Constant(wide, list(range(first, first + self.lanes)))
        above = builder.icmp_signed(">=", columns, self.splat(low, wide))
        below = builder.icmp_signed("<", columns, self.splat(high, wide))
        return builder.and_(above, below)

    def masked_load(self, place: Any, mask: Any) -> Any:
        """Load the lanes under `mask`; the others are zero and their memory is not touched."""
        pointer = self.pointer(place, self.type)
        kind = ir.FunctionType(self.type, [pointer.type, _I32, self.mask_type, self.type])
        name = f"llvm.masked.load.{self.suffix}.p0"
        function = cgutils.get_or_insert_function(self.builder.module, kind, name)
        zero = ir.Constant(self.type, None)
        return self.builder.call(function, [pointer, _I32(self.size), mask, zero])

    def masked_store(self, value: Any, place: Any, mask: Any) -> None:
        pointer = self.pointer(place, self.type)
        kind = ir.FunctionType(ir.VoidType(), [self.type, pointer.type, _I32, self.mask_type])
        name = f"llvm.masked.store.{self.suffix}.p0"
        function = cgutils.get_or_insert_function(self.builder.module, kind, name)
        self.builder.call(function, [value, pointer, _I32(self.size), mask])

    def each(self, count: Any, body: Callable[[Any, Callable, Callable], None]) -> None:
        """body(byte offset, load, store) for every vector of a row of `count` numbers."""
        b = self.builder
        whole = b.sdiv(count, _I64(self.lanes))
        self.each_whole(whole, body)
        done = b.mul(whole, _I64(self.lanes))
        with b.if_then(b.icmp_signed("<", done, count)):
            mask = self.range_mask(0, _I64(0), b.sub(count, done))
            body(b.mul(done, _I64(self.size)), lambda p: self.masked_load(p, mask),
                 lambda v, p: self.masked_store(v, p, mask))

    def each_whole(self, vectors: Any, body: Callable[[Any, Callable, Callable], None]) -> None:
        """`each` for a row of so many vectors and nothing else."""
        with cgutils.for_range(self.builder, vectors) as loop:
            offset = self.builder.mul(loop.index, _I64(HOST.vector_bytes))
            body(offset, self.load, self.put)

    def put(self, value: Any, place: Any) -> None:
        self.builder.store(value, self.pointer(place, self.type), align=self.size)

    def multiply_add(self, left: Any, right: Any, total: Any) -> Any:
        """left * right + total, fused where the processor can."""
        flags = ("contract",)
        product = self.builder.fmul(left, right, flags=flags)
        return self.builder.fadd(product, total, flags=flags)

    def at_least(self, value: Any, floor: Any) -> Any:
        """max(value, floor), keeping NaN."""
        below = self.builder.fcmp_ordered("<", value, floor)
        return self.builder.select(below, floor, value)


class _Tile:
    """Emits one call of the microkernel; see `tile` for the arguments."""

    def __init__(self, builder: Any, dtype: Any, rows: int, vectors: int, args: Any):
        self.builder, self.rows, self.vectors = builder, rows, vectors
        self.vector = Vector(builder, dtype)
        (self.a, self.a_rows, self.n0, self.s0, self.n1, self.s1, self.k, self.ks,
         self.b, self.bs, self.c, self.c_rows, self.start, self.start_rows,
         self.start_high, self.low, self.high, self.floor) = args

    def emit(self) -> None:
        totals = self._begin()
        self._sum(totals)
        self._finish(totals)

    def _offset(self, table: Any, row: int) -> Any:
        """Byte offset of a row, from a table of element offsets."""
        place = self.builder.add(table, _index(8 * row))
        return self.vector.bytes(self.builder.load(self.vector.pointer(place, _I64), align=8))

    def _begin(self) -> list[list[Any]]:
        """Set the accumulators to zero, to the bias or to what the output holds."""
        builder, vector = self.builder, self.vector
        totals = []
        masks = [vector.range_mask(v * vector.lanes, self.low, self.start_high)
                 for v in range(self.vectors)]
        for r in range(self.rows):
            shift = builder.mul(self._offset(self.c_rows, r), self.start_rows)
            row = []
            for v in range(self.vectors):
                place = builder.add(builder.add(self.start, shift), _index(v * HOST.vector_bytes))
                slot = cgutils.alloca_once(builder, vector.type)
                builder.store(vector.masked_load(place, masks[v]), slot)
                row.append(slot)
            totals.append(row)
        return totals

    def _sum(self, totals: list[list[Any]]) -> None:
        """Three nested loops over A; B simply moves on by `bs` at every step."""
        builder, vector = self.builder, self.vector
        rows = [builder.add(self.a, self._offset(self.a_rows, r)) for r in range(self.rows)]
        weights = cgutils.alloca_once_value(builder, self.b)
        move, s0, s1, ks = (vector.bytes(s) for s in (self.bs, self.s0, self.s1, self.ks))
        with cgutils.for_range(builder, self.n0) as outer:
            far = builder.mul(outer.index, s0)
            with cgutils.for_range(builder, self.n1) as middle:
                start = builder.add(far, builder.mul(middle.index, s1))
                place = cgutils.alloca_once(builder, _I64)
                builder.store(start, place)
                steps = _UNROLL if self.vectors == 1 else 1
                whole = builder.sdiv(self.k, _index(steps))
                with cgutils.for_range(builder, whole):
                    self._steps(steps, rows, totals, place, weights, ks, move)
                if steps > 1:
                    left = builder.sub(self.k, builder.mul(whole, _index(steps)))
                    with cgutils.for_range(builder, left):
                        self._steps(1, rows, totals, place, weights, ks, move)

    def _steps(self, count: int, rows: list[Any], totals: list[list[Any]], place: Any,
               weights: Any, ks: Any, move: Any) -> None:
        """Some steps of the sum, row by row, so that each row's address is fetched once."""
        builder, vector = self.builder, self.vector
        right, places = [], []
        for _ in range(count):
            here, at = builder.load(weights), builder.load(place)
            right.append([vector.load(builder.add(here, _index(v * HOST.vector_bytes)))
                          for v in range(self.vectors)])
            places.append(at)
            builder.store(builder.add(at, ks), place)
            builder.store(builder.add(here, move), weights)
        for r, row in enumerate(rows):
            for step in range(count):
                left = vector.load_splat(builder.add(row, places[step]))
                for v in range(self.vectors):
                    total = builder.load(totals[r][v])
                    builder.store(vector.multiply_add(left, right[step][v], total), totals[r][v])

    def _finish(self, totals: list[list[Any]]) -> None:
        builder, vector = self.builder, self.vector
        floor = vector.splat(self.floor)
        masks = [vector.range_mask(v * vector.lanes, self.low, self.high)
                 for v in range(self.vectors)]
        for r in range(self.rows):
            row = builder.add(self.c, self._offset(self.c_rows, r))
            for v in range(self.vectors):
                value = vector.at_least(builder.load(totals[r][v]), floor)
                place = builder.add(row, _index(v * HOST.vector_bytes))
                vector.masked_store(value, place, masks[v])


def _make_tile(rows: int, vectors: int) -> Any:
    @vector_code
    def tile(typingctx: Any, a: Any, a_rows: Any, n0: Any, s0: Any, n1: Any, s1: Any, k: Any,
             ks: Any, b: Any, bs: Any, c: Any, c_rows: Any, start: Any, start_rows: Any,
             start_high: Any, low: Any, high: Any, floor: Any) -> Any:
        """c[row, col] = max(floor, start[row, col] + sum of a[row, step] * b[step, col]).

        Steps run over three nested loops, n0 x n1 x k, whose strides in A are
        s0, s1 and ks; B moves on by bs at every step. `a`, `b`, `c`, `start` are
        addresses; `a_rows`, `c_rows` addresses of tables with one int64 element
        offset per row. `start_rows` is 1 where `start` is laid out like C, 0
        where it is one row for all (a bias). Columns [low, start_high) of it
        are read, the others start at zero; columns [low, high) are stored.
        Rows may repeat: equal rows store equal values.
        """

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _Tile(builder, signature.args[-1], rows, vectors, args).emit()
            return context.get_dummy_value()

        return types.void(*[types.int64] * 17, floor), generate

    return tile


tile_rows_2 = _make_tile(ROWS, 2)
tile_rows_1 = _make_tile(ROWS, 1)
tile_few_2 = _make_tile(FEW_ROWS, 2)
tile_few_1 = _make_tile(FEW_ROWS, 1)


def _make_copy(vectors: int) -> Any:
    @vector_code
    def copy(typingctx: Any, source: Any, source_row: Any, target: Any, target_row: Any,
             rows: Any, like: Any) -> Any:
        """Copy `rows` rows of so many vectors; arguments as for `transpose_block`."""

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            vector = Vector(builder, signature.args[-1])
            step_in, step_out = vector.bytes(args[1]), vector.bytes(args[3])
            with cgutils.for_range(builder, args[4]) as loop:
                left = builder.add(args[0], builder.mul(step_in, loop.index))
                right = builder.add(args[2], builder.mul(step_out, loop.index))
                for shift in range(0, vectors * HOST.vector_bytes, HOST.vector_bytes):
                    value = vector.load(builder.add(left, _index(shift)))
                    vector.put(value, builder.add(right, _index(shift)))
            return context.get_dummy_value()

        return types.void(*[types.int64] * 5, like), generate

    return copy


copy_columns = _make_copy(1)
copy_panels = _make_copy(2)


@vector_code
def transpose_block(typingctx: Any, source: Any, source_row: Any, target: Any, target_row: Any,
                    like: Any) -> Any:
    """Copy a square block of lanes x lanes numbers, turned round.

    `source`, `target`: addresses; `source_row`, `target_row`: strides between
    rows in elements; `like`: a number of the element type.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector = Vector(builder, signature.args[-1])
        step_in, step_out = vector.bytes(args[1]), vector.bytes(args[3])
        rows = [vector.load(builder.add(args[0], builder.mul(step_in, _index(r))))
                for r in range(vector.lanes)]
        for r, row in enumerate(_transposed(builder, rows, vector.lanes)):
            place = builder.add(args[2], builder.mul(step_out, _index(r)))
            builder.store(row, vector.pointer(place, vector.type), align=vector.size)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 4, like), generate


def _transposed(builder: Any, rows: list[Any], lanes_: int) -> list[Any]:
    """Swap blocks of 1, 2, 4, ... lanes between rows that lie as far apart."""
    far = 1
    order_type = ir.VectorType(_I32, lanes_)
    while far < lanes_:
        upper = [i if not i & far else lanes_ + (i ^ far) for i in range(lanes_)]
        lower = [i | far if not i & far else lanes_ + i for i in range(lanes_)]
        swapped = list(rows)
        for r in range(lanes_):
            if not r & far:
                pair = rows[r], rows[r | far]
                swapped[r] = builder.shuffle_vector(*pair, ir.Constant(order_type, upper))
                swapped[r | far] = builder.shuffle_vector(*pair, ir.Constant(order_type, lower))
        rows, far = swapped, far * 2
    return rows
