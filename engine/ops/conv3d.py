"""Convolution of (batch, depth, height, width, channels) volumes.

The slices under one window lie side by side in the channels, so that a
convolution of volumes is one of images with more channels. That leaves a single
new linear op, with its adjoint, and uses the fast kernels for all the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels.act import LINEAR
from engine.op import Call, Node, Op, apply
from engine.ops.convolution import Axis, Geometry, convolution
from engine.ops.shape import reshape, transpose
from engine.tensor import Size, Spec, Tensor, as_operand


class DepthWindows(Op):
    """The slices under each window, as channels: group by group, slice by slice."""

    name = "conv3d"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        batch, depth, height, width, channels = inputs[0].shape
        axis: Axis = attrs["axis"]
        wide = None if channels is None else channels * axis.kernel
        return (Spec((batch, axis.outputs(depth), height, width, wide), inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        pieces = _pieces(ins[0], outs[0], attrs)
        return [(outs[0].fill, (0,)), *((np.copyto, (window, x)) for x, window in pieces)]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return (depth_windows_gradient(grads[0], node.inputs[0].shape, **node.attrs),)

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


class DepthWindowsGradient(Op):
    """Every slice of all windows added to where it came from: the adjoint."""

    name = "depth_windows_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        pieces = _pieces(outs[0], ins[0], attrs)
        return [(outs[0].fill, (0,)), *((np.add, (x, window, x)) for x, window in pieces)]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        attrs = {k: v for k, v in node.attrs.items() if k != "shape"}
        return (apply(_DEPTH_WINDOWS, grads[0], **attrs)[0],)


_DEPTH_WINDOWS = DepthWindows()
_DEPTH_WINDOWS_GRADIENT = DepthWindowsGradient()


def _pieces(
    x: np.ndarray, windows: np.ndarray, attrs: dict[str, Any]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each tap: the slices of x it meets, and where they stand in the windows."""
    axis, groups = attrs["axis"], attrs["groups"]
    volume = x.reshape(*x.shape[:4], groups, x.shape[4] // groups)
    taps = windows.reshape(*windows.shape[:4], groups, axis.kernel, x.shape[4] // groups)
    before, size, pairs = axis.start(x.shape[1]), x.shape[1], []
    for tap in range(axis.kernel):
        shift = tap * axis.dilation - before  # output o meets slice o * stride + shift
        first = max(0, -(shift // axis.stride))
        last = min(windows.shape[1], (size - 1 - shift) // axis.stride + 1)
        if first < last:
            met = slice(first * axis.stride + shift, (last - 1) * axis.stride + shift + 1)
            here = volume[:, met.start : met.stop : axis.stride]
            pairs.append((here, taps[:, first:last, :, :, :, tap]))
    return pairs


def depth_windows_gradient(dy: Any, shape: Any, *, axis: Axis, groups: int) -> Tensor:
    """Return the adjoint of taking windows from a volume of a shape."""
    return apply(_DEPTH_WINDOWS_GRADIENT, dy, shape=tuple(shape), axis=axis, groups=groups)[0]


def merged(batch: Size, depth: Size) -> Size:
    """Number of slices of a batch, None when it is open."""
    return None if batch is None or depth is None else batch * depth


def image_kernel(kernel: Any) -> Tensor:
    """Turn (depth, height, width, a, b) into (height, width, depth * a, b)."""
    depth, height, width, a, b = kernel.shape
    return reshape(transpose(kernel, (1, 2, 0, 3, 4)), (height, width, depth * a, b))


def conv3d(
    x: Any,
    kernel: Any,
    bias: Any = None,
    *,
    strides: Sequence[int] = (1, 1, 1),
    padding: str = "valid",
    dilation: Sequence[int] = (1, 1, 1),
    groups: int = 1,
    act: int = LINEAR,
) -> Tensor:
    """Return act(x * kernel + bias) over volumes.

    Args:
        x: (batch, depth, height, width, channels).
        kernel: (kernel depth, height, width, channels / groups, filters).
        bias: (filters,) or None.
        strides, dilation: Slices, rows, columns.
        padding: "valid" or "same".
    """
    x = as_operand(x)
    if x.ndim != 5:
        raise ValueError(
            f"conv3d: expected (batch, depth, height, width, channels), got the shape {x.shape}."
        )
    axis = Axis(kernel.shape[0], strides[0], dilation[0], padding)
    windows = apply(_DEPTH_WINDOWS, x, axis=axis, groups=groups)[0]
    batch, depth, *image = windows.shape
    geometry = Geometry(
        tuple(strides[1:]), (padding, padding), tuple(dilation[1:]), groups, depth or 1
    )
    images = reshape(windows, (merged(batch, depth), *image))
    y = convolution(images, image_kernel(as_operand(kernel)), bias, geometry, act)
    return reshape(y, (batch, depth, *y.shape[1:]))
