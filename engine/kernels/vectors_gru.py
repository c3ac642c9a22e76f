"""The GRU cell and its gradient as vector code; see `engine.kernels.vectors`.

float32, tanh and sigmoid, the reset gate after the product. Arguments are addresses, `units`
a number of whole vectors. The four blocks of sums, gates and gradients are the new content
(its inputs' part), z, r and the memory's part of the new content.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types

from engine.kernels.vectors import Formula
from engine.simd import vector_code

_I64 = ir.IntType(64)


@vector_code
def gru_cell(typingctx: Any, sums: Any, state: Any, gates: Any, units: Any) -> Any:
    """Activate the 4 x units `sums` into `gates`; state = new + z * (state - new)."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        formula = Formula(builder)
        sums_, state_, gates_, units_ = args
        row = builder.mul(units_, _I64(4))

        def body(offset: Any, load: Callable, store: Callable) -> None:
            def at(base: Any, part: int = 0) -> Any:
                return builder.add(builder.add(base, offset), builder.mul(row, _I64(part)))

            z, r = (formula.sigmoid(load(at(sums_, k))) for k in (1, 2))
            inner = load(at(sums_, 3))
            new = formula.tanh(formula.multiply_add(r, inner, load(at(sums_))))
            for k, value in enumerate((new, z, r, inner)):
                store(value, at(gates_, k))
            before = load(at(state_))
            store(formula.multiply_add(z, formula.sub(before, new), new), at(state_))

        formula.each_whole(builder.sdiv(units_, _I64(formula.lanes)), body)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 4), generate


@vector_code
def gru_cell_grad(typingctx: Any, gates: Any, before: Any, dh: Any, dz: Any, held: Any,
                  units: Any) -> Any:
    """The way back through `gru_cell`.

    From dh, the gradient for the output, gives the four blocks `dz` and in `held` what
    reaches the state `before` directly.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        formula = Formula(builder)
        gates_, before_, dh_, dz_, held_, units_ = args
        row, one = builder.mul(units_, _I64(4)), formula.number(1.0)

        def body(offset: Any, load: Callable, store: Callable) -> None:
            def at(base: Any, part: int = 0) -> Any:
                return builder.add(builder.add(base, offset), builder.mul(row, _I64(part)))

            mul, sub = formula.mul, formula.sub
            new, z, r, inner = (load(at(gates_, k)) for k in range(4))
            total, rest = formula.calmed(load(at(dh_))), sub(one, z)
            change = mul(mul(total, rest), sub(one, mul(new, new)))
            d_update = mul(mul(total, sub(load(at(before_)), new)), mul(z, rest))
            d_reset = mul(mul(change, inner), mul(r, sub(one, r)))
            for k, value in enumerate((change, d_update, d_reset, mul(change, r))):
                store(value, at(dz_, k))
            store(mul(total, z), at(held_))

        formula.each_whole(builder.sdiv(units_, _I64(formula.lanes)), body)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 6), generate
