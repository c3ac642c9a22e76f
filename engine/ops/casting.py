"""Other types, and copies: what brings operands to one dtype."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.config import floatx
from engine.dtypes import promote, standardize_dtype
from engine.op import Call, Node, Op, apply
from engine.tensor import Spec, Tensor, as_operand


class Cast(Op):
    """Another dtype; the gradient is cast back."""

    name = "cast"
    folds = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(inputs[0].shape, attrs["dtype"]),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_copy_cast, (outs[0], ins[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        source = node.inputs[0].dtype
        known = source.startswith(("float", "complex"))
        return (cast(grads[0], source) if known else None,)


def _copy_cast(out: np.ndarray, value: np.ndarray) -> None:
    np.copyto(out, value, casting="unsafe")


_CAST = Cast()


def cast(x: Any, dtype: Any) -> Tensor:
    """Return ``x`` with another dtype (itself if it has that one)."""
    x = as_operand(x)
    dtype = standardize_dtype(dtype)
    if x.dtype == dtype:
        return x  # type: ignore[return-value]
    return apply(_CAST, x, dtype=dtype)[0]


class Copy(Op):
    """The same values in memory of their own."""

    name = "copy"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.copyto, (outs[0], ins[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return grads

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


_COPY = Copy()


def copied(x: Any) -> Tensor:
    """Return the present values of x; what is assigned to a variable later changes them no more."""
    return apply(_COPY, x)[0]


def as_float(x: Any) -> Any:
    """Return x itself when it holds floats, otherwise its numbers as floats."""
    x = as_operand(x)
    return x if x.dtype.startswith("float") else cast(x, floatx())


def binary_cast(a: Any, b: Any) -> tuple[Any, Any]:
    """Return both sides as operands of one dtype."""
    a, b = (
        as_operand(a, like=b if typed(b) else None),
        as_operand(b, like=a if typed(a) else None),
    )
    if a.dtype != b.dtype:
        common = promote(a.dtype, b.dtype)
        a, b = cast(a, common), cast(b, common)
    return a, b


def typed(value: Any) -> bool:
    """Whether a value has a dtype of its own, which Python's numbers take over."""
    return hasattr(value, "dtype") and not isinstance(value, np.generic)
