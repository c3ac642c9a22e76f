"""The names of ``tf.nn``: activations, cross-entropies on logits, and layers' arithmetic."""

from __future__ import annotations

from typing import Any, NamedTuple

from engine import ops
from engine.config import image_data_format
from engine.eager import _of_one, _tensor, sizes
from engine.ops import elu, relu6, selu, silu, swish
from engine.ops import gelu as _gelu
from engine.tensor import Tensor

relu, sigmoid, softplus, softsign, tanh = (
    _of_one(f) for f in (ops.relu, ops.sigmoid, ops.softplus, ops.softsign, ops.tanh)
)


def softmax(logits: Any, axis: int | None = None, name: str | None = None) -> Tensor:
    """Return exp(x) divided by its sum along an axis, the last by default."""
    return ops.softmax(_tensor(logits), -1 if axis is None else axis)


def log_softmax(logits: Any, axis: int | None = None, name: str | None = None) -> Tensor:
    """Return the logarithm of ``softmax``."""
    return ops.log_softmax(_tensor(logits), -1 if axis is None else axis)


def gelu(features: Any, approximate: bool = False, name: str | None = None) -> Tensor:
    """Return x P(X <= x) for a standard normal X, or its approximation by tanh."""
    return _gelu(features, approximate)


def leaky_relu(features: Any, alpha: float = 0.2, name: str | None = None) -> Tensor:
    """Return x where x > 0, alpha * x elsewhere."""
    return ops.leaky_relu(_tensor(features), alpha)


def l2_normalize(
    x: Any, axis: Any = None, epsilon: float = 1e-12, name: str | None = None
) -> Tensor:
    """Return x divided by its length along an axis."""
    x = _tensor(x)
    length = ops.sum(ops.square(x), axis=axis, keepdims=True)
    return ops.multiply(x, ops.rsqrt(ops.maximum(length, epsilon)))


def l2_loss(t: Any, name: str | None = None) -> Tensor:
    """Return half the sum of squares."""
    return ops.multiply(ops.sum(ops.square(_tensor(t))), 0.5)


def sigmoid_cross_entropy_with_logits(labels: Any, logits: Any, name: Any = None) -> Tensor:
    """Return the binary cross-entropy of every element: max(z, 0) - z·y + log(1 + exp(-|z|))."""
    return ops.binary_crossentropy(labels, logits, from_logits=True)


def weighted_cross_entropy_with_logits(
    labels: Any, logits: Any, pos_weight: Any, name: str | None = None
) -> Tensor:
    """Return the binary cross-entropy with what is positive counting ``pos_weight`` times."""
    labels, logits = _tensor(labels), _tensor(logits)
    factor = ops.add(1, ops.multiply(ops.subtract(pos_weight, 1), labels))
    rest = ops.softplus(ops.negative(logits))
    return ops.add(ops.multiply(ops.subtract(1, labels), logits), ops.multiply(factor, rest))


def softmax_cross_entropy_with_logits(
    labels: Any, logits: Any, axis: int = -1, name: str | None = None
) -> Tensor:
    """Return -sum(labels · log(softmax(logits))) along an axis."""
    return ops.negative(ops.sum(ops.multiply(labels, ops.log_softmax(logits, axis)), axis))


def sparse_softmax_cross_entropy_with_logits(
    labels: Any, logits: Any, name: str | None = None
) -> Tensor:
    """Return -log(softmax(logits)[label]) for every label."""
    return ops.sparse_softmax_crossentropy(labels, logits)


def dropout(
    x: Any, rate: float, noise_shape: Any = None, seed: Any = None, name: str | None = None
) -> Tensor:
    """Return x with a share of the elements zeroed and the others scaled up."""
    from engine import random

    return random.dropout(_tensor(x), rate, noise_shape, seed)


