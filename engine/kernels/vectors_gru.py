"""The GRU cell and its gradient as vector code; see `engine.kernels.vectors`.

float32, tanh and sigmoid, the reset gate after the product. Arguments are addresses.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types

from engine.kernels.vectors import Formula
from engine.simd import vector_code

_I64 = ir.IntType(64)


@vector_code
def gru_cell(typingctx: Any, gates: Any, inner: Any, before: Any, output: Any, units: Any) -> Any:
    """Activate the 3 x units `gates`; output = new + z * (before - new), new = tanh(g + r * inner).

    The next step's numbers are asked for early, as in the LSTM's cell.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        formula = Formula(builder)
        gates_, inner_, before_, output_, units_ = args
        row = builder.mul(units_, _I64(4))

        def body(offset: Any, load: Callable, store: Callable) -> None:
            def at(base: Any, part: int = 0) -> Any:
                return builder.add(builder.add(base, offset), builder.mul(row, _I64(part)))

            z, r = (formula.sigmoid(load(at(gates_, k))) for k in range(2))
            new = formula.tanh(formula.multiply_add(r, load(at(inner_)), load(at(gates_, 2))))
            for k, gate in enumerate((z, r, new)):
                store(gate, at(gates_, k))
                formula.prefetch(at(gates_, k + 3), True)
            for base in (inner_, output_):
                formula.prefetch(at(base, 1), True)
            store(formula.multiply_add(z, formula.sub(load(at(before_)), new), new), at(output_))

        formula.each(units_, body)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 5), generate


@vector_code
def gru_cell_grad(typingctx: Any, gates: Any, inner: Any, before: Any, dz: Any, dz_inner: Any,
                  dh: Any, doutput: Any, kept: Any, units: Any) -> Any:
    """The way back through `gru_cell`.

    From doutput + dh, the gradients for the output from outside and from the next
    step, gives the three `dz` for x @ w and the three `dz_inner` for h @ u; leaves in
    dh what reaches `before` directly; copies `before` to `kept`.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        formula = Formula(builder)
        gates_, inner_, before_, dz_, dz_inner_, dh_, doutput_, kept_, units_ = args
        row, one = builder.mul(units_, _I64(4)), formula.number(1.0)

        def body(offset: Any, load: Callable, store: Callable) -> None:
            def at(base: Any, part: int = 0) -> Any:
                return builder.add(builder.add(base, offset), builder.mul(row, _I64(part)))

            mul, sub = formula.mul, formula.sub
            z, r, new = (load(at(gates_, k)) for k in range(3))
            shown = load(at(before_))
            total = formula.add(load(at(dh_)), load(at(doutput_)))
            rest = sub(one, z)
            change = mul(mul(total, rest), sub(one, mul(new, new)))
            d_update = mul(mul(total, sub(shown, new)), mul(z, rest))
            d_reset = mul(mul(change, load(at(inner_))), mul(r, sub(one, r)))
            for base, last in ((dz_, change), (dz_inner_, mul(change, r))):
                for k, value in enumerate((d_update, d_reset, last)):
                    store(value, at(base, k))
                    formula.prefetch(at(base, k - 3), True)
            store(mul(total, z), at(dh_))
            store(shown, at(kept_))
            for k in range(3):
                formula.prefetch(at(gates_, k - 3))
            for base in (inner_, before_, doutput_):
                formula.prefetch(at(base, -1))
            formula.prefetch(at(kept_, -1), True)

        formula.each(units_, body)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 9), generate
