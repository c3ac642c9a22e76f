"""The names of ``tf.nn``: activations and cross-entropies on logits."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.ops import (
    elu,
    log_softmax,
    relu,
    relu6,
    selu,
    sigmoid,
    silu,
    softmax,
    softplus,
    softsign,
    swish,
    tanh,
)
from engine.tensor import Tensor


def gelu(features: Any, approximate: bool = False) -> Tensor:
    """Return x P(X <= x) for a standard normal X, or its approximation by tanh."""
    return ops.gelu(features, approximate)


def leaky_relu(features: Any, alpha: float = 0.2) -> Tensor:
    """Return x where x > 0, alpha * x elsewhere."""
    return ops.leaky_relu(features, alpha)


def l2_normalize(x: Any, axis: Any = None, epsilon: float = 1e-12) -> Tensor:
    """Return x divided by its length along an axis."""
    length = ops.sum(ops.square(x), axis=axis, keepdims=True)
    return ops.multiply(x, ops.rsqrt(ops.maximum(length, epsilon)))


def sigmoid_cross_entropy_with_logits(labels: Any, logits: Any) -> Tensor:
    """Return the binary cross-entropy of every element: max(z, 0) - z·y + log(1 + exp(-|z|))."""
    return ops.binary_crossentropy(labels, logits, from_logits=True)


def softmax_cross_entropy_with_logits(labels: Any, logits: Any, axis: int = -1) -> Tensor:
    """Return -sum(labels · log(softmax(logits))) along an axis."""
    return ops.negative(ops.sum(ops.multiply(labels, ops.log_softmax(logits, axis)), axis))


def sparse_softmax_cross_entropy_with_logits(labels: Any, logits: Any) -> Tensor:
    """Return -log(softmax(logits)[label]) for every label."""
    return ops.sparse_softmax_crossentropy(labels, logits)


__all__ = [
    "elu",
    "gelu",
    "l2_normalize",
    "leaky_relu",
    "log_softmax",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "sigmoid_cross_entropy_with_logits",
    "silu",
    "softmax",
    "softmax_cross_entropy_with_logits",
    "softplus",
    "softsign",
    "sparse_softmax_cross_entropy_with_logits",
    "swish",
    "tanh",
]
