"""Cross-entropies of scores, with what comes before them: one pass for value and gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels import losses as kernels
from engine.op import Call, Node, Op, apply, elements
from engine.ops.activation import one_hot, softmax_gradient
from engine.ops.elementwise import add, cast, multiply, negative, subtract
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import reshape
from engine.tensor import Spec, Tensor, as_operand


class SparseCrossentropy(Op):
    """-log(softmax(logits)[label]) per row: inputs (logits, labels), outputs (loss, softmax)."""

    name = "sparse_softmax_crossentropy"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return Spec(inputs[0].shape[:1], inputs[0].dtype), inputs[0]

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_sparse_crossentropy, (*ins, *outs))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        probs, found = node.outputs[1], None
        if grads[0] is not None:
            found = apply(_SPARSE_GRADIENT, probs, node.inputs[1], grads[0])[0]
        if grads[1] is not None:
            through = softmax_gradient(probs, grads[1])
            found = through if found is None else add(found, through)
        return found, None

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 6.0 * elements(ins[0].shape)


def _sparse_crossentropy(
    logits: np.ndarray, labels: np.ndarray, loss: np.ndarray, probs: np.ndarray
) -> None:
    bad = kernels.sparse_softmax_crossentropy(logits, labels, loss, probs)
    if bad >= 0:
        raise ValueError(
            f"The label {int(labels[bad])} is outside the {logits.shape[1]} classes of the model's "
            f"output (valid: 0 to {logits.shape[1] - 1}). Check the targets, or give the last "
            "layer more units."
        )


class SparseGradient(Op):
    """g * (probabilities - one-hot labels): inputs (probabilities, labels, g)."""

    name = "sparse_softmax_crossentropy_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(kernels.sparse_softmax_crossentropy_grad, (*ins, outs[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        probs, labels, g = node.inputs
        hot = one_hot(labels, probs.shape[1], dtype=probs.dtype)
        through = reduce_sum(multiply(grads[0], subtract(probs, hot)), axis=-1)
        return multiply(grads[0], reshape(g, (-1, 1))), None, through


class BinaryCrossentropy(Op):
    """log(1 + exp(z)) - z * y: inputs (scores z, targets y), outputs (loss, sigmoid(z))."""

    name = "sigmoid_crossentropy"
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return inputs[0], inputs[0]

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [kernels.binary_crossentropy_call(*ins, *outs)]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        (z, y), p, through, targets = node.inputs, node.outputs[1], None, None
        if grads[0] is not None:
            through = apply(_BINARY_GRADIENT, p, y, grads[0])[0]
            targets = negative(multiply(grads[0], z))
        if grads[1] is not None:
            slope = multiply(grads[1], multiply(p, subtract(1.0, p)))
            through = slope if through is None else add(through, slope)
        return through, targets

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 8.0 * elements(ins[0].shape)


class BinaryGradient(Op):
    """g * (probabilities - targets): inputs (probabilities, targets, g)."""

    name = "sigmoid_crossentropy_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.subtract, (ins[0], ins[1], outs[0])), (np.multiply, (outs[0], ins[2], outs[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        p, y, g = node.inputs
        through = multiply(grads[0], g)
        return through, negative(through), multiply(grads[0], subtract(p, y))


_SPARSE_CROSSENTROPY = SparseCrossentropy()
_SPARSE_GRADIENT = SparseGradient()
_BINARY_CROSSENTROPY = BinaryCrossentropy()
_BINARY_GRADIENT = BinaryGradient()


def sparse_softmax_crossentropy(labels: Any, logits: Any) -> Tensor:
    """Return -log(softmax(logits)[label]) for every position.

    Args:
        labels: (...) whole numbers.
        logits: (..., classes).

    Raises:
        ValueError: naming a label outside the classes.
    """
    logits, labels = as_operand(logits), as_operand(labels)
    if labels.dtype not in ("int32", "int64"):
        labels = cast(labels, "int32")
    lead = logits.shape[:-1]
    flat = logits if logits.ndim == 2 else reshape(logits, (-1, logits.shape[-1]))
    loss = apply(_SPARSE_CROSSENTROPY, flat, reshape(labels, (-1,)))[0]
    return loss if len(lead) == 1 else reshape(loss, lead)


def sigmoid_crossentropy(targets: Any, scores: Any) -> Tensor:
    """Return -[y ln p + (1 - y) ln(1 - p)] with p = sigmoid(score); both of one shape."""
    return apply(_BINARY_CROSSENTROPY, scores, targets)[0]


__all__ = ["sigmoid_crossentropy", "sparse_softmax_crossentropy"]
