"""Convolutions and pooling with Keras's arguments; the engine's own work on channels last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.config import image_data_format
from engine.ops import depthwise, pool, transposed
from engine.ops.conv3d import conv3d
from engine.ops.convolution import conv1d, conv2d
from engine.ops.shape import moveaxis
from engine.ops.shapes import WHOLE
from engine.tensor import Tensor, as_operand


def sizes(value: Any, rank: int, name: str) -> tuple[int, ...]:
    """Return one number for each of some axes from a number or as many."""
    found = (value,) * rank if isinstance(value, WHOLE) else tuple(int(v) for v in value)
    if len(found) == 1:
        found *= rank
    if len(found) != rank or min(found) < 1:
        raise ValueError(f"{name} must be one number from 1 on, or {rank} of them, got {value!r}.")
    return found


def channels_last(function: Callable[[Any], Tensor], inputs: Any, data_format: Any) -> Tensor:
    """Apply a function that wants the channels last to inputs of either layout."""
    x, layout = as_operand(inputs), data_format or image_data_format()
    if layout not in ("channels_last", "channels_first"):
        raise ValueError(
            f"data_format must be 'channels_last' or 'channels_first', got {data_format!r}."
        )
    if x.ndim not in (3, 4, 5):
        raise ValueError(
            f"expected a batch of signals, images or volumes, got the shape {x.shape}."
        )
    if layout == "channels_last":
        return function(x)
    return moveaxis(function(moveaxis(x, 1, -1)), -1, 1)


def _padding(padding: Any, rank: int) -> str:
    padding = str(padding).lower()
    allowed = ("valid", "same", "causal") if rank == 1 else ("valid", "same")
    if padding not in allowed:
        raise ValueError(f"padding must be one of {', '.join(allowed)}, got {padding!r}.")
    return padding


def conv(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Tensor:
    """Return inputs convolved with a kernel (*sizes, channels / groups, filters).

    There are as many groups as the kernel's channels go into the inputs' ones.
    """

    def last(x: Any) -> Tensor:
        rank = x.ndim - 2
        weights = as_operand(kernel, like=x)
        if weights.ndim != x.ndim:
            raise ValueError(
                f"conv: a kernel of shape {weights.shape} does not fit inputs of shape {x.shape}."
            )
        if x.shape[-1] is not None and x.shape[-1] % weights.shape[-2]:
            raise ValueError(
                f"conv: the {x.shape[-1]} channels of the inputs {x.shape} are no multiple of the "
                f"kernel's {weights.shape[-2]} {weights.shape}."
            )
        groups = 1 if x.shape[-1] is None else x.shape[-1] // weights.shape[-2]
        steps, spread = sizes(strides, rank, "strides"), sizes(dilation_rate, rank, "dilation_rate")
        more: dict[str, Any] = {"padding": _padding(padding, rank), "groups": groups}
        if rank == 1:
            return conv1d(x, weights, strides=steps[0], dilation=spread[0], **more)
        convolve: Any = conv2d if rank == 2 else conv3d
        return convolve(x, weights, strides=steps, dilation=spread, **more)

    return channels_last(last, inputs, data_format)


def depthwise_conv(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Tensor:
    """Return every channel convolved by itself with a kernel (*sizes, channels, multiplier)."""

    def last(x: Any) -> Tensor:
        rank = x.ndim - 2
        return depthwise.depthwise_conv(
            x,
            kernel,
            strides=sizes(strides, rank, "strides"),
            padding=_padding(padding, rank),
            dilation=sizes(dilation_rate, rank, "dilation_rate"),
        )

    return channels_last(last, inputs, data_format)


def separable_conv(
    inputs: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Tensor:
    """Return a depthwise convolution followed by one that mixes the channels of each cell."""
    apart = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return conv(apart, pointwise_kernel, 1, "valid", data_format)


def conv_transpose(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    output_padding: Any = None,
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Tensor:
    """Return inputs spread by a kernel (*sizes, filters, channels), a convolution run backwards."""

    def last(x: Any) -> Tensor:
        rank = x.ndim - 2
        extra = output_padding
        return transposed.conv_transpose(
            x,
            kernel,
            strides=sizes(strides, rank, "strides"),
            padding=_padding(padding, rank),
            output_padding=(extra,) * rank if isinstance(extra, WHOLE) else extra,
            dilation=sizes(dilation_rate, rank, "dilation_rate"),
        )

    return channels_last(last, inputs, data_format)


def _pooled(
    op: Callable[..., Tensor],
    inputs: Any,
    pool_size: Any,
    strides: Any,
    padding: str,
    data_format: str | None,
) -> Tensor:
    def last(x: Any) -> Tensor:
        rank = x.ndim - 2
        window = sizes(pool_size, rank, "pool_size")
        steps = window if strides is None else sizes(strides, rank, "strides")
        return op(x, window, steps, _padding(padding, 2))

    return channels_last(last, inputs, data_format)


def max_pool(
    inputs: Any,
    pool_size: Any,
    strides: Any = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Return the largest cell of each window; windows lie side by side without strides."""
    return _pooled(pool.max_pool, inputs, pool_size, strides, padding, data_format)


def average_pool(
    inputs: Any,
    pool_size: Any,
    strides: Any = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Return the mean of each window's cells; windows lie side by side without strides."""
    return _pooled(pool.average_pool, inputs, pool_size, strides, padding, data_format)


def _adaptive(op: Any, inputs: Any, output_size: Any, data_format: str | None) -> Tensor:
    def last(x: Any) -> Tensor:
        return op(x, sizes(output_size, x.ndim - 2, "output_size"))

    return channels_last(last, inputs, data_format)


def adaptive_average_pool(
    inputs: Any, output_size: int | Sequence[int], data_format: str | None = None
) -> Tensor:
    """Return means over so many windows that cover each axis evenly."""
    return _adaptive(pool.adaptive_average_pool, inputs, output_size, data_format)


def adaptive_max_pool(
    inputs: Any, output_size: int | Sequence[int], data_format: str | None = None
) -> Tensor:
    """Return maxima over so many windows that cover each axis evenly."""
    return _adaptive(pool.adaptive_max_pool, inputs, output_size, data_format)


__all__ = [
    "adaptive_average_pool",
    "adaptive_max_pool",
    "average_pool",
    "conv",
    "conv_transpose",
    "depthwise_conv",
    "max_pool",
    "separable_conv",
]
