"""exp, sigmoid, tanh and the LSTM cell written as vector code.

LLVM's loop vectoriser takes the narrower registers, checks at every loop for
arrays that overlap and finishes with a scalar loop: too much for rows of 64
numbers. Here whole vectors are computed, and what is left over under a mask.

float32 only; in float64 the functions fall back to the C library. They are
right to one or two units in the last place. NaN stays NaN, infinities give the
limits. A kernel that calls these must be `exact`: flags for reordering sums
apply to every instruction of a kernel, and would undo the rounding in `exp`.
"""

import math
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import overload

from engine.kernels.common import exact
from engine.simd import Vector, address, vector_code

_I64 = ir.IntType(64)
_EXP = (1.984127e-4, 1.3888889e-3, 8.333334e-3, 4.1666668e-2, 1.6666666e-1, 0.5)
FADED = 2.0**-100  # far below what float32 can add to any weight, far above its denormals
_ROUND = 12582912.0  # 1.5 * 2**23: adding it leaves a rounded integer in the low bits


class Formula(Vector):
    """Arithmetic on vectors of float32."""

    def __init__(self, builder: Any):
        super().__init__(builder, types.float32)
        self.whole = ir.VectorType(ir.IntType(32), self.lanes)

    def number(self, value: float) -> Any:
        return ir.Constant(self.type, [ir.Constant(self.scalar, value)] * self.lanes)

    def integer(self, value: int) -> Any:
        return ir.Constant(self.whole, [value] * self.lanes)

    def add(self, a: Any, b: Any) -> Any:
        return self.builder.fadd(a, b, flags=("contract",))

    def sub(self, a: Any, b: Any) -> Any:
        return self.builder.fsub(a, b, flags=("contract",))

    def mul(self, a: Any, b: Any) -> Any:
        return self.builder.fmul(a, b, flags=("contract",))

    def polynomial(self, x: Any, coefficients: tuple[float, ...]) -> Any:
        total = self.number(coefficients[0])
        for c in coefficients[1:]:
            total = self.multiply_add(total, x, self.number(c))
        return total

    def at_most(self, value: Any, ceiling: Any) -> Any:
        above = self.builder.fcmp_ordered(">", value, ceiling)
        return self.builder.select(above, ceiling, value)

    def calmed(self, x: Any) -> Any:
        """x, or 0 where it is too small for its gradient to matter anywhere.

        A gradient that fades over many steps would end among the denormal numbers, with
        which processors compute a hundred times as slowly. NaN is kept.
        """
        kind = ir.FunctionType(self.type, [self.type])
        name = f"llvm.fabs.{self.suffix}"
        size = self.builder.call(
            cgutils.get_or_insert_function(self.builder.module, kind, name), [x])
        faded = self.builder.fcmp_ordered("<", size, self.number(FADED))
        return self.builder.select(faded, self.number(0.0), x)

    def _reduce(self, x: Any) -> tuple[Any, Any]:
        """(n, exp(r) - 1) with x = n log 2 + r, n whole and r within half of log 2."""
        b = self.builder
        shifted = b.fadd(self.mul(x, self.number(1.4426950408889634)), self.number(_ROUND))
        n = b.fsub(shifted, self.number(_ROUND))
        r = self.sub(x, self.mul(n, self.number(0.693359375)))
        r = self.sub(r, self.mul(n, self.number(-2.12194440e-4)))
        rest = self.multiply_add(self.polynomial(r, _EXP), self.mul(r, r), r)
        known = b.fcmp_ordered("==", n, n)
        return b.fptosi(b.select(known, n, self.number(0.0)), self.whole), rest

    def _power(self, n: Any) -> Any:
        """2**n, from the bits of the exponent."""
        bits = self.builder.shl(self.builder.add(n, self.integer(127)), self.integer(23))
        return self.builder.bitcast(bits, self.type)

    def _between(self, x: Any, low: float, high: float) -> Any:
        return self.at_most(self.at_least(x, self.number(low)), self.number(high))

    def exp(self, x: Any) -> Any:
        """2**n * exp(r); 2**n in two steps, for the ends of the range."""
        b = self.builder
        n, rest = self._reduce(self._between(x, -104.0, 89.0))
        half = b.ashr(n, self.integer(1))
        p = self.add(rest, self.number(1.0))
        return self.mul(self.mul(p, self._power(half)), self._power(b.sub(n, half)))

    def sigmoid(self, x: Any) -> Any:
        """1 / (1 + exp(-x)); below -87 it stays at exp(-87), 2e-38."""
        b, one = self.builder, self.number(1.0)
        n, rest = self._reduce(self._between(b.fneg(x), -87.0, 87.0))
        power = self._power(n)
        return b.fdiv(one, self.add(self.multiply_add(power, rest, power), one))

    def tanh(self, x: Any) -> Any:
        """m / (m + 2) with m = exp(2 x) - 1, which keeps its digits near zero."""
        b, two = self.builder, self.number(2.0)
        n, rest = self._reduce(self.mul(self._between(x, -10.0, 10.0), two))
        power = self._power(n)
        m = self.multiply_add(power, rest, self.sub(power, self.number(1.0)))
        return b.fdiv(m, self.add(m, two))


