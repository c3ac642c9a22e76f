"""Batch normalisation over all axes but the last, in one op each way; vectors of length 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.kernels import norm as kernels
from engine.op import Call, Node, Op, apply, elements
from engine.ops.elementwise import divide, maximum, sqrt, square
from engine.ops.reduce import sum as reduce_sum
from engine.tensor import Spec, Tensor


class BatchNorm(Op):
    """Normalise by the batch's own mean and biased variance.

    Inputs x (..., C), gamma (C,), beta (C,); outputs y, the batch mean (C,),
    1 / sqrt(variance + epsilon) (C,) and the variance (C,). ``engine.fusion`` lets
    a sum with a fourth input and relu (attribute ``relu``) ride along.
    """

    name = "batch_norm"
    inplace = (3,)
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        x, vector = inputs[0], Spec(inputs[1].shape, inputs[0].dtype)
        return x, vector, vector, vector

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        channels = ins[0].shape[-1]
        x, y = ins[0].reshape(-1, channels), outs[0].reshape(-1, channels)
        args = (x, ins[1], ins[2], attrs["epsilon"], y, *outs[1:], attrs.get("relu", False))
        other = ins[3].reshape(-1, channels) if len(ins) == 4 else None
        return [(kernels.batch_norm_train, (*args, other))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        if grads[1] is not None or grads[2] is not None or grads[3] is not None:
            raise TypeError("batch_norm: gradients flow through the output, not the statistics.")
        x, gamma, _ = node.inputs
        return apply(BATCH_NORM_GRAD, grads[0], x, gamma, *node.outputs[1:3])

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 8.0 * elements(ins[0].shape)


class BatchNormGrad(Op):
    """Inputs dy, x, gamma, mean, inverse deviation; outputs dx, dgamma, dbeta.

    With beta as a sixth input, dy is the gradient after relu.
    """

    name = "batch_norm_gradient"
    inplace = (0,)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        vector = Spec(inputs[2].shape, inputs[0].dtype)
        return inputs[0], vector, vector

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        rows = (-1, ins[0].shape[-1])
        args = (ins[0].reshape(rows), ins[1].reshape(rows), *ins[2:5], outs[0].reshape(rows))
        beta = ins[5] if len(ins) == 6 else None
        return [(kernels.batch_norm_grad, (*args, *outs[1:], beta is not None, beta))]


BATCH_NORM = BatchNorm()
BATCH_NORM_GRAD = BatchNormGrad()


def batch_norm(x: Any, gamma: Any, beta: Any, epsilon: float) -> tuple[Tensor, Tensor, Tensor]:
    """Return the normalised x, the batch's mean and its biased variance.

    Args:
        x: (..., channels); statistics are taken over all axes but the last.
        gamma, beta: (channels,).
        epsilon: Added to the variance.
    """
    y, mean, _, variance = apply(BATCH_NORM, x, gamma, beta, epsilon=float(epsilon))
    return y, mean, variance


def unit_length(x: Any, axis: Any = None, epsilon: float = 1e-12) -> Tensor:
    """Return x with vectors along an axis (several, or all) brought to length 1."""
    total = reduce_sum(square(x), axis=axis, keepdims=True)
    return divide(x, sqrt(maximum(total, epsilon)))
