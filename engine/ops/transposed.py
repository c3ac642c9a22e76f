"""Transposed convolution: the gradient of a convolution for its input, used forwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.ops.conv3d import depth_windows_gradient, image_kernel, merged
from engine.ops.convolution import Axis, Geometry, convolution_grad_input
from engine.ops.shape import reshape
from engine.tensor import Size, Tensor, as_operand


def _axis(
    size: Size, kernel: int, stride: int, dilation: int, padding: str, extra: int | None
) -> tuple[Size, Axis]:
    """Return the output's length and the forward convolution that this one transposes."""
    reach = dilation * (kernel - 1) + 1
    if padding == "valid":
        before, tail = 0, max(reach, stride) if extra is None else reach + extra
    elif extra is None:
        before, tail = max(reach - stride, 0) // 2, stride
    else:
        tail = reach % 2 + extra
        before = max(reach - tail, 0) // 2
    if size is None:
        return None, Axis(kernel, stride, dilation, (before, 0))
    length = (size - 1) * stride + tail
    if length < 1:
        raise ValueError(
            f"conv_transpose: an axis of size {size} would come out with size {length}. Use a "
            "larger output_padding, padding='valid' or a larger input."
        )
    return length, Axis(kernel, stride, dilation, (before, reach - tail - before))


def conv_transpose(
    x: Any,
    kernel: Any,
    *,
    strides: Sequence[int],
    padding: str = "valid",
    output_padding: Sequence[int] | None = None,
    dilation: Sequence[int],
) -> Tensor:
    """Spread every input cell over the cells a convolution would have made it from.

    Args:
        x: (batch, *sizes, channels) with one to three sizes.
        kernel: (*kernel sizes, filters, channels).
        strides, dilation: One number for each size.
        padding: "valid" or "same".
        output_padding: Cells added to the end of each output axis, fewer than the
            stride; None makes 'same' give size * stride.
    """
    x, kernel = as_operand(x), as_operand(kernel)
    rank = x.ndim - 2
    if kernel.ndim != x.ndim or x.shape[-1] not in (None, kernel.shape[-1]):
        raise ValueError(
            f"conv_transpose: the shape {x.shape} does not fit a kernel of shape {kernel.shape}."
        )
    extra = output_padding or (None,) * rank
    found = [
        _axis(x.shape[1 + i], kernel.shape[i], strides[i], dilation[i], padding, extra[i])
        for i in range(rank)
    ]
    sizes, axes = [size for size, _ in found], [axis for _, axis in found]
    return (_lines, _images, _volumes)[rank - 1](x, kernel, sizes, axes)


def _images(x: Tensor, kernel: Any, sizes: list[Size], axes: list[Axis], slices: int = 1) -> Tensor:
    down, across = axes
    geometry = Geometry(
        (down.stride, across.stride),
        (down.padding, across.padding),
        (down.dilation, across.dilation),
        1,
        slices,
    )
    return convolution_grad_input(x, kernel, (x.shape[0], *sizes, kernel.shape[2]), geometry)


def _lines(x: Tensor, kernel: Any, sizes: list[Size], axes: list[Axis]) -> Tensor:
    batch, steps, channels = x.shape
    image = reshape(x, (batch, 1, steps, channels))
    row = Axis(1, 1, 1, (0, 0))
    y = _images(image, reshape(kernel, (1, *kernel.shape)), [1, *sizes], [row, *axes])
    return reshape(y, (batch, sizes[0], kernel.shape[1]))


def _volumes(x: Tensor, kernel: Any, sizes: list[Size], axes: list[Axis]) -> Tensor:
    batch, depth, *image = x.shape
    slices = reshape(x, (merged(batch, depth), *image))
    y = _images(slices, image_kernel(kernel), sizes[1:], axes[1:], depth or 1)
    windows = reshape(y, (batch, depth, *y.shape[1:]))
    shape = (batch, *sizes, kernel.shape[3])
    return depth_windows_gradient(windows, shape, axis=axes[0], groups=1)