def _in_place(function: str) -> Any:
    """Intrinsic that replaces `count` numbers from `place` on by a function of them."""

    @vector_code
    def run(typingctx: Any, place: Any, count: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            formula = Formula(builder)

            def body(offset: Any, load: Callable, store: Callable) -> None:
                here = builder.add(args[0], offset)
                store(getattr(formula, function)(load(here)), here)

            formula.each(args[1], body)
            return context.get_dummy_value()

        return types.void(types.int64, types.int64), generate

    return run


_exp_run, _sigmoid_run, _tanh_run = (_in_place(name) for name in ("exp", "sigmoid", "tanh"))


def exp_run(y: Any, first: int, last: int) -> None:
    """Replace y[first:last] of a flat array by exp of it."""


def sigmoid_run(y: Any, first: int, last: int) -> None:
    """Replace y[first:last] of a flat array by 1 / (1 + exp(-y))."""


def tanh_run(y: Any, first: int, last: int) -> None:
    """Replace y[first:last] of a flat array by tanh of it."""


@overload(exp_run, inline="always")
def _exp_overload(y, first, last):  # type: ignore[no-untyped-def]
    def wide(y, first, last):  # type: ignore[no-untyped-def]
        _exp_run(address(y) + 4 * first, last - first)

    def scalar(y, first, last):  # type: ignore[no-untyped-def]
        for i in range(first, last):
            y[i] = math.exp(y[i])

    return wide if y.dtype == types.float32 else scalar


@exact
def exp_row(y: Any, first: int, last: int) -> None:
    """`exp_run` for kernels that are not `exact` themselves."""
    exp_run(y, first, last)


@overload(sigmoid_run, inline="always")
def _sigmoid_overload(y, first, last):  # type: ignore[no-untyped-def]
    def wide(y, first, last):  # type: ignore[no-untyped-def]
        _sigmoid_run(address(y) + 4 * first, last - first)

    def scalar(y, first, last):  # type: ignore[no-untyped-def]
        for i in range(first, last):
            y[i] = 1.0 / (1.0 + math.exp(-y[i]))

    return wide if y.dtype == types.float32 else scalar


@overload(tanh_run, inline="always")
def _tanh_overload(y, first, last):  # type: ignore[no-untyped-def]
    def wide(y, first, last):  # type: ignore[no-untyped-def]
        _tanh_run(address(y) + 4 * first, last - first)

    def scalar(y, first, last):  # type: ignore[no-untyped-def]
        for i in range(first, last):
            y[i] = math.tanh(y[i])

    return wide if y.dtype == types.float32 else scalar


@vector_code
def lstm_cell(typingctx: Any, sums: Any, state: Any, gates: Any, cell: Any, output: Any,
              units: Any) -> Any:
    """One LSTM step of one sample with tanh and sigmoid, float32; arguments are addresses.

    Activates the 4 x units `sums` into `gates`; state = f * state + i * g, which `cell`
    gets too; output = o * tanh(state). `units` is a number of whole vectors.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        formula = Formula(builder)
        sums_, state_, gates_, cell_, output_, units_ = args
        row = builder.mul(units_, _I64(4))

        def body(offset: Any, load: Callable, store: Callable) -> None:
            def at(base: Any, part: int = 0) -> Any:
                return builder.add(builder.add(base, offset), builder.mul(row, _I64(part)))

            functions = formula.sigmoid, formula.sigmoid, formula.tanh, formula.sigmoid
            i, f, g, o = (act(load(at(sums_, k))) for k, act in enumerate(functions))
            for k, gate in enumerate((i, f, g, o)):
                store(gate, at(gates_, k))
            new = formula.add(formula.mul(f, load(at(state_))), formula.mul(i, g))
            store(new, at(state_))
            store(new, at(cell_))
            store(formula.mul(o, formula.tanh(new)), at(output_))

        formula.each_whole(builder.sdiv(units_, _I64(formula.lanes)), body)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 6), generate


@vector_code
def lstm_cell_grad(typingctx: Any, gates: Any, before: Any, cell: Any, dh: Any, dc: Any,
                   dz: Any, units: Any) -> Any:
    """The way back through `lstm_cell`; arguments are addresses.

    Gives the four dz from dh, the gradient for the output, and turns dc, the gradient
    for `cell`, into the one for `before`.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        formula = Formula(builder)
        gates_, before_, cell_, dh_, dc_, dz_, units_ = args
        row, one = builder.mul(units_, _I64(4)), formula.number(1.0)

        def body(offset: Any, load: Callable, store: Callable) -> None:
            def at(base: Any, part: int = 0) -> Any:
                return builder.add(builder.add(base, offset), builder.mul(row, _I64(part)))

            mul, sub = formula.mul, formula.sub
            i, f, g, o = (load(at(gates_, k)) for k in range(4))
            output = formula.calmed(load(at(dh_)))
            state = formula.tanh(load(at(cell_)))
            through = mul(mul(output, o), sub(one, mul(state, state)))
            total = formula.calmed(formula.add(load(at(dc_)), through))
            slopes = (mul(mul(total, g), mul(i, sub(one, i))),
                      mul(mul(total, load(at(before_))), mul(f, sub(one, f))),
                      mul(mul(total, i), sub(one, mul(g, g))),
                      mul(mul(output, state), mul(o, sub(one, o))))
            for k, slope in enumerate(slopes):
                store(slope, at(dz_, k))
            store(mul(total, f), at(dc_))

        formula.each_whole(builder.sdiv(units_, _I64(formula.lanes)), body)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 7), generate


@vector_code
def copy_run(typingctx: Any, source: Any, target: Any, count: Any, like: Any) -> Any:
    """Copy `count` numbers of the type of `like` between addresses."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        def body(offset: Any, load: Callable, store: Callable) -> None:
            store(load(builder.add(args[0], offset)), builder.add(args[1], offset))

        Vector(builder, signature.args[-1]).each(args[2], body)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64, like), generate


@vector_code
def add_run(typingctx: Any, source: Any, target: Any, count: Any, like: Any) -> Any:
    """Add `count` numbers of the type of `like` at `source` to those at `target`."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        def body(offset: Any, load: Callable, store: Callable) -> None:
            place = builder.add(args[1], offset)
            store(builder.fadd(load(builder.add(args[0], offset)), load(place)), place)

        Vector(builder, signature.args[-1]).each(args[2], body)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64, like), generate
