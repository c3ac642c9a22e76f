"""What metrics count in a step, each in one kernel call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.config import floatx
from engine.kernels import judging as kernels
from engine.op import Call, Node, Op, WithoutGradient, apply
from engine.ops.elementwise import cast, divide, equal, multiply, negative, where
from engine.ops.shape import reshape
from engine.tensor import Spec, Tensor, Variable, as_operand


class Hits(WithoutGradient):
    """1 where the greatest score stands at the label, else 0: inputs (labels, scores)."""

    name = "hits"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(inputs[0].shape, floatx()),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [kernels.hits_call(ins[0], ins[1], outs[0])]


class AddMean(WithoutGradient):
    """Adds values to a total and their number to a count: inputs (total, count, values)."""

    name = "add_mean"
    mutates = (0, 1)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return ()

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        total, count, values = ins
        return [kernels.add_mean_call(values, total, count, attrs["weight"], attrs["number"])]


class SafeDivide(Op):
    """x / y, and 0 where y is 0; of one shape."""

    name = "safe_divide"
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [kernels.ratio_call(ins[0], ins[1], outs[0])]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        y, ratio = node.inputs[1], node.outputs[0]
        dx = safe_divide(grads[0], y)
        return dx, negative(multiply(dx, ratio))


_HITS = Hits()
_ADD_MEAN = AddMean()
_SAFE_DIVIDE = SafeDivide()


def hits(labels: Any, scores: Any) -> Tensor:
    """Return 1 where the greatest of the scores (..., classes) stands at the label, else 0."""
    labels, scores = as_operand(labels), as_operand(scores)
    found = apply(_HITS, reshape(labels, (-1,)), reshape(scores, (-1, scores.shape[-1])))[0]
    return reshape(found, labels.shape)


def add_mean(
    total: Variable, count: Variable, values: Any, number: float, weight: float = 1.0
) -> None:
    """``total += weight * sum(values); count += number``"""
    values = cast(values, total.dtype)
    apply(_ADD_MEAN, total, count, values, number=float(number), weight=float(weight))


def safe_divide(x: Any, y: Any) -> Tensor:
    """Return x / y, and 0 where y is 0."""
    a, b = as_operand(x), as_operand(y)
    if a.shape == b.shape and a.dtype == b.dtype and a.dtype in ("float32", "float64"):
        return apply(_SAFE_DIVIDE, a, b)[0]
    empty = equal(y, 0.0)
    return where(empty, 0.0, divide(x, where(empty, 1.0, y)))
