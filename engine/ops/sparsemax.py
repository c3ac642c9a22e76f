"""Sparsemax: the nearest point of the probability simplex.

Martins and Astudillo 2016, "From Softmax to Sparsemax". Keras 3.15 agrees with
it only where a single element stays above zero; here the definition holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.op import Call, Node, Op, elements
from engine.ops.activation import over_last_axis
from engine.ops.elementwise import cast, divide, greater, multiply, subtract
from engine.ops.reduce import sum as reduce_sum
from engine.tensor import Spec, Tensor


class Sparsemax(Op):
    """max(x - t, 0) per row of a matrix, with the t for which the row adds up to 1."""

    name = "sparsemax"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_sparsemax, (ins[0], outs[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        """The gradient less its mean, over the elements that are not zero."""
        support = cast(greater(node.outputs[0], 0.0), node.outputs[0].dtype)
        kept = multiply(grads[0], support)
        total = reduce_sum(kept, axis=-1, keepdims=True)
        share = divide(total, reduce_sum(support, axis=-1, keepdims=True))
        return (subtract(kept, multiply(support, share)),)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 8.0 * elements(ins[0].shape)


def _sparsemax(x: np.ndarray, out: np.ndarray) -> None:
    falling = -np.sort(-x, axis=1)
    sums = np.cumsum(falling, axis=1)
    ranks = np.arange(1, x.shape[1] + 1, dtype=x.dtype)
    count = np.sum(1 + ranks * falling > sums, axis=1, keepdims=True)
    level = (np.take_along_axis(sums, count - 1, axis=1) - 1) / count
    np.maximum(x - level, 0, out=out, casting="unsafe")


_SPARSEMAX = Sparsemax()


def sparsemax(x: Any, axis: int = -1) -> Tensor:
    """Return the point of the probability simplex that is nearest to x, along an axis."""
    return over_last_axis(_SPARSEMAX, x, axis)
