"""Convolution of every channel by itself, and its two gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels import depthwise as kernels
from engine.kernels.act import LINEAR
from engine.op import Call, elements
from engine.ops.convolution import Corner, Family, Forward, Geometry, GradInput, GradKernel
from engine.ops.shape import reshape
from engine.tensor import Spec, Tensor, as_operand


def _numbers(attrs: dict[str, Any], image: Sequence[int], kernel: Sequence[int]) -> tuple:
    """Strides, dilations, rows and columns of padding: what kernels take."""
    return attrs["geometry"].numbers(image, kernel)[:6]


class _InEachChannel(Corner):
    """A convolution of every channel by itself."""

    def work(self, geometry: Geometry, images: Any, kernel: Any) -> float:
        return 2.0 * elements(images) * elements(kernel[:2])


class DepthwiseConv2D(_InEachChannel, Forward):
    """act(convolution + bias), each channel by itself."""

    name = "depthwise_conv2d"
    one_precision = True

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


class DepthwiseGradInput(_InEachChannel, GradInput):
    """Gradient of ``DepthwiseConv2D`` with respect to the input."""

    name = "depthwise_grad_input"

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = _numbers(attrs, outs[0].shape, ins[1].shape)
        return [(kernels.depthwise_grad_input, (ins[0], ins[1], outs[0], *numbers))]


class DepthwiseGradKernel(_InEachChannel, GradKernel):
    """Gradient of ``DepthwiseConv2D`` with respect to the kernel."""

    name = "depthwise_grad_kernel"

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        shape = kernels.depthwise_grad_kernel_scratch(ins[1].shape, outs[0].shape)
        return [Spec(shape, ins[0].dtype)]

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = _numbers(attrs, ins[0].shape, outs[0].shape)
        args = (ins[0], ins[1], outs[0], *numbers, scratch[0])
        return [(kernels.depthwise_grad_kernel, args)]


_depthwise = Family(DepthwiseConv2D(), DepthwiseGradInput(), DepthwiseGradKernel()).forward


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
