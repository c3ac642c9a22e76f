"""Functions of Keras 2's ``keras.backend`` on windows, loops and products, as names of ops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import ops, random
from engine.config import image_data_format
from engine.dtypes import standardize_dtype
from engine.tensor import Tensor, Variable, as_operand

conv1d = conv2d = conv3d = ops.conv
depthwise_conv2d, separable_conv2d = ops.depthwise_conv, ops.separable_conv
truncated_normal = random.truncated_normal


def batch_dot(x: Any, y: Any, axes: Any = None) -> Tensor:
    """Return for every sample the sums of products over one axis of x and one of y.

    Args:
        x, y: Tensors of at least two axes, the samples first.
        axes: The axis of both, or one for each; by default x's last and y's last but one.
    """
    x, y = as_operand(x), as_operand(y)
    if axes is None:
        axes = (x.ndim - 1, y.ndim - 1 if y.ndim == 2 else y.ndim - 2)
    first, second = (axes, axes) if isinstance(axes, int) else axes
    first, second = first % x.ndim, second % y.ndim
    letters = iter("abcdefghijklmnopqrstuvw")
    left = ["z"] + [next(letters) for _ in range(x.ndim - 1)]
    right = ["z"] + [next(letters) for _ in range(y.ndim - 1)]
    left[first] = right[second] = "y"
    kept = [n for n in left + right[1:] if n != "y"]
    found = ops.einsum(f"{''.join(left)},{''.join(right)}->{''.join(kept)}", x, y)
    return ops.expand_dims(found, 1) if found.ndim == 1 else found


def batch_normalization(
    x: Any, mean: Any, var: Any, beta: Any, gamma: Any, axis: int = -1, epsilon: float = 1e-3
) -> Tensor:
    """Return (x - mean) / sqrt(var + epsilon) * gamma + beta."""
    return ops.batch_normalization(x, mean, var, axis, beta, gamma, epsilon)


def dropout(x: Any, level: float, noise_shape: Any = None, seed: Any = None) -> Tensor:
    """Return x with a share of the elements zeroed and the others scaled up."""
    return random.dropout(x, level, noise_shape, seed)


def foldl(fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Any = None) -> Any:
    """Return the slices along the first axis combined one after the other."""
    parts = list(ops.unstack(elems))
    value = parts.pop(0) if initializer is None else initializer
    for part in parts:
        value = fn(value, part)
    return value


def foldr(fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Any = None) -> Any:
    """Return the slices along the first axis combined from the last one on."""
    return foldl(fn, ops.flip(elems, 0), initializer)


def in_top_k(predictions: Any, targets: Any, k: int) -> Tensor:
    """Return whether each target is among the k largest predictions."""
    return ops.in_top_k(targets, predictions, k)


def is_sparse(tensor: Any) -> bool:
    """Return False: there are no sparse tensors here."""
    return False


def map_fn(fn: Callable[..., Any], elems: Any, name: Any = None, dtype: Any = None) -> Any:
    """Return what a function gives for every slice along the first axis."""
    return ops.map(fn, elems)


def moving_average_update(x: Variable, value: Any, momentum: float) -> Variable:
    """Move a variable a little towards a value."""
    return x.assign(ops.add(ops.multiply(x, momentum), ops.multiply(value, 1.0 - momentum)))


def pool2d(
    x: Any,
    pool_size: Any,
    strides: Any = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    pool_mode: str = "max",
) -> Tensor:
    """Return the largest cell, or the mean, of each window ("max" or "avg")."""
    pools = {"max": ops.max_pool, "avg": ops.average_pool}
    if pool_mode not in pools:
        raise ValueError(f"pool_mode must be 'max' or 'avg', got {pool_mode!r}.")
    return pools[pool_mode](x, pool_size, strides, padding, data_format)


def random_bernoulli(shape: Any, p: float = 0.0, dtype: Any = None, seed: Any = None) -> Tensor:
    """Return ones with a chance p, else zeros."""
    return ops.cast(random.uniform(shape, seed=seed) < p, standardize_dtype(dtype))


def spatial_2d_padding(
    x: Any, padding: Any = ((1, 1), (1, 1)), data_format: str | None = None
) -> Tensor:
    """Return images with zeros around them."""
    first = (data_format or image_data_format()) == "channels_first"
    inner = [tuple(p) for p in padding]
    return ops.pad(x, [(0, 0), (0, 0), *inner] if first else [(0, 0), *inner, (0, 0)])


def temporal_padding(x: Any, padding: tuple[int, int] = (1, 1)) -> Tensor:
    """Return a sequence with zeros before and after."""
    return ops.pad(x, ((0, 0), tuple(padding), (0, 0)))


def to_dense(tensor: Any) -> Any:
    """Return the tensor, which is dense already."""
    return tensor


pool3d = pool2d


def spatial_3d_padding(
    x: Any, padding: Any = ((1, 1), (1, 1), (1, 1)), data_format: str | None = None
) -> Tensor:
    """Return volumes with zeros around them."""
    return spatial_2d_padding(x, padding, data_format)


def resize_images(
    x: Any,
    height_factor: int,
    width_factor: int,
    data_format: str | None = None,
    interpolation: str = "nearest",
) -> Tensor:
    """Return images a whole number of times larger."""
    place = 2 if (data_format or image_data_format()) == "channels_first" else 1
    return ops.upsample(x, (height_factor, width_factor), interpolation, place)


def ctc_batch_cost(y_true: Any, y_pred: Any, input_length: Any, label_length: Any) -> Tensor:
    """Return each sample's CTC loss (batch, 1) of probabilities whose last class is the pause."""
    scores = ops.log(ops.add(y_pred, 1e-7))
    labels, steps = (ops.reshape(n, (-1,)) for n in (label_length, input_length))
    pause = as_operand(y_pred).shape[-1] - 1
    return ops.expand_dims(ops.ctc_loss(y_true, scores, labels, steps, pause), 1)


__all__ = [
    "batch_dot",
    "batch_normalization",
    "conv1d",
    "conv2d",
    "conv3d",
    "ctc_batch_cost",
    "depthwise_conv2d",
    "dropout",
    "foldl",
    "foldr",
    "in_top_k",
    "is_sparse",
    "map_fn",
    "moving_average_update",
    "pool2d",
    "pool3d",
    "random_bernoulli",
    "resize_images",
    "separable_conv2d",
    "spatial_2d_padding",
    "spatial_3d_padding",
    "temporal_padding",
    "to_dense",
    "truncated_normal",
]
