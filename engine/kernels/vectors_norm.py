"""The passes of batch normalisation and of relu's gradient over a matrix, as vector code.

A pass runs down a strip of the matrix, one vector wide, so that what is constant
in a column (its mean, its factor) and the sums of a column stay in registers.
`floor`, below which a result is cut off, is -inf for no activation and 0 for relu.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from engine.simd import HOST, Vector, vector_code

_I64 = ir.IntType(64)
_UNROLL = 4  # lines at once, each with sums of its own: an addition takes four cycles


class _Strip(Vector):
    """Arithmetic on the vectors of a strip."""

    def sub(self, a: Any, b: Any) -> Any:
        return self.builder.fsub(a, b, flags=("contract",))

    def mul(self, a: Any, b: Any) -> Any:
        return self.builder.fmul(a, b, flags=("contract",))

    def add(self, a: Any, b: Any) -> Any:
        return self.builder.fadd(a, b, flags=("contract",))

    def passed(self, slope: Any, value: Any, floor: Any) -> Any:
        """`slope` where `value` lies above the floor, 0 elsewhere."""
        above = self.builder.fcmp_unordered(">", value, floor)
        return self.builder.select(above, slope, ir.Constant(self.type, None))


class _Pass:
    """Emits one run down a strip; see `_make_pass`."""

    def __init__(self, strip: _Strip, counts: tuple[int, ...], emit: Callable, args: Any):
        self.strip, self.builder, self.emit = strip, strip.builder, emit
        places, self.lines, self.stride, self.left, floor = args
        bases = [self.builder.extract_value(places, i) for i in range(sum(counts))]
        ends = [sum(counts[:i]) for i in range(5)]
        self.reads, self.writes, constants, self.sums = (
            bases[ends[i]:ends[i + 1]] for i in range(4))
        self.constants = [strip.load(p) for p in constants]
        self.floor = strip.splat(floor)

    def run(self) -> None:
        b, strip = self.builder, self.strip
        totals = [[cgutils.alloca_once_value(b, ir.Constant(strip.type, None))
                   for _ in self.sums] for _ in range(_UNROLL)]
        whole = b.sdiv(self.lines, _I64(_UNROLL))
        with cgutils.for_range(b, whole) as loop:
            first = b.mul(loop.index, _I64(_UNROLL))
            for i in range(_UNROLL):
                self._line(b.add(first, _I64(i)), totals[i], None)
        done = b.mul(whole, _I64(_UNROLL))
        with cgutils.for_range(b, b.sub(self.lines, done)) as loop:
            self._line(b.add(done, loop.index), totals[0], None)
        with b.if_then(b.icmp_signed(">", self.left, _I64(0))):
            self._line(self.lines, totals[0], strip.range_mask(0, _I64(0), self.left))
        for place, *slots in zip(self.sums, *totals, strict=True):
            values = [b.load(slot) for slot in slots]
            while len(values) > 1:
                values = [strip.add(*pair) for pair in zip(values[::2], values[1::2], strict=True)]
            b.store(values[0], strip.pointer(place, strip.type), align=strip.size)

    def _line(self, number: Any, totals: list[Any], mask: Any) -> None:
        """One vector of the strip; under a mask in the last, incomplete line."""
        b, strip = self.builder, self.strip
        offset = b.mul(number, self.stride)
        places = [b.add(base, offset) for base in self.reads]
        values = [strip.load(p) if mask is None else strip.masked_load(p, mask) for p in places]
        terms, results = self.emit(strip, values, self.constants, self.floor)
        for slot, term in zip(totals, terms, strict=True):
            total = strip.add(b.load(slot), term)
            b.store(total if mask is None else b.select(mask, total, b.load(slot)), slot)
        for base, value in zip(self.writes, results, strict=True):
            place = b.add(base, offset)
            if mask is None:
                b.store(value, strip.pointer(place, strip.type), align=strip.size)
            else:
                strip.masked_store(value, place, mask)


def _make_pass(reads: int, writes: int, constants: int, sums: int, emit: Callable) -> Any:
    """Intrinsic run(places, lines, stride, left, floor) down one strip.

    `places`: addresses of what is read, what is written, the constants and the sums
    (which are set, not added to). emit(strip, values, constants, floor) gives the
    terms of the sums and what to write. The strip has `lines` whole vectors, `stride`
    bytes apart, and `left` numbers in one line more.
    """
    counts = (reads, writes, constants, sums)

    @vector_code
    def run(typingctx: Any, places: Any, lines: Any, stride: Any, left: Any, floor: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _Pass(_Strip(builder, signature.args[-1]), counts, emit, args).run()
            return context.get_dummy_value()

        number = types.int64
        return types.void(types.UniTuple(number, sum(counts)), number, number, number,
                          floor), generate

    return run


def _sum(strip: _Strip, values: list, constants: list, floor: Any) -> tuple:
    return values, ()


def _squares(strip: _Strip, values: list, constants: list, floor: Any) -> tuple:
    apart = strip.sub(values[0], constants[0])
    return (strip.mul(apart, apart),), ()


def _normalise(strip: _Strip, values: list, constants: list, floor: Any) -> tuple:
    centre, factor, offset = constants
    value = strip.multiply_add(strip.sub(values[0], centre), factor, offset)
    for other in values[1:]:
        value = strip.builder.fadd(value, other)
    return (), (strip.at_least(value, floor),)


def _passed(strip: _Strip, values: list, constants: list, floor: Any) -> tuple[Any, Any]:
    """x - centre, and dy where the result was not cut off."""
    centre, factor, offset = constants[:3]
    apart = strip.sub(values[0], centre)
    return apart, strip.passed(values[1], strip.multiply_add(apart, factor, offset), floor)


def _slopes(strip: _Strip, values: list, constants: list, floor: Any) -> tuple:
    apart, slope = _passed(strip, values, constants, floor)
    return (slope, strip.mul(slope, apart)), ()


def _combine(strip: _Strip, values: list, constants: list, floor: Any) -> tuple:
    apart, slope = _passed(strip, values, constants, floor)
    by_dy, by_x, plus = constants[3:]
    return (), (strip.multiply_add(slope, by_dy, strip.multiply_add(apart, by_x, plus)),)


def _pass_and_sum(strip: _Strip, values: list, constants: list, floor: Any) -> tuple:
    slope = strip.builder.fadd(values[1], values[2])
    above = strip.builder.fcmp_ordered(">", values[0], floor)
    slope = strip.builder.select(above, slope, ir.Constant(strip.type, None))
    return (slope,), (slope,)


#: (x, sums)
sum_strip = _make_pass(1, 0, 0, 1, _sum)
#: (x, centre, sums): sums of (x - centre)^2.
sum_squares = _make_pass(1, 0, 1, 1, _squares)
#: (x, y, centre, factor, offset): y = max(floor, (x - centre) * factor + offset).
normalise = _make_pass(1, 1, 3, 0, _normalise)
#: (x, other, y, centre, factor, offset): the same plus another matrix, before the floor.
normalise_and_add = _make_pass(2, 1, 3, 0, _normalise)
#: (x, dy, centre, factor, offset, sums, products): sums of dy and of dy * (x - centre), where
#: the result of `normalise` lies above the floor.
sum_slopes = _make_pass(2, 0, 3, 2, _slopes)
#: (x, dy, dx, centre, factor, offset, by_dy, by_x, plus):
#: dx = dy * by_dy + (x - centre) * by_x + plus, dy being 0 where the result was cut off.
combine = _make_pass(2, 1, 6, 0, _combine)
#: (y, dy, more, dz, sums): dz = dy + more where y lies above the floor and 0 elsewhere; sums of dz.
pass_and_sum = _make_pass(3, 1, 0, 1, _pass_and_sum)


@vector_code
def whole_line(typingctx: Any, columns: Any, like: Any) -> Any:
    """Numbers in the shortest line of whole rows and whole vectors."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        lanes = HOST.vector_bytes // Vector(builder, signature.args[-1]).size
        low = builder.and_(args[0], builder.neg(args[0]))  # largest power of 2 in it
        fewer = builder.select(builder.icmp_signed("<", low, _I64(lanes)), low, _I64(lanes))
        return builder.mul(args[0], builder.sdiv(_I64(lanes), fewer))

    return types.int64(types.int64, like), generate
