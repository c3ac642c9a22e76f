"""Convolution of (batch, height, width, channels) inputs, and its two gradients.

The three are the corners of one triangle: each one's gradient is made of the
other two, so convolutions can be differentiated any number of times. What holds
for every such triangle is ``Family``; ``engine.ops.depthwise`` is another one.
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


class Family:
    """A convolution and its two gradients, as ops that know each other."""

    def __init__(self, forward: Forward, grad_input: GradInput, grad_kernel: GradKernel) -> None:
        self._forward, self._grad_input, self._grad_kernel = forward, grad_input, grad_kernel
        forward.family = grad_input.family = grad_kernel.family = self

    def forward(self, x: Any, w: Any, b: Any, geometry: Geometry, act: int) -> Tensor:
        """Return act(x * w + b); b may be None."""
        inputs = (x, w) if b is None else (x, w, b)
        return apply(self._forward, *inputs, geometry=geometry, act=act)[0]

    def grad_input(self, dy: Any, w: Any, shape: Any, geometry: Geometry) -> Tensor:
        """Return the gradient for an input of a shape."""
        return apply(self._grad_input, dy, w, shape=shape, geometry=geometry)[0]

    def grad_kernel(self, x: Any, dy: Any, shape: Any, geometry: Geometry) -> Tensor:
        """Return the gradient for a kernel of a shape."""
        return apply(self._grad_kernel, x, dy, shape=shape, geometry=geometry)[0]


class Corner(Op):
    """One of a family: its gradient is made of the other two."""

    family: Family

    def work(self, geometry: Geometry, images: Any, kernel: Any) -> float:
        """Operations for images of a shape that come out (or their gradients)."""
        raise NotImplementedError


class Forward(Corner):
    """act(convolution + bias): inputs x, kernel and perhaps a bias."""

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        dz = act_gradient(node.attrs["act"], node.outputs[0], grads[0])
        x, w = node.inputs[:2]
        geometry = node.attrs["geometry"]
        parts: list[Any] = [
            self.family.grad_input(dz, w, x.shape, geometry),
            self.family.grad_kernel(x, dz, w.shape, geometry),
        ]
        return [*parts, column_sums(dz)] if len(node.inputs) == 3 else parts

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return self.work(attrs["geometry"], outs[0].shape, ins[1].shape)


class GradInput(Corner):
    """Gradient with respect to the input: inputs (dy, kernel)."""

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        dy, w = node.inputs
        geometry = node.attrs["geometry"]
        return (
            self.family.forward(grads[0], w, None, geometry, LINEAR),
            self.family.grad_kernel(grads[0], dy, w.shape, geometry),
        )

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return self.work(attrs["geometry"], ins[0].shape, ins[1].shape)


class GradKernel(Corner):
    """Gradient with respect to the kernel: inputs (x, dy)."""

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        x, dy = node.inputs
        geometry = node.attrs["geometry"]
        return (
            self.family.grad_input(dy, grads[0], x.shape, geometry),
            self.family.forward(x, grads[0], None, geometry, LINEAR),
        )

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return self.work(attrs["geometry"], ins[1].shape, outs[0].shape)


class _AcrossChannels(Corner):
    """A convolution that sums over the channels of a group."""

    def work(self, geometry: Geometry, images: Any, kernel: Any) -> float:
        return geometry.flops(images, kernel)


class Conv2D(_AcrossChannels, Forward):
    """act(convolution + bias).

    Where it saves products 3 x 3 kernels go Winograd's way
    (``engine.kernels.winograd``), which computes tiles of 4 x 4 outputs together: a number
    that is not finite makes all outputs of the tiles whose windows see it NaN, not only the
    (at most) 3 x 3 outputs that it belongs to. None gets lost, and a training that meets one
    is lost either way, so nothing is spent on looking for them.
    """

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


class Conv2DGradInput(_AcrossChannels, GradInput):
    """Gradient of ``Conv2D`` with respect to the input."""

    name = "conv2d_grad_input"

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        numbers = attrs["geometry"].numbers(outs[0].shape, ins[1].shape)
        return _scratch(kernels.conv2d_grad_input_scratch, ins, outs, numbers)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = attrs["geometry"].numbers(outs[0].shape, ins[1].shape)
        return [(kernels.conv2d_grad_input, (ins[0], ins[1], outs[0], *numbers, scratch[0]))]


class Conv2DGradKernel(_AcrossChannels, GradKernel):
    """Gradient of ``Conv2D`` with respect to the kernel."""

    name = "conv2d_grad_kernel"

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        numbers = attrs["geometry"].numbers(ins[0].shape, outs[0].shape)
        return _scratch(kernels.conv2d_grad_kernel_scratch, ins, outs, numbers)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = attrs["geometry"].numbers(ins[0].shape, outs[0].shape)
        return [(kernels.conv2d_grad_kernel, (ins[0], ins[1], outs[0], *numbers, scratch[0]))]


def _scratch(
    rule: Any, ins: Sequence[Spec], outs: Sequence[Spec], numbers: tuple[int, ...]
) -> list[Spec]:
    """Working memory by a kernel's own rule: shapes in the order it takes its arrays in."""
    return [Spec(rule(ins[0].shape, ins[1].shape, outs[0].shape, *numbers), ins[0].dtype)]


_FAMILY = Family(Conv2D(), Conv2DGradInput(), Conv2DGradKernel())
convolution, convolution_grad_input = _FAMILY.forward, _FAMILY.grad_input


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
