"""Convolution of (batch, height, width, channels) inputs, and its two gradients.

The three are the corners of one triangle: each one's gradient is made of the
other two, so convolutions can be differentiated any number of times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.kernels import conv as kernels
from engine.kernels.act import LINEAR
from engine.op import Call, Node, Op, apply, elements
from engine.ops.products import act_gradient, column_sums
from engine.ops.shape import reshape
from engine.ops.shapes import window_size, window_start
from engine.tensor import Size, Spec, Tensor, as_operand

#: The name of a rule, or the cells before and after the input.
Padding = str | tuple[int, int]


@dataclass(frozen=True)
class Axis:
    """How a window moves along one axis."""

    kernel: int
    stride: int
    dilation: int
    padding: Padding

    @property
    def reach(self) -> int:
        return self.dilation * (self.kernel - 1) + 1

    def outputs(self, size: Size) -> Size:
        if isinstance(self.padding, str):
            return window_size(size, self.kernel, self.stride, self.dilation, self.padding)
        if size is None:
            return None
        return (size + sum(self.padding) - self.reach) // self.stride + 1

    def start(self, size: int) -> int:
        """Cells of padding before the first input cell."""
        if isinstance(self.padding, str):
            return window_start(size, self.kernel, self.stride, self.dilation, self.padding)
        return self.padding[0]


@dataclass(frozen=True)
class Geometry:
    """How the window moves over the input.

    ``samples``: images that belong to one sample, for counting operations.
    """

    strides: tuple[int, ...]
    padding: tuple[Padding, Padding]
    dilation: tuple[int, ...]
    groups: int
    samples: int = 1

    def axis(self, i: int, kernel: Sequence[int]) -> Axis:
        return Axis(kernel[i], self.strides[i], self.dilation[i], self.padding[i])

    def out_size(self, shape: Sequence[Any], kernel: Sequence[int]) -> tuple[Any, Any]:
        height, width = (self.axis(i, kernel).outputs(shape[1 + i]) for i in range(2))
        return height, width

    def flops(self, images: Sequence[Any], kernel: Sequence[Any]) -> float:
        """Operations to multiply every pixel of a batch of images with every tap for it."""
        samples = self.samples if images[0] is None else 1
        return 2.0 * samples * elements(images) * elements(kernel[:3])

    def numbers(self, shape: Sequence[int], kernel: Sequence[int]) -> tuple[int, ...]:
        """Return what kernels take: strides, dilations, rows and columns of padding, groups."""
        top, left = (self.axis(i, kernel).start(shape[1 + i]) for i in range(2))
        return (*self.strides, *self.dilation, top, left, self.groups)


class Conv2D(Op):
    """act(convolution + bias)."""

    name = "conv2d"
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        x, kernel = inputs[0].shape, inputs[1].shape
        geometry: Geometry = attrs["geometry"]
        if len(x) != 4:
            raise ValueError(f"expected (batch, height, width, channels), got the shape {x}.")
        if x[3] is not None and x[3] != kernel[2] * geometry.groups:  # type: ignore[operator]
            raise ValueError(
                f"the input of shape {x} has {x[3]} channels, the kernel of shape {kernel} in "
                f"{geometry.groups} group(s) expects {kernel[2] * geometry.groups}."  # type: ignore[operator]
            )
        out = geometry.out_size(x, kernel[:2])  # type: ignore[arg-type]
        return (Spec((x[0], *out, kernel[3]), inputs[0].dtype),)

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        numbers = attrs["geometry"].numbers(ins[0].shape, ins[1].shape)
        return _scratch(kernels.conv2d_scratch, ins, outs, numbers)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        x, w = ins[:2]
        bias = ins[2] if len(ins) == 3 else np.empty(0, x.dtype)
        numbers = attrs["geometry"].numbers(x.shape, w.shape)
        return [(kernels.conv2d, (x, w, bias, attrs["act"], outs[0], *numbers, scratch[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        dz = act_gradient(node.attrs["act"], node.outputs[0], grads[0])
        x, w = node.inputs[:2]
        geometry = node.attrs["geometry"]
        parts: list[Any] = [
            convolution_grad_input(dz, w, x.shape, geometry),
            convolution_grad_kernel(x, dz, w.shape, geometry),
        ]
        return [*parts, column_sums(dz)] if len(node.inputs) == 3 else parts

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return attrs["geometry"].flops(outs[0].shape, ins[1].shape)


class Conv2DGradInput(Op):
    """Gradient with respect to the input: inputs (dy, kernel)."""

    name = "conv2d_grad_input"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        numbers = attrs["geometry"].numbers(outs[0].shape, ins[1].shape)
        return _scratch(kernels.conv2d_grad_input_scratch, ins, outs, numbers)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = attrs["geometry"].numbers(outs[0].shape, ins[1].shape)
        return [(kernels.conv2d_grad_input, (ins[0], ins[1], outs[0], *numbers, scratch[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        dy, w = node.inputs
        geometry = node.attrs["geometry"]
        return (
            convolution(grads[0], w, None, geometry, LINEAR),
            convolution_grad_kernel(grads[0], dy, w.shape, geometry),
        )

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return attrs["geometry"].flops(ins[0].shape, ins[1].shape)


class Conv2DGradKernel(Op):
    """Gradient with respect to the kernel: inputs (x, dy)."""

    name = "conv2d_grad_kernel"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        numbers = attrs["geometry"].numbers(ins[0].shape, outs[0].shape)
        return _scratch(kernels.conv2d_grad_kernel_scratch, ins, outs, numbers)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = attrs["geometry"].numbers(ins[0].shape, outs[0].shape)
        return [(kernels.conv2d_grad_kernel, (ins[0], ins[1], outs[0], *numbers, scratch[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        x, dy = node.inputs
        geometry = node.attrs["geometry"]
        return (
            convolution_grad_input(dy, grads[0], x.shape, geometry),
            convolution(x, grads[0], None, geometry, LINEAR),
        )

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return attrs["geometry"].flops(ins[1].shape, outs[0].shape)


_CONV2D = Conv2D()
_CONV2D_GRAD_INPUT = Conv2DGradInput()
_CONV2D_GRAD_KERNEL = Conv2DGradKernel()


def _scratch(
    rule: Any, ins: Sequence[Spec], outs: Sequence[Spec], numbers: tuple[int, ...]
) -> list[Spec]:
    """Working memory by a kernel's own rule: shapes in the order it takes its arrays in."""
    return [Spec(rule(ins[0].shape, ins[1].shape, outs[0].shape, *numbers), ins[0].dtype)]


