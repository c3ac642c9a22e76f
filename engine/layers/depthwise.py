"""Convolutions that keep the channels apart, and those that mix them in a second step."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Choice, Int
from engine.layers.conv import (
    FILTERS_DOC,
    PADDING_DOC,
    dilation_param,
    kernel_size_param,
    refuse_strides_with_dilation,
    strides_param,
)
from engine.layers.data_format import (
    as_given,
    channels_last,
    data_format_param,
    known_channels,
    require_spatial,
)
from engine.layers.layer import Layer
from engine.layers.weights import (
    KernelAndBias,
    add_bias,
    constraint,
    fused_act,
    initializer,
    regularizer,
)
from engine.ops.depthwise import depthwise_conv
from engine.param import param
from engine.registry import register

__all__ = [
    "DepthwiseConv1D",
    "DepthwiseConv2D",
    "SeparableConv1D",
    "SeparableConv2D",
    "SeparableConvolution1D",
    "SeparableConvolution2D",
]

_DEPTHWISE = "weights of each channel's own pattern"
_POINTWISE = "weights that mix the channels"


def _multiplier_param() -> Any:
    return param(Int(low=1), 1, advanced=True, doc="Number of patterns looked for in each channel.")


class Depthwise(KernelAndBias, Layer):
    """What layers with a kernel for each channel share."""

    rank = 1
    renamed = {
        "kernel_initializer": "depthwise_initializer",
        "kernel_regularizer": "depthwise_regularizer",
        "kernel_constraint": "depthwise_constraint",
    }
    depth_multiplier: Any
    data_format: Any
    kernel_initializer = None
    kernel_regularizer = None
    kernel_constraint = None
    bias_initializer = None
    bias_regularizer = None
    activity_regularizer = None
    bias_constraint = None

    def check_params(self) -> None:
        super().check_params()
        refuse_strides_with_dilation(self)

    def add_stage(self, stage: str, name: str, shape: tuple[int, ...]) -> Any:
        """Declare the kernel of one stage, "depthwise" or "pointwise"."""
        return self.add_weight(
            shape,
            getattr(self, f"{stage}_initializer"),
            name=name,
            regularizer=getattr(self, f"{stage}_regularizer"),
            constraint=getattr(self, f"{stage}_constraint"),
        )

    def call(self, inputs: Any) -> Any:
        require_spatial(self, inputs.shape, self.rank)
        code, after = fused_act(self.activation)
        y = as_given(self, self.convolve(channels_last(self, self.as_float(inputs)), code))
        return y if after is None else after(y)

    def convolve(self, x: Any, act: int) -> Any:
        raise NotImplementedError


class DepthwiseConv(Depthwise):
    """What depthwise convolutions of both ranks share."""

    starting = {"kernel_size": 3, "activation": "relu"}
    kernel_size = kernel_size_param(1)
    strides = strides_param(1)
    padding = param(Choice("valid", "same"), "valid", doc=PADDING_DOC)
    depth_multiplier = _multiplier_param()
    data_format = data_format_param()
    dilation_rate = dilation_param(1)
    depthwise_initializer = initializer("glorot_uniform", _DEPTHWISE)
    bias_initializer = initializer("zeros", "biases")
    depthwise_regularizer = regularizer(_DEPTHWISE)
    bias_regularizer = regularizer("biases")
    activity_regularizer = regularizer("outputs")
    depthwise_constraint = constraint(_DEPTHWISE)
    bias_constraint = constraint("biases")

    def build(self, input_shape: Any) -> None:
        require_spatial(self, input_shape, self.rank)
        channels = known_channels(self, input_shape)
        shape = (*self.kernel_size, channels, self.depth_multiplier)
        self.kernel = self.add_stage("depthwise", "kernel", shape)
        self.bias = add_bias(self, (channels * self.depth_multiplier,))

    def convolve(self, x: Any, act: int) -> Any:
        return depthwise_conv(
            x,
            self.kernel,
            self.bias,
            strides=self.strides,
            padding=self.padding,
            dilation=self.dilation_rate,
            act=act,
        )


@register("layer", family="conv")
class DepthwiseConv1D(DepthwiseConv):
    """Looks for patterns in each channel of a sequence by itself.

    Formula: y[t, c] = activation(sum over the window of x[.., c] · kernel[.., c] + bias[c])
    Shape: (batch, steps, channels) to (batch, new steps, channels * depth_multiplier)
    """


@register("layer", family="conv")
class DepthwiseConv2D(DepthwiseConv):
    """Looks for patterns in each channel of an image by itself.

    Formula: y[i, j, c] = activation(sum over the window of x[.., c] · kernel[.., c] + bias[c])
    Shape: (batch, height, width, channels) to (batch, new height, new width,
    channels * depth_multiplier)
    """

    rank = 2
    kernel_size = kernel_size_param(2)
    strides = strides_param(2)
    dilation_rate = dilation_param(2)


class SeparableConv(Depthwise):
    """What separable convolutions of both ranks share."""

    starting = {"filters": 32, "kernel_size": 3, "activation": "relu"}
    filters = param(Int(low=1), doc=FILTERS_DOC)
    kernel_size = kernel_size_param(1)
    strides = strides_param(1)
    padding = param(Choice("valid", "same"), "valid", doc=PADDING_DOC)
    data_format = data_format_param()
    dilation_rate = dilation_param(1)
    depth_multiplier = _multiplier_param()
    depthwise_initializer = initializer("glorot_uniform", _DEPTHWISE)
    pointwise_initializer = initializer("glorot_uniform", _POINTWISE)
    bias_initializer = initializer("zeros", "biases")
    depthwise_regularizer = regularizer(_DEPTHWISE)
    pointwise_regularizer = regularizer(_POINTWISE)
    bias_regularizer = regularizer("biases")
    activity_regularizer = regularizer("outputs")
    depthwise_constraint = constraint(_DEPTHWISE)
    pointwise_constraint = constraint(_POINTWISE)
    bias_constraint = constraint("biases")

    def build(self, input_shape: Any) -> None:
        require_spatial(self, input_shape, self.rank)
        channels = known_channels(self, input_shape)
        each = (*self.kernel_size, channels, self.depth_multiplier)
        mixing = (*(1,) * self.rank, channels * self.depth_multiplier, self.filters)
        self.depthwise_kernel = self.add_stage("depthwise", "depthwise_kernel", each)
        self.pointwise_kernel = self.add_stage("pointwise", "pointwise_kernel", mixing)
        self.bias = add_bias(self, (self.filters,))

    def convolve(self, x: Any, act: int) -> Any:
        apart = depthwise_conv(
            x,
            self.depthwise_kernel,
            strides=self.strides,
            padding=self.padding,
            dilation=self.dilation_rate,
        )
        mix = ops.conv1d if self.rank == 1 else ops.conv2d
        return mix(apart, self.pointwise_kernel, self.bias, act=act)


@register("layer", family="conv", aliases=("SeparableConvolution1D",))
class SeparableConv1D(SeparableConv):
    """Looks for patterns in each channel of a sequence, then mixes the channels.

    Formula: y = activation(depthwise convolution of x · pointwise_kernel + bias)
    Shape: (batch, steps, channels) to (batch, new steps, filters)
    """


@register("layer", family="conv", aliases=("SeparableConvolution2D",))
class SeparableConv2D(SeparableConv):
    """Looks for patterns in each channel of an image, then mixes the channels.

    Formula: y = activation(depthwise convolution of x · pointwise_kernel + bias)
    Shape: (batch, height, width, channels) to (batch, new height, new width, filters)
    """

    rank = 2
    kernel_size = kernel_size_param(2)
    strides = strides_param(2)
    dilation_rate = dilation_param(2)


SeparableConvolution1D = SeparableConv1D
SeparableConvolution2D = SeparableConv2D
