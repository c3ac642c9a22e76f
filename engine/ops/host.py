"""What a Python function makes of arrays, as part of a model: texts, tables, histograms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.op import Call, WithoutGradient, apply, is_tracing
from engine.tensor import Size, Spec, Tensor, as_operand, dtype_of


class Host(WithoutGradient):
    """A Python function of arrays; it is called anew at every step."""

    name = "host"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], attrs["dtype"]),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_fill, (attrs["function"], ins, outs[0]))]


def _fill(function: Callable[..., Any], ins: Sequence[np.ndarray], out: np.ndarray) -> None:
    out[...] = function(*ins)


_HOST = Host()


def computed(
    function: Callable[..., Any], *inputs: Any, shape: Sequence[Size], dtype: str
) -> Tensor:
    """Return what a function of arrays gives; no gradient flows through it.

    Args:
        function: Takes one array for each input and returns one; its answer depends on them
            alone. It must not keep or change them.
        inputs: Tensors, variables or arrays.
        shape: Shape of the answer. A size of None is known only when the values are: a
            model with such a layer is run step by step instead of being compiled.
        dtype: Its dtype.
    """
    operands = [as_operand(i) for i in inputs]
    if is_tracing():
        attrs = {"function": function, "shape": tuple(shape), "dtype": dtype}
        return apply(_HOST, *operands, **attrs)[0]
    result = np.asarray(function(*(np.asarray(o) for o in operands)))
    if dtype_of(result) != dtype:
        result = result.astype(dtype)
    return Tensor(result.shape, dtype, np.ascontiguousarray(result).reshape(result.shape))