def embedding_lookup(params: Any, ids: Any, max_norm: Any = None, name: Any = None) -> Tensor:
    """Return the rows of a table that whole numbers name."""
    from engine.eager_picking import clip_by_norm

    rows = ops.take(params, _tensor(ids), axis=0)
    return rows if max_norm is None else clip_by_norm(rows, max_norm, axes=-1)


class TopK(NamedTuple):
    """The largest values and where they were."""

    values: Tensor
    indices: Tensor


def top_k(
    input: Any,  # noqa: A002 (TensorFlow's name)
    k: int = 1,
    sorted: bool = True,  # noqa: A002
    index_type: str = "int32",
    name: str | None = None,
) -> TopK:
    """Return the k largest values along the last axis, and their places."""
    values, places = ops.top_k(_tensor(input), int(k), sorted)
    return TopK(values, ops.cast(places, index_type))


def moments(
    x: Any, axes: Any, shift: Any = None, keepdims: bool = False, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """Return mean and variance over axes."""
    axes = sizes(axes)
    return ops.mean(x, axes, keepdims), ops.var(x, axes, keepdims)


def batch_normalization(
    x: Any,
    mean: Any,
    variance: Any,
    offset: Any,
    scale: Any,
    variance_epsilon: float,
    name: str | None = None,
) -> Tensor:
    """Return (x - mean) / sqrt(variance + epsilon) · scale + offset."""
    found = ops.multiply(ops.subtract(x, mean), ops.rsqrt(ops.add(variance, variance_epsilon)))
    found = found if scale is None else ops.multiply(found, scale)
    return found if offset is None else ops.add(found, offset)


def bias_add(value: Any, bias: Any, data_format: str | None = None, name: Any = None) -> Tensor:
    """Return a tensor with a number added to each channel."""
    value, bias = _tensor(value), _tensor(bias)
    if data_format is not None and data_format.startswith("NC"):
        bias = ops.reshape(bias, (-1,) + (1,) * (value.ndim - 2))
    return ops.add(value, bias)


def _format(data_format: str | None) -> str:
    """Keras's word for TensorFlow's ("NHWC", "NCHW")."""
    if data_format is None:
        return image_data_format()
    return "channels_first" if data_format.startswith("NC") else "channels_last"


def _inner(value: Any, data_format: str) -> Any:
    """The numbers for height and width of one for all axes, given as a list of four."""
    if isinstance(value, int) or value is None:
        return value
    values = sizes(value)
    if len(values) < 4:
        return values[0] if len(values) == 1 else values
    return values[2:] if data_format == "channels_first" else values[1:-1]


def conv2d(
    input: Any,  # noqa: A002
    filters: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Return the sums of images' neighbourhoods times filters (height, width, in, out)."""
    order = _format(data_format)
    return ops.conv(
        _tensor(input),
        _tensor(filters),
        _inner(strides, order),
        padding.lower(),
        order,
        _inner(dilations, order) or 1,
    )


def max_pool2d(
    input: Any,  # noqa: A002
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    name: str | None = None,
) -> Tensor:
    """Return the largest value of every window of images."""
    order = _format(data_format)
    window, steps = _inner(ksize, order), _inner(strides, order)
    return ops.max_pool(_tensor(input), window, steps, padding.lower(), order)


def avg_pool2d(
    input: Any,  # noqa: A002
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    name: str | None = None,
) -> Tensor:
    """Return the mean of every window of images."""
    order = _format(data_format)
    window, steps = _inner(ksize, order), _inner(strides, order)
    return ops.average_pool(_tensor(input), window, steps, padding.lower(), order)


max_pool, avg_pool = max_pool2d, avg_pool2d


__all__ = [
    "avg_pool",
    "avg_pool2d",
    "batch_normalization",
    "bias_add",
    "conv2d",
    "dropout",
    "elu",
    "embedding_lookup",
    "gelu",
    "l2_loss",
    "l2_normalize",
    "leaky_relu",
    "log_softmax",
    "max_pool",
    "max_pool2d",
    "moments",
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
    "top_k",
    "weighted_cross_entropy_with_logits",
]