def convolution(x: Any, w: Any, b: Any, geometry: Geometry, act: int) -> Tensor:
    inputs = (x, w) if b is None else (x, w, b)
    return apply(_CONV2D, *inputs, geometry=geometry, act=act)[0]


def convolution_grad_input(dy: Any, w: Any, shape: Any, geometry: Geometry) -> Tensor:
    return apply(_CONV2D_GRAD_INPUT, dy, w, shape=shape, geometry=geometry)[0]


def convolution_grad_kernel(x: Any, dy: Any, shape: Any, geometry: Geometry) -> Tensor:
    return apply(_CONV2D_GRAD_KERNEL, x, dy, shape=shape, geometry=geometry)[0]


def conv2d(
    x: Any,
    kernel: Any,
    bias: Any = None,
    *,
    strides: tuple[int, int] = (1, 1),
    padding: str = "valid",
    dilation: tuple[int, int] = (1, 1),
    groups: int = 1,
    act: int = LINEAR,
) -> Tensor:
    """Return act(x * kernel + bias), a cross-correlation as in Keras.

    Args:
        x: (batch, height, width, channels).
        kernel: (kernel height, kernel width, channels / groups, filters).
        bias: (filters,) or None.
        strides, dilation: Rows, columns.
        padding: "valid" or "same".
        groups: Groups of channels that do not see one another.
        act: Code from ``engine.kernels.act``.
    """
    geometry = Geometry(tuple(strides), (padding, padding), tuple(dilation), groups)
    return convolution(as_operand(x), kernel, bias, geometry, act)


def conv1d(
    x: Any,
    kernel: Any,
    bias: Any = None,
    *,
    strides: int = 1,
    padding: str = "valid",
    dilation: int = 1,
    groups: int = 1,
    act: int = LINEAR,
) -> Tensor:
    """Return act(x * kernel + bias) along the steps of a sequence.

    Args:
        x: (batch, steps, channels).
        kernel: (kernel size, channels / groups, filters).
        padding: "valid", "same" or "causal".
    """
    x = as_operand(x)
    if x.ndim != 3:
        raise ValueError(f"conv1d: expected (batch, steps, channels), got the shape {x.shape}.")
    batch, steps, channels = x.shape
    image = reshape(x, (batch if batch is not None else -1, 1, steps, channels))
    window = reshape(kernel, (1, *kernel.shape))
    geometry = Geometry((1, strides), ("valid", padding), (1, dilation), groups)
    y = convolution(image, window, bias, geometry, act)
    return reshape(y, (y.shape[0] if y.shape[0] is not None else -1, y.shape[2], y.shape[3]))
