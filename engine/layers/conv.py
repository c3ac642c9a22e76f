"""Convolutions over sequences, images and volumes."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Choice, Int, IntTuple
from engine.layers.data_format import (
    as_given,
    channels_last,
    data_format_param,
    known_channels,
    require_spatial,
)
from engine.layers.layer import Layer
from engine.layers.weights import KernelAndBias, add_bias, add_kernel, fused_act
from engine.param import param
from engine.registry import register

__all__ = [
    "Conv1D",
    "Conv2D",
    "Conv3D",
    "Convolution1D",
    "Convolution2D",
    "Convolution3D",
]

WINDOW_DOC = {
    1: "Size of the window that moves over the input.",
    2: "Height and width of the window that moves over the image.",
    3: "Depth, height and width of the window that moves over the volume.",
}
STRIDES_DOC = {
    1: "How far the window moves at each step.",
    2: "How far the window moves, down and across.",
    3: "How far the window moves in depth, down and across.",
}
PADDING_DOC = (
    "'valid' keeps the window inside the input; 'same' pads it with zeros so that the output "
    "keeps its size (divided by the strides)."
)
FILTERS_DOC = "Number of patterns looked for, the channels of the output."


def kernel_size_param(rank: int) -> Any:
    return param(IntTuple(rank), doc=WINDOW_DOC[rank])


def strides_param(rank: int) -> Any:
    return param(IntTuple(rank), (1,) * rank if rank > 1 else 1, doc=STRIDES_DOC[rank])


def dilation_param(rank: int) -> Any:
    return param(
        IntTuple(rank),
        (1,) * rank if rank > 1 else 1,
        advanced=True,
        doc="Gaps between the cells the window looks at, plus one.",
    )


def refuse_strides_with_dilation(layer: Any) -> None:
    """Raise ValueError when a layer both strides and dilates."""
    if max(layer.strides) > 1 and max(layer.dilation_rate) > 1:
        raise ValueError(
            f"{type(layer).__name__}: strides {layer.strides} and dilation_rate "
            f"{layer.dilation_rate} cannot both be greater than 1."
        )


class Conv(KernelAndBias, Layer):
    """What convolutions of every rank share."""

    starting = {"filters": 32, "kernel_size": 3, "activation": "relu"}
    rank = 1

    filters = param(Int(low=1), doc=FILTERS_DOC)
    kernel_size = kernel_size_param(1)
    strides = strides_param(1)
    padding = param(Choice("valid", "same"), "valid", doc=PADDING_DOC)
    data_format = data_format_param()
    dilation_rate = dilation_param(1)
    groups = param(
        Int(low=1),
        1,
        advanced=True,
        doc="Number of groups of channels that are convolved apart from one another.",
    )

    def check_params(self) -> None:
        super().check_params()
        refuse_strides_with_dilation(self)
        if self.filters % self.groups:
            raise ValueError(
                f"{type(self).__name__}: 'filters' ({self.filters}) must be a multiple of "
                f"'groups' ({self.groups})."
            )

    def build(self, input_shape: Any) -> None:
        require_spatial(self, input_shape, self.rank)
        channels = known_channels(self, input_shape)
        if channels % self.groups:
            raise ValueError(
                f"its input has {channels} channels, which 'groups' ({self.groups}) "
                "does not divide."
            )
        self.kernel = add_kernel(self, (*self.kernel_size, channels // self.groups, self.filters))
        self.bias = add_bias(self, (self.filters,))

    def call(self, inputs: Any) -> Any:
        require_spatial(self, inputs.shape, self.rank)
        code, after = fused_act(self.activation)
        y = as_given(self, self.convolve(channels_last(self, self.as_float(inputs)), code))
        return y if after is None else after(y)

    def convolve(self, x: Any, act: int) -> Any:
        raise NotImplementedError


@register("layer", family="conv", aliases=("Convolution1D",))
class Conv1D(Conv):
    """Looks for patterns along a sequence.

    Formula: y[t] = activation(sum over the window of x · kernel + bias)
    Shape: (batch, steps, channels) to (batch, new steps, filters)
    """

    rank = 1
    padding = param(
        Choice("valid", "same", "causal"),
        "valid",
        doc="'valid' keeps the window inside the input; 'same' pads it with zeros so that the "
        "output keeps its length; 'causal' pads the past only.",
    )

    def convolve(self, x: Any, act: int) -> Any:
        return ops.conv1d(
            x,
            self.kernel,
            self.bias,
            strides=self.strides[0],
            padding=self.padding,
            dilation=self.dilation_rate[0],
            groups=self.groups,
            act=act,
        )


@register("layer", family="conv", aliases=("Convolution2D",))
class Conv2D(Conv):
    """Looks for patterns in an image.

    Formula: y[i, j] = activation(sum over the window of x · kernel + bias)
    Shape: (batch, height, width, channels) to (batch, new height, new width, filters)
    """

    rank = 2
    kernel_size = kernel_size_param(2)
    strides = strides_param(2)
    dilation_rate = dilation_param(2)

    def convolve(self, x: Any, act: int) -> Any:
        return ops.conv2d(
            x,
            self.kernel,
            self.bias,
            strides=self.strides,
            padding=self.padding,
            dilation=self.dilation_rate,
            groups=self.groups,
            act=act,
        )


@register("layer", family="conv", aliases=("Convolution3D",))
class Conv3D(Conv):
    """Looks for patterns in a volume or a film.

    Formula: y[i, j, k] = activation(sum over the window of x · kernel + bias)
    Shape: (batch, depth, height, width, channels) to (batch, new depth, new height, new width,
    filters)
    """

    rank = 3
    kernel_size = kernel_size_param(3)
    strides = strides_param(3)
    dilation_rate = dilation_param(3)

    def convolve(self, x: Any, act: int) -> Any:
        return ops.conv3d(
            x,
            self.kernel,
            self.bias,
            strides=self.strides,
            padding=self.padding,
            dilation=self.dilation_rate,
            groups=self.groups,
            act=act,
        )


Convolution3D = Conv3D
Convolution1D = Conv1D
Convolution2D = Conv2D
