"""Windows of max-pooling as vector code: a vector of channels at a time."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from engine.simd import Vector, vector_code

_I64 = ir.IntType(64)
_I32 = ir.IntType(32)


class _Window(Vector):
    """A vector of numbers and a vector of their positions (int32) beside it."""

    def __init__(self, builder: Any, dtype: Any):
        super().__init__(builder, dtype)
        self.places = ir.VectorType(_I32, self.lanes)

    def masked(self, kind: str, values: list[Any], result: Any) -> Any:
        """Call LLVM's masked load or store of vectors of positions."""
        function = cgutils.get_or_insert_function(
            self.builder.module, ir.FunctionType(result, [v.type for v in values]),
            f"llvm.masked.{kind}.v{self.lanes}i32.p0")
        return self.builder.call(function, values)

    def load_places(self, place: Any, mask: Any) -> Any:
        pointer = self.pointer(place, self.places)
        if mask is None:
            return self.builder.load(pointer, align=4)
        zero = ir.Constant(self.places, None)
        return self.masked("load", [pointer, _I32(4), mask, zero], self.places)

    def store_places(self, value: Any, place: Any, mask: Any) -> None:
        pointer = self.pointer(place, self.places)
        if mask is None:
            self.builder.store(value, pointer, align=4)
        else:
            self.masked("store", [value, pointer, _I32(4), mask], ir.VoidType())

    def store_or_mask(self, value: Any, place: Any, mask: Any) -> None:
        if mask is None:
            self.builder.store(value, self.pointer(place, self.type), align=self.size)
        else:
            self.masked_store(value, place, mask)

    def runs(self, channels: Any, body: Any) -> None:
        """body(first channel, mask) for every vector of channels; no mask for whole ones."""
        b = self.builder
        whole = b.sdiv(channels, _I64(self.lanes))
        with cgutils.for_range(b, whole) as loop:
            body(b.mul(loop.index, _I64(self.lanes)), None)
        done = b.mul(whole, _I64(self.lanes))
        with b.if_then(b.icmp_signed("<", done, channels)):
            body(done, self.range_mask(0, _I64(0), b.sub(channels, done)))


@vector_code
def max_window(typingctx: Any, x: Any, top: Any, bottom: Any, left: Any, right: Any, width: Any,
               channels: Any, best: Any, where: Any, like: Any) -> Any:
    """Maximum over cells [top, bottom) x [left, right) of one image, for every channel.

    `x`, `best`, `where`: addresses of the image, of the maxima and of their positions
    row * width + column (int32). The first of equals wins, and NaN beats every number.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        window = _Window(builder, signature.args[-1])
        x_, top_, bottom_, left_, right_, width_, channels_, best_, where_ = args[:-1]

        def body(first: Any, mask: Any) -> None:
            b = builder
            start = b.add(x_, window.bytes(first))

            def cell(place: Any) -> Any:
                at = b.add(start, window.bytes(b.mul(place, channels_)))
                return window.load(at) if mask is None else window.masked_load(at, mask)

            begin = b.add(b.mul(top_, width_), left_)
            held = cgutils.alloca_once_value(b, cell(begin))
            place_of = cgutils.alloca_once_value(b, _splat(window, begin))
            with cgutils.for_range(b, b.sub(bottom_, top_)) as rows:
                line = b.add(begin, b.mul(rows.index, width_))
                with cgutils.for_range(b, b.sub(right_, left_)) as columns:
                    place = b.add(line, columns.index)
                    value, before = cell(place), b.load(held)
                    news = b.and_(b.fcmp_unordered("uno", value, value),
                                  b.fcmp_ordered("ord", before, before))
                    wins = b.or_(b.fcmp_ordered(">", value, before), news)
                    b.store(b.select(wins, value, before), held)
                    b.store(b.select(wins, _splat(window, place), b.load(place_of)), place_of)
            window.store_or_mask(b.load(held), b.add(best_, window.bytes(first)), mask)
            window.store_places(b.load(place_of), b.add(where_, b.mul(first, _I64(4))), mask)

        window.runs(channels_, body)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 9, like), generate


@vector_code
def unpool_cell(typingctx: Any, dy: Any, where: Any, place: Any, target: Any, channels: Any,
                like: Any) -> Any:
    """target = dy in the channels whose maximum stood at `place`, 0 in the others; addresses."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        window = _Window(builder, signature.args[-1])
        dy_, where_, place_, target_, channels_ = args[:-1]
        wanted, zero = _splat(window, place_), ir.Constant(window.type, None)

        def body(first: Any, mask: Any) -> None:
            b = builder
            offset = window.bytes(first)
            slope = (window.load(b.add(dy_, offset)) if mask is None
                     else window.masked_load(b.add(dy_, offset), mask))
            stood = window.load_places(b.add(where_, b.mul(first, _I64(4))), mask)
            mine = b.select(b.icmp_signed("==", stood, wanted), slope, zero)
            window.store_or_mask(mine, b.add(target_, offset), mask)

        window.runs(channels_, body)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 5, like), generate


def _splat(window: _Window, place: Any) -> Any:
    return window.splat(window.builder.trunc(place, _I32), window.places)
