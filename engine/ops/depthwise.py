"""Convolution of every channel by itself, and its two gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels import depthwise as kernels
from engine.kernels.act import LINEAR
from engine.op import Call, Node, Op, apply, elements
from engine.ops.convolution import Geometry
from engine.ops.products import act_gradient, column_sums
from engine.ops.shape import reshape
from engine.tensor import Spec, Tensor, as_operand


def _numbers(attrs: dict[str, Any], image: Sequence[int], kernel: Sequence[int]) -> tuple:
    """Strides, dilations, rows and columns of padding: what kernels take."""
    return attrs["geometry"].numbers(image, kernel)[:6]


def _flops(images: Sequence[Any], kernel: Sequence[Any]) -> float:
    return 2.0 * elements(images) * elements(kernel[:2])


class DepthwiseConv2D(Op):
    """act(convolution + bias), each channel by itself."""

    name = "depthwise_conv2d"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        x, kernel = inputs[0].shape, inputs[1].shape
        if len(x) != 4 or x[3] not in (None, kernel[2]):
            raise ValueError(
                f"expected (batch, height, width, {kernel[2]}) for a kernel of shape {kernel}, "
                f"got the shape {x}."
            )
        out = attrs["geometry"].out_size(x, kernel[:2])
        return (Spec((x[0], *out, kernel[2] * kernel[3]), inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        x, w = ins[:2]
        bias = ins[2] if len(ins) == 3 else np.empty(0, x.dtype)
        numbers = _numbers(attrs, x.shape, w.shape)
        return [(kernels.depthwise, (x, w, bias, attrs["act"], outs[0], *numbers))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        dz = act_gradient(node.attrs["act"], node.outputs[0], grads[0])
        x, w = node.inputs[:2]
        geometry = node.attrs["geometry"]
        parts: list[Any] = [
            _grad_input(dz, w, x.shape, geometry),
            _grad_kernel(x, dz, w.shape, geometry),
        ]
        return [*parts, column_sums(dz)] if len(node.inputs) == 3 else parts

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return _flops(outs[0].shape, ins[1].shape)


class DepthwiseGradInput(Op):
    """Gradient with respect to the input: inputs (dy, kernel)."""

    name = "depthwise_grad_input"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = _numbers(attrs, outs[0].shape, ins[1].shape)
        return [(kernels.depthwise_grad_input, (ins[0], ins[1], outs[0], *numbers))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        dy, w = node.inputs
        geometry = node.attrs["geometry"]
        return (
            _depthwise(grads[0], w, None, geometry, LINEAR),
            _grad_kernel(grads[0], dy, w.shape, geometry),
        )

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return _flops(ins[0].shape, ins[1].shape)


class DepthwiseGradKernel(Op):
    """Gradient with respect to the kernel: inputs (x, dy)."""

    name = "depthwise_grad_kernel"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        shape = kernels.depthwise_grad_kernel_scratch(ins[1].shape, outs[0].shape)
        return [Spec(shape, ins[0].dtype)]

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = _numbers(attrs, ins[0].shape, outs[0].shape)
        args = (ins[0], ins[1], outs[0], *numbers, scratch[0])
        return [(kernels.depthwise_grad_kernel, args)]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        x, dy = node.inputs
        geometry = node.attrs["geometry"]
        return (
            _grad_input(dy, grads[0], x.shape, geometry),
            _depthwise(x, grads[0], None, geometry, LINEAR),
        )

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return _flops(ins[1].shape, outs[0].shape)


_DEPTHWISE = DepthwiseConv2D()
_GRAD_INPUT = DepthwiseGradInput()
_GRAD_KERNEL = DepthwiseGradKernel()


def _depthwise(x: Any, w: Any, b: Any, geometry: Geometry, act: int) -> Tensor:
    inputs = (x, w) if b is None else (x, w, b)
    return apply(_DEPTHWISE, *inputs, geometry=geometry, act=act)[0]


def _grad_input(dy: Any, w: Any, shape: Any, geometry: Geometry) -> Tensor:
    return apply(_GRAD_INPUT, dy, w, shape=shape, geometry=geometry)[0]


def _grad_kernel(x: Any, dy: Any, shape: Any, geometry: Geometry) -> Tensor:
    return apply(_GRAD_KERNEL, x, dy, shape=shape, geometry=geometry)[0]


def depthwise_conv(
    x: Any,
    kernel: Any,
    bias: Any = None,
    *,
    strides: Sequence[int],
    padding: str = "valid",
    dilation: Sequence[int],
    act: int = LINEAR,
) -> Tensor:
    """Return act(x * kernel + bias) with every channel convolved by itself.

    Args:
        x: (batch, steps, channels) or (batch, height, width, channels).
        kernel: (*kernel sizes, channels, multiplier); output channel
            c * multiplier + m comes from channel c.
        bias: (channels * multiplier,) or None.
        strides, dilation: One number for each size.
        padding: "valid" or "same"; "causal" too for sequences.
    """
    x, kernel = as_operand(x), as_operand(kernel)
    if len(strides) == 2:
        geometry = Geometry(tuple(strides), (padding, padding), tuple(dilation), 1)
        return _depthwise(x, kernel, bias, geometry, act)
    if x.ndim != 3:
        raise ValueError(f"depthwise_conv: expected (batch, steps, channels), got {x.shape}.")
    batch, steps, channels = x.shape
    geometry = Geometry((1, *strides), ("valid", padding), (1, *dilation), 1)
    image, window = reshape(x, (batch, 1, steps, channels)), reshape(kernel, (1, *kernel.shape))
    y = _depthwise(image, window, bias, geometry, act)
    return reshape(y, (batch, y.shape[2], y.shape[3]))
